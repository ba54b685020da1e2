//! A correction of a record: a copy that names what it replaces, who made it, and why.

use super::{Content, Revise};
use crate::audit::{Scored, fingerprint};
use crate::model::inspection::InspectionFile;
use crate::ops::lookup::{Lookup, refuse};
use crate::say;
use crate::yaml_write::value::quoted;

impl Content<'_> {
    /// A copy of a record, marked as its correction.
    pub(super) fn correction(&self, mine: &[&Scored<'_>], revise: &Revise) -> Lookup<(String, String)> {
        let of_round = mine.iter().filter(|s| s.record.round.value == self.round);
        let Some(scored) = of_round.max_by_key(|s| s.record.date.value) else {
            return Err(refuse(
                say!(
                    "批次 {0} 没有这一轮的记录可以更正",
                    "the campaign {0} has no record of this round to correct",
                    self.campaign
                ),
                say!("核对 --round 和 --campaign", "check --round and --campaign"),
            ));
        };
        let record = scored.record;
        let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(quoted);
        let (Some(by), Some(reason)) = (given(&revise.by), given(&revise.reason)) else {
            return Err(refuse(
                say!("更正要写明谁更正、为什么", "a correction says who made it, and why"),
                say!("加 --by 更正人 --reason 原因", "add --by WHO --reason WHY"),
            ));
        };
        let print = fingerprint(self.workspace, record);
        let number = record.revision_number() + 1;
        let revision = format!(
            "revision: {{number: {number}, date: {}, by: {by}, reason: {reason}, replaces: {}}}",
            self.day,
            quoted(print.get(..12).unwrap_or(&print))
        );
        let text = self.without_revision(scored);
        let text = if self.in_braces(record) { format!("{{{revision}, {text}\n") } else { format!("{revision}\n{text}\n") };
        let note = "# 更正：在下面改正；原来的记录不要动。\n";
        let name = format!("{}-{}-{}-{}-r{number}.yaml", self.point.id, self.standard.id, record.date.value, self.round.word());
        Ok((name, format!("{note}{text}")))
    }

    /// Whether a record is written in braces, `{standard: …}`. Its span begins at the first key.
    fn in_braces(&self, record: &InspectionFile) -> bool {
        let text = self.workspace.folder.sources.text(record.span.file).unwrap_or_default();
        text.get(..record.span.start as usize).is_some_and(|before| before.trim_end().ends_with('{'))
    }

    /// The record's text, moved to the margin, without the revision that it may have itself.
    fn without_revision(&self, scored: &Scored<'_>) -> String {
        let record = scored.record;
        let sources = &self.workspace.folder.sources;
        let mut text = sources.mapping(record.span).to_owned();
        if let Some(own) = &record.revision {
            let (from, to) = ((own.span.start - record.span.start) as usize, (own.span.end - record.span.start) as usize);
            // Before the value stand its key, a colon and perhaps a brace.
            let head = text.get(..from).unwrap_or_default().trim_end();
            let head = head.strip_suffix('{').unwrap_or(head);
            let key = head.rfind(['\n', ',', '{']).map_or(0, |i| i + 1);
            let rest = text.get(to..).unwrap_or_default();
            let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start_matches([' ', '\r', '\n']);
            text = format!("{}{rest}", text.get(..key).unwrap_or_default());
        }
        sources.to_margin(record.span, &text).trim().to_owned()
    }
}
