//! The outline of a bureau's area from its GeoJSON file.

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, codes};
use crate::model::boundary::{Boundary, NoBoundary, rings};
use crate::model::bureau::BoundaryFile;
use crate::model::coordinates::Crs;
use crate::say;
use crate::source::Folder;

/// Reads the file that `bureau.yaml` names. A coordinate system that nobody knows was written is a finding of its own.
pub fn boundary(folder: &Folder, written: &BoundaryFile, out: &mut Diagnostics) -> Option<Boundary> {
    let path = folder.resolve(&written.file, written.file.span, out)?;
    let Some(file) = super::find(folder, &path) else {
        let there = folder.assets.contains_key(&path);
        let message = if there {
            say!("边界文件 {path} 的扩展名不是 .geojson", "the boundary {path} does not end with .geojson")
        } else {
            say!("边界文件 {path} 不存在", "the boundary {path} does not exist")
        };
        out.push(Diagnostic::new(&codes::DANGLING, written.file.span, message).help(say!(
            "放一个 GeoJSON 文件，如 boundary.geojson，路径从 bureau.yaml 所在的文件夹算起",
            "put a GeoJSON file there, such as boundary.geojson; the path begins at the folder of bureau.yaml"
        )));
        return None;
    };
    let crs = match &written.crs {
        None => Crs::Wgs84,
        Some(word) => Crs::of(word.trim()).or_else(|| {
            out.push(
                Diagnostic::new(
                    &codes::BAD_LOCATION,
                    word.span,
                    say!("不认识的坐标系“{word}”", "“{word}” is no known coordinate system"),
                )
                .help(say!(
                    "高德、腾讯地图写 gcj02，百度地图写 bd09，天地图和手机定位写 wgs84",
                    "write wgs84, gcj02 (高德, 腾讯) or bd09 (百度)"
                )),
            );
            None
        })?,
    };
    // A file that could not be read has been reported.
    let text = folder.sources.text(file)?;
    let value = match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => value,
        Err(error) => {
            let message = say!("不是完整的 JSON", "this is no whole JSON");
            out.push(
                Diagnostic::new(&codes::BAD_VALUE, place(file, text, error.line(), error.column()), message)
                    .help(say!("从地图软件里重新导出 GeoJSON", "export it as GeoJSON again")),
            );
            return None;
        }
    };
    match rings(&value, crs) {
        Ok(rings) => Some(Boundary { rings, file }),
        Err(why) => {
            let (message, help) = match why {
                NoBoundary::NoPolygon(others) if others.iter().any(|kind| kind == "Topology") => (
                    say!("这是 TopoJSON，不是 GeoJSON", "this is TopoJSON, not GeoJSON"),
                    say!("在地图软件里另存为 GeoJSON", "save it as GeoJSON in a map program"),
                ),
                NoBoundary::NoPolygon(others) => (
                    match others.join("、") {
                        none if none.is_empty() => {
                            say!("里面没有面（Polygon、MultiPolygon）", "it has no Polygon and no MultiPolygon")
                        }
                        seen => say!(
                            "里面没有面（Polygon、MultiPolygon），只有 {seen}",
                            "it has no Polygon and no MultiPolygon, only {seen}"
                        ),
                    },
                    say!("导出时选“面”，不是点和线", "export an area, not points or lines"),
                ),
                NoBoundary::BadPosition => (
                    say!("有的坐标不是两个数", "a position is no pair of numbers"),
                    say!("每个坐标写成 [经度, 纬度]", "a position is [longitude, latitude]"),
                ),
                NoBoundary::Outside(lon, lat) => (
                    say!("坐标 [{lon}, {lat}] 不在国内", "the position [{lon}, {lat}] lies outside the country"),
                    say!(
                        "顺序是 [经度, 纬度]，单位是度，不是米",
                        "the order is [longitude, latitude], in degrees and not in metres"
                    ),
                ),
            };
            out.push(Diagnostic::new(&codes::BAD_LOCATION, Span::file(file), message).help(help));
            None
        }
    }
}

/// A line and column (from 1, in bytes) of a text as its place.
fn place(file: FileId, text: &str, line: usize, column: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    Span::new(file, at, at)
}
