//! Groups of digits with what joins them, as numbers that can be dialled: `0576`, `8000`, `1234` → 0576-80001234.

use super::Kind;

/// What stands between two groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// Blanks.
    Space,
    /// A hyphen, with or without blanks.
    Dash,
    /// A dot.
    Dot,
}

/// Groups of digits: each with what stands before it, nothing before the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chunk {
    /// With +, or 0086: the code of the country stands first.
    pub country: bool,
    /// The groups.
    pub groups: Vec<(Option<Joint>, String)>,
}

/// A number without words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialled {
    /// Line, mobile or hotline.
    pub kind: Kind,
    /// As it is written into a file.
    pub number: String,
    /// Extension, or empty.
    pub extension: String,
}

/// Why a chunk is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// With a zero before it, it would be one.
    LostZero,
    /// A mobile with a digit too few or too many.
    MobileLength,
    /// It can be read in several ways.
    Several,
    /// It is none.
    None,
}

impl Chunk {
    /// All digits.
    pub fn digits(&self) -> String {
        self.groups.iter().map(|(_, group)| group.as_str()).collect()
    }

    /// The numbers that it holds.
    pub fn numbers(&self) -> Result<Vec<Dialled>, Fault> {
        let groups = self.joined();
        let found = self.partitions(&groups);
        match found.as_slice() {
            [one] => return Ok(one.clone()),
            [] => {}
            _ => return Err(Fault::Several),
        }
        // Grouped in some other way, but whole: 0576 80 00 12 34.
        let digits = self.digits();
        if !self.country && digits.starts_with(['0', '1']) && !groups.iter().any(|(_, g)| g.len() >= 7 && groups.len() > 2) {
            let whole = [(None, digits.clone())];
            if let Some(one) = number(&whole, false) {
                return Ok(vec![one]);
            }
        }
        Err(self.fault(&groups, &digits))
    }

    /// Digits that are spaced one by one are joined.
    fn joined(&self) -> Vec<(Option<Joint>, String)> {
        if self.groups.len() < 7 || self.groups.iter().any(|(_, group)| group.len() > 1) {
            return self.groups.clone();
        }
        let mut joined: Vec<(Option<Joint>, String)> = Vec::new();
        for (joint, group) in &self.groups {
            match joined.last_mut() {
                Some((_, last)) if *joint == Some(Joint::Space) => last.push_str(group),
                _ => joined.push((*joint, group.clone())),
            }
        }
        joined
    }

    /// Every way to see numbers in the groups; one number ends where another begins only at a blank.
    fn partitions(&self, groups: &[(Option<Joint>, String)]) -> Vec<Vec<Dialled>> {
        let mut found = Vec::new();
        if groups.len() > 24 {
            return found;
        }
        let mut ways: Vec<(usize, Vec<Dialled>)> = vec![(0, Vec::new())];
        while let Some((at, numbers)) = ways.pop() {
            if at == groups.len() {
                found.push(numbers);
                continue;
            }
            for end in at + 1..=groups.len().min(at + 6) {
                let blank = groups.get(end).is_none_or(|(joint, _)| *joint == Some(Joint::Space));
                let country = self.country && at == 0;
                let one = groups.get(at..end).filter(|_| blank).and_then(|part| number(part, country));
                if let Some(one) = one {
                    let more = numbers.iter().cloned().chain([one]).collect();
                    ways.push((end, more));
                }
            }
            if found.len() + ways.len() > 64 {
                break;
            }
        }
        found
    }

    fn fault(&self, groups: &[(Option<Joint>, String)], digits: &str) -> Fault {
        let mut zero = groups.to_vec();
        if let Some((_, first)) = zero.first_mut().filter(|(_, first)| !first.starts_with('0')) {
            first.insert(0, '0');
            if number(&zero, false).is_some() {
                return Fault::LostZero;
            }
        }
        let mobile = digits.starts_with('1') && digits.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c));
        if mobile && matches!(digits.len(), 9 | 10 | 12 | 13) { Fault::MobileLength } else { Fault::None }
    }
}

/// The groups as one number.
fn number(groups: &[(Option<Joint>, String)], country: bool) -> Option<Dialled> {
    let (groups, country) = without_country(groups, country)?;
    let sizes: Vec<usize> = groups.iter().map(|(_, g)| g.len()).collect();
    let digits: String = groups.iter().map(|(_, g)| g.as_str()).collect();
    let plain = |kind, number: &str| Some(Dialled { kind, number: number.to_owned(), extension: String::new() });
    if is_mobile(&digits) && matches!(sizes.as_slice(), [11] | [3, 4, 4] | [3, 8] | [7, 4] | [4, 3, 4] | [4, 4, 3] | [3, 3, 5]) {
        return plain(Kind::Mobile, &digits);
    }
    if let Some(free) = free(&groups).filter(|_| !country) {
        return Some(free);
    }
    if let [(_, one)] = groups.as_slice()
        && is_hotline(one)
        && !country
    {
        return plain(Kind::Hotline, one);
    }
    let (area, rest) = area(&groups, country)?;
    let (local, extension) = local(&rest, !area.is_empty())?;
    let hotline = !area.is_empty() && is_hotline(&local) && local.len() >= 5;
    // Without an area no number begins with 0 or 1; those that are invented for samples have one.
    if !hotline && !is_local(&local) && (area.is_empty() || !matches!(local.len(), 7 | 8)) {
        return None;
    }
    let kind = if hotline { Kind::Hotline } else { Kind::Landline };
    let number = if area.is_empty() { local } else { format!("{area}-{local}") };
    Some(Dialled { kind, number, extension })
}

type Groups = Vec<(Option<Joint>, String)>;

/// Without 86 at the beginning, where it can be nothing else.
fn without_country(groups: &[(Option<Joint>, String)], country: bool) -> Option<(Groups, bool)> {
    let mut groups = groups.to_vec();
    let first = groups.first()?.1.clone();
    let digits: usize = groups.iter().map(|(_, g)| g.len()).sum();
    let rest = if country || first.starts_with("0086") {
        first.strip_prefix("0086").or_else(|| first.strip_prefix("86"))?
    } else if let Some(rest) = first.strip_prefix("86").filter(|rest| {
        let mobile = rest.is_empty() || is_mobile_begin(rest);
        (digits == 13 && mobile) || (digits >= 12 && rest.starts_with('0'))
    }) {
        rest
    } else {
        return Some((groups, false));
    };
    if rest.is_empty() {
        groups.remove(0);
        if let Some(first) = groups.first_mut() {
            first.0 = None;
        }
    } else if let Some(first) = groups.first_mut() {
        rest.clone_into(&mut first.1);
    }
    (!groups.is_empty()).then_some((groups, true))
}

/// The area code and what follows. Behind the code of the country the zero is not written.
fn area(groups: &Groups, country: bool) -> Option<(String, Groups)> {
    let mut rest = groups.clone();
    if country && let Some((_, first)) = rest.first_mut().filter(|(_, first)| !first.starts_with('0')) {
        first.insert(0, '0');
    }
    let first = rest.first()?.1.clone();
    if !first.starts_with('0') {
        return Some((String::new(), rest));
    }
    // 010 and 02x have three digits, all others four.
    let long = if first.starts_with("01") || first.starts_with("02") { 3 } else { 4 };
    let (area, more) = first.split_at_checked(long)?;
    if area.starts_with("00") || (long == 3 && !area.starts_with("010") && !area.starts_with("02")) {
        return None;
    }
    if more.is_empty() {
        rest.remove(0);
    } else if let Some(first) = rest.first_mut() {
        first.1 = more.to_owned();
    }
    // What follows is a number of its own shape.
    if let Some(first) = rest.first_mut() {
        first.0 = None;
    }
    (!rest.is_empty()).then(|| (area.to_owned(), rest))
}

/// The number within an area, and an extension behind a hyphen.
fn local(groups: &Groups, area: bool) -> Option<(String, String)> {
    let texts: Vec<&str> = groups.iter().map(|(_, g)| g.as_str()).collect();
    let dashed = |at: usize| groups.get(at).is_some_and(|(joint, _)| *joint == Some(Joint::Dash));
    let whole = |text: &str| matches!(text.len(), 7 | 8) || (area && is_hotline(text));
    // One digit behind seven may be the eighth.
    let extension = |number: usize, text: &str| (if number == 8 { 1 } else { 2 }..=6).contains(&text.len());
    match texts.as_slice() {
        [one] if whole(one) => Some(((*one).to_owned(), String::new())),
        [one, ext] if matches!(one.len(), 7 | 8) && extension(one.len(), ext) && dashed(1) => {
            Some(((*one).to_owned(), (*ext).to_owned()))
        }
        [a, b] if matches!((a.len(), b.len()), (4, 4 | 3) | (3, 4)) => Some((format!("{a}{b}"), String::new())),
        [a, b, ext] if matches!((a.len(), b.len()), (4, 4 | 3) | (3, 4)) && extension(a.len() + b.len(), ext) && dashed(2) => {
            Some((format!("{a}{b}"), (*ext).to_owned()))
        }
        _ => None,
    }
}

/// 400-800-1234, 4008001234, 400-800-1234-8012.
fn free(groups: &Groups) -> Option<Dialled> {
    let whole = |part: &[(Option<Joint>, String)]| -> Option<String> {
        let digits: String = part.iter().map(|(_, g)| g.as_str()).collect();
        let fits = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
        let (a, b, c) = (digits.get(..3)?, digits.get(3..6)?, digits.get(6..)?);
        fits.then(|| if part.len() == 1 { digits.clone() } else { format!("{a}-{b}-{c}") })
    };
    let (last, before) = groups.split_last()?;
    let (number, extension) = match whole(groups) {
        Some(number) => (number, String::new()),
        None if last.0 == Some(Joint::Dash) && (2..=6).contains(&last.1.len()) => (whole(before)?, last.1.clone()),
        None => return None,
    };
    Some(Dialled { kind: Kind::Hotline, number, extension })
}

fn is_local(digits: &str) -> bool {
    matches!(digits.len(), 7 | 8) && !digits.starts_with(['0', '1'])
}

fn is_mobile_begin(digits: &str) -> bool {
    digits.starts_with('1') && digits.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c))
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && is_mobile_begin(digits)
}

/// 12393, 95598, 962585, 120.
pub fn is_hotline(digits: &str) -> bool {
    match digits.len() {
        3 => matches!(digits, "110" | "114" | "119" | "120" | "122"),
        5 => ["123", "100", "111", "118", "9"].iter().any(|begin| digits.starts_with(begin)),
        6 => digits.starts_with("95") || digits.starts_with("96"),
        _ => false,
    }
}
