/** A QEMU that somebody else has started, for specs: it stands before its first instruction, and listens for gdb. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Stub } from '../../../monitor/judge/qemu/gdb-stub.ts';

/** However busy the machine is, QEMU answers within that. */
export const PATIENCE = { event: 60_000, answer: 60_000 };

/** Starts `command` with `args`, and what makes it listen. */
export const startedQemu = async (command: string, args: readonly string[]): Promise<{ port: number; end(): void }> => {
  const port = await freePort();
  const bare = ['-S', '-display', 'none', '-nic', 'none', '-serial', 'null', '-gdb', `tcp:localhost:${port}`];
  const qemu = spawn(command, [...bare, ...args], { stdio: 'ignore' });
  while (!(await isListening(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  return { port, end: () => void qemu.kill('SIGKILL') };
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });

const isListening = async (port: number): Promise<boolean> => {
  try {
    await (await Stub.connect({ host: 'localhost', port }, PATIENCE.answer)).close();
    return true;
  } catch {
    return false;
  }
};
