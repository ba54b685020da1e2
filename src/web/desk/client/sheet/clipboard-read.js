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

/** The tables of HTML that lie in no other one. */
const tablesOf = (html) => [...new DOMParser().parseFromString(unstyled(html), 'text/html').querySelectorAll('table')].filter((t) => !t.parentElement.closest('table'));

/** A table of HTML; null when there is none, or several that could not be told apart (Word): then the lines are better. */
export function readHtml(html) {
  const tables = tablesOf(html);
  if (tables.length !== 1) return null;
  const read = readTable(tables[0]);
  return read && { ...read, tables: read.tooLarge ? undefined : [part(tables[0], read)] };
}

/** All tables of HTML, each with the lines above it, for whoever reads whole tables. */
export function readTables(html) {
  return tablesOf(html).map((table) => { const read = readTable(table); return read && !read.tooLarge ? part(table, read) : null; }).filter(Boolean);
}

/** A table as it is handed on: texts, what merged cells cover, and the last lines above it. */
function part(table, { cells, covered }) {
  const above = [];
  for (let node = table; node && node.localName !== 'body'; node = node.parentElement) {
    for (let before = node.previousElementSibling; before && above.length < 5; before = before.previousElementSibling) {
      if (before.localName === 'table' || before.querySelector('table')) return { above, rows: cells, covered };
      const text = NOT_TEXT.has(before.localName) || ['meta', 'link'].includes(before.localName) ? '' : textOf(before);
      if (text) above.unshift(text);
    }
  }
  return { above, rows: cells, covered };
}

function readTable(table) {
  const trs = [...table.rows].filter((tr) => tr.closest('table') === table);
  // Excel ends with a hidden row that only carries widths.
  while (trs.length && /display\s*:\s*none/i.test(trs.at(-1).getAttribute(STYLE) ?? '') && trs.at(-1).textContent.trim() === '') trs.pop();
  const rows = trs.map(() => []);
  let merged = 0;
  let count = 0;
  const covered = [];
  for (const [r, tr] of trs.entries()) {
    let c = 0;
    for (const cell of tr.cells) {
      while (rows[r][c] !== undefined) c += 1;
      const down = Math.min(cell.rowSpan || trs.length, trs.length - r);
      const aside = Math.min(cell.colSpan || 1, 1000);
      count += down * aside;
      if (count > MOST) return { tooLarge: count };
      // `mso-ignore:colspan`: the text only runs over into empty cells, nothing is merged.
      const merges = (down > 1 || aside > 1) && !/mso-ignore\s*:\s*(colspan|rowspan)/i.test(cell.getAttribute(STYLE) ?? '');
      if (merges) merged += 1;
      for (let y = 0; y < down; y += 1) {
        for (let x = 0; x < aside; x += 1) {
          if (rows[r + y][c + x] !== undefined) continue;
          rows[r + y][c + x] = y || x ? '' : textOf(cell);
          if ((y || x) && merges) covered.push([r + y, c + x, r, c]);
        }
      }
      c += aside;
    }
  }
  const wide = rows.reduce((w, row) => Math.max(w, row.length), 0);
  if (wide === 0) return null;
  return { cells: rows.map((row) => Array.from({ length: wide }, (_, c) => row[c] ?? '')), merged, covered };
}

/** What the clipboard holds, or null. */
export function readClipboard(data) {
  const html = data.getData('text/html');
  const text = data.getData('text/plain');
  // What this sheet has copied is exact in its lines: blanks at the ends, tabs.
  const own = html.includes(OWN) && text !== '';
  const has_table = !own && /<table/i.test(html);
  const table = (has_table && readHtml(html)) || (text !== '' ? readLines(text) : null);
  // Several tables (Word) are one run of lines for the cells, but tables for whoever reads whole ones.
  if (table && has_table && !table.tooLarge && !table.tables) { const all = readTables(html); if (all.length) table.tables = all; }
  if (!table || table.tooLarge) return table;
  const wide = table.cells.reduce((w, row) => Math.max(w, row.length), 0);
  if (wide * table.cells.length > MOST) return { tooLarge: wide * table.cells.length };
  table.cells.forEach((row) => { while (row.length < wide) row.push(''); });
  table.hashes = table.cells.flat().filter((x) => /^#{3,}$/.test(x)).length;
  return table;
}
