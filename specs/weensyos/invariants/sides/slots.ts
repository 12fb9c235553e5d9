/** Both sides of what is said of the process table. */
import { frame } from '../../../../hardware/hardware.ts';
import { runnableIsComplete } from '../../../judge/invariants/runnable-is-complete.ts';
import { freeSlotIsEmpty } from '../free-slot-is-empty.ts';
import { noSlotIsLost } from '../no-slot-is-lost.ts';
import type { Scene } from './scene.ts';
import type { Change, Sides } from './side.ts';

const LIVE = [1, 2, 3];
const FREE = [4, 5];
const [RUNNABLE, BLOCKED, FAULTED] = [1, 2, 3];
const NAMES: Readonly<Record<number, string>> = { [BLOCKED]: 'blocked', [FAULTED]: 'faulted' };

const everyRegister = (scene: Scene, pid: number): Change => ({
  what: `no register at all in slot ${pid}`,
  change: () => {
    for (const field of ['cs', 'rflags'] as const) scene.put(scene.slotWord(pid, field), 0);
  },
});

export const SLOTS: readonly Sides[] = [
  {
    invariant: runnableIsComplete,
    breaks: (scene) =>
      LIVE.flatMap((pid) => [
        ...[0, 1, 2].map((ring) => ({
          what: `process ${pid} in ring ${ring}`,
          change: () => scene.put(scene.slotWord(pid, 'cs'), frame.USER_CODE - 3 + ring),
          says: { process: pid, found: 'no code segment of ring 3' },
        })),
        {
          what: `process ${pid} with all flags but one`,
          change: () => scene.put(scene.slotWord(pid, 'rflags'), ~frame.FLAG_INTERRUPT),
          says: { process: pid, found: 'no interrupt flag' },
        },
        ...[0, ...scene.free].map((page) => ({
          what: `process ${pid} with tables at page ${page}`,
          change: () => scene.setRoot(pid, page),
          says: { process: pid, found: 'no page table of its own' },
        })),
        {
          what: `the root of process ${pid} free`,
          change: () => scene.setCount(scene.rootOf(pid), 0),
          says: { process: pid, found: 'no page table of its own' },
        },
      ]),
    spares: (scene) =>
      LIVE.flatMap((pid) => [
        {
          what: `process ${pid} with another segment of ring 3, and one flag`,
          change: () => {
            scene.put(scene.slotWord(pid, 'cs'), -1);
            scene.put(scene.slotWord(pid, 'rflags'), frame.FLAG_INTERRUPT);
          },
        },
        ...[BLOCKED, FAULTED].map((state) => ({
          what: `process ${pid} in state ${state}, with no register`,
          change: () => {
            scene.put(scene.slotWord(pid, 'state'), state);
            everyRegister(scene, pid).change();
          },
        })),
      ]),
  },
  {
    invariant: freeSlotIsEmpty,
    breaks: (scene) =>
      FREE.flatMap((pid) =>
        [...scene.free, scene.rootOf(1), 1].map((page) => ({
          what: `free slot ${pid} with tables at page ${page}`,
          change: () => scene.setRoot(pid, page),
          says: { process: pid, page: page as never, found: `a root at page ${page.toString(16)}` },
        })),
      ),
    spares: (scene) => FREE.map((pid) => everyRegister(scene, pid)),
  },
  {
    invariant: noSlotIsLost,
    breaks: (scene) =>
      FREE.flatMap((pid) =>
        [BLOCKED, FAULTED, 4, -1].map((state) => ({
          what: `slot ${pid} in state ${state} without a process`,
          change: () => scene.put(scene.slotWord(pid, 'state'), state),
          says: {
            process: pid,
            found: `a slot that is ${NAMES[state] ?? `state ${state}`}, without a page table`,
          },
        })),
      ),
    spares: (scene) =>
      LIVE.map((pid) => ({
        what: `process ${pid} in a state that nobody knows`,
        change: () => scene.put(scene.slotWord(pid, 'state'), RUNNABLE + 4),
      })),
  },
];
