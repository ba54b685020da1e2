// The desk for whoever has no mouse, or sees little: every screen with all that opens in it is gone through with the keyboard, looked at under 200 % zoom, and
// given to axe at two widths in both themes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desk, end, open, workspace } from './desk.mjs';
import { png, workbook } from './office.mjs';

const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
let browser;
let url;
let point;
let entry;

/** Opens everything that is folded, and every form for something new. */
const unfold = (tab) => tab.evaluate(async () => {
  for (let turn = 0; turn < 4; turn += 1) {
    document.querySelectorAll('main details').forEach((one) => { one.open = true; });
    [...document.querySelectorAll('.pform button')].filter((one) => /^(加一项|填写$)/.test(one.textContent)).forEach((one) => one.click());
    await new Promise((done) => { setTimeout(done, 100); });
  }
});
const sheet = async (tab, ...keys) => {
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.locator('.sheet-host textarea').first().focus();
  for (const key of keys) await tab.keyboard.press(key);
};
const press = (tab, name) => tab.locator('main').getByRole('button', { name }).first().click();

/** Every screen and what opens in it: its name, its address, and how it is opened. */
const STATES = [
  ['the start', 'start', null],
  ['files that were dropped', 'start', async (tab) => {
    await tab.locator('.door input[multiple]').setInputFiles([
      { name: '网点.xlsx', mimeType: '', buffer: workbook({ name: '网点', rows: [['名称', '类型', '地址', '电话', '服务时间'], ['甲村服务点', '村级服务点', '甲村1号', 13900000000, '周一到周五看情况']] }) },
      { name: '图.png', mimeType: '', buffer: png(40, 20, () => [10, 80, 160]) },
    ]);
    await tab.waitForSelector('.one-file:nth-of-type(2)');
    await unfold(tab);
  }],
  ['the name of the person', 'start', async (tab) => { await tab.getByRole('button', { name: '换人' }).click(); }],
  ['the help', 'start', async (tab) => { await tab.keyboard.press('F1'); await tab.waitForSelector('.manual'); }],
  ['the search', 'start', async (tab) => { await tab.keyboard.press('Control+k'); await tab.keyboard.type('异地'); await tab.waitForSelector('.head .found li'); }],
  ['the bureau', 'bureau/bureau', async (tab) => { await tab.waitForSelector('.field'); await unfold(tab); }],
  ['the workspace', 'bureau/workspace', async (tab) => { await tab.waitForSelector('.field'); await unfold(tab); }],
  ['the calendar', 'bureau/calendar', async (tab) => { await tab.waitForSelector('.field'); await unfold(tab); }],
  ['the catalog', 'catalog', (tab) => sheet(tab)],
  ['the list of a cell', 'catalog', async (tab) => { await sheet(tab, 'ArrowRight', 'Alt+ArrowDown'); await tab.waitForSelector('.cells-list'); }],
  ['columns and groups', 'catalog', async (tab) => {
    await sheet(tab);
    await press(tab, '列和分组');
    const panel = tab.locator('.colpanel');
    await panel.getByRole('button', { name: '删掉…' }).first().click();
    await panel.getByRole('button', { name: /^改.*的名称等$/ }).nth(1).click();
    await panel.getByRole('button', { name: '加一种渠道' }).click();
    await panel.locator('.field select').first().waitFor();
    await unfold(tab);
  }],
  ['a piece beside the catalog', 'catalog', async (tab) => { await sheet(tab); await press(tab, '看印出来的样子'); await drawn(tab); }],
  ['the points', 'points', (tab) => sheet(tab)],
  ['a point', () => `points/${point}`, async (tab) => { await tab.waitForSelector('.hours .paint'); await unfold(tab); await drawn(tab); }],
  ['the history', 'history', async (tab) => { await tab.waitForSelector('.hone table'); }],
  ['a record as it was', 'history', async (tab) => { await press(tab, /当时的样子$/); await tab.waitForSelector('.then table'); }],
  ['going back', 'history', async (tab) => { await press(tab, /^回到/); await tab.waitForSelector('.foot.back .main'); }],
  ['the history of one record', 'history', async (tab) => { await press(tab, '只看哪一条…'); await tab.keyboard.type('异地'); await tab.waitForSelector('.title .found li'); }],
  ['the problems', 'problems', (tab) => tab.waitForSelector('.probs li')],
  ['a reason', 'problems', async (tab) => { await tab.waitForSelector('.probs li'); await press(tab, '原文就这样…'); await tab.waitForSelector('.probs form'); }],
];
const drawn = (tab) => tab.waitForFunction(() => document.querySelector('.pic')?.shadowRoot?.querySelector('svg'));

/** Opens a state upon a page that was loaded anew. */
async function show(tab, [, address, opens]) {
  const to = typeof address === 'function' ? address() : address;
  await tab.evaluate(() => localStorage.clear());
  await tab.goto(`${tab.url().split('#')[0]}#/${to}`);
  await tab.reload();
  await tab.waitForSelector('.screen h1');
  await tab.waitForFunction(() => !/正在/.test(document.querySelector('.screen').textContent));
  await opens?.(tab);
  await tab.waitForTimeout(200);
}

/** The site in its frame runs no script: the browser says so. */
const meant = (one) => !/^Blocked script execution in '[^']*\/site\//.test(one);

/** Looks at every state, and gives what was found, each with the state that it was found in. */
async function each(tab, look) {
  const found = [];
  for (const state of STATES) {
    try {
      await show(tab, state);
      if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}${STATES.indexOf(state)}.png` });
      found.push(...(await look(tab)).map((one) => `${state[0]}: ${one}`));
    } catch (error) { found.push(`${state[0]}: ${error.message.split('\n').slice(0, 3).join(' ')}`); }
  }
  return found;
}

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  ({ url } = await desk(workspace()));
  const { context, tab } = await open(browser, url, 'bureau');
  await tab.getByLabel('简称', { exact: true }).fill('旗医保');
  await tab.waitForFunction(() => /已保存 \d/.test(document.querySelector('.saved').textContent));
  point = await tab.evaluate(async () => (await (await fetch('api/sheet?sheet=points&bureau=wushen')).json()).rows.find((row) => row.group === undefined).id);
  await context.close();
});
after(async () => { await browser.close(); end(); });

for (const [width, height] of [[1280, 720], [1024, 700]]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`nothing for axe at ${width}, ${colorScheme}, with everything open that opens`, async () => {
      const { context, tab, trouble } = await open(browser, url, 'start', { viewport: { width, height }, colorScheme });
      const found = await each(tab, async () => {
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate(() => window.axe.run());
        return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).slice(0, 3).join('; ')}`);
      });
      assert.deepEqual(found, []);
      assert.deepEqual(trouble.filter(meant), []);
      await context.close();
    });
  }
}

test('under 200 % zoom nothing is cut off, nothing is out of reach, and only tables go sideways', async () => {
  // 1366 × 768 under 200 %.
  const { context, tab, trouble } = await open(browser, url, 'start', { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 });
  const found = await each(tab, () => tab.evaluate(cut_off));
  assert.deepEqual(found, []);
  assert.deepEqual(trouble.filter(meant), []);
  await context.close();
});

test('under 200 % zoom the chosen cell is seen wherever the keys go', async () => {
  const { context, tab } = await open(browser, url, 'start', { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 });
  for (const name of ['the catalog', 'the points', 'a piece beside the catalog']) {
    await show(tab, STATES.find((state) => state[0] === name));
    await tab.locator('.sheet-host textarea').first().focus();
    for (const key of ['ArrowDown', 'PageDown', 'ArrowDown', 'End', 'PageDown', 'Control+End', 'Control+Home', 'PageDown']) {
      await tab.keyboard.press(key);
      await tab.waitForTimeout(60);
      const hidden = await tab.evaluate(() => {
        const box = document.querySelector('.cells-td.cur').getBoundingClientRect();
        const there = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 60) / 2);
        return there?.closest('.cells-td.cur, textarea') ? '' : `${JSON.stringify(box)} is covered by ${there?.className}`;
      });
      assert.equal(hidden, '', `${name}, ${key}`);
    }
  }
  await context.close();
});

test('the keyboard alone reaches every control of every screen, each shows that it has the focus, and none holds it', async () => {
  const { context, tab, trouble } = await open(browser, url);
  const found = await each(tab, walk);
  assert.deepEqual(found, []);
  assert.deepEqual(trouble.filter(meant), []);
  await context.close();
});

test('what a key opens Esc closes, and the focus is where it was', async () => {
  const { context, tab, trouble } = await open(browser, url);
  const focus = () => tab.evaluate(() => document.activeElement.textContent || document.activeElement.getAttribute('aria-label') || document.activeElement.tagName);
  const OPENED = [
    ['start', '.nav button:text("换人")', '.me input'],
    ['problems', '.probs button:text("原文就这样…")', '.probs form'],
    ['bureau/bureau', '.pform button:visible:text-matches("^加一项")', '.draft'],
    ['history', '.hone button:text-matches("当时的样子$")', '.then'],
    ['history', '.foot button:text-matches("^回到")', '.foot.back .main'],
    ['history', '.title button:text("只看哪一条…")', '.title .finder'],
  ];
  for (const [address, opener, opened] of OPENED) {
    await show(tab, ['', address, null]);
    const button = tab.locator(opener).first();
    await button.waitFor();
    await button.focus();
    const words = await focus();
    await tab.keyboard.press('Enter');
    await tab.waitForSelector(opened);
    await tab.waitForTimeout(100);
    await tab.keyboard.press('Escape');
    await tab.waitForSelector(opened, { state: 'detached' });
    await tab.waitForTimeout(500);
    assert.equal(await focus(), words, `${address}, ${opener}`);
  }
  // The help by its key, the search by its own.
  await tab.keyboard.press('F1');
  await tab.waitForSelector('.manual');
  await tab.keyboard.press('Escape');
  await tab.waitForSelector('.manual', { state: 'detached' });
  assert.equal(await focus(), '帮助');
  await tab.keyboard.press('Control+k');
  await tab.keyboard.type('异地');
  await tab.waitForSelector('.head .found');
  await tab.keyboard.press('Escape');
  await tab.waitForSelector('.head .found', { state: 'detached' });
  assert.equal(await focus(), '帮助');
  assert.deepEqual(trouble.filter(meant), []);
  await context.close();
});

test('F6 leads out of the sheet to what is beside and back; a column is made wider by keys', async () => {
  const { context, tab } = await open(browser, url);
  const inside = () => tab.evaluate(() => document.activeElement.closest('.sheet-host, .colpanel, .title')?.className);
  await show(tab, ['', 'catalog', (page) => sheet(page)]);
  await tab.keyboard.press('F6');
  assert.match(await inside(), /title/);
  await press(tab, '列和分组');
  await tab.waitForSelector('.colpanel');
  await tab.keyboard.press('F6');
  assert.match(await inside(), /sheet-host/);
  await tab.keyboard.press('F6');
  assert.match(await inside(), /colpanel/);
  await tab.keyboard.press('F6');
  const width = () => tab.evaluate(() => Math.round(document.querySelector('.cells-td.cur').getBoundingClientRect().width));
  const was = await width();
  await tab.keyboard.press('Alt+=');
  assert.equal(await width(), was + 16);
  await tab.keyboard.press('Alt+-');
  assert.equal(await width(), was);
  await context.close();
});

/** Goes through the page with Tab from its beginning to its end. */
async function walk(tab) {
  await tab.evaluate(() => {
    window.passed = new Set();
    // The beginning of the page.
    const start = document.createElement('a');
    start.href = '#';
    document.body.prepend(start);
    start.focus();
    start.remove();
  });
  const found = [];
  for (let turn = 0; turn < 900; turn += 1) {
    await tab.keyboard.press('Tab');
    const at = await tab.evaluate(stop_of);
    if (at.end) break;
    found.push(...at.found);
    // A sheet keeps Tab for its cells, until its last one.
    if (at.sheet) {
      await tab.keyboard.press('Control+End');
      for (let more = 0; more < 60 && await tab.evaluate(() => document.activeElement.matches('.cells-edit')); more += 1) await tab.keyboard.press('Tab');
      const behind = await tab.evaluate(stop_of);
      if (behind.end) break;
      found.push(...behind.found);
    }
  }
  return [...found, ...await tab.evaluate(left_out)];
}

/** In the page: what is wrong with where the focus is, and whether the way is at its end. */
function stop_of() {
  const one = document.activeElement;
  const name = `<${one.tagName.toLowerCase()}.${one.className}> ${(one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 20)}`;
  if (one === document.body || one === document.documentElement) return { end: true, found: [] };
  // The site in its frame is a page of its own, with its own way through it.
  if (window.passed.has(one)) return { end: !one.matches('iframe'), found: [] };
  window.passed.add(one);
  const found = [];
  if (one.tabIndex > 0) found.push(`stands before its turn: ${name}`);
  if (one.matches('.cells-edit')) return { sheet: true, found: document.querySelector('.cells.on .cells-td.cur') ? [] : ['the sheet does not show that it has the focus'] };
  const shows = one.matches('.file input') ? one.closest('.file') : one;
  const style = getComputedStyle(shows);
  // In a frame the page within shows what has it.
  if (!one.matches('iframe') && (style.outlineStyle === 'none' || Number.parseFloat(style.outlineWidth) < 2)) found.push(`does not show the focus: ${name}`);
  const box = shows.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  if (!points.some((there) => there && (shows.contains(there) || there.contains(shows) && there.matches('label')))) {
    // What is larger than the window is seen by its parts.
    if (box.height < innerHeight && box.width < innerWidth) found.push(`has the focus and is not seen: ${name}`);
  }
  return { found };
}

/** In the page: controls that the way has left out, and places to click that are none. */
function left_out() {
  const name = (one) => `<${one.tagName.toLowerCase()}.${one.className}> ${(one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 20)}`;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const controls = [...document.querySelectorAll('a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex]')].filter((one) => one.tabIndex >= 0 && seen(one));
  const out = controls.filter((one) => !window.passed.has(one)).map((one) => `is not reached: ${name(one)}`);
  // What is clicked is a control, or lies in one, or is the sheet, whose keys are tested with it.
  const free = [...document.querySelectorAll('#desk *')].filter((one) => getComputedStyle(one).cursor === 'pointer' && seen(one)
    && !one.closest('a[href], button, summary, label, input, select, [role=option], [tabindex], .cells'));
  return [...out, ...free.map((one) => `is clicked and is no control: ${name(one)}`)];
}

/** In the page: what cannot be read or reached in a small window. */
function cut_off() {
  const out = [];
  const wide = document.documentElement.clientWidth;
  const high = document.documentElement.clientHeight;
  const name = (one) => `<${one.tagName.toLowerCase()}${one.className && typeof one.className === 'string' ? `.${one.className.split(' ').join('.')}` : ''}> ${(one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 20)}`;
  if (document.documentElement.scrollWidth > wide) out.push(`the page goes sideways: ${document.documentElement.scrollWidth} of ${wide}`);
  // Tables may: they are regions of their own that the keyboard scrolls. So may a piece that was made larger.
  const TABLES = '.cells, .preview, .scroll, .pages.large';
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('.vh, .cells-vh, .skip, [aria-hidden=true]');
  for (const one of document.querySelectorAll('#desk *')) {
    if (!seen(one) || one.closest(TABLES) !== null && !one.matches(TABLES)) continue;
    const style = getComputedStyle(one);
    const sideways = one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.matches(TABLES);
    if (sideways && ['auto', 'scroll'].includes(style.overflowX) && !one.matches('textarea')) out.push(`goes sideways: ${name(one)}`);
    // What is shortened says the whole beside or in its title.
    if (sideways && ['hidden', 'clip'].includes(style.overflowX) && !one.title && !one.matches('.file')) out.push(`is cut: ${name(one)}`);
    const downwards = one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 0;
    if (downwards && ['hidden', 'clip'].includes(style.overflowY) && one !== document.body && !one.matches('.file')) out.push(`is cut below: ${name(one)}`);
    // A place that scrolls must show enough to read.
    if (downwards && ['auto', 'scroll'].includes(style.overflowY) && one.clientHeight < 60 && !one.matches('textarea')) out.push(`shows ${one.clientHeight} px of ${one.scrollHeight}: ${name(one)}`);
  }
  for (const one of document.querySelectorAll('a[href], button, input:not([type=file]), select, textarea:not(.cells-edit), summary, .cells-view')) {
    if (!seen(one) || one.matches('.hot')) continue;
    one.scrollIntoView({ block: 'center', inline: 'nearest' });
    const box = one.getBoundingClientRect();
    if (one.closest(TABLES) && !one.matches('.cells-view')) continue;
    if (box.left < -1 || box.right > wide + 1) out.push(`stands outside (${Math.round(box.left)}–${Math.round(box.right)}): ${name(one)}`);
    if (one.matches('.cells-view') && box.height < 180) out.push(`the sheet shows ${Math.round(box.height)} px`);
    const x = box.left + box.width / 2;
    const y = Math.min(high - 2, Math.max(1, box.top + Math.min(box.height, high) / 2));
    const there = document.elementFromPoint(x, y);
    // A list that is open may lie over what is behind it.
    if (there?.closest('.found, .cells-list') && !one.closest('.found, .cells-list')) continue;
    if (!there || !(one === there || one.contains(there) || there.contains(one) && there.matches('label, li') || one.labels?.length && [...one.labels].some((label) => label.contains(there)))) out.push(`is covered by ${there ? name(there) : 'nothing'}: ${name(one)}`);
  }
  scrollTo(0, 0);
  return out;
}
