// Five questions and a folder: a workspace of what was answered, and nothing else. What is left empty stands under 还差什么 afterwards.
import { say, tell } from '../frame.js';
import { get, plan, request, version } from '../server.js';
import { html, useEffect, useRef, useState } from '../ui.js';

/** The questions: key, words, what an answer looks like, and whether it may stay empty. */
const QUESTIONS = [
  [['name', '1　局的全称', '和公章一样，如：乌审旗医疗保障局']],
  [['short_name', '2　简称', '如：乌审旗医保局'], ['division_code', '3　行政区划代码', '六位数字', true]],
  [['hotline', '4　咨询电话', '如：0477-1234567', true], ['complaint_phone', '5　投诉电话', '如：12345', true]],
];
const KEYS = [...QUESTIONS.flat().map(([key]) => key), 'folder'];

function Question({ name, title, hint, may, value, put, leave, wrong, open }) {
  const says = wrong && `five-${name}-says`;
  return html`<div class=${wrong ? 'is-wrong' : ''}><label for=${`five-${name}`}><span>${title}${may && html`<span class="q s">　没有就空着</span>`}</span></label>
    <input type="text" id=${`five-${name}`} name=${name} autocomplete="off" placeholder=${hint} value=${value} aria-invalid=${wrong ? 'true' : null} aria-describedby=${says || null}
      onInput=${(e) => put(name, e.target.value)} onBlur=${() => leave(name)} />
    ${wrong && html`<p class="wrong" id=${says}>${wrong.says}。${wrong.help}${wrong.workspace ? html`　<button type="button" class="b small" onClick=${() => open(wrong.workspace)}>打开它</button>` : null}</p>`}</div>`;
}

export function Five({ focus }) {
  const [values, set_values] = useState({});
  const [wrong, set_wrong] = useState([]);
  // What was left once: a field that nobody has reached yet is not wrong.
  const [left, set_left] = useState({});
  const [busy, set_busy] = useState(false);
  // While it is being made, and once it is there, no field asks any more: the form goes, and with it the focus.
  const asked = useRef(false);
  // A field that was just left is looked at before the workspace is there: afterwards there is nothing to look at.
  const looking = useRef(Promise.resolve());
  useEffect(() => { get('begin').then(({ folder }) => set_values((own) => ({ folder, ...own })), tell); }, []);
  useEffect(() => { if (focus) document.getElementById('five-name')?.focus(); }, []);
  const answers = Object.fromEntries(KEYS.map((key) => [key, values[key] ?? '']));
  const put = (key, text) => {
    set_values((own) => ({ ...own, [key]: text }));
    set_wrong((list) => list.filter((one) => one.field !== key));
  };
  const leave = async (key) => {
    // Passed by on the way to the next one: what is empty is asked for at the end.
    if (!answers[key].trim() || asked.current) return;
    looking.current = plan('begin', /** @type {any} */ (answers)).catch(() => null);
    const got = await looking.current;
    if (!got) return;
    set_left((own) => ({ ...own, [key]: true }));
    set_wrong((list) => [...list.filter((one) => one.field !== key), ...got.wrong.filter((one) => one.field === key)]);
  };
  const gone_on = (begun) => {
    if (begun.notes.length) say(...begun.notes);
    location.hash = '#/start';
    version.value = Math.max(version.value, begun.version);
    // The form goes with the focus in it: the screen that comes has it next.
    document.getElementById('main')?.focus();
  };
  const begin = async (event) => {
    event.preventDefault();
    if (busy) return;
    asked.current = true;
    set_busy(true);
    try {
      await looking.current;
      const begun = await request('begin', answers);
      if (begun.done) { gone_on(begun); return; }
      asked.current = false;
      set_wrong(begun.wrong);
      set_left(Object.fromEntries(KEYS.map((key) => [key, true])));
      const first = KEYS.find((key) => begun.wrong.some((one) => one.field === key));
      document.getElementById(`five-${first}`)?.focus();
    } catch (error) { asked.current = false; tell(error); } finally { set_busy(false); }
  };
  const open = async (folder) => { asked.current = true; try { await looking.current; gone_on(await request('begin/open', { folder })); } catch (error) { asked.current = false; tell(error); } };
  const found = (key) => (left[key] ? wrong.find((one) => one.field === key) : undefined);
  const question = ([key, title, hint, may]) => html`<${Question} key=${key} name=${key} title=${title} hint=${hint} may=${may} value=${answers[key]} put=${put} leave=${leave} wrong=${found(key)} open=${open} />`;
  return html`<section class="card five" aria-labelledby="five-title"><header><h2 id="five-title">答五个问题，就能开始</h2></header>
    <form class="body" onSubmit=${begin}>
      ${QUESTIONS.map((row) => (row.length === 1 ? question(row[0]) : html`<div class="pair">${row.map(question)}</div>`))}
      ${question(['folder', '放在哪个文件夹', '写完整的文件夹'])}
      <p class="q s">一个普通文件夹，可以复制、备份，也可以放在共享盘上几个人一起用。以前建好的，写它的文件夹，就能打开。</p>
      <p class="acts"><button class="b main" disabled=${busy}>${busy ? '正在建…' : '建好'}</button> <span class="q s">以后都能改。空着的，建好以后列在“还差什么”里。</span></p>
    </form></section>`;
}
