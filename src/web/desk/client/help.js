// 帮助: what can be done on the screen that is open, beside it. F1 or the button in the head opens and closes it.
import { go, place } from './place.js';
import { data } from './store.js';
import { html, signal, useEffect, useRef } from './ui.js';

/** Whether it is open; remembered for the next time. */
export const helping = signal(localStorage.getItem('help') === 'open');
const set = (open) => { helping.value = open; localStorage.setItem('help', open ? 'open' : ''); };
/** Opens or closes it. */
export const toggle_help = () => set(!helping.value);

addEventListener('keydown', (event) => {
  if (event.key !== 'F1' || event.isComposing) return;
  event.preventDefault();
  toggle_help();
});

/** What each screen is for, and how: heading and sentences, as [what one wants, what one does]. */
const HELP = {
  begin: ['第一次打开', '答五个问题，选一个放材料的文件夹，按“建好”。只写您答的，不编任何内容。',
    ['手里有材料', '先把 Excel、Word 拖进来也行：放在这里等着，建好以后接着读。'],
    ['不清楚的', '代码和电话可以空着，建好以后列在“还差什么”里，随时能填。'],
    ['放在哪里', '一个普通文件夹，可以备份，也可以放在共享盘上几个人一起用。不能是已经有文件的文件夹。'],
    ['以前建好的', '在“放在哪个文件夹”里写它的文件夹，按“打开它”。']],
  start: ['开始', '把手头的 Excel、Word、图片拖到这一页，程序自己认是什么。',
    ['放进来', '拖文件或整个文件夹到窗口里，或按“选择文件”。服务清单、服务点名单、工作计划、评分标准、办事指南、填好的检查表、局徽、照片都认得。'],
    ['有疑问的', '程序拿不准的会问，按钮上写着每个答案的意思。没回答的先空着，绝不猜。'],
    ['收进来', '按一下，确定的一次全收进来。收错了，按右上角“撤销”。原来的文件不动。'],
    ['还差什么', '下面列着还没有填的，点一下就到该填的地方。']],
  bureau: ['本局', '单位名称、电话、局徽、颜色和网站上写的话。右边是门牌、台卡真正的样子。',
    ['改一栏', '点进去打字，停半秒自己存。右上角“已保存”出来才算存好。'],
    ['颜色', '选完看下面一句话：白字压在上面看不看得清。'],
    ['节假日', '每年的放假和调休按国务院通知填。没有填的年份，网站上不说哪天放假。']],
  catalog: ['服务清单', '一行一个事项，一列一种渠道，格子里是办到哪一步。',
    ['填深度', '选中一片，按 1 办结、2 受理、3 帮办、4 代办、5 初审、6 咨询、0 不办；或打 bj、sl、bb、db、cs、zx。'],
    ['从 Excel 贴', '在 Excel、WPS 里复制，在这里选一格，按 Ctrl+V。'],
    ['没有写和不办', '空格子是“还没有写”，横线是“不办”。印出来不一样。'],
    ['标着颜色的格子', '有问题。选中它，上面一行写着是什么问题。F8 到下一个。']],
  points: ['服务点', '一行一个服务点。选一行，右边是这个点全部的内容，或印出来的样子。',
    ['服务时间', '写“周一至周五 8:30-12:00，14:30-17:30”就行。读不懂的会说。'],
    ['电话', '公开的才上网站、才印出来。手机号要先问过本人。'],
    ['看台卡', '按“看印出来的样子”，改一栏它就重画。']],
  history: ['历史', '谁在什么时候改了什么，每一条都可以撤销。',
    ['撤销一条', '选中它，按“撤销这一处”。后来又改过同一处的，会先问。'],
    ['回到以前', '按“回到 … 以前”，它和以后的改动一起撤销；按一天旁边的“回到这一天”，那一天以后的都撤销。先说会撤销几处、谁改的，别人的先问。'],
    ['当时的样子', '选中一条，按“看…当时的样子”：左边是当时，右边是现在。哪一栏要改回去，按“改回这样”。'],
    ['只看一条', '按“只看哪一条…”，写事项、服务点的名称或拼音。'],
    ['重做', '撤销也是一条，再撤销它就是重做。']],
  problems: ['问题', '和命令行的检查是同一份，最要紧的在前。',
    ['有按钮的', '程序知道怎么改，按一下就改好。'],
    ['原文就这样', '文件原文如此的，写一句原因，以后不再提醒。'],
    ['必须改', '不改就不能发布；“要核对”的只请您看一眼。']],
};

/** What can be looked for: each topic opens the help of its screen. */
export const topics = Object.entries(HELP).flatMap(([screen, [, , ...entries]]) => entries.map(([word]) => ({ word: `帮助：${word}`, go: () => { go(screen); set(true); } })));

/** Keys that work everywhere. */
const KEYS = [['F1', '帮助'], ['Ctrl+K', '找事项、服务点、栏目'], ['Ctrl+Z　Ctrl+Y', '撤销，重做'], ['Tab　Shift+Tab', '下一栏，上一栏'], ['F6', '出表格，进表格'], ['Esc', '关掉打开的'], ['Alt+加号、减号', '表格里一列宽些、窄些']];

/** The help of the screen that is open. */
export function Help() {
  const host = useRef(null);
  const open = helping.value;
  const was = useRef(open);
  useEffect(() => {
    // Opened by a person: it is read next. Open from before: the screen comes first.
    if (open && !was.current) host.current?.focus();
    was.current = open;
  }, [open]);
  if (!open) return null;
  const [title, says, ...entries] = HELP[data.value.begins ? 'begin' : place.value.screen];
  const close = () => { set(false); /** @type {HTMLElement} */ (document.querySelector('.head .ask'))?.focus(); };
  return html`<aside class="manual" aria-label="帮助" tabindex="-1" ref=${host} onKeyDown=${(event) => { if (event.key === 'Escape' && !event.isComposing) close(); }}>
    <div class="lh"><h2>${title}</h2><span class="gap"></span><button class="b small" onClick=${close}>收起</button></div>
    <p>${says}</p>
    <dl>${entries.map(([what, how]) => html`<dt>${what}</dt><dd>${how}</dd>`)}</dl>
    <h3>按键</h3>
    <dl class="keys">${KEYS.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl></aside>`;
}
