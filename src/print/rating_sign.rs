//! Owns the view of `rating-sign.typ`: the government's own service rating (好差评) at a window, by the link or code that the bureau was
//! given for it. Must not know how the sign is set.

use serde::Serialize;

use super::common::{Context, QrView, Sheet};
use super::facts::facts;
use super::window_signs;
use crate::model::point::link;
use crate::model::{Bureau, Point};
use crate::qr::Level;

/// The grades of the rating, as the government words them.
const GRADES: [&str; 5] = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"];

/// Everything that the signs show.
#[derive(Clone, Debug, Serialize)]
pub struct RatingSign {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Name on the door.
    pub point: String,
    /// One sign each; a single one without a name where nobody says that the point has windows.
    pub windows: Vec<Rated>,
    /// 非常满意 and so on.
    pub grades: Vec<&'static str>,
}

facts! {
    RatingSign {
        sheet: open,
        point: fact("名称"),
        windows: fact("窗口"),
        grades: fact("评价"),
    }
}

/// The sign of one window.
#[derive(Clone, Debug, Serialize)]
pub struct Rated {
    /// 3号窗口, or empty.
    pub title: String,
    /// What it does, or empty.
    pub does: String,
    /// Leads to exactly the link that the bureau gives.
    pub qr: Option<QrView>,
    /// The bureau's code, where it is no link; or empty.
    pub code: String,
}

facts! {
    Rated {
        title: row,
        does: fact("办理业务"),
        qr: fact("二维码"),
        code: open,
    }
}

/// Whether the bureau gives a link or a code for the point or for one of its windows.
#[must_use]
pub fn printable(bureau: &Bureau, point: &Point) -> bool {
    let given = point.rating.iter().chain(point.windows.iter().filter_map(|w| w.rating.as_ref())).any(|t| !t.trim().is_empty());
    bureau.has_door(point) && given
}

/// The signs of a point; none without a link or code.
#[must_use]
pub fn rating_sign_view(ctx: &Context<'_>, point: &Point) -> Option<RatingSign> {
    if !printable(ctx.bureau, point) {
        return None;
    }
    let shared = point.rating.as_ref().map(|t| t.trim()).filter(|t| !t.is_empty());
    let mut windows: Vec<Rated> = window_signs::windows(point)
        .into_iter()
        .filter_map(|(window, own)| {
            let given = own.map(|t| t.trim()).filter(|t| !t.is_empty()).or(shared)?;
            Some(rated(window.title, window.does, given))
        })
        .collect();
    if windows.is_empty() {
        windows.extend(shared.map(|given| rated(String::new(), String::new(), given)));
    }
    Some(RatingSign {
        sheet: ctx.sheet(format!("{} 好差评评价牌", point.name.value)),
        point: point.name.value.clone(),
        windows,
        grades: GRADES.to_vec(),
    })
}

fn rated(title: String, does: String, given: &str) -> Rated {
    let qr = link(given).and_then(|link| QrView::of(Some(link.to_owned()))).map(|qr| qr.at(Level::Quartile));
    let code = if qr.is_some() { String::new() } else { given.to_owned() };
    Rated { title, does, qr, code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_code_and_any_other_text_stands_as_it_is() {
        let link = rated(String::new(), String::new(), "https://hcp.example/w?id=3");
        assert_eq!(
            (link.qr.map(|qr| (qr.url, qr.level)), link.code.as_str()),
            (Some(("https://hcp.example/w?id=3".to_owned(), Level::Quartile)), "")
        );
        let code = rated(String::new(), String::new(), "HCP-0003");
        assert!(code.qr.is_none() && code.code == "HCP-0003");
    }
}
