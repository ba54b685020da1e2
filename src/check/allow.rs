//! The workspace's list of findings that are known and accepted, each with a reason.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, codes};
use crate::model::Workspace;
use crate::say;

/// Takes out what the workspace allows. A code that does not exist is a finding itself.
pub fn apply(workspace: &Workspace, out: &mut Diagnostics) {
    let allowed = &workspace.config.allow;
    out.retain(|d| {
        // An error is something that cannot be used as it stands; no reason makes it usable.
        if d.severity == Severity::Error {
            return true;
        }
        let path = d.span.map_or("", |s| workspace.path_of(s));
        !allowed.iter().any(|a| {
            a.code.value == d.code.id
                && a.file.as_ref().is_none_or(|f| path == f.value || path.starts_with(&format!("{}/", f.trim_end_matches('/'))))
                && a.contains.as_ref().is_none_or(|text| d.message.zh.contains(&text.value))
        })
    });
    for allow in allowed {
        let name = &allow.code.value;
        let (message, help) = match crate::diagnostic::all_codes().find(|c| c.id == name) {
            None => (
                say!("没有代码“{name}”", "there is no code “{name}”"),
                say!("代码见检查结果方括号里的字样，如 C301", "codes are shown in brackets in findings, such as C301"),
            ),
            Some(code) if code.severity == Severity::Error => (
                say!("{name} 是错误，不能允许", "{name} is an error and cannot be allowed"),
                say!("改正它；只有提醒可以允许", "correct it; only warnings can be allowed"),
            ),
            Some(_) => continue,
        };
        out.push(Diagnostic::new(&codes::BAD_VALUE, allow.code.span, message).help(help));
    }
}
