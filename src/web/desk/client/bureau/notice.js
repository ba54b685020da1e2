// A year of holidays from the text of the State Council's yearly notice: pasted, read, looked at, and taken with one press.
import { say, tell } from '../frame.js';
import { change, plan } from '../server.js';
import { html, useState } from '../ui.js';

export function Notice() {
  const [text, set_text] = useState('');
  const [year, set_year] = useState('');
  const [got, set_got] = useState(null);
  const body = () => ({ text, ...(/^\d{4}$/.test(year.trim()) && { year: Number(year) }) });
  const read = async () => {
    try { set_got(await plan('holidays', body())); } catch (error) { set_got({ error }); }
  };
  const take = async () => {
    try {
      const written = await change('holidays', body());
      if (written.done) { say(`${written.says || '和日历里的一样'}。`, ...(got.year.sample ? ['日历里还标着“示例”：日期都换成真的以后，把下面的“示例”改成“否”。'] : [])); set_text(''); set_got(null); }
    } catch (error) { tell(error); }
  };
  const put = (set) => (event) => { set(event.target.value); set_got(null); };
  return html`<section class="sec notice"><h2><label for="notice">贴上国务院办公厅的放假通知</label></h2>
    <p class="hint" id="notice-hint">每年年底公布下一年的。把通知的文字连标题一起复制过来，程序读出放假和调休的日子，您看过再放进去。</p>
    <textarea id="notice" rows="5" aria-describedby="notice-hint" value=${text} onInput=${put(set_text)} placeholder="关于2026年部分节假日安排的通知　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。……"></textarea>
    <p class="acts"><label>通知里没写年份的，写上年份 <input type="text" inputmode="numeric" class="year" value=${year} onInput=${put(set_year)} /></label><span class="gap"></span><button type="button" class="b" disabled=${!text.trim()} onClick=${read}>读一读</button></p>
    ${got?.error && html`<div class="asked card" role="alert">${(got.error.reasons ?? [{ says: got.error.message }]).map((one) => html`<p class="bad">${one.says}</p>`)}<p class="q">对照原文改正，再读一次。什么都没有写。</p></div>`}
    ${got?.year && html`<div class="asked card" role="status"><p><b>${got.year.year} 年</b>${got.year.replaces ? '　日历里已经有这一年，会换成下面的' : ''}</p>
      <table class="ba"><thead><tr><th scope="col">假期</th><th scope="col">放假</th><th scope="col">天数</th></tr></thead><tbody>${got.year.holidays.map(([name, days, count]) => html`<tr><th scope="row">${name}</th><td>${days}</td><td>${count}</td></tr>`)}</tbody></table>
      <p>调休上班：${got.year.workdays.length ? got.year.workdays.join('、') : '没有'}</p>
      <p class="acts"><button type="button" class="b main" disabled=${!got.files.length} onClick=${take}>${got.files.length ? '放进日历' : '和日历里的一样'}</button></p></div>`}</section>`;
}
