// The desk as a clerk uses it: every screen, what she types, what others do meanwhile, and the way back.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desk, end, go, open, until, workspace } from './desk.mjs';

const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
const SCREENS = ['start', 'bureau', 'catalog', 'points', 'history', 'problems'];
let browser;
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }); });
after(async () => { await browser.close(); end(); });

const read = (folder, file) => readFileSync(path.join(folder, file), 'utf8');
const saved = (tab) => tab.waitForFunction(() => /已保存 \d+:\d\d/.test(document.querySelector('.saved')?.textContent ?? ''));
/** The errors that `check` finds. */
const errors = (folder) => {
  const { stdout } = spawnSync(process.env.YIZHAN_PROGRAM, ['check', '--format', 'json', '--lang', 'zh', '-C', folder], { encoding: 'utf8' });
  return JSON.parse(stdout).filter((one) => one.severity === 'error').map((one) => one.message);
};
/** The line of a file that holds some words. */
const line = (text, words) => text.split('\n').find((one) => one.includes(words));

test('every screen: no trouble, nothing for axe, nothing too wide, in both themes and at both widths', async () => {
  const { url } = await desk(workspace());
  for (const [width, height, colorScheme] of [[1366, 625, 'light'], [1024, 700, 'light'], [1366, 625, 'dark']]) {
    const { context, tab, trouble } = await open(browser, url, 'start', { viewport: { width, height }, colorScheme });
    for (const screen of SCREENS) {
      await go(tab, screen);
      await tab.waitForFunction(() => !/正在/.test(document.querySelector('.screen').textContent));
      await tab.waitForTimeout(300);
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.ok(!wide, `${screen} at ${width} is too wide`);
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map((one) => `${screen} ${width} ${colorScheme}: ${one.id} ${one.nodes.map((node) => node.target).slice(0, 3)}`), []);
    }
    assert.deepEqual(trouble, []);
    await context.close();
  }
});

test('the page weighs at most 400 KB and needs nothing from outside', async () => {
  const { url } = await desk(workspace());
  const context = await browser.newContext();
  const tab = await context.newPage();
  const bodies = [];
  const elsewhere = [];
  tab.on('response', (response) => {
    if (!response.url().startsWith(new URL(url).origin) && !response.url().startsWith('data:')) elsewhere.push(response.url());
    if (response.status() === 200 && /\/client\/|\/$/.test(response.url())) bodies.push(response.body());
  });
  await tab.goto(url);
  await tab.waitForSelector('.screen h1');
  const bytes = (await Promise.all(bodies)).reduce((all, body) => all + body.length, 0);
  assert.ok(bytes > 50_000 && bytes <= 400_000, `${bytes} bytes`);
  assert.deepEqual(elsewhere, []);
  await context.close();
});

test('a field: saved without a press, shown as saved only then, and taken back to the very bytes', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'bureau');
  const before = read(folder, 'content/wushen/bureau.yaml');
  const field = tab.getByLabel('简称', { exact: true });
  await field.fill('旗医保');
  await until(() => read(folder, 'content/wushen/bureau.yaml').includes('旗医保'), 'it is written while the field is still open');
  await saved(tab);
  // One key after the other is one change.
  await field.pressSequentially('局');
  await until(() => read(folder, 'content/wushen/bureau.yaml').includes('旗医保局'), 'the last key too');
  const changed = read(folder, 'content/wushen/bureau.yaml').split('\n').filter((one, index) => one !== before.split('\n')[index]);
  assert.equal(changed.length, 1, 'no other line is touched');
  await go(tab, 'history');
  await tab.waitForFunction(() => document.querySelectorAll('.hlist li').length === 1);
  assert.match(await tab.locator('.hlist li').textContent(), /王示例.*简称/);
  await tab.click('.head button:has-text("撤销：")');
  await until(() => read(folder, 'content/wushen/bureau.yaml') === before, 'an undo gives back every byte');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('what somebody else does appears; the same field is shown side by side', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'bureau');
  const file = path.join(folder, 'content/wushen/bureau.yaml');
  const name = tab.getByLabel(/^名称/).first();
  await name.waitFor();
  // Another field, by an editor: it is simply there.
  const whole = readFileSync(file, 'utf8');
  const short = line(whole, 'short_name:') ?? line(whole, '简称');
  writeFileSync(file, whole.replace(short, short.replace(/:.*/, ': 编辑器改的')));
  await tab.waitForFunction(() => [...document.querySelectorAll('input')].some((input) => input.value === '编辑器改的'));
  // The same field: while she types, an import writes it.
  const phone = tab.getByLabel('地址', { exact: true });
  await phone.focus();
  await tab.keyboard.type('甲');
  const now = readFileSync(file, 'utf8');
  writeFileSync(file, `${now.trimEnd()}\naddress: 乙路2号\n`.replace(/^address:.*\n(?=[\s\S]*^address: 乙路2号)/m, ''));
  await tab.waitForSelector('.conflict');
  assert.match(await tab.locator('.conflict').textContent(), /两个人都改了.*乙路2号/);
  await tab.locator('.conflict').getByRole('button', { name: '用我的' }).click();
  await until(() => /^address: .*甲/m.test(readFileSync(file, 'utf8')), 'her own value counts now');
  await tab.waitForSelector('.conflict', { state: 'detached' });
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the catalog as a sheet: typed, by an input method, a new row, taken back', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'catalog');
  const file = 'content/wushen/catalog.yaml';
  const before = read(folder, file);
  const found = errors(folder);
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.locator('.sheet-host textarea').first().focus();
  // The first cell is the name of the first item; its handling type stands beside it.
  await tab.keyboard.press('ArrowRight');
  await tab.keyboard.press('2');
  await until(() => read(folder, file) !== before, 'a digit sets the cell');
  const lines = (text) => text.split('\n');
  const changed = lines(read(folder, file)).filter((one, index) => one !== lines(before)[index]);
  assert.equal(changed.length, 1, changed.join('\n'));
  assert.match(changed[0], /promised|承诺件/);
  await saved(tab);
  await tab.keyboard.press('Control+z');
  await until(() => read(folder, file) === before, 'Ctrl+Z gives back every byte');
  // A name is typed with an input method, into a cell that is only selected.
  await tab.keyboard.press('ArrowLeft');
  const ime = await tab.context().newCDPSession(tab);
  await ime.send('Input.imeSetComposition', { selectionStart: 2, selectionEnd: 2, text: 'ce' });
  await ime.send('Input.insertText', { text: '测试事项' });
  await tab.keyboard.press('Enter');
  await until(() => read(folder, file).includes('name: 测试事项'), 'what an input method brings');
  await saved(tab);
  await tab.waitForTimeout(400);
  await tab.keyboard.press('Control+z');
  await until(() => read(folder, file) === before, 'and back');
  // A new row is written once it has a name, with an id that the program makes.
  await tab.getByRole('button', { name: '插入一行' }).click();
  await tab.waitForTimeout(500);
  assert.equal(read(folder, file), before, 'a row without a name is no record yet');
  await tab.keyboard.type('XQ');
  await tab.keyboard.press('Enter');
  await until(() => /name: XQ\n/.test(read(folder, file)), 'now it is');
  const items = (text) => text.match(/^ {2}- id:/gm).length;
  assert.equal(items(read(folder, file)), items(before) + 1);
  assert.match(read(folder, file), /id: xq\b/);
  await saved(tab);
  assert.deepEqual(errors(folder), found, 'and it brings no error');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('beside it stands the piece as it will be printed, fresh after a change', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'bureau');
  const drawing = () => tab.evaluate(() => document.querySelector('.pic')?.shadowRoot?.querySelector('svg')?.outerHTML.length ?? 0);
  await tab.waitForFunction(() => document.querySelector('.pic')?.shadowRoot?.querySelector('svg'));
  assert.ok(await drawing() > 1000);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the command line and the desk see each other', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab } = await open(browser, url, 'bureau');
  await tab.getByLabel('简称', { exact: true }).fill('甲');
  await saved(tab);
  const said = execFileSync(process.env.YIZHAN_PROGRAM, ['history', '--lang', 'zh', '-C', folder], { encoding: 'utf8' });
  assert.match(said, /王示例/);
  execFileSync(process.env.YIZHAN_PROGRAM, ['undo', '-q', '--write', '-C', folder]);
  await go(tab, 'history');
  await tab.waitForFunction(() => document.querySelectorAll('.hlist li').length === 2);
  await context.close();
});
