/** `ringfence walk`: the translation of one address, step by step, as the MMU would do it for a process. */
import {
  PTE_A,
  PTE_D,
  PTE_FLAGS,
  PTE_P,
  PTE_PS,
  PTE_U,
  PTE_W,
  ppnOf,
  type Va,
  va,
  type WalkStep,
} from '../../hardware/hardware.ts';
import type { SpaceView } from '../../kernel/kernel.ts';
import { parseWords } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import type { System } from '../kernels/kind.ts';
import { parseAddress } from '../moments/address.ts';
import { momentLine } from '../moments/given.ts';
import { MOMENT_OPTIONS } from '../moments/opened.ts';
import { type Reached, reach, spaceOf } from '../moments/reached.ts';
import { NOTHING_ELSE, verdict } from '../report/verdict.ts';
import { type StepTold, WALK, type WalkTold } from './json.ts';
import { walkLines } from './lines.ts';

export const WALK_OPTIONS = { ...MOMENT_OPTIONS, pid: { type: 'string' }, json: { type: 'boolean' } } as const;

const FLAGS: readonly (readonly [number, string])[] = [
  [PTE_P, 'P'],
  [PTE_W, 'W'],
  [PTE_U, 'U'],
  [PTE_A, 'A'],
  [PTE_D, 'D'],
  [PTE_PS, 'PS'],
];
/** Error codes of page faults that programs take (Intel SDM vol. 3, 4.7). */
const PROTECTION = 1;
const WRITE = 2;
const USER = 4;

export const walk = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('walk', words, WALK_OPTIONS);
  const target = va(parseAddress('a virtual address', positionals.at(-1)));
  const moment = await reach(positionals.slice(0, -1), values);
  const space = spaceOf(moment, values);
  const told = walkTold(moment, space, target);
  if (values.json === true) process.stdout.write(`${JSON.stringify(told)}\n`);
  else printLines([...walkLines(moment, space, told), '', `   ${momentLine(moment.moment)}`]);
  return verdict(moment.system, NOTHING_ELSE);
};

/** The translation of `address` in `space`, in lines. */
export const walkedLines = (moment: Reached, space: SpaceView, address: Va): string[] =>
  walkLines(moment, space, walkTold(moment, space, address));

const walkTold = (moment: Reached, space: SpaceView, address: Va): WalkTold => {
  const { machine, view } = moment.kernel;
  const root = space.root * 4096;
  const probe = machine.mmu.probe(address, root);
  const fault = (kind: number, allowed: boolean): number | null => {
    if (probe === null) return USER | kind;
    return allowed ? null : USER | kind | PROTECTION;
  };
  const page = probe === null ? null : ppnOf(probe.pa);
  return {
    ...{
      schema: WALK.id,
      event: moment.event,
      when: moment.when,
      moment: moment.moment,
      address,
      pid: space.pid,
      root,
    },
    steps: machine.mmu.steps(address, root).map((step) => stepTold(moment.system, step)),
    result:
      probe === null || page === null
        ? null
        : {
            ...{ address: probe.pa, writable: probe.writable, user: probe.user },
            ...{ kind: view.kindOf(page), count: view.referenceCount(page) },
          },
    read: fault(0, probe?.user === true),
    write: fault(WRITE, probe?.user === true && probe.writable),
    tlb: tlbTold(moment, root, address),
  };
};

const stepTold = ({ flagNames }: System, { level, index, entryPa, low }: WalkStep): StepTold => ({
  ...{ level, index, entryAddress: entryPa, entry: low >>> 0 },
  // Those among them that the kernel has for itself come last.
  flags: [...FLAGS, ...Object.entries(flagNames).map(([bit, name]) => [Number(bit), name] as const)]
    .filter(([bit]) => low & bit)
    .map(([, name]) => name),
  target: low & PTE_P ? (low & ~PTE_FLAGS) >>> 0 : null,
});

const tlbTold = ({ kernel }: Reached, root: number, address: Va): WalkTold['tlb'] => {
  const { mmu } = kernel.machine;
  if (mmu.root !== root) return 'other space';
  const start = address - (((address % 4096) + 4096) % 4096);
  return mmu.tlb.cached().some((cached) => cached.va === start) ? 'hit' : 'miss';
};
