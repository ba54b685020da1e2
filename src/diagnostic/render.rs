//! One renderer per format: text with excerpt and caret, JSON, SARIF 2.1.0.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Lang, Severity, SourceMap, all_codes};

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
            diagnostics.iter().map(|d| text(d, sources, lang, &renderer) + "\n\n").collect()
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
        let (source, line_start, start, end) = excerpt(&file.text, span.start as usize, span.end as usize);
        let kind = if note.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        group = group.element(
            Snippet::source(source).path(file.path.as_str()).line_start(line_start).annotation(kind.span(start..end).label(note)),
        );
    }
    if let Some(help) = &d.help {
        group = group.element(Level::HELP.with_name(lang.pick("改法", "help")).message(help.get(lang)));
    }
    renderer.render(&[group])
}

/// Cuts a file down to the lines of the span, so that a finding in a large file costs nothing, and ends the caret with its first line:
/// a finding about a whole record would otherwise print all of it.
fn excerpt(text: &str, start: usize, end: usize) -> (&str, usize, usize, usize) {
    let floor = |mut i: usize| {
        i = i.min(text.len());
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let start = floor(start);
    let line_from = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let line_to = text[start..].find('\n').map_or(text.len(), |i| start + i);
    let line_to = if text[line_from..line_to].ends_with('\r') { line_to - 1 } else { line_to };
    let start = start.min(line_to);
    let end = floor(end).clamp(start, line_to);
    let line = text[..line_from].bytes().filter(|b| *b == b'\n').count() + 1;
    (&text[line_from..line_to], line, start - line_from, end - line_from)
}

fn json_entry(d: &Diagnostic, sources: &SourceMap, lang: Lang) -> Value {
    let position = d.span.map(|s| sources.position(s));
    json!({
        "code": d.code.id,
        "severity": d.severity.as_str(),
        "message": d.message.get(lang),
        "file": d.span.map(|s| sources.path(s.file)),
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
            let locations: Vec<Value> = d
                .span
                .iter()
                .map(|s| {
                    let p = sources.position(*s);
                    json!({"physicalLocation": {
                        "artifactLocation": {"uri": sources.path(s.file)},
                        "region": {"startLine": p.line, "startColumn": p.column},
                    }})
                })
                .collect();
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
