//! One renderer per format: text with excerpt and caret, JSON, SARIF 2.1.0.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Lang, Position, Severity, SourceFile, SourceMap, all_codes};
use crate::say;

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: excerpt, caret, help. `color` adds terminal colours.
    Text {
        /// Whether the terminal shows colours.
        color: bool,
    },
    /// A list of `{code, severity, message, file, line, column, help}`.
    Json,
    /// SARIF 2.1.0, for code review tools.
    Sarif,
}

/// Writes all findings in one format and language. The text format ends each finding with an empty line.
#[must_use]
pub fn render(diagnostics: &Diagnostics, sources: &SourceMap, lang: Lang, format: Format) -> String {
    match format {
        Format::Text { color } => {
            let renderer = if color { Renderer::styled() } else { Renderer::plain() };
            texts(diagnostics, sources, lang, &renderer)
        }
        Format::Json => {
            let list: Vec<Value> = diagnostics.iter().map(|d| json_entry(d, sources, lang)).collect();
            pretty(&Value::Array(list))
        }
        Format::Sarif => pretty(&sarif(diagnostics, sources, lang)),
    }
}

fn pretty(value: &Value) -> String {
    // A `Value` has string keys only, so this cannot fail; an empty text would be the harmless outcome.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn text(d: &Diagnostic, sources: &SourceMap, lang: Lang, renderer: &Renderer) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR.with_name(lang.pick("错误", "error")),
        Severity::Warning => Level::WARNING.with_name(lang.pick("提醒", "warning")),
    };
    let mut group = annotate_snippets::Group::with_title(level.primary_title(d.message.get(lang)).id(d.code.id));
    let mut places = d.span.map(|s| (s, None)).into_iter().collect::<Vec<_>>();
    places.extend(d.related.iter().map(|(s, note)| (*s, Some(note.get(lang)))));
    for (span, note) in places {
        let Some(file) = sources.get(span.file) else { continue };
        let (source, line_start, start, end) = excerpt(file, span.start as usize, span.end as usize);
        let kind = if note.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        group = group.element(
            Snippet::source(source).path(file.path.as_str()).line_start(line_start).annotation(kind.span(start..end).label(note)),
        );
    }
    if let Some(place) = &d.elsewhere {
        let origin = Origin::path(place.path.as_str());
        group = group.element(match place.position {
            Some(at) => origin.line(at.line).char_column(at.column),
            None => origin,
        });
    }
    // Below, and not in the frame of the excerpt: a finding without a place has none.
    let help = d.help.as_ref().map_or(String::new(), |help| format!("\n{}{}", lang.pick("改法：", "help: "), help.get(lang)));
    renderer.render(&[group]) + &help
}

/// Findings of one kind that are shown in full per file. More would drown the others.
const SHOWN: usize = 20;

/// Every finding, but of each kind only the first in a file in full; the rest are counted.
fn texts(diagnostics: &Diagnostics, sources: &SourceMap, lang: Lang, renderer: &Renderer) -> String {
    let mut counts: BTreeMap<(Option<&str>, &str), usize> = BTreeMap::new();
    let mut all = String::new();
    for d in diagnostics.iter() {
        let count = counts.entry((d.place(sources).map(|(path, _)| path), d.code.id)).or_default();
        *count += 1;
        if *count <= SHOWN {
            all.push_str(&text(d, sources, lang, renderer));
            all.push_str("\n\n");
        }
    }
    for ((file, code), count) in counts.into_iter().filter(|(_, count)| *count > SHOWN) {
        let (path, more) = (file.unwrap_or_default(), count - SHOWN);
        let line = say!(
            "{path} 另有 {more} 处 {code}（--format json 列出全部）",
            "{path}: {more} more of {code} (--format json lists all)"
        );
        all.push_str(line.get(lang));
        all.push_str("\n\n");
    }
    all
}

/// Most bytes of a line that are shown on each side of a finding. Some files are one line.
const WINDOW: usize = 160;

/// Cuts a file down to the line of the span, so that a finding in a large file costs nothing, and ends the caret with it: a finding
/// about a whole record would otherwise print all of it. Gives the text, its line number, and the caret's bytes in it.
fn excerpt(file: &SourceFile, start: usize, end: usize) -> (&str, usize, usize, usize) {
    let text = file.text.as_str();
    let floor = |mut i: usize| {
        i = i.min(text.len());
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let start = floor(start);
    let (line, from) = file.line_of(start);
    let rest = text.get(start..).unwrap_or("");
    let to = start + rest.find('\n').unwrap_or(rest.len());
    let to = if text.get(from..to).is_some_and(|l| l.ends_with('\r')) { to - 1 } else { to };
    let (from, to) = (from.max(floor(start.saturating_sub(WINDOW))), to.min(floor(start + WINDOW)).max(from));
    let start = start.min(to);
    let end = floor(end).clamp(start, to);
    (text.get(from..to).unwrap_or(""), line + 1, start.saturating_sub(from), end.saturating_sub(from))
}

fn json_entry(d: &Diagnostic, sources: &SourceMap, lang: Lang) -> Value {
    let place = d.place(sources);
    let position = place.and_then(|(_, position)| position);
    json!({
        "code": d.code.id,
        "severity": d.severity.as_str(),
        "message": d.message.get(lang),
        "file": place.map(|(path, _)| path),
        "line": position.map(|p| p.line),
        "column": position.map(|p| p.column),
        "help": d.help.as_ref().map(|h| h.get(lang)),
    })
}

fn sarif(diagnostics: &Diagnostics, sources: &SourceMap, lang: Lang) -> Value {
    let rules: Vec<Value> =
        all_codes().map(|c| json!({"id": c.id, "name": c.name, "shortDescription": {"text": c.why(lang)}})).collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|d| {
            let mut message = d.message.get(lang).to_owned();
            if let Some(help) = &d.help {
                message.push(' ');
                message.push_str(help.get(lang));
            }
            let location = |(path, position): (&str, Option<Position>)| {
                let mut place = json!({"artifactLocation": {"uri": path}});
                if let Some(at) = position {
                    place["region"] = json!({"startLine": at.line, "startColumn": at.column});
                }
                json!({"physicalLocation": place})
            };
            let locations: Vec<Value> = d.place(sources).into_iter().map(location).collect();
            json!({"ruleId": d.code.id, "level": d.severity.as_str(), "message": {"text": message}, "locations": locations})
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "yizhan", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}
