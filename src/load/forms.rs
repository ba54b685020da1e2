//! The empty forms that a guide offers: those that its materials name, and those that its text links to.

use crate::diagnostic::{Diagnostics, FileId, Span};
use crate::model::guide::{Form, GuideFile};
use crate::source::markdown::{Block, links};
use crate::source::{Folder, is_form};

/// The forms of a guide, each once. What cannot be offered is a finding.
pub fn of_guide(folder: &Folder, file: FileId, front: &GuideFile, body: &[Block], out: &mut Diagnostics) -> Vec<Form> {
    let materials = front.materials.iter().chain(front.variants.iter().flat_map(|v| &v.materials));
    let named =
        materials.filter_map(|m| m.file.as_ref().map(|written| (m.name.value.clone(), written.value.clone(), written.span)));
    let mut linked = Vec::new();
    links(body, &mut linked);
    let linked = linked.into_iter().filter(|(href, _)| is_form(href)).map(|(href, words)| (words, href, Span::file(file)));
    let mut forms: Vec<Form> = Vec::new();
    for (name, written, at) in named.chain(linked) {
        if forms.iter().any(|form| form.written == written) {
            continue;
        }
        if let Some(file) = folder.form(&written, at, out)
            && !forms.iter().any(|form| form.file == file)
        {
            forms.push(Form { name, written, file });
        }
    }
    forms
}
