//! Where the forms of a round lie on a server: the name of the folder, which nobody can guess, and the address under which it is found. Kept in the
//! program's own folder, which never goes into git nor into what is published: whoever knows the name can open the form.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::journal::hex;
use super::{hash, make_own_folder, own_folder, steps};

/// Where the form of a round lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder, of which nobody knows the name.
    pub folder: String,
    /// The address of the folder that holds it.
    pub at: String,
}

/// Where the form of a round was put, if it was. `round` is its key.
///
/// # Errors
/// When the disk cannot be read.
pub fn of(root: &Path, round: &str) -> io::Result<Option<Place>> {
    match fs::read_to_string(note_of(root, round)) {
        Ok(text) => {
            let mut lines = text.lines().skip(1).map(str::to_owned);
            Ok(lines
                .next()
                .filter(|folder| !folder.is_empty())
                .map(|folder| Place { folder, at: lines.next().unwrap_or_default() }))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Remembers where the form of a round lies, and gives it. A folder that is known stays: two who do this at once get one folder.
///
/// # Errors
/// When the disk cannot do it.
pub fn remember(root: &Path, round: &str, place: &Place) -> io::Result<Place> {
    make_own_folder(root)?;
    let note = note_of(root, round);
    steps::make_folder(note.parent().unwrap_or(root))?;
    let text = |place: &Place| format!("{round}\n{}\n{}\n", place.folder, place.at);
    match steps::create_whole(&note, text(place).as_bytes()) {
        Ok(()) => Ok(place.clone()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let known = of(root, round)?.map_or_else(|| place.folder.clone(), |known| known.folder);
            let place = Place { folder: known, at: place.at.clone() };
            steps::replace(&note, text(&place).as_bytes())?;
            Ok(place)
        }
        Err(error) => Err(error),
    }
}

/// The file that remembers it, named by a hash of the round.
fn note_of(root: &Path, round: &str) -> PathBuf {
    let name = hex(&hash(round.as_bytes()));
    own_folder(root).join("forms").join(name.get(..24).unwrap_or(&name))
}
