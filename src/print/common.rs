//! Owns the small pieces that every printed view is made of: pairs, phones, signs of depth, QR codes,
//! the mark, the items that a point offers, and its hours in words.
//! Must not know any one document or template.

use serde::Serialize;

use crate::model::hours::Hours;
use crate::model::point::{Override, SpecialHours, Status};
use crate::model::{Bureau, Catalog, Depth, DepthKind, Guide, Item, Point, Workspace};
use crate::qr;

/// A name and what belongs to it.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    /// Name, such as 收费.
    pub k: String,
    /// Value, such as 不收费.
    pub v: String,
}

impl Pair {
    /// A pair, unless there is nothing to say.
    #[must_use]
    pub fn of(k: &str, v: impl Into<String>) -> Option<Self> {
        let v = v.into();
        (!v.trim().is_empty()).then(|| Self { k: k.to_owned(), v })
    }
}

/// A phone with what it is for.
#[derive(Clone, Debug, Serialize)]
pub struct Phone {
    /// 咨询, 投诉 …
    pub label: String,
    /// The number as written.
    pub number: String,
}

impl Phone {
    /// A phone, unless there is no number.
    #[must_use]
    pub fn of(label: &str, number: Option<&str>) -> Option<Self> {
        let number = number?.trim();
        (!number.is_empty()).then(|| Self { label: label.to_owned(), number: number.to_owned() })
    }
}

/// A QR code as the template draws it.
#[derive(Clone, Debug, Serialize)]
pub struct QrView {
    /// Side of the view box, quiet zone included.
    pub size: i32,
    /// Path of the dark modules.
    pub d: String,
    /// Where it leads; its alternative text.
    pub url: String,
}

impl QrView {
    /// The code of an address; none without an address, or with one that no code can hold.
    #[must_use]
    pub fn of(url: Option<String>) -> Option<Self> {
        let url = url?;
        let path = qr::svg_path(&url).ok()?;
        Some(Self { size: path.size, d: path.d, url })
    }
}

/// The bureau's official mark, given to the engine as an asset of the same path.
#[derive(Clone, Debug, Serialize)]
pub struct MarkView {
    /// `/mark.svg`, `/mark.png` or `/mark.jpg`.
    pub path: String,
    /// 中国医疗保障官方标志.
    pub alt: String,
}

/// One entry of the legend of depths.
#[derive(Clone, Debug, Serialize)]
pub struct LegendEntry {
    /// See [`sign`].
    pub sign: &'static str,
    /// 办结：在这里办完.
    pub words: String,
}

/// What all documents of one bureau share.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Everything that was read.
    pub workspace: &'a Workspace,
    /// Whose documents these are.
    pub bureau: &'a Bureau,
    /// The bureau's mark, if its file is there.
    pub mark: Option<&'a MarkView>,
}

impl Context<'_> {
    /// The code that leads to a page of the bureau's site, `points/galutu/` for example.
    #[must_use]
    pub fn qr(&self, page: &str) -> Option<QrView> {
        QrView::of(self.workspace.url(&format!("{}/{page}", self.bureau.id)))
    }

    /// The edition as every printed piece shows it: 2023年4月版.
    #[must_use]
    pub fn edition(&self) -> String {
        self.bureau.file.edition.zh()
    }

    /// The bureau's enquiry and complaint phones.
    #[must_use]
    pub fn phones(&self) -> Vec<Phone> {
        let file = &self.bureau.file;
        let complaint = file.complaint_phone.as_ref().map(|t| t.as_str());
        let hotline = file.hotline.as_ref().map(|t| t.as_str());
        Phone::of("咨询电话", hotline).into_iter().chain(Phone::of("投诉电话", complaint)).collect()
    }
}

/// What is written under a QR code; nothing where there is none.
#[must_use]
pub fn label(qr: Option<&QrView>, words: &str) -> String {
    qr.map_or_else(String::new, |_| words.to_owned())
}

/// The name of a depth's drawn sign in `lib.typ`.
#[must_use]
pub fn sign(kind: DepthKind) -> &'static str {
    match kind {
        DepthKind::Complete => "disc",
        DepthKind::Accept => "half",
        DepthKind::Assisted => "dot",
        DepthKind::Proxy => "ring",
        DepthKind::None => "dash",
        _ => "other",
    }
}

/// What a depth means, in the words of the legend. Unknown words have no meaning to give.
fn meaning(kind: DepthKind) -> Option<&'static str> {
    Some(match kind {
        DepthKind::Complete => "办结：在这里办完",
        DepthKind::Accept => "受理：收件后转办",
        DepthKind::Assisted => "帮办：协助办理",
        DepthKind::Proxy => "代办：代为办理",
        DepthKind::Review => "初审：先审后报",
        DepthKind::Advice => "咨询：只作解答",
        _ => return None,
    })
}

/// The legend of exactly the depths that a document shows.
#[must_use]
pub fn legend(offers: &[Offer<'_>]) -> Vec<LegendEntry> {
    let mut kinds: Vec<DepthKind> = offers.iter().map(Offer::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().filter_map(|kind| Some(LegendEntry { sign: sign(kind), words: meaning(kind)?.to_owned() })).collect()
}

/// An item as one point offers it.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its row in the catalog, from 0.
    pub row: usize,
    /// The depth here; none when the point adds the item without saying how deep.
    pub depth: Option<&'a Depth>,
    /// How this point differs from its channel, if it does.
    pub change: Option<&'a Override>,
    /// The point adds the item to its channel's column.
    pub added: bool,
}

impl Offer<'_> {
    /// The kind of the depth here.
    #[must_use]
    pub fn kind(&self) -> DepthKind {
        self.depth.map_or(DepthKind::Unstated, |depth| depth.kind)
    }

    /// The depth as published.
    #[must_use]
    pub fn words(&self) -> String {
        self.depth.map_or("未注明", |depth| depth.published()).to_owned()
    }

    /// The printed number, else the number of the row.
    #[must_use]
    pub fn number(&self) -> String {
        self.item.number.as_ref().map_or_else(|| (self.row + 1).to_string(), |n| n.value.clone())
    }

    /// 即办件, 承诺件, or nothing where the document says neither.
    #[must_use]
    pub fn handling(&self) -> &'static str {
        self.item.handling.as_ref().map_or("", |handling| handling.value.zh())
    }
}

/// The items that a point offers, in the catalog's order: its channel's column, less what it omits,
/// with what it adds or changes.
#[must_use]
pub fn offers<'a>(catalog: &'a Catalog, point: &'a Point) -> Vec<Offer<'a>> {
    let find = |list: &'a [Override], item: &Item| list.iter().find(|o| o.item.value == item.id.as_str());
    catalog
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| find(&point.omits, item).is_none())
        .filter_map(|(row, item)| {
            let column = item.depth_in(&point.channel);
            let extra = find(&point.adds, item);
            let change = find(&point.overrides, item).or(extra);
            let depth = change.and_then(|c| c.depth.as_ref()).or(column);
            if depth.is_some_and(|d| !d.offered()) || (depth.is_none() && change.is_none()) {
                return None;
            }
            let added = column.is_none() && extra.is_some();
            Some(Offer { item, row, depth, change, added })
        })
        .collect()
}

/// Hours in words, one line per rule. Text that is no valid hours is printed as written.
#[must_use]
pub fn hours(text: Option<&str>) -> Vec<String> {
    let Some(text) = text else { return Vec::new() };
    Hours::parse(text).map_or_else(|_| vec![text.to_owned()], |hours| hours.describe())
}

/// One line per special service: name, hours, and the remark where `remarks` are wanted. What the
/// ordinary hours already say, such as 法定节假日休息, is not said again.
#[must_use]
pub fn special(list: &[SpecialHours], ordinary: &[String], remarks: bool) -> Vec<String> {
    list.iter()
        .map(|entry| {
            let mut times = hours(entry.hours.as_ref().map(|t| t.as_str()));
            times.retain(|line| !ordinary.contains(line));
            let times = times.join("；");
            let note = entry.note.as_ref().filter(|_| remarks).map_or("", |t| t.as_str());
            let parts: Vec<&str> = [times.as_str(), note].into_iter().filter(|p| !p.is_empty()).collect();
            if parts.is_empty() {
                return entry.name.value.clone();
            }
            format!("{}：{}", entry.name.value, parts.join("，"))
        })
        .collect()
}

/// Whether a point serves the public now.
#[must_use]
pub fn active(point: &Point) -> bool {
    point.status.as_ref().is_none_or(|status| status.value == Status::Active)
}

/// How long people wait by the guide's promise, 15个工作日. Empty without a promise, and where it is done
/// on the spot: 即办件 says that.
#[must_use]
pub fn waiting(guide: Option<&Guide>) -> String {
    let promised = guide.and_then(|g| g.front.limits.as_ref()?.promised.as_ref());
    promised.filter(|limit| limit.value.amount > 0).map_or_else(String::new, |limit| limit.value.zh())
}

/// An optional text, empty when absent.
#[must_use]
pub fn text_or_empty(text: Option<&crate::model::Text>) -> String {
    text.map_or_else(String::new, |t| t.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_depth_has_a_sign_and_every_known_word_a_meaning() {
        for (word, kind) in DepthKind::WORDS {
            assert!(["disc", "half", "dot", "ring", "other"].contains(&sign(kind)), "{word}");
            assert_eq!(meaning(kind).is_some(), kind != DepthKind::Unstated, "{word}");
        }
        assert_eq!(sign(DepthKind::None), "dash");
    }

    #[test]
    fn nothing_is_no_pair_and_no_phone() {
        assert!(Pair::of("收费", " ").is_none());
        assert!(Phone::of("电话", Some("")).is_none());
        assert!(QrView::of(None).is_none());
    }

    #[test]
    fn odd_hours_are_printed_as_written() {
        assert_eq!(hours(Some("每天上午")), vec!["每天上午".to_owned()]);
        assert!(hours(None).is_empty());
    }
}
