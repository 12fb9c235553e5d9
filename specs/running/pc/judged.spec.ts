/** A real kernel, built here, runs in v86 and is judged at every event: the right one is right, and each mistake is stopped where it is made. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { KernelView } from '../../../kernel/view.ts';
import { emulatorParts } from '../../../monitor/judge/image/v86-package.ts';
import { machineFor } from '../../dumps/dump.ts';
import { describedNote } from '../../dumps/event-line.ts';
import { josDumps } from '../../dumps/jos/kind.ts';
import { wrongNames } from '../../dumps/judgement.ts';
import { GivenLayout } from '../../dumps/layout.ts';
import { readLines } from '../../dumps/symbols/lines.ts';
import { readSymbols, type Symbols } from '../../dumps/symbols/symbols.ts';
import { type Build, build, whyNotBuilt } from '../../real/jos/built.ts';
import { MISTAKES } from '../../real/jos/mistakes.ts';
import { culpritOf } from '../culprit.ts';
import { judgedRun, type RunJudged, type RunOptions } from '../judged-run.ts';
import type { EmulatorParts } from './emulator.ts';
import { leaveFirmware } from './firmware.ts';
import { PcKernel, type PcOptions } from './pc.ts';

const BYTES = 8 << 20;
const SAME = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
let parts: Promise<EmulatorParts> | null = null;

interface Ran extends RunJudged {
  readonly running: PcKernel;
  readonly notes: readonly string[];
  /** `function file:line` of an address. */
  codeAt(address: number): string;
}

const started = async (which: Build, more: Partial<PcOptions> = {}): Promise<PcKernel> => {
  const kernel = new Uint8Array(readFileSync(build(which)));
  parts ??= emulatorParts();
  return PcKernel.start({
    ...{ parts: await parts, kernel, symbols: readSymbols(kernel), bytes: BYTES, isSame: SAME },
    ...more,
  });
};

const ran = async (which: Build, more: Partial<PcOptions> = {}, options: RunOptions = {}): Promise<Ran> => {
  const kernel = new Uint8Array(readFileSync(build(which)));
  const [symbols, lines] = [readSymbols(kernel), readLines(kernel)];
  const running = await started(which, more);
  const notes: string[] = [];
  const run = await judgedRun(
    running,
    josDumps,
    { symbols, given: new GivenLayout() },
    {
      ...options,
      onStop: (stop) => {
        notes.push(stop.note);
        return options.onStop?.(stop);
      },
    },
  );
  const codeAt = (address: number): string => {
    const line = lines.at(address);
    return `${symbols.nameAt(address)?.split(' ')[0]} ${line === null ? '?' : `${line.file}:${line.line}`}`;
  };
  return { ...run, running, notes, codeAt };
};

/** The line of `source` in which `text` stands, from 1: the only one, or the one numbered `which`. */
const lineOf = (source: string, text: string, which = 0): number =>
  readFileSync(new URL(`../../real/jos/${source}`, import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line, i) => (line.includes(text) ? [i + 1] : []))[which];

/** The views of what was there before the event after which something is wrong, and then. */
const sidesOf = ({ frames, series }: RunJudged, symbols: Symbols): readonly [KernelView, KernelView] => {
  const { index = 0, judgement } = series.first ?? {};
  const machine = machineFor(BYTES, josDumps.paging, josDumps.slots);
  frames.load(index - 1, machine.memory.bytes.subarray(0, BYTES));
  const before = josDumps.open(machine, { symbols, given: new GivenLayout(), registers: null }).view;
  return [before, judgement?.dump.view ?? before];
};

describe.skipIf(whyNotBuilt() !== null)('a kernel of JOS that runs in v86', () => {
  test('is right at each of its events, from the first trap to its prompt', async () => {
    const { stops, series, running, ending, notes, last } = await ran({ lab: 4 });
    expect(series.first).toBeNull();
    expect(stops).toBeGreaterThan(40);
    expect(notes.map((note) => describedNote('JOS', note))).toContain('sys_exofork of environment 00001001');
    expect(notes.some((note) => note.includes('trapno 32'))).toBe(true);
    const faults = notes.filter((note) => note.includes('trapno 14'));
    expect([faults.length > 0, faults.filter((note) => !/ eip 0x800\w{3} .* cr2 0x/.test(note))]).toEqual([true, []]);
    expect([ending, running.endedWrong, last?.note]).toEqual(['waits for a key', false, 'end']);
    expect(running.console).toMatch(/^Physical memory: 8192K available[\s\S]*No runnable environments[\s\S]*K> $/);
    expect(last?.judgement?.screen).toContain('No runnable environments in the system!');
  });

  test('of lab 3, which has no interrupts, and takes calls by sysenter as well, is right', async () => {
    const { series, ending, notes, last, running } = await ran({ lab: 3 });
    expect([series.first?.judgement.findings.violations ?? [], ending]).toEqual([[], 'waits for a key']);
    expect(last?.judgement?.said[0]).toMatch(/^JOS lab 3, MIT/);
    expect(notes.map((note) => describedNote('JOS', note))).toContain('sys_exofork of environment 00001001');
    expect(notes.some((note) => note.includes('trapno 32'))).toBe(false);
    // By sysenter, then by the gate.
    expect(running.console).toContain('sysenter tells the same');
    const calls = notes.filter((note) => /trapno 48 eax 2 eip 0x800\w{3} /.test(note));
    expect(calls.map((note) => describedNote('JOS', note))).toEqual(
      Array(2).fill('sys_getenvid of environment 00001002'),
    );
  });

  test('of lab 2 is stopped at the outermost calls of its functions', async () => {
    const { series, ending, notes } = await ran({ lab: 2 });
    const names = notes.map((note) => /^call (\w+)/.exec(note)?.[1] ?? note);
    expect([series.first, ending]).toEqual([null, 'waits for a key']);
    expect(names.slice(0, 4)).toEqual(['page_alloc', 'page_alloc', 'page_free', 'page_free']);
    expect(names.filter((name) => name === 'boot_map_region')).toHaveLength(3);
    // Those of page_alloc within pgdir_walk, and of page_remove within page_insert, are none.
    expect(names.filter((name) => name === 'page_alloc')).toHaveLength(5);
    expect(names.slice(-2)).toEqual(['monitor', 'end']);
  });

  const made = MISTAKES.map((one) => [one.lab, one.name, one.event, one.wrong, one] as const);
  test.each(made)(
    'of lab %i with %s is stopped after %s: %s',
    async (lab, mistake, event, wrong, { page, by, line }) => {
      const told = await ran({ lab, mistake });
      const { series, stops, running, notes, codeAt } = told;
      const { first } = series;
      if (first === null) throw new Error('nothing was found wrong');
      const symbols = readSymbols(readFileSync(build({ lab, mistake })));
      const culprit = await culpritOf(running, first, josDumps, { symbols, given: new GivenLayout() });
      expect(describedNote('JOS', notes[first.index - 1])).toMatch(new RegExp(`^${event}\\b`));
      expect([first.index, notes[first.index]]).not.toEqual([stops - 1, 'end']);
      expect(wrongNames(first.judgement)[0]).toBe(wrong);
      const [{ places }] = first.judgement.findings.violations;
      if (page === null) expect(places[0].process).toBeGreaterThan(0);
      else expect(places[0].page).toBe(page(...sidesOf(told, symbols)) ?? Number.NaN);
      expect(codeAt(culprit?.eip ?? 0)).toBe(`${by} ${line[0]}:${lineOf(...line)}`);
    },
  );

  test('is the one of its file in memory: of what makes it stop nothing is to be seen', async () => {
    const file = readFileSync(build({ lab: 4 }));
    const text = file.subarray(0x1000, 0x2f00);
    const running = await started({ lab: 4 });
    const memory = new Uint8Array(BYTES);
    for (let i = 0; i < 3; i++) await running.next();
    await running.read(memory);
    expect(SAME(memory.subarray(0x100000, 0x100000 + text.length), text)).toBe(true);
    expect(memory.subarray(0xf0000, 0xf1000).every((byte) => byte === 0)).toBe(true);
    const idt = readSymbols(file).find('idt')?.address ?? 0;
    const gate = (vector: number): number => new DataView(memory.buffer).getUint16(idt - 0xf0000000 + vector * 8, true);
    expect(gate(48)).toBe((readSymbols(file).find('trap_48')?.address ?? 0) & 0xffff);
  });

  /** Types letters drawn by `seed`, now and then and whenever the kernel waits, until it has typed enough. */
  const typing = async (seed: number): Promise<PcKernel> => {
    let [drawn, typed] = [seed, 0];
    const draw = (): number => {
      drawn = (Math.imul(drawn, 1103515245) + 12345) >>> 0;
      return drawn >>> 16;
    };
    const running: PcKernel = await started(
      { lab: 4 },
      {
        goesOn: async (isWaiting) => {
          if (typed === 30 || !(isWaiting || draw() % 3 === 0)) return !isWaiting;
          typed++;
          running.type(String.fromCharCode(draw() % 7 === 0 ? 13 : 32 + (draw() % 95)));
          return true;
        },
      },
    );
    return running;
  };

  test('finds one processor in the tables that firmware leaves, and how much base memory there is', () => {
    const memory = new Uint8Array(1 << 20);
    leaveFirmware(memory);
    const view = new DataView(memory.buffer);
    const sum = (at: number, bytes: number): number =>
      memory.subarray(at, at + bytes).reduce((total, byte) => (total + byte) & 0xff, 0);
    const text = (at: number): string => String.fromCharCode(...memory.subarray(at, at + 4));
    const pointer = Array.from({ length: 0x1000 }, (_, i) => 0xf0000 + i * 16).filter((at) => text(at) === '_MP_');
    expect(pointer).toHaveLength(1);
    const table = view.getUint32(pointer[0] + 4, true);
    const entries = table + 44;
    expect([sum(pointer[0], 16), text(table), sum(table, view.getUint16(table + 4, true))]).toEqual([0, 'PCMP', 0]);
    expect([view.getUint16(table + 34, true), memory[entries], memory[entries + 3]]).toEqual([1, 0, 3]);
    expect([view.getUint32(table + 36, true), view.getUint16(0x413, true)]).toEqual([0xfee00000, 640]);
  });

  test('goes the same way each time, keys and all, and every moment of it can be had again', async () => {
    const [running, again] = [await typing(7), await typing(7)];
    const beside = { symbols: readSymbols(readFileSync(build({ lab: 4 }))), given: new GivenLayout() };
    const seen: (readonly [number, Uint8Array])[] = [];
    const { frames, series } = await judgedRun(running, josDumps, beside, {
      onStop: ({ index, judgement }) => {
        const memory = judgement?.dump.machine.memory.bytes;
        if (memory !== undefined && index % 12 === 3) seen.push([index, memory.slice(0, BYTES)]);
      },
    });
    expect(series.first).toBeNull();
    expect(running.console).toMatch(/Unknown command of \d+ letters/);
    const memory = new Uint8Array(BYTES);
    for (const [index, expected] of seen) {
      frames.load(index, memory);
      expect(SAME(memory, expected)).toBe(true);
    }
    for (let index = 0; index < frames.count - 1; index++)
      expect((await again.next())?.note).toBe(frames.noteOf(index));
    expect([await again.next(), again.console]).toEqual([null, running.console]);
  });

  const NO_HANDLER = 'brought on a fault that it has no handler for (a triple fault: a PC starts anew)';
  const SILENT =
    'went on for 1 million instructions without an event, a letter or a question for a key (this machine has one processor)';
  const UNSEEN = 'waits for a key, and has printed nothing to its serial port, which is its console here';
  const OF_LAB4: readonly string[] = ['FORGETS_GATES', 'NEEDS_TWO_CPUS', 'TURNS_CONSOLE_OFF'];
  const ENDS: readonly (readonly [string, string, RegExp])[] = [
    ['FAULTS_AT_BOOT', NO_HANDLER, /^$/],
    ['FORGETS_GATES', NO_HANDLER, /^Physical memory/],
    ['HALTS', 'halted, closed to interrupts', /^$/],
    ['PRINTS_FOREVER', 'prints without end', /^(?:whoever prints .* for ever\n){99}/],
    ['HANGS', 'never came to print anything, nor to an event, within 1 million instructions', /^$/],
    ['NEEDS_TWO_CPUS', SILENT, /^Physical memory/],
    ['TURNS_CONSOLE_OFF', UNSEEN, /^$/],
    ['PANICS', 'waits for a key', /^kernel panic at init\.c:\d+: a mistake, on purpose/],
  ];

  test.each(ENDS)('that %s %s', async (mistake, ending, printed) => {
    const running = await started(
      { lab: OF_LAB4.includes(mistake) ? 4 : 2, mistake },
      { patience: { instructions: 1_000_000, letters: 8192 } },
    );
    for (let stop = await running.next(); stop !== null; ) stop = await running.next();
    expect([running.ending, running.endedWrong]).toEqual([ending, !ending.startsWith('waits for a key')]);
    expect(running.console).toMatch(printed);
  });

  test('whose functions begin otherwise cannot be stopped at them, and is refused with the reason', async () => {
    const flags = ['-gdwarf-4', '-fomit-frame-pointer'];
    await expect(started({ lab: 4, flags })).rejects.toThrow(
      /^has no env_run at which it could be stopped: functions must/,
    );
    await expect(started({ lab: 2, flags })).rejects.toThrow(
      /^cannot be stopped at page_alloc: functions must begin with/,
    );
  });

  test('that was compiled for shadow stacks, or with stabs for debuggers, is stopped as any, and told of by the same lines', async () => {
    const which: Build = {
      lab: 2,
      mistake: 'COUNTS_ONCE',
      flags: ['-gstabs', '-w', '-march=i686', '-fcf-protection=branch'],
    };
    const { series, running, codeAt } = await ran(which);
    const beside = { symbols: readSymbols(readFileSync(build(which))), given: new GivenLayout() };
    const culprit = series.first === null ? null : await culpritOf(running, series.first, josDumps, beside);
    expect(codeAt(culprit?.eip ?? 0)).toBe(`page_insert pmap.c:${lineOf('pmap.c', '*pte = page2pa(pp) | perm')}`);
  });
});
