// What the document says of its own numbers, sentence by sentence, and what the sheet has: counted again with every change.
import { html } from '../ui.js';

const words = (claim) => {
  if (claim.counted === null) return '表里没有这一列';
  if (claim.incomplete) return `文件只列了一部分，表里 ${claim.counted} 项`;
  if (claim.counted === claim.claimed) return `表里 ${claim.counted} 项，相符`;
  const more = claim.counted - claim.claimed;
  return `表里 ${claim.counted} 项，${more > 0 ? `多 ${more}` : `少 ${-more}`} 项`;
};

export function Claims({ table, sheet }) {
  const claims = table?.claims ?? [];
  if (!claims.length) return null;
  const wrong = claims.filter((claim) => claim.state).length;
  const go = (claim) => { sheet.current?.select(sheet.current.selection ? sheet.current.model.shown[sheet.current.selection.cur.r]?.id : null, claim.column); sheet.current?.focus(); };
  return html`<details class="claims"><summary>文件里说的项数　${claims.length} 处${wrong ? html`，<span class="mark due">${wrong} 处要核对</span>` : html`，<span class="good">都相符</span>`}</summary>
    <ul>${claims.map((claim, at) => html`<li key=${at}><span class="cl">${claim.clause}</span><span class="t"><b>${claim.name}</b>　${claim.claimed} 项${claim.quote && html`　<span class="q">“${claim.quote}”</span>`}</span>
      <span class=${claim.state ? 'mark due' : 'good nw'}>${words(claim)}</span>${claim.column ? html`<button class="b small" onClick=${() => go(claim)}>看这一列</button>` : html`<span class="b-w"></span>`}</li>`)}</ul></details>`;
}
