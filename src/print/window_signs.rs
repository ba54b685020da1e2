//! Owns the view of `window-signs.typ`: one sign for each window, with its number and what it does; and what a window is called on any
//! piece. Must not know how a sign is set.

use serde::Serialize;

use super::common::{Context, Sheet, text_or_empty};
use super::facts::facts;
use crate::model::point::{MOST_WINDOWS, Window};
use crate::model::{Bureau, Point, Text};

/// What a window does where its point does not say.
const GENERAL: &str = "医保综合受理";

/// Everything that the signs show.
#[derive(Clone, Debug, Serialize)]
pub struct WindowSigns {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// One sign each.
    pub windows: Vec<WindowSign>,
}

facts! {
    WindowSigns {
        sheet: open,
        windows: fact("窗口"),
    }
}

/// One window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WindowSign {
    /// The whole of it: 3号窗口.
    pub title: String,
    /// What stands large: 3.
    pub digits: String,
    /// What stands behind it: 号窗口; empty where the number is a name of its own.
    pub unit: String,
    /// What the window does.
    pub does: String,
    /// Remark, or empty.
    pub note: String,
}

facts! {
    WindowSign {
        title: row,
        digits: silent("a part of the title, set larger"),
        unit: silent("a part of the title, set smaller"),
        does: fact("办理业务"),
        note: fact("说明"),
    }
}

impl WindowSign {
    fn new(number: &str, does: &str, note: String) -> Self {
        let number = number.trim();
        // A2, 03 and 12 are numbers; 综合窗 is a name.
        let counts = number.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let unit = if counts { "号窗口" } else { "" };
        Self {
            title: format!("{number}{unit}"),
            digits: number.to_owned(),
            unit: unit.to_owned(),
            does: does.trim().to_owned(),
            note,
        }
    }

    fn of(window: &Window) -> Self {
        let does = window.name.as_ref().map_or(GENERAL, |t| t.as_str());
        Self::new(&window.number, does, text_or_empty(window.note.as_ref()))
    }
}

/// The windows of a point, each with its own rating code where it has one: those that the file names, or as many as its facts state.
#[must_use]
pub fn windows(point: &Point) -> Vec<(WindowSign, Option<&Text>)> {
    if point.windows.is_empty() {
        let count = point.stated_windows().unwrap_or(0);
        return (1..=count).map(|n| (WindowSign::new(&n.to_string(), GENERAL, String::new()), None)).collect();
    }
    point.windows.iter().take(MOST_WINDOWS).map(|window| (WindowSign::of(window), window.rating.as_ref())).collect()
}

/// Whether people come to the point, and it has windows.
#[must_use]
pub fn printable(bureau: &Bureau, point: &Point) -> bool {
    bureau.has_door(point) && point.window_count() > 0
}

/// The signs of a point; none where nobody says that it has windows.
#[must_use]
pub fn window_signs_view(ctx: &Context<'_>, point: &Point) -> Option<WindowSigns> {
    printable(ctx.bureau, point).then(|| WindowSigns {
        sheet: ctx.sheet(format!("{} 窗口号牌", point.name.value)),
        windows: windows(point).into_iter().map(|(sign, _)| sign).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_followed_by_what_it_counts() {
        for (number, title) in [("3", "3号窗口"), ("A2", "A2号窗口"), ("03", "03号窗口"), ("综合窗", "综合窗")] {
            assert_eq!(WindowSign::new(number, GENERAL, String::new()).title, title);
        }
    }
}
