//! Groups of the catalog as headings: they come, are called otherwise, get another place with their items, and go while their items stay.

use super::apply::Work;
use super::columns::{gone, nameless, taken};
use super::items::item;
use crate::diagnostic::Bilingual;
use crate::model::catalog::Group;
use crate::ops::Outcome;
use crate::ops::edit::{self, Kindly};
use crate::ops::values::{Said, Step};
use crate::say;
use crate::tables::catalog::new_id;

/// The way to a group.
fn group(id: &str) -> Vec<Step> {
    vec![Step::Key("groups".to_owned()), Step::Record { id: id.to_owned() }]
}

impl Work<'_> {
    fn groups(&self) -> &[Group] {
        self.bureau.catalog.as_ref().map_or(&[], |catalog| &catalog.groups)
    }

    fn title(&self, id: &str) -> Outcome<String> {
        let own = self.groups().iter().find(|group| group.id.as_str() == id);
        own.map(|group| group.title.value.clone()).ok_or_else(|| gone(id))
    }

    fn free(&self, title: &str, but: Option<&str>) -> Outcome<()> {
        if title.is_empty() {
            return Err(nameless());
        }
        let twice = self.groups().iter().any(|group| group.title.trim() == title && Some(group.id.as_str()) != but);
        if twice { Err(taken(title)) } else { Ok(()) }
    }

    pub(super) fn add_group(&mut self, title: &str, before: Option<&str>) -> Outcome<()> {
        self.free(title, None)?;
        let id = new_id(title, &|id| self.groups().iter().any(|group| group.id.as_str() == id));
        let place = before.and_then(|before| self.groups().iter().position(|group| group.id.as_str() == before));
        let place = place.unwrap_or(self.groups().len());
        let record = vec![("id".to_owned(), Said::Text(id)), ("title".to_owned(), Said::Text(title.to_owned()))];
        let (path, _) = self.catalog_file()?;
        let at = vec![Step::Key("groups".to_owned()), Step::Index(place)];
        self.push(&path, edit::Change { at, kind: Kindly::Insert, before: None, after: Some(Said::Map(record)), to: None });
        self.says = Some(say!("服务清单：加了分组“{title}”", "catalog: group “{title}” added"));
        Ok(())
    }

    pub(super) fn rename_group(&mut self, id: &str, was: &str, title: &str) -> Outcome<()> {
        self.title(id)?;
        self.free(title, Some(id))?;
        let (path, _) = self.catalog_file()?;
        let mut at = group(id);
        at.push(Step::Key("title".to_owned()));
        let text = |text: &str| Some(Said::Text(text.to_owned()));
        self.push(&path, edit::Change { at, kind: Kindly::Set, before: text(was), after: text(title), to: None });
        self.says = Some(say!("服务清单：分组“{was}”改名为“{title}”", "catalog: group “{was}” renamed to “{title}”"));
        Ok(())
    }

    pub(super) fn move_group(&mut self, id: &str, before: Option<&str>) -> Outcome<()> {
        let title = self.title(id)?;
        let before = before.filter(|before| *before != id);
        self.says = Some(match before {
            Some(before) => {
                let other = self.title(before)?;
                say!("服务清单：分组“{title}”移到“{other}”前面", "catalog: group “{title}” moved before “{other}”")
            }
            None => say!("服务清单：分组“{title}”移到最后", "catalog: group “{title}” moved to the end"),
        });
        let groups: Vec<String> = self.groups().iter().map(|group| group.id.to_string()).collect();
        let (path, written) = self.catalog_file()?;
        let Some(from) = groups.iter().position(|own| own == id) else { return Err(gone(id)) };
        let mut order: Vec<&str> = groups.iter().map(String::as_str).filter(|own| *own != id).collect();
        let to = before.and_then(|before| order.iter().position(|own| *own == before)).unwrap_or(order.len());
        let later: Vec<&str> = order.get(to..).unwrap_or_default().to_vec();
        order.insert(to, id);
        if from != to {
            self.push(&path, edit::Change { at: group(id), kind: Kindly::Move, before: None, after: None, to: Some(to) });
        }
        // Its items go along: before the first item of what comes behind it now.
        let items: Vec<(&str, &str)> = written
            .get("items")
            .map(Said::items)
            .unwrap_or_default()
            .iter()
            .map(|one| (one.word("id"), one.word("group")))
            .collect();
        let mut places: Vec<&str> = items.iter().map(|(own, _)| *own).collect();
        let next = later.iter().find_map(|later| items.iter().find(|(_, own)| own == later)).map(|(own, _)| *own);
        for (own, _) in items.iter().filter(|(_, own)| *own == id) {
            let Some(from) = places.iter().position(|one| one == own) else { continue };
            places.remove(from);
            let to = next.and_then(|next| places.iter().position(|one| *one == next)).unwrap_or(places.len());
            places.insert(to, own);
            if from != to {
                self.push(
                    &path,
                    edit::Change { at: item(own, &[]), kind: Kindly::Move, before: None, after: None, to: Some(to) },
                );
            }
        }
        Ok(())
    }

    /// What is asked first, where it has items.
    pub(super) fn remove_group(&mut self, id: &str) -> Outcome<Option<Bilingual>> {
        let title = self.title(id)?;
        let (path, written) = self.catalog_file()?;
        let items = written.get("items").map(Said::items).unwrap_or_default();
        let own: Vec<&str> = items.iter().filter(|one| one.word("group") == id).map(|one| one.word("id")).collect();
        for one in &own {
            let before = Some(Said::Text(id.to_owned()));
            let at = item(one, &["group".to_owned()]);
            self.push(&path, edit::Change { at, kind: Kindly::Remove, before, after: None, to: None });
        }
        let record = written.get("groups").map(Said::items).unwrap_or_default().iter().find(|group| group.word("id") == id);
        self.push(&path, edit::Change { at: group(id), kind: Kindly::Remove, before: record.cloned(), after: None, to: None });
        let count = own.len();
        self.says = Some(say!("服务清单：删掉分组“{title}”", "catalog: group “{title}” removed"));
        Ok((count > 0).then(|| {
            say!(
                "分组“{title}”有 {count} 项。只删分组，事项都留着，不再属于哪一组。",
                "the group “{title}” has {count} items. They stay, without a group."
            )
        }))
    }
}
