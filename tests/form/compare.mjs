// Scores the cases of standard input with the form's own engine and tells every difference from what the program says.
// One JSON object a line: {standard, cases: [{name, record, point, place, earlier, facts, outcome, expect}]}. The last line of the
// output is how many cases agree.
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { Facts } from '../../themes/default/form/engine/facts.js';
import { show } from '../../themes/default/form/engine/decimal.js';
import { NO_ROUNDS, resultZh, score } from '../../themes/default/form/engine/score.js';
import { range } from '../../themes/default/form/engine/total.js';

// A gap is thrown a million times here; nobody reads where.
Error.stackTraceLimit = 0;

const text = (number) => (number ? show(number) : null);

/** An outcome with decimals as text, as the program writes it down. */
function plain(standard, outcome) {
  const criterion = (c) => ({
    id: c.id, state: c.state, maximum: text(c.maximum), awarded: text(c.awarded), low: show(c.low), high: show(c.high), open: c.open,
    reason: c.reason, arithmetic: c.arithmetic, carried: c.carried, apart: (c.apart ?? []).map((a) => ({ ...a, awarded: text(a.awarded) })),
  });
  const section = (s) => ({
    weight: s.weight ? [show(s.weight.value), s.weight.text] : null,
    maximum: show(s.maximum), low: show(s.low), high: show(s.high), arithmetic: s.arithmetic, criteria: s.criteria.map(criterion),
  });
  return {
    total: text(outcome.total), low: show(outcome.low), high: show(outcome.high), grade: outcome.grade, possible: outcome.possible,
    vetoed: outcome.vetoed, state: outcome.state, arithmetic: outcome.arithmetic, notes: outcome.notes,
    result: resultZh(standard, outcome), sections: outcome.sections.map(section),
  };
}

/** What a vector expects, under its keys (tests/vectors/README.md). */
function found(standard, outcome, total, reported) {
  const list = [];
  if (total) {
    list.push(['state', outcome.state]);
    if (standard.total) list.push(['total', text(outcome.total) ?? `${show(outcome.low)}～${show(outcome.high)}`]);
    if (outcome.grade !== null) list.push(['grade', outcome.grade]);
    list.push(['arithmetic', outcome.arithmetic]);
    if (outcome.state === 'unknown') list.push(['possible', `[${outcome.possible.map((p) => p ?? '~').join(', ')}]`]);
    if (outcome.notes.length > 0) list.push(['notes', `[${outcome.notes.join(', ')}]`]);
  } else {
    const [c] = outcome.sections[0].criteria;
    const aside = ['not_applicable', 'waived'].includes(c.state) && !c.awarded && c.high.n === 0n;
    list.push(['state', c.state]);
    if (c.maximum) list.push(['marks', aside ? '不计' : text(c.awarded) ?? range(c.low, c.high)]);
    list.push(['words', c.reason]);
    if (c.arithmetic !== null) list.push(['arithmetic', c.arithmetic]);
    if (c.open) list.push(['open', 'true']);
  }
  if (reported) list.push(['reported', 'true']);
  return list;
}

let [same, told] = [0, 0];
function differ(line, one, what, wanted, got) {
  told += 1;
  if (told > 5) return;
  console.log(`${one.name}: ${what} differs\n  program ${JSON.stringify(wanted)}\n  form    ${JSON.stringify(got)}`);
  console.log(`  standard ${JSON.stringify(line.standard)}\n  record ${JSON.stringify(one.record)}`);
}

for await (const read of createInterface({ input: process.stdin })) {
  const line = JSON.parse(read);
  for (const one of line.cases) {
    const earlier = one.earlier ?? NO_ROUNDS;
    const outcome = score(line.standard, one.record, one.point, one.place, earlier);
    const got = plain(line.standard, outcome);
    const layers = [...earlier.layers, { round: one.record.round, facts: one.record.facts }];
    const facts = new Facts(line.standard, layers, one.point, one.place);
    const gotFacts = one.facts.map((fact) => facts.found(fact.name));
    const before = told;
    if (!isDeepStrictEqual(got, one.outcome)) differ(line, one, 'the outcome', one.outcome, got);
    if (!isDeepStrictEqual(gotFacts, one.facts)) differ(line, one, 'a fact', one.facts, gotFacts);
    if (one.expect) {
      const keys = found(line.standard, outcome, one.isTotal, one.reported).sort();
      if (!isDeepStrictEqual(keys, one.expect.sort())) differ(line, one, 'a vector', one.expect, keys);
    }
    if (told === before) same += 1;
  }
}
console.log(`${same} agree, ${told} differ`);
