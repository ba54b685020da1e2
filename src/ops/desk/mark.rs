//! The official mark of a bureau: a picture that somebody drops, kept as it is, with the key that names it, as one entry of the history; and what is to be said of it.

use super::live::found;
use super::look::Look;
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Lang, codes};
use crate::model::Bureau;
use crate::ops::edit::{self, Kindly};
use crate::ops::form::record;
use crate::ops::values::{Said, Step};
use crate::ops::{FileEdit, Outcome, Plan, Session, Stop};
use crate::say;
use crate::source::picture::{self, Fault};
use crate::source::{Folder, foreign, limits};

/// Fewest pixels of the longer side: a mark of five centimetres on a door plate.
const SHARP: usize = 600;

/// What is brought.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose mark it is.
    pub bureau: String,
    /// What the file is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A mark as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its path in the workspace.
    pub path: String,
    /// Width and height in pixels; none for SVG.
    pub size: Option<(usize, usize)>,
    /// What is to be said of it, though it can be used.
    pub notes: Vec<Bilingual>,
}

/// The kind of a picture, by its bytes.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let is_svg = head.windows(4).any(|part| part == b"<svg");
    picture::raster_kind(bytes).or_else(|| is_svg.then_some("svg"))
}

/// What is to be said of a mark that can be used.
fn notes(bytes: &[u8], kind: &str, size: (usize, usize)) -> Vec<Bilingual> {
    let mut notes = Vec::new();
    let (width, height) = size;
    if kind != "svg" && width.max(height) < SHARP {
        notes.push(say!(
            "只有 {width}×{height} 像素，印在门牌上会发虚：长边最好不少于 {SHARP} 像素，或者用 SVG",
            "it has only {width}×{height} pixels and will be blurred on a door plate: better {SHARP} or more, or SVG"
        ));
    }
    if kind != "svg" && picture::has_white_edge(bytes) {
        notes.push(say!(
            "四周是白底，不是透明的：放在有颜色的地方会看见一个白框。有透明底的 PNG 或 SVG 就换一张",
            "its edge is white and not transparent: on a colour a white box will be seen. Take a PNG with a transparent ground, or SVG"
        ));
    }
    if width.max(height) > 6 * width.min(height).max(1) && kind != "svg" {
        notes.push(say!(
            "又长又窄（{width}×{height}），看看是不是裁错了",
            "it is long and narrow ({width}×{height}): was it cut wrongly?"
        ));
    }
    notes
}

fn unusable(name: &str, Fault { says, help }: Fault) -> Stop {
    let message = Bilingual {
        zh: format!("“{name}”{}，没有放上", says.zh),
        en: format!("“{name}” {}: it was not taken", says.en),
    };
    Stop::failed(Diagnostic::nowhere(&codes::BROKEN_IMAGE, message).help(help))
}

/// Plans to keep it, and to name it in the bureau's file.
///
/// # Errors
/// When it is no picture that pages and sheets can show.
pub fn plan(session: &Session, request: &Request, lang: Lang) -> Outcome<(Plan, Mark)> {
    let Request { bureau, name, bytes } = request;
    let workspace = &session.workspace;
    let Some(bureau) = workspace.bureau(bureau) else {
        return Err(Stop::failed(Diagnostic::nowhere(
            &codes::NO_SUCH_CHOICE,
            say!("没有这个局：{bureau}", "there is no such bureau: {bureau}"),
        )));
    };
    let Some(kind) = kind_of(bytes) else {
        let (says, help) = match foreign(bytes) {
            Some(foreign) => {
                let named = foreign.name();
                (
                    Bilingual {
                        zh: format!("是 {}，不能用", named.zh), en: format!("is {}, which cannot be used", named.en)
                    },
                    foreign.help(),
                )
            }
            None => (
                say!("不是图片", "is no picture"),
                say!(
                    "要 PNG、JPEG 或 SVG。AI、CDR、PSD 的，请做它的人另存为 SVG 或 PNG",
                    "take PNG, JPEG or SVG; ask whoever made an AI, CDR or PSD file to save it as SVG or PNG"
                ),
            ),
        };
        return Err(unusable(name, Fault { says, help }));
    };
    if bytes.len() as u64 > limits::ASSET_BYTES {
        let most = limits::ASSET_BYTES >> 20;
        let (says, help) = (say!("超过 {most} MiB", "is larger than {most} MiB"), say!("另存一张小一些的", "save a smaller one"));
        return Err(unusable(name, Fault { says, help }));
    }
    let size = picture::look(bytes, kind).map_err(|fault| unusable(name, fault))?;
    let path = workspace.path_of(bureau.file.span).to_owned();
    let folder = workspace.folder_of(bureau);
    let written = record(workspace, &Diagnostics::new(), (&path, &[]), lang)?.values;
    let was = written.at(&["brand".to_owned(), "mark".to_owned()]).cloned();
    let old = old_path(&workspace.folder, bureau);
    // The picture that is there gives way where it has the same kind; else the new one lies beside it.
    let free = |name: &str| !workspace.folder.assets.contains_key(&format!("{folder}/{name}"));
    let own =
        old.as_deref().and_then(|old| old.strip_prefix(&format!("{folder}/"))).filter(|old| old.ends_with(&format!(".{kind}")));
    let file = own.map_or_else(
        || {
            let plain = format!("mark.{kind}");
            if free(&plain) {
                plain
            } else {
                (2..1000).map(|n| format!("mark-{n}.{kind}")).find(|name| free(name)).unwrap_or(plain)
            }
        },
        str::to_owned,
    );
    let at = ["brand", "mark"].map(|key| Step::Key(key.to_owned())).to_vec();
    let change = edit::Change { at, kind: Kindly::Set, before: was.clone(), after: Some(Said::Text(file.clone())), to: None };
    let mut plan = edit::plan(session, &edit::Request { path, changes: vec![change] }, lang)?.plan;
    plan.field = None;
    plan.continues = None;
    let short = bureau.short_name();
    plan.says = match was {
        Some(_) => say!("{short}：换了标志", "{short}: another mark"),
        None => say!("{short}：放上标志", "{short}: the mark was put in"),
    };
    let whole = format!("{folder}/{file}");
    match workspace.folder.assets.contains_key(&whole).then(|| std::fs::read(session.root().join(&whole))) {
        Some(Ok(there)) if there == *bytes => {}
        Some(Ok(there)) => plan.files.push(FileEdit::bytes(whole.clone(), &there, bytes.clone())),
        _ => plan.files.push(FileEdit::create(whole.clone(), bytes.clone())),
    }
    let mark = Mark { path: whole, size: (kind != "svg").then_some(size), notes: notes(bytes, kind, size) };
    Ok((plan, mark))
}

fn old_path(folder: &Folder, bureau: &Bureau) -> Option<String> {
    let written = bureau.file.brand.as_ref()?.mark.as_ref()?;
    folder.resolve(written, written.span, &mut Diagnostics::new())
}

/// The mark that a bureau has, with its bytes as they leave the workspace; none where it has none that can be shown.
///
/// # Errors
/// When there is no such bureau.
pub fn mark(look: &Look, bureau: &str) -> Outcome<Option<(Mark, Vec<u8>)>> {
    let (workspace, bureau) = found(look, bureau)?;
    let Some(written) = bureau.file.brand.as_ref().and_then(|brand| brand.mark.as_ref()) else { return Ok(None) };
    let Some(picture) = workspace.folder.picture(written, written.span, &mut Diagnostics::new()) else { return Ok(None) };
    let bytes = workspace.folder.published(&picture.path);
    let Some(kind) = kind_of(&bytes) else { return Ok(None) };
    let size = (picture.width, picture.height);
    let mark = Mark { path: picture.path, size: (kind != "svg").then_some(size), notes: notes(&bytes, kind, size) };
    Ok(Some((mark, bytes)))
}
