// How the catalog's sheet is looked at, which changes no file: columns that are hidden, and columns that somebody has added and not yet written in. And what of the
// sheet the server says in words: which words of a channel take a time limit.
import { signal } from '../ui.js';

const key = (bureau) => `hidden:${bureau}`;
const read = (bureau) => { try { return JSON.parse(localStorage.getItem(key(bureau)) ?? '[]'); } catch { return []; } };
/** Counts changes of the view, so that whoever shows it draws again. */
const turn = signal(0);

/** The hidden columns of a bureau. */
export const hidden = (bureau) => { void turn.value; return read(bureau); };
const write = (bureau, list) => { localStorage.setItem(key(bureau), JSON.stringify(list)); turn.value += 1; };

/** Hides a column, or shows it. */
export function hide(bureau, column, is) {
  write(bureau, is ? [...new Set([...read(bureau), column])] : read(bureau).filter((own) => own !== column));
}
/** Shows every column. */
export const show_all = (bureau) => write(bureau, []);

/** Columns that wait for their first cell, by bureau. */
const added = new Map();
/** Adds a column to the view: it comes into the file with the first cell that is written in it. */
export function add_column(bureau, column) {
  added.set(bureau, [...(added.get(bureau) ?? []).filter((own) => own.id !== column.id), column]);
  hide(bureau, column.id, false);
}
/** Takes one away that nothing was written in. */
export const drop_column = (bureau, id) => { added.set(bureau, (added.get(bureau) ?? []).filter((own) => own.id !== id)); turn.value += 1; };
/** Those that wait. */
export const waiting = (bureau, table) => { void turn.value; return (added.get(bureau) ?? []).filter((own) => !table.columns.some((column) => column.id === own.id)); };

const LIMIT = /[（(]\s*(\d+)\s*个?\s*(工作日|天|日)(?:以?内)?(?:办结)?\s*[）)]\s*$/;
/** The days in a depth, as the list under Alt+↓ asks for them: 受理（25天内办结）. */
const days = {
  label: '几天内办结',
  units: ['天', '工作日'],
  read: (text) => { const found = LIMIT.exec(text); return found && { n: found[1], unit: found[2] === '工作日' ? '工作日' : '天' }; },
  write: (word, n, unit) => (/^\d{1,3}$/.test(n) ? `${word}（${n}${unit === '工作日' ? '个工作日' : '天'}内办结）` : word),
};

/** The sheet as it is drawn. */
export function shape(bureau, table) {
  const away = new Set(read(bureau));
  const own = table.columns.map((column) => ({
    ...column, hidden: away.has(column.id),
    ...(column.limits?.length && { limit: days, choices: column.choices.map((choice) => ({ ...choice, limits: column.limits.includes(choice.word) })) }),
  }));
  const first = own.findIndex((column) => column.id.startsWith('depth:'));
  own.splice(first < 0 ? own.length : first, 0, ...waiting(bureau, table).map((column) => ({ ...column, note: '还没有内容', hidden: away.has(column.id) })));
  return { columns: own, rows: table.rows };
}
