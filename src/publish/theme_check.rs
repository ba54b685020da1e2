//! A workspace's own fonts and templates (P602, P608): each is looked at before anything is made, and what is wrong is said with its file.

use std::collections::BTreeSet;

use super::Renderers;
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, codes};
use crate::print::fonts::{EMBEDDED, is_usable};
use crate::say;
use crate::site::{self, Available};

/// Where the own files of a workspace lie.
pub const FOLDER: &str = "themes/default";

/// All rules.
pub fn run(tools: &Renderers<'_>, out: &mut Diagnostics) {
    fonts(tools, out);
    let own: Vec<String> = tools.theme.list("").into_iter().filter(|path| tools.theme.is_own(path)).collect();
    let before = out.len();
    for path in &own {
        text(tools, path, out);
    }
    if out.len() > before {
        return;
    }
    if own.iter().any(|path| path.starts_with("site/")) {
        pages(tools, out);
    }
    if own.iter().any(|path| path.starts_with("print/")) {
        match tools.print() {
            Ok(shared) => shared.syntax_errors().iter().for_each(|line| out.push(print_error(line, tools))),
            Err(found) => out.push(*found),
        }
    }
}

/// The templates of pages can be read, and filled: one page of each is made, because a name that a view does not have shows only then.
fn pages(tools: &Renderers<'_>, out: &mut Diagnostics) {
    let engine = match tools.site() {
        Ok(engine) => engine,
        Err(found) => return out.push(*found),
    };
    if out.has_errors() {
        return;
    }
    let available = Available::new();
    let mut seen = BTreeSet::new();
    for page in site::pages(tools.workspace, &[], &[], &available) {
        let view = page.view();
        if seen.insert(view.template())
            && let Err(error) = view.render(engine)
        {
            out.push(site_error(&error.to_string(), tools));
        }
    }
}

/// Every font that the workspace gives can be opened (P608): one that cannot is passed over, and print looks otherwise than was meant.
fn fonts(tools: &Renderers<'_>, out: &mut Diagnostics) {
    let mut broken = |path: &str, help: Bilingual| {
        let message = say!(
            "字体 {path} 打不开：文件是空的、不完整，或不是字体",
            "the font {path} cannot be opened: it is empty, cut off or not a font"
        );
        out.push(Diagnostic::nowhere(&codes::BROKEN_FONT, message).help(help));
    };
    for path in EMBEDDED.iter().filter(|path| tools.theme.is_own(path)) {
        if !tools.theme.get(path).is_some_and(is_usable) {
            let help =
                say!("换一个完好的文件，或删去它，改用自带的字体", "replace the file, or delete it to use the built-in font");
            broken(&format!("{FOLDER}/{path}"), help);
        }
    }
    for (path, bytes) in tools.extra_fonts() {
        if !is_usable(bytes.into()) {
            broken(&path, say!("从字体厂商重新下载，或删去这个文件", "get the file again from its maker, or delete it"));
        }
    }
}

/// A text of the theme can be read, and a template is not empty (P602).
fn text(tools: &Renderers<'_>, path: &str, out: &mut Diagnostics) {
    let ending = path.rsplit('.').next().unwrap_or_default();
    if !matches!(ending, "html" | "typ" | "css" | "js") {
        return;
    }
    let message = match tools.theme.get(path).map(|bytes| String::from_utf8(bytes.into_owned())) {
        None => say!("{FOLDER}/{path} 读不出来", "{FOLDER}/{path} cannot be read"),
        Some(Err(_)) => say!("{FOLDER}/{path} 不是 UTF-8 编码", "{FOLDER}/{path} is not encoded in UTF-8"),
        Some(Ok(text)) if text.trim().is_empty() && matches!(ending, "html" | "typ") => {
            say!("{FOLDER}/{path} 是空的", "{FOLDER}/{path} is empty")
        }
        Some(Ok(_)) => return,
    };
    out.push(Diagnostic::nowhere(&codes::TEMPLATE, message).help(own_help()));
}

/// What to do about a template of the workspace.
fn own_help() -> Bilingual {
    say!(
        "改正工作区里的这个模板，或删去它，改用自带的",
        "correct this template of the workspace, or delete it to use the built-in one"
    )
}

/// What is wrong with a print template, at its line: `themes/default/print/desk-card.typ:12`. `line` is `file:line: message`, as the engine says it.
pub fn print_error(line: &str, tools: &Renderers<'_>) -> Diagnostic {
    template_error("print", line, tools)
}

/// What is wrong with a page template, in the same form.
pub fn site_error(line: &str, tools: &Renderers<'_>) -> Diagnostic {
    template_error("site", line, tools)
}

fn template_error(kind: &str, line: &str, tools: &Renderers<'_>) -> Diagnostic {
    let file = line.split(':').next().unwrap_or_default();
    let own = tools.theme.is_own(&format!("{kind}/{file}"));
    let place = if own { format!("{FOLDER}/{kind}/{line}") } else { line.to_owned() };
    let message = if kind == "site" {
        say!("网页模板 {place}", "the page template {place}")
    } else {
        say!("印刷模板 {place}", "the print template {place}")
    };
    let found = Diagnostic::nowhere(&codes::TEMPLATE, message);
    if own { found.help(own_help()) } else { found }
}
