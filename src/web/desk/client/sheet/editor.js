// The one field. It always holds the focus while the sheet has it, lies unseen over the current cell, and so an input method begins in it with the
// very first key. What is typed (`input`, `compositionstart`), never a key that went down, opens it for writing. While an input method composes it
// is neither emptied nor moved nor replaced, and what the host sends waits.
import { WORDS } from './words.js';
import { keyed, worded } from './choices.js';

export class Editor {
  constructor(sheet) {
    Object.assign(this, { sheet, editing: false, typed: false, composing: false, cell: null });
    const { ta } = sheet.painter;
    ta.addEventListener('compositionstart', () => {
      this.composing = true;
      if (!this.editing) this.open({ typed: true });
    });
    ta.addEventListener('compositionend', () => {
      this.composing = false;
      if (!this.editing) this.clear();
      this.grow();
      this.take();
      sheet.flush();
    });
    ta.addEventListener('input', (event) => {
      if (!this.editing) this.open({ typed: true });
      this.grow();
      if (!event.isComposing && !this.composing) this.take();
    });
    ta.addEventListener('focus', () => sheet.painter.el.classList.add('on'));
    ta.addEventListener('blur', (event) => {
      sheet.painter.el.classList.remove('on');
      // Leaving is not giving up: what was written counts.
      this.composing = false;
      this.commit();
      if (!sheet.choices.el?.contains(event.relatedTarget)) sheet.choices.close();
      sheet.flush();
    });
  }

  get ta() { return this.sheet.painter.ta; }

  /** Where the cell that is being written lies now; null when its row or column is gone. */
  at() {
    const { model } = this.sheet;
    const r = model.at.get(this.cell?.row);
    const c = model.columns.findIndex((x) => x.id === this.cell?.column);
    return r === undefined || c < 0 ? null : { r, c };
  }

  /** Opens the field for writing: with what stands in the cell (F2, double click), or with what has been typed into it. */
  open({ typed = false } = {}) {
    const { model, selection, painter } = this.sheet;
    const { r, c } = selection.cur;
    const column = model.columns[c];
    if (!column || !model.isItem(r)) { this.clear(); return; }
    if (column.readOnly) { if (!typed) this.sheet.say(WORDS.readOnly(column.title)); this.clear(); return; }
    Object.assign(this, { editing: true, typed, cell: { row: model.shown[r].id, column: column.id, before: model.text(r, c) } });
    this.sheet.choices.close();
    this.ta.classList.remove('idle');
    this.ta.removeAttribute('aria-activedescendant');
    if (!typed) {
      this.ta.value = model.text(r, c);
      this.ta.setSelectionRange(this.ta.value.length, this.ta.value.length);
      painter.show(r, c);
    }
    painter.handle.hidden = true;
    this.grow();
    if (this.composing) return;
    painter.draw();
    this.sheet.tell();
  }

  clear() { if (!this.composing) this.ta.value = ''; }

  /** As wide as the text needs, not over the edge of the window; then as high. */
  grow() {
    const place = this.editing && this.at();
    if (!place) return;
    const { geometry, painter } = this.sheet;
    const { style } = this.ta;
    const least = geometry.width(place.c);
    const { x, y } = painter.corner(place.r, place.c);
    const room = painter.view.scrollLeft + painter.view.clientWidth - x - 4;
    const lines = this.ta.value.split('\n');
    const wish = Math.max(...lines.map((l) => [...l].reduce((w, s) => w + (s.charCodeAt(0) > 255 ? 16 : 9), 0))) + 28;
    style.width = `${Math.max(least, Math.min(wish, room, 460))}px`;
    style.height = '0';
    const under = painter.view.scrollTop + painter.view.clientHeight - y - 2;
    style.height = `${Math.max(geometry.rowHeightAt(place.r), Math.min(this.ta.scrollHeight + 4, Math.max(under, 120)))}px`;
  }

  /** A digit or pinyin on a column of choices is the choice, as soon as it can be nothing else. */
  take() {
    if (!this.editing || !this.typed) return;
    const { model } = this.sheet;
    const column = model.columns.find((c) => c.id === this.cell.column);
    const choice = keyed(column, this.ta.value);
    if (!choice) return;
    this.close();
    this.sheet.actions.choose(choice);
  }

  /** What was written goes into the cell. A word of the choices goes into the whole range, as its digit would; `all` sends any text there. */
  commit({ all = false } = {}) {
    if (!this.editing) return;
    const { model, actions } = this.sheet;
    const text = this.ta.value;
    const { typed, cell } = this;
    const place = this.at();
    const column = model.allColumns.find((c) => c.id === cell.column);
    this.close();
    if (!place) {
      if (text !== '') this.sheet.say(WORDS.gone(text));
      return;
    }
    const choice = typed && worded(column, text);
    if (choice) actions.choose(choice);
    else if (all) actions.writeAll(text);
    // Against what stood there when it began: where nothing was altered, what somebody else has written meanwhile stays.
    else actions.write([[place.r, place.c, text, cell.before]]);
  }

  cancel() {
    this.close();
    this.sheet.painter.draw();
    this.sheet.tell();
    this.sheet.announce(WORDS.restored);
  }

  close() {
    Object.assign(this, { editing: false, typed: false, cell: null });
    this.ta.value = '';
    this.ta.classList.add('idle');
  }

  /** Ends a composition that is under way (the mouse has gone elsewhere): leaving the field makes the input method hand over what it has. */
  settle() {
    if (this.composing) {
      this.ta.blur();
      this.composing = false;
    }
    this.commit();
  }
}
