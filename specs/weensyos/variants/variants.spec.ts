/** What an assignment leaves open is not condemned, and the same done wrong is found. */
import { describe, expect, test } from 'vitest';
import { campaign } from '../../judge/campaign/campaign.ts';
import { OPEN, STRICT } from '../../judge/contract.ts';
import { weensyTrial } from '../trial.ts';
import { VARIANTS } from './list.ts';

const RUNS = 8;

describe('A kernel with', () => {
  for (const { title, Right, Wrong, mistake } of VARIANTS) {
    test(`${title} does nothing wrong, and is found out where ${mistake}`, () => {
      const find = (Kernel: typeof Right): string | undefined => {
        const trial = weensyTrial({ Kernel, contract: OPEN });
        return campaign(trial, { seed: 1, runs: RUNS, swept: trial.swept, shortens: false }).failure?.error.message;
      };
      expect(find(Right)).toBeUndefined();
      expect(find(Wrong)).toBeDefined();
    });

    test(`${title} is not the kernel that was recorded`, () => {
      const trial = weensyTrial({ Kernel: Right, contract: STRICT });
      expect(campaign(trial, { seed: 1, runs: 100, shortens: false }).failure).not.toBeNull();
    });
  }
});
