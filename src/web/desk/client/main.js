// The desk begins here: it hears of changes, and draws the frame with the screen that is open.
import { Frame } from './frame.js';
import { SCREENS, place } from './place.js';
import './keyboard.js';
import { listen } from './server.js';
import { broken, bureau, ready } from './store.js';
import { effect, html, render } from './ui.js';
import { keep } from './unsaved.js';
import { Bureau } from './screens/bureau.js';
import { Catalog } from './screens/catalog.js';
import { History } from './screens/history.js';
import { Points } from './screens/points.js';
import { Problems } from './screens/problems.js';
import { Start } from './screens/start.js';

const screens = { start: Start, bureau: Bureau, catalog: Catalog, points: Points, history: History, problems: Problems };

function Desk() {
  if (!ready.value) return null;
  if (broken.value) {
    return html`<${Frame}><div class="work nothing" role="alert">${broken.value.reasons.map((one) => html`<p>${one.says}</p><p class="q">${one.help}</p>`)}</div><//>`;
  }
  const Screen = screens[place.value.screen] ?? Start;
  return html`<${Frame}><${Screen} /><//>`;
}

effect(() => {
  const word = SCREENS.find(([name]) => name === place.value.screen)?.[1];
  document.title = [word, '工作台', bureau.value?.name].filter(Boolean).join(' · ');
});
listen();
keep();
render(html`<${Desk} />`, document.getElementById('desk'));
