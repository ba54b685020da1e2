// The piece beside what is edited, as its own template prints it. The old picture stays until the new one is ready; the newest request wins.
import { Lines } from './fields/lines.js';
import { get, version } from './server.js';
import { html, useEffect, useRef, useState } from './ui.js';

/** One page: its own shadow keeps the glyphs of one drawing apart from those of another. */
function Page({ svg, name }) {
  const host = useRef(null);
  useEffect(() => {
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    drawn.setAttribute('width', '100%');
    drawn.removeAttribute('height');
    drawn.setAttribute('aria-hidden', 'true');
    root.replaceChildren(document.importNode(drawn, true));
  }, [svg]);
  return html`<div class="pic" role="img" aria-label=${name} ref=${host}></div>`;
}

const NONE = [];
/** The pieces of a bureau or point, one of them drawn. `from` gives the pieces, `others` are drawn by themselves: { path, name, draw }. */
export function Live({ bureau, point, prefer = [], from = 'pieces', others = NONE }) {
  const [list, set_list] = useState([]);
  const [path, set_path] = useState('');
  const [drawn, set_drawn] = useState(null);
  const [state, set_state] = useState('');
  const [large, set_large] = useState(false);
  const now = version.value;
  useEffect(() => {
    let newest = true;
    get(/** @type {'pieces'} */ (from), { bureau, point }).then(({ pieces: own }) => {
      if (!newest) return;
      const pieces = [...own, ...others];
      set_list(pieces);
      set_path((path) => (pieces.some((one) => one.path === path) ? path : (prefer.map((end) => pieces.find((one) => one.path.endsWith(end))).find(Boolean) ?? pieces[0])?.path ?? ''));
    }, () => {});
    return () => { newest = false; };
  }, [bureau, point, now]);
  useEffect(() => {
    if (!path || others.some((one) => one.path === path)) return undefined;
    let newest = true;
    const slow = setTimeout(() => set_state('正在重画'), 400);
    get('draw', { bureau, path }).then((got) => { if (newest) { set_drawn(got); set_state(''); } }, (error) => { if (newest) set_state(error.message); })
      .finally(() => clearTimeout(slow));
    return () => { newest = false; };
  }, [bureau, path, now]);
  const other = others.find((one) => one.path === path);
  if (list.length === 0) return html`<aside class="live" aria-label="印出来的样子"><p class="q">这里还没有可印的。</p></aside>`;
  return html`<aside class="live" aria-label="印出来的样子" tabindex="0"><div class="lh">
      <select aria-label="看哪一种" value=${path} onChange=${(e) => set_path(e.target.value)}>${list.map((one) => html`<option value=${one.path}>${one.name}${list.some((other) => other !== one && other.name === one.name) ? `　${one.of}` : ''}</option>`)}</select>
      <span class="gap"></span><span class="q s" role="status">${state}</span>
      <button class="b small" aria-pressed=${large} onClick=${() => set_large(!large)}>放大</button></div>
    ${other ? other.draw(large) : html`<div class=${large ? 'pages large' : 'pages'}>${drawn?.pages.map((svg, index) => html`<figure key=${index}><div class="page"><${Page} svg=${svg} name=${`${drawn.name}，第 ${index + 1} 页`} /><${Lines} lines=${drawn.lines?.[index]} /></div>
      ${drawn.pages.length > 1 && html`<figcaption class="q s">第 ${index + 1} 页，共 ${drawn.pages.length} 页</figcaption>`}</figure>`)}</div>`}</aside>`;
}
