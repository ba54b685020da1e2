//! The few things that are done to a disk, one function each, so that a test can end the program before every one of them.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::Hash;
use super::fault::step;

/// How often a rename is tried, and how long is waited between: on Windows a virus scanner or an office program may hold a file for a moment.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// Writes a file that is not there yet, and waits until the disk has it.
///
/// # Errors
/// What the disk says; also that the file is there.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    step()?;
    let mut file = new_file(path)?;
    // In two parts, so that a cut in the middle can be tried.
    let (first, rest) = bytes.split_at(bytes.len() / 2);
    file.write_all(first)?;
    step()?;
    file.write_all(rest)?;
    step()?;
    file.sync_all()
}

/// Writes a file that is not there yet, piece by piece, and waits until the disk has it. Gives the hash of what was written.
///
/// # Errors
/// What the disk says, or whoever makes the bytes; also that the file is there.
pub fn write_new_in_pieces(path: &Path, make: &dyn Fn(&mut dyn io::Write) -> io::Result<()>) -> io::Result<Hash> {
    step()?;
    let mut pieces = Pieces { file: new_file(path)?, hasher: blake3::Hasher::new(), begun: false };
    make(&mut pieces)?;
    step()?;
    pieces.file.sync_all()?;
    Ok(*pieces.hasher.finalize().as_bytes())
}

/// A file that is written piece by piece, with a cut behind the first of them.
struct Pieces {
    file: fs::File,
    hasher: blake3::Hasher,
    begun: bool,
}

impl io::Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or(bytes));
        if !self.begun {
            self.begun = true;
            step()?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file that is not there yet, for its owner alone until it gets the mode of its place.
fn new_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Gives a file another name, in the place of what may be there.
///
/// # Errors
/// What the disk says, after some tries where another program holds the file.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    let mut tried = 0;
    loop {
        match fs::rename(from, to) {
            Err(error) if cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied && tried < TRIES => {
                tried += 1;
                thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

/// Puts a finished file in its place: renamed, or, where the place lies on another disk, written beside it and renamed there.
///
/// # Errors
/// What the disk says.
pub fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    match rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let mut beside = to.as_os_str().to_owned();
            beside.push(".yizhan-new");
            let beside = Path::new(&beside);
            remove_file(beside)?;
            write_new(beside, &fs::read(from)?)?;
            copy_mode(from, beside)?;
            rename(beside, to)?;
            remove_file(from)
        }
        done => done,
    }
}

/// Takes a file away; one that is not there is no error.
///
/// # Errors
/// What the disk says.
pub fn remove_file(path: &Path) -> io::Result<()> {
    step()?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Takes a folder away with all that is in it; one that is not there is no error.
///
/// # Errors
/// What the disk says.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    step()?;
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a folder and those above it. A new one has the mode and the group of the folder that it is in.
///
/// # Errors
/// What the disk says.
pub fn make_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        make_folder(parent)?;
    }
    step()?;
    match fs::create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) => {
            // The folder above a bare name is the current one.
            let above = path.parent().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p });
            above.map_or(Ok(()), |above| copy_mode(above, path))
        }
    }
}

/// Waits until the disk knows the names in a folder. Where a folder cannot be opened (Windows), the system sees to it.
///
/// # Errors
/// What the disk says.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    step()?;
    if cfg!(unix) { fs::File::open(path)?.sync_all() } else { Ok(()) }
}

/// The mode of a file that comes to a place: that of the file which is there, else that of the folder, never wider.
#[cfg(unix)]
#[must_use]
pub fn mode_for(place: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).ok().map(|about| about.permissions().mode());
    mode(place).map(|m| m & 0o7777).or_else(|| nearest(place).and_then(mode).map(|m| m & 0o666)).unwrap_or(0o600)
}

/// The nearest folder above a place that is there.
#[cfg(unix)]
fn nearest(place: &Path) -> Option<&Path> {
    place.ancestors().skip(1).map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p }).find(|p| p.is_dir())
}

/// Gives a file or folder a mode, and the group of another: whoever shares a workspace shares it by its group. Where the group cannot be had, nobody else's gets
/// any rights in its stead.
///
/// # Errors
/// What the disk says.
#[cfg(unix)]
pub fn share(path: &Path, mode: u32, with: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let group = fs::metadata(with)?.gid();
    let kept = fs::metadata(path)?.gid() == group || chown(path, None, Some(group)).is_ok();
    fs::set_permissions(path, fs::Permissions::from_mode(if kept { mode } else { mode & !0o2070 }))
}

/// Gives a file the mode and the group of its place to be.
///
/// # Errors
/// What the disk says.
pub fn set_mode_for(file: &Path, place: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let with = if place.exists() { Some(place) } else { nearest(place) };
        share(file, mode_for(place), with.unwrap_or(file))?;
    }
    let _ = (file, place);
    Ok(())
}

/// Gives a file of the program's own the rights of the folder that it lies in: whoever shares a workspace shares its journal.
///
/// # Errors
/// What the disk says.
pub fn open_as_folder(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mode = fs::metadata(folder)?.permissions().mode() & 0o666;
        share(file, mode | 0o600, folder)?;
    }
    let _ = file;
    Ok(())
}

fn copy_mode(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let from = if from.as_os_str().is_empty() { Path::new(".") } else { from };
        share(to, fs::metadata(from)?.permissions().mode() & 0o7777, from)?;
    }
    let _ = (from, to);
    Ok(())
}

/// Takes away what a killed process left beside a file when it wrote it: it may hold what nobody should find. A file that is being written in this moment is taken
/// from its writer, who is then told that it could not be written.
fn clear_leftovers(folder: &Path, name: &str) -> io::Result<()> {
    let begins = format!(".{name}.");
    for found in fs::read_dir(folder)?.flatten() {
        let own = found.file_name().to_string_lossy().into_owned();
        if own.strip_prefix(&begins).is_some_and(|rest| rest.ends_with(".yizhan-new")) {
            remove_file(&found.path())?;
        }
    }
    Ok(())
}

/// Writes one file beside its place and puts it there, so that nobody ever sees half of it.
///
/// # Errors
/// What the disk says; the old file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    clear_leftovers(folder, &name)?;
    let beside = folder.join(format!(".{name}.{}.yizhan-new", std::process::id()));
    let done = write_new(&beside, bytes).and_then(|()| set_mode_for(&beside, path)).and_then(|()| rename(&beside, path));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done?;
    sync_folder(folder)
}

/// Writes one file whole that is not there yet, for its owner alone; never over another.
///
/// # Errors
/// What the disk says; also that the file is there.
pub fn create_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    clear_leftovers(folder, &name)?;
    let beside = folder.join(format!(".{name}.{}.yizhan-new", std::process::id()));
    let done = write_new(&beside, bytes).and_then(|()| {
        step()?;
        match fs::hard_link(&beside, path) {
            // Disks without second names, such as most sticks.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => write_new(path, bytes),
            done => done,
        }
    });
    remove_file(&beside)?;
    done?;
    sync_folder(folder)
}
