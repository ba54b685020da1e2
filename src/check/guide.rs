//! Rules about guides: what they ask for, how long they take, and whether somebody still looks after them.

use chrono::{Months, NaiveDate};

use super::{Context, catalog_of};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, codes};
use crate::model::guide::{Condition, Limits, Material};
use crate::model::{Bureau, Catalog, Date, Guide};
use crate::say;

/// Months after which a guide counts as not reviewed, unless the workspace says otherwise.
const REVIEW_MONTHS: u32 = 12;

/// All rules about a bureau's guides.
pub fn run(context: &Context<'_>, bureau: &Bureau, out: &mut Diagnostics) {
    let months = review_months(context);
    for guide in &bureau.guides {
        orphan(bureau, guide, out);
        let front = &guide.front;
        reviewed(("指南", "the guide"), front.reviewed, front.item.span(), context.today, months, out);
        for limits in guide.front.limits.iter().chain(guide.front.variants.iter().filter_map(|v| v.limits.as_ref())) {
            promised(limits, out);
        }
        proofs(guide, out);
        if let Some(catalog) = catalog_of(bureau) {
            against_catalog(catalog, guide, out);
        }
    }
}

/// The guide's item is in the catalog (C316).
fn orphan(bureau: &Bureau, guide: &Guide, out: &mut Diagnostics) {
    let item = &guide.front.item;
    if catalog_of(bureau).is_none_or(|c| c.item(item).is_none()) {
        let near = catalog_of(bureau).and_then(|c| crate::source::decode::nearest(item, c.items.iter().map(|i| i.id.as_str())));
        let help = near.map_or_else(
            || say!("在 catalog.yaml 里加上这个事项，或删去指南", "add the item to catalog.yaml, or delete the guide"),
            |near| say!("是不是想写 {near}？", "did you mean `{near}`?"),
        );
        out.push(
            Diagnostic::new(
                &codes::ORPHAN_GUIDE,
                item.span(),
                say!("清单里没有事项“{item}”", "the catalog has no item “{item}”"),
            )
            .help(help)
            .instead(near),
        );
    }
}

/// Months after which a text counts as not reviewed.
pub(super) fn review_months(context: &Context<'_>) -> u32 {
    context.workspace.config.review_months.map_or(REVIEW_MONTHS, |m| m.value)
}

/// Somebody has looked at the guide or leaflet within the last months (C313). `named`: what it is, in both languages.
pub(super) fn reviewed(
    named: (&str, &str),
    date: Option<Date>,
    place: Span,
    today: NaiveDate,
    months: u32,
    out: &mut Diagnostics,
) {
    let (zh, en) = named;
    let finding = match date {
        None => Diagnostic::new(&codes::NOT_REVIEWED, place, say!("{zh}没有复核日期", "{en} has no review date")),
        Some(date) if date.checked_add_months(Months::new(months)).is_some_and(|due| due < today) => Diagnostic::new(
            &codes::NOT_REVIEWED,
            date.span,
            Bilingual {
                zh: format!("{zh}上次复核是 {}，已超过 {months} 个月", date.value),
                en: format!("the last review of {en}, {}, is more than {months} months ago", date.value),
            },
        ),
        Some(_) => return,
    };
    let finding = finding.help(say!("复核内容后更新 reviewed: 日期", "look it over and update `reviewed:`"));
    out.push(finding.on_form(say!("复核内容，再把复核日期改成今天", "look it over, then set the day of its review to today")));
}

/// A promise is not longer than the law (C311).
fn promised(limits: &Limits, out: &mut Diagnostics) {
    let (Some(statutory), Some(promised)) = (limits.statutory, limits.promised) else { return };
    if promised.compare(statutory.value) == Some(std::cmp::Ordering::Greater) {
        out.push(
            Diagnostic::new(
                &codes::PROMISED_LONGER,
                promised.span,
                say!(
                    "承诺时限{}长于法定时限{}",
                    "the promised limit {} is longer than the statutory {}",
                    promised.zh(),
                    statutory.zh()
                ),
            )
            .related(statutory.span, say!("法定时限在这里", "the statutory limit is here"))
            .help(say!("承诺时限应短于或等于法定时限", "promise as much as the law asks, or less")),
        );
    }
}

/// A proof that a condition names is among the materials (C312): by its `proof:` key, or a title in 《》.
fn proofs(guide: &Guide, out: &mut Diagnostics) {
    let materials: Vec<&Material> =
        guide.front.materials.iter().chain(guide.front.variants.iter().flat_map(|v| &v.materials)).collect();
    let listed = |proof: &str| {
        materials.iter().any(|m| {
            let names = std::iter::once(&m.name).chain(&m.alternatives);
            names.into_iter().any(|n| n.contains(proof) || proof.contains(n.as_str()))
        })
    };
    for condition in &guide.front.conditions {
        for (proof, span) in named_proofs(condition) {
            if !listed(&proof) {
                out.push(
                    Diagnostic::new(
                        &codes::PROOF_NOT_LISTED,
                        span,
                        say!("条件里提到“{proof}”，材料里没有", "the conditions name “{proof}”, the materials do not"),
                    )
                    .help(say!("在 materials 里列出，或写明免交", "list it under `materials`, or say that it is not needed")),
                );
            }
        }
    }
}

fn named_proofs(condition: &Condition) -> Vec<(String, Span)> {
    if let Some(proof) = &condition.proof {
        return vec![(proof.value.clone(), proof.span)];
    }
    let text = condition.text.as_str();
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('《') {
        let Some((title, tail)) = after.split_once('》') else { break };
        // Titles of laws and rules stand in the same marks; only papers that a person holds are proofs.
        if ["证", "证明", "凭证", "表", "单", "书", "协议", "病历", "发票"].iter().any(|end| title.ends_with(end)) {
            found.push((title.to_owned(), condition.text.span));
        }
        rest = tail;
    }
    found
}

/// The guide's limit is the catalog's where both state one (C321).
fn against_catalog(catalog: &Catalog, guide: &Guide, out: &mut Diagnostics) {
    let Some(item) = catalog.item(&guide.front.item) else { return };
    let Some(promised) = guide.front.limits.as_ref().and_then(|l| l.promised.or(l.statutory)) else { return };
    let limits: Vec<_> = item.depth.iter().filter_map(|(_, d)| d.limit.map(|l| (l, d.text.span))).collect();
    let longest = limits.iter().max_by_key(|(l, _)| l.amount);
    if let Some((limit, span)) = longest
        && promised.amount > 0
        && (limit.unit != promised.unit || promised.amount > limit.amount)
    {
        out.push(
            Diagnostic::new(
                &codes::LIMIT_MISMATCH,
                promised.span,
                Bilingual {
                    zh: format!("指南写{}，清单写{}", promised.zh(), limit.zh()),
                    en: format!("the guide says {}, the catalog {}", promised.zh(), limit.zh()),
                },
            )
            .related(*span, say!("清单在这里", "the catalog is here"))
            .help(say!("核对两处的时限和单位", "compare the limits and their units")),
        );
    }
}
