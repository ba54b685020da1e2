//! Nothing that cannot be read is ever written: the text of a file is read back before it is put into a plan.

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Severity, SourceFile, SourceMap, codes};
use crate::say;
use crate::source::decode::Decode;
use crate::source::parse_document;

/// That the new text of a file reads back as a record, or records, without an error. `help` says what to do where it does not.
///
/// # Errors
/// What is wrong with the text.
pub fn reads_back<T: Decode>(path: &str, text: &str, help: &Bilingual) -> Result<(), Box<Diagnostic>> {
    let mut sources = SourceMap::default();
    let file = sources.add(SourceFile::new(path.to_owned(), text.to_owned(), true, [0; 32]));
    let mut found = Diagnostics::new();
    let read = parse_document(file, text, 0, &mut found).and_then(|node| T::decode(&node, &mut found));
    match found.iter().find(|d| d.severity == Severity::Error) {
        None if read.is_some() => Ok(()),
        other => {
            let why = other.map_or_else(|| say!("读不回来", "it does not read back"), |d| d.message.clone());
            Err(Box::new(
                Diagnostic::nowhere(
                    &codes::BAD_VALUE,
                    Bilingual {
                        zh: format!("{path} 写出来会有错，没有写：{}", why.zh),
                        en: format!("{path} would have an error and was not written: {}", why.en),
                    },
                )
                .help(help.clone()),
            ))
        }
    }
}
