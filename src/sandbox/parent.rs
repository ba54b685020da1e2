//! The parent: starts a child for one file, gives it the bytes, takes its answer, and ends it when it takes too long. What became of the child is told in
//! words.

use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use super::child::{Head, USELESS};
use super::{Bounds, COMMAND, Request};
use crate::diagnostic::{Bilingual, system_words};
use crate::say;

/// How much of what a child complains of is looked at.
const COMPLAINT: u64 = 8 << 10;
/// How long a child that has answered may take to end.
const TO_END: Duration = Duration::from_secs(2);

/// Most children at a time: each may take a gigabyte, and the files of many people may come at once.
const MOST_CHILDREN: usize = 4;

/// How many children there are, and who waits for one of them to end.
struct Gate {
    open: Mutex<usize>,
    closed: Condvar,
}

static GATE: Gate = Gate { open: Mutex::new(0), closed: Condvar::new() };

/// Room for one child, until it is dropped.
struct Room<'g>(&'g Gate);

impl Gate {
    fn enter(&self) -> Room<'_> {
        // Whoever panics here has only counted.
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |open: &mut usize| *open >= MOST_CHILDREN;
        *self.closed.wait_while(open, full).unwrap_or_else(PoisonError::into_inner) += 1;
        Room(self)
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        *self.0.open.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.closed.notify_one();
    }
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It needs more memory than this, in MiB.
    Memory(u64),
    /// It takes longer than this, in seconds.
    Time(u64),
    /// What reads it ended with a fault of its own.
    Crashed,
    /// The reader could not be started, and why.
    NotStarted(Bilingual),
}

impl Failure {
    /// In words.
    #[must_use]
    pub fn says(&self) -> Bilingual {
        match self {
            Self::Memory(most) => say!(
                "这个文件读不出来：读它要的内存超过 {most} MB",
                "the file cannot be read: reading it takes more than {most} MB of memory"
            ),
            Self::Time(most) => {
                say!("这个文件读不出来：用时超过 {most} 秒", "the file cannot be read: reading it takes more than {most} seconds")
            }
            Self::Crashed => {
                say!("这个文件读不出来：读的程序出错退出了", "the file cannot be read: the program that reads it failed on it")
            }
            Self::NotStarted(why) => say!(
                "这个文件没有读，读文件的程序启动不了",
                "the file was not read, since the program that reads files cannot be started"
            )
            .because(why),
        }
    }
}

/// Has a child of `program` read a file.
pub fn ask<T: DeserializeOwned + Send>(
    program: &Path,
    request: Request,
    name: &str,
    bytes: &[u8],
    bounds: Bounds,
) -> Result<T, Failure> {
    let head = serde_json::to_string(&Head { request, name: name.to_owned() }).map_err(|_| Failure::Crashed)? + "\n";
    let mut command = Command::new(program);
    command.args([COMMAND, &bounds.memory.to_string(), &bounds.seconds.to_string()]);
    // Its complaints are looked at for a word or two; a trace of its calls would take memory of its own.
    command.env("RUST_BACKTRACE", "0");
    // The allocator (`main`) takes addresses in steps, in KiB: its usual 1 GiB would be all that the child may have.
    command.env("MIMALLOC_ARENA_RESERVE", "32768");
    let answer = |out: &mut dyn Read| serde_json::from_reader(BufReader::new(out)).ok();
    let _room = GATE.enter();
    run(command, &[head.as_bytes(), bytes], bounds, answer)
}

/// What was heard of a child until it said no more.
struct Heard<T> {
    answer: Option<T>,
    /// It had more to say than an answer may be long.
    endless: bool,
}

/// Runs a command with something to read, and makes something of what it writes, within bounds.
fn run<T: Send>(
    mut command: Command,
    input: &[&[u8]],
    bounds: Bounds,
    answer: impl FnOnce(&mut dyn Read) -> Option<T> + Send,
) -> Result<T, Failure> {
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.map_err(|error| Failure::NotStarted(system_words(&error)))?;
    #[cfg(windows)]
    let _job = job(&child);
    let (Some(mut to), Some(from), Some(mut from_error)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
        end(&mut child);
        return Err(Failure::Crashed);
    };
    let (tell, hear) = mpsc::channel();
    thread::scope(|scope| {
        // A child that has ended listens no more; what became of it is seen below.
        scope.spawn(move || input.iter().try_for_each(|part| to.write_all(part)));
        let complaint = scope.spawn(move || {
            let mut text = Vec::new();
            let _ = from_error.by_ref().take(COMPLAINT).read_to_end(&mut text);
            let _ = std::io::copy(&mut from_error, &mut std::io::sink());
            String::from_utf8_lossy(&text).into_owned()
        });
        scope.spawn(move || {
            let mut from = from.take(bounds.answer);
            let answer = answer(&mut from);
            let _ = tell.send(Heard { answer, endless: from.limit() == 0 });
            // The pipe closes here: a child that has more to say ends.
        });
        let heard = hear.recv_timeout(bounds.patience);
        let until = Instant::now() + if heard.is_ok() { TO_END } else { Duration::ZERO };
        let status = wait(&mut child, until);
        let complaint = complaint.join().unwrap_or_default();
        match (heard, status) {
            (Err(_), _) => Err(Failure::Time(bounds.patience.as_secs())),
            (Ok(Heard { endless: true, .. }), _) => Err(Failure::Memory(bounds.answer >> 20)),
            (Ok(Heard { answer: Some(answer), .. }), Some(status)) if status.success() => Ok(answer),
            (Ok(_), status) => Err(why(status, &complaint, bounds)),
        }
    })
}

/// Waits for a child until some time, and then ends it.
fn wait(child: &mut Child, until: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(1)),
            _ => {
                end(child);
                return None;
            }
        }
    }
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// What ended a child that gave no answer.
fn why(status: Option<ExitStatus>, complaint: &str, bounds: Bounds) -> Failure {
    let memory = Failure::Memory(bounds.memory >> 20);
    // What Rust says when an allocation fails, before it aborts.
    if complaint.contains("memory allocation of") {
        return memory;
    }
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        // SIGXCPU, and SIGKILL, which is the system's when it runs out of memory: ours is told apart above.
        match status.and_then(|s| s.signal()) {
            Some(24) => return Failure::Time(bounds.seconds),
            Some(9) => return memory,
            _ => {}
        }
    }
    match status.and_then(|s| s.code()) {
        Some(code) if code == i32::from(USELESS) => Failure::NotStarted(say!("退出码 {code}", "exit status {code}")),
        _ => Failure::Crashed,
    }
}

/// A job that ends the child with this process, whatever ends that.
#[cfg(windows)]
fn job(child: &Child) -> Option<win32job::Job> {
    use std::os::windows::io::AsRawHandle;
    let mut bounds = win32job::ExtendedLimitInfo::new();
    bounds.limit_kill_on_job_close();
    let job = win32job::Job::create_with_limit_info(&bounds).ok()?;
    job.assign_process(child.as_raw_handle() as isize).ok()?;
    Some(job)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const SMALL: Bounds = Bounds { memory: 64 << 20, seconds: 1, patience: Duration::from_millis(300), answer: 1000 };

    fn shell(script: &str, bounds: Bounds) -> Result<String, Failure> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, &[b"hello ", b"world"], bounds, |out| {
            let mut text = String::new();
            out.read_to_string(&mut text).ok().map(|_| text)
        })
    }

    #[test]
    fn what_a_child_answers_is_heard() {
        assert_eq!(shell("cat", SMALL), Ok("hello world".to_owned()));
        assert_eq!(shell("echo yes", SMALL), Ok("yes\n".to_owned()), "one that does not listen");
    }

    #[test]
    fn a_child_that_never_ends_is_ended() {
        let begin = Instant::now();
        assert_eq!(shell("exec sleep 60", SMALL), Err(Failure::Time(0)));
        // Also one that has closed its pipes, or that goes on after its answer.
        let patient = Bounds { patience: Duration::from_secs(30), ..SMALL };
        assert_eq!(shell("echo yes; exec >&- 2>&-; exec sleep 60", patient), Err(Failure::Crashed));
        let busy = Bounds { patience: Duration::from_secs(30), ..SMALL };
        assert_eq!(shell("ulimit -S -t 1; while :; do :; done", busy), Err(Failure::Time(1)));
        assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    }

    #[test]
    fn a_child_that_says_too_much_is_ended() {
        assert_eq!(shell("exec yes", SMALL), Err(Failure::Memory(0)));
        // What it complains of is read, so that it never waits for somebody to listen.
        assert_eq!(shell("yes | head -c 300000 >&2; echo yes", SMALL), Ok("yes\n".to_owned()));
    }

    #[test]
    fn no_more_children_than_there_is_room_for() {
        let gate = Gate { open: Mutex::new(0), closed: Condvar::new() };
        let most = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| {
                    let _room = gate.enter();
                    let now = *gate.open.lock().unwrap();
                    let mut most = most.lock().unwrap();
                    *most = now.max(*most);
                    drop(most);
                    thread::sleep(Duration::from_millis(5));
                });
            }
        });
        assert!((1..=MOST_CHILDREN).contains(&most.into_inner().unwrap()));
        assert_eq!(gate.open.into_inner().unwrap(), 0, "each has left");
    }

    #[test]
    fn every_end_has_its_reason() {
        let patient = Bounds { patience: Duration::from_secs(20), ..SMALL };
        assert_eq!(shell("exit 101", patient), Err(Failure::Crashed));
        assert_eq!(shell("echo half; kill -ABRT $$", patient), Err(Failure::Crashed));
        assert_eq!(shell("kill -KILL $$", patient), Err(Failure::Memory(64)));
        assert_eq!(shell("echo memory allocation of 5 bytes failed >&2; kill -ABRT $$", patient), Err(Failure::Memory(64)));
        assert!(matches!(shell("exit 2", patient), Err(Failure::NotStarted(_))));
        let none = run(Command::new("/no/such/program"), &[], patient, |_| Some(()));
        assert!(matches!(none, Err(Failure::NotStarted(_))), "{none:?}");
        for failure in [Failure::Memory(1), Failure::Time(2), Failure::Crashed, Failure::NotStarted(say!("没有", "none"))] {
            let says = failure.says();
            assert!(!says.zh.is_empty() && !says.en.is_empty() && says.zh.starts_with("这个文件"), "{says:?}");
        }
    }
}
