// Forms on this phone that this page cannot go on with, because the standard, the round or the points were others when they were begun.
// They are never hidden: whatever was found can leave the phone as it is.

import { kit } from './kit.js';
import { button, el } from './dom.js';
import { isUnsent, picturesOf, unsentZh } from './form.js';
import { exportWays } from './leave.js';
import { pointNameOf, roundOf } from './pack.js';
import { sure } from './photos.js';
import { dropForm } from './session.js';

/** The card with these forms, or null where there are none. */
export function kinCard(forms, again) {
  if (forms.length === 0) return null;
  const old = forms.every(isOld);
  return el('section', { class: 'card kin' },
    el('h2', {}, old ? '旧版表单' : '旧版和其他表单'),
    el('p', { class: 'quiet' }, '不能在这一页接着填。可以照原样导出交回，导出以后才能删除。'),
    forms.map((form) => kinLine(form, again)));
}

const isOld = (form) => form.hash !== kit.standardHash;

function kinLine(form, again) {
  const unsent = isUnsent(form);
  const result = form.last?.outcome;
  const sum = result && kit.standard.total ? `　${result.total ?? `${result.low}～${result.high}`}分` : '';
  const why = isOld(form) ? '按标准的另一版填写' : '属于另一张表单';
  const place = el('div', {});
  const open = button('照原样导出', () => place.replaceChildren(...exportWays(form)), { 'aria-label': `照原样导出：${pointNameOf(form)}` });
  return el('div', { class: 'form' },
    el('h3', {}, pointNameOf(form)),
    el('p', { class: 'quiet' }, `${roundOf(form)}　批次 ${form.campaign}　${form.date}${sum}　${why}`),
    el('p', { class: unsent ? 'wrong' : 'quiet' }, unsentZh(form) ?? (form.exported ? '已导出' : '还没有填写')),
    el('div', { class: 'actions' }, open,
      unsent ? null : sure('删除', async () => {
        await dropForm(form, picturesOf(form));
        again();
      }, { 'aria-label': `删除：${pointNameOf(form)}` })),
    place);
}
