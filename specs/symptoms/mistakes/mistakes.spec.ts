/** The list of mistakes: each is one that is kept here or is told, leaves signs that can be seen, and is tried by commands that there are. */
import { expect, test } from 'vitest';
import { SEEDED_BUGS } from '../../bugs/every-seeded-bug.ts';
import { bootEnd } from '../../jos/lab2/boot-end.ts';
import { TRIPLE_FAULT } from '../../jos/lab2/bug.ts';
import { JOS_BUGS } from '../../jos/lab2/bugs/list.ts';
import { explain } from '../explain.ts';
import { knownOf } from '../known.ts';
import { MESSAGES } from '../messages/list.ts';
import { MEMORY_SIGNS } from '../signs/memory.ts';
import { SIGNS } from '../signs/observed.ts';
import { STOPS_IN } from './jos/lab2.ts';
import { experimentsOf, idOf } from './mistake.ts';

const { mistakes: MISTAKES } = await knownOf(null);

/** Assertions of JOS's checks are signs by their numbers. */
const OF_CHECKS = /^assertion [FAPKI]\d+$/;
const SEEN = new Set<string>([...[...MESSAGES, ...SIGNS].map(({ name }) => name), ...MEMORY_SIGNS]);
const referred = new Set(MISTAKES.flatMap(({ leaves }) => Object.keys(leaves)));

test('each mistake is a seeded bug, or has a name of its own and a story', () => {
  const ids = MISTAKES.map(idOf);
  expect(new Set(ids).size).toBe(ids.length);
  const bugs = new Set(SEEDED_BUGS.map(({ id }) => id));
  for (const mistake of MISTAKES) {
    if ('bug' in mistake) expect(bugs).toContain(mistake.bug);
    else expect([bugs.has(mistake.name), mistake.title === '' || mistake.story === '']).toEqual([false, false]);
  }
});

test('each sign that a mistake leaves can be seen', () => {
  expect([...referred].filter((name) => !SEEN.has(name) && !OF_CHECKS.test(name))).toEqual([]);
});

/** Messages that say what somebody wrote, or what only makes sense beside others. */
const WITHOUT_CAUSE = ['kernel assertion', 'kernel panic', 'kernel exception', 'rights too wide', 'check assertion'];

test('each sign that blames a kernel is left by some mistake', () => {
  const blaming = [...MESSAGES, ...SIGNS].filter(({ blames }) => blames === 'kernel').map(({ name }) => name);
  // What is graded in faultread and the like fails with everything else, and tells nothing apart; nobody fails in these alone.
  const missing = [...new Set(blaming)].filter((name) => !referred.has(name) && !/ fails$/.test(name));
  expect(missing.toSorted()).toEqual(WITHOUT_CAUSE.toSorted());
});

test('each mistake leaves something, and says how it differs from others', () => {
  for (const { leaves, tellApart } of MISTAKES) {
    expect(Math.max(...Object.values(leaves))).toBeGreaterThan(0);
    expect(tellApart).not.toBe('');
  }
});

test('a mistake is tried by commands of this tool, and a seeded one by its hunt', () => {
  for (const mistake of MISTAKES) {
    const commands = experimentsOf(mistake).map(({ command }) => command);
    expect(commands.every((command) => /^ringfence (?:run|check|jos|bugs) /.test(command))).toBe(true);
    if ('bug' in mistake) expect(commands).toContain(`ringfence bugs hunt ${mistake.bug}`);
    expect(commands.some((command) => command.includes('FILE'))).toBe(true);
  }
});

/** What a boot of JOS with a bug prints, and how it ends. */
const bootOf = (id: string): { readonly end: string; readonly log: string } => {
  const bug = JOS_BUGS.find((one) => one.id === id);
  if (bug === undefined) throw new Error(`no bug ${id}`);
  const variant =
    bug.real.mit !== null && (bug.real.mit === TRIPLE_FAULT || bug.real.sjtu !== TRIPLE_FAULT) ? 'mit' : 'sjtu';
  const kernel = new bug.Kernel({ variant, pages: bug.pages ?? 2048 });
  const lines: string[] = [];
  kernel.machine.listen((event) => lines.push('text' in event ? String(event.text) : ''), ['log']);
  const end = bootEnd(kernel);
  return { end, log: lines.join('\n') };
};

test('a mistake that triple-faults stops in the check that it is listed under, and its log leads to it', async () => {
  // Those of a check end alike.
  const sample = Object.entries(STOPS_IN).flatMap(([letter, ids]) =>
    ids.slice(0, 1).map((id) => [letter, id] as const),
  );
  for (const [letter, id] of sample) {
    const { end, log } = bootOf(id);
    const { causes } = await explain(log);
    const named = causes.slice(0, STOPS_IN[letter].length + 1).map((cause) => cause.id);
    expect([id, end, named.includes(id)]).toEqual([id, TRIPLE_FAULT, true]);
  }
  expect(new Set(Object.values(STOPS_IN).flat())).toEqual(
    new Set(JOS_BUGS.filter(({ real }) => real.mit === TRIPLE_FAULT || real.sjtu === TRIPLE_FAULT).map(({ id }) => id)),
  );
});

test('the log of a boot that an assertion or a panic ends leads to the mistake', async () => {
  const ending = JOS_BUGS.filter(
    ({ real }) => real.mit !== null && /^[A-Z]\d|^page_free|^pa2page|^KADDR/.test(real.mit),
  );
  expect(ending.length).toBeGreaterThan(40);
  for (const { id, real } of ending.filter((_, i) => i % 12 === 5)) {
    const { causes } = await explain(bootOf(id).log);
    const alike = ending.filter((other) => other.real.mit === real.mit).length;
    expect([id, causes.slice(0, alike + 2).some((cause) => cause.id === id)]).toEqual([id, true]);
  }
});
