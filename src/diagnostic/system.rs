//! What the system says of a file, a disk or an address, in words that somebody understands who has never seen a system's message.
//!
//! An `io::Error` speaks English, or the language that the system happens to have, and in terms of its calls. Nothing of it is ever shown as it is: every
//! place that has one says it with [`Bilingual::because_of`].

use std::io::{self, ErrorKind};

use super::Bilingual;
use crate::say;

impl Bilingual {
    /// The sentence with its reason behind a colon.
    #[must_use]
    pub fn because(&self, why: &Self) -> Self {
        Self { zh: format!("{}：{}", self.zh, why.zh), en: format!("{}: {}", self.en, why.en) }
    }

    /// The sentence with what the system says behind a colon.
    #[must_use]
    pub fn because_of(&self, error: &io::Error) -> Self {
        self.because(&system_words(error))
    }
}

/// What the system says, in words. Where the words are wanting, its number stands for them: with it somebody can be asked.
#[must_use]
pub fn system_words(error: &io::Error) -> Bilingual {
    if let Some(code) = error.raw_os_error() {
        return of_code(code).or_else(|| of_kind(error.kind())).unwrap_or_else(|| last_resort(code));
    }
    // What a library wraps, such as the walk of a folder, has the system's own error inside.
    let mut inner = error.get_ref().map(|inner| inner as &(dyn std::error::Error + 'static));
    while let Some(one) = inner {
        if let Some(io) = one.downcast_ref::<io::Error>() {
            return system_words(io);
        }
        inner = one.source();
    }
    of_kind(error.kind()).unwrap_or_else(|| say!("系统没有说原因", "the system does not say why"))
}

fn last_resort(code: i32) -> Bilingual {
    say!("系统报错 {code}", "system error {code}")
}

/// What has no kind of its own.
fn of_code(code: i32) -> Option<Bilingual> {
    if cfg!(windows) {
        return Some(match code {
            32 | 33 | 1224 => in_use(),
            19 => read_only(),
            21 => say!("磁盘没有准备好（U 盘拔了？）", "the disk is not ready"),
            51 | 53 | 55 | 59 | 64 | 67 => unreachable_disk(),
            23 | 1117 => broken_disk(),
            _ => return None,
        });
    }
    // The numbers of Linux, which those of the BSDs and of macOS follow here.
    Some(match code {
        5 => broken_disk(),
        6 | 19 => say!("没有这个设备（U 盘拔了？）", "there is no such device"),
        23 | 24 => say!("同时打开的文件太多", "too many files are open at the same time"),
        _ => return None,
    })
}

fn in_use() -> Bilingual {
    say!("正被别的程序使用，先在那里关掉", "another program is using it; close it there first")
}

fn read_only() -> Bilingual {
    say!("磁盘是只读的，不能写", "the disk is read-only")
}

fn unreachable_disk() -> Bilingual {
    say!("连不上那个网络位置", "the place on the network cannot be reached")
}

fn broken_disk() -> Bilingual {
    say!("磁盘读写出错，可能坏了", "the disk fails to read or write and may be damaged")
}

fn of_kind(kind: ErrorKind) -> Option<Bilingual> {
    Some(match kind {
        ErrorKind::NotFound => say!("没有这个文件或文件夹", "there is no such file or folder"),
        ErrorKind::PermissionDenied => say!("没有权限", "there is no permission for it"),
        ErrorKind::AlreadyExists => say!("那里已经有同名的文件或文件夹", "a file or folder of this name is there already"),
        ErrorKind::StorageFull => say!("磁盘满了", "the disk is full"),
        ErrorKind::QuotaExceeded => say!("超过了给这个账号的磁盘空间", "the disk space for this account is used up"),
        ErrorKind::FileTooLarge => say!("文件太大，磁盘放不下", "the file is too large for the disk"),
        ErrorKind::ReadOnlyFilesystem => read_only(),
        ErrorKind::IsADirectory => say!("它是文件夹，不是文件", "it is a folder and not a file"),
        ErrorKind::NotADirectory => say!("路径中间有一段是文件，不是文件夹", "a part of the path is a file and not a folder"),
        ErrorKind::DirectoryNotEmpty => say!("文件夹里还有东西", "the folder is not empty"),
        ErrorKind::InvalidFilename => {
            say!("名字太长，或有不能用的字符", "the name is too long or holds characters that cannot be used")
        }
        ErrorKind::InvalidInput => say!("这样的名字或路径不能用", "such a name or path cannot be used"),
        ErrorKind::InvalidData => say!("内容不是 UTF-8 文字，或者坏了", "its content is not UTF-8 text, or is damaged"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => in_use(),
        ErrorKind::CrossesDevices => say!("在两个磁盘之间不能这样移动", "it cannot be moved like that between two disks"),
        ErrorKind::TooManyLinks => say!("链接太多", "there are too many links"),
        ErrorKind::Deadlock | ErrorKind::WouldBlock => say!("别的程序占着，暂时不行", "another program holds it at the moment"),
        ErrorKind::Interrupted => say!("被打断了，再试一次", "it was interrupted; try again"),
        ErrorKind::TimedOut => say!("等得太久，没有回应", "it took too long to answer"),
        ErrorKind::UnexpectedEof => say!("文件不完整", "the file is not complete"),
        ErrorKind::WriteZero => say!("没有写完", "not all of it was written"),
        ErrorKind::BrokenPipe => say!("接收的一方已经关了", "whoever was to receive it has closed"),
        ErrorKind::OutOfMemory => say!("内存不够", "there is not enough memory"),
        ErrorKind::Unsupported => say!("这个磁盘或系统做不到", "this disk or system cannot do it"),
        ErrorKind::StaleNetworkFileHandle
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::NotConnected => unreachable_disk(),
        ErrorKind::AddrInUse => say!("这个端口已经被别的程序占用", "another program uses this port already"),
        ErrorKind::AddrNotAvailable => say!("这台电脑没有这个地址", "this machine does not have this address"),
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
            say!("连接断了", "the connection was cut")
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_words_of_its_own_and_none_is_the_systems() {
        let kinds = [
            (ErrorKind::NotFound, "没有这个文件"),
            (ErrorKind::PermissionDenied, "没有权限"),
            (ErrorKind::AlreadyExists, "同名"),
            (ErrorKind::StorageFull, "满了"),
            (ErrorKind::QuotaExceeded, "账号"),
            (ErrorKind::ReadOnlyFilesystem, "只读"),
            (ErrorKind::IsADirectory, "是文件夹"),
            (ErrorKind::NotADirectory, "不是文件夹"),
            (ErrorKind::InvalidFilename, "名字太长"),
            (ErrorKind::InvalidData, "UTF-8"),
            (ErrorKind::ResourceBusy, "别的程序"),
            (ErrorKind::Interrupted, "打断"),
            (ErrorKind::TimedOut, "太久"),
            (ErrorKind::UnexpectedEof, "不完整"),
            (ErrorKind::AddrInUse, "端口"),
            (ErrorKind::AddrNotAvailable, "地址"),
        ];
        for (kind, part) in kinds {
            let error = io::Error::from(kind);
            let words = system_words(&error);
            assert!(words.zh.contains(part), "{kind:?}: {words:?}");
            assert_ne!(words.en, error.to_string());
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn numbers_of_the_system_become_words_and_an_unknown_one_keeps_its_number() {
        for code in [1, 2, 5, 13, 16, 17, 18, 19, 20, 21, 24, 26, 27, 28, 30, 36, 98, 99, 110, 116, 122] {
            let error = io::Error::from_raw_os_error(code);
            let words = system_words(&error);
            assert!(!words.zh.contains("系统报错") && !words.en.contains("os error"), "{code}: {words:?} for {error}");
        }
        assert_eq!(system_words(&io::Error::from_raw_os_error(4000)), say!("系统报错 4000", "system error 4000"));
    }

    #[test]
    fn what_a_library_wraps_is_looked_into_and_its_text_is_not_said() {
        let inner = io::Error::from(ErrorKind::StorageFull);
        let wrapped = io::Error::other(io::Error::other(inner));
        assert_eq!(system_words(&wrapped).zh, "磁盘满了");
        let words = system_words(&io::Error::other("failed to fill whole buffer"));
        assert_eq!(words, say!("系统没有说原因", "the system does not say why"));
        let said = say!("a.yaml 读不出来", "a.yaml cannot be read").because_of(&ErrorKind::NotFound.into());
        assert_eq!(said.zh, "a.yaml 读不出来：没有这个文件或文件夹");
        assert_eq!(said.en, "a.yaml cannot be read: there is no such file or folder");
    }
}
