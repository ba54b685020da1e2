//! What makers share: the theme, the parsed templates, the fonts. Made at most once, and only when something needs it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock};

use crate::diagnostic::Diagnostic;
use crate::model::Workspace;
use crate::print::engine::Shared;
use crate::site::Engine;
use crate::theme::Theme;

use super::theme_check;

/// Templates and fonts, shared by all threads.
pub struct Renderers<'a> {
    /// The workspace, for the place of a character without a glyph.
    pub workspace: &'a Workspace,
    /// The theme's files.
    pub theme: &'a Theme,
    site_hash: OnceLock<[u8; 32]>,
    print_hash: OnceLock<[u8; 32]>,
    warnings: Mutex<Vec<Diagnostic>>,
    site: OnceLock<Result<Engine, Box<Diagnostic>>>,
    print: OnceLock<Result<Arc<Shared>, Box<Diagnostic>>>,
    previews: Mutex<HashMap<String, Preview>>,
    pictured: OnceLock<(HashSet<String>, u32)>,
    pages: Mutex<HashMap<String, usize>>,
}

/// A small picture, made by whoever asks first while the others wait.
type Preview = Arc<OnceLock<Result<Vec<u8>, Vec<Diagnostic>>>>;

impl<'a> Renderers<'a> {
    /// Renderers for one workspace and theme.
    #[must_use]
    pub fn new(workspace: &'a Workspace, theme: &'a Theme) -> Self {
        Self {
            workspace,
            theme,
            site_hash: OnceLock::new(),
            print_hash: OnceLock::new(),
            warnings: Mutex::default(),
            site: OnceLock::new(),
            print: OnceLock::new(),
            previews: Mutex::default(),
            pictured: OnceLock::new(),
            pages: Mutex::default(),
        }
    }

    /// The same with templates and fonts for print that were read before: whoever draws one piece after the other reads them once.
    #[must_use]
    pub fn with_print(self, shared: Arc<Shared>) -> Self {
        Self { print: OnceLock::from(Ok(shared)), ..self }
    }

    /// The small picture of a piece, made once: the contact sheet shows what lies beside it.
    ///
    /// # Errors
    /// Findings that stopped it.
    pub fn preview(
        &self,
        document_id: &str,
        make: impl FnOnce() -> Result<Vec<u8>, Vec<Diagnostic>>,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.place_of_preview(document_id).get_or_init(make).clone()
    }

    fn place_of_preview(&self, document_id: &str) -> Preview {
        let mut known = self.previews.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(known.entry(document_id.to_owned()).or_default())
    }

    /// Says which documents will be asked for their small picture, and how wide it is.
    pub fn want_pictures(&self, documents: HashSet<String>, width: u32) {
        self.pictured.get_or_init(|| (documents, width));
    }

    /// How wide a small picture of a document is, where one will be asked for.
    #[must_use]
    pub fn picture_wanted(&self, document_id: &str) -> Option<u32> {
        let (documents, width) = self.pictured.get()?;
        documents.contains(document_id).then_some(*width)
    }

    /// Keeps a small picture that was drawn along with its document.
    pub fn keep_preview(&self, document_id: &str, picture: Vec<u8>) {
        self.place_of_preview(document_id).get_or_init(|| Ok(picture));
    }

    /// Notes how many pages a file for the press has.
    pub fn note_pages(&self, path: &str, pages: usize) {
        self.pages.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path.to_owned(), pages);
    }

    /// The pages of a file for the press; none where the output will not have it.
    #[must_use]
    pub fn pages_of(&self, path: &str) -> Option<usize> {
        self.pages.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(path).copied()
    }

    /// Notes a warning that comes up while something is made.
    pub fn warn(&self, warning: Diagnostic) {
        // A thread that fell while it held the list left it whole: pushing is all that is ever done to it.
        self.warnings.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(warning);
    }

    /// The warnings that came up, each once.
    #[must_use]
    pub fn take_warnings(&self) -> Vec<Diagnostic> {
        let mut list = std::mem::take(&mut *self.warnings.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        list.sort_by(|a, b| a.message.zh.cmp(&b.message.zh));
        list.dedup();
        list
    }

    /// The fonts that bureaus give, by their paths in the workspace.
    #[must_use]
    pub fn extra_fonts(&self) -> Vec<(String, Vec<u8>)> {
        extra_fonts(self.workspace)
    }

    /// Hash of everything of the theme that pages depend on.
    pub fn site_hash(&self) -> &[u8; 32] {
        self.site_hash.get_or_init(|| theme_hash(self.theme, &["site/"]))
    }

    /// Hash of everything that print depends on: templates and fonts, the bureaus' own among them.
    pub fn print_hash(&self) -> &[u8; 32] {
        self.print_hash.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(&theme_hash(self.theme, &["print/", "fonts/"]));
            for (path, bytes) in extra_fonts(self.workspace) {
                hasher.update(path.as_bytes()).update(&bytes);
            }
            *hasher.finalize().as_bytes()
        })
    }

    /// The parsed page templates.
    ///
    /// # Errors
    /// When a template is broken: most often one that the workspace overrides.
    pub fn site(&self) -> Result<&Engine, Box<Diagnostic>> {
        let made = self.site.get_or_init(|| {
            let files = self.theme.list("site/").into_iter().filter_map(|path| {
                let text = self.theme.text(&path)?;
                Some((path.strip_prefix("site/").unwrap_or(&path).to_owned(), text))
            });
            Engine::new(files).map_err(|error| Box::new(theme_check::site_error(&error, self)))
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// Print templates and fonts.
    ///
    /// # Errors
    /// When a template is broken or missing.
    pub fn print(&self) -> Result<&Arc<Shared>, Box<Diagnostic>> {
        let made = self.print.get_or_init(|| {
            let get = |path: &str| -> Option<Cow<'static, [u8]>> { self.theme.get(path) };
            let fonts = self.extra_fonts().into_iter().map(|(_, bytes)| bytes).collect();
            Shared::new(&get, fonts, true).map(Arc::new).map_err(|error| Box::new(theme_check::engine_error(&error, self)))
        });
        made.as_ref().map_err(Clone::clone)
    }
}

fn theme_hash(theme: &Theme, folders: &[&str]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for folder in folders {
        for path in theme.list(folder) {
            if let Some(bytes) = theme.get(&path) {
                hasher.update(path.as_bytes()).update(blake3::hash(&bytes).as_bytes());
            }
        }
    }
    *hasher.finalize().as_bytes()
}

/// The files of every bureau's `brand.fonts` folder, in order.
fn extra_fonts(workspace: &Workspace) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for bureau in &workspace.bureaus {
        let Some(written) = bureau.file.brand.as_ref().and_then(|b| b.fonts.as_ref()) else { continue };
        // A path that leaves the workspace is a finding of `check`; here it only has no fonts.
        let mut ignored = crate::diagnostic::Diagnostics::new();
        let Some(folder) = workspace.folder.resolve(written, written.span, &mut ignored) else { continue };
        let below = format!("{folder}/");
        for path in workspace.folder.assets.keys().filter(|p| p.starts_with(&below)) {
            let kind = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
            if matches!(kind.as_str(), "ttf" | "otf" | "ttc" | "otc")
                && !found.iter().any(|(p, _)| p == path)
                && let Ok(bytes) = std::fs::read(workspace.folder.root.join(path))
            {
                found.push((path.clone(), bytes));
            }
        }
    }
    found
}
