// 服务清单 and 本局 as a clerk uses them: columns and groups, whole tables out of Word and Excel, what is exported, the mark, the colour, the site in its frame.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desk, end, go, open, workspace } from './desk.mjs';

const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
const FILE = 'content/wushen/catalog.yaml';
let browser;
const own = [];
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }); });
after(async () => { await browser.close(); end(); own.forEach((folder) => rmSync(folder, { recursive: true, force: true })); });

const read = (folder, file = FILE) => readFileSync(path.join(folder, file), 'utf8');
const until = async (what, words) => {
  for (let turn = 0; turn < 100; turn += 1) {
    if (await what()) return;
    await new Promise((done) => { setTimeout(done, 100); });
  }
  assert.fail(words);
};
/** A workspace with a bureau that has nothing yet. */
function bare() {
  const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-bare-'));
  own.push(folder);
  mkdirSync(path.join(folder, 'content/one'), { recursive: true });
  writeFileSync(path.join(folder, 'yizhan.yaml'), 'title: 测试\n');
  writeFileSync(path.join(folder, 'content/one/bureau.yaml'), 'name: 测试医疗保障局\nedition: "2026-04"\n');
  return folder;
}
const heads = (tab) => tab.locator('.cells-th b').allTextContents();
const focus = (tab) => tab.locator('.sheet-host textarea').first().focus();
const undo = async (tab) => { await focus(tab); await tab.keyboard.press('Control+z'); };
const axed = async (tab, words) => {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((one) => `${words}: ${one.id} ${one.nodes.map((node) => node.target).slice(0, 3)}`), []);
};
const paste = (tab, html, lines = 'x') => tab.evaluate(([html, lines]) => {
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  data.setData('text/plain', lines);
  document.querySelector('.sheet-host textarea').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, [html, lines]);

test('a channel is added, named, moved, and goes with an answer; each is one press of undo', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'catalog');
  const before = read(folder);
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.getByRole('button', { name: '列和分组' }).click();
  const panel = tab.locator('.colpanel');
  // Added.
  await panel.getByRole('button', { name: '加一种渠道' }).click();
  await panel.getByLabel('名称', { exact: true }).fill('合作银行网点');
  await panel.getByLabel('哪一级').selectOption('partner');
  await panel.getByRole('button', { name: '加进去' }).click();
  await until(async () => (await heads(tab)).includes('合作银行网点'), 'the new column');
  assert.match(read(folder), /name: 合作银行网点/);
  await undo(tab);
  await until(() => read(folder) === before, 'taken back to the byte');
  // Moved by keys: the whole column is chosen by its head.
  await tab.locator('.cells-th', { hasText: '苏木镇' }).click();
  await tab.keyboard.press('Alt+Shift+ArrowRight');
  await until(() => read(folder) !== before, 'moved');
  await until(async () => { const all = await heads(tab); return all.indexOf('嘎查村') < all.indexOf('苏木镇'); }, 'in the sheet too');
  await tab.waitForTimeout(300);
  await undo(tab);
  await until(() => read(folder) === before, 'moved back to the byte');
  // A column that is no channel stays where it is, and says so.
  await tab.locator('.cells-th', { hasText: '办件类型' }).click();
  await tab.keyboard.press('Alt+Shift+ArrowRight');
  await tab.waitForFunction(() => /位置是固定的/.test(document.querySelector('.screen > .note')?.textContent ?? ''));
  assert.equal(read(folder), before);
  // Named in its own form: the id stays.
  await panel.getByRole('button', { name: '改嘎查村的名称等' }).click();
  await panel.getByLabel('简称', { exact: true }).fill('村级');
  await until(() => /short_name: 村级/.test(read(folder)), 'the new name is in the file');
  await until(async () => (await heads(tab)).includes('村级'), 'and in the head');
  await panel.getByRole('button', { name: '改村级的名称等' }).click();
  await tab.waitForTimeout(300);
  await undo(tab);
  await until(() => read(folder) === before, 'named back');
  // It goes: points of it get another channel first.
  const line = panel.locator('li', { hasText: '卫生院' }).first();
  await line.getByRole('button', { name: '删掉…' }).click();
  await line.getByText(/还有 \d+ 个服务点/).waitFor();
  assert.equal(await line.getByRole('button', { name: '删掉', exact: true }).count(), 0, 'it cannot go by itself');
  await line.getByLabel('这些服务点改归').selectOption({ label: '苏木镇' });
  await line.getByText(/会一起删掉。\d+ 个服务点改归“苏木镇党群服务中心”/).waitFor();
  await axed(tab, 'the question');
  await line.getByRole('button', { name: '删掉', exact: true }).click();
  await until(async () => !(await heads(tab)).includes('卫生院'), 'the column is gone');
  assert.ok(!/^ {2,}[^#\n]*\bhealth/m.test(read(folder)) || read(folder) !== before);
  await undo(tab);
  await until(() => read(folder) === before, 'cells, channel and points come back with one press');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a hidden column is hidden for her alone, and the way back is said', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'catalog');
  const before = read(folder);
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.getByRole('button', { name: '列和分组' }).click();
  for (const name of ['旗中心', '苏木镇']) await tab.locator('.colpanel li', { hasText: name }).first().getByRole('button', { name: '隐藏' }).click();
  await tab.getByText('隐藏了 2 列，文件里的没有动。').waitFor();
  assert.ok(!(await heads(tab)).includes('旗中心'));
  await tab.reload();
  await tab.getByText('隐藏了 2 列，文件里的没有动。').waitFor();
  assert.equal(read(folder), before);
  // What is exported is what is seen.
  const [file] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('button', { name: '导出 Excel' }).click()]);
  assert.match(file.suggestedFilename(), /^乌审.*服务清单\.xlsx$/);
  assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), 'PK');
  await tab.getByRole('button', { name: '全部显示' }).first().click();
  await until(async () => (await heads(tab)).includes('旗中心'), 'shown again');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('groups and columns of her own: added, filled, an item moved among groups, folded', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'catalog');
  await tab.waitForSelector('[role=grid] [role=row]');
  const count = await tab.locator('.cells-row.row:not([hidden])').count();
  await tab.getByRole('button', { name: '列和分组' }).click();
  const panel = tab.locator('.colpanel');
  await panel.getByLabel('新的分组叫什么').fill('常用的');
  await panel.getByLabel('新的分组叫什么').press('Enter');
  await until(() => /title: 常用的/.test(read(folder)), 'the group is in the file');
  await panel.getByLabel(/新的一列叫什么/).fill('经办人手册页码');
  await panel.getByLabel(/新的一列叫什么/).press('Enter');
  await until(async () => (await heads(tab)).includes('经办人手册页码'), 'the column is there before anything stands in it');
  assert.ok(!read(folder).includes('经办人手册页码'));
  const box = await tab.locator('.cells-th', { hasText: '经办人手册页码' }).boundingBox();
  const row = await tab.locator('.cells-row.row:not([hidden])').first().boundingBox();
  await tab.mouse.click(box.x + 20, row.y + row.height / 2);
  await tab.keyboard.type('第12页');
  await tab.keyboard.press('Enter');
  await until(() => /经办人手册页码: 第12页/.test(read(folder)), 'its first cell brings it into the file');
  // The last item over the heading, with the keyboard alone.
  await tab.keyboard.press('Control+End');
  await tab.keyboard.press('Alt+Shift+ArrowDown');
  await until(() => /group: chang-yong-de/.test(read(folder)), 'it belongs to the group above it now');
  await panel.getByRole('button', { name: '收起', exact: true }).click();
  await tab.getByText('1 项，已收起').first().waitFor();
  await panel.getByRole('button', { name: '展开', exact: true }).click();
  assert.ok(count > 3);
  assert.deepEqual(trouble, []);
  await context.close();
});

const WORD = `<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><p class=MsoNormal>附件2</p><p class=MsoNormal align=center>某某旗医疗保障公共服务事项清单</p>
<table border=1><tr><td rowspan=2><p>序号</p></td><td rowspan=2><p>事项类型</p></td><td rowspan=2><p>事项名称</p></td><td colspan=2><p>服务渠道</p></td></tr>
<tr><td><p>旗中心</p></td><td><p>苏木镇服务站</p></td></tr>
<tr><td>1</td><td rowspan=2>公共服务</td><td>参保登记</td><td>办结</td><td>√</td></tr><tr><td>2</td><td>信息变更</td><td>办结</td><td>-</td></tr>
<tr><td>3</td><td>扩展服务</td><td>门诊报销</td><td>受理（25天内办结）</td><td></td></tr></table></body></html>`;
const EXCEL = ['某某旗医疗保障公共服务事项清单\t\t\t', '序号\t事项名称\t旗中心\t苏木镇服务站', '1\t参保登记\t办结\t帮办', '2\t异地备案\t办结\t-'].map((line) => `${line}\r\n`).join('');

test('a whole table from Word into an empty sheet: shown with its doubts, taken in as one entry', async () => {
  const folder = bare();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'catalog');
  const file = 'content/one/catalog.yaml';
  await tab.waitForSelector('[role=grid]');
  await focus(tab);
  await paste(tab, WORD);
  await tab.getByText('读懂了：事项 3 个').waitFor();
  assert.ok(!existsSync(path.join(folder, file)), 'nothing is written before she says so');
  assert.match(await tab.locator('.pasted .doubts').textContent(), /“√”当作“未注明”/);
  await axed(tab, 'a pasted table');
  await tab.getByRole('button', { name: '放进服务清单' }).click();
  await until(() => existsSync(path.join(folder, file)), 'it is in the file');
  await tab.waitForSelector('.pasted', { state: 'detached' });
  await tab.locator('.cells-td', { hasText: '门诊报销' }).waitFor();
  assert.match(read(folder, file), /name: 信息变更\n {4}category: 公共服务/, 'a merged cell counts for every row');
  // A second table over a sheet that has rows: it is asked first.
  await focus(tab);
  await paste(tab, '', EXCEL);
  await tab.getByText('剪贴板里有表头，像是一整张清单。').waitFor();
  await tab.getByRole('button', { name: '当整张表读，先看读懂了什么' }).click();
  await tab.getByText(/读懂了：事项 2 个，已有 1 个/).waitFor();
  await tab.getByRole('button', { name: '不要了' }).click();
  await tab.waitForSelector('.pasted', { state: 'detached' });
  assert.ok(!read(folder, file).includes('异地备案'));
  await undo(tab);
  await until(() => !existsSync(path.join(folder, file)), 'one press takes the table away');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the days of a depth are filled in at the list', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'catalog');
  const before = read(folder);
  await tab.waitForSelector('[role=grid] [role=row]');
  const box = await tab.locator('.cells-th', { hasText: '旗中心' }).boundingBox();
  const row = await tab.locator('.cells-row.row:not([hidden])').first().boundingBox();
  await tab.mouse.click(box.x + 20, row.y + row.height / 2);
  await tab.keyboard.press('Alt+ArrowDown');
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Tab');
  await tab.keyboard.type('20');
  await tab.locator('.cells-list .seg button', { hasText: '工作日' }).click();
  assert.match(await tab.locator('.cells-list .out').textContent(), /受理（20个工作日内办结）/);
  await tab.locator('.cells-list .days input').press('Enter');
  await until(() => read(folder).includes('受理（20个工作日内办结）'), 'the depth with its limit');
  await tab.waitForTimeout(300);
  await undo(tab);
  await until(() => read(folder) === before, 'and back');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('what the document claims is counted again with every cell', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'catalog');
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.locator('.claims summary').click();
  const line = tab.locator('.claims li', { hasText: '嘎查村党群服务中心' });
  await line.getByText('表里 12 项，相符').waitFor();
  const box = await tab.locator('.cells-th', { hasText: '嘎查村' }).boundingBox();
  const row = await tab.locator('.cells-row.row:not([hidden])').first().boundingBox();
  await tab.mouse.click(box.x + 20, row.y + 20);
  await tab.keyboard.press('1');
  await line.getByText('表里 13 项，多 1 项').waitFor();
  await axed(tab, 'claims');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('本局: the mark by dropping, a colour with its contrast in words, plate, card and first page beside', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'bureau');
  const file = 'content/wushen/bureau.yaml';
  const before = read(folder, file);
  await tab.locator('.slot').waitFor();
  const PNG = await tab.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 6, height: 2 });
    canvas.getContext('2d').fillRect(0, 0, 3, 2);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  const drop = (name, type, base64) => tab.evaluate(([name, type, base64]) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    document.querySelector('.slot').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [name, type, base64]);
  await drop('官方标志.png', 'image/png', PNG);
  await until(() => /mark: mark\.png/.test(read(folder, file)), 'the key is written');
  assert.equal(readFileSync(path.join(folder, 'content/wushen/mark.png')).toString('base64'), PNG, 'the picture is kept as it is');
  await tab.getByText('宽 6、高 2 像素，宽高比 3:1').waitFor();
  await tab.getByText(/只有 6×2 像素，印在门牌上会发虚/).first().waitFor();
  await axed(tab, 'the mark');
  await tab.click('.head button:has-text("撤销：")');
  await until(() => read(folder, file) === before && !existsSync(path.join(folder, 'content/wushen/mark.png')), 'one press takes both away');
  // Colours.
  const colour = tab.getByLabel('主色', { exact: true });
  await colour.fill('#FFD700');
  await tab.getByText(/白字放在上面看不清/).waitFor();
  await colour.fill('#0B4A8F');
  await tab.getByText(/白字放在上面看得清/).waitFor();
  await until(() => /primary: .*0B4A8F/.test(read(folder, file)), 'the colour is written');
  // Beside: plate, card, and the first page, whose name follows what is typed.
  const choice = tab.getByLabel('看哪一种');
  for (const kind of ['门牌', '台卡']) {
    await choice.selectOption({ label: (await choice.locator('option').allTextContents()).find((one) => one.startsWith(kind)) });
    await tab.waitForFunction(() => document.querySelector('.pic')?.shadowRoot?.querySelector('svg'));
  }
  await choice.selectOption('site');
  const frame = tab.frameLocator('.siteframe');
  await frame.getByText('乌审旗医疗保障局').first().waitFor();
  const plain = await frame.locator('body').evaluate((body) => getComputedStyle(body).fontSize);
  assert.ok(plain, 'its sheet is there');
  await tab.getByLabel(/^名称/).first().fill('改了名的医疗保障局');
  await frame.getByText('改了名的医疗保障局').first().waitFor();
  // A link leads on within the frame.
  await frame.getByRole('link', { name: '服务网点' }).first().click();
  await until(async () => /points/.test(await tab.evaluate(() => document.querySelector('.siteframe').contentWindow.location.pathname)), 'another page of the site');
  assert.match(tab.url(), /#\/bureau$/, 'the desk stays');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('节假日: the yearly notice is pasted, looked at, and taken; what contradicts itself is told', async () => {
  const folder = workspace();
  const { url } = await desk(folder);
  const { context, tab, trouble } = await open(browser, url, 'bureau');
  const before = read(folder, 'calendar.yaml');
  await tab.getByRole('button', { name: '节假日', exact: true }).click();
  const field = tab.getByLabel('贴上国务院办公厅的放假通知');
  await field.fill('关于2028年部分节假日安排的通知\n一、元旦：1月1日（周六）至3日（周一）放假，共3天。1月8日（周六）上班。');
  await tab.getByRole('button', { name: '读一读' }).click();
  await tab.getByText('1月1日（周六）至1月3日（周一）').waitFor();
  assert.equal(read(folder, 'calendar.yaml'), before, 'nothing is written before she says so');
  await axed(tab, 'a notice');
  await tab.getByRole('button', { name: '放进日历' }).click();
  await until(() => /2028-01-08/.test(read(folder, 'calendar.yaml')), 'the year is in the calendar');
  await tab.click('.head button:has-text("撤销：")');
  await until(() => read(folder, 'calendar.yaml') === before, 'and taken back');
  assert.deepEqual(trouble, []);
  await field.fill('关于2028年部分节假日安排的通知\n一、元旦：1月1日（周五）放假。');
  await tab.getByRole('button', { name: '读一读' }).click();
  await tab.getByText('2028 年这一天是周六').waitFor();
  assert.equal(read(folder, 'calendar.yaml'), before);
  await context.close();
});

test('本局: every part has nothing for axe and fits, at three widths and in the dark', async () => {
  const { url } = await desk(workspace());
  for (const [width, height, colorScheme] of [[1366, 625, 'light'], [1024, 700, 'light'], [1920, 1000, 'dark']]) {
    const { context, tab } = await open(browser, url, 'bureau', { viewport: { width, height }, colorScheme });
    for (const part of ['这个局', '网站和全部的局', '节假日']) {
      await tab.getByRole('button', { name: part, exact: true }).click();
      await tab.waitForTimeout(500);
      await axed(tab, `${part} ${width}`);
      assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${part} at ${width} is too wide`);
    }
    await go(tab, 'catalog');
    await tab.getByRole('button', { name: '列和分组' }).click();
    await tab.waitForTimeout(400);
    await axed(tab, `columns ${width}`);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `columns at ${width}`);
    await context.close();
  }
});
