//! Keys of encrypted records: read, made, and never in the workspace, where the next encryption would take them along.

use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};

use super::{NewKey, Outcome, Stop};
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::disk::steps;
use crate::say;

/// How a secret key and a public one begin.
const SECRET: &str = "AGE-SECRET-KEY-";
const PUBLIC: &str = "age1";

fn begins(line: &str, with: &str) -> bool {
    line.get(..with.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(with))
}

fn refuse(message: Bilingual, help: Bilingual) -> Stop {
    Stop::failed(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help))
}

/// Whoever may open it.
pub fn recipients(list: &[String]) -> Outcome<Vec<Recipient>> {
    let read = |text: &String| {
        Recipient::from_str(text.trim()).map_err(|_| {
            if begins(text.trim(), SECRET) {
                return refuse(
                    say!(
                        "--recipient 后面是钥匙，不是公钥",
                        "what stands after --recipient is a secret key and not a public one"
                    ),
                    say!(
                        "写 age1 开头的公钥；钥匙留在文件里，用 --identity 钥匙文件，别写在命令里",
                        "write the public key, which begins with age1; a secret key stays in its file: --identity KEY"
                    ),
                );
            }
            if begins(text.trim(), PUBLIC) {
                return refuse(
                    say!("公钥“{text}”不完整，或者抄错了", "the public key “{text}” is incomplete or mistyped"),
                    say!("整串照抄，一共 62 个字符", "copy all of its 62 characters"),
                );
            }
            refuse(
                say!("“{text}”不是公钥", "“{text}” is not a public key"),
                say!("公钥是 age1 开头的一串字母数字", "a public key begins with age1"),
            )
        })
    };
    list.iter().map(read).collect()
}

/// Nobody could open it.
pub fn nobody() -> Stop {
    refuse(
        say!("没有写给谁", "no key is named that could decrypt them"),
        say!(
            "用 --recipient 公钥；还没有钥匙的，用 --new-key 钥匙文件 新做一把",
            "name a public key with --recipient, or create a key with --new-key FILE"
        ),
    )
}

/// The keys of a file.
pub fn identities(root: &Path, path: Option<&Path>) -> Outcome<Vec<Identity>> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let shown = path.display();
    if path.is_dir() {
        return Err(refuse(
            say!("{shown} 是文件夹，不是钥匙文件", "{shown} is a folder and not a key file"),
            say!("写里面的钥匙文件", "name the key file that is in it"),
        ));
    }
    let text = fs::read_to_string(path).map_err(|error| {
        let message = match error.kind() {
            io::ErrorKind::NotFound => say!("没有钥匙文件 {shown}", "there is no key file {shown}"),
            io::ErrorKind::InvalidData => say!("{shown} 不是钥匙文件", "{shown} is not a key file"),
            _ => say!("钥匙文件 {shown} 读不出来", "the key file {shown} cannot be read").because_of(&error),
        };
        Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, message).help(say!(
            "核对钥匙文件的路径；钥匙在 U 盘上的，先插上",
            "check the path of the key file; if it is on a stick, plug that in first"
        )))
    })?;
    is_outside(root, path)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut list: Vec<Identity> = Vec::new();
    for line in lines {
        match Identity::from_str(line) {
            Ok(identity) => list.push(identity),
            // The line itself is a secret and is not shown.
            Err(_) if begins(line, SECRET) => {
                return Err(refuse(
                    say!("{shown} 里的钥匙不完整，或者抄错了", "the key in {shown} is incomplete or mistyped"),
                    say!(
                        "用原来的钥匙文件，整行照抄：AGE-SECRET-KEY-1 开头，一共 74 个字符",
                        "take the original file, or copy the whole line: 74 characters that begin with AGE-SECRET-KEY-1"
                    ),
                ));
            }
            Err(_) => {}
        }
    }
    if list.is_empty() && text.lines().any(|line| begins(line.trim(), PUBLIC)) {
        return Err(refuse(
            say!("{shown} 里是公钥，公钥打不开", "{shown} holds a public key, which decrypts nothing"),
            say!(
                "用钥匙文件，里面有 AGE-SECRET-KEY-1 开头的一行",
                "name the key file, with a line that begins with AGE-SECRET-KEY-1"
            ),
        ));
    }
    if list.is_empty() {
        return Err(refuse(
            say!("{shown} 里没有钥匙", "{shown} holds no key"),
            say!("钥匙是 AGE-SECRET-KEY-1 开头的一行", "a key is a line that begins with AGE-SECRET-KEY-1"),
        ));
    }
    Ok(list)
}

/// Whether a key may be written to this file.
pub fn may_be_made(root: &Path, path: &Path) -> Outcome<()> {
    let shown = path.display();
    // A link that leads nowhere is something too.
    if path.symlink_metadata().is_ok() {
        return Err(refuse(
            say!("{shown} 已经存在，没有覆盖", "{shown} already exists and was not overwritten"),
            say!(
                "换一个文件名；里面就是钥匙的（上次没有锁完也一样），用 --identity {shown}",
                "name another file; if it holds the key, also after an interruption, use --identity {shown}"
            ),
        ));
    }
    is_outside(root, path)
}

/// A key that lies in the workspace would be encrypted with the records, or copied with them.
fn is_outside(root: &Path, path: &Path) -> Outcome<()> {
    let shown = path.display();
    let failed = |error: &io::Error| {
        refuse(
            say!("{shown} 的文件夹用不了", "the folder of {shown} cannot be used").because_of(error),
            say!("先建好文件夹，放在工作区以外", "create the folder first, outside of the workspace"),
        )
    };
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Through links and `..`; a file that is there by what it is, another by its folder.
    let place = fs::canonicalize(path).or_else(|_| fs::canonicalize(parent)).map_err(|e| failed(&e))?;
    let own_parent = fs::canonicalize(parent).map_err(|e| failed(&e))?;
    let own = fs::canonicalize(root).map_err(|e| failed(&e))?;
    if [&place, &own_parent].into_iter().any(|p| is_below(p, &own)) {
        return Err(refuse(
            say!("钥匙不能放在工作区里：{shown}", "a key must not lie in the workspace: {shown}"),
            say!(
                "放到工作区以外，如另一个盘、U 盘：和记录放在一起，等于没有锁，还会被一起锁上",
                "put it outside, such as on another disk: beside the records it protects nothing, and it would be encrypted with them"
            ),
        ));
    }
    Ok(())
}

fn is_below(place: &Path, folder: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        // The same folder under another name: a second mount, or upper and lower case on a disk that knows none.
        let identity = |path: &Path| fs::metadata(path).ok().map(|about| (about.dev(), about.ino()));
        let own = identity(folder);
        if own.is_some() && place.ancestors().any(|above| identity(above) == own) {
            return true;
        }
    }
    let plain = |path: &Path| {
        let text = path.to_string_lossy().replace('\\', "/");
        if cfg!(any(windows, target_os = "macos")) { text.to_lowercase() } else { text }
    };
    let (place, folder) = (plain(place), plain(folder));
    place == folder || place.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
}

/// Makes a key and writes it, for its owner alone; the disk has it before anything is encrypted.
pub fn make(path: &Path) -> Outcome<(NewKey, Recipient)> {
    let key = Identity::generate();
    let recipient = key.to_public();
    let text = format!("# 公钥 public key: {recipient}\n{}\n", key.to_string().expose_secret());
    steps::create_whole(path, text.as_bytes()).map_err(|error| {
        let shown = path.display();
        let message = say!("钥匙写不进 {shown}", "the key cannot be written to {shown}").because_of(&error);
        Stop::failed(
            Diagnostic::nowhere(&codes::WRITE, message)
                .help(say!("什么也没有锁；换一个地方", "nothing was encrypted; name another place")),
        )
    })?;
    Ok((NewKey { path: path.to_owned(), public: recipient.to_string() }, recipient))
}
