//! What a phrase says, statement by statement, before it is put together.

use super::clock::{Clock, Part, Span};
use super::dates::Season;
use super::days::Days;
use super::why::Why;

/// What a statement says of its days.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Open from when to when.
    Open {
        /// The stretches, as written.
        spans: Vec<Span>,
        /// 24小时
        all_day: bool,
        /// 需预约, 值班.
        comment: Option<String>,
        /// Beside the other hours: 延时服务.
        extra: bool,
    },
    /// Shut: all day, in a part of it, or from when to when.
    Shut(Option<Part>, Vec<Span>),
    /// As on other days.
    Usual,
    /// Ends at another time; whether earlier.
    Until(Clock, bool),
}

/// On which days a statement holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Which {
    /// Those that are named.
    Said(Days),
    /// Those that are not named elsewhere.
    Rest,
    /// Nobody said.
    Unsaid,
}

/// In which part of the year.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// All year, or as long as no part of it is said to differ.
    Year,
    /// A part of it.
    Season(Season),
    /// What is left of the year.
    Rest,
    /// Every part of it that is named.
    Each,
}

/// One thing that is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What.
    pub what: What,
    /// When in the year.
    pub when: When,
    /// On which days.
    pub which: Which,
    /// Its words.
    pub words: String,
    /// Its season stood in brackets behind it.
    pub behind: bool,
    /// Statements about the same days in the same season have the same number.
    pub(super) group: usize,
}

/// A service with a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// 午间不打烊
    pub name: String,
    /// The rest of what is said of it.
    pub note: String,
    /// Its hours, where it has some of its own.
    pub spans: Vec<Span>,
    /// Its days.
    pub days: Option<Days>,
}

/// All that a phrase says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// What is said of days and times.
    pub statements: Vec<Statement>,
    /// Words that change no hours.
    pub notes: Vec<String>,
    /// Services with names.
    pub services: Vec<Named>,
    /// What is not certain.
    pub doubts: Vec<Why>,
    /// Nothing is certain.
    pub fatal: bool,
    /// 全年无休
    pub always: bool,
    /// Only by appointment.
    pub appointment: bool,
    /// Weekdays of which a doubt leaves nothing certain.
    pub unsure: u8,
}
