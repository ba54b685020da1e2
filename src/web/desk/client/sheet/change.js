// What a change does to rows and columns. A change is the one thing that leaves the sheet: shown at once, saved by the host, and taken back whole
// when the host refuses it. `apply` never alters what it is given, so the state that the host sent stays as it was and a refused change only has
// to be left out when the rest is applied to it once more.

/** The same list with `ids` (in the order in which they stand) put before the entry `before`; null puts them last. */
export function moved(list, ids, before) {
  const take = new Set(ids);
  const picked = list.filter((x) => take.has(x.id));
  const rest = list.filter((x) => !take.has(x.id));
  const at = before == null ? -1 : rest.findIndex((x) => x.id === before);
  rest.splice(at < 0 ? rest.length : at, 0, ...picked);
  return rest;
}

function inserted(rows, news) {
  const known = new Set(rows.map((r) => r.id));
  // Rows that follow one another hang on the first of them: one pass, however many are pasted.
  const after = new Map();
  const first = [];
  for (const { id, after: where, cells } of news) {
    if (known.has(id)) continue;
    const row = { id, cells: { ...cells }, marks: {} };
    if (where == null) first.push(row);
    else if (after.has(where)) after.get(where).push(row);
    else after.set(where, [row]);
  }
  const out = [];
  const put = (row) => {
    const waiting = [row];
    while (waiting.length) {
      const next = waiting.shift();
      out.push(next);
      const more = after.get(next.id);
      if (more) { after.delete(next.id); waiting.unshift(...more); }
    }
  };
  first.forEach(put);
  rows.forEach(put);
  // The row after which they should stand is gone (somebody removed it): at the end is better than nowhere.
  for (const left of [...after.values()]) left.forEach((row) => { if (!out.includes(row)) put(row); });
  return out;
}

function written(rows, cells) {
  const of = new Map();
  for (const { row, column, after } of cells) {
    if (!of.has(row)) of.set(row, {});
    of.get(row)[column] = after;
  }
  return rows.map((row) => (of.has(row.id) && !row.group ? { ...row, cells: { ...row.cells, ...of.get(row.id) } } : row));
}

/** Rows and columns after the change. */
export function apply({ rows, columns }, change) {
  let out = rows;
  if (change.inserted?.length) out = inserted(out, change.inserted);
  if (change.cells?.length) out = written(out, change.cells);
  if (change.removed?.length) {
    const gone = new Set(change.removed);
    out = out.filter((row) => !gone.has(row.id));
  }
  if (change.moved) out = moved(out, change.moved.rows, change.moved.before);
  return { rows: out, columns: change.movedColumns ? moved(columns, change.movedColumns.columns, change.movedColumns.before) : columns };
}

/** The same change after the host has named rows that the sheet had to name itself. */
export function rename(change, names) {
  const to = (id) => names[id] ?? id;
  if (change.cells) for (const cell of change.cells) cell.row = to(cell.row);
  if (change.inserted) for (const row of change.inserted) { row.id = to(row.id); row.after = to(row.after); }
  if (change.removed) change.removed = change.removed.map(to);
  if (change.moved) change.moved = { rows: change.moved.rows.map(to), before: to(change.moved.before) };
}
