import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ControlOperations } from '../../hardware/control.ts';
import { CYCLES } from '../../hardware/counters.ts';
import { Image, Machine, ProgramError } from '../../hardware/hardware.ts';
import { COMPUTE, movesData, operationName, SYSTEM_CALL } from '../../hardware/operation.ts';
import { Thread } from '../../hardware/thread.ts';
import { allocator } from '../../userland/userland.ts';

/** Control operations of a machine without a kernel, and a thread that asks for them. */
const alone = () => {
  const { cpu, entry } = new Machine(8, 2);
  const control = new ControlOperations(cpu, entry, [], false);
  return { cpu, control, thread: new Thread(new Image(allocator(1), 1), 0) };
};

test('computing takes the cycles that it says, none too, and is refused where these are no number from 0 up', () => {
  const cycles = fc.oneof(fc.constantFrom(0, -0, Number.MIN_VALUE, -1, Number.NaN), fc.nat(), fc.double());
  fc.assert(
    fc.property(cycles, (cycles) => {
      const { cpu, control, thread } = alone();
      const compute = () => control.perform(thread, COMPUTE, Float64Array.of(cycles));
      const before = cpu.counters[CYCLES];
      if (Number.isFinite(cycles) && cycles >= 0) compute();
      else expect(compute).toThrow(ProgramError);
      const passed = Number.isFinite(cycles) && cycles >= 0 ? cycles : 0;
      expect(cpu.counters[CYCLES]).toBe(before + passed);
    }),
  );
});

test('a kind that is no operation, or no control operation, is the program’s error', () => {
  const { control, thread } = alone();
  const isControl = (kind: number): boolean =>
    kind >= COMPUTE && !movesData(kind) && operationName(kind) !== `operation ${kind}`;
  const kinds = fc.integer({ min: -5, max: 100 }).filter((kind) => kind === SYSTEM_CALL || !isControl(kind));
  fc.assert(
    fc.property(kinds, (kind) => {
      expect(() => control.perform(thread, kind, new Float64Array(8))).toThrow(ProgramError);
    }),
  );
});
