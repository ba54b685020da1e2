//! Owns the small pieces that every printed view is made of: pairs, phones, signs of depth, QR codes,
//! the mark, the items that a point offers, and its hours in words.
//! Must not know any one document or template.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::Asset;
use super::facts::{Collector, Facts, facts};
use super::service_list::OfChannels;

use crate::model::bureau::Brand;
use crate::model::guide::Need;
use crate::model::hours::Hours;
use crate::model::point::SpecialHours;
use crate::model::{Bureau, DepthKind, Guide, Number, Offer, Workspace};
use crate::qr::{self, Level};

/// A name and what belongs to it.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    /// Name, such as 收费.
    pub k: String,
    /// Value, such as 不收费.
    pub v: String,
}

impl Facts for Pair {
    fn collect(&self, facts: &mut Collector) {
        let Self { k, v } = self;
        facts.within(k, |facts| facts.text(v));
    }
}

impl Pair {
    /// A pair, unless there is nothing to say.
    #[must_use]
    pub fn of(k: &str, v: impl Into<String>) -> Option<Self> {
        let v = v.into();
        (!v.trim().is_empty()).then(|| Self { k: k.to_owned(), v })
    }
}

/// What a record's own columns say, on one line: 设定依据：条例第一条；实施主体：县局.
#[must_use]
pub fn extras(said: &[(String, String)]) -> String {
    said.iter().map(|(head, text)| format!("{head}：{text}")).collect::<Vec<_>>().join("；")
}

/// A phone with what it is for.
#[derive(Clone, Debug, Serialize)]
pub struct Phone {
    /// 咨询, 投诉 …
    pub label: String,
    /// The number as written.
    pub number: String,
}

impl Facts for Phone {
    fn collect(&self, facts: &mut Collector) {
        let Self { label, number } = self;
        facts.within(label, |facts| facts.text(number));
    }
}

impl Phone {
    /// The numbers of a kind, each with what it is for.
    #[must_use]
    pub fn each(label: &str, numbers: &[Number]) -> Vec<Self> {
        let said = |n: &Number| if n.label.is_empty() { label.to_owned() } else { format!("{label}（{}）", n.label) };
        numbers.iter().filter_map(|n| Self::of(&said(n), Some(&n.text))).collect()
    }

    /// A phone, unless there is no number.
    #[must_use]
    pub fn of(label: &str, number: Option<&str>) -> Option<Self> {
        let number = number?.trim();
        (!number.is_empty()).then(|| Self { label: label.to_owned(), number: number.to_owned() })
    }
}

/// A QR code, by where it leads. It is drawn only when the document is made: on every other build its address is enough to see that
/// nothing has changed.
#[derive(Clone, Debug, Serialize)]
pub struct QrView {
    /// Where it leads; its alternative text.
    pub url: String,
    /// How much of it may be covered.
    pub level: Level,
}

facts! {
    QrView {
        url: open,
        level: silent("how much of the code may be covered"),
    }
}

/// Longest address that a code is made for, in bytes: a longer one would need modules too small to scan.
const LONGEST_URL: usize = 600;

impl QrView {
    /// The code of an address; none without an address, or with one that is too long.
    #[must_use]
    pub fn of(url: Option<String>) -> Option<Self> {
        url.filter(|u| u.len() <= LONGEST_URL).map(|url| Self { url, level: Level::Medium })
    }

    /// The same code for another distance.
    #[must_use]
    pub fn at(self, level: Level) -> Self {
        Self { level, ..self }
    }
}

/// The file of drawings that `lib.typ` looks for beside the data, by address.
const CODES: &str = "/codes.json";

/// The drawings of every code that a view holds, found by their `url` and `level`.
#[must_use]
pub fn codes(view: &Json) -> Asset {
    fn walk(value: &Json, drawn: &mut Map<String, Json>) {
        match value {
            Json::Array(list) => list.iter().for_each(|entry| walk(entry, drawn)),
            Json::Object(map) => {
                if let (Some(url), Some(level)) = (map.get("url").and_then(Json::as_str), map.get("level")) {
                    let level = [Level::Low, Level::Quartile, Level::High].into_iter().find(|l| *level == format!("{l:?}"));
                    if let Ok(path) = qr::svg_path(url, level.unwrap_or_default()) {
                        drawn.insert(url.to_owned(), serde_json::json!({"size": path.size, "d": path.d}));
                    }
                }
                map.values().for_each(|entry| walk(entry, drawn));
            }
            _ => {}
        }
    }
    let mut drawn = Map::new();
    walk(view, &mut drawn);
    Asset { path: CODES.to_owned(), bytes: Json::Object(drawn).to_string().into_bytes().into() }
}

/// What the name of the bureau is called where it is a fact.
pub const BUREAU: &str = "医保局";

/// What every piece says of itself, whatever else it shows. Flattened into its view.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// Title of the PDF.
    pub title: String,
    /// Full name of the bureau.
    pub bureau: String,
    /// `#RRGGBB` of the bureau, empty for the theme's own.
    pub primary: String,
    /// The bureau's mark.
    pub mark: Option<MarkView>,
    /// 2023年4月版.
    pub edition: String,
}

facts! {
    Sheet {
        title: silent("the title of the PDF, which is not on the page"),
        bureau: fact(BUREAU, 2),
        primary: silent("colour"),
        mark: open,
        edition: silent("the edition itself is no content: a new one alone makes no other code"),
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

/// Its picture is a fact, which the document adds: a view has no bytes.
impl Facts for MarkView {
    fn collect(&self, facts: &mut Collector) {
        facts.mark();
    }
}

impl Sheet {
    /// The facts of a sheet whose title stands on the page.
    pub fn with_title(&self, facts: &mut Collector) {
        self.collect(facts);
        facts.since(2, |facts| facts.within("标题", |facts| facts.text(&self.title)));
    }
}

/// One entry of the legend of depths.
#[derive(Clone, Debug, Serialize)]
pub struct LegendEntry {
    /// See [`sign`].
    pub sign: &'static str,
    /// 办结：在这里办完.
    pub words: String,
}

facts! {
    LegendEntry {
        sign: silent("drawn from the words beside it"),
        words: open,
    }
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
    /// What service lists have in common.
    pub lists: &'a OfChannels,
}

impl Context<'_> {
    /// The code that leads to a page of the bureau's site, `points/galutu/` for example.
    #[must_use]
    pub fn qr(&self, page: &str) -> Option<QrView> {
        QrView::of(self.workspace.url(&format!("{}/{page}", self.bureau.id)))
    }

    /// What every piece of the bureau says of itself.
    #[must_use]
    pub fn sheet(&self, title: impl Into<String>) -> Sheet {
        Sheet {
            title: title.into(),
            bureau: self.bureau.file.name.value.clone(),
            primary: self.primary(),
            mark: self.mark.cloned(),
            edition: self.edition(),
        }
    }

    /// `#RRGGBB` of the bureau, empty for the theme's own. `check` has found out one that is no colour.
    #[must_use]
    pub fn primary(&self) -> String {
        self.bureau.file.brand.as_ref().and_then(Brand::colour).unwrap_or_default()
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
        let complaints = Phone::each("投诉电话", &file.complaint_numbers());
        Phone::each("咨询电话", &file.numbers()).into_iter().chain(complaints).collect()
    }
}

/// What is written under a QR code; nothing where there is none.
#[must_use]
pub fn label(qr: Option<&QrView>, words: &str) -> String {
    qr.map_or_else(String::new, |_| words.to_owned())
}

/// The legend of exactly the depths that a document shows.
#[must_use]
pub fn legend(offers: &[Offer<'_>]) -> Vec<LegendEntry> {
    let mut kinds: Vec<DepthKind> = offers.iter().map(Offer::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    // A depth that the document does not state, or a word that nobody knows, stands as it is printed.
    let explained = kinds.into_iter().filter(|k| !matches!(k, DepthKind::Unstated | DepthKind::Unknown | DepthKind::None));
    explained.map(|kind| LegendEntry { sign: kind.sign(), words: format!("{}：{}", kind.zh(), kind.meaning()) }).collect()
}

/// The offers that people ask for most, so many at most: first what the catalog marks as frequent, then the others in its order.
#[must_use]
pub fn most_asked<'a>(offers: &[Offer<'a>], most: usize) -> Vec<Offer<'a>> {
    let often = offers.iter().filter(|o| o.item.frequent());
    let other = offers.iter().filter(|o| !o.item.frequent());
    often.chain(other).take(most).copied().collect()
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
            let times = entry.times(ordinary).join("；");
            let note = entry.note.as_ref().filter(|_| remarks).map_or("", |t| t.as_str());
            let parts: Vec<&str> = [times.as_str(), note].into_iter().filter(|p| !p.is_empty()).collect();
            if parts.is_empty() {
                return entry.name.value.clone();
            }
            format!("{}：{}", entry.name.value, parts.join("，"))
        })
        .collect()
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

/// How many materials stand under each of them.
const BRING: usize = 3;

/// What one brings for an item, in a line: 带：身份证、申请表. Empty where no guide says.
#[must_use]
pub fn bring(ctx: &Context<'_>, offer: &Offer<'_>) -> String {
    let materials = ctx.bureau.guide(&offer.item.id).map_or(&[][..], |g| &g.front.materials);
    let must: Vec<&str> = materials
        .iter()
        .filter(|m| m.when.is_none() && m.need.as_ref().is_none_or(|need| need.value == Need::Required))
        .map(|m| m.name.as_str())
        .collect();
    let more = if must.len() > BRING { "等" } else { "" };
    match must.get(..BRING.min(must.len())) {
        Some(names) if !names.is_empty() => format!("带：{}{more}", names.join("、")),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
