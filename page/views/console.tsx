/** What the kernel and its programs wrote, and what happened last. */
import type { Session } from '../window/session.ts';

export const Console = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  if (picture === null || session.opening.value?.pages === 0) return null;
  const { console } = picture;
  return (
    <section class="panel console" aria-labelledby="console-title">
      <h2 id="console-title">Console</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <pre tabIndex={0}>{console.length === 0 ? 'Nothing was written yet.' : console.join('\n')}</pre>
      {session.opening.value?.readsKeys === true ? <Keys session={session} /> : null}
    </section>
  );
};

/** Keys of WeensyOS, which reboot it with other programs. */
const KEYS: readonly (readonly [string, string])[] = [
  ['a', 'allocators'],
  ['f', 'fork'],
  ['e', 'exit'],
];

const Keys = ({ session }: { readonly session: Session }) => (
  <p class="row">
    Type
    {KEYS.map(([key, program]) => (
      <button key={key} type="button" class="small" onClick={() => void session.type(key)}>
        {key}: {program}
      </button>
    ))}
  </p>
);

export const Happenings = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  if (picture === null || session.opening.value?.pages === 0) return null;
  return (
    <section class="panel happenings" aria-labelledby="happenings-title">
      <h2 id="happenings-title">
        What happened last{' '}
        <button type="button" class="small" onClick={() => session.choose({ what: 'step' })}>
          what did it change?
        </button>{' '}
        <button type="button" class="small" onClick={() => session.choose({ what: 'call' })}>
          why did a call fail?
        </button>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <ol aria-live="polite" tabIndex={0}>
        {picture.happenings.map((line, i) => (
          <li key={i}>{line.trim()}</li>
        ))}
      </ol>
    </section>
  );
};

/** The program of a scenario, or what is done to an allocator. */
export const Code = ({ session }: { readonly session: Session }) => {
  const code = session.opening.value?.code ?? [];
  if (code.length === 0) return null;
  return (
    <section class="panel console" aria-labelledby="code-title">
      <h2 id="code-title">The program</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <pre tabIndex={0}>{code.join('\n')}</pre>
    </section>
  );
};
