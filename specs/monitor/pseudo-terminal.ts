/** Running the command on a pseudo-terminal that the host's `script` makes; not every host has one. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { PACKAGE } from './terminal.ts';

export const hasPseudoTerminal =
  spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: ['pipe', 'pipe', 'pipe'] }).status === 0;
const COMMAND = `${process.execPath} ${join(PACKAGE, 'dist/monitor/ringfence.js')}`;

/** What to do once the terminal shows `sign`: to `keyboard`, with the number of the process that has the terminal. */
export type Answer = readonly [sign: string, answer: (keyboard: Writable, pid: number) => void];

/** Runs `ringfence` with `words` on a terminal, gives the answers in turn, each to a later sign, then asks what state the terminal is in. */
export const onTerminal = (words: string, ...answers: readonly Answer[]): Promise<string> =>
  new Promise((resolve) => {
    const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
    const command = `sh -c 'echo pid $$; exec ${COMMAND} ${words}'; echo code $?; stty -a`;
    const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...inherited, TERM: 'xterm' } });
    const left = [...answers];
    let out = '';
    let seen = 0;
    child.stdout.on('data', (data: Buffer) => {
      out += data;
      while (left.length > 0 && out.indexOf(left[0][0], seen) >= 0) {
        const [[sign, answer]] = left.splice(0, 1);
        seen = out.indexOf(sign, seen) + sign.length;
        answer(child.stdin, Number(/pid (\d+)/.exec(out)?.[1]));
      }
    });
    child.on('close', () => resolve(out));
  });
