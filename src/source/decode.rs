//! From the spanned tree to records, field by field, collecting every finding.
//!
//! One definition per record (the `record!` macro) gives the struct, its decoder, the Chinese aliases, the JSON Schema and the
//! reference page. A type that can stand as a value implements [`Decode`].

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::node::{Node, Value};
use super::yaml::{curly_quotes, full_width_colon, indentation};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, Spanned, codes};
use crate::say;

/// A text as a person wrote it, with its place.
pub type Text = Spanned<String>;

/// A type that can be read from a node.
pub trait Decode: Sized {
    /// Reads the node. `None` means that a finding was pushed and the value cannot be used.
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self>;

    /// The value of a key that was not written; `None` when the key is required.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// JSON Schema of the value. Records add themselves to `defs` once.
    fn schema(defs: &mut Map<String, Json>) -> Json;
}

/// One key of a record, for the decoder, the schema and the reference page.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// English key.
    pub name: &'static str,
    /// Chinese key.
    pub alias: &'static str,
    /// Meaning, from the docstring.
    pub doc: &'static str,
    /// Whether the key must be written.
    pub required: fn() -> bool,
    /// JSON Schema of the value.
    pub schema: fn(&mut Map<String, Json>) -> Json,
}

/// A record: a mapping with known keys.
pub trait Record: Decode {
    /// English name, as in the schema.
    const NAME: &'static str;
    /// Chinese name, as in messages.
    const TITLE: &'static str;
    /// Meaning, from the docstring.
    const DOC: &'static str;
    /// The keys in the order of the definition.
    const FIELDS: &'static [Field];
}

/// The keys of one mapping, sorted into a record's fields. Used by the `record!` macro.
pub struct RecordReader<'n> {
    span: Span,
    label: String,
    title: &'static str,
    fields: &'static [Field],
    values: Vec<Option<&'n Node>>,
}

impl<'n> RecordReader<'n> {
    /// Sorts the mapping's entries into fields; unknown and repeated keys become findings.
    pub fn new<R: Record>(node: &'n Node, out: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            let expected =
                Bilingual { zh: format!("{}的若干行“键: 值”", R::TITLE), en: format!("the keys of a `{}`", R::NAME) };
            out.push(wrong_type(node, &expected));
            return None;
        };
        let mut values: Vec<Option<&Node>> = vec![None; R::FIELDS.len()];
        let mut first: Vec<Option<Span>> = vec![None; R::FIELDS.len()];
        for entry in entries {
            let Some(i) = R::FIELDS.iter().position(|f| f.name == entry.key.value || f.alias == entry.key.value) else {
                out.push(unknown_key::<R>(&entry.key));
                continue;
            };
            match (first.get_mut(i), values.get_mut(i)) {
                (Some(Some(span)), _) => out.push(duplicate_key(&entry.key, *span)),
                (Some(seen), Some(value)) => {
                    *seen = Some(entry.key.span);
                    *value = Some(&entry.value);
                }
                _ => {}
            }
        }
        let label = node
            .get(&["id", "编号"])
            .or_else(|| node.get(&["name", "名称"]))
            .or_else(|| node.get(&["title", "标题"]))
            .and_then(Node::text)
            .unwrap_or_default()
            .to_owned();
        Some(Self { span: node.span, label, title: R::TITLE, fields: R::FIELDS, values })
    }

    /// Reads one field by its English name.
    pub fn take<T: Decode>(&mut self, name: &str, out: &mut Diagnostics) -> Option<T> {
        let i = self.fields.iter().position(|f| f.name == name)?;
        let written = self.values.get(i).copied().flatten();
        match (written, T::absent()) {
            (Some(node), _) if !node.is_null() => T::decode(node, out),
            (_, Some(absent)) => Some(absent),
            (written, None) => {
                let field = self.fields.get(i)?;
                let at = written.map_or(Span { end: self.span.start + 1, ..self.span }, |n| n.span);
                let (zh_of, en_of) = match self.label.as_str() {
                    "" => (String::new(), String::new()),
                    label => (format!("“{label}”"), format!(" of “{label}”")),
                };
                out.push(
                    Diagnostic::new(
                        &codes::MISSING_KEY,
                        at,
                        Bilingual {
                            zh: format!("{}{zh_of}缺少「{}」（{}）", self.title, field.alias, field.name),
                            en: format!("the key `{}`{en_of} is missing", field.name),
                        },
                    )
                    .help(say!("加一行 {}: …", "add a line `{}: …`", field.name)),
                );
                None
            }
        }
    }
}

fn unknown_key<R: Record>(key: &Text) -> Diagnostic {
    if key.starts_with('\u{3000}') {
        return indentation(key.span.part(0, 3));
    }
    if let Some((name, _)) = key.split_once('：') {
        return full_width_colon(key.span.part(name.len(), 3), name);
    }
    if key.contains(['“', '”']) {
        return curly_quotes(key.span);
    }
    let names = R::FIELDS.iter().flat_map(|f| [f.name, f.alias]);
    let message =
        Bilingual { zh: format!("{}没有「{key}」这个键", R::TITLE), en: format!("a `{}` has no key `{key}`", R::NAME) };
    let help = if let Some(near) = nearest(key, names) {
        say!("是不是想写 {near}？", "did you mean `{near}`?")
    } else {
        let zh: Vec<String> = R::FIELDS.iter().map(|f| format!("{}（{}）", f.name, f.alias)).collect();
        let en: Vec<&str> = R::FIELDS.iter().map(|f| f.name).collect();
        Bilingual { zh: format!("可以用的键：{}", zh.join("、")), en: format!("known keys: {}", en.join(", ")) }
    };
    Diagnostic::new(&codes::UNKNOWN_KEY, key.span, message).help(help)
}

fn duplicate_key(key: &Text, first: Span) -> Diagnostic {
    Diagnostic::new(&codes::DUPLICATE_KEY, key.span, say!("「{key}」写了两次", "`{key}` is written twice"))
        .related(first, say!("第一次在这里", "first here"))
        .help(say!("留下一个，删去另一个", "keep one, delete the other"))
}

/// The name most like a misspelt one, when it is close enough to be meant.
pub fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let long = word.chars().count();
    names
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, name)| {
            let most = if long.max(name.chars().count()) <= 4 { 1 } else { long.max(3) / 3 + 1 };
            // With one or two characters every other word is "near" unless something is shared.
            *distance <= most && name.chars().any(|c| word.contains(c))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A value of the wrong type; `expected` completes "should be …".
#[must_use]
pub fn wrong_type(node: &Node, expected: &Bilingual) -> Diagnostic {
    if let Some(text) = node.text()
        && let Some((key, _)) = text.split_once('：')
        && !key.contains(['\n', ' ', '，', '。'])
        && expected.en.contains("keys")
    {
        return full_width_colon(node.span.part(key.len(), 3), key);
    }
    let (zh, en) = match &node.value {
        Value::Null => ("空值", "nothing"),
        Value::Scalar { .. } => ("一个值", "a single value"),
        Value::List(_) => ("一个列表", "a list"),
        Value::Map(_) => ("一组键", "a mapping"),
    };
    let span = Span { end: node.span.end.min(node.span.start + 60).max(node.span.start), ..node.span };
    Diagnostic::new(
        &codes::WRONG_TYPE,
        span,
        Bilingual {
            zh: format!("这里应是{}，写的是{zh}", expected.zh),
            en: format!("this should be {}, but it is {en}", expected.en),
        },
    )
}

/// A scalar's text, or a finding.
pub fn scalar<'n>(node: &'n Node, expected: &Bilingual, out: &mut Diagnostics) -> Option<&'n str> {
    let text = node.text();
    if text.is_none() {
        out.push(wrong_type(node, expected));
    }
    text
}

/// A value in a wrong form; `form` says the right one.
#[must_use]
pub fn bad_value(span: Span, text: &str, what: &Bilingual, form: &Bilingual) -> Diagnostic {
    if text.contains(['“', '”']) {
        return curly_quotes(span);
    }
    let half = half_width(text);
    if half != text && half.chars().any(|c| c.is_ascii_digit()) {
        return Diagnostic::new(
            &codes::FULL_WIDTH_DIGITS,
            span,
            say!("“{text}”用了全角字符", "“{text}” holds full-width characters"),
        )
        .help(say!("改为半角：{half}", "write {half}"));
    }
    Diagnostic::new(
        &codes::BAD_VALUE,
        span,
        Bilingual { zh: format!("“{text}”不是{}", what.zh), en: format!("“{text}” is not {}", what.en) },
    )
    .help(form.clone())
}

/// Full-width digits, letters and signs as their half-width forms.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            n @ 0xFF01..=0xFF5E => char::from_u32(n - 0xFEE0).unwrap_or(c),
            0x3000 => ' ',
            _ => c,
        })
        .collect()
}

impl Decode for Text {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一段文字", "a text"), out)?;
        Some(Spanned::new(text.trim().to_owned(), node.span))
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": ["string", "number", "boolean"]})
    }
}

impl Decode for Spanned<Decimal> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一个数", "a number"), out)?;
        // The plain `parse` would round beyond 28 digits in silence.
        if let Ok(value) = Decimal::from_str_exact(text.trim()) {
            Some(Spanned::new(value, node.span))
        } else {
            out.push(bad_value(node.span, text, &say!("数", "a number"), &say!("写成 5 或 0.5", "write 5 or 0.5")));
            None
        }
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": ["number", "string"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$"})
    }
}

impl Decode for Spanned<u32> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一个整数", "a whole number"), out)?;
        if let Ok(value) = text.trim().parse() {
            Some(Spanned::new(value, node.span))
        } else {
            out.push(bad_value(node.span, text, &say!("整数", "a whole number"), &say!("写成 12", "write 12")));
            None
        }
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": "integer", "minimum": 0})
    }
}

impl Decode for bool {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("是或否", "true or false"), out)?;
        match text.trim() {
            "true" | "是" | "有" | "yes" => Some(true),
            "false" | "否" | "无" | "no" => Some(false),
            other => {
                out.push(bad_value(
                    node.span,
                    other,
                    &say!("“是”或“否”", "true or false"),
                    &say!("写 true（是）或 false（否）", "write true or false"),
                ));
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(false)
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"enum": [true, false, "是", "否"]})
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        T::decode(node, out).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        T::schema(defs)
    }
}

impl<T: Decode> Decode for Vec<T> {
    /// Elements that cannot be read are left out, so that one bad element does not hide the others' findings.
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::List(list) => Some(list.iter().filter_map(|n| T::decode(n, out)).collect()),
            Value::Null => Some(Vec::new()),
            _ => Some(T::decode(node, out).into_iter().collect()),
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        let one = T::schema(defs);
        json!({"anyOf": [{"type": "array", "items": one}, one]})
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        T::decode(node, out).map(Self::new)
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        T::schema(defs)
    }
}

/// A mapping whose keys are the file's own words, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Dict<T>(pub Vec<(Text, T)>);

impl<T> Dict<T> {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(k, _)| k.value == key).map(|(_, v)| v)
    }

    /// Keys and values in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, (Text, T)> {
        self.0.iter()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Dict<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, T> IntoIterator for &'a Dict<T> {
    type Item = &'a (Text, T);
    type IntoIter = std::slice::Iter<'a, (Text, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Decode> Decode for Dict<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            out.push(wrong_type(node, &say!("若干行“名称: 值”", "keys with values")));
            return None;
        };
        let mut dict = Self::default();
        for entry in entries {
            if let Some((first, _)) = dict.iter().find(|(k, _)| k.value == entry.key.value) {
                out.push(duplicate_key(&entry.key, first.span));
                continue;
            }
            let value = if entry.value.is_null() {
                T::absent().or_else(|| T::decode(&entry.value, out))
            } else {
                T::decode(&entry.value, out)
            };
            if let Some(value) = value {
                dict.0.push((entry.key.clone(), value));
            }
        }
        Some(dict)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        json!({"type": "object", "additionalProperties": T::schema(defs)})
    }
}

/// The schema of a record: defined once, referred to everywhere.
pub fn record_schema<R: Record>(defs: &mut Map<String, Json>) -> Json {
    if !defs.contains_key(R::NAME) {
        // Stands in while the fields are described, so that a record may hold itself.
        defs.insert(R::NAME.to_owned(), Json::Null);
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in R::FIELDS {
            let mut schema = (field.schema)(defs);
            if let Json::Object(object) = &mut schema {
                object.insert("description".to_owned(), Json::from(field.doc.trim()));
            }
            properties.insert(field.name.to_owned(), schema.clone());
            properties.insert(field.alias.to_owned(), schema);
            if (field.required)() {
                required.push(json!({"anyOf": [{"required": [field.name]}, {"required": [field.alias]}]}));
            }
        }
        let mut object = json!({
            "title": R::TITLE,
            "description": R::DOC.trim(),
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        if let (Json::Object(map), false) = (&mut object, required.is_empty()) {
            map.insert("allOf".to_owned(), Json::Array(required));
        }
        defs.insert(R::NAME.to_owned(), object);
    }
    json!({"$ref": format!("#/$defs/{}", R::NAME)})
}

/// Defines a record: the struct, its decoder, Chinese aliases and schema in one place.
///
/// A field of type `Option<…>`, `Vec<…>`, `Dict<…>` or `bool` may be left out; every other is required.
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $record_doc:literal])*
        pub struct $Name:ident = $title:literal {
            $( $(#[doc = $doc:literal])* $field:ident = $alias:literal : $ty:ty ),* $(,)?
        }
    ) => {
        $(#[doc = $record_doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $Name {
            /// Where the record stands.
            pub span: $crate::diagnostic::Span,
            $( $(#[doc = $doc])* #[doc = concat!(" (中文键：", $alias, ")")] pub $field: $ty, )*
        }

        impl $crate::source::decode::Record for $Name {
            const NAME: &'static str = stringify!($Name);
            const TITLE: &'static str = $title;
            const DOC: &'static str = concat!($($record_doc),*);
            const FIELDS: &'static [$crate::source::decode::Field] = &[
                $( $crate::source::decode::Field {
                    name: stringify!($field),
                    alias: $alias,
                    doc: concat!($($doc),*),
                    required: || <$ty as $crate::source::decode::Decode>::absent().is_none(),
                    schema: <$ty as $crate::source::decode::Decode>::schema,
                } ),*
            ];
        }

        impl $crate::source::decode::Decode for $Name {
            fn decode(node: &$crate::source::Node, out: &mut $crate::diagnostic::Diagnostics) -> Option<Self> {
                let mut reader = $crate::source::decode::RecordReader::new::<Self>(node, out)?;
                // Every field is read before the first missing one ends the record: all findings in one run.
                $( let $field: Option<$ty> = reader.take(stringify!($field), out); )*
                Some(Self { span: node.span, $( $field: $field?, )* })
            }

            fn schema(defs: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
                $crate::source::decode::record_schema::<Self>(defs)
            }
        }
    };
}

/// Defines a closed list of words, each with one English and one or more Chinese spellings.
#[macro_export]
macro_rules! choice {
    (
        $(#[doc = $choice_doc:literal])*
        pub enum $Name:ident = $title:literal {
            $( $(#[doc = $doc:literal])* $Variant:ident = $word:literal | $zh:literal $(| $more:literal)* ),* $(,)?
        }
    ) => {
        $(#[doc = $choice_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name {
            $( $(#[doc = $doc])* $Variant, )*
        }

        impl $Name {
            /// The word that files and formats use.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $( Self::$Variant => $word, )* }
            }

            /// The word that people read.
            #[must_use]
            pub fn zh(self) -> &'static str {
                match self { $( Self::$Variant => $zh, )* }
            }
        }

        impl $crate::source::decode::Decode for $Name {
            fn decode(node: &$crate::source::Node, out: &mut $crate::diagnostic::Diagnostics) -> Option<Self> {
                let words: &[&str] = &[$( $word, $zh, )*];
                let text = $crate::source::decode::scalar(node, &$crate::say!("{}", "{}", $title), out)?;
                match text.trim() {
                    $( $word | $zh $(| $more)* => Some(Self::$Variant), )*
                    other => {
                        let form = match $crate::source::decode::nearest(other, words.iter().copied()) {
                            Some(near) => $crate::say!("是不是想写 {near}？", "did you mean `{near}`?"),
                            None => $crate::say!("可以写：{}", "known words: {}", words.join("、")),
                        };
                        out.push($crate::source::decode::bad_value(
                            node.span, other, &$crate::say!("{}", "one of the known words ({})", $title), &form));
                        None
                    }
                }
            }

            fn schema(_: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
                serde_json::json!({"enum": [$( $word, $zh, )*]})
            }
        }

        impl $crate::source::decode::Decode for $crate::diagnostic::Spanned<$Name> {
            fn decode(node: &$crate::source::Node, out: &mut $crate::diagnostic::Diagnostics) -> Option<Self> {
                $Name::decode(node, out).map(|word| Self::new(word, node.span))
            }

            fn schema(defs: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
                $Name::schema(defs)
            }
        }
    };
}
