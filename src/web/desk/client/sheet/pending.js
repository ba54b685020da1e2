// Changes on their way: shown already, not yet known to be saved. They lie over whatever state the host sends, each until its answer comes.
import { apply, rename } from './change.js';

const key = ({ row, column }) => `${row}\n${column}`;

/** What rows hold in these cells. */
function texts(rows, cells) {
  const of = new Map(rows.map((row) => [row.id, row]));
  return cells.map(({ row, column }) => of.get(row)?.cells?.[column] ?? '');
}

export class Pending {
  constructor() { this.entries = []; }

  /** `rest` is what of the change still has to be laid over the base, `later` are cells in which somebody else has written since. */
  add(change) {
    const entry = { change, rest: { ...change }, promised: false, held: false, later: new Set() };
    this.entries.push(entry);
    return entry;
  }

  find(change) { return this.entries.find((entry) => entry.change === change); }

  over(base) { return this.entries.reduce((state, entry) => apply(state, entry.rest), base); }

  /** Without promise a change counts as saved with the next news: gives the base with all of these. */
  contained(base) {
    const saved = this.entries.filter((entry) => !entry.promised && !entry.held);
    this.entries = this.entries.filter((entry) => entry.promised || entry.held);
    return saved.reduce((state, entry) => apply(state, entry.rest), base);
  }

  /** News have come: which cells hold a text that is none of ours, hence a later one; which new rows are there already (`named` by the host). */
  overtaken(was, is, named) {
    if (!this.entries.length) return;
    const cells = this.entries.flatMap(({ change, later }) => (change.cells ?? []).map((cell) => ({ ...cell, later })));
    const ours = new Set(cells.map((cell) => `${key(cell)}\n${cell.after}`));
    const [before, now] = [texts(was, cells), texts(is, cells)];
    cells.forEach((cell, i) => { if (before[i] !== now[i] && !ours.has(`${key(cell)}\n${now[i]}`)) cell.later.add(key(cell)); });
    const there = new Set([...named, ...is.map((row) => row.id)]);
    for (const entry of this.entries) {
      entry.newRows = true;
      if (entry.rest.inserted) entry.rest.inserted = entry.rest.inserted.filter((row) => !there.has(row.id));
    }
  }

  /** The change is saved: the base with it. What somebody else wrote later stays, and so does the order that news have brought. */
  settle(base, change) {
    const entry = this.take(change);
    if (!entry) return base;
    const { rest, later, newRows, newColumns } = entry;
    return apply(base, {
      ...rest, cells: rest.cells?.filter((cell) => !later.has(key(cell))),
      moved: newRows ? undefined : rest.moved, movedColumns: newColumns ? undefined : rest.movedColumns,
    });
  }

  take(change) {
    const at = this.entries.findIndex((entry) => entry.change === change);
    return at < 0 ? null : this.entries.splice(at, 1)[0];
  }

  rename(names) {
    for (const { change, rest } of this.entries) {
      rename(change, names);
      Object.assign(rest, { removed: change.removed, moved: change.moved });
    }
  }

  /** The cells of changes that the host could not save. */
  held() {
    return new Set(this.entries.filter((entry) => entry.held).flatMap(({ change }) => (change.cells ?? []).map(key)));
  }
}
