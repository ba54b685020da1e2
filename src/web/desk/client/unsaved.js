// What could not be saved outlives its window: it is kept in the browser, encrypted under a key that only the desk of this user hands out, and offered when the desk is opened
// again. Nothing of it is sent in silence: each change says what it saw, and what somebody else has changed meanwhile stands side by side.
import { say, tell } from './frame.js';
import { change, flying, get, idle, plan, reached, saving, unsettled } from './server.js';
import { effect, html, signal, useEffect, useState } from './ui.js';

const own = crypto.randomUUID?.() ?? String(Math.random());
/** Fields that hold words which are not on their way yet: each is sent when the page is left. */
export const flushers = new Set();
/** Changes that another window has left, each with the name under which they are kept. */
const left = signal([]);
let secret = null;
let prefix = '';

const bytes_of = (text) => Uint8Array.from(text.match(/../g).map((two) => parseInt(two, 16)));
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const unbase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

async function locked(list) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, secret, new TextEncoder().encode(JSON.stringify(list))));
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return `${base64(iv)}.${btoa(text)}`;
}

async function opened(text) {
  try {
    const [iv, bytes] = text.split('.').map(unbase64);
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, secret, bytes)));
  } catch { return null; }
}

/** What this window holds and the server does not. */
const unsaved = () => [...saving.value.failed, ...unsettled.value, ...flying].filter(({ path }) => path === 'edit' || path === 'sheet');

let turn = Promise.resolve();
/** Keeps it; the newest state counts. */
function store() {
  if (!secret) return;
  turn = turn.then(async () => {
    const list = unsaved();
    try {
      if (list.length) localStorage.setItem(prefix + own, await locked(list));
      else localStorage.removeItem(prefix + own);
    } catch { /* The browser has no room: the window still holds it, and says so. */ }
  });
}

/** Takes over what a window has left: its name is locked as long as that window lives. */
async function take(name) {
  const of = name.slice(prefix.length);
  if (of === own) return;
  await navigator.locks.request(`desk ${of}`, async () => {
    const text = localStorage.getItem(name);
    const list = text && await opened(text);
    if (!list?.length) { if (text) localStorage.removeItem(name); return; }
    const offers = [];
    for (const { path, body } of list) {
      const planned = await plan(path, { ...body, answers: {} }).catch((error) => ({ error }));
      // What is so already needs no question.
      if (!planned.error && !planned.files.length && !planned.conflicts?.length && !planned.questions?.length) continue;
      offers.push({ name, path, body, planned });
    }
    if (!offers.length) { localStorage.removeItem(name); return; }
    left.value = [...left.value, ...offers];
    // Kept until the last one is settled, so that no other window offers it too.
    await new Promise((done) => {
      const stop = effect(() => { if (!left.value.some((one) => one.name === name)) queueMicrotask(() => { stop(); done(); }); });
    });
    localStorage.removeItem(name);
  });
}

/** Begins to keep, and to offer what was kept. */
export async function keep() {
  addEventListener('pagehide', () => flushers.forEach((flush) => flush()));
  addEventListener('beforeunload', (event) => {
    flushers.forEach((flush) => flush());
    const waits = saving.value.failed.length || unsettled.value.length || (saving.value.open && reached.value !== 'there');
    if (waits) event.preventDefault();
  });
  if (!navigator.locks || !crypto.subtle) return;
  const got = await get('keep').catch(() => null);
  if (!got?.key) return;
  secret = await crypto.subtle.importKey('raw', bytes_of(got.key), 'AES-GCM', false, ['encrypt', 'decrypt']);
  prefix = `unsaved ${got.workspace} `;
  navigator.locks.request(`desk ${own}`, () => new Promise((done) => {
    // The desk has ended: a window of the next one may take it over.
    const stop = effect(() => { if (reached.value === 'ended') queueMicrotask(() => { stop(); done(); }); });
  }));
  effect(() => { void saving.value; void unsettled.value; store(); });
  const mine = (name) => name?.startsWith(prefix);
  Object.keys(localStorage).filter(mine).forEach(take);
  addEventListener('storage', ({ key, newValue, oldValue }) => { if (mine(key) && newValue && !oldValue) take(key); });
}

const words = (value) => (typeof value === 'string' && value ? `“${value}”` : value === null || value === undefined || value === '' ? '空' : '（几项内容）');

/** The same change upon what is there now: one's own value counts. */
export function over({ path, body }, conflicts) {
  if (path === 'edit') {
    return { ...body, changes: body.changes.map((one, index) => {
      const conflict = conflicts.find((other) => other.change === index);
      return conflict && !conflict.gone ? { ...one, before: conflict.theirs } : one;
    }) };
  }
  const cells = (body.change.cells ?? []).map((cell) => {
    const conflict = conflicts.find((one) => one.at.some((part) => part.id === cell.row) && one.at.includes(cell.column.split(':').pop()));
    return conflict ? { ...cell, before: typeof conflict.theirs === 'string' ? conflict.theirs : '' } : cell;
  });
  return { ...body, change: { ...body.change, cells } };
}

/** The texts of a change, for somebody who wants to copy them. */
const texts = ({ path, body }) => (path === 'edit' ? body.changes.map((one) => words(one.after)) : (body.change.cells ?? []).map((cell) => words(cell.after))).join('、');

function Offer({ offer, done, reload }) {
  const { path, body, planned } = offer;
  const send = async (with_body) => {
    try {
      const written = await change(path, with_body);
      if (written.done) { done(); if (written.says) say(`${written.says}。`); } else reload(written);
    } catch (error) { tell(error); }
  };
  const drop = html`<button class="b small" onClick=${done}>不要了</button>`;
  const conflicts = planned.conflicts ?? [];
  const questions = planned.questions ?? [];
  if (planned.error) return html`<li><p>${texts(offer)}：${planned.error.message}</p><p class="acts">${drop}</p></li>`;
  if (conflicts.some((one) => one.gone)) {
    return html`<li><p>${conflicts[0].field}：这一条已经没有了，没存上的是${texts(offer)}。</p><p class="acts"><a class="b small" href="#/history">到历史里找回它</a>${drop}</p></li>`;
  }
  if (conflicts.length) {
    return html`<li>${conflicts.map((one) => html`<p>${one.field}：这期间${one.who ?? '别人'}改过。您的 <b>${words(one.mine)}</b>　现在的 <b>${words(one.theirs)}</b></p>`)}
      <p class="acts"><button class="b small" onClick=${() => send(over(offer, conflicts))}>用我的</button><button class="b small" onClick=${done}>用现在的</button></p></li>`;
  }
  if (questions.length) {
    return html`<li>${questions.map((question) => html`<p>${planned.says}：${question.says}</p><p class="acts">${question.choices.map((choice) => html`<button class="b small" onClick=${() => send({ ...body, answers: { [question.id]: choice.word } })}>${choice.says}</button>`)}${drop}</p>`)}</li>`;
  }
  return html`<li><p>${planned.says}</p><p class="acts"><button class="b small" onClick=${() => send(body)}>再存一次</button>${drop}</p></li>`;
}

/** What this window could not settle, with what is there now. */
function Unsettled() {
  const [planned, set_planned] = useState([]);
  const list = unsettled.value;
  useEffect(() => {
    let newest = true;
    Promise.all(list.map((one) => plan(one.path, { ...one.body, answers: {} }).catch((error) => ({ error })))).then((got) => { if (newest) set_planned(got); });
    return () => { newest = false; };
  }, [list]);
  if (!list.length || planned.length !== list.length) return null;
  const done = (one) => { unsettled.value = unsettled.value.filter((other) => other !== one); };
  return html`<section class="note left" role="alert"><div class="t"><p><b>有 ${list.length} 处还没存上</b></p>
    <ul>${list.map((one, index) => html`<${Offer} key=${index} offer=${{ ...one, planned: planned[index] }} done=${() => done(one)} reload=${() => { unsettled.value = [...unsettled.value]; }} />`)}</ul></div></section>`;
}

/** What was left unsaved the last time, and what of this window waits for an answer. */
export function Left() {
  const list = left.value;
  const done = (one) => { left.value = left.value.filter((other) => other !== one); };
  const certain = list.filter(({ planned }) => !planned.error && !planned.conflicts?.length && !planned.questions?.length);
  const all = async () => {
    for (const one of certain) {
      try { const written = await change(one.path, one.body); if (written.done) done(one); else replace(one, written); } catch (error) { tell(error); return; }
    }
    await idle();
    say(`存上了 ${certain.length} 处。`);
  };
  const replace = (one, planned) => { left.value = left.value.map((other) => (other === one ? { ...one, planned } : other)); };
  return html`<${Unsettled} />${list.length > 0 && html`<section class="note left" role="alert" aria-label="上次没存上的"><div class="t"><p><b>上次有 ${list.length} 处没存上</b>　还留在这个浏览器里，没有发出去。</p>
    <ul>${list.map((one, index) => html`<${Offer} key=${one.name + index} offer=${one} done=${() => done(one)} reload=${(written) => replace(one, written)} />`)}</ul></div>
    ${list.length > 1 && html`<div class="acts">${certain.length > 1 && html`<button class="b" onClick=${all}>这 ${certain.length} 处都再存一次</button>`}<button class="b" onClick=${() => { left.value = []; }}>都不要了</button></div>`}</section>`}`;
}
