// What people do with the site: search, narrow, see whether a point is open, set it large.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { address, launch, open as openIn } from './pages.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
const open = (page, options) => openIn(browser, page, options);

/** Types into the search of a page and gives what comes, one line a result. */
async function found(tab, words) {
  await tab.fill('#q', words);
  await tab.waitForFunction(() => document.querySelector('.find [role=status]').textContent !== '');
  return tab.locator('.found a').allTextContents();
}

test('search: by characters, by pinyin, by initials, by address, by the text, and with a slip', async () => {
  const { context, tab, trouble } = await open('wushen/index.html', { viewport: { width: 360, height: 780 } });
  const has = async (words, wanted) => {
    const list = await found(tab, words);
    assert.ok(list.slice(0, 6).some((t) => t.includes(wanted)), `${words}: ${list.slice(0, 6)}`);
    return list;
  };
  await has('参保登记', '职工参保登记');
  await has('cbdj', '职工参保登记');
  await has('canbao', '参保登记');
  await has('zgcanbaodj', '职工参保登记');
  await has('ＣＢＤＪ', '职工参保登记');
  await has('galutu', '嘎鲁图');
  await has('职工 登记', '职工参保登记');
  await has('示例路12号', '嘎鲁图镇党群服务中心');
  await has('参宝登记', '参保登记');
  assert.match(await tab.locator('.find [role=status]').textContent(), /是不是/);
  await has('canbapdengji', '参保登记');
  assert.deepEqual(await found(tab, 'xyzxyzxyz'), []);
  assert.match(await tab.locator('.find [role=status]').textContent(), /没有找到/);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('search: with the keyboard alone, and the page of the search takes its words from the address', async () => {
  const { context, tab, trouble } = await open('wushen/search/index.html');
  await tab.goto(`${address('wushen/search/index.html')}?q=cbdj`);
  await tab.waitForSelector('.found a');
  await tab.keyboard.press('/');
  assert.equal(await tab.evaluate(() => document.activeElement.id), 'q');
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('ArrowUp');
  const name = await tab.evaluate(() => document.activeElement.textContent);
  assert.match(name, /参保登记/);
  await tab.keyboard.press('Enter');
  await tab.waitForURL(/items\//);
  assert.ok(name.startsWith((await tab.locator('h1').textContent()).trim()));
  await tab.goBack();
  await tab.waitForSelector('.found a');
  await tab.focus('#q');
  await tab.keyboard.press('Escape');
  assert.equal(await tab.inputValue('#q'), '');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('search: what was found is read well by machines too (axe), and nothing is wider than the window', async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const [width, words] of [[320, '参保'], [1280, '参宝登计'], [360, 'xyzxyzxyz']]) {
    const { context, tab } = await open('wushen/search/index.html', { bypassCSP: true, viewport: { width, height: 800 } });
    await found(tab, words);
    await tab.waitForSelector('form[aria-busy=false]');
    await tab.addScriptTag({ content: axe });
    const list = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(list.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')}`), [], words);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${words} at ${width}`);
    await context.close();
  }
});

test('search: the portal looks in every bureau', async () => {
  const { context, tab, trouble } = await open('index.html');
  const list = await found(tab, 'cbdj');
  assert.ok(list.some((t) => t.includes('乌审')) && list.some((t) => !t.includes('乌审')), String(list));
  assert.deepEqual(trouble, []);
  await context.close();
});

test('search: quick among 5,000 pages', async () => {
  const { context, tab } = await open('wushen/index.html');
  await tab.focus('#q');
  await found(tab, '参保');
  const worst = await tab.evaluate(() => {
    const rows = [];
    const names = ['参保登记', '异地就医备案', '医保服务站', '生育津贴支付', '门诊慢特病认定'];
    for (let i = 0; i < 5000; i++) rows.push([i % 2 ? 0 : 2, `x${i}`, names[i % 5] + i, '', [], '', 0]);
    const x = rows.map((_, i) => [i, '示例路'.repeat(60) + i]);
    // The index is loaded as a script, so it is added through one.
    Object.defineProperty(document, 'currentScript', { configurable: true, get: () => ({ getAttribute: () => 'other/search.js' }) });
    globalThis.yizhan.index({ r: rows, x });
    let most = 0;
    for (const words of ['参保', 'cbdj', 'canbaodengji', 'shengyujt4', '示例路4999', 'yidijiuyi', '参宝登计', 'nothinglikethis']) {
      const times = [];
      for (let n = 0; n < 5; n++) { const t = performance.now(); globalThis.yizhan.find(words); times.push(performance.now() - t); }
      most = Math.max(most, times.sort((a, b) => a - b)[2]);
    }
    return most;
  });
  console.log(`search in 5,000 pages: ${worst.toFixed(1)} ms at the most (median of five)`);
  assert.ok(worst < 400, `${worst} ms`);
  await context.close();
});

test('search: what people say, questions, traditional characters, sounds, and never “not found” while something is on its way', async () => {
  const { context, tab, trouble } = await open('wushen/index.html', { viewport: { width: 360, height: 780 } });
  // The index is held back: until it is there nothing is said to be missing, and the reader sees that it is looked for.
  const said = [];
  await tab.exposeFunction('heard', (text) => said.push(text));
  await tab.evaluate(() => {
    const status = document.querySelector('.find [role=status]');
    const head = document.head;
    const append = head.appendChild.bind(head);
    const held = [];
    head.appendChild = (script) => { if (/wushen\/search/.test(script.src)) held.push(script); else append(script); return script; };
    globalThis.release = () => { head.appendChild = append; held.forEach(append); };
    new MutationObserver(() => globalThis.heard(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
  });
  await tab.fill('#q', '转院');
  await tab.waitForSelector('.found .wait');
  assert.equal(await tab.getAttribute('form.find', 'aria-busy'), 'true');
  assert.equal(await tab.locator('.find [role=status]').textContent(), '');
  await tab.evaluate(() => globalThis.release());
  await tab.waitForSelector('.found a');
  assert.match((await tab.locator('.found a').first().textContent()), /异地转诊人员备案/);
  await tab.waitForSelector('form[aria-busy=false]');
  assert.ok(!said.some((text) => text.includes('没有')), String(said));
  for (const [words, wanted] of [['异地就医怎么备案', '备案'], ['異地就醫', '备案'], ['12393', '联系我们'], ['工行', '工商银行'], ['旗医院', '医院']]) {
    assert.match((await found(tab, words))[0], new RegExp(wanted), words);
    assert.match(await tab.locator('.find [role=status]').textContent(), /^找到/, words);
  }
  assert.match((await found(tab, '缴废'))[0], /缴费/);
  assert.match(await tab.locator('.find [role=status]').textContent(), /没有完全一样的，您是不是找/);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('open now: winter lunch, summer lunch, evening, Saturday, a holiday, and a year that the calendar does not reach', async () => {
  // 嘎鲁图镇: from May to September 08:30-12:00 and 15:00-18:00, else 14:30-17:30; Monday to Friday, closed on holidays.
  const say = async (time) => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.clock.setFixedTime(new Date(time));
    await tab.goto(address('wushen/points/township-galutu/index.html'));
    await tab.waitForTimeout(150);
    const now = tab.locator('.lead .now');
    const text = (await now.isVisible()) ? (await now.textContent()).trim() : 'nothing';
    await context.close();
    return text;
  };
  assert.equal(await say('2026-01-14T10:00:00+08:00'), '现在开门，12:00 关门');
  assert.equal(await say('2026-01-14T13:00:00+08:00'), '现在没开门，今天 14:30 开门');
  assert.equal(await say('2026-06-03T14:45:00+08:00'), '现在没开门，今天 15:00 开门');
  assert.equal(await say('2026-06-03T17:45:00+08:00'), '现在开门，18:00 关门');
  assert.equal(await say('2026-01-14T17:45:00+08:00'), '现在没开门，明天 08:30 开门');
  assert.equal(await say('2026-06-06T10:00:00+08:00'), '今天休息，周一 08:30 开门');
  assert.equal(await say('2026-10-01T10:00:00+08:00'), '今天休息，明天 08:30 开门');
  // A phone in another part of the world shows Beijing's time.
  assert.equal(await say('2026-01-14T02:00:00Z'), '现在开门，12:00 关门');
  assert.equal(await say('2031-01-14T10:00:00+08:00'), 'nothing');
});

test('only what is open now, and the nearest first', async () => {
  const context = await browser.newContext({ permissions: ['geolocation'], geolocation: { latitude: 38.60, longitude: 108.84 } });
  const tab = await context.newPage();
  await tab.clock.setFixedTime(new Date('2026-06-06T10:00:00+08:00'));
  await tab.goto(address('wushen/points/index.html'));
  await tab.waitForSelector('.now.shut');
  const before = await tab.locator('[data-row]:visible').count();
  await tab.check('#only-open');
  const after = await tab.locator('[data-row]:visible').count();
  assert.ok(after > 0 && after < before, `${after} of ${before}`);
  assert.equal(await tab.locator('[data-row]:visible .now.open').count(), after);
  assert.match(await tab.locator('#tools-status').textContent(), new RegExp(`${after} 个`));
  await tab.uncheck('#only-open');
  if (await tab.locator('#near').isVisible()) {
    await tab.click('#near');
    await tab.waitForSelector('#nearest li');
    assert.equal(await tab.locator('#nearest li').count(), 5);
  }
  await context.close();
});

test('filters: together with the script, as links without it', async () => {
  const { context, tab, trouble } = await open('wushen/items/index.html');
  const rows = tab.locator('[data-f]:visible');
  const all = await rows.count();
  await tab.selectOption('select[name=category]', { index: 1 });
  const some = await rows.count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  await tab.selectOption('select[name=channel]', { index: 3 });
  await tab.selectOption('select[name=depth]', { index: 1 });
  const fewer = await rows.count();
  assert.ok(fewer < some);
  assert.match(await tab.locator('.filter [role=status]').textContent(), new RegExp(`${fewer} 项`));
  await tab.click('.filter button');
  await tab.waitForFunction((n) => document.querySelectorAll('[data-f]:not([hidden])').length === n, all);
  assert.deepEqual(trouble, []);
  await context.close();
  const plain = await open('wushen/items/index.html', { javaScriptEnabled: false });
  assert.ok(!(await plain.tab.locator('.filter').isVisible()));
  await plain.tab.click('.no-script a >> nth=0');
  assert.match(await plain.tab.locator('h1').textContent(), /服务对象/);
  await plain.context.close();
});

test('长辈版: one press, larger, remembered on the next page, and nothing too wide', async () => {
  for (const width of [320, 360, 1280]) {
    const { context, tab, trouble } = await open('wushen/index.html', { viewport: { width, height: 800 } });
    await tab.click('#elder');
    assert.equal(await tab.evaluate(() => getComputedStyle(document.body).fontSize), '24px');
    for (const page of ['wushen/items/index.html', 'wushen/items/employee-enrollment/index.html', 'wushen/points/township-galutu/index.html', 'wushen/points/index.html']) {
      await tab.goto(address(page));
      assert.equal(await tab.evaluate(() => getComputedStyle(document.body).fontSize), '24px', page);
      assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${page} at ${width}`);
    }
    await tab.click('#elder');
    assert.equal(await tab.evaluate(() => getComputedStyle(document.body).fontSize), '17px');
    assert.deepEqual(trouble, []);
    await context.close();
  }
});

test('print: no search, no buttons, and black on white in the dark too', async () => {
  const { context, tab } = await open('wushen/items/employee-enrollment/index.html', { colorScheme: 'dark' });
  await tab.emulateMedia({ media: 'print' });
  const style = await tab.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual(style, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  assert.equal(await tab.locator('#elder').isVisible(), false);
  await context.close();
});

test('points side by side: only those that the reader ticks', async () => {
  const { context, tab, trouble } = await open('wushen/points/_compare/index.html', { viewport: { width: 360, height: 780 } });
  const button = tab.locator('#only-chosen');
  assert.ok(await button.isDisabled());
  await tab.locator('.choose').nth(1).check();
  await tab.locator('.choose').nth(3).check();
  await button.click();
  assert.equal(await tab.locator('.compare tbody tr:visible').count(), 2);
  assert.match(await tab.locator('#choose-status').textContent(), /2 个/);
  assert.equal(await button.getAttribute('aria-pressed'), 'true');
  // Unticking takes nothing away under the reader's finger.
  await tab.locator('.choose:visible').first().uncheck();
  assert.equal(await tab.locator('.compare tbody tr:visible').count(), 2);
  await button.click();
  assert.ok(await tab.locator('.compare tbody tr:visible').count() > 10);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('plan: a task is overdue from the day after its deadline, by Beijing time', async () => {
  for (const [now, late] of [['2022-09-30T23:30:00+08:00', 0], ['2022-10-01T00:30:00+08:00', 3]]) {
    const { context, tab } = await open('index.html');
    await tab.clock.setFixedTime(new Date(now));
    await tab.goto(address('gulou/plan/index.html'));
    assert.equal(await tab.locator('[data-due]:visible').count(), late, now);
    assert.equal(await tab.locator('#overdue').isVisible(), late > 0);
    await context.close();
  }
});

test('notices: gone from the first page on the day after their last', async () => {
  for (const [now, seen] of [['2026-11-28T23:00:00+08:00', 2], ['2026-11-29T00:10:00+08:00', 1], ['2026-12-06T08:00:00+08:00', 0]]) {
    const { context, tab } = await open('index.html');
    await tab.clock.setFixedTime(new Date(now));
    await tab.goto(address('wushen/index.html'));
    assert.equal(await tab.locator('.notices li:visible').count(), seen, now);
    assert.equal(await tab.locator('.notices').isVisible(), seen > 0);
    await tab.goto(address('wushen/notices/index.html'));
    assert.equal(await tab.locator('[data-due]:visible').count(), 2 - seen);
    await context.close();
  }
});

test('from the first page: those that are open, and the nearest', async () => {
  const { context, tab, trouble } = await open('index.html', { geolocation: { latitude: 38.6, longitude: 108.84 }, permissions: ['geolocation'] });
  await tab.clock.setFixedTime(new Date('2026-06-03T10:00:00+08:00'));
  await tab.goto(address('wushen/index.html'));
  await tab.click('a[href$="#only-open"]');
  await tab.waitForFunction(() => /现在开门的有/.test(document.querySelector('#tools-status').textContent));
  assert.ok(await tab.isChecked('#only-open'));
  await tab.goto(address('wushen/index.html'));
  await tab.click('a[href$="#near"]');
  await tab.waitForSelector('#nearest li');
  assert.deepEqual(trouble, []);
  await context.close();
});
