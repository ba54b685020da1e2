//! What people do with a workspace. One file an operation: a typed request comes in, a typed outcome goes out, and nobody is asked and nothing is
//! printed on the way. The command line is one caller of it, the server another.
//!
//! An operation that writes makes a [`Plan`] first: what would change, in words and as data, with what is still to be answered. [`Session::commit`] carries it
//! out whole or not at all, while the workspace is locked, and notes it in the journal, so that it can be undone.
//!
//! It must not know arguments, a terminal, a browser or the time of day: whoever calls hands in a [`Caller`].

pub mod busy;
mod cut;
pub mod desk;
pub mod diff;
pub mod edit;
pub mod export;
pub mod fingerprints;
pub mod form;
pub mod git;
pub mod guide_export;
mod guide_fields;
pub mod history;
pub mod holds;
pub mod inspection;
pub mod intake;
pub mod kinds;
pub mod labels;
pub mod lookup;
pub mod merge;
mod merge_lines;
pub mod outputs;
pub mod placeholders;
pub mod plan;
pub mod print_order;
pub mod question;
mod read_back;
pub mod reading;
pub mod redact;
pub mod rename;
pub mod rewind;
pub mod schema;
pub mod seal;
pub mod session;
pub mod starter;
pub mod table_import;
mod there;
pub mod unassigned;
pub mod undo;
pub mod values;

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, SourceMap};
use crate::disk::lock::Owner;
pub use plan::{Done, FileEdit, Plan};
pub use question::{Answers, Choice, Question};
pub use session::{Access, Session};

/// Who asks for an operation, where, and when.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The workspace.
    pub root: PathBuf,
    /// The person's name, as the system knows it.
    pub who: String,
    /// The machine's name.
    pub host: String,
    /// Day of the operation. What a record says of days comes from here.
    pub today: NaiveDate,
    /// The moment, for the journal.
    pub now: DateTime<FixedOffset>,
    /// How long to wait for another writer.
    pub patience: Duration,
}

impl Caller {
    /// How the others are told who is at work.
    #[must_use]
    pub fn owner(&self, doing: &Bilingual) -> Owner {
        Owner {
            who: self.who.clone(),
            host: self.host.clone(),
            process: std::process::id(),
            since: self.now.to_rfc3339(),
            doing: [doing.zh.clone(), doing.en.clone()],
        }
    }
}

/// Why an operation was not carried out.
#[derive(Debug)]
pub struct Stop {
    /// What is wrong, and what to do.
    pub found: Diagnostics,
    /// The files that the findings point at.
    pub sources: SourceMap,
    /// What is wrong stands in the content of the workspace; else the operation could not run at all.
    pub in_content: bool,
}

impl Stop {
    /// It could not run.
    #[must_use]
    pub fn failed(finding: Diagnostic) -> Self {
        Self::all(vec![finding])
    }

    /// It could not run, for several reasons.
    #[must_use]
    pub fn all(findings: Vec<Diagnostic>) -> Self {
        let mut found = Diagnostics::new();
        for finding in findings {
            found.push(finding);
        }
        Self { found, sources: SourceMap::default(), in_content: false }
    }

    /// The content is wrong.
    #[must_use]
    pub fn content(mut found: Diagnostics, sources: SourceMap) -> Self {
        found.sort(&sources);
        Self { found, sources, in_content: true }
    }

    /// It could not run where a finding says so, else the content is wrong.
    #[must_use]
    pub fn because(found: Diagnostics, sources: SourceMap) -> Self {
        let in_content = !found.iter().any(|d| d.code.could_not_run());
        Self { in_content, ..Self::content(found, sources) }
    }
}

impl From<Box<Diagnostic>> for Stop {
    fn from(finding: Box<Diagnostic>) -> Self {
        Self::failed(*finding)
    }
}

/// What an operation gives, or why it was not carried out.
pub type Outcome<T> = Result<T, Stop>;
