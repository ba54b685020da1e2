//! A workspace of one bureau from five answers: what was answered, and nothing made up. What is still missing stays missing, and the desk says so.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use crate::check::is_phone;
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::disk::file_on_the_way;
use crate::load::{CALENDAR_FILE, WORKSPACE_FILE};
use crate::ops::starter::{create_of, hint, history, ignored};
use crate::ops::{Caller, Outcome, Stop};
use crate::say;
use crate::source::decode::half_width;
use crate::tables::catalog::new_id;
use crate::yaml_write::value::scalar;

/// What a person answered; only the first two and the folder must be there.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Answers {
    /// Full name of the bureau.
    pub name: String,
    /// Short name, as it stands on signs.
    pub short_name: String,
    /// Administrative division code of six digits (GB/T 2260).
    #[serde(default)]
    pub division_code: String,
    /// Phones that people ask at, separated by 、 or blanks.
    #[serde(default)]
    pub hotline: String,
    /// Phones for complaints.
    #[serde(default)]
    pub complaint_phone: String,
    /// Where the workspace is kept.
    pub folder: String,
}

/// An answer that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// The key of the answer.
    pub field: &'static str,
    /// What is wrong with it.
    pub says: Bilingual,
    /// What to write instead.
    pub help: Bilingual,
    /// The workspace that is there already: it can be opened instead.
    pub workspace: Option<PathBuf>,
}

/// What a new workspace's folder is called.
const NAME: &str = "医保服务点";

/// Where a new workspace may be kept: a folder of the person's documents that is not taken yet.
#[must_use]
pub fn suggested(documents: &Path) -> PathBuf {
    let named = |number: usize| documents.join(if number < 2 { NAME.to_owned() } else { format!("{NAME}{number}") });
    (1..100).map(named).find(|folder| is_free(folder)).unwrap_or_else(|| named(1))
}

/// Whether a folder is not there yet, or empty.
#[must_use]
pub fn is_free(folder: &Path) -> bool {
    !folder.is_file() && fs::read_dir(folder).map_or_else(|_| !folder.exists(), |mut entries| entries.next().is_none())
}

/// Everything that is wrong with the answers; nothing where they can be taken.
#[must_use]
pub fn wrong(answers: &Answers) -> Vec<Wrong> {
    let mut list = Vec::new();
    let mut say = |field, says, help| list.push(Wrong { field, says, help, workspace: None });
    if answers.name.trim().is_empty() {
        say(
            "name",
            say!("还没有写单位名称", "the bureau has no name yet"),
            say!("写全称，和公章一样", "write its full name, as on its seal"),
        );
    }
    if answers.short_name.trim().is_empty() {
        say(
            "short_name",
            say!("还没有写简称", "it has no short name yet"),
            say!("写牌子上用的短名字", "write the name that stands on signs"),
        );
    }
    let code = half_width(answers.division_code.trim());
    let is_code = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
    if !code.is_empty() && !is_code {
        say(
            "division_code",
            say!("“{code}”不是行政区划代码", "“{code}” is not a division code"),
            say!("写六位数字；不清楚就空着", "write its six digits, or leave it empty"),
        );
    }
    for (field, phones) in [("hotline", &answers.hotline), ("complaint_phone", &answers.complaint_phone)] {
        for phone in numbers(phones).iter().filter(|phone| !is_phone(phone)) {
            say(
                field,
                say!("电话“{phone}”写法有误", "“{phone}” is not a phone number"),
                say!("写成 0477-1234567、13800000000 或 12393", "write 0477-1234567, 13800000000 or 12393"),
            );
        }
    }
    list.extend(place(&answers.folder).err().map(|wrong| *wrong));
    list
}

/// Numbers as people list them.
fn numbers(text: &str) -> Vec<String> {
    let parts = half_width(text);
    parts.split(['、', ',', ';', '\n']).map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// The folder that is meant, if a workspace can be made there.
fn place(folder: &str) -> Result<PathBuf, Box<Wrong>> {
    let refused = |says, help| Box::new(Wrong { field: "folder", says, help, workspace: None });
    let text = folder.trim();
    let path = PathBuf::from(text);
    if text.is_empty() || !path.is_absolute() {
        let example = example().display();
        return Err(refused(
            say!("还没有写放在哪里", "it has no place yet"),
            say!("写完整的文件夹，如 {example}", "write the whole path of a folder, such as {example}"),
        ));
    }
    if path.is_file() {
        return Err(refused(say!("{text} 是文件，不是文件夹", "{text} is a file and not a folder"), another()));
    }
    if let Some(file) = file_on_the_way(&path) {
        let file = file.display();
        return Err(refused(say!("{file} 是文件，不是文件夹", "{file} is a file and not a folder"), another()));
    }
    if let Some(outer) = path.ancestors().find(|folder| folder.join(WORKSPACE_FILE).is_file()) {
        let shown = outer.display();
        let says = say!("{shown} 已经是一个工作区", "{shown} is a workspace already");
        return Err(Box::new(Wrong { workspace: Some(outer.to_owned()), ..*refused(says, another()) }));
    }
    if !is_free(&path) {
        return Err(refused(say!("{text} 里已经有文件", "{text} holds files already"), another()));
    }
    if let Err(error) = can_be_written(&path) {
        return Err(refused(
            say!("写不进 {text}", "{text} cannot be written").because_of(&error),
            say!("换一个能写的地方，如“文档”", "choose a place that can be written to, such as your documents"),
        ));
    }
    Ok(path)
}

/// Makes a file where the folder is to be and takes it away: rights, read-only disks and shared folders answer that alike, whatever their lists of rights say.
fn can_be_written(path: &Path) -> io::Result<()> {
    static TRIES: AtomicUsize = AtomicUsize::new(0);
    let there = path.ancestors().find(|folder| folder.is_dir()).unwrap_or(path);
    let name = format!(".{}.{}.yizhan-try", std::process::id(), TRIES.fetch_add(1, Ordering::Relaxed));
    let probe = there.join(name);
    OpenOptions::new().write(true).create_new(true).open(&probe)?;
    fs::remove_file(&probe)
}

fn another() -> Bilingual {
    say!("换一个新的文件夹名", "choose a new name")
}

fn example() -> &'static Path {
    Path::new(if cfg!(windows) { r"C:\医保服务点" } else { "/home/医保服务点" })
}

/// Makes the workspace and gives its folder and what is to be told.
///
/// # Errors
/// If an answer cannot be taken, or the folder cannot be written.
pub fn begin(caller: &Caller, answers: &Answers) -> Outcome<(PathBuf, Vec<Bilingual>)> {
    let wrong = wrong(answers);
    if !wrong.is_empty() {
        let finding = |one: Wrong| Diagnostic::nowhere(&codes::BAD_VALUE, one.says).help(one.help);
        return Err(Stop::all(wrong.into_iter().map(finding).collect()));
    }
    let root = PathBuf::from(answers.folder.trim());
    let caller = Caller { root: root.clone(), ..caller.clone() };
    let notes = create_of(&caller, |inside| files(&caller, answers, inside))?;
    Ok((root, notes))
}

fn files(caller: &Caller, answers: &Answers, inside: bool) -> Vec<(String, Vec<u8>)> {
    let [name, short] = [&answers.name, &answers.short_name].map(|text| scalar(text.trim(), false));
    let own = short_for_id(answers.short_name.trim());
    let id = new_id(&own, &|_| false);
    let mut bureau = format!("name: {name}\nshort_name: {short}\n");
    let code = half_width(answers.division_code.trim());
    if !code.is_empty() {
        bureau.push_str(&format!("division_code: {}\n", scalar(&code, false)));
    }
    for (key, phones) in [("hotline", &answers.hotline), ("complaint_phone", &answers.complaint_phone)] {
        match numbers(phones).as_slice() {
            [] => {}
            [one] => bureau.push_str(&format!("{key}: {}\n", scalar(one, false))),
            list => {
                let list: Vec<String> = list.iter().map(|one| scalar(one, true)).collect();
                bureau.push_str(&format!("{key}: [{}]\n", list.join(", ")));
            }
        }
    }
    // The edition is a month: this one, until somebody sets another.
    bureau.push_str(&format!("edition: \"{}\"\n", caller.today.format("%Y-%m")));
    let title = scalar(&format!("{}服务点", answers.short_name.trim()), false);
    let workspace = format!("title: {title}\nlocale: zh-CN\n{}\n", history(inside));
    let text = |path: &str, text: String| (path.to_owned(), format!("{}{text}", hint(path)).into_bytes());
    // Days off come from the official notice of each year: none is known yet.
    let calendar = "years: []\n".to_owned();
    let mut files =
        vec![text(WORKSPACE_FILE, workspace), text(CALENDAR_FILE, calendar), text(&format!("content/{id}/bureau.yaml"), bureau)];
    files.extend(ignored());
    files
}

/// What the id is made of: 示例医保 without what every bureau has in its name.
fn short_for_id(short: &str) -> String {
    let own = ["医疗保障局", "医保局", "医疗保障", "医保"].iter().fold(short.to_owned(), |text, word| text.replace(word, ""));
    if own.trim().is_empty() { short.to_owned() } else { own }
}
