/** A session on the screen of a terminal; skipped where there is no pseudo-terminal. */
import { describe, expect, test } from 'vitest';
import { hasPseudoTerminal, onTerminal } from '../pseudo-terminal.ts';
import { folderWith } from '../terminal.ts';

const ENTER = '\x1b[?1049h';
const LEAVE = '\x1b[?1049l';
const afterwards = (out: string): string => out.slice(out.lastIndexOf(LEAVE));
const type =
  (keys: string) =>
  (keyboard: { write(keys: string): void }): void =>
    keyboard.write(keys);

describe.skipIf(!hasPseudoTerminal)('a session on a terminal', () => {
  test('goes on and back by keys, obeys a line, and leaves behind where it was and how to come back', async () => {
    const out = await onTerminal(
      'step fork',
      ['event 0, operation 0', type('s')],
      ['event 1, operation 1', type('ss')],
      ['event 3, operation 3', type('S')],
      ['event 2, operation 2', type(':until process 3 starts\r')],
      ['event 4, operation 4', type(':print free\r')],
      ['free = 356', type(':quit\r')],
    );
    expect(out).toContain(ENTER);
    expect(afterwards(out)).toMatch(/event 4, operation 4: [\s\S]*ringfence step --moment m1[\s\S]*code 0/);
    expect(afterwards(out)).toMatch(/\sicanon[\s\S]*\secho\s/);
  });

  test('gives the terminal back when it is ended from outside, in the midst of a line', async () => {
    const out = await onTerminal(
      'step fork',
      ['event 0', type(':unt')],
      [':unt', (_, pid) => process.kill(pid, 'SIGTERM')],
    );
    expect(afterwards(out)).not.toContain(ENTER);
    expect(afterwards(out)).toMatch(/code 143[\s\S]*\sicanon[\s\S]*\secho\s/);
  });

  test('shows what a kernel that loops was in, and goes back from there', async () => {
    const folder = folderWith({
      'loops.ts':
        "import { WeensyKernel } from 'ringfence/kernel';\nexport default class Mine extends WeensyKernel {\n  override fork(): number {\n    for (;;);\n  }\n}\n",
    });
    const out = await onTerminal(
      `step fork --kernel ${folder}/loops.ts --patience 1`,
      ['event 0, operation 0', type('ss')],
      ['PROGRAM STUCK', type('S')],
      ['event 1, operation 1: paused', type('q')],
    );
    expect(out).toMatch(/did not come back within 1 s/);
    expect(afterwards(out)).toMatch(/event 1, operation 1[\s\S]*code 0[\s\S]*\sicanon[\s\S]*\secho\s/);
  });
});
