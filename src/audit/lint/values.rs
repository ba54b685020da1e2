//! Findings about the values of a record's facts (C404): of the kind that the standard's rules ask for, and not negative.

use rust_decimal::Decimal;

use crate::audit::exact::show;
use crate::audit::facts::number_of;
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Severity, Span, codes};
use crate::model::inspection::InspectionFile;
use crate::model::point::{FactValue, full_width_number};
use crate::model::standard::Standard;
use crate::model::standard::rule::Rule;
use crate::say;
use crate::source::decode::nearest;

/// What a rule can use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    YesNo,
    List,
}

/// Checks the facts of a record.
pub fn facts_fit(record: &InspectionFile, standard: &Standard, out: &mut Diagnostics) {
    for (name, value) in &record.facts {
        let Some(def) = standard.facts.get(name) else {
            let near = nearest(name, standard.facts.iter().map(|(k, _)| k.as_str()));
            let help = match near {
                Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
                None => say!("删去，或在标准的 facts 里加上", "remove it, or define it in the standard's `facts`"),
            };
            out.push(
                mismatch(name.span, say!("标准没有用到数据“{}”", "the standard has no fact “{}”", name.value))
                    .help(help)
                    .instead(near),
            );
            continue;
        };
        let Some(value) = value else { continue };
        let unit = def.unit.as_ref().map_or("", |u| u.as_str());
        let kinds: Vec<Kind> = standard.criteria().flat_map(|c| kinds(&c.rule, name)).collect();
        let number = number_of(value, unit).is_some();
        let (at, name) = (span(value).unwrap_or(name.span), &name.value);
        if is_full_width(value) {
            // Said when it was read (M207).
        } else if !number && !unit.is_empty() {
            let message = say!("“{name}”的单位是{unit}，这里应是数", "“{name}” is in {unit}, so a number belongs here");
            let help = say!("只写数字，不写单位，如 98.5", "write the number without unit, such as 98.5");
            out.push(mismatch(at, message).help(help));
        } else if !number && kinds.contains(&Kind::Number) {
            let message = say!("“{name}”要和数比较，这里应是数", "“{name}” is compared with a number, so a number belongs here");
            out.push(mismatch(at, message).help(say!("只写数字，如 2", "write the number alone, such as 2")));
        } else if kinds.contains(&Kind::YesNo) && !matches!(value, FactValue::YesNo(_)) {
            let message = say!("“{name}”问的是有没有、是不是", "“{name}” is a yes-or-no question");
            out.push(mismatch(at, message).help(say!("写 是 或 否", "write true or false")));
        } else if kinds.contains(&Kind::List) && matches!(value, FactValue::Number(_) | FactValue::YesNo(_)) {
            let message = say!("“{name}”应是列表：有哪几样", "“{name}” lists what is there");
            let help = say!("写成 [柜台, 电脑]；一样也没有写 []", "write [counter, computer]; [] when there is nothing");
            out.push(mismatch(at, message).help(help));
        }
        if let (FactValue::Number(number), "%") = (value, unit)
            && (number.value > Decimal::ONE_HUNDRED || (number.value > Decimal::ZERO && number.value < Decimal::ONE))
        {
            let shown = show(number.value);
            let message = say!("“{name}”写的是{shown}%，核对一下", "“{name}” says {shown}%: is that right?");
            let help = say!("百分数写百分号前面的数：98.3% 写 98.3", "write the number before the sign: 98.3 for 98.3%");
            out.push(Diagnostic { severity: Severity::Warning, ..mismatch(number.span, message) }.help(help));
        }
        if let FactValue::Number(number) = value
            && number.is_sign_negative()
            && !number.is_zero()
        {
            let message = say!("“{name}”不能是负数", "“{name}” cannot be negative");
            out.push(mismatch(number.span, message).help(say!("写 0 或以上的数", "write 0 or more")));
        }
    }
}

fn mismatch(at: Span, message: Bilingual) -> Diagnostic {
    Diagnostic::new(&codes::RECORD_MISMATCH, at, message)
}

/// Where a value stands; an empty list has no place of its own.
fn span(value: &FactValue) -> Option<Span> {
    Some(match value {
        FactValue::Number(n) => n.span,
        FactValue::YesNo(answer) => answer.span,
        FactValue::Text(text) => text.span,
        FactValue::List(list) => Span { end: list.last()?.span.end, ..list.first()?.span },
    })
}

fn is_full_width(value: &FactValue) -> bool {
    matches!(value, FactValue::Text(text) if full_width_number(text).is_some())
}

/// What a rule wants a fact to be.
fn kinds(rule: &Rule, name: &str) -> Vec<Kind> {
    let is = |fact: &Option<crate::model::Text>| fact.as_ref().is_some_and(|f| f.value == name);
    let among = |list: &[crate::model::Text]| list.iter().any(|f| f.value == name);
    let (wanted, kind) = match rule {
        Rule::AtLeast(r) | Rule::MoreThan(r) | Rule::AtMost(r) | Rule::LessThan(r) => (r.fact.value == name, Kind::Number),
        Rule::Between(r) => (r.fact.value == name, Kind::Number),
        Rule::Ratio(r) => (among(&r.of) || among(&r.over), Kind::Number),
        Rule::Tiers(r) => (is(&r.fact) || among(&r.of) || among(&r.over), Kind::Number),
        Rule::Steps(r) => (is(&r.fact) || among(&r.of) || among(&r.over), Kind::Number),
        Rule::External(r) => (is(&r.fact), Kind::Number),
        Rule::YesNo(r) => (is(&r.fact), Kind::YesNo),
        Rule::EachMissing(r) => (is(&r.fact), Kind::List),
        Rule::AllOf(rules) | Rule::AnyOf(rules) => return rules.iter().flat_map(|r| kinds(r, name)).collect(),
        Rule::Not(inner) => return kinds(inner, name),
        Rule::Cases(cases) => {
            let whens = cases.iter().filter_map(|c| c.when.as_ref()?.fact.as_deref());
            return whens.chain(cases.iter().map(|c| &*c.rule)).flat_map(|r| kinds(r, name)).collect();
        }
        // A word or a number, as the standard has it; the others look at no fact, or decide nothing by it.
        Rule::Equals(_) | Rule::Manual(_) | Rule::Deduct(_) | Rule::Sample(_) => return Vec::new(),
    };
    if wanted { vec![kind] } else { Vec::new() }
}
