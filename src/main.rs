//! The program: hands its arguments and its streams to the library and ends with the library's status.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    ExitCode::from(yizhan::cli::run(&arguments, &mut std::io::stdout(), &mut std::io::stderr()))
}
