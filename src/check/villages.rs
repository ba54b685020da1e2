//! Rules about the villages of a bureau: coordinates that lie in the country, names that are not there twice, speeds that move.

use std::collections::HashMap;

use super::point::in_china;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::model::coordinates::{Crs, distance_zh};
use crate::model::villages::Villages;
use crate::model::{Bureau, reach};
use crate::say;

/// A village farther than this from every point lies in another county: most often a digit is wrong. In metres.
const FARTHEST_VILLAGE: f64 = 150_000.0;

/// Villages that nobody of the bureau could serve (C327).
fn far_off(bureau: &Bureau, villages: &Villages, out: &mut Diagnostics) {
    for row in reach::rows(villages, &reach::places(bureau)).iter().filter(|row| row.metres > FARTHEST_VILLAGE) {
        let (name, far) = (&row.village.name, distance_zh(row.metres));
        out.push(
            Diagnostic::new(
                &codes::BAD_LOCATION,
                row.village.lat.span,
                say!("“{name}”离最近的服务点 {far}", "“{name}” lies {far} from the nearest point"),
            )
            .help(say!("核对纬度和经度", "check its latitude and longitude")),
        );
    }
}

/// All rules about `villages.yaml`.
pub fn run(bureau: &Bureau, out: &mut Diagnostics) {
    let Some(villages) = &bureau.villages else { return };
    if let Some(crs) = villages.crs.as_ref().filter(|c| Crs::of(c.trim()).is_none()) {
        out.push(
            Diagnostic::new(&codes::BAD_LOCATION, crs.span, say!("不认识的坐标系“{crs}”", "unknown coordinate system “{crs}”"))
                .help(say!(
                    "高德、腾讯地图写 gcj02，百度地图写 bd09，天地图和手机定位写 wgs84",
                    "write wgs84, gcj02 (高德, 腾讯) or bd09 (百度)"
                )),
        );
    }
    if let Some(minutes) = villages.minutes.as_ref().filter(|m| m.value == 0 || m.value > 240) {
        let value = minutes.value;
        out.push(
            Diagnostic::new(&codes::BAD_VALUE, minutes.span, say!("{value} 分钟不是一个圈", "{value} minutes are no circle"))
                .help(say!("写 1 到 240，如 15", "write 1 to 240, such as 15")),
        );
    }
    if let Some(speeds) = &villages.speeds {
        for stated in [&speeds.foot, &speeds.bicycle, &speeds.car].into_iter().flatten() {
            if stated.value <= rust_decimal::Decimal::ZERO {
                let value = stated.value;
                out.push(
                    Diagnostic::new(&codes::BAD_VALUE, stated.span, say!("速度 {value} 走不动", "a speed of {value} is too low"))
                        .help(say!("写每小时多少公里，如步行 4.5", "write kilometres an hour, such as 4.5 on foot")),
                );
            }
        }
        if let Some(detour) = speeds.detour.as_ref().filter(|d| d.value < rust_decimal::Decimal::ONE) {
            let value = detour.value;
            out.push(
                Diagnostic::new(
                    &codes::BAD_VALUE,
                    detour.span,
                    say!("绕行系数 {value} 比直线还短", "a detour of {value} is shorter than the straight line"),
                )
                .help(say!("写 1 或更大的数，如 1.4", "write 1 or more, such as 1.4")),
            );
        }
    }
    far_off(bureau, villages, out);
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for village in &villages.villages {
        in_china(&village.name, &village.lat, &village.lon, out);
        if let Some(first) = seen.insert(village.name.as_str(), village.name.span) {
            let name = &village.name;
            out.push(
                Diagnostic::new(&codes::DUPLICATE_ID, name.span, say!("“{name}”写了两次", "“{name}” is listed twice"))
                    .related(first, say!("第一次在这里", "first here"))
                    .help(say!("同名的村前面加上乡镇名", "put the name of the town before villages of the same name")),
            );
        }
    }
}
