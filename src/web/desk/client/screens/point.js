// One point: the list of points, its form, and its pieces, drawn as they are printed.
import { RecordForm } from '../forms.js';
import { Live } from '../live.js';
import { go, place } from '../place.js';
import { get, version } from '../server.js';
import { bureau } from '../store.js';
import { html, useEffect, useRef, useState } from '../ui.js';

/** All points by their towns, to go to another one. */
function List({ rows, own }) {
  const [filter, set_filter] = useState('');
  const list = useRef(null);
  useEffect(() => { list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }); }, [own, rows.length]);
  const shown = [];
  rows.forEach((row) => {
    if (row.group !== undefined) shown.push({ town: row.group, points: [] });
    else {
      if (!shown.length) shown.push({ town: '', points: [] });
      if (!filter.trim() || row.cells.name.includes(filter.trim())) shown.at(-1).points.push(row);
    }
  });
  const marks = (row) => Object.keys(row.marks ?? {}).length;
  return html`<aside class="plist" aria-label="全部服务点，按镇" ref=${list}><input type="search" aria-label="找服务点" placeholder="找服务点" value=${filter} onInput=${(e) => set_filter(e.target.value)} />
    ${shown.filter((part) => part.points.length).map((part) => html`${part.town && html`<h2 class="ph">${part.town}　<span class="q">${part.points.length}</span></h2>`}
      <ul>${part.points.map((row) => html`<li key=${row.id}><a href=${`#/points/${encodeURIComponent(row.id)}`} aria-current=${row.id === own ? 'true' : null}><span>${row.cells.name}</span>${marks(row) > 0 && html`<span class="mark due">${marks(row)}</span>`}</a></li>`)}</ul>`)}</aside>`;
}

export function Point() {
  const own = place.value.rest[0];
  const of = bureau.value?.id;
  const now = version.value;
  const [rows, set_rows] = useState([]);
  const [file, set_file] = useState(null);
  const [gone, set_gone] = useState(false);
  useEffect(() => {
    if (!of) return undefined;
    let newest = true;
    get('sheet', { sheet: 'points', bureau: of }).then((got) => { if (newest) set_rows(got.rows); }, () => {});
    return () => { newest = false; };
  }, [of, now]);
  useEffect(() => {
    if (!of) return undefined;
    let newest = true;
    get('where', { bureau: of, point: own }).then((got) => { if (newest) { set_file(got); set_gone(false); } }, () => { if (newest) { set_file(null); set_gone(true); } });
    return () => { newest = false; };
  }, [of, own, now]);
  const points = rows.filter((row) => row.group === undefined);
  const at = points.findIndex((row) => row.id === own);
  const next = points[at + 1] ?? points[0];
  useEffect(() => {
    const keys = (event) => {
      if (!event.ctrlKey || event.isComposing || !['ArrowDown', 'ArrowUp'].includes(event.key) || event.target.closest?.('.paint, textarea, select')) return;
      const to = points[at + (event.key === 'ArrowDown' ? 1 : -1)];
      if (to) { event.preventDefault(); go('points', to.id); }
    };
    addEventListener('keydown', keys);
    return () => removeEventListener('keydown', keys);
  });
  return html`<div class="title"><h1>${points[at]?.cells.name ?? '服务点'}</h1><span class="gap"></span>
      <span class="seg" role="group" aria-label="怎么看"><button class="b small on" aria-pressed="true">一个一个填</button><button class="b small" aria-pressed="false" onClick=${() => go('points')}>像 Excel 那样填</button></span></div>
    <div class="work flush point3"><${List} rows=${rows} own=${own} />
      ${gone ? html`<p class="nothing">没有这个服务点。别人可能删了它。</p>` : file && html`<div class="form-part"><${RecordForm} key=${`${own} ${file.path}`} path=${file.path} at=${file.at} version=${now} skip=${['id', 'formerly']} /></div>`}
      ${of && !gone && html`<${Live} key=${own} bureau=${of} point=${own} prefer=${['desk-card', 'hours-sign', 'service-list']} />`}</div>
    <div class="foot thin"><p class="q">改了就存。点右边样子上的一行，就到那一栏。Ctrl+↓、Ctrl+↑ 换服务点。</p><span class="gap"></span>
      ${next && next.id !== own && html`<button class="b" onClick=${() => go('points', next.id)}>下一个点</button>`}</div>`;
}
