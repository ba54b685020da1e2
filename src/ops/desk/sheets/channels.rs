//! Channels as columns: they come, get another place, and go with their cells. A channel that points have never goes by itself: they get another one first.

use std::collections::BTreeMap;

use super::apply::Work;
use super::columns::{gone, nameless, taken};
use super::items::item;
use super::points;
use crate::diagnostic::Bilingual;
use crate::model::Channel;
use crate::model::catalog::Tier;
use crate::ops::Outcome;
use crate::ops::edit::{self, Kindly};
use crate::ops::lookup::refuse;
use crate::ops::values::{Said, Step};
use crate::say;
use crate::tables::catalog::new_id;

/// So many points are named in a sentence.
const NAMED: usize = 4;

/// What the head of a channel says.
fn head(channel: &Channel) -> &str {
    channel.short_name.as_ref().unwrap_or(&channel.name)
}

/// The way to a channel.
fn channel(id: &str) -> Vec<Step> {
    vec![Step::Key("channels".to_owned()), Step::Record { id: id.to_owned() }]
}

impl Work<'_> {
    fn channels(&self) -> &[Channel] {
        self.bureau.catalog.as_ref().map_or(&[], |catalog| &catalog.channels)
    }

    fn channel(&self, id: &str) -> Outcome<&Channel> {
        self.channels().iter().find(|channel| channel.id.as_str() == id).ok_or_else(|| gone(id))
    }

    pub(super) fn add_channel(&mut self, [name, short, tier]: [&str; 3], before: Option<&str>) -> Outcome<()> {
        if name.is_empty() {
            return Err(nameless());
        }
        if Tier::named(tier).is_none() {
            return Err(refuse(
                say!("“{name}”还没有选是哪一级的", "the level of “{name}” is missing"),
                say!("选一级：旗县、镇街、村居、合作机构、线上", "choose county, town, village, partner or online"),
            )
            .into());
        }
        let known = |own: &str| self.channels().iter().any(|c| c.name.trim() == own || head(c).trim() == own);
        if let Some(twice) = [name, short].into_iter().find(|own| !own.is_empty() && known(own)) {
            return Err(taken(twice));
        }
        let place = before.and_then(|before| self.channels().iter().position(|channel| channel.id.as_str() == before));
        let place = place.unwrap_or(self.channels().len());
        let id = new_id(name, &|id| self.channels().iter().any(|channel| channel.id.as_str() == id));
        let text = |key: &str, text: &str| (key.to_owned(), Said::Text(text.to_owned()));
        let mut record = vec![text("id", &id), text("name", name)];
        if !short.is_empty() && short != name {
            record.push(text("short_name", short));
        }
        record.push(text("tier", tier));
        let (path, _) = self.catalog_file()?;
        let at = vec![Step::Key("channels".to_owned()), Step::Index(place)];
        self.push(&path, edit::Change { at, kind: Kindly::Insert, before: None, after: Some(Said::Map(record)), to: None });
        self.says = Some(say!("服务清单：加了“{name}”这一列", "catalog: column “{name}” added"));
        Ok(())
    }

    pub(super) fn move_channels(&mut self, moved: &[String], before: Option<&str>) -> Outcome<()> {
        let names = moved.iter().map(|id| self.channel(id).map(|own| head(own).to_owned())).collect::<Outcome<Vec<_>>>()?;
        let names = names.join("”“");
        let before = before.filter(|before| !moved.iter().any(|own| own == before));
        self.says = Some(match before {
            Some(before) => {
                let other = head(self.channel(before)?);
                say!("服务清单：“{names}”移到“{other}”前面", "catalog: “{names}” moved before “{other}”")
            }
            None => say!("服务清单：“{names}”移到最后", "catalog: “{names}” moved to the end"),
        });
        let mut order: Vec<String> = self.channels().iter().map(|channel| channel.id.to_string()).collect();
        let (path, _) = self.catalog_file()?;
        for id in moved {
            let Some(from) = order.iter().position(|own| own == id) else { continue };
            let own = order.remove(from);
            let to = before.and_then(|before| order.iter().position(|own| own == before)).unwrap_or(order.len());
            order.insert(to, own);
            if from != to {
                self.push(&path, edit::Change { at: channel(id), kind: Kindly::Move, before: None, after: None, to: Some(to) });
            }
        }
        Ok(())
    }

    /// What goes with it, for the question.
    pub(super) fn remove_channel(&mut self, id: &str, points_to: Option<&str>) -> Outcome<Bilingual> {
        let name = self.channel(id)?.name.value.clone();
        let claims = self.channel(id)?.claims.len();
        let of_it: Vec<_> = self.bureau.points.iter().filter(|point| point.channel.as_str() == id).collect();
        let points = of_it.len();
        let other = points_to
            .filter(|other| *other != id)
            .map(|other| self.channel(other).map(|own| own.name.value.clone()))
            .transpose()?;
        if points > 0 && other.is_none() {
            let mut some = of_it.iter().take(NAMED).map(|point| point.name.as_str()).collect::<Vec<_>>().join("、");
            some.push_str(if points > NAMED { "……" } else { "" });
            return Err(refuse(
                say!(
                    "“{name}”还有 {points} 个服务点，没有删：{some}",
                    "{points} points still are of “{name}”, so it was not removed: {some}"
                ),
                say!("先选这些服务点改归哪一种渠道，再删", "choose the channel that these points get, then remove it"),
            )
            .into());
        }
        if let Some(other) = points_to {
            self.points_to(id, other)?;
        }
        let (path, written) = self.catalog_file()?;
        let way = ["depth".to_owned(), id.to_owned()];
        let items = written.get("items").map(Said::items).unwrap_or_default();
        let cells: Vec<(&str, &Said)> =
            items.iter().filter_map(|one| Some((one.word("id"), one.at(&way)?))).filter(|(_, said)| !said.is_empty()).collect();
        for (own, said) in &cells {
            let before = Some((*said).clone());
            self.push(&path, edit::Change { at: item(own, &way), kind: Kindly::Remove, before, after: None, to: None });
        }
        let own = written.get("channels").map(Said::items).unwrap_or_default().iter().find(|own| own.word("id") == id);
        self.push(&path, edit::Change { at: channel(id), kind: Kindly::Remove, before: own.cloned(), after: None, to: None });
        let cells = cells.len();
        let mut says = say!("服务清单：删掉“{name}”这一列（{cells} 格）", "catalog: column “{name}” removed ({cells} cells)");
        let mut what = match (cells, claims) {
            (0, 0) => say!("“{name}”这一列还没有写什么，删掉它？", "nothing is written in the column “{name}”. Remove it?"),
            (_, 0) => say!("“{name}”这一列有 {cells} 格，会一起删掉。", "{cells} cells of the column “{name}” go with it."),
            _ => say!(
                "“{name}”这一列有 {cells} 格、{claims} 句文件里说的项数，会一起删掉。",
                "{cells} cells and {claims} claimed counts of the column “{name}” go with it."
            ),
        };
        if let Some(other) = other.filter(|_| points > 0) {
            says.zh.push_str(&format!("，{points} 个服务点改归“{other}”"));
            says.en.push_str(&format!("; {points} points became “{other}”"));
            what.zh.push_str(&format!("{points} 个服务点改归“{other}”。"));
            what.en.push_str(&format!(" {points} points become “{other}”."));
        }
        self.says = Some(says);
        Ok(what)
    }

    /// The points of a channel get another one.
    fn points_to(&mut self, id: &str, other: &str) -> Outcome<()> {
        let files: BTreeMap<String, Vec<String>> = points::files(self.workspace, self.bureau)
            .into_iter()
            .map(|(path, own)| (path, own.iter().filter(|p| p.channel.as_str() == id).map(|p| p.id.to_string()).collect()))
            .collect();
        for (path, own) in files.into_iter().filter(|(_, own)| !own.is_empty()) {
            let written = self.written(&path)?;
            for point in own {
                let before = points::of_id(&written, &point).and_then(|said| said.get("channel")).cloned();
                let mut at = points::way_to(&written, &point);
                at.push(Step::Key("channel".to_owned()));
                let after = Some(Said::Text(other.to_owned()));
                self.push(&path, edit::Change { at, kind: Kindly::Set, before, after, to: None });
            }
        }
        Ok(())
    }
}
