//! Which words belong to which number, and what they are: what a number is for, or who answers. What may name a person is never a label.

use super::digits::Fault;
use super::scan::Token;
use super::{Cell, Kind, Phone};
use crate::diagnostic::Bilingual;
use crate::say;

/// Words that say of a phone only that it is one.
const GENERIC: [&str; 33] = [
    "联系人",
    "负责人",
    "电话",
    "联系电话",
    "咨询电话",
    "服务电话",
    "办公电话",
    "固定电话",
    "固话",
    "座机",
    "座机号",
    "电话号码",
    "联系方式",
    "号码",
    "手机",
    "手机号",
    "手机号码",
    "移动电话",
    "联系手机",
    "公开电话",
    "对外电话",
    "电话号",
    "热线",
    "tel",
    "tel.",
    "phone",
    "mobile",
    "mob",
    "t",
    "电",
    "电话为",
    "拨打",
    "请拨打",
];
/// What is dialled by no phone that is meant here.
const OTHER: [&str; 9] = ["传真", "fax", "qq", "微信号", "邮编", "邮箱", "email", "e-mail", "车牌"];
/// At somebody's home.
const HOME: [&str; 6] = ["宅", "家", "住宅", "家庭", "家里", "宅电"];
/// How the name of a place or a service ends; one character is enough only behind two others: 李处 is a person.
const OFFICE: [&str; 44] = [
    "窗口",
    "大厅",
    "中心",
    "前台",
    "总机",
    "值班",
    "咨询",
    "投诉",
    "监督",
    "举报",
    "服务",
    "医保",
    "参保",
    "报销",
    "备案",
    "社区",
    "街道",
    "药房",
    "药店",
    "夜间",
    "白天",
    "日间",
    "上班",
    "下班",
    "周末",
    "节假日",
    "工作日",
    "时间",
    "业务",
    "办公",
    "台",
    "厅",
    "室",
    "科",
    "股",
    "局",
    "站",
    "所",
    "部",
    "村",
    "院",
    "线",
    "处",
    "柜",
];
/// Alone they are offices all the same.
const ALONE: [&str; 4] = ["办", "公", "窗口", "单位"];
/// How somebody in an office is called.
const PERSON: [&str; 24] = [
    "主任", "书记", "科长", "所长", "站长", "局长", "院长", "处长", "部长", "主席", "医生", "护士", "老师", "经理", "店长",
    "同志", "先生", "女士", "专员", "专干", "委员", "村长", "会计", "人员",
];

/// Puts tokens together.
pub fn attach(tokens: Vec<Token>) -> Cell {
    let first_is_words = matches!(tokens.iter().find(|t| **t != Token::Break), Some(Token::Words { .. }));
    let mut sorter = Sorter { cell: Cell::default(), pending: Vec::new(), others: Vec::new(), fresh: false };
    for item in tokens.split(|t| *t == Token::Break) {
        let numbers = item.iter().any(|t| !matches!(t, Token::Words { .. }));
        let leads = if numbers { matches!(item.first(), Some(Token::Words { .. })) } else { first_is_words };
        // Without a number of its own, words are of the number before only where numbers come first.
        sorter.fresh &= !numbers;
        for token in item {
            sorter.take(token, leads);
        }
    }
    let Sorter { mut cell, pending, others, .. } = sorter;
    cell.words.extend(pending);
    // What is no phone goes with its words.
    let mut at = 0;
    cell.numbers.retain(|_| {
        at += 1;
        !others.contains(&(at - 1))
    });
    if !cell.numbers.is_empty() && !cell.words.is_empty() {
        let words = std::mem::take(&mut cell.words).join("，");
        cell.doubts.push(say!("“{words}”没有读：不知道说的是哪个号码", "“{words}” was not read: it belongs to no number"));
    }
    cell
}

struct Sorter {
    cell: Cell,
    /// Words for the next number.
    pending: Vec<String>,
    /// Numbers that are no phones, by their place.
    others: Vec<usize>,
    /// Whether the last number may still be given words.
    fresh: bool,
}

impl Sorter {
    fn take(&mut self, token: &Token, leads: bool) {
        match token {
            Token::Break => {}
            Token::Words { text, inside, leads: colon } => {
                let behind = !colon && !self.cell.numbers.is_empty() && self.fresh && (*inside || !leads);
                if behind {
                    self.describe(text);
                    self.fresh = *inside;
                } else {
                    self.pending.push(text.clone());
                }
            }
            Token::Number(dialled) => {
                self.push(Phone {
                    kind: dialled.kind,
                    number: dialled.number.clone(),
                    extension: dialled.extension.clone(),
                    label: String::new(),
                    contact: String::new(),
                    home: false,
                });
                for words in std::mem::take(&mut self.pending) {
                    self.describe(&words);
                }
            }
            Token::Extension(digits) => match self.cell.numbers.last_mut() {
                Some(last) if last.extension.is_empty() => last.extension.clone_from(digits),
                Some(last) => {
                    let more = Phone { extension: digits.clone(), ..last.clone() };
                    self.push(more);
                }
                None => self.bad(digits, Fault::None),
            },
            Token::Tail(digits) => self.tail(digits),
            Token::Bad(text, fault) => self.bad(text, *fault),
            Token::Range(text) => self.cell.doubts.push(say!(
                "“{text}”是一串号码，只读了第一个；要写的号码一个一个写出来",
                "“{text}” is a run of numbers: only the first was read; write each of them"
            )),
        }
    }

    fn push(&mut self, phone: Phone) {
        self.cell.numbers.push(phone);
        self.fresh = true;
    }

    /// 0576-80001234/5: the end of the number before is another.
    fn tail(&mut self, digits: &str) {
        let Some(last) = self.cell.numbers.last().cloned() else { return self.bad(digits, Fault::None) };
        let said = |next: &Phone| {
            let (before, after) = (last.text(), next.text());
            say!(
                "“{before}”后面的“{digits}”读作 {after}，看看对不对",
                "“{digits}” behind {before} was read as {after}: see whether that is right"
            )
        };
        let next = if last.extension.is_empty() {
            let local = last.number.rsplit('-').next().unwrap_or_default();
            let room = if last.kind == Kind::Landline { local.len() } else { last.number.len() };
            let keep = last.number.len().checked_sub(digits.len()).filter(|_| digits.len() < room && digits.len() <= 4);
            let begin = keep.and_then(|keep| last.number.get(..keep)).filter(|_| last.number.len() >= 7);
            begin.map(|begin| Phone {
                number: format!("{begin}{digits}"),
                label: String::new(),
                contact: String::new(),
                ..last.clone()
            })
        } else {
            (last.extension.len() == digits.len()).then(|| Phone {
                extension: digits.to_owned(),
                label: String::new(),
                contact: String::new(),
                ..last.clone()
            })
        };
        match next {
            Some(next) => {
                self.cell.doubts.push(said(&next));
                self.push(next);
            }
            None => self.bad(digits, Fault::None),
        }
    }

    fn bad(&mut self, text: &str, fault: Fault) {
        let mut words = std::mem::take(&mut self.pending);
        words.push(text.to_owned());
        let text = words.join(" ");
        self.fresh = false;
        self.cell.doubts.push(because(&text, fault));
    }

    /// Words about the last number.
    fn describe(&mut self, words: &str) {
        let at = self.cell.numbers.len().saturating_sub(1);
        let Some(phone) = self.cell.numbers.last_mut() else { return };
        let text = words.trim_matches([' ', '-', '.', ',']).to_owned();
        let lower = text.to_lowercase();
        if GENERIC.contains(&lower.as_str()) || text.is_empty() {
            return;
        }
        if OTHER.iter().any(|other| lower.contains(other)) {
            let number = phone.text();
            self.others.push(at);
            self.cell.doubts.push(say!("“{text} {number}”不是电话，没有读", "“{text} {number}” is no phone and was not read"));
            return;
        }
        if HOME.contains(&text.as_str()) {
            phone.home = true;
            join(&mut phone.contact, &text);
        } else if is_office(&text) {
            join(&mut phone.label, &text);
        } else {
            let name =
                ["联系人", "负责人", "电话", "手机"].iter().fold(text.as_str(), |t, mark| t.strip_prefix(mark).unwrap_or(t));
            let name = ["的电话", "电话", "手机号", "手机", "号码"]
                .iter()
                .fold(name, |t, mark| t.strip_suffix(mark).unwrap_or(t))
                .trim();
            let name = if name.is_empty() { &text } else { name };
            if name.chars().any(|c| c.is_ascii_digit()) || name.chars().count() > 12 {
                self.cell.words.push(text.clone());
            } else {
                join(&mut phone.contact, name);
            }
        }
    }
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push('，');
    }
    text.push_str(more);
}

/// Whether words name a place or a service and no person.
pub fn is_office(words: &str) -> bool {
    let bare = ["电话", "热线", "手机", "号码"].iter().fold(words.trim(), |t, mark| t.strip_suffix(mark).unwrap_or(t));
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '号' | '-'));
    if bare.is_empty() {
        return words.ends_with("热线");
    }
    let is_person = bare.contains('副') || PERSON.iter().any(|person| bare.ends_with(person));
    let place = OFFICE.iter().any(|end| bare.ends_with(end) && (end.chars().count() > 1 || bare.chars().count() > 2));
    !is_person && (ALONE.contains(&bare) || place)
}

fn because(text: &str, fault: Fault) -> Bilingual {
    match fault {
        Fault::LostZero => say!(
            "电话“{text}”区号前面的 0 可能丢了，没有读；在表里设成文本，补上 0",
            "the zero of the area may be lost in the phone “{text}”: it was not read; make the cell text and put the zero back"
        ),
        Fault::MobileLength => say!(
            "“{text}”像手机号，但不是 11 位，没有读",
            "“{text}” looks like a mobile number but has not 11 digits: it was not read"
        ),
        Fault::Several => say!(
            "“{text}”可以读成几种号码，没有读；号码之间用顿号隔开",
            "“{text}” can be read as different numbers: it was not read; put commas between numbers"
        ),
        Fault::None => say!(
            "“{text}”不是打得通的号码（看看位数），没有读",
            "“{text}” is no number that can be dialled (count its digits): it was not read"
        ),
    }
}
