// A field that finds records, screens and fields while one types: by Chinese, by pinyin, by initials. Arrows choose, Enter takes, Esc leaves.
import { get } from './server.js';
import { html, useEffect, useRef, useState } from './ui.js';

const PAUSE = 120;
const WHAT = { place: '到', bureau: '局', point: '服务点', item: '事项', group: '分组', channel: '渠道', text: '', standard: '标准', field: '栏' };
let count = 0;

/**
 * `places` are names of the page's own; `records` leaves all but records out; `may` says which answers can be gone to.
 * `pick` gets the answer that was taken, `close` is called when nothing was.
 */
export function Finder({ label, placeholder, places, records, may = () => true, pick, close, focus, input_ref, id }) {
  const [words, set_words] = useState('');
  const [hits, set_hits] = useState(null);
  const [at, set_at] = useState(0);
  const own = useRef(null);
  own.current ??= id ?? `finder-${++count}`;
  const field = useRef(null);
  const composing = useRef(false);
  useEffect(() => {
    if (!words.trim()) { set_hits(null); return undefined; }
    let newest = true;
    const timer = setTimeout(() => {
      get('find', { words, places: records ? '' : (places?.() ?? []).join('\n'), records: records ? 'true' : '' }).then((got) => {
        if (!newest) return;
        set_hits(got.hits.filter(may));
        set_at(0);
      }, () => { if (newest) set_hits([]); });
    }, PAUSE);
    return () => { newest = false; clearTimeout(timer); };
  }, [words]);
  const leave = () => { set_words(''); set_hits(null); close?.(); };
  const take = (hit) => { if (!hit) return; set_words(''); set_hits(null); pick(hit); };
  const key = (event) => {
    if (event.isComposing || composing.current) return;
    const list = hits ?? [];
    const go = (next) => { event.preventDefault(); if (list.length) set_at((next + list.length) % list.length); };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Enter') { event.preventDefault(); take(list[at]); }
    else if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); leave(); }
  };
  useEffect(() => { document.getElementById(`${own.current}-${at}`)?.scrollIntoView({ block: 'nearest' }); }, [at, hits]);
  const open = hits !== null;
  return html`<div class="finder" onFocusOut=${(event) => { if (!event.currentTarget.contains(event.relatedTarget)) { set_hits(null); if (focus) leave(); } }}>
    <input type="search" role="combobox" autocomplete="off" aria-label=${label} placeholder=${placeholder} aria-expanded=${open ? 'true' : 'false'} aria-autocomplete="list"
      aria-controls=${open ? own.current : undefined} aria-activedescendant=${open && hits.length ? `${own.current}-${at}` : undefined} value=${words}
      ref=${(e) => { field.current = e; if (input_ref) input_ref.current = e; if (focus && e && !e.dataset.seen) { e.dataset.seen = '1'; e.focus(); } }}
      onInput=${(e) => set_words(e.target.value)} onKeyDown=${key} onCompositionStart=${() => { composing.current = true; }} onCompositionEnd=${() => { composing.current = false; }} />
    ${open && (hits.length === 0 ? html`<p class="found none" role="status">没有找到。可以写名称，也可以写拼音或拼音的头一个字母。</p>`
    : html`<ul class="found" role="listbox" id=${own.current} aria-label="找到的">${hits.map((hit, index) => html`<li role="option" key=${`${hit.what}${hit.path}${hit.id}${hit.name}`} id=${`${own.current}-${index}`} aria-selected=${index === at ? 'true' : 'false'}
        onMouseDown=${(e) => e.preventDefault()} onClick=${() => take(hit)}><span class="q s kind">${WHAT[hit.what]}</span><span class="t">${hit.name}</span><span class="q s of">${hit.of}</span></li>`)}</ul>`)}</div>`;
}
