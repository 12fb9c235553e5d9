/** The rooms of the house whose mutants are sampled: which files belong to each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** The folders of each room. What a command line shows is part of the monitor, wherever its sentences are made. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  hardware: ['hardware'],
  kernel: ['kernel'],
  userland: ['userland'],
  judges: ['specs'],
  monitor: ['monitor', 'presentation'],
};

export const ROOMS: readonly string[] = Object.keys(FOLDERS);

/** What is wrong on purpose. */
const SEEDED = /\/(?:bugs|variants)\//;
const IMPORTED = /\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+\.ts)'/g;

/** The files of `room` in the project at `project`, by their paths there. Of the specs those that judge: no spec, no helper of specs alone, no seeded bug. */
export const filesOf = (project: string, room: string): string[] => {
  const files = mutableFiles(project).filter((file) => FOLDERS[room].includes(file.split('/')[0]));
  if (room !== 'judges') return files;
  const shipped = shippedFiles(project);
  return files.filter((file) => shipped.has(file) && !SEEDED.test(`/${file}`));
};

/** The room of a file, or null. */
export const roomOf = (file: string): string | null =>
  ROOMS.find((room) => FOLDERS[room].includes(file.split('/')[0])) ?? null;

/** Every source of every room that is compiled. */
export const mutableFiles = (project: string): string[] =>
  Object.values(FOLDERS)
    .flat()
    .flatMap((folder) =>
      readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/\.(?:spec|d)\.ts$/.test(file))
    .filter((file) => existsSync(join(project, 'dist', file.replace(/\.ts$/, '.js'))))
    .sort();

/** What is loaded by the command or by somebody who imports a face of the package. */
const shippedFiles = (project: string): ReadonlySet<string> => {
  const { exports } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const faces = Object.values<{ default?: string }>(exports).flatMap(({ default: face }) => face ?? []);
  const found = new Set(
    faces.map((face) =>
      normalize(face)
        .replace(/^dist\//, '')
        .replace(/\.js$/, '.ts'),
    ),
  );
  for (const folder of FOLDERS.monitor)
    for (const file of mutableFiles(project)) if (file.startsWith(`${folder}/`)) found.add(file);
  for (const file of found) for (const imported of importsOf(project, file)) found.add(imported);
  return found;
};

const importsOf = (project: string, file: string): string[] =>
  [...readFileSync(join(project, file), 'utf8').matchAll(IMPORTED)].map(([, path]) =>
    join(dirname(file), path).replaceAll('\\', '/'),
  );
