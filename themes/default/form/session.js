// The form that is being filled in: every change is scored and written down at once, and whoever shows something of it is told.

import { Facts } from './engine/facts.js';
import { score } from './engine/score.js';
import { criteria, decidingRule, kit, placeOf, pointOf } from './kit.js';
import { putForm } from './store.js';
import { recordOf } from './form.js';

export const session = { form: null, point: null, outcome: null, facts: null, before: null, goal: null, saved: 'kept' };

let watchers = [];
let writing = null;
const waiting = new Set();

/** Calls `work` after every change until another form is opened. */
export function watch(work) {
  watchers.push(work);
}

const tell = () => watchers.forEach((work) => work());

/** The outcome of a form. */
export function outcomeOf(form) {
  const point = pointOf(form.point);
  return score(kit.standard, recordOf(form), point, placeOf(point), point.earlier);
}

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
  Object.assign(session, { form, point: pointOf(form.point) });
  rescore();
}

/** Makes a change, scores, writes it down and tells. */
export function change(work) {
  work(session.form);
  session.form.change += 1;
  rescore();
  keep();
  tell();
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
    session.saved = await putForm(form).then((kept) => (kept ? 'kept' : 'memory'), () => 'failed');
  }
  writing = null;
  tell();
}

/** Ends when everything that was changed is written down. */
export const settled = () => writing;

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
