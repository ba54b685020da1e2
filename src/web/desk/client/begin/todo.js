// 还差什么, 上次付印以来, 快到期的: each line with the button that leads to where it is done.
import { get } from '../server.js';
import { lead_to } from '../fields/focus.js';
import { SCREENS, go, place } from '../place.js';
import { choose_bureau, follow } from '../store.js';
import { html, useState } from '../ui.js';
import { tell } from '../frame.js';
import { short } from '../words.js';

const here = () => (place.value.screen === 'start' ? {} : null);
export const todo = follow('todo', here);
const later = follow('todo/later', here);

const MARKS = { must: ['fault', '必须改'], lacks: ['due', '还缺'], better: ['calm', '最好有'] };
/** What the buttons say. */
const WORDS = { bureau: '去填', calendar: '去填', catalog: '去做清单', points: '去加服务点', point: '去填', problems: '去看问题' };
/** How many lines of a list stand there before somebody asks for all: of what is missing, and of the others. */
const FEW = 8;
const FEWER = 4;

/** Leads to where something is filled in. */
async function lead(goal, bureau) {
  if (bureau) choose_bureau(bureau);
  switch (goal.to) {
    case 'bureau': lead_to({ screen: 'bureau/bureau', at: goal.field }); break;
    case 'calendar': lead_to({ screen: 'bureau/calendar', at: ['years'] }); break;
    case 'catalog': go('catalog'); break;
    case 'points': go('points'); break;
    case 'problems': go('problems'); break;
    case 'point':
      try {
        const { at } = await get('where', { bureau, point: goal.id });
        lead_to({ screen: `points/${encodeURIComponent(goal.id)}`, at: [...at, goal.field] });
      } catch (error) { tell(error); }
      break;
    default:
  }
}

/** The first lines, and a button for the others. */
function Few({ list, line, few = FEWER }) {
  const [all, set_all] = useState(false);
  const shown = all ? list : list.slice(0, few);
  return html`<ul class="rows">${shown.map(line)}${list.length > shown.length && html`<li><span class="t"></span><button class="b small" onClick=${() => set_all(true)}>另外 ${list.length - shown.length} 条</button></li>`}</ul>`;
}

function Lack({ lack, bureau }) {
  const [kind, word] = MARKS[lack.level];
  const press = lack.goal.field?.at?.(-1) === 'mark' ? '放标志…' : WORDS[lack.goal.to];
  const more = lack.count > lack.names.length && lack.names.length ? ' 等' : '';
  return html`<li><span class=${`mark ${kind}`}>${word}</span><span class="t">${lack.says}${lack.names.length > 0 && html`<br /><span class="q s">${lack.names.join('、')}${more}</span>`}</span>
    ${press && html`<button class="b small" aria-label=${`${press}：${lack.says}`} onClick=${() => lead(lack.goal, bureau)}>${press}</button>`}</li>`;
}

/** What is missing. */
export function Missing({ bureau }) {
  const got = todo.value;
  if (!got || got.error || !bureau) return null;
  const own = got.bureaus.find((one) => one.id === bureau.id);
  const order = ['must', 'lacks', 'better'];
  const lacks = [...(own?.lacks ?? []), ...got.whole].map((lack, index) => ({ lack, index }))
    .sort((one, other) => order.indexOf(one.lack.level) - order.indexOf(other.lack.level) || one.index - other.index).map(({ lack }) => lack);
  const count = lacks.filter((lack) => lack.level !== 'better').length;
  return html`<section class="card missing" aria-label="还差什么"><header><h2>还差什么</h2><span class="gap"></span>${lacks.length > 0 && html`<span class="q s">${count ? `${count} 样` : '要紧的都有了'}</span>`}</header>
    ${lacks.length ? html`<${Few} key=${bureau.id} few=${FEW} list=${lacks} line=${(lack) => html`<${Lack} key=${lack.says} lack=${lack} bureau=${bureau.id} />`} />`
    : html`<p class="rows"><span class="t q pad">${own ? '什么都不差。' : bureau.sample ? '这是示例，不用补。' : '没有要补的。'}</span></p>`}</section>`;
}

const day = (text) => { const [, month, date] = text.split('-').map(Number); return `${month}月${date}日`; };
const full_day = (text) => `${text.slice(0, 4)}年${day(text)}`;

/** What has changed since something was given to print. */
export function Printed({ bureau }) {
  const got = later.value;
  const own = got && !got.error && bureau ? got.printed.find((one) => one.id === bureau.id) : null;
  if (!own) return null;
  const shown = SCREENS.some(([name]) => name === 'print');
  const pieces = own.changed.reduce((sum, one) => sum + one.pieces.length, 0);
  return html`<section class="card printed" aria-label="上次付印以来"><header><h2>上次付印以来改了什么</h2><span class="gap"></span><span class="q s">上次 ${full_day(own.last)}</span></header>
    ${own.changed.length === 0 ? html`<p class="rows"><span class="t q pad">${full_day(own.last)}付印以来没有改动，不用重印。</span></p>`
    : html`<${Few} list=${own.changed} line=${(one) => html`<li key=${one.name}><span class="t"><b>${one.name}</b><br /><span class="q s">${one.pieces.join('、')}要换</span></span>
        ${one.point ? html`<a class="b small" href=${`#/points/${encodeURIComponent(one.point)}`} aria-label=${`看一眼：${one.name}`}>看一眼</a>` : null}</li>`} />
      <ul class="rows"><li><span class="t q">要换 ${pieces} 种；其余印过的 ${own.same} 份没有变，不用重印。${own.never > 0 ? `还有 ${own.never} 份没有付印过。` : ''}</span>${shown && html`<a class="b small" href="#/print">去打印</a>`}</li></ul>`}</section>`;
}

/** How near a day is. */
function near(left) {
  if (left < 0) return ['fault', `过了 ${-left} 天`];
  if (left === 0) return ['due', '今天到期'];
  return [left <= 7 ? 'due' : 'calm', `还有 ${left} 天`];
}

/** What is due. */
export function Due({ bureau }) {
  const got = later.value;
  const list = got && !got.error && bureau ? got.due.filter((one) => one.bureau === bureau.id) : [];
  // What is nearest to today comes first: what passed years ago waits for nobody today.
  list.sort((one, other) => Math.abs(one.left) - Math.abs(other.left) || other.left - one.left);
  if (!list.length) return null;
  return html`<section class="card due-list" aria-label="到期的"><header><h2>到期的</h2><span class="gap"></span><span class="q s">${list.length} 件</span></header>
    <${Few} list=${list} line=${(one, index) => {
    const [kind, word] = near(one.left);
    return html`<li key=${index}><span class=${`mark ${kind}`}>${word}</span><span class="t">${short(one.says, 36)}<br /><span class="q s">${one.of}，${full_day(one.day)}到期</span></span></li>`;
  }} /></section>`;
}
