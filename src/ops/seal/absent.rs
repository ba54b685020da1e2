//! In the place of encryption, in a build without the feature `lock`: whoever asks for it is told that this build has none. Nothing is read or written.

use super::{LockRequest, Sealed, UnlockRequest};
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::{Caller, Outcome, Stop};
use crate::say;

fn refused() -> Stop {
    let message = say!(
        "这个程序没有带加密功能，锁不了也打不开（编译时没有 lock）",
        "this build of the program can neither encrypt nor decrypt: it was compiled without the feature `lock`"
    );
    Stop::failed(
        Diagnostic::nowhere(&codes::NOT_IN_THIS_BUILD, message)
            .help(say!("用完整的程序；文件没有动", "use a complete build; no file was changed")),
    )
}

/// Refuses.
///
/// # Errors
/// Always.
pub fn lock(_: &Caller, _: &LockRequest) -> Outcome<Sealed> {
    Err(refused())
}

/// Refuses.
///
/// # Errors
/// Always.
pub fn unlock(_: &Caller, _: &UnlockRequest) -> Outcome<Sealed> {
    Err(refused())
}
