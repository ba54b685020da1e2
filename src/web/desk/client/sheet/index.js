// A sheet like that of Excel for the desk: framework-free, one class. Files: `model` (what is known) with `change` (what a change does), `pending`
// (changes on their way) and `view` (sort, filter), `geometry` (where things lie), `selection`, `draw` (what is seen), `editor` (the one field),
// `choices`, `actions` (what can be done), `keys`, `mouse`, `clipboard` with `clipboard-read` and `clipboard-write`, `words`. Looks:
// `../sheet.css`, with the tokens of the desk.
//
//   import { Sheet } from './sheet/index.js';
//   const sheet = new Sheet(host, { label: '服务清单', columns, rows, onChange, … });   // host: an element with a height; the sheet fills it
//
// COLUMNS  { id, title, note, state: 'due'|'fault'|'', width, frozen, own, readOnly, hidden, align: 'right', title_of_row,
//            moves: false (its place is fixed; it may be put beside others only where they move),
//            choices: [{ word: '办结', zh, keys: ['1', 'bj'], mark: 'done'|'acc'|'help'|'proxy'|'none'|'', limits: true }],
//            limit: { label: '几天内办结', units: ['天', '工作日'], read: (text) => ({ n: '25', unit: '天' })|null, write: (word, n, unit) => text } }
//   `note` is the second line of the head. Frozen columns come first. `title_of_row`: the column by which sentences call a row (else the first
//   frozen one). `word` is what is written into the cell, `zh` what the list shows; texts that only begin with a word (受理（25天内办结）) are texts
//   of their own and keep the sign. With `mark: 'none'` the cell shows a dash and the word is only read aloud. With
//   `limit` the list asks for a number, too, for words that have `limits`.
// ROWS     { id, cells: { columnId: text }, marks: { columnId: { level: 'fault'|'due'|'nice', says } } }  or  { id, group: '公共服务', note: '28 项' }
//   The sheet never alters what it is given. Row objects that have not changed may be handed in again: they are not drawn again.
// OPTIONS  label, columns, rows, wrap (rows grow with their texts, up to four lines; for sheets of some hundred rows), rowHeight (36),
//          canInsert, canRemove, canMove, canMoveColumns (all true unless false; with canInsert an empty row stands below the last one),
//          emptyHint (what an empty sheet says), newRowId() (ids of new rows; without it they are called new-1, new-2 … until the host renames them)
//   onChange(change)      every user action is one change, already shown:
//       { says: '卫生院 2 格改为“受理”',
//         cells: [{ row, column, before, after }],              // the three lists are always there, perhaps empty; `before` is what stood there when the edit began
//         inserted: [{ id, after: rowId|null, cells: {…} }],    // behind another row, new ones among them; null: at the very top
//         removed: [rowId], moved: { rows: [rowId], before: rowId|null }, movedColumns: { columns: [id], before: id|null } }
//     Returns a promise, or nothing. A promise: the change stays on top of whatever `update` brings until it is fulfilled (it may give
//     { renamed: { 'new-1': 's33' } }); when it fails, the change is taken back with the message of the error. Nothing: the next `update` is taken
//     to hold it. An `update` may hold a change whose promise is still open, but rows that it has inserted then need `renamed` (or ids of
//     `newRowId`). To keep what could not be saved: leave the promise open and call `hold(change)`.
//     `moved` and `movedColumns` only where there is something to move.
//   onUndo(), onRedo()    Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z: the program's own
//   onSelect({ row, column, rows, columns, count, text, mark, editing })   after the selection or what it holds has changed; ids
//   onSay(sentence)       something that has to be read (a paste was refused, merged cells …); it is announced to screen readers already
//   onPasteTable(tables, here)   a table was pasted into a sheet without rows, or one that `isWhole(cells)` takes for a whole one: its parts
//                         { above: [text], rows: [[text]], covered: [[r, c, from r, from c]] }; `here()` pastes it into the cells all the same
//   onLeave({ back })     F6, Shift+F6
//   onGroup(rowId), onHead(columnId)   double click on a group, on a head        onWidth(columnId, width)   a column was made wider
// METHODS  update({ rows, columns, columnsOrder, renamed })  a newer state; selection, scrolling and an open edit stay, and it waits while an input
//            method composes          reject(change, sentence)      hold(change, held = true)  shown as not saved, kept over updates
//          settle(change, { renamed })     view({ sort: { column, descending }, filter: { columns: { id: text|[words]|fn }, text, marked } })
//            (null takes either away; the file is never changed)      find(text, { back }) → { count, at }
//          fold(groupId, folded)  hides the rows of a group (of all groups without an id); the host shows it on the group's note
//          seen() → { columns, rows }  ids as they are shown now, folded groups whole
//          select(rowId, columnId)    focus()    insertRows()    removeRows()    nextFinding(back)    commit()  writes an open edit
//          paste(rows)  rows of texts at the selection    rows, columns  as they stand now    element    destroy()
import { Actions } from './actions.js';
import { Choices } from './choices.js';
import { listenToClipboard, pasteTable } from './clipboard.js';
import { Painter } from './draw.js';
import { Editor } from './editor.js';
import { Geometry } from './geometry.js';
import { listenToKeys } from './keys.js';
import { Model } from './model.js';
import { listenToMouse } from './mouse.js';
import { Selection } from './selection.js';
import { viewWords } from './view.js';

let sheets = 0;

export class Sheet {
  constructor(host, { columns, rows, ...options }) {
    sheets += 1;
    this.id = `sheet-${sheets}`;
    this.options = { canInsert: true, canRemove: true, canMove: true, canMoveColumns: true, label: '', ...options };
    this.made = 0;
    this.cutting = null;
    this.waiting = [];
    this.model = new Model(this.options);
    this.model.take({ columns, rows });
    this.geometry = new Geometry(this.model, this.options);
    this.selection = new Selection(this.model);
    this.painter = new Painter(this, host, this.options.label);
    this.editor = new Editor(this);
    this.choices = new Choices(this);
    this.actions = new Actions(this);
    listenToKeys(this);
    this.forget = listenToMouse(this);
    listenToClipboard(this);
    this.painter.lineAll.addEventListener('click', () => { this.view({ sort: null, filter: null }); this.focus(); });
    this.selection.go(0, 0);
    this.painter.layout();
    this.tell();
  }

  get element() { return this.painter.el; }
  get rows() { return this.model.rows; }
  get columns() { return this.model.allColumns; }

  newRowId() {
    this.made += 1;
    return this.options.newRowId?.() ?? `new-${this.made}`;
  }

  focus() { this.painter.ta.focus({ preventScroll: true }); }
  commit() { this.editor.settle(); }
  insertRows() { this.commit(); this.actions.insertRows(); }
  removeRows() { this.commit(); this.actions.removeRows(); }
  nextFinding(back = false) { this.commit(); return this.actions.finding(back ? -1 : 1); }
  find(text, how) { this.commit(); return this.actions.find(text, how); }

  paste(rows) {
    this.commit();
    const wide = rows.reduce((w, row) => Math.max(w, row.length), 0);
    if (wide) pasteTable(this, { cells: rows.map((row) => Array.from({ length: wide }, (_, c) => row[c] ?? '')), merged: 0, hashes: 0 }, null);
  }

  select(rowId, columnId) {
    const r = this.model.at.get(rowId);
    if (r === undefined) return false;
    this.editor.settle();
    const c = columnId === undefined ? this.selection.cur.c : this.model.columns.findIndex((x) => x.id === columnId);
    this.selection.go(r, Math.max(0, c));
    this.moved();
    return true;
  }

  /** One change: shown, told, and handed to the host. */
  do(change, { same = () => false } = {}) {
    // What was added would be hidden in a folded group.
    if (change.inserted?.length) this.model.folded.clear();
    // A host may go over all three lists without asking whether they are there.
    for (const list of ['cells', 'inserted', 'removed']) change[list] ??= [];
    const entry = this.model.push(change);
    if (same()) { this.model.reject(change); return; }
    this.again();
    this.announce(`${change.says}。`);
    const promise = this.options.onChange?.(change);
    if (typeof promise?.then !== 'function') return;
    entry.promised = true;
    promise.then((answer) => this.settle(change, answer ?? {}), (error) => this.reject(change, error?.message));
  }

  settle(change, { renamed } = {}) {
    this.keeping(() => {
      if (renamed) this.rename(renamed);
      this.model.settle(change);
    });
  }

  reject(change, sentence) {
    this.keeping(() => this.model.reject(change));
    if (sentence) this.say(sentence);
  }

  hold(change, held = true) {
    const entry = this.model.pending.find(change);
    if (!entry) return;
    this.keeping(() => {
      entry.held = held;
      this.model.refresh();
    });
  }

  update(state) {
    this.keeping(() => {
      if (state.renamed) this.rename(state.renamed);
      this.model.take(state, Object.values(state.renamed ?? {}));
    });
  }

  rename(names) {
    this.model.rename(names);
    const { cell } = this.editor;
    if (cell && names[cell.row]) cell.row = names[cell.row];
  }

  /** What waited for the end of a composition. */
  flush() {
    if (!this.waiting.length || this.editor.composing) return;
    const works = this.waiting;
    this.waiting = [];
    this.keeping(() => works.forEach((work) => work()));
  }

  view(view) {
    this.editor.settle();
    this.keeping(() => this.model.setView(view));
    const { line, lineText } = this.painter;
    line.hidden = !this.model.narrowed;
    lineText.textContent = this.model.narrowed ? viewWords(this.model) : '';
    if (this.model.narrowed) this.announce(lineText.textContent);
  }

  /** Does something to the model and keeps what is chosen, by ids. Not one bit of the page moves under an input method: until it is done, this waits. */
  keeping(work) {
    if (this.editor.composing) { this.waiting.push(work); return; }
    const memory = this.selection.remember();
    work();
    memory.back(memory);
    this.again();
  }

  again() {
    this.painter.layout();
    if (this.editor.editing) this.editor.grow();
    this.tell();
  }

  /** After the selection has moved. What is scrolled to is the end of the range that is being stretched, or the current cell within it (`inside`). */
  moved({ show = true, inside = false } = {}) {
    const { painter, selection } = this;
    if (show) {
      const whole = selection.active.whole;
      const end = selection.many && !inside ? selection.active : selection.cur;
      if (!whole) painter.show(end.r, end.c);
    }
    painter.draw();
    this.tell();
  }

  /** Tells the host what is chosen. */
  tell() {
    const { model, selection } = this;
    const { r, c } = selection.cur;
    const row = model.shown[r];
    const columns = new Set();
    for (const b of selection.boxes) for (let i = b.left; i <= b.right; i += 1) if (model.columns[i]) columns.add(model.columns[i].id);
    const rows = selection.rowList().map((i) => model.shown[i].id);
    this.options.onSelect?.({
      row: row && !row.ghost && !row.group ? row.id : null, column: model.columns[c]?.id ?? null, rows, columns: [...columns],
      count: selection.count(), text: model.text(r, c), mark: model.mark(r, c), editing: this.editor.editing,
    });
  }

  fold(group, folded) {
    this.commit();
    this.keeping(() => {
      const { model } = this;
      for (const row of model.rows) if (row.group && (group === undefined || row.id === group)) model.folded[folded ? 'add' : 'delete'](row.id);
      model.refresh();
    });
  }

  seen() {
    const { model } = this;
    const rows = model.narrowed ? model.shown : model.rows;
    return { columns: model.columns.map((c) => c.id), rows: rows.filter((r) => !r.group && !r.ghost).map((r) => r.id) };
  }

  setWidth(columnId, width) {
    if (width === undefined) delete this.model.widths[columnId]; else this.model.widths[columnId] = Math.round(width);
    this.painter.layout();
  }

  lastRow() { return this.model.item(this.model.shown.length - (this.model.shown.at(-1)?.ghost ? 2 : 1), -1); }

  lastOfGroup(r) {
    let last = r;
    while (this.model.shown[last + 1] && !this.model.shown[last + 1].group && !this.model.shown[last + 1].ghost) last += 1;
    return last;
  }

  cutBox() {
    if (!this.cutting) return null;
    const rows = this.cutting.rows.map((id) => this.model.at.get(id)).filter((x) => x !== undefined);
    const columns = this.cutting.columns.map((id) => this.model.columns.findIndex((c) => c.id === id)).filter((x) => x >= 0);
    if (!rows.length || !columns.length) return null;
    return { top: Math.min(...rows), bottom: Math.max(...rows), left: Math.min(...columns), right: Math.max(...columns) };
  }

  cancelCut() {
    if (!this.cutting) return false;
    this.cutting = null;
    this.painter.draw();
    return true;
  }

  announce(sentence) { this.painter.status.textContent = sentence; }

  say(sentence) {
    this.announce(sentence);
    this.options.onSay?.(sentence);
  }

  destroy() {
    this.editor.settle();
    this.forget();
    this.painter.remove();
  }
}
