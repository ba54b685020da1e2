//! How a word is matched with ids and names, and what is said of one that several have or nobody has.

use super::{Lookup, refuse};
use crate::diagnostic::{Bilingual, Diagnostic};
use crate::say;
use crate::source::decode::{all_nearest, half_width};

/// Most names that a finding lists.
const MOST_LISTED: usize = 20;

/// The fewest letters that count as a part of a name, and the fewest characters of the place of a bureau.
const SHORTEST_PART: usize = 2;

/// What names of bureaus and points end in, and what people leave out: 温岭 for 温岭市医疗保障局. The longest come first.
const ENDINGS: [&str; 12] = [
    "医保经办服务站",
    "医保经办服务点",
    "医保服务窗口",
    "便民服务中心",
    "医保服务站",
    "医保服务点",
    "医保代办点",
    "医保服务",
    "医保局",
    "服务站",
    "服务点",
    "医保",
];

/// What stands between the name of a place and 医保局.
const REGIONS: [char; 4] = ['市', '县', '区', '旗'];

/// One thing that may be meant.
pub struct Entry<'a, T> {
    /// The thing itself.
    pub item: T,
    /// Its id.
    pub id: &'a str,
    /// Ids that it had before.
    pub former: Vec<&'a str>,
    /// Its names, the full one first.
    pub names: Vec<&'a str>,
    /// Where it is, for telling those of one name apart.
    pub place: String,
    /// Whose it is, where an id alone does not tell.
    pub bureau: Option<&'a str>,
}

impl<T> Entry<'_, T> {
    /// Its id with its name and where it is.
    fn shown(&self) -> String {
        let (id, name) = (self.id, self.names.first().copied().unwrap_or_default());
        let place = if self.place.is_empty() { String::new() } else { format!("，{}", self.place) };
        format!("{id}（{name}{place}）")
    }
}

/// What kind of thing is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A bureau.
    Bureau,
    /// A point.
    Point,
    /// A standard.
    Standard,
}

impl Kind {
    fn word(self) -> (&'static str, &'static str) {
        match self {
            Self::Bureau => ("局", "bureau"),
            Self::Point => ("服务点", "point"),
            Self::Standard => ("标准", "standard"),
        }
    }

    /// What to do where there is nothing of the kind at all: an empty list helps nobody.
    pub fn none(self) -> Bilingual {
        match self {
            Self::Bureau => say!(
                "工作区里还没有局：在 content/ 里建一个文件夹，写上 bureau.yaml；yizhan new 新建的工作区里有样子",
                "the workspace has no bureau yet: make a folder in content/ with a bureau.yaml; `yizhan new` makes an example"
            ),
            Self::Point => say!(
                "还没有服务点：用 yizhan import points 表格.xlsx 读进来，或写在 points/ 里",
                "there are no points yet: import them with `yizhan import points FILE`, or write them in points/"
            ),
            Self::Standard => say!(
                "还没有评分标准：用 yizhan import standard 文件.docx 从文件里读进来，或写在 checklists/ 里",
                "there is no standard yet: read one from a document with `yizhan import standard FILE`, or write one in checklists/"
            ),
        }
    }
}

/// A text as it is compared: half-width, without blanks and marks of a title, the long word for 医保 as the short one.
fn plain(text: &str) -> String {
    let half = half_width(text).to_lowercase().replace("医疗保障", "医保");
    half.chars().filter(|c| !c.is_whitespace() && !matches!(c, '《' | '》' | '“' | '”' | '"')).collect()
}

/// Whether a word is this id.
pub fn is_id(id: &str, word: &str) -> bool {
    id == plain(word)
}

/// A name without what its kind ends in; itself where nothing would be left.
fn core(name: &str) -> &str {
    let without = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|rest| !rest.is_empty());
    without.unwrap_or(name)
}

/// The place whose bureau it is: 温岭 of 温岭市医保局; none where the text is not the name of a bureau.
fn region(name: &str) -> Option<&str> {
    let place = name.strip_suffix("医保局")?.trim_end_matches(REGIONS);
    (place.chars().count() >= SHORTEST_PART).then_some(place)
}

/// Those whose id it is, else those whose id it was, else those whose whole name it is.
pub fn exactly<'e, 'a, T>(entries: &'e [Entry<'a, T>], word: &str) -> Option<Vec<&'e Entry<'a, T>>> {
    let wanted = plain(word);
    let by_id: Vec<&Entry<'a, T>> = entries.iter().filter(|e| e.id == wanted).collect();
    if !by_id.is_empty() {
        return Some(by_id);
    }
    let by_former: Vec<&Entry<'a, T>> = entries.iter().filter(|e| e.former.contains(&wanted.as_str())).collect();
    if !by_former.is_empty() {
        return Some(by_former);
    }
    let by_name: Vec<&Entry<'a, T>> = entries.iter().filter(|e| e.names.iter().any(|name| plain(name) == wanted)).collect();
    (!by_name.is_empty() && !wanted.is_empty()).then_some(by_name)
}

/// Those that a word may mean, by the first way that finds any.
pub fn matching<'e, 'a, T>(entries: &'e [Entry<'a, T>], word: &str) -> Option<Vec<&'e Entry<'a, T>>> {
    if let Some(found) = exactly(entries, word) {
        return Some(found);
    }
    let wanted = plain(word);
    // One Chinese character may be the name of a village; one letter is a slip.
    if wanted.is_empty() || (wanted.chars().count() < SHORTEST_PART && wanted.is_ascii()) {
        return None;
    }
    let fits = |name: &str| {
        let name = plain(name);
        name.contains(&wanted) || region(&wanted).is_some_and(|place| region(&name) == Some(place))
    };
    let by_part: Vec<&Entry<'a, T>> = entries.iter().filter(|e| e.names.iter().any(|name| fits(name))).collect();
    (!by_part.is_empty()).then_some(by_part)
}

/// The one thing that a word means.
///
/// # Errors
/// When it means none of them, or several.
pub fn find<T: Copy>(word: &str, kind: Kind, entries: &[Entry<'_, T>]) -> Lookup<T> {
    match matching(entries, word).as_deref() {
        Some([one]) => Ok(one.item),
        Some(many) => Err(ambiguous(word, kind, many)),
        None => Err(unknown(word, kind, entries)),
    }
}

/// A name that several have, with where each is.
pub fn ambiguous<T>(word: &str, kind: Kind, many: &[&Entry<'_, T>]) -> Box<Diagnostic> {
    let (zh, en) = kind.word();
    // One id in several bureaus: only the bureau tells them apart.
    if kind == Kind::Point && many.windows(2).all(|pair| matches!(pair, [a, b] if a.id == b.id)) {
        let list: Vec<&str> = many.iter().filter_map(|e| e.bureau).collect();
        return refuse(
            say!("几个局都有服务点“{word}”", "several bureaus have a point `{word}`"),
            say!("加 --bureau {0}", "add --bureau {0}", list.join(" | ")),
        );
    }
    let listed: Vec<String> = many.iter().take(MOST_LISTED).map(|e| e.shown()).collect();
    let more = if many.len() > MOST_LISTED { "…" } else { "" };
    let (count, list) = (many.len(), listed.join("；"));
    refuse(
        Bilingual { zh: format!("“{word}”对得上 {count} 个{zh}"), en: format!("`{word}` fits {count} {en}s") },
        say!("写编号：{list}{more}", "write the id of one: {list}{more}"),
    )
}

/// A name that nobody has, with those most like it.
fn unknown<T>(word: &str, kind: Kind, entries: &[Entry<'_, T>]) -> Box<Diagnostic> {
    let (zh, en) = kind.word();
    let message = Bilingual { zh: format!("没有{zh}“{word}”"), en: format!("there is no {en} `{word}`") };
    let wanted = plain(word);
    let by_id = all_nearest(&wanted, entries.iter().map(|e| e.id));
    let names: Vec<(String, &Entry<'_, T>)> = entries.iter().flat_map(|e| e.names.iter().map(move |n| (plain(n), e))).collect();
    // By the whole name, by the part that tells it from others, or because it has another ending.
    let mut like = all_nearest(&wanted, names.iter().map(|(name, _)| name.as_str()));
    if like.is_empty() {
        like = all_nearest(core(&wanted), names.iter().map(|(name, _)| core(name)));
    }
    let mut near: Vec<&Entry<'_, T>> = Vec::new();
    let of_id = entries.iter().filter(|e| by_id.contains(&e.id));
    let of_name = names.iter().filter(|(name, _)| like.contains(&name.as_str()) || like.contains(&core(name))).map(|(_, e)| *e);
    for entry in of_id.chain(of_name) {
        if near.iter().all(|known| !std::ptr::eq(*known, entry)) {
            near.push(entry);
        }
    }
    let more = |all: usize| if all > MOST_LISTED { "…" } else { "" };
    let help = match near.as_slice() {
        [] if entries.is_empty() => kind.none(),
        [] => {
            let listed: Vec<String> = entries
                .iter()
                .take(MOST_LISTED)
                .map(|e| match e.names.first() {
                    Some(name) => format!("{}（{name}）", e.id),
                    None => e.id.to_owned(),
                })
                .collect();
            let (list, more) = (listed.join("、"), more(entries.len()));
            say!("可以写编号或名称：{list}{more}", "write an id or a name: {list}{more}")
        }
        [one] if by_id.contains(&one.id) => say!("是不是想写 {0}？", "did you mean `{0}`?", one.id),
        [one] => {
            let (id, name) = (one.id, one.names.first().copied().unwrap_or_default());
            say!("是不是想写 {name}（{id}）？", "did you mean “{name}” (`{id}`)?")
        }
        several => {
            let listed: Vec<String> = several.iter().take(MOST_LISTED).map(|e| e.shown()).collect();
            let (list, more) = (listed.join("；"), more(several.len()));
            say!("是不是想写其中一个：{list}{more}", "did you mean one of these: {list}{more}")
        }
    };
    refuse(message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries<'a>(list: &[(&'a str, &'a str)]) -> Vec<Entry<'a, &'a str>> {
        let entry = |(id, name): &(&'a str, &'a str)| Entry {
            item: *id,
            id,
            former: Vec::new(),
            names: vec![name],
            place: "某镇".to_owned(),
            bureau: None,
        };
        list.iter().map(entry).collect()
    }

    #[test]
    fn an_id_counts_before_a_name_and_a_name_before_a_part() {
        // The id of one is the name of another.
        let list = entries(&[("a", "东镇"), ("b", "东镇医保服务站"), ("c", "a"), ("d", "西镇 医疗保障 服务站")]);
        for (word, wanted) in [
            ("a", "a"),
            (" Ａ ", "a"),
            ("东镇", "a"),
            ("东镇医疗保障服务站", "b"),
            ("西镇医保服务站", "d"),
            ("西镇", "d"),
            ("镇医保服务站", ""),
        ] {
            assert_eq!(find(word, Kind::Point, &list).unwrap_or_default(), wanted, "{word}");
        }
    }

    #[test]
    fn a_bureau_is_found_without_the_word_for_its_place() {
        let list = entries(&[("w", "温岭市医疗保障局"), ("h", "芜湖市医疗保障局")]);
        for (word, wanted) in [
            ("温岭", "w"),
            ("温岭医保局", "w"),
            ("芜湖市医保局", "h"),
            ("医疗保障局", ""),
            ("岭", "w"),
            ("市", ""),
            ("w1", ""),
            ("", ""),
        ] {
            assert_eq!(find(word, Kind::Bureau, &list).unwrap_or_default(), wanted, "{word}");
        }
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is_like_it() {
        let list = entries(&[("baisha", "白沙村医保服务站"), ("heishui", "黑水村医保服务站")]);
        let help = |word: &str| find(word, Kind::Point, &list).unwrap_err().help.unwrap().zh;
        assert_eq!(help("baisah"), "是不是想写 baisha？");
        assert_eq!(help("白纱村"), "是不是想写 白沙村医保服务站（baisha）？");
        assert_eq!(help("白沙村便民服务中心"), "是不是想写 白沙村医保服务站（baisha）？");
        assert!(help("南山").starts_with("可以写编号或名称：baisha（白沙村医保服务站）"));
        let both = find("村医保", Kind::Point, &list).unwrap_err();
        assert_eq!(both.message.zh, "“村医保”对得上 2 个服务点");
        assert!(both.help.unwrap().zh.contains("heishui（黑水村医保服务站，某镇）"));
    }
}
