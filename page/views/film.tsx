/** An allocator at work: the pages after each operation, one below the other. */
import type { Session } from '../window/session.ts';

const COLOURS = 5;

export const Film = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  if (picture === null || picture.film === null) return null;
  const { cells, statement } = picture.film;
  const before = session.before.value?.film?.cells ?? cells;
  return (
    <section class="panel film" aria-labelledby="film-title">
      <h2 id="film-title">
        Blocks of pages <small>{picture.condition}</small>
      </h2>
      <p class="statement">
        <code>{statement === '' ? 'nothing was done yet' : statement}</code>
      </p>
      <ol class="blocks" aria-label="Pages, by the block that has each">
        {cells.map((cell, page) => (
          <li
            key={page}
            data-kind={cell === '.' ? 'free' : cell === '#' ? 'hole' : 'block'}
            data-colour={colourOf(cell)}
            data-changed={before[page] !== cell}
            title={`page ${page}: ${cell === '.' ? 'free' : cell === '#' ? 'not its to give' : `block ${cell}`}`}
          >
            {cell === '.' ? '' : cell}
          </li>
        ))}
      </ol>
    </section>
  );
};

const colourOf = (cell: string): number => (cell.charCodeAt(0) + (Number(cell.slice(1)) || 0)) % COLOURS;
