//! Notes of those who write the files, among words for the public: 原文没有写…, 原文只写…. A sign on a door says what holds, and not where a
//! text was taken from. A comment of the file is the place for such a note: it is printed nowhere and on no page.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::model::Workspace;
use crate::say;

/// What the document does not say, said by who looked it up.
static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("原文件?(?:里|中)?(?:(?:并?没有?|并?未|只)?(?:写|说|列|给|提|注|规|标)|没有日期|：)[^，。；）\n]*").ok()
});

/// Folders of a bureau whose files are for the office: what a document says of marks is judged there.
const INTERNAL: [&str; 3] = ["inspections/", "standards/", "editions/"];

/// Every note for editors in a text that is shown.
pub fn run(workspace: &Workspace, out: &mut Diagnostics) {
    let Some(note) = NOTE.as_ref() else { return };
    for bureau in workspace.bureaus.iter().filter(|bureau| !bureau.file.reference) {
        let folder = workspace.folder_of(bureau);
        for (id, file) in workspace.folder.sources.iter() {
            let Some(inner) = file.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) else { continue };
            if INTERNAL.iter().any(|folder| inner.starts_with(folder)) {
                continue;
            }
            let markdown = Path::new(inner).extension().is_some_and(|ending| ending == "md");
            let mut start = 0;
            for line in file.text.split_inclusive('\n') {
                for found in note.find_iter(line) {
                    if !is_comment(line.get(..found.start()).unwrap_or_default(), markdown) {
                        out.push(finding(Span::new(id, start + found.start(), start + found.end()), found.as_str()));
                    }
                }
                start += line.len();
            }
        }
    }
}

/// Whether what stands before a place of a line makes it a comment.
fn is_comment(before: &str, markdown: bool) -> bool {
    if markdown { before.contains("<!--") } else { before.trim_start().starts_with('#') || before.contains(" #") }
}

fn finding(span: Span, words: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::EDITORS_NOTE,
        span,
        say!(
            "“{words}”是编写时的说明，会印在牌子上、发到网页上",
            "“{words}” is a note of who wrote the file; it is printed on signs and shown on pages"
        ),
    )
    .help(say!(
        "说明写在注释里（YAML 用 # 开头，Markdown 用 <!-- -->）；这里只写群众要知道的：现在怎样办、什么时候办",
        "put the note into a comment (# in YAML, <!-- --> in Markdown), and write here what people need: how and when it is done now"
    ))
}
