//! Total and grade: sums, what does not apply, bonus, rounding, grade boundaries, vetoes, and what is still possible.

use rust_decimal::Decimal;

use super::exact::{self, show};
use super::outcome::{CriterionOutcome, SectionOutcome, State};
use crate::model::standard::{Grade, Modality, NotApplicable, RoundingMode, Standard};

/// Verdicts of a standard without marks. A report records what was found; nothing is certified.
pub const PASSED: &str = "符合标准";
/// All that must be is; something that should be is not.
pub const WITH_NOTES: &str = "符合标准，有改进建议";
/// Something that must be is not.
pub const FAILED: &str = "不符合标准";

/// Said where no criterion was judged: neither a pass nor a failure follows from that.
const NOTHING_JUDGED: &str = "没有一项判定过，结果待定";

/// Whether a criterion was looked at, or is still to be. What does not apply, or is waived, says nothing about a point.
fn is_judged(criterion: &CriterionOutcome) -> bool {
    !matches!(criterion.state, State::NotApplicable | State::Waived)
}

/// Total and grade of one record.
pub struct Marks {
    /// The total, when it is certain.
    pub total: Option<Decimal>,
    /// Smallest possible total.
    pub low: Decimal,
    /// Largest possible total.
    pub high: Decimal,
    /// Grades that are possible, the lowest first.
    pub possible: Vec<Option<String>>,
    /// A veto applies.
    pub veto: bool,
    /// Something was judged, or is still to be: without it there is neither a grade nor a verdict.
    pub judged: bool,
    /// The calculation.
    pub arithmetic: String,
    /// Notes for the reader.
    pub notes: Vec<String>,
}

/// A number, or a range while it is open.
#[must_use]
pub fn range(low: Decimal, high: Decimal) -> String {
    if low == high { show(low) } else { format!("{}～{}", show(low), show(high)) }
}

/// Whether a criterion's marks leave the sum and the maximum.
pub fn is_excluded(criterion: &CriterionOutcome, standard: &Standard) -> bool {
    matches!(criterion.state, State::NotApplicable | State::Waived)
        && standard.not_applicable.as_ref().is_some_and(|p| p.value == NotApplicable::ExcludeAndRescale)
}

/// A total as an exact fraction, so that a grade can be taken before any rounding.
#[derive(Clone, Copy)]
struct Fraction {
    num: Decimal,
    den: Decimal,
}

impl Fraction {
    fn reaches(self, grade: &Grade) -> Option<bool> {
        Some(match (&grade.at_least, &grade.more_than) {
            (Some(limit), None) => self.num >= exact::mul(limit.value, self.den)?,
            (None, Some(limit)) => self.num > exact::mul(limit.value, self.den)?,
            _ => return None,
        })
    }
}

struct Sums {
    base: Decimal,
    bonus: Decimal,
}

fn sums(sections: &[SectionOutcome], standard: &Standard, pick: fn(&CriterionOutcome) -> Decimal) -> Option<Sums> {
    let (mut base, mut bonus) = (Decimal::ZERO, Decimal::ZERO);
    for section in sections {
        let counted = section.criteria.iter().filter(|c| !is_excluded(c, standard));
        let part = exact::sum(counted.clone().filter(|c| !c.bonus).map(pick))?;
        base = exact::add(base, weighted(section, part)?)?;
        bonus = exact::add(bonus, exact::sum(counted.filter(|c| c.bonus).map(pick))?)?;
    }
    Some(Sums { base, bonus })
}

/// Marks of a section as they count: 现场 90 × 70%.
fn weighted(section: &SectionOutcome, marks: Decimal) -> Option<Decimal> {
    section.weight.as_ref().map_or(Some(marks), |(weight, _)| exact::mul(marks, *weight))
}

/// Total and grade of a standard with marks.
pub fn with_marks(standard: &Standard, full: Decimal, sections: &[SectionOutcome]) -> Marks {
    let criteria: Vec<&CriterionOutcome> = sections.iter().flat_map(|s| &s.criteria).collect();
    let mut marks = reckon(standard, full, sections, &criteria).unwrap_or_else(|| Marks {
        total: None,
        low: Decimal::ZERO,
        high: full,
        possible: grades(standard, 0, standard.grades.len(), true),
        veto: false,
        judged: true,
        arithmetic: String::new(),
        notes: vec![if criteria.iter().all(|c| c.bonus || c.maximum.is_none() || is_excluded(c, standard)) {
            "计分的项都不适用或豁免，没有可以折算的分值，待定".to_owned()
        } else {
            "分值有误或位数过多，算不出总分，待定".to_owned()
        }],
    });
    // The marks are what the standard's policy makes of them; a grade would say something about a point at which nothing was looked at.
    if !marks.veto && !criteria.iter().any(|c| !c.bonus && c.maximum.is_some() && is_judged(c)) {
        marks.judged = false;
        marks.possible = grades(standard, 0, standard.grades.len(), true);
        // Where no total came out, the note above says why.
        if !marks.arithmetic.is_empty() {
            marks.notes.push(NOTHING_JUDGED.to_owned());
        }
    }
    marks
}

fn reckon(standard: &Standard, full: Decimal, sections: &[SectionOutcome], criteria: &[&CriterionOutcome]) -> Option<Marks> {
    let mut excluded = Decimal::ZERO;
    for section in sections {
        let out = section.criteria.iter().filter(|c| !c.bonus && is_excluded(c, standard)).filter_map(|c| c.maximum);
        excluded = exact::add(excluded, weighted(section, exact::sum(out)?)?)?;
    }
    let applicable = exact::sub(full, excluded)?;
    if applicable <= Decimal::ZERO {
        return None;
    }
    let low = sums(sections, standard, |c| c.low)?;
    let high = sums(sections, standard, |c| c.high)?;
    let mut notes = Vec::new();
    let (low_bonus, high_bonus, cap) = match &standard.bonus {
        Some(policy) => {
            let cap = policy.cap.as_ref().map_or(Decimal::MAX, |c| c.value);
            (low.bonus.min(cap), high.bonus.min(cap), if policy.over_total { None } else { Some(full) })
        }
        // Without a policy the bonus may count or not.
        None => (Decimal::ZERO, high.bonus, None),
    };
    let whole = |base: Decimal, bonus: Decimal| -> Option<Fraction> {
        let (num, den) = if excluded.is_zero() {
            (exact::add(base, bonus)?, Decimal::ONE)
        } else {
            (exact::add(exact::mul(base, full)?, exact::mul(bonus, applicable)?)?, applicable)
        };
        Some(Fraction { num, den })
    };
    let capped = |f: Fraction| match cap {
        Some(cap) => Some(Fraction { num: f.num.min(exact::mul(cap, f.den)?), den: f.den }),
        None => Some(f),
    };
    let (whole_low, whole_high) = (whole(low.base, low_bonus)?, whole(high.base, high_bonus)?);
    let (exact_low, exact_high) = (capped(whole_low)?, capped(whole_high)?);
    let shown = |f: Fraction| match (&standard.rounding, f.den == Decimal::ONE) {
        (Some(r), _) => exact::quotient(f.num, f.den, r.digits.value, r.mode),
        (None, true) => Some(f.num),
        (None, false) => exact::quotient(f.num, f.den, 2, RoundingMode::HalfUp),
    };
    let (total_low, total_high) = (shown(exact_low)?, shown(exact_high)?);
    let before = standard.rounding.as_ref().is_some_and(|r| r.before_grade);
    let for_grade = |exact: Fraction, rounded: Decimal| if before { Fraction { num: rounded, den: Decimal::ONE } } else { exact };
    let level = |f: Fraction| standard.grades.iter().map(|g| f.reaches(g)).collect::<Option<Vec<bool>>>();
    let ordered = by_limit(standard);
    let rank =
        |reached: &[bool]| ordered.iter().rev().position(|i| reached.get(*i) == Some(&true)).map_or(0, |p| ordered.len() - p);
    let mut low_rank = rank(&level(for_grade(exact_low, total_low))?);
    let mut high_rank = rank(&level(for_grade(exact_high, total_high))?);
    for criterion in criteria.iter().filter(|c| matches!(c.state, State::NotMet | State::Unknown)) {
        let Some(cap) = &criterion.caps_grade else { continue };
        // A name that no grade has is refused by a lint; it caps nothing.
        let Some(most) = rank_of(standard, &ordered, cap) else { continue };
        low_rank = low_rank.min(most);
        if criterion.state == State::NotMet {
            high_rank = high_rank.min(most);
            notes.push(format!("“{}”未达标，最高评为{cap}", criterion.title));
        } else {
            notes.push(format!("“{}”待定，未达标则最高评为{cap}", criterion.title));
        }
    }

    let failed: Vec<&str> = vetoes(criteria, State::NotMet);
    let doubtful = vetoes(criteria, State::Unknown);
    if !failed.is_empty() {
        notes.push(format!("一票否决：{}，不评等级", failed.join("、")));
    }
    if !doubtful.is_empty() {
        notes.push(format!("否决项{}待定，等级不能确定", doubtful.join("、")));
    }
    if !excluded.is_zero() {
        notes.push(format!("{}分不适用或豁免，按{}÷{}折算", show(excluded), show(full), show(applicable)));
    }
    let possible = if failed.is_empty() { grades(standard, low_rank, high_rank, !doubtful.is_empty()) } else { vec![None] };
    let settled = total_low == total_high && low.base == high.base && low_bonus == high_bonus;
    Some(Marks {
        total: settled.then_some(total_low),
        low: total_low,
        high: total_high,
        possible,
        veto: !failed.is_empty(),
        judged: true,
        arithmetic: arithmetic(
            sections,
            &low,
            &high,
            &Shown {
                excluded,
                applicable,
                full,
                total: range(total_low, total_high),
                // Before a cap on the total, and whether rounding changed it.
                whole: range(shown(whole_low)?, shown(whole_high)?),
                rounded: [whole_low, whole_high].into_iter().any(|f| shown(f).and_then(|s| exact::mul(s, f.den)) != Some(f.num)),
                standard,
                bonus: range(low_bonus, high_bonus),
            },
        ),
        notes,
    })
}

/// How high a grade stands, 1 for the lowest.
fn rank_of(standard: &Standard, ordered: &[usize], name: &str) -> Option<usize> {
    ordered.iter().position(|i| standard.grades.get(*i).is_some_and(|g| g.name.value == name)).map(|p| p + 1)
}

struct Shown<'a> {
    excluded: Decimal,
    applicable: Decimal,
    full: Decimal,
    total: String,
    whole: String,
    rounded: bool,
    standard: &'a Standard,
    bonus: String,
}

/// `8+17+15+15+25=80；80×100÷95≈84.21`. What is printed about an equals sign is equal.
fn arithmetic(sections: &[SectionOutcome], low: &Sums, high: &Sums, s: &Shown) -> String {
    let terms: Vec<String> = sections
        .iter()
        .filter(|section| !section.maximum.is_zero())
        .map(|section| {
            let weight = section.weight.as_ref().map_or(String::new(), |(_, text)| format!("×{text}"));
            format!("{}{weight}", bracket(&range(section.low, section.high)))
        })
        .collect();
    let base = range(low.base, high.base);
    let mut text = format!("{}={base}", terms.join("+"));
    let rounding =
        s.standard.rounding.as_ref().map_or(String::new(), |r| format!("（{}，{}）", digits_zh(r.digits.value), r.mode.zh()));
    let (rescaled, bonus) = (!s.excluded.is_zero(), s.bonus != "0");
    if rescaled || bonus {
        text.push_str(&format!("；{}", bracket(&base)));
        if rescaled {
            text.push_str(&format!("×{}÷{}", show(s.full), show(s.applicable)));
        }
        if bonus {
            text.push_str(&format!("+加分{}", bracket(&s.bonus)));
        }
        text.push_str(&format!("{}{}", if s.rounded { "≈" } else { "=" }, s.whole));
        if s.whole != s.total {
            text.push_str(&format!("，总分最高{}，得{}", show(s.full), s.total));
        }
        text.push_str(if s.rounded { &rounding } else { "" });
    } else if base != s.total {
        text.push_str(&format!("；总分{}{rounding}", s.total));
    }
    text
}

/// How many decimals stay, in words.
#[must_use]
pub fn digits_zh(digits: u32) -> String {
    if digits == 0 { "取整数".to_owned() } else { format!("保留{digits}位小数") }
}

fn bracket(text: &str) -> String {
    if text.contains('～') { format!("({text})") } else { text.to_owned() }
}

fn vetoes<'a>(criteria: &[&'a CriterionOutcome], state: State) -> Vec<&'a str> {
    criteria.iter().filter(|c| c.veto && c.state == state).map(|c| c.title.as_str()).collect()
}

/// Indexes of the grades from the lowest limit up, whatever the order of the file.
fn by_limit(standard: &Standard) -> Vec<usize> {
    let limit = |i: &usize| {
        standard.grades.get(*i).map(|g| {
            let exclusive = g.more_than.is_some();
            (g.at_least.as_ref().or(g.more_than.as_ref()).map(|l| l.value), exclusive)
        })
    };
    let mut order: Vec<usize> = (0..standard.grades.len()).collect();
    order.sort_by_key(limit);
    order
}

/// The grades from one rank to another; rank 0 is none.
fn grades(standard: &Standard, low: usize, high: usize, none_too: bool) -> Vec<Option<String>> {
    let ordered = by_limit(standard);
    let name = |rank: usize| {
        rank.checked_sub(1).and_then(|i| ordered.get(i)).and_then(|i| standard.grades.get(*i)).map(|g| g.name.value.clone())
    };
    let mut list: Vec<Option<String>> = (low..=high).map(name).collect();
    if none_too && low > 0 {
        list.insert(0, None);
    }
    list
}

/// The verdict of a standard without marks: what must be decides, what should be is noted, what may be is for information.
pub fn without_marks(sections: &[SectionOutcome]) -> Marks {
    let criteria = || sections.iter().flat_map(|s| &s.criteria);
    let of = |modality: Modality, state: State| criteria().filter(move |c| c.modality == modality && c.state == state);
    let titles = |modality, state| of(modality, state).map(|c| c.title.as_str()).collect::<Vec<_>>().join("、");
    let count = |state| criteria().filter(|c| c.state == state).count();
    let mut notes = Vec::new();
    for (label, modality, state) in [
        ("必须项不符合", Modality::Must, State::NotMet),
        ("建议项未达到", Modality::Should, State::NotMet),
        ("可选项未采用", Modality::May, State::NotMet),
    ] {
        let list = titles(modality, state);
        if !list.is_empty() {
            notes.push(format!("{label}：{list}"));
        }
    }
    let failed = of(Modality::Must, State::NotMet).count() > 0;
    let noted = of(Modality::Should, State::NotMet).count() > 0
        || criteria().any(|c| c.state == State::Waived && c.modality == Modality::Must);
    let (must_open, should_open) =
        (of(Modality::Must, State::Unknown).count() > 0, of(Modality::Should, State::Unknown).count() > 0);
    let verdict = |v: &str| Some(v.to_owned());
    let mut possible = Vec::new();
    let judged = criteria().any(is_judged);
    if !judged {
        notes.push(NOTHING_JUDGED.to_owned());
        possible.extend([FAILED, WITH_NOTES, PASSED].map(verdict));
    } else if failed || must_open {
        possible.push(verdict(FAILED));
    }
    if judged && !failed {
        if noted || should_open {
            possible.push(verdict(WITH_NOTES));
        }
        if !noted {
            possible.push(verdict(PASSED));
        }
    }
    let arithmetic = [State::Met, State::NotMet, State::Unknown, State::NotApplicable, State::Waived]
        .into_iter()
        .filter(|s| count(*s) > 0)
        .map(|s| format!("{}{}项", s.zh(), count(s)))
        .collect::<Vec<_>>()
        .join("，");
    Marks { total: None, low: Decimal::ZERO, high: Decimal::ZERO, possible, veto: false, judged, arithmetic, notes }
}
