//! Owns the view of `service-list.typ`: the items of one point for the wall, A4 for one metre or A3 for two.
//! Must not know how the page is set.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::{Serialize, Serializer};

use super::common::{self, Context, LegendEntry, MarkView, Phone, QrView, label, special, text_or_empty};
use super::facts::{Collector, Facts, facts};
use crate::model::coordinates::{Place, distance};
use crate::model::{Catalog, DepthKind, Id, Offer, Point, Tier};
use crate::qr::Level;

/// A size of the list: the sheet, and the type that the distance asks for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Format {
    /// Width of the sheet in millimetres.
    pub width: f64,
    /// Height of the sheet in millimetres.
    pub height: f64,
    /// Type and spaces beside those of A4; the first at which the list needs the fewest sheets is taken.
    pub scales: &'static [f64],
    /// Lowest row in millimetres.
    pub row: f64,
    /// Smallest character of a name in millimetres: a two-hundredth of the distance, however long the list is.
    pub character: f64,
}

/// Most items of a list that also says what to bring and what can be done online: they leave half a sheet free.
const SHORT: usize = 8;

impl Format {
    /// A4, read at one metre.
    pub const A4: Self = Self { width: 210.0, height: 297.0, scales: &[1.0], row: 9.2, character: 5.0 };
    /// A3, read at two metres. A long list takes more sheets, to be hung side by side: whoever stands two metres away reads all of them.
    pub const A3: Self = Self { width: 297.0, height: 420.0, scales: &[1.5, 1.44, 1.38, 1.32], row: 9.2, character: 10.0 };
}

/// Everything that the list shows. All texts are final.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceList {
    /// The sheet and its type.
    pub format: Format,
    /// Title of the PDF.
    pub title: String,
    /// Full name of the bureau.
    pub bureau: String,
    /// `#RRGGBB` of the bureau, empty for the theme's own.
    pub primary: String,
    /// The bureau's mark.
    pub mark: Option<MarkView>,
    /// Name on the door.
    pub point: String,
    /// 共 27 项.
    pub summary: String,
    /// Postal address, and what the bureau chose of the point's own columns; may be empty.
    pub address: String,
    /// 2023年4月版.
    pub edition: String,
    /// Leads to the point's page.
    pub qr: Option<QrView>,
    /// Words under the code.
    pub qr_label: String,
    /// Groups in the catalog's order; a single one with an empty title where the catalog has none.
    pub groups: Groups,
    /// The signs that stand on the page.
    pub legend: Vec<LegendEntry>,
    /// Hours, one line per rule.
    pub hours: Vec<String>,
    /// Special services, one line each.
    pub special: Vec<String>,
    /// Windows of the next levels, where more can be done; empty in long lists.
    pub elsewhere: Vec<Elsewhere>,
    /// What can be done online as well, one line per way; empty in long lists.
    pub online: Vec<String>,
    /// The point's phone, the bureau's, the complaint phone.
    pub phones: Vec<Phone>,
}

facts! {
    ServiceList {
        format: silent("layout"),
        title: silent("the title of the PDF, which is not on the page"),
        bureau: fact(common::BUREAU, 2),
        primary: silent("colour"),
        mark: open,
        point: fact("名称"),
        summary: fact("概要"),
        address: fact("地址"),
        edition: silent("the edition itself is no content: a new one alone makes no other code"),
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
        groups: open,
        legend: fact("图例", 2),
        hours: fact("时间"),
        special: fact("特色服务"),
        elsewhere: fact("上一级窗口", 2),
        online: fact("网上办理"),
        phones: open,
    }
}

/// A window of a higher level.
#[derive(Clone, Debug, Serialize)]
pub struct Elsewhere {
    /// Name on the door.
    pub name: String,
    /// How many items it has, where they are more than here: 办 28 项; else empty.
    pub offers: String,
    /// Postal address, or empty.
    pub address: String,
    /// Its phones.
    pub phones: Vec<Phone>,
}

facts! {
    Elsewhere {
        name: row,
        offers: fact("概要"),
        address: fact("地址"),
        phones: open,
    }
}

/// Groups that many lists may share. Their facts are written out once.
#[derive(Clone, Debug)]
pub struct Groups(Arc<(Vec<Group>, OnceLock<Vec<u8>>)>);

impl From<Vec<Group>> for Groups {
    fn from(list: Vec<Group>) -> Self {
        Self(Arc::new((list, OnceLock::new())))
    }
}

impl Deref for Groups {
    type Target = [Group];

    fn deref(&self) -> &[Group] {
        &self.0.0
    }
}

impl Serialize for Groups {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.0.serialize(serializer)
    }
}

impl Facts for Groups {
    fn collect(&self, facts: &mut Collector) {
        let (list, written) = &*self.0;
        facts.shared(written, |facts| list.collect(facts));
    }
}

/// The groups of a bureau's lists by channel: most points do just what their channel does, and ten thousand lists have a handful of different rows.
#[derive(Debug, Default)]
pub struct OfChannels(Mutex<HashMap<String, Groups>>);

impl OfChannels {
    /// The groups of a point, made where no point before had the same. `make` may look at what is offered, and at nothing else of the point.
    fn of(&self, point: &Point, make: impl FnOnce() -> Groups) -> Groups {
        if !point.is_as_its_channel() {
            return make();
        }
        let known = |key: &str| self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        known(&point.channel).unwrap_or_else(|| {
            let groups = make();
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(point.channel.to_string()).or_insert(groups).clone()
        })
    }
}

/// A group of rows under one title.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Title, may be empty.
    pub title: String,
    /// Its items.
    pub rows: Vec<Row>,
}

facts! {
    Group {
        title: row,
        rows: open,
    }
}

/// One item. Also used by the handbook's generated list.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Printed number.
    pub no: String,
    /// Name as published.
    pub name: String,
    /// See [`DepthKind::sign`](crate::model::DepthKind::sign).
    pub sign: &'static str,
    /// The depth as published.
    pub words: String,
    /// 即办件, 承诺件 or empty.
    pub handling: String,
    /// Promised limit, or empty.
    pub limit: String,
    /// What is special here, or empty.
    pub note: String,
    /// What to bring, in a short list; empty in others.
    pub bring: String,
    /// Leads to the item's page, in a short list; none in others.
    pub qr: Option<QrView>,
}

facts! {
    Row {
        name: row,
        no: fact("序号"),
        sign: silent("drawn from the words beside it"),
        words: fact("办理深度"),
        handling: fact("办件类型"),
        limit: fact("时限"),
        note: fact("说明"),
        bring: fact("要带"),
        qr: fact("二维码", 2),
    }
}

impl Row {
    /// The row of an offer; the limit is the guide's, where the bureau has one.
    #[must_use]
    pub fn of(ctx: &Context<'_>, offer: &Offer<'_>) -> Self {
        let change = offer.change;
        let mut notes = Vec::new();
        if offer.added {
            notes.push("本点增设".to_owned());
        }
        if let Some(window) = change.and_then(|c| c.window.as_ref()) {
            notes.push(window.value.clone());
        }
        if let Some(phone) = offer.phone() {
            notes.push(format!("电话 {phone}"));
        }
        Self {
            no: offer.number(),
            name: offer.item.name.value.clone(),
            sign: offer.kind().sign(),
            words: offer.words(),
            handling: offer.handling().to_owned(),
            limit: common::waiting(ctx.bureau.guide(&offer.item.id)),
            note: [notes.join("，"), common::extras(&ctx.bureau.printed_with_item(offer.item))]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("；"),
            bring: String::new(),
            qr: None,
        }
    }
}

/// The service list of a point; none where the bureau has no catalog or the point offers nothing.
#[must_use]
pub fn service_list_view(ctx: &Context<'_>, point: &Point, format: Format) -> Option<ServiceList> {
    let catalog = ctx.bureau.catalog.as_ref()?;
    let offered = Offer::all(catalog, point);
    if offered.is_empty() {
        return None;
    }
    // The large sheet is scanned from further away.
    let level = if format == Format::A3 { Level::Quartile } else { Level::Medium };
    // A short list leaves room for what people ask next.
    let short = offered.len() <= SHORT;
    let rows_of = |group: Option<&str>| -> Vec<Row> {
        let known = |id: &str| catalog.groups.iter().any(|g| g.id.as_str() == id);
        offered
            .iter()
            .filter(|o| o.item.group.as_ref().map(Id::as_str).filter(|id| known(id)) == group)
            .map(|o| {
                let row = Row::of(ctx, o);
                let qr = || ctx.qr(&format!("items/{}/", o.item.id)).map(|code| code.at(level));
                if short { Row { bring: common::bring(ctx, o), qr: qr(), ..row } } else { row }
            })
            .collect()
    };
    let make = || {
        let titled =
            catalog.groups.iter().map(|group| Group { title: group.title.value.clone(), rows: rows_of(Some(group.id.as_str())) });
        let rest = Group { title: String::new(), rows: rows_of(None) };
        let mut groups: Vec<Group> = titled.chain([rest]).filter(|group| !group.rows.is_empty()).collect();
        if let Some(last) = groups.last_mut().filter(|g| g.title.is_empty() && catalog_has_titles(catalog)) {
            "其他事项".clone_into(&mut last.title);
        }
        Groups::from(groups)
    };
    // The codes of a short list are drawn for the size of the sheet.
    let groups = if short { make() } else { ctx.lists.of(point, make) };
    let ordinary = point.hours_in_words();
    let qr = ctx.qr(&format!("points/{}/", point.id)).map(|code| code.at(level));
    let mut phones = Phone::each("本点电话", &point.numbers());
    phones.extend(Phone::each("咨询电话", &ctx.bureau.file.numbers()));
    phones.extend(Phone::each("投诉电话", &ctx.bureau.complaint_numbers(point)));
    Some(ServiceList {
        format,
        title: format!("{} 服务清单", point.name.value),
        bureau: ctx.bureau.file.name.value.clone(),
        primary: ctx.primary(),
        mark: ctx.mark.cloned(),
        point: point.name.value.clone(),
        summary: format!("共 {} 项", offered.len()),
        address: [text_or_empty(point.address.as_ref()), common::extras(&ctx.bureau.printed_with_point(point))]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("　"),
        edition: ctx.edition(),
        qr_label: label(qr.as_ref(), "扫码看本点网页"),
        qr,
        groups,
        legend: legend(&offered),
        special: special(&point.special, &ordinary, true),
        elsewhere: if short { elsewhere(ctx, catalog, point, offered.len()) } else { Vec::new() },
        online: if short { online(catalog, &offered) } else { Vec::new() },
        hours: ordinary,
        phones,
    })
}

/// The nearest town centre and the nearest hall above a point, for what it does not do. Where distances are not known, one that is the only one
/// of its level: nobody is sent to the wrong town.
fn elsewhere(ctx: &Context<'_>, catalog: &Catalog, point: &Point, here: usize) -> Vec<Elsewhere> {
    let tier = |p: &Point| catalog.channel(&p.channel).map(|channel| channel.tier);
    let above = match tier(point) {
        Some(Tier::County) | None => return Vec::new(),
        Some(Tier::Town) => &[Tier::County][..],
        Some(Tier::Village | Tier::Partner | Tier::Online) => &[Tier::Town, Tier::County],
    };
    let place = |p: &Point| p.location.as_ref().and_then(Place::of);
    let nearest = |level: &Tier| {
        let there = || ctx.bureau.points.iter().filter(|p| p.in_service() && p.id != point.id && tier(p).as_ref() == Some(level));
        let far = |p: &Point| Some(distance(place(point)?.offset(place(p)?)));
        let located = there().filter_map(|p| Some((p, far(p)?)));
        let nearest = located.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(p, _)| p);
        nearest.or_else(|| there().next().filter(|_| there().count() == 1))
    };
    let view = |p: &Point| {
        let count = Offer::all(catalog, p).len();
        Elsewhere {
            name: p.name.value.clone(),
            offers: if count > here { format!("办 {count} 项") } else { String::new() },
            address: text_or_empty(p.address.as_ref()),
            phones: Phone::each("电话", &p.numbers()),
        }
    };
    above.iter().filter_map(nearest).map(view).collect()
}

/// What can also be done online, by the way that the catalog names.
fn online(catalog: &Catalog, offered: &[Offer<'_>]) -> Vec<String> {
    let ways = catalog.channels.iter().filter(|c| c.tier == Tier::Online);
    ways.filter_map(|way| {
        let there = Offer::of_channel(catalog, way);
        let both: Vec<&str> =
            offered.iter().filter(|o| there.iter().any(|t| t.item.id == o.item.id)).map(|o| o.item.name.as_str()).collect();
        let items = if both.len() == offered.len() && both.len() > 1 { "以上各项".to_owned() } else { both.join("、") };
        (!both.is_empty()).then(|| format!("{}：{items}", way.name.value))
    })
    .collect()
}

/// The common legend; on a wall nobody can be asked, so 未注明 is explained as well.
fn legend(offered: &[Offer<'_>]) -> Vec<LegendEntry> {
    let mut entries = common::legend(offered);
    let kind = DepthKind::Unstated;
    if offered.iter().any(|offer| offer.kind() == kind) {
        entries.push(LegendEntry { sign: kind.sign(), words: format!("{}：{}，请问窗口", kind.zh(), kind.meaning()) });
    }
    entries
}

fn catalog_has_titles(catalog: &Catalog) -> bool {
    !catalog.groups.is_empty()
}
