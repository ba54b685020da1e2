// Total and grade: sums, what does not apply, bonus, rounding, grade boundaries, vetoes, and what is still possible.

import { Gap, ONE, ZERO, add, compare, isZero, least, mul, parse, quotient, show, sub, sum, tried } from './decimal.js';

/** Verdicts of a standard without marks. */
const PASSED = '符合标准';
const WITH_NOTES = '符合标准，有改进建议';
export const FAILED = '不符合标准';

export const STATES_ZH = { met: '符合', not_met: '不符合', unknown: '待补数据', not_applicable: '不适用', waived: '豁免' };
const MODES_ZH = { half_up: '四舍五入', half_even: '四舍六入五成双', down: '舍去', up: '进位' };

/** Said where no criterion was judged: neither a pass nor a failure follows from that. */
const NOTHING_JUDGED = '没有一项判定过，结果待定';

/** Whether a criterion was looked at, or is still to be. What does not apply, or is waived, says nothing about a point. */
const isJudged = (criterion) => !['not_applicable', 'waived'].includes(criterion.state);

/** A number, or a range while it is open. */
export const range = (low, high) => (compare(low, high) === 0 ? show(low) : `${show(low)}～${show(high)}`);

/** Whether a criterion's marks leave the sum and the maximum. */
export function isExcluded(criterion, standard) {
  return ['not_applicable', 'waived'].includes(criterion.state) && standard.not_applicable === 'exclude_and_rescale';
}

/** Marks of a section as they count: 现场 90 × 70%. */
const weighted = (section, marks) => (section.weight ? mul(marks, section.weight.value) : marks);

function sums(sections, standard, key) {
  let [base, bonus] = [ZERO, ZERO];
  for (const section of sections) {
    const counted = section.criteria.filter((c) => !isExcluded(c, standard));
    const of = (bonusToo) => sum(counted.filter((c) => c.bonus === bonusToo).map((c) => c[key]));
    base = add(base, weighted(section, of(false)));
    bonus = add(bonus, of(true));
  }
  return { base, bonus };
}

/** Total and grade of a standard with marks. */
export function withMarks(standard, sections) {
  const criteria = sections.flatMap((s) => s.criteria);
  const full = parse(standard.total);
  const nothingLeft = criteria.every((c) => c.bonus || !c.maximum || isExcluded(c, standard));
  const every = grades(standard, 0, standard.grades.length, true);
  const marks = tried(() => reckon(standard, full, sections, criteria)) ?? {
    total: null,
    low: ZERO,
    high: full,
    possible: every,
    veto: false,
    judged: true,
    arithmetic: '',
    notes: [nothingLeft ? '计分的项都不适用或豁免，没有可以折算的分值，待定' : '分值有误或位数过多，算不出总分，待定'],
  };
  // A grade would say something about a point at which nothing was looked at.
  if (!marks.veto && !criteria.some((c) => !c.bonus && c.maximum && isJudged(c))) {
    return { ...marks, judged: false, possible: every, notes: marks.arithmetic ? [...marks.notes, NOTHING_JUDGED] : marks.notes };
  }
  return marks;
}

function reckon(standard, full, sections, criteria) {
  const { rounding } = standard;
  let excluded = ZERO;
  for (const section of sections) {
    const out = section.criteria.filter((c) => !c.bonus && isExcluded(c, standard) && c.maximum);
    excluded = add(excluded, weighted(section, sum(out.map((c) => c.maximum))));
  }
  const applicable = sub(full, excluded);
  if (compare(applicable, ZERO) <= 0) throw new Gap('没有可以折算的分值');
  const [low, high] = [sums(sections, standard, 'low'), sums(sections, standard, 'high')];
  const notes = [];
  // Without a policy the bonus may count or not.
  let [lowBonus, highBonus, cap] = [ZERO, high.bonus, null];
  if (standard.bonus) {
    const most = (bonus) => (standard.bonus.cap ? least(bonus, parse(standard.bonus.cap)) : bonus);
    [lowBonus, highBonus, cap] = [most(low.bonus), most(high.bonus), standard.bonus.over_total ? null : full];
  }
  // A total is a fraction, so that a grade can be taken before any rounding.
  const whole = (base, bonus) => {
    if (isZero(excluded)) return { num: add(base, bonus), den: ONE };
    return { num: add(mul(base, full), mul(bonus, applicable)), den: applicable };
  };
  const capped = (f) => (cap ? { num: least(f.num, mul(cap, f.den)), den: f.den } : f);
  const shown = (f) => {
    if (rounding) return quotient(f.num, f.den, rounding.digits, rounding.mode);
    return compare(f.den, ONE) === 0 ? f.num : quotient(f.num, f.den, 2, 'half_up');
  };
  const wholes = [whole(low.base, lowBonus), whole(high.base, highBonus)];
  const exacts = wholes.map(capped);
  const [totalLow, totalHigh] = exacts.map(shown);
  const forGrade = (exact, rounded) => (rounding?.before_grade ? { num: rounded, den: ONE } : exact);
  const ordered = byLimit(standard);
  const rankOf = (f) => {
    const reached = standard.grades.map((grade) => reaches(f, grade));
    return ordered.reduce((rank, index, place) => (reached[index] ? place + 1 : rank), 0);
  };
  let lowRank = rankOf(forGrade(exacts[0], totalLow));
  let highRank = rankOf(forGrade(exacts[1], totalHigh));
  for (const c of criteria.filter((c) => c.caps_grade && ['not_met', 'unknown'].includes(c.state))) {
    const place = ordered.findIndex((index) => standard.grades[index].name === c.caps_grade);
    // A name that no grade has caps nothing.
    if (place < 0) continue;
    lowRank = Math.min(lowRank, place + 1);
    if (c.state === 'not_met') {
      highRank = Math.min(highRank, place + 1);
      notes.push(`“${c.title}”未达标，最高评为${c.caps_grade}`);
    } else {
      notes.push(`“${c.title}”待定，未达标则最高评为${c.caps_grade}`);
    }
  }
  const vetoes = (state) => criteria.filter((c) => c.veto && c.state === state).map((c) => c.title);
  const [failed, doubtful] = [vetoes('not_met'), vetoes('unknown')];
  if (failed.length > 0) notes.push(`一票否决：${failed.join('、')}，不评等级`);
  if (doubtful.length > 0) notes.push(`否决项${doubtful.join('、')}待定，等级不能确定`);
  if (!isZero(excluded)) notes.push(`${show(excluded)}分不适用或豁免，按${show(full)}÷${show(applicable)}折算`);
  const settled = [[totalLow, totalHigh], [low.base, high.base], [lowBonus, highBonus]].every(([a, b]) => compare(a, b) === 0);
  const isRounded = (f) => {
    const back = tried(() => mul(shown(f), f.den));
    return !back || compare(back, f.num) !== 0;
  };
  return {
    total: settled ? totalLow : null,
    low: totalLow,
    high: totalHigh,
    possible: failed.length === 0 ? grades(standard, lowRank, highRank, doubtful.length > 0) : [null],
    veto: failed.length > 0,
    judged: true,
    arithmetic: calculation(sections, standard, {
      base: range(low.base, high.base),
      excluded,
      applicable,
      full,
      total: range(totalLow, totalHigh),
      // Before a cap on the total, and whether rounding changed it.
      whole: range(...wholes.map(shown)),
      rounded: wholes.some(isRounded),
      bonus: range(lowBonus, highBonus),
    }),
    notes,
  };
}

function reaches(f, grade) {
  if (Boolean(grade.at_least) === Boolean(grade.more_than)) throw new Gap('等级没有写清界限');
  if (grade.at_least) return compare(f.num, mul(parse(grade.at_least), f.den)) >= 0;
  return compare(f.num, mul(parse(grade.more_than), f.den)) > 0;
}

const bracket = (text) => (text.includes('～') ? `(${text})` : text);

/** `8+17+15+15+25=80；80×100÷95≈84.21`. What is printed about an equals sign is equal. */
function calculation(sections, standard, s) {
  const terms = sections
    .filter((section) => !isZero(section.maximum))
    .map((section) => bracket(range(section.low, section.high)) + (section.weight ? `×${section.weight.text}` : ''));
  let text = `${terms.join('+')}=${s.base}`;
  const { rounding } = standard;
  const rule = rounding ? `（${digitsZh(rounding.digits)}，${MODES_ZH[rounding.mode]}）` : '';
  const [rescaled, bonus] = [!isZero(s.excluded), s.bonus !== '0'];
  if (rescaled || bonus) {
    text += `；${bracket(s.base)}`;
    if (rescaled) text += `×${show(s.full)}÷${show(s.applicable)}`;
    if (bonus) text += `+加分${bracket(s.bonus)}`;
    text += `${s.rounded ? '≈' : '='}${s.whole}`;
    if (s.whole !== s.total) text += `，总分最高${show(s.full)}，得${s.total}`;
    if (s.rounded) text += rule;
  } else if (s.base !== s.total) {
    text += `；总分${s.total}${rule}`;
  }
  return text;
}

/** How many decimals stay, in words. */
const digitsZh = (digits) => (digits === 0 ? '取整数' : `保留${digits}位小数`);

/** Indexes of the grades from the lowest limit up, whatever the order of the file. */
function byLimit(standard) {
  const limit = (index) => {
    const grade = standard.grades[index];
    const text = grade.at_least ?? grade.more_than;
    return [text ? parse(text) : null, Boolean(grade.more_than)];
  };
  return standard.grades
    .map((_, index) => index)
    .sort((a, b) => {
      const [[x, xOver], [y, yOver]] = [limit(a), limit(b)];
      if (!x || !y) return Number(Boolean(x)) - Number(Boolean(y)) || Number(xOver) - Number(yOver);
      return compare(x, y) || Number(xOver) - Number(yOver);
    });
}

/** The grades from one rank to another; rank 0 is none. */
function grades(standard, low, high, noneToo) {
  const ordered = byLimit(standard);
  const list = [];
  for (let rank = low; rank <= high; rank += 1) list.push(rank === 0 ? null : standard.grades[ordered[rank - 1]].name);
  return noneToo && low > 0 ? [null, ...list] : list;
}

/** The verdict of a standard without marks: what must be decides, what should be is noted, what may be is for information. */
export function withoutMarks(sections) {
  const criteria = sections.flatMap((s) => s.criteria);
  const of = (modality, state) => criteria.filter((c) => c.modality === modality && c.state === state);
  const notes = [];
  for (const [label, modality] of [['必须项不符合', 'must'], ['建议项未达到', 'should'], ['可选项未采用', 'may']]) {
    const titles = of(modality, 'not_met').map((c) => c.title);
    if (titles.length > 0) notes.push(`${label}：${titles.join('、')}`);
  }
  const failed = of('must', 'not_met').length > 0;
  const noted = of('should', 'not_met').length > 0 || of('must', 'waived').length > 0;
  const [mustOpen, shouldOpen] = [of('must', 'unknown').length > 0, of('should', 'unknown').length > 0];
  const possible = [];
  const judged = criteria.some(isJudged);
  if (!judged) {
    notes.push(NOTHING_JUDGED);
    possible.push(FAILED, WITH_NOTES, PASSED);
  } else if (failed || mustOpen) possible.push(FAILED);
  if (judged && !failed) {
    if (noted || shouldOpen) possible.push(WITH_NOTES);
    if (!noted) possible.push(PASSED);
  }
  const counts = Object.entries(STATES_ZH).map(([state, zh]) => [zh, criteria.filter((c) => c.state === state).length]);
  const arithmetic = counts.filter(([, n]) => n > 0).map(([zh, n]) => `${zh}${n}项`).join('，');
  return { total: null, low: ZERO, high: ZERO, possible, veto: false, judged, arithmetic, notes };
}
