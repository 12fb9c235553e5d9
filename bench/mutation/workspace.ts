/** A copy of the project for one worker, whose compiled modules can be replaced without anybody else noticing. */
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** What takes long to copy; and the packed command, which would not know of a module that was replaced. */
const NOT_COPIED = ['node_modules', '.git', '.mutation', 'command'];

export class Workspace {
  readonly root: string;

  /** Copies the project at `project`, compiled, to a temporary folder. `remove` must be called in the end. */
  constructor(project: string) {
    this.root = mkdtempSync(join(tmpdir(), 'ringfence-mutation-'));
    cpSync(project, this.root, { recursive: true, filter: (path) => !NOT_COPIED.includes(basename(path)) });
    symlinkSync(join(project, 'node_modules'), join(this.root, 'node_modules'), 'junction');
  }

  /** Puts `module` in the place of the compiled `file`. */
  put(file: string, module: string): void {
    writeFileSync(join(this.root, 'dist', file.replace(/\.ts$/, '.js')), module);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
