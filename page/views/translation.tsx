/** A translation, drawn: table by table, entry by entry. */
import type { Walked } from '../answers.ts';
import type { Session } from '../window/session.ts';
import { hex } from '../words.ts';

const PAGE = 4096;
const ENTRY = 4;

export const TranslationDrawing = ({ session, walked }: { readonly session: Session; readonly walked: Walked }) => {
  const { translation, result, read, write, tlb } = walked;
  const { steps, root } = translation;
  return (
    <div class="translation">
      <ol>
        {steps.map(({ level, index, entryAddress, entry, flags, target }, i) => (
          <li key={level} data-present={target !== null}>
            <span class="level">
              {i === 0 ? `root ${hex(root, 6)}` : `level ${level}`}
              <small>index {index}</small>
            </span>
            <span class="entry">
              <code>{hex(entry, 8)}</code>
              <span class="flags">{flags.length === 0 ? 'absent' : flags.join(' ')}</span>
            </span>
            <button
              type="button"
              class="link"
              onClick={() => session.choose({ what: 'page', page: Math.floor((target ?? entryAddress) / PAGE) })}
            >
              {target === null ? `entry at ${hex(entryAddress, 6)}` : `→ ${hex(target, 6)}`}
            </button>
          </li>
        ))}
      </ol>
      <p>{result}</p>
      <Window session={session} address={translation.address} />
      <ul>
        <li>a program's read: {read}</li>
        <li>a program's write: {write}</li>
        <li>{tlb}</li>
      </ul>
    </div>
  );
};

/** Where programs of JOS may read the entries themselves: the tables are mapped at UVPT, as memory (handout of lab 4, exercise on fork). */
const Window = ({ session, address }: { readonly session: Session; readonly address: number }) => {
  const layout = session.picture.value?.virtual?.layout ?? [];
  const uvpt = layout.find(({ symbol }) => /\bUVPT\b/.test(symbol))?.start;
  if (uvpt === undefined) return null;
  const unsigned = address >>> 0;
  const places = [
    { name: 'uvpt', at: (uvpt >>> 0) + Math.floor(unsigned / PAGE) * ENTRY },
    {
      name: 'uvpd',
      at: (uvpt >>> 0) + Math.floor((uvpt >>> 0) / PAGE) * ENTRY + Math.floor(unsigned / 2 ** 22) * ENTRY,
    },
  ];
  return (
    <p>
      A program may read them through the window at UVPT:{' '}
      {places.map(({ name, at }) => (
        <button
          key={name}
          type="button"
          class="link"
          onClick={() => session.choose({ what: 'address', va: at - (at % PAGE) })}
        >
          {name} at {hex(at, 8)}
        </button>
      ))}
    </p>
  );
};
