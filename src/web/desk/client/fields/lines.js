// The lines of a page that show a field: a click, or Enter, leads to it; where several fields say the same, they are asked about.
import { html, useEffect, useRef, useState } from '../ui.js';
import { id_of, lead_to } from './focus.js';

const percent = (part) => `${part * 100}%`;

export function Lines({ lines }) {
  const host = useRef(null);
  const [at, set_at] = useState(0);
  const [choice, set_choice] = useState(null);
  const [field, set_field] = useState('');
  useEffect(() => { set_choice(null); }, [lines]);
  useEffect(() => {
    const seen = (event) => set_field(event.target.closest?.('.pform') ? event.target.closest('[id^="f-"]')?.id ?? '' : '');
    document.addEventListener('focusin', seen);
    return () => document.removeEventListener('focusin', seen);
  }, []);
  if (!lines?.length) return null;
  const shows = (line) => field && line.to.some(({ at: way }) => { const id = id_of(way); return id === field || id.startsWith(`${field}-`) || field.startsWith(`${id}-`); });
  const press = (line) => { if (line.to.length === 1) lead_to(line.to[0]); else set_choice(line); };
  const keys = (event) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (to === undefined || !lines[to]) return;
    event.preventDefault();
    set_at(to);
    host.current.querySelectorAll('.hot')[to].focus();
  };
  return html`<div class="hots" ref=${host} role="group" aria-label="这一页的各行，上下键换行，回车去改" onKeyDown=${keys}>
    ${lines.map((line, index) => html`<button type="button" key=${index} class=${shows(line) ? 'hot on' : 'hot'} tabindex=${index === Math.min(at, lines.length - 1) ? 0 : -1} aria-label=${`${line.text}，去改`} style=${{ left: percent(line.x), top: percent(line.y), width: percent(line.w), height: percent(line.h) }} onFocus=${() => set_at(index)} onClick=${() => press(line)}></button>`)}
    ${choice && html`<div class="asks" data-opened role="alertdialog" aria-label="这一行出自几处，去改哪一处" style=${{ top: percent(Math.min(choice.y + choice.h, 0.8)) }}><p class="s">这一行有几处是这样写的。去改哪一处？</p>
      <p class="acts">${choice.to.map((one, index) => html`<button type="button" class="b small" ref=${(e) => { if (e && index === 0 && !e.dataset.seen) { e.dataset.seen = '1'; e.focus(); } }} onClick=${() => { set_choice(null); lead_to(one); }}>${one.says}</button>`)}<button type="button" class="b small plain" data-close onClick=${() => set_choice(null)}>不去</button></p></div>`}</div>`;
}
