// The frame around the screens: the search, what others do to a record that is open, what could not be saved, and many windows on one stream.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desk, end, go, open, until, workspace, writer } from './desk.mjs';

const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
const BUREAU = 'content/wushen/bureau.yaml';
let browser;
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }); });
after(async () => { await browser.close(); end(); });

const read = (folder, file) => readFileSync(path.join(folder, file), 'utf8');
const fine = async (tab, words) => {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((one) => `${words}: ${one.id} ${one.nodes.map((node) => node.target).slice(0, 3)}`), []);
};
const points_of = async (who) => (await who.get('sheet?sheet=points&bureau=wushen')).rows.filter((row) => !row.group);

test('Ctrl+K finds records, fields and screens by name, pinyin and initials, and leads there', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'points');
  await tab.waitForSelector('[role=grid] [role=row]');
  const search = async (words, name) => {
    await tab.keyboard.press('Control+k');
    await tab.keyboard.type(words);
    await tab.getByRole('option', { name }).first().waitFor();
  };
  // From within the sheet, whose keys are its own.
  await tab.locator('.sheet-host textarea').first().focus();
  await search('cbdj', /参保登记/);
  await fine(tab, 'the search');
  await tab.keyboard.press('ArrowDown');
  const second = await tab.locator('[role=option][aria-selected=true] .t').textContent();
  await tab.keyboard.press('Enter');
  await tab.waitForFunction((name) => document.querySelector('.cellbar .at')?.textContent.includes(name), second);
  assert.match(tab.url(), /#\/catalog\//);
  await search('tousudianhua', /投诉电话/);
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => /投诉电话/.test(document.activeElement?.closest('.field')?.textContent ?? ''));
  await search('历史', /历史/);
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => location.hash === '#/history');
  await search('dangqunfuwu', /党群服务/);
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => /党群服务/.test(document.querySelector('.title h1')?.textContent ?? ''));
  assert.match(tab.url(), /#\/points\//);
  // A topic of the help.
  await search('congexceltie', /从 Excel 贴/);
  await tab.keyboard.press('Enter');
  await tab.getByText('在 Excel、WPS 里复制').waitFor();
  await tab.keyboard.press('F1');
  // Esc leads back to where one was.
  await tab.locator('.sheet-host textarea').first().waitFor({ state: 'attached' });
  await tab.locator('.sheet-host textarea').first().focus();
  await search('canbao', /参保/);
  await tab.keyboard.press('Escape');
  assert.ok(await tab.evaluate(() => document.activeElement.closest('.sheet-host') !== null));
  // An input method composes: the keys are its own.
  await tab.keyboard.press('Control+k');
  const ime = await tab.context().newCDPSession(tab);
  await ime.send('Input.imeSetComposition', { selectionStart: 2, selectionEnd: 2, text: 'li' });
  await ime.send('Input.insertText', { text: '历史' });
  await tab.getByRole('option', { name: /历史/ }).first().waitFor();
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a record that somebody else renames or takes away: said in words, the way back at hand, and what was typed is not lost', async () => {
  const folder = workspace();
  const li = await writer(folder, '李示例');
  const [point] = await points_of(li);
  const where = await li.get(`where?bureau=wushen&point=${point.id}`);
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'points');
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.locator('.sheet-host textarea').first().focus();
  await tab.getByRole('button', { name: '填这个点的全部内容' }).click();
  const address = tab.getByLabel('地址', { exact: true }).first();
  await address.waitFor();
  await li.set(where.path, [...where.at, 'name'], '换了名字的点');
  await tab.getByText(new RegExp(`李示例 \\d+:\\d\\d 把“${point.cells.name}”改名为“换了名字的点”。`)).waitFor();
  await fine(tab, 'what somebody did');
  await tab.locator('.traced').getByRole('button', { name: '知道了' }).click();
  await tab.waitForSelector('.traced', { state: 'detached' });
  // She types; before it arrives the point is gone.
  let release;
  const arrives = new Promise((done) => { release = done; });
  await tab.route('**/api/edit', async (route) => { await arrives; await route.continue(); });
  await address.fill('刚打的地址');
  const remove = async (answers) => {
    const { values } = await li.get(`record?path=${where.path}&at=${encodeURIComponent(JSON.stringify(where.at))}`);
    return li.post('edit', { path: where.path, changes: [{ at: where.at, kind: 'remove', before: values }], answers });
  };
  const { questions } = await remove({});
  if (questions.length) await remove(Object.fromEntries(questions.map((one) => [one.id, one.choices[0].word])));
  await tab.getByText(/李示例 \d+:\d\d 把“换了名字的点”删掉了。/).first().waitFor();
  await tab.waitForTimeout(700);
  release();
  const left = tab.locator('.left');
  await left.getByText(/这一条已经没有了，没存上的是“刚打的地址”/).waitFor();
  await fine(tab, 'words of a record that is gone');
  await tab.locator('.traced').getByRole('button', { name: '撤销它' }).click();
  await until(() => read(folder, where.path).includes('换了名字的点'), 'it is back');
  await left.getByRole('button', { name: '再存一次' }).click();
  await until(() => read(folder, where.path).includes('刚打的地址'), 'and what was typed is saved');
  await tab.waitForSelector('.left', { state: 'detached' });
  li.end();
  // That it was gone is what the server answered.
  assert.deepEqual(trouble.filter((one) => !one.includes('409')), []);
  await context.close();
});

test('a point that gets another id or lies in another file: the form goes along', async () => {
  const folder = workspace();
  const li = await writer(folder, '李示例');
  const points = await points_of(li);
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'points');
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.locator('.sheet-host textarea').first().focus();
  await tab.getByRole('button', { name: '填这个点的全部内容' }).click();
  await tab.getByLabel('地址', { exact: true }).first().waitFor();
  const where = await li.get(`where?bureau=wushen&point=${points[0].id}`);
  // An editor moves the whole file.
  const other = where.path.replace('.yaml', '-neu.yaml');
  renameSync(path.join(folder, where.path), path.join(folder, other));
  await tab.getByLabel('说明', { exact: true }).first().waitFor();
  await tab.waitForTimeout(800);
  const note = tab.getByLabel('说明', { exact: true }).first();
  await note.fill('换了文件也写得进');
  await until(() => read(folder, other).includes('换了文件也写得进'), 'it is written where the point is now');
  li.end();
  assert.deepEqual(trouble, []);
  await context.close();
});

test('what could not be saved is kept through the end of the desk, and offered by the next one', async () => {
  const folder = workspace();
  const home = mkdtempSync(path.join(tmpdir(), 'yizhan-home-'));
  const first = await desk(folder, { home });
  const { context, tab } = await open(browser, first.url, 'bureau');
  const before = read(folder, BUREAU);
  await tab.getByLabel('简称', { exact: true }).waitFor();
  first.child.kill('SIGKILL');
  await new Promise((done) => { first.child.once('exit', done); });
  await tab.getByLabel('简称', { exact: true }).fill('没存上的简称');
  await tab.getByText(/没存上，1 处改动/).waitFor();
  await tab.getByLabel('地址', { exact: true }).fill('没存上的地址');
  await tab.getByText(/没存上，2 处改动/).waitFor();
  assert.equal(await tab.getByLabel('简称', { exact: true }).inputValue(), '没存上的简称', 'it stays in its field');
  assert.equal(await tab.locator('.field.unsaved').count(), 2);
  // The browser asks before the window goes.
  let asked = '';
  tab.on('dialog', (dialog) => { asked = dialog.type(); dialog.accept(); });
  await tab.close({ runBeforeUnload: true });
  await until(() => asked === 'beforeunload', 'it is asked');
  const kept = await (async () => {
    const page = await context.newPage();
    await page.route('**/*', (route) => route.fulfill({ body: '<p>', contentType: 'text/html' }));
    await page.goto(new URL(first.url).origin);
    const text = await page.evaluate(() => JSON.stringify(localStorage));
    await page.close();
    return text;
  })();
  assert.ok(kept.includes('unsaved') && !kept.includes('没存上的'), 'another server at this port could not read it');
  // Somebody else writes one of the two meanwhile.
  writeFileSync(path.join(folder, BUREAU), before.replace(/^address:.*$/m, 'address: 别人写的地址'));
  const second = await desk(folder, { home });
  assert.equal(new URL(second.url).origin, new URL(first.url).origin, 'the browser knows it again');
  const again = await context.newPage();
  await again.goto(second.url);
  const offer = again.locator('.left');
  await offer.getByText('上次有 2 处没存上').waitFor();
  await fine(again, 'what was not saved');
  assert.ok(!read(folder, BUREAU).includes('没存上'), 'nothing is sent in silence');
  await offer.getByText(/现在的 “别人写的地址”/).waitFor();
  await offer.locator('li', { hasText: '没存上的简称' }).getByRole('button', { name: '再存一次' }).click();
  await until(() => read(folder, BUREAU).includes('没存上的简称'), 'the one is saved');
  await offer.getByRole('button', { name: '用我的' }).click();
  await until(() => read(folder, BUREAU).includes('没存上的地址'), 'the other too');
  await again.waitForSelector('.left', { state: 'detached' });
  await again.reload();
  await again.waitForSelector('.screen h1');
  await again.waitForTimeout(600);
  assert.equal(await again.locator('.left').count(), 0, 'it is offered once');
  await context.close();
  rmSync(home, { recursive: true, force: true });
});

test('what a sheet could not save stays in its cells, marked, and is sent again', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab } = await open(browser, url, 'points');
  const file = 'content/wushen/points';
  const holds = (text) => readdirSync(path.join(folder, file)).some((name) => name.endsWith('.yaml') && read(folder, `${file}/${name}`).includes(text));
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.route('**/api/sheet', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await tab.locator('.sheet-host textarea').first().focus();
  await tab.keyboard.type('断了网写的');
  await tab.keyboard.press('Enter');
  await tab.getByText(/没存上，1 处改动/).waitFor();
  await tab.waitForTimeout(500);
  assert.match(await tab.locator('.sheet-host').textContent(), /断了网写的/);
  assert.ok(!holds('断了网写的'));
  await tab.unroute('**/api/sheet');
  await tab.getByRole('button', { name: '再存一次' }).click();
  await until(() => holds('断了网写的'), 'it is sent again');
  await tab.getByText(/已保存 /).waitFor();
  assert.match(await tab.locator('.sheet-host').textContent(), /断了网写的/);
  await context.close();
});

test('the last words of a window that is closed at once are saved', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab } = await open(browser, url, 'bureau');
  await tab.getByLabel('简称', { exact: true }).fill('最后一句');
  await tab.close({ runBeforeUnload: true });
  await until(() => read(folder, BUREAU).includes('最后一句'), 'it was on its way');
  await context.close();
});

test('eight windows share one stream: all hear of a change, whichever is closed; with the last one the desk ends', async () => {
  const folder = workspace();
  const { url, child } = await desk(folder, { idle: 1 });
  const ended = new Promise((done) => { child.once('exit', done); });
  const { context, tab } = await open(browser, url, 'bureau');
  const place = tab.url();
  const tabs = [tab];
  for (let more = 0; more < 7; more += 1) {
    const next = await context.newPage();
    next.setDefaultTimeout(15000);
    await next.goto(place);
    await next.getByLabel('简称', { exact: true }).waitFor();
    tabs.push(next);
  }
  const all = async (text, list) => {
    const file = path.join(folder, BUREAU);
    writeFileSync(file, read(folder, BUREAU).replace(/^short_name:.*$/m, `short_name: ${text}`));
    await Promise.all(list.map((one) => one.waitForFunction((wanted) => [...document.querySelectorAll('input')].some((input) => input.value === wanted), text)));
  };
  await all('八个窗口', tabs);
  // The first one has begun the stream.
  await tabs.shift().close();
  await all('七个窗口', tabs);
  await tabs.pop().close();
  await all('六个窗口', tabs);
  await new Promise((done) => { setTimeout(done, 2500); });
  assert.equal(child.exitCode, null, 'somebody still looks at it');
  for (const one of tabs) await one.close();
  await Promise.race([ended, new Promise((_, reject) => { setTimeout(() => reject(new Error('it ends with its last window')), 20000); })]);
  await context.close();
});

test('a browser without shared workers has a stream for each window', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.addInitScript(() => { delete window.SharedWorker; });
  await tab.goto(url);
  await tab.waitForSelector('.screen h1');
  await go(tab, 'bureau');
  await tab.getByLabel('简称', { exact: true }).waitFor();
  writeFileSync(path.join(folder, BUREAU), read(folder, BUREAU).replace(/^short_name:.*$/m, 'short_name: 自己的'));
  await tab.waitForFunction(() => [...document.querySelectorAll('input')].some((input) => input.value === '自己的'));
  await context.close();
});
