// Elements without a framework. Text is always set as text, never read as markup.

/** Makes an element: `on` holds listeners, `class` and attributes are set as they are; `false` and null leave one out. */
export function el(tag, options, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(options ?? {})) {
    if (key === 'on') for (const [event, work] of Object.entries(value)) node.addEventListener(event, work);
    else if (key === 'value') node.value = value;
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A button that is big enough for a glove. */
export function button(text, work, options = {}) {
  return el('button', { type: 'button', ...options, on: { click: work } }, text);
}

let labels = 0;

/** A field with its label above. */
export function field(label, control, hint) {
  if (!control.id) {
    labels += 1;
    control.id = `f${labels}`;
  }
  return el('p', { class: 'field' }, el('label', { for: control.id }, label), control, hint ? el('small', {}, hint) : null);
}

/** A line or several to write in; `write` gets what was written, trimmed. */
export function input(value, write, options = {}) {
  const { lines, ...rest } = options;
  const node = el(lines ? 'textarea' : 'input', { autocomplete: 'off', rows: lines, ...rest, value: value ?? '' });
  node.addEventListener('input', () => write(node.value.trim(), node));
  return node;
}

/**
 * A day as three wheels: in Chinese in every browser, where `type=date` follows the language of the browser, or is a line of text. `write` gets
 * 2026-11-27, or nothing while the day is not whole.
 */
export function dateField(label, value, write) {
  const [year, month, day] = (value || '').split('-').map(Number);
  const now = new Date().getFullYear();
  const years = [...new Set([year, now - 1, now, now + 1, now + 2, now + 3])].filter(Boolean).sort();
  const upTo = (last) => Array.from({ length: last }, (_, index) => index + 1);
  const wrong = el('small', { class: 'wrong', role: 'alert', hidden: true }, '没有这一天');
  const wheel = (unit, numbers, chosen) => el('select', { 'aria-label': `${label}：${unit}`, autocomplete: 'off', on: { change: () => read() } },
    el('option', { value: '' }, unit), numbers.map((n) => el('option', { value: n, selected: n === chosen }, `${n}${unit}`)));
  const wheels = [wheel('年', years, year), wheel('月', upTo(12), month), wheel('日', upTo(31), day)];
  const read = () => {
    // Whoever chooses a month means this year.
    if (wheels[0].value === '' && wheels[1].value !== '') wheels[0].value = String(now);
    const [y, m, d] = wheels.map((node) => Number(node.value));
    const whole = Boolean(y && m && d);
    wrong.hidden = !whole || new Date(y, m - 1, d).getDate() === d;
    write(whole && wrong.hidden ? `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}` : '');
  };
  return el('div', { class: 'field', role: 'group', 'aria-label': label }, el('span', { class: 'label' }, label), el('div', { class: 'date' }, wheels), wrong);
}

/** Puts other children into an element. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

/** Choices of which one or none is pressed; pressing it again takes it back. `choices` are [value, text]. */
export function choice(label, choices, value, choose) {
  const buttons = choices.map(([own, text]) => {
    const press = () => {
      const next = buttons.find(([other]) => other === own)[1].getAttribute('aria-pressed') === 'true' ? null : own;
      set(next);
      choose(next);
    };
    return [own, button(text, press, { 'aria-pressed': 'false' })];
  });
  const set = (now) => buttons.forEach(([own, node]) => node.setAttribute('aria-pressed', String(own === now)));
  set(value);
  const group = el('div', { class: 'choice', role: 'group', 'aria-label': label }, buttons.map(([, node]) => node));
  group.set = set;
  return group;
}

/** A count with a button for one less and one more. `write` gets a whole number or null. */
export function stepper(label, value, write) {
  const set = (next) => {
    const now = next === null || Number.isNaN(next) ? null : Math.max(0, Math.min(next, 9999));
    node.value = now ?? '';
    write(now);
  };
  const node = el('input', { inputmode: 'numeric', 'aria-label': label, autocomplete: 'off', value: value ?? '' });
  node.addEventListener('input', () => {
    const digits = node.value.normalize('NFKC').replace(/[^0-9]/g, '').slice(0, 4);
    if (digits !== node.value) node.value = digits;
    write(digits === '' ? null : Number(digits));
  });
  const by = (change) => () => set(Number(node.value || 0) + change);
  return el('div', { class: 'stepper' }, el('span', {}, label), button('−', by(-1), { 'aria-label': `${label}，少一` }), node, button('+', by(1), { 'aria-label': `${label}，多一` }));
}
