//! A catalog as a workbook that `yizhan import` reads back: one row an item, one column a channel, depths as published.

use super::book::{Column, kept, kept_heads, workbook};
use crate::model::{Bureau, Catalog, DepthKind};

/// Who gets the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// The bureau's own clerks: all that is kept with the items.
    Clerks,
    /// Everybody: nothing of a column about people.
    Public,
}

/// The workbook.
///
/// # Errors
/// What the writer of workbooks says, in its words.
pub fn catalog_xlsx(bureau: &Bureau, catalog: &Catalog, readers: Readers) -> Result<Vec<u8>, String> {
    let depths: Vec<&str> = DepthKind::WORDS.iter().map(|(word, _)| *word).chain(["-"]).collect();
    let mut columns = vec![
        Column::new("编号", 22.0).help("程序认事项用的编号，不要改。新加的行不用填，导入时会起一个。").lock(),
        Column::new("序号", 6.0),
        Column::new("事项名称", 36.0).help("照文件原文写。"),
        Column::new("分组", 16.0).help("写分组的标题；写一个新的标题就是新的分组。"),
        Column::new("服务对象", 20.0).help("几种对象用顿号隔开：自然人、企业法人。"),
        Column::new("事项类型", 11.0).choose(&["公共服务", "扩展服务"]),
        Column::new("办件类型", 11.0).choose(&["即办件", "承诺件"]),
        Column::new("办理频次", 9.0).choose(&["高", "中", "低"]),
        Column::new("办理时限", 13.0).help("如 15个工作日、即时办结。"),
    ];
    columns.extend(catalog.channels.iter().map(|channel| {
        let help = format!(
            "{}：照原文写办理深度，如 办结、受理、受理（15天内办结）、办结（帮办）；不办写 -；没有写明的空着。",
            channel.name
        );
        Column::new(&channel.name, 11.0).choose(&depths).help(&help)
    }));
    columns.push(Column::new("备注", 24.0));
    columns.push(Column::new("编码", 14.0));
    let mut more = kept_heads(catalog.items.iter().map(|i| &i.more));
    more.retain(|head| readers == Readers::Clerks || !bureau.private_heads.items.contains(head));
    columns.extend(more.iter().map(|head| Column::new(head, 16.0)));
    let group =
        |id: Option<&str>| id.and_then(|id| catalog.groups.iter().find(|g| g.id.as_str() == id)).map_or("", |g| g.title.as_str());
    let text = |t: Option<&crate::model::Text>| t.map(|t| t.value.clone()).unwrap_or_default();
    let rows: Vec<Vec<String>> = catalog
        .items
        .iter()
        .enumerate()
        .map(|(i, item)| {
            let mut row = vec![
                item.id.to_string(),
                item.number.as_ref().map_or_else(|| (i + 1).to_string(), |n| n.value.clone()),
                item.name.value.clone(),
                group(item.group.as_ref().map(crate::model::Id::as_str)).to_owned(),
                item.clients.iter().map(|c| c.value.as_str()).collect::<Vec<_>>().join("、"),
                text(item.category.as_ref()),
                item.handling.as_ref().map_or(String::new(), |h| h.value.zh().to_owned()),
                text(item.frequency.as_ref()),
                item.limit.as_ref().map_or(String::new(), |l| l.value.zh()),
            ];
            // What the file does not say stays blank: that is not the same as not offered.
            row.extend(
                catalog.channels.iter().map(|c| item.depth.get(&c.id).map_or(String::new(), |d| d.published().to_owned())),
            );
            row.push(text(item.note.as_ref()));
            row.push(text(item.code.as_ref()));
            row.extend(kept(&more, &item.more));
            row
        })
        .collect();
    let help = [
        "改完保存，再运行：yizhan import catalog 这个文件 --bureau 局编号。先看程序读懂了什么，没有问题再加 --write 写入。",
        "灰字的“编号”不要改，工作表为此加了保护（没有密码）。新加一行时编号空着。",
        "删掉一行不会删掉事项：要删，在 catalog.yaml 里删。空着的格子也不会清掉已有的内容。",
        "办理深度照原文写。“-”“—”“/”“×”“无”当作不办；“√”“○”“●”当作“未注明”（能办，没有写办到什么深度）；空着是没有写。",
        "别的表也能导入：表头在前 60 行里，有“事项名称”这样的列就行；合并的表头和格子、分页重复的表头、表下的注都读得懂。",
    ];
    workbook(bureau, ("服务清单", &catalog.title), columns, rows, &help).map_err(|error| error.to_string())
}
