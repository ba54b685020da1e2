//! What one document of each kind costs, on one thread, after the first: `cargo bench --bench print`. The sample's own pieces.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod shared;

/// The allocator of the program.
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    for piece in shared::print::measured() {
        println!("{}: {:.1} ms, {} KB", piece.name, piece.ms, piece.bytes / 1000);
    }
}
