/** A folder for as long as this process is there, and what ends with it: however that came about, a process of a shell puts both away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class PassingFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'ringfence-qemu-'));
  private readonly guards: ChildProcess[] = [];

  constructor() {
    this.guard('true', this.path);
  }

  /** The file `name` in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Has the process `pid` killed where this one ends without having put it away. */
  guardProcess(pid: number): void {
    this.guard('kill -9 "$1"', `${pid}`);
  }

  /** Removes it, at the end. */
  remove(): void {
    for (const guard of this.guards) guard.kill('SIGKILL');
    rmSync(this.path, { recursive: true, force: true });
  }

  /** A shell that waits for the end of its input, whose other end nobody holds once this process is no more. Ctrl-C is not for it. */
  private guard(command: string, argument: string): void {
    const script = `cat > /dev/null; ${command} 2> /dev/null; rm -rf "$0"`;
    const guard = spawn('sh', ['-c', script, this.path, argument], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    guard.on('error', () => {});
    guard.unref();
    (guard.stdin as unknown as { unref(): void }).unref();
    this.guards.push(guard);
  }
}
