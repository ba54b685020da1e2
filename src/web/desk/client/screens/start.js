// 开始: what is there, and what is still missing.
import { Drop } from '../drop.js';
import { Make } from '../make.js';
import { data } from '../store.js';
import { html } from '../ui.js';

export function Start() {
  const { readable, bureaus, must, look, undo } = data.value;
  if (!readable) {
    return html`<div class="title"><h1>开始</h1></div><div class="work nothing"><p>这个文件夹里还没有工作区。</p>
      <p class="q">先运行 yizhan new 文件夹名，做一个新的工作区，再打开工作台；或者到已有的工作区里打开。</p></div>`;
  }
  return html`<div class="title"><h1>开始</h1></div><div class="work">
    ${bureaus.length > 0 && html`<${Drop} />`}
    ${bureaus.map((bureau) => html`<section class="card bureau-card" key=${bureau.id}><header><h2>${bureau.name}</h2><span class="q s">${bureau.edition}${bureau.sample ? '，示例' : ''}</span></header>
      <ul class="rows"><li><span class="t">服务清单 ${bureau.items} 项，${bureau.channels} 种渠道</span></li>
        <li><span class="t">服务点 ${bureau.points} 个</span></li><li><span class="t">办事指南 ${bureau.guides} 篇，手册与张贴 ${bureau.booklets} 份</span></li></ul></section>`)}
    ${undo && html`<p class="resume"><span class="t">上次：${undo.says}</span><a class="b" href=${`#/history/${undo.entry}`}>看改了什么</a></p>`}
    ${must + look > 0 && html`<p class="note"><span class="t">有 ${must + look} 个问题，其中 ${must} 个必须改。</span><a class="b" href="#/problems">去看问题</a></p>`}
    ${bureaus.length > 0 && html`<${Make} />`}
  </div>`;
}
