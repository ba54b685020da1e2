// 开始: without a workspace five questions; with one what is still missing, what has changed since the last print, what is due, and where one was last.
import { Five } from '../begin/five.js';
import { Resume } from '../begin/last.js';
import { Due, Missing, Printed } from '../begin/todo.js';
import { Drop, FirstDoor } from '../drop.js';
import { Make } from '../make.js';
import { bureau, choose_bureau, data } from '../store.js';
import { html } from '../ui.js';

/** The figures of a bureau. */
const FIGURES = [['items', '事项'], ['channels', '渠道'], ['points', '服务点'], ['guides', '办事指南'], ['booklets', '手册与张贴']];

/** No workspace yet: what is at hand, and five questions. */
function Begin() {
  return html`<div class="work"><div class="two-start"><${FirstDoor} /><${Five} focus=${true} /></div></div>`;
}

/** It was there, or is, and cannot be read. */
function Unread() {
  const { must, folder } = data.value;
  return html`<div class="title"><h1>开始</h1></div><div class="work nothing">
    ${must > 0 && html`<p>工作区现在读不出来：${folder}</p><p class="q">文件没有动。可能是共享盘断开了，文件夹改了名，或者 yizhan.yaml 里有一处读不懂。好了以后，这里自己接着来。</p><p class="acts"><a class="b" href="#/problems">去看问题</a></p>`}</div>`;
}

/** One bureau in a line of figures, several as a table. */
function Figures() {
  const { bureaus } = data.value;
  const own = bureau.value;
  if (bureaus.length < 2) {
    return html`<p class="figures q">${FIGURES.map(([key, word]) => html`<span>${word} <b>${own[key]}</b></span>`)}${own.sample && html`<span class="mark calm">示例</span>`}</p>`;
  }
  return html`<section class="card" aria-label="各局"><table class="bureaus"><thead><tr><th scope="col">局</th><th scope="col">版本</th>${FIGURES.map(([, word]) => html`<th scope="col" class="num">${word}</th>`)}</tr></thead>
    <tbody>${bureaus.map((one) => html`<tr key=${one.id} class=${one.id === own.id ? 'cur' : ''}><th scope="row"><button class="b plain" aria-pressed=${one.id === own.id} onClick=${() => choose_bureau(one.id)}>${one.name}</button></th>
      <td class="nw">${one.edition}${one.sample ? '，示例' : ''}</td>${FIGURES.map(([key]) => html`<td class="num">${one[key]}</td>`)}</tr>`)}</tbody></table></section>`;
}

export function Start() {
  const { begins, readable, must, look } = data.value;
  if (begins) return html`<${Begin} />`;
  if (!readable) return html`<${Unread} />`;
  const own = bureau.value;
  return html`<div class="title"><h1>开始</h1>${own && html`<p class="q">${own.name}</p>`}<span class="gap"></span>${must + look > 0 && html`<a class="b" href="#/problems">${must + look} 个问题${must > 0 ? `，${must} 个必须改` : ''}</a>`}</div>
    <div class="work start">${own && html`<${Figures} /><${Drop} />`}
      <${Resume} />
      <div class="two-cards"><div class="col"><${Missing} bureau=${own} /></div>
        <div class="col">${own && html`<${Make} />`}<${Printed} bureau=${own} /><${Due} bureau=${own} /></div></div>
    </div>`;
}
