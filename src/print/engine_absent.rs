//! In the place of the engine, in a build without the feature `print`: whoever asks for it is told that this build cannot print.

use std::borrow::Cow;

use super::fonts::Coverage;
use super::{Asset, Drawing, Meta, OutputForm, Pdf, Remark, RenderError};

/// Stands in for templates and fonts where printing is not built in; it has no values.
#[derive(Clone, Copy, Debug)]
pub enum Shared {}

impl Shared {
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub fn new(_: &dyn Fn(&str) -> Option<Cow<'static, [u8]>>, _: Vec<Vec<u8>>, _: bool) -> Result<Self, RenderError> {
        Err(RenderError::Absent)
    }

    /// Of no templates.
    #[must_use]
    pub fn syntax_errors(&self) -> Vec<Remark> {
        match *self {}
    }

    /// Of no fonts.
    #[must_use]
    pub fn system_covers(&self, _: char) -> bool {
        match *self {}
    }

    /// No fonts.
    #[must_use]
    pub fn fonts(&self) -> &Self {
        self
    }

    /// Of no fonts.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        match *self {}
    }
}

/// Refuses.
///
/// # Errors
/// Always.
pub fn render(shared: &Shared, _: &str, _: Vec<u8>, _: &[Asset], _: &Meta, _: OutputForm) -> Result<Pdf, RenderError> {
    match *shared {}
}

/// Refuses.
///
/// # Errors
/// Always.
pub fn picture(shared: &Shared, _: &str, _: Vec<u8>, _: &[Asset], _: &Meta, _: u32) -> Result<Vec<u8>, RenderError> {
    match *shared {}
}

/// Refuses.
///
/// # Errors
/// Always.
pub fn drawings(shared: &Shared, _: &str, _: Vec<u8>, _: &[Asset], _: &Meta) -> Result<Vec<Drawing>, RenderError> {
    match *shared {}
}

/// Refuses.
///
/// # Errors
/// Always.
pub fn render_with_picture(
    shared: &Shared,
    _: &str,
    _: Vec<u8>,
    _: &[Asset],
    _: &Meta,
    _: OutputForm,
    _: u32,
) -> Result<(Pdf, Vec<u8>), RenderError> {
    match *shared {}
}
