//! What a sheet or a form to fill in is for: whether the standard is for the point, what earlier rounds found, and whether anything is left to inspect
//! again.

use crate::audit::rectify::to_look_at;
use crate::audit::{Facts, Place, Scored, Truth, in_scope};
use crate::diagnostic::Diagnostic;
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::model::{Bureau, Point};
use crate::ops::lookup::refuse;
use crate::say;

/// Why a standard is not for a point.
pub fn refusal(standard: &Standard, bureau: &Bureau, point: &Point) -> Option<String> {
    let scope = standard.applies_to.as_ref()?;
    match in_scope(scope, Facts::new(standard, &[], point, Place::of(bureau, point))) {
        (Truth::NotMet, why) => Some(why),
        _ => None,
    }
}

/// The finding that a standard is not for a point, with those that it is for.
pub fn not_for(standard: &Standard, bureau: &Bureau, point: &Point, why: &str) -> Box<Diagnostic> {
    let others = bureau.points.iter().filter(|p| refusal(standard, bureau, p).is_none());
    let others: Vec<&str> = others.map(|p| p.id.as_str()).take(20).collect();
    let name = &point.name.value;
    let help = if others.is_empty() {
        say!("换一个标准或服务点", "choose another standard or point")
    } else {
        say!("这个局适用的服务点：{0}", "points of this bureau that it is for: {0}", others.join("、"))
    };
    refuse(say!("这个标准不适用于“{name}”：{why}", "the standard is not for the point “{name}”: {why}"), help)
}

/// The rounds of a point before this one.
pub fn earlier<'a>(
    scored: &'a [Scored<'a>],
    standard: &Standard,
    bureau: &Bureau,
    point: &Point,
    round: Round,
    campaign: &str,
) -> Vec<&'a Scored<'a>> {
    let mut rounds: Vec<&Scored<'_>> = scored
        .iter()
        .filter(|s| s.bureau.id == bureau.id && s.point.id == point.id && s.standard.id == standard.id)
        .filter(|s| s.campaign == campaign && s.record.version == standard.version)
        .filter(|s| s.record.round.value < round || round == Round::Recheck)
        .collect();
    rounds.sort_by_key(|s| (s.record.round.value, s.record.date.value));
    rounds
}

/// Why a point needs no re-inspection.
pub fn nothing_to_look_at(point: &Point, round: Round, campaign: &str, rounds: &[&Scored<'_>]) -> Option<Box<Diagnostic>> {
    if round != Round::Recheck {
        return None;
    }
    let Some(last) = rounds.last() else {
        return Some(refuse(
            say!(
                "“{0}”在批次 {campaign} 没有更早的记录，没有可以复查的",
                "`{0}` has no earlier record in the campaign {campaign}",
                point.id
            ),
            say!("先做现场核查：--round site；或用 --campaign 写批次", "inspect first: --round site; or name the --campaign"),
        ));
    };
    to_look_at(&last.outcome).next().is_none().then(|| {
        refuse(
            say!(
                "“{0}”上一轮各项都已达标，没有要复查的",
                "the last round of `{0}` met everything: nothing is left to inspect",
                point.id
            ),
            say!("不需要复查", "no re-inspection is needed"),
        )
    })
}
