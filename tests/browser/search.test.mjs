// How often the search leads to the right page: the very code of the page on the built sample, with the queries of tests/corpora/search. A
// ratchet: raise the figures when the search gets better, and never lower them. `node search.test.mjs --list` prints what is not first.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const site = process.env.YIZHAN_SITE;
const corpora = path.join(path.dirname(fileURLToPath(import.meta.url)), '../corpora/search');

/** The search of a bureau without a page: its script and its index, as a browser would load them. */
export function searchOf(bureau, root = site) {
  const document = { querySelectorAll: () => [], querySelector: () => null, currentScript: { getAttribute: () => 'search.js' } };
  const read = (file) => readFileSync(path.join(root, file), 'utf8');
  const context = vm.createContext({ window: {}, document, location: { search: '' }, console });
  const pending = [];
  // The page's loader: the same files in the same order, at once.
  context.window.yizhan = { load: (file) => { pending.push(file); return { then(done) { done(); return this; } }; } };
  context.yizhan = context.window.yizhan;
  vm.runInContext(read('assets/search/search.js'), context);
  vm.runInContext(read(`${bureau}/search.js`), context);
  while (pending.length) vm.runInContext(read(`${bureau}/${pending.shift()}`), context);
  return (query) => context.window.yizhan.find(query);
}

/** The lines of a corpus: query, kind of page, what stands in the address of a right page. */
export function queries(file) {
  const lines = readFileSync(path.join(corpora, file), 'utf8').split('\n').filter((l) => l && !l.startsWith('#'));
  return lines.map((line) => {
    const [query, kind, ids] = line.split('\t');
    const right = kind === 'any'
      ? (href) => ids.split('|').some((id) => href.includes(id))
      : (href) => new RegExp(`^${kind}(?:${ids})/`).test(href);
    return { query, right };
  });
}

/** What stands in the order in which the page shows it: grouped by kind, the kind of the best one first. */
function shown(found) {
  const group = (f) => [0, 1, 2, 1][f.row.kind];
  const order = [...new Set(found.map(group))];
  return order.flatMap((g) => found.filter((f) => group(f) === g)).map((f) => f.row.href);
}

export function measure(file, find) {
  const all = queries(file).map(({ query, right }) => {
    const list = shown(find(query));
    return { query, list, first: list.length > 0 && right(list[0]), three: list.slice(0, 3).some(right), any: list.length > 0, somewhere: list.findIndex(right) };
  });
  const share = (key) => all.filter((q) => q[key]).length / all.length;
  return { all, first: share('first'), three: share('three'), any: share('any') };
}

if (site) {
  const find = searchOf('wushen');
  const least = { 'visible.tsv': [1, 1], 'own.tsv': [0.98, 1], 'second.tsv': [0.91, 0.99] };
  for (const file of readdirSync(corpora).filter((f) => f.endsWith('.tsv'))) {
    test(`${file}: the right page first, and within the first three`, () => {
      const started = performance.now();
      const got = measure(file, find);
      const percent = (x) => `${(100 * x).toFixed(1)} %`;
      console.log(`${file}: ${got.all.length} queries, first ${percent(got.first)}, first three ${percent(got.three)}, something ${percent(got.any)}, ${((performance.now() - started) / got.all.length).toFixed(1)} ms each`);
      if (process.argv.includes('--list') || process.env.LIST) for (const q of got.all.filter((x) => !x.first)) console.log(`  ${q.three ? ' ' : '!'} ${q.query} (${q.somewhere + 1}): ${q.list.slice(0, 4).join(' ')}`);
      assert.deepEqual(got.all.filter((q) => !q.any).map((q) => q.query), [], 'nothing found');
      const [first, three] = least[file] ?? [0.85, 0.95];
      assert.ok(got.first >= first && got.three >= three, `first ${percent(got.first)}, first three ${percent(got.three)}`);
    });
  }
}
