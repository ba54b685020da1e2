//! Owns the view of `form-codes.typ`: the sheet with QR codes that lead inspectors to the form of a round, and what to do on a phone.
//! Must not know how the form is made, nor layout (the template).

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::common::QrView;
use crate::model::Bureau;
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::qr::Level;

/// What a sheet is made for.
#[derive(Clone, Copy, Debug)]
pub struct FormCodesScope<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// The bureau.
    pub bureau: &'a Bureau,
    /// The round.
    pub round: Round,
    /// The campaign.
    pub campaign: &'a str,
    /// Where the form lies.
    pub address: &'a str,
    /// Names of inspectors, who each get a code that brings the name along.
    pub inspectors: &'a [String],
}

/// The sheet.
#[derive(Clone, Debug, Serialize)]
pub struct FormCodes {
    /// The title of the PDF.
    pub title: String,
    /// The bureau's name.
    pub bureau: String,
    /// 现场核查表单.
    pub heading: String,
    /// What is inspected.
    pub subject: String,
    /// 批次 2026　版本 2023.
    pub round: String,
    /// The address, to be typed where no code can be scanned.
    pub address: String,
    /// The code of everybody; none where the address is too long for one.
    pub qr: Option<QrView>,
    /// What to do, in order.
    pub steps: Vec<FormStep>,
    /// One code for each inspector.
    pub inspectors: Vec<InspectorCode>,
    /// What to mind about the sheet itself.
    pub note: String,
}

/// One step: what to do, and how.
#[derive(Clone, Debug, Serialize)]
pub struct FormStep {
    /// In a few words.
    pub what: String,
    /// How.
    pub how: String,
}

/// The code of one inspector.
#[derive(Clone, Debug, Serialize)]
pub struct InspectorCode {
    /// The name.
    pub name: String,
    /// The code.
    pub qr: QrView,
}

/// The sheet of a round.
#[must_use]
pub fn form_codes_view(scope: &FormCodesScope<'_>) -> FormCodes {
    let step = |what: &str, how: &str| FormStep { what: what.to_owned(), how: how.to_owned() };
    let safe = scope.address.starts_with("https://");
    let home =
        "苹果手机：用 Safari 打开，点“分享”，再点“添加到主屏幕”。安卓手机：点浏览器的菜单，再点“添加到主屏幕”或“安装应用”。";
    let mut steps = vec![step("扫码打开", "用手机的相机或浏览器扫。微信、钉钉扫出来的，点右上角的“…”，选“在浏览器打开”。")];
    if safe {
        steps.push(step("先添加到主屏幕，再填", home));
        steps.push(step("从主屏幕的图标打开", "打开过一次，没有网络也能填；填的都存在这部手机里。"));
    } else {
        steps.push(step("连着局里的网络打开", "这个网址没有加密，不联网打不开；填好以前不要关掉页面。"));
    }
    steps.push(step("每查完一部分，导出一次", "表单会提醒。导出的文件交给局里，照片和签名都在里面。"));
    let inspectors = scope.inspectors.iter().filter_map(|name| {
        let url = format!("{}#by={}", scope.address, utf8_percent_encode(name.trim(), NON_ALPHANUMERIC));
        QrView::of(Some(url)).map(|qr| InspectorCode { name: name.clone(), qr: qr.at(Level::Low) })
    });
    FormCodes {
        title: format!("{}表单二维码 {}", scope.round.zh(), scope.standard.subject()),
        bureau: scope.bureau.file.name.value.clone(),
        heading: format!("{}表单", scope.round.zh()),
        subject: scope.standard.title.value.clone(),
        round: format!("批次 {}　版本 {}", scope.campaign, scope.standard.version.value),
        address: scope.address.to_owned(),
        qr: QrView::of(Some(scope.address.to_owned())),
        steps,
        inspectors: inspectors.collect(),
        note: "内部使用：知道网址的人都打得开表单，看得到服务点以前的检查情况。不要张贴，不要发到公开的群里。".to_owned(),
    }
}
