//! The two languages that the program speaks.

use serde::{Deserialize, Serialize};

/// A language of the program's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Chinese, the language of its users.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language of a locale name such as `zh_CN.UTF-8`; anything that is not Chinese reads English.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// One sentence in both languages. Made by the `say!` macro, so that neither can be forgotten.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The same behind a name and a colon.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        Self { zh: format!("{name}：{}", self.zh), en: format!("{name}: {}", self.en) }
    }

    /// The sentence in a language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// Formats one sentence in Chinese and in English: `say!("缺少「{key}」", "`{key}` is missing")`.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(, $($arg:tt)*)?) => {
        $crate::diagnostic::Bilingual { zh: format!($zh $(, $($arg)*)?), en: format!($en $(, $($arg)*)?) }
    };
}
