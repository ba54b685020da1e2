// 历史: what was done, by day and person, of everything or of one record; one change in detail, the record as it was, and the ways back.
import { Finder } from '../finder.js';
import { say, tell } from '../frame.js';
import { closed } from '../keyboard.js';
import { go, place } from '../place.js';
import { change, plan } from '../server.js';
import { data, follow } from '../store.js';
import { computed, effect, html, signal, useEffect, useState } from '../ui.js';
import { clock, day_of, day_words, short } from '../words.js';

const SCREEN_WORDS = { bureau: '本局', catalog: '服务清单', points: '服务点', guides: '办事指南', booklets: '手册与张贴', inspections: '检查验收', other: '' };

const here = () => place.value.screen === 'history';
/** The record that the list is narrowed to, from the address: #/history/of/PATH/WAY. */
const of_record = computed(() => {
  const [word, path, at] = place.value.rest;
  return here() && word === 'of' && path ? { path, at: at || '[]' } : null;
});
const wanted_entry = computed(() => (of_record.value ? place.value.rest[3] : place.value.rest[0]) ?? '');
/** Goes to an entry, and keeps what the list is narrowed to. */
const address = (entry) => {
  const narrowed = of_record.value ? ['of', of_record.value.path, of_record.value.at] : [];
  return `#/${['history', ...narrowed, entry ?? ''].map(encodeURIComponent).join('/')}`;
};

const most = signal(100);
const who = signal('');
const words = signal('');
const history = follow('history', () => (here() ? { limit: most.value, who: who.value, ...of_record.value } : null));
const lines = computed(() => (history.value?.lines ?? []).filter((line) => line.says.includes(words.value.trim())));
/** The entry that is looked at: the one in the address, else the newest. */
const chosen = computed(() => (here() ? lines.value.find((line) => String(line.entry) === wanted_entry.value) ?? lines.value[0] ?? null : null));
const past = follow('past', () => (chosen.value?.entry ? { entry: chosen.value.entry } : null));
/** The record of the chosen entry that is looked at as it was. */
const looking = signal(null);
const then = follow('then', () => (looking.value && looking.value.entry === chosen.value?.entry
  ? { entry: looking.value.entry, side: looking.value.side, path: looking.value.path, at: JSON.stringify(looking.value.at) } : null));

/** What an undo of the chosen entry would do. */
const undo = signal(null);
/** What going back would do, once somebody has asked for it: the request with the plan. */
const back = signal(null);
let asked = 0;
effect(() => {
  const line = chosen.value;
  const turn = ++asked;
  undo.value = null;
  back.value = null;
  if (line?.state !== 'open') return;
  plan('undo', { entry: String(line.entry) }).then(
    (planned) => { if (turn === asked) undo.value = planned; },
    (error) => { if (turn === asked) undo.value = { error }; },
  );
});

async function take_back(answers = {}) {
  const line = chosen.value;
  try {
    const written = await change('undo', { entry: String(line.entry), answers });
    if (written.done) say(`已撤销：${line.says}。`, ...written.notes);
    else undo.value = written;
  } catch (error) { tell(error); }
}

/** Asks what going back would do. */
async function ask_back(entry, with_it, title) {
  const request = { entry, with_it };
  back.value = { request, title, answers: {} };
  try {
    back.value = { request, title, answers: {}, plan: await plan('rewind', request) };
  } catch (error) { back.value = null; tell(error); }
}

/** Goes back; what is still open is asked one after the other. */
async function go_back(answer = {}) {
  const { request, title, answers } = back.value;
  const all = { ...answers, ...answer };
  try {
    const planned = await plan('rewind', { ...request, answers: all });
    if (planned.questions.length) { back.value = { request, title, answers: all, plan: planned }; return; }
    const written = await change('rewind', { ...request, answers: all });
    back.value = null;
    if (written.done) say(written.entry ? `${written.says}。退错了，按“重做”。` : '这以后没有改动，不用退。', ...written.notes);
  } catch (error) { tell(error); }
}

function Days() {
  const days = new Map();
  for (const line of lines.value) {
    const key = line.time ? day_of(new Date(line.time)) : '';
    days.set(key, [...(days.get(key) ?? []), line]);
  }
  return [...days].map(([key, list], index) => {
    const last = list.find((line) => line.entry);
    const whole = !of_record.value && !who.value && !words.value.trim();
    return html`<section key=${key}><div class="hday"><h2>${key ? day_words(key) : '日期不明'}</h2><span class="gap"></span>
      ${index > 0 && key && last && whole && html`<button class="b small plain" onClick=${() => ask_back(last.entry, false, `回到${short_day(key)}结束时的样子`)}>回到这一天</button>`}</div>
    <ul class="rows">${list.map((line) => html`<li class=${line === chosen.value ? 'cur' : ''} key=${line.entry ?? line.commit}>
      <a href=${address(line.entry)} aria-current=${line === chosen.value ? 'true' : null}>
        <span class="tm">${line.time ? clock(new Date(line.time)) : ''}</span><span class="wh">${line.who}</span>
        <span class="t">${line.says}</span><span class="q s nw">${line.state === 'undone' ? '已撤销' : SCREEN_WORDS[line.screen]}</span></a></li>`)}</ul></section>`;
  });
}

/** 9:17; 11月29日 9:17 of another day. */
const moment = (line) => {
  const time = new Date(line.time);
  return day_of(time) === day_of(new Date()) ? clock(time) : `${time.getMonth() + 1}月${time.getDate()}日 ${clock(time)}`;
};

const short_day = (key) => day_words(key).replace(/　星期.$/, '').replace('　', '');

const KIND = { new: '新的文件', gone: '删掉的文件', unknown: '以前的内容没有留下，或者坏了' };

/** A record as it was, beside what it is; each field that differs can be put back. */
function Then() {
  const wanted = looking.value;
  const got = then.value;
  const [busy, set_busy] = useState(false);
  const send = async (one) => {
    set_busy(true);
    try {
      const written = await change('edit', { path: got.path, changes: [one] });
      if (written.done) say(`${written.says}。`);
      else if (written.conflicts.length) say('刚刚有人又改了这一栏，没有动。再看一眼现在的。');
      else say(...written.questions.map((question) => question.says));
    } catch (error) { tell(error); }
    set_busy(false);
  };
  const side = (name, word) => html`<button class=${wanted.side === name ? 'b small on' : 'b small'} aria-pressed=${wanted.side === name} onClick=${() => { looking.value = { ...wanted, side: name }; }}>${word}</button>`;
  const is_it = got && !got.error && got.entry === wanted.entry && got.side === wanted.side;
  const changed = is_it ? got.fields.filter((field) => !field.same).length : 0;
  return html`<section class="then" data-opened aria-labelledby="then"><h3 id="then">“${is_it ? got.name : wanted.name}”当时的样子</h3>
    <p class="acts"><span class="seg" role="group" aria-label="什么时候的样子">${side('before', '改前')}${side('after', '改后')}</span><span class="gap"></span>
      <button class="b small" data-close onClick=${() => { looking.value = null; }}>收起</button></p>
    ${got?.error && html`<p role="alert">${got.error.message}</p>`}
    ${is_it && got.then === 'absent' && html`<p>那时还没有它。</p>`}
    ${is_it && got.then === 'lost' && html`<p>那时的内容没有留下，或者坏了，看不到。</p>`}
    ${is_it && got.then === 'there' && html`<p class="s" role="status">${!got.now ? '它现在已经没有了。' : changed ? `和现在有 ${changed} 处不同。` : '和现在一样。'}
      ${got.whole && html`　<button class="b small" disabled=${busy} onClick=${() => send(got.whole)}>把它放回来</button>`}</p>
      <table class="ba"><thead><tr><th scope="col">栏</th><th scope="col">当时</th><th scope="col">${got.now ? '现在' : ''}</th></tr></thead>
        <tbody>${[...got.fields].sort((one, other) => Number(one.same) - Number(other.same)).map((field) => html`<tr key=${field.name} class=${field.same ? 'q' : ''}><th scope="row">${field.name}</th>
          <td>${field.same ? field.was : field.was ? html`<ins>${field.was}</ins>` : '没有写'}${field.change && html`<br /><button class="b small" disabled=${busy} aria-label=${`${field.name}改回这样`} onClick=${() => send(field.change)}>改回这样</button>`}</td>
          <td>${!got.now ? '' : field.same ? '一样' : field.now || '没有写'}</td></tr>`)}</tbody></table>`}</section>`;
}

function Detail() {
  const line = chosen.value;
  if (!line) return null;
  const detail = past.value && !past.value.error && past.value.entry === line.entry ? past.value : null;
  const look = looking.value?.entry === line.entry ? looking.value : null;
  return html`<aside class="hone" aria-labelledby="h1a" tabindex="0"><p class="q s">${line.time ? `${day_words(day_of(new Date(line.time)))} ${clock(new Date(line.time))}` : ''}　${line.who}</p>
    <h2 id="h1a">${line.says}</h2>
    ${!line.entry && html`<p class="s q">这一次是在别处提交的，这里只看得到它改了哪些文件：${line.files.join('、')}</p>`}
    ${past.value?.error && line.entry && html`<p class="s" role="alert">${past.value.error.message}</p>`}
    ${look && html`<${Then} />`}
    ${detail?.files.map((file) => html`<section key=${file.path}><h3>${KIND[file.kind] ? `${KIND[file.kind]}：` : ''}<span class="q s">${SCREEN_WORDS[file.screen] || file.path}</span></h3>
      ${file.fields.length > 0 && html`<table class="ba"><thead><tr><th scope="col">在哪里</th><th scope="col">改前</th><th scope="col">改后</th></tr></thead>
        <tbody>${file.fields.map((one) => html`<tr><th scope="row">${one.place}</th><td>${one.before ?? '没有'}</td><td>${one.after === null ? '没有' : html`<ins>${one.after || '空'}</ins>`}</td></tr>`)}</tbody></table>`}
      ${file.more > 0 && html`<p class="q s">还有 ${file.more} 处。</p>`}
      ${file.records.map((record) => html`<p class="acts" key=${record.name}><button class="b small" onClick=${() => { looking.value = { entry: line.entry, side: 'before', path: file.path, at: record.at, name: record.name }; }}>看“${record.name}”当时的样子</button>
        ${!of_record.value && html`<a class="b small plain" href=${`#/history/of/${encodeURIComponent(file.path)}/${encodeURIComponent(JSON.stringify(record.at))}`} onClick=${() => { who.value = ''; words.value = ''; }}>只看它的改动</a>`}</p>`)}</section>`)}
    ${line.why && html`<p class="s">不能撤销：${line.why}。</p>`}</aside>`;
}

/** 其中 3 处是李某改的 */
function whose(people) {
  const others = people.filter(([name]) => name !== data.value.who);
  return others.length ? `，其中 ${others.map(([name, count]) => `${count} 处是${name}改的`).join('，')}` : '';
}

function Back() {
  const { plan: planned, title, request } = back.value;
  const close = html`<button class="b" data-close onClick=${() => { back.value = null; }}>不退了</button>`;
  if (!planned) return html`<div class="foot"><p role="status">正在算会撤销哪些改动</p></div>`;
  const says = planned.changes ? `会撤销 ${planned.changes} 处改动${whose(planned.people)}；改 ${planned.files.length} 个文件。` : '这以后没有改动，不用退。';
  const [question] = planned.questions;
  return html`<div class="foot back" data-opened=${question ? null : ''} role="region" aria-label=${title}><p><b>${title}：</b>${says}<br />
      <span class="q">${request.with_it ? '这一处和它以后的都不算了。' : '这以后的都不算了。'}历史里记成一项，退错了按“重做”。</span></p><span class="gap"></span>
    ${question ? null : html`${close}<button class="b main" ref=${focus_once} disabled=${!planned.changes} onClick=${() => go_back()}>${title.replace(/的样子$/, '')}</button>`}</div>
    ${question && html`<div class="asked card" data-opened role="alert"><p>${question.says}</p><p class="acts">${question.choices.map((choice, index) => html`<button class="b" key=${question.id + choice.word} ref=${index === 0 ? focus_once : null} onClick=${() => go_back({ [question.id]: choice.word })}>${choice.says}</button>`)}${close}</p></div>`}`;
}

const focus_once = (button) => { if (button && !button.dataset.seen) { button.dataset.seen = '1'; button.focus(); } };

function Foot() {
  const line = chosen.value;
  const planned = undo.value;
  if (back.value) return html`<${Back} />`;
  if (!line) return null;
  const title = line.time ? `回到 ${moment(line)} 以前` : '回到这一处以前';
  const before = line.entry && !of_record.value && html`<button class="b" onClick=${() => ask_back(line.entry, true, title)}>${title}…</button>`;
  if (line.state !== 'open') return html`<div class="foot"><p class="q">${line.state === 'undone' ? '这一处已经撤销了。' : '这一处不能在这里撤销。'}</p><span class="gap"></span>${line.state === 'in-git' ? null : before}</div>`;
  if (planned?.error) return html`<div class="foot"><p>${planned.error.reasons.map((one) => one.says).join(' ')}</p><span class="gap"></span>${before}</div>`;
  const questions = planned?.questions ?? [];
  if (questions.length) {
    return html`<div class="asked card">${questions.map((question) => html`<p>${question.says}</p><p class="acts">
      ${question.choices.map((choice) => html`<button class="b" onClick=${() => take_back({ [question.id]: choice.word })}>${choice.says}</button>`)}</p>`)}</div><div class="foot thin"><span class="gap"></span>${before}</div>`;
  }
  return html`<div class="foot"><p>${planned ? `撤销“${short(line.says, 40)}”：会改 ${planned.files.length} 个文件。` : ''}<br /><span class="q">撤销错了，按“重做”。</span></p><span class="gap"></span>
    ${before}<button class="b main" disabled=${!planned} onClick=${() => take_back()}>撤销这一处</button></div>`;
}

/** What the list is narrowed to: all, or one record, chosen by its name. */
function OfRecord() {
  const [open, set_open] = useState(false);
  if (of_record.value) {
    return html`<span class="narrowed">只看：<b>${history.value?.name ?? '这一条'}</b></span><button class="b small" onClick=${() => go('history')}>看全部</button>`;
  }
  if (!open) return html`<button class="b small" onClick=${() => set_open(true)}>只看哪一条…</button>`;
  return html`<${Finder} label="只看哪一条的改动：写名称或拼音" placeholder="事项、服务点的名称" records focus
    pick=${(hit) => { set_open(false); words.value = ''; go('history', 'of', hit.path, JSON.stringify(hit.at)); }} close=${() => { set_open(false); closed(); }} />`;
}

export function History() {
  const found = history.value;
  useEffect(() => () => { looking.value = null; back.value = null; }, []);
  const people = found?.people ?? [];
  return html`<div class="title"><h1>历史</h1><p class="q hintline">谁在什么时候改了什么。撤销只是再改一次，不会丢。</p><span class="gap"></span>
      <${OfRecord} />
      <select aria-label="谁" value=${who.value} onChange=${(e) => { who.value = e.target.value; }}><option value="">所有人</option>${people.map((name) => html`<option value=${name}>${name}</option>`)}</select>
      <input type="search" aria-label="找改动" placeholder="找改动" value=${words.value} onInput=${(e) => { words.value = e.target.value; }} /></div>
    ${found?.error ? html`<p class="nothing">${found.error.message}</p>` : html`<div class="work flush hist"><div class="hlist" tabindex="0" role="region" aria-label="改动">
      ${found?.notes?.map((note) => html`<p class="note" key=${note}>${note}。看得到的都在下面，别的照常用。</p>`)}
      ${found && lines.value.length === 0 ? html`<p class="nothing">${who.value || words.value.trim() || of_record.value ? '没有这样的改动。' : '还没有改动。'}</p>` : html`<${Days} />`}
      ${found?.more && html`<p class="nothing"><button class="b" onClick=${() => { most.value += 200; }}>再往前</button></p>`}</div>
      <${Detail} /></div><${Foot} />`}`;
}
