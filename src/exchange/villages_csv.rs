//! `data/villages.csv`: every village with its nearest point, for a spreadsheet.

use serde_json::{Value, json};

use super::catalog_csv::line;
use crate::model::Bureau;
use crate::model::reach::{self, Method};
use crate::model::villages::Villages;

/// The columns.
const HEAD: [&str; 10] =
    ["village", "population", "lat_wgs84", "lon_wgs84", "nearest_point", "metres", "foot", "bicycle", "car", "within"];

/// JSON Schema of a row, as an object of its cells by their heads.
#[must_use]
pub fn villages_csv_schema() -> Value {
    let cell = |what: &str, pattern: &str| json!({"type": "string", "description": what, "pattern": pattern});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "villages.csv 的一行：一个村（社区）",
        "type": "object",
        "required": HEAD,
        "additionalProperties": false,
        "properties": {
            "village": cell("名称", "."),
            "population": cell("人口，没有写的空着", "^[0-9]*$"),
            "lat_wgs84": cell("纬度", "^[0-9]+\\.[0-9]{5}$"),
            "lon_wgs84": cell("经度", "^[0-9]+\\.[0-9]{5}$"),
            "nearest_point": cell("最近的服务点的编号", "."),
            "metres": cell("直线距离，米", "^[0-9]+$"),
            "foot": cell("步行分钟", "^[0-9]+\\.[0-9]$"),
            "bicycle": cell("骑车分钟", "^[0-9]+\\.[0-9]$"),
            "car": cell("开车分钟", "^[0-9]+\\.[0-9]$"),
            "within": cell("在规定时间以内的方式", "^((foot|bicycle|car)( |$))*$"),
        },
    })
}

/// UTF-8 with a mark, so that Excel reads it. Metres are of the straight line, minutes have one decimal; `within` names the ways that keep the limit.
#[must_use]
pub fn villages_csv(bureau: &Bureau, villages: &Villages) -> Vec<u8> {
    let method = Method::of(villages);
    let mut csv = String::from("\u{feff}");
    line(&mut csv, HEAD.into_iter());
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
