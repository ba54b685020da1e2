// A whole table out of the clipboard: what was understood, its doubts as questions, and one press that takes it in.
import { say, tell } from '../frame.js';
import { change, plan } from '../server.js';
import { batch, html, signal } from '../ui.js';

/** The table that is being looked at: `bureau`, its parts, how to paste it into the cells instead, what was read of it, and the answers. */
export const pasted = signal(null);

const HEADS = /^(序\s*号|编号|事项名称|服务事项|事项|服务事项名称|名称|服务对象|事项类型|办件类型|办理频次|办理时限|办结时限|备注|编码|设定依据|子项|主项)$/;

/** Whether cells begin like a whole table: a line of heads among the first lines. */
export function is_whole(cells, columns) {
  if (cells.length < 3) return false;
  const own = new Set(columns.map((column) => column.title));
  const plain = (text) => text.replace(/\s+/g, '');
  return cells.slice(0, 6).some((row) => row.filter((text) => text && (HEADS.test(text.trim()) || own.has(plain(text)))).length >= 2 && row.some((text) => /事项|名称/.test(text)));
}

/** Begins with a table. Over a sheet that has rows it is asked first whether it is one: `here` pastes it into the cells. */
export function paste_whole(bureau, tables, here) {
  pasted.value = { bureau, tables, here, read: null, answers: {} };
  if (!here) read();
}

async function read() {
  const now = pasted.value;
  try {
    const got = await plan('pasted', { bureau: now.bureau, tables: now.tables, answers: now.answers });
    if (pasted.value?.tables === now.tables && pasted.value.answers === now.answers) pasted.value = { ...now, here: null, read: got };
  } catch (error) {
    batch(() => { pasted.value = null; tell(error); });
  }
}

function answer(id, word) {
  const { answers } = pasted.value;
  const next = { ...answers };
  if (next[id] === word) delete next[id]; else next[id] = word;
  pasted.value = { ...pasted.value, answers: next };
  read();
}

async function take(sheet) {
  const { bureau, tables, answers } = pasted.value;
  try {
    const written = await change('pasted', { bureau, tables, answers });
    if (written.done) batch(() => { pasted.value = null; say(`${written.says || '和表里的一样，没有要改的'}。`); });
    else pasted.value = { ...pasted.value, read: written };
    sheet.current?.focus();
  } catch (error) { tell(error); }
}

const stop = (sheet) => { pasted.value = null; sheet.current?.focus(); };
const first = (element) => { if (element && !element.dataset.seen) { element.dataset.seen = '1'; element.focus(); } };

export function Pasted({ sheet }) {
  const { here, read: got, answers } = pasted.value;
  if (here) {
    return html`<div class="asked card pasted" data-opened role="alertdialog" aria-label="贴上的表"><p><b>剪贴板里有表头，像是一整张清单。</b></p>
      <p class="acts"><button class="b" ref=${first} onClick=${read}>当整张表读，先看读懂了什么</button><button class="b" onClick=${() => { stop(sheet); here(); }}>照格子贴在选中的地方</button><button class="b" data-close onClick=${() => stop(sheet)}>不贴了</button></p></div>`;
  }
  if (!got) return html`<div class="asked card pasted"><p class="q" role="status">正在读贴上的表…</p></div>`;
  const [heads, ...rows] = got.preview;
  return html`<section class="asked card pasted" data-opened aria-label="贴上的表"><h2>${got.title || '贴上的表'}</h2>
    ${got.blocked ? html`<p class="bad">${got.blocked.says}</p><p class="q">${got.blocked.help}</p>` : html`<p>读懂了：${got.count}。${got.changes.length > 0 ? `会改已有的 ${got.changes.length} 处。` : ''}${got.files.length ? '' : '和表里的完全一样，没有要改的。'}</p>`}
    ${got.asked.length > 0 && html`<h3>要您定的</h3><ol class="asks">${got.asked.map((one, at) => html`<li key=${one.id}><p>${one.says}　<span class="q s">${one.place}</span></p>
      <p class="acts" role="group" aria-label=${one.says}>${one.choices.map((choice, index) => html`<button class="b small" aria-pressed=${answers[one.id] === choice.word} ref=${at === 0 && index === 0 ? first : null} onClick=${() => answer(one.id, choice.word)}>${choice.says}</button>`)}
        ${one.otherwise && html`<span class="q s">不定就是：${one.otherwise}</span>`}</p></li>`)}</ol>`}
    ${got.doubts.length > 0 && html`<h3>看一眼</h3><ul class="doubts">${got.doubts.map(([place, says]) => html`<li>${says}　<span class="q s">${place}</span></li>`)}</ul>`}
    ${rows.length > 0 && html`<div class="scroll" tabindex="0" role="group" aria-label="前几行"><table class="ba"><thead><tr>${heads.map((head, at) => (at ? html`<th scope="col">${head}</th>` : null))}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((text, at) => (at ? html`<td>${text}</td>` : null))}</tr>`)}</tbody></table></div>`}
    <details><summary>每一列当作什么</summary><div class="scroll"><table class="ba"><thead><tr><th scope="col">列</th><th scope="col">表头</th><th scope="col">当作</th></tr></thead><tbody>${got.mapping.map(([letters, head, as]) => html`<tr><td>${letters}</td><th scope="row">${head}</th><td>${as}</td></tr>`)}</tbody></table></div></details>
    ${got.changes.length > 0 && html`<details><summary>会改的 ${got.changes.length} 处</summary><div class="scroll"><table class="ba"><thead><tr><th scope="col">在哪里</th><th scope="col">现在</th><th scope="col">改成</th></tr></thead><tbody>${got.changes.map(([record, field, old, now]) => html`<tr><th scope="row">${field}　<span class="q s">${record}</span></th><td>${old || '空'}</td><td><ins>${now}</ins></td></tr>`)}</tbody></table></div></details>`}
    <p class="acts end"><button class="b" data-close onClick=${() => stop(sheet)}>不要了</button><button class="b main" disabled=${Boolean(got.blocked) || !got.files.length} ref=${got.asked.length ? null : first} onClick=${() => take(sheet)}>放进服务清单</button></p></section>`;
}
