// The page before closing: the result with its calculation, what is still open, signatures, and the ways in which the form leaves the phone.

import { range } from './engine/total.js';
import { show } from './engine/decimal.js';
import { kit, numberOfCriterion } from './kit.js';
import { button, el, fill } from './dom.js';
import { change, criterionOutcome, keep, owesReason, session, watch } from './session.js';
import { askedOf, isUnsent } from './form.js';
import { formHead, goTo, openOnes, scoreZh } from './sheet.js';
import { nameOf, pack, recordText } from './pack.js';
import { sizeZh } from './values.js';
import { signatures } from './sign.js';
import { stateZh, toneOf } from './criterion.js';

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
  const asked = askedOf(point).map((c) => criterionOutcome(c.id));
  const lost = asked.filter((c) => c.state === 'not_met' && !open.some((o) => o.id === c.id));
  const undecided = asked.filter((c) => c.state === 'unknown' && c.open);
  const lacks = [
    form.inspectors.length === 0 ? '没有写检查人' : null,
    ...[['inspector', '检查人'], ['host', '服务点']].filter(([role]) => !form.signatures.some((s) => s.role === role)).map(([, zh]) => `${zh}还没有签名`),
  ].filter(Boolean);
  const line = (c) => el('li', {},
    button(`${numberOfCriterion(c.id)} ${c.title}`, () => { session.goal = c.id; goTo('sheet', form.key); }, { class: 'plain' }),
    el('span', { class: `state ${toneOf(c)}` }, `${c.carried ? '还没有复查，上次' : ''}${stateZh(c)}：${owesReason(c) ? '没有写原因' : c.reason}`));
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
    group(`还没有做完的 ${open.length} 项`, open.map((c) => criterionOutcome(c.id))),
    group('待局里裁定的', undecided),
    group('扣分和不符合的', lost),
    lacks.length > 0 ? el('p', { class: 'due' }, `${lacks.join('；')}。`) : null,
  ];
}

function exportCard() {
  const place = el('div', { 'aria-live': 'polite' });
  const prepare = async () => {
    fill(place, el('p', { role: 'status' }, '正在打包'));
    try {
      // What was typed last is in the export.
      await keep();
      fill(place, waysOut(await pack(session.form, new Date())));
    } catch (error) {
      fill(place, el('p', { class: 'wrong', role: 'alert' }, `打包不成：${error.message}。可以改用下面的文字。`), textWay());
    }
  };
  const note = el('p', { role: 'status' });
  const update = () => {
    const unsent = isUnsent(session.form);
    note.className = unsent ? 'wrong' : 'good';
    const at = session.form.exported ? new Date(session.form.exported.at).toLocaleString('zh-CN') : '';
    note.textContent = unsent ? '有改动没有导出，只在这部手机上。' : `已导出：${at}`;
    if (session.form.change === 0) note.textContent = '还没有填写。';
  };
  update();
  watch(update);
  return el('section', { class: 'card' }, el('h2', {}, '导出'), note,
    button('打包成一个文件', prepare, { class: 'main' }), place,
    el('details', {}, el('summary', {}, '文件发不出去时：复制文字'), textWay()));
}

/** Share, else download. A file counts as exported once it has left the page. */
function waysOut({ name, bytes, change: held, at }) {
  const file = typeof File === 'function' ? new File([bytes], name, { type: 'application/zip' }) : null;
  const left = () => change((form) => {
    // The note that it was exported is no change of what was found.
    form.exported = { change: held, at };
    form.change -= 1;
  });
  let canShare = false;
  try {
    canShare = Boolean(file && navigator.canShare?.({ files: [file] }));
  } catch {
    canShare = false;
  }
  const said = el('p', { role: 'status' });
  const share = () => navigator.share({ files: [file], title: name }).then(left, (error) => {
    if (error.name !== 'AbortError') said.textContent = '分享不成，请改用下载。';
  });
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
  const download = el('a', { class: 'button main', href: address, download: name, on: { click: left } }, '下载');
  return [
    el('p', {}, `${name}，${sizeZh(bytes.length)}`),
    el('div', { class: 'actions' }, canShare ? button('分享', share, { class: 'main' }) : null, download), said,
  ];
}

/** The record as text to copy. Pictures are not in it. */
function textWay() {
  const area = el('textarea', { readonly: true, rows: 6, 'aria-label': `${nameOf(session.form)}的文字`, value: recordText(session.form) });
  watch(() => { area.value = recordText(session.form); });
  const said = el('small', { role: 'status' }, '这段文字不含照片和签名。');
  const copy = async () => {
    area.select();
    let done = false;
    try {
      await navigator.clipboard.writeText(area.value);
      done = true;
    } catch {
      done = document.execCommand('copy');
    }
    said.textContent = done ? '已复制，粘贴到消息或邮件里发出。照片和签名不在里面。' : '请长按文字，全选后复制。';
  };
  return el('div', {}, area, button('复制', copy), said);
}
