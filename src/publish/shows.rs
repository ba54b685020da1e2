//! What a printed piece shows, as a flat list of facts in the words of its readers, and the code of its edition.
//!
//! The list is taken from the piece's view, so it cannot say other things than the piece. What is only layout, and the name of the
//! bureau's edition, are left out: a piece whose facts stay the same keeps its code when other things change.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One thing that a piece shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// What it is: `职工参保登记/办理深度`.
    pub label: String,
    /// What the piece says.
    pub text: String,
}

/// The text of the fact that a row stands there at all.
pub const THERE: &str = "有";

/// Keys of views that show nothing by themselves: layout, names of files, and what stands on every piece.
pub const SILENT: &[&str] = &[
    "title",
    "bureau",
    "edition",
    "stamp",
    "press",
    "primary",
    "mark",
    "sign",
    "level",
    "qr_label",
    "path",
    "alt",
    "legend",
    "complaint",
    "t",
    "start",
    "align",
    "large",
    "format",
    "anchor",
    "index",
    "signs",
    "heads",
    "handled",
    "breaks",
    "digits",
    "unit",
    "width",
    "height",
    "grid",
    "sketch",
];

/// Keys of views, and what they are called. A key with an empty name adds nothing to the label of what stands in it.
pub const NAMES: &[(&str, &str)] = &[
    ("address", "地址"),
    ("asked", "常问事项"),
    ("audience", "给谁看"),
    ("basis", "依据"),
    ("blocks", "正文"),
    ("bring", "要带"),
    ("c", ""),
    ("caption", "表"),
    ("cells", ""),
    ("channels", ""),
    ("chapters", ""),
    ("closed", "不在服务时间"),
    ("code", ""),
    ("conditions", "办理条件"),
    ("contacts", ""),
    ("cooperating", "配合单位"),
    ("count", "事项数"),
    ("deadline", "完成时限"),
    ("days", ""),
    ("contents", "目录"),
    ("detail", "形式"),
    ("details", "特色服务"),
    ("does", "办理业务"),
    ("facts", ""),
    ("faq", "问答"),
    ("grades", "评价"),
    ("coordinates", "坐标"),
    ("directions", "怎么走"),
    ("far", "距离"),
    ("groups", ""),
    ("handling", "办件类型"),
    ("head", ""),
    ("holidays", "节假日和例外"),
    ("headline", "标题"),
    ("hours", "时间"),
    ("href", "链接"),
    ("imprint", ""),
    ("imprint_note", "版本说明"),
    ("item", "事项"),
    ("items", ""),
    ("lead", "导语"),
    ("kind", "类型"),
    ("labels", ""),
    ("landmarks", "路标"),
    ("limit", "时限"),
    ("line", "一句话介绍"),
    ("materials", "材料"),
    ("more", "更多地点"),
    ("name", "名称"),
    ("nearby", "附近网点"),
    ("need", "要求"),
    ("no", "序号"),
    ("note", "说明"),
    ("notes", "要留意"),
    ("parts", ""),
    ("party", "党员标识"),
    ("people", ""),
    ("phone", "电话"),
    ("phones", ""),
    ("photo", "照片"),
    ("places", "办理地点"),
    ("plate", "门牌"),
    ("point", "名称"),
    ("points", "要点"),
    ("qr", "二维码"),
    ("requirement", "标准要求"),
    ("responsible", "责任单位"),
    ("reviewed", "核对"),
    ("role", "岗位"),
    ("rows", ""),
    ("s", ""),
    ("sample", "示例"),
    ("setting", "站点设置"),
    ("source", "来源"),
    ("seasons", "时间"),
    ("short", "要点"),
    ("slogan", "口号"),
    ("source", "依据"),
    ("special", "特色服务"),
    ("src", "图片"),
    ("steps", "步骤"),
    ("subtitle", "副标题"),
    ("summary", "概要"),
    ("supervision", "监督说明"),
    ("text", ""),
    ("times", ""),
    ("url", ""),
    ("variant", "版式"),
    ("windows", "窗口"),
    ("words", "办理深度"),
    ("zones", "区域"),
];

/// Everything that a view shows.
#[must_use]
pub fn facts(view: &Json) -> Vec<Fact> {
    let mut facts = Vec::new();
    walk(view, &mut Vec::new(), &mut facts);
    facts
}

fn walk(value: &Json, label: &mut Vec<String>, out: &mut Vec<Fact>) {
    match value {
        Json::Array(list) => array(list, label, out),
        Json::Object(map) => {
            if let Some((name, text)) = pair(map) {
                push(label, &name, &text, out);
                return;
            }
            if let Some(text) = block(value) {
                push(label, "", &text, out);
                return;
            }
            let own = heading(map);
            if let Some((_, own)) = own {
                label.push(own.to_owned());
                push(label, "", THERE, out);
            }
            for (key, inner) in map {
                if SILENT.contains(&key.as_str()) || own.is_some_and(|(k, _)| k == key) {
                    continue;
                }
                let name = NAMES.iter().find(|(k, _)| k == key).map_or("", |(_, name)| name);
                if !name.is_empty() {
                    label.push(name.to_owned());
                }
                walk(inner, label, out);
                if !name.is_empty() {
                    label.pop();
                }
            }
            if own.is_some() {
                label.pop();
            }
        }
        Json::String(text) => push(label, "", text, out),
        Json::Number(number) => push(label, "", &number.to_string(), out),
        Json::Bool(_) | Json::Null => {}
    }
}

fn array(list: &[Json], label: &mut Vec<String>, out: &mut Vec<Fact>) {
    if !list.is_empty() && list.iter().all(Json::is_string) {
        let words: Vec<&str> = list.iter().filter_map(Json::as_str).collect();
        push(label, "", &words.join("；"), out);
        return;
    }
    for entry in list {
        walk(entry, label, out);
    }
}

/// A name with its value, or a phone with what it is for.
fn pair(map: &serde_json::Map<String, Json>) -> Option<(String, String)> {
    let text = |key: &str| map.get(key).and_then(Json::as_str).map(ToOwned::to_owned);
    if map.len() != 2 {
        return None;
    }
    text("k").zip(text("v")).or_else(|| text("label").zip(text("number")))
}

/// The key whose text tells a row from its neighbours, and that text.
fn heading(map: &serde_json::Map<String, Json>) -> Option<(&'static str, &str)> {
    // The view itself has a title too, and is no row.
    if map.contains_key("stamp") {
        return None;
    }
    ["name", "title", "point", "word"].into_iter().find_map(|key| {
        let text = map.get(key)?.as_str()?;
        (!text.is_empty()).then_some((key, text))
    })
}

/// The words of one block of running text, without its form.
fn block(value: &Json) -> Option<String> {
    let map = value.as_object()?;
    let kind = map.get("t")?.as_str()?;
    // A chapter's parts bear a kind too, and have parts of their own.
    if matches!(kind, "blocks" | "guide" | "items" | "points" | "channels" | "index") {
        return None;
    }
    let mut text = String::new();
    letters(value, &mut text);
    Some(text)
}

fn letters(value: &Json, text: &mut String) {
    match value {
        Json::Array(list) => list.iter().for_each(|entry| letters(entry, text)),
        Json::Object(map) => {
            for key in ["s", "text", "alt", "head", "rows", "items", "c"] {
                if let Some(inner) = map.get(key) {
                    letters(inner, text);
                }
            }
        }
        Json::String(words) => text.push_str(words),
        _ => {}
    }
}

fn push(label: &[String], name: &str, text: &str, out: &mut Vec<Fact>) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let mut label = label.join("/");
    if !name.is_empty() {
        if !label.is_empty() {
            label.push('/');
        }
        label.push_str(name);
    }
    out.push(Fact { label, text: text.to_owned() });
}

/// Letters and digits of codes: Crockford's, in which nothing looks like another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of what a piece shows: `7K3-M9Q-XA2`, 45 bits. Two points never share one, also when they show the same.
#[must_use]
pub fn code(bureau: &str, piece: &str, shows: &[Fact]) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    add(bureau);
    add(piece);
    for fact in shows {
        add(&fact.label);
        add(&fact.text);
    }
    let hash = hasher.finalize();
    let bits = hash.as_bytes().iter().take(8).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    let letter =
        |place: usize| ALPHABET.get(usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0)).map_or('0', |b| char::from(*b));
    let group = |from: usize| (from..from + 3).map(letter).collect::<String>();
    [group(0), group(3), group(6)].join("-")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(view: &Json) -> Vec<String> {
        facts(view).into_iter().map(|f| format!("{}={}", f.label, f.text)).collect()
    }

    #[test]
    fn a_view_becomes_facts_in_words() {
        let view = json!({
            "title": "东镇 服务清单", "edition": "2026年4月版", "stamp": null, "press": false,
            "point": "东镇医保服务站",
            "hours": ["周一至周五 08:30—11:30", "法定节假日休息"],
            "phones": [{"label": "投诉电话", "number": "0477-0000002"}],
            "groups": [{"title": "参保", "rows": [{"no": "1", "name": "参保登记", "sign": "disc", "words": "办结", "note": ""}]}],
        });
        let found = lines(&view);
        for wanted in [
            "名称=东镇医保服务站",
            "时间=周一至周五 08:30—11:30；法定节假日休息",
            "投诉电话=0477-0000002",
            "参保/参保登记=有",
            "参保/参保登记/办理深度=办结",
        ] {
            assert!(found.iter().any(|f| f == wanted), "{wanted} is not in {found:?}");
        }
        assert!(!found.iter().any(|f| f.contains("2026") || f.contains("disc")), "{found:?}");
    }

    #[test]
    fn running_text_is_one_fact_a_paragraph() {
        let view = json!({"stamp": null, "chapters": [{"title": "第一章", "parts": [
            {"t": "blocks", "blocks": [{"t": "p", "c": [{"t": "text", "s": "真，"}, {"t": "strong", "c": [{"t": "text", "s": "她"}]}]}]},
        ]}]});
        assert_eq!(lines(&view), ["第一章=有", "第一章/正文=真，她"]);
    }

    #[test]
    fn a_code_is_of_what_is_shown_and_of_its_piece() {
        let fact = |text: &str| vec![Fact { label: "电话".to_owned(), text: text.to_owned() }];
        let one = code("wushen", "points/a/desk-card", &fact("1"));
        assert_eq!(one, code("wushen", "points/a/desk-card", &fact("1")));
        assert_eq!(one.len(), 11);
        for other in [
            code("wushen", "points/a/desk-card", &fact("2")),
            code("wushen", "points/b/desk-card", &fact("1")),
            code("wuhu", "points/a/desk-card", &fact("1")),
        ] {
            assert_ne!(one, other);
        }
        assert!(one.chars().all(|c| c == '-' || ALPHABET.contains(&(c as u8))));
    }
}
