// The words of the sheet, all in one place.

const short = (text) => (text.length > 14 ? `${text.slice(0, 13)}…` : text).replace(/\n/g, ' ');
export const quoted = (text) => `“${short(text)}”`;

/** What writing into cells is called: in the button of undo, in the history, for those who hear the screen. */
export function wrote(model, cells) {
  const title = (id) => model.allColumns.find((c) => c.id === id)?.title ?? '';
  const name = (id) => model.title(model.rows[model.byId.get(id)]);
  const same = cells.every((x) => x.after === cells[0].after);
  const to = cells[0].after === '' ? '清空' : `改为${quoted(cells[0].after)}`;
  if (cells.length === 1) return `${quoted(name(cells[0].row))}的${title(cells[0].column)}${to}`;
  const columns = [...new Set(cells.map((x) => x.column))];
  const where = columns.length === 1 ? `${title(columns[0])} ` : '';
  return same ? `${where}${cells.length} 格${to}` : `${where}改了 ${cells.length} 格`;
}

export const rowsNamed = (model, ids) => (ids.length === 1 ? quoted(model.title(model.rows[model.byId.get(ids[0])])) : `${ids.length} 行`);

export const WORDS = {
  cell: '单元格',
  keys: '方向键走动，直接打字就改，F2 接着改，F6 离开表格',
  number: '序号',
  empty: '没有写',
  fresh: '新行',
  hint: '还没有内容。在上面这一行打字，或者从 Excel、WPS、Word 复制一张表，按 Ctrl+V 贴上。',
  levels: { fault: '必须改', due: '要核对', nice: '最好有' },
  readOnly: (title) => `“${title}”这一列不能在这里改。`,
  restored: '没有改，还是原来的。',
  copied: (rows, columns) => `已复制 ${rows} 行 ${columns} 列。`,
  cut: (rows, columns) => `已剪切 ${rows} 行 ${columns} 列，到新地方按 Ctrl+V。没有贴以前，原来的还在。`,
  apart: '选中的几块不在同样的行或同样的列上，不能一起复制。分开复制就行。',
  nothing: '剪贴板里没有文字。',
  tooLarge: (n) => `剪贴板里有 ${n} 格，太多了，一次最多贴 200000 格。什么都没有改。`,
  pasted: (rows, columns) => `贴上 ${rows} 行 ${columns} 列`,
  filledWith: (n, text) => `${n} 格贴上${quoted(text)}`,
  merged: (n) => `剪贴板里有 ${n} 处合并的单元格：内容放在第一格，其余的格是空的。`,
  hashes: (n) => `有 ${n} 格贴来的是“####”：原表里那一列太窄，数字没有显示出来。在原表里把列拉宽，再复制一次。`,
  wide: (has, room, from) => `剪贴板里有 ${has} 列，从“${from}”往右只有 ${room} 列。请选左边的列再贴。什么都没有改。`,
  long: (has, room) => `剪贴板里有 ${has} 行，从这里往下只有 ${room} 行。什么都没有改。`,
  skipped: (n) => `${n} 格不能改，跳过了。`,
  added: (n) => `新加了 ${n} 行。`,
  asText: (n, words) => `${n} 格不是表里的几种写法（${words}），照原样贴上了。`,
  movedHere: (rows, columns) => `移动 ${rows} 行 ${columns} 列的内容`,
  filledDown: '向下填',
  filledRight: '向右填',
  insertedRows: (n) => `插入 ${n} 行`,
  removed: (what) => `删除${what}`,
  up: (what) => `${what}上移`,
  down: (what) => `${what}下移`,
  movedRows: (what) => `移动${what}`,
  movedColumns: (what) => `移动${what}列`,
  noMove: '排序或筛选着的时候不能移动行。先按“全部显示”。',
  noGhost: '新行要先写点什么。',
  refuse: '这张表不能这样改。',
  fixed: (title) => `“${title}”这一列的位置是固定的，只有渠道能换位置。`,
  folded: '，已收起',
  noMark: '没有问题了。',
  gone: (text) => `这一行刚刚被别人删掉了，您写的“${text}”没有地方放。`,
  all: '全部显示',
  list: '选一种写法',
  chosen: (n) => `选中 ${n} 格。`,
  becomes: '写成：',
  unit: '单位',
  changes: (n) => `选中的 ${n} 格改为`,
  listHelp: '按数字、拼音都行。Enter 改，Esc 不改',
};
