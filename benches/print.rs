//! What one document of each kind costs, on one thread, after the first: `cargo bench --bench print`. The sample's own pieces.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::path::Path;
use std::time::Instant;

use yizhan::load::load;
use yizhan::publish::{Draft, Prints, Tools};
use yizhan::theme::Theme;

/// Pieces, and how often each is made.
const PIECES: [(&str, &str, u32); 8] = [
    ("wushen", "points/township-galutu/service-list", 20),
    ("wushen", "points/township-galutu/desk-card", 40),
    ("wushen", "points/township-galutu/phone-sign", 40),
    ("wushen", "points/township-galutu/hours-sign", 40),
    ("wushen", "points/township-galutu/directions", 20),
    ("wushen", "catalog-matrix", 5),
    ("wushen", "handbooks/guide", 3),
    ("wenling", "handbooks/business", 3),
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (workspace, _) = load(root);
    let workspace = workspace.unwrap_or_else(|_| panic!("the sample"));
    // From the folder, not from the program: a template is measured as it is being written.
    let theme = Theme::of(root);
    let tools = Tools::new(&workspace, &theme);
    let prints = Prints::of(&workspace);
    for (bureau, piece, times) in PIECES {
        let job = prints.jobs.iter().find(|j| j.bureau.id.as_str() == bureau && j.path == piece).expect(piece);
        let bytes = job.draft(false).make(&tools).expect(piece).len();
        let begun = Instant::now();
        for _ in 0..times {
            job.draft(false).make(&tools).expect(piece);
        }
        let each = begun.elapsed().as_secs_f64() * 1000.0 / f64::from(times);
        println!("{bureau}/{piece}: {each:.1} ms, {} KB", bytes / 1000);
    }
}
