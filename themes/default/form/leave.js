// The ways in which a form leaves the phone: shared, downloaded, or copied as text. What has left is noted only once that is known.

import { button, el, fill } from './dom.js';
import { insideOf } from './inside.js';
import { nameOf, pack, recordText } from './pack.js';
import { picturesOf } from './form.js';
import { markExported, session, settled, watch } from './session.js';
import { sizeZh } from './values.js';

/** Packs a form on a press of a button, and shows the ways out. */
export function exportWays(form) {
  const place = el('div', { 'aria-live': 'polite' });
  const prepare = async () => {
    if (session.busy > 0) {
      fill(place, el('p', { class: 'due' }, '还有照片正在处理，处理完再打包。'));
      return;
    }
    fill(place, el('p', { role: 'status' }, '正在打包'));
    try {
      // What was typed last is in the export.
      await settled();
      fill(place, waysOut(form, await pack(form, new Date())));
    } catch (error) {
      fill(place, el('p', { class: 'wrong', role: 'alert' }, `打包不成：${error.message}。可以改用下面的文字。`));
    }
  };
  return [button('打包成一个文件', prepare, { class: 'main' }), place,
    el('details', {}, el('summary', {}, '文件发不出去时：复制文字'), textWay(form))];
}

/** Share, else download. */
function waysOut(form, { name, bytes, change: held, at }) {
  const file = typeof File === 'function' ? new File([bytes], name, { type: 'application/zip' }) : null;
  const left = () => markExported(form, { change: held, at });
  let canShare = false;
  try {
    canShare = Boolean(file && navigator.canShare?.({ files: [file] }));
  } catch {
    canShare = false;
  }
  const said = el('div', { role: 'status' });
  const share = () => navigator.share({ files: [file], title: name }).then(left, (error) => {
    if (error.name !== 'AbortError') fill(said, el('p', {}, '分享不成，请改用下载。'));
  });
  // A browser says of no download whether it arrived. Those inside other programs lose them without a word.
  const downloaded = () => {
    const inside = insideOf();
    if (inside) fill(said, el('p', { class: 'wrong' }, `${inside}里下载的文件多半存不下来，不算导出。请用“复制文字”发出去。`));
    else ask(said, '文件存下来了吗？', '存下来了', '没有', left, '还没有导出。请再下载一次，或者用“复制文字”。');
  };
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
  const download = el('a', { class: 'button main', href: address, download: name, on: { click: downloaded } }, '下载');
  return [
    el('p', {}, `${name}，${sizeZh(bytes.length)}`),
    el('div', { class: 'actions' }, canShare ? button('分享', share, { class: 'main' }) : null, download), said,
  ];
}

function ask(place, question, yes, no, work, otherwise) {
  fill(place, el('p', { class: 'due' }, question), el('div', { class: 'actions' },
    button(yes, () => { fill(place); work(); }, { class: 'main' }),
    button(no, () => fill(place, el('p', {}, otherwise)))));
}

/** The record as text to copy. Pictures are not in it. */
function textWay(form) {
  const area = el('textarea', { readonly: true, rows: 6, 'aria-label': `${nameOf(form)}的文字` });
  const update = () => { area.value = recordText(form, new Date()); };
  update();
  watch(update);
  const without = picturesOf(form).length > 0 ? '照片和签名不在里面，还要另外导出文件。' : '照片和签名不在里面。';
  const said = el('div', { role: 'status' }, el('small', {}, '这段文字不含照片和签名。'));
  const copy = async () => {
    update();
    const held = { change: form.change, at: new Date().toISOString(), text: true };
    area.select();
    let done = false;
    try {
      await navigator.clipboard.writeText(area.value);
      done = true;
    } catch {
      done = document.execCommand('copy');
    }
    ask(said, `${done ? '已复制，粘贴到消息或邮件里发出。' : '请长按文字，全选后复制。'}文字发出去了吗？${without}`, '发出去了', '没有',
      () => markExported(form, held), '还没有导出。');
  };
  return el('div', {}, area, button('复制', copy), said);
}
