//! The form of a round as a page of a server: its folder, of which nobody can guess the name, its files, and the sheet with codes that lead to it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value as Json;

use super::form::{Content, FormRequest, Made, page, with_content};
use crate::diagnostic::{Bilingual, Diagnostic, codes, system_words};
use crate::disk::addresses::{self, Place};
use crate::form::{Delivery, MANIFEST, ROUND, WebPage, address, web_files};
use crate::ops::lookup::refuse;
use crate::ops::outputs::OutputFiles;
use crate::ops::{Outcome, Session, Stop};
use crate::print::form_codes::FormCodesScope;
use crate::publish::form_codes_of;
use crate::say;
use crate::theme::Theme;

/// Letters and digits of a folder's name: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Twenty of them are 100 bits: nobody tries them all.
const LENGTH: usize = 20;
/// The icons of a page, in the theme.
const ICONS: [&str; 2] = ["icon-192.png", "icon-512.png"];

/// Where the form is to lie, and whom it is for.
#[derive(Debug, Clone)]
pub struct WebRequest {
    /// Of which round.
    pub form: FormRequest,
    /// The folder of the server.
    pub folder: PathBuf,
    /// The address of that folder; the one of the last time where it is left out.
    pub at: Option<String>,
    /// A code for each of them, which brings the name along.
    pub inspectors: Vec<String>,
    /// The folder for the sheet to print; no sheet without it.
    pub sheet: Option<PathBuf>,
}

/// What was made.
#[derive(Debug)]
pub struct WebForm {
    /// The page with what belongs to it, and the sheet.
    pub files: OutputFiles,
    /// Where a phone finds it.
    pub address: String,
    /// Its folder below the server's.
    pub folder: PathBuf,
}

/// The page of a round, ready to be written.
///
/// # Errors
/// What keeps a form from being made; an address that is missing or none; a sheet that would be published.
pub fn web_form(session: &Session, request: &WebRequest) -> Outcome<WebForm> {
    if let Some(sheet) = &request.sheet {
        within(sheet, &request.folder)?;
    }
    let given = request.at.as_deref().map(base_address).transpose()?;
    let round = with_content(session, &request.form, |content, _| Ok(content.key()))?;
    let known = addresses::of(session.root(), &round).map_err(|error| not_remembered(&error))?;
    let Some(at) = given.or_else(|| known.as_ref().map(|k| k.at.clone()).filter(|at| !at.is_empty())) else {
        return Err(Stop::from(no_address(session)));
    };
    let folder = match known {
        Some(known) => known.folder,
        // Made on another machine, or before the program's own folder was lost: the page itself says of which round it is.
        None => found_in(&request.folder, &round).map_or_else(unguessable, Ok)?,
    };
    let place = addresses::remember(session.root(), &round, &Place { folder, at }).map_err(|error| not_remembered(&error))?;
    let address = address(&place.at, &place.folder);
    let folder = request.folder.join(&place.folder);
    let made = with_content(session, &request.form, |content, theme| {
        let delivery = Delivery { address: Some(address.clone()), served: true, ..delivery(content) };
        let files = page_files(session, content, theme, &delivery)?;
        let mut all: Vec<(PathBuf, Vec<u8>)> = files.into_iter().map(|(name, bytes)| (folder.join(name), bytes)).collect();
        if let Some(sheet) = &request.sheet {
            let scope = FormCodesScope {
                standard: content.standard,
                bureau: content.bureau,
                round: content.round,
                campaign: &content.campaign,
                address: &address,
                inspectors: &request.inspectors,
            };
            let name =
                format!("检查表单二维码-{}-{}-{}.pdf", content.standard.id, content.round.zh(), file_word(&content.campaign));
            all.push((sheet.join(name), form_codes_of(&session.workspace, theme, &scope)?));
        }
        Ok(all)
    })?;
    Ok(WebForm { files: OutputFiles::new(made).making_folders(true), address, folder })
}

/// The page of a round for a server that takes its results, too.
#[derive(Debug, Clone)]
pub struct ServedForm {
    /// The folder of its address.
    pub folder: String,
    /// Its files; the first one is the page.
    pub files: Vec<(String, Vec<u8>)>,
    /// What the page may ask for.
    pub policy: String,
}

/// The same page for the bureau's own server. It keeps the folder of the round, so that a phone that has been here finds its way back.
///
/// # Errors
/// What keeps a form from being made.
pub fn served_form(session: &Session, request: &FormRequest) -> Outcome<ServedForm> {
    let round = with_content(session, request, |content, _| Ok(content.key()))?;
    let known = addresses::of(session.root(), &round).map_err(|error| not_remembered(&error))?;
    let place = if let Some(known) = known {
        known
    } else {
        let place = Place { folder: unguessable()?, at: String::new() };
        addresses::remember(session.root(), &round, &place).map_err(|error| not_remembered(&error))?
    };
    let (files, policy) = with_content(session, request, |content, theme| {
        let delivery = Delivery { served: true, intake: true, ..delivery(content) };
        Ok((page_files(session, content, theme, &delivery)?, page(theme)?.policy(&delivery)))
    })?;
    Ok(ServedForm { folder: place.folder, files, policy })
}

fn delivery(content: &Content<'_>) -> Delivery {
    Delivery { short_name: format!("{}{}", content.round.zh(), content.campaign), ..Delivery::default() }
}

fn page_files(session: &Session, content: &Content<'_>, theme: &Theme, delivery: &Delivery) -> Made<Vec<(String, Vec<u8>)>> {
    let (title, data, round) = (content.title(), content.data(&session.workspace, delivery), content.key());
    let mut icons = Vec::with_capacity(ICONS.len());
    for name in ICONS {
        let path = format!("form/{name}");
        let Some(bytes) = theme.get(&path) else {
            return Err(vec![Diagnostic::nowhere(&codes::WRITE, say!("主题里没有文件 {path}", "the theme has no file {path}"))]);
        };
        icons.push((name.to_owned(), bytes.into_owned()));
    }
    Ok(web_files(&page(theme)?, &WebPage { title: &title, data: &data, delivery, round: &round, icons }))
}

/// An address as the pages are found under it.
fn base_address(text: &str) -> Result<String, Stop> {
    let text = text.trim();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fine = |host: &str| !host.is_empty() && !host.starts_with('/') && !text.contains(['?', '#', ' ', '"', '<', '@']);
    if host.is_some_and(fine) {
        return Ok(text.trim_end_matches('/').to_owned());
    }
    Err(Stop::from(refuse(
        say!("“{text}”不是网址", "“{text}” is not an address"),
        say!("写成 --at https://www.example.gov.cn/forms", "write --at https://www.example.gov.cn/forms"),
    )))
}

fn no_address(session: &Session) -> Box<Diagnostic> {
    let site = session.workspace.url("forms").unwrap_or_else(|| "https://www.example.gov.cn/forms".to_owned());
    refuse(
        say!("没有写 --web 的文件夹放到哪个网址", "the address of the folder of --web on the server is not stated"),
        say!(
            "加 --at 网址，如 --at {site}；手机打开的和二维码里的都是它，写过一次就记住",
            "add --at ADDRESS, such as --at {site}: phones and QR codes lead there; it is remembered"
        ),
    )
}

/// Refuses a sheet in the folder that goes to the server: everybody could fetch it there.
fn within(sheet: &Path, folder: &Path) -> Result<(), Stop> {
    if !whole(sheet).starts_with(whole(folder)) {
        return Ok(());
    }
    Err(Stop::from(refuse(
        say!("二维码单不能放进网站的文件夹", "the sheet with the codes must not lie in the folder of the server"),
        say!("放进去，谁都下载得到：-o 写另一个文件夹", "anybody could download it there: name another folder with -o"),
    )))
}

/// A path from the root of the disk, as far as it is there, without `.` and `..`.
fn whole(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            _ => plain.push(part),
        }
    }
    let there = plain.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    match there {
        Some((above, real)) => plain.strip_prefix(above).map_or_else(|_| plain.clone(), |rest| real.join(rest)),
        None => plain,
    }
}

/// A name that nobody can guess.
fn unguessable() -> Result<String, Stop> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes).map_err(|_| {
        Stop::failed(Diagnostic::nowhere(&codes::WRITE, say!("这台电脑给不出随机数", "this machine gives no random numbers")))
    })?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'0'))).collect())
}

/// The folder of a round below the server's, where its page was made before.
fn found_in(folder: &Path, round: &str) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.len() == LENGTH && name.bytes().all(|byte| LETTERS.contains(&byte)))
        .collect();
    names.sort();
    names.into_iter().find(|name| {
        let text = fs::read(folder.join(name).join(MANIFEST)).unwrap_or_default();
        serde_json::from_slice::<Json>(&text).is_ok_and(|manifest| manifest.get(ROUND).and_then(Json::as_str) == Some(round))
    })
}

/// What a file name may hold of a word.
fn file_word(word: &str) -> String {
    word.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(20).collect()
}

fn not_remembered(error: &std::io::Error) -> Stop {
    let Bilingual { zh, en } = system_words(error);
    let message = Bilingual {
        zh: format!("记不下表单的网址：{zh}"),
        en: format!("the address of the form cannot be remembered: {en}"),
    };
    Stop::failed(
        Diagnostic::nowhere(&codes::WRITE, message).help(say!(
            "检查工作区的 .yizhan 文件夹能不能写",
            "check whether the .yizhan folder of the workspace can be written"
        )),
    )
}
