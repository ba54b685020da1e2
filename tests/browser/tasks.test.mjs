// Twenty-five things that citizens come for, done as a person does them on a phone: from the first page, by the words that are seen, within so many steps.
// A step is a press, a choice, or words typed into a field; reading costs nothing. Nothing here knows the page's code.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { address, launch, site } from './pages.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Somebody with a phone who stands on the first page of a bureau. */
class Person {
  constructor(tab) {
    this.tab = tab;
    this.steps = 0;
  }

  async press(name, role = 'link') {
    this.steps++;
    await this.tab.getByRole(role, { name }).filter({ visible: true }).first().click();
  }

  async type(words) {
    this.steps++;
    await this.tab.getByRole('searchbox', { name: '找事项、网点' }).fill(words);
    await this.tab.getByText(/找到 \d+ 个|是不是找/).waitFor();
  }

  async choose(label, option) {
    this.steps++;
    await this.tab.getByRole('combobox', { name: label }).selectOption({ label: option });
  }

  /** What stands on the page now, as read. */
  async reads(words) {
    await this.tab.getByText(words).filter({ visible: true }).first().waitFor();
  }

  /** That the page is about this. */
  async standsBefore(words) {
    await this.tab.getByRole('heading', { level: 1, name: words }).waitFor();
  }

  /** A number that can be dialled. */
  async canDial(number) {
    const href = await this.tab.getByRole('link', { name: number }).filter({ visible: true }).first().getAttribute('href');
    assert.equal(href, `tel:${number.replace(/-/g, '')}`);
  }
}

function task(sentence, limit, does, { time = '2026-06-03T15:30:00+08:00', bureau = 'wushen', ...options } = {}) {
  test(`${sentence}（${limit} 步以内）`, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true, ...options });
    const tab = await context.newPage();
    tab.setDefaultTimeout(8000);
    await tab.clock.setFixedTime(new Date(time));
    await tab.goto(address(`${bureau}/index.html`));
    const person = new Person(tab);
    await does(person);
    assert.ok(person.steps <= limit, `${person.steps} steps`);
    await context.close();
  });
}

task('我妈在外省住院，转过去的，怎么备案', 2, async (p) => {
  await p.type('转院备案');
  await p.press('异地转诊人员备案');
  await p.standsBefore('异地转诊人员备案');
  await p.reads('在哪里办');
});

task('离我家最近的点在哪里，现在开不开门', 1, async (p) => {
  await p.press('离我最近的');
  await p.reads(/离您最近的 5 个网点/);
  await p.reads(/现在(开门|没开门)/);
}, { geolocation: { latitude: 38.6, longitude: 108.84 }, permissions: ['geolocation'] });

task('今天下午还开门的点有哪些', 1, async (p) => {
  await p.press('现在开门的');
  await p.reads(/现在开门的有 \d+ 个/);
  await p.reads(/现在开门，1[78]:[03]0 关门/);
});

task('常驻外地工作，备案去哪里办', 2, async (p) => {
  await p.type('外地工作');
  await p.press('常驻异地工作人员备案');
  await p.reads('在哪里办');
});

task('投诉找谁，电话多少', 1, async (p) => {
  await p.press('联系我们');
  await p.reads(/投诉/);
  await p.canDial('0477-0000099');
});

task('打 12393 有没有用，本地打哪个', 2, async (p) => {
  await p.type('12393');
  await p.press('联系我们');
  await p.canDial('0477-0000000');
});

task('村里能不能给孩子上医保', 2, async (p) => {
  await p.type('新生儿参保');
  await p.press('城乡居民参保登记');
  await p.standsBefore('城乡居民参保登记');
  await p.reads('嘎查村党群服务中心');
});

task('给公司新人上医保要带什么', 1, async (p) => {
  await p.press('职工参保登记');
  await p.reads('职工参保登记表');
  await p.reads('劳动合同或者录用、调动文件');
});

task('高血压的药怎么按慢病报', 2, async (p) => {
  await p.type('高血压');
  await p.press('门诊慢特病病种待遇认定');
  await p.reads('由责任医师填写意见');
});

task('手机上怎么弄电子医保卡', 2, async (p) => {
  await p.type('电子医保卡');
  await p.press('电子医保凭证激活、更正');
  await p.reads('手机自助');
});

task('老人不会用智能手机，谁帮忙激活医保码', 2, async (p) => {
  await p.type('医保码');
  await p.press('电子医保凭证激活、更正');
  await p.reads('窗口帮办');
});

task('今年的医保费在哪里交', 1, async (p) => {
  await p.press('基本医疗保险缴费');
  await p.reads('手机缴费');
  await p.reads('在哪里办');
});

task('生孩子的钱怎么报', 2, async (p) => {
  await p.type('生孩子报销');
  await p.press('生育医疗费支付');
  await p.standsBefore('生育医疗费支付');
});

task('旗里大厅中午有没有人', 2, async (p) => {
  await p.press('旗政务服务中心综合窗口');
  await p.press('乌审旗政务服务中心医保综合窗口');
  await p.reads('午间不打烊');
});

task('周六能不能办', 2, async (p) => {
  await p.press('全部 31 个网点');
  await p.press(/比较网点/);
  await p.reads(/周六 09:30/);
});

task('图克镇卫生院的窗口怎么去，用地图看', 2, async (p) => {
  await p.type('图克镇卫生院');
  await p.press('图克镇卫生院医保服务窗口');
  await p.reads('高德地图');
});

task('工商银行能不能办医保', 2, async (p) => {
  await p.type('工行');
  await p.press('工商银行医保代办点');
  await p.reads(/能办 \d+ 项/);
});

task('镇上卫生院里当场能办完的有哪些', 3, async (p) => {
  await p.press('全部 32 项');
  await p.choose('服务渠道', await optionWith(p, '服务渠道', '卫生院'));
  await p.choose('办理深度', await optionWith(p, '办理深度', '办结'));
  await p.reads(/符合条件的有 \d+ 项/);
});

task('医保局照什么标准查服务站', 2, async (p) => {
  await p.press('检查标准');
  await p.press(/五有一能/);
  await p.reads('有场所');
});

task('最近改了什么', 1, async (p) => {
  await p.press('更新记录');
  await p.reads('2026年11月20日');
});

task('星期天有没有开的', 1, async (p) => {
  await p.press('现在开门的');
  await p.reads(/现在开门的有 \d+ 个/);
  const rows = (await p.tab.locator('main tbody tr:visible').allInnerTexts()).filter((row) => /0477-\d{7}/.test(row));
  assert.ok(rows.length >= 1 && rows.length < 10, `${rows.length} open on a Sunday`);
  for (const row of rows) assert.match(row, /现在开门/);
  assert.ok(rows.some((row) => row.includes('卫生室')), 'the village clinic, which opens every day');
}, { time: '2026-11-22T10:10:00+08:00' });

task('我们村的点几点开，电话多少', 2, async (p) => {
  await p.type('示例甲嘎查');
  await p.press('示例甲嘎查党群服务中心医保服务点');
  await p.reads(/09:00/);
  await p.canDial('0477-0000010');
});

task('把村里点的服务清单带回家印', 2, async (p) => {
  await p.type('示例甲嘎查');
  await p.press('示例甲嘎查党群服务中心医保服务点');
  const href = await p.tab.getByRole('link', { name: /服务清单/ }).filter({ visible: true }).first().getAttribute('href');
  const file = path.join(site, path.relative(address(''), new URL(href, p.tab.url()).href));
  assert.ok(existsSync(file), file);
});

task('字太小了，换大的，换一页还是大的', 2, async (p) => {
  const size = () => p.tab.evaluate(() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize));
  const before = await size();
  await p.press('长辈版', 'button');
  assert.ok(await size() > before * 1.15);
  await p.press('服务网点');
  await p.standsBefore('服务网点');
  const next = await size();
  await p.tab.getByRole('button', { name: '标准版' }).click();
  assert.ok(next > (await size()) * 1.05, 'the next page was large too');
});

task('要去的地方这几天停不停', 1, async (p) => {
  await p.press(/图克工业片区自助服务点/);
  await p.reads(/更换设备/);
}, { time: '2026-11-24T10:10:00+08:00' });

/** The whole text of an option, which says how many there are. */
async function optionWith(p, label, words) {
  const all = await p.tab.getByRole('combobox', { name: label }).locator('option').allTextContents();
  return all.find((text) => text.includes(words));
}
