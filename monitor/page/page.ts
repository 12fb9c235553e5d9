/**
 * `ringfence page`: the page that runs kernels in a browser, served to this machine or written into one file; and the link that opens it at a moment.
 */
import { pathToFileURL } from 'node:url';
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { goTo, isSeeded, type Opened } from '../../presentation/presentation.ts';
import { FramesPlaying, filesOf, packed } from '../../specs/specs.ts';
import { parseWords, writeOutput } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import { momentText, tellDifferences } from '../moments/given-moments.ts';
import { parseMoment } from '../moments/moved-files.ts';
import { MOMENT_OPTIONS, namedRun, open } from '../moments/opened-run.ts';
import { placeAsked } from '../moments/reached-moment.ts';
import { wholePage, withDumps } from './files.ts';
import { HOST, PageServer } from './server.ts';

export const PAGE_OPTIONS = { ...MOMENT_OPTIONS, port: { type: 'string' }, save: { type: 'string' } } as const;

const MOST_PORT = 65_535;
/** A moment that stands where a program might. */
const MOMENT = /^m\d[\w-]{20,}$/;
const BEGINNING = { event: 0, after: 0 };

export const page = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('page', words, PAGE_OPTIONS);
  const [port, file] = [wholeOf(values, 'port', 1, MOST_PORT), textOf(values, 'save')];
  if (port !== undefined && file !== undefined)
    throw new UsageError('--port: it is for serving the page, which --save writes into a file instead');
  const asked = await shownAsked(positionals, values);
  return file === undefined ? serve(port ?? 0, asked) : save(file, asked);
};

/** What the page is to show first: what its address holds behind its path, and dumps that it needs for that. */
interface Shown {
  readonly hash: string;
  readonly dumps: Uint8Array | null;
}

const save = (file: string, { hash, dumps }: Shown): number => {
  writeOutput('save', file, withDumps(wholePage(), dumps, hash));
  printLines([
    `   ${file}: the page, whole; any browser opens it, without a network`,
    `   ${pathToFileURL(file)}${hash}`,
  ]);
  return 0;
};

/** Serves the page until Ctrl-C. */
const serve = async (port: number, { hash, dumps }: Shown): Promise<number> => {
  const server = await PageServer.at(port, dumps);
  printLines([`   The page: http://${HOST}:${server.port}/${hash}`, '   It is served to this machine until Ctrl-C.']);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await server.end();
  return 0;
};

/** The moment that the words ask for; nothing where they ask for none. */
const shownAsked = async (words: readonly string[], given: Values): Promise<Shown> => {
  const [names, values] = withMoment(words, given);
  const isAsked = names.length > 0 || Object.keys(MOMENT_OPTIONS).some((name) => values[name] !== undefined);
  if (!isAsked) return { hash: '', dumps: null };
  const asked = await opened(names, values);
  return { hash: `#${momentAt(asked, values)}`, dumps: dumpsOf(asked) };
};

/** The dumps that were opened, compressed; null of a run of anything else. */
const dumpsOf = (asked: Opened): Uint8Array | null => {
  const playing = asked.run.what === 'dumps' ? asked.make().playing : null;
  return playing instanceof FramesPlaying ? packed(playing) : null;
};

/** The same with a moment as an option, where it stands among the words. */
const withMoment = ([first, ...others]: readonly string[], values: Values): [readonly string[], Values] => {
  if (first === undefined) return [[], values];
  if (!MOMENT.test(first) || values.moment !== undefined) return [[first, ...others], values];
  return [others, { ...values, moment: first }];
};

/** The run that is asked for. Throws a UsageError also for one of files: what is in them would have to run in the browser. */
const opened = async (names: readonly string[], values: Values): Promise<Opened> => {
  const [kernel, moment] = [textOf(values, 'kernel'), textOf(values, 'moment')];
  // Before a recording is read, for which the kernel would be.
  if (kernel !== undefined && isPath(kernel) && !isSeeded(kernel)) refuse(kernel);
  const run = moment === undefined ? await namedRun(names, values) : parseMoment(moment).run;
  if (run.what !== 'dumps') for (const file of filesOf(run)) refuse(file);
  return open(names, values, true);
};

const refuse = (file: string): never => {
  throw new UsageError(
    `page: ${file} is a file of your own, and the page opens only what comes with Ringfence: ringfence step goes through the run on the screen`,
  );
};

const momentAt = (asked: Opened, values: Values): string => {
  const place = placeAsked(asked, values) ?? BEGINNING;
  const { playing } = asked.make();
  playing.begin();
  goTo(playing, place);
  tellDifferences(asked, playing);
  return momentText(asked.run, playing);
};
