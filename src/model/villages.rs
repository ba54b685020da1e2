//! The villages of a bureau (`villages.yaml`): where people live, to see who reaches a service point in 15 minutes.

use rust_decimal::Decimal;

use super::Text;
use super::coordinates::{Crs, Place};
use crate::diagnostic::Spanned;
use crate::record;

record! {
    /// Villages and neighbourhoods with their people (`villages.yaml`).
    pub struct Villages = "村居" {
        /// The limit in minutes, 15 unless stated; 30 for a half-hour circle.
        minutes = "分钟": Option<Spanned<u32>> { "村居": "写几分钟算近，如：15" },
        /// wgs84, gcj02 or bd09, for all coordinates of the file.
        crs = "坐标系": Option<Text> { "村居": "选坐标是从哪种地图上取的", as Crs },
        /// Where the data are from.
        source = "来源": Option<Text> { "村居": "写人口和位置的数据从哪里来" },
        /// How fast people go, where it differs from what is usual.
        speeds = "速度": Option<Speeds> { "村居": "走路、骑车、开车的速度和平常不一样时才写" },
        /// The villages.
        villages = "村": Vec<Village> { "村居": "一个村写一行" },
        /// The data are invented.
        sample = "示例": bool { "其他": "只是演示、内容不是真的，就选“是”" },
    }
}

record! {
    /// Speeds in kilometres an hour, and how much longer ways are than the straight line.
    pub struct Speeds = "速度" {
        /// On foot, 4.5 unless stated.
        foot = "步行": Option<Spanned<Decimal>> { "速度": "写走路每小时几公里，如：4.5" },
        /// By bicycle, 12 unless stated.
        bicycle = "骑车": Option<Spanned<Decimal>> { "速度": "写骑车每小时几公里，如：12" },
        /// By car, 30 unless stated.
        car = "开车": Option<Spanned<Decimal>> { "速度": "写开车每小时几公里，如：30" },
        /// Length of a way for each kilometre of the straight line, 1.4 unless stated.
        detour = "绕行系数": Option<Spanned<Decimal>> { "速度": "写路比直线长几倍，如：1.4" },
    }
}

record! {
    /// One village or neighbourhood.
    pub struct Village = "村" {
        /// Name.
        name = "名称": Text { "村": "写村名" },
        /// Latitude in degrees.
        lat = "纬度": Spanned<Decimal> { "村": "写纬度，如：38.605" },
        /// Longitude in degrees.
        lon = "经度": Spanned<Decimal> { "村": "写经度，如：108.842" },
        /// People who live there.
        population = "人口": Option<Spanned<u32>> { "村": "写住多少人" },
    }
}

impl Villages {
    /// Where a village lies; none where the coordinate system is not known.
    #[must_use]
    pub fn place(&self, village: &Village) -> Option<Place> {
        use rust_decimal::prelude::ToPrimitive as _;
        let crs = self.crs.as_ref().map_or(Some(Crs::Wgs84), |word| Crs::of(word.trim()))?;
        Some(Place::from(crs, village.lat.value.to_f64()?, village.lon.value.to_f64()?))
    }
}
