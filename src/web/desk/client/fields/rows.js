// Small records as rows that are always open: people, windows. Each can be moved, taken away, and added once it has what it cannot do without.
import { Draft, Fields, name_of } from '../forms.js';
import { html } from '../ui.js';

export function Rows({ of, value, at, ctx, title }) {
  const list = Array.isArray(value) ? value : value ? [value] : [];
  const move = (index, to) => ctx.change([{ at: [...at, index], kind: 'move', before: list[index], to }]);
  const add = (values) => ctx.change([{ at: [...at, list.length], kind: 'insert', after: values }]);
  return html`<div class="small-rows">${list.map((one, index) => {
    const name = name_of(one, index + 1);
    return html`<section class="small-row" aria-label=${`${title ?? ''} ${name}`} key=${index}>
      <header class="acts"><b class="grow">${index + 1}　${name}</b>
        <button type="button" class="b small" disabled=${index === 0} aria-label=${`上移：${name}`} onClick=${() => move(index, index - 1)}>上移</button>
        <button type="button" class="b small" disabled=${index === list.length - 1} aria-label=${`下移：${name}`} onClick=${() => move(index, index + 1)}>下移</button>
        <button type="button" class="b small" aria-label=${`去掉：${name}`} onClick=${() => ctx.change([{ at: [...at, index], kind: 'remove', before: one }])}>去掉</button></header>
      ${typeof one === 'object' && html`<${Fields} record=${of.record} value=${one} at=${[...at, index]} ctx=${ctx} />`}</section>`;
  })}
  <${Draft} record=${of.record} ctx=${ctx} add=${add} word=${`加一个：${title ?? ''}`} /></div>`;
}
