/** The grading of lab 4: the correct kernel has all points, and one that does a thing wrong loses those of the programs that show it. */
import { describe, expect, test } from 'vitest';
import { trap } from '../../../../hardware/hardware.ts';
import { JosLab4, josAbi } from '../../../../kernel/kernel.ts';
import { jos } from '../../../../userland/userland.ts';
import { LAB4_TESTS } from './graded-programs.ts';
import { awardLab4, consoleLines, gradeLab4, type Lab4Maker } from './grading.ts';

const maker =
  (Kernel: typeof JosLab4, variant: 'mit' | 'sjtu' = 'mit'): Lab4Maker =>
  (program) =>
    new Kernel({ programs: [program], timer: { mode: 'cycles', period: 100_000 }, pages: 4096, variant });

/** The programs whose points a kernel does not get. */
const lost = (Kernel: typeof JosLab4): string[] =>
  gradeLab4(maker(Kernel))
    .awards.filter(({ earned }) => !earned)
    .map(({ line }) => line);

const FAULTS_HANDLED = ['faultdie', 'faultalloc', 'faultnostack', 'faultbadhandler', 'faultevilhandler'];
const FORKS = ['forktree', 'spin', 'sendpage', 'pingpong', 'primes'];

test.each(['mit', 'sjtu'] as const)('the kernel has all 70 points that programs can earn here, as %s', (variant) => {
  const { score, full, awards } = gradeLab4(maker(JosLab4, variant));
  expect(awards.filter(({ earned }) => !earned)).toEqual([]);
  expect([score, full]).toEqual([70, 70]);
});

test('every program of lab 4 is graded, and no other', () => {
  expect(LAB4_TESTS.map(({ program }) => program).sort()).toEqual(Object.keys(jos.JOS_PROGRAMS).sort());
});

describe('A kernel loses the points of the programs that show its mistake, and only those, if', () => {
  test('no program gets its page faults', () => {
    class Mine extends JosLab4 {
      override sysEnvSetPgfaultUpcall(): number {
        return 0;
      }
    }
    expect(lost(Mine)).toEqual([...FAULTS_HANDLED, ...FORKS]);
  });

  test('programs may name any memory in system calls', () => {
    class Mine extends JosLab4 {
      override userMemCheck(): number {
        return -1;
      }
    }
    expect(lost(Mine)).toEqual(['faultallocbad', 'faultnostack', 'faultbadhandler', 'faultevilhandler']);
  });

  test('who got a message is not woken', () => {
    class Mine extends JosLab4 {
      override sysIpcTrySend(...parameters: Parameters<JosLab4['sysIpcTrySend']>): number {
        const target = this.envid2env(parameters[1], false);
        const sent = super.sysIpcTrySend(...parameters);
        if (sent === 0 && target !== null) target.status = josAbi.ENV_NOT_RUNNABLE;
        return sent;
      }
    }
    expect(lost(Mine)).toEqual(['sendpage', 'pingpong', 'primes']);
  });

  test('the timer never gives the CPU to another', () => {
    class Mine extends JosLab4 {
      override trapDispatch(...parameters: Parameters<JosLab4['trapDispatch']>): void {
        if (parameters[1] === trap.TIMER_VECTOR) this.resume();
        else super.trapDispatch(...parameters);
      }
    }
    expect(lost(Mine)).toEqual(['spin']);
  });
});

test('what a program must not say costs it its points, whatever else it says', () => {
  const faultread = LAB4_TESTS.find(({ program }) => program === 'faultread');
  if (faultread === undefined) throw new Error('faultread is graded');
  const lines = consoleLines(faultread, maker(JosLab4));
  expect(awardLab4(faultread, lines)).toMatchObject({ earned: true, missing: [], unwelcome: [] });
  const read = 'I read 00000000 from location 0!';
  expect(awardLab4(faultread, [...lines, read])).toMatchObject({ earned: false, missing: [], unwelcome: [read] });
});

test('a line counts only from its beginning, and each line that is missing is told', () => {
  const [dumbfork] = LAB4_TESTS;
  const lines = consoleLines(dumbfork, maker(JosLab4));
  expect(lines).toContain('10: I am the child!');
  const without = lines.filter((line) => line !== '0: I am the child!');
  const { earned, missing } = awardLab4(dumbfork, without);
  expect([earned, missing.map(({ source }) => source)]).toEqual([false, ['^0: I am the child.']]);
});
