/** Running the command as a user does, in a process of its own, or in this one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { obey } from '../../monitor/commands.ts';

export const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = join(PACKAGE, 'dist/monitor/ringfence.js');
const LARGEST_OUTPUT = 1 << 26;
/** Lines that say how far a command is, which slow hosts alone are told: complaints begin with the command's name. */
const PROGRESS = /^(?:[\d,]+ (?:events|operations|of \d+)\b|[\w./-]+ on ).*\n/gm;

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  /** Without what slow hosts are told of progress. */
  readonly errors: string;
}

/** Runs `ringfence` with `words` in `folder`, in a process of its own whose standard input is a pipe with `input`. */
export const ringfence = (
  words: readonly string[],
  folder = PACKAGE,
  environment: NodeJS.ProcessEnv = {},
  input = '',
): Outcome => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], {
    input,
    cwd: folder,
    env: environmentWith(environment),
    maxBuffer: LARGEST_OUTPUT,
  });
  return { code: status, out: stdout.toString(), errors: stderr.toString().replace(PROGRESS, '') };
};

/**
 * What `ringfence` prints and returns for `words` in `folder`, obeyed in this process: for all that does not depend on limits, source maps,
 * or standard output as a file (`--json`, `record`). A process of its own takes longer to start than most commands to run.
 */
export const ringfenceHere = async (
  words: readonly string[],
  folder = PACKAGE,
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> => {
  const [home, inherited] = [process.cwd(), process.env];
  const [out, errors] = [new Captured(process.stdout), new Captured(process.stderr)];
  process.chdir(folder);
  process.env = environmentWith(environment);
  try {
    const code = await obey(words);
    return { code, out: out.text, errors: errors.text.replace(PROGRESS, '') };
  } finally {
    process.env = inherited;
    process.chdir(home);
    out.restore();
    errors.restore();
  }
};

/** What is written to a stream, kept instead until `restore`. */
class Captured {
  text = '';
  private readonly stream: NodeJS.WriteStream;
  private readonly write: NodeJS.WriteStream['write'];

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
    this.write = stream.write;
    stream.write = (data: string | Uint8Array): boolean => {
      this.text += Buffer.from(data).toString();
      return true;
    };
  }

  restore(): void {
    this.stream.write = this.write;
  }
}

/** The environment of this process with `more`, and without what this process was told of colours. */
const environmentWith = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
  return { ...inherited, ...more };
};

/** A new empty folder with these files in it. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-spec-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};
