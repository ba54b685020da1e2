//! How a form reaches a phone, and what it says of that to somebody whose phone cannot open it.

use crate::xml::escaped;

/// How a form reaches a phone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Where the form of this round lies on a server, if anywhere.
    pub address: Option<String>,
    /// It comes from a server: it may keep itself on the phone and be put on the home screen.
    pub served: bool,
    /// The server takes what is filled in, too.
    pub intake: bool,
    /// The name below the icon on a home screen.
    pub short_name: String,
}

/// A mark on a blue ground, for the tab of a form that is one file.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 96 96%22%3E%3Cpath fill=%22%230b4a8f%22 d=%22M0 0h96v96H0z%22/%3E%3Cpath fill=%22none%22 stroke=%22%23fff%22 stroke-width=%2212%22 d=%22M24 50l16 16 32-36%22/%3E%3C/svg%3E";

impl Delivery {
    /// Elements of the head: icons, and what a phone needs to put the page on its home screen.
    pub(super) fn links(&self) -> String {
        if !self.served {
            return format!("<link rel=\"icon\" href=\"{ICON}\">");
        }
        let name = escaped(&self.short_name);
        [
            r#"<link rel="icon" href="icon-192.png">"#,
            r#"<link rel="apple-touch-icon" href="icon-192.png">"#,
            r#"<link rel="manifest" href="form.webmanifest">"#,
            r##"<meta name="theme-color" content="#0b4a8f">"##,
            r#"<meta name="apple-mobile-web-app-capable" content="yes">"#,
            &format!(r#"<meta name="apple-mobile-web-app-title" content="{name}">"#),
        ]
        .join("\n")
    }

    /// The address to open instead, where there is one.
    pub(super) fn hosted(&self) -> String {
        let Some(address) = &self.address else { return String::new() };
        let address = escaped(address);
        format!("<p>用手机自带的浏览器打开这个网址：<a href=\"{address}\">{address}</a></p>")
    }

    /// What somebody with an iPhone does.
    pub(super) fn apple(&self) -> &'static str {
        if self.served {
            "请用 Safari 打开这个网址，再添加到主屏幕；系统太旧打不开的，换一部手机。"
        } else if self.address.is_some() {
            "请用 Safari 打开上面的网址，再添加到主屏幕。"
        } else {
            "请向局里要表单的网址，用 Safari 打开；没有网址，就换安卓手机或电脑。"
        }
    }

    /// What somebody with another phone does.
    pub(super) fn android(&self) -> &'static str {
        if self.served {
            "请用手机自带的浏览器或 Chrome 打开这个网址，不要在微信、钉钉里打开。"
        } else if self.address.is_some() {
            "请用手机自带的浏览器或 Chrome 打开上面的网址，不要在微信、钉钉里打开。"
        } else {
            "把文件存到手机，在文件管理器里点它，选 Chrome 打开；不要选“HTML 查看器”，不要在微信、钉钉里打开。打开后写着“不让页面保存内容”的，每填完一部分就导出一次。"
        }
    }
}
