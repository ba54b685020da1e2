// What a form comes to: scored by the standard of this page, and as an export holds it.

import { score } from './engine/score.js';
import { show } from './engine/decimal.js';
import { kit, placeOf, pointOf } from './kit.js';
import { isOurs, recordOf } from './form.js';

/** The outcome of a form of this page. */
export function outcomeOf(form) {
  const point = pointOf(form.point);
  return score(kit.standard, recordOf(form), point, placeOf(point), point.earlier);
}

/** What stays with a form when the kit is made anew and the form can no longer be scored: its outcome, and the names of where it belongs. */
export function lastOf(form, outcome) {
  return { outcome: outcomeInFile(outcome), pointName: pointOf(form.point).name, roundZh: kit.roundZh };
}

/** Nothing is known of a form that was kept before outcomes were kept with them. */
const NO_OUTCOME = { total: null, low: null, high: null, grade: null, state: 'unknown', criteria: {} };

/** The outcome for an export: of a form of another standard the one that it had when it was last written. */
export function exportedOutcome(form) {
  return isOurs(form) ? outcomeInFile(outcomeOf(form)) : form.last?.outcome ?? NO_OUTCOME;
}

function outcomeInFile(outcome) {
  const scored = Boolean(kit.standard.total);
  const found = outcome.sections.flatMap((s) => s.criteria).map((c) => [c.id, {
    state: c.state,
    low: c.maximum ? show(c.low) : null,
    high: c.maximum ? show(c.high) : null,
  }]);
  return {
    total: outcome.total ? show(outcome.total) : null,
    low: scored ? show(outcome.low) : null,
    high: scored ? show(outcome.high) : null,
    grade: outcome.grade,
    state: outcome.state,
    criteria: Object.fromEntries(found),
  };
}
