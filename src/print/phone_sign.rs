//! Owns the view of `phone-sign.typ`: whom to ask and where to complain. Must not know how the sign is set.

use serde::Serialize;

use super::common::{Context, Phone, QrView, Sheet, label};
use super::facts::facts;
use crate::model::{Bureau, Number, Point};
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
    bureau.has_door(point) && !bureau.numbers_for(point).is_empty()
}

/// The sign of a point; none where there is no number to ask at.
#[must_use]
pub fn phone_sign_view(ctx: &Context<'_>, point: &Point) -> Option<PhoneSign> {
    if !printable(ctx.bureau, point) {
        return None;
    }
    let file = &ctx.bureau.file;
    let phones = phones(&point.numbers(), &point.complaint_numbers(), &file.numbers(), &file.complaint_numbers());
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
fn phones(ask: &[Number], complain: &[Number], hotline: &[Number], complaints: &[Number]) -> Vec<Phone> {
    let pair = |what: &str, own: &[Number], bureau: &[Number]| -> Vec<Phone> {
        let others: Vec<Number> = bureau.iter().filter(|n| own.iter().all(|own| own.text != n.text)).cloned().collect();
        let both = !own.is_empty() && !others.is_empty();
        let (here, there) =
            if both { (format!("本点{what}"), format!("医保局{what}")) } else { (what.to_owned(), what.to_owned()) };
        Phone::each(&here, own).into_iter().chain(Phone::each(&there, &others)).collect()
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

    fn n(texts: &[&str]) -> Vec<Number> {
        texts.iter().map(|t| Number { label: String::new(), text: (*t).to_owned() }).collect()
    }

    #[test]
    fn several_numbers_stand_one_by_one() {
        let mut own = n(&["1", "2"]);
        "医保窗口".clone_into(&mut own[1].label);
        let list = phones(&own, &[], &n(&["2", "3"]), &n(&["4"]));
        assert_eq!(said(&list), ["本点咨询 1", "本点咨询（医保窗口） 2", "医保局咨询 3", "投诉 4"]);
    }

    #[test]
    fn each_number_stands_once_with_what_it_is_for() {
        assert_eq!(said(&phones(&n(&["1"]), &n(&[]), &n(&["2"]), &n(&["3"]))), ["本点咨询 1", "医保局咨询 2", "投诉 3"]);
        assert_eq!(said(&phones(&n(&["1"]), &n(&[]), &n(&["1"]), &n(&["3"]))), ["咨询 1", "投诉 3"]);
        assert_eq!(said(&phones(&n(&[]), &n(&["4"]), &n(&["2"]), &n(&["3"]))), ["咨询 2", "本点投诉 4", "医保局投诉 3"]);
        assert_eq!(said(&phones(&n(&[]), &n(&[]), &n(&["2"]), &n(&["2"]))), ["咨询、投诉 2"]);
        assert_eq!(said(&phones(&n(&["1"]), &n(&[]), &n(&[]), &n(&[]))), ["咨询 1"]);
    }
}
