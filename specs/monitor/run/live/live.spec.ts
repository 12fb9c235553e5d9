/** The live screen as a whole, on a pseudo-terminal; skipped where there is none. */
import { describe, expect, test } from 'vitest';
import { hasPseudoTerminal, onTerminal } from '../../pseudo-terminal.ts';

const ENTER = '\x1b[?1049h';
const LEAVE = '\x1b[?1049l';

/** What was written after the alternate screen was left for the last time. */
const afterwards = (out: string): string => out.slice(out.lastIndexOf(LEAVE));

describe.skipIf(!hasPseudoTerminal)('the live screen on a terminal', () => {
  test('appears in the alternate screen; q gives the terminal back as it was and leaves screen and summary behind', async () => {
    const out = await onTerminal('run fork', ['running', (keyboard) => keyboard.write('q')]);
    expect(out).toContain(ENTER);
    expect(afterwards(out)).toMatch(/PHYSICAL MEMORY[\s\S]*pid {2}program[\s\S]*code 0/);
    expect(afterwards(out)).toMatch(/\sicanon[\s\S]*\secho\s/);
  });

  test('gives the terminal back when a signal ends the run', async () => {
    const out = await onTerminal('run fork', ['running', (_, pid) => process.kill(pid, 'SIGTERM')]);
    expect(out).toContain(ENTER);
    expect(afterwards(out)).not.toContain(ENTER);
    expect(afterwards(out)).toMatch(/code 143[\s\S]*\sicanon[\s\S]*\secho\s/);
  });

  test('stays away with --plain', async () => {
    const out = await onTerminal('run fork --until 100 --plain');
    expect(out).not.toContain(ENTER);
    expect(out).toMatch(/PHYSICAL MEMORY[\s\S]*code 0/);
  });
});
