// The clerk's morning: from a double click, with the files that she has, to the site, service lists, desk cards and hours signs of 25 points. No file is edited by
// hand, no command is typed, every press is counted, and every result is held against what her files say.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { desk, end } from './desk.mjs';
import { ITEMS, POINTS, CHANNELS, mark, points, services } from './morning-files.mjs';
import { troubles } from './trouble.mjs';

/** Most presses and entries that it may take. */
const MOST = 25;
let browser;
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }); });
after(async () => { await browser.close(); end(); });

const files_below = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => path.join(one.parentPath ?? one.path, one.name));
const flat = (text) => text.replace(/\s+/g, '');
const pdf = (file) => flat(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }));
/** What a page says, without tags. */
const page = (file) => flat(readFileSync(file, 'utf8').replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ''));

test('the morning: at most 25 presses, and every result right', async (t) => {
  const home = mkdtempSync(path.join(tmpdir(), 'yizhan-morning-'));
  const folder = path.join(home, '医保服务点');
  const { url } = await desk(path.join(home, 'nothing'), { home });
  const context = await browser.newContext({ viewport: { width: 1366, height: 625 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const tab = await context.newPage();
  tab.setDefaultTimeout(30000);
  const trouble = troubles(tab, new URL(url).origin);
  await tab.goto(url);
  let presses = 0;
  const fill = async (name, text) => { presses += 1; await tab.fill(`#five-${name}`, text); };
  const press = async (name, inside = tab) => { presses += 1; await inside.getByRole('button', { name, exact: true }).first().click(); };

  // Five questions.
  await tab.waitForSelector('#five-name');
  await fill('name', '示例县医疗保障局');
  await fill('short_name', '示例县医保局');
  await fill('hotline', '0477-7654300');
  await fill('complaint_phone', '0477-7654301');
  await fill('folder', folder);
  await press('建好');
  await tab.waitForSelector('.drop');

  // Her files, all at once.
  presses += 1;
  const [chooser] = await Promise.all([tab.waitForEvent('filechooser'), tab.getByRole('button', { name: '选择文件…' }).first().click()]);
  presses += 1;
  await chooser.setFiles([
    { name: '网点通讯录（终稿）.xlsx', mimeType: 'application/octet-stream', buffer: points() },
    { name: '标志.png', mimeType: 'image/png', buffer: mark() },
    { name: '服务事项清单2026.xlsx', mimeType: 'application/octet-stream', buffer: services() },
  ]);
  await tab.waitForFunction(() => document.querySelectorAll('.one-file').length === 3);
  const of = (name) => tab.locator('.one-file', { hasText: name });
  assert.match(await of('服务事项清单2026').textContent(), /服务清单.*事项 20 个/);
  assert.match(await of('网点通讯录').textContent(), /服务点名单.*服务网点 25 个/);
  await press('官方标志', of('标志.png'));
  await tab.waitForFunction(() => [...document.querySelectorAll('.one-file')].some((one) => /标志\.png/.test(one.textContent) && !/这是什么/.test(one.textContent)));
  await press('都不公布：只留在内容文件里', of('网点通讯录'));
  await tab.waitForFunction(() => document.querySelector('.one-file [aria-pressed=true]') && !document.querySelector('.take button.main').disabled);
  await press('把确定的收进来');
  await tab.waitForFunction(() => document.querySelectorAll('.one-file').length === 0);

  // Everything is made.
  await press('做网站和印刷品');
  await tab.waitForFunction(() => /做好了|没有做成/.test(document.querySelector('.make').textContent), null, { timeout: 240000 });
  assert.match(await tab.locator('.make').textContent(), /做好了/);
  assert.deepEqual(trouble, []);
  await context.close();
  t.diagnostic(`${presses} presses`);
  assert.ok(presses <= MOST, `${presses} presses`);
  for (const [file, words] of [['README.md', `takes ${presses} presses`], ['README.zh-CN.md', `一共按 ${presses} 下`]]) {
    assert.ok(readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8').includes(words), `${file} says: ${words}`);
  }

  // What came of it.
  const output = path.join(folder, 'output');
  const all = files_below(output);
  const content = files_below(path.join(folder, 'content')).filter((file) => file.endsWith('.yaml')).map((file) => readFileSync(file, 'utf8')).join('\n');
  const ids = new Map([...content.matchAll(/id: (\S+)\n\s+name: (.+)\n/g)].map(([, id, name]) => [name, id]));
  const prints = all.filter((file) => file.endsWith('.pdf'));
  const made = (name, file) => all.find((one) => one.endsWith(path.join('points', ids.get(name) ?? '?', file)));
  for (const [, name, channel, address, phone, contact, mobile, hours] of POINTS) {
    const [own, list, card, sign] = ['index.html', 'service-list.pdf', 'desk-card.pdf', 'hours-sign.pdf'].map((file) => {
      const found = made(name, file);
      assert.ok(found, `${name}: ${file}`);
      return file.endsWith('.html') ? page(found) : pdf(found);
    });
    for (const [what, text] of Object.entries({ own, list, card, sign })) {
      assert.ok(text.includes(flat(name)), `${name}: its name on ${what}`);
      assert.ok(!text.includes(String(mobile)) && !text.includes(contact), `${name}: nothing of its contact on ${what}`);
    }
    assert.ok(own.includes(flat(address)) && own.includes(String(phone)) && card.includes(String(phone)), `${name}: address and phone`);
    for (const time of hours.match(/\d+:\d\d/g)) assert.ok([own, sign].every((text) => text.includes(time)), `${name}: ${time} on its page and sign`);
    const column = CHANNELS.indexOf(channel);
    for (const [, item, , depths] of ITEMS) {
      // What is not done here stands on no list of what is.
      if (depths[column] !== '不办') assert.ok(list.includes(flat(item)), `${name}: ${item} on its list`);
    }
    const count = ITEMS.filter((item) => item[3][column] !== '不办').length;
    assert.ok(own.includes(`${count}项`) || own.includes(`共${count}`), `${name}: ${count} on its page`);
  }
  const printed = prints.filter((one) => one.startsWith(path.join(output, 'print')));
  for (const file of ['service-list.pdf', 'desk-card.pdf', 'hours-sign.pdf']) assert.equal(printed.filter((one) => path.basename(one) === file).length, POINTS.length, file);
  // Nothing invented, nothing private, in any page or piece.
  for (const text of [...all.filter((file) => file.endsWith('.html')).map(page), ...prints.map(pdf)]) {
    assert.ok(!/某某|0000-000|1390000/.test(text));
  }
  const front = all.find((file) => /site[\\/][^\\/]*index\.html$/.test(file));
  assert.ok(page(front).includes('示例县'));
});
