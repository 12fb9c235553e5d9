/** The status line: what a machine is about, and its numbers. */
import { counter, register } from '../../hardware/hardware.ts';
import { inThousands } from '../../specs/thousands.ts';
import { labelOf } from '../drawing/owner.ts';
import { freePagesOf, type Kernel } from '../kernels/kind.ts';

const BOLD_REVERSE = '\x1b[0;1;7m';
const BOLD_ON_RED = '\x1b[0;1;97;41m';
const REVERSE = '\x1b[0;7m';
const RESET = '\x1b[0m';

const UNITS: readonly (readonly [number, string])[] = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A number in few characters: `940`, `30k`, `1.9M`. */
export const compact = (value: number): string => {
  const [unit, letter] = UNITS.find(([unit]) => value >= unit) ?? [1, ''];
  const scaled = value / unit;
  return `${letter === '' || scaled >= 100 ? Math.floor(scaled) : Math.floor(scaled * 10) / 10}${letter}`;
};

/** The numbers, the most important ones first; cycles in full if `exact`. `shown` says whose memory is shown. */
export const figures = ({ machine, view }: Kernel, exact: boolean, shown: string): string[] => {
  const count = (field: number): number => machine.counters[field];
  const hits = count(counter.TLB_HITS);
  const looked = hits + count(counter.TLB_MISSES);
  return [
    machine.cpu.runState === register.RUNNING ? `${labelOf(view, view.pidOf(machine.cpu.slot))} runs` : 'nobody runs',
    `free ${freePagesOf(view)}`,
    `ticks ${inThousands(count(counter.INTERRUPTS))}`,
    `calls ${inThousands(count(counter.SYSTEM_CALLS))}`,
    `TLB ${looked === 0 ? '-' : Math.floor((100 * hits) / looked)}%`,
    `cycles ${exact ? inThousands(Math.floor(count(counter.CYCLES))) : compact(count(counter.CYCLES))}`,
    shown,
  ];
};

/** The line for `columns`: the condition, then as many figures as fit; on red if `alarming`. */
export const statusLine = (
  condition: string,
  figures: readonly string[],
  columns: number,
  alarming: boolean,
): string => {
  let text = '';
  for (const figure of figures) {
    if (condition.length + 2 + text.length + 2 + figure.length > columns) break;
    text += `  ${figure}`;
  }
  const fill = ' '.repeat(Math.max(0, columns - condition.length - 2 - text.length));
  return `${alarming ? BOLD_ON_RED : BOLD_REVERSE} ${condition} ${REVERSE}${text}${fill}${RESET}`;
};
