//! What each column of a table of items is: by its head, by the heads above it, and by what stands in its cells.

use std::collections::HashMap;

use super::super::ask::{Ask, Reading};
use super::super::find::squeezed;
use super::super::find::{Column, tidy};
use super::super::heads::{ends, has, is_class, is_like_channel, is_note, is_number, level, made_of, over_channels, plain};
use super::super::memory::{Memory, shape};
use super::super::sections::Section;
use super::super::twice::{kept_from, which};
use super::super::vocabulary::Field;
use super::super::vocabulary::{Mapped, depth, tier};
use super::super::{Uncertain, letters};
use super::{ChannelColumn, Table, new_id};
use crate::model::{Catalog, Id};
use crate::say;

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A field, with the head that names it.
    Field(Field),
    /// A coarser name: used where the finer one is blank, kept otherwise.
    Level,
    /// A channel's id.
    Channel(String),
    /// Kept under its head.
    Keep,
}

/// A column with what it is.
#[derive(Debug, Clone)]
pub struct Named {
    pub at: usize,
    /// As printed, on one line.
    pub head: String,
    pub role: Role,
}

/// The words by which somebody says what a column is.
pub const WORDS: [(&str, &str); 10] = [
    ("name", "事项名称"),
    ("group", "分组"),
    ("number", "序号"),
    ("clients", "服务对象"),
    ("category", "事项类型"),
    ("handling", "办件类型"),
    ("frequency", "办理频次"),
    ("limit", "办理时限"),
    ("code", "编码"),
    ("note", "备注"),
];

fn of_word(word: &str) -> Option<Field> {
    Some(match word {
        "name" => Field::Name,
        "group" => Field::Group,
        "number" => Field::Number,
        "clients" => Field::Clients,
        "category" => Field::Category,
        "handling" => Field::Handling,
        "frequency" => Field::Frequency,
        "limit" => Field::Limit,
        "code" => Field::Code,
        "note" => Field::Note,
        _ => return None,
    })
}

/// Whether a head is that of the names of items.
fn is_name(name: &str) -> bool {
    matches!(
        name,
        "事项名称"
            | "事项"
            | "业务名称"
            | "业务事项"
            | "经办事项"
            | "办理事项"
            | "项目名称"
            | "name"
            | "服务名称"
            | "服务项目"
            | "业务项目"
            | "名称"
            | "办理项目"
            | "业务"
            | "事项内容"
            | "办理业务"
            | "经办业务"
            | "服务内容"
            | "项目"
            | "办理内容"
            | "业务内容"
            | "经办项目"
    ) || made_of(
        name,
        &[
            "事项",
            "名称",
            "业务",
            "项目",
            "政务",
            "公共",
            "服务",
            "便民",
            "医保",
            "经办",
            "办理",
            "高频",
            "下沉",
            "镇级",
            "村级",
            "县级",
            "乡级",
            "市级",
            "区级",
            "可办",
            "代办",
            "帮办",
            "受理",
            "委托",
            "授权",
            "具体",
            "清单",
            "基层",
            "乡镇",
            "街道",
            "社区",
            "镇",
            "村",
            "县",
            "乡",
            "区",
            "联办",
            "医疗保障",
            "医疗保险",
            "社保",
            "政府",
            "行政",
            "权力",
            "服务项目",
            "依申请",
            "的",
            "（",
            "）",
            "就近办",
            "延伸",
            "赋权",
            "可办理",
            "通办",
            "窗口",
        ],
    ) && ends(name, &["事项", "名称", "业务", "服务项目", "项目"])
        && name.chars().count() > 2
}

/// The field that a head names by itself.
pub fn field(name: &str) -> Option<Field> {
    let name = plain(name);
    let name = name.as_str();
    let short = name.chars().count() <= 8;
    Some(match () {
        () if matches!(name, "id" | "编号" | "事项编号") => Field::Id,
        () if is_number(name) => Field::Number,
        () if is_note(name) => Field::Note,
        () if matches!(
            name,
            "clients" | "申请人" | "申请主体" | "服务群体" | "服务人群" | "办理主体" | "适用人群" | "办理人群"
        ) || (short && name.ends_with("对象") && !has(name, &["监管", "收费", "公示", "认定"])) =>
        {
            Field::Clients
        }
        () if matches!(name, "category" | "事项类型" | "事项性质" | "权力类型" | "事项属性" | "职权类型") => {
            Field::Category
        }
        () if matches!(
            name,
            "handling" | "办件类型" | "办理类型" | "件型" | "办结类型" | "办件性质" | "办理件类型" | "办件类别"
        ) =>
        {
            Field::Handling
        }
        () if matches!(name, "frequent" | "frequency") || (short && has(name, &["频次", "频率", "频度"])) => {
            Field::Frequency
        }
        () if short
            && ends(name, &["时限", "期限", "办结时间", "办理时间", "办结时长"])
            && !has(name, &["法定", "法律", "咨询", "有效", "材料", "公示", "退", "补正"]) =>
        {
            Field::Limit
        }
        () if short && ends(name, &["编码", "代码"]) && !has(name, &["部门", "区划", "单位", "信用", "渠道", "机构"]) => {
            Field::Code
        }
        () => return None,
    })
}

/// Whether a head is known at all.
pub fn is_known(name: &str) -> bool {
    let name = &plain(name);
    // A sentence in a cell is no head.
    name.chars().count() <= 14 && (field(name).is_some() || is_name(name) || level(name).is_some() || is_class(name))
}

/// Whether a column may hold the names of items.
pub fn names_items(column: &Column) -> bool {
    let name = &plain(&column.name);
    is_name(name) || level(name).is_some()
}

/// What every column of a section is. New channels go into the table.
pub fn roles(
    section: &Section<'_>,
    there: Option<&Catalog>,
    answers: &HashMap<usize, &'static str>,
    memory: &mut Memory<'_, '_>,
    table: &mut Table,
) -> Vec<Named> {
    let sheet = section.sheet;
    let head = |column: &Column| {
        let lowest = (section.head.0..section.head.1).rev().map(|row| sheet.text(row, column.at)).find(|text| !text.is_empty());
        let lowest = tidy(lowest.unwrap_or(&column.name));
        // The same word under two heads: the heads tell them apart.
        let twice = section.columns.iter().filter(|c| c.name == column.name).count() > 1;
        match column.above.last().filter(|_| twice) {
            Some(above) => format!("{above}{lowest}"),
            None => lowest,
        }
    };
    let mut named: Vec<Named> = section.columns.iter().map(|c| Named { at: c.at, head: head(c), role: Role::Keep }).collect();
    let levels = names(section, answers, memory);
    // A workbook of ours keeps what has no field behind the code.
    let ours = kept_from(&section.columns, &["编号", "序号", "事项名称", "分组", "服务对象", "事项类型"]) < usize::MAX;
    let code = section.columns.iter().find(|c| ours && c.name == "编码").map_or(usize::MAX, |c| c.at);
    for (column, own) in section.columns.iter().zip(&mut named) {
        if column.at > code {
            continue;
        }
        let name = plain(&column.name);
        let called = |name: &str| there.and_then(|c| c.channels.iter().find(|channel| is_channel(channel, name)));
        let catalog_has = || called(&squeezed(&own.head)).or_else(|| called(&column.name));
        own.role = match answers.get(&column.at) {
            Some(word) => of_word(word).map_or(Role::Keep, Role::Field),
            None if levels.contains_key(&column.at) => levels.get(&column.at).cloned().unwrap_or(Role::Keep),
            None => match by_cells(section, column, field(&name)) {
                Some(field) => Role::Field(field),
                None => match catalog_has() {
                    Some(channel) => Role::Channel(known_channel(channel, table)),
                    None if field(&name).is_none() && is_channels(section, column) => {
                        Role::Channel(new_channel(section, column, &own.head, there, memory, table))
                    }
                    None => Role::Keep,
                },
            },
        };
    }
    classes(section, &mut named, code);
    for own in &named {
        let what = match &own.role {
            Role::Field(field) => {
                super::super::vocabulary::NAMES.iter().find(|(f, _)| f == field).map_or(String::new(), |(_, n)| (*n).to_owned())
            }
            Role::Level => "上一级名称，下一级空着时用；照原样保留".to_owned(),
            Role::Channel(id) if table.channels.iter().any(|c| c.id == *id && !c.known) => format!("新渠道 {id}"),
            Role::Channel(id) => format!("渠道 {id}"),
            Role::Keep => "照原样保留".to_owned(),
        };
        let line = (letters(own.at), own.head.clone(), what);
        if !table.mapping.contains(&line) {
            table.mapping.push(line);
        }
    }
    named
}

/// The columns that name items: the finest is the name, the coarsest its group.
fn names(section: &Section<'_>, answers: &HashMap<usize, &'static str>, memory: &mut Memory<'_, '_>) -> HashMap<usize, Role> {
    let mut roles = HashMap::new();
    if answers.values().any(|word| *word == "name") {
        return roles;
    }
    // A workbook of ours says which column is which.
    let own = |head: &str| section.columns.iter().find(|c| plain(&c.name) == head);
    if let Some((_, name)) = own("编号").filter(|c| all(section, c, Id::is_valid)).zip(own("事项名称")) {
        roles.insert(name.at, Role::Field(Field::Name));
        if let Some(group) = own("分组") {
            roles.insert(group.at, Role::Field(Field::Group));
        }
        return roles;
    }
    let rank = |column: &Column| {
        let name = plain(&column.name);
        // 是否…事项 and the like are answers, not names.
        level(&name).or_else(|| (is_name(&name) && field(&name).is_none()).then_some(20))
    };
    let mut ranked: Vec<(u8, usize, &Column)> = section.columns.iter().filter_map(|c| Some((rank(c)?, c.at, c))).collect();
    // 名称, 项目 and the like only where nothing says it better.
    let vague = |c: &Column| {
        matches!(plain(&c.name).as_str(), "名称" | "项目" | "业务" | "服务内容" | "办理内容" | "业务内容" | "事项内容")
    };
    if ranked.iter().any(|(_, _, c)| !vague(c) && rank(c) == Some(20)) {
        ranked.retain(|(_, _, c)| !vague(c) || plain(&c.name) == "项目");
    }
    ranked.sort_by_key(|(rank, at, column)| (*rank, distinct(section, column), *at));
    let same = |a: Option<&(u8, usize, &Column)>, b: Option<&(u8, usize, &Column)>| match (a, b) {
        (Some(a), Some(b)) => a.0 == b.0 && distinct(section, a.2) * 10 > distinct(section, b.2) * 8,
        _ => false,
    };
    // Two columns that say the same thing: which one is the name?
    if let [.., before, last] = ranked.as_slice()
        && same(Some(before), Some(last))
    {
        let (first, second) = if before.1 < last.1 { (before.2, last.2) } else { (last.2, before.2) };
        let place = section.sheet.place(section.head.0, second.at);
        let ask = which(
            place,
            first,
            second,
            say!("前一列当作名称，后一列照原样保留", "the first is taken for the name, the second is kept as it stands"),
        );
        let name = if memory.ask(&shape(&section.columns), &second.name, ask) == Some("2") { second } else { first };
        for (_, at, _) in &ranked {
            roles.insert(*at, Role::Level);
        }
        roles.insert(name.at, Role::Field(Field::Name));
        if let Some((_, at, _)) = ranked.first().filter(|_| ranked.len() > 2) {
            roles.insert(*at, Role::Field(Field::Group));
        }
        return roles;
    }
    let count = ranked.len();
    for (place, (_, at, _)) in ranked.iter().enumerate() {
        let role = match place {
            _ if place + 1 == count => Role::Field(Field::Name),
            0 => Role::Field(Field::Group),
            _ => Role::Level,
        };
        roles.insert(*at, role);
    }
    roles
}

/// How many different texts a column has.
fn distinct(section: &Section<'_>, column: &Column) -> usize {
    section.values(column.at).into_iter().map(squeezed).collect::<std::collections::HashSet<_>>().len()
}

/// Classes beside the names: the group where there is none yet, or what kind of item it is.
fn classes(section: &Section<'_>, named: &mut [Named], before: usize) {
    let mut group = named.iter().any(|n| n.role == Role::Field(Field::Group));
    let name = named.iter().any(|n| n.role == Role::Field(Field::Name));
    for (own, column) in named
        .iter_mut()
        .zip(&section.columns)
        .filter(|(own, c)| own.at < before && own.role == Role::Keep && is_class(&plain(&c.name)))
    {
        let category = all(section, column, is_category);
        if category {
            own.role = Role::Field(Field::Category);
        } else if !group && name {
            own.role = Role::Field(Field::Group);
            group = true;
        }
    }
}

fn is_category(text: &str) -> bool {
    matches!(text, "公共服务" | "扩展服务" | "便民服务" | "其他行政权力" | "行政权力" | "公共服务事项" | "政务服务")
        || (text.starts_with("行政") && text.chars().count() == 4)
}

fn is_handling(text: &str) -> bool {
    super::rows::handling_of(text).is_some()
}

/// Whether every text of a column is of a kind.
fn all(section: &Section<'_>, column: &Column, is: fn(&str) -> bool) -> bool {
    let values = section.values(column.at);
    !values.is_empty() && values.iter().all(|text| is(&squeezed(text)))
}

/// What the cells say where the head could be several things: 类型 over 即办件 and 承诺件, 编号 over 1, 2, 3.
fn by_cells(section: &Section<'_>, column: &Column, by_head: Option<Field>) -> Option<Field> {
    let class = by_head.is_none() && is_class(&plain(&column.name));
    match by_head {
        Some(Field::Id) if all(section, column, |t| t.chars().all(|c| c.is_ascii_digit() || c == '.')) => Some(Field::Number),
        Some(Field::Category) if all(section, column, is_handling) => Some(Field::Handling),
        Some(Field::Handling) if all(section, column, is_category) => Some(Field::Category),
        None if class && all(section, column, is_handling) => Some(Field::Handling),
        by_head => by_head,
    }
}

fn is_channel(channel: &crate::model::catalog::Channel, name: &str) -> bool {
    let same = |text: &str| squeezed(text) == name;
    channel.id.as_str() == name || same(&channel.name) || channel.short_name.as_ref().is_some_and(|s| same(s))
}

fn known_channel(channel: &crate::model::catalog::Channel, table: &mut Table) -> String {
    let id = channel.id.to_string();
    if !table.channels.iter().any(|c| c.id == id) {
        table.channels.push(ChannelColumn {
            id: id.clone(),
            name: channel.name.value.clone(),
            known: true,
            tier: Some(channel.tier),
        });
    }
    id
}

/// A channel that the catalog does not have; its level is a guess by its name, which is told.
fn new_channel(
    section: &Section<'_>,
    column: &Column,
    head: &str,
    there: Option<&Catalog>,
    memory: &mut Memory<'_, '_>,
    table: &mut Table,
) -> String {
    if let Some(own) = table.channels.iter().find(|c| squeezed(&c.name) == squeezed(head)) {
        return own.id.clone();
    }
    let taken = |id: &str| table.channels.iter().any(|c| c.id == id) || there.is_some_and(|c| c.channel(id).is_some());
    let id = new_id(head, &taken);
    let others = there.map_or(String::new(), |c| c.channels.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("、"));
    let level = tier(head).zh();
    // 县级 may be what the catalog calls 县医保经办大厅.
    let mut of_level = there.iter().flat_map(|c| &c.channels).filter(|c| c.tier == tier(head));
    if let Some(one) = of_level.next().filter(|_| is_like_channel(&column.name) && of_level.next().is_none()) {
        let name = &one.name;
        let ask = Ask {
            place: section.sheet.place(section.head.0, column.at),
            what: say!("“{head}”这一列就是清单里的“{name}”吗？", "is the column “{head}” the channel “{name}” of the catalog?"),
            readings: vec![
                Reading { word: "same", says: say!("就是它", "it is") },
                Reading { word: "new", says: say!("不是，是另一个渠道", "no, it is another channel") },
            ],
            otherwise: say!("当作另一个渠道", "it is taken for another channel"),
        };
        match memory.ask(&shape(&section.columns), head, ask) {
            Some("same") => return known_channel(one, table),
            Some(_) => {
                table.channels.push(ChannelColumn { id: id.clone(), name: head.to_owned(), known: false, tier: None });
                return id;
            }
            None => {}
        }
    }
    table.doubts.push(Uncertain {
        place: section.sheet.place(section.head.0, column.at),
        message: if others.is_empty() {
            say!(
                "渠道“{head}”的层级按名称当作{level}，请核对层级（tier）",
                "by its name the channel “{head}” is taken for {level}: check its tier"
            )
        } else {
            say!(
                "新渠道“{head}”，层级按名称当作{level}。是已有的渠道就把表头改成它的名称：{others}",
                "a new channel “{head}”, by its name {level}; if it is one of {others}, give its column that name"
            )
        },
    });
    table.channels.push(ChannelColumn { id: id.clone(), name: head.to_owned(), known: false, tier: None });
    id
}

/// Whether a column is a channel: its cells are depths or marks, or its head is a level or a place and its cells are short words.
fn is_channels(section: &Section<'_>, column: &Column) -> bool {
    let texts = section.values(column.at);
    let head = plain(&column.name);
    // 办理深度 is no place where anything is done, and 3号窗口 is no depth.
    if ends(&head, &["深度", "程度", "权限", "方式", "形式"]) {
        return false;
    }
    let elsewhere = |t: &&str| has(t, &["窗口", "号", "楼", "室", "路"]) && matches!(depth(t), Mapped::Odd(_));
    if !texts.is_empty() && texts.iter().all(elsewhere) {
        return false;
    }
    let named = is_like_channel(&column.name) || over_channels(&column.above);
    let offered = texts.iter().filter(|t| matches!(depth(t), Mapped::Depth(_) | Mapped::Mark(_))).count();
    let odd = texts.iter().filter(|t| matches!(depth(t), Mapped::Odd(_))).count();
    // Yes and no answer any question: 是否收费 is no channel.
    let answers = texts.iter().all(|t| matches!(t.trim(), "是" | "否" | "有" | "无" | "Y" | "N"));
    if texts.is_empty() {
        return named;
    }
    if named {
        let numbers = texts.iter().all(|t| t.chars().all(|c| c.is_ascii_digit() || c == '.'));
        let ticks = numbers && texts.iter().all(|t| matches!(t.trim(), "0" | "1"));
        return if numbers { ticks } else { answers || texts.iter().all(|t| t.chars().count() <= 16) };
    }
    // 无 and - say nothing of what the others say: 收费 with 无 and 10元 is no channel.
    !answers && offered > 0 && offered >= odd
}

#[cfg(test)]
mod tests {
    use super::super::super::vocabulary::Field;
    use super::{field, is_known};

    #[test]
    fn columns_by_their_heads() {
        for (head, wanted) in [
            ("NO", Some(Field::Number)),
            ("办理时限（工作日）", Some(Field::Limit)),
            ("承诺办结时限", Some(Field::Limit)),
            ("法定时限", None),
            ("适用对象", Some(Field::Clients)),
            ("国家事项编码", Some(Field::Code)),
            ("行政区划代码", None),
            ("使用频次", Some(Field::Frequency)),
            ("旗中心", None),
            ("设定依据", None),
        ] {
            assert_eq!(field(head), wanted, "{head}");
        }
        for head in ["服务事项名称", "经办业务", "便民服务事项", "二级事项"] {
            assert!(is_known(head) && field(head).is_none(), "{head}");
        }
    }
}
