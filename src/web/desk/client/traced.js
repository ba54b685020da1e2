// What became of a record that is open: somebody gave it another name or place, or took it away. Said in words, with the way back, until it was read.
import { say, tell } from './frame.js';
import { change, get, unsettled } from './server.js';
import { html, signal } from './ui.js';

/** What is to be read. */
const notes = signal([]);
const MOST = 3;

/** Asks what became of a record, and says what somebody else did. Gives the answer; none where it cannot be known. */
export async function trace(query) {
  const got = await get('trace', query).catch(() => null);
  if (got?.says && !got.own && !notes.value.some((one) => one.says === got.says)) notes.value = [...notes.value, got];
  return got;
}

/** Rows that were there before and are not any more, or have another name: of the first ones it is said who did that. */
export async function trace_rows(query, rows) {
  const found = [];
  for (const { row, name } of rows.slice(0, MOST)) found.push(await trace({ ...query, row, name }));
  return found.filter(Boolean);
}

/** What was written for a record that is gone is kept before the eyes, and not sent again by itself. */
export const hold = (path, body) => { unsettled.value = [...unsettled.value, { path, body }]; };

async function take_back(note) {
  try {
    const written = await change('undo', { entry: String(note.entry) });
    if (written.done) { drop(note); say(`${written.says}。`, ...written.notes); } else { location.hash = `#/history/${note.entry}`; }
  } catch (error) { tell(error); }
}

const drop = (note) => { notes.value = notes.value.filter((one) => one !== note); };

/** The notes that were not read yet. */
export function Traced() {
  if (!notes.value.length) return null;
  const shown = notes.value.slice(0, MOST);
  const more = notes.value.length - shown.length;
  return html`<div class="note traced" role="status"><ul class="t">${shown.map((note) => html`<li key=${note.says}>${note.says}　
      ${note.entry && html`<button class="b small" onClick=${() => take_back(note)}>撤销它</button>`} <button class="b small" onClick=${() => drop(note)}>知道了</button></li>`)}
    ${more > 0 && html`<li>还有 ${more} 条，都在<a href="#/history">历史</a>里。<button class="b small" onClick=${() => { notes.value = []; }}>都知道了</button></li>`}</ul></div>`;
}
