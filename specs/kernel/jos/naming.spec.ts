/** What JOS calls things: its assertions, errors of faults, and words of the table of environments. And which memory is a program's own. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE, pa } from '../../../hardware/hardware.ts';
import { describeFault } from '../../../kernel/jos/trapframe.ts';
import { CPU_BYTES } from '../../../kernel/jos/variables.ts';
import { JosKernel, JosLab4, josAbi, memlayout } from '../../../kernel/kernel.ts';
import { jos } from '../../../userland/userland.ts';
import { noSelfMapping } from '../../jos/lab2/bugs/no-self-mapping.ts';

/** The codes of the assertions that a boot makes, in their order, each once where it comes several times in a row. */
const assertionsOf = (variant: memlayout.Variant): string[] => {
  const codes: string[] = [];
  class Asserting extends JosKernel {
    override assert(code: string, condition: boolean, expression: string): void {
      if (codes.at(-1) !== code) codes.push(code);
      super.assert(code, condition, expression);
    }
  }
  new Asserting({ variant, pages: 1100 }).boot();
  return codes;
};
const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);

test("MIT's check_page makes assertions P1 to P56, each where it stands", () => {
  const codes = assertionsOf('mit').filter((code) => code.startsWith('P'));
  expect([...new Set(codes)]).toEqual(numbered('P', 56));
});

test("SJTU's check_page leaves some out, and keeps the order of the others", () => {
  const codes = [...new Set(assertionsOf('sjtu').filter((code) => code.startsWith('P')))];
  expect(codes.length).toBeLessThan(56);
  expect(codes).toEqual(numbered('P', 56).filter((code) => codes.includes(code)));
});

test('a directory without its own entry at UVPT fails assertion K5', () => {
  const codes: string[] = [];
  class Noting extends noSelfMapping.Kernel {
    override assert(code: string, condition: boolean, expression: string): void {
      if (!condition) codes.push(code);
      super.assert(code, condition, expression);
    }
  }
  new Noting({ pages: 1100 }).boot();
  expect(codes).toEqual(['K5']);
});

test('page_insert removes a page only where one is mapped, and env_setup_vm returns 0', () => {
  const removed: boolean[] = [];
  const results: number[] = [];
  class Noting extends JosLab4 {
    override pageRemove(pgdir: Parameters<JosLab4['pageRemove']>[0], address: number): void {
      const entry = this.pgdirWalk(pgdir, address, false);
      removed.push(entry !== 0 && (this.load(entry) & memlayout.PTE_P) !== 0);
      super.pageRemove(pgdir, address);
    }
    override envSetupVm(env: Parameters<JosLab4['envSetupVm']>[0]): number {
      const result = super.envSetupVm(env);
      results.push(result);
      return result;
    }
  }
  const noting = new Noting({ programs: [jos.JOS_PROGRAMS.spin], pages: 2048 });
  noting.boot();
  const before = removed.length;
  const page = noting.pageAlloc(memlayout.ALLOC_ZERO);
  for (const address of [0xa00000, 0xa00000, 0xa01000]) noting.pageInsert(noting.kernPgdir, page, address, 6);
  expect(removed.slice(before)).toEqual([true]);
  expect(results).toEqual([0]);
});

test('what is known of a CPU is three words and a task state (inc/mmu.h: 104 bytes)', () => {
  expect(CPU_BYTES).toBe(3 * 4 + 104);
});

test('each bit of the error code of a fault has its word', () => {
  const words = Array.from({ length: 8 }, (_, code) => describeFault(code));
  expect(words).toEqual([
    'kernel, read, not-present',
    'kernel, read, protection',
    'kernel, write, not-present',
    'kernel, write, protection',
    'user, read, not-present',
    'user, read, protection',
    'user, write, not-present',
    'user, write, protection',
  ]);
});

const kernel = new JosLab4({ programs: [jos.JOS_PROGRAMS.spin], pages: 2048 });
kernel.boot();
const { view } = kernel;

test('a word of the table of environments is called by its number and field, and one outside is not', () => {
  const start = kernel.variables.envs - memlayout.KERNBASE;
  const { ENV_BYTES, ENV_ID, ENV_PARENT_ID, ENV_STATUS, NENV } = josAbi;
  const nameAt = (env: number, field: number): string | null => view.nameOfWord(pa(start + env * ENV_BYTES + field));
  const property = fc.property(fc.nat(NENV - 1), (env) => {
    expect([ENV_ID, ENV_PARENT_ID, ENV_STATUS].map((field) => nameAt(env, field))).toEqual(
      ['env_id', 'env_parent_id', 'env_status'].map((field) => `envs[${env}].${field}`),
    );
    expect(nameAt(env, 0)).toMatch(new RegExp(`^envs\\[${env}\\]\\.env_tf`));
  });
  fc.assert(property, { examples: [[0], [NENV - 1]] });
  for (const outside of [start - 4, start + NENV * ENV_BYTES])
    expect(view.nameOfWord(pa(outside)) ?? '').not.toMatch(/^envs/);
});

test('a program may use bytes if every page of them is mapped for programs, with the rights that are asked for', () => {
  const [env] = [kernel.envNumber(0)];
  const { PTE_P, PTE_U, PTE_W, UTEXT, USTACKTOP, ULIM } = memlayout;
  const has = (page: number, rights: number): boolean => {
    const entry = page < ULIM ? kernel.pgdirWalk(env.pgdir, page, false) : 0;
    if (entry === 0) return false;
    const word = kernel.load(entry);
    return [PTE_P, PTE_U, ...(rights === 0 ? [] : [rights])].every((bit) => (word & bit) !== 0);
  };
  const near = fc
    .constantFrom(0, UTEXT, UTEXT + PAGE_SIZE, USTACKTOP - PAGE_SIZE, USTACKTOP, 0xef000000, ULIM, 0xf0100000)
    .chain((base) => fc.integer({ min: -5, max: 5 }).map((by) => Math.max(0, base + by)));
  const verdicts = new Set<boolean>();
  const property = fc.property(near, fc.nat(2 * PAGE_SIZE), fc.constantFrom(0, PTE_W), (address, bytes, rights) => {
    const pages: number[] = [];
    for (let at = address - (address % PAGE_SIZE); at < address + bytes; at += PAGE_SIZE) pages.push(at);
    const wrong = pages.find((page) => !has(page, rights));
    verdicts.add(wrong === undefined && pages.length > 0);
    expect(kernel.userMemCheck(env, address, bytes, rights)).toBe(wrong === undefined ? -1 : Math.max(wrong, address));
  });
  fc.assert(property, { numRuns: 300 });
  expect(verdicts).toEqual(new Set([true, false]));
});
