//! Rules about points: what a visitor needs to know, phones, hours, the mark, and the calendar.

use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::Context;
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, Spanned, codes};
use crate::model::coordinates::{self, Crs, Place, distance};
use crate::model::hours::Hours;
use crate::model::phones::PhoneNumber;
use crate::model::point::Landmark;
use crate::model::{Bureau, Phones, Point, Text, reach};
use crate::say;

/// All rules about a bureau's points.
pub fn run(bureau: &Bureau, out: &mut Diagnostics) {
    for point in &bureau.points {
        complete(bureau, point, out);
    }
    for point in bureau.every_point() {
        for phone in [&point.phone, &point.more_phones, &point.complaint_phone].into_iter().flatten().flat_map(Phones::all) {
            number_rule(phone, out);
        }
        for phone in point.staff.iter().filter_map(|s| s.phone.as_ref()) {
            phone_rule(phone, out);
        }
        for hours in point.hours.iter().chain(point.special.iter().filter_map(|s| s.hours.as_ref())) {
            hours_rule(hours, out);
        }
    }
    for point in bureau.every_point() {
        location(point, out);
        for phone in point.adds.iter().chain(&point.overrides).filter_map(|o| o.phone.as_ref()).flat_map(Phones::all) {
            number_rule(phone, out);
        }
    }
    for phone in [&bureau.file.hotline, &bureau.file.complaint_phone].into_iter().flatten().flat_map(Phones::all) {
        number_rule(phone, out);
    }
    boundary(bureau, out);
    if let Some(days) = &bureau.file.summer {
        hours_rule(days, out);
    }
    for hours in bureau.programme.iter().flat_map(|p| &p.services).filter_map(|s| s.hours.as_ref()) {
        hours_rule(hours, out);
    }
    mark(bureau, out);
}

/// A point that is open says when, and how to call and complain (C314). The bureau's complaint phone serves every point.
fn complete(bureau: &Bureau, point: &Point, out: &mut Diagnostics) {
    if !point.in_service() {
        return;
    }
    let lacking = [
        (point.hours.is_none() && point.hours_note.is_none(), "服务时间", "hours", "opening hours"),
        (bureau.numbers_for(point).is_empty(), "电话", "phone", "a phone"),
        (bureau.complaint_numbers(point).is_empty(), "投诉电话", "complaint_phone", "a complaint phone"),
    ];
    for (lacks, zh, key, en) in lacking {
        if lacks {
            out.push(
                Diagnostic::new(
                    &codes::INCOMPLETE_POINT,
                    point.name.span,
                    say!("“{}”没有{zh}", "“{}” lacks {en}", point.name.value),
                )
                .help(say!("加一行 {key}: …", "add a line `{key}: …`"))
                .on_form(say!("填上{zh}", "fill it in")),
            );
        }
    }
}

/// A number of a list can be dialled, and so can its extension (C319).
fn number_rule(phone: &PhoneNumber, out: &mut Diagnostics) {
    phone_rule(&phone.number, out);
    for extension in phone.extension.iter().filter(|e| !((1..=6).contains(&e.len()) && e.bytes().all(|b| b.is_ascii_digit()))) {
        out.push(
            Diagnostic::new(
                &codes::BAD_PHONE,
                extension.span,
                say!("分机“{extension}”写法有误", "“{extension}” is not an extension"),
            )
            .help(say!("只写数字，如 8012", "write digits only, such as 8012")),
        );
    }
}

/// A phone number that can be dialled (C319). The same phone on several points is fine.
fn phone_rule(phone: &Text, out: &mut Diagnostics) {
    if !is_phone(phone) {
        let half = crate::source::decode::half_width(phone);
        let help = if half != phone.value && is_phone(&half) {
            say!("改为半角：{half}", "write {half}")
        } else {
            say!("写成 0477-1234567、13800000000 或 12393", "write 0477-1234567, 13800000000 or 12393")
        };
        out.push(
            Diagnostic::new(&codes::BAD_PHONE, phone.span, say!("电话“{phone}”写法有误", "“{phone}” is not a phone number"))
                .help(help),
        );
    }
}

/// Whether a text is a Chinese phone number: area code and number, mobile, service number, each with an optional extension.
#[must_use]
pub fn is_phone(text: &str) -> bool {
    // (0477)1234567 is the same as 0477-1234567.
    let text = text.strip_prefix('(').map_or_else(|| text.to_owned(), |rest| rest.replacen(')', "-", 1));
    let (number, extension) = match text.split_once(['转', '#']) {
        Some((number, extension)) => (number, Some(extension)),
        None => (text.as_str(), None),
    };
    let fits = extension.is_none_or(|e| (1..=6).contains(&e.trim().len()) && e.trim().chars().all(|c| c.is_ascii_digit()));
    let parts: Vec<&str> = number.trim().split(['-', ' ']).collect();
    let digits: String = parts.concat();
    let plain = digits.chars().all(|c| c.is_ascii_digit()) && parts.iter().all(|p| !p.is_empty());
    let shape = match parts.as_slice() {
        [one] => match one.len() {
            3 | 5 => one.starts_with(['1', '9']),
            // 968885: hotlines of six digits.
            6 => one.starts_with('9'),
            7 | 8 => !one.starts_with('0'),
            10 if one.starts_with("400") || one.starts_with("800") => true,
            10..=12 => one.starts_with('0') || mobile(one),
            _ => false,
        },
        // 0571-12345: a hotline of another area.
        [area, rest] if area.starts_with('0') => {
            matches!(area.len(), 3 | 4) && (matches!(rest.len(), 7 | 8) || (rest.len() == 5 && rest.starts_with(['1', '9'])))
        }
        [area, rest, ext] if area.starts_with('0') => {
            matches!(area.len(), 3 | 4) && matches!(rest.len(), 7 | 8) && matches!(ext.len(), 1..=6)
        }
        ["400" | "800", ..] => digits.len() == 10,
        _ => mobile(&digits),
    };
    fits && plain && shape
}

fn mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1')
}

/// Hours follow the opening_hours syntax (C320).
fn hours_rule(hours: &Text, out: &mut Diagnostics) {
    if let Err(reason) = Hours::parse(hours) {
        out.push(
            Diagnostic::new(
                &codes::BAD_HOURS,
                hours.span,
                Bilingual {
                    zh: format!("服务时间“{hours}”看不懂：{reason}"),
                    en: format!("the hours “{hours}” cannot be understood: {reason}"),
                },
            )
            .help(say!(
                "写成 Mo-Fr 08:30-11:30,14:30-17:30; PH off（周一至周五，法定节假日休息），标点用半角",
                "write Mo-Fr 08:30-11:30,14:30-17:30; PH off, in plain punctuation"
            )),
        );
    }
}

/// The bureau has put the official mark into its slot (C317), and the typefaces of its rule (C318).
/// Source: 芜医保〔2022〕25号, annex 1, 三（三）; both are the bureau's own files, so none is shipped.
fn mark(bureau: &Bureau, out: &mut Diagnostics) {
    let brand = bureau.file.brand.as_ref();
    let Some(mark) = brand.and_then(|b| b.mark.as_ref()) else {
        out.push(
            Diagnostic::new(
                &codes::NO_MARK,
                bureau.file.name.span,
                say!("没有放置官方标志，印刷品留出空框", "no official mark: print shows a labelled empty box"),
            )
            .help(say!(
                "把标志文件放进 brand 文件夹，写 brand: {{mark: brand/文件名}}",
                "put the file into `brand/` and write `brand: {{mark: brand/FILE}}`"
            ))
            .on_form(say!("把标志的图片拖到“本局”的“标志”上", "drop its picture onto the mark of the bureau")),
        );
        return;
    };
    if brand.is_some_and(|b| b.fonts.is_none()) {
        out.push(
            Diagnostic::new(
                &codes::NO_LICENSED_FONT,
                mark.span,
                say!(
                    "没有方正正粗黑简体、方正黑体简体，改用开源字体",
                    "the two named typefaces are missing: an open one is used"
                ),
            )
            .help(say!(
                "把字体文件放进文件夹，写 brand: {{fonts: 文件夹}}",
                "put the fonts into a folder and write `brand: {{fonts: FOLDER}}`"
            ))
            .on_form(say!(
                "把字体文件放进工作区的一个文件夹，在“字体”里写这个文件夹的名字",
                "put the fonts into a folder of the workspace and write its name into the field for fonts"
            )),
        );
    }
}

/// Coordinates lie in China, latitude first, and what is said to be near a point is near it (C327). A point at sea sends people nowhere.
fn location(point: &Point, out: &mut Diagnostics) {
    if let Some(place) = &point.location {
        in_china(&point.name.value, &place.lat, &place.lon, out);
        if let Some(crs) = place.crs.as_ref().filter(|c| Crs::of(c).is_none()) {
            out.push(
                Diagnostic::new(
                    &codes::BAD_LOCATION,
                    crs.span,
                    say!("不认识的坐标系“{crs}”", "unknown coordinate system “{crs}”"),
                )
                .help(say!(
                    "高德、腾讯地图写 gcj02，百度地图写 bd09，天地图和手机定位写 wgs84",
                    "write wgs84, gcj02 (高德, 腾讯) or bd09 (百度)"
                )),
            );
        }
    }
    for landmark in &point.landmarks {
        if let Some((lat, lon)) = landmark.written() {
            if in_china(&landmark.name, lat, lon, out) {
                near(point, landmark, lat.span, out);
            }
        } else if let Some(half) = landmark.lat.as_ref().or(landmark.lon.as_ref()) {
            let name = &landmark.name.value;
            let message = say!("路标“{name}”只有一个坐标", "the landmark “{name}” has one coordinate only");
            out.push(
                Diagnostic::new(&codes::BAD_LOCATION, half.span, message)
                    .help(say!("纬度 lat 和经度 lon 都写，或者都不写", "write both `lat` and `lon`, or neither")),
            );
        }
    }
}

/// Whether coordinates lie in China; says so where they do not.
pub(super) fn in_china(name: &str, lat: &Spanned<Decimal>, lon: &Spanned<Decimal>, out: &mut Diagnostics) -> bool {
    let (at, lat, lon) = (lat.span, lat.value, lon.value);
    let within =
        |lat: Decimal, lon: Decimal| lat.to_f64().zip(lon.to_f64()).is_some_and(|(lat, lon)| coordinates::in_china(lat, lon));
    if within(lat, lon) {
        return true;
    }
    let help = if within(lon, lat) {
        say!("纬度和经度写反了：lat: {lon}, lon: {lat}", "latitude and longitude are swapped: lat: {lon}, lon: {lat}")
    } else {
        say!("纬度 3 至 54，经度 73 至 136", "latitude 3 to 54, longitude 73 to 136")
    };
    let message = say!("“{name}”的坐标不在国内", "the coordinates of “{name}” do not lie in China");
    let on_form = if within(lon, lat) {
        say!("纬度和经度写反了：纬度 {lon}，经度 {lat}", "latitude and longitude are swapped: latitude {lon}, longitude {lat}")
    } else {
        help.clone()
    };
    out.push(Diagnostic::new(&codes::BAD_LOCATION, at, message).help(help).on_form(on_form));
    false
}

/// The outline is that of the bureau's own area: at least one of its points lies within its frame (C327).
fn boundary(bureau: &Bureau, out: &mut Diagnostics) {
    let (Some(boundary), Some(written)) = (&bureau.boundary, &bureau.file.boundary) else { return };
    let places = reach::places(bureau);
    let line = || boundary.rings.iter().flatten();
    let within = |place: &Place| {
        line().any(|p| p.lat <= place.lat)
            && line().any(|p| p.lat >= place.lat)
            && line().any(|p| p.lon <= place.lon)
            && line().any(|p| p.lon >= place.lon)
    };
    if !places.is_empty() && !places.iter().any(|(_, place)| within(place)) {
        out.push(
            Diagnostic::new(
                &codes::BAD_LOCATION,
                written.file.span,
                say!("没有一个服务点在这个边界的范围内", "not one point lies within the frame of this boundary"),
            )
            .help(say!(
                "核对是不是别的地方的边界，坐标系写得对不对",
                "perhaps it is that of another place, or its coordinate system is wrong"
            )),
        );
    }
}

/// Farthest landmark, in metres: one that is farther away shows nobody the way, and most often has a wrong digit.
const FARTHEST_LANDMARK: f64 = 20_000.0;

fn near(point: &Point, landmark: &Landmark, at: Span, out: &mut Diagnostics) {
    let name = &landmark.name.value;
    let Some(location) = &point.location else {
        let message =
            say!("本点没有坐标，路标“{name}”画不出来", "the point has no coordinates, so the landmark “{name}” cannot be drawn");
        out.push(
            Diagnostic::new(&codes::BAD_LOCATION, landmark.name.span, message)
                .help(say!("加一行 location: {{lat: …, lon: …}}", "add a line `location: {{lat: …, lon: …}}`"))
                .on_form(say!("填上这个点的坐标", "fill in where the point lies")),
        );
        return;
    };
    let Some((from, to)) = Place::of(location).zip(Place::of_landmark(location, landmark)) else { return };
    let metres = distance(from.offset(to));
    if metres > FARTHEST_LANDMARK {
        let far = (metres / 1000.0).round();
        let message = say!("路标“{name}”离本点 {far} 公里", "the landmark “{name}” lies {far} km from the point");
        out.push(
            Diagnostic::new(&codes::BAD_LOCATION, at, message)
                .help(say!("核对坐标；路标要在附近", "check the coordinates; a landmark is near by")),
        );
    }
}

/// The site's address can be opened (C326): every printed code leads there.
pub fn base_url(context: &Context<'_>, out: &mut Diagnostics) {
    let Some(url) = &context.workspace.config.base_url else { return };
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.map(|r| r.split('/').next().unwrap_or_default());
    let odd = |h: &str| h.is_empty() || h.contains(['@', '\\']);
    if host.is_none_or(odd) || url.len() > 200 || url.contains(char::is_whitespace) {
        out.push(Diagnostic::new(&codes::BAD_URL, url.span, say!("“{url}”不是网址", "“{url}” is not a web address")).help(say!(
            "写成 https://ybj.example.gov.cn，不超过 200 个字符；没有网址就删去这一行，印刷品不带二维码",
            "write https://ybj.example.gov.cn, 200 characters at most; without the line print has no codes"
        )));
    }
}

/// The calendar has the current year (C322): without it nobody knows on which weekdays the counter is closed.
pub fn calendar(context: &Context<'_>, out: &mut Diagnostics) {
    let year = context.today.year();
    let has = context.workspace.calendar.iter().flat_map(|c| &c.years).any(|y| i32::try_from(y.year.value) == Ok(year));
    if has {
        return;
    }
    let at = context
        .workspace
        .calendar
        .as_ref()
        .and_then(|c| c.years.last())
        .map_or(context.workspace.config.title.span, |y| y.year.span);
    out.push(
        Diagnostic::new(&codes::NO_CALENDAR, Span { ..at }, say!("节假日历里没有 {year} 年", "the calendar lacks {year}")).help(
            say!(
                "在 calendar.yaml 里按国务院办公厅通知填写放假和调休",
                "fill in calendar.yaml from the official notice of holidays"
            ),
        ),
    );
}
