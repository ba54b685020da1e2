//! Places on the earth: the coordinate systems in use in China, brought to one (WGS-84), and how far and in which direction one place lies
//! from another.
//!
//! Online maps shift coordinates: GCJ-02 (高德、腾讯) is WGS-84 with an offset of some hundred metres, BD-09 (百度) another upon that. The
//! formulas are the ones in public use; an offset is undone by repeating it, to well below a metre.

use std::f64::consts::PI;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::point::{Landmark, Location};

/// A coordinate system that a point may be given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crs {
    /// What satellites give.
    Wgs84,
    /// What most online maps in China give.
    Gcj02,
    /// What Baidu's maps give.
    Bd09,
}

impl Crs {
    /// The words for them in files.
    pub const WORDS: [&str; 3] = ["wgs84", "gcj02", "bd09"];

    /// The system of a word; none for a word that nobody knows.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let all = [Self::Wgs84, Self::Gcj02, Self::Bd09];
        Self::WORDS.iter().position(|known| word.eq_ignore_ascii_case(known)).and_then(|at| all.get(at).copied())
    }
}

/// A place in WGS-84, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// Semi-major axis of the ellipsoid of Krasovsky in metres, and its eccentricity squared: what the offset of GCJ-02 is worked out with.
const AXIS: f64 = 6_378_245.0;
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
/// Mean radius of the earth in metres.
const RADIUS: f64 = 6_371_008.8;
/// How often an offset is undone: each time makes the error some thousand times smaller.
const ROUNDS: usize = 6;

/// Whether degrees lie within the frame of the country, in whatever system.
#[must_use]
pub fn in_china(lat: f64, lon: f64) -> bool {
    (3.0..=54.0).contains(&lat) && (73.0..=136.0).contains(&lon)
}

impl Place {
    /// The place of coordinates that were given in a system.
    #[must_use]
    pub fn from(crs: Crs, lat: f64, lon: f64) -> Self {
        let given = Self { lat, lon };
        match crs {
            Crs::Wgs84 => given,
            Crs::Gcj02 => undo(given, gcj02),
            Crs::Bd09 => undo(undo(given, bd09_of_gcj02), gcj02),
        }
    }

    /// Latitude and longitude in a system.
    #[must_use]
    pub fn to(self, crs: Crs) -> Self {
        match crs {
            Crs::Wgs84 => self,
            Crs::Gcj02 => gcj02(self),
            Crs::Bd09 => bd09_of_gcj02(gcj02(self)),
        }
    }

    /// Where a point lies; none where its coordinate system is not known. Without a word for it, it is WGS-84.
    #[must_use]
    pub fn of(location: &Location) -> Option<Self> {
        Self::written(location, location.lat.value, location.lon.value)
    }

    /// The middle of some places: half of them are to the north, half to the east. One far away moves it little.
    #[must_use]
    pub fn middle(places: &[Self]) -> Option<Self> {
        let median = |of: fn(&Self) -> f64| {
            let mut all: Vec<f64> = places.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all.get(all.len() / 2).copied()
        };
        Some(Self { lat: median(|p| p.lat)?, lon: median(|p| p.lon)? })
    }

    /// Where a landmark of a point lies: it is given in the system of the point.
    #[must_use]
    pub fn of_landmark(location: &Location, landmark: &Landmark) -> Option<Self> {
        let (lat, lon) = landmark.written()?;
        Self::written(location, lat.value, lon.value)
    }

    fn written(location: &Location, lat: Decimal, lon: Decimal) -> Option<Self> {
        let crs = location.crs.as_ref().map_or(Some(Crs::Wgs84), |word| Crs::of(word.trim()))?;
        Some(Self::from(crs, lat.to_f64()?, lon.to_f64()?))
    }

    /// Metres to the east and to the north from here to another place: on a flat sheet, good to a thousandth over 50 kilometres.
    #[must_use]
    pub fn offset(self, other: Self) -> (f64, f64) {
        let middle = f64::midpoint(self.lat, other.lat).to_radians();
        let east = (other.lon - self.lon).to_radians() * middle.cos() * RADIUS;
        let north = (other.lat - self.lat).to_radians() * RADIUS;
        (east, north)
    }
}

/// Metres in a straight line.
#[must_use]
pub fn distance((east, north): (f64, f64)) -> f64 {
    east.hypot(north)
}

/// A distance in words, no more exact than a straight line is worth: 350米, 1.2公里.
#[must_use]
pub fn distance_zh(metres: f64) -> String {
    let tens = (metres / 10.0).round() * 10.0;
    if tens < 1000.0 { format!("{tens:.0}米") } else { format!("{:.1}公里", metres / 1000.0) }
}

/// The direction of an offset: 东北.
#[must_use]
pub fn direction_zh((east, north): (f64, f64)) -> &'static str {
    const WORDS: [&str; 8] = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];
    let eighth = (east.atan2(north).to_degrees() / 45.0).round().rem_euclid(8.0);
    WORDS.iter().zip(0_u8..).find(|(_, at)| (f64::from(*at) - eighth).abs() < 0.5).map_or("北", |(word, _)| word)
}

/// The place that a shift takes to `given`.
fn undo(given: Place, shift: impl Fn(Place) -> Place) -> Place {
    let mut place = given;
    for _ in 0..ROUNDS {
        let shifted = shift(place);
        place = Place { lat: place.lat + given.lat - shifted.lat, lon: place.lon + given.lon - shifted.lon };
    }
    place
}

/// WGS-84 to GCJ-02. Beyond the borders nothing is shifted.
fn gcj02(place: Place) -> Place {
    let Place { lat, lon } = place;
    if !((0.8293..=55.8271).contains(&lat) && (72.004..=137.8347).contains(&lon)) {
        return place;
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let waves = |step: f64, first: f64, second: f64| {
        let fast = 20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin();
        let slow = 20.0 * (step * PI).sin() + 40.0 * (step / 3.0 * PI).sin();
        let slowest = first * (step / 12.0 * PI).sin() + second * (step / 30.0 * PI).sin();
        (fast + slow + slowest) * 2.0 / 3.0
    };
    let root = x.abs().sqrt();
    let north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves(y, 160.0, 320.0);
    let east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x, 150.0, 300.0);
    let angle = lat.to_radians();
    let flat = 1.0 - ECCENTRICITY * angle.sin().powi(2);
    let metres_north = AXIS * (1.0 - ECCENTRICITY) / (flat * flat.sqrt()) * PI / 180.0;
    let metres_east = AXIS / flat.sqrt() * angle.cos() * PI / 180.0;
    Place { lat: lat + north / metres_north, lon: lon + east / metres_east }
}

/// GCJ-02 to BD-09.
fn bd09_of_gcj02(place: Place) -> Place {
    let Place { lat, lon } = place;
    let turn = PI * 3000.0 / 180.0;
    let long = lon.hypot(lat) + 0.000_02 * (lat * turn).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * turn).cos();
    Place { lat: long * angle.sin() + 0.006, lon: long * angle.cos() + 0.0065 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(one: Place, other: Place) -> f64 {
        distance(one.offset(other))
    }

    #[test]
    fn the_shift_is_the_one_that_maps_use() {
        // Pairs in public use (the tests of the library eviltransform): WGS-84, then GCJ-02.
        for ((lat, lon), (shifted_lat, shifted_lon)) in [
            ((31.177_427_6, 121.527_210_6), (31.175_303_983_645_97, 121.531_541_859_215)),
            ((22.543_847, 113.912_316), (22.540_796_131_694_766, 113.917_176_480_836_3)),
            ((39.911_954, 116.377_817), (39.913_345_455_360_69, 116.384_047_224_554_57)),
        ] {
            let place = Place { lat, lon };
            let shifted = Place { lat: shifted_lat, lon: shifted_lon };
            assert!(apart(gcj02(place), shifted) < 0.2, "{}", apart(gcj02(place), shifted));
            assert!(apart(Place::from(Crs::Gcj02, shifted_lat, shifted_lon), place) < 0.2);
        }
    }

    #[test]
    fn every_shift_is_undone() {
        for lat in [18.3, 28.4, 38.6, 53.2] {
            for lon in [75.2, 108.8, 121.5, 134.7] {
                let place = Place { lat, lon };
                let gcj = gcj02(place);
                let bd = bd09_of_gcj02(gcj);
                assert!(apart(place, gcj) > 10.0 && apart(gcj, bd) > 500.0, "{lat} {lon}");
                assert!(apart(Place::from(Crs::Gcj02, gcj.lat, gcj.lon), place) < 0.01, "{lat} {lon}");
                assert!(apart(Place::from(Crs::Bd09, bd.lat, bd.lon), place) < 0.01, "{lat} {lon}");
                assert_eq!(Place::from(Crs::Wgs84, lat, lon), place);
            }
        }
        // Nothing is shifted beyond the borders.
        assert_eq!(Place::from(Crs::Gcj02, 48.85, 2.35), Place { lat: 48.85, lon: 2.35 });
    }

    #[test]
    fn offsets_are_metres_with_words() {
        let here = Place { lat: 30.0, lon: 120.0 };
        // A degree of latitude is 111.2 km; of longitude, at 30 degrees north, 96.3 km.
        let (east, north) = here.offset(Place { lat: 30.01, lon: 120.01 });
        assert!((east - 963.0).abs() < 1.0 && (north - 1112.0).abs() < 1.0, "{east} {north}");
        for (offset, word) in [
            ((0.0, 9.0), "北"),
            ((9.0, 9.0), "东北"),
            ((9.0, 0.0), "东"),
            ((0.0, -9.0), "南"),
            ((-9.0, 1.0), "西"),
            ((-9.0, 9.0), "西北"),
            ((-1.0, 9.0), "北"),
        ] {
            assert_eq!(direction_zh(offset), word, "{offset:?}");
        }
        for (metres, words) in [(4.0, "0米"), (347.0, "350米"), (994.0, "990米"), (996.0, "1.0公里"), (12_345.0, "12.3公里")]
        {
            assert_eq!(distance_zh(metres), words);
        }
    }

    #[test]
    fn words_of_systems() {
        assert_eq!(Crs::of("GCJ02"), Some(Crs::Gcj02));
        assert_eq!(Crs::of("cgcs2000"), None);
    }
}
