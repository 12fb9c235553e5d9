/** Kernels in JOS's layout under a real QEMU, where that is installed: lab 2 is stopped at calls of its functions, lab 4 at its traps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emulatorParts } from '../../../monitor/judge/image/v86-package.ts';
import { judgedInQemu } from '../../../monitor/judge/qemu/judged-run.ts';
import { PcKernel, readSymbols } from '../../judging-dumps.ts';
import { type Build, build, buildDisk, whyNotBuilt } from '../../real/jos/built.ts';
import { MISTAKES } from '../../real/jos/mistakes.ts';
import { missingTools } from '../../real/weensyos/built.ts';
import { PACKAGE } from '../terminal.ts';
import { PATIENCE, startedQemu } from './machine.ts';

const isMissing = missingTools().length > 0 || whyNotBuilt() !== null;

describe.skipIf(isMissing)('under QEMU', () => {
  const judged = async (which: Build, values: Readonly<Record<string, string>> = {}) => {
    const symbols = build(which);
    const { port, end } = await startedQemu('qemu-system-i386', ['-m', '8', '-kernel', symbols]);
    try {
      return await judgedInQemu({ ...values, qemu: `${port}`, symbols }, PATIENCE);
    } finally {
      end();
    }
  };
  const NEXT = ({ next }: { readonly next: string | null }): string => next ?? '';

  test('lab 2 comes to its monitor, and no function that another one calls is an event of its own', async () => {
    const { dumps, series, ran } = await judged({ lab: 2 });
    expect([series.first, ran?.ending, ran?.isCrash]).toEqual([
      null,
      expect.stringMatching(/^has gone to its monitor/),
      false,
    ]);
    const calls = dumps.map(({ note }) => /^call (\w+)/.exec(note ?? '')?.[1]).filter((name) => name !== undefined);
    expect(calls).toEqual(await callsInV86());
  });

  /** What the same kernel is stopped at where it runs in this process: its monitor is an event there, and the end here. */
  const callsInV86 = async (): Promise<(string | undefined)[]> => {
    const kernel = new Uint8Array(readFileSync(build({ lab: 2 })));
    const parts = await emulatorParts();
    const running = await PcKernel.start({ parts, kernel, symbols: readSymbols(kernel), bytes: 8 << 20 });
    const calls: (string | undefined)[] = [];
    for (let stop = await running.next(); stop !== null; stop = await running.next())
      calls.push(/^call (\w+)/.exec(stop.note)?.[1]);
    await running.close();
    expect(calls.at(-1)).toBe('monitor');
    return calls.slice(0, -1);
  };

  test('lab 2 with a count that is forgotten is stopped after the call that forgets it', async () => {
    const { dumps, series } = await judged({ lab: 2, mistake: 'COUNTS_ONCE' });
    const first = series.first?.index ?? 0;
    expect(series.first?.judgement.findings.violations[0]?.name).toBe('exact reference count');
    expect([first, NEXT(dumps[first - 1])]).toEqual([dumps.length - 1, expect.stringMatching(/^page_insert\(/)]);
  });

  test('lab 4 is stopped at traps of its environments, and left after as many as were asked for', async () => {
    const { dumps, series, ran } = await judged({ lab: 4 }, { until: '8' });
    expect([dumps.length, series.first, ran?.ending]).toEqual([8, null, null]);
    expect(dumps.map(NEXT).every((next) => /^\S.* (?:of|in) environment 0000[0-9a-f]{4}/.test(next))).toBe(true);
    expect(new Set(dumps.map(NEXT)).size).toBeGreaterThan(3);
  });

  test.each(['COUNTS_ONCE'])(
    'a disk with %s is stopped after the event that makes it, and the line is told',
    async (name) => {
      const which: Build = { lab: 4, mistake: name };
      const { dumps, series, ran } = await judgedInQemu({ image: buildDisk(which), symbols: build(which) }, PATIENCE);
      const mistake = MISTAKES.find((one) => one.name === name);
      const first = series.first?.index ?? 0;
      expect([first, NEXT(dumps[first - 1])]).toEqual([
        dumps.length - 1,
        expect.stringContaining(mistake?.event ?? '?'),
      ]);
      expect(series.first?.judgement.findings.violations[0]?.name).toBe(mistake?.wrong);
      const [place, ...callers] = ran?.since?.code ?? [];
      const [source, text] = mistake?.line ?? ['', ''];
      const line =
        readFileSync(join(PACKAGE, 'specs/real/jos', source), 'utf8')
          .split('\n')
          .findIndex((one) => one.includes(text)) + 1;
      expect(place).toEqual({ function: mistake?.by, file: source, line });
      expect(callers.map((call) => call.function)).toContain('trap');
    },
  );
});
