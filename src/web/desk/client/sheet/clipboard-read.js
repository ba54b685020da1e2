// Tables out of the clipboard: the HTML of Excel, WPS and LibreOffice, or lines with tabs. Texts as they were shown; a merged cell gives its text to
// its first cell and leaves the others empty.

import { OWN } from './clipboard-write.js';

const MOST = 200000;
// What stands in a cell and is not its text: LibreOffice puts remarks there as <comment>.
const NOT_TEXT = new Set(['style', 'script', 'rt', 'comment', 'title', 'template']);

// The policy of the page counts every inline style that is parsed, even in a page that is never shown: they are renamed in the tags first.
const STYLE = 'data-style';
const unstyled = (html) => html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, '')
  .replace(/<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi, (tag) => tag.replace(/([\s"'/])style(?=\s*=)/gi, `$1${STYLE}`));

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
  const kept = (node) => /(^|;)\s*white-space\s*:\s*(pre|pre-wrap|break-spaces)\s*(;|$)/i.test(node.getAttribute?.(STYLE) ?? '') || node.localName === 'pre';
  const walk = (node, pre) => {
    for (const child of node.childNodes) {
      // Programs break their own lines anywhere between blanks, but several blanks in one line (LibreOffice) somebody has written.
      if (child.nodeType === 3) out += pre ? child.data.replace(/\n/g, '\u0001') : child.data.replace(/[ \t]*[\r\n][ \t\r\n]*/g, ' ').replace(/\t/g, ' ');
      else if (child.nodeType === 1) {
        const name = child.localName;
        if (name === 'br') out += '\u0001';
        else if (!NOT_TEXT.has(name)) {
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
  return out.replace(/ *\u0001 */g, '\n').replace(/\u00a0/g, ' ').trim();
}

/** A table of HTML; null when there is none, or several that could not be told apart (Word): then the lines are better. */
export function readHtml(html) {
  const page = new DOMParser().parseFromString(unstyled(html), 'text/html');
  const tables = [...page.querySelectorAll('table')].filter((t) => !t.parentElement.closest('table'));
  if (tables.length !== 1) return null;
  const trs = [...tables[0].rows].filter((tr) => tr.closest('table') === tables[0]);
  // Excel ends with a hidden row that only carries widths.
  while (trs.length && /display\s*:\s*none/i.test(trs.at(-1).getAttribute(STYLE) ?? '') && trs.at(-1).textContent.trim() === '') trs.pop();
  const rows = trs.map(() => []);
  let merged = 0;
  let count = 0;
  for (const [r, tr] of trs.entries()) {
    let c = 0;
    for (const cell of tr.cells) {
      while (rows[r][c] !== undefined) c += 1;
      const down = Math.min(cell.rowSpan || trs.length, trs.length - r);
      const aside = Math.min(cell.colSpan || 1, 1000);
      count += down * aside;
      if (count > MOST) return { tooLarge: count };
      // `mso-ignore:colspan`: the text only runs over into empty cells, nothing is merged.
      if ((down > 1 || aside > 1) && !/mso-ignore\s*:\s*(colspan|rowspan)/i.test(cell.getAttribute(STYLE) ?? '')) merged += 1;
      for (let y = 0; y < down; y += 1) for (let x = 0; x < aside; x += 1) rows[r + y][c + x] ??= y || x ? '' : textOf(cell);
      c += aside;
    }
  }
  const wide = rows.reduce((w, row) => Math.max(w, row.length), 0);
  if (wide === 0) return null;
  return { cells: rows.map((row) => Array.from({ length: wide }, (_, c) => row[c] ?? '')), merged };
}

/** What the clipboard holds, or null. */
export function readClipboard(data) {
  const html = data.getData('text/html');
  const text = data.getData('text/plain');
  // What this sheet has copied is exact in its lines: blanks at the ends, tabs.
  const own = html.includes(OWN) && text !== '';
  const table = (!own && /<table/i.test(html) && readHtml(html)) || (text !== '' ? readLines(text) : null);
  if (!table || table.tooLarge) return table;
  const wide = table.cells.reduce((w, row) => Math.max(w, row.length), 0);
  if (wide * table.cells.length > MOST) return { tooLarge: wide * table.cells.length };
  table.cells.forEach((row) => { while (row.length < wide) row.push(''); });
  table.hashes = table.cells.flat().filter((x) => /^#{3,}$/.test(x)).length;
  return table;
}
