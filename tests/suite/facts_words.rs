//! Every word that a piece prints is one of its facts, or a fixed word of its template: a text that is no fact could change without a new code.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use typst::syntax::{SyntaxKind, SyntaxNode, ast};
use yizhan::publish::Prints;
use yizhan::publish::printed_facts::Fact;

use super::sample::built;
use super::support::sample;

/// Numbers up to this one may be those of pages, of steps, and of chapters.
const MOST_NUMBER: usize = 400;

/// Without white space, and without what has no width.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !['\u{feff}', '\u{2060}', '\u{200b}', '\u{ad}'].contains(c)).collect()
}

/// The words of a PDF: what stands on a line without a gap.
fn words(pdf: &Path) -> Vec<String> {
    let done = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().unwrap();
    assert!(done.status.success(), "{}", pdf.display());
    let html = String::from_utf8(done.stdout).unwrap();
    let words = html.split("<word ").skip(1).map(|word| {
        let text = word.split('>').nth(1).unwrap().split('<').next().unwrap();
        squeezed(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// The fixed words of a template and of what it imports: its strings, and the text between its marks.
fn fixed(template: &str) -> Vec<String> {
    fn walk(node: &SyntaxNode, found: &mut Vec<String>) {
        match node.kind() {
            SyntaxKind::Str => found.extend(node.cast::<ast::Str<'_>>().map(|s| s.get().to_string())),
            SyntaxKind::Text => found.push(node.leaf_text().to_string()),
            _ => node.children().for_each(|child| walk(child, found)),
        }
    }
    let mut found = Vec::new();
    for name in [template, "lib", "signs", "tokens"] {
        let text = fs::read_to_string(sample().join(format!("themes/default/print/{name}.typ"))).unwrap();
        walk(&typst::syntax::parse(&text), &mut found);
    }
    found
}

/// What a word may be made of.
struct Known {
    whole: HashSet<String>,
    /// One a line.
    lines: String,
}

impl Known {
    fn of(texts: impl Iterator<Item = String>) -> Self {
        let whole: HashSet<String> = texts.map(|text| squeezed(&text)).filter(|text| !text.is_empty()).collect();
        let mut sorted: Vec<&str> = whole.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        let lines = format!("\n{}\n", sorted.join("\n"));
        Self { whole, lines }
    }

    /// The facts with the parts of which lists are joined, their labels, and fixed words.
    fn of_piece(facts: &[Fact], more: &[String]) -> Self {
        let parts = |text: &str| -> Vec<String> {
            let split = text.split(['；', '｜']).map(ToOwned::to_owned);
            std::iter::once(text.to_owned()).chain(split).collect()
        };
        let texts = facts.iter().flat_map(|fact| {
            let label = fact.label.split('/').map(ToOwned::to_owned).chain([fact.label.clone()]);
            // A list of things may stand together in a label as well: 咨询、投诉.
            parts(&fact.text).into_iter().chain(label).collect::<Vec<String>>()
        });
        Self::of(texts.chain(more.iter().cloned()))
    }

    fn is_whole(&self, part: &str) -> bool {
        // Typst puts a full stop behind the numbers of a list.
        let digits = part.strip_suffix('.').unwrap_or(part);
        let number = digits.len() <= 3 && digits.parse::<usize>().is_ok_and(|n| n <= MOST_NUMBER) && !digits.starts_with('0');
        number || self.whole.contains(part)
    }

    /// Whether a word is known: a part of a text, or the end of one, then whole ones, then the beginning of one, as a line of print is.
    fn holds(&self, word: &str) -> bool {
        if self.lines.contains(word) {
            return true;
        }
        let places: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let mut reached = vec![false; places.len()];
        for (i, at) in places.iter().enumerate() {
            reached[i] = i == 0 || self.lines.contains(&format!("{}\n", &word[..*at]));
        }
        for i in 0..places.len() {
            if !reached[i] {
                continue;
            }
            let rest = &word[places[i]..];
            if rest.is_empty() || self.lines.contains(&format!("\n{rest}")) {
                return true;
            }
            for j in i + 1..places.len() {
                let part = &word[places[i]..places[j]];
                // What has no room is cut.
                let cut = part.strip_suffix('…').is_some_and(|head| self.lines.contains(&format!("\n{head}")));
                reached[j] |= cut || self.is_whole(part);
            }
        }
        reached.last() == Some(&true)
    }
}

/// 一 to 三十: chapters are counted so.
fn chinese_numbers() -> impl Iterator<Item = String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    (1..=30).map(|n: usize| match n {
        1..=9 => DIGITS[n].to_owned(),
        10..=19 => format!("十{}", DIGITS[n - 10]),
        _ => format!("{}十{}", DIGITS[n / 10], DIGITS[n % 10]),
    })
}

#[test]
fn every_word_of_every_piece_is_a_fact_or_a_fixed_word_of_its_template() {
    let (workspace, _) = yizhan::load::load(&sample());
    let workspace = workspace.unwrap_or_else(|_| panic!("the sample is a workspace"));
    let prints = Prints::of(&workspace);
    let templates: BTreeMap<&str, Vec<String>> =
        prints.jobs.iter().map(|job| job.piece.template).map(|name| (name, fixed(name))).collect();
    built("manifest.json");
    let missing: Vec<String> = prints
        .jobs
        .par_iter()
        .flat_map_iter(|job| {
            let issue = job.issue().unwrap();
            let mut more = templates[job.piece.template].clone();
            // The edition itself is no fact: its name, what the imprint of a book calls it, its code.
            more.extend([issue.code.clone(), job.bureau.file.edition.zh(), "版次".to_owned()]);
            more.extend(chinese_numbers());
            let known = Known::of_piece(&issue.facts, &more);
            let unknown: Vec<String> = words(&built(&job.file(false)))
                .into_iter()
                .filter(|word| !known.holds(word))
                .map(|w| format!("{}: {w}", job.file(false)))
                .collect();
            unknown
        })
        .collect();
    let kinds: HashSet<&str> = prints.jobs.iter().map(|job| job.piece.id).collect();
    let none: Vec<&str> = yizhan::print::piece::all().map(|p| p.id).filter(|id| !kinds.contains(id)).collect();
    assert_eq!(none, Vec::<&str>::new(), "the sample has every kind of piece");
    assert!(missing.is_empty(), "{} words are no facts:\n{}", missing.len(), missing[..missing.len().min(60)].join("\n"));
}

/// The test above can fail: without any one of its facts, a sign has a word that is not accounted for.
#[test]
fn a_word_without_its_fact_is_noticed() {
    let (workspace, _) = yizhan::load::load(&sample());
    let workspace = workspace.unwrap_or_else(|_| panic!("the sample is a workspace"));
    let prints = Prints::of(&workspace);
    for id in ["door-plate", "phone-sign", "catalog-matrix"] {
        let job = prints.jobs.iter().find(|job| job.piece.id == id).unwrap();
        let issue = job.issue().unwrap();
        let mut more = fixed(job.piece.template);
        more.extend([issue.code.clone(), job.bureau.file.edition.zh()]);
        let words = words(&built(&job.file(false)));
        let without = |label: &str| {
            let facts: Vec<Fact> = issue.facts.iter().filter(|fact| fact.label != label).cloned().collect();
            assert_ne!(facts.len(), issue.facts.len(), "{id} has no {label}");
            words.iter().filter(|word| !Known::of_piece(&facts, &more).holds(word)).count()
        };
        assert!(without("医保局") > 0, "{id}");
    }
}

#[test]
fn no_two_pieces_of_the_sample_share_a_code() {
    let (workspace, _) = yizhan::load::load(&sample());
    let workspace = workspace.unwrap_or_else(|_| panic!("the sample is a workspace"));
    let mut codes = HashSet::new();
    for job in Prints::of(&workspace).jobs.iter().filter(|job| !job.is_variant()) {
        assert!(codes.insert((job.bureau.id.to_string(), job.issue().unwrap().code)), "{} shares its code", job.path);
    }
}
