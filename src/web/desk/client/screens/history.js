// 历史: what was done, by day and person; one change in detail, and the way back.
import { say, tell } from '../frame.js';
import { go, place } from '../place.js';
import { change, plan } from '../server.js';
import { follow } from '../store.js';
import { computed, effect, html, signal } from '../ui.js';
import { clock, day_of, day_words } from '../words.js';

const most = signal(100);
const history = follow('history', () => (place.value.screen === 'history' ? { limit: most.value } : null));
const who = signal('');
const words = signal('');
const lines = computed(() => (history.value?.lines ?? []).filter((line) => (!who.value || line.who === who.value) && line.says.includes(words.value.trim())));
/** The entry that is looked at: the one in the address, else the newest. */
const chosen = computed(() => {
  if (place.value.screen !== 'history') return null;
  return lines.value.find((line) => String(line.entry) === place.value.rest[0]) ?? lines.value[0] ?? null;
});
const past = follow('past', () => (chosen.value?.entry ? { entry: chosen.value.entry } : null));

/** What an undo of the chosen entry would do. */
const undo = signal(null);
let asked = 0;
effect(() => {
  const line = chosen.value;
  const turn = ++asked;
  undo.value = null;
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

function Days() {
  const days = new Map();
  for (const line of lines.value) {
    const key = line.time ? day_of(new Date(line.time)) : '';
    days.set(key, [...(days.get(key) ?? []), line]);
  }
  return [...days].map(([key, list]) => html`<section key=${key}><div class="hday"><h2>${key ? day_words(key) : '日期不明'}</h2></div>
    <ul class="rows">${list.map((line) => html`<li class=${line === chosen.value ? 'cur' : ''} key=${line.entry ?? line.commit}>
      <a href=${`#/history/${line.entry ?? ''}`} aria-current=${line === chosen.value ? 'true' : null}>
        <span class="tm">${line.time ? clock(new Date(line.time)) : ''}</span><span class="wh">${line.who}</span>
        <span class="t">${line.says}</span>${line.state === 'undone' && html`<span class="q s nw">已撤销</span>`}</a></li>`)}</ul></section>`);
}

const KIND = { new: '新的文件', gone: '删掉的文件', unknown: '以前的内容没有留下' };

function Detail() {
  const line = chosen.value;
  if (!line) return null;
  const detail = past.value && !past.value.error && past.value.entry === line.entry ? past.value : null;
  return html`<aside class="hone" aria-labelledby="h1a"><p class="q s">${line.time ? `${day_words(day_of(new Date(line.time)))} ${clock(new Date(line.time))}` : ''}　${line.who}</p>
    <h2 id="h1a">${line.says}</h2>
    ${!line.entry && html`<p class="s q">这一次是在别处提交的，这里只看得到它改了哪些文件：${line.files.join('、')}</p>`}
    ${detail?.files.map((file) => html`<h3>${KIND[file.kind] ? `${KIND[file.kind]}：` : ''}<span class="q s">${file.path}</span></h3>
      ${file.fields.length > 0 && html`<table class="ba"><thead><tr><th scope="col">在哪里</th><th scope="col">改前</th><th scope="col">改后</th></tr></thead>
        <tbody>${file.fields.map((one) => html`<tr><th scope="row">${one.place}</th><td>${one.before ?? '没有'}</td><td>${one.after === null ? '没有' : html`<ins>${one.after || '空'}</ins>`}</td></tr>`)}</tbody></table>`}
      ${file.more > 0 && html`<p class="q s">还有 ${file.more} 处。</p>`}`)}
    ${line.why && html`<p class="s">不能撤销：${line.why}。</p>`}</aside>`;
}

function Foot() {
  const line = chosen.value;
  const planned = undo.value;
  if (!line) return null;
  if (line.state !== 'open') return html`<div class="foot thin"><p class="q">${line.state === 'undone' ? '这一处已经撤销了。' : '这一处不能在这里撤销。'}</p></div>`;
  if (planned?.error) return html`<div class="foot"><p>${planned.error.reasons.map((one) => one.says).join(' ')}</p></div>`;
  const questions = planned?.questions ?? [];
  if (questions.length) {
    return html`<div class="asked card">${questions.map((question) => html`<p>${question.says}</p><p class="acts">
      ${question.choices.map((choice) => html`<button class="b" onClick=${() => take_back({ [question.id]: choice.word })}>${choice.says}</button>`)}</p>`)}</div>`;
  }
  return html`<div class="foot"><p>${planned ? `撤销“${line.says}”：会改 ${planned.files.length} 个文件。` : ''}<br /><span class="q">撤销错了，按“重做”。</span></p><span class="gap"></span>
    <button class="b main" disabled=${!planned} onClick=${() => take_back()}>撤销这一处</button></div>`;
}

export function History() {
  const found = history.value;
  const people = [...new Set((found?.lines ?? []).map((line) => line.who))];
  return html`<div class="title"><h1>历史</h1><p class="q">谁在什么时候改了什么。撤销只是再改一次，不会丢。</p><span class="gap"></span>
      <select aria-label="谁" value=${who.value} onChange=${(e) => { who.value = e.target.value; }}><option value="">所有人</option>${people.map((name) => html`<option value=${name}>${name}</option>`)}</select>
      <input type="search" aria-label="找改动" placeholder="找改动" value=${words.value} onInput=${(e) => { words.value = e.target.value; go('history'); }} /></div>
    ${found?.error ? html`<p class="nothing">${found.error.message}</p>` : html`<div class="work flush hist"><div class="hlist" tabindex="0" role="region" aria-label="改动">
      ${found?.notes?.map((note) => html`<p class="note">${note}</p>`)}
      ${found && lines.value.length === 0 ? html`<p class="nothing">还没有改动。</p>` : html`<${Days} />`}
      ${found?.more && html`<p class="nothing"><button class="b" onClick=${() => { most.value += 200; }}>再往前</button></p>`}</div>
      <${Detail} /></div><${Foot} />`}`;
}
