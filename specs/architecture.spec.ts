/** The house and its rooms: who may import what, that nothing runs in a circle, and what must run in a browser. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;
const ROOMS = ['hardware', 'kernel', 'userland', 'specs', 'presentation', 'monitor', 'page', 'bench'];
/** Rooms that each room may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  hardware: [],
  kernel: ['hardware'],
  userland: ['hardware', 'kernel'],
  specs: ['hardware', 'kernel', 'userland'],
  presentation: ['hardware', 'kernel', 'userland', 'specs'],
  monitor: ['hardware', 'kernel', 'userland', 'specs', 'presentation'],
  page: ['hardware', 'kernel', 'userland', 'specs', 'presentation'],
  bench: ['hardware', 'kernel', 'userland', 'specs', 'presentation'],
};
/**
 * What a room shows to others: its face, what kernels and programs share, words for what they throw and for what is misspelt, how specs come to compiled
 * code, the part of their face that judges dumps, which is there before the rest is loaded, and what the nightly search tries.
 */
const OPEN_FILES =
  /^(?:(\w+)\/\1\.ts|hardware\/(?:operation|thrown)\.ts|kernel\/\w+\/abi\.ts|presentation\/(?:boot\/(?:usage-error|values)|screen\/(?:line|line-breaks))\.ts|specs\/(?:compiled-code|did-you-mean|exploring|judging-dumps|right|suites|thousands)\.ts)$/;
/** Whether a file is a test, or helps those of the monitor and of the page, which no other room may import. */
const isTest = (file: string): boolean => file.endsWith('.spec.ts') || /^specs\/(?:monitor|page)\//.test(file);

interface Import {
  readonly from: string;
  readonly to: string;
  /** Types alone leave no trace when the program runs. */
  readonly typeOnly: boolean;
  /** Whether it is of a package, and no file of ours. */
  readonly isPackage: boolean;
}

const sources = (room: string): string[] =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(room, file).replaceAll('\\', '/'));

const importsOf = (from: string): Import[] => {
  const text = readFileSync(join(ROOT, from), 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
  );
  return [...found].map(([, typeOnly, named, bare, dynamic]) => {
    const name = named ?? bare ?? dynamic;
    const isOurs = name.startsWith('.');
    const to = isOurs ? normalize(join(dirname(from), name)).replaceAll('\\', '/') : name;
    return { from, to, typeOnly: typeOnly !== undefined, isPackage: !isOurs && !name.startsWith('node:') };
  });
};

const roomOf = (file: string): string => file.split('/')[0];
const files = ROOMS.filter((room) => readdirSync(ROOT).includes(room)).flatMap(sources);
const imports = files.flatMap(importsOf);
const show = ({ from, to }: Import): string => `${from} imports ${to}`;
const between = imports.filter(({ from, to }) => ROOMS.includes(roomOf(to)) && roomOf(from) !== roomOf(to));

test('the scan finds the files and imports that are there', () => {
  expect(files).toEqual(expect.arrayContaining(['hardware/machine.ts', 'page/page.tsx', 'page/views/app.tsx']));
  expect(imports.map(show)).toContain('kernel/weensyos/kernel.ts imports hardware/hardware.ts');
});

test('each room imports only the rooms it may', () => {
  const wrong = between.filter(({ from, to }) => !isTest(from) && !MAY_IMPORT[roomOf(from)].includes(roomOf(to)));
  expect(wrong.map(show)).toEqual([]);
});

test('a room is entered by its face, or by what kernels and programs share', () => {
  const wrong = between.filter(({ from, to }) => roomOf(from) !== 'specs' && !OPEN_FILES.test(to));
  expect(wrong.map(show)).toEqual([]);
});

/** The folders of the specs that speak of one thing that is judged, and what else they may lean on, beside what serves all of them. */
const KERNEL_FOLDERS = ['specs/weensyos/', 'specs/jos/', 'specs/allocators/'];
const SHARED_FOLDERS = ['specs/judge/', 'specs/bugs/'];

test('in the specs what serves every kernel knows none, and no kernel knows another', () => {
  const within = imports.filter(({ from, to }) => !isTest(from) && roomOf(to) === 'specs' && from !== EVERY_BUG);
  const kernelOf = (file: string): string | undefined => KERNEL_FOLDERS.find((folder) => file.startsWith(folder));
  const wrong = within.filter(({ from, to }) => {
    const isShared = SHARED_FOLDERS.some((folder) => from.startsWith(folder));
    const [own, other] = [kernelOf(from), kernelOf(to)];
    return other !== undefined && other !== own && (isShared || own !== undefined);
  });
  expect(within.length).toBeGreaterThan(500);
  expect(wrong.map(show)).toEqual([]);
});

/** The list of all seeded bugs. */
const EVERY_BUG = 'specs/bugs/every-seeded-bug.ts';

test('every list of invariants is found where they lie, and no name repeats the folder that it is in', () => {
  const folders = new Set(files.filter((file) => /\/invariants\//.test(file)).map(dirname));
  expect([...folders].filter((folder) => !files.includes(`${folder}/list.ts`))).toEqual([]);
  expect(files.filter((file) => /(^|\/)jos-[^/]*$/.test(file))).toEqual([]);
});

/** What people look at. */
const SHOWING: readonly string[] = ['monitor', 'page'];

test('nothing but a test imports a test, and nothing imports the monitor or the page', () => {
  const wrong = imports.filter(({ from, to }) => {
    const isShown = SHOWING.includes(roomOf(to)) && roomOf(from) !== roomOf(to);
    return !isTest(from) && (isTest(to) || isShown);
  });
  expect(wrong.map(show)).toEqual([]);
});

test('what is published of every room but the monitor runs without Node, and so does the page', () => {
  const published = reachableFrom([
    ...['hardware', 'kernel', 'userland', 'specs', 'presentation'].map((room) => `${room}/${room}.ts`),
    ...files.filter((file) => roomOf(file) === 'page'),
  ]);
  expect(published.size).toBeGreaterThan(50);
  const wrong = [...published].flatMap(importsOf).filter(({ to }) => to.startsWith('node:'));
  expect(wrong.map(show)).toEqual([]);
  expect(
    imports.filter(({ from, to }) => to.startsWith('node:') && !NODE_ROOMS.includes(roomOf(from))).map(show),
  ).toEqual([]);
});

/** Rooms in which some file may need Node: of the specs, only tests and what tests alone use. */
const NODE_ROOMS: readonly string[] = ['monitor', 'bench', 'specs'];

const reachableFrom = (starts: readonly string[]): Set<string> => {
  const found = new Set(starts);
  for (const file of found) for (const { to } of importsOf(file)) if (ROOMS.includes(roomOf(to))) found.add(to);
  return found;
};

/** What is installed with Ringfence. */
const INSTALLED: readonly string[] = ['esbuild', 'fast-check', 'fflate'];
/** What who wants that one thing of the command installs beside it. */
const OPTIONAL: Readonly<Record<string, string>> = { v86: 'monitor/judge/image/' };
/** What is bundled into the page, and need not be installed where that is shown. */
const BUNDLED: readonly string[] = ['preact', 'preact/hooks', '@preact/signals'];

test('programs import nothing at run time but each other and Ringfence, and the page what draws it', () => {
  // The bench is not published: it may use what is installed for development.
  const packages = imports.filter(
    ({ from, to, typeOnly, isPackage }) =>
      isPackage && !typeOnly && !isTest(from) && roomOf(from) !== 'bench' && !from.startsWith(OPTIONAL[to] ?? '\0'),
  );
  const allowedIn = (room: string): readonly string[] => (room === 'page' ? BUNDLED : INSTALLED);
  const imported = (names: readonly string[]) => names.filter((name) => packages.some(({ to }) => to === name));
  expect([imported(INSTALLED), imported(BUNDLED)]).toEqual([INSTALLED, BUNDLED]);
  expect(packages.filter(({ from, to }) => !allowedIn(roomOf(from)).includes(to)).map(show)).toEqual([]);
});

test('no import runs in a circle', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file).map(({ to }) => to)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test('no room of the simulation asks for the time or for randomness of the host', () => {
  const wrong = files
    .filter((file) => ['hardware', 'kernel', 'userland'].includes(roomOf(file)))
    .filter((file) => {
      const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return /\bDate\b|Math\.random|performance\.|setTimeout|process\.env/.test(code);
    });
  expect(wrong.map((file) => relative('.', file))).toEqual([]);
});
