// What the server last said of the whole workspace, read again with every change.
import { get, version } from './server.js';
import { computed, effect, signal } from './ui.js';

/** What the frame shows. */
export const data = signal({ readable: true, bureaus: [], must: 0, look: 0, who: '', undo: null, redo: null, notes: [] });
/** Whether it was read once. */
export const ready = signal(false);
/** Why it cannot be read. */
export const broken = signal(null);

/** @import { Gets } from './api' */
/**
 * A signal that follows an answer of the server: asked anew with every change, the newest answer wins, the old one stays until then.
 * @template {keyof Gets} P
 * @param {P} path
 * @param {() => Partial<Record<keyof Gets[P]['query'], any>> | null} [query]
 * @returns {{ value: (Gets[P]['answer'] & { version: number, error?: any }) | null }}
 */
export function follow(path, query = () => ({})) {
  const answer = signal(null);
  let asked = 0;
  effect(() => {
    const now = version.value;
    const wanted = query();
    if (!now || wanted === null) return;
    const turn = ++asked;
    get(path, wanted).then((got) => { if (turn === asked) answer.value = got; }, (error) => { if (turn === asked) answer.value = { error }; });
  });
  return answer;
}

const overview = follow('overview');
effect(() => {
  const got = overview.value;
  if (!got) return;
  ready.value = true;
  if (got.error) broken.value = got.error;
  else { broken.value = null; data.value = got; }
});

/** The bureau that is looked at, where a workspace has several: the one chosen last. */
const wanted = signal(localStorage.getItem('bureau') ?? '');
export const bureau = computed(() => data.value.bureaus.find((one) => one.id === wanted.value) ?? data.value.bureaus[0] ?? null);
/** Looks at another bureau. */
export const choose_bureau = (id) => { wanted.value = id; localStorage.setItem('bureau', id); };
