// Marks that are taken off: per fault, per missing thing, per sample that fails; with the calculation as it prints.

import { Gap, ZERO, add, clamp, compare, isZero, most, mul, parse, show, sub, whole } from './decimal.js';
import { get } from './facts.js';
import { MOST_TIMES, missingThings, sampled } from './judge.js';

/** Marks that are certain. */
export function exactly(marks, reason, arithmetic = null) {
  return { low: marks, high: marks, open: false, missed: false, reason, arithmetic };
}

const NOTHING = { sum: ZERO, terms: [], notes: [] };

/** No more than a cap. Where it bites, the one term is the cap, and a note tells the sum that it cut. */
function capped(taken, cap) {
  const limit = cap && most(parse(cap), ZERO);
  if (!limit || compare(taken.sum, limit) <= 0) return taken;
  const note = `${taken.terms.join('+')}=${show(taken.sum)}，最多扣${show(limit)}`;
  return { sum: limit, terms: [show(limit)], notes: [...taken.notes, note] };
}

const takenOnce = (sum, term, cap) => capped({ sum, terms: [term], notes: [] }, cap);

function both(a, b) {
  return { sum: add(a.sum, b.sum), terms: [...a.terms, ...b.terms], notes: [...a.notes, ...b.notes] };
}

/** How often altogether; null when a number could not be read. */
function timesOf(count) {
  if (!Array.isArray(count)) return count;
  const total = count.reduce((sum, [, times]) => (sum === null || times === null ? null : sum + times), 0);
  return total === null || total > MOST_TIMES ? null : total;
}

/** What one kind of fault takes off: who found it, marks each time, how often. Nothing that was counted as none. */
function foundFaults(fault, count) {
  const wrong = () => new Gap(`“${fault.name}”的次数有误`);
  // A negative deduction would give marks.
  const each = (marks) => most(parse(marks), ZERO);
  const list = [];
  if (!Array.isArray(count)) {
    if (count === null) throw wrong();
    if (fault.each) list.push([null, each(fault.each), count]);
    else if (count > 0) throw new Gap(`“${fault.name}”没有分发现主体写次数`);
  } else {
    const stranger = count.find(([by]) => get(fault.found_by, by) === undefined);
    if (stranger) throw new Gap(`“${fault.name}”的发现主体没有“${stranger[0]}”`);
    for (const [by, marks] of fault.found_by) {
      const times = get(count, by);
      if (times === null) throw wrong();
      if (times !== undefined) list.push([by, each(marks), times]);
    }
  }
  return list.filter(([, , times]) => times > 0);
}

/** A part cannot be more than its whole. */
function checkWithin(fault, count, counts) {
  if (!fault.within) return;
  const given = get(counts, fault.within);
  const [part, all] = [timesOf(count), given === undefined ? 0 : timesOf(given)];
  if (part === null || all === null) throw new Gap(`“${fault.within}”的次数有误`);
  if (part > all) throw new Gap(`“${fault.name}”有${part}次，多于“${fault.within}”的${all}次`);
}

export function deduct(rule, finding, marks) {
  const counts = finding?.faults;
  if (!counts) throw new Gap('没有检查记录');
  const other = counts.find(([name]) => !rule.faults.some((fault) => fault.name === name));
  if (other) throw new Gap(`“${other[0]}”不是标准所列的扣分情形`);
  let off = NOTHING;
  const words = [];
  for (const fault of rule.faults) {
    const count = get(counts, fault.name);
    if (count === undefined) continue;
    const found = foundFaults(fault, count);
    if (found.length === 0) continue;
    checkWithin(fault, count, counts);
    let taken = NOTHING;
    for (const [by, each, times] of found) {
      taken = both(taken, takenOnce(mul(each, whole(times)), `${show(each)}×${times}`));
      words.push(`${fault.name}${by === null ? '' : `（${by}发现）`}${times}次`);
    }
    off = both(off, capped(taken, fault.cap));
  }
  off = capped(off, rule.cap);
  const plain = words.length === 0 ? '没有发现扣分情形' : words.join('，');
  const reason = words.length > 0 && finding.reason ? `${plain}：${finding.reason}` : plain;
  return less(marks, off, rule.floor ? parse(rule.floor) : ZERO, reason);
}

export function eachMissing(rule, facts, finding, marks) {
  const list = missingThings(rule, facts, finding);
  const each = most(parse(rule.each), ZERO);
  const all = mul(each, whole(list.length));
  if (list.length === 0) return exactly(marks, '齐全');
  const off = takenOnce(all, `${show(each)}×${list.length}`, rule.cap);
  return less(marks, off, ZERO, `缺少${list.join('、')}`);
}

export function sampleMarks(rule, finding, marks) {
  const found = sampled(rule, finding);
  const each = most(parse(rule.each_failed), ZERO);
  const scored = (excess) => {
    const all = mul(each, whole(excess));
    return less(marks, excess > 0 ? takenOnce(all, `${show(each)}×${excess}`) : NOTHING, ZERO, found.text);
  };
  const now = scored(found.excess);
  if (found.left === 0 || isZero(now.high)) return now;
  // All the rest may fail yet. Where that would change nothing, the sample is not complete all the same: not looked at is no pass.
  const worst = scored(found.worst).low;
  const low = compare(worst, now.high) < 0 ? worst : ZERO;
  return { ...now, low, reason: `${found.text}，还差${found.left}个没有抽查，待补数据` };
}

/** Full marks less what is taken off, stopping at the floor, with the arithmetic. */
function less(marks, off, floor, reason) {
  const rest = sub(marks, off.sum);
  const value = clamp(rest, clamp(floor, ZERO, marks), marks);
  if (off.terms.length === 0) return exactly(value, reason);
  const notes = off.notes.length === 0 ? '' : `（${off.notes.join('；')}）`;
  return exactly(value, reason, `${equation(`${show(marks)}-${off.terms.join('-')}`, '=', rest, value)}${notes}`);
}

/** `5-1×3=2`, and where a bound bites `5-1×10=-5，扣完为止，得0`: what stands before a comma is true by itself. */
export function equation(terms, sign, plain, value) {
  const order = compare(value, plain);
  let bound = '';
  if (order > 0) bound = isZero(value) ? '，扣完为止，得0' : `，最低${show(value)}`;
  if (order < 0) bound = `，最高${show(value)}`;
  return `${terms}${sign}${show(plain)}${bound}`;
}
