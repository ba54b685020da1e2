// What a user can do to the sheet. Each of these is one change: checked against what the columns take, shown, and handed to the host.
import { WORDS, quoted, rowsNamed, wrote } from './words.js';

export class Actions {
  constructor(sheet) { this.sheet = sheet; }

  get model() { return this.sheet.model; }
  get selection() { return this.sheet.selection; }

  /**
   * Texts into cells, given as [row, column, text, and what stood there when it began]. Writing into the empty row below adds it. What cannot be
   * written is told, not dropped in silence.
   */
  write(entries, { says, more = [], quiet = false } = {}) {
    const { model } = this;
    const cells = [];
    const rows = new Map();
    let skipped = 0;
    // Ranges may lie over one another: each cell is written once.
    const each = new Map(entries.map((entry) => [entry[0] * 4096 + entry[1], entry]));
    for (const [r, c, text, seen] of each.values()) {
      const row = model.shown[r];
      const column = model.columns[c];
      if (!row || row.group || !column) continue;
      const before = seen ?? model.text(r, c);
      if (column.readOnly) { if (before !== text) skipped += 1; continue; }
      if (before === text) continue;
      if (row.ghost) {
        if (!rows.has(r)) rows.set(r, {});
        rows.get(r)[column.id] = text;
      } else cells.push({ row: row.id, column: column.id, before, after: text });
    }
    cells.push(...more);
    const news = [...rows.values()];
    if (skipped && !quiet) this.sheet.say(entries.length === 1 ? WORDS.readOnly(model.columns[entries[0][1]].title) : WORDS.skipped(skipped));
    const inserted = this.chain(news);
    if (cells.length === 0 && inserted.length === 0) { this.sheet.painter.draw(); return false; }
    this.sheet.do({ says: says ?? (cells.length ? wrote(model, cells) : WORDS.insertedRows(inserted.length)), cells, ...(inserted.length && { inserted }) });
    return true;
  }

  /** New rows at the end (or behind `after`), each behind the one before it. */
  chain(list, after = this.model.rows[this.model.rows.length - 1]?.id ?? null) {
    let last = after;
    return list.map((cells) => {
      const row = { id: this.sheet.newRowId(), after: last, cells };
      last = row.id;
      return row;
    });
  }

  writeAll(text) { this.write(this.selection.cells({ ghost: this.selection.cells().length === 1 }).map(([r, c]) => [r, c, text])); }

  /** One of the choices (or a text made of it) into every chosen cell whose column has it. */
  choose(choice, text = choice.word) {
    const { model, selection } = this;
    const chosen = selection.cells();
    const fits = chosen.filter(([r, c]) => model.columns[c].choices?.some((x) => x.word === choice.word) && (chosen.length === 1 || !model.shown[r].ghost));
    const done = this.write(fits.map(([r, c]) => [r, c, text]));
    if (!done) this.sheet.announce(`已经是${quoted(text)}。`);
  }

  empty() { this.write(this.selection.cells({ ghost: false }).map(([r, c]) => [r, c, ''])); }

  /** Repeats the first row (or column) of the range in the rest of it; of a single row, what stands above. */
  fill(direction) {
    const { model, selection } = this;
    const out = [];
    for (const b of selection.boxes) {
      const down = direction === 'down';
      const [from, to] = down ? [b.top, b.bottom] : [b.left, b.right];
      const source = from === to ? (down ? model.item(from - 1, -1) : from - 1) : (down ? model.item(from, 1) : from);
      if (source < 0 || (from === to && down && source >= from)) continue;
      for (let r = b.top; r <= b.bottom; r += 1) {
        if (!model.isReal(r)) continue;
        for (let c = b.left; c <= b.right; c += 1) {
          if (down && r > source) out.push([r, c, model.text(source, c)]);
          if (!down && c > source) out.push([r, c, model.text(r, source)]);
        }
      }
    }
    const n = out.length;
    this.write(out, { says: `${direction === 'down' ? WORDS.filledDown : WORDS.filledRight} ${n} 格` });
  }

  /** What the handle was dragged over: the source again and again. */
  fillBox(source, target) {
    const { model } = this;
    const rows = [];
    for (let r = source.top; r <= source.bottom; r += 1) if (model.isReal(r)) rows.push(r);
    if (!rows.length) return;
    const wide = source.right - source.left + 1;
    const out = [];
    const start = target.top < source.top ? 'up' : 'down';
    const lines = [];
    for (let r = target.top; r <= target.bottom; r += 1) if (model.isReal(r) && (r < source.top || r > source.bottom)) lines.push(r);
    if (start === 'up') lines.reverse();
    lines.forEach((r, i) => {
      const from = start === 'up' ? rows[rows.length - 1 - (i % rows.length)] : rows[i % rows.length];
      for (let c = source.left; c <= source.right; c += 1) out.push([r, c, model.text(from, c)]);
    });
    for (const r of rows) {
      for (let c = target.left; c <= target.right; c += 1) {
        if (c > source.right) out.push([r, c, model.text(r, source.left + ((c - source.left) % wide))]);
        if (c < source.left) out.push([r, c, model.text(r, source.right - ((source.right - c) % wide))]);
      }
    }
    this.write(out, { says: `${target.left < source.left || target.right > source.right ? WORDS.filledRight : WORDS.filledDown} ${out.length} 格` });
  }

  /** As many empty rows as are chosen, above them. */
  insertRows() {
    const { model, selection, sheet } = this;
    if (!sheet.options.canInsert) { sheet.say(WORDS.refuse); return; }
    const b = selection.box;
    const n = Math.max(1, selection.rowList().length);
    let first = b.top;
    while (model.shown[first] && !model.isItem(first)) first += 1;
    const row = model.shown[first];
    const at = row && !row.ghost ? model.byId.get(row.id) : model.rows.length;
    const inserted = this.chain(Array.from({ length: n }, () => ({})), model.rows[at - 1]?.id ?? null);
    sheet.do({ says: WORDS.insertedRows(n), cells: [], inserted });
    const to = model.at.get(inserted[0].id);
    if (to !== undefined) { selection.go(to, selection.cur.c); sheet.moved(); }
  }

  removeRows() {
    const { model, selection, sheet } = this;
    if (!sheet.options.canRemove) { sheet.say(WORDS.refuse); return; }
    const removed = selection.rowList().map((r) => model.shown[r].id);
    if (!removed.length) return;
    const { c } = selection.cur;
    const top = selection.box.top;
    sheet.do({ says: WORDS.removed(rowsNamed(model, removed)), cells: [], removed });
    selection.go(Math.min(top, model.shown.length - 1), c);
    sheet.moved();
  }

  /** The chosen rows one place up or down; over the head of a group they come into the next one. */
  shiftRows(by) {
    const { model, selection, sheet } = this;
    if (!sheet.options.canMove) { sheet.say(WORDS.refuse); return; }
    if (model.narrowed) { sheet.say(WORDS.noMove); return; }
    const ids = selection.rowList().map((r) => model.shown[r].id);
    if (!ids.length) return;
    const take = new Set(ids);
    const at = ids.map((id) => model.byId.get(id));
    let before;
    if (by < 0) {
      const up = at[0] - 1;
      if (up < 0) return;
      before = model.rows[up].id;
    } else {
      let down = at[at.length - 1] + 1;
      if (down >= model.rows.length) return;
      down += 1;
      while (down < model.rows.length && take.has(model.rows[down].id)) down += 1;
      before = model.rows[down]?.id ?? null;
    }
    const what = rowsNamed(model, ids);
    this.moveRows(ids, before, by < 0 ? WORDS.up(what) : WORDS.down(what));
  }

  moveRows(ids, before, says = WORDS.movedRows(rowsNamed(this.model, ids))) {
    const { model, selection, sheet } = this;
    if (model.narrowed) { sheet.say(WORDS.noMove); return; }
    const order = model.rows.map((r) => r.id);
    const memory = selection.remember();
    sheet.do({ says, cells: [], moved: { rows: ids, before } }, { same: () => order.every((id, i) => id === model.rows[i].id) });
    memory.back(memory);
    sheet.moved();
  }

  shiftColumns(by) {
    const { model, selection, sheet } = this;
    const { left, right } = selection.box;
    const other = model.columns[by < 0 ? left - 1 : right + 1];
    const ids = model.columns.slice(left, right + 1).map((c) => c.id);
    if (!other) return;
    const before = by < 0 ? other.id : model.columns[right + 2]?.id ?? null;
    sheet.actions.moveColumns(ids, before);
  }

  /** Columns stay among those that stay, or among those that move with the sheet. */
  moveColumns(ids, before) {
    const { model, selection, sheet } = this;
    if (!sheet.options.canMoveColumns) { sheet.say(WORDS.refuse); return; }
    const columns = model.columns.filter((c) => ids.includes(c.id));
    const at = before == null ? model.columns.length : model.columns.findIndex((c) => c.id === before);
    const frozen = model.columns.filter((c) => c.frozen).length;
    if (columns.some((c) => Boolean(c.frozen) !== (at < frozen || (at === frozen && Boolean(c.frozen))))) { sheet.say(WORDS.refuse); return; }
    const fixed = columns.find((c) => c.moves === false);
    if (fixed) { sheet.say(WORDS.fixed(fixed.title)); return; }
    // Beside those that may move: in front of one, or behind the last.
    if (![at - 1, at].some((i) => model.columns[i] && model.columns[i].moves !== false)) { sheet.say(WORDS.refuse); return; }
    const memory = selection.remember();
    const order = model.allColumns.map((c) => c.id);
    const says = WORDS.movedColumns(columns.length === 1 ? `“${columns[0].title}”` : ` ${columns.length} `);
    sheet.do({ says, cells: [], movedColumns: { columns: ids, before } }, { same: () => order.every((id, i) => id === model.allColumns[i].id) });
    memory.back(memory);
    sheet.moved();
  }

  /** The next cell with a finding, row by row; after the last one comes the first. */
  finding(by) {
    const { model, selection, sheet } = this;
    const wide = model.columns.length;
    const total = model.shown.length * wide;
    let at = selection.cur.r * wide + selection.cur.c;
    for (let n = 0; n < total; n += 1) {
      at = (at + by + total) % total;
      const r = Math.floor(at / wide);
      const c = at % wide;
      if (model.shown[r].marks && model.mark(r, c)) {
        selection.go(r, c);
        sheet.moved();
        sheet.announce(`${WORDS.levels[model.mark(r, c).level] ?? ''}：${model.mark(r, c).says}`);
        return true;
      }
    }
    sheet.announce(WORDS.noMark);
    return false;
  }

  /** The next cell that holds the text, from the current one on; says how many there are. */
  find(text, { back = false } = {}) {
    const { model, selection, sheet } = this;
    const hits = [];
    if (text !== '') {
      model.shown.forEach((row, r) => {
        if (row.group || row.ghost) return;
        model.columns.forEach((column, c) => { if ((row.cells[column.id] ?? '').includes(text)) hits.push([r, c]); });
      });
    }
    if (!hits.length) return { count: 0, at: 0 };
    const { r, c } = selection.cur;
    const beyond = (h) => (back ? h[0] < r || (h[0] === r && h[1] < c) : h[0] > r || (h[0] === r && h[1] > c));
    const list = back ? [...hits].reverse() : hits;
    const hit = list.find(beyond) ?? list[0];
    selection.go(...hit);
    sheet.moved();
    return { count: hits.length, at: hits.indexOf(hit) + 1 };
  }

}
