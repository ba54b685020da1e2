//! Rules about what is handed out and hung up: texts that fit their sheets, links that can be opened, leaflets that somebody looks after.
//!
//! How much room a text needs is reckoned here in lines, near enough to warn; print itself loses nothing, it goes on to a second sheet.

use super::Context;
use super::guide::{review_months, reviewed};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::model::Bureau;
use crate::model::publicity::{Campaign, Notice, PosterSize};
use crate::say;
use crate::source::decode::nearest;
use crate::source::markdown::{Block, Inline};

/// A kind of sheet with its smallest type: everything in characters (em) of it.
struct Room {
    /// What it is called.
    zh: &'static str,
    en: &'static str,
    /// Characters in a line.
    wide: f64,
    /// Height of all columns together, less what their ends leave unused.
    high: f64,
    /// From one line to the next.
    line: f64,
    /// Between two paragraphs.
    gap: f64,
}

/// Three columns of 84 mm at 8.5 pt: see `leaflet.typ`.
const LEAFLET: Room =
    Room { zh: "一张三折明白纸", en: "a leaflet of one sheet", wide: 28.0, high: 181.0, line: 1.55, gap: 0.8 };
/// 504 mm at 8.6 mm: see `panel.typ`.
const PANEL: Room = Room { zh: "一块展板", en: "one panel", wide: 58.0, high: 64.0, line: 1.72, gap: 1.05 };

/// All rules about a bureau's leaflets, panels and campaigns.
pub fn run(context: &Context<'_>, bureau: &Bureau, out: &mut Diagnostics) {
    bureau.notices.iter().for_each(|notice| holds(bureau, notice, out));
    for leaflet in &bureau.leaflets {
        let title = &leaflet.front.title;
        reviewed(("明白纸", "the leaflet"), leaflet.front.reviewed, title.span, context.today, review_months(context), out);
        fits(&LEAFLET, &leaflet.body, title.span, out);
    }
    for panel in &bureau.panels {
        fits(&PANEL, &panel.body, panel.front.title.span, out);
    }
    for campaign in &bureau.campaigns {
        link(campaign, out);
        for (size, (zh, en), smallest) in POSTERS {
            if campaign.wants(size) && poster_height(campaign, smallest) > smallest.high {
                let over = too_many(poster_height(campaign, smallest) - smallest.high, smallest.line, smallest.wide);
                out.push(too_long(campaign.front.title.span, zh, en, over));
                break;
            }
        }
    }
}

/// A notice holds for some time, and is about points that are there.
fn holds(bureau: &Bureau, notice: &Notice, out: &mut Diagnostics) {
    let front = &notice.front;
    if let Some(until) = front.until.filter(|until| until.value < front.date.value) {
        out.push(
            Diagnostic::new(
                &codes::BAD_VALUE,
                until.span,
                say!("有效期至 {} 早于发布日期 {}", "it ends on {}, before its own date {}", until.value, front.date.value),
            )
            .help(say!("写公告最后有效的一天", "write the last day on which it holds")),
        );
    }
    for id in front.points.iter().filter(|id| bureau.point(id).is_none()) {
        if let Some(point) = bureau.any_point(id) {
            let name = &point.name.value;
            let message = say!("“{name}”还没有渠道，公告里不显示", "“{name}” has no channel yet: the notice does not show it");
            out.push(
                Diagnostic::new(&codes::NO_CHANNEL, id.span, message)
                    .help(say!("在它的文件里加一行 channel: …", "add a line `channel: …` to its file"))
                    .on_form(super::unshown::choose_channel())
                    .related(point.name.span, say!("在这里", "here")),
            );
            continue;
        }
        let near = nearest(id, bureau.points.iter().map(|p| p.id.as_str())).unwrap_or_default();
        let help = if near.is_empty() {
            say!("写服务点文件里的编号", "write an id of a file of points")
        } else {
            say!("是不是 {near}", "perhaps {near}")
        };
        out.push(
            Diagnostic::new(&codes::DANGLING, id.span, say!("没有编号为 {id} 的服务点", "there is no point {id}")).help(help),
        );
    }
}

/// A text fits its sheet (C342).
fn fits(room: &Room, body: &[Block], span: Span, out: &mut Diagnostics) {
    let over = height(body, room, room.wide) - room.high;
    if over > 0.0 {
        out.push(too_long(span, room.zh, room.en, too_many(over, room.line, room.wide)));
    }
}

fn too_long(span: Span, zh: &str, en: &str, over: u32) -> Diagnostic {
    Diagnostic::new(
        &codes::TOO_LONG_FOR_PAPER,
        span,
        say!(
            "文字用最小的字号也放不进{zh}，大约多 {over} 字",
            "set as small as may be, the text does not fit {en}: about {over} characters too many"
        ),
    )
    .help(say!("删短；不删的话会接着印到第二张", "shorten it; left as it is, it goes on to a second sheet"))
}

/// Characters in so much height, to the next ten.
fn too_many(over: f64, line: f64, wide: f64) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand, never negative")]
    let tens = (over / line * wide / 10.0).ceil().clamp(1.0, 100_000.0) as u32;
    tens * 10
}

/// Height of blocks, in characters, in lines of `wide`.
fn height(blocks: &[Block], room: &Room, wide: f64) -> f64 {
    let after = room.gap - (room.line - 1.0);
    let lines = |letters: f64| (letters / wide).ceil().max(1.0) * room.line;
    let items = |items: &[Vec<Block>]| -> f64 { items.iter().map(|item| height(item, room, (wide - 1.5).max(1.0))).sum() };
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph { c } => lines(letters(c)) + after,
            Block::Heading { c, .. } => lines(letters(c) * 1.25) * 1.2 + 1.4,
            Block::Bullets { items: list } | Block::Numbers { items: list, .. } => items(list) + after,
            Block::Table { head, rows, .. } => {
                let columns = rows.iter().map(Vec::len).chain([head.len(), 1]).max().unwrap_or(1);
                #[allow(clippy::cast_precision_loss, reason = "a table has few columns")]
                let cell = (wide / columns as f64 - 1.0).max(1.0);
                let row = |row: &Vec<Vec<Inline>>| {
                    row.iter().map(|c| (letters(c) * 0.92 / cell).ceil().max(1.0)).fold(1.0, f64::max) * 1.4 + 0.8
                };
                row(head) + rows.iter().map(row).sum::<f64>() + room.gap
            }
            Block::Quote { c } => height(c, room, (wide - 2.0).max(1.0)) + after,
            Block::Code { text } => text.lines().map(|line| lines(width(line))).sum::<f64>() + after,
            Block::Rule => room.gap + 0.2,
        })
        .sum()
}

/// Letters of running text, in characters; a picture takes as much room as half a line is long.
fn letters(inlines: &[Inline]) -> f64 {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text { s } | Inline::Code { s } => width(s),
            Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } => letters(c),
            // The address of a link is printed behind its words.
            Inline::Link { href, c } => letters(c) + if href.starts_with("http") { width(href) } else { 0.0 },
            Inline::Break => 12.0,
            Inline::Image { .. } => 260.0,
        })
        .sum()
}

fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

/// A sheet of a campaign with its smallest type: lengths in millimetres of the sheet, or hundredths of its width.
#[derive(Clone, Copy)]
struct Smallest {
    /// Room below the head.
    high: f64,
    /// Width of the text.
    wide: f64,
    /// Points beside each other.
    columns: usize,
    /// Size of the lead, 0 where it stands elsewhere.
    lead: f64,
    /// Size of a point's title and text, and of a step.
    title: f64,
    text: f64,
    /// Around a point.
    around: f64,
    /// From one line of text to the next.
    line: f64,
}

/// See `poster.typ` and `rollup.typ`.
const POSTER: Smallest =
    Smallest { high: 55.0, wide: 86.0, columns: 2, lead: 1.86, title: 1.91, text: 1.48, around: 3.6, line: 2.3 };
const ROLLUP: Smallest =
    Smallest { high: 920.0, wide: 680.0, columns: 1, lead: 0.0, title: 23.4, text: 16.9, around: 40.0, line: 26.0 };

/// Sizes, their names and their room. The three posters are one layout.
const POSTERS: [(PosterSize, (&str, &str), Smallest); 4] = [
    (PosterSize::A3, ("一张海报", "a poster"), POSTER),
    (PosterSize::A2, ("一张海报", "a poster"), POSTER),
    (PosterSize::A1, ("一张海报", "a poster"), POSTER),
    (PosterSize::Rollup, ("一幅易拉宝", "a roll-up"), ROLLUP),
];

fn poster_height(campaign: &Campaign, room: Smallest) -> f64 {
    let front = &campaign.front;
    let lines = |text: &str, size: f64, wide: f64| (width(text) * size / wide).ceil().max(1.0) * size * 1.55;
    #[allow(clippy::cast_precision_loss, reason = "one or two")]
    let column = room.wide / room.columns as f64 * 0.94;
    let lead = front.lead.as_ref().filter(|_| room.lead > 0.0).map_or(0.0, |t| lines(t, room.lead, room.wide) + room.lead);
    let point = |point: &crate::model::publicity::CampaignPoint| {
        let text = point.text.as_ref().map_or(0.0, |t| lines(t, room.text, column));
        lines(&point.title, room.title, column) + text + room.around
    };
    let heights: Vec<f64> = front.points.iter().map(point).collect();
    let points: f64 = heights.chunks(room.columns).map(|row| row.iter().copied().fold(0.0, f64::max)).sum();
    let beside = if room.columns == 2 && front.steps.len() > 3 { 2 } else { 1 };
    let step_heights: Vec<f64> = front.steps.iter().map(|t| lines(t, room.text, column) + 0.3 * room.text).collect();
    let steps: f64 = step_heights.chunks(beside).map(|row| row.iter().copied().fold(0.0, f64::max)).sum();
    let head = if front.steps.is_empty() { 0.0 } else { room.title * 2.0 + room.around };
    lead + points + steps + head
}

/// The campaign's address can be opened (C326): every printed code leads there.
fn link(campaign: &Campaign, out: &mut Diagnostics) {
    let Some(link) = &campaign.front.link else { return };
    let rest = link.trim().strip_prefix("https://").or_else(|| link.trim().strip_prefix("http://"));
    let host = rest.map_or("", |r| r.split('/').next().unwrap_or_default());
    if host.is_empty() || host.contains(['@', '\\']) || link.trim().contains(char::is_whitespace) || link.len() > 300 {
        out.push(Diagnostic::new(&codes::BAD_URL, link.span, say!("“{link}”不是网址", "“{link}” is not a web address")).help(
            say!(
                "写成 https://ybj.example.gov.cn/…，不超过 300 个字符；不写就是本局网页",
                "write https://ybj.example.gov.cn/…, 300 characters at most; without it the code leads to the bureau's pages"
            ),
        ));
    }
}
