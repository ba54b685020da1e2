//! The bounds of a grade as documents write them: 90分（含）以上, 80—89分, 80分以上不足90分, 80≤得分<90, 60分以下.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::super::super::find::squeezed;
use super::super::marks::number;

/// Whether a bound itself belongs to the grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// The words say that it does: （含）, ≥, 不低于.
    In,
    /// The words say that it does not: （不含）, 不足, 超过.
    Out,
    /// 以上, or the end of a range: as a rule, and where nothing else says otherwise.
    LikelyIn,
    /// 以下: by law it does, and beside a grade that begins there it does not.
    LikelyOut,
}

/// One end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Marks.
    pub at: Decimal,
    /// Whether they belong to it.
    pub takes: Takes,
}

/// From where to where; one of the two may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Interval {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
}

impl Interval {
    /// 80分以上 and 90分以下 together.
    pub fn and(self, other: Self) -> Option<Self> {
        let one = |a: Option<End>, b: Option<End>| match (a, b) {
            (Some(_), Some(_)) => None,
            (a, b) => Some(a.or(b)),
        };
        Some(Self { low: one(self.low, other.low)?, high: one(self.high, other.high)? })
    }
}

/// Half width without spaces and quotation marks, one kind of dash; （含90分） and the like as (含).
pub fn plain(text: &str) -> String {
    let text: String = squeezed(text)
        .chars()
        .filter(|c| !matches!(c, '“' | '”' | '"' | '「' | '」' | '‘' | '’'))
        .map(|c| match c {
            '（' | '【' | '〔' => '(',
            '）' | '】' | '〕' => ')',
            '—' | '–' | '－' | '―' | '‐' | '‑' | '−' | '~' | '～' | '〜' | '∼' => '-',
            '≧' | '⩾' => '≥',
            '≦' | '⩽' => '≤',
            '＜' => '<',
            '＞' => '>',
            '，' => ',',
            '：' | '∶' => ':',
            '；' => ';',
            c => c,
        })
        .collect();
    let text = text.replace(">=", "≥").replace("<=", "≤");
    let mut out = String::new();
    for c in text.chars() {
        if !(c == '-' && out.ends_with('-')) {
            out.push(c);
        }
    }
    match INCLUDED.as_ref() {
        Some(pattern) => {
            pattern.replace_all(&out, |found: &Captures<'_>| if found.get(1).is_some() { "(不含)" } else { "(含)" }).into_owned()
        }
        None => out,
    }
}

static INCLUDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\((?:(不含|不包括|不包含|不含本数)|含|包含|包括|含本数)(?:本数|本级|\d+(?:\.\d+)?分?)?\)").ok()
});

const ABOVE: &str = "(?:及|或|含)?以上";
const BELOW: &str = "(?:及|或|含)?以下";

fn pattern(text: &str) -> Option<Regex> {
    let text = text
        .replace("IN", r"(?:\((?:含|不含)\))?")
        .replace("NUM", r"\d+(?:\.\d+)?")
        .replace("ABOVE", ABOVE)
        .replace("BELOW", BELOW);
    Regex::new(&format!("^(?:{text})$")).ok()
}

/// 60-80, 60分(含)至80分(不含), 60分以上至80分以下.
static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<a>NUM)分?(?P<ai>IN)(?P<aw>ABOVE)?(?P<aj>IN)(?:-|至|到|-至)(?P<b>NUM)分?(?P<bi>IN)(?P<bw>BELOW|之间|以内)?(?P<bj>IN)(?:之间)?",
    )
});
/// 60分以上不足80分, 60分以上、80分以下, ≥60且<80.
static TWO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<aw>≥|大于等于|>|不低于|不少于|高于|超过|大于|达到)?(?P<a>NUM)分?(?P<ai>IN)(?P<au>ABOVE)?(?P<aj>IN)[,、]?(?:且|并|但|而|及)?(?P<bw>≤|小于等于|<|达不到|不足|不满|未满|低于|小于|少于|未达到|未达|不到|不高于|不超过)?(?P<b>NUM)分?(?P<bi>IN)(?P<bu>BELOW)?(?P<bj>IN)(?:之间)?",
    )
});
/// 60≤得分<80.
static BETWEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?P<a>NUM)分?(?P<aw>≤|<)(?:考核)?(?:总分|得分|评分|分数|成绩|分值|总得分|[A-Za-z]{1,2})?(?P<bw>≤|<)(?P<b>NUM)分?")
});
/// 80>得分≥60.
static DOWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?P<b>NUM)分?(?P<bw>≥|>)(?:考核)?(?:总分|得分|评分|分数|成绩|分值|总得分|[A-Za-z]{1,2})(?P<aw>≥|>)(?P<a>NUM)分?")
});
/// [60,80).
static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?P<ai>[\[(])(?P<a>NUM)分?,(?P<b>NUM)分?(?P<bi>[\])])分?"));
/// 90分以上, ≥90, 不低于90分.
static LOW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<aw>≥|大于等于|>|不低于|不少于|不小于|达到|达|至少|高于|超过|大于|满)?(?P<a>NUM)分?(?P<ai>IN)(?P<au>ABOVE)?(?P<aj>IN)",
    )
});
/// 60分以下, <60, 不足60分.
static HIGH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<bw>≤|小于等于|<|达不到|不足|不满|未满|低于|小于|少于|未达到|未达|不到|不高于|不超过)?(?P<b>NUM)分?(?P<bi>IN)(?P<bu>BELOW)?(?P<bj>IN)",
    )
});

/// The interval that a whole text is; none where it is anything else.
pub fn interval(text: &str) -> Option<Interval> {
    let fits = |pattern: &'static LazyLock<Option<Regex>>| pattern.as_ref()?.captures(text);
    let part = |found: &Captures<'_>, name: &str| found.name(name).map_or(String::new(), |m| m.as_str().to_owned());
    let end = |found: &Captures<'_>, name: &str, takes: Takes| Some(End { at: number(&part(found, name))?, takes });
    let bracket = |found: &Captures<'_>, side: &str| match format!(
        "{}{}",
        part(found, &format!("{side}i")),
        part(found, &format!("{side}j"))
    ) {
        both if both.contains("不含") => Some(Takes::Out),
        both if both.contains('含') => Some(Takes::In),
        _ => None,
    };
    let sign = |sign: &str| match sign {
        "≥" | "≤" | "大于等于" | "小于等于" | "不低于" | "不少于" | "不小于" | "达到" | "达" | "至少" | "满" | "不高于"
        | "不超过" => Some(Takes::In),
        ">" | "<" | "高于" | "超过" | "大于" | "不足" | "不满" | "未满" | "低于" | "小于" | "少于" | "未达到" | "未达"
        | "不到" | "达不到" => Some(Takes::Out),
        _ => None,
    };
    let unit = |unit: &str| match unit {
        "" => None,
        u if u.contains("及以") || u.contains("含以") || u.contains("或以") => Some(Takes::In),
        u if u.ends_with("以上") => Some(Takes::LikelyIn),
        u if u.ends_with("以下") => Some(Takes::LikelyOut),
        _ => Some(Takes::LikelyIn),
    };
    // Out by a word and in by a bracket says two things.
    let one = |word: Option<Takes>, bracket: Option<Takes>, unit: Option<Takes>| match (word, bracket) {
        (Some(a), Some(b)) if a != b => None,
        (Some(a), _) | (None, Some(a)) => Some(a),
        (None, None) => unit,
    };
    let ordered = |low: Option<End>, high: Option<End>| match (low, high) {
        (Some(a), Some(b)) if a.at > b.at => None,
        (Some(_), Some(_)) => Some(Interval { low, high }),
        _ => None,
    };
    if let Some(found) = fits(&RANGE) {
        let low = one(None, bracket(&found, "a"), unit(&part(&found, "aw"))).unwrap_or(Takes::LikelyIn);
        let high = one(None, bracket(&found, "b"), unit(&part(&found, "bw"))).unwrap_or(Takes::LikelyIn);
        let (one, other) = (end(&found, "a", low)?, end(&found, "b", high)?);
        // 89分—80分: the same from above.
        if one.at > other.at && part(&found, "aw").is_empty() && part(&found, "bw").is_empty() {
            return ordered(Some(other), Some(one));
        }
        return ordered(Some(one), Some(other));
    }
    if let Some(found) = fits(&BETWEEN).or_else(|| fits(&DOWN)) {
        let takes = |word: &str| if matches!(word, "≤" | "≥") { Takes::In } else { Takes::Out };
        return ordered(end(&found, "a", takes(&part(&found, "aw"))), end(&found, "b", takes(&part(&found, "bw"))));
    }
    if let Some(found) = fits(&BRACKETS) {
        let takes = |mark: &str| if matches!(mark, "[" | "]") { Takes::In } else { Takes::Out };
        return ordered(end(&found, "a", takes(&part(&found, "ai"))), end(&found, "b", takes(&part(&found, "bi"))));
    }
    if let Some(found) = fits(&LOW)
        && let Some(takes) = one(sign(&part(&found, "aw")), bracket(&found, "a"), unit(&part(&found, "au")))
        && !(part(&found, "aw").is_empty() && part(&found, "au").is_empty())
    {
        return Some(Interval { low: Some(end(&found, "a", takes)?), high: None });
    }
    if let Some(found) = fits(&HIGH)
        && let Some(takes) = one(sign(&part(&found, "bw")), bracket(&found, "b"), unit(&part(&found, "bu")))
        && !(part(&found, "bw").is_empty() && part(&found, "bu").is_empty())
    {
        return Some(Interval { low: None, high: Some(end(&found, "b", takes)?) });
    }
    let found = fits(&TWO)?;
    let low = one(sign(&part(&found, "aw")), bracket(&found, "a"), unit(&part(&found, "au")))?;
    let high = one(sign(&part(&found, "bw")), bracket(&found, "b"), unit(&part(&found, "bu")))?;
    let said = |word: &str, unit: &str| !(part(&found, word).is_empty() && part(&found, unit).is_empty());
    (said("aw", "au") && said("bw", "bu")).then(|| ordered(end(&found, "a", low), end(&found, "b", high)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_grades() {
        use Takes::{In, LikelyIn, LikelyOut, Out};
        type Side = Option<(&'static str, Takes)>;
        let list: [(&str, Side, Side); 24] = [
            ("90分（含）以上", Some(("90", In)), None),
            ("90 分以上", Some(("90", LikelyIn)), None),
            ("90分以上（不含90分）", Some(("90", Out)), None),
            ("90分及以上", Some(("90", In)), None),
            ("≥90", Some(("90", In)), None),
            ("超过90分", Some(("90", Out)), None),
            ("80—89分", Some(("80", LikelyIn)), Some(("89", LikelyIn))),
            ("80-89.9分", Some(("80", LikelyIn)), Some(("89.9", LikelyIn))),
            ("80分～90分（不含）", Some(("80", LikelyIn)), Some(("90", Out))),
            ("80（含）-90分", Some(("80", In)), Some(("90", LikelyIn))),
            ("60分（含60分）至75分", Some(("60", In)), Some(("75", LikelyIn))),
            ("80分以上不足90分", Some(("80", LikelyIn)), Some(("90", Out))),
            ("80分（含）以上、90分以下", Some(("80", In)), Some(("90", LikelyOut))),
            ("≥80且＜90", Some(("80", In)), Some(("90", Out))),
            ("80≤得分<90", Some(("80", In)), Some(("90", Out))),
            ("90>得分≥80", Some(("80", In)), Some(("90", Out))),
            ("[80,90)", Some(("80", In)), Some(("90", Out))),
            ("89分至80分", Some(("80", LikelyIn)), Some(("89", LikelyIn))),
            ("60分以下", None, Some(("60", LikelyOut))),
            ("60分（含）以下", None, Some(("60", In))),
            ("不足60分", None, Some(("60", Out))),
            ("低于60分（不含）", None, Some(("60", Out))),
            ("60分以上80分以下", Some(("60", LikelyIn)), Some(("80", LikelyOut))),
            ("60分以上至80分以下", Some(("60", LikelyIn)), Some(("80", LikelyOut))),
        ];
        let side = |side: Side| side.map(|(at, takes)| End { at: Decimal::from_str_exact(at).unwrap(), takes });
        for (text, low, high) in list {
            assert_eq!(interval(&plain(text)), Some(Interval { low: side(low), high: side(high) }), "{text}");
        }
        for text in ["90分", "优秀", "90%以上", "", "90分以上优秀", "看情况", "90-80分以下"] {
            assert_eq!(interval(&plain(text)), None, "{text}");
        }
    }
}
