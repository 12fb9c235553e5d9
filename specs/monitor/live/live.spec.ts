/** The live screen as a whole, on a pseudo-terminal that the host's `script` makes; skipped where there is none. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { PACKAGE } from '../terminal.ts';

const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: ['pipe', 'pipe', 'pipe'] }).status === 0;
const COMMAND = `${process.execPath} ${join(PACKAGE, 'dist/monitor/ringfence.js')}`;
const ENTER = '\x1b[?1049h';
const LEAVE = '\x1b[?1049l';

/** What to do once the screen is there, to `keyboard`, with the number of the process that shows it. */
type Answer = (keyboard: Writable, pid: number) => void;

/** Runs `ringfence` with `words` on a terminal, then asks what state the terminal is in. */
const onTerminal = (words: string, answer: Answer = () => {}): Promise<string> =>
  new Promise((resolve) => {
    const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
    const command = `sh -c 'echo pid $$; exec ${COMMAND} ${words}'; echo code $?; stty -a`;
    const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...inherited, TERM: 'xterm' } });
    let out = '';
    let answered = false;
    child.stdout.on('data', (data: Buffer) => {
      out += data;
      if (answered || !out.includes('running')) return;
      answered = true;
      answer(child.stdin, Number(/pid (\d+)/.exec(out)?.[1]));
    });
    child.on('close', () => resolve(out));
  });

/** What was written after the alternate screen was left for the last time. */
const afterwards = (out: string): string => out.slice(out.lastIndexOf(LEAVE));

describe.skipIf(!hasScript)('the live screen on a terminal', () => {
  test('appears in the alternate screen; q gives the terminal back as it was and leaves screen and summary behind', async () => {
    const out = await onTerminal('run fork', (keyboard) => keyboard.write('q'));
    expect(out).toContain(ENTER);
    expect(afterwards(out)).toMatch(/PHYSICAL MEMORY[\s\S]*pid {2}program[\s\S]*code 0/);
    expect(afterwards(out)).toMatch(/\sicanon[\s\S]*\secho\s/);
  });

  test('gives the terminal back when a signal ends the run', async () => {
    const out = await onTerminal('run fork', (_, pid) => process.kill(pid, 'SIGTERM'));
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
