// 开始: what is there, and what is still missing.
import { data } from '../store.js';
import { html } from '../ui.js';

export function Start() {
  const { bureaus, must, look } = data.value;
  return html`<div class="title"><h1>开始</h1></div><div class="work">
    ${bureaus.map((bureau) => html`<section class="card" key=${bureau.id}><header><h2>${bureau.name}</h2><span class="q s">${bureau.edition}${bureau.sample ? '，示例' : ''}</span></header>
      <ul class="rows"><li><span class="t">服务清单 ${bureau.items} 项，${bureau.channels} 种渠道</span></li>
        <li><span class="t">服务点 ${bureau.points} 个</span></li><li><span class="t">办事指南 ${bureau.guides} 篇，手册与张贴 ${bureau.booklets} 份</span></li></ul></section>`)}
    ${must + look > 0 && html`<p class="note"><span class="t">有 ${must + look} 个问题，其中 ${must} 个必须改。</span><a class="b" href="#/problems">去看问题</a></p>`}
  </div>`;
}
