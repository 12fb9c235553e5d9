/** Where WeensyOS keeps its processes: sixteen descriptors to a page, none of which crosses into the next, and nothing else in those pages. */
import { expect, test } from 'vitest';
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import * as layout from '../../../kernel/weensyos/layout.ts';

test('descriptors follow each other from the start of a page on, and each slot is found by its address', () => {
  const first = layout.processAddress(0);
  expect(first % PAGE_SIZE).toBe(0);
  for (let slot = 0; slot < 64; slot++) {
    const address = layout.processAddress(slot);
    expect(address - first).toBe(Math.floor(slot / 16) * PAGE_SIZE + (slot % 16) * 208);
    expect(Math.floor((address + layout.PROCESS_BYTES - 1) / PAGE_SIZE)).toBe(Math.floor(address / PAGE_SIZE));
    expect(layout.slotAt(address)).toBe(slot);
  }
});
