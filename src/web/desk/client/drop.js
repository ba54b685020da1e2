// 放进来: files that somebody drops anywhere on the desk. Each is told apart and shown with its questions; one press takes what is certain in.
import { say, tell } from './frame.js';
import { go } from './place.js';
import { change, request, version } from './server.js';
import { bureau } from './store.js';
import { html, signal, useEffect, useRef } from './ui.js';

/** What was said of the files: kinds and answers. What waits, as the server last read it. Whether something is being read, and over the page. */
const sorts = signal({});
const answers = signal({});
const read = signal(null);
const busy = signal('');
const over = signal(false);
/** Names of what was brought before there was a workspace. */
const early = signal([]);
/** Files that a person did not mean: what programs leave beside others. */
const is_left = (name) => name.startsWith('.') || name.startsWith('~$') || ['thumbs.db', 'desktop.ini'].includes(name.toLowerCase());

/** All files of what was dropped, folders too. */
async function all_of(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) {
      files.push(await new Promise((done, failed) => { entry.file(done, failed); }));
      return;
    }
    const reader = entry.createReader();
    // A browser gives a hundred at a time.
    for (;;) {
      const some = await new Promise((done, failed) => { reader.readEntries(done, failed); });
      if (!some.length) return;
      for (const one of some) await walk(one);
    }
  };
  for (const entry of entries) await walk(entry);
  return files;
}

/** Reads everything that waits once more. */
export async function look() {
  const own = bureau.value;
  // Without a workspace they wait: the desk holds them, and reads them once there is one.
  if (!own) { busy.value = ''; return; }
  busy.value ||= '正在读';
  try {
    const got = await request('arrived', { bureau: own.id, sorts: sorts.value, answers: answers.value, dry: true });
    read.value = got;
  } catch (error) { tell(error); } finally { busy.value = ''; }
}

/** Brings files in. */
export async function bring(files) {
  const wanted = files.filter((file) => !is_left(file.name));
  const left = files.length - wanted.length;
  if (!wanted.length) return;
  go('start');
  const failed = [];
  for (const [index, file] of wanted.entries()) {
    busy.value = `正在读“${file.name}”，第 ${index + 1} 份，共 ${wanted.length} 份`;
    try {
      await request(`bring?${new URLSearchParams({ name: file.name })}`, file);
      if (!bureau.value) early.value = [...early.value, file.name];
    } catch (error) { failed.push({ name: file.name, error }); }
  }
  if (failed.length) tell({ reasons: failed.map(({ name, error }) => ({ says: `“${name}”没有放进来：${error.message}`, help: error.reasons?.[0]?.help })) });
  else if (left) say(`${left} 份是系统和别的程序的临时文件，没有放进来。`);
  await look();
}

async function put_away(ids) {
  try { await request('put-away', { ids }); } catch (error) { tell(error); }
  await look();
}

const answer = (id, word) => { answers.value = { ...answers.value, [id]: answers.value[id] === word ? undefined : word }; look(); };
const is = (id, word) => { sorts.value = { ...sorts.value, [id]: word }; look(); };

async function take() {
  const own = bureau.value;
  busy.value = '正在收';
  try {
    const done = await change('arrived', { bureau: own.id, sorts: sorts.value, answers: answers.value });
    if (done.done) say(`收进来了：${done.says}。不对的话按“撤销”。`, ...done.notes);
  } catch (error) { tell(error); } finally { busy.value = ''; }
  await look();
}

function Question({ question }) {
  const chosen = answers.value[question.id];
  return html`<div class="ask" role="group" aria-label=${question.says}><p>${question.says} <span class="q s">${question.place}</span></p>
    <p class="acts">${question.choices.map((one) => html`<button class="b small" aria-pressed=${chosen === one.word} onClick=${() => answer(question.id, one.word)}>${one.says}</button>`)}</p>
    ${!chosen && question.otherwise && html`<p class="q s">不回答：${question.otherwise}</p>`}</div>`;
}

function Preview({ rows }) {
  const [head, ...body] = rows;
  if (!head) return null;
  return html`<div class="preview" tabindex="0" role="group" aria-label="读成的样子"><table class="grid"><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
    <tbody>${body.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

function One({ file }) {
  const open = file.asked.filter((question) => !answers.value[question.id]);
  const mark = file.reasons.length ? ['fault', '读不了'] : !file.sort ? ['due', '这是什么？'] : open.length || file.doubts.length ? ['due', `${open.length + file.doubts.length} 处要看`] : ['good', '读懂了'];
  return html`<section class="card one-file" role="group" aria-label=${file.name}><header><span class=${`mark ${mark[0]}`}>${mark[1]}</span>
      <h2>${file.name}</h2>${file.sort && file.may_be.length > 0 && html`<span class="q">${file.sort.says}</span>`}<span class="says">${file.says}</span><span class="gap"></span>
      <button class="b small" onClick=${() => put_away([file.id])}>不要这一份</button></header>
    ${!file.sort && html`<div class="ask" role="group" aria-label="这是什么"><p>这份文件是什么？</p><p class="acts">${file.may_be.map((one) => html`<button class="b small" onClick=${() => is(file.id, one.word)}>${one.says}</button>`)}</p></div>`}
    ${file.reasons.map((one) => html`<p class="why">${one.says}${one.help && html`<br /><span class="q">${one.help}</span>`}</p>`)}
    ${file.asked.map((question) => html`<${Question} key=${question.id} question=${question} />`)}
    ${file.doubts.length > 0 && html`<details class="doubts" open=${file.doubts.length <= 3}><summary>${file.doubts.length} 处请看一眼${file.mapping.length ? '，没有读的格子不会写进去' : ''}</summary><ul>${file.doubts.map(([where, says]) => html`<li>${where && html`<b>${where}</b>　`}${says}</li>`)}</ul></details>`}
    ${file.preview.length > 0 && html`<details><summary>看读成的样子${file.mapping.length ? `（${file.mapping.length} 列）` : ''}</summary>
      ${file.mapping.length > 0 && html`<p class="q s">${file.mapping.map(([, head, what]) => `${head} → ${what}`).join('；')}</p>`}<${Preview} rows=${file.preview} /></details>`}
    ${file.sort && file.may_be.length > 1 && html`<details class="other"><summary>不是${file.sort.says}？</summary><p class="acts">${file.may_be.filter((one) => one.word !== file.sort.word).map((one) => html`<button class="b small" onClick=${() => is(file.id, one.word)}>是${one.says}</button>`)}</p></details>`}</section>`;
}

/** The place to drop files on, what waits, and the press that takes it in. */
export function Drop() {
  const files = useRef(null);
  const folder = useRef(null);
  const own = bureau.value;
  const now = version.value;
  useEffect(() => { if (own) look(); }, [own?.id, now]);
  const got = read.value;
  const list = got?.list ?? [];
  const picked = (event) => { bring([...event.target.files]); event.target.value = ''; };
  const open = list.flatMap((file) => file.asked).filter((question) => !answers.value[question.id]).length;
  return html`<section class="drop" aria-label="放进来">
    <div class=${over.value ? 'door over' : 'door'}><p><b>把 Excel、Word、图片拖到这里</b>，清单、名单、计划、标准、指南、检查结果、标志都认得</p><span class="gap"></span>
      <button class="b" onClick=${() => files.current.click()}>选择文件…</button><button class="b" onClick=${() => folder.current.click()}>选择文件夹…</button>
      <input type="file" multiple hidden ref=${files} aria-label="选择文件" onChange=${picked} /><input type="file" webkitdirectory hidden ref=${folder} aria-label="选择文件夹" onChange=${picked} /></div>
    <p class="q" role="status">${busy.value}</p>
    ${list.map((file) => html`<${One} key=${file.id} file=${file} />`)}
    ${list.length > 0 && html`<div class="take"><p>${got.files.length ? html`${got.says}。<span class="q">会改 ${got.files.length} 个文件，一次撤销就全部恢复。</span>` : '还没有能收进来的。'}${open ? html`<br /><span class="q s">还有 ${open} 个问题没有回答：没有回答的先空着，以后再答。</span>` : null}</p><span class="gap"></span>
      <button class="b" onClick=${() => put_away(list.map((one) => one.id))}>都不要了</button>
      <button class="b main" disabled=${!got.files.length || Boolean(busy.value)} onClick=${take}>把确定的收进来</button></div>`}</section>`;
}

/** What the desk tells apart: kind, from which files, and what becomes of it. */
const TAKES = [['服务事项清单', 'Excel、Word 表格', '做成服务清单、台卡、网页'], ['服务点名单', 'Excel、Word 表格', '名称、地址、电话、服务时间'], ['办事指南', 'Word', '做成指南页、一次性告知单'],
  ['评分标准', 'Word、Excel', '做成检查表，自动算分'], ['工作计划、量化表', 'Word、Excel', '任务、期限、责任单位'], ['标志、照片', 'PNG、JPG、SVG', '印在留好的位置上']];

/** The same place before there is a workspace: what is dropped waits until there is one. */
export function FirstDoor() {
  const files = useRef(null);
  const folder = useRef(null);
  const picked = (event) => { bring([...event.target.files]); event.target.value = ''; };
  const list = early.value;
  return html`<section class=${over.value ? 'first-door over' : 'first-door'} aria-labelledby="first-door"><h1 id="first-door">把手里的 Excel、Word 拖到这里</h1>
    <p>几个文件一起拖也行。不用分类，不用改名，看内容就知道是哪一种。原来的文件只读不改。不联网，材料不出这台电脑。</p>
    <p class="acts"><button class="b" onClick=${() => files.current.click()}>选择文件…</button><button class="b" onClick=${() => folder.current.click()}>选择文件夹…</button></p>
    <input type="file" multiple hidden ref=${files} aria-label="选择文件" onChange=${picked} /><input type="file" webkitdirectory hidden ref=${folder} aria-label="选择文件夹" onChange=${picked} />
    <p role="status" class=${list.length ? 'waits' : ''}>${busy.value || (list.length ? html`<b>${list.length} 份放好了</b>，建好以后接着读：${list.slice(0, 4).join('、')}${list.length > 4 ? ' 等' : ''}` : '')}</p>
    <table class="takes"><caption class="vh">认得这几种</caption><tbody>${TAKES.map(([what, where, then]) => html`<tr><th scope="row">${what}</th><td>${where}</td><td class="q">${then}</td></tr>`)}</tbody></table></section>`;
}

// Anywhere on the page: what is dropped must never open in place of the desk.
const holds_files = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
addEventListener('dragover', (event) => {
  if (!holds_files(event)) return;
  // A field that takes files has it first.
  over.value = !event.defaultPrevented;
  event.preventDefault();
});
addEventListener('dragleave', (event) => { if (!event.relatedTarget) over.value = false; });
addEventListener('drop', (event) => {
  over.value = false;
  if (event.defaultPrevented || !holds_files(event)) return;
  event.preventDefault();
  all_of(event.dataTransfer).then(bring, tell);
});
