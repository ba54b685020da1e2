//! `yizhan inspect form`: arguments of forms for phones, and where they were written.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{deliver, round, word};
use crate::cli::{FINE, Screen};
use crate::model::inspection::Round;
use crate::ops::inspection::form::{FormRequest, form};
use crate::ops::inspection::web_form::{WebForm, WebRequest, web_form};
use crate::ops::{Outcome, Session};
use crate::say;

/// Which forms the arguments ask for.
pub fn request(matches: &ArgMatches, standard: &str) -> FormRequest {
    FormRequest {
        standard: word(matches, standard).unwrap_or_default(),
        points: word(matches, "points"),
        bureau: word(matches, "bureau"),
        round: round(matches).unwrap_or(Round::Site),
        campaign: word(matches, "campaign"),
    }
}

/// Runs the command.
pub fn run(matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    let form_request = request(matches, "standard");
    let output = matches.get_one::<PathBuf>("output").cloned();
    if let Some(folder) = matches.get_one::<PathBuf>("web") {
        let list = matches.get_many::<String>("inspector").into_iter().flatten();
        let request = WebRequest {
            form: form_request,
            folder: folder.clone(),
            at: word(matches, "at"),
            inspectors: list.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect(),
            sheet: output,
        };
        return web(&request, matches, session, screen);
    }
    let files = form(session, &form_request, &output.unwrap_or_default())?;
    let status = deliver(&files, matches, session, screen)?;
    if status == FINE {
        screen.note(&say!(
            "这些文件只适合安卓手机和电脑：苹果手机打不开文件，用 --web 做成网页",
            "these files are for Android phones and computers: an iPhone opens no file, so make a page for it with --web"
        ));
        screen.note(&say!(
            "把文件发到手机，用手机自带的浏览器打开；不联网也能填",
            "send the files to a phone and open them in its own browser; they need no network"
        ));
    }
    Ok(status)
}

/// The page of a round for a server.
fn web(request: &WebRequest, matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    let WebForm { files, address, folder } = web_form(session, request)?;
    let status = deliver(&files, matches, session, screen)?;
    screen.print(&format!("{address}\n"));
    let shown = folder.display();
    screen.note(&say!(
        "把文件夹 {shown} 照原样放到网站上，文件夹的名字不要改；知道网址的人都打得开，不要公开",
        "copy the folder {shown} to the server as it is and do not rename it; whoever knows the address can open the form, so keep it to the inspectors"
    ));
    if !address.starts_with("https://") {
        screen.note(&say!(
            "网址不是 https：手机上不能存下这一页，不联网打不开",
            "the address is not https: phones cannot keep the page, and it does not open without a network"
        ));
    }
    if request.sheet.is_none() {
        screen.note(&say!(
            "要打印二维码，加 -o 文件夹；每个检查人一个，再加 --inspector 姓名",
            "add -o DIR for a sheet with QR codes to print, and --inspector NAME for a code of each inspector"
        ));
    }
    Ok(status)
}
