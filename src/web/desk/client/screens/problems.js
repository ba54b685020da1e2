// 问题: every finding, worst first, each with its place and the buttons that mend it.
import { say, tell } from '../frame.js';
import { place } from '../place.js';
import { change } from '../server.js';
import { follow } from '../store.js';
import { computed, html, signal, useState } from '../ui.js';

const WORDS = { bureau: '本局', catalog: '服务清单', points: '服务点', guides: '办事指南', booklets: '手册与张贴', inspections: '检查验收', other: '其他文件' };
const MARKS = { must: ['fault', '必须改'], look: ['due', '要核对'] };

const problems = follow('problems', () => (place.value.screen === 'problems' ? {} : null));
/** Only the findings of one screen. */
const only = signal('');
const all = computed(() => (problems.value?.groups ?? []).flatMap((group) => group.problems));

async function press(path, body) {
  try {
    const written = await change(path, body);
    if (written.done) say(`${written.says}。`, ...written.notes);
    else say(...written.questions.map((question) => question.says));
  } catch (error) { tell(error); }
}

function Accept({ problem, close }) {
  const save = (event) => {
    event.preventDefault();
    press('accept', { problem: problem.id, reason: new FormData(event.target).get('reason') }).then(close);
  };
  return html`<form class="acts" data-opened onSubmit=${save}><label class="s">原文就这样，为什么？<input type="text" name="reason" required ref=${(e) => e?.focus()} placeholder="如：文件原文如此" /></label>
    <button class="b small">记下来</button><button type="button" class="b small plain" data-close onClick=${close}>不了</button></form>`;
}

function Line({ problem, alone }) {
  const [asks, set_asks] = useState(false);
  const [kind, word] = MARKS[problem.level];
  const where = [WORDS[problem.screen], problem.place].filter(Boolean).join('　');
  // Names, not files; but for what no screen shows.
  const file = problem.place ? '' : `${problem.path}${problem.line ? ` 第 ${problem.line} 行` : ''}`;
  return html`<li><span class=${`mark ${kind}`}>${word}</span>
    <span class="t">${problem.says}<br /><span class="q s">${where}${file && html`　<span class="file">${file}</span>`}</span>
      ${alone && problem.help && html`<br /><span class="s">${problem.help}</span>`}</span>
    ${asks ? html`<${Accept} problem=${problem} close=${() => set_asks(false)} />` : html`<span class="acts">
      ${problem.mends.map((says, index) => html`<button class="b small" onClick=${() => press('mend', { problem: problem.id, mend: index })}>${says}</button>`)}
      ${problem.acceptable && html`<button class="b small" onClick=${() => set_asks(true)}>原文就这样…</button>`}</span>`}</li>`;
}

export function Problems() {
  const found = problems.value;
  if (!found) return html`<div class="title"><h1>问题</h1></div>`;
  if (found.error) return html`<div class="title"><h1>问题</h1></div><p class="nothing">${found.error.message}</p>`;
  const screens = [...new Set(all.value.map((one) => one.screen))];
  const count = (screen) => all.value.filter((one) => !screen || one.screen === screen).length;
  const shown = screens.includes(only.value) ? only.value : '';
  const groups = found.groups.map((group) => ({ ...group, problems: group.problems.filter((one) => !shown || one.screen === shown) }))
    .filter((group) => group.problems.length);
  return html`<div class="title"><h1>${count('')} 个问题</h1><p class="q nw">必须改 ${found.must}　要核对 ${found.look}</p><span class="gap"></span>
      <span class="seg" role="group" aria-label="只看">${['', ...screens].map((screen) => html`
        <button class=${shown === screen ? 'b small on' : 'b small'} aria-pressed=${shown === screen} onClick=${() => { only.value = screen; }}>${WORDS[screen] ?? '全部'} ${count(screen)}</button>`)}</span></div>
    <div class="work probs">
      ${groups.length === 0 && html`<p class="nothing">没有问题。改一处就再查一次。</p>`}
      ${groups.map((group) => html`<section class="problem-group" key=${group.says}>
        ${group.problems.length > 1 && html`<h2>${group.says}<span class="q">${group.problems.length} 处</span></h2>`}
        <ul class="rows card">${group.problems.map((problem) => html`<${Line} key=${problem.id} problem=${problem} alone=${group.problems.length === 1 || problem.help !== group.says} />`)}</ul></section>`)}
      <p class="q s kept">已经看过、原文就这样的：${found.accepted.length} 个。</p>
      ${found.accepted.length > 0 && html`<ul class="rows card">${found.accepted.map((one) => html`<li><span class="t">${one.contains ?? one.code}<br /><span class="q s">${[one.file, one.reason].filter(Boolean).join('　')}</span></span></li>`)}</ul>`}
    </div>`;
}
