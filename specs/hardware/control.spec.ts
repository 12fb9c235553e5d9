import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ControlOperations } from '../../hardware/control.ts';
import { Image, Machine, ProgramError } from '../../hardware/hardware.ts';
import { COMPUTE, movesData, operationName, SYSTEM_CALL } from '../../hardware/operation.ts';
import { Thread } from '../../hardware/thread.ts';
import { allocator } from '../../userland/userland.ts';

test('a kind that is no operation, or no control operation, is the program’s error', () => {
  const { cpu, entry } = new Machine(8, 2);
  const control = new ControlOperations(cpu, entry, [], false);
  const thread = new Thread(new Image(allocator(1), 1), 0);
  const isControl = (kind: number): boolean =>
    kind >= COMPUTE && !movesData(kind) && operationName(kind) !== `operation ${kind}`;
  const kinds = fc.integer({ min: -5, max: 100 }).filter((kind) => kind === SYSTEM_CALL || !isControl(kind));
  fc.assert(
    fc.property(kinds, (kind) => {
      expect(() => control.perform(thread, kind, new Float64Array(8))).toThrow(ProgramError);
    }),
  );
});
