// What is seen: the head, the rows in the window and a few more, the group that stays at the top, the handle for filling. Elements of rows are used
// again while one scrolls; nothing is made by text that could be taken for markup.
import { GROUP_HEIGHT } from './geometry.js';
import { Selection } from './selection.js';
import { WORDS } from './words.js';
import { markOf } from './choices.js';
import { element } from './dom.js';

const SPARE = 5;

export class Painter {
  constructor(sheet, host, label) {
    this.sheet = sheet;
    this.rows = new Map();
    this.free = { row: [], group: [] };
    const id = sheet.id;
    this.el = element('div', sheet.options.wrap ? 'cells wrap' : 'cells');
    this.line = element('div', 'cells-line');
    this.line.hidden = true;
    this.lineText = element('p', '');
    this.lineAll = element('button', 'b small', { type: 'button' });
    this.lineAll.textContent = WORDS.all;
    this.line.append(this.lineText, this.lineAll);
    this.view = element('div', 'cells-view');
    this.grid = element('div', 'cells-grid', { role: 'grid', id: `${id}-grid`, 'aria-label': label, 'aria-multiselectable': 'true' });
    this.headGroup = element('div', 'cells-head', { role: 'rowgroup' });
    this.head = element('div', 'cells-hr', { role: 'row', 'aria-rowindex': 1 });
    this.stick = element('div', 'cells-stick', { 'aria-hidden': 'true' });
    this.stick.hidden = true;
    this.headGroup.append(this.head);
    this.body = element('div', 'cells-body', { role: 'rowgroup' });
    this.grid.append(this.headGroup, this.body);
    this.handle = element('div', 'cells-fill', { 'aria-hidden': 'true' });
    this.drop = element('div', 'cells-drop', { 'aria-hidden': 'true' });
    this.drop.hidden = true;
    this.ta = element('textarea', 'cells-edit idle', {
      rows: 1, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', writingsuggestions: 'false', wrap: 'soft', 'aria-controls': `${id}-grid`,
      'aria-label': `${label}，${WORDS.cell}`, 'aria-describedby': `${id}-keys`,
    });
    this.hint = element('p', 'cells-empty');
    this.hint.textContent = sheet.options.emptyHint ?? (sheet.options.canInsert ? WORDS.hint : '');
    this.view.append(this.grid, this.hint, this.stick, this.handle, this.drop, this.ta);
    this.status = element('p', 'cells-vh', { role: 'status' });
    this.keys = element('p', 'cells-vh', { id: `${id}-keys` });
    this.keys.textContent = WORDS.keys;
    this.el.append(this.line, this.view, this.status, this.keys);
    host.append(this.el);
    this.view.addEventListener('scroll', () => {
      this.frame ??= requestAnimationFrame(() => { this.frame = null; this.draw(); });
    }, { passive: true });
    this.watch = new ResizeObserver(() => { if (this.view.clientWidth !== this.room) this.layout(); else this.draw(); });
    this.watch.observe(this.view);
  }

  remove() { this.watch.disconnect(); cancelAnimationFrame(this.frame); this.el.remove(); }

  /** After rows, columns or widths have changed: sizes, the head, and everything drawn once more. */
  layout() {
    const { model, geometry } = this.sheet;
    this.room = this.view.clientWidth;
    // The shorthand `font` is empty as soon as figures are set in columns (tabular-nums): its parts are not.
    const { fontSize, fontFamily } = getComputedStyle(this.view);
    geometry.font(`${fontSize} ${fontFamily}`);
    geometry.measure(this.room);
    const { columns } = model;
    const of = (c, i) => [c.id, geometry.width(i), Boolean(c.choices), Boolean(c.own), Boolean(c.readOnly), c.align].join(',');
    const shape = [geometry.numberWidth, geometry.frozen, ...columns.map(of)].join(' ');
    if (shape !== this.shape) {
      // Cells know their width and whether they stay; another shape needs other rows.
      for (const entry of this.rows.values()) entry.el.remove();
      this.rows.clear();
      this.free = { row: [], group: [] };
      this.shape = shape;
    }
    this.drawHead();
    this.grid.setAttribute('aria-rowcount', model.shown.length + 1);
    this.grid.setAttribute('aria-colcount', columns.length + 1);
    this.grid.style.width = `${geometry.bodyWidth}px`;
    this.body.style.height = `${geometry.bodyHeight}px`;
    this.hint.hidden = model.count > 0;
    this.hint.style.top = `${this.headHeight + geometry.bodyHeight}px`;
    this.draw();
  }

  stay(el, c) {
    const { geometry } = this.sheet;
    if (c < geometry.frozen) {
      el.style.left = c < 0 ? '0' : `${geometry.lefts[c]}px`;
      el.classList.add('fz');
      if (c === geometry.frozen - 1) el.classList.add('edge');
    }
  }

  drawHead() {
    const { model, geometry } = this.sheet;
    this.head.replaceChildren();
    const two = model.columns.some((c) => c.note);
    this.headHeight = two ? 51 : 36;
    this.head.style.height = `${this.headHeight}px`;
    const corner = element('div', 'cells-th rn', { role: 'columnheader', 'aria-colindex': 1 });
    corner.textContent = WORDS.number;
    corner.style.width = `${geometry.numberWidth}px`;
    this.stay(corner, -1);
    this.head.append(corner);
    this.heads = model.columns.map((column, c) => {
      const th = element('div', `cells-th${column.own ? ' own' : ''}${column.state ? ` ${column.state}` : ''}`, { role: 'columnheader', 'aria-colindex': c + 2 });
      th.dataset.c = c;
      const sort = model.view.sort?.column === column.id && model.view.sort;
      if (sort) th.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
      const title = element('b');
      title.textContent = column.title + (sort ? (sort.descending ? ' ↓' : ' ↑') : '');
      th.append(title);
      if (column.note) { const note = element('span', 'cn'); note.textContent = column.note; th.append(note); }
      const grip = element('i', 'grip');
      grip.dataset.grip = c;
      th.append(grip);
      th.style.width = `${geometry.width(c)}px`;
      this.stay(th, c);
      this.head.append(th);
      return th;
    });
  }

  make(kind) {
    const { model, geometry } = this.sheet;
    const el = element('div', `cells-row ${kind}`, { role: 'row' });
    const num = element('div', 'cells-rn', { role: kind === 'row' ? 'rowheader' : 'gridcell', 'aria-colindex': 1 });
    num.style.width = `${geometry.numberWidth}px`;
    this.stay(num, -1);
    el.append(num);
    const entry = { el, num, kind, r: -1, row: null, cells: [] };
    if (kind === 'group') {
      const title = element('div', 'cells-gh', { role: 'rowheader', 'aria-colindex': 2, 'aria-colspan': model.columns.length });
      entry.title = element('b');
      entry.note = element('span', 'cn');
      const both = element('span', 'g');
      both.append(entry.title, entry.note);
      // The title of a group begins at the left edge, over the column of numbers.
      both.style.marginLeft = `${14 - geometry.numberWidth}px`;
      title.append(both);
      el.append(title);
    } else {
      entry.cells = model.columns.map((column, c) => {
        const td = element('div', '', { role: 'gridcell', 'aria-colindex': c + 2, 'aria-readonly': column.readOnly ? 'true' : null });
        td.dataset.c = c;
        td.style.width = `${geometry.width(c)}px`;
        const text = element('span', 't');
        td.append(text);
        td.fixed = `cells-td${column.own ? ' own' : ''}${column.align === 'right' ? ' num' : ''}${column.readOnly ? ' ro' : ''}`;
        td.className = td.fixed;
        this.stay(td, c);
        td.fixed = td.className;
        el.append(td);
        return td;
      });
    }
    this.body.append(el);
    return entry;
  }

  fill(entry, r, row) {
    const { model, geometry } = this.sheet;
    if (entry.r !== r) { entry.r = r; entry.el.dataset.r = r; entry.el.setAttribute('aria-rowindex', r + 2); }
    const top = geometry.tops[r];
    if (entry.top !== top) { entry.top = top; entry.el.style.transform = `translateY(${top}px)`; }
    const height = geometry.rowHeightAt(r);
    if (entry.height !== height) { entry.height = height; entry.el.style.height = `${height}px`; }
    const number = row.group ? '' : row.ghost ? '+' : String(model.numbers.get(row.id));
    if (entry.number !== number) {
      entry.number = number;
      entry.num.textContent = number;
      if (row.ghost) entry.num.setAttribute('aria-label', WORDS.fresh); else entry.num.removeAttribute('aria-label');
    }
    const folded = Boolean(row.group) && model.folded.has(row.id);
    if (entry.row === row && entry.folded === folded) return;
    entry.folded = folded;
    entry.row = row;
    if (row.group) {
      entry.title.textContent = row.group;
      entry.note.textContent = `${row.note ?? ''}${model.folded.has(row.id) ? WORDS.folded : ''}`;
      return;
    }
    entry.cells.forEach((td, c) => {
      const column = model.columns[c];
      const text = row.cells[column.id] ?? '';
      const mark = row.marks?.[column.id];
      const sign = column.choices && text !== '' ? markOf(column, text, mark) : '';
      const shown = text === '' && mark ? WORDS.empty : text;
      const key = `${sign}\n${text === ''}\n${shown}`;
      if (td.v !== key) {
        td.v = key;
        const span = td.firstChild;
        span.textContent = '';
        span.className = text === '' && mark ? 't q' : 't';
        if (sign) span.append(element('i', `d ${sign}`, { 'aria-hidden': 'true' }));
        if (sign === 'none') { const hidden = element('span', 'cells-vh'); hidden.textContent = shown; span.append(hidden); } else span.append(shown);
      }
      td.level = mark && mark.level !== 'nice' ? ` ${mark.level}` : '';
      const says = mark ? `${WORDS.levels[mark.level] ?? ''}：${mark.says}` : null;
      if (td.says !== says) { td.says = says; if (says) td.setAttribute('aria-description', says); else td.removeAttribute('aria-description'); }
    });
  }

  draw() {
    const { model, geometry, selection, editor } = this.sheet;
    const { scrollTop, clientHeight, scrollLeft } = this.view;
    const first = Math.max(0, geometry.rowAt(scrollTop) - SPARE);
    const last = Math.min(model.shown.length - 1, geometry.rowAt(scrollTop + clientHeight) + SPARE);
    for (const [r, entry] of this.rows) {
      const fits = r >= first && r <= last && (entry.kind === 'group') === Boolean(model.shown[r].group);
      if (!fits) { this.rows.delete(r); this.free[entry.kind].push(entry); }
    }
    const boxes = selection.boxes;
    const cut = this.sheet.cutBox();
    const current = selection.cur;
    for (let r = first; r <= last; r += 1) {
      const row = model.shown[r];
      let entry = this.rows.get(r);
      if (!entry) {
        const kind = row.group ? 'group' : 'row';
        entry = this.free[kind].pop();
        if (entry) entry.el.hidden = false; else entry = this.make(kind);
        this.rows.set(r, entry);
      }
      this.fill(entry, r, row);
      this.choose(entry, r, boxes, cut, current);
    }
    for (const kind of ['row', 'group']) for (const entry of this.free[kind]) if (!entry.el.hidden) { entry.el.hidden = true; entry.row = null; entry.r = -1; }
    this.chooseHeads(boxes);
    const cell = this.rows.get(current.r)?.cells[current.c];
    if (cell !== this.named) { this.named?.removeAttribute('id'); this.named = cell; }
    if (cell) {
      cell.id = `${this.sheet.id}-${current.r}-${current.c}`;
      // Who writes hears the field; who moves hears the cell.
      if (editor.editing) this.ta.removeAttribute('aria-activedescendant');
      else if (!this.sheet.choices.open) this.ta.setAttribute('aria-activedescendant', cell.id);
    } else this.ta.removeAttribute('aria-activedescendant');
    this.drawStick(scrollTop, scrollLeft);
    if (!editor.composing) this.place();
  }

  choose(entry, r, boxes, cut, current) {
    const { model } = this.sheet;
    const whole = this.sheet.selection.regions.some((x) => { const b = Selection.box(x); return x.whole === 'rows' && r >= b.top && r <= b.bottom; });
    const held = boxes.some((b) => r >= b.top && r <= b.bottom);
    const state = `${whole}${held}`;
    if (entry.state !== state) { entry.state = state; entry.num.classList.toggle('on', held); entry.num.classList.toggle('whole', whole); }
    if (entry.kind === 'group') return;
    const { unsaved } = model;
    entry.cells.forEach((td, c) => {
      let on = '';
      for (const b of boxes) {
        if (r >= b.top && r <= b.bottom && c >= b.left && c <= b.right) {
          on = `${on || ' sel'}${r === b.top ? ' et' : ''}${r === b.bottom ? ' eb' : ''}${c === b.left ? ' el' : ''}${c === b.right ? ' er' : ''}`;
        }
      }
      const selected = on !== '';
      if (r === current.r && c === current.c) on += ' cur';
      if (cut && r >= cut.top && r <= cut.bottom && c >= cut.left && c <= cut.right) on += ' cut';
      if (unsaved.size && unsaved.has(`${model.shown[r].id}\n${model.columns[c].id}`)) on += ' unsaved';
      const name = td.fixed + td.level + on;
      if (td.k !== name) { td.k = name; td.className = name; }
      if (td.s !== selected) { td.s = selected; td.setAttribute('aria-selected', String(selected)); }
    });
  }

  chooseHeads(boxes) {
    this.heads.forEach((th, c) => {
      th.classList.toggle('on', boxes.some((b) => c >= b.left && c <= b.right));
      th.classList.toggle('whole', this.sheet.selection.regions.some((x) => { const b = Selection.box(x); return x.whole === 'columns' && c >= b.left && c <= b.right; }));
    });
  }

  /** The group in which the first visible row lies stays under the head; the next one pushes it away. */
  drawStick(scrollTop) {
    const { model, geometry } = this.sheet;
    let g = geometry.groups[geometry.rowAt(scrollTop)] ?? -1;
    if (g >= 0 && geometry.tops[g] >= scrollTop) g = -1;
    this.stick.hidden = g < 0;
    if (g < 0) return;
    const group = model.shown[g];
    const key = `${group.group}\n${group.note ?? ''}`;
    if (this.stick.v !== key) {
      this.stick.v = key;
      const title = element('b');
      title.textContent = group.group;
      const note = element('span', 'cn');
      note.textContent = group.note ?? '';
      this.stick.replaceChildren(title, note);
    }
    const under = geometry.nextGroup[g];
    const push = under < 0 ? 0 : Math.min(0, geometry.tops[under] - scrollTop - GROUP_HEIGHT);
    this.stick.style.width = `${Math.min(geometry.bodyWidth, this.view.clientWidth)}px`;
    this.stick.style.transform = `translate(${this.view.scrollLeft}px, ${scrollTop + this.headHeight + push}px)`;
  }

  /** Where a cell lies in what scrolls; a frozen one goes along. */
  corner(r, c) {
    const { geometry } = this.sheet;
    return { x: geometry.lefts[c] + (c < geometry.frozen ? this.view.scrollLeft : 0), y: this.headHeight + geometry.tops[r] };
  }

  /** Puts the field over the current cell, and the handle at the corner of what is chosen. Never while an input method composes. */
  place() {
    const { geometry, selection, editor, model } = this.sheet;
    const { r, c } = editor.editing ? editor.at() ?? selection.cur : selection.cur;
    const { style } = this.ta;
    this.ta.readOnly = Boolean(model.columns[c]?.readOnly);
    if (!model.columns.length || !model.shown[r]) { this.handle.hidden = true; return; }
    const { x, y } = this.corner(r, c);
    style.left = `${x}px`;
    style.top = `${y}px`;
    style.zIndex = c < geometry.frozen ? 6 : 3;
    if (!editor.editing) {
      style.width = `${geometry.width(c)}px`;
      style.height = `${geometry.rowHeightAt(r)}px`;
    }
    const { box, regions } = selection;
    const useful = !editor.editing && regions.length === 1 && !selection.active.whole && box.right < model.columns.length && model.shown[box.bottom];
    this.handle.hidden = !useful;
    if (!useful) return;
    const at = this.corner(box.bottom, box.right);
    this.handle.style.zIndex = box.right < geometry.frozen ? 4 : 1;
    this.handle.style.transform = `translate(${at.x + geometry.width(box.right) - 6}px, ${at.y + geometry.rowHeightAt(box.bottom) - 6}px)`;
  }

  /** Scrolls so far that a cell is seen whole, under the head and the group that stays, beside the columns that stay. */
  show(r, c) {
    const { geometry } = this.sheet;
    const { view } = this;
    const cover = geometry.hasGroups ? GROUP_HEIGHT : 0;
    const top = geometry.tops[r];
    const bottom = geometry.tops[r + 1];
    const room = view.clientHeight - this.headHeight;
    // The first row comes with its group: there is nothing above it worth hiding it for.
    if (top < view.scrollTop + cover) view.scrollTop = r <= 1 ? 0 : top - cover;
    else if (bottom > view.scrollTop + room) view.scrollTop = bottom - room;
    if (c < geometry.frozen) return;
    if (geometry.lefts[c] < view.scrollLeft + geometry.frozenWidth) view.scrollLeft = geometry.lefts[c] - geometry.frozenWidth;
    else if (geometry.lefts[c + 1] > view.scrollLeft + view.clientWidth) view.scrollLeft = geometry.lefts[c + 1] - view.clientWidth;
  }
}
