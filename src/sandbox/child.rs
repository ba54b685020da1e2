//! The child: bounds itself, reads one file from its standard input, answers on its standard output, and ends.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use super::{Bounds, Request};
use crate::{submission, tables};

/// It answered.
const ANSWERED: u8 = 0;
/// The file was too much for a library, which panicked.
const PANICKED: u8 = 101;
/// It was not started as a reader is, or nobody listens.
pub(super) const USELESS: u8 = 2;

/// What stands before the bytes of the file, on a line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub request: Request,
    /// The file's name, which tells of text what it is.
    pub name: String,
}

/// Runs as a reader. `arguments` are memory in bytes and seconds; `bound_memory` bounds the allocator where the system does not bound memory. Gives the
/// exit status.
pub fn child(arguments: &[OsString], input: &mut dyn Read, output: &mut dyn Write, bound_memory: &dyn Fn(u64) -> bool) -> u8 {
    let number = |at: usize| arguments.get(at).and_then(|a| a.to_str()).and_then(|a| a.parse().ok());
    let (Some(memory), Some(seconds)) = (number(0), number(1)) else { return USELESS };
    if !Bounds::hold(memory, seconds, bound_memory) {
        return USELESS;
    }
    let mut input = BufReader::new(input);
    let (mut line, mut bytes) = (String::new(), Vec::new());
    if input.read_line(&mut line).is_err() || input.read_to_end(&mut bytes).is_err() {
        return USELESS;
    }
    let Ok(Head { request, name }) = serde_json::from_str(&line) else { return USELESS };
    let mut output = BufWriter::new(output);
    let answered = catch_unwind(AssertUnwindSafe(|| match request {
        Request::Book => serde_json::to_writer(&mut output, &tables::book(&name, &bytes)),
        Request::Document => serde_json::to_writer(&mut output, &tables::document(&name, &bytes)),
        Request::Submission => serde_json::to_writer(&mut output, &submission::opened(&name, &bytes)),
    }));
    match answered {
        Ok(Ok(())) if output.flush().is_ok() => ANSWERED,
        Ok(_) => USELESS,
        Err(_) => PANICKED,
    }
}
