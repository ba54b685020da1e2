// A form of any record: headings, fields, hints and controls come from the records themselves, so that a new key shows up by itself.
// What is written goes to the server half a second after the last key, at the latest when the field is left.
import { tell } from './frame.js';
import { change, get, saving, version } from './server.js';
import { bureau } from './store.js';
import { hold, trace } from './traced.js';
import { html, useEffect, useRef, useState } from './ui.js';
import { flushers } from './unsaved.js';

const PAUSE = 500;
const asked = new Map();

/** The control of its own of a value; nothing where a plain one does. */
let own_control = () => null;
/** Controls that deserve more than a box come with the first form: the first screen needs none of them. */
const controls = () => import('./fields/index.js').then((fields) => { own_control = fields.own_control; });

/** The form of a kind of file; asked for once. */
export const form_of = (kind) => {
  if (!asked.has(kind)) asked.set(kind, Promise.all([get('form', { kind }), controls()]).then(([form]) => form));
  return asked.get(kind);
};

const is_empty = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
const text_of = (value) => (typeof value === 'string' ? value : '');

/** What stands below a field: its findings, or the two values of a conflict. */
function Below({ id, findings, conflict, take }) {
  if (conflict) {
    const show = (value) => (typeof value === 'string' ? value : is_empty(value) ? '空' : '（几项内容）');
    return html`<div class="conflict" id=${`${id}-says`} role="alert"><p>两个人都改了这一栏。</p>
      <p>您的：<b>${show(conflict.mine)}</b>　${conflict.who ?? '别人'}的：<b>${show(conflict.theirs)}</b></p>
      <p class="acts"><button class="b small" onClick=${() => take(true)}>用我的</button><button class="b small" onClick=${() => take(false)}>用${conflict.who ?? '别人'}的</button></p></div>`;
  }
  if (!findings.length) return null;
  return html`<ul class="says" id=${`${id}-says`}>${findings.map((one) => html`<li><span class=${one.must ? 'mark fault' : 'mark due'}>${one.must ? '必须改' : '要核对'}</span> ${one.says}${one.help ? html`　<span class="q">${one.help}</span>` : null}</li>`)}</ul>`;
}

/** A text: saved while it is typed. The field keeps its own words; news of the server wait until it is left. */
function TextField({ id, value, save: done, lines, describe, list, label }) {
  const [own, set_own] = useState(null);
  const timer = useRef(0);
  const composing = useRef(false);
  const latest = useRef(null);
  const shown = own ?? text_of(value);
  const flush = () => {
    clearTimeout(timer.current);
    const text = latest.current;
    if (text === null) return;
    latest.current = null;
    if (text !== text_of(value)) done(text);
  };
  const typed = (event) => {
    set_own(event.target.value);
    latest.current = event.target.value;
    clearTimeout(timer.current);
    if (!composing.current) timer.current = setTimeout(flush, PAUSE);
  };
  // When the page or the form goes, the words go to where the field stands by then.
  const last = useRef(flush);
  last.current = flush;
  useEffect(() => {
    const send = () => last.current();
    flushers.add(send);
    return () => { flushers.delete(send); send(); };
  }, []);
  const props = {
    id, value: shown, onInput: typed, 'aria-describedby': describe, 'aria-label': label,
    onCompositionStart: () => { composing.current = true; },
    onCompositionEnd: (event) => { composing.current = false; typed(event); },
    onBlur: () => { flush(); set_own(null); },
  };
  if (lines) return html`<textarea rows=${Math.min(8, Math.max(3, shown.split('\n').length))} ...${props}></textarea>`;
  return html`<input type="text" list=${list} ...${props} />`;
}

function Colour({ id, value, save: done, describe }) {
  const text = text_of(value);
  const is_colour = /^#[0-9a-f]{6}$/i.test(text);
  const ratio = is_colour ? contrast(text) : 0;
  return html`<div class="acts"><input type="color" aria-label="选颜色" value=${is_colour ? text : '#0b4a8f'} onChange=${(e) => done(e.target.value.toUpperCase())} />
    <div class="grow"><${TextField} id=${id} value=${value} save=${done} describe=${describe} /></div>
    ${is_colour && html`<span class=${ratio >= 4.5 ? 's good' : 's bad'}>白字放在上面${ratio >= 4.5 ? '看得清' : '看不清，换深一些的'}（${ratio.toFixed(1)}:1）</span>`}</div>`;
}

/** How white letters stand out from a colour (WCAG 2). */
function contrast(colour) {
  const part = (at) => { const v = parseInt(colour.slice(at, at + 2), 16) / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  return 1.05 / (0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) + 0.05);
}

function Choice({ id, value, words, save: done, required, describe }) {
  const text = text_of(value);
  const known = words.find((one) => one.word === text || one.says === text);
  return html`<select id=${id} aria-describedby=${describe} value=${known ? known.word : text} onChange=${(e) => done(e.target.value)}>
    ${(!required || !text) && html`<option value="">没有写</option>`}
    ${text && !known && html`<option value=${text}>${text}（不认识）</option>`}
    ${words.map((one) => html`<option value=${one.word}>${one.says}</option>`)}</select>`;
}

/** Channels, groups and items of the catalog by their names; what is written is the id. */
const LISTS = { channel: ['channels', 'name'], group: ['groups', 'title'], item: ['items', 'name'] };
function Named({ id, kind, value, save: done, required, describe }) {
  const [words, set_words] = useState(null);
  const path = bureau.value?.catalog;
  const now = version.value;
  useEffect(() => {
    if (!path) return undefined;
    let newest = true;
    const [list, name] = LISTS[kind];
    get('record', { path }).then((got) => { if (newest) set_words((got.values?.[list] ?? []).map((one) => ({ word: one.id, says: one[name] }))); }, () => {});
    return () => { newest = false; };
  }, [path, kind, now]);
  if (!words) return html`<${TextField} id=${id} value=${value} save=${done} describe=${describe} />`;
  return html`<${Choice} id=${id} value=${value} words=${words} save=${done} required=${required} describe=${describe} />`;
}

function Flag({ id, value, save: done, describe }) {
  const on = ['true', '是', 'yes'].includes(text_of(value).toLowerCase());
  return html`<select id=${id} aria-describedby=${describe} value=${is_empty(value) ? '' : on ? 'true' : 'false'} onChange=${(e) => done(e.target.value)}>
    <option value="">没有写（算否）</option><option value="true">是</option><option value="false">否</option></select>`;
}

/** What an entry of a list is called on its button. */
export function name_of(value, number) {
  if (typeof value === 'string') return value;
  for (const key of ['name', 'title', 'text', 'number', 'listed_as', 'of', 'year', 'code', 'date']) if (typeof value?.[key] === 'string' && value[key]) return value[key];
  return `第 ${number} 项`;
}

/** The values of a list: texts as lines, records each in a part of its own that opens. */
function List({ of, value, at, ctx, title }) {
  const list = Array.isArray(value) ? value : is_empty(value) ? [] : [value];
  const plain = list.every((one) => typeof one === 'string') && ['line', 'own', 'choice', 'whole', 'number', 'day'].includes(of.type);
  if (plain) {
    const put = (index, text) => {
      const next = [...list];
      if (index === list.length) next.push(text); else next[index] = text;
      return ctx.save(at, value, next.filter((one) => one.trim()));
    };
    return html`<div class="lines">${[...list, ''].map((one, index) => html`<div class="acts" key=${index === list.length ? 'new' : index}>
      <div class="grow"><${TextField} id=${`${ctx.id(at)}-${index}`} value=${one} save=${(text) => put(index, text)} label=${`${title ?? ''} ${index === list.length ? '加一行' : `第 ${index + 1} 行`}`} /></div>
      ${index < list.length && html`<button type="button" class="b small" aria-label=${`去掉：${one}`} onClick=${() => put(index, '')}>去掉</button>`}</div>`)}</div>`;
  }
  const record = of.type === 'record' ? of.record : of.accepts?.find((one) => one.type === 'record')?.record;
  const add = (values) => ctx.change([{ at: [...at, list.length], kind: 'insert', after: values }]);
  return html`<div class="entries">${list.map((one, index) => html`<details key=${index}><summary>${name_of(one, index + 1)}</summary>
      ${typeof one === 'string' ? html`<${TextField} id=${ctx.id([...at, index])} value=${one} save=${(text) => ctx.save([...at, index], one, text)} label=${title} />`
    : html`<${Fields} record=${record} value=${one} at=${[...at, index]} ctx=${ctx} />`}
      <p class="acts"><button type="button" class="b small" onClick=${() => ctx.change([{ at: [...at, index], kind: 'remove', before: one }])}>去掉这一项</button></p></details>`)}
    ${record && html`<${Draft} record=${record} ctx=${ctx} add=${add} word=${`加一项${title ? `：${title}` : ''}`} />`}</div>`;
}

/** A new record: written once everything is there that it cannot do without, so that nothing is made up meanwhile. */
export function Draft({ record, ctx, add, word }) {
  const [open, set_open] = useState(false);
  const [values, set_values] = useState({});
  const fields = ctx.form.records[record].groups.flatMap((group) => group.fields);
  const needed = fields.some((field) => field.required) ? fields.filter((field) => field.required) : fields.slice(0, 1);
  if (!open) return html`<p class="acts"><button type="button" class="b small" onClick=${() => set_open(true)}>${word}</button></p>`;
  const whole = needed.every((field) => values[field.key]?.trim());
  const put = (key) => (event) => set_values({ ...values, [key]: event.target.value });
  return html`<div class="draft card" data-opened>${needed.map((field, index) => html`<label class="field">${field.title}
      <span>${field.shape.type === 'choice' ? html`<select value=${values[field.key] ?? ''} onChange=${put(field.key)}><option value="">请选</option>${field.shape.words.map((one) => html`<option value=${one.word}>${one.says}</option>`)}</select>`
    : html`<input type="text" value=${values[field.key] ?? ''} onInput=${put(field.key)} ref=${index === 0 ? (e) => { if (e && !e.dataset.seen) { e.dataset.seen = '1'; e.focus(); } } : null} />`}
      ${field.hint && html`<span class="hint">${field.hint}</span>`}</span></label>`)}
    <p class="acts"><button type="button" class="b small" disabled=${!whole} onClick=${async () => { if (await add(values)) { set_open(false); set_values({}); } }}>加进去</button>
      <button type="button" class="b small plain" data-close onClick=${() => set_open(false)}>不加了</button></p></div>`;
}

function Dict({ of, value, at, ctx }) {
  const entries = Object.entries(value && typeof value === 'object' && !Array.isArray(value) ? value : {});
  const [name, set_name] = useState('');
  const [text, set_text] = useState('');
  return html`<div class="lines">${entries.map(([key, one]) => html`<div class="dict" key=${key}><label for=${ctx.id([...at, key])}>${key}</label>
      ${typeof one === 'string' || is_empty(one) ? html`<${TextField} id=${ctx.id([...at, key])} value=${one} save=${(text) => ctx.save([...at, key], one, text)} />`
    : html`<${Control} shape=${of} value=${one} at=${[...at, key]} ctx=${ctx} />`}
      <button type="button" class="b small" aria-label=${`去掉：${key}`} onClick=${() => ctx.save([...at, key], one, null)}>去掉</button></div>`)}
    <div class="acts"><input type="text" aria-label="新的栏目名" placeholder="新的栏目名" value=${name} onInput=${(e) => set_name(e.target.value)} />
      <input type="text" aria-label="新的栏目的内容" placeholder="内容" value=${text} onInput=${(e) => set_text(e.target.value)} />
      <button type="button" class="b small" disabled=${!name.trim() || !text.trim()} onClick=${() => { ctx.save([...at, name.trim()], null, text); set_name(''); set_text(''); }}>加一栏</button></div></div>`;
}

/** What a value is filled in with: by its shape. */
function Control({ shape, control, value, at, ctx, required, title, describe }) {
  const id = ctx.id(at);
  const done = (next) => ctx.save(at, value, next);
  // What a screen has a control of its own for.
  if (ctx.own?.[control]) return html`<${ctx.own[control]} id=${id} value=${value} save=${done} describe=${describe} />`;
  const own = own_control({ shape, control, value, at, ctx, title, describe });
  if (own) return own;
  if (shape.type === 'list') return html`<${List} of=${shape.of} value=${value} at=${at} ctx=${ctx} title=${title} />`;
  if (shape.type === 'dict') return html`<${Dict} of=${shape.of} value=${value} at=${at} ctx=${ctx} />`;
  if (shape.type === 'record') {
    const fields = ctx.form.records[shape.record].groups.flatMap((group) => group.fields);
    if (is_empty(value) && fields.some((field) => field.required)) return html`<${Draft} record=${shape.record} ctx=${ctx} add=${(values) => ctx.change([{ at, before: null, after: values }])} word="填写" />`;
    // What needs nothing in particular is written field by field, and comes with the first of them.
    return html`<details open=${!is_empty(value) || fields.length < 4} class="inner"><summary>${title ?? '内容'}</summary><${Fields} record=${shape.record} value=${value} at=${at} ctx=${ctx} /></details>`;
  }
  const kind = control ?? shape.own;
  if (kind in LISTS && (is_empty(value) || typeof value === 'string')) return html`<${Named} id=${id} kind=${kind} value=${value} save=${done} required=${required} describe=${describe} />`;
  if (shape.type === 'own') {
    // What is written in its richer form is shown by it.
    const rich = typeof value === 'object' && value !== null;
    const fits = rich ? shape.accepts.find((one) => (Array.isArray(value) ? one.type === 'list' : ['record', 'dict'].includes(one.type))) : shape.accepts[0];
    return html`<${Control} shape=${fits ?? shape.accepts[0]} value=${value} at=${at} ctx=${ctx} required=${required} title=${title} describe=${describe} />`;
  }
  if (shape.type === 'choice') return html`<${Choice} id=${id} value=${value} words=${shape.words} save=${done} required=${required} describe=${describe} />`;
  if (shape.type === 'flag') return html`<${Flag} id=${id} value=${value} save=${done} describe=${describe} />`;
  if (control === 'colour') return html`<${Colour} id=${id} value=${value} save=${done} describe=${describe} />`;
  return html`<${TextField} id=${id} value=${value} save=${done} lines=${control === 'lines'} describe=${describe} />`;
}

/** The fields of a record, by their headings. */
export function Fields({ record, value, at, ctx, skip = [] }) {
  const { groups } = ctx.form.records[record];
  const deep = at.length > ctx.at.length;
  return groups.map((group) => {
    const fields = group.fields.filter((field) => !skip.includes(field.key) && !(record === 'Point' && WITH_OTHERS.includes(field.key)));
    if (!fields.length) return null;
    const body = fields.map((field) => {
      const own = [...at, field.key];
      const id = ctx.id(own);
      const findings = ctx.findings(own);
      const conflict = ctx.conflict(own);
      const below = findings.length || conflict ? `${id}-says` : undefined;
      const simple = !has_own(field) && !['list', 'dict', 'record'].includes(field.shape.type) && !(field.shape.type === 'own' && typeof value?.[field.key] === 'object' && value[field.key] !== null);
      const head = html`${record === 'Point' && field.key === 'adds' ? '办哪些事项' : field.title}${field.required ? html`<span class="q s">　必填</span>` : null}`;
      const kept = ctx.kept(own);
      const shown = kept ? kept.after : value?.[field.key];
      return html`<div class=${`field${findings.some((one) => one.must) ? ' fault' : findings.length ? ' due' : ''}${kept ? ' unsaved' : ''}`} key=${field.key}>
        ${simple ? html`<label for=${id}>${head}</label>` : html`<p class="label" id=${`${id}-label`}>${head}</p>`}
        <div role=${simple ? undefined : 'group'} aria-labelledby=${simple ? undefined : `${id}-label`}><${Control} shape=${field.shape} control=${field.control} value=${shown} at=${own} ctx=${ctx} required=${field.required} title=${field.title} describe=${[field.hint && `${id}-hint`, below].filter(Boolean).join(' ') || undefined} /></div>
        ${kept && html`<p class="not-saved">这一栏还没存上，连上以后自己再存。</p>`}
        ${field.hint && html`<p class="hint" id=${`${id}-hint`}>${field.hint}</p>`}
        <${Below} id=${id} findings=${findings} conflict=${conflict} take=${(mine) => ctx.settle(own, mine)} /></div>`;
    });
    return deep ? body : html`<fieldset class="sec" key=${group.title}><legend>${group.title}</legend>${body}</fieldset>`;
  });
}

/** What a record is called. */
const called = (values) => (typeof values?.name === 'string' ? values.name : typeof values?.title === 'string' ? values.title : '');

/** A record of a file as a form that saves itself. `at` is the way to it. It goes along where somebody gives the record another id or file. */
export function RecordForm({ path: asked_path, at: asked_at = [], version, skip, own }) {
  const [form, set_form] = useState(null);
  const [record, set_record] = useState(null);
  const [error, set_error] = useState(null);
  const [conflicts, set_conflicts] = useState([]);
  const [moved, set_moved] = useState(null);
  const asked = JSON.stringify([asked_path, asked_at]);
  const { path, at } = moved?.from === asked ? moved : { path: asked_path, at: asked_at };
  const queue = useRef(Promise.resolve());
  const latest = useRef(null);
  const key = JSON.stringify([path, at]);
  const name = useRef(null);
  const alive = useRef(true);
  useEffect(() => () => { alive.current = false; }, []);
  useEffect(() => { name.current = null; }, [asked]);
  useEffect(() => {
    let newest = true;
    get('record', { path, at: JSON.stringify(at) }).then((got) => {
      if (!newest) return undefined;
      const is = called(got.values);
      if (name.current !== null && name.current !== is) trace({ path, at: JSON.stringify(at), name: name.current });
      name.current = is;
      latest.current = got; set_record(got); set_error(null);
      return form_of(got.kind).then((got_form) => { if (newest) set_form(got_form); });
    }, async (caught) => {
      if (!newest) return;
      const got = caught.status ? await trace({ path, at: JSON.stringify(at), name: name.current ?? '' }) : null;
      if (!newest) return;
      if (got?.fate === 'moved') { name.current = got.name; set_moved({ from: asked, path: got.path, at: got.at }); } else set_error(got?.says ? { message: got.says } : caught);
    });
    return () => { newest = false; };
  }, [key, version]);
  useEffect(() => { set_conflicts([]); }, [key]);
  if (error) return html`<p class="nothing">${error.message}</p>`;
  if (!record || !form || form.kind !== record.kind) return html`<p class="nothing q">正在读…</p>`;
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  // One change after the other; the next one is of the record as it is read after the last.
  const send = (changes) => {
    const sent = queue.current.then(() => send_now(changes));
    queue.current = sent.catch(() => {});
    return sent;
  };
  const send_now = async (changes) => {
    try {
      const written = await change('edit', { path, changes });
      for (let turn = 0; written.done && (latest.current?.version ?? 0) < written.version && turn < 40; turn += 1) await new Promise((done) => { setTimeout(done, 25); });
      const gone = written.conflicts.some((one) => one.gone);
      // Nobody sees a conflict of a form that is not there any more: the frame shows it.
      if (gone || (written.conflicts.length && !alive.current)) hold('edit', { path, changes });
      else set_conflicts((before) => [...before.filter((one) => !changes.some((other) => same(other.at, one.at))), ...written.conflicts]);
      // What was renamed here needs no telling.
      for (const one of written.done ? changes : []) if (same(one.at, [...at, 'name']) || same(one.at, [...at, 'title'])) name.current = one.after ?? '';
      return written;
    } catch (caught) { tell(caught); return null; }
  };
  const ctx = {
    form, at, own, path,
    read: (way) => way.slice(at.length).reduce((inner, step) => inner?.[step], (latest.current ?? record).values),
    settled: () => queue.current,
    fields_at: (way) => keys_at(form, way.slice(at.length)),
    conflicted: (list) => set_conflicts((before) => [...before, ...list]),
    id: (way) => `f-${way.map((step) => (typeof step === 'object' ? step.id : step)).join('-')}`,
    findings: (way) => record.findings.filter((one) => same(one.at.slice(0, way.length).map(plain_step), way.map(plain_step)) && one.at.length <= way.length + 1),
    conflict: (way) => conflicts.find((one) => same(one.at, way)),
    // What could not be saved yet stays in its field.
    kept: (way) => saving.value.failed.filter((one) => one.path === 'edit' && one.body.path === path).flatMap((one) => one.body.changes).findLast((one) => same(one.at, way)),
    save: (way, seen, wanted) => save_one(way, seen, wanted),
    change: send,
    settle: (way, mine) => {
      const conflict = conflicts.find((one) => same(one.at, way));
      if (mine) return send([{ at: way, before: conflict.theirs, after: conflict.mine }]);
      set_conflicts((list) => list.filter((one) => one !== conflict));
      return null;
    },
  };
  const save_one = (way, seen, wanted) => send([{ at: way, before: is_empty(seen) ? null : seen, after: is_empty(wanted) ? null : wanted }]);
  return html`<form class="pform" onSubmit=${(event) => event.preventDefault()} aria-label=${record.title}><${Fields} record=${record_at(form, at)} value=${record.values} at=${at} ctx=${ctx} skip=${skip} /></form>`;
}

/** The record at the end of a way. */
function record_at(form, at) {
  let shape = { type: 'record', record: form.record };
  for (const step of at) {
    if (typeof step === 'string' && shape.type === 'record') shape = form.records[shape.record].groups.flatMap((group) => group.fields).find((field) => field.key === step)?.shape ?? shape;
    else if (shape.type === 'list' || shape.type === 'dict') shape = shape.of;
  }
  return shape.record ?? form.record;
}

/** Fields of a point that the control of another one fills in. */
const WITH_OTHERS = ['omits', 'phone_label', 'phone_contact', 'phone_public'];

/** Whether a field is filled in with a control that has no single box to stand for it. */
const has_own = (field) => field.key === 'public' || ['hours', 'picture'].includes(field.control) || ['phones'].includes(field.shape.own);

/** The keys of the record at a way. */
function keys_at(form, way) {
  let shape = { type: 'record', record: form.record };
  for (const step of way) {
    const options = shape.type === 'own' ? shape.accepts : [shape];
    const list = options.find((one) => one.type === 'list');
    const record = options.find((one) => one.type === 'record');
    if (typeof step === 'string' && record) shape = form.records[record.record].groups.flatMap((group) => group.fields).find((field) => field.key === step)?.shape ?? { type: 'line' };
    else shape = list?.of ?? { type: 'line' };
  }
  return shape.type === 'record' ? form.records[shape.record].groups.flatMap((group) => group.fields).map((field) => field.key) : [];
}

const plain_step = (step) => (typeof step === 'object' ? '' : String(step));
