// The desk in Firefox: every screen, a field, the sheet, the piece beside, a second window. What Chromium is tested for in detail is gone through here once.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desk, end, workspace } from './desk.mjs';

const { FIREFOX } = process.env;
const options = { skip: FIREFOX ? false : 'no Firefox here' };
const SCREENS = ['start', 'bureau', 'catalog', 'points', 'history', 'problems'];
let browser;
let profile;

before(async () => {
  if (!FIREFOX) return;
  const { launch } = await import('puppeteer-core');
  profile = mkdtempSync(path.join(tmpdir(), 'yizhan-firefox-'));
  browser = await launch({ browser: 'firefox', executablePath: FIREFOX, headless: true, userDataDir: profile, extraPrefsFirefox: { 'intl.accept_languages': 'zh-CN' } });
});
after(async () => {
  await browser?.close();
  end();
  if (profile) rmSync(profile, { recursive: true, force: true });
});

/** A window of the desk, with what goes wrong in it. */
async function open(url, screen = 'start') {
  const page = await browser.newPage();
  await page.setViewport({ width: 1366, height: 700 });
  const trouble = [];
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') trouble.push(message.text()); });
  await page.goto(url);
  await page.waitForSelector('.screen h1');
  await go(page, screen);
  return { page, trouble };
}
async function go(page, screen) {
  await page.click(`.nav a[href="#/${screen}"]`);
  await page.waitForSelector(`.nav a[href="#/${screen}"][aria-current]`);
}
const until = async (what, words) => {
  for (let turn = 0; turn < 150; turn += 1) {
    if (await what()) return;
    await new Promise((done) => { setTimeout(done, 100); });
  }
  assert.fail(words);
};
const read = (folder, file) => readFileSync(path.join(folder, file), 'utf8');

test('Firefox: every screen opens without trouble', options, async () => {
  const { url } = await desk(workspace());
  const { page, trouble } = await open(url);
  for (const screen of SCREENS) {
    await go(page, screen);
    await page.waitForFunction(() => document.querySelector('.screen h1') && !/正在/.test(document.querySelector('.screen').textContent));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.ok(!wide, `${screen} is too wide`);
  }
  assert.deepEqual(trouble, []);
  await page.close();
});

test('Firefox: a field is saved and taken back, and a second window sees both', options, async () => {
  const folder = workspace();
  const file = 'content/wushen/bureau.yaml';
  const { url } = await desk(folder);
  const { page, trouble } = await open(url, 'bureau');
  await page.waitForFunction(() => document.querySelector('.pic')?.shadowRoot?.querySelector('svg'));
  const second = await open(page.url().split('#')[0], 'bureau');
  await second.page.waitForSelector('#f-short_name');
  const before = read(folder, file);
  await page.bringToFront();
  await page.click('#f-short_name', { count: 3 });
  await page.keyboard.type('旗医保');
  await until(() => read(folder, file).includes('旗医保'), 'it is written while the field is open');
  await page.waitForFunction(() => /已保存 \d/.test(document.querySelector('.saved').textContent));
  await second.page.waitForFunction(() => document.querySelector('#f-short_name').value === '旗医保');
  await page.evaluate(() => [...document.querySelectorAll('.head button')].find((one) => one.textContent.startsWith('撤销：')).click());
  await until(() => read(folder, file) === before, 'every byte is back');
  await second.page.waitForFunction(() => document.querySelector('#f-short_name').value !== '旗医保');
  assert.deepEqual([...trouble, ...second.trouble], []);
  await second.page.close();
  await page.close();
});

test('Firefox: the sheet is typed into, pasted into, and taken back', options, async () => {
  const folder = workspace();
  const file = 'content/wushen/catalog.yaml';
  const { url } = await desk(folder);
  const { page, trouble } = await open(url, 'catalog');
  await page.waitForSelector('[role=grid] [role=row]');
  const before = read(folder, file);
  await page.focus('.sheet-host textarea');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('2');
  await until(() => read(folder, file) !== before, 'a digit sets the cell');
  await page.waitForFunction(() => /已保存 \d/.test(document.querySelector('.saved').textContent));
  const press = async (key) => { await page.keyboard.down('Control'); await page.keyboard.press(key); await page.keyboard.up('Control'); };
  await press('z');
  await until(() => read(folder, file) === before, 'Ctrl+Z gives back every byte');
  // The real clipboard: what was copied elsewhere on this machine.
  await page.evaluate(() => {
    const elsewhere = document.body.appendChild(document.createElement('textarea'));
    elsewhere.value = '甲事项\t即办件\n乙事项\t承诺件\n';
    elsewhere.select();
  });
  await press('c');
  await page.evaluate(() => document.body.lastChild.remove());
  await page.focus('.sheet-host textarea');
  await page.keyboard.press('ArrowLeft');
  await press('v');
  await until(() => /name: 甲事项/.test(read(folder, file)) && /name: 乙事项/.test(read(folder, file)), 'both rows are pasted');
  await page.waitForFunction(() => /已保存 \d/.test(document.querySelector('.saved').textContent));
  await page.waitForFunction(() => !/正在/.test(document.querySelector('.saved').textContent));
  await new Promise((done) => { setTimeout(done, 500); });
  await press('z');
  await until(() => read(folder, file) === before, 'one step takes all of it back');
  assert.deepEqual(trouble, []);
  await page.close();
});
