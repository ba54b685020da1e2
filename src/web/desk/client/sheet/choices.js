// Columns whose cells hold one of a few words: the sign before a word, its digit and pinyin, and the list under Alt+Down. The list may ask for a
// number of days beside the word; it is the only place where the focus leaves the sheet's field, and it comes back.
import { element } from './dom.js';
import { WORDS } from './words.js';

// With Chinese punctuation on, digits and the dash may arrive full-width.
const plain = (text) => text.normalize('NFKC').replace(/[—–−]+/g, '-').toLowerCase();

/** The choice that a text of keys means, when it can mean no other: `bj` at once, `b` not yet. `whole` takes a key that begins another one, too. */
export function keyed(column, text, whole = false) {
  if (!column?.choices || text === '') return null;
  const typed = plain(text);
  const found = column.choices.find((x) => x.keys?.includes(typed));
  const longer = column.choices.some((x) => x.keys?.some((k) => k.length > typed.length && k.startsWith(typed)));
  return found && (whole || !longer) ? found : null;
}

/** The choice whose word (or keys) a text is. */
export function worded(column, text) {
  return column?.choices?.find((x) => x.word === text.trim() || x.zh === text.trim()) ?? keyed(column, text, true);
}

/** The longest of the words with which a text begins (受理（25天内办结）). */
function begins(column, text) {
  let best = null;
  for (const choice of column.choices) if (text.startsWith(choice.word) && (!best || choice.word.length > best.word.length)) best = choice;
  return best;
}

/** The sign of a text; a fault that begins with none of the words is drawn as odd. */
export function markOf(column, text, mark) {
  const best = begins(column, text);
  return best?.mark ?? (!best && mark?.level === 'fault' ? 'odd' : '');
}

export class Choices {
  constructor(sheet) {
    Object.assign(this, { sheet, open: false, at: 0, options: [], limit: null });
  }

  show() {
    const { model, selection, painter, id } = this.sheet;
    const { r, c } = selection.cur;
    const column = model.columns[c];
    if (!column?.choices || column.readOnly || !model.isItem(r)) return false;
    this.close();
    painter.show(r, c);
    painter.draw();
    const now = model.text(r, c);
    const count = selection.cells().filter(([, x]) => model.columns[x].choices && !model.columns[x].readOnly).length;
    this.el = element('div', 'cells-list', { role: 'group', 'aria-labelledby': `${id}-list-title` });
    const title = element('p', 'q', { id: `${id}-list-title` });
    title.textContent = count > 1 ? WORDS.changes(count) : WORDS.list;
    const list = element('ul', '', { role: 'listbox', id: `${id}-list`, 'aria-labelledby': `${id}-list-title` });
    this.options = column.choices.map((choice, i) => this.option(choice, i));
    list.append(...this.options);
    const help = element('p', 'q');
    help.textContent = WORDS.listHelp;
    Object.assign(this, { open: true, column, at: Math.max(0, column.choices.indexOf(begins(column, now))), limit: null });
    this.el.append(title, list, ...(column.limit ? this.days(now) : []), help);
    painter.view.append(this.el);
    painter.ta.setAttribute('aria-controls', `${id}-list`);
    this.mark({ scroll: false });
    this.put(r, c);
    return true;
  }

  option(choice, i) {
    const li = element('li', '', { role: 'option', id: `${this.sheet.id}-option-${i}` });
    const key = element('kbd');
    key.textContent = choice.keys?.[0] ?? '';
    const word = element('span');
    word.textContent = choice.zh ?? choice.word;
    const pinyin = element('span', 'q');
    pinyin.textContent = choice.keys?.[1] ?? '';
    li.append(key, choice.mark ? element('i', `d ${choice.mark}`, { 'aria-hidden': 'true' }) : element('i', 'd-w', { 'aria-hidden': 'true' }), word, pinyin);
    li.addEventListener('mousedown', (event) => {
      event.preventDefault();
      this.at = i;
      // With days to fill in, the first click says which word, the second one (or Enter) takes it.
      if (this.limit && choice.limits && li.getAttribute('aria-selected') !== 'true') this.mark(); else this.take();
    });
    return li;
  }

  /** The field for the number of days, its unit, and how it will read. */
  days(now) {
    const { limit } = this.column;
    const { id } = this.sheet;
    const has = limit.read(now);
    const row = element('p', 'days');
    const label = element('label', '', { for: `${id}-days` });
    label.textContent = limit.label;
    const field = element('input', '', { id: `${id}-days`, type: 'text', inputmode: 'numeric', autocomplete: 'off' });
    field.value = has?.n ?? '';
    const units = element('span', 'seg', { role: 'group', 'aria-label': WORDS.unit });
    const buttons = limit.units.map((unit) => {
      const button = element('button', 'b small', { type: 'button' });
      button.textContent = unit;
      button.addEventListener('click', () => { this.limit.unit = unit; this.mark(); });
      units.append(button);
      return button;
    });
    row.append(label, field, units);
    const out = element('p', 'out', { role: 'status' });
    this.limit = { row, out, field, buttons, unit: has?.unit ?? limit.units[0] };
    field.addEventListener('input', () => this.mark());
    this.el.addEventListener('keydown', (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === 'Escape' || (event.key === 'Enter' && event.target === field)) {
        event.preventDefault();
        if (event.key === 'Enter') this.take(); else { this.close(); this.sheet.painter.draw(); }
      }
    });
    this.el.addEventListener('focusout', (event) => {
      if (this.open && !this.el.contains(event.relatedTarget) && event.relatedTarget !== this.sheet.painter.ta) this.close({ back: false });
    });
    return [row, out];
  }

  /** Beside the cell, where there is room for all of it. */
  put(r, c) {
    const { painter, geometry } = this.sheet;
    const { view } = painter;
    const { x, y } = painter.corner(r, c);
    const right = view.scrollLeft + view.clientWidth - 8;
    const { offsetWidth: w, offsetHeight: h } = this.el;
    let left = x + geometry.width(c) + 8;
    if (left + w > right) left = Math.max(view.scrollLeft + 8, x - w - 8);
    const top = Math.max(view.scrollTop + 8, Math.min(y - 40, view.scrollTop + view.clientHeight - h - 8));
    this.el.style.left = `${left}px`;
    this.el.style.top = `${top}px`;
    this.el.style.maxHeight = `${view.clientHeight - 16}px`;
  }

  /** What would be written: the word, with its days where it takes any. */
  text() {
    const choice = this.column.choices[this.at];
    const n = this.limit && choice.limits ? plain(this.limit.field.value).trim() : '';
    return n === '' ? choice.word : this.column.limit.write(choice.word, n, this.limit.unit);
  }

  mark({ scroll = true } = {}) {
    this.options.forEach((li, i) => li.setAttribute('aria-selected', String(i === this.at)));
    if (scroll) this.options[this.at]?.scrollIntoView({ block: 'nearest' });
    this.sheet.painter.ta.setAttribute('aria-activedescendant', this.options[this.at]?.id ?? '');
    if (!this.limit) return;
    const takes = Boolean(this.column.choices[this.at].limits);
    this.limit.field.disabled = !takes;
    this.limit.buttons.forEach((b) => { b.disabled = !takes; b.setAttribute('aria-pressed', String(b.textContent === this.limit.unit)); });
    const shown = element('b');
    shown.textContent = this.text();
    this.limit.out.replaceChildren(WORDS.becomes, shown);
  }

  /** Keys while the list is open; true when the key was the list's. */
  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const last = this.options.length - 1;
    if (event.key in steps) this.at = (this.at + steps[event.key] + this.options.length) % this.options.length;
    else if (event.key === 'Home') this.at = 0;
    else if (event.key === 'End') this.at = last;
    else if (event.key === 'Enter') { this.take(); return true; }
    else if (event.key === 'Escape') { this.close(); this.sheet.painter.draw(); return true; }
    else if (event.key === 'Tab' && !event.shiftKey && this.limit && !this.limit.field.disabled) { this.limit.field.focus(); this.limit.field.select(); return true; }
    else { if (event.key === 'Tab' || /^F\d/.test(event.key)) this.close(); return false; }
    this.mark();
    return true;
  }

  take() {
    const choice = this.column.choices[this.at];
    const text = this.text();
    this.close();
    this.sheet.actions.choose(choice, text);
  }

  /** Closes the list; the focus goes back into the field when it was in the list. */
  close({ back = true } = {}) {
    if (!this.open) return;
    this.open = false;
    const { painter, id } = this.sheet;
    if (back && this.el.contains(document.activeElement)) this.sheet.focus();
    this.el.remove();
    painter.ta.setAttribute('aria-controls', `${id}-grid`);
  }
}
