/** An answer: a translation, who refers to a page and its life, how something came about, what changed. */
import type { Difference, Link, Told } from '../answers.ts';
import type { AddressSubject } from '../window/choices.ts';
import type { Answered } from '../window/question.ts';
import type { Session } from '../window/session.ts';
import { counted, hex } from '../words.ts';
import { TranslationDrawing } from './translation.tsx';

const PAGE = 4096;

export const Answer = ({ session, answered }: { readonly session: Session; readonly answered: Answered }) => (
  <>
    {answered.walked === undefined ? null : <TranslationDrawing session={session} walked={answered.walked} />}
    {answered.walked === undefined ? null : <Subjects session={session} />}
    {answered.told === undefined ? null : <ToldOf told={answered.told} />}
    {answered.told === undefined ? null : <Chain session={session} reasons={answered.told.reasons} />}
    {answered.difference === undefined ? null : <Changes session={session} difference={answered.difference} />}
  </>
);

const SUBJECTS: readonly (readonly [AddressSubject, string])[] = [
  ['entry', 'its entry'],
  ['read', 'a read'],
  ['write', 'a write'],
  ['tlb', 'the TLB'],
];

/** What else may be asked of an address. */
const Subjects = ({ session }: { readonly session: Session }) => {
  const chosen = session.chosen.value;
  if (chosen?.what !== 'address') return null;
  return (
    <p class="row">
      Why is it so of
      {SUBJECTS.map(([about, words]) => (
        <button
          key={about}
          type="button"
          class="small"
          aria-pressed={(chosen.about ?? 'entry') === about}
          onClick={() => session.choose({ ...chosen, about })}
        >
          {words}
        </button>
      ))}
    </p>
  );
};

const ToldOf = ({ told }: { readonly told: Told }) => {
  const { page } = told;
  if (page === null) return <Lines lines={told.lines} />;
  const isKept = page.kind !== 'allocatable';
  return (
    <>
      <p class="count">{isKept ? `${page.kind}: it is never handed out` : `reference count ${page.count}`}</p>
      {page.faults.length === 0 ? null : <List title="The count is wrong" lines={page.faults} kind="bad" />}
      {isKept ? null : (
        <List
          title={page.referredBy.length === 0 ? 'Nobody refers to it' : 'Who refers to it'}
          lines={page.referredBy}
        />
      )}
      {page.life.length === 0 ? null : <List title="Its life" lines={page.life} kind="life" />}
    </>
  );
};

const List = ({
  title,
  lines,
  kind,
}: {
  readonly title: string;
  readonly lines: readonly string[];
  readonly kind?: string;
}) => (
  <>
    <h3>{title}</h3>
    <ul class={kind}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </>
);

interface ChainProperties {
  readonly session: Session;
  readonly title?: string;
  readonly reasons: readonly Link[];
}

/** How it came about, each step a way back in time. */
export const Chain = ({ session, title = 'How that came, step by step back', reasons }: ChainProperties) =>
  reasons.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <ol class="chain">
        {reasons.map(({ text, event, step }) => (
          <li key={`${step} ${text}`}>
            <button type="button" class="link" onClick={() => void session.go(step === null ? { event } : { step })}>
              event {event}
            </button>{' '}
            {text}
          </li>
        ))}
      </ol>
    </>
  );

const Changes = ({ session, difference }: { readonly session: Session; readonly difference: Difference }) => {
  const { words, others, pages } = difference;
  return (
    <>
      <h3>{words.length === 0 ? 'No named word changed' : 'Words that changed'}</h3>
      <table>
        <tbody>
          {words.map(({ name, address, before, after }) => (
            <tr key={address}>
              <th scope="row">
                <button type="button" class="link" onClick={() => session.choose({ what: 'word', address })}>
                  {name}
                </button>
              </th>
              <td>{hex(before)}</td>
              <td>→ {hex(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {others === 0 ? null : <p>{`and ${counted(others, 'word')} without a name`}</p>}
      <h3>In {counted(pages.length, 'page')}</h3>
      <p class="pages">
        {pages.slice(0, 40).map((page) => (
          <button key={page} type="button" class="link" onClick={() => session.choose({ what: 'page', page })}>
            {hex(page * PAGE, 6)}
          </button>
        ))}
      </p>
    </>
  );
};

/** Lines as a terminal has them. */
export const Lines = ({ lines }: { readonly lines: readonly string[] }) => (
  <pre class="lines">{lines.map((line) => line.replace(/^ {3}/, '')).join('\n')}</pre>
);
