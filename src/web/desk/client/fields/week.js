// Hours as a week that is painted: a row is a day, a cell a quarter of an hour; parts of the year as tabs, public holidays, what no week shows, words instead.
// What weeks mean and how they are written is asked of the server.
import { tell } from '../frame.js';
import { get, plan } from '../server.js';
import { bureau } from '../store.js';
import { html, useEffect, useRef, useState } from '../ui.js';

const DAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const STEP = 15;
const DAY = 1440;
const two = (n) => String(n).padStart(2, '0');
const clock = (minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
const span = (one) => `${clock(one.from)}—${one.to > DAY ? `次日${clock(one.to - DAY)}` : clock(one.to)}`;
/** 08:30—12:00、14:30—17:30 */
const words = (day) => day.map((one) => `${span(one)}${one.note ? `（${one.note}）` : ''}`).join('、');
const dates = (ranges) => ranges.map(([[m, d], [n, e]]) => (m === n && d === e ? `${m}月${d}日` : `${m}月${d}日—${n}月${e}日`)).join('、');
const copy = (value) => JSON.parse(JSON.stringify(value));

/** Whether the parts of the year leave no day over: then there is nothing to say of the other days. */
function covers(seasons) {
  const inside = (day, [from, to]) => { const [a, b, d] = [from, to, day].map(([m, n]) => m * 100 + n); return a <= b ? a <= d && d <= b : d >= a || d <= b; };
  const ranges = seasons.flatMap((one) => one.ranges);
  if (!ranges.length) return false;
  for (let month = 1; month <= 12; month += 1) {
    const last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
    for (let day = 1; day <= last; day += 1) if (!ranges.some((range) => inside([month, day], range))) return false;
  }
  return true;
}

/** A stretch put into a day, or taken out of it: `note` is null to take it out. */
function brushed(day, from, to, note) {
  const rest = day.flatMap((one) => {
    if (one.to <= from || one.from >= to) return [one];
    return [{ ...one, to: Math.min(one.to, from) }, { ...one, from: Math.max(one.from, to) }].filter((part) => part.from < part.to);
  });
  if (note !== null) rest.push({ from, to, note });
  rest.sort((a, b) => a.from - b.from);
  return rest.reduce((list, one) => {
    const last = list.at(-1);
    if (last && last.to >= one.from && last.note === one.note) { last.to = Math.max(last.to, one.to); return list; }
    return [...list, { ...one }];
  }, []);
}

/** The hours that the rows show. */
function frame_of(week, wide) {
  if (wide) return [0, 24];
  const all = [...week.seasons.flatMap((season) => season.week.flat()), ...(week.holidays ?? [])];
  const from = Math.min(8 * 60, ...all.map((one) => one.from));
  const to = Math.min(DAY, Math.max(19 * 60, ...all.map((one) => one.to)));
  return [Math.floor(from / 60), Math.ceil(to / 60)];
}

const PRESETS = ['周一至周五 8:30-12:00、14:30-17:30，法定节假日休息', '周一至周五 8:30-17:00，周六 9:00-11:30，法定节假日休息', '每天 8:00-18:00', '夏季 8:30-12:00、15:00-18:00，冬季 8:30-12:00、14:30-17:30，周一至周五'];

/** What words mean: the sentence, what is left open as buttons, and one press to take it. */
function Words({ id, take, keep_words }) {
  const [text, set_text] = useState('');
  const [meant, set_meant] = useState(null);
  const [answers, set_answers] = useState({});
  // What was typed since is not taken away by an answer to what stood there before.
  const turn = useRef(0);
  const read = async (given = {}) => {
    const mine = ++turn.current;
    if (!text.trim()) { set_meant(null); return; }
    set_answers(given);
    try { const got = await plan('hours-words', { bureau: bureau.value.id, text, answers: given }); if (mine === turn.current) set_meant(got); } catch (error) { tell(error); }
  };
  const done = async (written) => {
    const mine = turn.current;
    if (await written && mine === turn.current) { set_meant(null); set_text(''); }
  };
  const sure = meant && meant.text && !meant.questions.length;
  return html`<div class="say-hours"><label for=${`${id}-say`}>用一句话写</label>
    <div class="acts"><div class="grow"><input type="text" id=${`${id}-say`} list=${`${id}-presets`} placeholder="周一至周五 8:30-12:00、14:30-17:30" value=${text} onInput=${(e) => { turn.current += 1; set_text(e.target.value); set_meant(null); }}
      onKeyDown=${(e) => { if (e.key === 'Enter' && !e.isComposing) { e.preventDefault(); read(); } }} /></div>
      <datalist id=${`${id}-presets`}>${PRESETS.map((one) => html`<option value=${one} />`)}</datalist>
      <button type="button" class="b small" onClick=${() => read()}>读一下</button></div>
    <div aria-live="polite">${meant && html`<div class="read">
      ${meant.questions.map((one) => html`<p>${one.says}</p><p class="acts">${one.choices.map((choice) => html`<button type="button" class="b small" onClick=${() => read({ ...answers, [one.id]: choice.word })}>${choice.says}</button>`)}</p>`)}
      ${meant.text && html`<p>读成：<b>${meant.says.join('；')}</b></p>`}
      ${meant.services.map((one) => html`<p>另有“${one.name}”：${[one.says, one.note].filter(Boolean).join('，')}</p>`)}
      ${meant.note && html`<p>写在“服务时间说明”里：${meant.note}</p>`}
      ${meant.doubts.map((one) => html`<p><span class="mark due">问</span> ${one}</p>`)}
      <p class="acts">${sure && html`<button type="button" class="b small" onClick=${() => done(take(meant))}>就用这个</button>`}
        ${!meant.text && !meant.questions.length && keep_words && html`<button type="button" class="b small" onClick=${() => done(keep_words(text.trim()))}>不算时间，原话写在“服务时间说明”里</button>`}</p></div>`}</div></div>`;
}

/** Copies the hours of another point. */
function Others({ id, take }) {
  const [list, set_list] = useState(null);
  const load = () => { if (!list) get('hours-others', { bureau: bureau.value.id }).then((got) => set_list(got.points), tell); };
  return html`<select aria-label="照搬另一个点的时间" id=${`${id}-others`} value="" onFocus=${load} onPointerDown=${load} onChange=${(e) => { const one = list[Number(e.target.value)]; e.target.value = ''; if (one) take(one.text); }}>
    <option value="">照搬另一个点的…</option>${(list ?? []).map((one, index) => html`<option value=${index}>${one.name}　${one.says}</option>`)}</select>`;
}

/** Month and day as two fields. */
function MonthDay({ label, value, done }) {
  const numbers = (most) => Array.from({ length: most }, (_, n) => n + 1);
  return html`<span class="md"><select aria-label=${`${label}，月`} value=${value[0]} onChange=${(e) => done([Number(e.target.value), value[1]])}>${numbers(12).map((n) => html`<option value=${n}>${n}</option>`)}</select>月
    <select aria-label=${`${label}，日`} value=${value[1]} onChange=${(e) => done([value[0], Number(e.target.value)])}>${numbers(31).map((n) => html`<option value=${n}>${n}</option>`)}</select>日</span>`;
}

/** One row: its stretches, painted with the pointer or the keys, and the same as a text. */
function Row({ name, day, frame, brush, drag, held, act, wrong, first }) {
  const bar = useRef(null);
  const [at, set_at] = useState(null);
  const [text, set_text] = useState(null);
  const [low, high] = frame.map((hour) => hour * 60);
  const part = (minute) => `${((Math.min(Math.max(minute, low), high) - low) / (high - low)) * 100}%`;
  const minute_of = (event) => {
    const box = bar.current.getBoundingClientRect();
    const minute = low + ((event.clientX - box.left) / box.width) * (high - low);
    return Math.min(high - STEP, Math.max(low, Math.floor(minute / STEP) * STEP));
  };
  const shown = held ?? day;
  const chosen = at && [Math.min(at.from, at.to), Math.max(at.from, at.to) + STEP];
  const keys = (event) => {
    if (event.isComposing) return;
    const { key, shiftKey: shift, ctrlKey, metaKey } = event;
    const ctrl = ctrlKey || metaKey;
    const now = at ?? { from: 510, to: 510 };
    const moves = { ArrowLeft: -STEP, ArrowRight: STEP };
    const fit = (minute) => Math.min(high - STEP, Math.max(low, minute));
    if (key in moves) {
      const to = fit(now.to + moves[key] * (ctrl ? 4 : 1));
      set_at(shift ? { ...now, to } : { from: to, to });
    } else if (key === 'Home' || key === 'End') { const to = fit(key === 'Home' ? low : high); set_at(shift ? { ...now, to } : { from: to, to }); } else if (key === 'ArrowUp' || key === 'ArrowDown') {
      const rows = [...bar.current.closest('.week').querySelectorAll('.paint')];
      const next = rows[rows.indexOf(bar.current) + (key === 'ArrowUp' ? -1 : 1)];
      if (next) { next.dataset.from = now.from; next.dataset.to = now.to; next.focus(); }
    } else if (key === ' ' || key === 'Enter') {
      const [from, to] = chosen ?? [now.from, now.to + STEP];
      const full = brushed(day, from, to, null).reduce((sum, one) => sum + one.to - one.from, 0) + (to - from) === day.reduce((sum, one) => sum + one.to - one.from, 0);
      act.paint(brushed(day, from, to, full ? null : brush === null ? '' : brush));
      set_at(now);
    } else if (key === 'Delete' || key === 'Backspace') act.paint(chosen && at.from !== at.to ? brushed(day, chosen[0], chosen[1], null) : []);
    else if (ctrl && key.toLowerCase() === 'c') act.copy();
    else if (ctrl && key.toLowerCase() === 'v') act.paste();
    else if (ctrl && key.toLowerCase() === 'd') act.down();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const focus = () => {
    const { from, to } = bar.current.dataset;
    set_at(from === undefined ? { from: 510, to: 510 } : { from: Number(from), to: Number(to) });
    delete bar.current.dataset.from;
  };
  const enter = async () => { if (text !== null) { const typed = text; set_text(null); if (typed !== words(day)) await act.type(typed); } };
  return html`<div class="pr" role="group" aria-label=${name}><span class="dy">${name}</span>
    <span class="paint" ref=${bar} role="group" aria-roledescription="时间条" tabindex=${first ? 0 : -1} aria-label=${`${name}，${words(day) || '休息'}${at ? `；在 ${clock(chosen[0])}—${clock(chosen[1])}` : ''}`}
      onKeyDown=${keys} onFocus=${focus} onBlur=${() => set_at(null)}
      onPointerDown=${(event) => { if (event.button) return; event.preventDefault(); if (event.target.hasPointerCapture?.(event.pointerId)) event.target.releasePointerCapture(event.pointerId); bar.current.focus(); drag.start(minute_of(event)); }}
      onPointerMove=${(event) => drag.move(minute_of(event))}>
      ${shown.map((one) => html`<i class=${one.note ? 'l' : 'w'} style=${{ left: part(one.from), width: `calc(${part(one.to)} - ${part(one.from)})` }}></i>`)}
      ${at && html`<i class="cursor" style=${{ left: part(chosen[0]), width: `calc(${part(chosen[1])} - ${part(chosen[0])})` }}></i>`}</span>
    <input class="tx" type="text" aria-label=${`${name}的时间`} aria-invalid=${wrong ? 'true' : null} placeholder="休息" value=${text ?? words(shown)} onFocus=${() => set_text(words(day))} onInput=${(e) => set_text(e.target.value)} onBlur=${enter}
      onKeyDown=${(e) => { if (e.isComposing) return; if (e.key === 'Enter') { e.preventDefault(); enter(); } else if (e.key === 'Escape') { set_text(null); } }} /></div>`;
}

/** Hours of a field. `beside` says where words and services go that are no hours. */
export function WeekField({ id, value, save, describe, title, beside }) {
  const text = typeof value === 'string' ? value.trim() : '';
  const [state, set_state] = useState(null);
  const [at, set_at] = useState(0);
  const [brush, set_brush] = useState('');
  const [note, set_note] = useState('值守');
  const [wide, set_wide] = useState(false);
  const [error, set_error] = useState('');
  const [wrong, set_wrong] = useState(null);
  const [drag, set_drag] = useState(null);
  const held = useRef([]);
  const base = useRef(value);
  const turn = useRef(0);
  const known = useRef(null);
  const waiting = useRef(Promise.resolve());
  useEffect(() => {
    base.current = value;
    if (known.current === text) return undefined;
    let newest = true;
    get('hours', { text }).then((got) => { if (newest) { known.current = text; set_state(got); set_at((now) => Math.min(now, (got.week?.seasons.length ?? 1) - 1)); set_error(''); } }, (caught) => { if (newest) set_error(caught.message); });
    return () => { newest = false; };
  }, [text]);
  useEffect(() => {
    if (!drag) return undefined;
    const end = () => finish();
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
    return () => { removeEventListener('pointerup', end); removeEventListener('pointercancel', end); };
  });
  if (!state) return html`<p class="q">${error || '正在读…'}</p>`;
  const week = state.week;

  const keep = async (next) => {
    const mine = ++turn.current;
    set_state({ ...state, week: next });
    try {
      const got = await plan('hours', next);
      if (mine !== turn.current) return true;
      set_error('');
      set_state({ ...got, week: next });
      // One after the other: each is a change of what the one before has left.
      waiting.current = waiting.current.then(async () => {
        if (got.text === (typeof base.current === 'string' ? base.current.trim() : '')) return true;
        known.current = got.text;
        const written = await save(base.current, got.text);
        if (written?.done) base.current = got.text; else known.current = null;
        return Boolean(written?.done);
      });
      return await waiting.current;
    } catch (caught) { set_error((caught.reasons ?? [{ says: caught.message }]).map((one) => [one.says, one.help].filter(Boolean).join('：')).join('；')); return false; }
  };
  /** Another text altogether. */
  const put = async (other) => {
    const written = await save(base.current, other);
    return Boolean(written?.done);
  };
  const whole = week ? covers(week.seasons) : false;
  const now = week ? Math.max(whole ? 1 : 0, Math.min(at, week.seasons.length - 1)) : 0;
  const season = week?.seasons[now];
  const rows = week ? [...DAYS.map((name, index) => ({ name, day: season.week[index], index })), ...(week.holidays === null ? [] : [{ name: '节假日', day: week.holidays, index: 7 }])] : [];
  const with_day = (source, index, day) => {
    const next = copy(source);
    if (index === 7) next.holidays = day; else next.seasons[now].week[index] = day;
    return next;
  };
  const frame = week && frame_of(week, wide);
  const preview = (index) => {
    if (!drag) return null;
    const [first, last] = [Math.min(drag.row, drag.to_row), Math.max(drag.row, drag.to_row)];
    if (index < first || index > last) return null;
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to) + STEP];
    return brushed(rows.find((row) => row.index === index).day, from, to, drag.brush);
  };
  const finish = () => {
    let next = week;
    rows.forEach((row) => { const day = preview(row.index); if (day) next = with_day(next, row.index, day); });
    set_drag(null);
    if (JSON.stringify(next) !== JSON.stringify(week)) keep(next);
  };
  const tool = brush === null ? null : brush === '' ? '' : note.trim();
  const typed = async (index, line) => {
    set_wrong(null);
    if (/^(休息|关|不开)?$/.test(line.trim())) return keep(with_day(week, index, []));
    try {
      const meant = await plan('hours-words', { bureau: bureau.value.id, text: `周一 ${line}` });
      const got = meant.text && !meant.questions.length && !meant.services.length ? await get('hours', { text: meant.text }) : null;
      const day = got?.week && got.week.seasons.length === 1 && !got.week.kept.length ? got.week.seasons[0].week[0] : null;
      if (day?.length) return keep(with_day(week, index, day));
    } catch (caught) { tell(caught); return false; }
    set_wrong({ index, line });
    return false;
  };
  const add = () => {
    const next = copy(week);
    next.seasons.push({ ranges: [[[5, 1], [9, 30]]], week: copy(season.week) });
    set_at(next.seasons.length - 1);
    keep(next);
  };
  const tabs = week?.seasons.length > 1;
  const brushes = [['', 'w', '开门'], ['note', 'l', '有说明的'], [null, '', '擦掉']];
  const kind = brush === null ? null : brush === '' ? '' : 'note';
  const holiday = week && (week.holidays === null ? 'usual' : week.holidays.length ? 'own' : 'off');
  return html`<div class="hours" id=${id} role="group" aria-label=${title} aria-describedby=${describe}>
    ${week ? html`
      <div class="acts"><span class="seg" role="radiogroup" aria-label="哪一段日子">${week.seasons.map((one, index) => !(whole && index === 0) && html`<button type="button" class="b small" role="radio" aria-checked=${index === now} onClick=${() => set_at(index)}>${one.ranges.length ? dates(one.ranges) : tabs ? '其余日子' : '全年'}</button>`)}</span>
        <button type="button" class="b plain small" onClick=${add}>加一段日子</button></div>
      ${season.ranges.length > 0 && html`<div class="acts dates">${season.ranges.map((range, index) => { const put_day = (end, day) => { const next = copy(week); next.seasons[now].ranges[index][end] = day; keep(next); }; return html`<span>从<${MonthDay} label="从哪天" value=${range[0]} done=${(day) => put_day(0, day)} />到<${MonthDay} label="到哪天" value=${range[1]} done=${(day) => put_day(1, day)} /></span>`; })}
        <button type="button" class="b small" onClick=${() => { const next = copy(week); next.seasons.splice(now, 1); set_at(0); keep(next); }}>去掉这一段</button></div>`}
      <div class="brush" role="radiogroup" aria-label="涂什么"><span class="q s nw">拖动涂：</span>${brushes.map(([value_of, look, word]) => html`<button type="button" class="b small" role="radio" aria-checked=${kind === value_of} onClick=${() => set_brush(value_of)}><i class=${`sw ${look}`}></i>${word}</button>`)}
        ${kind === 'note' && html`<input type="text" class="nt" aria-label="说明，如：值守" value=${note} onInput=${(e) => set_note(e.target.value)} />`}
        <button type="button" class="b plain small" aria-pressed=${wide} onClick=${() => set_wide(!wide)}>${wide ? '只看白天' : '看全天'}</button></div>
      <div class="week" role="group" aria-label="一周的服务时间，一格15分钟。左右键走一格，按住Shift选一段，空格涂上或擦掉，Delete清空，Ctrl+C、Ctrl+V照搬一天，Ctrl+D照搬给下面几天" style=${{ '--cells': (frame[1] - frame[0]) * 4 }}>
        <div class="axis" aria-hidden="true">${Array.from({ length: frame[1] - frame[0] + 1 }, (_, n) => frame[0] + n).filter((hour) => !wide || hour % 2 === 0).map((hour) => html`<span style=${{ left: `${((hour - frame[0]) / (frame[1] - frame[0])) * 100}%` }}>${hour}</span>`)}</div>
        ${rows.map((row) => html`<${Row} key=${row.index} first=${row.index === 0} name=${row.name} day=${row.day} frame=${frame} brush=${tool} held=${preview(row.index)} wrong=${wrong?.index === row.index}
          drag=${{ start: (minute) => set_drag({ row: row.index, to_row: row.index, from: minute, to: minute, brush: tool }), move: (minute) => { if (drag && (drag.to !== minute || drag.to_row !== row.index)) set_drag({ ...drag, to: minute, to_row: row.index }); } }}
          act=${{
            paint: (day) => keep(with_day(week, row.index, day)),
            copy: () => { held.current = copy(row.day); },
            paste: () => keep(with_day(week, row.index, copy(held.current))),
            down: () => keep(rows.filter((one) => one.index > row.index && one.index < (row.index < 5 ? 5 : 7)).reduce((next, one) => with_day(next, one.index, copy(row.day)), week)),
            type: (line) => typed(row.index, line),
          }} />`)}</div>
      ${wrong && html`<p class="says" role="alert"><span class="mark due">问</span> “${wrong.line}”没读懂，没有改。写成：08:30-12:00、14:30-17:30；不开门就空着。</p>`}
      <div class="acts"><span class="q s nw">法定节假日：</span><span class="seg" role="radiogroup" aria-label="法定节假日">${[['off', '休息'], ['usual', '照常，按星期几'], ['own', '另有时间']].map(([word, says]) => html`<button type="button" class="b small" role="radio" aria-checked=${holiday === word} onClick=${() => keep({ ...copy(week), holidays: word === 'off' ? [] : word === 'usual' ? null : [{ from: 540, to: 660, note: '' }] })}>${says}</button>`)}</span></div>
      ${week.kept.length > 0 && html`<ul class="kept-rules">${week.kept.map((one, index) => html`<li>还有：<b>${one.says}</b>　<span class="q s">方格里画不出，照样留着</span>　<button type="button" class="b small" aria-label=${`去掉：${one.says}`} onClick=${() => { const next = copy(week); next.kept.splice(index, 1); keep(next); }}>去掉</button></li>`)}</ul>`}`
    : html`<div class="acts"><p class="says grow">${state.why}</p><button type="button" class="b small" onClick=${() => put(null)}>清空，重新画</button></div><p class="written"><code>${text}</code></p>`}
    ${error && html`<p class="says bad" role="alert">${error}</p>`}
    <p class="means" role="status">${state.says.length ? html`<b>这样印：</b>${state.says.join('；')}。` : html`<span class="q">还没有时间，不印。</span>`}</p>
    <${Words} id=${id} take=${(meant) => (beside ? beside.take(base.current, meant) : put(meant.text))} keep_words=${beside?.note} />
    <div class="acts"><${Others} id=${id} take=${put} /><details class="raw"><summary>看文件里怎么写</summary><code>${state.text || '（空）'}</code></details></div></div>`;
}
