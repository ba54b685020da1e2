// One point in its form, as a clerk fills it in: every control of its own with the keyboard alone, what is asked, and the way back to the very bytes.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desk, end, open, workspace } from './desk.mjs';

const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
const FILE = 'content/wushen/points/townships.yaml';
const POINT = 'township-wudinghe';
let browser;
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }); });
after(async () => { await browser.close(); end(); });

const until = async (what, words) => {
  for (let turn = 0; turn < 100; turn += 1) {
    // The page has heard of it a moment later.
    if (what()) { await new Promise((done) => { setTimeout(done, 350); }); return; }
    await new Promise((done) => { setTimeout(done, 100); });
  }
  assert.fail(typeof words === 'function' ? words() : words);
};

/** A desk with the form of a point open; `text` is what its record says in the file now, `back` takes everything back. */
async function point(id = POINT, options = {}) {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'points', options);
  const file = path.join(folder, FILE);
  const first = readFileSync(file, 'utf8');
  await tab.evaluate((own) => { location.hash = `#/points/${own}`; }, id);
  await tab.locator('.form-part .hours .means').first().waitFor();
  const own = (all) => all.split(/^(?=- id: )/m).find((part) => part.startsWith(`- id: ${id}\n`));
  const text = () => own(readFileSync(file, 'utf8'));
  const value = (key) => text().split('\n').find((line) => line.startsWith(`  ${key}:`))?.trim() ?? '';
  const back = async () => {
    // One press after the other, each once the head names the next change.
    for (let turn = 0; turn < 20 && readFileSync(file, 'utf8') !== first; turn += 1) {
      const now = readFileSync(file, 'utf8');
      await tab.locator('.head button:has-text("撤销：")').click();
      for (let wait = 0; wait < 40 && readFileSync(file, 'utf8') === now; wait += 1) await tab.waitForTimeout(100);
      await tab.waitForTimeout(500);
    }
    assert.equal(readFileSync(file, 'utf8'), first, 'every byte is as before');
    assert.deepEqual(trouble, []);
    await context.close();
  };
  return { folder, tab, trouble, text, value, back, context };
}

/** Puts the cursor on the bar of a day by the keyboard. */
const bar = (tab, day) => tab.locator('.hours').first().getByRole('group', { name: day, exact: true }).locator('.paint');

test('the form of a point: no trouble, nothing for axe, nothing too wide, in both themes', async () => {
  for (const [width, height, colorScheme] of [[1366, 625, 'light'], [1024, 700, 'light'], [1366, 625, 'dark'], [1920, 900, 'light']]) {
    const { tab, context, trouble } = await point('township-galutu', { viewport: { width, height }, colorScheme });
    await tab.locator('.hot').first().waitFor();
    await tab.getByRole('button', { name: /^看全部 \d+ 项/ }).click();
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.ok(!wide, `too wide at ${width}`);
    await tab.evaluate(axe);
    const { violations } = await tab.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map((one) => `${width} ${colorScheme}: ${one.id} ${one.nodes.map((node) => node.target).slice(0, 3)}`), []);
    assert.deepEqual(trouble, []);
    await context.close();
  }
});

test('the painted week by keys: paint, erase, give to other days, a day as text', async () => {
  const { tab, value, back } = await point();
  assert.equal(value('hours'), 'hours: "Mo-Fr 08:30-12:00,14:30-17:30; PH off"');
  await bar(tab, '周六').focus();
  // From 8:30, where the cursor stands, to 9:00.
  await tab.keyboard.press('ArrowRight');
  await tab.keyboard.press('ArrowRight');
  for (let step = 0; step < 9; step += 1) await tab.keyboard.press('Shift+ArrowRight');
  await tab.keyboard.press('Space');
  await until(() => value('hours').includes('Sa 09:00-11:30'), 'the range is painted');
  assert.match(await tab.locator('.hours .means').first().textContent(), /这样印：.*周六 09:00—11:30/);
  await tab.keyboard.press('Control+d');
  await until(() => /Sa-Su 09:00-11:30/.test(value('hours')), 'the day is given to the ones below');
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Delete');
  await until(() => /Sa 09:00-11:30/.test(value('hours')), 'Delete leaves the rest of the week alone');
  // The same day as a text.
  const line = tab.locator('.hours').first().getByRole('textbox', { name: '周三的时间' });
  await line.fill('8:30-12:00，15:00-18:00');
  await line.press('Enter');
  await until(() => /We 08:30-12:00,15:00-18:00/.test(value('hours')), 'what is typed is read');
  await line.fill('随便');
  await line.press('Enter');
  await tab.getByText('“随便”没读懂，没有改').waitFor();
  assert.match(value('hours'), /We 08:30-12:00,15:00-18:00/);
  await back();
});

test('the painted week with the pointer: two days at once, and the sentence beside', async () => {
  const { tab, value, back } = await point();
  await bar(tab, '周日').scrollIntoViewIfNeeded();
  let one = await bar(tab, '周六').boundingBox();
  let other = await bar(tab, '周日').boundingBox();
  // The rows show 8:00 to 19:00: from 9:00 to 10:00.
  const x = (hour) => one.x + ((hour - 8) / 11) * one.width + 2;
  await tab.mouse.move(x(9), one.y + 8);
  await tab.mouse.down();
  await tab.mouse.move(x(9.8), one.y + 8, { steps: 4 });
  await tab.mouse.move(x(9.8), other.y + 8, { steps: 4 });
  await tab.mouse.up();
  await until(() => /Sa-Su 09:00-10:00/.test(value('hours')), 'both days are painted');
  // The eraser takes it back.
  await tab.locator('.hours').first().getByRole('radio', { name: '擦掉' }).click();
  await bar(tab, '周日').scrollIntoViewIfNeeded();
  [one, other] = [await bar(tab, '周六').boundingBox(), await bar(tab, '周日').boundingBox()];
  await tab.mouse.move(x(8.1), one.y + 8);
  await tab.mouse.down();
  await tab.mouse.move(x(18.5), other.y + 8, { steps: 6 });
  await tab.mouse.up();
  await until(() => value('hours') === 'hours: "Mo-Fr 08:30-12:00,14:30-17:30; PH off"', () => `and erased again: ${value('hours')}`);
  await back();
});

test('seasons, holidays, words with a question, and the hours of another point', async () => {
  const { tab, value, text, back } = await point();
  const hours = tab.locator('.hours').first();
  await hours.getByRole('button', { name: '加一段日子' }).press('Enter');
  await hours.getByRole('radio', { name: '5月1日—9月30日' }).waitFor();
  const monday = hours.getByRole('textbox', { name: '周一的时间' });
  await monday.fill('8:30-12:00，15:00-18:00');
  await monday.press('Enter');
  await until(() => /May 01-Sep 30 Mo 08:30-12:00,15:00-18:00/.test(value('hours')), 'the season has its own Monday');
  assert.match(value('hours'), /^hours: "Mo-Fr 08:30-12:00,14:30-17:30;/);
  await hours.getByRole('combobox', { name: '到哪天，月' }).selectOption('8');
  await until(() => value('hours').includes('May 01-Aug 30'), 'its last day');
  await hours.getByRole('radiogroup', { name: '法定节假日' }).getByRole('radio', { name: /照常/ }).press('Enter');
  await until(() => !value('hours').includes('PH'), 'holidays as on other days');
  // Words that leave something open are a question.
  const words = hours.getByRole('combobox', { name: '用一句话写' });
  await words.fill('9:00-12:00，14:00-17:00');
  await words.press('Enter');
  await hours.getByRole('button', { name: '周一至周五，法定节假日休息' }).press('Enter');
  await hours.getByText('读成：').waitFor();
  await hours.getByRole('button', { name: '就用这个' }).press('Enter');
  await until(() => value('hours') === 'hours: "Mo-Fr 09:00-12:00,14:00-17:00; PH off"', 'the words are the hours');
  // What is no hours is kept in its own words beside them.
  await words.fill('同村委会');
  await words.press('Enter');
  await hours.getByRole('button', { name: /原话写在/ }).press('Enter');
  await until(() => text().includes('同村委会'), 'kept as words');
  // The hours of another point, by its name.
  const others = hours.getByRole('combobox', { name: '照搬另一个点的时间' });
  await others.focus();
  const choice = await tab.waitForFunction(() => { const box = document.querySelector('.hours select[id$="-others"]'); return [...box.options].find((one) => one.textContent.startsWith('嘎鲁图镇党群服务中心'))?.value; });
  await others.selectOption(await choice.jsonValue());
  await until(() => /Oct 01-Apr 30/.test(value('hours')), 'copied');
  await hours.getByRole('radio', { name: '10月1日—4月30日' }).waitFor();
  await back();
});

test('hours that no week shows are kept and said, and a text that is not understood stays', async () => {
  const { folder, tab, value } = await point();
  const file = path.join(folder, FILE);
  const whole = readFileSync(file, 'utf8');
  const old = 'phone: "0477-0000003"\n  hours: "Mo-Fr 08:30-12:00,14:30-17:30; PH off"';
  assert.ok(whole.includes(old));
  writeFileSync(file, whole.replace(old, 'phone: "0477-0000003"\n  hours: "Mo-Fr 08:30-12:00; Mo[1] off; PH off"'));
  const hours = tab.locator('.hours').first();
  await hours.getByText('每月第一个周一休息').first().waitFor();
  await bar(tab, '周日').focus();
  await tab.keyboard.press('Space');
  await until(() => /Su 08:30-08:45/.test(value('hours')), 'painted');
  assert.match(value('hours'), /Mo\[1\] off/, 'what is not shown is still there');
  writeFileSync(file, whole.replace(old, 'phone: "0477-0000003"\n  hours: "Mo-Fr 08:00-12:00; PH off; Sa 09:00-12:00"'));
  await hours.getByText('方格画不全').waitFor();
  assert.match(value('hours'), /PH off; Sa 09:00-12:00/);
});

test('phones: several, read as they are typed; a mobile is not public before somebody says so', async () => {
  const { tab, text, back } = await point();
  const phones = tab.locator('.phones').first();
  const fresh = phones.getByRole('textbox', { name: /^加一个号码/ });
  await fresh.fill('0477-0000011转8012（医保窗口）');
  await fresh.press('Enter');
  await until(() => /0477-0000011/.test(text()) && /extension: "?8012/.test(text()) && text().includes('医保窗口'), 'number, extension and name apart');
  await fresh.fill('13800000099');
  await fresh.press('Enter');
  await until(() => /number: "?13800000099"?,?\s+public: false/.test(text()), () => `for the bureau alone, before anybody was asked: ${text()}`);
  const mobile = phones.getByRole('radiogroup', { name: /13800000099 公开吗/ });
  await phones.getByText('像是个人手机，公开吗').waitFor();
  assert.equal(await mobile.locator('[aria-checked=true]').count(), 0, 'neither is pressed');
  await mobile.getByRole('radio', { name: '公开', exact: true }).press('Enter');
  await until(() => /number: "?13800000099"?,?\s+public: true/.test(text()), 'public once it was said');
  await fresh.fill('村部');
  await fresh.press('Enter');
  await phones.getByText(/“村部”里没有电话号码/).waitFor();
  await back();
});

test('a place: from a link at once, asked where the map or the order is not certain, and refused in words', async () => {
  const { tab, value, back } = await point();
  const box = tab.getByRole('textbox', { name: /贴地图链接/ });
  await box.fill('https://uri.amap.com/marker?position=108.905,38.036&name=%E7%AB%99');
  await box.press('Enter');
  await until(() => /lat: 38.036, lon: 108.905, crs: gcj02/.test(value('location')), 'certain: no question');
  await box.fill('38.037, 108.906');
  await box.press('Enter');
  await tab.getByText('这个坐标是从哪里取的').waitFor();
  assert.equal(await tab.locator('.map .spot').count(), 3, 'all three are on the outline');
  await tab.getByRole('button', { name: '百度地图' }).press('Enter');
  await until(() => /lat: 38.037, lon: 108.906, crs: bd09/.test(value('location')), 'as it was answered');
  await box.fill('https://uri.amap.com/marker?position=38.038,108.907');
  await box.press('Enter');
  await tab.getByText('像是写反了').waitFor();
  assert.match(value('location'), /38.037/, 'nothing yet');
  await tab.getByRole('button', { name: '就放在这里' }).press('Enter');
  await until(() => /lat: 38.038, lon: 108.907/.test(value('location')), 'the right way round');
  await box.fill('geo:30.28,120.15');
  await box.press('Enter');
  await tab.getByText(/边界外面/).waitFor();
  await tab.getByRole('button', { name: '不放' }).press('Enter');
  await box.fill('https://surl.amap.com/abc');
  await box.press('Enter');
  await tab.getByText('这是短链接').waitFor();
  assert.match(value('location'), /38.038/);
  await back();
});

test('people and windows: added, moved, public or not; a photo cut, without what the camera wrote', async () => {
  const { folder, tab, text, back } = await point();
  const people = tab.locator('.small-rows').first();
  await people.getByRole('button', { name: /^加一个：人员/ }).press('Enter');
  await tab.keyboard.type('示例丁');
  await people.getByRole('button', { name: '加进去' }).press('Enter');
  await until(() => text().includes('示例丁'), 'added');
  await people.getByRole('button', { name: '上移：示例丁' }).press('Enter');
  await until(() => text().indexOf('示例丁') < text().indexOf('示例乙二'), 'moved');
  const row = people.getByRole('region', { name: /示例丁/ });
  await row.getByRole('radio', { name: '公开', exact: true }).press('Enter');
  await until(() => /示例丁[\s\S]{0,40}public: true/.test(text()), 'public');
  // A picture on its side, with where it was taken.
  const jpeg = Buffer.from(await tab.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 1600; canvas.height = 1200;
    canvas.getContext('2d').fillRect(0, 0, 800, 1200);
    const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.9); });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }));
  const exif = Buffer.concat([Buffer.from('Exif\0\0II*\0\x08\0\0\0', 'latin1'), Buffer.from([2, 0, 0x0f, 1, 2, 0, 4, 0, 0, 0, 0x47, 0x45, 0x48, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0])]);
  const size = exif.length + 2;
  const turned = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1, size >> 8, size & 255]), exif, jpeg.subarray(2)]);
  const folder_of = path.join(folder, 'content/wushen/points/photos');
  const earlier = readdirSync(folder_of);
  await row.locator('input[type=file]').setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: turned });
  await row.getByRole('img', { name: /亮的一块/ }).press('ArrowDown');
  await row.getByRole('button', { name: '存这一块' }).press('Enter');
  await until(() => readdirSync(folder_of).length === earlier.length + 1, 'a file more');
  const name = readdirSync(folder_of).find((one) => !earlier.includes(one));
  assert.ok(text().includes(`photo: photos/${name}`));
  const kept = readFileSync(path.join(folder_of, name));
  assert.ok(!kept.includes('GEH') && !kept.includes('Exif'), 'nothing of the camera');
  const [width, height] = await tab.evaluate(async (bytes) => { const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)])); return [picture.width, picture.height]; }, [...kept]);
  assert.deepEqual([width, height], [840, 1120], 'upright, three by four');
  await back();
  assert.deepEqual(readdirSync(folder_of), earlier, 'the undo takes the picture too');
});

test('what can be done here: not here with a reason, here besides, and the count as one goes', async () => {
  const { tab, text, back } = await point();
  const here = tab.locator('.here');
  const count = async () => Number((await here.locator('.means b').first().textContent()));
  const first = await count();
  await here.getByRole('searchbox').fill('职工参保登记');
  const item = here.getByRole('combobox', { name: /^职工参保登记：/ });
  await item.selectOption({ label: '这里不办' });
  assert.ok(!/omits/.test(text()), 'not before there is a reason');
  await here.getByRole('textbox', { name: '为什么' }).fill('网络还没有接通');
  await here.getByRole('textbox', { name: '为什么' }).press('Enter');
  await until(() => /omits:[\s\S]*网络还没有接通/.test(text()), 'with its reason');
  await tab.waitForFunction((was) => Number(document.querySelector('.here .means b').textContent) === was - 1, first);
  await item.selectOption('same');
  await until(() => !/omits/.test(text()), () => `as the column again: ${text()}`);
  await tab.waitForFunction((was) => Number(document.querySelector('.here .means b').textContent) === was, first);
  // One that the column does not have.
  await here.getByRole('searchbox').fill('');
  await here.getByRole('button', { name: /^看全部/ }).press('Enter');
  const other = here.getByRole('listitem').filter({ hasText: '清单里没有，不办' }).first().getByRole('combobox');
  await other.selectOption('帮办');
  await here.getByRole('textbox', { name: '为什么' }).fill('派了专人');
  await here.getByRole('textbox', { name: '为什么' }).press('Enter');
  await until(() => /adds:[\s\S]*帮办[\s\S]*派了专人/.test(text()), 'added with its depth and reason');
  await tab.waitForFunction((was) => Number(document.querySelector('.here .means b').textContent) === was + 1, first);
  await back();
});

test('a line of the card leads to its field, by click and by keys', async () => {
  const { tab, context, trouble } = await point();
  const line = (words) => tab.getByRole('button', { name: words });
  await line(/0477-0000003，去改/).click();
  await tab.waitForFunction(() => document.activeElement.closest('.phones') && document.activeElement.value === '0477-0000003');
  await line(/周一至周五.*去改/).click();
  await tab.waitForFunction(() => document.activeElement.closest('.hours'));
  // What the bureau says is on its own screen.
  await line(/0477-0000099，去改/).last().click();
  await tab.waitForFunction(() => location.hash === '#/bureau' && document.activeElement.value === '0477-0000099');
  await tab.goBack();
  await tab.locator('.hot').first().waitFor();
  await tab.locator('.hot[tabindex="0"]').focus();
  await tab.keyboard.press('ArrowDown');
  assert.ok(await tab.evaluate(() => document.activeElement.matches('.hot')));
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => !document.activeElement.matches('.hot'));
  // Service list and sign lead as well.
  for (const kind of ['服务清单', '时间牌']) {
    const pieces = tab.getByRole('combobox', { name: '看哪一种' });
    if (!(await pieces.count())) { await tab.goBack(); await pieces.waitFor(); }
    const label = (await pieces.locator('option').allTextContents()).find((one) => one.includes(kind));
    assert.ok(label, `${kind} is among the pieces`);
    await pieces.selectOption({ label });
    await tab.waitForFunction((words) => document.querySelector('.live figure .pic')?.getAttribute('aria-label').includes(words), kind);
    assert.ok((await tab.locator('.hot').count()) > 3, kind);
  }
  assert.deepEqual(trouble, []);
  await context.close();
});
