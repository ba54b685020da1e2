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
export async function desk(folder, { who = '王示例', home = mkdtempSync(path.join(tmpdir(), 'yizhan-home-')) } = {}) {
  folders.push(home);
  const child = spawn(process.env.YIZHAN_PROGRAM, ['desk', '--no-open', '-q', '--lang', 'zh', '-C', folder], {
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
