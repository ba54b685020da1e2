//! `yizhan inspect kit`: forms to fill in on a phone, one HTML file per point and one for the whole round.

use std::path::PathBuf;

use clap::ArgMatches;

use super::super::{FAILED, FINDINGS, FINE, Screen, today};
use super::choice::{self, Answer, refuse};
use super::made::{deliver, not_written};
use super::visit::{broken, earlier, not_for, nothing_to_look_at, refusal};
use crate::audit::{Scored, left_to, score_all, standard_fingerprint};
use crate::diagnostic::Diagnostics;
use crate::form::{Kit, Page, Visit, data};
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::model::{Bureau, Point, Workspace};
use crate::say;
use crate::theme::Theme;

/// What is asked for.
struct Order<'a> {
    standard: &'a Standard,
    bureau: &'a Bureau,
    round: Round,
    campaign: String,
    /// The points, each with its earlier rounds in their order.
    points: Vec<(&'a Point, Vec<&'a Scored<'a>>)>,
}

/// Runs the command.
pub fn run(matches: &ArgMatches, workspace: &Workspace, theme: &Theme, found: Diagnostics, screen: &mut Screen<'_>) -> u8 {
    let Some(output) = matches.get_one::<PathBuf>("output") else { return FAILED };
    let scored = score_all(workspace);
    let order = match order(matches, workspace, &scored) {
        Ok(order) => order,
        Err(finding) => {
            screen.finding(*finding);
            return FAILED;
        }
    };
    let mut about = vec![order.standard.file.span.file];
    about.extend(order.bureau.catalog.as_ref().map(|c| c.span.file));
    about.extend(order.points.iter().map(|(p, _)| p.span.file));
    about.extend(order.points.iter().flat_map(|(_, rounds)| rounds).flat_map(|s| super::behind(s)));
    if broken(&about, workspace, found, screen) {
        return FINDINGS;
    }
    let files = files(&order, workspace, theme).and_then(|files| {
        std::fs::create_dir_all(output).map_err(|error| not_written(output, &error))?;
        Ok(files.into_iter().map(|(name, bytes)| (output.join(name), bytes)).collect())
    });
    let status = deliver(files, workspace, screen);
    if status == FINE {
        screen.note(&say!(
            "把文件发到手机，用手机自带的浏览器打开；不联网也能填",
            "send the files to a phone and open them in its own browser; they need no network"
        ));
    }
    status
}

fn order<'a>(matches: &ArgMatches, workspace: &'a Workspace, scored: &'a [Scored<'a>]) -> Answer<Order<'a>> {
    let standard = choice::standard(matches, workspace)?;
    let round = choice::round(matches).unwrap_or(Round::Site);
    let campaign = choice::asked(matches, "campaign").map_or_else(|| today().format("%Y").to_string(), str::to_owned);
    let (bureau, points) = if let Some(named) = named(matches, workspace)? {
        named
    } else {
        let bureau = whole_bureau(matches, workspace)?;
        let fits = |p: &&Point| p.in_service() && refusal(standard, bureau, p).is_none();
        (bureau, bureau.points.iter().filter(fits).collect())
    };
    let one_by_one = choice::asked(matches, "points").is_some();
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
    Ok(Order { standard, bureau, round, campaign, points: visits })
}

/// The points that `--points` names, each once; all of one bureau.
fn named<'a>(matches: &ArgMatches, workspace: &'a Workspace) -> Answer<Option<(&'a Bureau, Vec<&'a Point>)>> {
    let Some(list) = choice::asked(matches, "points") else { return Ok(None) };
    let mut chosen: Option<(&Bureau, Vec<&Point>)> = None;
    for id in list.split([',', '，', '、']).map(str::trim).filter(|id| !id.is_empty()) {
        let (bureau, point) = choice::point_named(id, matches, workspace)?;
        let (first, points) = chosen.get_or_insert_with(|| (bureau, Vec::new()));
        if first.id != bureau.id {
            return Err(refuse(
                say!("服务点分属两个局：{0}、{1}", "the points belong to two bureaus: {0}, {1}", first.id, bureau.id),
                say!("一个局一个局地做", "make the forms of one bureau at a time"),
            ));
        }
        if !points.iter().any(|p| p.id == point.id) {
            points.push(point);
        }
    }
    match chosen {
        Some(chosen) => Ok(Some(chosen)),
        None => Err(refuse(
            say!("--points 没有写服务点", "--points names no point"),
            say!("写成 --points 编号1,编号2；不写就是全部", "write --points A,B; leave it out for all points"),
        )),
    }
}

/// The bureau whose points are all inspected: the one that is named, or the only one.
fn whole_bureau<'a>(matches: &ArgMatches, workspace: &'a Workspace) -> Answer<&'a Bureau> {
    if let Some(bureau) = choice::bureau(matches, workspace)? {
        return Ok(bureau);
    }
    match workspace.bureaus.as_slice() {
        [only] => Ok(only),
        all => {
            let list: Vec<&str> = all.iter().filter(|b| !b.points.is_empty()).map(|b| b.id.as_str()).collect();
            Err(refuse(
                say!("没有写哪个局", "no bureau is named"),
                say!("加 --bureau {0}，或用 --points 写服务点", "add --bureau {0}, or name the --points", list.join(" | ")),
            ))
        }
    }
}

/// The forms with their names: one for each point, and one for all of them where there are several.
fn files(order: &Order<'_>, workspace: &Workspace, theme: &Theme) -> super::made::Made {
    let (standard, round) = (order.standard, order.round);
    let kit = Kit {
        standard,
        hash: standard_fingerprint(workspace, standard),
        bureau: order.bureau,
        round,
        campaign: order.campaign.clone(),
    };
    let visits: Vec<Visit<'_>> =
        order.points.iter().map(|(point, rounds)| Visit { point, earlier: left_to(round, rounds) }).collect();
    let asset = |name: &str| theme.text(&format!("form/{name}"));
    let page = Page::new(&asset)?;
    let made = |visits: &[&Visit<'_>], title: &str| page.form(title, &data(&kit, visits));
    let mut files = Vec::with_capacity(visits.len() + 1);
    for visit in &visits {
        let title = format!("{}：{}", round.zh(), visit.point.name.value);
        files.push((PathBuf::from(format!("{}-{}-{}.html", standard.id, round.word(), visit.point.id)), made(&[visit], &title)));
    }
    if visits.len() > 1 {
        let title = format!("{}：{}", round.zh(), standard.subject());
        let all: Vec<&Visit<'_>> = visits.iter().collect();
        files.push((PathBuf::from(format!("{}-{}.html", standard.id, round.word())), made(&all, &title)));
    }
    Ok(files)
}
