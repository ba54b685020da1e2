//! A workspace's own fonts and templates (P602, P608): each is looked at before anything is made, and what is wrong is said with its file.

use std::collections::BTreeSet;

use super::Renderers;
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Position, codes};
use crate::print::fonts::{EMBEDDED, is_usable};
use crate::print::{CAN_PRINT, Remark, RenderError};
use crate::say;
use crate::site::{self, Available, TemplateError};

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
    if CAN_PRINT && own.iter().any(|path| path.starts_with("print/")) {
        match tools.print() {
            Ok(shared) => shared.syntax_errors().iter().for_each(|remark| out.push(print_error(remark, tools))),
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
            out.push(site_error(&error, tools));
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
        out.push(Diagnostic::in_file(&codes::BROKEN_FONT, path, None, message).help(help));
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
    let file = format!("{FOLDER}/{path}");
    let (message, position) = match tools.theme.get(path).map(|bytes| String::from_utf8(bytes.into_owned())) {
        None => (say!("{file} 读不出来", "{file} cannot be read"), None),
        Some(Err(error)) => {
            let (bytes, valid) = (error.as_bytes(), error.utf8_error().valid_up_to());
            let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default());
            let last = before.rsplit('\n').next().unwrap_or_default();
            let at = Position { line: before.matches('\n').count() + 1, column: last.chars().count() + 1 };
            (say!("{file} 不是 UTF-8 编码", "{file} is not encoded in UTF-8"), Some(at))
        }
        Some(Ok(text)) if text.trim().is_empty() && matches!(ending, "html" | "typ") => {
            (say!("{file} 是空的", "{file} is empty"), None)
        }
        Some(Ok(_)) => return,
    };
    out.push(Diagnostic::in_file(&codes::TEMPLATE, file, position, message).help(own_help()));
}

/// What to do about a template of the workspace.
fn own_help() -> Bilingual {
    say!(
        "改正工作区里的这个模板，或删去它，改用自带的",
        "correct this template of the workspace, or delete it to use the built-in one"
    )
}

/// What is wrong with a print template, at its place.
pub fn print_error(remark: &Remark, tools: &Renderers<'_>) -> Diagnostic {
    let template = || say!("印刷模板", "the print template");
    template_error("print", &template(), remark.file.as_deref(), remark.position, &remark.message, tools)
}

/// Why print templates and fonts could not be read.
pub fn engine_error(error: &RenderError, tools: &Renderers<'_>) -> Diagnostic {
    let message = match error {
        RenderError::Typst(remarks) => {
            if let Some(first) = remarks.first() {
                return print_error(first, tools);
            }
            say!("印刷模板读不出来", "the print templates cannot be read")
        }
        RenderError::Template(name) => {
            say!("印刷模板 {name} 不存在，或不是 UTF-8 编码", "the print template {name} is missing, or not encoded in UTF-8")
        }
        RenderError::Missing(_) => say!("印刷模板 {error}", "the print templates: {error}"),
        RenderError::Absent => return cannot_print(),
    };
    Diagnostic::nowhere(&codes::TEMPLATE, message)
}

/// This build of the program lacks the engine.
fn cannot_print() -> Diagnostic {
    let message = say!(
        "这个程序没有带排版功能，印不了（编译时没有 print）",
        "this build of the program cannot print: it was compiled without the feature `print`"
    );
    Diagnostic::nowhere(&codes::NOT_IN_THIS_BUILD, message).help(say!(
        "用完整的程序；只要网站和数据，加 --only site,data",
        "use a complete build; for the website and the data alone, add --only site,data"
    ))
}

/// What is wrong with a page template, at its place.
pub fn site_error(error: &TemplateError, tools: &Renderers<'_>) -> Diagnostic {
    let file = Some(error.template.as_str()).filter(|file| !file.is_empty());
    template_error("site", &say!("网页模板", "the page template"), file, error.position, &error.message, tools)
}

fn template_error(
    kind: &str,
    what: &Bilingual,
    file: Option<&str>,
    position: Option<Position>,
    says: &str,
    tools: &Renderers<'_>,
) -> Diagnostic {
    let line = position.map_or_else(String::new, |at| format!(":{}", at.line));
    let (zh, en) = (&what.zh, &what.en);
    match file {
        Some(file) if tools.theme.is_own(&format!("{kind}/{file}")) => {
            let path = format!("{FOLDER}/{kind}/{file}");
            let message = Bilingual { zh: format!("{zh}出错：{says}"), en: format!("{en} fails: {says}") };
            Diagnostic::in_file(&codes::TEMPLATE, path, position, message).help(own_help())
        }
        Some(file) => {
            let message = Bilingual { zh: format!("{zh} {file}{line}：{says}"), en: format!("{en} {file}{line}: {says}") };
            Diagnostic::nowhere(&codes::TEMPLATE, message)
        }
        None => Diagnostic::nowhere(&codes::TEMPLATE, Bilingual { zh: format!("{zh}：{says}"), en: format!("{en}: {says}") }),
    }
}
