// The desk's server: what it says, what it is asked to change, and whether it is still there.
import { batch, effect, signal } from './ui.js';

/** @import { Gets, Posts } from './api' */

/** The state of the workspace that was last heard of; counts every change, whoever made it. */
export const version = signal(0);
/** Whether the server can be reached: 'there', 'away' (it is tried again) or 'ended'. */
export const reached = signal('there');
/** What is being saved: how many changes, since when, when the last one was saved, and those that could not be. */
export const saving = signal({ open: 0, since: 0, saved: null, failed: [] });
/** Changes on their way to the server, and those that came back with a question: somebody else was there first. */
export const flying = new Set();
export const unsettled = signal([]);
/** Reasons that pass: the disk is full, somebody else is writing. What they stopped is kept and sent again. */
const PASSING = ['P603', 'W801'];
/** Longest request that a browser still sends while its page is closed. */
const LONGEST = 60_000;

/** Why something was not done: the reasons in words. */
export class Refused extends Error {
  constructor(reasons, status) {
    super(reasons.map((one) => one.says).join('\n'));
    this.reasons = reasons;
    this.status = status;
  }
}

const nothing = { says: '工作台没有回答', help: '稍等一下再试；一直这样就再双击一次程序。没存上的都还留着，会再问您', code: '', path: '', line: 0 };

/** A change is sent to its end, also while the page is being closed. */
function sent(body) {
  const text = JSON.stringify(body);
  return { body: text, keepalive: !body.dry && text.length < LONGEST };
}

async function ask(path, body) {
  let response;
  try {
    response = await fetch(path, body === undefined ? {} : {
      method: 'POST', ...(body instanceof Blob ? { body } : { headers: { 'Content-Type': 'application/json' }, ...sent(body) }),
    });
  } catch {
    throw new Refused([nothing], 0);
  }
  if (response.status === 403) throw new Refused([{ ...nothing, says: '这个窗口连不上工作台了', help: '再双击一次程序，在新的窗口里接着做；没存上的会再问您' }], 403);
  const is_json = (response.headers.get('Content-Type') ?? '').includes('json');
  const answer = is_json ? await response.json() : null;
  if (!response.ok) throw new Refused(answer?.reasons?.length ? answer.reasons : [nothing], response.status);
  return answer;
}

/**
 * Asks for something; it changes nothing.
 * @template {keyof Gets} P
 * @param {P} path
 * @param {Partial<Record<keyof Gets[P]['query'], any>>} [query]
 * @returns {Promise<Gets[P]['answer'] & { version: number }>}
 */
export const get = (path, query = {}) => {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
  return ask(`api/${path}${search.size ? `?${search}` : ''}`);
};

/** Has something done that changes nothing in the workspace. */
export const request = (path, body) => ask(`api/${path}`, body);

/**
 * What a change would do, without doing it.
 * @template {keyof Posts} P
 * @param {P} path
 * @param {Posts[P]['body']} body
 * @returns {Promise<Posts[P]['answer']>}
 */
export const plan = (path, body) => ask(`api/${path}`, { .../** @type {any} */ (body), dry: true });

/**
 * Carries a change out. Nothing counts as saved before the server has said so; what could not be sent is kept and sent again by `again`.
 * What the server refuses, or asks about, goes back to whoever asked.
 * @template {keyof Posts} P
 * @param {P | `${P}?${string}`} path
 * @param {Posts[P]['body']} body
 * @returns {Promise<Posts[P]['answer']>}
 */
export async function change(path, body, kept = { path, body }) {
  const begun = Date.now();
  flying.add(kept);
  saving.value = { ...saving.value, open: saving.value.open + 1, since: saving.value.open ? saving.value.since : begun };
  const ended = (more) => { flying.delete(kept); saving.value = { ...saving.value, open: saving.value.open - 1, ...more }; };
  try {
    const written = await ask(`api/${path}`, body);
    batch(() => {
      ended(written.done ? { saved: new Date() } : {});
      if (written.version > version.value) version.value = written.version;
    });
    return written;
  } catch (error) {
    // The server said no: that is an answer. Without one, and where the reason passes, the change is kept.
    const answered = is_answer(error);
    ended(answered ? {} : { failed: [...saving.value.failed, kept] });
    // Whoever asked may wait until it was sent again: `again` calls `resolve` or `reject` of it.
    if (!answered) error.kept = kept;
    throw error;
  }
}

const is_answer = (error) => error.status > 0 && error.status !== 403 && error.status < 500 && !error.reasons.some((one) => PASSING.includes(one.code));
/** The same with the bytes of a file; `of` says where they belong. */
export async function send_file(path, of, file) {
  saving.value = { ...saving.value, open: saving.value.open + 1, since: Date.now() };
  const ended = (more) => { saving.value = { ...saving.value, open: saving.value.open - 1, ...more }; };
  try {
    let response;
    try {
      response = await fetch(`api/${path}?${new URLSearchParams({ of: JSON.stringify(of) })}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file });
    } catch { throw new Refused([nothing], 0); }
    const answer = (response.headers.get('Content-Type') ?? '').includes('json') ? await response.json() : null;
    if (!response.ok) throw new Refused(answer?.reasons?.length ? answer.reasons : [nothing], response.status);
    batch(() => {
      ended(answer.done ? { saved: new Date() } : {});
      if (answer.version > version.value) version.value = answer.version;
    });
    return answer;
  } catch (error) { ended({}); throw error; }
}

/** Waits until nothing is on its way to the server. */
export const idle = () => new Promise((done) => {
  const stop = effect(() => { if (saving.value.open === 0) queueMicrotask(() => { stop(); done(); }); });
});

/** Sends again what could not be sent, in its order. */
export async function again() {
  const list = saving.value.failed;
  saving.value = { ...saving.value, failed: [] };
  for (const [index, kept] of list.entries()) {
    const { path, body } = kept;
    const not_settled = (error) => { unsettled.value = [...unsettled.value, { path, body }]; kept.reject?.(error); };
    try {
      const written = await change(path, body, kept);
      if (written.done) kept.resolve?.(written); else not_settled(new Error('没存上，等您看一眼'));
    } catch (error) {
      if (is_answer(error)) { not_settled(error); continue; }
      saving.value = { ...saving.value, failed: [...saving.value.failed, ...list.slice(index + 1)] };
      return;
    }
  }
}

function heard(news) {
  if (news === null) return;
  batch(() => {
    version.value = Math.max(version.value, news);
    reached.value = 'there';
  });
  if (saving.value.failed.length) again();
}

/** Hears of every change, whoever made it, and of the end of the desk: by one stream for all windows, since a browser opens only six to one server. */
export function listen() {
  let worker = null;
  try { worker = new SharedWorker(new URL('client/stream.js', document.baseURI), { name: 'desk' }); } catch { /* This browser has none. */ }
  if (!worker) { listen_alone(); return; }
  // One that does not answer is none.
  const patience = setTimeout(() => { worker.port.close(); listen_alone(); }, 4000);
  worker.onerror = () => { clearTimeout(patience); worker.port.close(); listen_alone(); };
  worker.port.onmessage = ({ data: { version: news, state } }) => {
    clearTimeout(patience);
    if (state !== 'there') reached.value = state;
    else heard(news);
  };
  worker.port.start();
  worker.port.postMessage('here');
  addEventListener('pagehide', (event) => { if (!event.persisted) worker.port.postMessage('gone'); });
}

let alone = false;
function listen_alone() {
  if (alone) return;
  alone = true;
  const open = () => {
    const events = new EventSource('events');
    events.addEventListener('changed', (event) => heard(Number(event.data)));
    events.onerror = () => {
      reached.value = events.readyState === EventSource.CLOSED ? 'ended' : 'away';
      // Firefox gives up at once where nobody listens any more.
      if (events.readyState === EventSource.CLOSED) setTimeout(open, 3000);
    };
  };
  open();
}
