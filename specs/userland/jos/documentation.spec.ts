/** What docs/jos.md shows of the programs of JOS is what they do. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { JosLab4, josAbi, memlayout } from '../../../kernel/kernel.ts';
import { jos } from '../../../userland/userland.ts';
import { peek } from '../../jos/page-tables.ts';

const { KERNBASE, PDX, PGSIZE, PTE_ADDR, PTE_P, PTE_W, PTX, UTEXT, USTACKTOP, UXSTACKTOP } = memlayout;
const { ENV_BYTES, ENV_PGDIR, PFTEMP, PTE_COW } = josAbi;
const STACK = USTACKTOP - PGSIZE;
const EXCEPTION_STACK = UXSTACKTOP - PGSIZE;

const text = readFileSync(new URL('../../../docs/jos.md', import.meta.url), 'utf8');
/** The first code block or table after the comment `mark`. */
const after = (mark: string): string[] => text.split(`<!-- ${mark} -->\n\n`)[1].split('\n\n')[0].split('\n');

test('the drawing of a fork is what pingpong does, system call for system call', () => {
  const kernel = new JosLab4({ programs: [jos.JOS_PROGRAMS.pingpong], pages: 2048 });
  kernel.boot();
  const rows = after('one fork').filter((line) => line.includes('|'));
  expect(rows.length).toBe(15);
  const drawn = rows.map((row) =>
    row
      .split('|')
      .slice(1)
      .map((cells) => cells.trim().replace(/ {2,}/g, ' ')),
  );
  const found = rows.map((_, event) => {
    if (event > 0) kernel.machine.run(Number.POSITIVE_INFINITY, 1);
    return [
      cells(kernel, 0, [UTEXT, STACK, PFTEMP, EXCEPTION_STACK]),
      cells(kernel, 1, [UTEXT, STACK, EXCEPTION_STACK]),
    ];
  });
  expect(found).toEqual(drawn);
});

/** The pages at `addresses` of the environment at `place`: `3b9 W`, `3b9 C` or `-`. */
const cells = (kernel: JosLab4, place: number, addresses: readonly number[]): string => {
  const pgdir = peek(kernel, kernel.variables.envs + place * ENV_BYTES + ENV_PGDIR);
  return addresses.map((address) => cell(pgdir === 0 ? 0 : entryOf(kernel, pgdir, address))).join(' ');
};

const entryOf = (kernel: JosLab4, pgdir: number, address: number): number => {
  const pde = peek(kernel, pgdir + PDX(address) * 4);
  return pde & PTE_P ? peek(kernel, KERNBASE + PTE_ADDR(pde) + PTX(address) * 4) : 0;
};

const cell = (entry: number): string => {
  if ((entry & PTE_P) === 0) return '-';
  const sort = entry & PTE_W ? 'W' : entry & PTE_COW ? 'C' : 'R';
  return `${(entry >>> 12).toString(16)} ${sort}`;
};

test('every program has a row', () => {
  const names = after('programs').map((row) => row.split('|')[1].trim());
  expect(names.slice(2).sort()).toEqual(Object.keys(jos.JOS_PROGRAMS).sort());
});
