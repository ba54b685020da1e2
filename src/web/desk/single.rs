//! One desk for a workspace and user: the first one leaves its address in a folder of the user's own, where a second start finds it.
//!
//! A lock of the system on a file says whether the desk is still open: it goes with its process, however that ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// How often a desk is looked for that does not answer, and how long is waited between.
const TRIES: usize = 30;
const PAUSE: Duration = Duration::from_millis(100);

/// A claim to be the desk of a workspace.
pub enum Claim {
    /// There is one already, at this address.
    Taken(String),
    /// This is the one.
    Ours(Place),
    /// It cannot be known: the folder does not allow it. A second desk does no harm, they see each other's changes.
    Unknown,
}

/// The place of a desk among the desks of this user, kept as long as it lives.
pub struct Place {
    address: PathBuf,
    _lock: File,
}

impl Place {
    /// Leaves the address for those who come later.
    pub fn tell(&mut self, url: &str) {
        // Without it a second start opens a desk of its own, which does no harm.
        let _ = private(&self.address).and_then(|mut file| {
            file.set_len(0)?;
            io::Write::write_all(&mut file, url.as_bytes())
        });
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.address);
    }
}

/// Claims to be the desk of a workspace. One that is just ending is waited for.
pub fn claim(folder: &Path, root: &Path) -> Claim {
    for _ in 0..TRIES {
        match claim_now(folder, root) {
            Claim::Taken(url) if !answers(&url) => thread::sleep(PAUSE),
            claim => return claim,
        }
    }
    Claim::Unknown
}

/// Whether somebody listens at an address.
fn answers(url: &str) -> bool {
    let address = url.strip_prefix("http://").and_then(|rest| rest.split('/').next());
    address.and_then(|address| address.parse().ok()).is_some_and(|address| TcpStream::connect_timeout(&address, PAUSE).is_ok())
}

fn claim_now(folder: &Path, root: &Path) -> Claim {
    let root = fs::canonicalize(root).or_else(|_| std::path::absolute(root)).unwrap_or_else(|_| root.to_owned());
    let name: String = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex().chars().take(32).collect();
    if private_folder(folder).is_err() {
        return Claim::Unknown;
    }
    let address = folder.join(format!("{name}.address"));
    let Ok(lock) = private(&folder.join(format!("{name}.lock"))) else { return Claim::Unknown };
    match lock.try_lock() {
        Ok(()) => Claim::Ours(Place { address, _lock: lock }),
        // One that has only just begun has no address yet.
        Err(TryLockError::WouldBlock) => Claim::Taken(fs::read_to_string(&address).unwrap_or_default()),
        Err(TryLockError::Error(_)) => Claim::Unknown,
    }
}

/// A folder that only the user may read.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file that only the user may read: the address holds the secret.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
