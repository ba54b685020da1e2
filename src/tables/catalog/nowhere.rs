//! A table of items that names no channel: the items are taken in, and where they are handled is asked once for all of them.

use super::super::Uncertain;
use super::super::ask::{Ask, Reading};
use super::super::memory::{Memory, NUMBERS, shape};
use super::super::sections::Section;
use super::{Row, Table};
use crate::model::Catalog;
use crate::say;

/// Asks where the items are handled that have no depth, neither here nor in the catalog.
pub fn ask(section: &Section<'_>, there: Option<&Catalog>, memory: &mut Memory<'_, '_>, table: &mut Table) {
    let is_open =
        |row: &Row| row.depth.is_empty() && there.and_then(|c| c.item(&row.id)).is_none_or(|item| item.depth.is_empty());
    let count = table.items.iter().filter(|row| is_open(row)).count();
    if !table.channels.is_empty() || count == 0 {
        return;
    }
    let place = section.sheet.place(section.head.0, 0);
    let channels = there.map_or(&[][..], |c| &c.channels);
    if channels.is_empty() {
        table.doubts.push(Uncertain {
            place,
            message: say!(
                "表里没有渠道和办理深度：{count} 个事项都收进来，在哪里办先空着；导入带渠道列的表，或在 catalog.yaml 里补上",
                "the table names no channels and depths: {count} items are taken in, and where they are handled stays open; import a table with columns of channels, or fill in catalog.yaml"
            ),
        });
        return;
    }
    let one = channels.iter().zip(NUMBERS).map(|(channel, word)| {
        let name = &channel.name.value;
        Reading { word, says: say!("只在{name}，办到什么深度未注明", "at {name} only, not said how deep") }
    });
    let all = Reading {
        word: "all", says: say!("每种渠道都办，办到什么深度未注明", "in every channel, not said how deep")
    };
    let ask = Ask {
        place,
        what: say!(
            "表里没有渠道和办理深度：这 {count} 个事项在哪里办？",
            "the table names no channels: where are these {count} items handled?"
        ),
        readings: (channels.len() > 1).then_some(all).into_iter().chain(one).collect(),
        otherwise: say!(
            "先收进来，在哪里办空着：有事项自己的网页，不上任何网点的清单",
            "they are taken in and stay open: each has its page, and is on the list of no point"
        ),
    };
    let Some(word) = memory.ask(&shape(&section.columns), "渠道", ask) else { return };
    let chosen: Vec<String> =
        channels.iter().zip(NUMBERS).filter(|(_, own)| word == "all" || *own == word).map(|(c, _)| c.id.to_string()).collect();
    for row in table.items.iter_mut().filter(|row| is_open(row)) {
        row.depth = chosen.iter().map(|id| (id.clone(), "未注明".to_owned())).collect();
    }
}
