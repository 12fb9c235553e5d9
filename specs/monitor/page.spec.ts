/** `ringfence page`: the page served or written, and links to moments of whatever a command line names. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PageServer } from '../../monitor/page/server.ts';
import { type MomentRun, momentOfText, textOfMoment } from '../specs.ts';
import { folderWith, PACKAGE, ringfenceHere } from './terminal.ts';

const FOLDER = folderWith({
  'mine.ts': "import { WeensyKernel } from 'ringfence/kernel';\nthrow new Error('this was run');\n",
});
const here = (line: string) => ringfenceHere(line.split(' '), FOLDER);
/** The moment of the link that `page` prints for `words`. */
const linked = async (words: string) => {
  const { code, out, errors } = await here(`page ${words} --save page.html`);
  expect([words, code, errors]).toEqual([words, 0, '']);
  const [, link = '', text = ''] = /(file:\/\/\S+?)#(m1\S+)/.exec(out) ?? [];
  expect(link).toBe(pathToFileURL(join(FOLDER, 'page.html')).href);
  return { text, moment: momentOfText(text) };
};

let server: PageServer;
beforeAll(async () => {
  server = await PageServer.at(0);
});
afterAll(() => server.end());

/** What is answered to a path as it stands: `fetch` would make it tidy first. */
const asked = (path: string, method = 'GET') =>
  new Promise<{ status: number; type: string; body: string; headers: object }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method }, async (response) => {
      let body = '';
      for await (const part of response) body += part;
      const { statusCode: status = 0, headers } = response;
      resolve({ status, type: headers['content-type'] ?? '', headers, body });
    });
    sent.on('error', reject).end();
  });

test('every file of the page is served as what it is, and kept by no browser', async () => {
  const index = await asked('/');
  expect(index).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
  expect(index.body).toBe(readFileSync(join(PACKAGE, 'dist/page/index.html'), 'utf8'));
  const files = [...index.body.matchAll(/(?:src|href)="\.(\/[^"]+)"/g)].map(([, path]) => path);
  expect(files.length).toBeGreaterThan(1);
  for (const path of [...files, '/ringfence.html', '/player.js?again#here']) {
    const { status, type, headers, body } = await asked(path);
    const of = path.includes('.css') ? 'text/css' : path.includes('.js') ? 'text/javascript' : 'text/html';
    expect([path, status, type]).toEqual([path, 200, `${of}; charset=utf-8`]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(await asked(path, 'HEAD')).toMatchObject({
      ...{ status, type, body: '' },
      headers: { 'content-length': String(Buffer.byteLength(body)) },
    });
  }
});

test('nothing else is: no folder, no file outside, nothing written', async () => {
  for (const path of [
    '/parts',
    '/parts/',
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/parts/../../../package.json',
    '//index.html',
    '/index.html/',
    `/${join(PACKAGE, 'package.json')}`,
    '*',
  ])
    expect([path, (await asked(path)).status]).toEqual([path, 404]);
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect(await asked('/', method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});

test('it is served to this machine alone, from a port that is free or the one asked for, until Ctrl-C, with exit code 0', async () => {
  const words = ['page', 'fork', '--at', '20'];
  const child = spawn(process.execPath, [join(PACKAGE, 'dist/monitor/ringfence.js'), ...words], { cwd: FOLDER });
  const [first] = await once(createInterface(child.stdout), 'line');
  const [, origin = '', text = ''] = /^ {3}The page: (http:\/\/127\.0\.0\.1:\d+\/)#(m1\S+)$/.exec(first) ?? [];
  expect(momentOfText(text)).toMatchObject({ event: 20, run: { programs: ['fork'] } });
  // A connection that is kept keeps nobody waiting.
  expect((await fetch(origin)).status).toBe(200);
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([0, null]);
});

test('a port that is taken, or is none, is refused', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  expect(await here(`page --port ${port}`)).toEqual({
    ...{ code: 2, out: '' },
    errors: `ringfence: --port ${port}: somebody else uses it; without --port one that is free is taken\n`,
  });
  other.close();
  for (const [words, says] of [
    ['--port 0', '--port 0: expected a whole number from 1 to 65535'],
    ['--port 70000', 'expected a whole number from 1 to 65535'],
    ['--port 8000 --save page.html', '--save writes into a file instead'],
    ['--save nowhere/page.html', '--save nowhere/page.html: cannot be written (ENOENT)'],
  ])
    expect(await here(`page ${words}`)).toMatchObject({ code: 2, out: '', errors: expect.stringContaining(says) });
});

test('it is written into one file, which is that of the package', async () => {
  const { code, out } = await here('page --save whole.html');
  const url = pathToFileURL(join(FOLDER, 'whole.html')).href;
  expect([code, out]).toEqual([
    0,
    `   whole.html: the page, whole; any browser opens it, without a network\n   ${url}\n`,
  ]);
  const text = readFileSync(join(FOLDER, 'whole.html'), 'utf8');
  expect(text).toBe(readFileSync(join(PACKAGE, 'dist/page/ringfence.html'), 'utf8'));
});

test('the link is that of the moment: of a run by name, of a kernel with a mistake, of a text as it stands or as an option', async () => {
  const { text, moment } = await linked('exit --order random:3 --at 30+2');
  expect(moment).toMatchObject({ event: 30, run: { programs: ['exit'], boot: { order: 'random:3' } } });
  expect((await linked(text)).text).toBe(text);
  expect((await linked(`--moment ${text}`)).text).toBe(text);
  const where = await here(`step --moment ${text} --command moment`);
  expect(where.out).toContain(text);
  expect((await linked('fork')).moment).toMatchObject({ event: 0, step: 0 });
  expect((await linked('fork --kernel weensyos-35 --at 20')).moment.run).toMatchObject({ kernel: 'weensyos-35' });
  expect((await linked('--kernel jos --lab 2')).moment.run).toMatchObject({ kernel: 'jos', boot: { lab: '2' } });
});

test('of a failure that was kept it is the first bad moment, and of a recording the run that it is of', async () => {
  const { out } = await here('check --kernel weensyos-35 --failures none --operations 500 --save failed.json');
  const [, first] = /To the first bad moment.*: ringfence step --moment (m1\S+)/.exec(out) ?? [];
  expect((await linked('failed.json')).text).toBe(first);
  const recorded = readFileSync(join(PACKAGE, 'specs/weensyos/recordings/recorded/A7.trace.txt.br'));
  writeFileSync(join(FOLDER, 'a7.txt'), brotliDecompressSync(recorded));
  const { moment } = await linked('a7.txt --at 20');
  expect(moment).toMatchObject({ event: 20, run: { what: 'programs', programs: ['allocators'] } });
});

test('runs of files of your own are refused before anything in them runs', async () => {
  const step = 'ringfence step goes through the run on the screen';
  const { text, moment } = await linked('fork --at 3');
  const own = textOfMoment({ ...moment, run: { ...moment.run, kernel: './mine.ts' } as MomentRun });
  writeFileSync(join(FOLDER, 'own.json'), '{ "kernel": "./mine.ts", "scenario": {} }');
  for (const words of [
    './mine.ts',
    'fork --kernel ./mine.ts',
    'fork ./mine.ts --at 3',
    '--kernel ./mine.ts a7.txt',
    own,
    'own.json',
    `${text} --kernel ./mine.ts`,
  ])
    expect(await here(`page ${words}`)).toMatchObject({
      ...{ code: 2, out: '' },
      errors: expect.stringMatching(new RegExp(`^ringfence: page: \\./mine\\.ts is a file of your own.*${step}\n$`)),
    });
});
