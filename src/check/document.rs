//! What a document says about itself: one name for one thing, and annexes that are numbered, dated and named alike.

use std::collections::BTreeMap;

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, codes};
use crate::model::Bureau;
use crate::model::bureau::{Annex, NameUse};
use crate::say;

/// All rules about a bureau's source documents.
pub fn run(bureau: &Bureau, out: &mut Diagnostics) {
    for document in &bureau.file.sources {
        names(&document.names, out);
        for annex in &document.annexes {
            annex_rules(annex, out);
        }
    }
}

/// One thing has one name (C323). Seed: 乌审旗 writes “医保+X+1” in the title and “医保+1+X” in annex 3.
fn names(names: &[NameUse], out: &mut Diagnostics) {
    let mut first: BTreeMap<&str, &NameUse> = BTreeMap::new();
    for name in names {
        let known = first.entry(name.of.as_str()).or_insert(name);
        if known.text.value != name.text.value {
            let place = |n: &NameUse| n.clause.as_ref().map_or_else(String::new, |c| format!("（{c}）"));
            out.push(
                Diagnostic::new(
                    &codes::NAMED_DIFFERENTLY,
                    name.text.span,
                    Bilingual {
                        zh: format!("{}写作“{}”{}，别处写作“{}”{}", name.of, name.text, place(name), known.text, place(known)),
                        en: format!(
                            "{} is “{}”{} here and “{}”{} elsewhere",
                            name.of,
                            name.text,
                            place(name),
                            known.text,
                            place(known)
                        ),
                    },
                )
                .related(known.text.span, say!("另一种写法", "the other form"))
                .help(say!("统一名称", "use one name")),
            );
        }
    }
}

/// An annex has one number, one year and one title, and is there (C325).
/// Seed: 芜湖's form is headed 2021 while the list says 2022, the text calls annex 2 “附件3”, and annex 3 is missing.
fn annex_rules(annex: &Annex, out: &mut Diagnostics) {
    let mut found = |span, zh: String, en: String, help: Bilingual| {
        out.push(Diagnostic::new(&codes::WRONG_ANNEX, span, Bilingual { zh, en }).help(help));
    };
    if let Some(headed) = &annex.headed
        && let (Some(listed), Some(own)) = (year(&annex.listed_as), year(headed))
        && listed != own
    {
        found(
            headed.span,
            format!("附件{}标题写 {own} 年，附件目录写 {listed} 年", annex.number),
            format!("annex {} is headed {own}, the list of annexes says {listed}", annex.number),
            say!("核对年份", "compare the years"),
        );
    }
    if let Some(called) = &annex.called
        && let Some(number) = called.strip_prefix("附件")
        && number.trim() != annex.number.value
    {
        found(
            called.span,
            format!("正文称“{called}”，附件目录里是附件{}", annex.number),
            format!("the text calls it “{called}”, the list of annexes has it as annex {}", annex.number),
            say!("核对附件序号", "compare the numbers"),
        );
    }
    if annex.missing {
        found(
            annex.listed_as.span,
            format!("附件{}“{}”没有随文公布", annex.number, annex.listed_as),
            format!("annex {} “{}” was not published with the document", annex.number, annex.listed_as),
            say!("向发文单位索取", "ask the issuing office for it"),
        );
    }
}

/// The first year of a title.
fn year(text: &str) -> Option<u32> {
    let digits: Vec<char> = text.chars().collect();
    digits.windows(4).find_map(|w| {
        let number: String = w.iter().collect();
        number.parse().ok().filter(|y| (1990..=2100).contains(y))
    })
}
