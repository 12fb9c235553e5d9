/** The results by room in docs/mutation.md: a run of a room's sample writes its row, and leaves the others as they are. */
import { type Score, tableOf } from './report.ts';
import { ROOMS } from './room.ts';

const BEGIN = '<!-- rooms: written by npm run mutation -- --sample … --write -->';
const END = '<!-- end of rooms -->';

/** `document` with the row of a room, whose name begins that of `score`. Throws where the document has no place for it. */
export const withScore = (document: string, score: Score): string => {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`no place for results: ${BEGIN} … ${END}`);
  const rows = document
    .slice(from + BEGIN.length, to)
    .split('\n')
    .filter((line) => line.startsWith('| '));
  const others = rows
    .slice(1)
    .map(readRow)
    .filter((row) => row !== null && roomOf(row) !== roomOf(score));
  const scores = [...others, score]
    .filter((row) => row !== null)
    .sort((a, b) => ROOMS.indexOf(roomOf(a)) - ROOMS.indexOf(roomOf(b)));
  return `${document.slice(0, from)}${BEGIN}\n\n${tableOf('room', scores)}\n\n${document.slice(to)}`;
};

const roomOf = ({ name }: Score): string => name.split(',')[0];

const readRow = (line: string): Score | null => {
  const [name, ...cells] = line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
  const [mutants, failed, ended, equivalent, survived, undecided, stored, score] = cells.map((cell) =>
    Number.parseFloat(cell),
  );
  return Number.isNaN(mutants)
    ? null
    : { name, mutants, failed, ended, equivalent, survived, undecided, stored, score };
};
