//! The text of a record that nobody has filled in yet.

#![warn(clippy::wildcard_enum_match_arm)]

use super::Content;
use crate::audit::rectify::to_look_at;
use crate::audit::{Facts, Layer, Outcome, Place, Scored, explain, known, show, summary};
use crate::model::date::date_zh;
use crate::model::inspection::Round;
use crate::model::standard::Criterion;
use crate::model::standard::rule::Rule;
use crate::ops::lookup::{Lookup, refuse};
use crate::say;
use crate::yaml_write::value::quoted;

/// What may be added to any record, as comments at its end.
const LATER: &str = "\
# 下面的用得着才写（去掉行首的 # 和空格）：
# waivers: [{criterion: 编号, reason: 豁免的原因, by: 批准人, expires: 2026-12-31}]   # 豁免
# published: 是   # 公示：只公布服务点、等级、日期和标准，达到等级的现场核查、复查才公示
# note: 内部备注
";

impl Content<'_> {
    /// A record with every question that this round asks.
    pub(super) fn record(&self, mine: &[&Scored<'_>]) -> Lookup<(String, String)> {
        let before = mine
            .iter()
            .filter(|s| s.record.round.value < self.round || self.round == Round::Recheck)
            .max_by_key(|s| (s.record.round.value, s.record.date.value));
        let mut asked: Vec<&Criterion> = self.standard.criteria().collect();
        if self.round == Round::Recheck {
            let Some(before) = before else {
                return Err(refuse(
                    say!(
                        "“{0}”在批次 {1} 没有更早的记录，没有可以复查的",
                        "`{0}` has no earlier record in the campaign {1}",
                        self.point.id,
                        self.campaign
                    ),
                    say!(
                        "先做现场核查：--round site；或用 --campaign 写批次",
                        "inspect first: --round site; or name the --campaign"
                    ),
                ));
            };
            let left: Vec<&str> = to_look_at(&before.outcome).map(|c| c.id.as_str()).collect();
            asked.retain(|c| left.contains(&c.id.as_str()));
            if asked.is_empty() {
                return Err(refuse(
                    say!("上一轮各项都已达标，没有要复查的", "the last round met everything: nothing is left to inspect"),
                    say!("不需要复查", "no re-inspection is needed"),
                ));
            }
        } else if let Some(same) = mine.iter().find(|s| s.record.round.value == self.round) {
            let path = self.workspace.path_of(same.record.span);
            return Err(refuse(
                say!("批次 {0} 已有这一轮的记录：{path}", "the campaign {0} has a record of this round: {path}", self.campaign),
                say!("更正用 --revise；另一批用 --campaign", "correct it with --revise; start another with --campaign"),
            ));
        }
        let again = self.round == Round::Recheck;
        let layers: Vec<Layer<'_>> =
            mine.iter().filter(|s| again || s.record.round.value < self.round).map(|s| Layer::of(s.record)).collect();
        let facts = Facts::new(self.standard, &layers, self.point, Place::of(self.bureau, self.point));
        let mut text = self.head();
        self.facts(&asked, facts, &mut text);
        text.push_str("findings:\n");
        comment(
            &mut text,
            "  ",
            "每一条都可以在大括号里再写：evidence: [凭据]、photos: [{file: photos/照片.jpg, caption: 说明}]、not_applicable: 不适用的原因。",
        );
        comment(
            &mut text,
            "  ",
            "要整改的写 mend: {what: 整改内容, owner: 责任人, deadline: 2026-12-31}；写了才有整改通知，才列入待整改。",
        );
        for section in &self.standard.sections {
            let own: Vec<&&Criterion> = asked.iter().filter(|c| section.criteria.iter().any(|s| s.id == c.id)).collect();
            if own.is_empty() {
                continue;
            }
            let marks = section.marks.as_ref().map_or(String::new(), |m| format!("（{}分）", show(m.value)));
            comment(&mut text, "", &format!("———— {}{marks} ————", section.title.value));
            for criterion in own {
                self.question(criterion, facts, before.map(|s| &s.outcome), &mut text);
            }
        }
        text.push_str(LATER);
        let name = format!("{}-{}-{}-{}.yaml", self.point.id, self.standard.id, self.day, self.round.word());
        Ok((name, text))
    }

    fn head(&self) -> String {
        let mut text = String::new();
        let standard = &self.standard.file;
        comment(&mut text, "", "检查记录。照实填写；空着的是“待补数据”，不算零分，也不算通过。");
        comment(&mut text, "", &format!("标准：《{}》（{}）", standard.title.value, standard.source.value));
        let address = self.point.address.as_ref().map_or(String::new(), |a| format!("，{}", a.value));
        comment(&mut text, "", &format!("服务点：{}{address}", self.point.name.value));
        for (key, value) in [
            ("standard", self.standard.id.clone()),
            ("version", quoted(&standard.version.value)),
            ("point", self.point.id.to_string()),
            ("round", self.round.word().to_owned()),
            ("campaign", quoted(&self.campaign)),
            ("date", self.day.to_string()),
        ] {
            text.push_str(&format!("{key}: {value}\n"));
        }
        text.push_str("inspectors: []   # 检查人，如 [张三, 李四]\nattended: []     # 服务点在场的人\n");
        text
    }

    /// The facts that the questions need, with what is known of each.
    fn facts(&self, asked: &[&Criterion], facts: Facts<'_>, text: &mut String) {
        let mut names: Vec<&str> = Vec::new();
        for criterion in asked {
            let when = criterion.when.as_ref().and_then(|w| w.fact.as_deref());
            for name in when.into_iter().chain([&criterion.rule.value]).flat_map(explain::facts_of) {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        if names.is_empty() {
            return;
        }
        text.push_str("facts:\n");
        comment(text, "  ", "量到、查到的数。空着就用下面注明的填报数；和填报不同，就写量到的。");
        for name in names {
            let def = self.standard.facts.get(name);
            let note = def.and_then(|d| d.note.as_ref()).map_or(String::new(), |n| format!("；{}", n.value));
            let unit = facts.unit(name);
            let found = facts.found(name);
            let mut told: Vec<String> = found.declared.iter().map(|v| format!("服务点填报{v}")).collect();
            told.extend(found.rounds.iter().map(|(round, v)| format!("{}{v}", round.zh())));
            let told = if told.is_empty() { "还没有数据".to_owned() } else { told.join("，") };
            let unit = if unit.is_empty() { String::new() } else { format!("单位：{unit}；") };
            text.push_str(&format!("  {}:   # {}\n", key(name), one_line(&format!("{unit}{told}{note}"))));
        }
    }

    fn question(&self, criterion: &Criterion, facts: Facts<'_>, before: Option<&Outcome>, text: &mut String) {
        let marks = criterion.marks.as_ref().map_or(String::new(), |m| format!("（{}分）", show(m.value)));
        comment(text, "  ", &format!("{}{marks}", criterion.title.value));
        if let Some(quote) = &criterion.quote {
            comment(text, "  ", &format!("原文：{}", quote.value));
        }
        comment(text, "  ", &format!("评分：{}", explain::rule(&criterion.rule, facts)));
        let wanted: Vec<&str> = criterion.evidence.iter().map(|e| e.zh()).collect();
        if !wanted.is_empty() {
            comment(text, "  ", &format!("佐证：{}", wanted.join("、")));
        }
        for kind in &criterion.known {
            comment(text, "  ", &format!("系统已知（供核对，不作得分依据）：{}", known::known(*kind, self.bureau, self.point)));
        }
        if let Some(last) = before.and_then(|b| b.criteria().find(|c| c.id == criterion.id.as_str())) {
            comment(text, "  ", &format!("上一轮：{}，{}", summary::state(last), last.reason));
            if let Some(mend) = &last.mend {
                let deadline = mend.deadline.as_ref().map_or(String::new(), |d| format!("，{}前", date_zh(d.value)));
                comment(text, "  ", &format!("应整改：{}{deadline}", mend.what.value));
            }
        }
        text.push_str(&format!("  {}:   # {}\n", criterion.id, one_line(&example(&criterion.rule, criterion))));
    }
}

/// How an answer looks, for each kind of rule.
fn example(rule: &Rule, criterion: &Criterion) -> String {
    let full = criterion.marks.as_ref().map(|m| show(m.value));
    let worked_out =
        || "由上面的数据算出；可以写 {evidence: [凭据], photos: [{file: photos/文件.jpg, caption: 说明}]}".to_owned();
    match rule {
        Rule::Manual(_) => match full {
            Some(full) => format!("{{marks: {full}}}；扣了分写 {{marks: 0, reason: 原因}}"),
            None => "{met: 是} 或 {met: 否, reason: 原因}".to_owned(),
        },
        Rule::YesNo(r) if r.fact.is_none() && criterion.veto => {
            "没有发生、符合要求写 {met: 是}；发生了写 {met: 否, reason: 原因}，一票否决".to_owned()
        }
        Rule::YesNo(r) if r.fact.is_none() => "{met: 是} 或 {met: 否, reason: 原因}".to_owned(),
        Rule::Deduct(r) => {
            let fault = r.faults.first();
            let name = fault.map_or("", |f| f.name.as_str());
            let count = match fault.and_then(|f| f.found_by.iter().next()) {
                Some((by, _)) => format!("{{{}: 1}}", by.value),
                None => "1".to_owned(),
            };
            format!("没有发现写 {{faults: {{}}}}；发现了写次数，如 {{faults: {{{name}: {count}}}}}")
        }
        Rule::EachMissing(r) => {
            let thing = r.things.first().map_or("", |t| t.as_str());
            format!("齐全写 {{missing: []}}；缺少写 {{missing: [{}]}}", quoted(thing))
        }
        Rule::Sample(r) => format!("{{sample: {{checked: {}, failed: 0}}}}", r.size.value),
        Rule::External(r) if r.fact.is_none() => format!("{{marks: {}给的分}}", r.by.value),
        Rule::Cases(cases) => cases.first().map_or(String::new(), |c| example(&c.rule, criterion)),
        Rule::YesNo(_)
        | Rule::External(_)
        | Rule::AtLeast(_)
        | Rule::MoreThan(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_)
        | Rule::Tiers(_)
        | Rule::Steps(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => worked_out(),
    }
}

fn comment(text: &mut String, margin: &str, words: &str) {
    for line in words.lines() {
        text.push_str(&format!("{margin}# {}\n", line.trim()));
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A key, in quotes where YAML would read it otherwise.
fn key(text: &str) -> String {
    let plain =
        text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '（' | '）')) && !text.starts_with(['-', '_']);
    if plain { text.to_owned() } else { quoted(text) }
}
