// What the sheet knows: the state that the host sent, the changes that are not settled yet on top of it, and the rows and columns that are shown.
// Everything else speaks of rows and columns by their place among those that are shown; ids are for the host.
import { apply } from './change.js';
import { Pending } from './pending.js';
import { showing } from './view.js';

/** The empty row below the last one: what is written there becomes a new row. */
export const GHOST = Object.freeze({ id: '\u0000ghost', ghost: true, cells: {}, marks: {} });

export class Model {
  constructor({ canInsert }) {
    Object.assign(this, { canInsert, base: { rows: [], columns: [] }, pending: new Pending(), view: {}, order: null, known: new Set(), widths: {}, folded: new Set() });
    this.refresh();
  }

  /** A newer state of the host. */
  take({ columns, rows, columnsOrder }, named = []) {
    // News of the rows alone say nothing about columns that have been moved: what counts as saved is part of the base first.
    if (columns || rows) this.base = this.pending.contained(this.base);
    const next = { rows: rows ?? this.base.rows, columns: columns ?? this.base.columns };
    if (columnsOrder) {
      const at = (c) => { const i = columnsOrder.indexOf(c.id); return i < 0 ? columnsOrder.length : i; };
      next.columns = [...next.columns].sort((a, b) => at(a) - at(b));
    }
    if (rows) this.pending.overtaken(this.base.rows, rows, named);
    if (columns) for (const entry of this.pending.entries) entry.newColumns = true;
    this.base = next;
    this.refresh();
  }

  push(change) {
    const entry = this.pending.add(change);
    this.refresh(apply({ rows: this.rows, columns: this.allColumns }, change));
    return entry;
  }

  settle(change) {
    this.base = this.pending.settle(this.base, change);
    this.refresh();
  }

  /** The change is refused: the base and all the others, without it. */
  reject(change) {
    this.pending.take(change);
    this.refresh();
  }

  rename(names) {
    this.pending.rename(names);
    const to = (row) => (names[row.id] ? { ...row, id: names[row.id] } : row);
    this.base = { ...this.base, rows: this.base.rows.map(to) };
    if (this.order) this.order = this.order.map((id) => names[id] ?? id);
    for (const [from, id] of Object.entries(names)) if (this.known.delete(from)) this.known.add(id);
  }

  setView(view) {
    this.view = { ...this.view, ...view };
    this.order = null;
    this.refresh();
  }

  get narrowed() { return Boolean(this.view.sort || this.view.filter); }

  refresh(state = this.pending.over(this.base)) {
    this.rows = state.rows;
    this.allColumns = state.columns;
    this.columns = state.columns.filter((c) => !c.hidden);
    this.byId = new Map(this.rows.map((row, i) => [row.id, i]));
    this.numbers = new Map();
    for (const row of this.rows) if (!row.group) this.numbers.set(row.id, this.numbers.size + 1);
    const shown = this.narrowed ? showing(this) : this.unfolded();
    this.known = new Set(this.byId.keys());
    this.order = this.narrowed ? shown.filter((r) => !r.group).map((r) => r.id) : null;
    if (this.canInsert && !this.narrowed) shown.push(GHOST);
    this.shown = shown;
    this.at = new Map(shown.map((row, i) => [row.id, i]));
    this.unsaved = this.pending.held();
  }

  /** All rows but those of groups that are folded; with sort or filter everything that fits is shown. */
  unfolded() {
    let shut = false;
    return this.rows.filter((row) => {
      if (row.group) { shut = this.folded.has(row.id); return true; }
      return !shut;
    });
  }

  /** How many rows of content there are, groups and the empty row aside. */
  get count() { return this.numbers.size; }
  text(r, c) { return this.shown[r]?.cells?.[this.columns[c]?.id] ?? ''; }
  mark(r, c) { return this.shown[r]?.marks?.[this.columns[c]?.id] ?? null; }
  isItem(r) { const row = this.shown[r]; return Boolean(row) && !row.group; }
  isReal(r) { return this.isItem(r) && !this.shown[r].ghost; }

  /** The nearest row with cells from `r` on in the direction of `step`, else the other way, else -1. */
  item(r, step = 1) {
    const last = this.shown.length - 1;
    const from = Math.max(0, Math.min(last, r));
    for (let i = from; i >= 0 && i <= last; i += step) if (this.isItem(i)) return i;
    for (let i = from; i >= 0 && i <= last; i -= step) if (this.isItem(i)) return i;
    return -1;
  }

  /** How people call a row: what stands in the column of names, else its number. */
  title(row) {
    const column = this.allColumns.find((c) => c.title_of_row) ?? this.allColumns.find((c) => c.frozen) ?? this.allColumns[0];
    const text = column && row?.cells?.[column.id];
    return text || (this.numbers.has(row?.id) ? `第 ${this.numbers.get(row.id)} 行` : '新的一行');
  }
}
