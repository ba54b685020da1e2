// Conditions: is a rule met, not met, or unknown? Three-valued, with the reason as a sentence.

import { Gap, ONE, compare, hundredfold, isZero, mul, quotient, show, tried } from './decimal.js';
import { get, numberOf, showFact } from './facts.js';

export const MET = 'met';
export const NOT_MET = 'not_met';
export const UNKNOWN = 'unknown';

const truthOf = (holds) => (holds ? MET : NOT_MET);

/** How a fact stands to a number: whether it holds; the word and the sign when it does, and when it does not. */
const COMPARISONS = {
  at_least: { holds: (order) => order >= 0, zh: ['不少于', '不足'], sign: ['≥', '<'] },
  more_than: { holds: (order) => order > 0, zh: ['超过', '不超过'], sign: ['>', '≤'] },
  at_most: { holds: (order) => order <= 0, zh: ['不超过', '超过'], sign: ['≤', '>'] },
  less_than: { holds: (order) => order < 0, zh: ['不足', '达到或超过'], sign: ['<', '≥'] },
};

export const holds = (comparison, a, b) => COMPARISONS[comparison].holds(compare(a, b));
export const comparisonZh = (comparison, held) => COMPARISONS[comparison].zh[held ? 0 : 1];
const signOf = (comparison, held) => COMPARISONS[comparison].sign[held ? 0 : 1];

/** A judgement: the truth, why, and the calculation where there is one. */
function judgement(truth, reason, arithmetic = null, open = false) {
  return { truth, reason, arithmetic, open };
}

/** The judgement of `work`, unknown where it meets a gap. */
function judged(work) {
  try {
    return work();
  } catch (gap) {
    if (!(gap instanceof Gap)) throw gap;
    return judgement(UNKNOWN, gap.sentence(), null, gap.open);
  }
}

/** The one comparison that a ratio makes, or null. */
export function ratioLimit(rule) {
  const stated = Object.keys(COMPARISONS).filter((c) => rule[c]);
  return stated.length === 1 ? [stated[0], rule[stated[0]]] : null;
}

/** Asks a rule for its truth. Conditions within conditions have no finding. */
export function judge(rule, facts, finding) {
  return judged(() => asked(rule, facts, finding));
}

function asked(rule, facts, finding) {
  switch (rule.kind) {
    case 'manual':
      return answer(finding);
    case 'yes_no': {
      if (!rule.fact) return answer(finding);
      const yes = facts.yesNo(rule.fact);
      return judgement(truthOf(yes), `${rule.fact}：${yes ? '是' : '否'}`);
    }
    case 'at_least':
    case 'more_than':
    case 'at_most':
    case 'less_than':
      return threshold(rule, facts);
    case 'between':
      return between(rule, facts);
    case 'equals':
      return equalTo(rule, facts);
    case 'ratio':
      return ratio(rule, facts);
    case 'each_missing': {
      const list = missingThings(rule, facts, finding);
      if (list.length === 0) return judgement(MET, `${rule.things.join('、')}齐全`);
      return judgement(NOT_MET, `缺少${list.join('、')}`);
    }
    case 'sample':
      return sampleHolds(rule, finding);
    case 'all_of':
      return together(rule.rules, facts, NOT_MET);
    case 'any_of':
      return together(rule.rules, facts, MET);
    case 'not': {
      const inner = judge(rule.rule, facts, finding);
      return { ...inner, truth: { [MET]: NOT_MET, [NOT_MET]: MET, [UNKNOWN]: UNKNOWN }[inner.truth] };
    }
    case 'cases':
      return judge(caseOf(rule.cases, facts), facts, finding);
    default:
      // These give marks and no answer.
      throw new Gap(`“${rule.zh}”规则只能计分，不能判断是否符合`);
  }
}

/** Removes an ending as often as it stands there. */
export function without(text, ending) {
  return text.endsWith(ending) ? without(text.slice(0, -ending.length), ending) : text;
}

/** The rule of the first case that fits the point. Whether a case fits decides which rule scores: no later one takes its place. */
export function caseOf(cases, facts) {
  for (const one of cases) {
    const [truth, why] = one.when ? inScope(one.when, facts) : [MET, ''];
    if (truth === MET) return one.rule;
    if (truth === UNKNOWN) throw new Gap(without(why, '，待补数据'));
  }
  throw new Gap('标准没有写明这类服务点如何评定', true);
}

/** Whether a scope holds for the point, and why not. */
export function inScope(scope, facts) {
  const { point } = facts;
  if (!point) return [UNKNOWN, '没有指定服务点'];
  if (scope.points.length > 0 && !scope.points.includes(point.id)) return [NOT_MET, '不在所列服务点之内'];
  if (scope.channels.length > 0 && !scope.channels.includes(point.channel)) {
    const names = scope.channels.map((id) => facts.channel(id)).join('、');
    return [NOT_MET, `只适用于${names}，这里是${facts.channel(point.channel)}`];
  }
  if (scope.tiers.length > 0) {
    const { tier } = facts.place;
    const names = scope.tiers.join('、');
    if (!tier) return [UNKNOWN, `只适用于${names}服务点，但不知道渠道“${point.channel}”的层级，待补数据`];
    if (!scope.tiers.includes(tier)) return [NOT_MET, `只适用于${names}服务点，这里是${tier}`];
  }
  if (!scope.fact) return [MET, ''];
  const { truth, reason } = judge(scope.fact, facts, null);
  return [truth, reason];
}

function answer(finding) {
  if (typeof finding?.met === 'boolean') {
    return judgement(truthOf(finding.met), finding.reason ?? (finding.met ? '符合' : '不符合'));
  }
  throw new Gap(finding?.reason ?? '没有检查记录');
}

function threshold(rule, facts) {
  const number = facts.number(rule.fact);
  const limit = facts.amount(rule.value, facts.unit(rule.fact));
  const held = holds(rule.kind, number.value, limit.value);
  const reason = `${rule.fact}${number.text}，${comparisonZh(rule.kind, held)}${limit.text}`;
  return judgement(truthOf(held), reason, `${number.text} ${signOf(rule.kind, held)} ${limit.text}`);
}

function between(rule, facts) {
  const unit = facts.unit(rule.fact);
  const number = facts.number(rule.fact);
  const [from, to] = [facts.amount(rule.from, unit), facts.amount(rule.to, unit)];
  const low = rule.exclude_from ? 'more_than' : 'at_least';
  const high = rule.exclude_to ? 'less_than' : 'at_most';
  const [above, below] = [holds(low, number.value, from.value), holds(high, number.value, to.value)];
  let tail = `在${from.text}至${to.text}之间`;
  if (!above) tail = `${comparisonZh(low, false)}${from.text}`;
  else if (!below) tail = `${comparisonZh(high, false)}${to.text}`;
  return judgement(truthOf(above && below), `${rule.fact}${number.text}，${tail}`);
}

function equalTo(rule, facts) {
  const unit = facts.unit(rule.fact);
  const { held, found } = sameAs(rule, facts, unit);
  const wanted = showFact(rule.value, unit);
  return judgement(truthOf(held), `${rule.fact}：${found}，${held ? `符合“${wanted}”` : `应为${wanted}`}`);
}

function sameAs(rule, facts, unit) {
  const wanted = rule.value;
  if (wanted.yes !== undefined) {
    const yes = facts.yesNo(rule.fact);
    return { held: yes === wanted.yes, found: yes ? '是' : '否' };
  }
  if (wanted.list !== undefined) {
    const list = facts.list(rule.fact);
    const sorted = (things) => JSON.stringify([...things].sort());
    return { held: sorted(list) === sorted(wanted.list), found: list.join('、') };
  }
  // 100% is a number too, though the file has it as a text.
  const limit = numberOf(wanted, unit);
  if (limit) {
    const number = facts.number(rule.fact);
    return { held: compare(limit, number.value) === 0, found: number.text };
  }
  if (wanted.number !== undefined) throw new Gap('数的位数过多，无法精确计算');
  const value = facts.value(rule.fact);
  if (!value) throw new Gap(`没有“${rule.fact}”的数据`);
  const found = showFact(value, '');
  return { held: found === wanted.text, found };
}

function ratio(rule, facts) {
  const part = measure(null, rule.of, rule.over, facts);
  const limited = ratioLimit(rule);
  if (!limited) throw new Gap('标准没有写清与哪个数比较');
  const [comparison, amount] = limited;
  const limit = facts.amount(amount, '');
  // Cross-multiplied, never divided.
  const side = mul(limit.value, part.den);
  const held = holds(comparison, part.num, side);
  const [num, den] = [show(part.num), show(part.den)];
  const reason = `${part.text}，${comparisonZh(comparison, held)}${limit.text}`;
  const arithmetic = `${part.terms}；${num} ${signOf(comparison, held)} ${limit.text} × ${den} = ${show(side)}`;
  return judgement(truthOf(held), reason, arithmetic);
}

/** A fact, or a quotient of sums, as the pair that comparisons cross-multiply. */
export function measure(fact, of, over, facts) {
  if (fact) {
    const number = facts.number(fact);
    return { num: number.value, den: ONE, text: `${fact}${number.text}`, terms: number.text, unit: facts.unit(fact) };
  }
  if (of.length === 0 || over.length === 0) throw new Gap('标准没有写清用哪个数据');
  facts.sum([...of.filter((name) => !over.includes(name)), ...over]);
  const [num, den] = [facts.sum(of), facts.sum(over)];
  const group = (terms) => (terms.length > 1 ? `(${terms.join('+')})` : terms.join(''));
  const terms = `${group(num.terms)}÷${group(den.terms)}`;
  if (isZero(den.total)) throw new Gap(`分母为0（${terms}），算不出比率`);
  return { num: num.total, den: den.total, text: `比率${percent(num.total, den.total)}`, terms, unit: '' };
}

/** A quotient in per cent. It is cut, not rounded: 4.999% must not read 5%. */
function percent(num, den) {
  const hundred = hundredfold(num);
  const cut = quotient(hundred, den, 2, 'down');
  const back = tried(() => mul(cut, den));
  return `${back && compare(back, hundred) === 0 ? '' : '约'}${show(cut)}%`;
}

/** The things that are missing, each once, in the standard's order. */
export function missingThings(rule, facts, finding) {
  const missing = finding?.missing;
  if (missing) {
    const other = missing.find((thing) => !rule.things.includes(thing));
    if (other !== undefined) throw new Gap(`“${other}”不在标准所列之内`);
    return rule.things.filter((thing) => missing.includes(thing));
  }
  if (!rule.fact) throw new Gap('没有清点记录');
  const there = facts.list(rule.fact);
  return rule.things.filter((thing) => !there.includes(thing));
}

/** The largest count that a record holds. */
export const MOST_TIMES = 2 ** 32 - 1;

/** What a sample found: failed beyond those that may, at the worst, not looked at yet, and in words. */
export function sampled(rule, finding) {
  const found = finding?.sample;
  if (!found) throw new Gap('没有抽查记录');
  const { checked, failed } = found;
  if (!Number.isInteger(checked) || !Number.isInteger(failed)) throw new Gap('抽查记录的数目有误');
  if (failed > checked) throw new Gap(`抽查${checked}个，不合格却有${failed}个`);
  const allowed = rule.failed_at_most ?? 0;
  const left = Math.max(rule.size - checked, 0);
  return {
    excess: Math.max(failed - allowed, 0),
    worst: Math.max(Math.min(failed + left, MOST_TIMES) - allowed, 0),
    left,
    text: failed === 0 ? `抽查${checked}个，没有不合格` : `抽查${checked}个，${failed}个不合格`,
  };
}

function sampleHolds(rule, finding) {
  const found = sampled(rule, finding);
  // Too many have failed already: the rest of the sample cannot mend that.
  if (found.excess > 0) return judgement(NOT_MET, found.text);
  if (found.left === 0) return judgement(MET, found.text);
  throw new Gap(`${found.text}，还差${found.left}个没有抽查`);
}

/** All conditions, or any: `decisive` is the answer that one condition alone can give. */
function together(rules, facts, decisive) {
  const parts = rules.map((rule) => judge(rule, facts, null));
  let truth = decisive === MET ? NOT_MET : MET;
  if (parts.some((part) => part.truth === decisive)) truth = decisive;
  else if (parts.length === 0 || parts.some((part) => part.truth === UNKNOWN)) truth = UNKNOWN;
  // The parts that led to the answer are its reason, each sentence once. What all of them lack is said at the end.
  const lack = '，待补数据';
  const led = parts.filter((part) => part.truth === truth);
  const tail = led.length > 0 && led.every((part) => part.reason.endsWith(lack)) ? lack : '';
  const sentences = led.flatMap((part) => part.reason.split('；'));
  const reasons = new Set(sentences.map((s) => (tail && s.endsWith(tail) ? s.slice(0, -tail.length) : s)));
  const open = truth === UNKNOWN && parts.some((part) => part.open);
  return judgement(truth, [...reasons].join('；') + tail, null, open);
}
