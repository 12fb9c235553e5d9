/** The memory that the model keeps of a process is what a plain array of bytes comes to, some of which nobody knows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { operation, PAGE_SIZE } from '../../../hardware/hardware.ts';
import { abi } from '../../../kernel/kernel.ts';
import { defineScript } from '../../../userland/userland.ts';
import { type Access, MemoryModel } from './memory.ts';

const BASE = abi.PROC_START_ADDR;
const DATA = Uint8Array.from({ length: PAGE_SIZE + 3 }, (_, i) => (i * 7) & 0xff);
const BSS = PAGE_SIZE * 2;
const { layout } = defineScript(
  { name: 'script', textSize: PAGE_SIZE - 8, readOnlyData: Uint8Array.of(1, 2), data: DATA, bssSize: BSS },
  [],
);
/** A page of text, two of data with the first of bss, one more of bss and a bit; then a page that is asked for. */
const START = BASE + PAGE_SIZE;
const END = START + Math.ceil((DATA.length + BSS) / PAGE_SIZE) * PAGE_SIZE;
const FRESH = END;

/** Bytes from START on, as a process begins; null for what nobody knows. */
const bytesAtFirst = (): (number | null)[] =>
  Array.from({ length: FRESH + PAGE_SIZE - START }, (_, i) => (i < DATA.length ? (DATA[i] as number) : 0));

const { LOAD8, LOAD16, LOAD32, STORE8, STORE16, STORE32, FILL, SCAN, COPY } = operation;
const WIDTHS: Readonly<Record<number, number>> = {
  [LOAD8]: 1,
  [LOAD16]: 2,
  [LOAD32]: 4,
  [STORE8]: 1,
  [STORE16]: 2,
  [STORE32]: 4,
};

/** The same operation on an array of bytes. */
const performOn = (
  bytes: (number | null)[],
  kind: number,
  [first, second, length]: readonly number[],
): number | null => {
  const at = first - START;
  if (kind === SCAN) {
    const other = bytes.slice(at, at + length).findIndex((byte) => byte !== (second & 0xff));
    return other < 0 ? length : bytes[at + other] === null ? null : other;
  }
  if (kind === FILL) for (let i = 0; i < length; i++) bytes[at + i] = second & 0xff;
  else if (kind === COPY) for (let i = 0; i < length; i++) bytes[at + i] = bytes[second - START + i] as number | null;
  else if ([STORE8, STORE16, STORE32].includes(kind))
    for (let i = 0; i < WIDTHS[kind]; i++) bytes[at + i] = (second >>> (8 * i)) & 0xff;
  else {
    const found = bytes.slice(at, at + WIDTHS[kind]);
    if (found.includes(null)) return null;
    return found.reduceRight<number>((value, byte) => value * 256 + (byte as number), 0);
  }
  return 0;
};

/** Places on both sides of borders of pages, and of the end of data. */
const place = fc
  .tuple(
    fc.constantFrom(START, START + DATA.length, START + PAGE_SIZE, END, FRESH + PAGE_SIZE - 16),
    fc.integer({ min: -9, max: 9 }),
  )
  .map(([border, more]) => Math.min(Math.max(START, border + more), FRESH + PAGE_SIZE - 16));
const deed = fc.record({
  kind: fc.constantFrom(LOAD8, LOAD16, LOAD32, STORE8, STORE16, STORE32, FILL, SCAN, COPY),
  first: place,
  source: place,
  value: fc.oneof(fc.nat(9), fc.constantFrom(-1, 256, 0x12345678)),
  length: fc.nat(12),
});

test('loads, stores and string operations give what they give on an array, of a process and of its child', () => {
  const property = fc.property(fc.array(deed, { minLength: 1, maxLength: 40 }), fc.nat(40), (deeds, forkAt) => {
    const model = MemoryModel.fresh(layout);
    model.replace(FRESH);
    const bytes = bytesAtFirst();
    let [twin, bytesOfTwin] = [model.clone(), [...bytes]];
    for (const [i, { kind, first, source, value, length }] of deeds.entries()) {
      if (i === forkAt) [twin, bytesOfTwin] = [model.clone(), [...bytes]];
      const operands = [first, kind === COPY ? source : value, length];
      const [on, of] = i > forkAt && i % 2 === 1 ? [twin, bytesOfTwin] : [model, bytes];
      expect(on.perform(kind, Float64Array.from(operands))).toBe(performOn(of, kind, operands));
    }
    for (const [one, of] of [
      [model, bytes],
      [twin, bytesOfTwin],
    ] as const)
      for (const { first } of deeds) expect(one.load(first, 4)).toBe(performOn(of, LOAD32, [first]));
  });
  fc.assert(property, { numRuns: 150, seed: 5 });
});

test('what nobody knows stays unknown where it is copied, until something is stored', () => {
  const model = MemoryModel.fresh(layout);
  const stack = abi.STACK_PAGE;
  const copied = (target: number, source: number): number | null =>
    model.perform(COPY, Float64Array.of(target, source, 4));
  expect(model.load(stack, 1)).toBeNull();
  expect(copied(START, stack)).toBe(0);
  expect([model.load(START, 1), model.load(START + 1, 4), model.load(START + 4, 1)]).toEqual([null, null, DATA[4]]);
  expect(model.perform(SCAN, Float64Array.of(START, 0, 8))).toBeNull();
  model.store(START, 4, 0x01020304);
  expect(model.load(START, 4)).toBe(0x01020304);
  model.replace(START);
  expect(model.load(START, 4)).toBe(0);
});

test('what may be done with memory is decided by the page that allows least', () => {
  const model = MemoryModel.fresh(layout);
  const allowed: readonly (readonly [address: number, size: number, access: Access])[] = [
    ...([
      [BASE, 1, 'read'],
      [BASE - 1, 1, 'nothing'],
      [START - 1, 1, 'read'],
      [START - 1, 2, 'read'],
    ] as const),
    ...([
      [START, PAGE_SIZE, 'write'],
      [BASE - 1, 2, 'nothing'],
      [END - 1, 1, 'write'],
      [END, 1, 'nothing'],
    ] as const),
    ...([
      [END - 1, 2, 'nothing'],
      [abi.STACK_PAGE, PAGE_SIZE, 'write'],
      [abi.STACK_PAGE - 1, 2, 'nothing'],
    ] as const),
    ...([
      [abi.CONSOLE_ADDR, PAGE_SIZE, 'write'],
      [abi.CONSOLE_ADDR + PAGE_SIZE, 1, 'nothing'],
    ] as const),
  ];
  for (const [address, size, access] of allowed)
    expect([address, model.access(address, size)]).toEqual([address, access]);
  model.replace(BASE);
  expect(model.access(BASE, PAGE_SIZE)).toBe('write');
});
