// Twenty errands of citizens, done on a phone by what a person sees: words and buttons, never class names. Each begins at the bureau's first page
// and may take a stated number of steps (a press, or words typed into the search).
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { launch, open } from './pages.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A Tuesday morning in November, when the town's offices are open. */
const TUESDAY = new Date('2026-11-24T10:10:00+08:00');
const SUNDAY = new Date('2026-11-22T10:10:00+08:00');

/** Somebody with a phone, who counts what they have to do. */
class Person {
  constructor(tab) {
    this.tab = tab;
    this.steps = 0;
  }

  /** Presses the first thing in sight that has this name. */
  async press(name, role = 'link') {
    this.steps += 1;
    const all = this.tab.getByRole(role, { name });
    const seen = [];
    for (const each of await all.all()) if (await each.isVisible()) seen.push(each);
    assert.ok(seen.length > 0, `nothing to press called ${name} on ${await this.tab.title()}`);
    await seen[0].click();
  }

  /** Types into the search and takes the `nth` result, unseen by name: what the page puts there. */
  async search(words, nth = 0) {
    this.steps += 2;
    await this.tab.getByRole('searchbox').first().fill(words);
    const results = this.tab.locator('.found a');
    await results.first().waitFor();
    const name = (await results.nth(nth).textContent()).trim();
    await results.nth(nth).click();
    await this.tab.waitForLoadState();
    return name;
  }

  /** What stands on the page, folded parts excepted. */
  async reads() {
    return (await this.tab.locator('main').innerText()).replace(/\u2060/g, '');
  }

  async sees(...wanted) {
    const text = await this.reads();
    for (const each of wanted) assert.match(text, each, `${await this.tab.title()} does not say ${each}`);
  }

  /** Where a link in sight leads. */
  async link(name) {
    const link = this.tab.getByRole('link', { name }).first();
    assert.ok(await link.isVisible(), `no link ${name}`);
    return link.getAttribute('href');
  }

  /** That the file of a link is there. */
  async download(name) {
    const href = await this.link(name);
    const file = fileURLToPath(new URL(href, this.tab.url().startsWith('file:') ? this.tab.url() : `file:///${href}`));
    assert.ok(existsSync(file), `${href} is not there`);
  }
}

function errand(words, most, work, { at = TUESDAY, from = 'wushen/index.html', ...options } = {}) {
  test(words, async () => {
    const { context, tab, trouble } = await open(browser, 'wushen/about/index.html', { viewport: { width: 390, height: 844 }, hasTouch: true, ...options });
    await tab.clock.setFixedTime(at);
    await tab.goto(tab.url().replace('wushen/about/index.html', from));
    const person = new Person(tab);
    await work(person, tab);
    assert.ok(person.steps <= most, `${person.steps} steps, ${most} at most`);
    assert.deepEqual(trouble, []);
    await context.close();
  });
}

/** The rows of points in sight; the table under the map of positions is another one. */
const openRows = async (tab) => (await tab.locator('main tbody tr:visible').allInnerTexts()).filter((row) => /0477-\d{7}/.test(row));

errand('我妈在外地住院，怎么备案', 2, async (p) => {
  await p.search('我妈在外地住院怎么备案');
  await p.sees(/备案/, /在哪里办/, /0477-\d{7}/);
});

errand('新生儿上医保，村里能不能办', 2, async (p) => {
  await p.search('新生儿上医保');
  await p.sees(/城乡居民参保/, /嘎查村/, /办结/);
});

errand('合作医疗在哪里交，要带什么', 2, async (p) => {
  await p.search('合作医疗');
  await p.sees(/居民/, /要带|材料|身份证/);
});

errand('高血压吃药，慢病怎么认定，多久有结果', 2, async (p) => {
  await p.search('高血压');
  await p.sees(/慢特病/, /即时办结|即办|工作日/);
});

errand('手机上的医保码怎么开', 2, async (p) => {
  await p.search('医保码');
  await p.sees(/电子医保凭证/);
});

errand('生孩子花的钱怎么报', 2, async (p) => {
  const first = await p.search('生孩子报销');
  assert.match(first, /生育/);
  await p.sees(/生育/, /在哪里办/);
});

errand('住院的单据自己拿着，怎么报销', 2, async (p) => {
  await p.search('住院单据报销');
  await p.sees(/住院.*报销|手工/);
});

errand('举报骗保有没有奖励', 2, async (p) => {
  await p.search('举报骗保');
  await p.sees(/奖励/);
});

errand('不打字，从首页点进去看居民参保要带什么', 1, async (p) => {
  await p.press('城乡居民参保登记');
  await p.sees(/带什么/, /身份证|户口/);
});

errand('现在有哪里开着', 1, async (p) => {
  await p.press('现在开门的');
  await p.tab.getByText(/现在开门的有 \d+ 个/).waitFor();
  const rows = await openRows(p.tab);
  assert.ok(rows.length >= 10, `${rows.length} open on a Tuesday morning`);
  for (const row of rows) assert.match(row, /现在开门[\s\S]*0477-\d{7}/);
});

errand('星期天有没有开的', 1, async (p, tab) => {
  await p.press('现在开门的');
  await tab.getByText(/现在开门的有 \d+ 个/).waitFor();
  const rows = await openRows(tab);
  assert.ok(rows.length >= 1 && rows.length < 10, `${rows.length} open on a Sunday`);
  for (const row of rows) assert.match(row, /现在开门/);
  assert.ok(rows.some((row) => row.includes('卫生室')), 'the village clinic, which opens every day');
}, { at: SUNDAY });

errand('离我最近的在哪', 1, async (p, tab) => {
  await p.press('离我最近的');
  await tab.getByText(/公里/).first().waitFor();
  await p.sees(/公里/);
}, { geolocation: { latitude: 38.6, longitude: 108.84 }, permissions: ['geolocation'] });

errand('我们村的点在哪，几点开，电话多少', 2, async (p) => {
  const first = await p.search('示例甲嘎查');
  assert.match(first, /示例甲嘎查/);
  await p.sees(/嘎鲁图镇示例甲嘎查/, /09:00/, /0477-0000010/);
  assert.equal(await p.link('0477-0000010'), 'tel:04770000010');
});

errand('导航到镇上的服务站', 2, async (p) => {
  await p.search('嘎鲁图镇党群服务中心');
  assert.match(await p.link('高德地图'), /^https:\/\/uri\.amap\.com\/marker\?position=108\.\d+,38\.\d+/);
});

errand('工行能办什么', 2, async (p) => {
  await p.search('工行');
  await p.sees(/工商银行/, /这里能办什么/, /办结/);
});

errand('哪里星期六能办', 2, async (p, tab) => {
  await p.press('服务网点');
  await p.press(/比较网点/);
  const saturday = (await tab.locator('main tbody tr:visible').allInnerTexts()).filter((row) => row.includes('周六'));
  assert.ok(saturday.length >= 5, `${saturday.length} with a Saturday`);
});

errand('投诉电话是多少', 1, async (p) => {
  await p.press('联系我们');
  await p.sees(/投诉/, /0477-0000099/);
  assert.equal(await p.link('0477-0000099'), 'tel:04770000099');
});

errand('想问全国的医保热线', 2, async (p) => {
  await p.search('12393');
  await p.sees(/咨询\s*0477-0000000/, /投诉/);
});

errand('给公司新来的人办参保', 2, async (p) => {
  await p.search('单位给员工参保');
  await p.sees(/职工参保登记/, /在哪里办/);
});

errand('字太小了，换大的，换一页还是大的', 3, async (p, tab) => {
  const size = () => tab.evaluate(() => parseFloat(getComputedStyle(document.querySelector('main h1')).fontSize));
  const before = await size();
  await p.press('长辈版', 'button');
  const large = await size();
  assert.ok(large > before * 1.15, `${before} → ${large}`);
  await p.press('服务网点');
  await tab.waitForURL(/points/);
  const next = await size();
  await p.press(/版$/, 'button');
  assert.ok(next > (await size()) * 1.05, 'the next page was large too');
});

errand('把村里点的服务清单印出来', 3, async (p) => {
  await p.search('示例甲嘎查');
  await p.download(/服务清单/);
});

errand('今天办事的地方有没有停的', 1, async (p) => {
  await p.press(/图克工业片区自助服务点/);
  await p.sees(/更换设备/, /2026年11月/);
});
