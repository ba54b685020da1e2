//! Forms to fill in on a phone: one HTML file per point, and one for the whole round.

use std::path::Path;

use serde_json::Value as Json;

use super::visit::{earlier, not_for, nothing_to_look_at, refusal};
use super::{campaign_or_year, found, no_errors_in, source_files};
use crate::audit::{Scored, left_to, score_all, standard_fingerprint};
use crate::diagnostic::Diagnostic;
use crate::disk::addresses;
use crate::form::{Delivery, FormRound, Page, Visit, address, data};
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::model::{Bureau, Point, Workspace};
use crate::ops::lookup::{self, Lookup, refuse};
use crate::ops::outputs::{OutputFiles, not_made};
use crate::ops::{Caller, Outcome, Session};
use crate::say;
use crate::theme::Theme;

/// Characters of a name within the name of a file.
const LONGEST_PART: usize = 25;

/// Which forms are made.
#[derive(Debug, Clone)]
pub struct FormRequest {
    /// The standard, by id or name.
    pub standard: String,
    /// The points, by ids or names with commas; otherwise all that the standard is for.
    pub points: Option<String>,
    /// The bureau; not needed where there is only one, or the points tell.
    pub bureau: Option<String>,
    /// The round.
    pub round: Round,
    /// The campaign; this year's otherwise.
    pub campaign: Option<String>,
}

/// What the forms are made for.
pub(super) struct Content<'a> {
    pub standard: &'a Standard,
    pub bureau: &'a Bureau,
    pub round: Round,
    pub campaign: String,
    /// The points, each with its earlier rounds in their order.
    points: Vec<(&'a Point, Vec<&'a Scored<'a>>)>,
    /// The points were named one by one.
    one_by_one: bool,
}

/// What something is made of, or the findings that stopped it.
pub(super) type Made<T> = Result<T, Vec<Diagnostic>>;

/// The forms with their names, for a folder.
///
/// # Errors
/// When a name is not there, the standard is not for a point, records are encrypted, or a file that a form is made from has an error.
pub fn form(session: &Session, request: &FormRequest, folder: &Path) -> Outcome<OutputFiles> {
    let files = with_content(session, request, |content, theme| {
        // Where the round has a page, whoever cannot open the file is told its address.
        let known = addresses::of(session.root(), &content.key()).ok().flatten();
        let address = known.filter(|place| !place.at.is_empty()).map(|place| address(&place.at, &place.folder));
        files(content, &session.workspace, theme, &Delivery { address, ..Delivery::default() })
    })?;
    Ok(OutputFiles::in_folder(folder, files))
}

/// Looks up what a request names, refuses what is broken, and has something made of it.
pub(super) fn with_content<T>(
    session: &Session,
    request: &FormRequest,
    make: impl FnOnce(&Content<'_>, &Theme) -> Made<T>,
) -> Outcome<T> {
    session.needs_records()?;
    let workspace = &session.workspace;
    let scored = score_all(workspace);
    let content = found(content(request, workspace, &session.caller, &scored))?;
    let mut about = vec![content.standard.file.span.file];
    about.extend(content.bureau.catalog.as_ref().map(|c| c.span.file));
    about.extend(content.points.iter().map(|(p, _)| p.span.file));
    about.extend(content.points.iter().flat_map(|(_, rounds)| rounds).flat_map(|s| source_files(s)));
    no_errors_in(&about, session)?;
    make(&content, &Theme::of(session.root())).map_err(|findings| not_made(findings, &workspace.folder.sources))
}

impl Content<'_> {
    /// The key of the round: the same for whoever makes its form again, also where other points are left to inspect.
    pub fn key(&self) -> String {
        let mut key = format!("{}/{}/{}/{}", self.bureau.id, self.standard.id, self.round.word(), self.campaign);
        if self.one_by_one {
            let mut ids: Vec<&str> = self.points.iter().map(|(point, _)| point.id.as_str()).collect();
            ids.sort_unstable();
            key.push('/');
            key.push_str(&ids.join(","));
        }
        key
    }

    /// 现场核查：村级医保经办服务星级评定, or the point where there is only one.
    pub fn title(&self) -> String {
        let about = match self.points.as_slice() {
            [(only, _)] => only.name.value.as_str(),
            _ => self.standard.subject(),
        };
        format!("{}：{about}", self.round.zh())
    }

    /// What the page of all points is filled with.
    pub fn data(&self, workspace: &Workspace, delivery: &Delivery) -> Json {
        let visits = self.visits();
        data(&self.shared(workspace), &visits.iter().collect::<Vec<_>>(), delivery)
    }

    fn shared(&self, workspace: &Workspace) -> FormRound<'_> {
        FormRound {
            standard: self.standard,
            hash: standard_fingerprint(workspace, self.standard),
            bureau: self.bureau,
            round: self.round,
            campaign: self.campaign.clone(),
        }
    }

    fn visits(&self) -> Vec<Visit<'_>> {
        self.points.iter().map(|(point, rounds)| Visit { point, earlier: left_to(self.round, rounds) }).collect()
    }
}

/// The page of a theme.
pub(super) fn page(theme: &Theme) -> Made<Page> {
    Page::new(&|name: &str| theme.text(&format!("form/{name}")))
}

fn content<'a>(
    request: &FormRequest,
    workspace: &'a Workspace,
    caller: &Caller,
    scored: &'a [Scored<'a>],
) -> Lookup<Content<'a>> {
    let standard = lookup::standard(workspace, &request.standard)?;
    let round = request.round;
    let campaign = campaign_or_year(request.campaign.as_deref(), caller);
    let (bureau, points) = if let Some(list) = &request.points {
        of_one_bureau(workspace, request.bureau.as_deref(), list)?
    } else {
        let bureau = whole_bureau(workspace, request.bureau.as_deref())?;
        let fits = |p: &&Point| p.in_service() && refusal(standard, bureau, p).is_none();
        (bureau, bureau.points.iter().filter(fits).collect())
    };
    let one_by_one = request.points.is_some();
    let mut visits = Vec::with_capacity(points.len());
    for point in points {
        if let Some(why) = refusal(standard, bureau, point) {
            return Err(not_for(standard, bureau, point, &why));
        }
        let rounds = earlier(scored, standard, bureau, point, round, &campaign);
        match nothing_to_look_at(point, round, &campaign, &rounds) {
            // Of a whole bureau those are visited again that have something left.
            Some(_) if !one_by_one => {}
            Some(finding) => return Err(finding),
            None => visits.push((point, rounds)),
        }
    }
    if visits.is_empty() {
        return Err(if round == Round::Recheck {
            refuse(
                say!("批次 {campaign} 没有要复查的服务点", "the campaign {campaign} has no point to inspect again"),
                say!("不需要复查；或用 --campaign 写批次", "no re-inspection is needed; or name the --campaign"),
            )
        } else {
            let name = &bureau.file.name.value;
            refuse(
                say!("“{name}”没有这个标准适用的服务点", "“{name}” has no point that the standard is for"),
                say!("换一个标准或局", "choose another standard or bureau"),
            )
        });
    }
    Ok(Content { standard, bureau, round, campaign, points: visits, one_by_one })
}

/// The points of a list, each once; all of one bureau.
fn of_one_bureau<'a>(workspace: &'a Workspace, bureau: Option<&str>, list: &str) -> Lookup<(&'a Bureau, Vec<&'a Point>)> {
    let only = lookup::bureau_if_named(workspace, bureau)?;
    if list.split([',', '，', '、']).all(|word| word.trim().is_empty()) {
        return Err(refuse(
            say!("--points 没有写服务点", "--points names no point"),
            say!("写成 --points 编号1,编号2；不写就是全部", "write --points A,B; leave it out for all points"),
        ));
    }
    let places = lookup::points(workspace, only, list)?;
    let mut bureaus = places.iter().map(|(bureau, _)| *bureau);
    let Some(first) = bureaus.next() else {
        return Err(refuse(say!("没有写服务点", "no point is named"), say!("写编号或名称", "write ids or names")));
    };
    if let Some(other) = bureaus.find(|b| b.id != first.id) {
        return Err(refuse(
            say!("服务点分属两个局：{0}、{1}", "the points belong to two bureaus: {0}, {1}", first.id, other.id),
            say!("一个局一个局地做", "make the forms of one bureau at a time"),
        ));
    }
    Ok((first, places.into_iter().map(|(_, point)| point).collect()))
}

/// The bureau whose points are all inspected: the one that is named, or the only one.
fn whole_bureau<'a>(workspace: &'a Workspace, named: Option<&str>) -> Lookup<&'a Bureau> {
    if let Some(bureau) = lookup::bureau_if_named(workspace, named)? {
        return Ok(bureau);
    }
    match workspace.bureaus.as_slice() {
        [only] => Ok(only),
        all => {
            let list: Vec<&str> = all.iter().filter(|b| !b.points.is_empty()).map(|b| b.id.as_str()).collect();
            if list.is_empty() {
                return Err(lookup::no_points());
            }
            Err(refuse(
                say!("没有写哪个局", "no bureau is named"),
                say!("加 --bureau {0}，或用 --points 写服务点", "add --bureau {0}, or name the --points", list.join(" | ")),
            ))
        }
    }
}

/// The forms with their names: one for each point, and one for all of them where there are several.
fn files(content: &Content<'_>, workspace: &Workspace, theme: &Theme, delivery: &Delivery) -> Made<Vec<(String, Vec<u8>)>> {
    let (subject, round) = (content.standard.subject(), content.round.zh());
    let (shared, visits, page) = (content.shared(workspace), content.visits(), page(theme)?);
    let made = |visits: &[&Visit<'_>], title: &str| page.form(title, &data(&shared, visits, delivery), delivery);
    let mut files = Vec::with_capacity(visits.len() + 1);
    for visit in &visits {
        let point = visit.point;
        let title = format!("{round}：{}", point.name.value);
        // Two points of one name have their ids to tell them apart.
        let alone = visits.iter().filter(|v| v.point.name.value == point.name.value).count() == 1;
        let id = if alone { String::new() } else { format!("-{}", point.id) };
        files.push((file_name(&[subject, round, &point.name.value], &id), made(&[visit], &title)));
    }
    if visits.len() > 1 {
        let title = format!("{round}：{subject}");
        let all: Vec<&Visit<'_>> = visits.iter().collect();
        files.push((file_name(&[subject, round, "全部服务点"], ""), made(&all, &title)));
    }
    Ok(files)
}

/// 村级医保经办服务星级评定-现场核查-松塘村医保服务点.html: people find the village by it. Without what a file name must not hold, and short enough for
/// every disk.
fn file_name(parts: &[&str], tail: &str) -> String {
    let plain = |part: &&str| -> String {
        let kept = part.chars().map(|c| if c.is_control() || c.is_whitespace() || "/\\:*?\"<>|".contains(c) { '-' } else { c });
        kept.take(LONGEST_PART).collect::<String>().trim_matches(['-', '.']).to_owned()
    };
    format!("{}{tail}.html", parts.iter().map(plain).collect::<Vec<_>>().join("-"))
}
