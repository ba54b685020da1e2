// The ways in which a form leaves the phone: downloaded, shared where the phone can, handed in over the bureau's network, or copied as text.
// What has left is noted only once that is known.

import { button, el, fill } from './dom.js';
import { insideOf, isApple } from './inside.js';
import { kit } from './kit.js';
import { outside } from './outside.js';
import { nameOf, pack, recordText } from './pack.js';
import { picturesOf } from './form.js';
import { markExported, session, settled, watch } from './session.js';
import { sizeZh } from './values.js';

/** Whether sharing a file failed in this browser: it said that it could, and could not. */
let sharesNothing = false;

/** Packs a form on a press of a button, and shows the ways out. */
export function exportWays(form) {
  const place = el('div', { class: 'ways', 'aria-live': 'polite' });
  const prepare = () => packed(form, place);
  return [button('打包成一个文件', prepare, { class: 'main' }), place,
    el('details', {}, el('summary', {}, '文件发不出去时：复制文字'), textWay(form))];
}

/** Packs a form, and shows the ways out in a place. */
export async function packed(form, place) {
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
    fill(place, el('p', { class: 'wrong', role: 'alert' }, `打包不成：${error.message}。可以改用“复制文字”。`));
  }
}

/** To the bureau where it listens, else download, and share beside it. */
function waysOut(form, { name, bytes, change: held, at }) {
  const left = () => markExported(form, { change: held, at });
  const said = el('div', { role: 'status' });
  // A browser says of no download whether it arrived. Those inside other programs lose them without a word.
  const downloaded = () => {
    const inside = insideOf();
    if (inside) fill(said, el('p', { class: 'wrong' }, `${inside}里下载的文件多半存不下来，不算导出。请用“复制文字”发出去。`));
    else ask(said, '文件存下来了吗？', '存下来了', '没有', left, '还没有导出。请再下载一次，或者用“复制文字”。');
  };
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
  const download = el('a', { class: `button${kit.intake ? '' : ' main'}`, href: address, download: name, on: { click: downloaded } }, '下载');
  return [
    el('p', {}, `${name}，${sizeZh(bytes.length)}`),
    kit.intake && outside.handIn ? outside.handIn({ name, bytes }, left) : null,
    el('div', { class: 'actions' }, download, shareButton(name, bytes, left, said)),
    isApple() ? el('p', { class: 'quiet' }, '下载的文件在“文件”里的“下载”中；点“分享”也可以，选“存储到‘文件’”或要发给的程序。') : null,
    said,
  ];
}

/** The button to share a file, where the phone says that it takes this one. It says of nothing but the file: with a title beside it some lose the file. */
function shareButton(name, bytes, left, said) {
  const file = typeof File === 'function' ? new File([bytes], name, { type: 'application/zip' }) : null;
  let takes = false;
  try {
    takes = Boolean(!sharesNothing && file && navigator.share && navigator.canShare?.({ files: [file] }));
  } catch {
    takes = false;
  }
  if (!takes) return null;
  const node = button('分享', () => navigator.share({ files: [file] }).then(left, (error) => {
    if (error?.name === 'AbortError') return;
    // Some say that they can, and then take no archive.
    sharesNothing = true;
    node.remove();
    fill(said, el('p', { class: 'wrong' }, '这个浏览器分享不了压缩包，请用“下载”。'));
  }));
  return node;
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
