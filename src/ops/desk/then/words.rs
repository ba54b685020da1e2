//! A record's values in words, field by field: what somebody compares who looks at a record as it was.

use crate::model::hours::Hours;
use crate::model::{Bureau, Workspace};
use crate::ops::values::{Said, Step, entry_of, field_of, value_of};
use crate::source::decode::{Control, Field, Shape};

/// One value with its name and the way to it below the record.
pub(super) struct Row {
    pub name: String,
    pub way: Vec<Step>,
    pub was: Said,
    pub now: Said,
    pub shape: Shape,
    pub control: Option<Control>,
}

/// The names of what a bureau's files refer to.
pub(super) struct Names<'w> {
    bureau: Option<&'w Bureau>,
}

impl<'w> Names<'w> {
    pub(super) fn of(workspace: &'w Workspace, path: &str) -> Self {
        let own = |bureau: &&Bureau| path.starts_with(&format!("{}/", workspace.folder_of(bureau)));
        Self { bureau: workspace.bureaus.iter().find(own) }
    }

    fn channel(&self, id: &str) -> Option<String> {
        Some(self.bureau?.catalog.as_ref()?.channel(id)?.name.value.clone())
    }

    fn item(&self, id: &str) -> Option<String> {
        Some(self.bureau?.catalog.as_ref()?.item(id)?.name.value.clone())
    }

    fn group(&self, id: &str) -> Option<String> {
        let groups = &self.bureau?.catalog.as_ref()?.groups;
        Some(groups.iter().find(|group| group.id.as_str() == id)?.title.value.clone())
    }

    fn point(&self, id: &str) -> Option<String> {
        Some(self.bureau?.every_point().find(|point| point.is_called(id))?.name.value.clone())
    }

    /// A value as people read it: names, never ids; hours in words; records with their fields.
    pub(super) fn words(&self, said: &Said, shape: &Shape, control: Option<Control>) -> String {
        match said {
            Said::Nothing => String::new(),
            Said::Text(text) => self.text(text, shape, control),
            Said::List(list) => {
                let one = entry_of(shape);
                let parts: Vec<String> = list.iter().map(|said| self.words(said, &one, control)).collect();
                let comma = if list.iter().any(|said| matches!(said, Said::Map(_))) { "；" } else { "、" };
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(comma)
            }
            Said::Map(map) => {
                let mut parts: Vec<String> = Vec::new();
                for (key, inner) in map.iter().filter(|(key, said)| key != "id" && !said.is_empty()) {
                    let field = field_of(shape, key).map(|(_, field)| field);
                    let words = self.words(inner, &value_of(shape, key).1, field.and_then(|field| field.asked.control));
                    let named = ["name", "title", "number", "text"].contains(&key.as_str());
                    parts.push(if named { words } else { format!("{}：{words}", self.called(field, key)) });
                }
                parts.join("，")
            }
        }
    }

    fn text(&self, text: &str, shape: &Shape, control: Option<Control>) -> String {
        let own = matches!(shape, Shape::Own(own) if own.name == "channel");
        let name = match control {
            Some(Control::Channel) => self.channel(text),
            _ if own => self.channel(text),
            Some(Control::Item) => self.item(text),
            Some(Control::Group) => self.group(text),
            Some(Control::Point) => self.point(text),
            Some(Control::Hours) => Hours::parse(text.trim()).ok().map(|hours| hours.describe().join("；")),
            _ => None,
        };
        name.unwrap_or_else(|| Said::Text(text.to_owned()).words(shape))
    }

    fn called(&self, field: Option<&Field>, key: &str) -> String {
        field.map_or_else(|| self.channel(key).unwrap_or_else(|| key.to_owned()), |field| field.alias.to_owned())
    }

    /// The fields of two states of a record, in the order of the record. Groups of fields are gone through, lists stay whole.
    pub(super) fn rows(&self, was: &Said, now: &Said, shape: &Shape) -> Vec<Row> {
        let mut rows = Vec::new();
        self.walk([was, now], shape, &mut Vec::new(), &mut Vec::new(), &mut rows);
        rows
    }

    fn walk(&self, [was, now]: [&Said; 2], shape: &Shape, way: &mut Vec<Step>, names: &mut Vec<String>, rows: &mut Vec<Row>) {
        let mut keys: Vec<&String> = Vec::new();
        for (key, _) in was.entries().iter().chain(now.entries()) {
            if !keys.contains(&key) && !(way.is_empty() && ["id", "formerly"].contains(&key.as_str())) {
                keys.push(key);
            }
        }
        keys.sort_by_key(|key| field_of(shape, key).map_or(usize::MAX, |(at, _)| at));
        let nothing = Said::Nothing;
        for key in keys {
            let [a, b] = [was, now].map(|said| said.get(key).unwrap_or(&nothing));
            let field = field_of(shape, key).map(|(_, field)| field);
            let inner = value_of(shape, key).1;
            names.push(self.called(field, key));
            way.push(Step::Key(key.clone()));
            let is_group = |said: &Said| matches!(said, Said::Map(_));
            let may_be = |said: &Said| is_group(said) || said.is_empty();
            if (is_group(a) || is_group(b)) && may_be(a) && may_be(b) {
                self.walk([a, b], &inner, way, names, rows);
            } else if !(a.is_empty() && b.is_empty()) {
                rows.push(Row {
                    name: names.join("·"),
                    way: way.clone(),
                    was: a.clone(),
                    now: b.clone(),
                    shape: inner,
                    control: field.and_then(|field| field.asked.control),
                });
            }
            way.pop();
            names.pop();
        }
    }
}
