/** One bug explained: what the code does and how one comes to write it, the code, what hunts it and what catches it. */
import { readFileSync } from 'node:fs';
import type { SeededBug } from '../../specs/specs.ts';
import { packageFile } from '../command-line/package.ts';
import { columnsOf, fitted } from '../command-line/width.ts';
import type { Of } from '../json/shape.ts';
import { SHOWN } from './json.ts';

/** As far as prose goes where nobody says how wide the terminal is. */
const COLUMNS = 110;
const columns = (): number => Math.min(COLUMNS, columnsOf(process.stdout));

/** The lines of `bugs show`. */
export const showLines = (bug: SeededBug): string[] => {
  const { id, title, story, file, hunter, docs, caughtBy, goesWrongIn, because } = bug;
  return [
    `   ${id}: ${title}`,
    '',
    ...fitted(`   ${story}`, columns()),
    '',
    `   caught by   ${caughtBy ?? 'nothing'}`,
    ...(because === undefined ? [] : fitted(`               ${because}`, columns())),
    ...(goesWrongIn === null ? [] : fitted(`   goes wrong first in: ${goesWrongIn}`, columns())),
    `   hunted by   ${hunter}`,
    `   read        ${docs}`,
    `   code        ${file}`,
    '',
    ...codeOf(bug).map((line) => `     ${line}`.trimEnd()),
    '',
    `   To hunt it: ringfence bugs hunt ${id}`,
    '',
  ];
};

/** The same as a JSON object. */
export const showJson = (bug: SeededBug): string[] => {
  const { id, system, title, story, file, hunter, docs, caughtBy, goesWrongIn, because } = bug;
  const code = codeOf(bug).join('\n');
  const told: Of<typeof SHOWN> = {
    ...{ schema: SHOWN.id, id, system, title, story, file, hunter, docs, caughtBy, goesWrongIn },
    ...(because !== undefined && { because }),
    code,
  };
  return [JSON.stringify(told)];
};

/** The class as it was written, where the sources are; else as it was compiled. */
const codeOf = ({ Code, file }: SeededBug): string[] => {
  const lines = sourceOf(file);
  const start = lines.findIndex((line) => line.startsWith(`class ${Code.name} `));
  const end = lines.indexOf('}', start);
  return start < 0 || end < 0 ? Code.toString().split('\n') : lines.slice(start, end + 1);
};

const sourceOf = (file: string): string[] => {
  try {
    return readFileSync(packageFile(file), 'utf8').split('\n');
  } catch {
    return [];
  }
};
