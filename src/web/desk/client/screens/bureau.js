// 本局: everything of the bureau, the workspace and its calendar as forms; beside it the door plate and the card.
import { Notice } from '../bureau/notice.js';
import { mark_of } from '../bureau/mark.js';
import { site_of } from '../bureau/site.js';
import { RecordForm } from '../forms.js';
import { Live } from '../live.js';
import { version } from '../server.js';
import { place } from '../place.js';
import { bureau } from '../store.js';
import { effect, html, signal } from '../ui.js';

/** Which of the three files is shown. */
const part = signal('bureau');
/** The address may name it: #/bureau/calendar. */
effect(() => {
  const [named] = place.value.rest;
  if (place.value.screen === 'bureau' && ['bureau', 'workspace', 'calendar'].includes(named)) part.value = named;
});

export function Bureau() {
  const own = bureau.value;
  if (!own) return html`<div class="title"><h1>本局</h1></div><p class="nothing">还没有局。</p>`;
  const parts = [['bureau', '这个局', own.path], ['workspace', '网站和全部的局', 'yizhan.yaml'], ['calendar', '节假日', 'calendar.yaml']];
  const [, , path] = parts.find(([name]) => name === part.value);
  return html`<div class="title"><h1>本局</h1><p class="q">${own.name}</p><span class="gap"></span>
      <span class="seg" role="group" aria-label="改哪一部分">${parts.map(([name, word]) => html`<button class=${part.value === name ? 'b small on' : 'b small'} aria-pressed=${part.value === name} onClick=${() => { part.value = name; }}>${word}</button>`)}</span></div>
    <div class="work flush beside"><div class="pane">${part.value === 'calendar' && html`<${Notice} />`}<${RecordForm} key=${path} path=${path} version=${version.value} own=${part.value === 'bureau' ? mark_of(own.id) : undefined} /></div><${Live} bureau=${own.id} from="samples" prefer=${part.value === 'bureau' ? ['door-plate'] : ['site']} key=${part.value} others=${site_of(own.id)} /></div>`;
}
