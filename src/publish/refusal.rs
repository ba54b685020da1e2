//! What a build refuses before it makes anything: internal files under the public site, two artifacts of one path, a choice of nothing.

use super::artifact::{Artifact, Audience};
use super::selection::Selection;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::Workspace;
use crate::say;

/// Nothing internal lies under the public site.
pub fn leaks(all: &[Artifact<'_>], out: &mut Diagnostics) -> bool {
    let mut any = false;
    for artifact in all.iter().filter(|a| a.audience == Audience::Internal && a.path.starts_with("site/")) {
        any = true;
        let path = &artifact.path;
        out.push(Diagnostic::nowhere(
            &codes::LEAK,
            say!("内部文件 {path} 不能放在公开目录", "{path} is internal and cannot lie under the site"),
        ));
    }
    any
}

/// No two artifacts have one path; they would be written over each other in any order.
pub fn doubles(all: &[Artifact<'_>], out: &mut Diagnostics) -> bool {
    let mut any = false;
    for pair in all.windows(2) {
        if let [a, b] = pair
            && a.path == b.path
        {
            any = true;
            let path = &a.path;
            out.push(Diagnostic::nowhere(
                &codes::DUPLICATE_PATH,
                say!("两样东西都要写进 {path}", "two artifacts would be written to {path}"),
            ));
        }
    }
    any
}

/// `--bureau` and `--point` name something that is there.
pub fn unknown_choice(selection: &Selection, workspace: &Workspace, out: &mut Diagnostics) -> bool {
    let mut any = false;
    let mut unknown = |zh: &str, en: &str, name: &str, known: Vec<&str>| {
        any = true;
        let near = crate::source::decode::nearest(name, known.iter().copied()).unwrap_or_default().to_owned();
        let finding = Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("没有{zh}“{name}”", "there is no {en} “{name}”"));
        out.push(if near.is_empty() { finding } else { finding.help(say!("是不是 {near}？", "did you mean {near}?")) });
    };
    let chosen = selection.bureau.as_deref().map(|name| workspace.bureau(name));
    if let (Some(name), Some(None)) = (&selection.bureau, chosen) {
        unknown("局", "bureau", name, workspace.bureaus.iter().map(|b| b.id.as_str()).collect());
        return any;
    }
    for (bureau, name) in &selection.points {
        let points = || workspace.bureau(bureau).into_iter().flat_map(|b| &b.points);
        if !points().any(|p| p.id.as_str() == name) {
            unknown("服务点", "point", name, points().map(|p| p.id.as_str()).collect());
        }
    }
    any
}

/// No paper cites a standard that does not say where it is from: where it has records, notices and circulars would.
pub fn unsourced(workspace: &Workspace, out: &mut Diagnostics) -> bool {
    let used = |id: &str| workspace.bureaus.iter().flat_map(|b| &b.inspections).any(|record| record.standard.value == id);
    let mut any = false;
    for standard in workspace.standards.iter().filter(|s| !s.kept && !s.has_source() && used(&s.id)) {
        any = true;
        out.push(crate::audit::unsourced(standard));
    }
    any
}
