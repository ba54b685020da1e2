// 接着上次: the place where somebody was last, kept in the browser for each workspace.
import { place } from '../place.js';
import { bureau, choose_bureau, data } from '../store.js';
import { effect, html, signal } from '../ui.js';

const NAMES = { bureau: '本局', catalog: '服务清单', points: '服务点', history: '历史', problems: '问题' };
const key = () => `last ${data.value.folder ?? ''}`;
/** The place of last time, as it was when this page was opened, and the newest one since. */
const last = signal(null);

effect(() => {
  const { folder } = data.value;
  if (!folder) return;
  try { last.value = JSON.parse(localStorage.getItem(`last ${folder}`)); } catch { last.value = null; }
});

/** Notes where somebody is; what it is called there is read from the screen once it is drawn. */
function note() {
  const { screen } = place.value;
  if (!NAMES[screen]) return;
  const hash = location.hash;
  setTimeout(() => {
    if (location.hash !== hash || !data.value.folder) return;
    const own = document.querySelector('.screen h1')?.textContent?.trim() ?? '';
    // A point is called by its name; its bureau may not be the one that is chosen next time.
    const is_point = screen === 'points' && own && own !== NAMES.points;
    const now = { hash, name: is_point ? own : NAMES[screen], part: is_point ? NAMES.points : '', bureau: bureau.value?.id };
    last.value = now;
    try { localStorage.setItem(key(), JSON.stringify(now)); } catch { /* The browser has no room: the next visit begins here. */ }
  }, 900);
}
addEventListener('hashchange', note);
note();

/** Leads back to it, with what was changed last. */
export function Resume() {
  const { undo } = data.value;
  const at = last.value;
  if (!at?.hash && !undo) return null;
  return html`<section class="resume" aria-label="接着上次"><div class="t"><span class="q s">接着上次</span>　${at?.hash ? html`<b>${at.name}</b>${at.part && html`　<span class="q s">${at.part}</span>`}` : null}${undo && html`<br /><span class="q s">最近改的：${undo.says}</span>`}</div>
    ${undo && html`<a class="b" href=${`#/history/${undo.entry}`}>看改了什么</a>`}${at?.hash && html`<a class="b main" href=${at.hash} onClick=${() => { if (at.bureau) choose_bureau(at.bureau); }}>接着做</a>`}</section>`;
}
