// The page before closing: the result with its calculation, what is still open, signatures, and the ways in which the form leaves the phone.

import { dateZh } from './engine/score.js';
import { range } from './engine/total.js';
import { show } from './engine/decimal.js';
import { kit, numberOfCriterion } from './kit.js';
import { button, el, fill } from './dom.js';
import { criterionOutcome, owesReason, session, watch } from './session.js';
import { askedOf, unsentZh } from './form.js';
import { formHead, goTo, openOnes, scoreZh } from './sheet.js';
import { exportWays } from './leave.js';
import { signatures } from './sign.js';
import { stateNowZh, toneOf } from './criterion.js';

export function reviewPage(page) {
  const { form } = session;
  const result = el('section', { class: 'card' });
  const update = () => fill(result, resultOf());
  update();
  watch(update);
  fill(page,
    formHead(() => goTo('sheet', form.key), '回去填写'),
    result, signatures(), exportCard());
}

function resultOf() {
  const { outcome, form, point } = session;
  const open = openOnes();
  const fresh = open.map((c) => criterionOutcome(c.id)).filter((c) => toneOf(c) === 'untouched' || c.carried);
  const asked = askedOf(point).map((c) => criterionOutcome(c.id));
  const lost = asked.filter((c) => c.state === 'not_met' && !open.some((o) => o.id === c.id));
  const undecided = asked.filter((c) => c.state === 'unknown' && c.open);
  const lacks = [
    form.inspectors.length === 0 ? '没有写检查人' : null,
    ...[['inspector', '检查人'], ['host', '服务点']].filter(([role]) => !form.signatures.some((s) => s.role === role)).map(([, zh]) => `${zh}还没有签名`),
  ].filter(Boolean);
  const line = (c) => el('li', {},
    button(`${numberOfCriterion(c.id)} ${c.title}`, () => { session.goal = c.id; goTo('sheet', form.key); }, { class: 'plain' }),
    el('span', { class: `state ${toneOf(c)}` }, `${c.carried ? '还没有复查，上次' : ''}${stateNowZh(c)}：${owesReason(c) ? '没有写原因' : c.reason}`));
  const mends = asked.filter((c) => form.findings[c.id]?.mend?.what);
  const mendLine = (c) => {
    const { what, owner, deadline } = form.findings[c.id].mend;
    const until = deadline ? `${dateZh(deadline)}前` : null;
    return el('li', {}, el('p', {}, `${numberOfCriterion(c.id)} ${c.title}：${what}`, el('small', { class: 'quiet' }, [owner, until].filter(Boolean).join('，'))));
  };
  const group = (title, list) => (list.length === 0 ? null : [el('h3', {}, title), el('ul', { class: 'plain' }, list.map(line))]);
  return [
    el('h2', {}, '结果'),
    el('p', { class: 'total' }, scoreZh()),
    kit.standard.total
      ? el('table', {}, el('tbody', {}, outcome.sections.map((s) => el('tr', {}, el('th', { scope: 'row' }, s.title),
        el('td', {}, `${range(s.low, s.high)} / ${show(s.maximum)}`)))))
      : null,
    el('p', { class: 'sum' }, outcome.arithmetic),
    outcome.notes.length > 0 ? el('ul', {}, outcome.notes.map((note) => el('li', {}, note))) : null,
    group(`还没查的 ${fresh.length} 项`, fresh),
    group(`没有做完的 ${open.length - fresh.length} 项`, open.map((c) => criterionOutcome(c.id)).filter((c) => !fresh.includes(c))),
    group('待局里裁定的', undecided),
    group('扣分和不符合的', lost),
    mends.length > 0 ? [el('h3', {}, `要求整改的 ${mends.length} 项`), el('ul', { class: 'plain' }, mends.map(mendLine))] : null,
    lacks.length > 0 ? el('p', { class: 'due' }, `${lacks.join('；')}。`) : null,
  ];
}

function exportCard() {
  const { form } = session;
  const note = el('p', { role: 'status' });
  const update = () => {
    const unsent = unsentZh(form);
    note.className = unsent ? 'wrong' : 'good';
    const at = form.exported ? new Date(form.exported.at).toLocaleString('zh-CN') : '';
    note.textContent = unsent ? `${unsent}，只在这部手机上。` : `已导出：${at}`;
    if (form.change === 0) note.textContent = '还没有填写。';
  };
  update();
  watch(update);
  return el('section', { class: 'card' }, el('h2', {}, '导出'), note, exportWays(form));
}
