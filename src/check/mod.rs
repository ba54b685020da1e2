//! The rules of `yizhan check`: one file per family, each rule a function over the workspace that pushes findings.
//!
//! A rule names the source of its idea in its docstring and is tested on the real slip where the seeds have one. Rules never stop at
//! the first finding, never touch the disk, and know the day only from [`Context::today`].

mod adopted;
mod allow;
mod application;
mod catalog;
mod document;
mod editors;
mod guide;
mod identity;
mod plan;
mod point;
mod publicity;
mod registration;
mod sign;
mod unshown;
mod villages;

use chrono::NaiveDate;

use crate::diagnostic::Diagnostics;
use crate::model::{Bureau, Catalog, Workspace};

pub use point::is_phone;

/// What a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Everything that was read.
    pub workspace: &'a Workspace,
    /// The day of the check: the clock is an input.
    pub today: NaiveDate,
}

/// Runs every rule. Findings that the workspace allows are taken out; an allowance that nothing used stays silent, because the
/// finding may depend on the day.
pub fn check(workspace: &Workspace, today: NaiveDate, out: &mut Diagnostics) {
    let context = Context { workspace, today };
    identity::run(&context, out);
    for bureau in &workspace.bureaus {
        if let Some(list) = &bureau.catalog {
            catalog::run(list, out);
        }
        document::run(bureau, out);
        application::run(bureau, out);
        plan::run(bureau, out);
        if bureau.file.reference {
            continue;
        }
        if let Some(list) = &bureau.catalog {
            catalog::everyday_words(list, out);
            catalog::said(list, out);
        }
        adopted::run(&context, bureau, out);
        guide::run(&context, bureau, out);
        registration::standards(workspace, bureau, out);
        unshown::run(bureau, out);
        point::run(bureau, out);
        sign::run(bureau, out);
        villages::run(bureau, out);
        publicity::run(&context, bureau, out);
    }
    point::calendar(&context, out);
    point::base_url(&context, out);
    registration::run(workspace, out);
    editors::run(workspace, out);
    crate::audit::lint_all(workspace, today, out);
    allow::apply(workspace, out);
}

/// The catalog of a bureau, or an empty view of none.
fn catalog_of(bureau: &Bureau) -> Option<&Catalog> {
    bureau.catalog.as_ref()
}
