//! Files that are written whole or not at all, however a program ends.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// A file of a folder that is written to the end, or not seen at all.
fn temporary(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Temporary files are for their owner alone; what they become is read by the same people as its neighbours.
        let mode = fs::metadata(path).map_or(0o644, |old| old.permissions().mode());
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode))?;
    }
    Ok(file)
}

/// Replaces a file as a whole.
///
/// # Errors
/// What the disk says; the old file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    temporary(path, bytes)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file whole, never over another.
///
/// # Errors
/// What the disk says; also that the file is there.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    temporary(path, bytes)?.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}
