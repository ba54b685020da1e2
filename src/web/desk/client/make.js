// 做出来: the website and everything that is printed, made on this machine, and opened with the system's own programs.
import { tell } from './frame.js';
import { get, request, version } from './server.js';
import { data } from './store.js';
import { html, useEffect, useState } from './ui.js';

/** How often a running work is asked how far it is, in milliseconds. */
const INTERVAL = 400;

/** The button that makes everything, how far it is, and what came of it. */
export function Make() {
  const [state, set_state] = useState(null);
  // What was made before the last change: right then, not now.
  const [of_version, set_of_version] = useState(null);
  const running = state?.running;
  useEffect(() => { get('make').then(set_state, () => {}); }, []);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => get('make').then(set_state, () => {}), INTERVAL);
    return () => clearInterval(timer);
  }, [running]);
  const begin = async () => {
    set_of_version(version.value);
    try { set_state(await request('make', {})); } catch (error) { tell(error); }
  };
  const open = async (what) => { try { await request('open', { what }); } catch (error) { tell(error); } };
  if (!state) return null;
  const { made, reasons, total, done, opens } = state;
  const { must } = data.value;
  return html`<section class="card make" aria-label="网站和印刷品"><header><h2>网站和印刷品</h2></header>
    <div class="rows"><div><span class="t" role="status">${running ? (total ? `正在做：第 ${done} 份，共 ${total} 份` : '正在检查')
    : made ? html`做好了：网页 ${made.pages} 个，印刷品 ${made.prints} 份${made.reports ? `，报告 ${made.reports} 份` : ''}；这次新做 ${made.made} 份。${of_version !== null && version.value > of_version ? '后来又有改动，要再做一次。' : ''}<br /><span class="q s">在 ${made.folder}</span>`
      : reasons.length ? html`没有做成，原来做好的没有动。${reasons.slice(0, 3).map((one) => html`<br />${one.says}${one.help ? html`　<span class="q s">${one.help}</span>` : null}`)}${reasons.length > 3 ? html`<br />还有 ${reasons.length - 3} 条，见“问题”。` : null}`
        : html`每个服务点的清单、台卡、门牌、时间牌，还有网站，一次做出来。${must > 0 ? html`<br /><span class="q s">有 ${must} 个问题必须先改。</span>` : null}`}</span>
      ${made && opens && !running && html`<span class="acts"><button class="b" onClick=${() => open('site')}>打开网站</button><button class="b" onClick=${() => open('print')}>打开印刷品的文件夹</button></span>`}
      ${running ? null : must > 0 ? html`<a class="b" href="#/problems">去看问题</a>` : html`<button class=${made ? 'b' : 'b main'} onClick=${begin}>${made ? '再做一次' : '做网站和印刷品'}</button>`}</div></div></section>`;
}
