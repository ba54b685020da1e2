// The way to a field: from its place in a file to the box on the screen, wherever it is drawn.
export const id_of = (at) => `f-${at.map((step) => (typeof step === 'object' ? step.id : step)).join('-')}`;

/** The box of a field, or the nearest part of the form that holds it. */
export function box_of(at) {
  for (let end = at.length; end > 0; end -= 1) {
    // A point's name and keeper of its phone stand in the row of the phone.
    const way = at.slice(0, end).map((step) => (/^phone_/.test(step) ? 'phone' : step));
    const box = document.getElementById(id_of(way)) ?? document.getElementById(`${id_of(way)}-label`);
    if (box) return box;
  }
  return null;
}

/** Puts the cursor into a field; `false` where it is not on the screen. */
export function focus_field(at) {
  const box = box_of(at);
  if (!box) return false;
  for (let part = box.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
  const field = box.closest('.field') ?? box;
  const able = 'input:not([type=file]), select, textarea, [tabindex="0"], button';
  const target = box.matches(able) ? box : box.querySelector(able) ?? field.querySelector(able);
  field.scrollIntoView({ block: 'center' });
  /** @type {HTMLElement} */ (target)?.focus({ preventScroll: true });
  field.classList.add('led');
  setTimeout(() => field.classList.remove('led'), 1600);
  return Boolean(target);
}

/** Goes to a field, on another screen if it is not on this one. */
export function lead_to({ screen, at }) {
  if (focus_field(at)) return;
  location.hash = `#/${screen}`;
  const end = Date.now() + 4000;
  const look = () => { if (!focus_field(at) && Date.now() < end) setTimeout(look, 100); };
  setTimeout(look, 100);
}
