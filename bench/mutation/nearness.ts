/** In which order specs judge a file: those that bear its name, those that have killed its mutants, those that lie near it, and cheap ones before dear ones. */
import { basename, dirname } from 'node:path';

/** What is known of a spec. */
export interface Known {
  readonly seconds: number;
  /** Mutants of the file that it has killed. */
  readonly kills: number;
}

/** `specs` in the order in which they judge `file`, by what is `known` of each. */
export const nearestFirst = (file: string, specs: readonly string[], known: (spec: string) => Known): string[] => {
  const ranked = specs.map((spec) => {
    const { seconds, kills } = known(spec);
    return {
      spec,
      bearsName: basename(spec, '.spec.ts') === basename(file, '.ts') ? 1 : 0,
      kills,
      near: nearness(file, spec),
      seconds,
    };
  });
  ranked.sort(
    (a, b) =>
      b.bearsName - a.bearsName ||
      b.kills - a.kills ||
      b.near - a.near ||
      a.seconds - b.seconds ||
      (a.spec < b.spec ? -1 : 1),
  );
  return ranked.map(({ spec }) => spec);
};

/** How many folders a spec shares with a file, from the room on: the specs of a room lie in a folder of its name. */
export const nearness = (file: string, spec: string): number => {
  const folders = (path: string): string[] =>
    dirname(path)
      .replace(/^specs\/?/, '')
      .split('/');
  const [one, other] = [folders(file), folders(spec)];
  const differing = one.findIndex((folder, i) => folder !== other[i]);
  return differing < 0 ? one.length : differing;
};
