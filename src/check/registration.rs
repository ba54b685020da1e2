//! What a government site must state of itself: 《政府网站发展指引》（国办发〔2017〕47号）, annex on the design of pages.

use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::model::{Bureau, Text, Workspace};
use crate::say;

/// The standards that a bureau publishes exist (C356).
pub fn standards(workspace: &Workspace, bureau: &Bureau, out: &mut Diagnostics) {
    for id in bureau.file.standards.iter().flatten().filter(|id| workspace.standard(id.trim()).is_none()) {
        let near = crate::source::decode::nearest(id, workspace.standards.iter().map(|s| s.id.as_str()));
        let help = near.map_or_else(
            || say!("写 checklists 里文件的名字，不带扩展名", "write the name of a file in checklists, without its extension"),
            |near| say!("是不是想写 {near}？", "did you mean `{near}`?"),
        );
        let message = say!("没有标准“{id}”，网站上不会有它", "there is no standard “{id}”, so the site does not show it");
        out.push(Diagnostic::new(&codes::UNKNOWN_STANDARD, id.span, message).help(help).instead(near));
    }
}

/// A site at an address of the government, or one that states something of itself, states all of it (C346). Elsewhere nobody asks for it:
/// departments of a county have no site of their own, and their pages go into the county's.
pub fn run(workspace: &Workspace, out: &mut Diagnostics) {
    let config = &workspace.config;
    let host = config
        .base_url
        .as_ref()
        .and_then(|url| url.split_once("://"))
        .map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    let host = host.split(':').next().unwrap_or_default();
    // An address with `example` in it, as a new workspace has it, is nobody's yet.
    let is_government = host.ends_with(".gov.cn") && host.split('.').all(|label| label != "example");
    if config.site.is_none() && !is_government {
        return;
    }
    let site = config.site.as_ref();
    let of = |text: fn(&crate::model::workspace::Registration) -> &Option<Text>| site.and_then(|site| text(site).as_ref());
    let asked = [
        ("主办单位", "sponsor", of(|s| &s.sponsor)),
        ("联系方式", "contact", of(|s| &s.contact)),
        ("网站标识码", "site_code", of(|s| &s.site_code)),
        ("ICP备案号", "icp", of(|s| &s.icp)),
        ("公安备案号", "police", of(|s| &s.police)),
        ("党政机关网站标识", "mark", of(|s| &s.mark)),
        ("我为政府网站找错", "report", of(|s| &s.report)),
    ];
    let missing: Vec<_> = asked.iter().filter(|(.., text)| text.is_none()).collect();
    let place = site.map(|s| s.span).or(config.base_url.as_ref().map(|url| url.span)).unwrap_or(config.title.span);
    if !missing.is_empty() {
        let zh = missing.iter().map(|(zh, ..)| *zh).collect::<Vec<_>>().join("、");
        let en = missing.iter().map(|(_, key, _)| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let keys = missing.iter().map(|(_, key, _)| format!("{key}: …")).collect::<Vec<_>>().join("、");
        out.push(
            Diagnostic::new(
                &codes::NOT_REGISTERED,
                place,
                say!(
                    "政府网站每一页要写明的还缺：{zh}",
                    "a government site must state these on every page, and they are missing: {en}"
                ),
            )
            .help(say!(
                "在 yizhan.yaml 的 site（网站）下面补上 {keys}；本来没有的，用 allow 说明原因",
                "add {en} below `site` in yizhan.yaml; accept what the site does not have with `allow` and a reason"
            ))
            .on_form(say!(
                "在“本局”的“网站和全部的局”里填上；本来没有的，按“原文就这样”写明原因",
                "fill it in with the bureau, under the site; accept what the site does not have with a reason"
            )),
        );
    }
    let wrong = |text: Option<&Text>, good: fn(&str) -> bool, zh: &str, en: &str, out: &mut Diagnostics| {
        if let Some(text) = text.filter(|text| !good(text)) {
            out.push(Diagnostic::new(&codes::NOT_REGISTERED, Span { ..text.span }, say!("“{text}”{zh}", "“{text}” {en}")));
        }
    };
    wrong(
        of(|s| &s.site_code),
        |t| t.len() == 10 && t.bytes().all(|b| b.is_ascii_digit()),
        "不是网站标识码：应是 10 位数字",
        "is not a site code: write its ten digits",
        out,
    );
    wrong(
        of(|s| &s.icp),
        |t| t.contains("ICP备") && t.contains('号'),
        "不是 ICP 备案号：写成 蒙ICP备00000000号-1 的样子",
        "is not an ICP number: write it like 蒙ICP备00000000号-1",
        out,
    );
    wrong(
        of(|s| &s.police),
        |t| t.contains("公网安备"),
        "不是公安备案号：写成 蒙公网安备 00000000000000号 的样子",
        "is not a number of the police register: write it like 蒙公网安备 00000000000000号",
        out,
    );
    for text in [of(|s| &s.mark), of(|s| &s.report)] {
        wrong(
            text,
            |t| t.starts_with("https://") || t.starts_with("http://"),
            "不是网址：写 https:// 开头的完整地址",
            "is not a web address: write all of it, from https:// on",
            out,
        );
    }
}
