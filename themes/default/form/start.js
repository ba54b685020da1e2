// The first page: the points of this round with what has been filled in on this phone, and every warning before anybody starts.

import { kit } from './kit.js';
import { arrival } from './arrival.js';
import { askedOf, fromZh, isKin, isOurs, isOverdue, isUnsent, newForm, picturesOf, unsentDays, unsentZh } from './form.js';
import { button, el, fill } from './dom.js';
import { allForms, askToKeep, isUnkept, putForm, storage } from './store.js';
import { goTo } from './sheet.js';
import { insideOf } from './inside.js';
import { dropForm, isUnanswered, watch } from './session.js';
import { keepUnpacked, Refused, twinsOf, unpack } from './unpack.js';
import { kinCard } from './kin.js';
import { alarmOfStorage, lossZh, risks, toInstall } from './kept.js';
import { outcomeOf } from './outcome.js';
import { sure } from './photos.js';
import { outside } from './outside.js';

/** What somebody has to know before they begin. It stays open until there is a form. */
function beforeYouBegin(hasForms) {
  const list = risks();
  const install = toInstall();
  if (list.length === 0 && !install) return null;
  return el('details', { class: 'card keep', open: !hasForms },
    el('summary', {}, '填之前看一眼：怎样不会丢'),
    install ? el('p', {}, el('strong', {}, install)) : null,
    outside.version.install ? button('添加到主屏幕', outside.version.install, { class: 'main' }) : null,
    el('ul', {}, list.map((text) => el('li', {}, text)), el('li', {}, '最稳妥的办法：每查完一部分，就导出一次。')),
    outside.version.offline ? el('p', { class: 'good' }, '这一页已经存在手机里，不联网也能打开。') : null);
}

export async function startPage(page) {
  const alarm = el('div', {});
  const list = el('div', {});
  const kin = el('div', {});
  const search = el('input', { type: 'search', placeholder: '找服务点', 'aria-label': '找服务点', on: { input: () => show() } });
  let forms = [];
  let shownKin = null;
  const show = () => {
    const words = search.value.trim();
    const fits = kit.points.filter((point) => `${point.name}${point.address ?? ''}${point.id}`.includes(words));
    fill(list, fits.map((point) => pointCard(point, forms.filter((form) => form.point === point.id), again)));
    if (fits.length === 0) fill(list, el('p', {}, '没有这个服务点。'));
  };
  const again = async () => {
    const all = (await allForms()).sort((a, b) => (a.begun < b.begun ? 1 : -1));
    forms = all.filter(isOurs);
    const others = all.filter(isKin);
    fill(alarm, outside.versionNotice(), alarmOfStorage(), alarms([...forms, ...others].filter(isUnsent)), beforeYouBegin(forms.length > 0));
    show();
    // What somebody has opened there stays open while nothing of these forms changes.
    const now = JSON.stringify(others.map((form) => [form.key, form.change, form.exported]));
    if (now !== shownKin) fill(kin, kinCard(others, again));
    shownKin = now;
  };
  await again();
  // A photo that was still being made smaller when somebody came here makes its form an unsent one. Not at once: several may come.
  let timer = null;
  watch(() => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (list.isConnected) again(); }, 300);
  });
  outside.onVersion(() => { if (list.isConnected) again(); });
  fill(page,
    el('header', {}, el('p', { class: 'quiet' }, kit.bureau.name), el('h1', {}, kit.standard.title),
      el('p', { class: 'quiet' }, `${kit.roundZh}　批次 ${kit.campaign}　${kit.standard.source}　版本 ${kit.standard.version}`),
      arrival.by ? el('p', {}, `检查人：${arrival.by}`) : null),
    alarm,
    kit.points.length > 8 ? search : null,
    list, kin, importCard(again));
}

/** What may get lost, in red. */
function alarms(unsent) {
  const loss = isUnkept() ? lossZh() : null;
  return [
    storage.unread ? '读不出这部手机里存下的表单，它们还在。请刷新页面再试。' : null,
    loss ? `${loss}。先不要关掉这个页面。` : null,
    unsent.length > 0 ? `有 ${unsent.length} 份表单的改动没有导出，只在这部手机上。${overdueZh(unsent)}` : null,
  ].filter(Boolean).map((text) => el('p', { class: 'notice wrong' }, text));
}

/** What is older than some days is called out. */
function overdueZh(unsent) {
  const late = unsent.filter((form) => isOverdue(form));
  if (late.length === 0) return '';
  return `其中 ${late.length} 份已经超过三天（最久 ${Math.max(...late.map((form) => unsentDays(form)))} 天），今天就导出。`;
}

function pointCard(point, forms, again) {
  const begin = async () => {
    askToKeep();
    const form = newForm(point, new Date());
    await putForm(form);
    goTo('sheet', form.key);
  };
  const inside = insideOf();
  const text = inside ? `仍在${inside}里开始` : '开始检查';
  const known = forms.map((form) => formLine(form, point, again));
  return el('section', { class: 'card point' },
    el('h2', {}, point.name),
    point.address ? el('p', { class: 'quiet' }, point.address) : null,
    known,
    forms.length === 0
      ? button(text, begin, { class: inside ? null : 'main', 'aria-label': `${text}：${point.name}` })
      : button('另填一份', begin, { class: 'plain', 'aria-label': `另填一份：${point.name}` }));
}

function formLine(form, point, again) {
  const found = outcomeOf(form).sections.flatMap((s) => s.criteria);
  const asked = askedOf(point).map((c) => found.find((one) => one.id === c.id));
  const done = asked.filter((c) => !isUnanswered(point, c)).length;
  const unsent = unsentZh(form);
  const sent = form.exported ? '已导出' : '还没有改动';
  return el('div', { class: 'form' },
    el('p', {}, `已查 ${done}/${asked.length}　${form.date}`, form.from ? el('span', { class: 'quiet' }, `　${fromZh(form)}`) : null),
    el('p', { class: unsent ? 'wrong' : 'quiet' }, unsent ?? sent),
    el('div', { class: 'actions' },
      button('接着填', () => goTo('sheet', form.key), { class: 'main', 'aria-label': `接着填：${point.name}` }),
      button('核对、导出', () => goTo('review', form.key), { 'aria-label': `核对、导出：${point.name}` }),
      sure('删除', async () => {
        await dropForm(form, picturesOf(form));
        again();
      }, { 'aria-label': `删除：${point.name}` })));
}

function importCard(again) {
  const said = el('p', { role: 'status' });
  const choices = el('div', { class: 'actions' });
  const say = (text, wrong) => {
    said.className = wrong ? 'wrong' : '';
    said.textContent = text;
    fill(choices);
  };
  const keepOne = async (read) => {
    await keepUnpacked(read);
    say('已另存为一份，在上面的列表里。');
    await again();
  };
  const open = async (file) => {
    say('正在打开');
    try {
      const read = unpack(await new Response(file).arrayBuffer(), new Date());
      const [twin] = await twinsOf(read.form);
      if (!twin) {
        await keepOne(read);
        return;
      }
      say(`这份表单这里已经有了：${fromZh(twin) ?? '在这部手机上填的一份'}。`);
      fill(choices,
        button('打开已有的', () => goTo('sheet', twin.key), { class: 'main' }),
        button('另存一份', () => keepOne(read)));
    } catch (error) {
      say(error instanceof Refused ? error.message : '这个文件打不开', true);
    }
  };
  const node = el('input', {
    type: 'file', accept: '.zip,application/zip', 'aria-label': '打开导出的文件',
    on: {
      change: () => {
        const [file] = node.files;
        node.value = '';
        if (file) open(file);
      },
    },
  });
  return el('section', { class: 'card' },
    el('h2', {}, '从另一部手机接着填'),
    el('p', { class: 'quiet' }, '打开另一部手机导出的文件，另存为一份，不盖掉这里已有的。'),
    el('label', { class: 'button' }, node, '打开导出的文件'), said, choices);
}
