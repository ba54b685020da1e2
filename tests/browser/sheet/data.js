// Invented contents: a catalog of services by channels, and service points. The same every time.

const WORDS = [
  { word: '办结', keys: ['1', 'bj'], mark: 'done', limits: true }, { word: '受理', keys: ['2', 'sl'], mark: 'acc', limits: true }, { word: '帮办', keys: ['3', 'bb'], mark: 'help' },
  { word: '代办', keys: ['4', 'db'], mark: 'proxy' }, { word: '初审', keys: ['5', 'cs'], mark: '' }, { word: '咨询', keys: ['6', 'zx'], mark: '' },
  { word: '不办', keys: ['0', '-'], mark: 'none' },
];
const LIMIT = {
  label: '几天内办结', units: ['天', '工作日'], write: (word, n, unit) => `${word}（${n}${unit === '天' ? '天' : '个工作日'}内办结）`,
  read: (text) => { const found = /（(\d+)(天|个工作日)内办结）/.exec(text); return found && { n: found[1], unit: found[2] === '天' ? '天' : '工作日' }; },
};
const NAMES = ['单位参保登记', '职工参保登记', '城乡居民参保登记', '职工参保信息变更登记', '城乡居民参保信息变更登记', '参保人员参保信息查询', '单位参保信息变更登记',
  '参保单位参保信息查询', '基本医疗保险参保人员享受门诊慢特病病种待遇认定', '出具《参保凭证》', '转移接续手续办理', '参保人员个人账户一次性支取', '异地转诊人员备案',
  '常驻异地工作人员备案', '异地安置退休人员备案', '异地长期居住人员备案', '门诊费用报销', '住院费用报销', '医疗救助对象手工（零星）报销', '符合资助条件的救助对象参加城乡居民基本医疗保险个人缴费补贴',
  '生育津贴支付', '计划生育医疗费支付', '产前检查费支付', '生育医疗费支付', '医药机构申请定点协议管理', '定点医药机构费用结算', '医疗保险打击欺诈骗保举报', '医保政策咨询'];
const CHANNELS = [['center', '旗中心', '32 项'], ['town', '苏木镇', '27 项，相符'], ['village', '嘎查村', '12 项，相符'], ['hospital', '公立医院', '32 项，相符'],
  ['clinic', '卫生院', '19 项，正文 12 项', 'due'], ['station', '卫生室', '12 项，相符'], ['bank', '金融机构', '12 项'], ['insurer', '保险公司', '32 项'], ['firm', '企业', '19 项'], ['online', '线上', '22 项']];

export function catalog(n = 60) {
  const columns = [
    { id: 'name', title: '服务事项', width: 236, frozen: true, title_of_row: true },
    { id: 'kind', title: '办件类型', note: '缺 1 个', state: 'due', width: 84 },
    { id: 'basis', title: '设定依据', note: '本局自带的列', own: true, width: 170 },
    ...CHANNELS.map(([id, title, note, state]) => ({ id, title, note, state, choices: WORDS, limit: LIMIT })),
  ];
  const item = (i) => {
    const name = NAMES[i % NAMES.length] + (i >= NAMES.length ? `（${Math.floor(i / NAMES.length) + 1}）` : '');
    const cells = { name, kind: i % 5 === 2 ? '承诺件' : '即办件', basis: '医保发〔2020〕18号' };
    CHANNELS.forEach(([id], c) => {
      const x = (i * 7 + c * 5) % 11;
      cells[id] = i % 28 >= 16 && i % 28 <= 23 && x < 6 ? `受理（${i % 2 ? 25 : 15}天内办结）` : x < 7 ? '办结' : x < 8 ? '受理' : x < 9 ? '帮办' : '不办';
    });
    return { id: `s${i + 1}`, cells, marks: {} };
  };
  const items = Array.from({ length: n }, (_, i) => item(i));
  if (n > 20) {
    items[15].cells.kind = '';
    items[15].marks.kind = { level: 'due', says: '“异地长期居住人员备案”没有写办件类型' };
    items[15].cells.clinic = '结办';
    items[15].marks.clinic = { level: 'fault', says: '“结办”不是办理深度，是不是“办结”' };
    items[16].cells.clinic = '办结';
    items[16].marks.clinic = { level: 'due', says: '“门诊费用报销”卫生院写“办结”，旗中心只写“受理（25天内办结）”' };
    items[18].marks.name = { level: 'nice', says: '可以写上办理地点' };
  }
  const first = Math.min(n, 28);
  const rows = n === 0 ? [] : [{ id: 'g1', group: '公共服务', note: `${first} 项` }, ...items.slice(0, first)];
  if (n > first) rows.push({ id: 'g2', group: '内部办理', note: `${n - first} 项` }, ...items.slice(first));
  return { label: '服务清单', columns, rows, wrap: true };
}

const TOWNS = ['嘎鲁图镇', '无定河镇', '苏力德苏木', '乌兰陶勒盖镇', '图克镇', '乌审召镇'];

export function points(n = 500) {
  const columns = [['name', '名称', 230, { frozen: true }], ['kind', '类别', 96], ['address', '地址', 230], ['phone', '电话', 130], ['phone2', '第二个电话', 130], ['hours', '服务时间', 260],
    ['lead', '负责人', 90], ['windows', '窗口', 64, { align: 'right' }], ['place', '位置', 150], ['open', '节假日', 80], ['note', '备注', 160], ['code', '编号', 90, { readOnly: true }]]
    .map(([id, title, width, more]) => ({ id, title, width, ...more }));
  const rows = [];
  const each = Math.ceil(n / Math.max(1, Math.min(TOWNS.length * 4, Math.ceil(n / 5))));
  for (let i = 0; i < n; i += 1) {
    const town = `${TOWNS[Math.floor(i / each) % TOWNS.length]}${i >= each * TOWNS.length ? ` ${Math.floor(i / each / TOWNS.length) + 1} 片` : ''}`;
    if (i % each === 0) rows.push({ id: `t${i}`, group: town, note: `${Math.min(each, n - i)} 个服务点` });
    rows.push({
      id: `p${i + 1}`,
      cells: {
        name: `${town}示例${i + 1}服务站`, kind: i % 7 === 0 ? '卫生院' : '嘎查村', address: `${town}示例路${i + 1}号`, phone: `0477-000${String(i).padStart(4, '0')}`, phone2: '',
        hours: '周一至周五 08:30—12:00、15:00—18:00', lead: `示例${'甲乙丙丁戊己'[i % 6]}`, windows: String(1 + (i % 4)), place: `38.${500 + (i % 400)}，108.${800 + (i % 150)}`, open: i % 3 ? '休息' : '值班',
        note: '', code: String(10000 + i),
      },
      marks: i % 50 === 7 ? { phone: { level: 'due', says: '像是个人手机，公开吗' } } : {},
    });
  }
  return { label: '服务点', columns, rows };
}
