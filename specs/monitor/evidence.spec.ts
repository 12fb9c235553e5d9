/** What a verdict on a user's kernel is worth: it says which of his lines never ran, and which methods nothing calls. */
import { describe, expect, test } from 'vitest';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { meantMethod } from '../../monitor/check/evidence/misspelt-method.ts';
import { folderWith, ringfence } from './terminal.ts';

const FOLDER = folderWith({
  'half.ts': `import { abi, type Process, WeensyKernel } from 'ringfence/kernel';

export default class Half extends WeensyKernel {
  override fork(parent: Process): number {
    if (this.pages > 4096) return this.tooMuch(parent);
    return super.fork(parent);
  }

  tooMuch(parent: Process): number {
    return parent.pid > 0 ? abi.E_FAILED : 0;
  }

  sharepage(): boolean {
    return false;
  }
}
`,
  'whole.ts': `import { type Process, WeensyKernel } from 'ringfence/kernel';

export default class Whole extends WeensyKernel {
  override fork(parent: Process): number {
    return super.fork(parent);
  }
}
`,
});
const verdict = (...words: readonly string[]): string[] => {
  const { code, out } = ringfence(['check', '--operations', '60', ...words], FOLDER);
  expect(code).toBe(0);
  return out.split('\n');
};

describe('A verdict', () => {
  const UNRUN = [
    '     fork, half.ts:5: `return this.tooMuch(parent);` never ran',
    '     tooMuch, half.ts:9: it was never called',
    '     sharepage, half.ts:13: nothing calls it; is sharePage meant?',
  ];

  test('names what of the kernel never ran, and counts it in its first sentence; in one thread or several', () => {
    const [sentence, ...lines] = verdict('--kernel', './half.ts', '--workers', '1');
    expect(sentence).toMatch(
      /no invariant broke; of \d lines of your own methods \d never ran \(1 branch, 2 methods\):$/,
    );
    expect(lines.slice(0, 3)).toEqual(UNRUN);
    expect(verdict('--kernel', './half.ts', '--workers', '2')[0]).toBe(sentence);
  });

  test('says so where all of it ran, and which contract it was reached under', () => {
    const [sentence, contract] = verdict('--kernel', './whole.ts', '--contract', 'slots=lowest');
    expect(sentence).toMatch(/no invariant broke; all of your own methods ran, 2 lines\.$/);
    expect(contract).toBe(
      '   It was held to this contract: order=any, errors=any, sharing=cow, heap=lazy, slots=lowest, schedule=any.',
    );
  });
});

test('a method is meant where a letter or two are other, and not where all are', () => {
  class Mine extends WeensyKernel {}
  expect(meantMethod('sharepage', Mine)).toBe('sharePage');
  expect(meantMethod('kaloc', Mine)).toBe('kalloc');
  expect(meantMethod('undofork', Mine)).toBe('undoFork');
  expect(meantMethod('sharePage', Mine)).toBeNull();
  expect(meantMethod('myHelper', Mine)).toBeNull();
  expect(meantMethod('at', Mine)).toBeNull();
});
