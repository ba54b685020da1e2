// What people do where a county has more points than one page lists: narrow them, see what is open now, find the nearest. The county is made here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { county } from './county.mjs';
import { troubles } from './trouble.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-county-'));
const site = path.join(folder, 'out/site');
const program = process.env.YIZHAN_PROGRAM;
let browser;
let list;
before(async () => {
  list = county(folder, 620, { villages: 300 });
  execFileSync(program, ['build', '-q', '--only', 'site', '-C', folder, '-o', path.join(folder, 'out')]);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
});
after(async () => { await browser?.close(); rmSync(folder, { recursive: true, force: true }); });

/** Opens a page from the disk; `asked` are the files that it loaded. */
async function open(page, { time = '2026-06-03T10:00:00+08:00', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, ...options });
  const tab = await context.newPage();
  tab.setDefaultTimeout(8000);
  const trouble = troubles(tab);
  const asked = [];
  tab.on('request', (r) => asked.push(path.basename(new URL(r.url()).pathname)));
  await tab.clock.setFixedTime(new Date(time));
  await tab.goto(pathToFileURL(path.join(site, page)).href);
  return { context, tab, trouble, asked };
}
const status = (tab, words) => tab.waitForFunction((w) => new RegExp(w).test(document.querySelector('#tools-status').textContent), words, { timeout: 8000 });
const parts = (asked) => asked.filter((name) => /^points-\d+\.js$/.test(name));
const count = (channel, town) => list.filter((row) => (!channel || row[1] === channel) && (!town || row[0] === town)).length;

test('narrowed by town and channel: the number of all, and no part that is not asked for', async () => {
  const { context, tab, trouble, asked } = await open('xian/points/index.html');
  await tab.waitForSelector('form[data-points]');
  assert.ok(await tab.locator('.areas li').count() >= 25);
  assert.deepEqual(parts(asked), []);
  const town = list[300][0];
  await tab.selectOption('select[name=area]', { label: town });
  await status(tab, '符合条件的有');
  assert.match(await tab.locator('#tools-status').textContent(), new RegExp(`有 ${count('', town)} 个`));
  assert.equal(parts(asked).length, 1);
  await tab.selectOption('select[name=channel]', { label: await tab.locator('select[name=channel] option').nth(1).textContent() });
  await status(tab, `有 ${count('township', town)} 个`);
  assert.equal(await tab.locator('#nearest a:visible').count(), 1);
  assert.match(await tab.locator('#nearest a').textContent(), new RegExp(`${town}便民服务中心`));
  assert.equal(parts(asked).length, 1);
  // All villages of the county: the number is known, and more are there for the asking.
  await tab.selectOption('select[name=area]', '');
  const village = await tab.locator('select[name=channel] option').allTextContents();
  await tab.selectOption('select[name=channel]', { label: village.find((t) => t.includes('村') && !t.includes('室')) });
  await status(tab, `有 ${count('village')} 个`);
  const seen = await tab.locator('#nearest a').count();
  await tab.click('#nearest button');
  await tab.waitForFunction((n) => document.querySelectorAll('#nearest a').length > n, seen);
  await tab.click('form[data-points] [type=reset]');
  await tab.waitForSelector('.areas');
  assert.equal(await tab.locator('#nearest').isVisible(), false);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('open now: on a Saturday the villages, on a weekday all, on a holiday none', async () => {
  for (const [time, open_] of [['2026-06-06T10:00:00+08:00', count('village')], ['2026-06-03T10:00:00+08:00', list.length], ['2026-10-01T10:00:00+08:00', 0]]) {
    const { context, tab, trouble } = await open('xian/points/index.html', { time });
    await tab.check('#only-open');
    await status(tab, `现在开门的有 ${open_} 个`);
    assert.equal(await tab.locator('#nearest .now:not(.open):visible').count(), 0);
    assert.equal(await tab.locator('#nearest a').count(), Math.min(open_, 20));
    assert.deepEqual(trouble, []);
    await context.close();
  }
});

test('the nearest: five, the very nearest of all, from the page of all points, of a channel and of an item', async () => {
  const here = { latitude: 38.16, longitude: 108.2 };
  const far = ([lat, lon]) => Math.hypot(lat - here.latitude, (lon - here.longitude) * Math.cos(38.16 * Math.PI / 180));
  const near = (rows) => [...rows].sort((a, b) => far(a[4]) - far(b[4]));
  const options = { geolocation: here, permissions: ['geolocation'] };
  {
    const { context, tab, trouble, asked } = await open('xian/index.html', options);
    await tab.click('a[href$="#near"]');
    await tab.waitForSelector('#nearest a');
    const names = await tab.locator('#nearest a > span:first-child').allTextContents();
    assert.deepEqual(names.map((n) => n.replace(/ 现在.*/, '')), near(list).slice(0, 5).map((row) => row[2]));
    assert.ok(parts(asked).length < 12, `only parts near by: ${parts(asked)}`);
    assert.deepEqual(trouble, []);
    await context.close();
  }
  {
    const { context, tab, trouble } = await open('xian/channels/village-clinic/index.html', options);
    await tab.click('#near');
    await tab.waitForSelector('#nearest a');
    assert.match(await tab.locator('#nearest a').first().textContent(), new RegExp(near(list.filter((r) => r[1] === 'village-clinic'))[0][2]));
    assert.deepEqual(trouble, []);
    await context.close();
  }
  {
    const { context, tab, trouble } = await open('xian/items/employee-enrollment/index.html', options);
    // What to do stands before the long list of places.
    const heads = await tab.locator('h2').allTextContents();
    assert.ok(heads.indexOf('怎么办') > 0 && heads.indexOf('怎么办') < heads.indexOf('在哪里办'), String(heads));
    await tab.click('#near');
    await tab.waitForSelector('#nearest a');
    const words = await tab.locator('#nearest .note').allTextContents();
    const published = await tab.locator('.where h3.depth').allTextContents();
    assert.ok(words.length > 0 && words.every((word, at) => published.findIndex((p) => p.includes(word)) >= at), `${words} of ${published}`);
    assert.deepEqual(trouble, []);
    await context.close();
  }
});

test('without the script: towns lead to their points, and so do the signs on the map', async () => {
  const { context, tab } = await open('xian/points/index.html', { javaScriptEnabled: false });
  assert.equal(await tab.locator('form[data-points]').isVisible(), false);
  const signs = await tab.locator('.map a').count();
  assert.ok(signs > 15, `${signs} signs`);
  await tab.locator('.areas a').nth(3).click();
  const town = (await tab.locator('h1').textContent()).replace('的服务网点', '');
  assert.equal(await tab.locator('tr[data-row]').count(), count('', town));
  await context.close();
});

test('no page is heavier than 200,000 bytes', () => {
  const heavy = readdirSync(site, { recursive: true }).filter((name) => name.endsWith('.html') && statSync(path.join(site, name)).size > 200_000);
  assert.deepEqual(heavy, []);
});
