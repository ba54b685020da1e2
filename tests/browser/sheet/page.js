// The page of the tests: a sheet whose host saves at once, with what a test wants to see in `window.t`. `?sheet=points&n=10000`, `?save=slow|none`.
import { Sheet } from '/client/sheet/index.js';
import { catalog, points } from '/data.js';

const ask = new URLSearchParams(location.search);
const n = Number(ask.get('n') ?? 60);
const made = ask.get('sheet') === 'points' ? points(n) : catalog(n);
const t = { changes: [], said: [], selected: null, undo: 0, redo: 0, left: [], tables: [], violations: [], groups: [], widths: [] };
window.t = t;
document.addEventListener('securitypolicyviolation', (event) => t.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));

const bar = document.getElementById('bar');
const started = performance.now();
const sheet = new Sheet(document.getElementById('host'), {
  ...made,
  onChange(change) {
    t.changes.push(change);
    return t.save?.(change);
  },
  onUndo() { t.undo += 1; },
  onRedo() { t.redo += 1; },
  onSelect(what) {
    t.selected = what;
    bar.textContent = `${what.text}${what.mark ? `　${what.mark.says}` : ''}`;
  },
  onSay(sentence) { t.said.push(sentence); document.getElementById('said').textContent = sentence; },
  onLeave(how) { t.left.push(how); document.getElementById(how.back ? 'before' : 'behind').focus(); },
  onPasteTable(rows) { t.tables.push(rows); },
  onGroup(id) { t.groups.push(id); },
  onWidth(...of) { t.widths.push(of); },
});
t.made = performance.now() - started;
t.sheet = sheet;
t.text = (row, column) => sheet.rows.find((r) => r.id === row)?.cells[column] ?? '';
t.cell = (row, column) => {
  const r = sheet.model.at.get(row);
  const c = sheet.model.columns.findIndex((x) => x.id === column);
  return document.querySelector(`.cells-row[data-r="${r}"]:not([hidden]) [data-c="${c}"]`);
};
document.documentElement.dataset.ready = '1';
