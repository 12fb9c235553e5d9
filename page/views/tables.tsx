/** Page tables and layout of one address space; and the list of free pages, as a list. */
import { signal } from '@preact/signals';
import type { Picture, TableOfEntries } from '../picture.ts';
import type { Session } from '../window/session.ts';
import { hex } from '../words.ts';

const PAGE = 4096;
const PRESENT = 1;
const FLAGS: readonly (readonly [number, string])[] = [
  [1, 'P'],
  [2, 'W'],
  [4, 'U'],
  [32, 'A'],
  [64, 'D'],
  [128, 'PS'],
];

/** The table that is open, entry by entry. */
const open = signal<TableOfEntries | null>(null);

export const Tables = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  if (picture === null || picture.virtual === null) return null;
  const { virtual, processes } = picture;
  const root = processes.find(({ pid }) => pid === virtual.pid)?.root;
  const look = async (address: number): Promise<void> => {
    open.value = await session.workers.player.table(address);
  };
  return (
    <details class="panel tables">
      <summary>
        Page tables, layout{picture.freeList.length > 0 ? ', free list' : ''} <small>of {virtual.title}</small>
      </summary>
      <div class="columns">
        <div>
          <h3>Tables, from the root down</h3>
          <ul>
            {root === undefined ? null : (
              <li>
                <button type="button" class="link" onClick={() => void look(root)}>
                  root {hex(root, 6)}
                </button>
              </li>
            )}
            {virtual.tables.map(({ level, va, page }) => (
              <li key={page}>
                <button type="button" class="link" onClick={() => void look(page)}>
                  level {level} {hex(page, 6)}
                </button>{' '}
                from {hex(va, 6)}
              </li>
            ))}
          </ul>
          <Entries session={session} table={open.value} />
        </div>
        <Layout layout={virtual.layout} />
        <FreeList session={session} picture={picture} />
      </div>
    </details>
  );
};

const Entries = ({ session, table }: { readonly session: Session; readonly table: TableOfEntries | null }) => {
  if (table === null) return null;
  const present = [...table.entries].flatMap((entry, index) => (entry & PRESENT ? [{ entry, index }] : []));
  return (
    <>
      <h3>{`The table at ${hex(table.address, 6)}: ${present.length} of ${table.entries.length} entries present`}</h3>
      <table class="entries">
        <tbody>
          {present.map(({ entry, index }) => (
            <tr key={index}>
              <th scope="row">{index}</th>
              <td>
                <button
                  type="button"
                  class="link"
                  onClick={() => session.choose({ what: 'page', page: Math.floor((entry >>> 12) % 2 ** 20) })}
                >
                  {hex((entry & ~(PAGE - 1)) >>> 0, 6)}
                </button>
              </td>
              <td>
                {FLAGS.filter(([bit]) => entry & bit)
                  .map(([, name]) => name)
                  .join(' ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};

const Layout = ({ layout }: { readonly layout: NonNullable<Picture['virtual']>['layout'] }) =>
  layout.length === 0 ? null : (
    <div>
      <h3>Layout of virtual memory</h3>
      <table>
        <tbody>
          {[...layout].reverse().map(({ start, symbol, name, rights, mapped }) => (
            <tr key={`${start} ${name}`}>
              <th scope="row">{hex(start < 0 ? start + 2 ** 32 : start, 8)}</th>
              <td>{symbol === '' ? name : `${symbol}: ${name}`}</td>
              <td>{rights}</td>
              <td>{mapped === 0 ? '' : `${mapped} mapped`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

const FreeList = ({ session, picture }: { readonly session: Session; readonly picture: Picture }) =>
  picture.freeList.length === 0 ? null : (
    <div>
      <h3>{`Free pages, the next one first: ${picture.free}`}</h3>
      <p class="pages">
        {picture.freeList.slice(0, 96).map((page, i) => (
          <>
            {i === 0 ? null : <span aria-hidden="true">→</span>}
            <button key={page} type="button" class="link" onClick={() => session.choose({ what: 'page', page })}>
              {hex(page * PAGE, 6)}
            </button>
          </>
        ))}
      </p>
    </div>
  );
