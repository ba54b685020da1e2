//! The two macros that define what a file may hold: `record!` for a mapping with known keys, `choice!` for a closed list of words.

/// Defines a record: the struct, its decoder, Chinese aliases and schema in one place.
///
/// A field of type `Option<…>`, `Vec<…>`, `Dict<…>` or `bool` may be left out; every other is required.
///
/// Behind the type may stand how a form asks for it: `{ "heading": "what to write" }`, and with `, as Lines` what it is filled in with ([`Control`]).
/// A key without it is asked for all the same, below the others.
///
/// [`Control`]: crate::source::decode::Control
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $record_doc:literal])*
        pub struct $Name:ident = $title:literal {
            $( $(#[doc = $doc:literal])* $field:ident = $alias:literal : $ty:ty
                $({ $group:literal : $hint:literal $(, as $control:ident)? })? ),* $(,)?
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
                    shape: <$ty as $crate::source::decode::Decode>::shape,
                    asked: $crate::asked!($( $group : $hint $(, as $control)? )?),
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

            fn shape() -> $crate::source::decode::Shape {
                $crate::source::decode::Shape::record::<Self>()
            }
        }
    };
}

/// How a form asks for a key. Used by `record!`.
#[doc(hidden)]
#[macro_export]
macro_rules! asked {
    () => {
        $crate::source::decode::Asked { group: None, hint: None, control: None }
    };
    ($group:literal : $hint:literal) => {
        $crate::source::decode::Asked { group: Some($group), hint: Some($hint), control: None }
    };
    ($group:literal : $hint:literal, as $control:ident) => {
        $crate::source::decode::Asked {
            group: Some($group),
            hint: Some($hint),
            control: Some($crate::source::decode::Control::$control),
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

            /// Every spelling: the word of files, the one that people read, and others that are understood.
            #[must_use]
            pub fn spellings(self) -> &'static [&'static str] {
                match self { $( Self::$Variant => &[$word, $zh $(, $more)*], )* }
            }

            /// What a text names, in whatever spelling.
            #[must_use]
            pub fn named(text: &str) -> Option<Self> {
                [$( Self::$Variant, )*].into_iter().find(|one| one.spellings().contains(&text.trim()))
            }
        }

        impl $crate::source::decode::Decode for $Name {
            fn decode(node: &$crate::source::Node, out: &mut $crate::diagnostic::Diagnostics) -> Option<Self> {
                let words: &[&str] = &[$( $word, $zh, )*];
                let text = $crate::source::decode::scalar(node, &$crate::say!("{}", "{}", $title), out)?;
                match text.trim() {
                    $( $word | $zh $(| $more)* => Some(Self::$Variant), )*
                    other => {
                        let near = $crate::source::decode::nearest(other, words.iter().copied());
                        let form = match near {
                            Some(near) => $crate::say!("是不是想写 {near}？", "did you mean `{near}`?"),
                            None => $crate::say!("可以写：{}", "known words: {}", words.join("、")),
                        };
                        out.push($crate::source::decode::bad_value(
                            node.span, other, &$crate::say!("{}", "one of the known words ({})", $title), &form).instead(near));
                        None
                    }
                }
            }

            fn schema(_: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
                serde_json::json!({"enum": [$( $word, $zh, )*]})
            }

            fn shape() -> $crate::source::decode::Shape {
                $crate::source::decode::Shape::Choice(&[$( ($word, $zh), )*])
            }
        }

        impl $crate::source::decode::Decode for $crate::diagnostic::Spanned<$Name> {
            fn decode(node: &$crate::source::Node, out: &mut $crate::diagnostic::Diagnostics) -> Option<Self> {
                $Name::decode(node, out).map(|word| Self::new(word, node.span))
            }

            fn schema(defs: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
                $Name::schema(defs)
            }

            fn shape() -> $crate::source::decode::Shape {
                $Name::shape()
            }
        }
    };
}
