// The keyboard's way back: Esc closes the nearest thing that was opened, and the focus never falls out of the page when what held it is gone. What opens says so
// with `data-opened`, and the button in it that closes it with `data-close`.
const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex="0"]';
/** When it is looked whether the focus is lost: at once, and after what asks the server first. */
const LOOKS = [50, 400];

const words = (one) => one.getAttribute('aria-label') ?? one.textContent;
/** Where something stands: found again by its words in the nearest place that is still there. */
function stand(one) {
  const way = [];
  for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) way.push(at);
  return { one, words: words(one), way };
}

/** What was pressed last, and what opened which place. */
let last = null;
const openers = new WeakMap();

function land(from) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const main = document.getElementById('main');
  if (from?.one.isConnected && from.one.checkVisibility() && !from.one.disabled) { from.one.focus(); return; }
  const near = from?.way.find((one) => one.isConnected);
  const all = near ? [...near.querySelectorAll(FOCUSABLE)].filter((one) => one.checkVisibility()) : [];
  (all.find((one) => words(one) === from.words) ?? (near && !near.contains(main) && near !== main ? all[0] : null) ?? main)?.focus();
}

/** Something is closed: the focus goes back to what opened it. */
export const closed = (from = last) => LOOKS.forEach((wait) => setTimeout(() => land(from), wait));

addEventListener('click', (event) => {
  const pressed = /** @type {HTMLElement} */ (event.target).closest?.('button, a[href], summary');
  if (!pressed) return;
  const place = pressed.matches('[data-close]') ? pressed.closest('[data-opened]') : null;
  const from = (place && openers.get(place)) ?? (place ? last : null) ?? stand(pressed);
  if (!place) {
    last = from;
    setTimeout(() => document.querySelectorAll('[data-opened]').forEach((one) => { if (!openers.has(one)) openers.set(one, from); }), LOOKS[0]);
  }
  // A press with the mouse leaves the focus where one looks; a key must find it again.
  if (event.detail === 0) closed(from);
}, true);

addEventListener('submit', (event) => {
  const place = /** @type {HTMLElement} */ (event.target).closest('[data-opened]');
  closed((place && openers.get(place)) ?? stand(event.target));
}, true);

addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
  const place = /** @type {HTMLElement} */ (event.target).closest?.('[data-opened]') ?? [...document.querySelectorAll('[data-opened]')].find((one) => openers.get(one)?.one === event.target);
  const close = place && [...place.querySelectorAll('[data-close]')].find((one) => one.closest('[data-opened]') === place);
  if (!close) return;
  event.preventDefault();
  close.click();
});
