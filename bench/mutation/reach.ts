/** Which specs reach which lines, gathered once and kept on disk: a spec whose text changed is looked at anew, and a line that moved is known by its text. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesCovered } from './coverage.ts';
import { Examiner } from './examiner.ts';
import { hasLine, lineBefore, textOfLines } from './lines.ts';
import { mutableFiles } from './room.ts';
import { Workspace } from './workspace.ts';

/** What one spec file reaches, and what it costs. */
interface Reached {
  readonly spec: string;
  /** Of its own text. */
  readonly hash: string;
  /** Processor time without a mutant. */
  readonly seconds: number;
  /** Why it cannot judge, where it fails without any mutant. */
  readonly failure: string | null;
  /** For each file the hash of its source then, and its lines. */
  readonly files: Readonly<Record<string, readonly [hash: string, lines: string]>>;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const fileOf = (spec: string): string => `${spec.replaceAll('/', '-')}.json`;

export class Reach {
  private readonly project: string;
  private readonly folder: string;
  private readonly known = new Map<string, Reached>();
  /** Lines of sources, by their hashes. */
  private readonly sources = new Map<string, readonly string[]>();
  private clean: () => void = () => {};

  /** Reads what is known of the project at `project` from `folder`. */
  constructor(project: string, folder: string) {
    this.project = project;
    this.folder = folder;
    mkdirSync(join(folder, 'sources'), { recursive: true });
    for (const name of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      const reached: Reached = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      if (existsSync(join(project, reached.spec))) this.known.set(reached.spec, reached);
    }
  }

  /** Runs each spec that is not known as it stands, alone, and writes down what it reaches. Tells its progress. */
  async gather(tell: (line: string) => void): Promise<void> {
    const workspace = new Workspace(this.project);
    const written = join(workspace.root, '.coverage');
    const examiner = new Examiner(workspace.root, () => undefined, { RINGFENCE_COVERAGE: written });
    this.clean = () => {
      examiner.end();
      workspace.remove();
    };
    try {
      const specs = await examiner.specs();
      for (const spec of this.known.keys()) if (!specs.includes(spec)) this.known.delete(spec);
      const open = specs.filter((spec) => this.known.get(spec)?.hash !== hashOf(this.textOf(spec)));
      if (open.length > 0) for (const file of mutableFiles(this.project)) workspace.restore(file);
      for (const [i, spec] of open.entries()) {
        rmSync(written, { recursive: true, force: true });
        mkdirSync(written);
        const { end, failure, times } = await examiner.examine({ files: [spec], except: [] });
        const reason = end === 'passed' ? null : `${failure?.test ?? ''} (${end})`;
        this.note(spec, times.get(spec) ?? 0, reason, this.linesIn(workspace.root, written));
        tell(
          `${open.length - i - 1} specs to look at  ${spec}  ${(times.get(spec) ?? 0).toFixed(1)} s  ${reason ?? ''}`,
        );
      }
    } finally {
      this.end();
    }
  }

  /** Ends what `gather` has begun, if it has not ended. */
  end(): void {
    this.clean();
    this.clean = () => {};
  }

  /** Processor seconds of a spec without a mutant, if that is known. */
  secondsOf(spec: string): number | undefined {
    return this.known.get(spec)?.seconds;
  }

  /** Leaves specs that failed without any mutant to be looked at again. */
  forgetUnfit(): void {
    for (const [spec] of this.unfit()) this.known.delete(spec);
  }

  /** Specs that fail without any mutant, and why: they judge none. */
  unfit(): readonly (readonly [spec: string, failure: string])[] {
    return [...this.known.values()].flatMap(({ spec, failure }) =>
      failure === null ? [] : [[spec, failure] as const],
    );
  }

  /** The specs that can judge and reach one of the lines from `first` to `last` of `file`. Those of a new line are all that load the file. */
  specsOf(file: string, first: number, last: number): string[] {
    const now = this.textOf(file).split('\n');
    const lines = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    return [...this.known.values()]
      .filter(({ failure, files }) => failure === null && files[file] !== undefined)
      .filter(
        ({
          files: {
            [file]: [hash, reached],
          },
        }) => {
          const before = this.sourceOf(hash);
          return lines.some((line) => {
            const old = lineBefore(before, now, line);
            return old === 0 || hasLine(reached, old);
          });
        },
      )
      .map(({ spec }) => spec);
  }

  private linesIn(root: string, written: string): Map<string, number[]> {
    return linesCovered(root, written, (file) => {
      const path = join(this.project, file);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    });
  }

  private note(spec: string, seconds: number, failure: string | null, lines: Map<string, number[]>): void {
    const files = [...lines].map(([file, covered]) => {
      const source = this.textOf(file);
      const hash = hashOf(source);
      writeFileSync(join(this.folder, 'sources', hash), source);
      return [file, [hash, textOfLines(covered)]] as const;
    });
    const reached = { spec, hash: hashOf(this.textOf(spec)), seconds, failure, files: Object.fromEntries(files) };
    this.known.set(spec, reached);
    writeFileSync(join(this.folder, fileOf(spec)), JSON.stringify(reached));
  }

  private textOf(file: string): string {
    return readFileSync(join(this.project, file), 'utf8');
  }

  /** The lines of the source whose hash is `hash`. */
  private sourceOf(hash: string): readonly string[] {
    const known = this.sources.get(hash);
    if (known !== undefined) return known;
    const lines = readFileSync(join(this.folder, 'sources', hash), 'utf8').split('\n');
    this.sources.set(hash, lines);
    return lines;
  }
}
