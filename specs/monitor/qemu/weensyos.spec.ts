/** A kernel in WeensyOS's layout under a real QEMU, where that is installed: its mistakes are met at the event that makes them, and the machine is left as it stands. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stub } from '../../../monitor/judge/qemu/gdb-stub.ts';
import { judgedInQemu } from '../../../monitor/judge/qemu/judged-run.ts';
import { readSymbols } from '../../judging-dumps.ts';
import { build, type Mistake, missingTools } from '../../real/weensyos/built.ts';
import { missingIn, stepsOf } from '../documentation/page.ts';
import { folderWith, PACKAGE, ringfenceHere } from '../terminal.ts';
import { PATIENCE, startedQemu } from './machine.ts';

const MISTAKES: readonly Mistake[] = ['FORK_FORGETS_TEXT', 'EXIT_KEEPS_TABLES', 'FORK_BY_NULL', 'NO_EVENT'];
const folders = new Map<Mistake, string>();
const folderOf = (mistake: Mistake): string => folders.get(mistake) ?? '';
const onDisk = (mistake: Mistake) => [
  'judge',
  '--image',
  'weensyos.img',
  '--symbols',
  'obj/kernel.full',
  folderOf(mistake),
];
/** Processes of QEMU that this one has started, and that are still there. */
const qemusLeft = (): string =>
  execFileSync('ps', ['-o', 'comm=,stat=', '--ppid', `${process.pid}`], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.startsWith('qemu') && !line.includes('Z'))
    .join();

describe.skipIf(missingTools().length > 0)('under QEMU', () => {
  beforeAll(() => {
    for (const mistake of MISTAKES) {
      folders.set(mistake, folderWith({}));
      build(folderOf(mistake), mistake);
    }
  });

  const judged = (mistake: Mistake, ...more: string[]) => {
    const [folder, ...words] = onDisk(mistake).toReversed();
    return ringfenceHere([...words.toReversed(), ...more], folder);
  };

  /** A place in the kernel's sources, as it is told: in `name`, the line that has `text`. */
  const place = (name: string, text: string): string => {
    const source = readFileSync(join(PACKAGE, 'specs/real/weensyos/kernel.c'), 'utf8').split('\n');
    return `${name} \\(\\S*kernel\\.c:${source.findIndex((line) => line.includes(text)) + 1}\\)`;
  };
  const since = (name: string, text: string, field: string): RegExp =>
    new RegExp(`^   It is so since ${place(name, text)} wrote ptable\\[\\d\\]\\.${field}\\.$`, 'm');

  test('a mistake of fork is met in the state that the fork left, and QEMU is ended', async () => {
    const { code, out, errors } = await judged('FORK_FORGETS_TEXT');
    const told =
      /exact reference count\n[\s\S]*0x100000 of process 3; found a count of 1[\s\S]*Then came: fork of process \d\n/;
    expect([code, errors, out]).toEqual([1, '', expect.stringMatching(told)]);
    const [, events, first] = /^(\d+) events: the first at which something is wrong is event (\d+)\.\n/.exec(out) ?? [];
    expect(Number(first)).toBe(Number(events) - 1);
    expect(out).toMatch(since('syscall_fork', 'ptable[pid].state = RUNNABLE;', 'state'));
    expect(out).toMatch(/^ {5}called by syscall \(\S*kernel\.c:\d+\)$/m);
    expect(qemusLeft()).toBe('');
  });

  test('who obeys docs/real-kernels.md sees what it shows', async () => {
    const page = readFileSync(join(PACKAGE, 'docs/real-kernels.md'), 'utf8').replaceAll('sh no-run under QEMU', 'sh');
    const sessions = stepsOf(page).filter(
      (step) => step.kind === 'command' && step.line.includes('--image weensyos.img'),
    );
    expect(sessions).toHaveLength(1);
    for (const session of sessions) {
      if (session.kind !== 'command') continue;
      const { out } = await ringfenceHere(session.line.split(' ').slice(1), folderOf('EXIT_KEEPS_TABLES'));
      expect([missingIn(out, session.shown), out]).toEqual([undefined, out]);
      expect(out).toMatch(/Then came: exit of process \d\n/);
      expect(out).toMatch(since('syscall', 'current->pagetable = 0;', 'pagetable'));
    }
  });

  test('a triple fault is told with the function and the line that made it, and the event that came last', async () => {
    const { code, out } = await judged('FORK_BY_NULL');
    const told = new RegExp(`The kernel made a triple fault at ${place('syscall_fork', 'if (root == 0)')}: `);
    expect([code, out]).toEqual([1, expect.stringMatching(told)]);
    expect(out).toMatch(/nothing is wrong at any of them\.\n.*\nThe last event was: fork of process \d\n/);
  });

  test('a kernel that comes to no event is told of, with the place where it is', async () => {
    const values = {
      image: join(folderOf('NO_EVENT'), 'weensyos.img'),
      symbols: join(folderOf('NO_EVENT'), 'obj/kernel.full'),
    };
    await expect(judgedInQemu(values, { event: 300, answer: 60_000 })).rejects.toThrow(
      /weensyos\.img: the kernel came to no event for 0\.3 seconds, and is at \S+/,
    );
    expect(qemusLeft()).toBe('');
  });

  describe('that somebody else has started', () => {
    let qemu: Awaited<ReturnType<typeof startedQemu>>;
    beforeAll(async () => {
      const disk = `file=${join(folderOf('EXIT_KEEPS_TABLES'), 'weensyos.img')},format=raw,snapshot=on`;
      qemu = await startedQemu('qemu-system-x86_64', ['-drive', disk]);
    });
    afterAll(() => qemu.end());

    test('the machine is left at the event, stopped, with no breakpoint in it', async () => {
      const { port } = qemu;
      const symbols = join(folderOf('EXIT_KEEPS_TABLES'), 'obj/kernel.full');
      const { dumps, ran } = await judgedInQemu({ qemu: `${port}`, symbols }, PATIENCE);
      expect([dumps.at(-1)?.isWrong, dumps.slice(0, -1).some(({ isWrong }) => isWrong)]).toEqual([true, false]);
      expect(ran?.since).toBeNull();
      expect(ran?.left).toBe(`The machine stands there. For your own gdb: target remote localhost:${port}`);
      const stub = await Stub.connect({ host: 'localhost', port }, PATIENCE.answer);
      expect(await stub.monitor('info status')).toMatch(/paused/);
      expect(await stub.ask('qqemu.PhyMemMode')).toBe('0');
      // Every event leads there. A breakpoint that was left where the machine stands, or at the next event, would stop it before.
      const run = readSymbols(readFileSync(symbols)).find('run')?.address.toString(16) ?? '';
      expect(await stub.ask(`Z0,${run},1`)).toBe('OK');
      expect(await stub.run('c')).toMatch(/^T05/);
      expect(await stub.monitor('info registers')).toContain(`RIP=${run.padStart(16, '0')}`);
      await stub.close();

      const again = await judgedInQemu({ qemu: `${port}`, symbols }, PATIENCE);
      expect([again.dumps.map(({ isWrong }) => isWrong), again.ran?.left]).toEqual([
        [true],
        expect.stringContaining('with --reset'),
      ]);
      const anew = await judgedInQemu({ qemu: `${port}`, symbols, reset: true }, PATIENCE);
      expect(anew.dumps.length).toBeGreaterThan(4);
      expect(anew.dumps.map(({ isWrong }) => isWrong).indexOf(true)).toBe(anew.dumps.length - 1);
    });
  });
});
