//! What a request names: a bureau, a point, a standard, by id or by name. An exact id counts first, then one that it had before, then an exact name, then a part of a name that only one
//! has. A name that several have is answered with where each is, and one that nobody has with those most like it; neither is ever guessed.
//!
//! It must not know who asks: arguments of a command line and fields of a page come here as plain texts.

use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::model::standard::Standard;
use crate::model::{Bureau, Id, Point, Workspace};
use crate::say;
use crate::source::decode::{all_nearest, half_width};

/// What was looked for, or the finding why there is none.
pub type Lookup<T> = Result<T, Box<Diagnostic>>;

/// A point with its bureau.
pub type Place<'a> = (&'a Bureau, &'a Point);

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

/// The finding that what was asked for is not there.
#[must_use]
pub fn refuse(message: Bilingual, help: Bilingual) -> Box<Diagnostic> {
    Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help))
}

/// One thing that may be meant.
struct Entry<'a, T> {
    item: T,
    id: &'a str,
    /// Ids that it had before.
    former: Vec<&'a str>,
    /// Its names, the full one first.
    names: Vec<&'a str>,
    /// Where it is, for telling those of one name apart.
    place: String,
    /// Whose it is, where an id alone does not tell.
    bureau: Option<&'a str>,
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
enum Kind {
    Bureau,
    Point,
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
    fn none(self) -> Bilingual {
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

/// The standard that is named, in its current version.
///
/// # Errors
/// When none or several have the name.
pub fn standard<'a>(workspace: &'a Workspace, word: &str) -> Lookup<&'a Standard> {
    let mut entries: Vec<Entry<'a, &'a Standard>> = Vec::new();
    for standard in &workspace.standards {
        if entries.iter().all(|e| e.id != standard.id)
            && let Some(current) = workspace.standard(&standard.id)
        {
            let place = format!("版本 {}", current.version.value);
            let (id, names) = (&current.id, vec![current.title.value.as_str()]);
            entries.push(Entry { item: current, id, former: Vec::new(), names, place, bureau: None });
        }
    }
    find(word, Kind::Standard, &entries)
}

/// The bureau that is named.
///
/// # Errors
/// When none or several have the name.
pub fn bureau<'a>(workspace: &'a Workspace, word: &str) -> Lookup<&'a Bureau> {
    let entry = |bureau: &'a Bureau| {
        let names = vec![bureau.file.name.as_str(), bureau.short_name()];
        Entry { item: bureau, id: bureau.id.as_str(), former: Vec::new(), names, place: String::new(), bureau: None }
    };
    let all: Vec<Entry<'a, &'a Bureau>> = workspace.bureaus.iter().map(entry).collect();
    // A folder that only lends its catalog is seldom meant: by its name it is found where no bureau has that.
    let (own, lent): (Vec<_>, Vec<_>) = all.into_iter().partition(|e| !e.item.file.reference || is_id(e.id, word));
    match find(word, Kind::Bureau, &own) {
        Err(finding) => match matching(&lent, word).as_deref() {
            Some([one]) => Ok(one.item),
            _ => Err(finding),
        },
        found => found,
    }
}

/// The bureau that is named, if one is.
///
/// # Errors
/// When none or several have the name.
pub fn bureau_if_named<'a>(workspace: &'a Workspace, word: Option<&str>) -> Lookup<Option<&'a Bureau>> {
    word.map(|word| bureau(workspace, word)).transpose()
}

/// The bureau that is named, or the only one that has a folder of its own.
///
/// # Errors
/// When none or several have the name, or none is named and there are several.
pub fn bureau_or_only<'a>(workspace: &'a Workspace, word: Option<&str>) -> Lookup<&'a Bureau> {
    let all: Vec<&Bureau> = workspace.bureaus.iter().filter(|b| !b.file.reference).collect();
    match (bureau_if_named(workspace, word)?, all.as_slice()) {
        (Some(bureau), _) => Ok(bureau),
        (None, [only]) => Ok(only),
        (None, _) => {
            let names = all.iter().map(|b| format!("{}（{}）", b.id, b.short_name())).collect::<Vec<_>>().join("、");
            if names.is_empty() {
                return Err(refuse(say!("工作区里没有局", "the workspace has no bureau"), Kind::Bureau.none()));
            }
            Err(refuse(
                say!("要写明哪个局", "say which bureau"),
                say!("加 --bureau，可以写：{names}", "add --bureau with one of {names}"),
            ))
        }
    }
}

/// The point that is named, of one bureau or of all.
///
/// # Errors
/// When none or several have the name.
pub fn point<'a>(workspace: &'a Workspace, of: Option<&Bureau>, word: &str) -> Lookup<Place<'a>> {
    find(word, Kind::Point, &points_of(workspace, of))
}

/// The point whose id, former id or whole name a word is; none where it is no point's. A part of a name counts for nothing here.
///
/// # Errors
/// When it is several points'.
pub fn point_exactly<'a>(workspace: &'a Workspace, of: Option<&Bureau>, word: &str) -> Lookup<Option<Place<'a>>> {
    match exactly(&points_of(workspace, of), word).as_deref() {
        None => Ok(None),
        Some([one]) => Ok(Some(one.item)),
        Some(many) => Err(ambiguous(word, Kind::Point, many)),
    }
}

/// The points of a list with commas, each once, in the order of the list.
///
/// # Errors
/// When the list is empty, or one of its names is nobody's or several's.
pub fn points<'a>(workspace: &'a Workspace, of: Option<&Bureau>, list: &str) -> Lookup<Vec<Place<'a>>> {
    let entries = points_of(workspace, of);
    // A name may itself hold a comma.
    if let Some([whole]) = exactly(&entries, list).as_deref() {
        return Ok(vec![whole.item]);
    }
    let mut found: Vec<Place<'a>> = Vec::new();
    for word in list.split([',', '，', '、']).map(str::trim).filter(|word| !word.is_empty()) {
        let (bureau, point) = find(word, Kind::Point, &entries)?;
        if !found.iter().any(|(b, p)| b.id == bureau.id && p.id == point.id) {
            found.push((bureau, point));
        }
    }
    if found.is_empty() {
        return Err(refuse(
            say!("没有写服务点", "no point is named"),
            say!("写编号或名称，几个用逗号隔开", "write ids or names, several with commas"),
        ));
    }
    Ok(found)
}

/// The finding that there are no points at all.
#[must_use]
pub fn no_points() -> Box<Diagnostic> {
    refuse(say!("工作区里没有服务点", "the workspace has no points"), Kind::Point.none())
}

/// One of these points: such as those that a file has records of.
///
/// # Errors
/// When none or several have the name.
pub fn point_among<'a>(among: impl Iterator<Item = Place<'a>>, word: &str) -> Lookup<Place<'a>> {
    let mut entries: Vec<Entry<'a, Place<'a>>> = Vec::new();
    for (bureau, point) in among {
        if !entries.iter().any(|e| e.item.0.id == bureau.id && e.item.1.id == point.id) {
            entries.push(entry(bureau, point));
        }
    }
    find(word, Kind::Point, &entries)
}

/// What `--bureau` and `--point` choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The id of the bureau; none for all.
    pub bureau: Option<String>,
    /// The points, each with its bureau; empty for all.
    pub points: Vec<(String, String)>,
}

/// The bureau and the points that are named: of a build, or of an order.
///
/// # Errors
/// When a name is nobody's or several's.
pub fn chosen(workspace: &Workspace, bureau: Option<&str>, list: Option<&str>) -> Lookup<Chosen> {
    let bureau = bureau_if_named(workspace, bureau)?;
    let named = list.map(|list| points(workspace, bureau, list)).transpose()?.unwrap_or_default();
    Ok(Chosen {
        bureau: bureau.map(|b| b.id.to_string()),
        points: named.into_iter().map(|(b, p)| (b.id.to_string(), p.id.to_string())).collect(),
    })
}

fn points_of<'a>(workspace: &'a Workspace, of: Option<&Bureau>) -> Vec<Entry<'a, Place<'a>>> {
    let bureaus = workspace.bureaus.iter().filter(|b| of.is_none_or(|one| one.id == b.id));
    bureaus.flat_map(|bureau| bureau.points.iter().map(move |point| entry(bureau, point))).collect()
}

fn entry<'a>(bureau: &'a Bureau, point: &'a Point) -> Entry<'a, Place<'a>> {
    let address = point.address.as_ref().map_or(String::new(), |a| format!("，{}", a.value));
    let mut names = vec![point.name.as_str()];
    names.extend(point.place.as_ref().map(|place| place.as_str()));
    let (id, place) = (point.id.as_str(), format!("{}{address}", bureau.short_name()));
    let former = point.formerly.iter().map(Id::as_str).collect();
    Entry { item: (bureau, point), id, former, names, place, bureau: Some(bureau.id.as_str()) }
}

/// A text as it is compared: half-width, without blanks and marks of a title, the long word for 医保 as the short one.
fn plain(text: &str) -> String {
    let half = half_width(text).to_lowercase().replace("医疗保障", "医保");
    half.chars().filter(|c| !c.is_whitespace() && !matches!(c, '《' | '》' | '“' | '”' | '"')).collect()
}

fn is_id(id: &str, word: &str) -> bool {
    id == plain(word)
}

/// A name without what its kind ends in; itself where nothing would be left.
fn core(name: &str) -> &str {
    let without = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|rest| !rest.is_empty());
    without.unwrap_or(name)
}

/// The place whose bureau it is: 温岭 of 温岭市医保局; none where it is no name of a bureau.
fn region(name: &str) -> Option<&str> {
    let place = name.strip_suffix("医保局")?.trim_end_matches(REGIONS);
    (place.chars().count() >= SHORTEST_PART).then_some(place)
}

/// Those whose id it is, else those whose id it was, else those whose whole name it is.
fn exactly<'e, 'a, T>(entries: &'e [Entry<'a, T>], word: &str) -> Option<Vec<&'e Entry<'a, T>>> {
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
fn matching<'e, 'a, T>(entries: &'e [Entry<'a, T>], word: &str) -> Option<Vec<&'e Entry<'a, T>>> {
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

fn find<T: Copy>(word: &str, kind: Kind, entries: &[Entry<'_, T>]) -> Lookup<T> {
    match matching(entries, word).as_deref() {
        Some([one]) => Ok(one.item),
        Some(many) => Err(ambiguous(word, kind, many)),
        None => Err(unknown(word, kind, entries)),
    }
}

/// A name that several have, with where each is.
fn ambiguous<T>(word: &str, kind: Kind, many: &[&Entry<'_, T>]) -> Box<Diagnostic> {
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
