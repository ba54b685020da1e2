// What the tests of the desk share: a workspace of its own, the program, and a page that is open.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { troubles } from './trouble.mjs';

const root = path.join(import.meta.dirname, '../..');
const running = [];
const folders = [];

/** A copy of one bureau of the sample, or of several. */
export function workspace(bureaus = ['wushen']) {
  const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-desk-'));
  folders.push(folder);
  for (const part of ['yizhan.yaml', 'calendar.yaml', 'checklists', ...bureaus.map((name) => `content/${name}`)]) {
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  }
  return folder;
}

/** Opens the desk of a workspace: its address with the secret, and the child. */
export async function desk(folder, { who = '王示例', idle = 60, home = mkdtempSync(path.join(tmpdir(), 'yizhan-home-')) } = {}) {
  folders.push(home);
  const child = spawn(process.env.YIZHAN_PROGRAM, ['desk', '--no-open', '-q', '--lang', 'zh', '--idle', String(idle), '-C', folder], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, XDG_STATE_HOME: home, YIZHAN_USER: who },
  });
  running.push(child);
  const url = await new Promise((resolve, reject) => {
    child.on('exit', () => reject(new Error('the desk ended')));
    child.stdout.once('data', (line) => resolve(String(line).trim()));
  });
  return { child, url };
}

/** A page of the desk with a screen open; `trouble` gathers what goes wrong in it. */
export async function open(browser, url, screen = 'start', options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 625 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  const tab = await context.newPage();
  tab.setDefaultTimeout(15000);
  const trouble = troubles(tab, new URL(url).origin);
  await tab.goto(url);
  await tab.waitForSelector('.screen h1');
  await go(tab, screen);
  return { context, tab, trouble };
}

/** Goes to a screen by the rail. */
export async function go(tab, screen) {
  await tab.click(`.nav a[href="#/${screen}"]`);
  await tab.waitForSelector(`.nav a[href="#/${screen}"][aria-current]`);
}

/** Ends everything that was started. */
export function end() {
  running.forEach((child) => child.kill('SIGKILL'));
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}

/** Waits until something is so. */
export async function until(what, words) {
  for (let turn = 0; turn < 150; turn += 1) {
    if (what()) return;
    await new Promise((done) => { setTimeout(done, 100); });
  }
  throw new Error(words);
}

/** Somebody else at a desk of their own, who asks as a page does. */
export async function writer(folder, who) {
  const { child, url } = await desk(folder, { who });
  const entered = await fetch(url, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie').split(';')[0];
  const base = new URL(entered.headers.get('location'), url).href;
  const get = async (what) => (await fetch(`${base}api/${what}`, { headers: { cookie } })).json();
  const post = async (what, body) => {
    const headers = { cookie, 'Content-Type': 'application/json', Origin: new URL(url).origin };
    return (await fetch(`${base}api/${what}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  /** Gives a field a value, whatever is there. */
  const set = async (file, at, after) => {
    const { values } = await get(`record?path=${encodeURIComponent(file)}&at=[]`);
    const step = (value, one) => (typeof one !== 'object' ? value?.[one] : Array.isArray(value) ? value.find((other) => other.id === one.id) : value);
    const done = await post('edit', { path: file, changes: [{ at, before: at.reduce(step, values) ?? null, after }] });
    if (!done.done) throw new Error(JSON.stringify(done));
    return done;
  };
  return { get, post, set, end: () => child.kill() };
}
