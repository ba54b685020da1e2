// What the page was filled with: the standard, the points of this round, and what earlier rounds left.

import { get } from './engine/facts.js';
import { caseOf } from './engine/judge.js';
import { tried } from './engine/decimal.js';

export const kit = JSON.parse(document.getElementById('data').textContent);

export const criteria = kit.standard.sections.flatMap((section) => section.criteria);

/** The printed number of a criterion, from 1 over the whole standard. */
export const numberOfCriterion = (id) => criteria.findIndex((c) => c.id === id) + 1;

export const pointOf = (id) => kit.points.find((point) => point.id === id);

export const placeOf = (point) => ({ tier: point.tier ?? null, channels: kit.channels });

export const roundZh = (word) => get(kit.rounds, word) ?? word;

/** Whether this round asks for a criterion: a re-inspection only for what the last round left. */
export const isAsked = (point, id) => !point.asked || point.asked.includes(id);

/** What an earlier round made of a criterion, in a re-inspection. */
export const outcomeBefore = (point, id) => point.earlier.outcome?.criteria.find((c) => c.id === id);

/** How a fact is written: by the rules that use it, else by what is declared, else as a text. */
export function kindOfFact(name, declared) {
  const kinds = new Set();
  const look = (rule) => {
    if (!rule) return;
    if (rule.kind === 'yes_no' && rule.fact === name) kinds.add('yes');
    if (rule.kind === 'each_missing' && rule.fact === name) kinds.add('list');
    if (rule.kind === 'equals' && rule.fact === name) kinds.add(Object.keys(rule.value)[0]);
    const number = ['at_least', 'more_than', 'at_most', 'less_than', 'between', 'tiers', 'steps', 'external'].includes(rule.kind);
    if ((number && rule.fact === name) || rule.of?.includes(name) || rule.over?.includes(name)) kinds.add('number');
    for (const inner of [rule.rule, ...(rule.rules ?? [])]) look(inner);
    for (const one of rule.cases ?? []) [one.rule, one.when?.fact].forEach(look);
  };
  for (const criterion of criteria) [criterion.rule, criterion.when?.fact].forEach(look);
  look(kit.standard.applies_to?.fact);
  for (const kind of ['yes', 'list', 'number', 'text']) if (kinds.has(kind)) return kind;
  if (get(kit.standard.facts, name)?.unit) return 'number';
  return declared ? Object.keys(declared)[0] : 'text';
}

/** The rule that scores: behind cases and a negation. Null while it cannot be told. */
export function decidingRule(rule, facts) {
  if (rule.kind === 'cases') {
    const fits = tried(() => caseOf(rule.cases, facts));
    return fits && decidingRule(fits, facts);
  }
  return rule.kind === 'not' ? decidingRule(rule.rule, facts) : rule;
}
