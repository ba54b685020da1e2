// The data files of the sample are as their schemas say.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { site } from './pages.mjs';

const bureaus = readdirSync(site).filter((name) => existsSync(path.join(site, name, 'data')));

/** The rows of a table as objects by the names of its columns (RFC 4180). */
function rows(text) {
  const table = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let m; cell.lastIndex < text.length && (m = cell.exec(text));) {
    table.at(-1).push(m[1] === undefined ? m[2] : m[1].replaceAll('""', '"'));
    if (m[3] === '\r\n') table.push([]);
  }
  const [head, ...body] = table.filter((r) => r.length);
  return body.map((row) => {
    assert.equal(row.length, head.length, row.join());
    return Object.fromEntries(head.map((name, i) => [name, row[i]]));
  });
}

for (const name of ['catalog.csv', 'catalog.json', 'points.geojson', 'villages.csv']) {
  test(`${name}: every bureau's is as the schema says`, () => {
    const schema = JSON.parse(readFileSync(path.join(site, 'data', `${name}.schema.json`), 'utf8'));
    const valid = new Ajv({ allErrors: true, strict: true, strictTypes: false }).compile(schema);
    let seen = 0;
    for (const bureau of bureaus) {
      const file = path.join(site, bureau, 'data', name);
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
      for (const one of name.endsWith('.csv') ? rows(text) : [JSON.parse(text)]) {
        assert.ok(valid(one), `${bureau}: ${JSON.stringify(valid.errors?.slice(0, 3))}`);
        seen += 1;
      }
    }
    assert.ok(seen > 0);
    // A schema that lets everything through would not be one.
    assert.ok(!valid({ id: 1 }) && !valid([]));
  });
}
