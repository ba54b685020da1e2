//! Rules about applications (申报): the form is one of the bureau's, its labels exist, nothing is too long and nothing forgotten.
//!
//! The limit that the sample has is of 芜医保〔2022〕25号, 附件2: 不超过500字.

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, codes};
use crate::model::application::{Application, Form, FormField};
use crate::model::{Bureau, Point};
use crate::say;
use crate::source::decode::nearest;

/// All rules about a bureau's applications.
pub fn run(bureau: &Bureau, out: &mut Diagnostics) {
    let forms: Vec<&Form> = bureau.programme.iter().flat_map(|p| &p.forms).collect();
    for point in bureau.every_point() {
        for application in &point.applications {
            match bureau.form(&application.form) {
                Some(form) => filled(bureau, point, form, application, out),
                None => out.push(no_form(application, &forms)),
            }
        }
    }
}

fn no_form(application: &Application, forms: &[&Form]) -> Diagnostic {
    let id = &application.form.value;
    let known: Vec<&str> = forms.iter().filter_map(|f| f.id.as_deref()).collect();
    let near = nearest(id, known.iter().copied());
    let help = match near {
        Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
        None if known.is_empty() => {
            say!("在 programme.yaml 的 forms 里给申报表写上 id", "give the form an id under `forms` of programme.yaml")
        }
        None => Bilingual { zh: format!("可以写：{}", known.join("、")), en: format!("known: {}", known.join(", ")) },
    };
    Diagnostic::new(&codes::DANGLING, application.form.span, say!("没有申报表“{id}”", "there is no form `{id}`"))
        .help(help)
        .instead(near)
}

/// Labels that exist, texts within their limits (C328), no field left blank (C329).
fn filled(bureau: &Bureau, point: &Point, form: &Form, application: &Application, out: &mut Diagnostics) {
    let named: Vec<_> = form.fields.iter().filter_map(|f| f.entry(application)).map(|(key, _)| key.span).collect();
    for (key, _) in application.values.iter().filter(|(key, _)| !named.contains(&key.span)) {
        let labels: Vec<&str> = form.fields.iter().map(FormField::short).collect();
        let near = nearest(key, labels.iter().copied());
        let help = if let Some(near) = near {
            say!("是不是想写“{near}”？", "did you mean “{near}”?")
        } else {
            let list = labels.join("、");
            say!("申报表的栏目有：{list}", "the form has: {list}")
        };
        let label = &key.value;
        out.push(
            Diagnostic::new(&codes::BAD_VALUE, key.span, say!("申报表没有“{label}”这一栏", "the form has no field “{label}”"))
                .help(help)
                .instead(near),
        );
    }
    let mut blank = Vec::new();
    for field in form.fields.iter().filter(|f| !f.signed) {
        match (field.answer(application), &field.max_characters) {
            (Some(text), Some(limit)) => {
                let (count, most) = (characters(text), limit.value as usize);
                if count > most {
                    let (label, over) = (field.short(), count - most);
                    out.push(
                        Diagnostic::new(
                            &codes::TOO_LONG,
                            text.span,
                            say!("“{label}”有{count}字，超过{most}字", "“{label}” has {count} characters, more than {most}"),
                        )
                        .help(say!(
                            "删去{over}字以上（空格和换行不算）",
                            "remove {over} characters or more; white space does not count"
                        )),
                    );
                }
            }
            _ if field.filled(bureau, point, application).is_none_or(|text| text.trim().is_empty()) => blank.push(field.short()),
            _ => {}
        }
    }
    if !blank.is_empty() {
        let list = blank.join("、");
        out.push(
            Diagnostic::new(
                &codes::BLANK_FIELDS,
                application.span,
                say!("申报表还有空栏：{list}", "the form still has blank fields: {list}"),
            )
            .help(say!(
                "写在 values 里；留空的栏目打印出来由人手填",
                "write them under `values`; blank ones are printed to be filled in by hand"
            )),
        );
    }
}

/// Characters as a form counts them: everything but white space.
fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
