//! Rules about what is kept and not shown: points without a channel, numbers of people within words, columns about people.

use std::collections::BTreeSet;

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, codes};
use crate::model::workspace::HeldBack;
use crate::model::{Bureau, Text, personal};
use crate::say;

/// All that is kept back of a bureau, said once for each kind.
pub fn run(bureau: &Bureau, out: &mut Diagnostics) {
    unassigned(bureau, out);
    held_back(bureau, out);
    columns(bureau, out);
    printed(bureau, out);
}

/// So many points without a channel are named.
const NAMED: usize = 8;

/// Every point has a channel (C343): without one it is on no list, page or piece. One finding for all of a bureau.
fn unassigned(bureau: &Bureau, out: &mut Diagnostics) {
    let Some(first) = bureau.unassigned.first() else { return };
    let count = bureau.unassigned.len();
    let mut names = bureau.unassigned.iter().take(NAMED).map(|p| p.name.as_str()).collect::<Vec<_>>().join("、");
    if count > NAMED {
        names.push_str("……");
    }
    let channels = bureau.catalog.as_ref().map_or(&[][..], |c| &c.channels);
    let choices = channels.iter().map(|c| format!("{}（{}）", c.id, c.name.value)).collect::<Vec<_>>().join("、");
    let help = if choices.is_empty() {
        say!(
            "清单里还没有渠道：先导入服务清单，再给每个网点加一行 channel: …",
            "the catalog has no channels yet: import one, then add a line `channel: …` to each point"
        )
    } else {
        say!(
            "给每个网点加一行 channel: …（渠道），可以写：{choices}；从表格导入的，再导入一次并回答“哪个渠道”",
            "add a line `channel: …` to each, with one of {choices}; or import their table again and answer which channel"
        )
    };
    let message = say!(
        "{count} 个网点还没有渠道，补上以前不上任何清单、网页和印刷品：{names}",
        "{count} points have no channel yet, and are on no list, page or printed piece until they do: {names}"
    );
    let rest = bureau.unassigned.iter().skip(1).take(NAMED - 1);
    let on_form = if choices.is_empty() {
        say!("先在“服务清单”里加渠道，再给每个网点选渠道", "add channels to the catalog first, then choose one for each point")
    } else {
        choose_channel()
    };
    let finding = Diagnostic::new(&codes::NO_CHANNEL, first.name.span, message).help(help).on_form(on_form);
    out.push(rest.fold(finding, |finding, point| finding.related(point.name.span, say!("还有这里", "and here"))));
}

/// What to do at a form about a point without a channel.
pub(super) fn choose_channel() -> Bilingual {
    say!("在“服务点”里给它选一个渠道", "choose its channel among the service points")
}

/// Words of points hold no number of a person that nobody has published (C344): they are shown without it. One finding for all of a bureau.
fn held_back(bureau: &Bureau, out: &mut Diagnostics) {
    let mut all: Vec<&HeldBack> = bureau.held_back.values().flatten().collect();
    all.sort_by_key(|held| (held.written.span.file, held.written.span.start));
    let Some(first) = all.first() else { return };
    let count = all.len();
    let shown = personal::HELD_BACK;
    let message = say!(
        "{count} 处文字里有手机号或身份证号，没有公布：网页和印件上写“{shown}”",
        "{count} texts hold a mobile or an identity number, which is not published: pages and print say “{shown}”"
    );
    let example = all.iter().flat_map(|held| &held.numbers).find(|n| n.len() == 11).map_or("13800000000", String::as_str);
    let help = say!(
        "本人同意公布的手机号，在网点里加一行 public_mobiles: [\"{example}\"]（可公布手机号），或写进 phone；不公布的，从文字里删去",
        "where its owner agrees, add a line `public_mobiles: [\"{example}\"]` to the point, or write it under `phone`; else take it out of the text"
    );
    let on_form = say!(
        "本人同意公布的手机号，填进这个网点的“可公布手机号”；不公布的，从文字里删去",
        "where its owner agrees, fill it in as a mobile that may be published; else take it out of the text"
    );
    let finding = Diagnostic::new(&codes::HELD_BACK, first.written.span, message).help(help).on_form(on_form);
    let rest = all.iter().skip(1).take(NAMED - 1);
    out.push(rest.fold(finding, |finding, held| finding.related(held.written.span, say!("还有这里", "and here"))));
}

/// Columns that are kept with points and items and that no page shows, since they are about people (C345): one finding for each kind.
fn columns(bureau: &Bureau, out: &mut Diagnostics) {
    let heads = &bureau.private_heads;
    let mut points = bureau.every_point().flat_map(|p| p.more.iter());
    let mut items = bureau.catalog.iter().flat_map(|c| &c.items).flat_map(|i| i.more.iter());
    let mut say = |of: (&str, &str), heads: &BTreeSet<String>, first: Option<&Text>| {
        let Some(first) = first else { return };
        let ((zh, en), list) = (of, heads.iter().map(String::as_str).collect::<Vec<_>>().join("、"));
        let message = say!(
            "{zh}的栏目有人名、电话或证件号一类，不上网也不印：{list}",
            "columns of {en} name people or say how to reach them, and are kept out of pages and print: {list}"
        );
        out.push(Diagnostic::new(&codes::COLUMN_HELD_BACK, first.span, message).help(say!(
            "它们只在文件和导出的表里；要公布的，改写到 note（说明）或 phone（电话）里",
            "they stay in the files and in exports; what is to be published goes under `note` or `phone`"
        )));
    };
    let point = points.find(|(head, _)| heads.points.contains(head.as_str())).map(|(head, _)| head);
    let item = items.find(|(head, _)| heads.items.contains(head.as_str())).map(|(head, _)| head);
    say(("网点", "points"), &heads.points, point);
    say(("事项", "items"), &heads.items, item);
}

/// Heads that are chosen for print are those of some record (M206), and none about people (C345).
fn printed(bureau: &Bureau, out: &mut Diagnostics) {
    let Some(print) = &bureau.file.print else { return };
    let points: BTreeSet<&str> = bureau.every_point().flat_map(|p| p.more.iter()).map(|(head, _)| head.as_str()).collect();
    let items = bureau.catalog.iter().flat_map(|c| &c.items).flat_map(|i| i.more.iter());
    let items: BTreeSet<&str> = items.map(|(head, _)| head.as_str()).collect();
    let kinds =
        [(&print.item_heads, items, &bureau.private_heads.items), (&print.point_heads, points, &bureau.private_heads.points)];
    for (heads, known, private) in kinds {
        for head in heads {
            if private.contains(head.as_str()) {
                let message =
                    say!("栏目“{head}”有人名、电话或证件号一类，不印", "the column “{head}” is about people and is not printed");
                out.push(
                    Diagnostic::new(&codes::COLUMN_HELD_BACK, head.span, message)
                        .help(say!("删去这一个栏目", "take the head out of the list")),
                );
            } else if !known.contains(head.as_str()) {
                let list = known.iter().filter(|h| !private.contains(**h)).copied().collect::<Vec<_>>().join("、");
                let help = if list.is_empty() {
                    say!("表格里没有带来这样的栏目", "no table has brought such a column")
                } else {
                    say!("可以写：{list}", "known: {list}")
                };
                out.push(
                    Diagnostic::new(&codes::DANGLING, head.span, say!("没有栏目“{head}”", "there is no column “{head}”"))
                        .help(help),
                );
            }
        }
    }
}
