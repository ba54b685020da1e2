//! Ids that are used twice, and references that name nothing.

use std::collections::HashMap;

use super::{Context, catalog_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::model::bureau::PIECES;
use crate::model::handbook::FORMS;
use crate::model::{Bureau, Id, Text};
use crate::say;
use crate::source::decode::nearest;

/// Every id is unique in its kind, every reference names something that is there.
pub fn run(context: &Context<'_>, out: &mut Diagnostics) {
    for bureau in &context.workspace.bureaus {
        duplicates(bureau, out);
        references(context, bureau, out);
    }
}

fn duplicates(bureau: &Bureau, out: &mut Diagnostics) {
    let (points, old) = (bureau.every_point().map(|p| &p.id), bureau.every_point().flat_map(|p| &p.formerly));
    unique("服务点", "point", points.chain(old), out);
    unique("指南的事项", "guide for the item", bureau.guides.iter().map(|g| &g.front.item), out);
    unique("业务指南", "handbook", bureau.handbooks.iter().map(|h| &h.front.id), out);
    forms(bureau, out);
    unique("公告", "notice", bureau.notices.iter().map(|n| &n.id), out);
    unique("明白纸", "leaflet", bureau.leaflets.iter().map(|l| &l.id), out);
    unique("上墙制度", "panel", bureau.panels.iter().map(|p| &p.id), out);
    unique("宣传", "campaign", bureau.campaigns.iter().map(|c| &c.id), out);
    if let Some(catalog) = catalog_of(bureau) {
        unique("渠道", "channel", catalog.channels.iter().map(|c| &c.id), out);
        let (items, old) = (catalog.items.iter().map(|i| &i.id), catalog.items.iter().flat_map(|i| &i.formerly));
        unique("事项", "item", items.chain(old), out);
        unique("分组", "group", catalog.groups.iter().map(|g| &g.id), out);
    }
}

fn unique<'a>(zh: &str, en: &str, ids: impl Iterator<Item = &'a Id>, out: &mut Diagnostics) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for id in ids {
        if let Some(first) = seen.get(id.as_str()) {
            out.push(
                Diagnostic::new(
                    &codes::DUPLICATE_ID,
                    id.span(),
                    say!("{zh}编号 {id} 用了两次", "the {en} id {id} is used twice"),
                )
                .related(*first, say!("第一次在这里", "first here"))
                .help(say!("换一个编号", "choose another id")),
            );
        } else {
            seen.insert(id.as_str(), id.span());
        }
    }
}

/// No handbook has the name that a form of another one gets: `guide-large` beside `guide`.
fn forms(bureau: &Bureau, out: &mut Diagnostics) {
    for book in &bureau.handbooks {
        let id = &book.front.id;
        let Some(base) = FORMS.iter().find_map(|form| id.as_str().strip_suffix(form)) else { continue };
        if let Some(other) = bureau.handbooks.iter().find(|b| b.front.id.as_str() == base) {
            out.push(
                Diagnostic::new(
                    &codes::DUPLICATE_ID,
                    id.span(),
                    say!("{id} 是业务指南 {base} 另一种版式的文件名", "{id} is the file of another form of the handbook {base}"),
                )
                .related(other.front.id.span(), say!("在这里", "here"))
                .help(say!("换一个编号", "choose another id")),
            );
        }
    }
}

fn references(context: &Context<'_>, bureau: &Bureau, out: &mut Diagnostics) {
    let channels: Vec<&str> = catalog_of(bureau).map(|c| c.channels.iter().map(|c| c.id.as_str()).collect()).unwrap_or_default();
    let items: Vec<&str> = catalog_of(bureau).map(|c| c.items.iter().map(|i| i.id.as_str()).collect()).unwrap_or_default();
    for point in &bureau.points {
        reference("渠道", "channel", &point.channel, &channels, out);
    }
    for point in bureau.every_point() {
        for over in point.adds.iter().chain(&point.omits).chain(&point.overrides) {
            reference("事项", "item", &over.item, &items, out);
        }
    }
    if let Some(catalog) = catalog_of(bureau) {
        let groups: Vec<&str> = catalog.groups.iter().map(|g| g.id.as_str()).collect();
        for item in &catalog.items {
            if let Some(group) = &item.group {
                reference("分组", "group", &Text::new(group.to_string(), group.span()), &groups, out);
            }
            for (channel, _) in &item.depth {
                reference("渠道", "channel", channel, &channels, out);
            }
        }
    }
    let guides: Vec<&str> = bureau.guides.iter().map(|g| g.front.item.as_str()).chain(["all"]).collect();
    for chapter in bureau.handbooks.iter().flat_map(|h| &h.front.chapters) {
        for guide in &chapter.guides {
            reference("指南", "guide", guide, &guides, out);
        }
    }
    for piece in bureau.file.print.iter().flat_map(|p| &p.pieces) {
        reference("印刷种类", "kind of print", piece, &PIECES, out);
    }
    if let Some(programme) = &bureau.programme {
        for channel in programme.networks.iter().filter_map(|n| n.channel.as_ref()) {
            reference("渠道", "channel", channel, &channels, out);
        }
    }
    if let Some(adopts) = &bureau.file.adopts {
        let bureaus: Vec<&str> = context.workspace.bureaus.iter().map(|b| b.id.as_str()).collect();
        let (name, edition) = adopts.split_once('/').unwrap_or((adopts, ""));
        reference("采用的局", "adopted bureau", &Text::new(name.to_owned(), adopts.span.part(0, name.len())), &bureaus, out);
        if let Some(adopted) = context.workspace.adopted(bureau)
            && !edition.is_empty()
            && adopted.file.edition.text.value != edition
            && !adopted.file.edition.text.starts_with(&format!("{edition}-"))
        {
            let known = &adopted.file.edition.text;
            out.push(
                Diagnostic::new(
                    &codes::DANGLING,
                    adopts.span,
                    say!("{name} 没有版本“{edition}”", "{name} has no edition “{edition}”"),
                )
                .help(say!("现有版本：{known}", "its edition is {known}")),
            );
        }
    }
}

fn reference(zh: &str, en: &str, text: &Text, known: &[&str], out: &mut Diagnostics) {
    if known.contains(&text.as_str()) {
        return;
    }
    let near = nearest(text, known.iter().copied());
    let help = match near {
        Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
        None if known.is_empty() => say!("这里还没有定义任何{zh}", "no {en} is defined here"),
        None => {
            let list = known.iter().take(20).copied().collect::<Vec<_>>().join("、");
            say!("已有的：{list}", "known: {list}")
        }
    };
    out.push(
        Diagnostic::new(&codes::DANGLING, text.span, say!("{zh}“{text}”不存在", "there is no {en} “{text}”"))
            .help(help)
            .instead(near),
    );
}
