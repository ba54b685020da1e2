// Copy, cut and paste of the sheet. Cutting leaves everything in its place until it is pasted here: then the contents move, in one change.
import { readClipboard } from './clipboard-read.js';
import { asHtml, asLines } from './clipboard-write.js';
import { WORDS } from './words.js';

/** The chosen cells as lines; several ranges only where they stand in the same rows or the same columns. Null when they do not. */
function chosen({ model, selection }) {
  const boxes = selection.boxes.map((b) => ({ ...b }));
  const same = (a, b) => boxes.every((x) => x[a] === boxes[0][a] && x[b] === boxes[0][b]);
  const aside = same('top', 'bottom');
  if (!aside && !same('left', 'right')) return null;
  boxes.sort((a, b) => (aside ? a.left - b.left : a.top - b.top));
  const rows = new Set();
  const columns = new Set();
  for (const b of boxes) {
    for (let r = b.top; r <= b.bottom; r += 1) if (model.isReal(r)) rows.add(r);
    for (let c = b.left; c <= b.right; c += 1) columns.add(c);
  }
  return { rows: [...rows], columns: [...columns] };
}

function copy(sheet, event, cut) {
  if (sheet.editor.editing) return;
  event.preventDefault();
  const { model } = sheet;
  const what = chosen(sheet);
  if (!what) { sheet.say(WORDS.apart); return; }
  if (!what.rows.length) return;
  const texts = what.rows.map((r) => what.columns.map((c) => model.text(r, c)));
  const lines = asLines(texts);
  event.clipboardData.setData('text/plain', lines);
  event.clipboardData.setData('text/html', asHtml(texts));
  const single = sheet.selection.regions.length === 1;
  sheet.cutting = cut && single ? { lines, rows: what.rows.map((r) => model.shown[r].id), columns: what.columns.map((c) => model.columns[c].id) } : null;
  sheet.painter.draw();
  sheet.announce((cut ? WORDS.cut : WORDS.copied)(what.rows.length, what.columns.length));
}

/** The rows from one on that hold cells, the empty row at the end not among them. */
function rowsFrom(model, r) {
  const out = [];
  for (let i = r; i < model.shown.length; i += 1) if (model.isReal(i)) out.push(i);
  return out;
}

function paste(sheet, event) {
  if (sheet.editor.editing) return;
  event.preventDefault();
  const table = readClipboard(event.clipboardData);
  if (!table) { sheet.say(WORDS.nothing); return; }
  if (table.tooLarge) { sheet.say(WORDS.tooLarge(table.tooLarge)); return; }
  place(sheet, table, event.clipboardData.getData('text/plain'));
}

function place(sheet, table, lines, here = false) {
  const { model, selection, options, actions } = sheet;
  const { cells } = table;
  const [high, wide] = [cells.length, cells[0].length];
  const also = [];
  if (table.merged) also.push(WORDS.merged(table.merged));
  if (table.hashes) also.push(WORDS.hashes(table.hashes));
  const whole = !here && options.onPasteTable && (high > 1 || wide > 1) && (model.count === 0 || options.isWhole?.(cells));
  if (whole) {
    options.onPasteTable(table.tables ?? [{ above: [], rows: cells, covered: [] }], () => place(sheet, table, lines, true));
    return;
  }
  const moves = sheet.cutting?.lines === lines ? sheet.cutting : null;
  if (high === 1 && wide === 1 && !moves) {
    const targets = selection.cells({ ghost: !selection.many });
    const entries = targets.map(([r, c]) => [r, c, cells[0][0]]);
    actions.write(entries, { says: targets.length > 1 ? WORDS.filledWith(targets.length, cells[0][0]) : undefined });
    if (also.length) sheet.say(also.join(''));
    return;
  }
  const { box } = selection;
  const room = model.columns.length - box.left;
  if (wide > room) { sheet.say(WORDS.wide(wide, room, model.columns[box.left].title)); return; }
  // A range that the table fits into several times takes it as often, as in Excel.
  const within = [];
  for (let r = box.top; r <= box.bottom; r += 1) if (model.isReal(r)) within.push(r);
  const across = box.right - box.left + 1;
  const [times, beside] = !moves && within.length % high === 0 && across % wide === 0 && within.length ? [within.length / high, across / wide] : [1, 1];
  const rows = rowsFrom(model, box.top);
  const need = high * times;
  const extra = Math.max(0, need - rows.length);
  if (extra > 0 && (!options.canInsert || model.narrowed)) { sheet.say(WORDS.long(high, rows.length)); return; }
  const entries = [];
  const news = Array.from({ length: extra }, () => ({}));
  let skipped = 0;
  let odd = 0;
  const other = new Set();
  for (let y = 0; y < need; y += 1) {
    for (let x = 0; x < wide * beside; x += 1) {
      const c = box.left + x;
      const column = model.columns[c];
      const text = cells[y % high][x % wide];
      if (column.readOnly) { if (text !== '' && text !== (y < rows.length ? model.text(rows[y], c) : '')) skipped += 1; continue; }
      if (text !== '' && column.choices && !column.choices.some((k) => text.startsWith(k.word))) { odd += 1; column.choices.forEach((k) => other.add(k.word)); }
      if (y < rows.length) entries.push([rows[y], c, text]); else if (text !== '') news[y - rows.length][column.id] = text;
    }
  }
  const more = moves ? emptied(model, moves, entries) : [];
  const inserted = actions.chain(news);
  const written = entries.map(([r, c, after]) => ({ row: model.shown[r].id, column: model.columns[c].id, before: model.text(r, c), after }))
    .filter((x) => x.before !== x.after);
  const all = [...written, ...more];
  sheet.cutting = null;
  const says = (moves ? WORDS.movedHere : WORDS.pasted)(need, wide * beside);
  if (all.length || inserted.length) sheet.do({ says, cells: all, ...(inserted.length && { inserted }) });
  const bottom = inserted.length ? model.at.get(inserted.at(-1).id) : rows[need - 1];
  selection.regions = [{ ar: rows[0] ?? model.at.get(inserted[0].id), ac: box.left, r: bottom, c: box.left + wide * beside - 1 }];
  selection.cur = { r: selection.active.ar, c: box.left };
  sheet.moved({ show: false });
  if (extra) also.push(WORDS.added(extra));
  if (skipped) also.push(WORDS.skipped(skipped));
  if (odd) also.push(WORDS.asText(odd, [...other].slice(0, 7).join('、')));
  if (also.length) sheet.say(also.join(''));
}

/** The cells that were cut and that nothing has been pasted over. */
function emptied(model, { rows, columns }, entries) {
  const over = new Set(entries.map(([r, c]) => `${model.shown[r].id}\n${model.columns[c].id}`));
  const out = [];
  for (const row of rows) {
    const r = model.at.get(row);
    if (r === undefined) continue;
    for (const column of columns) {
      const c = model.columns.findIndex((x) => x.id === column);
      if (c < 0 || model.columns[c].readOnly || over.has(`${row}\n${column}`) || model.text(r, c) === '') continue;
      out.push({ row, column, before: model.text(r, c), after: '' });
    }
  }
  return out;
}

export function listenToClipboard(sheet) {
  const { ta } = sheet.painter;
  ta.addEventListener('copy', (event) => copy(sheet, event, false));
  ta.addEventListener('cut', (event) => copy(sheet, event, true));
  ta.addEventListener('paste', (event) => paste(sheet, event));
}

export { place as pasteTable };
