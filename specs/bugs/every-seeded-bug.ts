/** All seeded bugs of the project, each with its hunt. */

import { allocatorSeed } from '../allocators/bug-hunt.ts';
import { ALLOCATOR_BUGS } from '../allocators/bugs/list.ts';
import { josSeed } from '../jos/lab2/bug-hunt.ts';
import { JOS_BUGS } from '../jos/lab2/bugs/list.ts';
import { lab4Seed } from '../jos/lab4/bug-hunt.ts';
import { LAB4_BUGS } from '../jos/lab4/bugs/list.ts';
import { librarySeed } from '../jos/lab4/library/bug-hunt.ts';
import { LIBRARY_BUGS } from '../jos/lab4/library/bugs/list.ts';
import { weensySeed } from '../weensyos/bug-hunt.ts';
import { WEENSY_BUGS } from '../weensyos/bugs/list.ts';
import { FAULT_BUGS } from '../weensyos/fault-bugs.ts';
import { faultSeed } from '../weensyos/fault-hunt.ts';
import type { SeededBug } from './seeded-bug.ts';

/** A bug's file has the name of its class, in the letters of file names: `TableNotCounted` is in `table-not-counted.ts`. */
const fileOf = (folder: string, { name }: { readonly name: string }): string =>
  `specs/${folder}/bugs/${name.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.ts`;

export const SEEDED_BUGS: readonly SeededBug[] = [
  ...WEENSY_BUGS.map((bug) => weensySeed(bug, bug.file ?? fileOf('weensyos', bug.Kernel))),
  ...FAULT_BUGS.map(faultSeed),
  ...JOS_BUGS.map((bug) => josSeed(bug, fileOf('jos/lab2', bug.Kernel))),
  ...LAB4_BUGS.map((bug) => lab4Seed(bug, fileOf('jos/lab4', bug.Kernel))),
  ...LIBRARY_BUGS.map((bug) => librarySeed(bug, fileOf('jos/lab4/library', bug.Library))),
  ...ALLOCATOR_BUGS.map((bug) => allocatorSeed(bug, fileOf('allocators', bug.Allocator))),
];
