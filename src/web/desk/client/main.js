// The desk begins here: it hears of changes, and draws the frame with the screen that is open.
import './begin/last.js';
import './drop.js';
import { Frame, tell } from './frame.js';
import { SCREENS, place } from './place.js';
import './keyboard.js';
import { listen } from './server.js';
import { broken, bureau, data, ready } from './store.js';
import { effect, html, render, signal } from './ui.js';
import { keep } from './unsaved.js';

/** Each screen is loaded when it is opened for the first time. */
const SCREEN_OF = {
  start: () => import('./screens/start.js').then((one) => one.Start), bureau: () => import('./screens/bureau.js').then((one) => one.Bureau),
  catalog: () => import('./screens/catalog.js').then((one) => one.Catalog), points: () => import('./screens/points.js').then((one) => one.Points),
  history: () => import('./screens/history.js').then((one) => one.History), problems: () => import('./screens/problems.js').then((one) => one.Problems),
};
/** Those that are there. */
const loaded = signal({});
effect(() => {
  const name = place.value.screen;
  if (loaded.peek()[name]) return;
  SCREEN_OF[name]().then((screen) => { loaded.value = { ...loaded.peek(), [name]: screen }; }, tell);
});

function Desk() {
  if (!ready.value) return null;
  if (broken.value) {
    return html`<${Frame}><div class="work nothing" role="alert">${broken.value.reasons.map((one) => html`<p>${one.says}</p><p class="q">${one.help}</p>`)}</div><//>`;
  }
  const Screen = loaded.value[place.value.screen];
  return html`<${Frame}>${Screen && html`<${Screen} />`}<//>`;
}

effect(() => {
  const word = SCREENS.find(([name]) => name === place.value.screen)?.[1];
  document.title = [word, '工作台', bureau.value?.name].filter(Boolean).join(' · ');
});
listen();
// What cannot be saved is kept for a workspace: without one there is nothing to keep.
const stop = effect(() => { if (ready.value && !data.value.begins) queueMicrotask(() => { stop(); keep(); }); });
render(html`<${Desk} />`, document.getElementById('desk'));
