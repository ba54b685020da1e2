// Columns and groups beside the sheet: added, named, ordered, hidden, taken out. Everything that the mouse does on the heads is here by keyboard too. What goes is asked
// about first, with what hangs on it.
import { say, tell } from '../frame.js';
import { RecordForm, form_of } from '../forms.js';
import { change, plan, version } from '../server.js';
import { html, useEffect, useRef, useState } from '../ui.js';
import { add_column, drop_column, hidden, hide, waiting } from './view.js';

const channel_of = (column) => column.slice('depth:'.length);

/** Does one thing, as one entry of the history. */
async function act(bureau, doing, answers = {}) {
  const written = await change('columns', { bureau, doing, answers });
  if (written.conflicts?.length) throw Object.assign(new Error('别人刚刚改过，没有改。看一眼新的再改。'), { reasons: null });
  return written;
}

/** Heads that were dragged or moved by keys. */
export async function move_columns(bureau, { columns, before }) {
  const id = (column) => (column?.startsWith('depth:') ? channel_of(column) : null);
  await act(bureau, { do: 'move-channels', channels: columns.map(id).filter(Boolean), before: id(before) });
  return {};
}

/** Asks before something goes: what hangs on it, and what the points of a channel become. */
function Removal({ bureau, doing, others, points = 0, done, stop }) {
  const [asked, set_asked] = useState(null);
  const [to, set_to] = useState('');
  const first = points > 0 && !to;
  const ended = useRef(false);
  useEffect(() => {
    // Points get another channel first: until then there is nothing to plan.
    if (first) { set_asked({ error: new Error(`这一种渠道还有 ${points} 个服务点。先选它们改归哪一种。`) }); return undefined; }
    if (ended.current) return undefined;
    let newest = true;
    plan('columns', { bureau, doing: to ? { ...doing, points_to: to } : doing }).then(
      (planned) => { if (newest) set_asked(planned); }, (error) => { if (newest) set_asked({ error }); });
    return () => { newest = false; };
  }, [to, version.value]);
  const go = async () => {
    try {
      // What is gone is not planned again.
      ended.current = true;
      const answers = Object.fromEntries(asked.questions.map((one) => [one.id, one.choices[0].word]));
      const written = await act(bureau, to ? { ...doing, points_to: to } : doing, answers);
      if (written.done) { say(`${written.says}。`); done(); } else { ended.current = false; set_asked(written); }
    } catch (error) { ended.current = false; tell(error); }
  };
  if (!asked) return html`<p class="q" role="status">正在数…</p>`;
  return html`<div class="asked card" data-opened role="alert">
    ${asked.error && html`<p>${asked.error.message}</p>`}
    ${points > 0 && html`<label class="field">这些服务点改归<select value=${to} onChange=${(e) => set_to(e.target.value)}><option value="">请选</option>${others.map((one) => html`<option value=${channel_of(one.id)}>${one.title}</option>`)}</select></label>`}
    ${asked.questions?.map((one) => html`<p class="lines-of">${one.says}</p>`)}
    ${!asked.error && asked.questions?.length === 0 && html`<p>${asked.says}？</p>`}
    <p class="acts">${!asked.error && html`<button class="b small" onClick=${go}>删掉</button>`}<button class="b small" data-close onClick=${stop}>不删了</button></p></div>`;
}

/** A line to write a name in: Enter takes it. */
function Name({ label, value = '', word, take, stop }) {
  const [text, set_text] = useState(value);
  const go = (event) => { event.preventDefault(); if (text.trim()) take(text.trim()); };
  return html`<form class="acts one" data-opened=${stop ? '' : null} onSubmit=${go}><input type="text" aria-label=${label} placeholder=${label} value=${text} onInput=${(e) => set_text(e.target.value)} ref=${(e) => { if (e && stop && !e.dataset.seen) { e.dataset.seen = '1'; e.focus(); e.select(); } }} />
    <button class="b small" disabled=${!text.trim() || text.trim() === value}>${word}</button>${stop && html`<button type="button" class="b small plain" data-close onClick=${stop}>不改了</button>`}</form>`;
}

/** A new channel: its name, a short one, its level. */
function NewChannel({ bureau }) {
  const [tiers, set_tiers] = useState([]);
  const [open, set_open] = useState(false);
  const [values, set_values] = useState({ name: '', short_name: '', tier: '' });
  useEffect(() => {
    form_of('catalog').then((form) => {
      const field = form.records.Channel?.groups.flatMap((group) => group.fields).find((one) => one.key === 'tier');
      set_tiers(field?.shape.words ?? []);
    }, () => {});
  }, []);
  if (!open) return html`<p class="acts"><button class="b small" onClick=${() => set_open(true)}>加一种渠道</button></p>`;
  const put = (key) => (event) => set_values({ ...values, [key]: event.target.value });
  const go = async (event) => {
    event.preventDefault();
    try {
      const written = await act(bureau, { do: 'add-channel', ...values });
      if (written.done) { say(`${written.says}。`); set_values({ name: '', short_name: '', tier: '' }); set_open(false); }
    } catch (error) { tell(error); }
  };
  return html`<form class="draft card" data-opened onSubmit=${go}>
    <label class="field">名称<input type="text" value=${values.name} onInput=${put('name')} placeholder="照文件写，如：苏木镇医疗保障服务站" ref=${(e) => { if (e && !e.dataset.seen) { e.dataset.seen = '1'; e.focus(); } }} /></label>
    <label class="field">表头上的简称<input type="text" value=${values.short_name} onInput=${put('short_name')} placeholder="可以不写" /></label>
    <label class="field">哪一级<select value=${values.tier} onChange=${put('tier')}><option value="">请选</option>${tiers.map((one) => html`<option value=${one.word}>${one.says}</option>`)}</select></label>
    <p class="acts"><button class="b small" disabled=${!values.name.trim() || !values.tier}>加进去</button><button type="button" class="b small plain" data-close onClick=${() => set_open(false)}>不加了</button></p></form>`;
}

const run = (work) => async () => { try { const written = await work(); if (written?.says) say(`${written.says}。`); } catch (error) { tell(error); } };

/** Buttons that put one of several before or behind its neighbour. */
function Order({ title, at, count, before }) {
  return html`<button class="b small sq" aria-label=${`${title}往前移`} disabled=${at === 0} onClick=${() => before(at - 1)}>↑</button>
    <button class="b small sq" aria-label=${`${title}往后移`} disabled=${at === count - 1} onClick=${() => before(at + 2)}>↓</button>`;
}

function Channels({ ctx, opened, removing, remove }) {
  const { bureau, table, sheet } = ctx;
  const away = hidden(bureau);
  const channels = table.columns.filter((column) => column.id.startsWith('depth:'));
  return html`<section><h2>渠道</h2><p class="q s">一种渠道是一列，顺序就是表里的顺序。在表上拖列头，或选中整列按 Alt+Shift+←→，也能移。</p>
    <ol class="cols">${channels.map((column, at) => {
      const id = channel_of(column.id);
      const is = away.includes(column.id);
      const open = opened.value === column.id;
      return html`<li key=${column.id} class=${open ? 'open' : ''}><div class="acts"><span class="t"><b>${column.title}</b>　<span class=${column.state ? 'mark due' : 'q s'}>${column.note}</span></span>
        <${Order} title=${column.title} at=${at} count=${channels.length} before=${(to) => run(() => act(bureau, { do: 'move-channels', channels: [id], before: channels[to] ? channel_of(channels[to].id) : null }))()} />
        <button class="b small" aria-pressed=${is} onClick=${() => { hide(bureau, column.id, !is); ctx.redraw(); }}>${is ? '显示' : '隐藏'}</button>
        <button class="b small" aria-expanded=${open} aria-label=${`改${column.title}的名称等`} onClick=${() => { opened.value = open ? null : column.id; if (sheet.current) sheet.current.select(sheet.current.model.shown[sheet.current.selection.cur.r]?.id, column.id); }}>改</button>
        <button class="b small" onClick=${() => remove(removing === column.id ? null : column.id)}>删掉…</button></div>
        ${removing === column.id && html`<${Removal} bureau=${bureau} doing=${{ do: 'remove-channel', channel: id }} others=${channels.filter((one) => one !== column)} points=${table.points?.[column.id] ?? 0} done=${() => remove(null)} stop=${() => remove(null)} />`}
        ${open && html`<${RecordForm} path=${table.path} at=${['channels', { id }]} version=${version.value} skip=${['id']} />`}</li>`;
    })}</ol><${NewChannel} bureau=${bureau} /></section>`;
}

function Own({ ctx, removing, remove, naming, name }) {
  const { bureau, table } = ctx;
  const away = hidden(bureau);
  const heads = table.columns.filter((column) => column.id.startsWith('more:'));
  const wait = waiting(bureau, table);
  const plain = table.columns.filter((column) => !column.frozen && !column.id.startsWith('more:') && !column.id.startsWith('depth:'));
  const hider = (column) => html`<button class="b small" aria-pressed=${away.includes(column.id)} onClick=${() => { hide(bureau, column.id, !away.includes(column.id)); ctx.redraw(); }}>${away.includes(column.id) ? '显示' : '隐藏'}</button>`;
  const add = (text) => {
    const standard = table.offered.find((one) => one.title === text);
    if ([...table.columns, ...wait].some((one) => one.title === text)) { tell(new Error(`已经有“${text}”这一列了。`)); return; }
    add_column(bureau, standard ?? { id: `more:${text}`, title: text, own: true, width: 158, moves: false });
    ctx.redraw();
  };
  return html`<section><h2>别的列</h2>
    <ul class="cols">${plain.map((column) => html`<li key=${column.id}><div class="acts"><span class="t"><b>${column.title}</b></span>${hider(column)}</div></li>`)}
      ${heads.map((column) => html`<li key=${column.id}>${naming === column.id
        ? html`<${Name} label="新的列名" value=${column.title} word="改名" stop=${() => name(null)} take=${(text) => { run(() => act(bureau, { do: 'rename-head', head: column.title, name: text }))(); name(null); }} />`
        : html`<div class="acts"><span class="t"><b>${column.title}</b>　<span class="q s">本局自带的列</span></span>${hider(column)}
          <button class="b small" onClick=${() => name(column.id)}>改名</button><button class="b small" onClick=${() => remove(removing === column.id ? null : column.id)}>删掉…</button></div>`}
        ${removing === column.id && html`<${Removal} bureau=${bureau} doing=${{ do: 'remove-head', head: column.title }} others=${[]} done=${() => remove(null)} stop=${() => remove(null)} />`}</li>`)}
      ${wait.map((column) => html`<li key=${column.id}><div class="acts"><span class="t"><b>${column.title}</b>　<span class="q s">填了第一格就存进文件</span></span><button class="b small" onClick=${() => { drop_column(bureau, column.id); ctx.redraw(); }}>不要了</button></div></li>`)}</ul>
    <${Name} key=${`add${heads.length}${wait.length}`} label="新的一列叫什么，如：设定依据" word="加一列" take=${add} />
    ${table.offered.length > 0 && html`<p class="acts wrap"><span class="q s">常用的：</span>${table.offered.filter((one) => !wait.some((own) => own.id === one.id)).map((one) => html`<button class="b small" onClick=${() => add(one.title)}>${one.title}</button>`)}</p>`}</section>`;
}

function Groups({ ctx, removing, remove, naming, name }) {
  const { bureau, table, sheet } = ctx;
  const [, again] = useState(0);
  const folded = sheet.current?.model.folded ?? new Set();
  const fold = (id, is) => { for (const row of table.rows) if (row.group !== undefined && (id === null || row.id.startsWith(`group:${id}:`))) sheet.current.fold(row.id, is); again((n) => n + 1); };
  return html`<section><h2>分组</h2><p class="q s">把事项拖到别的分组里，或者选中整行按 Alt+Shift+↑↓，就换了分组。</p>
    <ol class="cols">${table.groups.map((group, at) => {
      const key = `group:${group.id}`;
      const shut = folded.has(`${key}:0`);
      return html`<li key=${key}>${naming === key
        ? html`<${Name} label="分组的新名称" value=${group.title} word="改名" stop=${() => name(null)} take=${(title) => { run(() => act(bureau, { do: 'rename-group', group: group.id, was: group.title, title }))(); name(null); }} />`
        : html`<div class="acts"><span class="t"><b>${group.title}</b>　<span class="q s">${group.count} 项</span></span>
          <${Order} title=${group.title} at=${at} count=${table.groups.length} before=${(to) => run(() => act(bureau, { do: 'move-group', group: group.id, before: table.groups[to]?.id ?? null }))()} />
          <button class="b small" aria-pressed=${shut} onClick=${() => fold(group.id, !shut)}>${shut ? '展开' : '收起'}</button>
          <button class="b small" onClick=${() => name(key)}>改名</button><button class="b small" onClick=${() => remove(removing === key ? null : key)}>删掉…</button></div>`}
        ${removing === key && html`<${Removal} bureau=${bureau} doing=${{ do: 'remove-group', group: group.id }} others=${[]} done=${() => remove(null)} stop=${() => remove(null)} />`}</li>`;
    })}</ol>
    <${Name} key=${`group${table.groups.length}`} label="新的分组叫什么" word="加一个分组" take=${(title) => run(() => act(bureau, { do: 'add-group', title }))()} />
    ${table.groups.length > 1 && html`<p class="acts"><button class="b small" onClick=${() => fold(null, true)}>全部收起</button><button class="b small" onClick=${() => fold(null, false)}>全部展开</button></p>`}</section>`;
}

export function Columns({ ctx, opened }) {
  const [removing, remove] = useState(null);
  const [naming, name] = useState(null);
  if (!ctx.table) return null;
  const more = { ctx, removing, remove, naming, name };
  return html`<aside class="side-form colpanel" aria-label="列和分组" tabindex="0"><${Channels} ...${more} opened=${opened} /><${Own} ...${more} /><${Groups} ...${more} /></aside>`;
}
