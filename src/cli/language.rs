//! What the words of the command line say before they are parsed: the language, and `help COMMAND` for `COMMAND --help`.

use std::ffi::OsString;

use crate::diagnostic::Lang;

/// The language that the arguments ask for, else the locale's; Chinese where the locale says nothing, as the program's users are.
pub fn language(arguments: &[OsString]) -> Lang {
    let mut words = arguments.iter().filter_map(|a| a.to_str());
    while let Some(word) = words.next() {
        let value = match word {
            "--lang" => words.next(),
            "--" => break,
            _ => word.strip_prefix("--lang="),
        };
        match value {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    match sys_locale::get_locale().as_deref() {
        None | Some("" | "C" | "POSIX") => Lang::Zh,
        Some(locale) if locale.starts_with("C.") || locale.starts_with("c.") => Lang::Zh,
        Some(locale) => Lang::of_locale(locale),
    }
}

/// `yizhan help build` as `yizhan build --help`; nothing where the arguments do not begin with `help`.
pub fn help_for(arguments: &[OsString]) -> Option<Vec<OsString>> {
    let mut words = arguments.to_vec();
    let mut at = 1;
    loop {
        match words.get(at)?.to_str()? {
            "--lang" => at += 2,
            word if word.starts_with("--lang=") => at += 1,
            "help" => break,
            _ => return None,
        }
    }
    words.remove(at);
    words.push("--help".into());
    Some(words)
}
