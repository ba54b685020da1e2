// A county of many points, for tests that ask what a large one costs: towns, villages of five syllables, and what stands behind them. No clock, no
// dice of the machine.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const number = (n, width) => String(n).padStart(width, '0');

/** Writes the workspace of a county with so many points into a folder. Gives its points in their order: town, channel, name, address, place. */
export function county(folder, points, { villages = points } = {}) {
  let seed = 7;
  const dice = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  const pick = (text) => text[dice(text.length)];
  const names = '王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高梁郑罗宋谢唐许邓韩冯曹石桥河湾山岭沟坪坝塘井泉柳槐松杏桃梅竹兰';
  const towns = new Map();
  while (towns.size < 25) {
    // Five rows of five towns, some nine kilometres apart.
    const [row, column] = [Math.floor(towns.size / 5), towns.size % 5];
    const name = `${pick(names)}${pick('家庄坊店集沟湾岭坪屯寨营堡台塬')}${pick('镇镇乡')}`;
    if (!towns.has(name)) towns.set(name, [38 + row * 0.08, 108 + column * 0.1]);
  }
  const made = path.join(folder, 'content/xian');
  mkdirSync(path.join(made, 'points'), { recursive: true });
  for (const file of ['catalog.yaml', 'guides']) cpSync(path.join(root, 'content/wushen', file), path.join(made, file), { recursive: true });
  cpSync(path.join(root, 'calendar.yaml'), path.join(folder, 'calendar.yaml'));
  writeFileSync(path.join(folder, 'yizhan.yaml'), 'title: 测试\n');
  writeFileSync(path.join(made, 'bureau.yaml'), 'name: 临河县医疗保障局\nshort_name: 临河医保\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000099\nedition: "2026-04"\n');
  const near = (town) => towns.get(town).map((degrees) => (degrees + (dice(7000) - 3500) / 100000).toFixed(5));
  const seen = new Set();
  const list = [];
  for (const town of towns.keys()) {
    list.push([town, 'township', `${town}便民服务中心医保服务站`, `${town}政府路${dice(99) + 1}号`, near(town)], [town, 'clinic', `${town}卫生院医保服务窗口`, `${town}健康街${dice(99) + 1}号`, near(town)]);
  }
  const all = [...towns.keys()];
  while (list.length < points) {
    const town = all[dice(all.length)];
    const village = `${pick(names)}${pick(names)}${pick('庄沟湾店营')}`;
    if (seen.has(town + village)) continue;
    seen.add(town + village);
    list.push(dice(4) ? [town, 'village', `${town}${village}村党群服务中心医保服务点`, `${town}${village}村村委会院内`, near(town)] : [town, 'village-clinic', `${town}${village}村卫生室医保服务点`, `${town}${village}村${dice(9) + 1}组`, near(town)]);
  }
  list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  // Stations keep the hours of an office, villages are open on market days too.
  const hours = (channel) => (channel === 'village' ? 'Mo-Fr 08:30-11:30,14:30-17:30; Sa 09:00-12:00; PH off' : 'Mo-Fr 08:30-11:30,14:30-17:30; PH off');
  writeFileSync(path.join(made, 'points/all.yaml'), list.map(([, channel, name, address, [lat, lon]], n) => `- {id: p${number(n, 5)}, name: ${name}, channel: ${channel}, address: ${address}, phone: 0477-${number(n, 7)}, hours: "${hours(channel)}", location: {lat: ${lat}, lon: ${lon}}}\n`).join(''));
  if (villages) {
    const rows = Array.from({ length: villages }, (_, n) => {
      const town = all[n % all.length];
      const [lat, lon] = near(town);
      let name;
      do { name = `${town}${pick(names)}${pick(names)}${pick(names)}村`; } while (seen.has(name));
      seen.add(name);
      return `  - {name: ${name}, lat: ${lat}, lon: ${lon}, population: ${dice(2000) + 100}}\n`;
    });
    writeFileSync(path.join(made, 'villages.yaml'), `crs: wgs84\nvillages:\n${rows.join('')}`);
  }
  return list;
}
