// The control that fits a rule: marks, yes or no, counts of faults, things that are missing, a sample, or the facts that decide.

import { ZERO, add, clamp, parse, show, sub } from './engine/decimal.js';
import { get } from './engine/facts.js';
import { decidingRule, kindOfFact, roundZh } from './kit.js';
import { doubtfulPercent, isPercentTooHigh, readFact, readMeasure, readNumber, typed } from './values.js';
import { button, choice, el, field, fill, input, stepper } from './dom.js';
import { change, criterionOutcome, session, watch } from './session.js';

export const findingOf = (id) => session.form.findings[id] ?? {};

/** Sets keys of a finding. */
export function setFinding(id, keys) {
  change((form) => { form.findings[id] = { ...form.findings[id], ...keys }; });
}

/** Everything that answers a criterion. Which case of a rule counts may hang on a fact: then the control changes with it. */
export function controlsOf(criterion) {
  const place = el('div', { class: 'controls' });
  let shown = null;
  const update = () => {
    const rule = decidingRule(criterion.rule, session.facts);
    if (rule === shown) return;
    shown = rule;
    const asked = criterion.asks.filter((name) => !(rule?.kind === 'each_missing' && rule.fact === name));
    fill(place, asked.map(factControl), rule ? own(criterion, rule) : null);
  };
  update();
  watch(update);
  return place;
}

function own(criterion, rule) {
  const { id, marks } = criterion;
  switch (rule.kind) {
    case 'manual':
      return marks ? marksControl(id, marks, '得分') : metControl(id, criterion);
    case 'yes_no':
      return rule.fact ? null : metControl(id, criterion);
    case 'external':
      return rule.fact ? null : marksControl(id, rule.out_of ?? marks, `${rule.by}评分`);
    case 'deduct':
      return faultsControl(id, rule);
    case 'each_missing':
      return [missingControl(id, rule), policyMarks(id, marks, rule)];
    case 'sample':
      return [sampleControl(id, rule), policyMarks(id, marks, rule)];
    default:
      return policyMarks(id, marks, rule);
  }
}

/** Marks at discretion, where the rule leaves them to people once its threshold is missed. */
function policyMarks(id, marks, rule) {
  if (rule.below !== 'manual' || !marks) return null;
  const control = marksControl(id, marks, '酌情得分');
  const update = () => {
    const { reason } = criterionOutcome(id);
    control.hidden = (findingOf(id).marks ?? null) === null && !reason.includes('由检查人酌情评分');
  };
  update();
  watch(update);
  return control;
}

function metControl(id, criterion) {
  const no = criterion.veto ? '不符合（一票否决）' : '不符合';
  return choice(criterion.title, [[true, '符合'], [false, no]], findingOf(id).met ?? null, (met) => setFinding(id, { met }));
}

/** A field for marks with a button for all of them and two for a little less or more. */
function marksControl(id, full, label) {
  const most = parse(full);
  const step = parse(most.n <= 5n ? '0.5' : '1');
  const wrong = el('small', { class: 'wrong', role: 'alert', hidden: true }, `写 0 到 ${full} 的数`);
  const set = (marks) => {
    node.value = marks ?? '';
    wrong.hidden = true;
    setFinding(id, { marks });
  };
  const node = input(findingOf(id).marks, (text) => {
    const marks = readNumber(text);
    const good = marks === null || (marks !== undefined && show(clamp(parse(marks), ZERO, most)) === marks);
    wrong.hidden = good;
    setFinding(id, { marks: good ? marks : null });
  }, { inputmode: 'decimal', 'aria-label': `${label}，满分${full}` });
  const by = (change) => () => {
    const now = parse(readNumber(node.value) ?? (change === add ? '0' : full)) ?? ZERO;
    set(show(clamp(change(now, step), ZERO, most)));
  };
  return el('div', { class: 'marks' },
    el('span', {}, label),
    button('−', by(sub), { 'aria-label': `${label}，少${show(step)}分` }),
    node,
    button('+', by(add), { 'aria-label': `${label}，多${show(step)}分` }),
    button(`满分 ${full}`, () => set(full), { class: 'wide' }),
    wrong);
}

function faultsControl(id, rule) {
  const counts = () => findingOf(id).faults ?? null;
  const set = (name, count) => {
    const others = (counts() ?? []).filter(([own]) => own !== name);
    setFinding(id, { faults: count === null ? others : [...others, [name, count]] });
  };
  const setBy = (name, by, count) => {
    const others = (get(counts(), name) ?? []).filter(([own]) => own !== by);
    const list = count === null ? others : [...others, [by, count]];
    set(name, list.length === 0 ? null : list);
  };
  const steppers = rule.faults.flatMap((fault) => {
    const off = (marks) => `每次扣${marks}分`;
    if (fault.each) return [stepper(`${fault.name}（${off(fault.each)}）`, get(counts(), fault.name), (count) => set(fault.name, count))];
    return fault.found_by.map(([by, marks]) => stepper(`${fault.name}：${by}发现（${off(marks)}）`,
      get(get(counts(), fault.name), by), (count) => setBy(fault.name, by, count)));
  });
  const none = choice('没有发现', [[true, '没有发现扣分情形']], counts()?.length === 0 ? true : null, (yes) => {
    setFinding(id, { faults: yes ? [] : null });
    for (const node of steppers) node.querySelector('input').value = '';
  });
  watch(() => none.set(counts()?.length === 0 ? true : null));
  return el('div', { class: 'counts' }, none, steppers);
}

function missingControl(id, rule) {
  const missing = () => findingOf(id).missing ?? null;
  const all = choice('清点', [[true, '齐全']], missing()?.length === 0 ? true : null, (yes) => setFinding(id, { missing: yes ? [] : null }));
  const things = rule.things.map((thing) => {
    const node = choice(thing, [[true, `缺：${thing}`]], missing()?.includes(thing) ? true : null, (gone) => {
      const others = (missing() ?? []).filter((other) => other !== thing);
      const list = gone ? rule.things.filter((one) => one === thing || others.includes(one)) : others;
      setFinding(id, { missing: list.length === 0 && !gone ? null : list });
    });
    return [thing, node];
  });
  watch(() => {
    all.set(missing()?.length === 0 ? true : null);
    for (const [thing, node] of things) node.set(missing()?.includes(thing) ? true : null);
  });
  return el('div', { class: 'things' }, all, things.map(([, node]) => node));
}

function sampleControl(id, rule) {
  const now = () => findingOf(id).sample ?? { checked: null, failed: null };
  const set = (keys) => {
    const sample = { ...now(), ...keys };
    setFinding(id, { sample: sample.checked === null && sample.failed === null ? null : sample });
  };
  return el('div', { class: 'counts' },
    stepper(`抽查了几个（应抽${rule.size}个）`, now().checked, (checked) => set({ checked })),
    stepper('其中不合格', now().failed, (failed) => set({ failed })));
}

/** A fact: what is declared and what earlier rounds found stand beside the field for what is found now. */
function factControl(name) {
  const found = session.before.found(name);
  const unit = session.facts.unit(name);
  const note = get(session.facts.standard.facts, name)?.note;
  const told = [
    found.declared !== null ? `填报：${found.declared}` : '没有填报',
    ...found.rounds.map(([round, value]) => `${roundZh(round)}：${value}`),
  ];
  const beside = el('small', { class: 'declared' }, told.join('，') + (note ? `（${note}）` : ''));
  const differs = el('small', { class: 'due', hidden: true }, '与以前的不同，以这里写的为准');
  const now = () => get(session.form.facts, name) ?? null;
  const set = (value) => change((form) => {
    form.facts = [...form.facts.filter(([own]) => own !== name), ...(value ? [[name, value]] : [])];
  });
  const kind = kindOfFact(name, get(session.point.facts, name));
  // What has a unit is a number; the bureau would send back a record that says something else.
  const counts = kind === 'number' || (unit !== '' && !['yes', 'list', 'text'].includes(kind));
  const wrong = el('small', { class: 'wrong', role: 'alert', hidden: true });
  const doubt = el('small', { class: 'due', role: 'status', hidden: true });
  let node;
  if (kind === 'yes') {
    node = choice(name, [[true, '是'], [false, '否']], now()?.yes ?? null, (yes) => set(yes === null ? null : { yes }));
  } else {
    node = input(typed(now()), (text) => {
      const value = counts ? readMeasure(text, unit) : readFact(text, kind);
      const tooHigh = unit === '%' && isPercentTooHigh(name, value);
      wrong.textContent = tooHigh ? '百分数最多 100，没有记下来：请核对' : `写一个数${unit === '%' ? '，如 96' : ''}`;
      wrong.hidden = value !== undefined && !tooHigh;
      doubt.textContent = unit === '%' && wrong.hidden ? doubtfulPercent(value) : '';
      doubt.hidden = doubt.textContent === '';
      set(wrong.hidden ? value : null);
    }, {
      inputmode: counts ? 'decimal' : null,
      placeholder: kind === 'list' ? '用顿号隔开' : '查到的',
    });
  }
  const update = () => {
    differs.hidden = !now() || !session.facts.found(name).differs;
    if (kind === 'yes') node.set(now()?.yes ?? null);
    else if (document.activeElement !== node && wrong.hidden) node.value = typed(now());
  };
  update();
  watch(update);
  const label = unit ? `${name}（${unit}）` : name;
  return el('div', { class: 'fact' }, kind === 'yes' ? [el('span', { class: 'label' }, label), node] : field(label, node), wrong, doubt, beside, differs);
}
