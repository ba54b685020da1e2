//! Where a command writes, in which language, and how much.

use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::path::Path;

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Lang, SourceMap, codes, render};
use crate::sandbox::Reader;
use crate::say;

/// A stream of one run. Whoever writes goes on after a failure, which is kept: what has been cut short is told once, at the end.
pub struct Stream<'a> {
    inner: &'a mut dyn Write,
    failed: Option<io::Error>,
}

impl<'a> Stream<'a> {
    /// Writes to `inner`.
    pub fn new(inner: &'a mut dyn Write) -> Self {
        Self { inner, failed: None }
    }

    fn keep(&mut self, done: io::Result<()>) {
        if let Err(error) = done
            && self.failed.is_none()
        {
            self.failed = Some(error);
        }
    }

    /// What went wrong, after the last bytes are out. A reader that has closed its end has read what it wanted: that is no failure.
    pub fn finish(mut self) -> Option<io::Error> {
        let _ = self.flush();
        self.failed.filter(|error| error.kind() != ErrorKind::BrokenPipe)
    }
}

impl Write for Stream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        // After a failure nothing follows: half a line in the middle would be worse than a cut end.
        if self.failed.is_none() {
            let done = self.inner.write_all(bytes);
            self.keep(done);
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed.is_none() {
            let done = self.inner.flush();
            self.keep(done);
        }
        Ok(())
    }
}

/// The finding for output that could not be written.
pub fn unwritten(error: &io::Error) -> Diagnostic {
    Diagnostic::nowhere(&codes::WRITE, say!("结果没有写完", "the output could not be written completely").because_of(error))
        .help(say!("检查磁盘空间和权限，再运行一次", "check free space and permissions, then run it again"))
}

/// A path as people read it: without the `./` of the current folder.
pub fn shown(path: &Path) -> std::path::Display<'_> {
    let plain = path.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty());
    plain.unwrap_or(path).display()
}

/// The streams and manners of one run.
pub struct Screen<'a> {
    /// For what was asked for.
    pub out: &'a mut dyn Write,
    /// For everything else: findings of a build, progress, summaries.
    pub err: &'a mut dyn Write,
    /// Language.
    pub lang: Lang,
    /// Who reads the bytes of strangers.
    pub reader: &'a Reader,
    /// Only findings and errors.
    pub quiet: bool,
    /// Also what else happens.
    pub verbose: bool,
}

impl Screen<'_> {
    /// Writes what was asked for. What could not be written is told at the end (see [`Stream`]).
    pub fn print(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        let _ = self.out.flush();
    }

    /// Writes a line for people, unless they asked for quiet.
    pub fn note(&mut self, text: &Bilingual) {
        if !self.quiet {
            let _ = writeln!(self.err, "{}", text.get(self.lang));
        }
    }

    /// Writes a line for people also where they asked for quiet: what became of the command, and what somebody must look at.
    pub fn outcome(&mut self, text: &Bilingual) {
        let _ = writeln!(self.err, "{}", text.get(self.lang));
    }

    /// Tells where a file was written: with a word for people who look at the output, as a bare path for a program that reads it.
    pub fn saved(&mut self, path: &Path) {
        let shown = shown(path);
        let text = if std::io::stdout().is_terminal() {
            say!("写好了：{shown}\n", "written: {shown}\n")
        } else {
            say!("{shown}\n", "{shown}\n")
        };
        self.print(text.get(self.lang));
    }

    /// Writes what a command would do, unless they asked for quiet.
    pub fn preview(&mut self, text: &str) {
        if !self.quiet {
            self.print(text);
        }
    }

    /// Writes findings for people.
    pub fn findings(&mut self, found: &Diagnostics, sources: &SourceMap) {
        let text = render(found, sources, self.lang, super::text_format(&std::io::stderr()));
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Writes one finding that has no file.
    pub fn finding(&mut self, found: Diagnostic) {
        let mut list = Diagnostics::new();
        list.push(found);
        self.findings(&list, &SourceMap::default());
    }
}
