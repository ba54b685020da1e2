// What stands around every screen: the head with what is saved and the undo that names its change, the rail, and the foot with the next step.
import { change, again, reached, saving } from './server.js';
import { Help, helping, toggle_help } from './help.js';
import { SCREENS, place } from './place.js';
import { html, signal, useEffect, useState } from './ui.js';
import { Traced } from './traced.js';
import { Left } from './unsaved.js';
import { clock, short } from './words.js';
import { Search } from './search.js';
import { bureau, choose_bureau, data } from './store.js';

/** What the last press came to, or why it did not: a line below the head that stays until the next press. */
export const told = signal(null);

/** Says why something was not done. */
export const tell = (error) => { told.value = { bad: true, lines: (error.reasons ?? [{ says: String(error.message ?? error) }]) }; };
/** Says what was done. */
export const say = (...lines) => { told.value = { bad: false, lines: lines.map((says) => ({ says })) }; };

function Saved() {
  const [, tick] = useState(0);
  useEffect(() => { const timer = setInterval(() => tick((n) => n + 1), 500); return () => clearInterval(timer); }, []);
  const { open, since, saved, failed } = saving.value;
  if (reached.value === 'ended') return html`<span class="saved bad" role="status">工作台已经关了</span>`;
  if (failed.length) {
    return html`<span class="saved bad" role="status">没存上，${failed.length} 处改动还在这个窗口里</span>
      <button class="b" onClick=${again}>再存一次</button>`;
  }
  if (open && Date.now() - since > 1000) return html`<span class="saved busy" role="status">正在保存</span>`;
  return html`<span class="saved" role="status">${saved ? `已保存 ${clock(saved)}` : '都已保存'}</span>`;
}

async function undo(entry, said) {
  try {
    const written = await change('undo', { entry: String(entry) });
    if (written.done) say(`${said}。`, ...written.notes);
    else {
      // What came after it hangs on it: the history shows the question.
      location.hash = `#/history/${entry}`;
    }
  } catch (error) { tell(error); }
}

/** What was changed without whose it is: there is little room. */
const what = (says) => says.split('：').slice(1).join('：') || says;

function Head() {
  const { bureaus, undo: back, redo, begins } = data.value;
  const own = bureau.value;
  // Without a workspace there is nothing to save, to undo or to find.
  if (begins) {
    return html`<header class="head"><span class="who">工作台</span><span class="gap"></span>${reached.value === 'ended' && html`<span class="saved bad" role="status">工作台已经关了</span>`}
      <button class="b ask" aria-expanded=${helping.value} onClick=${toggle_help}>帮助</button></header>`;
  }
  return html`<header class="head">
    ${bureaus.length > 1 ? html`<select class="who" aria-label="哪个局" value=${own.id} onChange=${(e) => choose_bureau(e.target.value)}>${bureaus.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select>`
    : html`<span class="who">${own ? own.name : '工作台'}</span>`}
    ${own && html`<span class="q s nw">${own.edition}</span>`}
    <span class="gap"></span>
    <${Saved} />
    <button class="b" disabled=${!back} title=${back?.says} onClick=${() => undo(back.entry, `已撤销：${back.says}`)}>撤销${back ? `：${short(what(back.says))}` : ''}</button>
    <button class="b" disabled=${!redo} onClick=${() => undo(redo.entry, '已重做')}>重做</button>
    <${Search} />
    <button class="b ask" aria-expanded=${helping.value} onClick=${toggle_help}>帮助</button>
  </header>`;
}

function Rail() {
  const { must, look, who } = data.value;
  const own = bureau.value;
  const numbers = { catalog: [own?.items], points: [own?.points], problems: [must + look, must + look > 0] };
  return html`<nav class="nav" aria-label="各个部分">
    ${SCREENS.map(([name, word, line]) => html`
      ${line && html`<hr />`}
      <a href=${`#/${name}`} aria-current=${place.value.screen === name ? 'page' : null}><span>${word}</span>
        ${numbers[name]?.[0] > 0 && html` <span class=${numbers[name][1] ? 'n due' : 'n'}>${numbers[name][0]}</span>`}</a>`)}
    <${Person} who=${who} />
  </nav>`;
}

/** Who sits at the desk: the name that stands in the history. */
function Person({ who }) {
  const [open, set_open] = useState(false);
  const save = async (event) => {
    event.preventDefault();
    const name = String(new FormData(event.target).get('name')).trim();
    try { await change('who', { name }); set_open(false); } catch (error) { tell(error); }
  };
  if (!open) {
    return html`<p class="me"><span class="q s">操作人</span><br />${who}　<button class="b small plain" onClick=${() => set_open(true)}>换人</button></p>`;
  }
  return html`<form class="me" data-opened onSubmit=${save}><label class="q s">操作人<input type="text" name="name" defaultValue=${who} ref=${(e) => e?.focus()} /></label>
    <button class="b small">好</button> <button type="button" class="b small plain" data-close onClick=${() => set_open(false)}>不换了</button></form>`;
}

function Told() {
  if (!told.value) return null;
  return html`<div class=${told.value.bad ? 'note bad2' : 'note calm2'} role="alert"><div class="t">
    ${told.value.lines.map((line) => html`<p>${line.says}${line.help ? html`<br /><span class="q s">${line.help}</span>` : null}</p>`)}
  </div><button class="b small" onClick=${() => { told.value = null; }}>知道了</button></div>`;
}

/** The frame with a screen in it. */
export function Frame({ children }) {
  return html`<a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById('main').focus(); }}>跳到正文</a>
    <div class=${`app${helping.value ? ' helped' : ''}${data.value.begins ? ' bare' : ''}`}><${Head} />${!data.value.begins && html`<${Rail} />`}<main class="screen" id="main" tabindex="-1"><${Told} /><${Traced} /><${Left} />${children}</main><${Help} /></div>`;
}
