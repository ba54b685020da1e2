//! What is printed survives an office copier: every line that any piece draws is dark enough, and wide enough, to be there on a copy in black
//! and white. Read from the finished PDFs, path by path (`pdftocairo -svg`).

use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

use super::rich::rich;
use super::support::Workspace;

/// Thinnest line in points: 0.12 mm.
const THINNEST: f64 = 0.35;
/// Lightest line, as a part of white: a copier drops what is lighter than its middle.
const LIGHTEST: f64 = 0.5;
/// What is as light as that is drawn in white, on a field of colour or around a mark.
const WHITE: f64 = 0.97;

/// A line of a page: width in points, and how light it is.
#[derive(Debug)]
struct Stroke {
    width: f64,
    light: f64,
}

fn number(text: &str) -> f64 {
    text.trim().trim_end_matches('%').parse().unwrap()
}

fn between<'t>(text: &'t str, before: &str, after: char) -> Option<&'t str> {
    Some(text.split_once(before)?.1.split(after).next().unwrap())
}

fn strokes(svg: &str) -> Vec<Stroke> {
    let drawn = svg.split("<path ").skip(1).filter_map(|path| {
        let tag = path.split('>').next().unwrap();
        let colour = between(tag, "stroke:rgb(", ')')?;
        let parts: Vec<f64> = colour.split(',').map(|part| number(part) / 100.0).collect();
        let light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        let scale = between(tag, "matrix(", ')').map_or(1.0, |matrix| {
            let m: Vec<f64> = matrix.split(',').map(number).collect();
            (m[0] * m[3] - m[1] * m[2]).abs().sqrt()
        });
        Some(Stroke { width: number(between(tag, "stroke-width:", ';')?) * scale, light })
    });
    drawn.collect()
}

/// The lines of a file's first pages.
fn strokes_of(file: &Path) -> Vec<Stroke> {
    let page = |number: u32| {
        let number = number.to_string();
        let done = Command::new("pdftocairo").args(["-svg", "-f", &number, "-l", &number]).arg(file).arg("-").output().unwrap();
        strokes(&String::from_utf8(done.stdout).unwrap())
    };
    (1..=2).flat_map(page).collect()
}

fn files(w: &Workspace) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(w.path().join("output/print")).sort_by_file_name().into_iter().flatten();
    all.map(walkdir::DirEntry::into_path).filter(|p| p.extension().is_some_and(|e| e == "pdf")).collect()
}

#[test]
fn every_line_of_every_piece_is_there_on_a_copy() {
    let w = rich();
    w.run(&["build", "--only", "print"]).expect(0);
    let files = files(&w);
    assert!(files.len() > 30, "{}", files.len());
    let drawn: Vec<(&PathBuf, Vec<Stroke>)> = files.par_iter().map(|file| (file, strokes_of(file))).collect();
    let count: usize = drawn.iter().map(|(_, strokes)| strokes.len()).sum();
    assert!(count > 200, "{count} lines were found");
    let lost = |s: &&Stroke| s.light < WHITE && (s.light > LIGHTEST || s.width < THINNEST);
    let found: Vec<String> = drawn
        .iter()
        .filter_map(|(file, strokes)| {
            let first = strokes.iter().find(lost)?;
            let lost = strokes.iter().filter(lost).count();
            Some(format!("{}: {lost} of {}, such as {first:?}", file.strip_prefix(w.path()).unwrap().display(), strokes.len()))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn pale_and_thin_lines_are_seen() {
    let path = |width: &str, colour: &str, scale: &str| {
        format!(
            "<path style=\"fill:none;stroke-width:{width};stroke:rgb({colour});\" d=\"M 0 0\" transform=\"matrix({scale},0,0,{scale},1,1)\"/>"
        )
    };
    let seen = strokes(&(path("0.4", "83%,85%,88%", "1") + &path("1", "0%,0%,0%", "0.3")));
    assert!(seen[0].light > 0.8 && (seen[1].width - 0.3).abs() < 1e-9 && seen[1].light < 0.01, "{seen:?}");
}
