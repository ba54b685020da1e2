//! `yizhan new DIR`: a starter workspace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{FAILED, FINE, Screen};
use crate::diagnostic::{Diagnostic, codes};
use crate::say;
use crate::theme::Starter;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(dir) = matches.get_one::<PathBuf>("dir") else { return FAILED };
    let shown = dir.display();
    let taken = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file();
    if taken {
        screen.finding(
            Diagnostic::nowhere(&codes::WRITE, say!("{shown} 已经存在，里面有文件", "{shown} is there already and is not empty"))
                .help(say!("换一个新的文件夹名", "choose a new name")),
        );
        return FAILED;
    }
    if let Err(error) = write(dir) {
        screen.finding(Diagnostic::nowhere(&codes::WRITE, say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}")));
        return FAILED;
    }
    screen.note(&say!(
        "新建了 {shown}。接着运行：\n  cd {shown}\n  yizhan check\n  yizhan build",
        "made {shown}. Go on with:\n  cd {shown}\n  yizhan check\n  yizhan build"
    ));
    FINE
}

fn write(dir: &Path) -> io::Result<()> {
    for name in Starter::iter() {
        let Some(file) = Starter::get(&name) else { continue };
        // A file whose name begins with a dot would be hidden in the program's own repository.
        let path = dir.join(name.replace("dot-", "."));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let text = dated(&file.data);
        fs::write(path, [hint(&name).as_bytes(), &text].concat())?;
    }
    super::schema::write_all(dir).map(|_| ())
}

/// The line by which editors find the schema of a file, whatever folder it is opened from.
fn hint(name: &str) -> String {
    let kind = match name {
        "yizhan.yaml" => "workspace",
        "calendar.yaml" => "calendar",
        name if name.ends_with("/bureau.yaml") => "bureau",
        name if name.ends_with("/catalog.yaml") => "catalog",
        name if name.contains("/points/") => "point",
        _ => return String::new(),
    };
    let up = "../".repeat(name.matches('/').count());
    format!("# yaml-language-server: $schema={up}.vscode/schema/{kind}.json\n")
}

/// Fills in the day, so that a starter made in any year checks clean.
fn dated(data: &[u8]) -> Vec<u8> {
    let today = super::today();
    String::from_utf8_lossy(data)
        .replace("{{today}}", &today.to_string())
        .replace("{{month}}", &today.format("%Y-%m").to_string())
        .replace("{{year}}", &today.format("%Y").to_string())
        .into_bytes()
}
