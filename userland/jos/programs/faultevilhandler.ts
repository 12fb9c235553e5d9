/** user/faultevilhandler: the handler of page faults is at an address of the kernel. Each try to start it is another page fault, until the stack is full. */
import { type Program, store32 } from '../../../hardware/operation.ts';
import * as abi from '../../../kernel/jos/abi.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysEnvSetPgfaultUpcall, sysPageAlloc } from '../syscall.ts';

function* main(): Program {
  yield sysPageAlloc(0, abi.UXSTACKTOP - abi.PGSIZE, abi.PTE_P | abi.PTE_U | abi.PTE_W);
  yield sysEnvSetPgfaultUpcall(0, 0xf0100020);
  yield store32(0, 0);
  yield exit();
}

export const faultevilhandler = defineJosProgram({ name: 'faultevilhandler', entries: { main } });
