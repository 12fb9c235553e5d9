/** The files of the user's own that a run is made of, and whether they are what they were. */
import { filePlaces, filesOf, type Moment, type MomentRun } from '../../specs/specs.ts';
import { sourceDigest } from '../command-line/bundle.ts';
import { digestOfFile } from '../judge/named-dumps.ts';

/** The digest of each file that `run` names, all of which were loaded; by path. */
export const sourcesOf = (run: MomentRun): Record<string, string> =>
  Object.fromEntries(
    filesOf(run).flatMap((path) => {
      const digest = digestOf(run, path);
      return digest === undefined ? [] : [[path, digest]];
    }),
  );

/** A dump is known by the fingerprint of its memory: of hundreds none is read for this. */
const digestOf = (run: MomentRun, path: string): string | undefined => {
  if (run.what !== 'dumps') return sourceDigest(path);
  return run.dumps.includes(path) ? undefined : digestOfFile(path);
};

/** What `moment` says of its files that is not so of those of `run`, which is the same with some named anew; a sentence for each. */
export const changedSources = ({ run: before, sources = {} }: Moment, run: MomentRun): string[] => {
  const now = filePlaces(run);
  return filePlaces(before).flatMap((path, i) => {
    const file = now[i];
    if (path === null || file === null) return [];
    const isSame = sources[path] === undefined || sources[path] === digestOf(run, file);
    return isSame ? [] : [`${file} is not what ${path} was when the moment was made: its source text differs`];
  });
};
