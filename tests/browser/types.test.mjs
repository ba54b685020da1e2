// The page's code against the types of the API, which are read off the program (`tests/suite/desk_types.rs`): a field that no answer has is an error here.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const client = path.join(import.meta.dirname, '../../src/web/desk/client');
const options = {
  allowJs: true, checkJs: true, noEmit: true, strict: false, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
};
/** The sheet asks the server for nothing, the libraries are as they were published, and a worker has a world of its own. */
const LEFT_OUT = [/\/vendor\//, /\/sheet\//, /\/stream\.js$/];
/** What the check is for: fields that no answer has, requests that are none, bodies that do not fit. How elements and days are used is the business of the browser tests. */
const OF_THE_API = [2339, 2551, 2353, 2345, 2741];
const is_noise = ({ code, messageText }) => {
  const says = ts.flattenDiagnosticMessageText(messageText, ' ');
  return !OF_THE_API.includes(code) || / on type '(HTML)?Element'/.test(says) || /parameter of type '\[/.test(says);
};
const files = readdirSync(client, { recursive: true }).map((name) => path.join(client, name)).filter((name) => name.endsWith('.js') || name.endsWith('.d.ts'));

function found(more = {}) {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => (more[path.basename(name)] && name.startsWith(client) ? ts.createSourceFile(name, more[path.basename(name)](ts.sys.readFile(name)), options.target) : read(name, ...rest));
  const program = ts.createProgram(files, options, host);
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(client) && !LEFT_OUT.some((one) => one.test(fileName)));
  assert.ok(own.length > 20, 'the page has more files than that');
  return own.flatMap((file) => program.getSemanticDiagnostics(file)).filter((one) => !is_noise(one)).map((one) => {
    const { line } = one.file.getLineAndCharacterOfPosition(one.start);
    return `${path.relative(client, one.file.fileName)}:${line + 1} ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`;
  });
}

test('the page uses what the API answers, and nothing else', () => {
  assert.deepEqual(found(), []);
});

test('a field of an answer that goes away is found where the page uses it', () => {
  const without = found({ 'api.d.ts': (text) => text.replace(/^ {2}people: string\[\];$/m, '') });
  assert.ok(without.some((one) => one.startsWith('screens/history.js') && one.includes('people')), without.join('\n'));
  const other = found({ 'search.js': (text) => text, 'api.d.ts': (text) => text.replace("'undo': { body: ApiUndo", "'take-back': { body: ApiUndo") });
  assert.ok(other.some((one) => one.includes('undo')), 'and so is a request');
});
