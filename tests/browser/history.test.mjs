// 历史: back to a moment and to a day, what others did, a record as it was, narrowed by person and record; and a journal that is damaged.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desk, end, go, open, until, workspace, writer } from './desk.mjs';

const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
const BUREAU = 'content/wushen/bureau.yaml';
const CATALOG = 'content/wushen/catalog.yaml';
let browser;
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }); });
after(async () => { await browser.close(); end(); });

const read = (folder, file) => readFileSync(path.join(folder, file), 'utf8');
const fine = async (tab, words) => {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((one) => `${words}: ${one.id} ${one.nodes.map((node) => node.target).slice(0, 3)}`), []);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${words} is too wide`);
};
/** Changes of two people: 王 the short name and an item, 李 the complaint phone and a point. Gives what the files held before each. */
async function several(folder) {
  const [wang, li] = [await writer(folder, '王示例'), await writer(folder, '李示例')];
  const points = (await wang.get('sheet?sheet=points&bureau=wushen')).rows.filter((row) => !row.group);
  const point = await wang.get(`where?bureau=wushen&point=${points[0].id}`);
  const states = [];
  const note = () => states.push([BUREAU, CATALOG, point.path].map((file) => read(folder, file)));
  const item = (await wang.get(`record?path=${CATALOG}&at=[]`)).values.items[0];
  for (const [who, file, at, after] of [
    [wang, BUREAU, ['short_name'], '旗医保局'],
    [li, BUREAU, ['complaint_phone'], '0477-7581111'],
    [wang, CATALOG, ['items', { id: item.id }, 'handling'], item.handling === '承诺件' ? '即办件' : '承诺件'],
    [li, point.path, [...point.at, 'address'], '新街9号'],
  ]) {
    note();
    await who.set(file, at, after);
  }
  note();
  wang.end();
  li.end();
  return { states, files: [BUREAU, CATALOG, point.path], point: points[0], item };
}
const is = (folder, { files, states }, number) => files.every((file, index) => read(folder, file) === states[number][index]);

test('back to before a change: it says what goes and whose it is, asks, and gives every byte; 重做 brings it all back', async () => {
  const folder = workspace();
  const past = await several(folder);
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'history');
  await tab.locator('.hlist li', { hasText: '简称由' }).first().locator('a').click();
  await tab.getByRole('button', { name: /^回到 .* 以前…$/ }).click();
  const foot = tab.locator('.foot.back');
  await foot.getByText(/会撤销 4 处改动，其中 2 处是李示例改的；改 3 个文件/).waitFor();
  await fine(tab, 'going back');
  assert.ok(is(folder, past, 4), 'nothing is done before somebody has said so');
  await tab.getByRole('button', { name: '不退了' }).click();
  await tab.getByRole('button', { name: /以前…$/ }).click();
  await tab.getByRole('button', { name: '一起撤销' }).click();
  await until(() => is(folder, past, 0), 'every file is what it was, to the byte');
  await tab.getByText(/回到 .* 以前，撤销 4 处改动/).first().waitFor();
  await tab.waitForFunction(() => document.querySelectorAll('.hlist li').length === 5);
  await tab.getByRole('button', { name: '重做' }).click();
  await until(() => is(folder, past, 4), 'and forward again');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('only one’s own changes go where that is chosen', async () => {
  const folder = workspace();
  const past = await several(folder);
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'history');
  await tab.locator('.hlist li', { hasText: '简称由' }).first().locator('a').click();
  await tab.getByRole('button', { name: /以前…$/ }).click();
  await tab.getByRole('button', { name: '只撤销我的 2 处' }).click();
  await until(() => read(folder, CATALOG) === past.states[0][1], 'what 王 did is gone');
  const bureau = read(folder, BUREAU);
  assert.ok(!bureau.includes('旗医保局') && bureau.includes('0477-7581111'), 'what 李 wrote in the same file stays');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('back to a day: everything that came after it', async () => {
  const folder = workspace();
  const past = await several(folder);
  // The first two were yesterday.
  for (const number of ['000001', '000002']) {
    const file = path.join(folder, '.yizhan/history', number, 'entry.json');
    const entry = JSON.parse(readFileSync(file, 'utf8'));
    entry.time = new Date(Date.now() - 86_400_000).toISOString().replace('Z', '+00:00');
    writeFileSync(file, JSON.stringify(entry));
  }
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'history');
  await tab.getByRole('button', { name: '回到这一天' }).waitFor();
  assert.equal(await tab.getByRole('button', { name: '回到这一天' }).count(), 1, 'today is where one is');
  await tab.getByRole('button', { name: '回到这一天' }).click();
  await tab.getByText(/会撤销 2 处改动，其中 1 处是李示例改的/).waitFor();
  await tab.getByRole('button', { name: '一起撤销' }).click();
  await until(() => is(folder, past, 2), 'as it was in the evening');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a record as it was: beside what it is, one field put back, all by keyboard', async () => {
  const folder = workspace();
  const past = await several(folder);
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'history');
  await tab.locator('.hlist li', { hasText: '简称由' }).first().locator('a').focus();
  await tab.keyboard.press('Enter');
  await tab.getByRole('button', { name: /当时的样子$/ }).focus();
  await tab.keyboard.press('Enter');
  const table = tab.locator('.then table');
  await table.getByRole('row', { name: /^简称/ }).waitFor();
  await tab.getByText('和现在有 2 处不同。').waitFor();
  await fine(tab, 'as it was');
  const field = table.getByRole('button', { name: '简称改回这样' });
  await field.focus();
  await tab.keyboard.press('Enter');
  await until(() => !read(folder, BUREAU).includes('旗医保局'), 'one field is back');
  assert.ok(read(folder, BUREAU).includes('0477-7581111'), 'the other one stays');
  await tab.getByText('和现在有 1 处不同。').waitFor();
  await tab.getByRole('button', { name: '改后' }).click();
  await table.getByRole('row', { name: /简称\s*旗医保局/ }).waitFor();
  assert.ok(past);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('narrowed to a person, and to a record that is chosen by its name', async () => {
  const folder = workspace();
  const past = await several(folder);
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'history');
  const count = (number) => tab.waitForFunction((wanted) => document.querySelectorAll('.hlist li').length === wanted, number);
  await count(4);
  await tab.getByLabel('谁', { exact: true }).selectOption('李示例');
  await count(2);
  await tab.getByLabel('谁', { exact: true }).selectOption('');
  await tab.getByRole('button', { name: '只看哪一条…' }).click();
  await tab.keyboard.type(past.item.name);
  await tab.getByRole('option', { name: new RegExp(past.item.name) }).first().waitFor();
  await fine(tab, 'the list of what was found');
  await tab.keyboard.press('Enter');
  await count(1);
  assert.match(await tab.locator('.hlist li').textContent(), /办件类型/);
  await tab.getByText(`只看：${past.item.name}`).waitFor();
  await tab.getByRole('button', { name: '看全部' }).click();
  await count(4);
  // From a change to all others of its record.
  await tab.locator('.hlist li', { hasText: '新街9号' }).locator('a').click();
  await tab.getByRole('link', { name: '只看它的改动' }).click();
  await count(1);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a damaged history shows what can be read, says what cannot, and work goes on', async () => {
  for (const damage of ['cut', 'garbage', 'lost']) {
    const folder = workspace();
    await several(folder);
    const of = path.join(folder, '.yizhan/history/000002');
    if (damage === 'cut') writeFileSync(path.join(of, 'entry.json'), readFileSync(path.join(of, 'entry.json')).subarray(0, 90));
    if (damage === 'garbage') writeFileSync(path.join(of, 'entry.json'), Buffer.from([0xff, 0, 1, 2]));
    if (damage === 'lost') readdirSync(of).filter((name) => name.startsWith('old')).forEach((name) => writeFileSync(path.join(of, name), ''));
    const { url } = await desk(folder);
    const { context, tab, trouble } = await open(browser, url, 'history');
    const lines = damage === 'lost' ? 4 : 3;
    await tab.waitForFunction((wanted) => document.querySelectorAll('.hlist li').length === wanted, lines);
    if (damage === 'lost') {
      await tab.locator('.hlist li', { hasText: '0477-7581111' }).locator('a').click();
      await tab.getByText('以前的内容没有留下，或者坏了').waitFor();
    } else await tab.getByText(/第 2 项的记录读不出来/).waitFor();
    await go(tab, 'bureau');
    await tab.getByLabel('简称', { exact: true }).fill('照常改');
    await until(() => read(folder, BUREAU).includes('照常改'), `${damage}: work goes on`);
    await tab.click('.head button:has-text("简称")');
    await until(() => read(folder, BUREAU).includes('旗医保局'), `${damage}: and is taken back`);
    // What is not kept cannot be taken back: that is an answer.
    assert.deepEqual(trouble.filter((one) => damage !== 'lost' || !one.includes('409')), []);
    await context.close();
  }
});
