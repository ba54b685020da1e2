// Marks of one criterion by its rule: exact, or a range while something that decides it is unknown or left open.

import { Gap, ONE, ZERO, add, clamp, compare, isNegative, isZero, least, most, mul, negated, parse, quotient, show, sub, tried, wholeSteps } from './decimal.js';
import { deduct, eachMissing, equation, exactly, sampleMarks } from './deduct.js';
import { MET, UNKNOWN, caseOf, comparisonZh, holds, judge, measure, ratioLimit } from './judge.js';

const unknownMarks = (marks, gap) => ({ ...openMarks(marks, gap.sentence()), open: gap.open });
const openMarks = (marks, reason) => ({ low: ZERO, high: marks, open: true, missed: false, reason, arithmetic: null });
const missed = (award) => ({ ...award, missed: true });

/** Works out the marks of a rule. `marks` is not negative. */
export function award(rule, facts, finding, marks, rounding) {
  try {
    return awarded(rule, facts, finding, marks, rounding);
  } catch (gap) {
    if (!(gap instanceof Gap)) throw gap;
    return unknownMarks(marks, gap);
  }
}

function awarded(rule, facts, finding, marks, rounding) {
  switch (rule.kind) {
    case 'manual':
      return manual(finding, marks);
    case 'deduct':
      return deduct(rule, finding, marks);
    case 'cases':
      return award(caseOf(rule.cases, facts), facts, finding, marks, rounding);
    case 'tiers':
      return tiers(rule, facts, finding, marks);
    case 'steps':
      return steps(rule, facts, finding, marks, rounding);
    case 'external':
      return external(rule, facts, finding, marks, rounding);
    case 'each_missing':
      return rule.each ? eachMissing(rule, facts, finding, marks) : allOrPolicy(rule, facts, finding, marks, rounding);
    case 'sample':
      return rule.each_failed ? sampleMarks(rule, finding, marks) : allOrPolicy(rule, facts, finding, marks, rounding);
    default:
      return allOrPolicy(rule, facts, finding, marks, rounding);
  }
}

/** Marks that people gave, within their bounds; null when they gave none. Others are unknown and not bent into shape. */
function given(finding, marks) {
  if (!finding?.marks) return null;
  const value = parse(finding.marks);
  if (isNegative(value)) throw new Gap(`所填得分${show(value)}是负数`);
  if (compare(value, marks) > 0) throw new Gap(`所填得分${show(value)}超过满分${show(marks)}`);
  return value;
}

const why = (finding, plain) => finding?.reason ?? plain;

function manual(finding, marks) {
  const value = given(finding, marks);
  if (value) return exactly(value, why(finding, compare(value, marks) === 0 ? '符合' : '未写扣分原因'));
  if (finding?.met === true) return exactly(marks, why(finding, '符合'));
  throw new Gap(finding?.met === false ? `${why(finding, '不符合')}，没有给出得分` : why(finding, '没有检查记录'));
}

/** All or nothing by their nature: kinds for which the standard cannot say what happens below the threshold. */
const ALL_OR_NOTHING = ['yes_no', 'all_of', 'any_of', 'not'];

function allOrPolicy(rule, facts, finding, marks, rounding) {
  const judged = judge(rule, facts, finding);
  if (judged.truth === MET) return exactly(marks, judged.reason, judged.arithmetic);
  if (judged.truth === UNKNOWN) return { ...openMarks(marks, judged.reason), open: judged.open };
  const policy = ALL_OR_NOTHING.includes(rule.kind) ? 'zero' : rule.below;
  const done = below(policy, judged.reason, finding, marks, () => tried(() => proportional(rule, facts, marks, rounding)));
  return { ...done, arithmetic: done.arithmetic ?? judged.arithmetic };
}

/** The marks below a threshold, by the standard's policy. Without one they stay open: never a guess. */
function below(policy, reason, finding, marks, share) {
  if (policy === 'zero') return missed(exactly(ZERO, `${reason}，不得分`));
  if (policy === 'proportional') {
    const part = share();
    if (!part) return openMarks(marks, `${reason}；比例算不出来，待定`);
    return missed(exactly(part.value, `${reason}，按比例得分`, part.terms));
  }
  if (policy === 'manual') {
    try {
      const value = given(finding, marks);
      if (value) return missed(exactly(value, `${reason}；${why(finding, '酌情评分')}`));
      return unknownMarks(marks, new Gap(`${reason}，由检查人酌情评分，还没有给分`));
    } catch (gap) {
      if (!(gap instanceof Gap)) throw gap;
      return unknownMarks(marks, gap);
    }
  }
  return openMarks(marks, `${reason}；标准没有写明未达标时如何计分，待定`);
}

/** `marks × value ÷ threshold`, for thresholds that must be reached from below; null for others. */
function proportional(rule, facts, marks, rounding) {
  let [part, amount] = [null, null];
  if (rule.kind === 'at_least' || rule.kind === 'more_than') {
    [part, amount] = [measure(rule.fact, [], [], facts), rule.value];
  } else if (rule.kind === 'ratio') {
    const [comparison, limit] = ratioLimit(rule) ?? [];
    if (comparison !== 'at_least' && comparison !== 'more_than') return null;
    [part, amount] = [measure(null, rule.of, rule.over, facts), limit];
  } else {
    return null;
  }
  const limit = facts.amount(amount, part.unit);
  const [num, den] = [mul(marks, part.num), mul(limit.value, part.den)];
  const plain = divide(num, den, rounding);
  const value = clamp(plain, ZERO, marks);
  const terms = part.terms.includes('÷') ? `(${part.terms})` : part.terms;
  return { value, terms: equation(`${show(marks)}×${terms}÷${limit.text}`, divisionSign(plain, num, den), plain, value) };
}

/** A quotient rounded as the standard says, but to two decimals at least, for its rounding is about the total. */
export function divide(num, den, rounding) {
  return quotient(num, den, Math.max(rounding?.digits ?? 2, 2), rounding?.mode ?? 'half_up');
}

/** The sign between a quotient and its result: `≈` where rounding changed it. */
export function divisionSign(value, num, den) {
  const back = tried(() => mul(value, den));
  return back && compare(back, num) === 0 ? '=' : '≈';
}

/** How a quotient came about; a plain fact stands in the reason already. */
const quotientTerms = (part) => (part.terms.includes('÷') ? part.terms : null);

function tiers(rule, facts, finding, marks) {
  const part = measure(rule.fact, rule.of, rule.over, facts);
  let best = null;
  for (const level of rule.levels) {
    if (Boolean(level.at_least) === Boolean(level.more_than)) throw new Gap('标准的分档没有写清界限');
    const comparison = level.at_least ? 'at_least' : 'more_than';
    const limit = facts.amount(level[comparison], part.unit);
    const side = mul(limit.value, part.den);
    const value = clamp(parse(level.marks), ZERO, marks);
    if (holds(comparison, part.num, side) && (!best || compare(value, best.value) > 0)) {
      best = { value, reason: `${part.text}，${comparisonZh(comparison, true)}${limit.text}` };
    }
  }
  if (!best) return below(rule.below, `${part.text}，未达到最低一档`, finding, marks, () => null);
  return exactly(best.value, best.reason, quotientTerms(part));
}

function steps(rule, facts, finding, marks, rounding) {
  const part = measure(rule.fact, rule.of, rule.over, facts);
  const [base, every] = [facts.amount(rule.base, part.unit), facts.amount(rule.every, part.unit)];
  const atBase = clamp(rule.at_base ? parse(rule.at_base) : marks, ZERO, marks);
  const apart = sub(part.num, mul(base.value, part.den));
  const above = !isNegative(apart);
  const distance = above ? apart : negated(apart);
  const reason = `${part.text}，${above ? '达到' : '低于'}${base.text}`;
  if (above && !rule.gain) return exactly(atBase, reason, quotientTerms(part));
  if (!above && !rule.lose) return below(rule.below, reason, finding, marks, () => null);
  const perStep = above ? parse(rule.gain) : negated(parse(rule.lose));
  const change = (above ? isNegative(perStep) : !isNegative(negated(perStep))) ? '-' : '+';
  const step = mul(every.value, part.den);
  const counted = tried(() => wholeSteps(distance, step));
  if (!counted) throw new Gap('标准的每级幅度有误');
  const plainOf = (count) => add(atBase, mul(perStep, count));
  const within = (plain) => clamp(plain, ZERO, marks);
  const size = isNegative(perStep) ? negated(perStep) : perStep;
  const awardOf = (text, sign, plain) => {
    const value = within(plain);
    const terms = part.terms.includes('÷') ? `${part.terms}；` : '';
    return exactly(value, reason, `${terms}${equation(`${show(atBase)}${change}${show(size)}×${text}`, sign, plain, value)}`);
  };
  const full = add(counted.steps, ONE);
  let count = counted.steps;
  if (!isZero(counted.rest)) {
    if (rule.partial === 'whole') count = full;
    if (rule.partial === 'share') {
      const all = mul(perStep, distance);
      const part = divide(all, step, rounding);
      const text = `${show(distance)}÷${show(step)}`;
      return { ...awardOf(text, divisionSign(part, all, step), add(atBase, part)), missed: !above };
    }
    if (!rule.partial) {
      const [a, b] = [within(plainOf(counted.steps)), within(plainOf(full))];
      if (compare(a, b) !== 0) {
        const undecided = `${reason}；标准没有写明不满一级如何计分，待定`;
        return { ...openMarks(marks, undecided), low: least(a, b), high: most(a, b) };
      }
    }
  }
  return awardOf(show(count), '=', plainOf(count));
}

function external(rule, facts, finding, marks, rounding) {
  const scale = rule.out_of ? parse(rule.out_of) : marks;
  const value = rule.fact ? scoreOfFact(rule.fact, facts, scale) : given(finding, scale);
  if (!value) throw new Gap(`没有${rule.by}的评分`);
  const reason = why(finding, `${rule.by}评分${show(value)}`);
  if (!rule.out_of) return exactly(value, reason);
  const all = mul(value, marks);
  const scaled = divide(all, scale, rounding);
  const bounded = clamp(scaled, ZERO, marks);
  const terms = `${show(value)}×${show(marks)}÷${show(scale)}`;
  const arithmetic = equation(terms, divisionSign(scaled, all, scale), scaled, bounded);
  return { ...exactly(bounded, reason, arithmetic), missed: compare(value, scale) < 0 };
}

/** Another body's score that stands in a fact. In per cent it is a share of the scale: 90% of 100 is 90. */
function scoreOfFact(fact, facts, scale) {
  const { value } = facts.number(fact);
  const percent = facts.unit(fact) === '%' || facts.value(fact)?.text !== undefined;
  const number = percent ? mul(value, scale) : value;
  if (compare(number, scale) > 0) throw new Gap(`“${fact}”是${show(number)}，超过满分${show(scale)}`);
  return number;
}
