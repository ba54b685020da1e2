//! A file of the workspace as it lies on the disk now, whatever was read before.

use std::path::Path;

use super::{Outcome, Stop};
use crate::diagnostic::{Diagnostic, codes};
use crate::disk::{inside, read_if_there};
use crate::say;

/// The bytes of a file of the workspace; none where there is none.
///
/// # Errors
/// When its path leads outside, or it cannot be read.
pub fn now(root: &Path, path: &str) -> Outcome<Option<Vec<u8>>> {
    inside(root, path).and_then(|place| read_if_there(&place)).map_err(|error| {
        let message = say!("{path} 读不出来", "{path} cannot be read").because_of(&error);
        Stop::failed(Diagnostic::in_file(&codes::UNREADABLE, path, None, message))
    })
}
