// From a standard and a record to an outcome: each criterion, then sections, total and grade. A port of the program's own scoring,
// held to it by the same test vectors and by random cases; see ARCHITECTURE.md.

import { ZERO, compare, isZero, least, most, parse, show, sum, tried } from './decimal.js';
import { Facts, get } from './facts.js';
import { award } from './award.js';
import { MET, NOT_MET, UNKNOWN, inScope, judge, without } from './judge.js';
import { merge, sideBySide } from './merge.js';
import { FAILED, isExcluded, range, withMarks, withoutMarks } from './total.js';

/** What earlier rounds leave: nothing. */
export const NO_ROUNDS = { layers: [], outcome: null, findings: [], waivers: [] };

/** Scores one record upon what earlier rounds left. `place` is {tier, channels}. */
export function score(standard, record, point, place, earlier = NO_ROUNDS) {
  const facts = new Facts(standard, [...earlier.layers, { round: record.round, facts: record.facts }], point, place);
  const scored = { standard, record, earlier, facts };
  const sections = standard.sections.map((section) => sumUp(section, section.criteria.map((c) => criterionOf(c, scored)), scored));
  const result = standard.total ? withMarks(standard, sections) : withoutMarks(sections);
  const { total, low, high, possible, veto, judged, arithmetic, notes } = result;
  // Not inspected is not a pass, even where it could not change the grade: marks that are missing keep it open. A veto, or a must
  // that is not met, settles the matter whatever else is found.
  const settled = judged && possible.length === 1 && (!standard.total || total !== null || veto);
  const grade = settled ? possible[0] : null;
  let state = UNKNOWN;
  if (grade !== null) state = grade === FAILED ? NOT_MET : MET;
  // A standard without grades has only its total to tell.
  else if (settled && standard.total && standard.grades.length === 0 && !veto) state = total !== null ? MET : UNKNOWN;
  else if (settled) state = NOT_MET;
  return { total, low, high, grade, possible, vetoed: veto, state, arithmetic, notes, sections };
}

/** The result in a few words: 三星, 未达到等级 or 待补数据. */
export function resultZh(standard, outcome) {
  const criteria = outcome.sections.flatMap((s) => s.criteria);
  if (outcome.state === NOT_MET && outcome.grade === null && outcome.vetoed) return '一票否决';
  // Where data are missing, that comes first; what only a ruling can close is 待定.
  if (outcome.state === UNKNOWN) return criteria.some((c) => c.state === UNKNOWN && !c.open) ? '待补数据' : '待定';
  if (outcome.grade !== null) return outcome.grade;
  return outcome.state === MET ? '已评分' : standard.below_grades ?? '未达到等级';
}

function criterionOf(criterion, scored) {
  const { record, earlier, standard } = scored;
  // Marks of inspectors apart count, unless they agreed on others.
  const apart = record.sheets.map((sheet) => [sheet.inspector, seen(criterion, get(sheet.findings, criterion.id), scored)]);
  // What no sheet of a re-inspection lists was not looked at again: the earlier round stands.
  const lookedAt = !earlier.outcome || record.sheets.some((sheet) => get(sheet.findings, criterion.id) !== undefined);
  if (record.merge !== 'discussed' && lookedAt) {
    const merged = merge(apart, record.merge, standard.rounding);
    if (merged) return merged;
  }
  const own = get(record.findings, criterion.id);
  // Blank in a re-inspection: not looked at again yet, so that what was found before still stands.
  const done = own ? seen(criterion, own, scored) : standing(criterion, scored);
  return { ...done, apart: sideBySide(apart) };
}

/** What an earlier round left of a criterion that this record does not list. */
function standing(criterion, scored) {
  const { record, earlier } = scored;
  const before = earlier.outcome?.criteria.find((c) => c.id === criterion.id);
  const carry = () => carried(criterion, before, before.carried ?? earlier.outcome.round);
  const measuredAnew = criterion.asks.some((fact) => get(record.facts, fact));
  if (before && before.state !== 'waived' && !waiverOf(criterion.id, scored) && !measuredAnew) return carry();
  const found = earlier.findings.find((finding) => finding.criterion === criterion.id);
  if (found) {
    const now = seen(criterion, found.finding, scored);
    // A waiver is this round's own decision.
    return { ...now, carried: now.state === 'waived' ? null : found.round };
  }
  const now = seen(criterion, null, scored);
  // What several inspectors found was merged into an outcome and is no finding any more: the outcome stands where the facts alone do
  // not decide.
  return now.state === UNKNOWN && before && before.apart ? carry() : now;
}

/** An earlier round's outcome of a criterion, as it stands. */
function carried(criterion, before, round) {
  const number = (text) => (text === null ? null : parse(text));
  return {
    ...blank(criterion),
    state: before.state,
    maximum: number(before.maximum),
    awarded: number(before.awarded),
    low: parse(before.low),
    high: parse(before.high),
    open: before.open,
    reason: before.reason,
    arithmetic: before.arithmetic,
    mend: before.mend,
    carried: round,
  };
}

function waiverOf(id, { record, earlier }) {
  return [...record.waivers, ...earlier.waivers].find((w) => w.criterion === id && w.expires >= record.date);
}

/** A criterion of which nothing is known yet. */
function blank(criterion) {
  const maximum = criterion.marks ? most(parse(criterion.marks), ZERO) : null;
  return {
    id: criterion.id,
    title: criterion.title,
    modality: criterion.modality,
    veto: criterion.veto,
    caps_grade: criterion.caps_grade,
    bonus: criterion.bonus,
    maximum,
    awarded: null,
    low: ZERO,
    high: maximum ?? ZERO,
    state: UNKNOWN,
    open: false,
    reason: '',
    arithmetic: null,
    mend: null,
    carried: null,
  };
}

/** 2026-12-31 as 2026年12月31日. */
export function dateZh(date) {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** The outcome of a criterion by one finding. */
function seen(criterion, finding, scored) {
  const [applies, unless] = criterion.when ? inScope(criterion.when, scored.facts) : [MET, ''];
  const done = { ...blank(criterion), mend: finding?.mend ?? null };
  const waiver = waiverOf(criterion.id, scored);
  if (waiver) return setAside(done, 'waived', `${waiver.reason}（豁免至${dateZh(waiver.expires)}）`, scored.standard);
  if (applies === NOT_MET) return setAside(done, 'not_applicable', `不适用：${unless}`, scored.standard);
  if (finding?.not_applicable) return setAside(done, 'not_applicable', `不适用：${finding.not_applicable}`, scored.standard);
  if (applies === UNKNOWN) return { ...done, reason: unless };
  return { ...done, ...applied(criterion, finding, done.maximum, scored) };
}

/** A criterion that does not count: its marks follow the standard's policy, and stay open without one. */
function setAside(done, state, reason, standard) {
  const aside = { ...done, state, reason };
  if (!done.maximum) return aside;
  const fixed = (value) => ({ ...aside, awarded: value, low: value, high: value });
  if (done.bonus || standard.not_applicable === 'zero') return fixed(ZERO);
  if (standard.not_applicable === 'full_marks') return fixed(done.maximum);
  if (standard.not_applicable === 'exclude_and_rescale') return { ...aside, high: ZERO };
  return { ...aside, open: true, reason: `${reason}；标准没有写明不适用项如何计分，待定` };
}

function applied(criterion, finding, maximum, { standard, facts }) {
  if (!maximum) {
    const { truth, reason, arithmetic, open } = judge(criterion.rule, facts, finding);
    return { state: truth, reason, arithmetic, open };
  }
  const plain = award(criterion.rule, facts, finding, maximum, standard.rounding);
  const done = ruled(plain, finding, maximum) ?? plain;
  // Zero marks have no range to show that something is unknown.
  const known = compare(done.low, done.high) === 0 && !isZero(maximum);
  // Rounding may fill up the marks, never the condition.
  let state = UNKNOWN;
  if (known) state = compare(done.low, maximum) === 0 && !done.missed ? MET : NOT_MET;
  const { low, high, open, reason, arithmetic } = done;
  return { state, awarded: known ? low : null, low, high, open, reason, arithmetic };
}

/** Marks by the bureau's ruling, where the standard leaves them open, and only there. */
function ruled(done, finding, maximum) {
  const ruling = finding?.ruling;
  if (!ruling || !done.open) return null;
  const marks = parse(ruling.marks);
  if (compare(marks, most(done.low, ZERO)) < 0 || compare(marks, least(done.high, maximum)) > 0) return null;
  const reason = `${without(done.reason, '，待定')}；裁定${show(marks)}分，依据：${ruling.basis}`;
  return { ...done, low: marks, high: marks, open: false, missed: false, reason };
}

/** A section's sums. Marks set aside by exclusion leave the maximum too. */
function sumUp(section, criteria, { standard, facts }) {
  const counted = criteria.filter((c) => !c.bonus && !isExcluded(c, standard));
  // Too many digits cannot be shown; the total then stays open.
  const added = (pick) => tried(() => sum(counted.map(pick))) ?? ZERO;
  const [maximum, low, high] = [added((c) => c.maximum ?? ZERO), added((c) => c.low), added((c) => c.high)];
  const terms = counted.filter((c) => c.maximum).map((c) => (c.awarded ? show(c.awarded) : '？'));
  return {
    title: section.title,
    // A weight that is no number is refused by the program; the section then counts in full.
    weight: section.weight ? tried(() => facts.amount(section.weight, '')) : null,
    maximum,
    low,
    high,
    arithmetic: terms.length === 0 ? '' : `${terms.join('+')}=${range(low, high)}`,
    criteria,
  };
}
