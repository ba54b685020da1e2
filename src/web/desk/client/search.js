// Ctrl+K: the search in the head. It leads to the place of a record, to a field, to a screen; other parts of the desk can add names of their own.
import { Finder } from './finder.js';
import { SCREENS, go, reveal } from './place.js';
import { choose_bureau } from './store.js';
import { html, useEffect, useRef } from './ui.js';

/** Names that the page knows itself, each with what it leads to. */
const known = SCREENS.map(([name, word]) => ({ word, go: () => go(name) }));
/** Adds names, such as topics of the help. */
export const add_places = (list) => { known.push(...list); };

const shown = (screen) => SCREENS.some(([name]) => name === screen);

/** Leads to what was found. */
export function lead(hit) {
  if (hit.bureau) choose_bureau(hit.bureau);
  switch (hit.what) {
    case 'place': known[Number(hit.id)]?.go(); break;
    case 'point': go('points', hit.id); break;
    case 'item': case 'group': go('catalog', hit.id); break;
    case 'channel': go('catalog', '', `depth:${hit.id}`); break;
    case 'field': go('bureau', { 'yizhan.yaml': 'workspace', 'calendar.yaml': 'calendar' }[hit.path] ?? 'bureau', hit.id); reveal(`f-${hit.id}`); break;
    case 'bureau': go('bureau'); break;
    default: go(hit.screen, hit.path);
  }
}

export function Search() {
  const input = useRef(null);
  const before = useRef(null);
  useEffect(() => {
    const key = (event) => {
      if (event.isComposing || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      event.stopPropagation();
      before.current = document.activeElement;
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', key, true);
    return () => removeEventListener('keydown', key, true);
  }, []);
  const back = () => { (before.current?.isConnected ? before.current : document.getElementById('main'))?.focus(); before.current = null; };
  return html`<div class="find" role="search"><${Finder} id="found" label="找事项、服务点、栏目（Ctrl+K）" placeholder="找事项、服务点（Ctrl+K）" input_ref=${input}
    places=${() => known.map(({ word }) => word)} may=${(hit) => hit.what === 'place' || shown(hit.screen)} pick=${(hit) => { input.current?.blur(); lead(hit); }} close=${back} /></div>`;
}
