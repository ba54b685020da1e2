//! The small values of a standard or record as JSON: decimals as strings, mappings as lists of pairs, which keep their order.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::audit::show;
use crate::diagnostic::Spanned;
use crate::model::point::FactValue;
use crate::model::{Dict, Text};

/// A number as a string, exact, so that nothing passes through a binary float.
pub(super) fn decimal(value: Option<&Spanned<Decimal>>) -> Json {
    value.map_or(Json::Null, |v| json!(show(v.value)))
}

/// A text that may be absent.
pub(super) fn text(value: Option<&Text>) -> Json {
    value.map_or(Json::Null, |t| json!(t.value))
}

/// Texts.
pub(super) fn texts(list: &[Text]) -> Json {
    list.iter().map(|t| json!(t.value)).collect()
}

/// A mapping as pairs.
pub(super) fn pairs<T>(dict: &Dict<T>, value: impl Fn(&T) -> Json) -> Json {
    dict.iter().map(|(key, v)| json!([key.value, value(v)])).collect()
}

/// A value of a fact, with its type.
pub(super) fn fact_value(value: &FactValue) -> Json {
    match value {
        FactValue::Number(number) => json!({"number": show(number.value)}),
        FactValue::YesNo(answer) => json!({"yes": answer.value}),
        FactValue::Text(text) => json!({"text": text.value}),
        FactValue::List(list) => json!({"list": texts(list)}),
    }
}

/// Facts of a record: a blank one was not measured.
pub(super) fn measured(facts: &Dict<Option<FactValue>>) -> Json {
    pairs(facts, |value| value.as_ref().map_or(Json::Null, fact_value))
}
