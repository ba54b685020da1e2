// The first screen: from no workspace to one by the keyboard alone, what is wrong said at the fields, and the list of what is missing that leads to the fields and
// gets shorter as they are filled.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desk, end, go, open, workspace } from './desk.mjs';
import { troubles } from './trouble.mjs';

const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
let browser;
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }); });
after(async () => { await browser.close(); end(); });

const no_violations = async (tab, what) => {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((one) => `${what}: ${one.id} ${one.nodes.map((node) => node.target).slice(0, 3)}`), []);
};
const missing = (tab) => tab.locator('.missing .rows li .t').allTextContents();
const has = (list, words) => list.some((line) => line.includes(words));
const until_gone = (tab, words) => tab.waitForFunction((text) => document.querySelector('.missing') && !document.querySelector('.missing').textContent.includes(text), words);

/** The first screen of a desk without a workspace. */
async function first(options = {}) {
  const home = mkdtempSync(path.join(tmpdir(), 'yizhan-begin-'));
  const { url, child } = await desk(path.join(home, 'nothing'), { home });
  const context = await browser.newContext({ viewport: { width: 1366, height: 625 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  const tab = await context.newPage();
  tab.setDefaultTimeout(15000);
  const trouble = troubles(tab, new URL(url).origin);
  await tab.goto(url);
  await tab.waitForSelector('.five');
  await tab.waitForFunction(() => document.getElementById('five-folder').value !== '');
  return { home, url, child, context, tab, trouble };
}

test('no workspace: nothing for axe, nothing too wide, the button in sight, in both themes and at every width', async () => {
  for (const options of [{}, { viewport: { width: 1024, height: 700 } }, { colorScheme: 'dark' }, { viewport: { width: 1920, height: 950 } }]) {
    const { context, tab, trouble } = await first(options);
    await no_violations(tab, JSON.stringify(options));
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    const button = await tab.locator('.five button.main').boundingBox();
    assert.ok(button.y + button.height <= tab.viewportSize().height, `the button ends at ${button.y + button.height}`);
    assert.deepEqual(trouble, []);
    await context.close();
  }
});

test('from no workspace to the first screen by the keyboard alone, and on to what is missing', async () => {
  const { home, url, context, tab, trouble } = await first();
  const folder = path.join(home, '我的文档', '医保');
  const focused = () => tab.evaluate(() => document.activeElement.id);
  assert.equal(await focused(), 'five-name');
  await tab.keyboard.type('临江市医疗保障局');
  await tab.keyboard.press('Tab');
  assert.equal(await focused(), 'five-short_name');
  await tab.keyboard.press('Tab');
  await tab.keyboard.type('2206');
  await tab.keyboard.press('Tab');
  // What is wrong stands at its field as soon as it is left.
  await tab.waitForSelector('#five-division_code-says');
  assert.match(await tab.locator('#five-division_code-says').textContent(), /不是行政区划代码.*六位/);
  await tab.keyboard.type('0439-1234567');
  await tab.keyboard.press('Enter');
  // The first field that is wrong has the focus, and what could not be taken is said at each.
  await tab.waitForSelector('#five-short_name-says');
  assert.equal(await focused(), 'five-short_name');
  assert.ok(!existsSync(folder));
  await no_violations(tab, 'with findings');
  await tab.keyboard.type('临江医保');
  await tab.keyboard.press('Tab');
  await tab.keyboard.press('Control+A');
  await tab.keyboard.type('220681');
  for (const _ of [1, 2, 3]) await tab.keyboard.press('Tab');
  assert.equal(await focused(), 'five-folder');
  await tab.keyboard.press('Control+A');
  await tab.keyboard.type(folder);
  await tab.keyboard.press('Enter');
  await tab.waitForSelector('.missing');
  // The same tab and address; the workspace is there with what was answered.
  assert.equal(tab.url().split('#')[0].split('/').slice(0, 3).join('/'), new URL(url).origin);
  assert.ok(existsSync(path.join(folder, 'yizhan.yaml')));
  const [bureau] = readdirSync(path.join(folder, 'content'));
  const file = () => readFileSync(path.join(folder, 'content', bureau, 'bureau.yaml'), 'utf8');
  assert.match(file(), /name: 临江市医疗保障局[\s\S]*220681[\s\S]*0439-1234567/);
  const before = await missing(tab);
  for (const words of ['还没有服务清单', '还没有服务点', '没有写投诉电话', '没有放官方标志', '节假日里没有']) assert.ok(has(before, words), `${words} in ${before}`);
  assert.ok(!has(before, '没有写咨询电话') && !has(before, '行政区划代码'), String(before));
  await no_violations(tab, 'what is missing');
  // Each leads to its field.
  await tab.locator('.missing').getByRole('button', { name: '去填：没有写投诉电话' }).press('Enter');
  await tab.waitForFunction(() => document.activeElement?.closest('.field')?.textContent.includes('投诉电话'));
  await tab.keyboard.type('12393');
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => /已保存 \d/.test(document.querySelector('.saved')?.textContent ?? ''));
  assert.match(file(), /complaint_phone: "?12393/);
  await go(tab, 'start');
  await until_gone(tab, '没有写投诉电话');
  assert.equal((await missing(tab)).length, before.length - 1);
  // A year of the calendar.
  await tab.locator('.missing').getByRole('button', { name: /去填：节假日里没有/ }).press('Enter');
  await tab.waitForFunction(() => document.activeElement?.closest('.pform') !== null && document.activeElement?.textContent.includes('年份'));
  await tab.keyboard.press('Enter');
  await tab.keyboard.type(String(new Date().getFullYear()));
  await tab.locator('.draft').getByRole('button', { name: '加进去' }).press('Enter');
  await tab.waitForFunction(() => !document.querySelector('.draft'));
  // The place of last time is offered.
  await tab.waitForTimeout(1200);
  await go(tab, 'start');
  await until_gone(tab, '网站不知道哪天放假');
  await tab.waitForSelector('.resume a.main');
  assert.match(await tab.locator('.resume').textContent(), /接着上次.*本局/);
  // The catalog: an item is typed, and the list knows it.
  await tab.locator('.missing').getByRole('button', { name: '去做清单：还没有服务清单' }).press('Enter');
  await tab.waitForSelector('.sheet-host [role="grid"]');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a young workspace is made as it is, and the button for it is in sight', async () => {
  const { home, context, tab, trouble } = await first();
  const folder = path.join(home, 'w');
  await tab.fill('#five-name', '临江市医疗保障局');
  await tab.fill('#five-short_name', '临江医保');
  await tab.fill('#five-folder', folder);
  await tab.click('.five button.main');
  await tab.waitForSelector('.make button.main');
  const box = await tab.locator('.make button.main').boundingBox();
  assert.ok(box.y + box.height <= 625, `the button ends at ${box.y + box.height}`);
  await tab.click('.make button.main');
  await tab.waitForFunction(() => document.querySelector('.make [role="status"]').textContent.includes('做好了'), null, { timeout: 60000 });
  assert.ok(existsSync(path.join(folder, 'output/site/index.html')));
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a workspace that is there already is opened from the field', async () => {
  const there = workspace();
  const { context, tab, trouble } = await first();
  await tab.fill('#five-folder', there);
  await tab.press('#five-folder', 'Tab');
  await tab.getByRole('button', { name: '打开它' }).click();
  await tab.waitForSelector('.nav');
  assert.match(await tab.locator('.head .who').textContent(), /乌审旗/);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('points that lack something lead to the field of the first of them', async () => {
  const folder = workspace();
  const file = path.join(folder, 'content/wushen/bureau.yaml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^sample: true.*\n/m, ''));
  writeFileSync(path.join(folder, 'content/wushen/points/bare.yaml'), 'id: bare\nname: 新设医保服务点\nchannel: village\naddress: 新村1号\n');
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url);
  await tab.waitForSelector('.missing li');
  const line = tab.locator('.missing li', { hasText: '没有服务时间' });
  assert.match(await line.textContent(), /新设医保服务点/);
  await line.getByRole('button').click();
  await tab.waitForFunction(() => document.activeElement?.closest('.field')?.textContent.includes('服务时间'));
  assert.match(tab.url(), /#\/points\/bare$/);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('files that are brought before there is a workspace wait for it', async () => {
  const { home, context, tab, trouble } = await first();
  const table = { name: '服务点名单.csv', mimeType: 'text/csv', buffer: Buffer.from('服务点名称,地址,咨询电话,服务时间\n东镇医保服务站,东镇1号,0439-1234567,周一至周五 8:30-12:00\n') };
  await tab.setInputFiles('.first-door input[type="file"]:not([webkitdirectory])', table);
  await tab.waitForFunction(() => document.querySelector('.first-door [role="status"]').textContent.includes('1 份放好了'));
  await no_violations(tab, 'with a file that waits');
  await tab.fill('#five-name', '临江市医疗保障局');
  await tab.fill('#five-short_name', '临江医保');
  await tab.fill('#five-folder', path.join(home, 'w'));
  await tab.press('#five-folder', 'Enter');
  await tab.waitForSelector('section.one-file[aria-label="服务点名单.csv"]');
  await tab.getByRole('button', { name: '把确定的收进来' }).click();
  await tab.waitForFunction(() => !document.querySelector('.missing').textContent.includes('还没有服务点'));
  const [bureau] = readdirSync(path.join(home, 'w/content'));
  const points = path.join(home, 'w/content', bureau, 'points');
  assert.match(readdirSync(points).map((file) => readFileSync(path.join(points, file), 'utf8')).join('\n'), /东镇医保服务站[\s\S]*东镇1号/);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('several bureaus stand in a table, and one of them is chosen there; with one, what makes everything is in sight', async () => {
  const { url } = await desk(workspace(['wushen', 'wuhu', 'beilun']));
  const { context, tab, trouble } = await open(browser, url);
  await tab.waitForSelector('.bureaus tbody tr');
  assert.equal(await tab.locator('.bureaus tbody tr').count(), 3);
  const box = await tab.locator('.bureaus').boundingBox();
  assert.ok(box.y + box.height <= 450, `the table ends at ${box.y + box.height}`);
  await tab.locator('.bureaus').getByRole('button', { name: '乌审旗医疗保障局' }).click();
  await tab.waitForFunction(() => document.querySelector('.title p')?.textContent === '乌审旗医疗保障局');
  await no_violations(tab, 'several bureaus');
  assert.deepEqual(trouble, []);
  await context.close();
  const one = await desk(workspace());
  const page = await open(browser, one.url);
  await page.tab.waitForSelector('.make .b');
  const button = await page.tab.locator('.make .b').first().boundingBox();
  assert.ok(button.y + button.height <= 625, `the button ends at ${button.y + button.height}`);
  await page.context.close();
});
