// Sort and filter: another look at the same rows. The file keeps its order, and a row that is edited stays in view until the view is asked for
// again, or the line under somebody's hands would be gone the moment it is right.

const collator = new Intl.Collator('zh-CN', { numeric: true, sensitivity: 'base' });

function fits(row, filter, columns) {
  const word = (text, wanted) => (Array.isArray(wanted) ? wanted.includes(text) : text.includes(wanted));
  for (const [id, wanted] of Object.entries(filter.columns ?? {})) {
    const text = row.cells[id] ?? '';
    if (typeof wanted === 'function' ? !wanted(text, row) : !word(text, wanted)) return false;
  }
  if (filter.marked && !Object.values(row.marks ?? {}).some((m) => m && (filter.marked === true || m.level === filter.marked))) return false;
  if (filter.text && !columns.some((c) => (row.cells[c.id] ?? '').includes(filter.text))) return false;
  return true;
}

/** The rows in the order of the view, with the groups that still have any. Sorting stays within a group. */
export function showing(model) {
  const { rows, view, order, known, columns } = model;
  const keeps = order && new Map(order.map((id, i) => [id, i]));
  const wanted = (row) => {
    if (keeps?.has(row.id)) return true;
    if (keeps && known.has(row.id)) return false;
    // A row that has just been added is shown, whatever the filter says: it is still being written.
    return Boolean(keeps) || !view.filter || fits(row, view.filter, columns);
  };
  const out = [];
  let group = null;
  let members = [];
  const flush = () => {
    if (members.length === 0) return;
    if (group) out.push(group);
    if (keeps) {
      // Known rows stay as they stand; a new one stands behind the one that it follows in the file.
      const place = new Map();
      let last = -1;
      members.forEach((row, i) => {
        if (keeps.has(row.id)) last = keeps.get(row.id);
        place.set(row, [keeps.get(row.id) ?? last, keeps.has(row.id) ? -1 : i]);
      });
      members.sort((a, b) => place.get(a)[0] - place.get(b)[0] || place.get(a)[1] - place.get(b)[1]);
    } else if (view.sort) {
      const { column, descending } = view.sort;
      const empty = (row) => (row.cells[column] ?? '') === '';
      // Empty cells last in both directions, as in Excel.
      members.sort((a, b) => empty(a) - empty(b)
        || (descending ? -1 : 1) * collator.compare(a.cells[column] ?? '', b.cells[column] ?? ''));
    }
    out.push(...members);
  };
  for (const row of rows) {
    if (row.group) {
      flush();
      group = row;
      members = [];
    } else if (wanted(row)) members.push(row);
  }
  flush();
  return out;
}

/** The line that says what is left out. */
export function viewWords(model) {
  const { view, numbers } = model;
  const title = (id) => model.allColumns.find((c) => c.id === id)?.title ?? '';
  const says = [];
  if (view.filter) {
    const of = Object.entries(view.filter.columns ?? {}).map(([id, wanted]) => {
      if (typeof wanted === 'function') return `“${title(id)}”符合条件的`;
      return Array.isArray(wanted) ? `“${title(id)}”是${wanted.map((w) => (w === '' ? '空的' : `“${w}”`)).join('、')}的` : `“${title(id)}”含“${wanted}”的`;
    });
    if (view.filter.text) of.push(`含“${view.filter.text}”的`);
    if (view.filter.marked) of.push('有问题的');
    const here = model.shown.filter((r) => !r.group).length;
    says.push(`只看${of.join('、')}：${here} 行，共 ${numbers.size} 行。`);
  }
  if (view.sort) says.push(`按“${title(view.sort.column)}”${view.sort.descending ? '从大到小' : '从小到大'}排着看。`);
  return `${says.join('')}文件里的行和顺序没有变。`;
}
