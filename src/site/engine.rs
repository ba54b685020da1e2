//! The template engine of the site: all templates parsed once, shared by all threads.
//! It must not know any page; a view is whatever can be serialised, with the frame that every page has.

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use super::page_frame::PageFrame;
use crate::diagnostic::Position;

/// The parsed templates of a theme.
pub struct Engine {
    tera: Tera,
}

/// Why a template could not be read or filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's file, relative to the theme's `site/`.
    pub template: String,
    /// Where in it; none when the engine does not say.
    pub position: Option<Position>,
    /// What is wrong, in the engine's words.
    pub message: String,
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.position {
            Some(at) => write!(f, "{}:{}: {}", self.template, at.line, self.message),
            None => write!(f, "{}: {}", self.template, self.message),
        }
    }
}

impl std::error::Error for TemplateError {}

impl Engine {
    /// Parses the templates, given as name and text; only names that end in `.html` count. A workspace that overrides a theme
    /// file gives its own text under the same name.
    ///
    /// # Errors
    /// At the first template that cannot be parsed, or that asks for a component that none defines.
    pub fn new<N: AsRef<str>, T: AsRef<str>>(files: impl IntoIterator<Item = (N, T)>) -> Result<Self, TemplateError> {
        let files: Vec<(N, T)> = files.into_iter().filter(|(name, _)| is_template(name.as_ref())).collect();
        let mut tera = Tera::new();
        // Every template is HTML, so escaping is on for all; the engine goes by the end of the name.
        tera.autoescape_on(vec![".html"]);
        // A text in a few pieces; the engine's own escaper writes it byte by byte.
        tera.set_escape_fn(crate::xml::write_escaped);
        tera.add_raw_templates(files.iter().map(|(name, text)| (name.as_ref(), text.as_ref())))
            .map_err(|error| located("", &error))?;
        Ok(Self { tera })
    }

    /// Fills a template with a view.
    ///
    /// # Errors
    /// When the template asks for a value that the view does not have.
    pub fn render<V: Serialize + ?Sized>(&self, template: &str, view: &V) -> Result<Vec<u8>, TemplateError> {
        let context = Context::from_serialize(view).map_err(|error| located(template, &error))?;
        self.write(template, &context)
    }

    /// Fills the template of a page: with its view, with `more` that others have too, and with what stands round it as `chrome`.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn page<V: Serialize + ?Sized>(
        &self,
        template: &str,
        view: &V,
        chrome: &PageFrame,
        more: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Result<Vec<u8>, TemplateError> {
        let mut context = Context::from_serialize(view).map_err(|error| located(template, &error))?;
        for (key, value) in more {
            context.insert_value(key, value);
        }
        context.insert_value("chrome", chrome.value(self)?);
        self.write(template, &context)
    }

    /// A template with these values, as bytes.
    fn write(&self, template: &str, context: &Context) -> Result<Vec<u8>, TemplateError> {
        // Room for most pages: a text that grows is copied again and again.
        let mut bytes = Vec::with_capacity(16 << 10);
        self.tera.render_to(template, context, &mut bytes).map_err(|error| located(template, &error))?;
        Ok(bytes)
    }

    /// A template with these values.
    pub(super) fn fill(&self, template: &str, context: &Context) -> Result<String, TemplateError> {
        self.tera.render(template, context).map_err(|error| located(template, &error))
    }
}

/// Names of a theme are lower case throughout, so that they mean the same file on every system.
fn is_template(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "html")
}

pub(super) fn located(template: &str, error: &tera::Error) -> TemplateError {
    let of = |template: &str| TemplateError { template: template.to_owned(), position: None, message: error.to_string() };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => TemplateError {
            template: report.filename().to_owned(),
            // Lines count from 1, columns from 0.
            position: Some(Position { line: report.span().start_line, column: report.span().start_col + 1 })
                .filter(|at| at.line > 0),
            message: report.message().to_owned(),
        },
        ErrorKind::MissingParent { current, .. } => of(current),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => of(tpl),
        _ => of(template),
    }
}
