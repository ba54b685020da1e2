//! `data/villages.csv`: every village with its nearest point, for a spreadsheet.

use super::catalog_csv::line;
use crate::model::Bureau;
use crate::model::reach::{self, Method};
use crate::model::villages::Villages;

/// UTF-8 with a mark, so that Excel reads it. Metres are of the straight line, minutes have one decimal; `within` names the ways that keep the limit.
#[must_use]
pub fn villages_csv(bureau: &Bureau, villages: &Villages) -> Vec<u8> {
    let method = Method::of(villages);
    let mut csv = String::from("\u{feff}");
    line(
        &mut csv,
        ["village", "population", "lat_wgs84", "lon_wgs84", "nearest_point", "metres", "foot", "bicycle", "car", "within"]
            .into_iter(),
    );
    for row in reach::rows(villages, &reach::places(bureau)) {
        let population = row.village.population.as_ref().map(|p| p.value.to_string()).unwrap_or_default();
        let place = [format!("{:.5}", row.place.lat), format!("{:.5}", row.place.lon)];
        let metres = format!("{:.0}", row.metres);
        let minutes = method.modes.map(|mode| format!("{:.1}", method.time(&mode, row.metres)));
        let within: Vec<&str> = method
            .modes
            .iter()
            .zip(["foot", "bicycle", "car"])
            .filter(|(mode, _)| method.within(mode, row.metres))
            .map(|(_, name)| name)
            .collect();
        let within = within.join(" ");
        let cells: [&str; 10] = [
            &row.village.name,
            &population,
            &place[0],
            &place[1],
            row.point.id.as_str(),
            &metres,
            &minutes[0],
            &minutes[1],
            &minutes[2],
            &within,
        ];
        line(&mut csv, cells.into_iter());
    }
    csv.into_bytes()
}
