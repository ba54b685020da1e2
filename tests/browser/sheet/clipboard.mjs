// The clipboard: other programs' tables in, ours out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open } from './open.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

const clipboards = path.join(here, 'clipboards');
const recorded = (file) => readFileSync(path.join(clipboards, file), 'utf8');
const expected = JSON.parse(recorded('expected.json'));
test('what Excel, WPS, LibreOffice and Word put into the clipboard is read as it was shown', async () => {
  const s = await open('sheet=points&n=60');
  const files = readdirSync(clipboards).filter((f) => /\.(html|tsv)$/.test(f));
  assert.deepEqual(files.sort(), Object.keys(expected).sort());
  for (const file of files) {
    await s.run(() => { const { sheet } = window.t; window.t.said.length = 0; sheet.update({ rows: sheet.rows.map((r) => (r.group ? r : { ...r, cells: Object.fromEntries(Object.keys(r.cells).map((k) => [k, `旧${k}`])) })) }); });
    await s.at('p1', 'kind');
    const n = await s.count();
    if (file.endsWith('.html')) await s.paste(recorded(file), '不该用这一行'); else await s.paste('', recorded(file));
    const { cells, merged, hashes } = expected[file];
    const columns = ['kind', 'address', 'phone'].slice(0, cells[0].length);
    const got = await s.run(([rows, ids]) => rows.map((_, r) => ids.map((c) => window.t.text(`p${r + 1}`, c))), [cells, columns]);
    assert.deepEqual(got, cells, file);
    assert.equal(await s.count(), n + 1, `${file}: one change`);
    assert.equal((await s.last()).says, `贴上 ${cells.length} 行 ${cells[0].length} 列`);
    assert.equal(await s.text(`p${cells.length + 1}`, 'kind'), '旧kind', file);
    const said = await s.said();
    assert.equal(/有 (\d+) 处合并的单元格/.exec(said)?.[1] ?? '0', String(merged), `${file}: ${said}`);
    assert.equal(/####/.test(said), hashes > 0, `${file}: ${said}`);
  }
  await s.done();
});

test('lines with tabs: quotes, breaks and what only looks like quotes', async () => {
  const s = await open('sheet=points&n=60');
  const cases = [
    ['甲\t乙', [['甲', '乙']]], ['甲\t乙\r\n', [['甲', '乙']]], ['甲\r\n\r\n乙\r\n', [['甲'], [''], ['乙']]], ['"甲\n乙"\t丙', [['甲\n乙', '丙']]], ['"甲""乙"""\t丙', [['甲"乙"', '丙']]],
    ['"甲"乙\t丙', [['"甲"乙', '丙']]], ['甲"乙\t丙"', [['甲"乙', '丙"']]], ['"没有结束\t丙', [['"没有结束', '丙']]], ['\t\t\r\n\t丁\t', [['', '', ''], ['', '丁', '']]], ['""\t甲', [['', '甲']]], ['甲\r乙', [['甲'], ['乙']]],
  ];
  for (const [text, wanted] of cases) {
    const got = await s.run(async (t) => (await import('/client/sheet/clipboard-read.js')).readLines(t).cells, text);
    assert.deepEqual(got, wanted, JSON.stringify(text));
  }
  await s.done();
});

test('copy gives lines and HTML that come back as they were, and that LibreOffice reads as texts', async () => {
  const s = await open('sheet=points&n=60');
  const cells = [['0477-0000002', '12-1', '001'], ['两\n行', '有"引号"\t和制表', ' 前后空格  '], ['=1+1', '<b>&nbsp;', '']];
  await s.at('p1', 'kind');
  await s.run((rows) => window.t.sheet.paste(rows), cells);
  const { text, html } = await s.copied();
  assert.equal(text, '0477-0000002\t12-1\t001\r\n"两\n行"\t"有""引号""\t和制表"\t 前后空格  \r\n=1+1\t<b>&nbsp;\t\r\n');
  for (const [h, t] of [[html, text], [html, ''], ['', text]]) {
    await s.at('p11', 'kind');
    await s.press('Delete');
    await s.paste(h, t);
    const got = await s.run(() => [11, 12, 13].map((r) => ['kind', 'address', 'phone'].map((c) => window.t.text(`p${r}`, c))));
    // Its own lines are exact; another program may only have the HTML.
    const wanted = h && !t ? cells.map((row) => row.map((x) => x.replace('\t', ' ').trim())) : cells;
    assert.deepEqual(got, wanted);
  }
  await s.done();
  // The filter of LibreOffice for pasted HTML is the one with which it opens a page.
  const office = spawnSync('soffice', ['--version']).status === 0;
  if (!office) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-sheet-'));
  try {
    writeFileSync(path.join(folder, 'copied.html'), html);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    spawnSync('soffice', [profile, '--headless', '--infilter=HTML (StarCalc)', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1', '--outdir', folder, path.join(folder, 'copied.html')], { timeout: 90000 });
    const csv = readFileSync(path.join(folder, 'copied.csv'), 'utf8');
    assert.equal(csv, '"0477-0000002","12-1","001"\n"两\n行","有""引号"" 和制表"," 前后空格  "\n"=1+1","<b>&nbsp;",\n', 'texts, not numbers, dates or formulas');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a paste: grows the sheet, fills a selection, tiles it, keeps words that are none of the choices, never drops in silence', async () => {
  const s = await open();
  // One cell fills all that is chosen.
  await s.at('s1', 'basis');
  await s.press('Shift+ArrowDown', 'Shift+ArrowDown');
  await s.paste('', '医保发〔2026〕1号');
  assert.deepEqual(await s.run(() => ['s1', 's2', 's3'].map((r) => window.t.text(r, 'basis'))), Array(3).fill('医保发〔2026〕1号'));
  assert.equal((await s.last()).cells.length, 3);
  // Two rows into four.
  await s.at('s5', 'kind');
  await s.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
  await s.paste('', '甲\r\n乙\r\n');
  assert.deepEqual(await s.run(() => ['s5', 's6', 's7', 's8', 's9'].map((r) => window.t.text(r, 'kind')).slice(0, 4)), ['甲', '乙', '甲', '乙']);
  // Over the head of a group.
  await s.at('s28', 'kind');
  await s.paste('', '甲\r\n乙\r\n');
  assert.deepEqual([await s.text('s28', 'kind'), await s.text('s29', 'kind')], ['甲', '乙']);
  // A word that is none of the choices stays as it was published, and is told.
  await s.at('s1', 'center');
  await s.paste('', '受理(15天内办结）\t结办\r\n1\t不办\r\n');
  assert.deepEqual(await s.run(() => ['s1', 's2'].map((r) => ['center', 'town'].map((c) => window.t.text(r, c)))), [['受理(15天内办结）', '结办'], ['1', '不办']]);
  assert.match(await s.said(), /2 格不是表里的几种写法/);
  // Past the end: rows are added, and how many is told.
  await s.at('s59', 'name');
  await s.paste('', '一\t即办件\r\n二\t即办件\r\n三\t承诺件\r\n四\t\r\n');
  const change = await s.last();
  assert.deepEqual(change.inserted, [{ id: 'new-1', after: 's60', cells: { name: '三', kind: '承诺件' } }, { id: 'new-2', after: 'new-1', cells: { name: '四' } }]);
  assert.match(await s.said(), /新加了 2 行/);
  assert.equal(await s.run(() => window.t.selected.rows.length), 4);
  // More columns than there are: nothing happens, and the words say what to do.
  const n = await s.count();
  await s.at('s1', 'firm');
  await s.paste('', '一\t二\t三\r\n');
  assert.equal(await s.count(), n);
  assert.match(await s.said(), /剪贴板里有 3 列，从“企业”往右只有 2 列。请选左边的列再贴。什么都没有改。/);
  // Nothing at all.
  await s.paste('', '');
  assert.match(await s.said(), /剪贴板里没有文字/);
  await s.done();
  // A column that cannot be changed.
  const p = await open('sheet=points&n=20');
  await p.at('p1', 'note');
  await p.paste('', '甲\t99999\r\n乙\t10001\r\n');
  assert.deepEqual([await p.text('p1', 'note'), await p.text('p1', 'code'), await p.text('p2', 'note')], ['甲', '10000', '乙']);
  assert.match(await p.said(), /1 格不能改，跳过了/);
  await p.at('p1', 'code');
  await p.press('x');
  await p.press('F2');
  await p.press('Delete');
  assert.equal(await p.text('p1', 'code'), '10000');
  assert.match(await p.said(), /“编号”这一列不能在这里改/);
  await p.done();
});

test('a whole table into an empty sheet goes to the host; a single cell makes a row', async () => {
  const s = await open('n=0');
  await s.run(() => window.t.sheet.focus());
  assert.match(await s.run(() => document.querySelector('.cells-empty:not([hidden])').textContent), /从 Excel、WPS、Word 复制一张表/);
  await s.paste(recorded('excel.html'));
  assert.deepEqual(await s.run(() => window.t.tables.map((parts) => parts.map((part) => part.rows))), [[expected['excel.html'].cells]]);
  assert.equal(await s.count(), 0);
  await s.type('第一项');
  await s.press('Enter');
  assert.deepEqual((await s.last()).inserted, [{ id: 'new-1', after: null, cells: { name: '第一项' } }]);
  assert.equal(await s.run(() => document.querySelector('.cells-empty').hidden), true);
  await s.done();
});

test('cut and paste moves the contents in one change; Esc, or pasting elsewhere, leaves them', async () => {
  const s = await open();
  await s.at('s1', 'basis');
  await s.type('甲');
  await s.press('Enter');
  await s.at('s1', 'basis');
  const { text, html } = await s.copied('cut');
  assert.equal(await s.text('s1', 'basis'), '甲', 'still there');
  assert.equal(await s.run(() => window.t.cell('s1', 'basis').classList.contains('cut')), true);
  await s.at('s9', 'basis');
  const n = await s.count();
  await s.paste(html, text);
  assert.deepEqual([await s.text('s1', 'basis'), await s.text('s9', 'basis')], ['', '甲']);
  assert.equal(await s.count(), n + 1);
  await s.copied('cut');
  await s.press('Escape');
  await s.at('s10', 'basis');
  await s.paste(html, text);
  assert.deepEqual([await s.text('s9', 'basis'), await s.text('s10', 'basis')], ['甲', '甲']);
  await s.done();
});

test('a hostile clipboard: no script runs, nothing is asked for, spans without end are refused in words', async () => {
  const s = await open('sheet=points&n=20');
  const asked = [];
  s.tab.on('request', (request) => asked.push(request.url()));
  await s.at('p1', 'kind');
  await s.paste('<table style="background:url(/x.png)"><tr><td onclick="window.hit=1"><img src="/y.png" onerror="window.hit=1"><script>window.hit=1</script><style>td{color:red}</style>甲&lt;img src=z onerror=window.hit=1&gt;</td></tr></table>');
  assert.equal(await s.text('p1', 'kind'), '甲<img src=z onerror=window.hit=1>');
  await s.tab.waitForTimeout(100);
  assert.deepEqual([await s.run(() => window.hit), asked], [undefined, []]);
  const n = await s.count();
  await s.paste(`<table>${'<tr><td colspan=1000 rowspan=60000>甲</td></tr>'.repeat(400)}</table>`);
  assert.equal(await s.count(), n);
  assert.match(await s.said(), /太多了|剪贴板里有 \d+ 列/);
  await s.done();
});

test('the real clipboard of the browser: Ctrl+C, Ctrl+X, Ctrl+V with nothing chosen in the field, over a column that cannot be changed, too', async () => {
  const s = await open('sheet=points&n=20');
  await s.at('p1', 'kind');
  await s.press('Shift+ArrowRight', 'Shift+ArrowDown', 'Control+c');
  await s.at('p5', 'kind');
  await s.press('Control+v');
  assert.deepEqual(await s.run(() => ['p5', 'p6'].map((r) => [window.t.text(r, 'kind'), window.t.text(r, 'address')])), await s.run(() => ['p1', 'p2'].map((r) => [window.t.text(r, 'kind'), window.t.text(r, 'address')])));
  await s.press('Control+x');
  await s.at('p9', 'kind');
  await s.press('Control+v');
  assert.deepEqual([await s.text('p5', 'kind'), await s.text('p9', 'kind')], ['', '卫生院']);
  await s.at('p1', 'code');
  await s.press('Control+c');
  await s.at('p2', 'code');
  await s.press('Control+v');
  assert.equal(await s.text('p2', 'code'), '10001');
  assert.match(await s.said(), /“编号”这一列不能在这里改/);
  await s.at('p2', 'note');
  await s.press('Control+v');
  assert.equal(await s.text('p2', 'note'), '10000');
  await s.done();
});
