//! The program: hands its arguments and its streams to the library and ends with the library's status.

use std::process::ExitCode;

use yizhan::sandbox::{self, Reader};

/// Typesetting makes millions of small allocations, a third of a build with the system's allocator.
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where the system does not bound the memory of a process, its allocator does. Until a reader bounds itself there is no bound.
#[cfg(not(target_os = "linux"))]
#[global_allocator]
static MEMORY: cap::Cap<mimalloc::MiMalloc> = cap::Cap::new(mimalloc::MiMalloc, usize::MAX);

#[cfg(not(target_os = "linux"))]
fn bound_memory(bytes: u64) -> bool {
    usize::try_from(bytes).map_or(true, |bytes| MEMORY.set_limit(bytes).is_ok())
}

#[cfg(target_os = "linux")]
fn bound_memory(_: u64) -> bool {
    true
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    if let Some([command, bounds @ ..]) = arguments.get(1..)
        && command == sandbox::COMMAND
    {
        let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
        return ExitCode::from(sandbox::child(bounds, &mut input, &mut output, &bound_memory));
    }
    ExitCode::from(yizhan::cli::run(&arguments, &Reader::of_program(), &mut std::io::stdout(), &mut std::io::stderr()))
}
