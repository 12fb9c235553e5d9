/** A translation, drawn: table by table, entry by entry. */
import type { Walked } from '../answers.ts';
import type { Session } from '../window/session.ts';
import { hex } from './words.ts';

const PAGE = 4096;

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
      <ul>
        <li>a program's read: {read}</li>
        <li>a program's write: {write}</li>
        <li>{tlb}</li>
      </ul>
    </div>
  );
};
