// What a clerk has on a morning: a list of services and a list of points in Excel, as such lists come, and the bureau's mark. People, phones and addresses are invented.
import { png, workbook } from './office.mjs';

/** The channels, as the head of the list calls them. */
export const CHANNELS = ['县医保经办大厅', '乡镇便民服务中心', '村级服务点', '定点医疗机构', '银行网点'];

/** Item, handling type, days, and how far each channel goes. */
export const ITEMS = [
  ['基本医疗保险参保登记', '单位参保登记', '即办件', ['办结', '不办', '不办', '不办', '受理']],
  ['基本医疗保险参保登记', '职工参保登记', '即办件', ['办结', '受理', '不办', '不办', '办结']],
  ['基本医疗保险参保登记', '城乡居民参保登记', '即办件', ['办结', '办结', '帮办', '不办', '办结']],
  ['信息查询和变更', '单位参保信息变更登记', '即办件', ['办结', '不办', '不办', '不办', '不办']],
  ['信息查询和变更', '职工参保信息变更登记', '即办件', ['办结', '受理', '不办', '不办', '受理']],
  ['信息查询和变更', '城乡居民参保信息变更登记', '即办件', ['办结', '办结', '帮办', '不办', '受理']],
  ['信息查询和变更', '参保人员参保信息查询', '即办件', ['办结', '办结', '办结', '办结', '办结']],
  ['信息查询和变更', '参保人员个人账户一次性支取', '承诺件', ['办结', '受理', '不办', '不办', '不办']],
  ['关系转移接续', '出具《参保凭证》', '即办件', ['办结', '办结', '帮办', '不办', '办结']],
  ['关系转移接续', '转移接续手续办理', '承诺件', ['办结', '受理', '帮办', '不办', '不办']],
  ['异地就医备案', '异地安置退休人员备案', '即办件', ['办结', '办结', '帮办', '不办', '受理']],
  ['异地就医备案', '异地长期居住人员备案', '即办件', ['办结', '办结', '帮办', '不办', '受理']],
  ['异地就医备案', '异地转诊人员备案', '即办件', ['办结', '受理', '不办', '办结', '不办']],
  ['门诊慢特病', '门诊慢特病病种待遇认定', '承诺件', ['办结', '受理', '帮办', '办结', '不办']],
  ['医疗费用报销', '门诊费用报销', '承诺件', ['办结', '受理', '帮办', '不办', '不办']],
  ['医疗费用报销', '住院费用报销', '承诺件', ['办结', '受理', '帮办', '不办', '不办']],
  ['生育保险待遇', '产前检查费支付', '承诺件', ['办结', '受理', '不办', '办结', '不办']],
  ['生育保险待遇', '生育医疗费支付', '承诺件', ['办结', '受理', '不办', '办结', '不办']],
  ['生育保险待遇', '生育津贴支付', '承诺件', ['办结', '受理', '不办', '不办', '不办']],
  ['医疗救助', '医疗救助对象手工报销', '承诺件', ['办结', '受理', '帮办', '不办', '不办']],
];

/** Runs of equal cells of a column, as ranges to be merged. */
function runs(rows, column, first, letter) {
  const ranges = [];
  for (let from = 0; from < rows.length;) {
    let to = from;
    while (to + 1 < rows.length && rows[to + 1][column] === rows[from][column]) to += 1;
    if (to > from) ranges.push([from, to]);
    from = to + 1;
  }
  return { ranges: ranges.map(([from, to]) => `${letter}${first + from}:${letter}${first + to}`), first_of: (index) => !ranges.some(([from, to]) => index > from && index <= to) };
}

/** The list of services: a title, a head of two rows, groups as merged cells. */
export function services() {
  const groups = runs(ITEMS, 0, 4, 'B');
  const rows = ITEMS.map(([group, name, handling, depths], index) => [index + 1, groups.first_of(index) ? group : null, name, handling, ...depths]);
  return workbook({
    name: '服务事项清单',
    rows: [['示例县医疗保障经办服务事项清单（2026年版）'], ['序号', '类别', '事项名称', '办件类型', '各渠道办理深度'], [null, null, null, null, ...CHANNELS], ...rows],
    merges: ['A1:I1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:I2', ...groups.ranges],
  });
}

const TOWNS = ['城关镇', '东河镇', '西山镇', '南坪乡'];
const VILLAGES = ['向阳', '红旗', '清水', '石桥', '柳树'];
const weekdays = '周一至周五 8:30-12:00，14:30-17:30';

/** Town, name, channel, address, phone, contact, mobile, hours. Phones of seven digits are numbers, as Excel makes them. */
export const POINTS = [
  ['城关镇', '示例县医保经办大厅', '县医保经办大厅', '城关镇示例大街1号政务服务中心二楼', 7654300, '张示例', 13900000001, '周一至周五 8:30-12:00，13:30-17:30'],
  ...TOWNS.map((town, index) => [town, `${town}便民服务中心`, '乡镇便民服务中心', `${town}示例路${index + 10}号`, 7654310 + index, '李示例', 13900000010 + index, weekdays]),
  ...TOWNS.flatMap((town, index) => VILLAGES.slice(0, index === 3 ? 1 : 5).map((village, number) => [town, `${village}${['', '东', '西', '南'][index]}村服务点`, '村级服务点', `${town}${village}${['', '东', '西', '南'][index]}村委会`, 7654330 + index * 10 + number, '王示例', 13900000030 + index * 10 + number, number === 4 ? '周一至周六 9:00-11:30' : '周一至周五 9:00-11:30，15:00-17:00'])),
  ['城关镇', '示例县人民医院', '定点医疗机构', '城关镇示例路88号', 7654380, '赵示例', 13900000080, '周一至周日 8:00-17:30'],
  ['东河镇', '东河镇卫生院', '定点医疗机构', '东河镇卫生路2号', 7654381, '钱示例', 13900000081, weekdays],
  ['城关镇', '示例银行城关支行', '银行网点', '城关镇示例大街20号', 7654390, '孙示例', 13900000090, '周一至周五 9:00-17:00'],
  ['西山镇', '示例银行西山支行', '银行网点', '西山镇示例路5号', 7654391, '周示例', 13900000091, '周一至周五 9:00-16:30'],
].sort((one, other) => TOWNS.indexOf(one[0]) - TOWNS.indexOf(other[0]));

/** The list of points: a title, towns as merged cells, mobiles of the contacts that nobody may publish. */
export function points() {
  const towns = runs(POINTS, 0, 3, 'B');
  const rows = POINTS.map(([town, ...rest], index) => [index + 1, towns.first_of(index) ? town : null, ...rest]);
  return workbook({
    name: '服务网点',
    rows: [['示例县医保服务网点一览表'], ['序号', '乡镇', '网点名称', '渠道', '地址', '服务电话', '联系人', '联系人手机', '服务时间'], ...rows],
    merges: ['A1:I1', ...towns.ranges],
  });
}

/** A round mark on a clear ground. */
export const mark = () => png(240, 240, (x, y) => {
  const far = Math.hypot(x - 120, y - 120);
  if (far > 112) return [0, 0, 0, 0];
  return far > 96 || (Math.abs(x - 120) < 18 && Math.abs(y - 120) < 60) || (Math.abs(y - 120) < 18 && Math.abs(x - 120) < 60) ? [20, 90, 160, 255] : [255, 255, 255, 255];
});
