//! `yizhan inspect lock` and `unlock`: records of inspections as unreadable files on the disk while nobody works on them, for whoever has a key
//! ([age](https://age-encryption.org), so that other programs of that format open them too).
//!
//! A file is only taken away once the other one is whole on the disk. While records are locked, `check` says so as an error: a site that is built
//! without them would lose its ratings in silence.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use clap::ArgMatches;

use super::choice::{Answer, refuse};
use crate::cli::files::create;
use crate::cli::{FAILED, FINDINGS, FINE, Screen, workspace_folder};
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::load::load;
use crate::say;

/// What locked files end in.
const KIND: &str = "age";

/// Locks what is open.
pub fn lock(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let done = folders(&root).and_then(|folders| {
        let recipients = recipients(matches, screen)?;
        let open = files(&folders, false);
        for path in &open {
            put(&locked_name(path), &sealed(&fs::read(path).map_err(|e| failed(path, &e))?, &recipients)?)?;
        }
        // Only now that all are there.
        for path in &open {
            fs::remove_file(path).map_err(|e| failed(path, &e))?;
        }
        Ok(open.len())
    });
    match done {
        Ok(count) => {
            screen.note(&say!(
                "锁好了 {count} 个文件；用 yizhan inspect unlock --identity 钥匙文件 打开",
                "{count} files are locked; `yizhan inspect unlock --identity KEY` opens them"
            ));
            FINE
        }
        Err(finding) => {
            screen.finding(*finding);
            FAILED
        }
    }
}

/// Opens what is locked, as far as the key fits.
pub fn unlock(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let prepared = folders(&root).and_then(|folders| Ok((identities(matches)?, files(&folders, true))));
    let (identities, locked) = match prepared {
        Ok(prepared) => prepared,
        Err(finding) => {
            screen.finding(*finding);
            return FAILED;
        }
    };
    if locked.is_empty() {
        screen.note(&say!("没有锁着的文件", "nothing is locked"));
        return FINE;
    }
    let (mut count, mut left) = (0, Vec::new());
    for path in locked {
        let one = opened(&path, &identities).and_then(|bytes| {
            put(&path.with_extension(""), &bytes)?;
            fs::remove_file(&path).map_err(|e| failed(&path, &e))
        });
        match one {
            Ok(()) => count += 1,
            Err(finding) => left.push(finding),
        }
    }
    let more = left.len();
    // One key that does not fit is told a few times, not for every file.
    let status = if left.is_empty() { FINE } else { FINDINGS };
    left.into_iter().take(3).for_each(|finding| screen.finding(*finding));
    if more > 3 {
        screen.note(&say!("…… 一共 {more} 个文件打不开", "… {more} files in all cannot be opened"));
    }
    screen.note(&say!("打开了 {count} 个文件", "{count} files are open"));
    status
}

fn failed(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let shown = path.display();
    Box::new(Diagnostic::nowhere(&codes::WRITE, say!("{shown}：{error}", "{shown}: {error}")))
}

/// The folders of records, and what waits in the intake.
fn folders(root: &Path) -> Answer<Vec<PathBuf>> {
    let (loaded, _) = load(root);
    let Ok(workspace) = loaded else {
        return Err(refuse(
            say!("这里不是工作区", "this is no workspace"),
            say!("进入含 yizhan.yaml 的文件夹，或用 -C 指定", "run it in the folder with yizhan.yaml, or name that with -C"),
        ));
    };
    let own = workspace.bureaus.iter().map(|bureau| {
        let path = workspace.path_of(bureau.file.span);
        root.join(path.rsplit_once('/').map_or("", |(folder, _)| folder)).join("inspections")
    });
    Ok(own.chain([root.join("intake")]).filter(|folder| folder.is_dir()).collect())
}

fn files(folders: &[PathBuf], locked: bool) -> Vec<PathBuf> {
    let all = folders.iter().flat_map(|folder| walkdir::WalkDir::new(folder).sort_by_file_name());
    let files = all.flatten().filter(|e| e.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.filter(|path| path.extension().is_some_and(|e| e == KIND) == locked).collect()
}

fn locked_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(KIND);
    PathBuf::from(name)
}

/// Writes a file whole, and never over another.
fn put(path: &Path, bytes: &[u8]) -> Answer<()> {
    if path.exists() && !path.with_extension(KIND).exists() && path.extension().is_none_or(|e| e != KIND) {
        // A key, or a file that was opened meanwhile.
        let shown = path.display();
        return Err(refuse(
            say!("{shown} 已经存在，没有改动", "{shown} exists and was left alone"),
            say!(
                "换一个文件名；钥匙已经有了的，用 --recipient 公钥",
                "name another file; with a key that is there, use --recipient"
            ),
        ));
    }
    if path.exists() {
        let shown = path.display();
        return Err(refuse(
            say!("{shown} 已经存在，没有改动", "{shown} exists and was left alone"),
            say!("锁着的和打开的只留一份，再来一次", "keep one of the two, locked or open, and try again"),
        ));
    }
    create(path, bytes).map_err(|error| failed(path, &error))
}

/// Whoever may open it.
fn recipients(matches: &ArgMatches, screen: &mut Screen<'_>) -> Answer<Vec<Recipient>> {
    let mut list = Vec::new();
    for text in matches.get_many::<String>("recipient").into_iter().flatten() {
        list.push(Recipient::from_str(text.trim()).map_err(|why| {
            refuse(
                say!("“{text}”不是公钥：{why}", "“{text}” is no public key: {why}"),
                say!("公钥是 age1 开头的一串字母数字", "a public key begins with age1"),
            )
        })?);
    }
    if let Some(path) = matches.get_one::<PathBuf>("new-key") {
        let key = Identity::generate();
        let public = key.to_public();
        let text = format!("# 公钥 public key: {public}\n{}\n", key.to_string().expose_secret());
        put(path, text.as_bytes())?;
        let shown = path.display();
        screen.note(&say!(
            "钥匙写在 {shown}，另存到别处、妥善保管：丢了就再也打不开。公钥 {public}",
            "the key is in {shown}: keep it elsewhere and safe, nothing opens without it. Public key {public}"
        ));
        list.push(public);
    }
    if list.is_empty() {
        return Err(refuse(
            say!("没有写给谁", "nobody is named who may open it"),
            say!(
                "用 --recipient 公钥；还没有钥匙的，用 --new-key 钥匙文件 新做一把",
                "name a public key with --recipient, or make one with --new-key FILE"
            ),
        ));
    }
    Ok(list)
}

fn identities(matches: &ArgMatches) -> Answer<Vec<Identity>> {
    let Some(path) = matches.get_one::<PathBuf>("identity") else { return Ok(Vec::new()) };
    let text = fs::read_to_string(path).map_err(|e| failed(path, &e))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let list: Vec<Identity> = lines.filter_map(|line| Identity::from_str(line).ok()).collect();
    if list.is_empty() {
        let shown = path.display();
        return Err(refuse(
            say!("{shown} 里没有钥匙", "{shown} holds no key"),
            say!("钥匙是 AGE-SECRET-KEY-1 开头的一行", "a key is a line that begins with AGE-SECRET-KEY-1"),
        ));
    }
    Ok(list)
}

fn cannot(path: &Path, why: &dyn std::fmt::Display, help: Bilingual) -> Box<Diagnostic> {
    let shown = path.display();
    refuse(say!("{shown} 打不开：{why}", "{shown} cannot be opened: {why}"), help)
}

fn sealed(bytes: &[u8], recipients: &[Recipient]) -> Answer<Vec<u8>> {
    let seal = || -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let encryptor = age::Encryptor::with_recipients(recipients.iter().map(|r| r as &dyn age::Recipient))?;
        let mut out = Vec::new();
        let mut writer = encryptor.wrap_output(&mut out)?;
        writer.write_all(bytes)?;
        writer.finish()?;
        Ok(out)
    };
    seal().map_err(|why| refuse(say!("锁不上：{why}", "it cannot be locked: {why}"), say!("核对公钥", "check the public key")))
}

fn opened(path: &Path, identities: &[Identity]) -> Answer<Vec<u8>> {
    let bytes = fs::read(path).map_err(|e| failed(path, &e))?;
    let open = || -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let decryptor = age::Decryptor::new(bytes.as_slice())?;
        let mut reader = decryptor.decrypt(identities.iter().map(|i| i as &dyn age::Identity))?;
        let mut out = Vec::new();
        reader.read_to_end(&mut out)?;
        Ok(out)
    };
    open().map_err(|why| cannot(path, &why, say!("换一把钥匙；文件没有动", "try another key; the file was left alone")))
}
