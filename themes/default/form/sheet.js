// The page on which a point is inspected: every criterion in the printed order, with the score and the way to the next open one below.

import { range } from './engine/total.js';
import { resultZh } from './engine/score.js';
import { show } from './engine/decimal.js';
import { isAsked, kit } from './kit.js';
import { names } from './values.js';
import { button, dateField, el, field, fill, input } from './dom.js';
import { change, criterionOutcome, isLate, isOpen, session, watch } from './session.js';
import { askedOf, fromZh, isUnsent, isUntouched, unsentZh } from './form.js';
import { criterionCard, isFresh } from './criterion.js';
import { packed } from './leave.js';
import { positionControl } from './position.js';
import { isUnkept, storage } from './store.js';
import { keptZh, lossZh } from './kept.js';
import { outside } from './outside.js';

/** Where somebody goes: the start, the sheet of a form, its review. */
export const goTo = (place, key) => { location.hash = place ? `${place}=${key}` : ''; };

/** The head of a form's pages: which point, which round, and whether everything is kept. */
export function formHead(back, backText) {
  const kept = el('p', { class: 'kept', role: 'status' });
  const update = () => {
    const unsent = unsentZh(session.form);
    const loss = lossZh();
    // Said only once it is true: a tab that ends before then has lost the last answer.
    const state = session.saved === 'writing' ? '正在存进这部手机' : keptZh();
    kept.className = `kept ${loss || unsent ? 'wrong' : 'good'}`;
    kept.textContent = `${loss ?? state}；${unsent ?? '已全部导出'}`;
    if (session.form.change === 0) kept.textContent = loss ?? '每填一处都自动保存';
  };
  update();
  watch(update);
  // A newer version may come while somebody fills in.
  const news = el('div', {});
  const tellNews = () => fill(news, outside.versionNotice());
  tellNews();
  outside.onVersion(tellNews);
  const { point, form } = session;
  return el('header', {},
    button(`‹ ${backText}`, back, { class: 'plain' }),
    el('h1', {}, point.name),
    el('p', { class: 'quiet' }, `${kit.roundZh}　${kit.standard.title}　批次 ${form.campaign}${form.from ? `　${fromZh(form)}` : ''}`),
    kept, news);
}

export function sheetPage(page) {
  const { form, point } = session;
  const sections = kit.standard.sections.filter((section) => section.criteria.some((c) => isAsked(point, c.id)));
  fill(page,
    formHead(() => goTo(''), kit.points.length > 1 ? '全部服务点' : '首页'),
    el('section', { class: 'card' },
      el('h2', {}, '这次检查'),
      dateField('日期', form.date, (date) => { if (date) change((now) => { now.date = date; }); }),
      field('检查人（用顿号隔开）', input(form.inspectors.join('、'), (text) => change((now) => { now.inspectors = names(text); }))),
      field('陪同（服务点在场的人）', input(form.attended.join('、'), (text) => change((now) => { now.attended = names(text); }))),
      positionControl()),
    point.asked ? el('p', { class: 'notice' }, `复查：只列上次没有达标和没有查清的 ${point.asked.length} 项，其余各项沿用上次的结论。`) : null,
    sections.map((section) => [sectionHead(section), section.criteria.filter((c) => isAsked(point, c.id)).map(criterionCard), sectionFoot(section)]),
    el('section', { class: 'card' },
      el('h2', {}, '总的说明'),
      field('内部备注', input(form.note, (note) => change((now) => { now.note = note; }), { lines: 3 })),
      button('核对、签名、导出', () => goTo('review', form.key), { class: 'main' })),
    scoreBar());
  // Somebody came from the review for one criterion.
  if (session.goal) jumpTo(session.goal);
  session.goal = null;
}

function sectionHead(section) {
  const sum = el('span', { class: 'quiet' });
  const index = kit.standard.sections.indexOf(section);
  const update = () => {
    const { low, high, maximum } = session.outcome.sections[index];
    const left = freshOnes().filter((c) => section.criteria.includes(c)).length;
    sum.textContent = [left > 0 ? `还没查 ${left} 项` : '', kit.standard.total ? `${range(low, high)} / ${show(maximum)}分` : ''].filter(Boolean).join('　');
  };
  update();
  watch(update);
  return el('h2', { class: 'section' }, section.title, sum);
}

/**
 * Below a section: once all of it has been looked at, an export is offered, so that what can be lost is never more than a section. Where nothing can
 * be kept it is offered as soon as there is something.
 */
function sectionFoot(section) {
  const { form } = session;
  const words = el('p', {});
  const place = el('div', { class: 'ways' });
  const card = el('section', { class: 'card foot', 'aria-label': `导出：${section.title}` }, words,
    button('导出一次', () => packed(form, place), { 'aria-label': `导出一次（${section.title}查完）` }), place);
  const asked = section.criteria.filter((c) => isAsked(session.point, c.id));
  // What was offered is worth an export until something of this section changes again.
  const update = () => {
    const open = asked.filter((c) => isOpen(criterionOutcome(c.id))).length;
    const begun = asked.some((c) => !isUntouched(form, c.id));
    const offered = isUnsent(form) && (open === 0 || (begun && storage.state === 'memory'));
    card.hidden = !offered && place.childElementCount === 0;
    words.className = storage.state === 'memory' ? 'wrong' : '';
    words.textContent = !isUnsent(form) ? '已经导出。' : `${open === 0 ? `“${section.title}”查完了。` : ''}${storage.state === 'memory' ? '没有存进手机，现在就导出一次。' : '现在导出一次，手机坏了、清了也不丢。'}`;
  };
  update();
  watch(update);
  return card;
}

/** The total in a few words: 62～95分，待补数据. */
export function scoreZh() {
  const { outcome } = session;
  const result = resultZh(kit.standard, outcome);
  return kit.standard.total ? `${range(outcome.low, outcome.high)}分　${result}` : result;
}

/** What is still to be done, in the printed order. */
export function openOnes() {
  return askedOf(session.point).filter((c) => isOpen(criterionOutcome(c.id)));
}

/** What nobody looked at yet. */
function freshOnes() {
  return askedOf(session.point).filter((c) => {
    const now = criterionOutcome(c.id);
    return isFresh(now) || (isOpen(now) && Boolean(now.carried));
  });
}

function scoreBar() {
  const score = el('strong', { 'aria-live': 'off' });
  const progress = el('span', { class: 'quiet' });
  // Where it is seen from every criterion: a photo that was just taken may be what there is no room for.
  const alarm = el('span', { class: 'wrong', role: 'alert', hidden: true });
  const meter = el('progress', { max: 1, 'aria-label': '进度' });
  const asked = askedOf(session.point);
  let last = null;
  const next = button('下一项', () => {
    const open = openOnes();
    if (open.length === 0) {
      goTo('review', session.form.key);
      return;
    }
    // From the one that was last gone to, round to the beginning.
    const after = open.find((c) => asked.indexOf(c) > asked.findIndex((a) => a.id === last)) ?? open[0];
    last = after.id;
    jumpTo(after.id);
  }, { class: 'main' });
  const update = () => {
    const left = openOnes().length;
    score.textContent = scoreZh();
    const fresh = freshOnes().length;
    const rest = [fresh > 0 ? `还没查 ${fresh}` : '', left > fresh ? `没做完 ${left - fresh}` : ''].filter(Boolean).join('，');
    progress.textContent = left === 0 ? `${asked.length} 项都有结论` : `已查 ${asked.length - left}/${asked.length}，${rest}`;
    meter.value = asked.length === 0 ? 1 : (asked.length - left) / asked.length;
    next.textContent = left === 0 ? '去核对' : '下一项';
    const late = isLate() ? unsentZh(session.form) : '';
    const loss = isUnkept() || storage.state === 'memory' ? lossZh() : late;
    alarm.hidden = !loss;
    if (alarm.textContent !== loss) alarm.textContent = loss;
  };
  update();
  watch(update);
  return el('footer', { class: 'bar' }, el('div', {}, score, progress, alarm, meter), next);
}

/** Brings a criterion to the top. */
export function jumpTo(id) {
  const card = document.getElementById(`c-${id}`);
  card?.scrollIntoView({ block: 'start' });
  card?.focus({ preventScroll: true });
}
