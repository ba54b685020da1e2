//! Grades in sentences: 90分（含）以上为优秀，80—89分为良好; 优秀：90分以上; 分为优秀（90分以上）、良好（80—89分）两个等次.

use std::sync::LazyLock;

use regex::Regex;

use super::bounds::{Interval, interval, plain};

/// A grade as words say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Its name.
    pub name: String,
    /// Its bounds; none for 其余为不合格.
    pub interval: Option<Interval>,
    /// What else must hold, in the document's words; empty where nothing must.
    pub condition: String,
    /// Where it is said.
    pub place: String,
}

/// What a text says of grades.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// The grades.
    pub grades: Vec<Spoken>,
    /// Sentences that look like grades and were not understood.
    pub unread: Vec<String>,
}

/// A longer name is a sentence.
const LONGEST_NAME: usize = 12;

fn regex(text: &str) -> Option<Regex> {
    let known = "(?:优秀|良好|合格|不合格|基本合格|优良|较好|一般|较差|优|良|中|差|达标|不达标|未达标|基本达标|称职|不称职|基本称职|示范|先进|[一二三四五六12345]星级?|[A-Da-d]{1,3}级?|[1-5]A级?|[一二三四五甲乙丙丁]级|[一二三四五甲乙丙丁特]等奖?|[一二三四五]档|第[一二三四五]档)";
    let noun = "(?:等次|等级|档次|级别|档)";
    Regex::new(&text.replace("KNOWN", known).replace("NOUN", noun)).ok()
}

macro_rules! patterns {
    ($($name:ident = $text:expr;)*) => { $(static $name: LazyLock<Option<Regex>> = LazyLock::new(|| regex($text));)* };
}

patterns! {
    // 年度考核总得分在: what is bounded is the total.
    SUBJECT = r"^(?:(?:凡|对|若|如|即|其中|年度|年终|季度|月度|半年|全年|本次|最终|最后|综合|累计|合计|考核|考评|评估|评价|评定|评比|验收|检查|测评|总|总体|实际|所有|各项|平均|创建|自评|量化|等级|结果))*(?:得分|评分|总分|分数|成绩|积分|分值|总分值)(?:总和|合计|之和)?(?:在|为|是|:)?|^(?:年度|综合|考核|考评|评估|验收|检查|评定|创建|测评)+(?:在|为|是|:)?";
    // 的，评定为: between the marks and the name.
    GIVES = r"^(?:的|者|之间|的[\u{4e00}-\u{9fa5}()]{1,10}?)*,?(?:年度|考核|方可|才可|方能|才能|可|应|将|直接|综合|本年度|结果|被)*(?:评定|评选|评为|评|确定|认定|核定|判定|判|定|视|授予|命名|列|属于|属|对应|划|记|NOUN|考核结果)*(?:为|是|成|:|=|属|->|→)*(?:NOUN:?)?$";
    NUMBERED = r"^(?:\(?[\d一二三四五六七八九十]{1,2}[.、)]|[①-⑳])";
    NAME = r"^[A-Za-z0-9\u{4e00}-\u{9fa5}★☆+]{1,12}$";
    KNOWN = r"^(?:KNOWN)(?:NOUN|单位|站点|服务点|服务站|村|站)?$";
    // 须达到: between the name and the marks.
    NEEDS = r"^(?:NOUN)?(?:\(|:|为|是|=|,|须|需|应|要|要求|的|在|达到|,?(?:考核|总|综合|考评|评定)*(?:得分|评分|总分|分数|分值|成绩)(?:须|需|应|要|为|在|是|:)*)*$";
    FRAME = r"^.*(?:分为|划分为|分成|设为|设置|设|包括|共分|定为|等次|等级|档次|标准|如下|办法|规则)[:,]?";
    KINDS = r"^(.*\))(?:共)?(?:[一二三四五六七八\d]个?)?(?:NOUN|级)$";
    REST = r"^(?:其余|其他|其它|余下|余者|否则|剩余)(?:的|者|单位|情形)*,?";
    // 不予评星: what a total below all grades means.
    NOT_GRADED = r"^(?:的|者)*,?(?P<name>不(?:予|再|能)?(?:评|授|定)(?:定)?(?:星级|星|等级|等次|级|奖|牌|优)*)$";
    ON_TOP = r"^(?:且|并|同时|另|无|未|没有|符合|其中|不存在)";
    TAKEN_BACK = r"^(?:但|除外)|除外";
    VERBS = r"评分|分数|成绩|积分|分为|评定|评为|考核|结果|扣|奖|罚|拨|责令|整改|约谈|取消|停|给予|予以|不予|元|支付|兑现|返还|标准|以上|以下|之间|低于|高于|超过|不足|得分|总分|\d{2}|通报|依据|按照|档次|等次|等级";
    LOOKS = r"(?:\d分?(?:\((?:含|不含)\))?(?:及|或|含)?(?:以上|以下|-\d)|(?:≥|≤|<|>|不低于|低于|不足|超过|达到|不到|等于|大于|小于)\d)";
    GRADED = r"优秀|良好|合格|达标|星级|等次|等级|[一二三四五]星|先进|示范";
}

fn fits(pattern: &'static LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|p| p.is_match(text))
}

/// A text without what a pattern finds at its beginning.
fn behind<'t>(pattern: &'static LazyLock<Option<Regex>>, text: &'t str) -> &'t str {
    let end = pattern.as_ref().and_then(|p| p.find(text)).filter(|m| m.start() == 0).map_or(0, |m| m.end());
    text.get(end..).unwrap_or_default()
}

/// The name of a grade, where a text can be one.
fn name(text: &str) -> Option<String> {
    let text = text.trim_start_matches([':', '(']).trim_end_matches([')', ',']);
    let bare =
        ["等次", "等级", "档次", "称号"].iter().find_map(|w| text.strip_suffix(w)).filter(|b| !b.is_empty()).unwrap_or(text);
    let good = bare.chars().count() <= LONGEST_NAME && fits(&NAME, bare) && !fits(&VERBS, bare);
    let digits = bare.chars().all(|c| c.is_ascii_digit());
    (good && !digits).then(|| bare.to_owned())
}

/// A name that is one wherever it stands.
fn known(text: &str) -> Option<String> {
    name(text).filter(|_| fits(&KNOWN, text.trim_end_matches(')')))
}

/// The bound that a text is, with what it speaks of before it.
fn bound(text: &str) -> Option<Interval> {
    let text = text.trim_end_matches(['的', '者']);
    interval(text).or_else(|| interval(behind(&SUBJECT, text)))
}

/// A clause that names a grade and its bounds.
fn clause(text: &str) -> Option<(String, Interval, String)> {
    let ends = || text.char_indices().map(|(at, _)| at).skip(1);
    // 90分以上为优秀: the longest bound at the beginning.
    for at in ends().collect::<Vec<_>>().into_iter().rev() {
        let (before, rest) = text.split_at(at);
        let Some(found) = bound(before) else { continue };
        if let Some(below) = NOT_GRADED.as_ref().and_then(|p| p.captures(rest)).filter(|_| found.low.is_none()) {
            return Some((below.name("name").map_or(String::new(), |m| m.as_str().to_owned()), found, String::new()));
        }
        if let Some(name) = given(rest) {
            return Some((name, found, String::new()));
        }
        // 90分以上且无投诉的为优秀.
        if fits(&ON_TOP, rest)
            && let Some((from, name)) = rest.char_indices().skip(1).find_map(|(i, _)| {
                let (condition, rest) = rest.split_at(i);
                (rest.starts_with(['的', '者', ',', '评', '为', '定']) && !condition.is_empty())
                    .then(|| given(rest).map(|n| (i, n)))?
            })
        {
            return Some((name, found, rest.get(..from).unwrap_or_default().to_owned()));
        }
    }
    // 优秀：90分以上.
    for at in ends() {
        let (before, rest) = text.split_at(at);
        let closed = if rest.starts_with('(') { rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) } else { None };
        let inner = closed.unwrap_or(rest);
        let open = before.ends_with('(') && rest.ends_with(')') && !rest.starts_with('(');
        let inner = if open { inner.strip_suffix(')').unwrap_or(inner) } else { inner };
        let Some(found) = bound(inner) else { continue };
        if let Some(name) = needed(before, closed.is_some() || open) {
            return Some((name, found, String::new()));
        }
    }
    None
}

/// The name behind 评定为.
fn given(rest: &str) -> Option<String> {
    if let Some(name) = known(rest) {
        return Some(name);
    }
    let ends: Vec<usize> = rest.char_indices().map(|(at, _)| at).skip(1).collect();
    // The longest connection that leaves a name.
    ends.into_iter().rev().find_map(|at| {
        let (between, last) = rest.split_at(at);
        (fits(&GIVES, between) && between.ends_with(['为', '是', '成', ':', '=', '予', '属', '应', '名', '→', '>']))
            .then(|| name(last))?
    })
}

/// The name before 须达到.
fn needed(before: &str, bracketed: bool) -> Option<String> {
    let ends = before.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.into_iter().find_map(|at| {
        let (first, between) = before.split_at(at);
        if !fits(&NEEDS, between) {
            return None;
        }
        let said = bracketed || !between.is_empty();
        let name = if said { name(first) } else { known(first) };
        name.or_else(|| {
            // 分为优秀, 评定等级：优秀.
            let bare = behind(&FRAME, first);
            (bare.len() < first.len()).then(|| known(bare))?
        })
    })
}

/// A sentence in pieces at its commas, not within brackets.
fn pieces(sentence: &str) -> Vec<&str> {
    let (mut out, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, c) in sentence.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | '、' if depth == 0 => {
                out.push(sentence.get(from..at).unwrap_or_default());
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(sentence.get(from..).unwrap_or_default());
    out.retain(|p| !p.is_empty());
    out
}

/// What a text says of grades.
pub fn hear(text: &str, place: &str) -> Heard {
    let mut heard = Heard::default();
    for line in text.lines() {
        let line = plain(&parted(line));
        for sentence in line.split(['。', ';', '!']).filter(|s| !s.is_empty()) {
            let sentence = whole(behind(&NUMBERED, sentence));
            let before = heard.grades.len();
            sentence_grades(sentence, place, &mut heard);
            if heard.grades.len() == before && fits(&LOOKS, sentence) && fits(&GRADED, sentence) {
                heard.unread.push(sentence.to_owned());
            }
        }
    }
    heard
}

/// A line whose spaces part statements: 优秀：90分以上 良好：80分以上.
fn parted(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let gap = c.is_whitespace() && out.ends_with(['分', '上', '下', ')', '）', '间']);
        let next = rest.peek().copied().unwrap_or(' ');
        out.push(if gap && !next.is_whitespace() && !"以及或（(为的至到-—～~、，。；".contains(next) {
            '；'
        } else {
            c
        });
    }
    out
}

/// A sentence without brackets around all of it.
fn whole(sentence: &str) -> &str {
    let inner = sentence.strip_prefix('(').and_then(|s| s.strip_suffix(')'));
    inner.filter(|s| s.find(')').is_none_or(|close| s.find('(').is_some_and(|open| open < close))).unwrap_or(sentence)
}

fn sentence_grades(sentence: &str, place: &str, heard: &mut Heard) {
    if let Some(list) = respectively(sentence) {
        heard.grades.extend(list.into_iter().map(|(name, interval)| Spoken {
            name,
            interval: Some(interval),
            condition: String::new(),
            place: place.to_owned(),
        }));
        return;
    }
    let counted = KINDS.as_ref().and_then(|p| p.captures(sentence)).and_then(|c| c.get(1)).map(|m| m.as_str());
    let mut waiting: Option<(Interval, String)> = None;
    let mut unread = Vec::new();
    let from = heard.grades.len();
    for piece in pieces(counted.unwrap_or(sentence)) {
        let mut push = |name: String, interval: Option<Interval>, condition: String| {
            heard.grades.push(Spoken { name, interval, condition, place: place.to_owned() });
        };
        // 等次划分:90分以上为优秀.
        let tries = std::iter::once(piece)
            .chain(piece.match_indices(':').map(|(at, c)| piece.get(at + c.len()..).unwrap_or_default()))
            .chain(Some(behind(&FRAME, piece)).filter(|p| p.len() < piece.len()));
        let found = tries.clone().find_map(clause);
        if let Some((name, found, more)) = found {
            match waiting.take() {
                Some((first, condition)) => match first.and(found) {
                    Some(both) => push(name, Some(both), condition + &more),
                    // What waited belongs to nothing.
                    None => push(name, Some(found), more),
                },
                None => push(name, Some(found), more),
            }
            continue;
        }
        if let Some(found) = tries.clone().find_map(bound) {
            waiting = match waiting {
                Some((first, condition)) => first.and(found).map(|both| (both, condition)),
                None => Some((found, String::new())),
            };
            continue;
        }
        if let Some((interval, condition)) = &mut waiting {
            if let Some(name) = given(piece) {
                let (interval, condition) = (*interval, std::mem::take(condition));
                push(name, Some(interval), condition);
                waiting = None;
                continue;
            }
            if fits(&ON_TOP, piece) {
                condition.push_str(piece);
                continue;
            }
            waiting = None;
        }
        let rest = behind(&REST, piece);
        if let Some(name) = (rest.len() < piece.len()).then(|| given(rest)).flatten() {
            push(name, None, String::new());
            continue;
        }
        if fits(&TAKEN_BACK, piece)
            && let Some(last) = heard.grades.get_mut(from..).and_then(<[Spoken]>::last_mut)
        {
            last.condition.push_str(piece);
            continue;
        }
        if fits(&LOOKS, piece) && fits(&GRADED, piece) {
            unread.push(piece.to_owned());
        }
    }
    if heard.grades.len() > from {
        heard.unread.extend(unread);
    }
}

/// 优秀、良好分别为90分以上、80-89分, and the other way round.
fn respectively(sentence: &str) -> Option<Vec<(String, Interval)>> {
    let (first, last) = sentence.split_once("分别")?;
    let last = behind(&GIVES_FIRST, last);
    let first = first.rsplit(':').next().unwrap_or(first);
    let split = |text: &str| -> Vec<String> {
        text.split(['、', ',', '和', '及']).map(str::to_owned).filter(|p| !p.is_empty() && *p != "的").collect()
    };
    let (first, last) = (split(first.trim_end_matches(['的', '者'])), split(last));
    if first.len() != last.len() || first.len() < 2 {
        return None;
    }
    let bounds = |list: &[String]| list.iter().map(|t| bound(t)).collect::<Option<Vec<_>>>();
    let names = |list: &[String]| list.iter().map(|t| name(t)).collect::<Option<Vec<_>>>();
    let (names, bounds) = match (bounds(&first), bounds(&last)) {
        (Some(bounds), None) => (names(&last)?, bounds),
        (None, Some(bounds)) => (names(&first)?, bounds),
        _ => return None,
    };
    Some(names.into_iter().zip(bounds).collect())
}

static GIVES_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:评定|评|确定|认定|定|对应|得分|分数)*(?:为|是|:|应|须|在)*").ok());

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let heard = hear(text, "");
        let end = |end: super::super::bounds::End| {
            let mark = match end.takes {
                super::super::bounds::Takes::In => "!",
                super::super::bounds::Takes::Out => "x",
                super::super::bounds::Takes::LikelyIn | super::super::bounds::Takes::LikelyOut => "",
            };
            format!("{}{mark}", end.at)
        };
        let mut out: Vec<String> = heard
            .grades
            .iter()
            .map(|g| {
                let bounds = g.interval.map_or("rest".to_owned(), |i| {
                    format!("{}..{}", i.low.map(end).unwrap_or_default(), i.high.map(end).unwrap_or_default())
                });
                let more = if g.condition.is_empty() { String::new() } else { format!(" [{}]", g.condition) };
                format!("{} {bounds}{more}", g.name)
            })
            .collect();
        out.extend(heard.unread.iter().map(|u| format!("? {u}")));
        out
    }

    #[test]
    fn grades_in_sentences() {
        let list: [(&str, &[&str]); 32] = [
            (
                "90分（含）以上为优秀，80—89分为良好，60～79分为合格，60分以下为不合格",
                &["优秀 90!..", "良好 80..89", "合格 60..79", "不合格 ..60"],
            ),
            ("优秀：90分以上；良好：80-89分；不合格：60分以下。", &["优秀 90..", "良好 80..89", "不合格 ..60"]),
            ("满分为100分，得分≥90分为优秀", &["优秀 90!.."]),
            ("达到85分及以上评定为五星级", &["五星级 85!.."]),
            ("85分以上为三星，75分（含）以上评为二星", &["三星 85..", "二星 75!.."]),
            ("80分以上不足90分的，评定为良好等次", &["良好 80..90x"]),
            ("80分以上，90分以下为良好", &["良好 80..90"]),
            ("80分（含）以上、90分以下的为良好", &["良好 80!..90"]),
            (
                "考核结果分为优秀（90分以上）、良好（80-89分）、合格（60-79分）、不合格（60分以下）四个等次",
                &["优秀 90..", "良好 80..89", "合格 60..79", "不合格 ..60"],
            ),
            ("考核等次：总得分在90分以上的为优秀；80≤得分<90为良好", &["优秀 90..", "良好 80!..90x"]),
            ("考核得分90分以上的单位评为先进单位", &["先进单位 90.."]),
            ("优秀、良好、合格分别为90分以上、80-89分、60-79分", &["优秀 90..", "良好 80..89", "合格 60..79"]),
            ("90分以上、80-89分、60-79分的分别评为优秀、良好、合格", &["优秀 90..", "良好 80..89", "合格 60..79"]),
            ("90分以上为优秀，其余为合格", &["优秀 90..", "合格 rest"]),
            ("60分以下的不予评星", &["不予评星 ..60"]),
            ("得分90分以上且无有责投诉的为优秀", &["优秀 90.. [且无有责投诉]"]),
            ("得分90分以上，且无有责投诉的，评为优秀", &["优秀 90.. [且无有责投诉的]"]),
            ("90分以上为优秀，但发生重大事故的除外", &["优秀 90.. [但发生重大事故的除外]"]),
            ("评定为“五星级”须达到95分以上", &["五星级 95!.."]),
            ("五星级须达到95分以上", &["五星级 95!.."]),
            ("优秀等次得分≥90分", &["优秀 90!.."]),
            ("90分以上优秀，80-89良好", &["优秀 90..", "良好 80..89"]),
            ("满意度得分90分以上为优秀", &["? 满意度得分90分以上为优秀"]),
            ("1.优秀：考核得分≥90分；2.合格：60分≤考核得分<90分", &["优秀 90!..", "合格 60!..90x"]),
            ("（90分以上优秀、80分以上良好）", &["优秀 90..", "良好 80.."]),
            ("优秀：大于等于90分 良好：大于等于80分小于90分", &["优秀 90!..", "良好 80!..90x"]),
            ("90分及以上的村（社区）评为“示范服务点”称号，达不到60分的为不合格", &["示范服务点 90!..", "不合格 ..60x"]),
            ("考核80分以上为合格，低于80分为不合格", &["合格 80..", "不合格 ..80x"]),
            ("评分达到85分以上的，由局里授牌", &[]),
            ("60分以下的，责令整改", &[]),
            ("90分以上全额拨付，80分以上按90%拨付", &[]),
            ("每缺一项扣1分，扣完为止", &[]),
        ];
        let wrong: Vec<String> = list
            .iter()
            .filter(|(text, wanted)| said(text) != *wanted)
            .map(|(text, wanted)| format!("{text}: {:?}, not {wanted:?}", said(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
