/** Campaigns: memory fails in turn, what does not come again is told as that, and the same options give the same result. */
import { describe, expect, test } from 'vitest';
import type { Pa } from '../../../hardware/hardware.ts';
import { type Vmiter, WeensyKernel, withDeepStacks } from '../../../kernel/kernel.ts';
import { rootTakenForGranted } from '../../weensyos/bugs/root-taken-for-granted.ts';
import { weensyTrial } from '../../weensyos/trial.ts';
import { ownKalloc } from '../../weensyos/variants/own-kalloc.ts';
import { OPEN } from '../contract.ts';
import { campaign } from './campaign.ts';
import { denialLines } from './denial-table.ts';
import { denialText } from './denials.ts';
import { StateOutside } from './state-outside.ts';

/** What a short campaign with `Kernel` comes to. */
const tried = (Kernel: typeof WeensyKernel, seed = 1, runs = 10) => {
  const trial = weensyTrial({ Kernel, contract: OPEN });
  return { trial, ...campaign(trial, { seed, runs, swept: trial.swept, compared: 3 }) };
};

describe('Memory fails in turn', () => {
  test('for each call that allocates, at each of its allocations', () => {
    // However much of the host's stack is kept, whoever tries a kernel is no part of it.
    const { denials, failure } = withDeepStacks(() => tried(WeensyKernel));
    expect(failure).toBeNull();
    const calls = [...denials.values()].map(({ denial: { call, number } }) => `${call} ${number}`);
    for (const call of ['boot 1', 'boot 8', 'page_alloc 1', 'fork 1', 'fork 4', 'fork 5', 'fork 7'])
      expect(calls).toContain(call);
    const [head, ...table] = denialLines(denials);
    expect(head).toMatch(/^Memory was made to fail \d+ times, each allocation in turn:$/);
    expect(table.join('\n')).toMatch(/fork +1 +kallocPagetable < fork < syscall/);
  });

  test('whatever the seed: a fork that takes its root for granted is found by each, with the allocation that failed', () => {
    for (const seed of [1, 2]) {
      const { trial, failure } = tried(rootTakenForGranted.Kernel, seed);
      if (failure === null) throw new Error(`seed ${seed} finds nothing`);
      expect(failure.error.message).toMatch(/Kernel page fault on 0x0/);
      expect(trial.conditions(failure.scenario).at(-1)).toMatch(/^the first allocation of fork fails/);
    }
  });

  test("also where kalloc is the kernel's own, and asks nobody", () => {
    const { denials, failure } = tried(ownKalloc.Right);
    expect(failure).toBeNull();
    expect([...denials.values()].map(({ denial: { call, number } }) => `${call} ${number}`)).toContain('fork 1');
  });

  test('and a boot may end so only in a panic of the kernel itself', () => {
    class Reckless extends WeensyKernel {
      override assert(): void {}
    }
    expect(tried(Reckless).failure?.error.message).toMatch(/Kernel page fault|triple fault|Unhandled exception/i);
  });

  test('in words that count', () => {
    expect(denialText({ call: 'fork', number: 2, place: 'fork (mine.ts:3:4)' })).toBe(
      'the second allocation of fork fails (fork (mine.ts:3:4))',
    );
    expect(denialText({ call: 'boot', number: 12, place: 'x' })).toBe('the 12th allocation of boot fails (x)');
  });
});

describe('What a kernel keeps outside of the machine', () => {
  let shares = 0;
  class CountsOutside extends WeensyKernel {
    override share(address: Pa): void {
      shares += 1;
      if (shares % 300 !== 0) super.share(address);
    }
  }
  let boots = 0;
  class OtherEachTime extends WeensyKernel {
    override copyPage(to: Vmiter, from: Vmiter): boolean {
      this.supervisor.spend(boots++);
      return super.copyPage(to, from);
    }
  }

  test('is the finding where a failure does not come again', () => {
    const { failure } = tried(CountsOutside, 1, 200);
    expect(failure?.error).toBeInstanceOf(StateOutside);
    expect(failure?.error.message).toMatch(
      /on the same run "exact reference count" broke first, and then all went well/,
    );
  });

  test('is the finding where nothing fails', () => {
    expect(tried(OtherEachTime).failure?.error.message).toMatch(
      /on the same run it ended after \d+ events and [\d.,]+ cycles .* first, and then it ended after/,
    );
  });

  test('is not what it keeps in its own object', () => {
    class CountsInside extends WeensyKernel {
      private copies = 0;
      override copyPage(to: Vmiter, from: Vmiter): boolean {
        this.supervisor.spend(this.copies++);
        return super.copyPage(to, from);
      }
    }
    expect(tried(CountsInside).failure).toBeNull();
  });
});
