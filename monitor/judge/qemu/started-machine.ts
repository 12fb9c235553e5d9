/** A QEMU that is started for a kernel's disk image, as the courses start it, and is ended with this process at the latest. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type DumpKind, UnusableDump } from '../../../specs/judging-dumps.ts';
import type { PassingFolder } from './folder.ts';
import { Stub } from './gdb-stub.ts';

const MILLISECONDS_BETWEEN_TRIES = 20;

/** Its clocks count instructions, two nanoseconds each, and begin on the same day: a kernel runs the same way each time. */
const IN_THE_SAME_WAY = ['-icount', 'shift=1,sleep=off', '-rtc', 'base=2020-01-01,clock=vm'];
/** The options that the courses' makefiles give, without a screen; no reset, so that what the machine was stays to be looked at. */
const COMMON = [...IN_THE_SAME_WAY, '-S', '-display', 'none', '-nic', 'none', '-no-reboot', '-no-shutdown'];
type Command = (image: string, bytes: number) => readonly [command: string, ...string[]];
const COMMANDS: Readonly<Record<DumpKind['name'], Command>> = {
  weensyos: (image) => [
    'qemu-system-x86_64',
    ...['-M', 'q35,memory-backend=ram', '-device', 'piix4-ide,bus=pcie.0,id=piix4-ide'],
    ...['-drive', `file=${image},if=none,format=raw,id=bootdisk,snapshot=on`],
    ...['-device', 'ide-hd,drive=bootdisk,bus=piix4-ide.0'],
  ],
  jos: (image, bytes) => [
    'qemu-system-i386',
    ...['-machine', 'memory-backend=ram', '-m', `${bytes >> 10}K`, '-serial', 'null'],
    ...['-drive', `file=${image},index=0,media=disk,format=raw,snapshot=on`],
  ],
};

/** QEMU's own default, and as many bytes as are read quickly. */
const MEMORY = { weensyos: 128 << 20, jos: 8 << 20 };

export class StartedQemu {
  readonly command: string;
  private readonly child: ChildProcess;
  private readonly folder: PassingFolder;
  private said = '';
  private failure: string | null = null;

  private constructor(command: string, args: readonly string[], folder: PassingFolder) {
    this.command = command;
    this.folder = folder;
    // Ctrl-C is for this process: QEMU has a group of its own.
    this.child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    this.child.stderr?.on('data', (text) => {
      this.said += text;
    });
    this.child.on('error', (error: NodeJS.ErrnoException) => {
      this.failure = error.code === 'ENOENT' ? missing(command) : `${command} cannot be started: ${error.message}`;
    });
    this.child.on('exit', () => {
      this.failure ??= `${command} ended at once: ${this.said.trim() || 'it does not say why'}`;
    });
    if (this.child.pid !== undefined) folder.guardProcess(this.child.pid);
  }

  /** Starts the QEMU for a kernel of this kind with the disk `image`; it stands before its first instruction. Throws an UnusableDump. */
  static start(
    { kind, folder, bytes }: { readonly kind: DumpKind; readonly folder: PassingFolder; readonly bytes: number | null },
    image: string,
  ): StartedQemu {
    const size = bytes ?? MEMORY[kind.name];
    // In an option of QEMU a comma is written twice.
    const [command, ...args] = COMMANDS[kind.name](image.replaceAll(',', ',,'), size);
    const backend = `memory-backend-file,id=ram,share=on,mem-path=${folder.file('ram')},size=${size}`;
    const more = [
      '-object',
      backend,
      '-gdb',
      `unix:${folder.file('gdb')},server=on,wait=off`,
      '-d',
      'cpu_reset',
      '-D',
      folder.file('log'),
    ];
    return new StartedQemu(command, [...args, ...COMMON, ...more], folder);
  }

  /** Connects to it, once it listens. Throws an UnusableDump. */
  async connected(milliseconds: number): Promise<Stub> {
    const end = performance.now() + milliseconds;
    for (;;) {
      if (this.failure !== null) throw new UnusableDump(`: ${this.failure}`);
      try {
        return await Stub.connect({ path: this.folder.file('gdb') }, milliseconds);
      } catch (error) {
        if (!(error instanceof UnusableDump) || (this.failure === null && performance.now() > end)) throw error;
        await new Promise((resolve) => setTimeout(resolve, MILLISECONDS_BETWEEN_TRIES));
      }
    }
  }

  /** The file that is its memory. */
  get ram(): string {
    return this.folder.file('ram');
  }

  /** Whether the processor gave up, by what QEMU has noted of it: a fault while a fault was delivered. */
  get hasTripleFault(): boolean {
    try {
      return /triple fault/i.test(readFileSync(this.folder.file('log'), 'latin1'));
    } catch {
      return false;
    }
  }

  /** Ends it. */
  async end(): Promise<void> {
    if (this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
  }
}

const missing = (command: string): string =>
  `there is no ${command} on this machine. Install QEMU (apt-get install qemu-system-x86, brew install qemu), or start the kernel where it is, and say --qemu HOST:PORT`;
