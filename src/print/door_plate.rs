//! Owns the view of `door-plate.typ`: the plate beside a door. Must not know how the plate is set.

use serde::Serialize;

use super::common::{Context, Sheet};
use super::facts::facts;
use crate::model::plate::Plate;
use crate::model::{Bureau, Point};

/// Everything that the plate shows.
#[derive(Clone, Debug, Serialize)]
pub struct DoorPlate {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// The name on the plate.
    pub plate: String,
    /// The same name in one or two parts: two lines are better broken there than anywhere else.
    pub breaks: Vec<String>,
    /// Its words: no line breaks within one.
    pub words: Vec<String>,
}

facts! {
    DoorPlate {
        sheet: open,
        plate: fact("门牌"),
        breaks: silent("where the name on the plate breaks"),
        words: silent("where else the name on the plate may break"),
    }
}

/// Whether there is a door, and more known of the point than its name: a plate is put up when a point is there.
#[must_use]
pub fn printable(bureau: &Bureau, point: &Point) -> bool {
    bureau.has_door(point)
        && (point.address.is_some() || point.hours.is_some() || point.hours_note.is_some() || !point.numbers().is_empty())
}

/// The plate of a point.
#[must_use]
pub fn door_plate_view(ctx: &Context<'_>, point: &Point) -> Option<DoorPlate> {
    if !printable(ctx.bureau, point) {
        return None;
    }
    let plate = Plate::of(point, ctx.bureau.tier(point), ctx.bureau.file.print.as_ref());
    Some(DoorPlate {
        sheet: ctx.sheet(format!("{} 门牌", point.name.value)),
        plate: plate.name(),
        breaks: breaks(&plate),
        words: plate.words(),
    })
}

/// The parts of a name, none of them empty.
#[must_use]
pub fn breaks(plate: &Plate) -> Vec<String> {
    [&plate.place, &plate.rest].into_iter().filter(|part| !part.is_empty()).cloned().collect()
}
