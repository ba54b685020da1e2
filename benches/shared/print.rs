//! What single documents of the sample cost, on one thread, after the first.

use std::path::Path;
use std::time::{Duration, Instant};

use yizhan::load::load;
use yizhan::publish::{Prints, Renderable, Renderers};
use yizhan::theme::Theme;

/// What is measured: small pieces, then large ones, each group in turn, so that none finds its own last pages in the typesetter's memory
/// and no small one pays for clearing away a large one.
const GROUPS: [&[(&str, &str)]; 2] = [
    &[
        ("wushen", "points/township-galutu/service-list"),
        ("wushen", "points/township-galutu/desk-card"),
        ("wushen", "points/township-galutu/phone-sign"),
        ("wushen", "points/township-galutu/hours-sign"),
        ("wushen", "points/township-galutu/directions"),
    ],
    &[("wushen", "catalog-matrix"), ("wushen", "handbooks/guide"), ("wenling", "handbooks/business")],
];
/// How often each is made.
const ROUNDS: u32 = 10;

/// One document.
pub struct Piece {
    /// Its bureau and its path.
    pub name: String,
    /// Milliseconds of a making.
    pub ms: f64,
    /// Bytes of the PDF.
    pub bytes: usize,
}

/// Makes each document some times.
pub fn measured() -> Vec<Piece> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (workspace, _) = load(root);
    let workspace = workspace.unwrap_or_else(|_| panic!("the sample"));
    // From the folder, not from the program: a template is measured as it is being written.
    let theme = Theme::of(root);
    let tools = Renderers::new(&workspace, &theme);
    let prints = Prints::of(&workspace);
    let mut pieces = Vec::new();
    for group in GROUPS {
        let mut measured = vec![(Duration::ZERO, 0); group.len()];
        // The first round warms up.
        for round in 0..=ROUNDS {
            for ((bureau, piece), (spent, bytes)) in group.iter().zip(&mut measured) {
                let job = prints.jobs.iter().find(|j| j.bureau.id.as_str() == *bureau && j.path == *piece).expect(piece);
                let begun = Instant::now();
                *bytes = job.draft(false).make(&tools).expect(piece).len();
                if round > 0 {
                    *spent += begun.elapsed();
                }
            }
        }
        pieces.extend(group.iter().zip(measured).map(|((bureau, piece), (spent, bytes))| Piece {
            name: format!("{bureau}/{piece}"),
            ms: spent.as_secs_f64() * 1000.0 / f64::from(ROUNDS),
            bytes,
        }));
    }
    pieces
}
