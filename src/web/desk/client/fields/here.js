// What can be done at a point, against its column of the catalog: what it does besides, what it does not do, each with its reason; counted as one goes.
import { get, version } from '../server.js';
import { bureau } from '../store.js';
import { html, useEffect, useState } from '../ui.js';

const SAYS = { added: '这里增加', omitted: '这里不办', changed: '和别处不一样' };

export function HereField({ id, at, ctx, title }) {
  const [here, set_here] = useState(null);
  const [asked, set_asked] = useState(null);
  const [all, set_all] = useState(false);
  const [filter, set_filter] = useState('');
  const parent = at.slice(0, -1);
  const point = ctx.read(parent)?.id;
  const now = version.value;
  useEffect(() => {
    if (!point || !bureau.value) return undefined;
    let newest = true;
    get('here', { bureau: bureau.value.id, point }).then((got) => { if (newest) set_here(got); }, () => {});
    return () => { newest = false; };
  }, [point, now]);
  if (!here) return html`<p class="q">正在读…</p>`;
  const lists = { added: [...parent, 'adds'], omitted: [...parent, 'omits'], changed: [...parent, 'overrides'] };
  const entries = (kind) => ctx.read(lists[kind]) ?? [];
  /** Changes that take an item out of what makes it differ. */
  const without = (item) => ['added', 'omitted', 'changed'].flatMap((kind) => entries(kind).map((one, index) => ({ one, index })).filter(({ one }) => one.item === item.id).reverse()
    .map(({ one, index }) => (kind === 'changed' && (one.window || one.phone) ? { at: [...lists[kind], index, 'depth'], before: one.depth ?? null, after: null } : { at: [...lists[kind], index], kind: 'remove', before: one })));
  const put = (item, kind, depth, reason) => {
    const rich = kind === 'changed' ? entries(kind).findIndex((one) => one.item === item.id && (one.window || one.phone)) : -1;
    const after = Object.fromEntries(Object.entries({ item: item.id, depth, reason }).filter(([, text]) => text));
    const rest = without(item).filter((one) => one.kind === 'remove');
    if (rich >= 0) return ctx.change([...rest, { at: [...lists[kind], rich, 'depth'], before: entries(kind)[rich].depth ?? null, after: depth }]);
    const gone = rest.filter((one) => JSON.stringify(one.at.slice(0, -1)) === JSON.stringify(lists[kind])).length;
    return ctx.change([...rest, { at: [...lists[kind], entries(kind).length - gone], kind: 'insert', after }]);
  };
  const choose = (item, word) => {
    set_asked(null);
    if (word === 'same') return ctx.change(without(item));
    const kind = word === 'none' ? 'omitted' : item.column ? 'changed' : 'added';
    set_asked({ item, kind, depth: word === 'none' ? '' : word, reason: item.reason });
    return null;
  };
  const confirm = async () => { if (await put(asked.item, asked.kind, asked.depth, asked.reason.trim())) set_asked(null); };
  const reason_of = (item) => (text) => {
    const kind = item.differs;
    const index = entries(kind).findIndex((one) => one.item === item.id);
    return ctx.change([{ at: [...lists[kind], index, 'reason'], before: item.reason || null, after: text || null }]);
  };
  const items = here.items.filter((item) => (filter.trim() ? item.name.includes(filter.trim()) : all || item.differs || asked?.item.id === item.id));
  const differing = here.items.filter((item) => item.differs).length;
  return html`<div class="here" id=${id} role="group" aria-label=${title}>
    <p class="means" role="status">这里能办 <b>${here.count}</b> 项，其中 <b>${here.finished}</b> 项直接办结${here.column ? `；照“${here.column}”这一列` : ''}${differing ? `，有 ${differing} 项不一样` : '，没有不一样的'}。</p>
    <div class="acts"><div class="grow"><input type="search" aria-label="找事项，改成这里不办、这里也办" placeholder="找事项，如：异地就医" value=${filter} onInput=${(e) => set_filter(e.target.value)} /></div>
      <button type="button" class="b small" aria-pressed=${all} onClick=${() => set_all(!all)}>${all ? '只看不一样的' : `看全部 ${here.items.length} 项`}</button></div>
    ${items.length > 0 && html`<ul class="here-list">${items.map((item) => {
      const value = asked?.item.id === item.id ? asked.depth || 'none' : !item.differs ? 'same' : item.here ?? 'none';
      const depths = [...new Set([...here.depths, ...(item.here ? [item.here] : [])])];
      return html`<li key=${item.id} class=${item.differs ? 'differs' : null}><span class="nm"><span class="q">${item.number}</span>　${item.name}${item.differs ? html`　<span class="mark new">${SAYS[item.differs]}</span>` : null}</span>
        <select aria-label=${`${item.name}：这里办到哪一步`} value=${value} onChange=${(e) => choose(item, e.target.value)}>
          <option value="same">${item.column ? `照清单：${item.column}` : '清单里没有，不办'}</option>${item.column && html`<option value="none">这里不办</option>`}${depths.map((depth) => html`<option value=${depth}>${depth}</option>`)}</select>
        ${asked?.item.id === item.id ? html`<div class="why acts"><div class="grow"><input type="text" aria-label="为什么" placeholder=${asked.kind === 'omitted' ? '为什么不办，如：网络还没有接通' : asked.kind === 'added' ? '为什么这里也办，如：派了专人' : '为什么不一样（可以不写）'} value=${asked.reason} ref=${(e) => { if (e && !e.dataset.seen) { e.dataset.seen = '1'; e.focus(); } }}
            onInput=${(e) => set_asked({ ...asked, reason: e.target.value })} onKeyDown=${(e) => { if (e.isComposing) return; if (e.key === 'Enter') { e.preventDefault(); if (asked.kind === 'changed' || asked.reason.trim()) confirm(); } else if (e.key === 'Escape') set_asked(null); }} /></div>
            <button type="button" class="b small" disabled=${asked.kind !== 'changed' && !asked.reason.trim()} onClick=${confirm}>记下</button><button type="button" class="b small plain" onClick=${() => set_asked(null)}>不改了</button></div>`
    : item.differs && html`<div class="why"><input type="text" key=${item.reason} aria-label=${`${item.name}：原因`} placeholder="原因" defaultValue=${item.reason} onBlur=${(e) => { if (e.target.value.trim() !== item.reason) reason_of(item)(e.target.value.trim()); }} /></div>`}</li>`;
    })}</ul>`}
    ${filter.trim() && !items.length && html`<p class="q">没有叫这个名字的事项。</p>`}</div>`;
}
