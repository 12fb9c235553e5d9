/** user/dumbfork: forks by copying every page of the program at once. */
import { copy, type Operation, type Program } from '../../../hardware/operation.ts';
import * as abi from '../../../kernel/jos/abi.ts';
import { cprintf, panic } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysEnvSetStatus, sysExofork, sysPageAlloc, sysPageMap, sysPageUnmap, sysYield } from '../syscall.ts';

const PUW = abi.PTE_P | abi.PTE_U | abi.PTE_W;
/** The program is one page of text, and one of stack. */
const PAGES: readonly number[] = [abi.UTEXT, abi.USTACKTOP - abi.PGSIZE];

function* main(): Program {
  const child = yield* dumbfork();
  for (let i = 0; i < (child === 0 ? 20 : 10); i++) {
    yield* cprintf(`${i}: I am the ${child === 0 ? 'child' : 'parent'}!\n`);
    yield sysYield();
  }
  yield exit();
}

function* dumbfork(): Generator<Operation, number, number> {
  const child = yield sysExofork();
  if (child < 0) yield* panic(`sys_exofork: ${abi.describeError(child)}`);
  if (child === 0) return 0;
  for (const page of PAGES) yield* duppage(child, page);
  yield sysEnvSetStatus(child, abi.ENV_RUNNABLE);
  return child;
}

/** Gives `child` a copy of the page at `address`, filled through a window of the caller's own. */
function* duppage(child: number, address: number): Generator<Operation, void, number> {
  if ((yield sysPageAlloc(child, address, PUW)) < 0) yield* panic('sys_page_alloc');
  if ((yield sysPageMap(child, address, 0, abi.UTEMP, PUW)) < 0) yield* panic('sys_page_map');
  yield copy(abi.UTEMP, address, abi.PGSIZE);
  yield sysPageUnmap(0, abi.UTEMP);
}

export const dumbforkProgram = defineJosProgram({ name: 'dumbfork', entries: { main } });
