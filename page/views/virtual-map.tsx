/** The virtual memory of one process: what its page tables map, and where it leads. */
import { cellOf, ROLE_WORDS } from '../map/cell.ts';
import type { VirtualMemory, VirtualRow } from '../picture.ts';
import type { Session } from '../window/session.ts';
import { hex } from '../words.ts';
import { MapCanvas } from './map-canvas.tsx';

const PAGE = 4096;
const [WRITABLE, USER] = [2, 4];

export const VirtualMap = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  if (picture === null || picture.virtual === null) return null;
  const { virtual } = picture;
  const chosen = session.chosen.value;
  const columns = virtual.rows[0]?.cells.length ?? 32;
  const addressOf = (index: number): number =>
    virtual.rows[Math.floor(index / columns)].start + (index % columns) * PAGE;
  const indexOf = (va: number): number | null => {
    const row = virtual.rows.findIndex(({ start }) => va >= start && va < start + columns * PAGE);
    return row < 0 ? null : row * columns + (va - virtual.rows[row].start) / PAGE;
  };
  return (
    <section class="panel virtual" aria-labelledby="virtual-title">
      <h2 id="virtual-title">
        Virtual memory of {virtual.title} <ProcessChoice session={session} />
      </h2>
      {virtual.rows.length === 0 ? (
        <p>Nothing is mapped.</p>
      ) : (
        <MapCanvas
          label={`Virtual memory of ${virtual.title}`}
          cells={virtual.rows.flatMap(({ cells }) => cells)}
          columns={columns}
          chosen={chosen?.what === 'address' ? indexOf(chosen.va) : null}
          changed={new Set()}
          related={chosen?.what === 'page' ? mapping(virtual, columns, chosen.page) : new Set()}
          labelOf={(row) => hex(virtual.rows[row].start, 6)}
          describe={(index) => describe(virtual.rows[Math.floor(index / columns)], index % columns)}
          onChoose={(index) => session.choose({ what: 'address', va: addressOf(index) })}
        />
      )}
    </section>
  );
};

const ProcessChoice = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  const shown = session.pid.value;
  if (picture === null || picture.processes.length === 0) return null;
  return (
    <select
      aria-label="Whose virtual memory is shown"
      value={shown === null ? '' : String(shown)}
      onChange={(event) =>
        void session.show(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))
      }
    >
      <option value="">whoever runs</option>
      {picture.processes.map(({ pid, name, program }) => (
        <option key={pid} value={String(pid)}>
          {program === '' ? name : `${name}, ${program}`}
        </option>
      ))}
    </select>
  );
};

/** Squares behind which physical page `page` is. */
const mapping = ({ rows }: VirtualMemory, columns: number, page: number): ReadonlySet<number> =>
  new Set(
    rows.flatMap(({ cells, physical }, row) =>
      cells.flatMap((cell, i) => (cell !== 0 && physical[i] === page * PAGE ? [row * columns + i] : [])),
    ),
  );

const describe = ({ start, cells, rights, physical, region }: VirtualRow, i: number): string => {
  const at = `${hex(start + i * PAGE, 6)}${region === '' ? '' : ` (${region})`}`;
  if (cells[i] === 0) return `${at}: not mapped`;
  const may = [rights[i] & WRITABLE ? 'writable' : 'read-only', rights[i] & USER ? '' : 'for the kernel alone'];
  const what = ROLE_WORDS[cellOf(cells[i]).role];
  return `${at}: physical page ${hex(physical[i], 6)}, ${may.filter((word) => word !== '').join(', ')}; ${what}`;
};
