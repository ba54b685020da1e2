// What is chosen: one current cell, and regions of which the last is the one that keys extend. As in Excel the current cell is where a range began,
// and moving inside a range with Enter and Tab leaves the range alone.

export class Selection {
  constructor(model) {
    Object.assign(this, { model, regions: [{ ar: 0, ac: 0, r: 0, c: 0 }], cur: { r: 0, c: 0 }, tabFrom: null });
  }

  get active() { return this.regions[this.regions.length - 1]; }

  static box({ ar, ac, r, c }) {
    return { top: Math.min(ar, r), bottom: Math.max(ar, r), left: Math.min(ac, c), right: Math.max(ac, c) };
  }

  get box() { return Selection.box(this.active); }
  get boxes() { return this.regions.map(Selection.box); }

  /** Whether more than one cell is chosen. */
  get many() { return this.regions.length > 1 || this.box.top !== this.box.bottom || this.box.left !== this.box.right; }

  clampColumn(c) { return Math.max(0, Math.min(this.model.columns.length - 1, c)); }

  /** Makes a cell the current one, or stretches the range to it (`extend`), or begins another range beside those there are (`add`). */
  go(r, c, { extend = false, add = false, toward = 1 } = {}) {
    const column = this.clampColumn(c);
    if (extend) {
      const row = Math.max(0, Math.min(this.model.shown.length - 1, r));
      this.active.r = row;
      this.active.c = column;
      this.within();
      return;
    }
    const row = Math.max(0, this.model.item(r, toward));
    const region = { ar: row, ac: column, r: row, c: column };
    this.regions = add ? [...this.regions, region] : [region];
    this.cur = { r: row, c: column };
  }

  /** The current cell lies in the last range, on a row with cells: where the range began, or next to it. */
  within() {
    const { active, cur, model } = this;
    if (this.has(active, cur) && model.isItem(cur.r)) return;
    const from = model.item(active.ar, active.ar <= active.r ? 1 : -1);
    this.cur = { r: Math.max(0, from), c: this.clampColumn(active.ac) };
  }

  has(region, { r, c }) {
    const b = Selection.box(region);
    return r >= b.top && r <= b.bottom && c >= b.left && c <= b.right;
  }

  rows(from, to, { add = false } = {}) {
    const region = { ar: from, ac: 0, r: to, c: this.model.columns.length - 1, whole: 'rows' };
    this.regions = add ? [...this.regions, region] : [region];
    this.cur = { r: from, c: 0 };
    this.within();
  }

  columns(from, to, { add = false } = {}) {
    const region = { ar: 0, ac: from, r: Math.max(0, this.model.shown.length - 1), c: to, whole: 'columns' };
    this.regions = add ? [...this.regions, region] : [region];
    this.cur = { r: Math.max(0, this.model.item(0, 1)), c: from };
  }

  all() {
    this.columns(0, this.model.columns.length - 1);
  }

  /** One step, or with `jump` to the edge of what is filled, as Ctrl+arrow does in Excel. */
  move(dr, dc, { extend = false, jump = false } = {}) {
    this.tabFrom = null;
    let { r, c } = extend ? this.active : this.cur;
    const step = (at) => {
      const next = { r: at.r + dr, c: at.c + dc };
      while (dr && this.model.shown[next.r]?.group) next.r += dr;
      const inside = next.r >= 0 && next.r < this.model.shown.length && next.c >= 0 && next.c < this.model.columns.length;
      return inside ? next : null;
    };
    const filled = (at) => this.model.text(at.r, at.c) !== '';
    let next = step({ r, c });
    if (next && jump) {
      // Out of a filled stretch to its end; over empty ones to the next filled one.
      const within = filled({ r, c }) && filled(next);
      for (;;) {
        const further = step(next);
        if (within ? !further || !filled(further) : filled(next) || !further) break;
        next = further;
      }
    }
    if (next) ({ r, c } = next);
    this.go(r, c, { extend, toward: dr || 1 });
  }

  /** Enter and Tab: through the range when one is chosen; else on, and Enter comes back to the column where Tab began. False at the very end. */
  next(key, back) {
    const by = back ? -1 : 1;
    const { box, cur } = this;
    if (this.many) {
      const cells = [];
      if (key === 'Tab') for (let r = box.top; r <= box.bottom; r += 1) for (let c = box.left; c <= box.right; c += 1) cells.push({ r, c });
      else for (let c = box.left; c <= box.right; c += 1) for (let r = box.top; r <= box.bottom; r += 1) cells.push({ r, c });
      const real = cells.filter((x) => this.model.isItem(x.r));
      if (real.length) this.cur = real[(real.findIndex((x) => x.r === cur.r && x.c === cur.c) + by + real.length) % real.length];
      return true;
    }
    if (key === 'Tab') {
      const from = this.tabFrom ?? cur.c;
      const last = this.model.columns.length - 1;
      if (cur.c + by >= 0 && cur.c + by <= last) this.go(cur.r, cur.c + by);
      else {
        const row = this.model.item(cur.r + by, by);
        if (cur.r + by < 0 || cur.r + by >= this.model.shown.length || row === cur.r) return false;
        this.go(row, by > 0 ? 0 : last);
      }
      this.tabFrom = from;
      return true;
    }
    const column = this.tabFrom ?? cur.c;
    this.move(by, 0);
    this.go(this.cur.r, column);
    return true;
  }

  /** Every chosen cell once, group rows left out. */
  cells({ ghost = true } = {}) {
    const seen = new Set();
    const out = [];
    for (const b of this.boxes) {
      for (let r = b.top; r <= b.bottom; r += 1) {
        if (!this.model.isItem(r) || (!ghost && this.model.shown[r].ghost)) continue;
        for (let c = b.left; c <= b.right; c += 1) {
          const key = r * 4096 + c;
          if (!seen.has(key)) { seen.add(key); out.push([r, c]); }
        }
      }
    }
    return out;
  }

  /** How many cells are chosen, the empty row aside. */
  count() {
    if (!this.many) return 1;
    if (this.regions.length > 1) return this.cells({ ghost: false }).length;
    const { box } = this;
    let rows = 0;
    for (let r = box.top; r <= box.bottom; r += 1) if (this.model.isReal(r)) rows += 1;
    return rows * (box.right - box.left + 1);
  }

  /** The rows in which something is chosen, in order; groups only when whole rows are chosen. */
  rowList() {
    const out = new Set();
    for (const region of this.regions) {
      const b = Selection.box(region);
      for (let r = b.top; r <= b.bottom; r += 1) if (this.model.isReal(r)) out.add(r);
    }
    return [...out].sort((a, b) => a - b);
  }

  /** What is chosen, by ids: to find it again after the host has sent a newer state. */
  remember() {
    const { shown, columns } = this.model;
    const name = (r, c) => ({ row: shown[r]?.id, r, column: columns[c]?.id, c });
    return {
      regions: this.regions.map((x) => ({ from: name(x.ar, x.ac), to: name(x.r, x.c), whole: x.whole })),
      cur: name(this.cur.r, this.cur.c),
      back: (ids) => this.recall(ids),
    };
  }

  /** The place of a remembered cell; where its row or column is gone, the same place. */
  place({ row, r, column, c }) {
    const { at, shown, columns } = this.model;
    const found = columns.findIndex((x) => x.id === column);
    return { r: at.get(row) ?? Math.max(0, Math.min(r, shown.length - 1)), c: found < 0 ? this.clampColumn(c) : found };
  }

  recall({ regions, cur }) {
    this.regions = regions.map(({ from, to, whole }) => {
      const [a, b] = [this.place(from), this.place(to)];
      const region = { ar: a.r, ac: a.c, r: b.r, c: b.c, whole };
      if (whole === 'columns') Object.assign(region, { ar: 0, r: Math.max(0, this.model.shown.length - 1) });
      return region;
    });
    const place = this.place(cur);
    this.cur = { r: Math.max(0, this.model.item(place.r)), c: place.c };
    if (!this.has(this.active, this.cur)) this.regions = [{ ar: this.cur.r, ac: this.cur.c, ...this.cur }];
  }
}
