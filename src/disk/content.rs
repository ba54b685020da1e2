//! What a file of a commit is to hold: bytes that are there, or bytes that are made while they are written.

use std::fmt;
use std::io;
use std::sync::Arc;

/// What a file is to hold.
#[derive(Clone)]
pub enum Content {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// Bytes that are made piece by piece while they are written, one file after the other: many large files would not fit into memory together.
    Made(Make),
}

/// Writes the content of one file.
pub type Make = Arc<dyn Fn(&mut dyn io::Write) -> io::Result<()> + Send + Sync>;

impl Content {
    /// The bytes, where they are known before they are written.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Made(_) => None,
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Made(_) => f.write_str("made while it is written"),
        }
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::Made(one), Self::Made(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Eq for Content {}
