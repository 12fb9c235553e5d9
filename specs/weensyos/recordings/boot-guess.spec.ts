/** How a recording was booted is guessed from the recording. */
import { expect, test } from 'vitest';
import { DEFAULT_PARAMETERS, WeensyKernel } from '../../../kernel/kernel.ts';
import { guessBoots } from './boot-guess.ts';
import { CONFIGURATIONS, RECORDING_NAMES } from './recorded/configurations.ts';
import { recordedText } from './recorded/fixture.ts';
import { parseRecording } from './recording.ts';
import { recordTrace } from './trace.ts';

for (const name of RECORDING_NAMES) {
  test(`${name} is guessed as it was booted`, () => {
    const configuration = { ...DEFAULT_PARAMETERS, ...CONFIGURATIONS[name] };
    const { order, timer, pages, viewer } = configuration;
    const programs = configuration.programs.map((program) => program.layout.name);
    expect(guessBoots(parseRecording(recordedText(name, 'trace')))).toContainEqual({
      programs,
      parameters: { order, timer, pages, viewer },
    });
  });
}

test('so is any boot of the model, whatever its memory and its cursor', () => {
  for (const pages of [256, 300, 512, 1024]) {
    for (const order of [
      { kind: 'first-fit' },
      { kind: 'cursor', stride: 1 },
      { kind: 'cursor', stride: 7 },
    ] as const) {
      const lines: string[] = [];
      const kernel = new WeensyKernel({ ...CONFIGURATIONS.F7, pages, order });
      recordTrace(kernel, { events: 20, log: 20 }, (line) => lines.push(line) > 0);
      const guesses = guessBoots(parseRecording(`${lines.join('\n')}\n`));
      expect(guesses.map(({ parameters }) => parameters)).toContainEqual({
        order,
        timer: { mode: 'off' },
        pages,
        viewer: false,
      });
    }
  }
});

test('a final state says too little', () => {
  expect(guessBoots(parseRecording(recordedText('A7', 'final')))).toEqual([]);
});
