//! No paragraph ends with a line of one character, and no time is broken at its dash: read from the lines of finished PDFs with their places.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::sample;

/// Marks that are no character of a line's own.
const MARKS: &str = "，。、；：！？）》〉」』”’】〕…％.,;:!?)]%";

/// A line of a block: left, top, right, bottom in points, and its text.
struct Line {
    at: [f64; 4],
    text: String,
}

/// The lines of each block of a file, block by block.
fn blocks(pdf: &Path) -> Vec<Vec<Line>> {
    let done = Command::new("pdftotext").arg("-bbox-layout").arg(pdf).arg("-").output().unwrap();
    assert!(done.status.success(), "{}", pdf.display());
    let html = String::from_utf8(done.stdout).unwrap();
    let number = |tag: &str, name: &str| -> f64 {
        tag.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    let line = |part: &str| -> Line {
        let at = ["xMin", "yMin", "xMax", "yMax"].map(|name| number(part, name));
        let words = part.split("<word ").skip(1).map(|word| word.split('>').nth(1).unwrap().split('<').next().unwrap());
        Line { at, text: words.collect::<Vec<_>>().join(" ") }
    };
    // Where two brackets leave a gap, one line is told as two.
    let lines = |block: &str| {
        let mut lines: Vec<Line> = Vec::new();
        for piece in block.split("<line ").skip(1).map(line) {
            match lines.last_mut().filter(|last| (last.at[1] - piece.at[1]).abs() < 1.0) {
                Some(last) => {
                    last.text.push_str(&piece.text);
                    last.at[2] = last.at[2].max(piece.at[2]);
                }
                None => lines.push(piece),
            }
        }
        lines
    };
    html.split("<block ").skip(1).map(lines).collect()
}

/// What is wrong with the lines of a file: a last line of one character, a time that is broken at its dash.
pub fn faults(pdf: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for lines in blocks(pdf) {
        for pair in lines.windows(2) {
            let [above, below] = pair else { continue };
            let (tall, tall_below) = (above.at[3] - above.at[1], below.at[3] - below.at[1]);
            let gap = below.at[1] - above.at[1];
            let same = (tall - tall_below).abs() < 0.12 * tall && gap > 0.3 * tall && gap < 2.2 * tall;
            let flush = (above.at[0] - below.at[0]).abs() < 1.2 * tall;
            let centred = ((above.at[0] + above.at[2]) - (below.at[0] + below.at[2])).abs() < 2.0 * tall;
            if !same || !(flush || centred) || above.text.chars().count() < 4 {
                continue;
            }
            let mut own = below.text.trim().chars().filter(|c| !MARKS.contains(*c));
            if let (Some('\u{4e00}'..='\u{9fff}'), None) = (own.next(), own.next()) {
                found.push(format!("{}: “{}” stands alone below “{}”", pdf.display(), below.text, above.text));
            }
            let dash = |c: char| matches!(c, '—' | '–' | '-' | '~' | '～');
            let ends = above.text.trim_end().strip_suffix(dash).is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
            let time = |text: &str| text.chars().take(5).any(|c| c == ':') && text.starts_with(|c: char| c.is_ascii_digit());
            let begins = below.text.trim_start().strip_prefix(dash).is_some_and(time);
            if (ends && time(&below.text)) || begins {
                found.push(format!("{}: a time is broken: “{}” / “{}”", pdf.display(), above.text, below.text));
            }
        }
    }
    found
}

/// Those of many files, a few at a time.
pub fn faults_of(files: &[PathBuf]) -> Vec<String> {
    let parts = files.chunks(files.len().div_ceil(4).max(1));
    std::thread::scope(|scope| {
        let threads: Vec<_> = parts.map(|part| scope.spawn(|| part.iter().flat_map(|f| faults(f)).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// Every piece of the sample. The booklet is the book again, two pages a side.
#[test]
fn no_piece_of_the_sample_ends_a_paragraph_with_one_character() {
    let files = walkdir::WalkDir::new(sample::built("print")).sort_by_file_name().into_iter().flatten();
    let files: Vec<PathBuf> = files.map(walkdir::DirEntry::into_path).collect();
    let files: Vec<PathBuf> = files
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "pdf") && !p.to_string_lossy().ends_with("-booklet.pdf"))
        .collect();
    assert!(files.len() > 1000, "{}", files.len());
    let found = faults_of(&files);
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
}

/// Reports, sheets and official papers of the sample, too.
#[test]
fn no_report_of_the_sample_ends_a_paragraph_with_one_character() {
    let files = walkdir::WalkDir::new(sample::built("reports")).sort_by_file_name().into_iter().flatten();
    let files: Vec<PathBuf> =
        files.map(walkdir::DirEntry::into_path).filter(|p| p.extension().is_some_and(|e| e == "pdf")).collect();
    assert!(files.len() > 50, "{}", files.len());
    let found = faults_of(&files);
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
}
