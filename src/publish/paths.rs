//! Where papers and reports go. The paths are a contract with scripts: `reports/BUREAU/POINT/STANDARD-DATE-ROUND.pdf`. What makes two of
//! them differ beside that, such as another campaign on the same day, is only named where it is not the ordinary case.

use chrono::Datelike;

use crate::audit::Scored;
use crate::audit::campaign::Campaign;
use crate::model::standard::Standard;
use crate::model::{Bureau, Point};

/// The path of what a record yields, below the output and without extension.
#[must_use]
pub fn record_path(s: &Scored<'_>) -> String {
    let (record, standard) = (s.record, standard_name(s.standard));
    // The campaign is the year of the day unless the record says otherwise.
    let own = s.campaign != record.date.value.year().to_string();
    let campaign = if own { format!("-{}", file_name(&s.campaign)) } else { String::new() };
    format!("reports/{}/{}/{standard}{campaign}-{}-{}", s.bureau.id, s.point.id, record.date.value, record.round.word())
}

/// The file name of a round's circular, without extension: `wenling-village-stars-2026-site`.
#[must_use]
pub fn round_name(round: &Campaign<'_>) -> String {
    format!("{}-{}-{}", standard_name(round.standard), file_name(&round.name), round.round.word())
}

/// The path of a publication list below `site/BUREAU/`, without extension.
#[must_use]
pub fn publication_path(s: &Scored<'_>) -> String {
    format!("ratings/{}-{}", standard_name(s.standard), file_name(&s.campaign))
}

/// The path of a point's application, below the output and without extension.
#[must_use]
pub fn application_path(bureau: &Bureau, point: &Point, form: &str, year: &str) -> String {
    format!("reports/{}/{}/{form}-{}-application", bureau.id, point.id, file_name(year))
}

/// A standard in a file name; an earlier version that is kept bears its version, as its own file does.
fn standard_name(standard: &Standard) -> String {
    if standard.kept { format!("{}@{}", standard.id, file_name(&standard.version)) } else { standard.id.clone() }
}

/// What people call something, as a part of a file name: letters, digits and hyphens stay, anything else becomes its number, so that two
/// names never become one.
fn file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() || c == '-' { c.to_string() } else { format!("_{:x}", u32::from(c)) }).collect()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn two_names_never_become_one_file() {
        assert_eq!(file_name("2026上半年"), "2026上半年");
        assert_eq!(file_name("2026-1"), "2026-1");
        assert_eq!(file_name("2026/1"), "2026_2f1");
        assert_eq!(file_name("2026_2f1"), "2026_5f2f1");
    }
}
