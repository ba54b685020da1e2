//! Owns the view of `phone-sign.typ`: whom to ask and where to complain. Must not know how the sign is set.

use serde::Serialize;

use super::common::{Context, Phone, QrView, Sheet, label};
use super::facts::facts;
use crate::model::{Bureau, Point};
use crate::qr::Level;

/// Everything that the sign shows.
#[derive(Clone, Debug, Serialize)]
pub struct PhoneSign {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Name on the door.
    pub point: String,
    /// Numbers, the nearest first.
    pub phones: Vec<Phone>,
    /// Leads to the point's page.
    pub qr: Option<QrView>,
    /// Words under the code.
    pub qr_label: String,
}

facts! {
    PhoneSign {
        sheet: open,
        point: fact("名称"),
        phones: open,
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
    }
}

/// Whether there is a wall, and a number to ask at.
#[must_use]
pub fn printable(bureau: &Bureau, point: &Point) -> bool {
    bureau.has_door(point) && (point.phone.is_some() || bureau.file.hotline.is_some())
}

/// The sign of a point; none where there is no number to ask at.
#[must_use]
pub fn phone_sign_view(ctx: &Context<'_>, point: &Point) -> Option<PhoneSign> {
    if !printable(ctx.bureau, point) {
        return None;
    }
    let text = |text: &Option<crate::model::Text>| text.as_ref().map(|t| t.value.trim().to_owned()).filter(|t| !t.is_empty());
    let file = &ctx.bureau.file;
    let phones = phones(
        text(&point.phone).as_deref(),
        text(&point.complaint_phone).as_deref(),
        text(&file.hotline).as_deref(),
        text(&file.complaint_phone).as_deref(),
    );
    let qr = ctx.qr(&format!("points/{}/", point.id)).map(|qr| qr.at(Level::Quartile));
    (!phones.is_empty()).then(|| PhoneSign {
        sheet: ctx.sheet(format!("{} 咨询投诉电话牌", point.name.value)),
        point: point.name.value.clone(),
        phones,
        qr_label: label(qr.as_ref(), "扫码看本点网页"),
        qr,
    })
}

/// The numbers with what they are for, each number once. Whose they are is said only where there are two of a kind.
fn phones(ask: Option<&str>, complain: Option<&str>, hotline: Option<&str>, complaints: Option<&str>) -> Vec<Phone> {
    let pair = |what: &str, own: Option<&str>, bureau: Option<&str>| -> Vec<Phone> {
        let both = own.is_some() && bureau.is_some() && own != bureau;
        let (here, there) =
            if both { (format!("本点{what}"), format!("医保局{what}")) } else { (what.to_owned(), what.to_owned()) };
        let other = bureau.filter(|_| both || own.is_none());
        Phone::of(&here, own).into_iter().chain(Phone::of(&there, other)).collect()
    };
    let mut list = pair("咨询", ask, hotline);
    for phone in pair("投诉", complain, complaints) {
        match list.iter_mut().find(|p| p.number == phone.number) {
            // One number for both.
            Some(same) => same.label = format!("{}、{}", same.label, phone.label),
            None => list.push(phone),
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(list: &[Phone]) -> Vec<String> {
        list.iter().map(|p| format!("{} {}", p.label, p.number)).collect()
    }

    #[test]
    fn each_number_stands_once_with_what_it_is_for() {
        assert_eq!(said(&phones(Some("1"), None, Some("2"), Some("3"))), ["本点咨询 1", "医保局咨询 2", "投诉 3"]);
        assert_eq!(said(&phones(Some("1"), None, Some("1"), Some("3"))), ["咨询 1", "投诉 3"]);
        assert_eq!(said(&phones(None, Some("4"), Some("2"), Some("3"))), ["咨询 2", "本点投诉 4", "医保局投诉 3"]);
        assert_eq!(said(&phones(None, None, Some("2"), Some("2"))), ["咨询、投诉 2"]);
        assert_eq!(said(&phones(Some("1"), None, None, None)), ["咨询 1"]);
    }
}
