/** Stepping back draws what was drawn: in random runs the same picture and the same last happenings, at every operation. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import Tiny from '../../../examples/kernel-from-scratch/tiny.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import { closeTrailOf } from '../../../monitor/live/trail.ts';
import { openRun } from '../../../monitor/moments/opened-run.ts';
import { Session } from '../../../monitor/step/session.ts';
import { screenLines } from '../../../presentation/drawing/screen.ts';
import type { Trial } from '../../judge/campaign/trial.ts';
import type { ScenarioRun } from '../../moments/moment.ts';
import { trialOf } from '../../trial-of.ts';
import { PACKAGE } from '../terminal.ts';

const SIZE = { columns: 80, rows: 24 };
const OPERATIONS = 20;

const RUNS: readonly (readonly [name: string, Kernel: unknown, asked: Partial<ScenarioRun>])[] = [
  ['WeensyOS', WeensyKernel, {}],
  ['JOS with environments', JosLab4, { kernel: 'jos' }],
  ['functions of lab 2', JosKernel, { kernel: 'jos', options: { lab: '2' } }],
  ['a kernel from scratch', Tiny, { kernel: join(PACKAGE, 'examples/kernel-from-scratch/tiny.ts') }],
];

test.each(RUNS)('%s', async (_name, Kernel, asked) => {
  const trial = trialOf(Kernel)?.trial as Trial<unknown>;
  for (const scenario of fc.sample(trial.scenarios, { seed: 4, numRuns: 2 })) {
    const run: ScenarioRun = { what: 'scenario', ...asked, scenario: trial.encode(scenario) };
    const { timeline, system } = new Session(await openRun(run), 10);
    if (system === null) throw new Error('no kernel');
    const picture = (): string => {
      const text = timeline.playing.text.split('\n');
      const drawn = screenLines(system.screen.draw(system.screen.due(), SIZE, text), true);
      return [timeline.playing.fingerprint(), ...drawn, ...closeTrailOf(timeline, system, 8, 8).lines].join('\n');
    };
    const pictures = [picture()];
    while (timeline.goesOn && pictures.length <= OPERATIONS) {
      timeline.goTo(timeline.at + 1);
      pictures.push(picture());
    }
    for (const [step, before] of [...pictures.entries()].toReversed()) {
      timeline.goTo(step);
      expect(picture()).toBe(before);
    }
  }
});
