// One criterion as a card: what the document says, what is known, how it stands now, and everything that can be said about it.

import { get } from './engine/facts.js';
import { dateZh } from './engine/score.js';
import { STATES_ZH, range } from './engine/total.js';
import { parse, show } from './engine/decimal.js';
import { numberOfCriterion, outcomeBefore, roundZh } from './kit.js';
import { isUntouched } from './form.js';
import { names } from './values.js';
import { button, dateField, el, field, input } from './dom.js';
import { change, criterionOutcome, owesReason, session, watch } from './session.js';
import { controlsOf, findingOf, setFinding } from './controls.js';
import { photosOf } from './photos.js';

const SIGNS = { met: '✓', not_met: '✕', unknown: '？', not_applicable: '–', waived: '–' };
const MODALITIES = { should: '鼓励', may: '可选' };

/** The state of a criterion in words: 符合，5分. */
export function stateZh(c) {
  const word = c.state === 'unknown' && c.open ? '待定' : STATES_ZH[c.state];
  if (!c.maximum) return word;
  if (c.awarded) return `${word}，${show(c.awarded)}分`;
  return c.state === 'unknown' ? `${word}，${range(c.low, c.high)}分` : word;
}

/** The state of a criterion in the form that is open: what nobody looked at yet is told from what lacks something. */
export function stateNowZh(c) {
  if (!isFresh(c)) return stateZh(c);
  return c.maximum ? `还没查，${range(c.low, c.high)}分` : '还没查';
}

/** Nothing was said about it in this form. */
export const isFresh = (c) => c.state === 'unknown' && !c.open && isUntouched(session.form, c.id);

/** The class by which a state is coloured. */
export function toneOf(c) {
  if (c.state === 'unknown' && c.open) return 'open';
  return isFresh(c) ? 'untouched' : c.state;
}

/** The card. */
export function criterionCard(criterion) {
  const photos = photosOf(criterion);
  const panels = [
    ['说明', reasonPanel(criterion)],
    ['整改', mendPanel(criterion)],
    ['更多', morePanel(criterion)],
  ];
  const togglers = panels.map(([text, panel]) => {
    const node = button(text, () => {
      panel.hidden = !panel.hidden;
      node.setAttribute('aria-expanded', String(!panel.hidden));
      if (!panel.hidden) panel.querySelector('textarea, input')?.focus();
    }, { 'aria-expanded': String(!panel.hidden), 'aria-label': `${text}：${criterion.title}` });
    return node;
  });
  // A panel that opens by itself is open for the button, too.
  const update = () => {
    const c = criterionOutcome(criterion.id);
    article.classList.toggle('untouched', isFresh(c) || Boolean(c.carried));
    togglers.forEach((node, index) => node.setAttribute('aria-expanded', String(!panels[index][1].hidden)));
  };
  const article = el('article', { class: 'card', id: `c-${criterion.id}`, tabindex: '-1', 'aria-labelledby': `h-${criterion.id}` },
    headOf(criterion),
    stateLine(criterion),
    criterion.quote ? el('blockquote', {}, criterion.quote) : null,
    el('dl', {}, remarks(criterion).flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, text)])),
    controlsOf(criterion),
    panels.map(([, panel]) => panel),
    photos.strip,
    el('div', { class: 'actions' }, photos.adders, togglers));
  update();
  watch(update);
  return article;
}

function headOf(criterion) {
  const signs = [criterion.veto ? '一票否决' : null, criterion.bonus ? '加分项' : null, criterion.caps_grade ? `未达标最高${criterion.caps_grade}` : null,
    MODALITIES[criterion.modality]].filter(Boolean);
  return el('h3', { id: `h-${criterion.id}` },
    el('span', { class: 'number' }, `${numberOfCriterion(criterion.id)}`),
    ` ${criterion.title}`,
    criterion.marks ? el('span', { class: 'quiet' }, `（${criterion.marks}分）`) : null,
    signs.map((sign) => el('span', { class: 'sign' }, sign)));
}

function stateLine(criterion) {
  const line = el('p', {});
  const update = () => {
    const c = criterionOutcome(criterion.id);
    if (c.carried) {
      line.className = 'state unknown';
      line.textContent = '？ 还没有复查';
      line.append(el('span', {}, `：${roundZh(c.carried)}是${stateZh(c)}，${c.reason}`));
      return;
    }
    line.className = `state ${toneOf(c)}`;
    line.textContent = `${isFresh(c) ? '○' : SIGNS[c.state]} ${stateNowZh(c)}`;
    if (c.state !== 'met' || c.reason !== '符合') line.append(el('span', {}, `：${c.reason}`));
    if (c.arithmetic) line.append(el('span', { class: 'sum' }, c.arithmetic));
  };
  update();
  watch(update);
  return line;
}

/** What stands beside the clause. */
function remarks(criterion) {
  const before = outcomeBefore(session.point, criterion.id);
  const known = criterion.known.map((kind) => get(session.point.known, kind)).filter(Boolean);
  const mend = before?.mend;
  const until = mend?.deadline ? `，${dateZh(mend.deadline)}前` : '';
  return [
    ['评分', criterion.says],
    ['适用', criterion.scope],
    ['佐证', criterion.evidence.join('、')],
    ['注', criterion.note],
    ['已知', known.length > 0 ? `${known.join('；')}（供核对，不作得分依据）` : null],
    [`上一轮`, before ? `${stateZh(plainOutcome(before))}：${before.reason}` : null],
    ['应整改', mend ? `${mend.what}${mend.owner ? `（${mend.owner}）` : ''}${until}` : null],
  ].filter(([, text]) => text);
}

/** An earlier outcome, whose marks are texts, for `stateZh`. */
function plainOutcome(before) {
  const number = (text) => (text === null ? null : parse(text));
  return { ...before, maximum: number(before.maximum), awarded: number(before.awarded), low: number(before.low), high: number(before.high) };
}

function reasonPanel(criterion) {
  const finding = findingOf(criterion.id);
  const node = input(finding.reason, (reason) => setFinding(criterion.id, { reason: reason || null }), { lines: 2 });
  const owed = el('small', { class: 'due', hidden: true }, '扣了分，请写原因');
  const panel = el('div', { class: 'panel' }, field('原因或说明', node), owed);
  panel.hidden = !finding.reason;
  const update = () => {
    const owes = owesReason(criterionOutcome(criterion.id));
    owed.hidden = !owes;
    if (owes) panel.hidden = false;
  };
  update();
  watch(update);
  return panel;
}

/** What is to be put right, by whom and until when. It opens by itself where something is not met. */
function mendPanel(criterion) {
  const { id } = criterion;
  const mend = findingOf(id).mend ?? {};
  const setMend = (keys) => setFinding(id, { mend: { ...findingOf(id).mend, ...keys } });
  const panel = el('div', { class: 'panel' },
    field('要求整改什么（不用整改就空着）', input(mend.what, (what) => setMend({ what }), { lines: 2 })),
    field('责任人', input(mend.owner, (owner) => setMend({ owner }))),
    dateField('整改期限', mend.deadline, (deadline) => setMend({ deadline })));
  panel.hidden = !mend.what;
  let failed = false;
  const update = () => {
    const c = criterionOutcome(id);
    const fails = c.state === 'not_met' && !c.carried;
    // Whoever closed it does not see it open again while nothing changes.
    if (fails && !failed) panel.hidden = false;
    failed = fails;
  };
  update();
  watch(update);
  return panel;
}

/** A reason is words: the program refuses 是 and the like. */
const NO_REASON = ['true', 'yes', '是', 'y', '√'];

function morePanel(criterion) {
  const { id } = criterion;
  const finding = findingOf(id);
  const waiver = session.form.waivers[id] ?? {};
  const setWaiver = (keys) => change((form) => { form.waivers[id] = { ...form.waivers[id], ...keys }; });
  const half = el('small', { class: 'due', role: 'status', hidden: true }, '豁免要写原因和有效期才算');
  const words = el('small', { class: 'wrong', role: 'status', hidden: true }, '写出原因，如：本村没有自助设备间');
  const update = () => {
    const own = session.form.waivers[id];
    half.hidden = !(own && (own.reason || own.by || own.expires) && !(own.reason && own.expires));
  };
  update();
  watch(update);
  const panel = el('div', { class: 'panel' },
    field('凭据（用顿号隔开）', input((finding.evidence ?? []).join('、'), (text) => setFinding(id, { evidence: names(text) }))),
    el('details', {}, el('summary', {}, '这一项不适用'),
      field('为什么不适用', input(finding.not_applicable, (text) => {
        words.hidden = !NO_REASON.includes(text);
        setFinding(id, { not_applicable: NO_REASON.includes(text) ? null : text || null });
      }, { lines: 2 })), words),
    el('details', {}, el('summary', {}, '豁免'),
      field('豁免的原因', input(waiver.reason, (reason) => setWaiver({ reason }))),
      dateField('有效期至', waiver.expires, (expires) => setWaiver({ expires })),
      field('批准人', input(waiver.by, (by) => setWaiver({ by }))), half));
  for (const [index, used] of [finding.not_applicable, waiver.reason].entries()) {
    if (used) panel.querySelectorAll('details')[index].open = true;
  }
  panel.hidden = !(finding.evidence?.length || finding.not_applicable || waiver.reason);
  return panel;
}
