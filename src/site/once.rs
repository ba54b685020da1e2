//! What several pages have alike, made once: written for fingerprints and handed to the templates once. It must not know what it is.

use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};
use tera::Value;

use super::engine::{TemplateError, located};

/// A part of a page's view that other pages may have too.
#[derive(Debug)]
pub struct Once<T>(Arc<Part<T>>);

#[derive(Debug)]
struct Part<T> {
    view: T,
    hash: OnceLock<[u8; 32]>,
    value: OnceLock<Result<Value, TemplateError>>,
}

impl<T: Serialize> Once<T> {
    /// Of what the part says.
    pub fn new(view: T) -> Self {
        Self(Arc::new(Part { view, hash: OnceLock::new(), value: OnceLock::new() }))
    }

    /// The hash of all that it says, for a fingerprint.
    pub fn hash(&self) -> &[u8; 32] {
        // Views have texts and lists of them: this cannot fail.
        self.0.hash.get_or_init(|| *blake3::hash(&serde_json::to_vec(&self.0.view).unwrap_or_default()).as_bytes())
    }

    /// As the template of this name knows it.
    ///
    /// # Errors
    /// When it cannot be handed to a template.
    pub fn value(&self, template: &str) -> Result<Value, TemplateError> {
        let made = || Value::try_from_serializable(&self.0.view).map_err(|error| located(template, &error));
        self.0.value.get_or_init(made).clone()
    }
}

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Serialize> Serialize for Once<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.view.serialize(serializer)
    }
}

/// Adds the JSON of a view to a hash, all of it at once: a serializer writes it a few bytes at a time, and a hash of many bytes is quick.
pub fn hash_json(hasher: &mut blake3::Hasher, view: &impl Serialize) {
    // Room for most views: a text that grows is copied again and again.
    let mut json = Vec::with_capacity(16 << 10);
    // A view that could not be written would fail when it is made.
    if serde_json::to_writer(&mut json, view).is_ok() {
        hasher.update(&json);
    }
}
