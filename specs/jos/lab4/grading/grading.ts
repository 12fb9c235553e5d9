/** The official grading of lab 4: each program runs on a kernel of its own, and earns points by the lines on the console. */
import { type Executable, register } from '../../../../hardware/hardware.ts';
import type { JosLab4 } from '../../../../kernel/kernel.ts';
import { jos } from '../../../../userland/userland.ts';
import { type Award, type Grade, gradeFor } from '../../lab2/grade.ts';
import { LAB4_TESTS, type Lab4Test } from './graded-programs.ts';

/** `line` is the name of the program. */
export interface Lab4Award extends Award {
  /** What no line began with, though one should have. */
  readonly missing: readonly RegExp[];
  /** Lines that should not have come. */
  readonly unwelcome: readonly string[];
}

/** Makes a kernel with the timer on, and memory of 16 MiB or more, that is to run `program`. */
export type Lab4Maker = (program: Executable) => JosLab4;

export const LAB4_POINTS = 5;
/** What the course gives in all, for two programs more. */
export const LAB4_FULL = 80;

/** Boundaries without a line after which no more is to be expected: twice what spin spins. */
const QUIET_BOUNDARIES = 30_000;
/** Boundaries after which a program has had its chance: three times what primes needs, and more than all others. */
const MOST_BOUNDARIES = 1_000_000;
/** The same for programs that are linked with somebody's own library: to look at every entry of a page table takes so much longer. */
export const BOUNDARIES_WITH_LIBRARY = 12 * MOST_BOUNDARIES;
const BOUNDARIES_A_TURN = 5000;

/** The programs of the grading, by name, which may be linked with another library. */
type Programs = Readonly<Record<string, Executable>>;

/**
 * Runs every program of the grading, each on a kernel that `make` makes, to its end or to a limit; returns the points of each.
 */
export const gradeLab4 = (make: Lab4Maker, programs: Programs = jos.JOS_PROGRAMS): Grade<Lab4Award> =>
  gradeFor(LAB4_TESTS.map((test) => awardLab4(test, consoleLines(test, make, programs))));

/** What `test` awards for `lines` on the console: its points if no wanted line is missing and no unwanted one is there, else none. */
export const awardLab4 = ({ program, wanted, unwanted }: Lab4Test, lines: readonly string[]): Lab4Award => {
  const missing = wanted.filter((pattern) => !lines.some((line) => pattern.test(line)));
  const unwelcome = lines.filter((line) => unwanted.some((pattern) => pattern.test(line)));
  const earned = missing.length === 0 && unwelcome.length === 0;
  return { line: program, points: LAB4_POINTS, earned, missing, unwelcome };
};

/** What the console shows while the program of `test` runs on a kernel that `make` makes. */
export const consoleLines = (test: Lab4Test, make: Lab4Maker, programs: Programs = jos.JOS_PROGRAMS): string[] => {
  const kernel = make(programs[test.program]);
  const shown = new ConsoleLines(kernel);
  runLab4(test, kernel, shown);
  return shown.all();
};

/**
 * Boots `kernel`, which has the program of `test`, and runs it: until nothing can run any more, the last line is there, no line has come for
 * long, or the program has run for `most` boundaries. `shown` is the console of `kernel`.
 */
export const runLab4 = (
  { last }: Lab4Test,
  kernel: JosLab4,
  shown: ConsoleLines,
  most: number = MOST_BOUNDARIES,
): void => {
  const { machine } = kernel;
  kernel.boot();
  let [boundaries, quiet] = [0, 0];
  while (machine.cpu.runState === register.RUNNING && boundaries < most && quiet < QUIET_BOUNDARIES) {
    machine.run(BOUNDARIES_A_TURN);
    const fresh = shown.fresh();
    if (last !== null && fresh.some((line) => last.test(line))) return;
    boundaries += BOUNDARIES_A_TURN;
    quiet = fresh.length > 0 ? 0 : quiet + BOUNDARIES_A_TURN;
  }
};

/** The console in lines, as they come. */
export class ConsoleLines {
  private readonly lines: string[] = [];
  private unfinished = '';
  /** Lines that `fresh` gave already. */
  private given = 0;

  /** Listens to a kernel from now on. */
  constructor({ machine }: JosLab4) {
    const types = ['log', 'output'] as const;
    machine.listen((event) => {
      if (event.type === 'log') this.add(`${event.text}\n`);
      else if (event.type === 'output') this.add(event.text);
    }, types);
  }

  /** The whole lines that came since this was last asked. */
  fresh(): string[] {
    const lines = this.lines.slice(this.given);
    this.given = this.lines.length;
    return lines;
  }

  all(): string[] {
    return this.unfinished === '' ? this.lines : [...this.lines, this.unfinished];
  }

  private add(text: string): void {
    const [first, ...others] = text.split('\n');
    this.unfinished += first;
    for (const line of others) {
      this.lines.push(this.unfinished);
      this.unfinished = line;
    }
  }
}
