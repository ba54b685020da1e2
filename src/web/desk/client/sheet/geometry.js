// Where rows and columns lie. Heights are known without asking the browser: fixed, or, where a sheet wraps (`wrap`), counted from the widths of the
// texts; so ten thousand rows cost one pass of sums, and a place is found by halving.

const PAD = 17.5;
const SIGN = 20;
const PIECES = /[（《“〔【「‘]*(?:[!-~]+|.)[）》”〕】」’，。、；：！？…]*\s*/gsu;
export const GROUP_HEIGHT = 32;

export class Geometry {
  constructor(model, { wrap, rowHeight = 36 }) {
    Object.assign(this, { model, wrap, rowHeight, numberWidth: 44, tops: new Float64Array(1), lefts: [44], frozen: 0, sizes: new Map() });
    this.pen = document.createElement('canvas').getContext('2d');
  }

  /** The font in which texts are measured has changed (or become known). */
  font(font) {
    if (this.asked === font) return;
    this.asked = font;
    this.pen.font = font;
    this.sizes.clear();
  }

  size(text) {
    let size = this.sizes.get(text);
    if (size === undefined) { size = this.pen.measureText(text).width; this.sizes.set(text, size); }
    return size;
  }

  /** As set by hand, else as the host wants it, else wide enough for the head: a claim in the second line is there to be read. */
  width(c) {
    const column = this.model.columns[c];
    return this.model.widths[column.id] ?? column.width ?? Math.ceil(Math.max(106, this.size(column.title) + 20, this.size(column.note ?? '') + 20));
  }

  /** How many lines a text takes: `first` is what stands before it in the first line. Closing signs do not begin a line, opening ones do not end one. */
  lines(text, room, first) {
    let lines = 0;
    for (const part of text.split('\n')) {
      lines += 1;
      let x = lines === 1 ? first : 0;
      if (x + this.size(part) <= room) continue;
      for (const piece of part.match(PIECES) ?? []) {
        const size = this.size(piece);
        if (x + size > room && x > 0) { lines += 1; x = 0; }
        // A number or an address that is longer than a line is broken anywhere.
        lines += Math.max(0, Math.ceil(size / room) - 1);
        x += size % room;
      }
    }
    return lines;
  }

  height(row) {
    if (row.group) return GROUP_HEIGHT;
    if (!this.wrap || row.ghost) return this.rowHeight;
    // A row that is written becomes another object: what has been counted for this one holds.
    const known = this.heights.get(row);
    if (known) return known;
    const { columns } = this.model;
    let most = 1;
    for (let c = 0; c < columns.length; c += 1) {
      const text = row.cells[columns[c].id];
      if (text) most = Math.max(most, this.lines(text, this.rooms[c] - (row.marks?.[columns[c].id] ? 10 : 0), columns[c].choices ? SIGN : 0));
    }
    // A row never takes more than four lines of the screen; the rest is in the bar above.
    const height = most === 1 ? this.rowHeight : Math.min(most, 4) * 20 + 9;
    this.heights.set(row, height);
    return height;
  }

  /** After rows, columns or widths have changed. `room` is the width of the window on the sheet. */
  measure(room) {
    const { columns, shown } = this.model;
    const numberWidth = Math.max(44, String(this.model.count).length * 9 + 12);
    this.numberWidth = numberWidth;
    this.lefts = [numberWidth];
    for (let c = 0; c < columns.length; c += 1) this.lefts.push(this.lefts[c] + this.width(c));
    this.rooms = columns.map((column, c) => this.width(c) - PAD);
    const shape = `${this.asked} ${columns.map((column, c) => `${column.id} ${this.rooms[c]}`).join(' ')}`;
    if (shape !== this.shape) { this.shape = shape; this.heights = new WeakMap(); }
    let frozen = 0;
    while (frozen < columns.length && columns[frozen].frozen) frozen += 1;
    // In a narrow window (or at 200 %) columns that stay would leave no room for those that move.
    while (frozen > 0 && room > 0 && this.lefts[frozen] > room * 0.6) frozen -= 1;
    this.frozen = frozen;
    const tops = new Float64Array(shown.length + 1);
    for (let r = 0; r < shown.length; r += 1) tops[r + 1] = tops[r] + this.height(shown[r]);
    this.tops = tops;
    // Which group a row belongs to, and which comes next: for the line that stays under the head.
    this.groups = new Int32Array(shown.length).fill(-1);
    this.nextGroup = {};
    let group = -1;
    for (let r = 0; r < shown.length; r += 1) {
      if (shown[r].group) { if (group >= 0) this.nextGroup[group] = r; group = r; this.nextGroup[r] = -1; }
      this.groups[r] = group;
    }
    this.hasGroups = group >= 0;
  }

  get bodyHeight() { return this.tops[this.tops.length - 1]; }
  get bodyWidth() { return this.lefts[this.lefts.length - 1]; }
  get frozenWidth() { return this.lefts[this.frozen]; }
  rowHeightAt(r) { return this.tops[r + 1] - this.tops[r]; }

  /** The row at a height of the body, the nearest one when there is none. */
  rowAt(y) {
    let low = 0;
    let high = this.tops.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= y) low = middle; else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** The column at a distance from the left edge of the window, given how far the sheet is scrolled; -1 over the row numbers. */
  columnAt(x, scrolled) {
    if (x < this.numberWidth) return -1;
    const at = x < this.frozenWidth ? x : x + scrolled;
    let c = 0;
    while (c < this.model.columns.length - 1 && this.lefts[c + 1] <= at) c += 1;
    return c;
  }
}
