//! Why hours are not certain, in words that quote the phrase.

use super::clock::Odd;
use super::days::Unsayable;
use crate::diagnostic::Bilingual;
use crate::say;

/// A reason, with the words that it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// Times without days.
    NoDays(String),
    /// Days without times.
    NoTimes(String),
    /// Words that are not understood, and may change what stands beside them.
    Unknown(String),
    /// A whole phrase that says no hours.
    Unread(String),
    /// Words that are not understood, by themselves.
    Note(String),
    /// 夏令时 without dates.
    NoDates(String),
    /// Days that no rule can say.
    Unsayable(Unsayable, String),
    /// The hours of somebody else.
    Elsewhere(String),
    /// A state and no hours.
    Suspended(String),
    /// A time that cannot be.
    Odd(Odd, String),
    /// Two statements that cannot both be.
    Contradiction(String),
    /// A statement about some days that may add to the others or take their place.
    AddsOrReplaces(String),
    /// 周一闭馆，法定节假日除外.
    Either(String),
    /// Counters with different hours.
    Counters(String),
    /// Only by appointment.
    Appointment(String),
    /// Two seasons share a day.
    Seam(String),
    /// Shut in a part of a day in which nobody says when it begins.
    Half(String),
}

impl Why {
    /// For whoever looks at the import.
    #[must_use]
    pub fn says(&self) -> Bilingual {
        match self {
            Self::NoDays(words) => say!("“{words}”没有写哪几天", "“{words}” does not say on which days"),
            Self::NoTimes(words) => say!("“{words}”没有写几点到几点", "“{words}” gives no times"),
            Self::Unknown(words) => {
                say!("“{words}”读不懂，可能改变别的时间", "“{words}” is not understood and may change the other hours")
            }
            Self::Unread(words) => say!("服务时间“{words}”读不懂", "the hours “{words}” are not understood"),
            Self::Note(words) => say!(
                "“{words}”按说明保留，不影响时间，请看一眼",
                "“{words}” is kept as a note that changes no hours; please look"
            ),
            Self::NoDates(words) => {
                say!("“{words}”没有写季节从哪天到哪天", "“{words}” does not say when the season begins and ends")
            }
            Self::Unsayable(why, words) => match why {
                Unsayable::Lunar => {
                    say!("“{words}”按农历，写不成固定的日子", "“{words}” follows the lunar calendar and has no fixed dates")
                }
                Unsayable::Market => say!("“{words}”没有写按农历还是公历", "“{words}” does not say by which calendar"),
                Unsayable::Alternate => say!("“{words}”没有写从哪一周算起", "“{words}” does not say with which week it begins"),
                Unsayable::Feast => say!("“{words}”的日子每年不同", "the dates of “{words}” differ from year to year"),
                Unsayable::OfMonth => say!("“{words}”算到哪一天不确定", "it is not certain which day “{words}” is"),
            },
            Self::Elsewhere(words) => say!("“{words}”没有写出具体时间", "“{words}” gives no hours of its own"),
            Self::Suspended(words) => {
                say!("“{words}”是状态，不是服务时间：写在“状态”里", "“{words}” is a state and no hours: it belongs to `status`")
            }
            Self::Odd(odd, words) => match odd {
                Odd::Impossible => say!("“{words}”里有不存在的时刻", "“{words}” holds a time that does not exist"),
                Odd::Half => say!("“{words}”没有写上午还是下午", "“{words}” does not say whether before or after noon"),
                Odd::Order => say!("“{words}”的时刻前后不对", "the times of “{words}” are out of order"),
            },
            Self::Contradiction(words) => say!("“{words}”和前面的说法矛盾", "“{words}” contradicts what was said before"),
            Self::AddsOrReplaces(words) => {
                say!(
                    "“{words}”是另外加开，还是只开这些时间，没有写明",
                    "“{words}” may add to the other hours or take their place"
                )
            }
            Self::Either(words) => say!("“{words}”可以有两种理解", "“{words}” can be understood in two ways"),
            Self::Counters(words) => {
                say!("几处的时间不同（{words}），只写了都开的时间", "hours differ ({words}); only those shared by all are used")
            }
            Self::Appointment(words) => say!("“{words}”只凭预约，没有写时间", "“{words}”: by appointment only, without times"),
            Self::Seam(words) => {
                say!("“{words}”两季有同一天，这一天不确定", "two seasons of “{words}” share a day, which is not certain")
            }
            Self::Half(words) => {
                say!("“{words}”：那一天从几点起不开没有写明", "“{words}” does not say from when it is shut that day")
            }
        }
    }
}
