// The marks of inspectors who scored apart, made into one as the record says. It sees outcomes, no rules.

import { ZERO, compare, least, mul, show, sum, tried, whole } from './decimal.js';
import { divide } from './award.js';
import { STATES_ZH, range } from './total.js';

/** What each inspector found. */
export function sideBySide(apart) {
  return apart.map(([inspector, c]) => ({ inspector, awarded: c.awarded, state: c.state, reason: c.reason }));
}

const sameMarks = (a, b) => (a && b ? compare(a, b) === 0 : a === b);

/** One outcome of several; null of none. Without a method the marks stay open. */
export function merge(apart, how, rounding) {
  if (apart.length === 0) return null;
  const outcomes = apart.map(([, c]) => c);
  const [first, ...others] = outcomes;
  const done = { ...first, apart: sideBySide(apart) };
  for (const other of others) done.mend ??= other.mend;
  // Facts decide for all alike.
  if (outcomes.every((c) => c.state === first.state && sameMarks(c.awarded, first.awarded) && c.reason === first.reason)) return done;
  Object.assign(done, { reason: said(apart), arithmetic: null, open: false });
  const counts = outcomes.every((c) => ['met', 'not_met', 'unknown'].includes(c.state));
  if (!done.maximum || !counts) {
    const worst = how === 'lowest' && counts ? ['not_met', 'unknown', 'met'].find((s) => outcomes.some((c) => c.state === s)) : null;
    if (!worst) done.reason += '；检查人意见不一，待商定';
    return Object.assign(done, { state: worst ?? 'unknown', awarded: null, low: ZERO, high: done.maximum ?? ZERO });
  }
  const merged = mergedMarks(outcomes, how, rounding);
  if (!merged) {
    done.reason += '；没有写明怎样合并，待定';
    return Object.assign(done, { state: 'unknown', awarded: null, low: ZERO, high: done.maximum });
  }
  const { low, high } = merged;
  const known = compare(low, high) === 0;
  // A mean may round up to full marks although somebody took some off.
  const met = compare(low, done.maximum) === 0 && outcomes.every((c) => c.state === 'met');
  let state = 'unknown';
  if (known) state = met ? 'met' : 'not_met';
  return Object.assign(done, {
    low,
    high,
    awarded: known ? low : null,
    state,
    open: !known && outcomes.some((c) => c.open),
    arithmetic: known ? howMerged(outcomes, how, low) : null,
  });
}

function mergedMarks(outcomes, how, rounding) {
  const mean = (key) => divide(sum(outcomes.map((c) => c[key])), whole(outcomes.length), rounding);
  const lowest = (key) => outcomes.map((c) => c[key]).reduce(least);
  if (how === 'mean') return tried(() => ({ low: mean('low'), high: mean('high') }));
  return how === 'lowest' ? { low: lowest('low'), high: lowest('high') } : null;
}

/** 张示例4.5分：…；李示例5分. */
function said(apart) {
  const one = ([inspector, c]) => {
    let marks = STATES_ZH[c.state];
    if (c.awarded) marks = `${show(c.awarded)}分`;
    else if (c.maximum) marks = `${range(c.low, c.high)}分`;
    return `${inspector}${marks}${c.state === 'met' ? '' : `（${c.reason}）`}`;
  };
  return apart.map(one).join('；');
}

/** `(4.5+5)÷2=4.75`, or `4.5、5中取最低4.5`. */
function howMerged(outcomes, how, merged) {
  const marks = outcomes.map((c) => range(c.low, c.high));
  if (how === 'lowest') return `${marks.join('、')}中取最低${show(merged)}`;
  const even = tried(() => compare(mul(merged, whole(outcomes.length)), sum(outcomes.map((c) => c.low))) === 0);
  return `(${marks.join('+')})÷${outcomes.length}${even ? '=' : '≈'}${show(merged)}`;
}
