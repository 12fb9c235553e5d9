/** The program that tries a library: it does what its lines say, and after each loads all that it ever stored; so do its children. */

import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { jos, type Program, type ProgramFile, witnessedProgram } from '../../../../userland/userland.ts';
import type { EnvStep } from '../step.ts';
import { type Act, actsOf } from './act.ts';
import { HANDLED } from './intent.ts';
import { rests } from './moment.ts';
import { PUW, Running } from './running.ts';

/** Turns that others have before it ends: what they store meanwhile must not show. */
const LAST_TURNS = 3;

export interface LibraryProgram {
  readonly program: ProgramFile;
  readonly acts: readonly Act[];
}

/** A library, and the same as its file has it when it is imported once more, if that can be had: whoever keeps state in variables is found out. */
export interface BroughtLibrary {
  readonly library: jos.JosLibrary;
  readonly anew?: (() => jos.JosLibrary) | undefined;
}

/** The program of `steps`, linked with a library. */
export const libraryProgram = ({ library, anew }: BroughtLibrary, steps: readonly EnvStep[]): LibraryProgram => {
  const made = programOf(library, steps);
  if (anew === undefined) return made;
  return { ...made, program: witnessedProgram(made.program, () => programOf(anew(), steps).program) };
};

const programOf = (library: jos.JosLibrary, steps: readonly EnvStep[]): LibraryProgram => {
  function* handler(): Program {
    const fault = yield* library.pageFault();
    const page = memlayout.ROUNDDOWN(fault.address, memlayout.PGSIZE);
    const isMissing = page === HANDLED && (fault.err & josAbi.FEC_PR) === 0;
    if (!isMissing || (yield jos.sysPageAlloc(0, page, PUW)) < 0) yield jos.exit();
    yield* library.returnFrom(fault);
  }
  const acts = actsOf(steps, handler);

  function* main(): Program {
    const program = new Running(library);
    yield* program.begin();
    for (const [i, act] of acts.entries()) {
      yield* act.run(program);
      yield* program.look();
      yield rests(program.child, i);
    }
    for (let i = 0; i < LAST_TURNS; i++) yield jos.sysYield();
    yield* program.look();
    yield* program.end();
  }

  const entries = { main, handler };
  return { program: jos.defineJosProgram({ name: 'program', entries, bssSize: memlayout.PGSIZE }, library), acts };
};
