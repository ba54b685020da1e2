// A screen that is a sheet: the bar of the chosen cell, the sheet, and beside it on request the piece, or the form of the row.
import { say, tell } from './frame.js';
import { Live } from './live.js';
import { go, place } from './place.js';
import { change, get, idle, version } from './server.js';
import { Sheet } from './sheet/index.js';
import { hold, trace_rows } from './traced.js';
import { html, signal, useEffect, useRef, useState } from './ui.js';


/** Takes the newest own change back, or the newest undo. */
async function step(kind) {
  try {
    // What is still on its way to the server comes first: it is the newest change.
    await idle();
    // What stands in the head may be older than the cell that was just written.
    const own = (await get('overview'))[kind];
    if (!own) return;
    const written = await change('undo', { entry: String(own.entry) });
    if (written.done) say(kind === 'undo' ? `已撤销：${own.says}。` : '已重做。');
    else location.hash = `#/history/${own.entry}`;
  } catch (error) { tell(error); }
}

/**
 * A new row has no name yet, and a record without one cannot be written: it waits in the sheet until somebody has named it, with whatever else is
 * written in it meanwhile. Everything else is sent at once.
 */
async function gather(drafts, change, send) {
  const what = { cells: [], inserted: [], removed: [], ...change };
  const nameless = what.inserted.filter((row) => !row.cells?.name?.trim());
  const waits = nameless.map((row) => new Promise((resolve, reject) => {
    drafts.set(row.id, { ...row, cells: { ...row.cells }, resolve, reject });
  }));
  const named = [];
  for (const cell of what.cells) {
    const draft = drafts.get(cell.row);
    if (!draft) continue;
    draft.cells[cell.column] = cell.after;
    if (draft.cells.name?.trim() && !named.includes(draft)) named.push(draft);
  }
  const gone = what.removed.filter((row) => drafts.has(row));
  gone.forEach((row) => { drafts.get(row).resolve({}); drafts.delete(row); });
  const rest = {
    ...what,
    // What stands behind a row that is not written stands behind the one before it.
    inserted: [...named.map(({ id, after, cells }) => ({ id, after: drafts.has(after) ? drafts.get(after).after : after, cells })), ...what.inserted.filter((row) => !nameless.includes(row))],
    cells: what.cells.filter((cell) => !drafts.has(cell.row)),
    removed: what.removed.filter((row) => !gone.includes(row)),
  };
  named.forEach((draft) => drafts.delete(draft.id));
  if (!rest.cells.length && !rest.inserted.length && !rest.removed.length && !rest.moved) {
    await Promise.all(waits);
    return {};
  }
  try {
    const done = await send(rest);
    named.forEach((draft) => draft.resolve(done));
    return done;
  } catch (error) {
    named.forEach((draft) => drafts.set(draft.id, draft));
    throw error;
  }
}

/** Where F6 leads out of the sheet: a question that is open, else what stands beside. */
const beside_sheet = (host) => host.closest('.screen').querySelector('.asked button') ?? host.parentElement.querySelector(':scope > aside[tabindex]');

/** What is beside the sheet: nothing, the piece, or the form; remembered for each sheet. */
const beside = { catalog: signal(''), points: signal('') };

/**
 * `more` is what a sheet has of its own: `shape(table)` before it is drawn, `options` of the sheet, `tools`, `above` and `asides` drawn with `ctx`, and
 * `columns(moved)` for heads that were moved.
 * @param {any} own
 */
export function SheetScreen({ sheet: kind, title, bureau, count, empty, prefer, more = {} }) {
  const host = useRef(null);
  const sheet = useRef(null);
  const drafts = useRef(new Map());
  const [chosen, choose] = useState(null);
  const [asks, ask] = useState(null);
  const [none, set_none] = useState(null);
  const [filter, set_filter] = useState('');
  const [table, set_table] = useState(null);
  const now = version.value;
  const id = bureau?.id;
  useEffect(() => {
    if (!id) return undefined;
    let newest = true;
    get('sheet', { sheet: kind, bureau: id }).then((table) => {
      if (!newest || !host.current) return;
      set_none(table.rows.length ? null : empty);
      told_rows(table_now.current, table);
      set_table(table);
      table_now.current = table;
      const drawn = more.shape?.(table) ?? table;
      if (sheet.current) { sheet.current.update(drawn); lead(table); return; }
      sheet.current = new Sheet(host.current, {
        label: title, columns: drawn.columns, rows: drawn.rows, canMove: kind === 'catalog', canMoveColumns: Boolean(more.columns), wrap: kind === 'catalog',
        ...more.options?.(sheet),
        onChange: (what) => (what.movedColumns && more.columns ? more.columns(what.movedColumns) : gather(drafts.current, what, (rest) => send(rest, {}, what))),
        onUndo: () => step('undo'), onRedo: () => step('redo'),
        onSelect: choose,
        onSay: (sentence) => say(sentence),
        onLeave: ({ back }) => /** @type {HTMLElement} */ ((!back && beside_sheet(host.current)) || document.querySelector('.title button, .cellbar button'))?.focus(),
      });
      lead(table);
    }, (error) => { if (newest) { set_none(error.message); } });
    return () => { newest = false; };
  }, [kind, id, now]);
  useEffect(() => () => { sheet.current?.commit(); sheet.current?.destroy(); }, []);
  useEffect(() => {
    // F6 leads out of the sheet to what is beside it, and from anywhere back into it.
    const key = (event) => {
      if (event.key !== 'F6' || event.isComposing || event.defaultPrevented || host.current?.contains(event.target)) return;
      event.preventDefault();
      sheet.current?.focus();
      host.current?.scrollIntoView({ block: 'nearest' });
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);
  // The address may name a row and a column: #/points/ROW, #/catalog/ROW/COLUMN.
  const [named_row, named_column] = place.value.rest;
  const led = useRef('');
  const lead = (table) => {
    const wanted = JSON.stringify([named_row, named_column]);
    if (led.current === wanted || (!named_row && !named_column)) return;
    const row = named_row || table.rows.find((one) => !one.group)?.id;
    if (!table.rows.some((one) => one.id === row)) return;
    led.current = wanted;
    sheet.current.select(row, named_column || 'name');
    sheet.current.focus();
  };
  const table_now = useRef(null);
  /** What was removed or renamed here: nobody needs to be told of that. */
  const own = useRef({ rows: new Set(), names: new Map() });
  /** Rows that somebody else has removed or renamed since the last table: said in words. A row with another id keeps being the chosen one. */
  const told_rows = (before, now) => {
    if (!before) return;
    const rows = new Map(now.rows.filter((one) => !one.group).map((one) => [one.id, one.cells.name]));
    rows.forEach((name, row) => own.current.rows.delete(row));
    const was = before.rows.filter((one) => !one.group && !own.current.rows.has(one.id));
    const gone = was.filter((one) => !rows.has(one.id));
    const renamed = was.filter((one) => rows.has(one.id) && rows.get(one.id) !== one.cells.name && own.current.names.get(one.id) !== rows.get(one.id));
    const at = chosen_row.current;
    trace_rows({ sheet: kind, bureau: id }, [...gone, ...renamed].map((one) => ({ row: one.id, name: one.cells.name }))).then((found) => {
      const index = gone.findIndex((one) => one.id === at);
      const next = index >= 0 && found[index]?.fate === 'moved' ? found[index].at.at(-1)?.id : null;
      if (next) sheet.current?.select(next);
    });
  };
  const chosen_row = useRef(null);
  useEffect(() => { if (sheet.current && table_now.current) lead(table_now.current); }, [named_row, named_column]);

  const send = async (what, answers = {}, shown = null) => {
    what.removed?.forEach((row) => own.current.rows.add(row));
    what.cells?.forEach((cell) => { if (cell.column === 'name') own.current.names.set(cell.row, cell.after); });
    const body = { sheet: kind, bureau: id, change: what, answers };
    let written;
    try { written = await change('sheet', body); } catch (error) {
      if (error.kept && shown) {
        // Not saved, and not lost: it stays in its cells, marked, until it was sent again.
        tell(error);
        sheet.current?.hold(shown);
        return new Promise((resolve, reject) => {
          const free = () => sheet.current?.hold(shown, false);
          error.kept.resolve = (done) => { free(); resolve({ renamed: done.renamed }); };
          error.kept.reject = (why) => { free(); reject(why); };
        });
      }
      // The row is gone: what was typed into it is kept before the eyes.
      const rows = new Set(table_now.current?.rows.map((one) => one.id));
      if (error.status === 409 && what.cells?.some((cell) => cell.after && !rows.has(cell.row))) hold('sheet', body);
      throw error;
    }
    if (written.conflicts.some((one) => one.gone)) {
      hold('sheet', body);
      throw new Error('这一行已经没有了');
    }
    if (written.conflicts.length) {
      ask({ what, conflicts: written.conflicts });
      throw new Error('两个人都改了这一格');
    }
    if (!written.done) {
      ask({ what, questions: written.questions });
      throw new Error(written.questions[0]?.says ?? '还要先回答一个问题');
    }
    ask(null);
    return { renamed: written.renamed };
  };
  const answer = async (choice) => { try { await send(asks.what, choice); } catch (error) { if (error.reasons) tell(error); } };
  /** Mine over theirs: the same change, upon what is there now. */
  const mine = async () => {
    const { what, conflicts } = asks;
    const cells = what.cells.map((cell) => {
      const conflict = conflicts.find((one) => one.at.some((part) => part.id === cell.row) && one.at.includes(cell.column.split(':').pop()));
      return conflict ? { ...cell, before: typeof conflict.theirs === 'string' ? conflict.theirs : '' } : cell;
    });
    try { await send({ ...what, cells }); } catch (error) { if (error.reasons) tell(error); }
  };

  const mode = beside[kind].value;
  const row = chosen?.row;
  chosen_row.current = row;

  if (!bureau) return html`<div class="title"><h1>${title}</h1></div><p class="nothing">还没有局。</p>`;
  const mark = chosen?.mark;
  const set_mode = (next) => { beside[kind].value = next; };
  const ctx = { bureau: id, table, chosen, sheet, mode, set_mode, redraw: () => { if (table && sheet.current) sheet.current.update(more.shape(table)); } };
  return html`<div class="title"><h1>${title}</h1><p class="q nw">${count}</p><span class="gap"></span>
      <input type="search" aria-label="只看有这几个字的行" placeholder="只看…" value=${filter} onInput=${(e) => { set_filter(e.target.value); sheet.current?.view({ filter: e.target.value.trim() ? { text: e.target.value.trim() } : null }); }} />
      <button class="b small" onClick=${() => { sheet.current?.insertRows(); sheet.current?.focus(); }}>插入一行</button>
      <button class="b small" onClick=${() => { sheet.current?.nextFinding(); sheet.current?.focus(); }}>下一个问题</button>
      ${kind === 'points' && html`<button class="b small" aria-disabled=${!row} onClick=${() => { if (row) go('points', row); }}>填这个点的全部内容</button>`}
      ${more.tools?.(ctx)}
      <button class="b small" aria-pressed=${mode === 'live'} onClick=${() => { beside[kind].value = mode === 'live' ? '' : 'live'; }}>看印出来的样子</button></div>
    <div class="cellbar" role="region" aria-label="选中的单元格">
      <span class="at">${chosen ? words_of(chosen, sheet.current) : ''}</span>
      <span class="say">${mark ? html`<span class=${`mark ${mark.level}`}>${mark.level === 'fault' ? '必须改' : '要核对'}</span> ${mark.says}` : chosen?.text ?? ''}</span>
      ${mark && html`<a class="b small" href="#/problems">去看问题</a>`}</div>
    ${asks && html`<div class="asked card" data-opened role="alert">${(asks.questions ?? []).map((question) => html`<p>${question.says}</p><p class="acts">
        ${question.choices.map((one) => html`<button class="b" onClick=${() => answer({ [question.id]: one.word })}>${one.says}</button>`)}<button class="b" data-close onClick=${() => ask(null)}>不改了</button></p>`)}
      ${(asks.conflicts ?? []).map((one) => html`<p>${one.field}：两个人都改了。您的“${text(one.mine)}”，${one.who ?? '别人'}的“${text(one.theirs)}”。</p>`)}
      ${asks.conflicts && html`<p class="acts"><button class="b" onClick=${mine}>用我的</button><button class="b" onClick=${() => ask(null)}>用${asks.conflicts[0].who ?? '别人'}的</button></p>`}</div>`}
    ${more.above?.(ctx) ?? (none && html`<p class="nothing">${none}</p>`)}
    <div class=${mode ? `work flush beside ${mode}-beside` : 'work flush'}><div class="sheet-host" ref=${host}></div>
      ${mode === 'live' && html`<${Live} bureau=${id} point=${kind === 'points' ? row : undefined} prefer=${prefer} />`}
      ${more.asides?.[mode]?.(ctx)}</div>
    <div class="foot thin"><p class="q">打字直接改，F2 接着改，Esc 不改；Ctrl+C、V 和 Excel、WPS 通用；Ctrl+Z 撤销；F8 下一个问题；Alt+↓ 打开选项</p></div>`;
}

const text = (value) => (typeof value === 'string' && value ? value : '空');

/** The chosen cells in words: 卫生院　第 17、18 项，2 格. */
function words_of(chosen, sheet) {
  const column = sheet?.columns.find((one) => one.id === chosen.column);
  const name = sheet?.rows.find((one) => one.id === chosen.row)?.cells?.name ?? '';
  const rows = chosen.rows?.length ?? 1;
  const columns = chosen.columns?.length ?? 1;
  return html`<b>${columns > 1 ? `${columns} 列` : column?.title ?? ''}</b>　${rows > 1 ? `${name} 等 ${rows} 行` : name}${chosen.count > 1 ? `，${chosen.count} 格` : ''}`;
}
