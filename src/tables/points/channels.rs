//! Which channel a point has, where no cell says it in the words of the catalog: by the title of the table, by the only channel there is, or by a question
//! that is asked once.

use std::collections::{HashMap, HashSet};

use super::super::Uncertain;
use super::super::ask::{Ask, Reading};
use super::super::find::squeezed;
use super::super::heads::has;
use super::super::memory::{Memory, NUMBERS, shape};
use super::super::sections::Section;
use super::layout::Columns;
use crate::diagnostic::Bilingual;
use crate::model::catalog::Channel;
use crate::model::{Bureau, Tier};
use crate::say;

/// What was asked of channels.
#[derive(Default)]
pub struct Channels {
    words: HashMap<String, Option<String>>,
}

/// Whether a text is of some class that is no channel: 三级乙等, 公办.
pub fn is_no_channel(text: &str) -> bool {
    let text = squeezed(text);
    matches!(text.as_str(), "公办" | "民营" | "公立" | "私立" | "营利" | "非营利" | "营利性" | "非营利性" | "是" | "否")
        || (text.contains('级') && has(&text, &["甲等", "乙等", "丙等", "未定"]))
}

/// The channel that a text names: by id, by name, by the only one of its level.
pub fn channel_named<'c>(channels: &'c [Channel], text: &str) -> Option<&'c Channel> {
    let text = squeezed(super::super::find::unnumbered(text));
    if text.is_empty() {
        return None;
    }
    let names =
        |c: &Channel| std::iter::once(squeezed(&c.name)).chain(c.short_name.as_ref().map(|s| squeezed(s))).collect::<Vec<_>>();
    let exact = channels.iter().find(|c| c.id.as_str() == text || names(c).contains(&text));
    exact.or_else(|| {
        // 一、村级医保服务点（12个）, and 村级 where one channel is of villages.
        let mut within =
            channels.iter().filter(|c| names(c).iter().any(|name| name.chars().count() > 1 && text.contains(name.as_str())));
        if let (Some(only), None) = (within.next(), within.next()) {
            return Some(only);
        }
        let level = level(&text)?;
        let mut own = channels.iter().filter(|c| c.tier == level);
        own.next().filter(|_| own.next().is_none())
    })
}

/// The level that a text names by its word.
fn level(text: &str) -> Option<Tier> {
    let mut found = [
        (Tier::Village, &["村级", "社区级", "村（社区）", "村(社区)", "嘎查村级"][..]),
        (Tier::Town, &["乡镇级", "镇级", "街道级", "乡级", "苏木镇级", "镇街级", "乡镇(街道)级"][..]),
        (Tier::County, &["县级", "区级", "旗级", "市级", "县本级", "市本级"][..]),
    ]
    .into_iter()
    .filter(|(_, words)| has(text, words));
    let first = found.next();
    first.filter(|_| found.next().is_none()).map(|(tier, _)| tier)
}

impl Channels {
    /// The channel of all rows that say none. The title of the table may name it, or it is the only one; else it is asked, once.
    pub fn of_table(
        section: &Section<'_>,
        columns: &Columns,
        bureau: &Bureau,
        memory: &mut Memory<'_, '_>,
        doubts: &mut Vec<Uncertain>,
    ) -> Option<String> {
        let channels = bureau.catalog.as_ref().map_or(&[][..], |c| &c.channels);
        let at = columns.at("channel");
        let says = at != usize::MAX && columns.says_channel;
        // A point that is there has its channel.
        let there: HashSet<String> = bureau.points.iter().flat_map(|p| [squeezed(&p.name), p.id.to_string()]).collect();
        let text = |row: usize, key: &str| squeezed(section.sheet.text(row, columns.at(key)));
        let new = |row: usize| {
            !text(row, "name").is_empty() && !there.contains(&text(row, "name")) && !there.contains(&text(row, "id"))
        };
        let without = |row: usize| new(row) && (!says || section.sheet.text(row, at).trim().is_empty());
        let blank = section.lines.iter().any(|line| matches!(line, super::Line::Row(row) if without(*row)));
        let groups = section
            .lines
            .iter()
            .any(|line| matches!(line, super::Line::Group(_, title) if channel_named(channels, title).is_some()));
        if !blank || groups || channels.is_empty() {
            return None;
        }
        if let [only] = channels {
            return Some(only.id.to_string());
        }
        let place = section.sheet.place(section.head.0, 0);
        let named = channel_named(channels, &section.title).or_else(|| channel_named(channels, &section.sheet.name));
        if let Some(named) = named.filter(|_| !says) {
            let (title, name) = (&section.title, &named.name);
            let doubt = Uncertain {
                place,
                message: say!(
                    "没有“渠道”列，照标题“{title}”当作“{name}”",
                    "there is no column 渠道: by the title “{title}” the channel is “{name}”"
                ),
            };
            if !doubts.contains(&doubt) {
                doubts.push(doubt);
            }
            return Some(named.id.to_string());
        }
        let what = if says {
            say!("“渠道”一列有空的：这些网点是哪个渠道？", "some cells of 渠道 are blank: which channel do these points have?")
        } else {
            say!("表里没有“渠道”列：这些网点是哪个渠道？", "the table has no column 渠道: which channel do its points have?")
        };
        let ask = question(place, what, channels, without_channel());
        let word = memory.ask(&shape(&section.columns), "渠道", ask)?;
        chosen(channels, word)
    }

    /// The channel that a word of the table means, asked once for each word.
    pub fn of_word(
        &mut self,
        word: &str,
        place: String,
        (section, bureau): (&Section<'_>, &Bureau),
        memory: &mut Memory<'_, '_>,
    ) -> Option<String> {
        if let Some(found) = self.words.get(word) {
            return found.clone();
        }
        let channels = bureau.catalog.as_ref().map_or(&[][..], |c| &c.channels);
        let found = if channels.is_empty() {
            None
        } else {
            let ask = question(
                place,
                say!("“{word}”是清单里的哪个渠道？", "which channel of the catalog is “{word}”?"),
                channels,
                without_channel(),
            );
            memory.ask(&shape(&section.columns), word, ask).and_then(|answer| chosen(channels, answer))
        };
        self.words.insert(word.to_owned(), found.clone());
        found
    }
}

/// What becomes of points whose channel nobody has said.
fn without_channel() -> Bilingual {
    say!(
        "这些网点先不写渠道收进来，补上以前哪里也不显示、不印",
        "these points are taken in without a channel; they are shown and printed nowhere until they have one"
    )
}

fn question(place: String, what: Bilingual, channels: &[Channel], otherwise: Bilingual) -> Ask {
    let readings = channels
        .iter()
        .zip(NUMBERS)
        .map(|(channel, word)| Reading {
            word,
            says: Bilingual { zh: channel.name.value.clone(), en: channel.name.value.clone() },
        })
        .collect();
    Ask { place, what, readings, otherwise }
}

fn chosen(channels: &[Channel], word: &str) -> Option<String> {
    let at = NUMBERS.iter().position(|number| *number == word)?;
    channels.get(at).map(|channel| channel.id.to_string())
}
