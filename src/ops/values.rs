//! Values of records as front doors send and get them: texts, lists and records whose keys have their English names, in order and without styles; and
//! the way to one of them.

use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::source::decode::{Field, RecordShape, Shape};
use crate::source::{Node, Value};
use crate::yaml_write::tree::Tree;

/// One step on the way from the top of a file to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// A place in a list, from 0.
    Index(usize),
    /// A key, in either language.
    Key(String),
    /// The record of a list that has this id, wherever it stands by now.
    Record {
        /// Its id.
        id: String,
    },
}

/// A value as it is written, without its style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Nothing is written.
    Nothing,
    /// A text, a number, a day, an answer.
    Text(String),
    /// A list.
    List(Vec<Said>),
    /// Keys and values in the order of the file.
    Map(Vec<(String, Said)>),
}

impl Said {
    /// What a node says where a shape is expected.
    #[must_use]
    pub fn of(node: &Node, shape: &Shape) -> Self {
        match &node.value {
            Value::Null => Self::Nothing,
            Value::Scalar { text, .. } => Self::Text(text.trim_end().to_owned()),
            Value::List(list) => {
                let one = entry_of(shape);
                Self::List(list.iter().map(|node| Self::of(node, &one)).collect())
            }
            Value::Map(entries) => {
                let pairs = entries.iter().map(|entry| {
                    let (key, shape) = value_of(shape, &entry.key.value);
                    (key, Self::of(&entry.value, &shape))
                });
                Self::Map(pairs.collect())
            }
        }
    }

    /// The entries of a list; none of anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            Self::Nothing | Self::Text(_) | Self::Map(_) => &[],
        }
    }

    /// The keys and values of a record; none of anything else.
    #[must_use]
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(map) => map,
            Self::Nothing | Self::Text(_) | Self::List(_) => &[],
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// The value at the end of a way of keys.
    #[must_use]
    pub fn at(&self, way: &[String]) -> Option<&Self> {
        way.iter().try_fold(self, |said, key| said.get(key))
    }

    /// The text of a key; an empty one where it has none.
    #[must_use]
    pub fn word(&self, key: &str) -> &str {
        match self.get(key) {
            Some(Self::Text(text)) => text.trim(),
            _ => "",
        }
    }

    /// What fits on one line: a text, or texts one after the other. None where there is more to it.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let text = |said: &Self| match said {
            Self::Text(text) => Some(text.clone()),
            Self::Nothing => Some(String::new()),
            Self::List(_) | Self::Map(_) => None,
        };
        match self {
            Self::List(list) => Some(list.iter().map(text).collect::<Option<Vec<_>>>()?.join("、")),
            other => text(other),
        }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.is_empty(),
        }
    }

    /// Without signs that nobody sees, blanks at the ends and foreign line breaks, as a file may hold it.
    #[must_use]
    pub fn clean(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Text(text) => {
                let seen = |c: &char| *c == '\n' || *c == '\t' || !(c.is_control() || is_direction(*c));
                let text: String = text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(seen).collect();
                Self::Text(text.trim().to_owned())
            }
            Self::List(list) => Self::List(list.into_iter().map(Self::clean).collect()),
            Self::Map(map) => Self::Map(map.into_iter().map(|(key, value)| (key, value.clean())).collect()),
        }
    }

    /// As it is written into a file: numbers, days and answers bare, keys in the order of their record and in its language. What is empty falls away from records.
    #[must_use]
    pub fn tree(&self, shape: &Shape, chinese: bool) -> Option<Tree> {
        Some(match self {
            Self::Nothing => return None,
            Self::Text(text) => scalar(text, shape, chinese),
            Self::List(list) => {
                let one = entry_of(shape);
                Tree::List(list.iter().filter_map(|said| said.tree(&one, chinese)).collect())
            }
            Self::Map(map) => {
                let mut pairs: Vec<(usize, String, Tree)> = Vec::new();
                for (key, said) in map.iter().filter(|(_, said)| !matches!(said, Self::Nothing)) {
                    let (at, name, inner) = match field_of(shape, key) {
                        Some((at, field)) => (at, if chinese { field.alias } else { field.name }.to_owned(), (field.shape)()),
                        None => (usize::MAX, key.clone(), value_of(shape, key).1),
                    };
                    if let Some(tree) = said.tree(&inner, chinese) {
                        pairs.push((at, name, tree));
                    }
                }
                pairs.sort_by_key(|(at, ..)| *at);
                Tree::Map(pairs.into_iter().map(|(_, name, tree)| (name, tree)).collect())
            }
        })
    }

    /// As people read it in a sentence.
    #[must_use]
    pub fn words(&self, shape: &Shape) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => match shape {
                Shape::Choice(words) => {
                    words.iter().find(|(word, zh)| word == text || zh == text).map_or(text.clone(), |(_, zh)| (*zh).to_owned())
                }
                Shape::Flag => match text.as_str() {
                    "true" => "是".to_owned(),
                    "false" => "否".to_owned(),
                    other => other.to_owned(),
                },
                _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
            },
            Self::List(list) => {
                let one = entry_of(shape);
                list.iter().map(|said| said.words(&one)).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("、")
            }
            Self::Map(map) => {
                let name = ["name", "title", "number", "label", "text"].iter().find_map(|key| map.iter().find(|(k, _)| k == key));
                match name {
                    Some((key, said)) => said.words(&value_of(shape, key).1),
                    None => map
                        .iter()
                        .map(|(key, said)| said.words(&value_of(shape, key).1))
                        .filter(|w| !w.is_empty())
                        .collect::<Vec<_>>()
                        .join("，"),
                }
            }
        }
    }
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' | '\u{200B}' | '\u{FEFF}')
}

fn scalar(text: &str, shape: &Shape, chinese: bool) -> Tree {
    let plain_number = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        !digits.is_empty()
            && digits.len() < 30
            && digits.split('.').count() <= 2
            && digits.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    match shape {
        Shape::Number | Shape::Whole if plain_number(text) => Tree::Bare(text.to_owned()),
        Shape::Day if text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-') => Tree::Bare(text.to_owned()),
        Shape::Flag => match (text, chinese) {
            ("true" | "是", false) => Tree::Bare("true".to_owned()),
            ("false" | "否", false) => Tree::Bare("false".to_owned()),
            ("true" | "是", true) => Tree::Bare("是".to_owned()),
            ("false" | "否", true) => Tree::Bare("否".to_owned()),
            _ => Tree::Text(text.to_owned()),
        },
        // In the language of the keys.
        Shape::Choice(words) => match words.iter().find(|(word, zh)| *word == text || *zh == text) {
            Some((word, zh)) => Tree::Text(if chinese { *zh } else { *word }.to_owned()),
            None => Tree::Text(text.to_owned()),
        },
        Shape::Own(own) if plain_number(text) => {
            let number = own.accepts.iter().any(|accepts| matches!(accepts(), Shape::Number | Shape::Whole));
            if number { Tree::Bare(text.to_owned()) } else { Tree::Text(text.to_owned()) }
        }
        _ => Tree::Text(text.to_owned()),
    }
}

/// What the entries of a list look like where a shape is expected; a value that may stand in several ways keeps its name.
#[must_use]
pub fn entry_of(shape: &Shape) -> Shape {
    match shape {
        Shape::List(one) => (**one).clone(),
        Shape::Own(own) => {
            let list = own.accepts.iter().rev().map(|accepts| accepts()).find(|one| matches!(one, Shape::List(_)));
            match list {
                Some(Shape::List(one)) if one.as_record().is_none() => *one,
                _ => shape.clone(),
            }
        }
        other => other.clone(),
    }
}

/// The field of a key where a shape is expected, with its place in the record.
#[must_use]
pub fn field_of(shape: &Shape, key: &str) -> Option<(usize, &'static Field)> {
    let record: RecordShape = shape.as_record()?;
    record.fields.iter().enumerate().find(|(_, field)| field.name == key || field.alias == key)
}

/// The English name of a key where a shape is expected, and what its value looks like. A key that no record has stays what it is.
#[must_use]
pub fn value_of(shape: &Shape, key: &str) -> (String, Shape) {
    if let Some((_, field)) = field_of(shape, key) {
        return (field.name.to_owned(), (field.shape)());
    }
    let inner = match shape {
        Shape::Dict(one) => (**one).clone(),
        Shape::Own(own) => {
            let dict = own.accepts.iter().find_map(|accepts| match accepts() {
                Shape::Dict(one) => Some(*one),
                _ => None,
            });
            dict.unwrap_or(Shape::Line)
        }
        _ => Shape::Line,
    };
    (key.to_owned(), inner)
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => {
                let mut seq = serializer.serialize_seq(Some(list.len()))?;
                list.iter().try_for_each(|one| seq.serialize_element(one))?;
                seq.end()
            }
            Self::Map(map) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                map.iter().try_for_each(|(key, one)| out.serialize_entry(key, one))?;
                out.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Said;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value of a record")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Said, E> {
                Ok(Said::Nothing)
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Said, E> {
                Ok(Said::Text(value.to_string()))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Said, E> {
                Ok(Said::Text(value.to_string()))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Said, E> {
                Ok(Said::Text(value.to_string()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Said, E> {
                Ok(Said::Text(value.to_string()))
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Said, E> {
                Ok(Said::Text(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Said, A::Error> {
                let mut list = Vec::new();
                while let Some(one) = access.next_element()? {
                    list.push(one);
                }
                Ok(Said::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Said, A::Error> {
                let mut map = Vec::new();
                while let Some(pair) = access.next_entry()? {
                    map.push(pair);
                }
                Ok(Said::Map(map))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
