/** Physical memory: a square for each page. */
import { cellOf, ROLE_WORDS } from '../map/cell.ts';
import type { Picture } from '../picture.ts';
import type { Session } from '../window/session.ts';
import { hex } from '../words.ts';
import { MapCanvas } from './map-canvas.tsx';

const PAGE = 4096;
/** Up to so many pages there is room for rows of half as many. */
const FEW = 1024;

/** Columns, by how wide the window is and how many pages there are. */
const columnsFor = (width: number, pages: number): number => {
  if (pages > FEW) return width >= 700 ? 64 : 32;
  return width < 560 ? 16 : 32;
};

export const PhysicalMap = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  if (picture === null) return <p class="waiting">The machine boots …</p>;
  const chosen = session.chosen.value;
  const page = chosen?.what === 'page' ? chosen.page : null;
  const columns = columnsFor(window.innerWidth, picture.cells.length);
  return (
    <section class="panel physical" aria-labelledby="physical-title">
      <h2 id="physical-title">
        Physical memory <small>{`${picture.cells.length} pages, ${picture.free} free`}</small>
      </h2>
      <MapCanvas
        label="Physical memory"
        cells={picture.cells}
        columns={columns}
        chosen={page}
        changed={changedIn(session.before.value, picture, session.playback.isPlaying.value)}
        related={relatedTo(picture, chosen)}
        labelOf={(row) => hex(row * columns * PAGE, 6)}
        describe={(index) => describe(picture, index)}
        onChoose={(index) => session.choose({ what: 'page', page: index })}
      />
    </section>
  );
};

/** Pages that look otherwise than before the last step. */
const changedIn = (before: Picture | null, { cells, counts }: Picture, isPlaying: boolean): ReadonlySet<number> => {
  const changed = new Set<number>();
  if (before === null || isPlaying || before.cells.length !== cells.length) return changed;
  for (let i = 0; i < cells.length; i++)
    if (cells[i] !== before.cells[i] || counts[i] !== before.counts[i]) changed.add(i);
  return changed;
};

/** Pages of the process, or behind the address, that is chosen. */
const relatedTo = ({ virtual, processes }: Picture, chosen: Session['chosen']['value']): ReadonlySet<number> => {
  if (chosen?.what === 'word') return new Set([Math.floor(chosen.address / PAGE)]);
  if (virtual === null || (chosen?.what !== 'address' && chosen?.what !== 'process')) return new Set();
  const all = virtual.rows.flatMap(({ start, cells, physical }) =>
    cells.flatMap((cell, i) => (cell === 0 ? [] : [{ va: start + i * PAGE, page: physical[i] / PAGE }])),
  );
  if (chosen.what === 'address') return new Set(all.filter(({ va }) => va === chosen.va).map(({ page }) => page));
  const root = processes.find(({ pid }) => pid === chosen.pid)?.root;
  const tables = virtual.tables.map(({ page }) => page / PAGE);
  const own = virtual.pid === chosen.pid ? [...all.map(({ page }) => page), ...tables] : [];
  return new Set([...own, ...(root === undefined ? [] : [root / PAGE])]);
};

const describe = ({ cells, counts, processes }: Picture, index: number): string => {
  const cell = cellOf(cells[index]);
  const owner = processes.find(({ letter }) => letter === cell.letter);
  const isOwned = cell.role === 'own' || cell.role === 'table';
  const whose =
    isOwned && owner !== undefined
      ? `${cell.role === 'table' ? 'page table of' : 'page of'} ${owner.name}`
      : ROLE_WORDS[cell.role];
  return `page ${hex(index * PAGE, 6)}: ${whose}, count ${counts[index]}`;
};
