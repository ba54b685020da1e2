// Several phones of a field, each with what it is for and whether it is public. A person's own number is for the bureau alone until somebody has said otherwise.
import { tell } from '../frame.js';
import { plan } from '../server.js';
import { html, useEffect, useRef, useState } from '../ui.js';

const empty = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);
const list_of = (value) => (empty(value) ? [] : Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'string' ? { number: one } : { ...one }));
const no = (word) => ['false', '否', 'no'].includes(String(word ?? '').toLowerCase());
/** As short as it can be written: a number alone is a text. */
const short = (one) => {
  const kept = Object.fromEntries(Object.entries(one).filter(([, text]) => text !== undefined && text !== ''));
  return Object.keys(kept).length === 1 && kept.number ? kept.number : kept;
};
const value_of = (list) => { const all = list.map(short); return all.length === 0 ? null : all.length === 1 ? all[0] : all; };
const shown = (one) => (one.extension ? `${one.number}转${one.extension}` : one.number ?? '');

function Box({ label, value, done, placeholder, id }) {
  const [own, set_own] = useState(null);
  const leave = () => { if (own !== null) { const text = own.trim(); set_own(null); if (text !== (value ?? '')) done(text); } };
  return html`<input type="text" id=${id} aria-label=${label} placeholder=${placeholder} value=${own ?? value ?? ''} onInput=${(e) => set_own(e.target.value)} onBlur=${leave}
    onKeyDown=${(e) => { if (e.isComposing) return; if (e.key === 'Enter') { e.preventDefault(); leave(); } else if (e.key === 'Escape') set_own(null); }} />`;
}

export function PhonesField({ id, value, at, ctx, title, describe }) {
  const list = list_of(value);
  const [personal, set_personal] = useState({});
  const [asked, set_asked] = useState({});
  const [doubts, set_doubts] = useState([]);
  const fresh = useRef(null);
  const texts = list.map(shown);
  // What stands beside `phone` in a point is said of its first number, or of all.
  const parent = at.slice(0, -1);
  const keys = ctx.fields_at?.(parent) ?? [];
  const own = at.at(-1);
  const beside = (name) => (keys.includes(`${own}_${name}`) ? [...parent, `${own}_${name}`] : null);
  const said = (name) => { const way = beside(name); const text = way && ctx.read(way); return typeof text === 'string' ? text : ''; };
  const all_private = no(said('public'));
  useEffect(() => {
    if (!texts.length) return;
    plan('phones', { texts }).then(({ told }) => set_personal(Object.fromEntries(told.map((one, index) => [texts[index], one.numbers.some((number) => number.personal)]))), () => {});
  }, [JSON.stringify(texts)]);
  const save = (next, more = []) => ctx.change([...more, { at, before: empty(value) ? null : value, after: value_of(next) }]);
  const read = async (text, index) => {
    set_doubts([]);
    if (!text) return index < list.length ? save(list.filter((_, other) => other !== index)) : null;
    try {
      const { told: [told] } = await plan('phones', { texts: [text] });
      if (!told.numbers.length) { set_doubts(told.doubts.length ? told.doubts : [`“${text}”里没有电话号码，没有改。`]); return null; }
      set_doubts([...told.doubts, ...told.words.map((word) => `“${word}”不是号码，没有写进去。`)]);
      const old = list[index] ?? {};
      const numbers = told.numbers.map((one, nth) => {
        const same = nth === 0 && old.number === one.number;
        const next = { ...(nth === 0 ? old : {}), number: one.number, extension: one.extension, label: one.label || (nth === 0 ? old.label : ''), contact: one.contact || (nth === 0 ? old.contact : '') };
        if (!same) { if (one.personal) next.public = 'false'; else if (nth === 0 && no(old.public) && !personal[shown(old)]) next.public = 'false'; else delete next.public; }
        return next;
      });
      const questions = Object.fromEntries(told.numbers.filter((one) => one.personal && one.number !== old.number).map((one) => [one.number, true]));
      set_asked({ ...asked, ...questions });
      const written = await save([...list.slice(0, index), ...numbers, ...list.slice(index + 1)]);
      // What was typed into the empty row stands in a row of its own now.
      if (written?.done && index >= list.length) fresh.current?.querySelector('input')?.focus();
      return written;
    } catch (error) { tell(error); return null; }
  };
  const edit = (index, key) => (text) => {
    const way = index === 0 && !list[0][key] ? beside(key) : null;
    if (way && ctx.read(way)) return ctx.change([{ at: way, before: ctx.read(way), after: text || null }]);
    return save(list.map((one, other) => (other === index ? { ...one, [key]: text } : one)));
  };
  const share = (index, is_public) => {
    const { number } = list[index];
    set_asked({ ...asked, [number]: false });
    const next = list.map((one, other) => {
      if (other === index) return { ...one, public: is_public ? (personal[shown(one)] ? 'true' : undefined) : 'false' };
      return all_private ? { ...one, public: 'false' } : one;
    });
    return save(next, all_private ? [{ at: beside('public'), before: ctx.read(beside('public')), after: null }] : []);
  };
  return html`<div class="phones" id=${id} role="group" aria-label=${title} aria-describedby=${describe}>
    ${list.map((one, index) => {
      const name = shown(one);
      const hidden = no(one.public) || all_private;
      const mobile = personal[name];
      const open = asked[one.number] || (mobile && one.public === undefined && !all_private);
      return html`<div class=${open ? 'phone askrow' : 'phone'} role="group" aria-label=${name} key=${index}>
        <${Box} label="号码" value=${name} done=${(text) => read(text, index)} />
        <${Box} label="号码的名称" placeholder="名称，如：医保窗口" value=${one.label || (index === 0 ? said('label') : '')} done=${edit(index, 'label')} />
        <${Box} label="谁接，只有内部看得到" placeholder="谁接（不公开）" value=${one.contact || (index === 0 ? said('contact') : '')} done=${edit(index, 'contact')} />
        <span class="seg" role="radiogroup" aria-label=${`${name} 公开吗`}><button type="button" class="b small" role="radio" aria-checked=${!open && !hidden} onClick=${() => share(index, true)}>公开</button><button type="button" class="b small" role="radio" aria-checked=${!open && hidden} onClick=${() => share(index, false)}>仅内部</button></span>
        <button type="button" class="b small" aria-label=${`去掉：${name}`} onClick=${() => save(list.filter((_, other) => other !== index))}>去掉</button>
        <p class="s">${open ? html`<span class="mark due">问</span> 像是个人手机，公开吗？${hidden ? '回答以前只有内部看得到。' : '现在会公开。'}` : html`<span class="q">${hidden ? '只在工作台里看得到' : '印在便民卡和牌子上，也在网页上'}</span>`}</p></div>`;
    })}
    <div class="phone new" ref=${fresh}><${Box} key=${`new-${list.length}`} id=${`${id}-new`} label=${`加一个号码：${title}`} placeholder="加一个号码，如：0477-1234567（医保窗口）" value="" done=${(text) => read(text, list.length)} /></div>
    ${doubts.map((one) => html`<p class="s" role="alert"><span class="mark due">问</span> ${one}</p>`)}</div>`;
}
