//! What a new workspace has in place of a bureau's own names and numbers. It may be looked at and built; it is not sent to a printer.

use super::Session;
use crate::diagnostic::{Bilingual, Diagnostic, FileId, codes};
use crate::model::Bureau;
use crate::say;

/// What stands for a name or a number that somebody has yet to write.
const MARKS: [&str; 2] = ["某某", "0000-0000"];

/// Refuses what still holds placeholders: the bureau's own file, and the points that are wanted.
///
/// # Errors
/// With every place.
pub fn refuse(session: &Session, bureau: &Bureau, wanted: &dyn Fn(&str) -> bool) -> Result<(), Box<Diagnostic>> {
    let text = |file: FileId| session.workspace.folder.sources.text(file).unwrap_or_default();
    let found_in = |text: &str| {
        MARKS.into_iter().find(|mark| text.lines().any(|line| line.split(" #").next().unwrap_or_default().contains(mark)))
    };
    let mut places: Vec<Bilingual> = Vec::new();
    let own: String =
        text(bureau.file.span.file).lines().filter(|l| !l.trim_start().starts_with('#')).map(|l| format!("{l}\n")).collect();
    if let Some(mark) = found_in(&own) {
        places.push(say!("局的名称或电话（{mark}）", "the bureau's name or phone ({mark})"));
    }
    for point in bureau.points.iter().filter(|p| wanted(p.id.as_str())) {
        let (start, end) = (point.span.start as usize, point.span.end as usize);
        if let Some(mark) = text(point.span.file).get(start..end).and_then(found_in) {
            let name = &point.name;
            places.push(say!("“{name}”（{mark}）", "“{name}” ({mark})"));
        }
    }
    if places.is_empty() {
        return Ok(());
    }
    let (zh, en): (Vec<String>, Vec<String>) = places.into_iter().map(|p| (p.zh, p.en)).unzip();
    let (zh, en) = (zh.join("、"), en.join(", "));
    Err(Box::new(
        Diagnostic::nowhere(
            &codes::BAD_VALUE,
            say!("还有没改的示例内容，不能付印：{zh}", "there are placeholders left, which are not ordered for print: {en}"),
        )
        .help(say!("把它们改成真实的名称和电话再付印", "write the real names and numbers first")),
    ))
}
