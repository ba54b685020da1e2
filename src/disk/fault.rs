//! Faults on purpose: the environment variable `YIZHAN_DISK_FAULT` ends the process, or lets the disk fail, at a chosen step. The tests of
//! interrupted operations go through every step with it; without the variable a step costs one comparison.
//!
//! `abort@N` ends the process before step N as a power cut would, `full@N` lets step N fail, `count` writes the number of steps to the file
//! that `YIZHAN_DISK_STEPS` names, and `nolock` behaves as a disk that knows no locks.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    AbortAt(usize),
    FullAt(usize),
    Count,
    NoLock,
}

static STEPS: AtomicUsize = AtomicUsize::new(0);

fn fault() -> Fault {
    static FAULT: OnceLock<Fault> = OnceLock::new();
    *FAULT.get_or_init(|| {
        let Ok(text) = std::env::var("YIZHAN_DISK_FAULT") else { return Fault::None };
        let number = |rest: &str| rest.parse().unwrap_or(usize::MAX);
        match text.split_once('@') {
            Some(("abort", rest)) => Fault::AbortAt(number(rest)),
            Some(("full", rest)) => Fault::FullAt(number(rest)),
            _ if text == "count" => Fault::Count,
            _ if text == "nolock" => Fault::NoLock,
            _ => Fault::None,
        }
    })
}

/// One step on the disk that a cut of the power may come before.
///
/// # Errors
/// When this is the step that is to fail.
pub fn step() -> io::Result<()> {
    let fault = fault();
    if fault == Fault::None {
        return Ok(());
    }
    let number = STEPS.fetch_add(1, Ordering::SeqCst) + 1;
    match fault {
        Fault::AbortAt(wanted) if number == wanted => std::process::abort(),
        Fault::FullAt(wanted) if number == wanted => Err(io::ErrorKind::StorageFull.into()),
        Fault::Count => {
            if let Some(file) = std::env::var_os("YIZHAN_DISK_STEPS") {
                std::fs::write(file, number.to_string())?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Whether locks are to behave as on a disk that has none.
#[must_use]
pub fn no_locks() -> bool {
    fault() == Fault::NoLock
}
