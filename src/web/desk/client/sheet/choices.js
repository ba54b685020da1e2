// Columns whose cells hold one of a few words: the sign before a word, its digit and pinyin, and the list under Alt+Down.
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

/** The sign of a text: that of the longest word with which it begins (受理（25天内办结）); a fault that begins with none is drawn as odd. */
export function markOf(column, text, mark) {
  let best = null;
  for (const choice of column.choices) if (text.startsWith(choice.word) && (!best || choice.word.length > best.word.length)) best = choice;
  return best?.mark ?? (!best && mark?.level === 'fault' ? 'odd' : '');
}

export class Choices {
  constructor(sheet) {
    Object.assign(this, { sheet, open: false, at: 0, options: [] });
  }

  show() {
    const { model, selection, painter, id } = this.sheet;
    const { r, c } = selection.cur;
    const column = model.columns[c];
    if (!column?.choices || column.readOnly || !model.isItem(r)) return false;
    this.close();
    painter.show(r, c);
    painter.draw();
    const count = selection.cells().filter(([, x]) => model.columns[x].choices && !model.columns[x].readOnly).length;
    this.el = element('div', 'sh-list');
    const title = element('p', 'q', { id: `${id}-list-title` });
    title.textContent = count > 1 ? WORDS.changes(count) : WORDS.list;
    const list = element('ul', '', { role: 'listbox', id: `${id}-list`, 'aria-labelledby': `${id}-list-title` });
    this.options = column.choices.map((choice, i) => {
      const li = element('li', '', { role: 'option', id: `${id}-option-${i}` });
      const key = element('kbd');
      key.textContent = choice.keys?.[0] ?? '';
      const word = element('span');
      word.textContent = choice.zh ?? choice.word;
      const pinyin = element('span', 'q');
      pinyin.textContent = choice.keys?.[1] ?? '';
      li.append(key, choice.mark ? element('i', `d ${choice.mark}`, { 'aria-hidden': 'true' }) : element('i', 'd-w', { 'aria-hidden': 'true' }), word, pinyin);
      li.addEventListener('mousedown', (event) => { event.preventDefault(); this.at = i; this.take(); });
      list.append(li);
      return li;
    });
    const help = element('p', 'q');
    help.textContent = WORDS.listHelp;
    this.el.append(title, list, help);
    painter.view.append(this.el);
    const now = model.text(r, c);
    Object.assign(this, { open: true, column, at: Math.max(0, column.choices.findIndex((x) => now.startsWith(x.word))) });
    this.put(r, c);
    painter.ta.setAttribute('aria-controls', `${id}-list`);
    this.mark();
    return true;
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

  mark() {
    this.options.forEach((li, i) => li.setAttribute('aria-selected', String(i === this.at)));
    this.options[this.at]?.scrollIntoView({ block: 'nearest' });
    this.sheet.painter.ta.setAttribute('aria-activedescendant', this.options[this.at]?.id ?? '');
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
    else { if (event.key === 'Tab' || event.key.startsWith('F')) this.close(); return false; }
    this.mark();
    return true;
  }

  take() {
    const choice = this.column.choices[this.at];
    this.close();
    this.sheet.actions.choose(choice);
  }

  close() {
    if (!this.open) return;
    this.open = false;
    this.el.remove();
    this.sheet.painter.ta.setAttribute('aria-controls', `${this.sheet.id}-grid`);
  }
}
