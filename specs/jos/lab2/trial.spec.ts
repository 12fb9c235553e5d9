/** Lab 2 of JOS in random sequences of its functions: what is right passes, what is wrong is found and shortened, and kept as plain data. */
import { describe, expect, test } from 'vitest';
import type { Va } from '../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { InvariantBroken } from '../../judge/checker.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { EXERCISE } from './random-sequence.ts';
import { Lab2Trial } from './trial.ts';

const booted = (Kernel: typeof JosKernel, variant: memlayout.Variant = 'mit', pages = 1100): JosKernel => {
  const kernel = new Kernel({ variant, pages });
  kernel.boot();
  return kernel;
};

describe.each([
  { variant: 'mit', megabytes: 8, runs: 8 },
  { variant: 'sjtu', megabytes: 8, runs: 8 },
  { variant: 'mit', megabytes: 128, runs: 1 },
  { variant: 'sjtu', megabytes: 128, runs: 1 },
] as const)('The correct kernel of $variant with $megabytes MiB', ({ variant, megabytes, runs }) => {
  test('does what each function promises, in the exercise and in any sequence', () => {
    const trial = new Lab2Trial(booted(JosKernel, variant, megabytes * 256));
    const { failure, operations } = campaign(trial, { seed: 1, runs, saved: megabytes > 8 ? [] : [EXERCISE] });
    expect(failure).toBeNull();
    expect(trial.advice).toBeNull();
    expect(operations).toBeGreaterThan(runs);
  });
});

/** What is wrong at an address that neither the exercise nor the lab's own checks come to. */
class KeepsWhatIsThere extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    if (address !== 0x401000) super.pageRemove(pgdir, address);
  }
}

/** Breaks no invariant, but a promise. */
class MapsReadOnly extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    return super.pageInsert(pgdir, pp, address, address === 0x80000000 ? perm & ~memlayout.PTE_W : perm);
  }
}

test.each([
  { Kernel: KeepsWhatIsThere, kind: InvariantBroken },
  { Kernel: MapsReadOnly, kind: ModelBroken },
])('$Kernel.name is found in a few steps, from which none can be left out', ({ Kernel, kind }) => {
  const trial = new Lab2Trial(booted(Kernel));
  const { failure } = campaign(trial, { seed: 1, runs: 200, saved: [EXERCISE], shortens: true });
  if (failure === null) throw new Error('nothing was found');
  expect(failure.error).toBeInstanceOf(kind);
  expect(failure.scenario.steps).not.toBe('exercise');
  expect(trial.length(failure.scenario)).toBeLessThan(5);
  for (const simpler of trial.simpler(failure.scenario)) trial.attempt(simpler);
  const again = trial.decode(JSON.parse(JSON.stringify(trial.encode(failure.scenario))));
  expect(() => trial.attempt(again)).toThrow(failure.error.message);
});
