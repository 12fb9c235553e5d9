/** A copy of the project for one worker, whose compiled modules can be replaced without anybody else noticing. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { asModule, withoutTypes } from './javascript.ts';

/** What takes long to copy; and the packed command, which would not know of a module that was replaced. */
const NOT_COPIED = ['node_modules', '.git', '.mutation', 'command'];

export class Workspace {
  readonly root: string;

  /** Copies the project at `project`, compiled, to a temporary folder. `remove` must be called in the end. */
  constructor(project: string) {
    this.root = mkdtempSync(join(tmpdir(), 'ringfence-mutation-'));
    cpSync(project, this.root, {
      recursive: true,
      filter: (path) => path === project || !NOT_COPIED.includes(basename(path)),
    });
    symlinkSync(join(project, 'node_modules'), join(this.root, 'node_modules'), 'junction');
  }

  /** Puts `module` in the place of the compiled `file`. */
  put(file: string, module: string): void {
    writeFileSync(join(this.root, 'dist', file.replace(/\.ts$/, '.js')), module);
  }

  /** Puts the source of `file`, less its types, in the place of what was compiled of it. */
  restore(file: string): void {
    this.put(file, asModule(withoutTypes(readFileSync(join(this.root, file), 'utf8'))));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
