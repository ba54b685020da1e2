//! Rules about a catalog: what its text claims, its depth words, and what its rows say against each other.
//!
//! Every slip that these rules look for stands in 乌政办发〔2023〕27号, annex 2, which the sample keeps as published.

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, codes};
use crate::model::catalog::{Catalog, Claim, Handling, Item, Tier};
use crate::model::everyday;
use crate::model::{Depth, DepthKind, Text};
use crate::say;
use crate::source::decode::nearest;

/// So many items are named in one finding.
const IN_ONE: usize = 5;

/// All rules about one catalog.
pub fn run(catalog: &Catalog, out: &mut Diagnostics) {
    claims(catalog, out);
    for item in &catalog.items {
        for (_, depth) in &item.depth {
            depth_word(depth, out);
        }
        handling(item, out);
        deeper_below(catalog, item, out);
        brackets(&item.name, out);
        offered(catalog, item, out);
    }
    brackets(&catalog.title, out);
}

/// The search finds an item by more than its official name (C350): one finding for all that have neither words of the common list nor their own.
/// Nobody asks for 转移接续手续办理; people type 医保转移.
pub fn everyday_words(catalog: &Catalog, out: &mut Diagnostics) {
    // A name of two words is what people type anyway.
    let silent =
        |item: &&Item| item.name.chars().count() > 4 && item.keywords.is_empty() && everyday::of_item(&item.name).is_empty();
    let items: Vec<&Item> = catalog.items.iter().filter(silent).collect();
    let Some(first) = items.first() else { return };
    let named: Vec<&str> = items.iter().take(IN_ONE).map(|item| item.name.as_str()).collect();
    let (zh, en) = if items.len() > IN_ONE { ("等", ", …") } else { ("", "") };
    let mut finding = Diagnostic::new(
        &codes::NO_EVERYDAY_WORDS,
        first.name.span,
        Bilingual {
            zh: format!("{} 个事项没有群众常用的说法，只能按名称搜到：{}{zh}", items.len(), named.join("、")),
            en: format!("search finds {} items by their official names alone: {}{en}", items.len(), named.join(", ")),
        },
    )
    .help(say!(
        "在事项下用 keywords（关键词）写上群众平时怎么说，如 [医保转移, 换城市]",
        "write what people call them under `keywords` of each item, such as [医保转移, 换城市]"
    ));
    for item in items.iter().skip(1).take(IN_ONE - 1) {
        finding = finding.related(item.name.span, say!("也没有", "has none either"));
    }
    out.push(finding);
}

/// A claimed number of items equals the column's (C301); a claim is about a column that exists (C302).
/// Seed: the text gives 卫生院 12 items, its column has 19; it gives 零售药店 12 items, and there is no such column.
fn claims(catalog: &Catalog, out: &mut Diagnostics) {
    for channel in &catalog.channels {
        for claim in &channel.claims {
            count(catalog, claim, channel.id.as_str(), &channel.name, out);
        }
    }
    for claim in &catalog.claims {
        let Some(name) = &claim.channel else { continue };
        let channel = catalog.channels.iter().find(|c| c.id.as_str() == name.value || c.name.value == name.value);
        match channel {
            Some(channel) => count(catalog, claim, channel.id.as_str(), &channel.name, out),
            None => out.push(
                Diagnostic::new(
                    &codes::CLAIM_WITHOUT_COLUMN,
                    name.span,
                    Bilingual {
                        zh: format!("{}称“{name}”有 {} 项，清单里没有这一列", clause_zh(claim), claim.items),
                        en: format!("{} claims {} items for “{name}”, which has no column", clause_en(claim), claim.items),
                    },
                )
                .help(say!("在清单里补上这个渠道的列，或向发文单位核实", "add the channel's column, or ask the issuing office")),
            ),
        }
    }
}

fn count(catalog: &Catalog, claim: &Claim, channel: &str, name: &Text, out: &mut Diagnostics) {
    let counted = catalog.count(channel);
    let claimed = claim.items.value as usize;
    // A document that names only some of its items can still not name more than it claims.
    if counted == claimed || (claim.incomplete && counted < claimed) {
        return;
    }
    out.push(
        Diagnostic::new(
            &codes::CLAIMED_COUNT,
            claim.items.span,
            Bilingual {
                zh: format!("{}称“{name}”有 {claimed} 项，清单该列有 {counted} 项", clause_zh(claim)),
                en: format!("{} claims {claimed} items for “{name}”; its column has {counted}", clause_en(claim)),
            },
        )
        .help(say!("核对正文与附件，以发文单位的答复为准", "compare text and annex, and ask the issuing office")),
    );
}

fn clause_zh(claim: &Claim) -> String {
    claim.clause.as_ref().map_or_else(|| "正文".to_owned(), |c| format!("正文{c}"))
}

fn clause_en(claim: &Claim) -> String {
    claim.clause.as_ref().map_or_else(|| "the text".to_owned(), |c| format!("the text ({c})"))
}

/// A depth is made of known words (C303), and its brackets match (C307). Seed: item 16, 卫生院, “结办”; item 11, “受理(15天内办结）”.
fn depth_word(depth: &Depth, out: &mut Diagnostics) {
    if depth.kind == DepthKind::Unknown {
        let word: String = depth.text.chars().take_while(|c| !matches!(c, '(' | '（')).collect();
        let words = DepthKind::WORDS.map(|(w, _)| w);
        let same_letters = |a: &str, b: &str| {
            let sorted = |s: &str| {
                let mut chars: Vec<char> = s.chars().collect();
                chars.sort_unstable();
                chars
            };
            sorted(a) == sorted(b)
        };
        let near = words.iter().copied().find(|w| same_letters(w, &word)).or_else(|| nearest(&word, words.into_iter()));
        let help = match near {
            Some(near) => say!("是不是“{near}”？", "did you mean “{near}”?"),
            None => say!("办理深度用：{}，不办理写 -", "depth words: {}; - where not offered", words.join("、")),
        };
        out.push(
            Diagnostic::new(
                &codes::UNKNOWN_DEPTH,
                depth.text.span,
                say!("不认识的办理深度“{}”", "unknown depth “{}”", depth.text.value),
            )
            .help(help),
        );
    }
    brackets(&depth.text, out);
}

/// Full- and half-width brackets are not mixed in one text (C307).
fn brackets(text: &Text, out: &mut Diagnostics) {
    let half = text.contains(['(', ')']);
    let full = text.contains(['（', '）']);
    if half && full {
        let fixed = text.replace('(', "（").replace(')', "）");
        out.push(
            Diagnostic::new(
                &codes::MIXED_BRACKETS,
                text.span,
                say!("“{text}”全角、半角括号混用", "“{text}” mixes bracket widths"),
            )
            .help(say!("统一为全角：{fixed}", "use full-width ones: {fixed}"))
            .mend(say!("改为全角括号", "use full-width brackets"), text.span, fixed, true),
        );
    }
}

/// An item has a handling type (C305; seed: item 16), and one that is done on the spot takes no days (C304; seed: item 11).
fn handling(item: &Item, out: &mut Diagnostics) {
    let Some(handling) = &item.handling else {
        // An edition that names items only, such as a national list, has no depths and no handling types.
        if !item.depth.is_empty()
            && item.depth.iter().any(|(_, d)| d.offered() && d.kind != DepthKind::Unstated && d.kind != DepthKind::Advice)
        {
            out.push(
                Diagnostic::new(
                    &codes::NO_HANDLING,
                    item.name.span,
                    say!("事项“{}”没有办件类型", "“{}” has no handling type", item.name.value),
                )
                .help(say!("加一行 handling: 即办件 或 承诺件", "add `handling: 即办件` or `handling: 承诺件`"))
                .on_form(say!("在“办件类型”里选即办件或承诺件", "choose 即办件 or 承诺件 as its handling type")),
            );
        }
        return;
    };
    let slow = item.depth.iter().find(|(_, d)| d.limit.is_some_and(|l| l.amount > 0));
    if let (Handling::OnTheSpot, Some((_, depth))) = (handling.value, slow) {
        out.push(
            Diagnostic::new(
                &codes::HANDLING_CONFLICT,
                handling.span,
                Bilingual {
                    zh: format!("事项“{}”是即办件，办理深度却写“{}”", item.name, depth.text),
                    en: format!("“{}” is done on the spot, yet a depth says “{}”", item.name, depth.text),
                },
            )
            .related(depth.text.span, say!("在这里", "here"))
            .help(say!("改为承诺件，或去掉天数", "make it 承诺件, or take the days away")),
        );
    }
}

/// A lower tier does not go deeper than the county hall (C306). Seed: items 17 and 18 are 办结 at a 卫生院, 受理 at the hall.
/// Online channels are the hall's own systems and are left out.
fn deeper_below(catalog: &Catalog, item: &Item, out: &mut Diagnostics) {
    let Some(hall) = catalog.channels.iter().find(|c| c.tier == Tier::County) else { return };
    let Some(top) = item.depth_in(&hall.id) else { return };
    if top.kind != DepthKind::Accept {
        return;
    }
    for channel in catalog.channels.iter().filter(|c| !matches!(c.tier, Tier::County | Tier::Online)) {
        if let Some(depth) = item.depth_in(&channel.id).filter(|d| d.kind == DepthKind::Complete) {
            out.push(
                Diagnostic::new(
                    &codes::DEEPER_BELOW,
                    depth.text.span,
                    Bilingual {
                        zh: format!(
                            "事项“{}”在“{}”写“{}”，在“{}”只写“{}”",
                            item.name, channel.name, depth.text, hall.name, top.text
                        ),
                        en: format!(
                            "“{}” is “{}” at “{}” but only “{}” at “{}”",
                            item.name, depth.text, channel.name, top.text, hall.name
                        ),
                    },
                )
                .related(top.text.span, say!("上级在这里", "the hall is here"))
                .help(say!("核对两处的办理深度", "compare the two depths")),
            );
        }
    }
}

/// An item is offered somewhere (C315).
fn offered(catalog: &Catalog, item: &Item, out: &mut Diagnostics) {
    let anywhere = item.depth.iter().any(|(_, d)| d.offered());
    if !catalog.channels.is_empty() && !item.depth.is_empty() && !anywhere {
        out.push(
            Diagnostic::new(
                &codes::OFFERED_NOWHERE,
                Span { ..item.name.span },
                say!("事项“{}”没有任何渠道办理", "“{}” is offered nowhere", item.name.value),
            )
            .help(say!("在 depth 里写出办理渠道和深度", "name channels and depths under `depth`")),
        );
    }
}

/// So many items are named.
const NAMED: usize = 8;

/// Of every item it is said where it is handled (C315): one finding for all of which nothing is said, such as those of a table without channels. A catalog
/// that others adopt may name items only.
pub fn said(catalog: &Catalog, out: &mut Diagnostics) {
    let open: Vec<&Item> = catalog.items.iter().filter(|item| item.depth.is_empty()).collect();
    let Some(first) = open.first() else { return };
    let mut names = open.iter().take(NAMED).map(|item| item.name.as_str()).collect::<Vec<_>>().join("、");
    if open.len() > NAMED {
        names.push_str("……");
    }
    let count = open.len();
    let choices = catalog.channels.iter().map(|c| format!("{}（{}）", c.id, c.name.value)).collect::<Vec<_>>().join("、");
    let help = if choices.is_empty() {
        say!(
            "清单里还没有渠道：写 channels 和每项的 depth，或再导入一张带渠道列的表",
            "the catalog has no channels yet: write `channels`, and `depth` for each item, or import a table with columns of channels"
        )
    } else {
        say!(
            "在 depth 里写出办理渠道和深度，渠道有：{choices}",
            "name channels and depths under `depth`; the channels are {choices}"
        )
    };
    let message = say!(
        "{count} 个事项没有写在哪里办，不上任何网点的清单：{names}",
        "of {count} items it is not said where they are handled; they are on the list of no point: {names}"
    );
    out.push(Diagnostic::new(&codes::OFFERED_NOWHERE, first.name.span, message).help(help));
}
