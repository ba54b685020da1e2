//! Grades as a ladder: where each begins, and what is below the lowest. What two grades both claim, what none does, and what depends on more than marks is
//! asked for; without an answer no grade is written.

use rust_decimal::Decimal;

use super::super::super::Uncertain;
use super::super::super::ask::{Ask, Asker, Reading};
use super::Grade;
use super::bounds::{End, Takes};
use super::words::Spoken;
use crate::diagnostic::Bilingual;
use crate::say;

/// What is known besides the grades.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Full marks.
    pub total: Option<Decimal>,
    /// Marks come in steps of this; none where they may be any number.
    pub step: Option<Decimal>,
}

/// Grades from the highest down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ladder {
    /// The grades.
    pub grades: Vec<Grade>,
    /// What a total below the lowest means; empty where nothing is said.
    pub below: String,
    /// The total is rounded to whole marks first.
    pub rounded: bool,
}

/// Where one grade ends and the next begins.
enum Seam<'s> {
    /// The upper begins there.
    At(End),
    /// Both claim what lies between, ends included.
    Shared(&'s Spoken, &'s Spoken, Decimal, Decimal),
    /// None claims what lies between.
    Gap(&'s Spoken, &'s Spoken, Decimal, Decimal),
}

/// The ladder of what was said; where something is open none, with what is to be told besides the questions. `unread` are sentences that look like grades and were not understood.
pub fn ladder(
    spoken: &[Spoken],
    unread: &[(String, String)],
    scale: Scale,
    asker: &mut Asker<'_>,
) -> Result<Ladder, Option<Uncertain>> {
    let Some(first) = spoken.first() else { return Err(None) };
    let place = first.place.clone();
    let otherwise = || say!("等级都不写入，在文件的 grades 里写", "no grade is written: write them in `grades` of the file");
    let mut sure = true;
    let mut ask = |place: &str, what: Bilingual, readings: Vec<(&'static str, Bilingual)>| -> Option<&'static str> {
        let readings = readings.into_iter().map(|(word, says)| Reading { word, says }).collect();
        asker.ask(Ask { place: place.to_owned(), what, readings, otherwise: otherwise() })
    };
    for (place, words) in unread {
        let names = spoken.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("、");
        let said = ask(
            place,
            say!("“{words}”像是等级，没有读懂", "“{words}” looks like grades and was not understood"),
            vec![(
                "1",
                say!("和等级无关，只写读懂的：{names}", "it is not about grades: write those that were understood: {names}"),
            )],
        );
        sure &= said.is_some();
    }
    for one in spoken.iter().filter(|s| !s.condition.is_empty()) {
        let (name, words) = (&one.name, &one.condition);
        let said = ask(
            &one.place,
            say!(
                "“{name}”除了分数还要看“{words}”，规则里写不出",
                "“{name}” depends on “{words}” as well, which grades cannot say"
            ),
            vec![("1", say!("按分数定，这一条由人另看", "it goes by marks, and people look at the rest"))],
        );
        sure &= said.is_some();
    }
    let (mut placed, mut bottom): (Vec<&Spoken>, Vec<&Spoken>) = (Vec::new(), Vec::new());
    for one in spoken {
        let low = one.interval.and_then(|i| i.low);
        if low.is_some_and(|low| !low.at.is_zero() || low.takes == Takes::Out) { placed.push(one) } else { bottom.push(one) }
    }
    let low = |one: &Spoken| one.interval.and_then(|i| i.low).map_or(Decimal::ZERO, |low| low.at);
    placed.sort_by_key(|one| std::cmp::Reverse(low(one)));
    // Two grades from the same marks on, or two at the bottom, are no ladder.
    if bottom.len() > 1 || placed.windows(2).any(|pair| low(pair[0]) == low(pair[1])) || placed.is_empty() {
        let names = spoken.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("、");
        return Err(Some(Uncertain {
            place,
            message: say!(
                "等级“{names}”的分数排不成高低，没有写入",
                "the marks of the grades “{names}” do not make an order: none is written"
            ),
        }));
    }
    let mut out = Ladder { below: bottom.first().map(|b| b.name.clone()).unwrap_or_default(), ..Ladder::default() };
    let all: Vec<&Spoken> = placed.iter().copied().chain(bottom.iter().copied()).collect();
    let mut seams: Vec<Seam<'_>> = Vec::new();
    for pair in all.windows(2) {
        let [upper, lower] = pair else { continue };
        seams.push(seam(upper, lower, scale));
    }
    let (shared, gaps) = (open(&seams, true), open(&seams, false));
    let mut answer = [None, None];
    if let Some((upper, lower, _, to)) = shared.first() {
        answer[0] = ask(
            &upper.place,
            overlap(&shared),
            vec![("1", case(*to, (&upper.name, &lower.name), true)), ("2", case(*to, (&lower.name, &upper.name), false))],
        );
        sure &= answer[0].is_some();
    }
    if let Some((upper, lower, from, to)) = gaps.first() {
        let between = middle(*from, *to, scale.step);
        let (up, down) = (upper.name.as_str(), lower.name.as_str());
        let mut ways = vec![("1", case(between, (down, up), false)), ("2", case(between, (up, down), true))];
        // Rounding only closes a gap of less than one.
        if gaps.iter().all(|(_, _, from, to)| *to - *from <= Decimal::ONE && from.is_integer() && to.is_integer()) {
            ways.push((
                "3",
                say!(
                    "总分先四舍五入取整数，再定等级：{between} 分按 {} 分",
                    "round the total to whole marks first: {between} counts as {}",
                    between.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
                ),
            ));
        }
        answer[1] = ask(&upper.place, hole(&gaps), ways);
        sure &= answer[1].is_some();
    }
    // 90-95分为优秀 of 100: what is above has no grade.
    let top = placed.first().and_then(|top| Some((*top, top.interval?.high?)));
    if let Some((top, high)) = top.filter(|(_, high)| scale.total.is_some_and(|total| high.at < total)) {
        let (name, at) = (&top.name, high.at);
        let said = ask(
            &top.place,
            say!("“{name}”只到 {at} 分，再高算什么没有写", "“{name}” ends at {at}, and what is above is not said"),
            vec![("1", say!("再高也是“{name}”", "more is “{name}” as well"))],
        );
        sure &= said.is_some();
    }
    if !sure {
        return Err(None);
    }
    out.rounded = answer[1] == Some("3");
    for (at, one) in placed.iter().enumerate() {
        let end = match seams.get(at) {
            Some(Seam::At(end)) => *end,
            Some(Seam::Shared(_, _, from, to)) => match answer[0] {
                Some("2") => End { at: *to, takes: Takes::Out },
                _ => End { at: *from, takes: Takes::In },
            },
            Some(Seam::Gap(_, _, from, to)) => match (answer[1], from == to) {
                (Some("2"), false) => End { at: *from, takes: Takes::Out },
                (Some("2"), true) | (_, false) => End { at: *to, takes: Takes::In },
                (_, true) => End { at: *to, takes: Takes::Out },
            },
            None => one.interval.and_then(|i| i.low).ok_or(None)?,
        };
        out.grades.push(Grade { name: one.name.clone(), from: end.at, more: end.takes == Takes::Out });
    }
    Ok(out)
}

/// Where the upper of two grades begins.
fn seam<'s>(upper: &'s Spoken, lower: &'s Spoken, scale: Scale) -> Seam<'s> {
    let Some(low) = upper.interval.and_then(|i| i.low) else { return Seam::Gap(upper, lower, Decimal::ZERO, Decimal::ZERO) };
    let Some(high) = lower.interval.and_then(|i| i.high) else { return Seam::At(low) };
    if high.at > low.at {
        return Seam::Shared(upper, lower, low.at, high.at);
    }
    if high.at < low.at {
        let nothing = |step: Decimal| (high.at / step).floor() + Decimal::ONE >= low.at / step;
        return if scale.step.is_some_and(nothing) { Seam::At(low) } else { Seam::Gap(upper, lower, high.at, low.at) };
    }
    let at = |takes| Seam::At(End { at: low.at, takes });
    match (low.takes, high.takes) {
        (Takes::In, Takes::In) => Seam::Shared(upper, lower, low.at, low.at),
        (Takes::Out, Takes::Out) => Seam::Gap(upper, lower, low.at, low.at),
        (Takes::In, _) | (_, Takes::Out | Takes::LikelyOut) if low.takes != Takes::Out => at(Takes::In),
        (Takes::Out, _) | (_, Takes::In) => at(Takes::Out),
        _ => Seam::Shared(upper, lower, low.at, low.at),
    }
}

type Between<'s> = (&'s Spoken, &'s Spoken, Decimal, Decimal);

fn open<'s>(seams: &[Seam<'s>], shared: bool) -> Vec<Between<'s>> {
    let one = |seam: &Seam<'s>| match (seam, shared) {
        (Seam::Shared(upper, lower, from, to), true) | (Seam::Gap(upper, lower, from, to), false) => {
            Some((*upper, *lower, *from, *to))
        }
        _ => None,
    };
    seams.iter().filter_map(one).collect()
}

fn span(from: Decimal, to: Decimal) -> String {
    if from == to { from.to_string() } else { format!("{from}～{to}") }
}

fn overlap(shared: &[Between<'_>]) -> Bilingual {
    let list = shared.iter().map(|(_, _, from, to)| span(*from, *to)).collect::<Vec<_>>().join("、");
    say!("{list} 分在相邻两档里都有，算哪一档没有写", "{list} is in two grades, and which one counts is not said")
}

fn hole(gaps: &[Between<'_>]) -> Bilingual {
    let list = gaps.iter().map(|(_, _, from, to)| span(*from, *to)).collect::<Vec<_>>().join("、");
    say!("{list} 分之间哪一档也不是，算哪一档没有写", "marks between {list} are in no grade, and which one counts is not said")
}

/// What a total in two grades is.
fn case(marks: Decimal, (name, other): (&str, &str), upper: bool) -> Bilingual {
    if upper {
        say!("算高一档：{marks} 分是“{name}”，不是“{other}”", "the higher: {marks} is “{name}”, not “{other}”")
    } else {
        say!("算低一档：{marks} 分是“{name}”，不是“{other}”", "the lower: {marks} is “{name}”, not “{other}”")
    }
}

/// A total that lies in a gap.
fn middle(from: Decimal, to: Decimal, step: Option<Decimal>) -> Decimal {
    let half = (from + to) / Decimal::TWO;
    match step.filter(|step| !step.is_zero()) {
        Some(step) if from < to => ((half / step).floor() * step).max(from + step).normalize(),
        _ => half.normalize(),
    }
}
