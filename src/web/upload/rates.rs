//! How often somebody may be wrong, and how much one inspector may hand in.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use subtle::ConstantTimeEq as _;

use super::UploadLimits;
use crate::diagnostic::Bilingual;
use crate::say;

/// What was wrong, and what was handed in.
#[derive(Debug, Default)]
pub struct RateLimits {
    wrong: BTreeMap<IpAddr, Vec<Instant>>,
    wrong_in_all: usize,
    uploads: BTreeMap<String, Vec<Instant>>,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The code is wrong.
    Wrong,
    /// It is wrong, as many before it from this address were; it is answered only after a while.
    TooManyWrong(Duration),
    /// So many were wrong that no code counts any more; true for the one that was one too many.
    Closed(bool),
    /// The inspector has handed in too much; when to try again.
    TooMany(Duration),
}

impl RateLimits {
    /// Whose code it is. A right code is let in whatever else came from its address: only wrong ones are counted, and slowed down.
    ///
    /// # Errors
    /// Why the code does not count.
    pub fn admit<'c>(
        &mut self,
        codes: &'c BTreeMap<String, String>,
        code: &str,
        peer: IpAddr,
        limits: &UploadLimits,
    ) -> Result<&'c str, Refusal> {
        if self.wrong_in_all >= limits.wrong_in_all {
            return Err(Refusal::Closed(false));
        }
        // Every code is compared, each in full, so that the time taken tells nothing.
        let mut found = None;
        for (own, name) in codes {
            if bool::from(own.as_bytes().ct_eq(code.as_bytes())) {
                found = Some(name.as_str());
            }
        }
        if let Some(name) = found {
            return Ok(name);
        }
        let now = Instant::now();
        let wrong = self.wrong.entry(peer).or_default();
        wrong.retain(|at| now.duration_since(*at) < limits.wrong_time);
        wrong.push(now);
        let beyond = wrong.len().saturating_sub(limits.wrong_per_address);
        self.wrong_in_all += 1;
        if self.wrong_in_all >= limits.wrong_in_all {
            return Err(Refusal::Closed(true));
        }
        match u32::try_from(beyond.min(10)).unwrap_or(10) {
            0 => Err(Refusal::Wrong),
            times => Err(Refusal::TooManyWrong(limits.slow_down * times)),
        }
    }

    /// Whether an inspector may hand in more.
    ///
    /// # Errors
    /// When to try again.
    pub fn may_upload(&mut self, code: &str, limits: &UploadLimits) -> Result<(), Refusal> {
        let hour = Duration::from_hours(1);
        let now = Instant::now();
        let own = self.uploads.entry(code.to_owned()).or_default();
        own.retain(|at| now.duration_since(*at) < hour);
        match own.first() {
            Some(first) if own.len() >= limits.uploads_per_hour => {
                Err(Refusal::TooMany(hour.saturating_sub(now.duration_since(*first))))
            }
            _ => Ok(()),
        }
    }

    /// Counts a file that was dealt with; one that has to be sent again is not.
    pub fn uploaded(&mut self, code: &str) {
        self.uploads.entry(code.to_owned()).or_default().push(Instant::now());
    }
}

impl Refusal {
    /// What somebody is told.
    pub fn says(&self, limits: &UploadLimits) -> Bilingual {
        match self {
            Self::Wrong => say!("编号不对", "the access code is wrong"),
            Self::TooManyWrong(_) => {
                let count = limits.wrong_per_address;
                say!(
                    "编号不对，而且错了 {count} 次以上。请核对编号；对的编号马上能用",
                    "the access code is wrong, as more than {count} before it were; check it: a right one works at once"
                )
            }
            Self::Closed(_) => say!(
                "有人在猜编号，已经停收，请局里重新启动",
                "somebody is guessing access codes: the bureau must start the program again"
            ),
            Self::TooMany(wait) => {
                let minutes = wait.as_secs().div_ceil(60);
                say!(
                    "一小时里交得太多，{minutes} 分钟后自动再交",
                    "too many uploads in an hour: trying again in {minutes} minutes"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes() -> BTreeMap<String, String> {
        BTreeMap::from([("12345678".to_owned(), "张示例".to_owned()), ("87654321".to_owned(), "李示例".to_owned())])
    }

    #[test]
    fn wrong_codes_slow_wrong_ones_down_and_a_right_one_is_let_in() {
        let (codes, limits) = (codes(), UploadLimits::default());
        let mut rates = RateLimits::default();
        let (here, there) = ([10, 0, 0, 1].into(), [10, 0, 0, 2].into());
        for _ in 0..limits.wrong_per_address {
            assert_eq!(rates.admit(&codes, "1234567", here, &limits), Err(Refusal::Wrong));
        }
        for times in 1..=20 {
            let wait = limits.slow_down * times.min(10);
            assert_eq!(rates.admit(&codes, "00000000", here, &limits), Err(Refusal::TooManyWrong(wait)));
            assert_eq!(rates.admit(&codes, "12345678", here, &limits), Ok("张示例"));
        }
        assert_eq!(rates.admit(&codes, "", there, &limits), Err(Refusal::Wrong), "another address starts at nothing");
    }

    #[test]
    fn after_the_last_guess_no_code_counts_and_that_is_told_once() {
        let (codes, limits) = (codes(), UploadLimits::default());
        let mut rates = RateLimits::default();
        let mut told = 0;
        for n in 0..250_u32 {
            let peer = std::net::Ipv4Addr::from(n).into();
            if rates.admit(&codes, "00000000", peer, &limits) == Err(Refusal::Closed(true)) {
                told += 1;
                assert_eq!(n + 1, 200);
            }
        }
        assert_eq!(told, 1);
        assert_eq!(rates.admit(&codes, "12345678", [10, 0, 0, 1].into(), &limits), Err(Refusal::Closed(false)));
    }

    #[test]
    fn an_inspector_hands_in_so_much_in_an_hour_and_others_are_not_concerned() {
        let limits = UploadLimits::default();
        let mut rates = RateLimits::default();
        for _ in 0..limits.uploads_per_hour {
            assert_eq!(rates.may_upload("12345678", &limits), Ok(()));
            rates.uploaded("12345678");
        }
        assert!(matches!(rates.may_upload("12345678", &limits), Err(Refusal::TooMany(wait)) if wait.as_secs() > 3500));
        assert_eq!(rates.may_upload("87654321", &limits), Ok(()));
    }
}
