// Pictures of every screen of the desk in both themes, for the documents: `tools/desk-pictures.sh`.
import path from 'node:path';
import { chromium } from 'playwright-core';
import { desk, end, go, open, workspace } from './desk.mjs';

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
  const form = tab.getByRole('button', { name: '填这个点的全部内容' });
  if (await form.getAttribute('aria-pressed') !== 'true') await form.click();
  await tab.waitForSelector('.side-form .field');
  await shot('points');
  await go(tab, 'history');
  await tab.waitForSelector('.ba');
  await shot('history');
  await go(tab, 'problems');
  await shot('problems');
  await context.close();
}
await browser.close();
end();
process.exit(0);
