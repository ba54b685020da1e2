//! The inspector's form: one HTML file that works without a network, filled with a standard, its points, and what earlier rounds left; or the same
//! as a page of a server that a phone can keep.
//!
//! Pure: a round in, bytes out. It must not score anything itself; the page does that with a port of `audit` (`themes/default/form/engine`),
//! to which it hands exact decimals as strings.

#![warn(clippy::wildcard_enum_match_arm)]

mod delivery;
mod page;
mod record;
mod rule;
mod standard;
mod values;
mod web;

use serde_json::{Value as Json, json};

pub use delivery::Delivery;
pub use page::Page;
pub use record::{earlier, point, record};
pub use standard::standard;
pub use web::{MANIFEST, ROUND, WebPage, address, web_files};

use crate::audit::known;
use crate::audit::rectify::to_look_at;
use crate::audit::{Earlier, Place};
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::model::{Bureau, Point, Tier};

/// What all forms of one round share.
#[derive(Debug, Clone)]
pub struct FormRound<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// Its fingerprint, so that a form that was made from another wording is found out.
    pub hash: String,
    /// The bureau.
    pub bureau: &'a Bureau,
    /// The round.
    pub round: Round,
    /// The campaign that the round belongs to.
    pub campaign: String,
}

/// One point to inspect.
#[derive(Debug, Clone)]
pub struct Visit<'a> {
    /// The point.
    pub point: &'a Point,
    /// What earlier rounds leave to this one.
    pub earlier: Earlier<'a>,
}

/// What a page is filled with.
#[must_use]
pub fn data(shared: &FormRound<'_>, visits: &[&Visit<'_>], delivery: &Delivery) -> Json {
    let place = Place::channels_of(shared.bureau);
    let channels: Vec<Json> = place.iter().map(|c| json!({"id": c.id.as_str(), "name": c.name.value})).collect();
    json!({
        "address": delivery.address,
        "web": delivery.served,
        "intake": delivery.intake,
        "program": concat!("yizhan ", env!("CARGO_PKG_VERSION")),
        "bureau": {"id": shared.bureau.id.as_str(), "name": shared.bureau.file.name.value},
        "standard": standard(shared.standard, place),
        "standardHash": shared.hash,
        "round": shared.round.word(),
        "roundZh": shared.round.zh(),
        "rounds": Round::ALL.map(|r| [r.word(), r.zh()]),
        "campaign": shared.campaign,
        "channels": channels,
        "points": visits.iter().map(|v| visit(shared, v)).collect::<Vec<_>>(),
    })
}

fn visit(shared: &FormRound<'_>, visit: &Visit<'_>) -> Json {
    let known: Vec<Json> = known::of_standard(shared.standard, shared.bureau, visit.point)
        .into_iter()
        .map(|fact| json!([fact.kind.word(), fact.text]))
        .collect();
    let mut keys = point(visit.point);
    if let Some(map) = keys.as_object_mut() {
        map.insert("address".to_owned(), json!(visit.point.address.as_ref().map(|a| &a.value)));
        map.insert("tier".to_owned(), json!(Place::of(shared.bureau, visit.point).tier.map(Tier::zh)));
        map.insert("known".to_owned(), json!(known));
        map.insert("earlier".to_owned(), earlier(&visit.earlier));
        // A re-inspection asks only for what the last round left.
        let asked = visit.earlier.outcome.map(|o| to_look_at(o).map(|c| c.id.clone()).collect::<Vec<_>>());
        map.insert("asked".to_owned(), json!(asked));
    }
    keys
}
