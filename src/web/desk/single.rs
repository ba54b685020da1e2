//! One desk for a workspace and user: the first one leaves its address in a folder of the user's own, where a second start finds it.
//!
//! A lock of the system on a file says whether the desk is still open: it goes with its process, however that ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

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
    kept_at: PathBuf,
    /// What stays from one desk of the workspace to the next.
    pub kept: Kept,
    _lock: File,
}

/// What stays from one desk of a workspace to the next, in a file that only the user may read.
#[derive(Clone, Serialize, Deserialize)]
pub struct Kept {
    /// The workspace, as the browser knows it.
    pub workspace: String,
    /// The port of last time; 0 where there was none.
    pub port: u16,
    /// The key under which the page keeps what it could not save. Whoever gets the port after this desk sees what the browser keeps for it, and cannot read it.
    pub key: String,
}

impl Kept {
    fn read(path: &Path, name: &str) -> Option<Self> {
        let read = fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        read.filter(|kept| kept.workspace == name && kept.key.len() == 64)
    }

    fn new(name: &str) -> Option<Self> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self { workspace: name.to_owned(), port: 0, key: bytes.iter().map(|byte| format!("{byte:02x}")).collect() })
    }
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

    /// Keeps the port for the next desk of the workspace. Without it the browser does not know the next one again, and offers nothing that was kept.
    pub fn keep(&mut self, port: u16) {
        self.kept.port = port;
        let bytes = serde_json::to_vec(&self.kept).unwrap_or_default();
        let _ = private(&self.kept_at).and_then(|mut file| {
            file.set_len(0)?;
            io::Write::write_all(&mut file, &bytes)
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
        Ok(()) => {
            let kept_at = folder.join(format!("{name}.kept"));
            match Kept::read(&kept_at, &name).or_else(|| Kept::new(&name)) {
                Some(kept) => Claim::Ours(Place { address, kept_at, kept, _lock: lock }),
                None => Claim::Unknown,
            }
        }
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
