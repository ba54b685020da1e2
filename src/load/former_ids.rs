//! Former ids of points (`formerly`): what refers to a point by an id that it had reads as if it named the present one. Records, notices and recorded prints
//! therefore stay valid when a point gets another id, and nobody has to change what was signed.

use crate::diagnostic::Spanned;
use crate::model::Bureau;

/// Reads every reference to a point of a bureau as the present id. The text of the file, its span and the fingerprint of a record stay as they are.
pub fn resolve(bureau: &mut Bureau) {
    let mut former: Vec<(String, String)> = Vec::new();
    for point in bureau.every_point() {
        // An id that a point has now is that point's, whoever had it before; `check` reports it.
        let free = point.formerly.iter().filter(|old| !bureau.every_point().any(|p| p.id == **old));
        former.extend(free.map(|old| (old.to_string(), point.id.to_string())));
    }
    if former.is_empty() {
        return;
    }
    let now = |id: &str| former.iter().find(|(old, _)| old == id.trim()).map(|(_, new)| new.as_str());
    let put = |reference: &mut Spanned<String>| {
        if let Some(new) = now(&reference.value) {
            new.clone_into(&mut reference.value);
        }
    };
    bureau.inspections.iter_mut().for_each(|record| put(&mut record.point));
    bureau.notices.iter_mut().flat_map(|n| &mut n.front.points).for_each(put);
    for run in &mut bureau.print_runs {
        let Some(rest) = run.piece.value.strip_prefix("points/") else { continue };
        if let Some((new, file)) = rest.split_once('/').and_then(|(id, file)| Some((now(id)?, file))) {
            run.piece.value = format!("points/{new}/{file}");
        }
    }
}
