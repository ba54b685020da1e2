//! Places in links of map services, as people copy them from a browser or a phone: which service it is, what its numbers are, and in which coordinate
//! system the service gives them. A link that only the service itself can resolve has no place; nothing is asked of a network.

use percent_encoding::percent_decode_str;

use super::coordinates::{pair, system};
use crate::diagnostic::Bilingual;
use crate::model::coordinates::in_china;
use crate::say;

/// A place as a link or a text gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Latitude as it is written in a file.
    pub lat: String,
    /// Longitude.
    pub lon: String,
    /// Its coordinate system, where that is certain.
    pub crs: Option<&'static str>,
    /// Whose link it is.
    pub source: Bilingual,
    /// The link names one of them as the other.
    pub swapped: bool,
}

/// Why there is no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlace {
    /// Nothing is written.
    Empty,
    /// A short link: only the network knows where it leads.
    Short,
    /// A link without coordinates.
    Link,
    /// Coordinates abroad: latitude and longitude.
    Abroad(String, String),
    /// No coordinates.
    Nothing,
}

/// In which order two numbers stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    LatLon,
    LonLat,
}
use Order::{LatLon, LonLat};

/// Whose links these are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Service {
    Amap,
    Baidu,
    Tencent,
    Osm,
    Tianditu,
    Google,
    Geo,
    Other,
}

/// Hosts, a part of whose name tells the service.
const HOSTS: [(&str, Service); 14] = [
    ("amap.com", Service::Amap),
    ("gaode.com", Service::Amap),
    ("autonavi.com", Service::Amap),
    ("map.baidu.com", Service::Baidu),
    ("map.qq.com", Service::Tencent),
    ("apis.map.qq.com", Service::Tencent),
    ("openstreetmap.org", Service::Osm),
    ("osm.org", Service::Osm),
    ("tianditu", Service::Tianditu),
    ("google.", Service::Google),
    ("goo.gl", Service::Google),
    ("amap://", Service::Amap),
    ("baidumap://", Service::Baidu),
    ("qqmap://", Service::Tencent),
];
/// Hosts of short links.
const SHORT: [&str; 8] =
    ["surl.amap.com", "j.map.baidu.com", "url.cn", "maps.app.goo.gl", "goo.gl", "dwz.cn", "t.cn", "map.qq.com/m/short"];

/// Keys of two numbers, with the order in which each service writes them.
const PAIRS: [(Service, &str, Order); 25] = [
    (Service::Amap, "position", LonLat),
    (Service::Amap, "location", LonLat),
    (Service::Amap, "lnglat", LonLat),
    (Service::Amap, "markers", LonLat),
    (Service::Amap, "center", LonLat),
    (Service::Amap, "dest", LonLat),
    (Service::Amap, "to", LonLat),
    (Service::Amap, "q", LatLon),
    (Service::Baidu, "location", LatLon),
    (Service::Baidu, "latlng", LatLon),
    (Service::Baidu, "destination", LatLon),
    (Service::Baidu, "center", LatLon),
    (Service::Tencent, "marker", LatLon),
    (Service::Tencent, "coord", LatLon),
    (Service::Tencent, "tocoord", LatLon),
    (Service::Tencent, "location", LatLon),
    (Service::Tencent, "center", LatLon),
    (Service::Tencent, "latlng", LatLon),
    (Service::Tianditu, "center", LonLat),
    (Service::Google, "q", LatLon),
    (Service::Google, "ll", LatLon),
    (Service::Google, "query", LatLon),
    (Service::Google, "destination", LatLon),
    (Service::Other, "location", LatLon),
    (Service::Other, "q", LatLon),
];
/// Keys of one number each: latitude, longitude.
const SINGLES: [[&str; 2]; 8] = [
    ["mlat", "mlon"],
    ["dlat", "dlon"],
    ["pointy", "pointx"],
    ["lat", "lon"],
    ["lat", "lng"],
    ["latitude", "longitude"],
    ["y", "x"],
    ["toLat", "toLng"],
];

/// Reads a link or coordinates.
///
/// # Errors
/// Why there is no place.
pub fn read(text: &str) -> Result<Given, NoPlace> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NoPlace::Empty);
    }
    let Some(link) = link(text) else { return written(text) };
    let link = percent_decode_str(link).decode_utf8_lossy();
    let lower = link.to_lowercase();
    if lower.starts_with("geo:") {
        let rest = link.get(4..).unwrap_or_default();
        let numbers = rest.split([';', '?']).next().unwrap_or_default();
        return place(numbers, LatLon, Service::Geo, Some("wgs84"));
    }
    let service = HOSTS.iter().find(|(host, _)| lower.contains(host)).map_or(Service::Other, |(_, service)| *service);
    let short = SHORT.iter().any(|host| lower.split("://").nth(1).is_some_and(|rest| rest.starts_with(host)));
    let pairs = pairs(&link);
    let value = |key: &str| pairs.iter().find(|(own, _)| own.eq_ignore_ascii_case(key)).map(|(_, value)| value.as_str());
    let crs = crs_of(service, &value);
    let metres = value("coord_type").or(value("coordtype")).is_some_and(|kind| kind.eq_ignore_ascii_case("bd09mc"));
    if service == Service::Baidu
        && let Some(numbers) = link.split_once('@').map(|(_, rest)| rest)
        && let Some([x, y]) = two(numbers)
    {
        return of_metres(x, y);
    }
    if service == Service::Google {
        // !3d29.87!4d121.55 is the place itself, @29.87,121.55 the middle of the picture.
        let after = |mark: &str| link.rsplit_once(mark).and_then(|(_, rest)| rest.split(['!', '?', '/', '&']).next());
        if let Some((lat, lon)) = after("!3d").zip(after("!4d")) {
            return place(&format!("{lat},{lon}"), LatLon, service, crs);
        }
        if let Some((_, rest)) = link.split_once("/@") {
            return place(rest, LatLon, service, crs);
        }
    }
    if let Some([lat, lon]) = SINGLES.iter().find_map(|[lat, lon]| Some([value(lat)?, value(lon)?])) {
        return place(&format!("{lat},{lon}"), LatLon, service, crs);
    }
    if service == Service::Osm
        && let Some(rest) = value("map").and_then(|map| map.split_once('/')).map(|(_, rest)| rest.replace('/', ","))
    {
        return place(&rest, LatLon, service, crs);
    }
    if service == Service::Amap
        && let Some(rest) = value("p")
    {
        // B0FFG1,38.6,108.8,名称
        return place(rest.split_once(',').map_or("", |(_, rest)| rest), LatLon, service, crs);
    }
    let keys = PAIRS.iter().filter(|(own, ..)| *own == service);
    for (_, key, order) in keys {
        let Some(numbers) = value(key) else { continue };
        // coord:38.6,108.8;title:… and latlng:38.6,108.8|name:…
        let part = numbers.split([';', '|']).find(|part| two(part.rsplit(':').next().unwrap_or(part)).is_some());
        let Some(part) = part else { continue };
        let numbers = part.rsplit(':').next().unwrap_or(part);
        if metres && let Some([one, other]) = two(numbers) {
            return if one > other { of_metres(one, other) } else { of_metres(other, one) };
        }
        return place(numbers, *order, service, crs);
    }
    Err(if short { NoPlace::Short } else { NoPlace::Link })
}

/// The link of a text: phones copy it with words around it.
fn link(text: &str) -> Option<&str> {
    let at = ["https://", "http://", "geo:", "amap://", "androidamap://", "iosamap://", "baidumap://", "qqmap://"]
        .iter()
        .filter_map(|start| text.find(start))
        .min();
    let bare = HOSTS.iter().any(|(host, _)| text.starts_with(host) || text.starts_with(&format!("www.{host}")));
    let at = at.or(bare.then_some(0))?;
    text.get(at..)?.split([' ', '\n', '\t', '，', '。', '】', '》', '）']).next()
}

/// Coordinates without a link.
fn written(text: &str) -> Result<Given, NoPlace> {
    if let Some(found) = pair(text) {
        let source = say!("坐标", "coordinates");
        return Ok(Given { lat: found.lat, lon: found.lon, crs: found.system, source, swapped: false });
    }
    let numbers: String = text.chars().map(|c| if c.is_ascii_digit() || matches!(c, '.' | '-') { c } else { ' ' }).collect();
    match numbers.split_whitespace().collect::<Vec<_>>().as_slice() {
        [one, other] if one.contains('.') && other.contains('.') && system(text).is_none() && text.is_ascii() => {
            Err(NoPlace::Abroad((*one).to_owned(), (*other).to_owned()))
        }
        _ => Err(NoPlace::Nothing),
    }
}

fn crs_of<'v>(service: Service, value: &dyn Fn(&str) -> Option<&'v str>) -> Option<&'static str> {
    let named = value("coordinate").or(value("coord_type")).or(value("coordtype")).unwrap_or_default().to_lowercase();
    match (service, named.as_str()) {
        (Service::Amap, "wgs84") | (Service::Baidu, "wgs84") | (Service::Osm | Service::Tianditu | Service::Geo, _) => {
            Some("wgs84")
        }
        (Service::Amap | Service::Tencent, _) | (Service::Baidu, "gcj02") => Some("gcj02"),
        (Service::Baidu, _) => Some("bd09"),
        // Its maps of the country are shifted, its pictures from above are not.
        (Service::Google | Service::Other, _) => None,
    }
}

fn source(service: Service) -> Bilingual {
    match service {
        Service::Amap => say!("高德地图的链接", "a link of Amap"),
        Service::Baidu => say!("百度地图的链接", "a link of Baidu"),
        Service::Tencent => say!("腾讯地图的链接", "a link of Tencent"),
        Service::Osm => say!("OpenStreetMap 的链接", "a link of OpenStreetMap"),
        Service::Tianditu => say!("天地图的链接", "a link of Tianditu"),
        Service::Google => say!("谷歌地图的链接", "a link of Google"),
        Service::Geo => say!("手机定位的链接", "a link of a phone"),
        Service::Other => say!("别的链接", "another link"),
    }
}

/// Two numbers at the beginning of a text.
fn two(text: &str) -> Option<[f64; 2]> {
    let mut parts = text.split([',', ' ', '，', '/']).filter(|part| !part.is_empty());
    let mut number = || parts.next().and_then(|part| part.trim().parse::<f64>().ok()).filter(|n| n.is_finite());
    Some([number()?, number()?])
}

fn place(numbers: &str, order: Order, service: Service, crs: Option<&'static str>) -> Result<Given, NoPlace> {
    let [first, second] = two(numbers).ok_or(NoPlace::Link)?;
    let mut texts = numbers.split([',', ' ', '，', '/']).filter(|part| !part.is_empty()).map(|part| tidy(part.trim()));
    let (first_text, second_text) = (texts.next().unwrap_or_default(), texts.next().unwrap_or_default());
    let ((lat, lat_text), (lon, lon_text)) = match order {
        LatLon => ((first, first_text), (second, second_text)),
        LonLat => ((second, second_text), (first, first_text)),
    };
    let given = |lat: String, lon: String, swapped| Given { lat, lon, crs, source: source(service), swapped };
    if in_china(lat, lon) {
        Ok(given(lat_text, lon_text, false))
    } else if in_china(lon, lat) {
        Ok(given(lon_text, lat_text, true))
    } else {
        Err(NoPlace::Abroad(lat_text, lon_text))
    }
}

/// A number with no more digits than a place is worth: a tenth of a metre.
fn tidy(text: &str) -> String {
    let Some((whole, part)) = text.split_once('.') else { return text.to_owned() };
    if part.len() <= 7 {
        return text.to_owned();
    }
    let rounded = text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| format!("{number:.6}"));
    if whole.is_empty() { text.to_owned() } else { rounded }
}

/// Keys and values of a link, wherever they stand.
fn pairs(link: &str) -> Vec<(String, String)> {
    let one = |part: &str| part.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
    link.split(['?', '&', '#']).filter_map(one).collect()
}

/// The bands of Baidu's own projection, by their least metre to the north, each with the numbers that take metres to degrees; public in the script of
/// its map.
const BANDS: [(f64, [f64; 10]); 4] = [
    (
        5_591_021.0,
        [
            -3.030_883_460_898_826e-8,
            8.983_055_099_835_78e-6,
            0.300_713_162_876_16,
            59.742_936_184_422_77,
            7.357_984_074_871,
            -25.383_710_026_647_45,
            13.453_805_211_109_08,
            -3.298_837_672_355_84,
            0.327_109_053_634_75,
            6_856_817.37,
        ],
    ),
    (
        3_481_989.83,
        [
            -1.981_981_304_930_552e-8,
            8.983_055_099_779_535e-6,
            0.032_781_828_525_91,
            40.316_785_277_057_44,
            0.656_592_986_772_77,
            -4.442_555_344_774_92,
            0.853_419_118_052_63,
            0.129_233_479_982_04,
            -0.046_257_360_075_61,
            4_482_777.06,
        ],
    ),
    (
        1_678_043.12,
        [
            3.091_913_710_684_37e-9,
            8.983_055_096_812_155e-6,
            0.000_069_957_240_62,
            23.109_343_041_449_01,
            -0.000_236_634_905_11,
            -0.632_181_781_024_2,
            -0.006_634_944_672_73,
            0.034_300_823_979_53,
            -0.004_660_438_763_32,
            2_555_164.4,
        ],
    ),
    (
        0.0,
        [
            2.890_871_144_776_878e-9,
            8.983_055_095_805_407e-6,
            -3.068_298e-8,
            7.471_370_254_680_32,
            -3.539_379_94e-6,
            -0.021_451_448_610_37,
            -0.000_012_344_265_96,
            0.000_103_229_527_73,
            -3.238_903_64e-6,
            826_088.5,
        ],
    ),
];

/// Longitude and latitude of metres in Baidu's projection.
fn degrees(x: f64, y: f64) -> Option<(f64, f64)> {
    let (_, numbers) = BANDS.iter().find(|(least, _)| y >= *least)?;
    let [shift, step, powers @ .., high] = numbers;
    let part = y / high;
    // A polynomial in the part of the band that lies below.
    let lat = powers.iter().rev().fold(0.0, |sum, factor| sum * part + factor);
    Some((shift + step * x, lat))
}

fn of_metres(x: f64, y: f64) -> Result<Given, NoPlace> {
    let (lon, lat) = degrees(x, y).ok_or(NoPlace::Link)?;
    let (lat_text, lon_text) = (format!("{lat:.6}"), format!("{lon:.6}"));
    if in_china(lat, lon) {
        let source = source(Service::Baidu);
        Ok(Given { lat: lat_text, lon: lon_text, crs: Some("bd09"), source, swapped: false })
    } else {
        Err(NoPlace::Abroad(lat_text, lon_text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_every_service() {
        let at = |lat, lon, crs| Ok((lat, lon, crs, false));
        for (text, wanted) in [
            // 高德
            (
                "https://uri.amap.com/marker?position=108.842,38.605&name=%E6%9C%8D%E5%8A%A1%E7%AB%99",
                at("38.605", "108.842", Some("gcj02")),
            ),
            ("https://uri.amap.com/marker?position=108.842,38.605&coordinate=wgs84", at("38.605", "108.842", Some("wgs84"))),
            ("https://www.amap.com/?p=B0FFG1,38.605,108.842,%E6%9C%8D%E5%8A%A1%E7%AB%99", at("38.605", "108.842", Some("gcj02"))),
            ("https://wb.amap.com/?q=38.605,108.842,服务站", at("38.605", "108.842", Some("gcj02"))),
            ("https://ditu.amap.com/regeo?lng=108.842&lat=38.605", at("38.605", "108.842", Some("gcj02"))),
            (
                "androidamap://viewMap?sourceApplication=a&poiname=b&lat=38.605&lon=108.842&dev=0",
                at("38.605", "108.842", Some("gcj02")),
            ),
            // 百度
            (
                "http://api.map.baidu.com/marker?location=38.605,108.842&title=站&output=html",
                at("38.605", "108.842", Some("bd09")),
            ),
            ("http://api.map.baidu.com/marker?location=38.605,108.842&coord_type=gcj02", at("38.605", "108.842", Some("gcj02"))),
            ("baidumap://map/marker?location=38.605,108.842&coord_type=wgs84", at("38.605", "108.842", Some("wgs84"))),
            ("https://map.baidu.com/?latlng=38.605,108.842&title=站", at("38.605", "108.842", Some("bd09"))),
            (
                "https://api.map.baidu.com/direction?destination=latlng:38.605,108.842|name:站&mode=driving",
                at("38.605", "108.842", Some("bd09")),
            ),
            // 腾讯
            (
                "https://apis.map.qq.com/uri/v1/marker?marker=coord:38.605,108.842;title:站;addr:路",
                at("38.605", "108.842", Some("gcj02")),
            ),
            (
                "https://map.qq.com/?type=marker&isopeninfowin=1&pointx=108.842&pointy=38.605&name=站",
                at("38.605", "108.842", Some("gcj02")),
            ),
            ("https://apis.map.qq.com/uri/v1/geocoder?coord=38.605%2C108.842", at("38.605", "108.842", Some("gcj02"))),
            // OpenStreetMap, phones, 天地图
            ("https://www.openstreetmap.org/?mlat=38.605&mlon=108.842#map=15/38.6/108.8", at("38.605", "108.842", Some("wgs84"))),
            ("https://www.openstreetmap.org/#map=17/38.605/108.842&layers=N", at("38.605", "108.842", Some("wgs84"))),
            ("geo:38.605,108.842?z=17", at("38.605", "108.842", Some("wgs84"))),
            // Google: which system is not certain.
            ("https://www.google.com/maps/@38.605,108.842,17z", at("38.605", "108.842", None)),
            (
                "https://www.google.com/maps/place/x/@38.6,108.8,17z/data=!4m2!3m1!3d38.605!4d108.842",
                at("38.605", "108.842", None),
            ),
            // Words around it, as phones copy them.
            ("我在这里：https://uri.amap.com/marker?position=108.842,38.605，来吧", at("38.605", "108.842", Some("gcj02"))),
            // Coordinates.
            ("38.605, 108.842", at("38.605", "108.842", None)),
            ("108.842，38.605", at("38.605", "108.842", None)),
            ("GCJ-02 108.842 38.605", at("38.605", "108.842", Some("gcj02"))),
            ("北纬38°36′18″ 东经108°50′31.2″", at("38.605", "108.842", None)),
            // The wrong way round.
            ("https://uri.amap.com/marker?position=38.605,108.842", Ok(("38.605", "108.842", Some("gcj02"), true))),
            ("geo:108.842,38.605", Ok(("38.605", "108.842", Some("wgs84"), true))),
            // No place.
            ("https://surl.amap.com/abc123", Err(NoPlace::Short)),
            ("【高德地图】站 https://surl.amap.com/abc123", Err(NoPlace::Short)),
            ("https://j.map.baidu.com/a1/b2c", Err(NoPlace::Short)),
            ("https://maps.app.goo.gl/abc", Err(NoPlace::Short)),
            ("https://www.amap.com/place/B0FFG1", Err(NoPlace::Link)),
            ("https://ybj.example.gov.cn/38.605", Err(NoPlace::Link)),
            ("geo:48.85,2.35", Err(NoPlace::Abroad("48.85".to_owned(), "2.35".to_owned()))),
            ("48.85, 2.35", Err(NoPlace::Abroad("48.85".to_owned(), "2.35".to_owned()))),
            ("林荫路3号", Err(NoPlace::Nothing)),
            ("", Err(NoPlace::Empty)),
        ] {
            let got = read(text);
            let plain = got.as_ref().map(|g| (g.lat.as_str(), g.lon.as_str(), g.crs, g.swapped)).map_err(Clone::clone);
            assert_eq!(plain, wanted, "{text}");
        }
    }

    #[test]
    fn metres_of_baidu_are_degrees() {
        // The bands meet, and a degree of longitude is as wide everywhere.
        for least in [5_591_021.0, 3_481_989.83, 1_678_043.12] {
            let (above, below) = (degrees(12_000_000.0, least).unwrap(), degrees(12_000_000.0, least - 0.01).unwrap());
            assert!((above.1 - below.1).abs() < 1e-4 && (above.0 - below.0).abs() < 1e-4, "{above:?} {below:?}");
        }
        // 45, 30 and 15 degrees are where the bands begin.
        for (metres, lat) in [(5_591_021.0, 45.0), (3_481_989.83, 30.0), (1_678_043.12, 15.0)] {
            assert!((degrees(0.0, metres).unwrap().1 - lat).abs() < 1e-3, "{metres}");
        }
        // 天安门 on Baidu's map.
        let got = read("https://map.baidu.com/poi/天安门/@12958160.97,4825923.77,17z").unwrap();
        let (lat, lon): (f64, f64) = (got.lat.parse().unwrap(), got.lon.parse().unwrap());
        assert!((lat - 39.915).abs() < 0.003 && (lon - 116.404).abs() < 0.003, "{lat} {lon}");
        assert_eq!(got.crs, Some("bd09"));
    }
}
