//! How often a deduction counts, by the words before its marks; and what it is called.

use super::patterns::{
    EACH_FIRST, EACH_FULL, EACH_LAST, EACH_PURE, EVENT, MEASURED, NOTE, ONE_AFTER, ONE_FIRST, ONE_LAST, ONE_UNKNOWN, ONE_WORD,
    REACHED, part,
};
use super::statements::Times;
use crate::diagnostic::Bilingual;
use crate::say;

/// How often a deduction counts.
pub fn times_of(text: &str, behind: &str) -> Result<Times, Bilingual> {
    if !behind.is_empty() || EACH_FULL.fits(text) {
        return Ok(Times::Each);
    }
    if text.split('，').any(|clause| before_counter(clause).is_some() || EACH_FIRST.fits(clause)) {
        return Ok(Times::Each);
    }
    if text.contains('每') && !["未每", "没每", "不每", "没有每"].iter().any(|w| text.contains(w)) {
        // 未做到每日清扫 describes; 每月例会缺席 does not stand alone.
        let negated = text.split('每').next().is_some_and(|before| before.contains(['未', '没', '不', '无', '对', '非']));
        if !negated && !counts(text) {
            return Err(say!("“每”是说每次都扣，还是说要求，看不出来", "whether “每” counts or describes cannot be told"));
        }
    }
    if counts(text) {
        return Ok(Times::Each);
    }
    // 宣传栏未更新（每季度一次）: what stands in brackets explains.
    let text = &NOTE.without(text);
    if text.split('，').any(|clause| clause.starts_with("一类") || ONE_UNKNOWN.fits(&ONE_WORD.without(&without_negation(clause))))
    {
        return Err(say!("“一”后面的是不是一个一个地数，看不出来", "whether what follows “一” is counted cannot be told"));
    }
    // 迟到一次以上: it is reached or not.
    if REACHED.fits(text) {
        return Ok(Times::Once);
    }
    if text.split('，').any(|clause| EVENT.fits(clause)) { Ok(Times::Event) } else { Ok(Times::Once) }
}

/// What stands before 每次, 每人每次 at the end of a clause. 未每周检查, 未落实每日消毒制度 describe what was not done and count nothing.
fn before_counter(clause: &str) -> Option<&str> {
    let found = EACH_LAST.parts(clause)?;
    let (before, each) = (part(&found, "before"), part(&found, "each"));
    let describes = before.ends_with(['未', '没', '不', '无', '有', '非'])
        || !(before.is_empty() || before.ends_with('的') || EACH_PURE.fits(each));
    (!describes).then_some(before)
}

/// 没有一名 counts nothing.
fn without_negation(clause: &str) -> String {
    clause.replace("没有", "无")
}

/// 缺席一次, 发现一例, 一处不符合: they count, though 每 does not stand there.
pub fn counts(text: &str) -> bool {
    text.split('，').any(|clause| {
        let clause = ONE_WORD.without(&without_negation(clause));
        ONE_FIRST.fits(&clause) || ONE_AFTER.fits(&clause) || ONE_LAST.fits(&clause)
    })
}

/// The name of a fault: without 的 at its end and the counter before it, and nothing else lost.
pub fn named(text: &str) -> String {
    let text = text.trim_end_matches(['，', '、', ',']);
    let text = before_counter(text).filter(|before| !before.is_empty()).unwrap_or(text);
    let text = text.trim_end_matches(['的', '，', '、']);
    // 每缺一项 is called 缺一项; 每个村未…, 每份不合格 keep their 每.
    match text.strip_prefix('每').filter(|rest| !MEASURED.fits(rest)) {
        Some(rest) => rest.to_owned(),
        None => text.to_owned(),
    }
}
