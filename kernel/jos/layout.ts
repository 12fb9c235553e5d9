/** The layout of virtual memory, region by region: what the drawing in memlayout.ts says, and what programs and their library keep below UTOP. */
import { type Va, va } from '../../hardware/hardware.ts';
import type { Region } from '../view.ts';
import { PFTEMP } from './abi.ts';
import {
  KERNBASE,
  KSTKSIZE,
  kstacktop,
  PGSIZE,
  PTSIZE,
  UENVS,
  ULIM,
  UPAGES,
  USTABDATA,
  USTACKTOP,
  UTEMP,
  UTEXT,
  UVPT,
  UXSTACKTOP,
  type Variant,
} from './memlayout.ts';

type Start = readonly [start: number, symbol: string, name: string, rights: string];

/** What programs may map if they like, and normally do not. */
const EMPTY = 'empty';

/** All of memory, from below. */
export const layoutOf = (variant: Variant): readonly Region[] => {
  const starts = [...USER, ...kernelStarts(variant)];
  return starts.map(([start, symbol, name, rights], i) => ({
    ...{ start: va(start), end: (starts[i + 1]?.[0] ?? 2 ** 32) as Va },
    ...{ symbol, name, rights, ...(name === EMPTY && { isOpen: true as const }) },
  }));
};

const USER: readonly Start[] = [
  [0, '0', EMPTY, '--/--'],
  [USTABDATA, 'USTABDATA', 'debugging data', 'RW/RW'],
  [UTEMP, 'UTEMP', 'temporary mappings', 'RW/RW'],
  [PFTEMP, 'PFTEMP', 'a page being copied', 'RW/RW'],
  [UTEXT, 'UTEXT', 'program, data, heap', 'RW/RW'],
  [USTACKTOP - PGSIZE, '', 'user stack', 'RW/RW'],
  [USTACKTOP, 'USTACKTOP', 'guard', '--/--'],
  [UXSTACKTOP - PGSIZE, '', 'exception stack', 'RW/RW'],
  [UENVS, 'UENVS, UXSTACKTOP, UTOP', 'environments', 'R-/R-'],
  [UPAGES, 'UPAGES', 'pages[]', 'R-/R-'],
  [UVPT, 'UVPT', 'page tables', 'R-/R-'],
];

const kernelStarts = (variant: Variant): readonly Start[] => {
  const top = kstacktop(variant);
  const stack = [top - KSTKSIZE, '', 'kernel stack', 'RW/--'] as const;
  const guard = (symbol: string) => [top - PTSIZE, symbol, 'guard', '--/--'] as const;
  const memory = (symbol: string) => [KERNBASE, symbol, 'physical memory', 'RW/--'] as const;
  if (variant === 'mit') {
    return [[ULIM, 'MMIOBASE, ULIM', 'devices', 'RW/--'], guard('MMIOLIM'), stack, memory('KSTACKTOP, KERNBASE')];
  }
  return [guard('ULIM'), stack, [top, 'KSTACKTOP', 'nothing', '--/--'], memory('KERNBASE')];
};
