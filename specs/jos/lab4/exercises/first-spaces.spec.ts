/** Whatever is wrong with the first address space of an environment is found out, page for page and byte for byte. */
import { expect, test } from 'vitest';
import { trapframe } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4, josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { FIRST_SPACES } from './first-spaces.ts';
import { type Methods, WrongKernel } from './wrong-kernel.ts';

const { ALLOC_ZERO, PGSIZE, PTE_P, PTE_U, PTE_W, ROUNDDOWN, ROUNDUP, USTACKTOP } = memlayout;
const STACK = USTACKTOP - PGSIZE;
const TRUE = JosLab4.prototype;
const wrong = new WrongKernel();

/** Maps `pages` fresh pages from the page of `address` on. */
const mapPages = (
  kernel: JosLab4,
  env: Env,
  address: number,
  pages: number,
  perm: number,
  flags = ALLOC_ZERO,
): void => {
  for (let i = 0; i < pages; i++)
    kernel.pageInsert(env.pgdir, kernel.pageAlloc(flags), ROUNDDOWN(address, PGSIZE) + i * PGSIZE, perm);
};
const pagesIn = (address: number, bytes: number): number =>
  (ROUNDUP(address + bytes, PGSIZE) - ROUNDDOWN(address, PGSIZE)) / PGSIZE;

/** A region_alloc that maps pages otherwise. */
const region = (map: (kernel: JosLab4, env: Env, address: number, bytes: number) => void): Methods => ({
  regionAlloc(env, address, bytes) {
    map(this, env, address, bytes);
  },
});
/** Something else done to an environment that was loaded as it should be. */
const loaded = (deed: (kernel: JosLab4, env: Env) => void): Methods => ({
  loadIcode(env, image) {
    TRUE.loadIcode.call(this, env, image);
    deed(this, env);
  },
});

const PUW = PTE_P | PTE_U | PTE_W;
const WRONG: Readonly<Record<string, readonly [methods: Methods, by: RegExp]>> = {
  'a page more': [region((k, env, va, n) => mapPages(k, env, va, pagesIn(va, n) + 1, PUW)), /where nothing was right/],
  'a page for each page begun, wherever it begins': [
    region((k, env, va, n) => mapPages(k, env, va, Math.floor(n / PGSIZE) + 1, PUW)),
    /where nothing was right/,
  ],
  'whole pages only': [
    region((k, env, va, n) => mapPages(k, env, va, Math.max(1, Math.floor(n / PGSIZE)), PUW)),
    /page fault|nothing at/,
  ],
  'pages that may only be read': [
    region((k, env, va, n) => mapPages(k, env, va, pagesIn(va, n), PTE_U)),
    /page fault|flags 0x5/,
  ],
  'pages that are not the program’s': [
    region((k, env, va, n) => mapPages(k, env, va, pagesIn(va, n), PTE_W)),
    /flags 0x3/,
  ],
  'pages with a right too many': [
    region((k, env, va, n) => mapPages(k, env, va, pagesIn(va, n), PUW | josAbi.PTE_COW)),
    /flags 0x807/,
  ],
  'pages that are not zero': [
    region((k, env, va, n) => mapPages(k, env, va, pagesIn(va, n), PUW, 0)),
    /where 0, for its bss, was right/,
  ],
  'no stack': [loaded((k, env) => k.pageRemove(env.pgdir, STACK)), /nothing at 0xeebfd000/],
  'a stack of two pages': [loaded((k, env) => mapPages(k, env, STACK - PGSIZE, 1, PUW)), /where nothing was right/],
  'a stack above its top': [
    loaded((k, env) => {
      k.pageRemove(env.pgdir, STACK);
      mapPages(k, env, USTACKTOP, 1, PUW);
    }),
    /nothing at 0xeebfd000/,
  ],
  'a byte of text that is wrong': [
    loaded((k, env) => {
      k.lcr3(env.pgdir);
      k.store(memlayout.UTEXT as Env['pgdir'], 0);
      k.lcr3(k.kernPgdir);
    }),
    /has byte 0x0 at 0x80000/,
  ],
  'the wrong first instruction': [loaded((_, env) => env.setRegister(trapframe.TF_EIP, memlayout.UTEXT + 64)), /eip/],
  'the wrong stack pointer': [loaded((_, env) => env.setRegister(trapframe.TF_ESP, STACK)), /esp/],
  'another parent': [loaded((_, env) => void Object.assign(env, { parentId: 0x1000 })), /has a parent/],
  'nothing to run': [loaded((_, env) => void Object.assign(env, { status: josAbi.ENV_NOT_RUNNABLE })), /not runnable/],
};

test.each(Object.entries(WRONG))('an environment that begins with %s is found out', (_, [methods, by]) => {
  expect(wrong.firstFailure(methods, FIRST_SPACES)).toMatch(by);
});

test('an environment whose pages hold garbage around its segments and on its stack passes: nobody asked for zeros there', () => {
  const soiled: Methods = {
    loadIcode(env, image) {
      TRUE.loadIcode.call(this, env, image);
      this.lcr3(env.pgdir);
      this.store(STACK as Env['pgdir'], -1);
      this.lcr3(this.kernPgdir);
    },
  };
  expect(wrong.firstFailure(soiled, FIRST_SPACES)).toBeNull();
});
