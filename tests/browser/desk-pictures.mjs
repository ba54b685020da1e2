// Pictures of every screen of the desk in both themes, for the documents: `tools/desk-pictures.sh`.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { desk, end, go, open, workspace } from './desk.mjs';
import { mark, points, services } from './morning-files.mjs';

const [, , folder] = process.argv;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
const { url } = await desk(workspace());
const settled = async (tab) => {
  await tab.waitForFunction(() => !/正在/.test(document.querySelector('.screen').textContent));
  await tab.waitForTimeout(900);
};
for (const colorScheme of ['light', 'dark']) {
  const { context, tab } = await open(browser, url, 'start', { colorScheme });
  const shot = async (name) => { await settled(tab); await tab.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) }); };
  await shot('start');
  await go(tab, 'bureau');
  await tab.waitForSelector('.pic');
  if (colorScheme === 'light') {
    // One change, so that the history has something to show.
    await tab.getByLabel('地址', { exact: true }).fill('嘎鲁图镇示例路2号');
    await tab.waitForFunction(() => /已保存 \d/.test(document.querySelector('.saved').textContent));
  }
  await shot('bureau');
  await go(tab, 'catalog');
  await tab.waitForSelector('[role=grid] [role=row]');
  await shot('catalog');
  await go(tab, 'points');
  await tab.waitForSelector('[role=grid] [role=row]');
  await shot('points');
  await tab.getByRole('button', { name: '填这个点的全部内容' }).click();
  await tab.waitForSelector('.form-part .field');
  await tab.waitForSelector('.pic');
  await shot('point');
  await go(tab, 'history');
  await tab.waitForSelector('.ba');
  await shot('history');
  await go(tab, 'problems');
  await shot('problems');
  await context.close();
}

// Ten minutes, from a double click: the pictures of docs/ten-minutes.md.
{
  const home = mkdtempSync(path.join(tmpdir(), 'yizhan-ten-'));
  const { url } = await desk(path.join(home, 'nothing'), { home, who: '张示例' });
  const context = await browser.newContext({ viewport: { width: 1366, height: 680 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: 'light' });
  const tab = await context.newPage();
  tab.setDefaultTimeout(60000);
  const shot = async (number) => { await settled(tab); await tab.screenshot({ path: path.join(folder, `ten-${number}.png`) }); };
  await tab.goto(url);
  await tab.waitForSelector('#five-folder');
  const answers = { name: '示例县医疗保障局', short_name: '示例县医保局', hotline: '0477-7654300', complaint_phone: '0477-7654301' };
  for (const [key, text] of Object.entries(answers)) await tab.fill(`#five-${key}`, text);
  // A picture names no folder of the machine that it was made on.
  await tab.fill('#five-folder', '/home/zhang/医保服务点');
  await tab.locator('#five-hotline').focus();
  await shot(1);
  await tab.fill('#five-folder', path.join(home, '医保服务点'));
  await tab.getByRole('button', { name: '建好', exact: true }).click();
  await tab.waitForSelector('.door');
  const [chooser] = await Promise.all([tab.waitForEvent('filechooser'), tab.getByRole('button', { name: '选择文件…' }).first().click()]);
  await chooser.setFiles([['服务网点一览表.xlsx', points()], ['服务事项清单.xlsx', services()], ['标志.png', mark()]].map(([name, buffer]) => ({ name, mimeType: 'application/octet-stream', buffer })));
  await tab.waitForFunction(() => document.querySelectorAll('.one-file').length === 3);
  await tab.locator('.one-file', { hasText: '标志.png' }).getByRole('button', { name: '官方标志' }).click();
  await tab.waitForFunction(() => !/这是什么？/.test(document.querySelector('.drop').textContent));
  await shot(2);
  await tab.getByRole('button', { name: '都不公布：只留在内容文件里' }).click();
  await tab.waitForFunction(() => document.querySelector('.one-file [aria-pressed=true]') && !document.querySelector('.take button.main').disabled);
  await tab.getByRole('button', { name: '把确定的收进来' }).click();
  await tab.waitForFunction(() => document.querySelectorAll('.one-file').length === 0);
  await shot(3);
  await go(tab, 'catalog');
  await tab.waitForSelector('[role=grid] [role=row]');
  await shot(4);
  await go(tab, 'points');
  await tab.waitForSelector('[role=grid] [role=row]');
  await tab.getByRole('button', { name: '填这个点的全部内容' }).click();
  await tab.waitForFunction(() => document.querySelector('.pic')?.shadowRoot?.querySelector('svg'));
  await shot(5);
  await go(tab, 'start');
  await tab.getByRole('button', { name: '做网站和印刷品' }).click();
  await tab.waitForFunction(() => /做好了/.test(document.querySelector('.make').textContent), null, { timeout: 240000 });
  await tab.evaluate((words) => { for (const one of document.querySelectorAll('.make .q')) if (one.textContent.includes('output')) one.textContent = words; }, '在 /home/zhang/医保服务点/output');
  await tab.locator('.make').scrollIntoViewIfNeeded();
  await shot(6);
  await context.close();
}
await browser.close();
end();
process.exit(0);
