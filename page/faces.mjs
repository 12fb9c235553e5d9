/**
 * Looks through the faces of rooms while the page is bundled: who imports a name from a face gets the file that has it. A face leads to all of its
 * room, and what is split into parts would otherwise have all of them in the first.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Files that hold nothing but exports from others. */
const FACE = /\/(?:hardware|kernel|userland|specs|presentation)\/(?:judging-)?\w+\.ts$/;
const EXPORT = /^export (?:\*|\{([^}]*)\}) from '([^']+)';/gm;
const IMPORT = /^import \{([^}]*)\} from '([^']+)';/gm;

const isFace = (file) => FACE.test(file) && /^export .* from '/m.test(readFileSync(file, 'utf8'));

/** `a, type T, b as c` as pairs of a name and what it is called here, without types: of those nothing is left when a program runs. */
const namesIn = (list) =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => part.split(' as '))
    .map(([name, alias = name]) => [name, alias]);

const known = new Map();

/** What a face exports, by name: the file that has it, and what it is called there. */
const exportsOf = (face) => {
  const found = known.get(face) ?? new Map();
  if (known.has(face)) return found;
  known.set(face, found);
  for (const [, list, path] of readFileSync(face, 'utf8').matchAll(EXPORT)) {
    const file = resolve(dirname(face), path);
    const beyond = isFace(file) ? exportsOf(file) : null;
    if (list === undefined) for (const [name, origin] of beyond ?? []) found.set(name, origin);
    else for (const [name, alias] of namesIn(list)) found.set(alias, beyond?.get(name) ?? { file, name });
  }
  return found;
};

/** The import of `list` from the face at `file`, as one import for each name. */
const seenThrough = (list, file) =>
  namesIn(list)
    .map(([name, alias]) => {
      const origin = exportsOf(file).get(name) ?? { file, name };
      return `import { ${origin.name} as ${alias} } from ${JSON.stringify(origin.file)};`;
    })
    // On one line, so that all others keep their numbers.
    .join(' ');

/** The same for all imports in `text`, that of the file at `path`. */
const withoutFaces = (text, path) =>
  text.replace(IMPORT, (statement, list, from) => {
    const file = resolve(dirname(path), from);
    return from.startsWith('.') && isFace(file) ? seenThrough(list, file) : statement;
  });

/** For esbuild. */
export const throughFaces = {
  name: 'through-faces',
  setup(build) {
    build.onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      if (path.includes('node_modules')) return null;
      return { contents: withoutFaces(readFileSync(path, 'utf8'), path), loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};
