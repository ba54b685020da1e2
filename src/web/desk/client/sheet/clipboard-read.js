// Tables out of the clipboard: the HTML of Excel, WPS and LibreOffice, or lines with tabs. Texts as they were shown; a merged cell gives its text to
// its first cell and leaves the others empty.

const MOST = 200000;

/** Lines and tabs; a cell in quotes holds line breaks and doubled quotes. A quote in the midst of a cell is a sign like any other. */
export function readLines(text) {
  const from = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const rows = [[]];
  let at = 0;
  while (at <= from.length) {
    const row = rows[rows.length - 1];
    let cell = null;
    if (from[at] === '"') {
      let end = at + 1;
      while (end < from.length && (from[end] !== '"' || from[end + 1] === '"')) end += from[end] === '"' ? 2 : 1;
      const next = from[end + 1];
      if (end < from.length && (next === undefined || next === '\t' || next === '\n')) {
        cell = from.slice(at + 1, end).replace(/""/g, '"');
        at = end + 1;
      }
    }
    if (cell === null) {
      let end = at;
      while (end < from.length && from[end] !== '\t' && from[end] !== '\n') end += 1;
      cell = from.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (from[at] === '\n') rows.push([]);
    at += 1;
  }
  return { cells: rows, merged: 0 };
}

/** What is written in a cell as people see it: blanks run together as in a page, breaks are breaks, Excel's hard blanks are blanks. */
function textOf(cell) {
  let out = '';
  const kept = (node) => /(^|;)\s*white-space\s*:\s*(pre|pre-wrap|break-spaces)\s*(;|$)/i.test(node.getAttribute?.('style') ?? '') || node.localName === 'pre';
  const walk = (node, pre) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) out += pre ? child.data.replace(/\n/g, '\u0001') : child.data.replace(/[ \t\r\n]+/g, ' ');
      else if (child.nodeType === 1) {
        const name = child.localName;
        if (name === 'br') out += '\u0001';
        else if (name !== 'style' && name !== 'script' && name !== 'rt') {
          // Word and LibreOffice may put paragraphs into a cell.
          const block = /^(p|div|li|tr)$/.test(name);
          if (block && out !== '' && !out.endsWith('\u0001')) out += '\u0001';
          walk(child, pre || kept(child));
        }
      }
    }
  };
  walk(cell, kept(cell));
  // After <br> Excel indents the next line for the eye; that is no part of the text.
  return out.replace(/ *\u0001 */g, '\n').replace(/ {2,}/g, ' ').replace(/\u00a0/g, ' ').trim();
}

/** A table of HTML; null when there is none, or several that could not be told apart (Word): then the lines are better. */
export function readHtml(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const tables = [...page.querySelectorAll('table')].filter((t) => !t.parentElement.closest('table'));
  if (tables.length !== 1) return null;
  const trs = [...tables[0].rows].filter((tr) => tr.closest('table') === tables[0]);
  // Excel ends with a hidden row that only carries widths.
  while (trs.length && /display\s*:\s*none/i.test(trs.at(-1).getAttribute('style') ?? '') && trs.at(-1).textContent.trim() === '') trs.pop();
  const rows = trs.map(() => []);
  let merged = 0;
  let count = 0;
  trs.forEach((tr, r) => {
    let c = 0;
    for (const cell of tr.cells) {
      while (rows[r][c] !== undefined) c += 1;
      const down = Math.min(cell.rowSpan || trs.length, trs.length - r);
      const aside = Math.min(cell.colSpan || 1, 1000);
      count += down * aside;
      if (count > MOST) return;
      // `mso-ignore:colspan`: the text only runs over into empty cells, nothing is merged.
      if ((down > 1 || aside > 1) && !/mso-ignore\s*:\s*(colspan|rowspan)/i.test(cell.getAttribute('style') ?? '')) merged += 1;
      for (let y = 0; y < down; y += 1) for (let x = 0; x < aside; x += 1) rows[r + y][c + x] ??= y || x ? '' : textOf(cell);
      c += aside;
    }
  });
  const wide = rows.reduce((w, row) => Math.max(w, row.length), 0);
  if (wide === 0) return null;
  return { cells: rows.map((row) => Array.from({ length: wide }, (_, c) => row[c] ?? '')), merged, tooLarge: count > MOST };
}

/** What the clipboard holds, or null. */
export function readClipboard(data) {
  const html = data.getData('text/html');
  const text = data.getData('text/plain');
  const table = (html && /<table/i.test(html) && readHtml(html)) || (text !== '' ? readLines(text) : null);
  if (!table) return null;
  const wide = Math.max(...table.cells.map((row) => row.length));
  table.tooLarge ||= wide * table.cells.length > MOST;
  table.cells.forEach((row) => { while (row.length < wide) row.push(''); });
  table.hashes = table.cells.flat().filter((x) => /^#{3,}$/.test(x)).length;
  return table;
}
