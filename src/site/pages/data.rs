//! The scripts with data of every bureau: when points are open, where they lie, what can be searched for; and the feed.

use std::sync::Arc;

use super::dedup;
use crate::model::Workspace;
use crate::site::areas;
use crate::site::site_context::{Section, SiteContext};
use crate::site::{Available, Rating, Script};

/// Scripts with data link to pages alone.
static NOTHING: Available = Available::new();

/// The scripts with data of every bureau.
pub fn scripts<'a>(workspace: &'a Workspace, ratings: &'a [Rating]) -> Vec<Script<'a>> {
    let mut all = Vec::new();
    for bureau in workspace.bureaus.iter().filter(|b| !b.file.reference) {
        let scope = Arc::new(SiteContext::new(workspace, bureau, ratings, &NOTHING));
        let mut sources = scope.common_sources();
        sources.extend(bureau.points.iter().map(|p| p.span.file));
        if !scope.open.is_empty() {
            all.push(Script {
                path: format!("{}/hours.js", bureau.id),
                bureau: bureau.id.as_str(),
                sources: sources.iter().copied().chain(workspace.calendar.as_ref().map(|c| c.span.file)).collect(),
                make: {
                    let scope = Arc::clone(&scope);
                    Box::new(move || crate::site::open::script(&scope.open))
                },
            });
        }
        if areas::has_data(&scope) {
            let calendar = workspace.calendar.as_ref().map(|c| c.span.file);
            let mut add = |name: String, make: fn(&SiteContext, usize) -> Vec<u8>, at: usize| {
                let own = Arc::clone(&scope);
                all.push(Script {
                    path: format!("{}/{name}", bureau.id),
                    bureau: bureau.id.as_str(),
                    sources: sources.iter().copied().chain(calendar).collect(),
                    make: Box::new(move || make(&own, at)),
                });
            };
            add("points.js".to_owned(), |scope, _| areas::index(scope), 0);
            for (name, at) in areas::files(&scope) {
                add(name, areas::rows, at);
            }
        }
        if crate::site::news::feed(&scope).is_some() {
            let scope = Arc::clone(&scope);
            all.push(Script {
                path: format!("{}/feed.xml", bureau.id),
                bureau: bureau.id.as_str(),
                sources: sources
                    .iter()
                    .copied()
                    .chain(bureau.guides.iter().map(|g| g.file))
                    .chain(bureau.notices.iter().map(|n| n.file))
                    .collect(),
                make: Box::new(move || crate::site::news::feed(&scope).unwrap_or_default()),
            });
        }
        if scope.has(Section::Search) {
            sources.extend(bureau.guides.iter().map(|g| g.file));
            sources.extend(bureau.plan.as_ref().map(|p| p.span.file));
            sources.extend(bureau.notices.iter().map(|n| n.file));
            sources.extend(bureau.handbooks.iter().map(|h| h.front.span.file));
            sources.extend(bureau.villages.as_ref().map(|v| v.span.file));
            dedup(&mut sources);
            for (name, file) in crate::site::search::files(&scope) {
                let scope = Arc::clone(&scope);
                all.push(Script {
                    path: format!("{}/{name}", bureau.id),
                    bureau: bureau.id.as_str(),
                    sources: sources.clone(),
                    make: Box::new(move || crate::site::search::bytes(&scope, file)),
                });
            }
        }
    }
    all
}
