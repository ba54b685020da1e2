//! What reading one file may take, by its size, and how a child holds itself to it.

use std::time::Duration;

const MIB: u64 = 1 << 20;
/// Memory of a child, the program itself included, and more for each byte of the file.
const MEMORY: u64 = 1024 * MIB;
const MEMORY_A_BYTE: u64 = 4;
/// Seconds of computing: a file of a few kilobytes takes milliseconds on any machine.
const SECONDS: u64 = 20;
/// Largest answer: what is read may repeat what the file says once.
const ANSWER: u64 = 64 * MIB;
const ANSWER_A_BYTE: u64 = 4;

/// What reading one file may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Memory, in bytes.
    pub memory: u64,
    /// Computing time, in seconds.
    pub seconds: u64,
    /// Until it is ended, computing or not: another program may have the machine.
    pub patience: Duration,
    /// Largest answer, in bytes.
    pub answer: u64,
}

impl Bounds {
    /// The bounds for a file of so many bytes.
    #[must_use]
    pub fn of(size: usize) -> Self {
        let size = size as u64;
        let seconds = SECONDS + size / MIB;
        Self {
            memory: MEMORY + MEMORY_A_BYTE * size,
            seconds,
            patience: Duration::from_secs(2 * seconds + 10),
            answer: ANSWER + ANSWER_A_BYTE * size,
        }
    }

    /// Bounds this process, before it reads anything. Whether the system does so; `memory` bounds it where the system does not.
    pub fn hold(memory: u64, seconds: u64, bound_memory: &dyn Fn(u64) -> bool) -> bool {
        system(memory, seconds) && bound_memory(memory)
    }
}

/// What Unix bounds: memory, time, no file, no process, no image of the memory on the disk.
#[cfg(unix)]
fn system(memory: u64, seconds: u64) -> bool {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // Whoever started the program may have bounded it more narrowly: what was taken away cannot be given back.
    let set = |what, soft: u64, hard: u64| {
        let most = getrlimit(what).maximum.unwrap_or(u64::MAX);
        setrlimit(what, Rlimit { current: Some(soft.min(most)), maximum: Some(hard.min(most)) }).is_ok()
    };
    set(Resource::Fsize, 0, 0);
    set(Resource::Nproc, 0, 0);
    set(Resource::Core, 0, 0);
    #[cfg(target_os = "linux")]
    {
        // Nobody waits for it any more once the program is gone.
        let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    }
    // Other systems may know the bound of memory and not keep it: there the allocator does.
    let memory = set(Resource::As, memory, memory) || cfg!(not(target_os = "linux"));
    set(Resource::Cpu, seconds, seconds + 1) && memory
}

/// Windows: the allocator bounds memory, the parent time, and a job ends the child with the parent.
#[cfg(not(unix))]
fn system(_: u64, _: u64) -> bool {
    true
}
