//! Owns the view of `badges.typ`: a sheet of ten staff badges to cut out.
//! Must not know how they are set.

use serde::Serialize;

use super::common::{Context, Sheet};
use super::facts::facts;
use super::people::{self, Person, PhotoFile, shortened};
use crate::model::Point;

/// Most characters of a name, a post and a point: a badge cannot grow, and what is smaller nobody reads across a counter.
const NAME: usize = 30;
const POST: usize = 36;
const POINT: usize = 54;

/// Badges of everybody at a point.
#[derive(Clone, Debug, Serialize)]
pub struct Badges {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Name on the door.
    pub point: String,
    /// The people, ten to a sheet.
    pub people: Vec<Person>,
    /// The photos that the people name.
    #[serde(skip)]
    pub photos: Vec<PhotoFile>,
}

facts! {
    Badges {
        sheet: open,
        point: fact("名称"),
        people: open,
        photos: silent("files; their pictures are facts of the document"),
    }
}

/// The badges of a point; none where nobody is named.
#[must_use]
pub fn badges_view(ctx: &Context<'_>, point: &Point) -> Option<Badges> {
    let (mut people, photos) = people::of(ctx, point);
    for person in &mut people {
        person.name = shortened(&person.name, NAME);
        person.role = shortened(&person.role, POST);
    }
    let sheet = ctx.sheet(format!("{} 工作牌", point.name.value));
    (!people.is_empty()).then(|| Badges { sheet, point: shortened(&point.name, POINT), people, photos })
}
