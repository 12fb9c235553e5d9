/** The text of moments: short enough for a link, whatever was run, and the same moment when it is read. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import Tiny from '../../examples/kernel-from-scratch/tiny.ts';
import type { Question } from '../../hardware/hardware.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { jos } from '../../userland/userland.ts';
import { LibraryTrial } from '../jos/lab4/library/trial.ts';
import type { Trial } from '../judge/campaign/trial.ts';
import { trialOf } from '../trial-of.ts';
import {
  type AllocatorRun,
  filesOf,
  type Moment,
  type ProgramsRun,
  type Run,
  type ScenarioRun,
  SEMANTICS,
} from './moment.ts';
import { MalformedMoment, momentOfText, textOfMoment } from './moment-text.ts';

/** A link that is longer is cut somewhere on its way. */
const MOST_BYTES = 2000;
const EACH = 1000;

const KERNEL = './homework/week-7/kernel.ts';
const CONTRACT = { contract: 'sharing=cow,heap=lazy,order=any' };

const scenarios = (trial: Trial<unknown>, named: Partial<ScenarioRun>): fc.Arbitrary<ScenarioRun> =>
  trial.scenarios.map((scenario) => ({ what: 'scenario', ...named, scenario: trial.encode(scenario) }));
const scenariosOn = (Kernel: unknown, options: Partial<ScenarioRun> = {}): fc.Arbitrary<ScenarioRun> =>
  scenarios(trialOf(Kernel)?.trial as Trial<unknown>, { kernel: KERNEL, ...options });

const ASKED: Question[] = ['tick', 'allocation', 'next process', 'page', 'eviction', 'speculation', 'program'];

const sequences = (most: number): fc.Arbitrary<AllocatorRun> =>
  fc.record({
    what: fc.constant('allocator'),
    allocator: fc.constant('./allocators/two-level-bitmap.ts'),
    scope: fc.record({ pages: fc.integer({ min: 1, max: 256 }), holes: fc.uniqueArray(fc.nat(255), { maxLength: 8 }) }),
    sequence: fc
      .array(fc.tuple(fc.nat(4), fc.nat(255), fc.nat(64)), { minLength: 1, maxLength: most, size: 'max' })
      .map((operations) => operations.flat()),
  });

const programs: fc.Arbitrary<ProgramsRun> = fc.record({
  what: fc.constant('programs'),
  kernel: fc.constant(KERNEL),
  programs: fc.array(fc.constantFrom('fork', 'exit', './mine/p-tree.ts', './mine/p-alternate.ts'), { maxLength: 4 }),
  boot: fc.record({
    order: fc.constantFrom('first-fit', 'cursor:3', 'random:4294967295'),
    timer: fc.constantFrom('off', 'every:5', 'cycles:100000'),
    memory: fc.constantFrom('512K', '2M'),
    viewer: fc.boolean(),
  }),
  oracle: fc.record({
    asked: fc.subarray(ASKED),
    choices: fc.array(fc.oneof(fc.nat(1), fc.nat(7), fc.nat(511)), { maxLength: 200, size: 'max' }),
    seed: fc.nat(),
  }),
  keys: fc.array(fc.record({ at: fc.nat(1_000_000), key: fc.constantFrom('f', 'e', 'a', '\u001b[A') }), {
    maxLength: 12,
    size: 'max',
  }),
});

const KINDS: Readonly<Record<string, fc.Arbitrary<Run>>> = {
  'scenarios of WeensyOS': scenariosOn(WeensyKernel, { options: CONTRACT }),
  'scenarios of JOS with environments': scenariosOn(JosLab4),
  'sequences of functions of lab 2': scenariosOn(JosKernel),
  'scenarios of a kernel from scratch': scenariosOn(Tiny),
  'programs with a library of lab 4': scenarios(new LibraryTrial({ library: new jos.JosLibrary() }) as Trial<unknown>, {
    library: './library.ts',
  }),
  'short and shortest sequences on allocators': fc.oneof(sequences(8), sequences(120)),
  'programs with options, keys and an oracle': programs,
};

const hexOf = (bytes: number): fc.Arbitrary<string> =>
  fc
    .array(fc.nat(0xffffffff), { minLength: bytes / 4, maxLength: bytes / 4 })
    .map((words) => words.map((word) => word.toString(16).padStart(8, '0')).join(''));
/** With all that a moment may have: the digest of each file, and the fingerprint. */
const momentOf = (runs: fc.Arbitrary<Run>): fc.Arbitrary<Moment> =>
  fc
    .record({
      run: runs,
      event: fc.nat(1_000_000),
      step: fc.nat(10_000_000),
      digest: hexOf(32),
      fingerprint: hexOf(16),
    })
    .map(({ run, digest, ...at }) => {
      const digests = filesOf(run).map((file, i) => [file, digest.slice(i) + digest.slice(0, i)]);
      return { run, ...at, sources: Object.fromEntries(digests), semantics: SEMANTICS };
    });

/** How many are read back of those that are written: it is the same code for all of them. */
const READ = 100;

describe(`Of ${EACH.toLocaleString('en-US')} random moments each text is at most ${MOST_BYTES} bytes, and is safe in links, where they are of`, () => {
  test.each(Object.keys(KINDS))('%s', (kind) => {
    const isShort = (moment: Moment): boolean => {
      const text = textOfMoment(moment);
      return text.length <= MOST_BYTES && /^m1[\w-]+$/.test(text);
    };
    fc.assert(fc.property(momentOf(KINDS[kind]), isShort), { numRuns: EACH, seed: 1, endOnFailure: true });
  });
});

test.each(Object.keys(KINDS))('a text says the same moment when it is read: of %s', (kind) => {
  const roundTrip = (moment: Moment): void => {
    expect(momentOfText(textOfMoment(moment))).toEqual(moment);
  };
  fc.assert(fc.property(momentOf(KINDS[kind]), roundTrip), { numRuns: READ, seed: 2, endOnFailure: true });
});

describe('A text is refused that', () => {
  const moment: Moment = { run: { what: 'programs', programs: ['fork'], boot: {} }, event: 2, step: 9, semantics: 1 };
  const text = textOfMoment(moment);
  const saying = (data: unknown): string => textOfMoment(data as Moment);

  test('was cut or changed anywhere', () => {
    for (let length = 2; length < text.length - 1; length++)
      expect(() => momentOfText(text.slice(0, length))).toThrow(MalformedMoment);
  });

  test.each([
    ['is no moment', 'fork', /one word that begins with m1/],
    [
      'is of another format',
      `m2${text.slice(2)}`,
      /it is written in format 2, and this version of Ringfence reads format 1/,
    ],
    ['says nothing of what was run', saying({ ...moment, run: { what: 'dinner' } }), /nothing of what was run/],
    ['says not how far', saying({ ...moment, step: -1 }), /or how far/],
    ['says nothing', saying(null), /nothing of what was run/],
    ['would fill memory', `m1${deflateRawSync(`"${'x'.repeat(1 << 22)}"`).toString('base64url')}`, /cut or changed/],
  ])('%s', (_, wrong, says) => {
    expect(() => momentOfText(wrong)).toThrow(MalformedMoment);
    expect(() => momentOfText(wrong)).toThrow(says);
  });

  test('and blanks around one are none of it', () => {
    expect(momentOfText(` ${text}\n`)).toEqual(moment);
  });
});
