// The form that is being filled in: every change is scored and written down at once, and whoever shows something of it is told.

import { Facts } from './engine/facts.js';
import { criteria, decidingRule, kit, placeOf, pointOf } from './kit.js';
import { flush, isUnkept, onWritten, putForm, removeForm, storage } from './store.js';
import { isOverdue, isUnsent } from './form.js';
import { lastOf, outcomeOf } from './outcome.js';

/** `saved`: `kept`; `writing`; `memory` where nothing can be kept; `failed` where something could not be written. `busy`: photos under way. */
export const session = { form: null, point: null, outcome: null, facts: null, before: null, goal: null, saved: 'kept', busy: 0 };

let watchers = [];
let writing = null;
const waiting = new Set();

/**
 * The forms that were opened in this page, one object for each: a photo that is still being made smaller and a page that is opened again
 * must mean the same form.
 */
const opened = new Map();

/** The form of a key as this page holds it, which is newer than what is kept of it. */
export const openedForm = (key) => opened.get(key);

/** Removes a form with its pictures. */
export function dropForm(form, pictures) {
  opened.delete(form.key);
  return removeForm(form, pictures.map(({ key }) => key));
}

/** Calls `work` after every change until another form is opened. */
export function watch(work) {
  watchers.push(work);
}

const tell = () => watchers.forEach((work) => work());

function rescore() {
  const { form, point } = session;
  session.outcome = outcomeOf(form);
  const layers = [...point.earlier.layers, { round: form.round, facts: form.facts }];
  session.facts = new Facts(kit.standard, layers, point, placeOf(point));
  session.before = new Facts(kit.standard, point.earlier.layers, point, placeOf(point));
}

/** Opens a form. */
export function openForm(form) {
  watchers = [];
  opened.set(form.key, form);
  Object.assign(session, { form, point: pointOf(form.point) });
  rescore();
}

/** No form is open. */
export function closeForm() {
  watchers = [];
  Object.assign(session, { form: null, point: null, outcome: null });
}

/** Makes a change, scores, writes it down and tells. */
export const change = (work) => changeIn(session.form, work);

/** The same for what takes its time and may end when another page is open. Gives whether the form is still there. */
export function changeIn({ key }, work) {
  const form = opened.get(key);
  if (!form) return false;
  const sent = !isUnsent(form);
  work(form);
  form.change += 1;
  if (sent) form.unsent = new Date().toISOString();
  if (session.form === form) rescore();
  form.last = lastOf(form, session.form === form ? session.outcome : outcomeOf(form));
  keep(form);
  tell();
  return true;
}

/** Notes what left the phone: no change of what was found. */
export async function markExported(form, exported) {
  form.exported = exported;
  // What was changed after the file was packed is as old as the file at most. Text without its pictures leaves everything as old as it is.
  if (!isUnsent(form)) form.unsent = null;
  else if (!exported.text) form.unsent = exported.at;
  tell();
  await keep(form);
}

/** Writes a form down. While one writing is under way the next waits, and takes the newest state. Ends when nothing waits any more. */
export function keep(form = session.form) {
  waiting.add(form);
  session.saved = 'writing';
  writing ??= writeAll();
  return writing;
}

async function writeAll() {
  while (waiting.size > 0) {
    const [form] = waiting;
    waiting.delete(form);
    await putForm(form);
  }
  writing = null;
  look();
}

/** How well everything is kept now. */
function look() {
  if (writing) return;
  session.saved = storage.state === 'memory' ? 'memory' : isUnkept() ? 'failed' : 'kept';
  tell();
}

onWritten(look);

/** Ends when everything that was changed is written down. */
export const settled = () => writing;

/** Tries again what could not be written. */
export const keepAgain = () => (isUnkept() ? flush() : null);

/** Whether what is open should leave the phone today. */
export const isLate = () => Boolean(session.form) && isOverdue(session.form);

/** Whether somebody who leaves the page now loses something. */
export function isAtRisk() {
  if (session.busy > 0 || isUnkept()) return true;
  return (storage.state === 'memory' || session.saved === 'writing') && [...opened.values()].some(isUnsent);
}

/** The criterion as it stands. */
export const criterionOutcome = (id) => session.outcome.sections.flatMap((s) => s.criteria).find((c) => c.id === id);

/** Whether something is still to be done about a criterion: an answer or a datum is missing, nobody looked again, or a reason is owed. */
export function isOpen(c) {
  return isUnanswered(session.point, c) || owesReason(c);
}

/** An answer or a datum is missing; in a re-inspection, what an earlier round found still stands. */
export function isUnanswered(point, c) {
  return (c.state === 'unknown' && !c.open) || (Boolean(c.carried) && Boolean(point.asked?.includes(c.id)));
}

/** Marks were lost by somebody's judgement, and nobody wrote why. Another body's score stands for itself. */
export function owesReason(c) {
  const finding = session.form.findings[c.id];
  if (!finding || finding.reason || c.carried || c.state !== 'not_met') return false;
  if (finding.met === false) return true;
  const criterion = criteria.find((one) => one.id === c.id);
  return (finding.marks ?? null) !== null && decidingRule(criterion.rule, session.facts)?.kind !== 'external';
}
