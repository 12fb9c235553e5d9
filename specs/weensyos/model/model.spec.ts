/** The model lets no fault and no exception through: each is right or wrong. */
import { expect, test } from 'vitest';
import {
  PAGE_SIZE,
  type Pa,
  PTE_P,
  PTE_U,
  PTE_W,
  type Segment,
  TABLE_ENTRIES,
  type Va,
  va,
} from '../../../hardware/hardware.ts';
import {
  copy,
  fill,
  load8,
  load16,
  load32,
  type Operation,
  type Program,
  scan,
  store8,
  store16,
  store32,
} from '../../../hardware/operation.ts';
import { abi, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { OPEN } from '../../judge/contract.ts';
import { BSS, boot, HEAP, programOf } from '../../kernel/weensyos/booted.ts';
import { weensyTrial } from '../trial.ts';
import { Model } from './model.ts';

const found = (Kernel: typeof WeensyKernel): string | undefined =>
  campaign(weensyTrial({ Kernel, contract: OPEN }), { seed: 1, runs: 60, shortens: false }).failure?.error.message;

test('a child without text faults on its first instruction', () => {
  class WithoutText extends WeensyKernel {
    override copyMapping(to: Vmiter, from: Vmiter): boolean {
      return !from.writable || this.copyPage(to, from);
    }
  }
  expect(found(WithoutText)).toMatch(/^process \d+ faults on its instruction at 0x\w+, which it may execute$/);
});

test("a kernel's own exception in a call is no exception of the program", () => {
  class ReachesNowhere extends WeensyKernel {
    override copyAddressSpace(): boolean {
      this.supervisor.load32(Number.NaN as Va);
      return true;
    }
  }
  expect(found(ReachesNowhere)).toMatch(/^the kernel panics while process \d+ runs: Unhandled exception 13/);
});

test('a process begins with zeros where its file has none', () => {
  class LeavesPoison extends WeensyKernel {
    override loadSegment(root: Pa, segment: Segment): void {
      if (!segment.writable) return super.loadSegment(root, segment);
      new Vmiter(this, root, va(segment.va)).map(this.kalloc(), this.segmentPermissions(true));
    }
  }
  expect(found(LeavesPoison)).toMatch(/^process 1 has 0xcc at 0x101000, where 0x0 is in its file, when it begins$/);
});

/** What the model says of `access`, in a process whose text a kernel opened for writing unasked, and to which it mapped a page at HEAP; null if nothing. */
const saidOf = (access: () => Operation): string | null => {
  function* program(): Program {
    yield access();
  }
  const kernel = boot([programOf(program)]);
  const model = new Model(kernel);
  const { view, machine } = kernel;
  const root = view.rootOf(1);
  const [{ entryPa }] = machine.mmu.steps(va(TEXT), root * PAGE_SIZE).toReversed();
  const table = (entryPa & ~(PAGE_SIZE - 1)) >> 2;
  const [free] = view.freeList();
  machine.memory.store(entryPa >> 2, machine.memory.words[entryPa >> 2] | PTE_W);
  machine.memory.store(table + ((HEAP / PAGE_SIZE) % TABLE_ENTRIES) * 2, (free * PAGE_SIZE) | PTE_P | PTE_W | PTE_U);
  try {
    model.step();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

const TEXT = abi.PROC_START_ADDR;
const WRITES = `process 1 writes at 0x${TEXT.toString(16)}, which it may not`;
const READS = `process 1 reads at 0x${HEAP.toString(16)}, which it may not`;

test('an access of every kind to what a program may not use is told, and none to what it may', () => {
  const accesses: readonly (readonly [access: () => Operation, said: string | null])[] = [
    ...[load8, load16, load32].map((load) => [() => load(HEAP), READS] as const),
    ...[load8, load16, load32].map((load) => [() => load(BSS), null] as const),
    ...[store8, store16, store32].map((store) => [() => store(TEXT, 7), WRITES] as const),
    ...[store8, store16, store32].map((store) => [() => store(BSS, 7), null] as const),
    [() => fill(TEXT, 7, 3), WRITES],
    [() => fill(BSS, 7, 3), null],
    [() => scan(HEAP, 7, 3), READS],
    [() => scan(TEXT, 7, 3), null],
    [() => copy(TEXT, BSS, 3), WRITES],
    [() => copy(BSS, HEAP, 3), READS],
    [() => copy(BSS, TEXT, 3), null],
    [() => fill(BSS, 7, PAGE_SIZE), null],
    [() => fill(BSS, 7, PAGE_SIZE + 1), `process 1 writes at 0x${BSS.toString(16)}, which it may not`],
  ];
  expect(accesses.map(([access]) => saidOf(access))).toEqual(accesses.map(([, said]) => said));
});
