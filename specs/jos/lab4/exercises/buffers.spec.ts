/** A user_mem_check that is wrong in any way is found out, and one that is written otherwise passes. */
import { expect, test } from 'vitest';
import { type Env, type JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import { STRICT } from '../../../judge/contract.ts';
import { MEMORY_CHECKS } from './buffers.ts';
import { WrongKernel } from './wrong-kernel.ts';

const { PGSIZE, PTE_P, PTE_U, PTE_W, ROUNDDOWN, ROUNDUP, ULIM, UTOP } = memlayout;

type Check = (kernel: JosLab4, env: Env, address: number, bytes: number, perm: number) => number;

const wrong = new WrongKernel();
const failureOf = (check: Check, kernel = wrong): string | null =>
  kernel.firstFailure(
    {
      userMemCheck(env, address, bytes, perm) {
        return check(this, env, address, bytes, perm);
      },
    },
    MEMORY_CHECKS,
  );

/** Whether the entry of `page` below `limit` has all of `needed`. */
const allows = (kernel: JosLab4, pgdir: Env['pgdir'], page: number, needed: number, limit = ULIM): boolean => {
  const entry = page < limit ? kernel.pgdirWalk(pgdir, page, false) : 0;
  return entry !== 0 && (kernel.load(entry) & needed) === needed;
};

/** The first byte that may not be used, looked for as it should be. */
const firstBad: Check = (kernel, { pgdir }, address, bytes, perm) => {
  for (let page = ROUNDDOWN(address, PGSIZE); page < address + bytes; page += PGSIZE)
    if (!allows(kernel, pgdir, page, perm | PTE_P | PTE_U)) return Math.max(page, address);
  return -1;
};

const WRONG: Readonly<Record<string, Check>> = {
  'ignores the length': (kernel, env, address, _, perm) => firstBad(kernel, env, address, 1, perm),
  'wraps at 2^32': (kernel, env, address, bytes, perm) =>
    (address + bytes) >>> 0 < address ? -1 : firstBad(kernel, env, address, bytes, perm),
  'steps from where the buffer begins': (kernel, { pgdir }, address, bytes, perm) => {
    for (let at = address; at < address + bytes; at += PGSIZE)
      if (!allows(kernel, pgdir, at, perm | PTE_P | PTE_U)) return at;
    return -1;
  },
  'looks at the first page and the last': (kernel, env, address, bytes, perm) => {
    const first = firstBad(kernel, env, address, 1, perm);
    return first >= 0 || bytes === 0 ? first : firstBad(kernel, env, address + bytes - 1, 1, perm);
  },
  'looks at a byte more': (kernel, env, address, bytes, perm) => firstBad(kernel, env, address, bytes + 1, perm),
  'forgets the last byte': (kernel, env, address, bytes, perm) => firstBad(kernel, env, address, bytes - 1, perm),
  'demands the right to write always': (kernel, env, address, bytes, perm) =>
    firstBad(kernel, env, address, bytes, perm | PTE_W),
  'never asks for the right to write': (kernel, env, address, bytes, perm) =>
    firstBad(kernel, env, address, bytes, perm & ~PTE_W),
  'is content with one of the rights': (kernel, { pgdir }, address, bytes, perm) => {
    for (let page = ROUNDDOWN(address, PGSIZE); page < address + bytes; page += PGSIZE)
      if (![PTE_P, perm].some((right) => right !== 0 && allows(kernel, pgdir, page, right)))
        return Math.max(page, address);
    return -1;
  },
  'lets everything above ULIM through': (kernel, env, address, bytes, perm) =>
    address >= ULIM ? -1 : firstBad(kernel, env, address, bytes, perm),
  'does not know of ULIM': (kernel, { pgdir }, address, bytes, perm) => {
    for (let page = ROUNDDOWN(address, PGSIZE); page < Math.min(address + bytes, 2 ** 32); page += PGSIZE)
      if (!allows(kernel, pgdir, page, (perm & ~PTE_U) | PTE_P, 2 ** 32)) return Math.max(page, address);
    return -1;
  },
  'takes UTOP for the limit': (kernel, env, address, bytes, perm) =>
    address + bytes > UTOP ? Math.max(address, UTOP) : firstBad(kernel, env, address, bytes, perm),
  'takes a buffer that ends at ULIM for one beyond': (kernel, env, address, bytes, perm) =>
    address + bytes >= ULIM ? Math.max(address, ULIM) : firstBad(kernel, env, address, bytes, perm),
  'compares addresses with a sign': (kernel, env, address, bytes, perm) =>
    (address | 0) + bytes < address ? -1 : firstBad(kernel, env, address, bytes, perm),
  'allows everything': () => -1,
  'allows nothing': (_kernel, _env, address) => address,
  'looks at the tables of the kernel': (kernel, _env, address, bytes, perm) => {
    for (let page = ROUNDDOWN(address, PGSIZE); page < address + bytes; page += PGSIZE)
      if (!allows(kernel, kernel.kernPgdir, page, perm | PTE_P | PTE_U)) return Math.max(page, address);
    return -1;
  },
};

test.each(Object.entries(WRONG))('a check that %s is found out', (_, check) => {
  expect(failureOf(check)).toMatch(/^(user_mem_check|sys_cputs)/);
});

/** Rounds the address down, which the handout does not. */
const rounds: Check = (kernel, env, address, bytes, perm) => {
  const bad = firstBad(kernel, env, address, bytes, perm);
  return bad < 0 ? bad : ROUNDDOWN(bad, PGSIZE);
};

test('a check that gives the page of the first byte is found out, unless the contract leaves that open', () => {
  expect(failureOf(rounds)).toMatch(/gave 0x0, where 0x1 was right$/);
  expect(failureOf(rounds, new WrongKernel({ ...STRICT, errors: 'any' }))).toBeNull();
});

test('a check that counts pages, and looks at none where there is no byte, passes', () => {
  const byPages: Check = (kernel, { pgdir }, address, bytes, perm) => {
    const start = ROUNDDOWN(address, PGSIZE);
    const pages = (ROUNDUP(address + bytes, PGSIZE) - start) / PGSIZE;
    for (let i = 0, page = start; i < pages && bytes > 0; i++, page += PGSIZE)
      if (!allows(kernel, pgdir, page, perm | PTE_P | PTE_U)) return Math.max(page, address);
    return -1;
  };
  expect(failureOf(byPages)).toBeNull();
});
