//! Who reaches a service point in how many minutes: the 15-minute circle (15分钟医保服务圈), or the half-hour circle of a wide county.
//!
//! A way is reckoned as straight line × detour ÷ speed. No road is known here, so every minute is an estimate, and the page says so.

use rust_decimal::prelude::ToPrimitive as _;

use super::coordinates::{Place, distance};
use super::villages::{Village, Villages};
use super::{Bureau, Point};

/// The limit where a file states none: 15分钟医保服务圈.
pub const MINUTES: u32 = 15;

/// How people go: what it is called, and kilometres an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mode {
    /// 步行.
    pub name: &'static str,
    /// Kilometres an hour.
    pub speed: f64,
}

/// What is reckoned with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Method {
    /// The limit in minutes.
    pub minutes: u32,
    /// Length of a way for each kilometre of the straight line.
    pub detour: f64,
    /// On foot, by bicycle, by car.
    pub modes: [Mode; 3],
}

/// One village with the point that is nearest.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The village.
    pub village: &'a Village,
    /// Where it lies.
    pub place: Place,
    /// The nearest point to which people can go.
    pub point: &'a Point,
    /// Metres in a straight line.
    pub metres: f64,
}

/// How many live within the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Villages within the limit, and all.
    pub villages: (usize, usize),
    /// People within the limit, and all; of villages whose people are known.
    pub people: (u64, u64),
}

impl Method {
    /// What a file states, and what is usual for the rest.
    #[must_use]
    pub fn of(villages: &Villages) -> Self {
        let speeds = villages.speeds.as_ref();
        let or = |stated: Option<&crate::diagnostic::Spanned<rust_decimal::Decimal>>, usual: f64| {
            stated.and_then(|s| s.value.to_f64()).filter(|s| *s > 0.0).unwrap_or(usual)
        };
        let speed = |stated: fn(&super::villages::Speeds) -> Option<&crate::diagnostic::Spanned<rust_decimal::Decimal>>,
                     usual| { or(speeds.and_then(stated), usual) };
        Self {
            minutes: villages.minutes.as_ref().map_or(MINUTES, |m| m.value),
            detour: speed(|s| s.detour.as_ref(), 1.4),
            modes: [
                Mode { name: "步行", speed: speed(|s| s.foot.as_ref(), 4.5) },
                Mode { name: "骑车", speed: speed(|s| s.bicycle.as_ref(), 12.0) },
                Mode { name: "开车", speed: speed(|s| s.car.as_ref(), 30.0) },
            ],
        }
    }

    /// Minutes for a straight line of so many metres.
    #[must_use]
    pub fn time(&self, mode: &Mode, metres: f64) -> f64 {
        metres * self.detour / (mode.speed * 1000.0 / 60.0)
    }

    /// Whether a straight line of so many metres is within the limit.
    #[must_use]
    pub fn within(&self, mode: &Mode, metres: f64) -> bool {
        self.time(mode, metres) <= f64::from(self.minutes)
    }

    /// How far the limit reaches, in metres of the straight line.
    #[must_use]
    pub fn radius(&self, mode: &Mode) -> f64 {
        f64::from(self.minutes) * mode.speed * 1000.0 / 60.0 / self.detour
    }

    /// How many live within the limit.
    #[must_use]
    pub fn share(&self, mode: &Mode, rows: &[Row<'_>]) -> Share {
        let mut share = Share::default();
        for row in rows {
            let people = row.village.population.as_ref().map_or(0, |p| u64::from(p.value));
            share.villages.1 += 1;
            share.people.1 += people;
            if self.within(mode, row.metres) {
                share.villages.0 += 1;
                share.people.0 += people;
            }
        }
        share
    }
}

/// The points of a bureau that can be gone to, with their places.
#[must_use]
pub fn places(bureau: &Bureau) -> Vec<(&Point, Place)> {
    let points = bureau.points.iter().filter(|p| p.in_service() && bureau.has_door(p));
    points.filter_map(|p| Some((p, p.location.as_ref().and_then(Place::of)?))).collect()
}

/// Every village with its nearest point, in the order of the file. Nothing where no point has a place.
#[must_use]
pub fn rows<'a>(villages: &'a Villages, points: &[(&'a Point, Place)]) -> Vec<Row<'a>> {
    let nearest = |village: &'a Village| {
        let place = villages.place(village)?;
        let far = |to: Place| distance(place.offset(to));
        let (point, metres) = points.iter().map(|(point, to)| (*point, far(*to))).min_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(Row { village, place, point, metres })
    };
    villages.villages.iter().filter_map(nearest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(minutes: u32) -> Method {
        let mode = |name, speed| Mode { name, speed };
        Method { minutes, detour: 1.4, modes: [mode("步行", 4.5), mode("骑车", 12.0), mode("开车", 30.0)] }
    }

    #[test]
    fn minutes_are_straight_line_times_detour_by_speed() {
        let m = method(15);
        // 4.5 km/h are 75 m a minute: 15 minutes are 1,125 m of way, 803.57 m of straight line.
        assert!((m.radius(&m.modes[0]) - 803.571).abs() < 0.001);
        assert!((m.time(&m.modes[0], 750.0) - 14.0).abs() < 1e-9);
        assert!(m.within(&m.modes[0], 803.5) && !m.within(&m.modes[0], 803.6));
        // 30 km/h are 500 m a minute: 5,000 m of straight line are 7,000 m of way.
        assert!((m.time(&m.modes[2], 5000.0) - 14.0).abs() < 1e-9);
    }
}
