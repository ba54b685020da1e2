//! Rounds in their order: self-assessment, town review, on-site inspection, re-inspection of one point in one campaign. What a round
//! leaves to the next, which revision of a record counts, and all outcomes of a workspace.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::facts::Place;
use super::outcome::{Outcome, State};
use super::score::{Earlier, score_after};
use crate::model::inspection::{InspectionFile, Round, Waiver};
use crate::model::standard::Standard;
use crate::model::{Bureau, Point, Text, Workspace};

/// A record with what it is about, its place among the rounds, and its outcome.
#[derive(Debug)]
pub struct Scored<'a> {
    /// The bureau.
    pub bureau: &'a Bureau,
    /// The point.
    pub point: &'a Point,
    /// The standard.
    pub standard: &'a Standard,
    /// The record: of several revisions the last.
    pub record: &'a InspectionFile,
    /// The campaign that its round belongs to.
    pub campaign: String,
    /// The records that it corrects, the oldest first.
    pub replaced: Vec<&'a InspectionFile>,
    /// The records of earlier rounds, the earliest first.
    pub earlier: Vec<&'a InspectionFile>,
    /// No later round of the campaign is there.
    pub last: bool,
    /// Findings of a re-inspection about criteria that were met before: they are out of its scope.
    pub beyond: Vec<&'a Text>,
    /// The outcome.
    pub outcome: Outcome,
}

/// What makes rounds belong together: bureau, point, standard, version, campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainKey<'a> {
    /// Bureau.
    pub bureau: &'a str,
    /// Point.
    pub point: &'a str,
    /// Standard.
    pub standard: &'a str,
    /// Its version.
    pub version: &'a str,
    /// Campaign.
    pub campaign: &'a str,
}

impl Scored<'_> {
    /// The chain of rounds that the record belongs to.
    #[must_use]
    pub fn chain(&self) -> ChainKey<'_> {
        ChainKey {
            bureau: self.bureau.id.as_str(),
            point: self.point.id.as_str(),
            standard: &self.standard.id,
            version: self.standard.version.as_str(),
            campaign: &self.campaign,
        }
    }
}

/// One round of a chain: the record as it was made, and its corrections.
#[derive(Debug)]
pub struct RoundRecords<'a> {
    /// The round.
    pub round: Round,
    /// The record and its corrections, by the number of their revision.
    pub records: Vec<&'a InspectionFile>,
}

/// What makes records ones of the same round: standard, version, point, campaign, the round; of a re-inspection also the day, since there may be several.
pub type RoundKey<'a> = (&'a str, &'a str, &'a str, String, Round, Option<NaiveDate>);

/// The round that a record is about. Two records of one round are a record and its correction, or a conflict.
#[must_use]
pub fn round_key(record: &InspectionFile) -> RoundKey<'_> {
    let round = record.round.value;
    // A correction bears the day of the inspection that it corrects, so that it falls into the same place.
    let day = (round == Round::Recheck).then_some(record.date.value);
    (record.standard.as_str(), record.version.as_str(), record.point.as_str(), record.campaign(), round, day)
}

/// What makes records belong together: standard, version, point, campaign.
type Key<'a> = (&'a str, &'a str, &'a str, String);

/// The records of a chain by round; re-inspections also by day, since there may be several.
type Rounds<'a> = BTreeMap<(Round, Option<NaiveDate>), Vec<&'a InspectionFile>>;

/// The rounds of one point under one standard in one campaign, in their order.
#[derive(Debug)]
pub struct Chain<'a> {
    /// Rounds.
    pub rounds: Vec<RoundRecords<'a>>,
}

/// The chains of a bureau, by standard, version, point and campaign.
#[must_use]
pub fn chains(bureau: &Bureau) -> Vec<Chain<'_>> {
    let mut all: BTreeMap<Key<'_>, Rounds<'_>> = BTreeMap::new();
    for record in &bureau.inspections {
        let (standard, version, point, campaign, round, day) = round_key(record);
        all.entry((standard, version, point, campaign)).or_default().entry((round, day)).or_default().push(record);
    }
    let mut list = Vec::with_capacity(all.len());
    for rounds in all.into_values() {
        let mut chain = Chain { rounds: Vec::with_capacity(rounds.len()) };
        for ((round, _), mut records) in rounds {
            records.sort_by_key(|r| r.revision_number());
            chain.rounds.push(RoundRecords { round, records });
        }
        list.push(chain);
    }
    list
}

/// Scores every record of a workspace that counts, in the order of bureaus and files. Left out are records whose point or standard is
/// not there, or not in their version: an old record is never scored under new rules in silence. `lint_all` names each of these.
#[must_use]
pub fn score_all(workspace: &Workspace) -> Vec<Scored<'_>> {
    let standard_of = |record: &InspectionFile| workspace.standard_of(&record.standard, &record.version);
    workspace.bureaus.iter().flat_map(|bureau| score_bureau(bureau, standard_of)).collect()
}

/// The same for one bureau, with every record under the current version of its standard: what an old record would be worth today.
#[must_use]
pub fn score_under<'a>(workspace: &'a Workspace, bureau: &'a Bureau) -> Vec<Scored<'a>> {
    score_bureau(bureau, |record| workspace.standard(&record.standard)).collect()
}

fn score_bureau<'a>(
    bureau: &'a Bureau,
    standard_of: impl Fn(&InspectionFile) -> Option<&'a Standard>,
) -> impl Iterator<Item = Scored<'a>> {
    let mut points: BTreeMap<&str, &Point> = BTreeMap::new();
    for point in &bureau.points {
        points.entry(point.id.as_str()).or_insert(point);
    }
    let mut all: Vec<Scored<'a>> = Vec::new();
    for chain in chains(bureau) {
        let Some(first) = chain.rounds.first().and_then(|s| s.records.first()) else { continue };
        let (Some(point), Some(standard)) = (points.get(first.point.as_str()), standard_of(first)) else { continue };
        all.extend(score_chain(bureau, point, standard, &chain));
    }
    let order = |s: &Scored<'_>| (s.record.span.file.0, s.record.span.start);
    all.sort_by_key(order);
    all.into_iter()
}

fn score_chain<'a>(bureau: &'a Bureau, point: &'a Point, standard: &'a Standard, chain: &Chain<'a>) -> Vec<Scored<'a>> {
    let place = Place::of(bureau, point);
    let mut done: Vec<Scored<'a>> = Vec::with_capacity(chain.rounds.len());
    let mut left = Earlier::default();
    for (i, round) in chain.rounds.iter().enumerate() {
        let Some((record, replaced)) = round.records.split_last() else { continue };
        let again = round.round == Round::Recheck;
        let before = done.last().map(|s| &s.outcome).filter(|_| again);
        if !again {
            left.begin_anew();
        }
        let beyond: Vec<&Text> = before.map_or(Vec::new(), |b| {
            let mut ids: Vec<&Text> = record.all_findings().map(|(id, _)| id).collect();
            ids.retain(|id| settled(b, id, &left.waivers, record.date.value));
            ids
        });
        let earlier = Earlier { outcome: before, ..left.clone() };
        let outcome = score_after(standard, record, point, place, &earlier);
        left.add(record);
        done.push(Scored {
            bureau,
            point,
            standard,
            record,
            campaign: record.campaign(),
            replaced: replaced.to_vec(),
            earlier: done.iter().map(|s| s.record).collect(),
            last: i + 1 == chain.rounds.len(),
            beyond,
            outcome,
        });
    }
    done
}

/// What the rounds of a chain leave to a next one, given in their order.
#[must_use]
pub fn left_to<'a>(round: Round, rounds: &[&'a Scored<'a>]) -> Earlier<'a> {
    let mut left = Earlier::default();
    for scored in rounds {
        if scored.record.round.value != Round::Recheck {
            left.begin_anew();
        }
        left.add(scored.record);
    }
    if round == Round::Recheck {
        left.outcome = rounds.last().map(|s| &s.outcome);
    } else {
        left.begin_anew();
    }
    left
}

/// Whether an earlier round settled a criterion without any loss. A waiver that has run out since settles nothing.
fn settled(before: &Outcome, id: &str, waivers: &[&Waiver], day: NaiveDate) -> bool {
    match before.criteria().find(|c| c.id == id).map(|c| c.state) {
        Some(State::Met | State::NotApplicable) => true,
        Some(State::Waived) => waivers.iter().any(|w| w.criterion.value == id && w.expires.value >= day),
        _ => false,
    }
}

/// The fingerprint of a record: SHA-256 of its text in the file, line ends as LF, without white space at the end. Sixty-four hexadecimal
/// digits. Any change of a character, also of a remark, gives another one.
#[must_use]
pub fn fingerprint(workspace: &Workspace, record: &InspectionFile) -> String {
    sha256(workspace.folder.sources.slice(record.span))
}

/// The fingerprint of a standard, by the same rule over its whole file. A form or workbook to fill in carries it, so that one that was made
/// from another wording of the standard is found out even where the version was not changed.
#[must_use]
pub fn standard_fingerprint(workspace: &Workspace, standard: &Standard) -> String {
    sha256(workspace.folder.sources.text(standard.file.span.file).unwrap_or_default())
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.replace("\r\n", "\n").trim_end().as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
