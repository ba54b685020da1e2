//! Foreign bytes: the saved corpus, and what a seeded generator makes of it, through the entries that `fuzz/` drives too. Nothing panics.
//!
//! `YIZHAN_FUZZ_SECONDS=120 cargo test --release --test all_tests fuzz` goes on for two minutes a kind; what makes a panic is left in `target/fuzz-NAME` and
//! belongs into the corpus once it is mended. Parts of .xlsx and .docx are mutated unpacked, else nearly every mutant would be no archive.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;

use super::support::sample;

#[path = "../fuzz/entries.rs"]
mod entries;

/// So many mutants of each kind where no time is given.
const MUTANTS: usize = 150;

/// The files of one kind, in the order of their names.
fn corpus(kind: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> =
        fs::read_dir(sample().join("tests/fuzz/corpus").join(kind)).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// xorshift: the same seed, the same mutants.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % most.max(1)
    }
}

/// What breaks readers: signs of the formats, edges of numbers, halves of characters.
const PIECES: [&[u8]; 28] = [
    b"\0",
    b"\xff",
    b"\"",
    b",",
    b"\n",
    b"<",
    b">",
    b"&",
    b"=DISPIMG(\"ID_1\",1)",
    b"r=\"XFD1048576\"",
    b"r=\"A0\"",
    b"99999999999999999999999999999",
    b"-1",
    b"1e999",
    b"{",
    b"[",
    b"- ",
    b": ",
    b"&a ",
    b"*a",
    b"|\n",
    b"\xe5\x88",
    "（5分）".as_bytes(),
    "每缺一项扣1分，扣完为止".as_bytes(),
    "一、".as_bytes(),
    "合计".as_bytes(),
    "分值".as_bytes(),
    "等级".as_bytes(),
];

fn mutated(bytes: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(out.len() + 1);
        let to = (at + random.below(24)).min(out.len());
        match random.below(7) {
            0 => drop(out.drain(at..to)),
            1 => drop(out.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied())),
            2 => drop(out.splice(at..to, PIECES[random.below(PIECES.len())].iter().copied())),
            3 => {
                let again = out[at..to].to_vec();
                drop(out.splice(to..to, again));
            }
            4 => {
                let from = random.below(other.len() + 1);
                let until = (from + random.below(200)).min(other.len());
                drop(out.splice(at..to, other[from..until].iter().copied()));
            }
            5 => out.truncate(at),
            _ => {
                if let Some(byte) = out.get_mut(at) {
                    *byte = u8::try_from(random.below(256)).unwrap_or(0);
                }
            }
        }
    }
    out.truncate(1 << 18);
    out
}

/// The parts of an archive; none where it is none.
fn parts(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).ok()?;
            let mut bytes = Vec::new();
            let name = part.name().ok()?.to_string();
            part.by_ref().take(1 << 20).read_to_end(&mut bytes).ok()?;
            Some((name, bytes))
        })
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).ok()?;
        archive.write_all(bytes).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

fn mutant(files: &[(PathBuf, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    let bytes = &files[random.below(files.len())].1;
    let other = &files[random.below(files.len())].1;
    let Some(mut all) = parts(bytes).filter(|p| !p.is_empty() && random.below(8) > 0) else {
        return mutated(bytes, other, random);
    };
    for _ in 0..=random.below(2) {
        let at = random.below(all.len());
        let beside = parts(other)
            .and_then(|p| p.into_iter().find(|(name, _)| *name == all[at].0))
            .map(|(_, bytes)| bytes)
            .unwrap_or_default();
        all[at].1 = mutated(&all[at].1, &beside, random);
    }
    packed(&all).unwrap_or_default()
}

fn run(kind: &str, entry: entries::Entry) {
    let files = corpus(kind);
    assert!(files.len() > 2, "{kind} has a corpus");
    for (path, bytes) in &files {
        assert!(catch_unwind(|| entry(bytes)).is_ok(), "{} makes a panic", path.display());
    }
    let seconds: Option<u64> = std::env::var("YIZHAN_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    let seed = std::env::var("YIZHAN_FUZZ_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(0x5EED);
    let mut random = Random(seed);
    let start = Instant::now();
    let mut done = 0;
    while seconds.map_or(done < MUTANTS, |s| start.elapsed() < Duration::from_secs(s)) {
        let bytes = mutant(&files, &mut random);
        let began = Instant::now();
        let fine = catch_unwind(AssertUnwindSafe(|| entry(&bytes))).is_ok();
        if !fine || began.elapsed() > Duration::from_secs(10) {
            let kept = sample().join("target").join(format!("fuzz-{kind}-{done}"));
            let _ = fs::create_dir_all(sample().join("target")).and_then(|()| fs::write(&kept, &bytes));
            panic!(
                "{kind}: mutant {done} of seed {seed} {}: {}",
                if fine { "takes too long" } else { "makes a panic" },
                kept.display()
            );
        }
        done += 1;
    }
    // A long run says how far it came.
    if seconds.is_some() {
        let said = format!("{kind}: {done} mutants in {:.1} s\n", start.elapsed().as_secs_f32());
        let _ = std::io::stderr().write_all(said.as_bytes());
    }
}

#[test]
fn workbooks() {
    run("xlsx", entries::xlsx);
}

#[test]
fn word() {
    run("docx", entries::docx);
}

#[test]
fn text() {
    run("csv", entries::csv);
}

#[test]
fn yaml() {
    run("yaml", entries::yaml);
}

#[test]
fn markdown() {
    run("markdown", entries::markdown);
}

#[test]
fn packages() {
    run("package", entries::package);
}

#[test]
fn every_kind_has_an_entry_and_the_corpus_is_small() {
    let size: u64 = entries::ALL.iter().flat_map(|(kind, _)| corpus(kind)).map(|(_, bytes)| bytes.len() as u64).sum();
    assert!(size < 300_000, "{size} bytes");
}
