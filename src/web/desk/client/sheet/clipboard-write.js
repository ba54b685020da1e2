// Cells into the clipboard, as lines with tabs and as HTML, so that Excel, WPS, LibreOffice and Word all take them as a table.

/** Tells the sheet that a table in the clipboard is its own. */
export const OWN = 'data-yizhan-sheet';

const quote = (text) => (/["\t\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
const escaped = (text) => text.replace(/[&<>"]/g, (x) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[x])
  .replace(/^ | $|(?<= ) /g, '&nbsp;').replace(/\n/g, '<br style="mso-data-placement:same-cell">');

export const asLines = (rows) => rows.map((row) => `${row.map(quote).join('\t')}\r\n`).join('');

/** `mso-number-format:"\@"` keeps Excel and WPS, `sdnum` LibreOffice, from making dates, numbers and formulas out of 12-1, 001 or =1+1. */
export function asHtml(rows) {
  const cell = (text) => `<td sdnum="1033;0;@" style='mso-number-format:"\\@";white-space:normal'>${escaped(text)}</td>`;
  return `<meta charset="utf-8"><table ${OWN}>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</table>`;
}
