/** What is asked, and what is answered: why the page, address, process or step that was chosen is as it is. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Difference, Verdict as Judged, Link, Told, Walked } from '../answers.ts';
import { Complaint } from '../remote.ts';
import type { AddressSubject, Chosen, Session } from '../window/session.ts';
import { TranslationDrawing } from './translation.tsx';
import { counted, hex } from './words.ts';

const PAGE = 4096;

type Broken = NonNullable<Judged['broken']>;

interface Answered {
  readonly title: string;
  readonly told?: Told | undefined;
  readonly walked?: Walked | undefined;
  readonly difference?: Difference | undefined;
}

/** An answer, and what it answers. */
interface Given {
  readonly answered: Answered;
  readonly chosen: Chosen;
  readonly step: number;
}

export const Inspector = ({ session }: { readonly session: Session }) => {
  const answer = useSignal<Given | null>(null);
  const problem = useSignal<string | null>(null);
  const [chosen, picture] = [session.chosen.value, session.picture.value];
  const step = picture?.step ?? 0;
  const isPlaying = session.isPlaying.value;
  useEffect(() => {
    if (chosen === null || isPlaying) return;
    let isOld = false;
    problem.value = null;
    answerTo(session, chosen, step).then(
      (answered) => {
        if (!isOld) answer.value = { answered, chosen, step };
      },
      (error) => {
        if (!(error instanceof Complaint)) throw error;
        if (!isOld) problem.value = error.message;
      },
    );
    return () => {
      isOld = true;
    };
  }, [chosen, step, isPlaying, session.run.value]);
  if (chosen === null) return <Hint session={session} />;
  const given = answer.value?.chosen === chosen ? answer.value : null;
  const isLooking = problem.value === null && given?.step !== step;
  return (
    <section class="panel inspector" aria-labelledby="inspector-title" aria-busy={isLooking}>
      <h2 id="inspector-title">
        {titleOf(session, chosen)}{' '}
        <button type="button" class="small" onClick={() => session.choose(null)} aria-label="Close">
          ✕
        </button>
      </h2>
      {problem.value === null ? null : <p class="problem">{problem.value}</p>}
      {given === null ? null : <Answer session={session} answered={given.answered} />}
      {given === null && isLooking ? <p class="waiting">Looking …</p> : null}
    </section>
  );
};

/** What one can do, for whoever sees the page for the first time; and what is known of the run. */
const Hint = ({ session }: { readonly session: Session }) => {
  const opening = session.opening.value;
  return (
    <section class="panel inspector hint" aria-labelledby="hint-title">
      <h2 id="hint-title">Ask why</h2>
      {opening?.pages === 0 ? (
        <p>Each square is a page; its letter is the block that has it. ◀ back undoes the last operation.</p>
      ) : (
        <>
          <p>
            Each square is a page of memory, 4 KiB. Its letter and colour say who owns it: <b>1</b> is{' '}
            {opening?.nouns[0] ?? 'process'} 1, <b>K</b> the kernel. <strong>Click a square</strong> and this place
            tells who has it, since when, and why.
          </p>
          <p>
            <strong>◀ back</strong> goes back in time, one step at a time; drag the line below to go anywhere.
          </p>
        </>
      )}
      <Found session={session} />
      <Verdict session={session} />
    </section>
  );
};

/** What a hunt found. */
const Found = ({ session }: { readonly session: Session }) => {
  const hunted = session.hunted.value;
  if (hunted === null || session.verdict.value?.broken) return null;
  return (
    <div class="verdict">
      <p>
        <strong>◆ Caught by {hunted.caughtBy}.</strong> {hunted.says}
      </p>
    </div>
  );
};

/** Whether anything goes wrong in the run. */
export const Verdict = ({ session }: { readonly session: Session }) => {
  const verdict = session.verdict.value;
  if (session.isJudging.value) return <p class="waiting">Judging every trap of this run …</p>;
  if (session.opening.value?.pages === 0) return null;
  if (verdict === null)
    return (
      <p>
        <button type="button" onClick={() => void session.judge()}>
          Does anything go wrong in this run?
        </button>
      </p>
    );
  const { broken, invariants, events } = verdict;
  if (broken !== null) return <BrokenIn session={session} broken={broken} />;
  return (
    <p>{`Judged by ${counted(invariants, 'invariant')} at every trap of ${counted(events, 'event')}: none broke.`}</p>
  );
};

/** What goes wrong first, and the way there. */
const BrokenIn = ({ session, broken }: { readonly session: Session; readonly broken: Broken }) => {
  const { name, lines, origin, step, page } = broken;
  const go = async (): Promise<void> => {
    await session.go({ step });
    session.choose(page === null ? { what: 'step' } : { what: 'page', page });
  };
  return (
    <div class="verdict">
      <p>
        <strong>◆ {name}</strong>
      </p>
      <button type="button" class="main" onClick={() => void go()}>
        Go to where it goes wrong first
      </button>
      <Chain session={session} title="Where it came from, step by step back" reasons={origin} />
      {lines.length <= 1 ? null : <Lines lines={lines.slice(1)} />}
    </div>
  );
};

const titleOf = (session: Session, chosen: Chosen): string => {
  if (chosen.what === 'page') return `Page ${hex(chosen.page * PAGE, 6)}`;
  if (chosen.what === 'address') return `Virtual address ${hex(chosen.va, 6)}`;
  if (chosen.what === 'step') return 'What the last event changed';
  if (chosen.what === 'word') return `The word at ${hex(chosen.address, 6)}`;
  if (chosen.what === 'call') return 'The last system call that failed';
  return session.picture.value?.processes.find(({ pid }) => pid === chosen.pid)?.name ?? `Process ${chosen.pid}`;
};

const answerTo = async (session: Session, chosen: Chosen, step: number): Promise<Answered> => {
  const { scholar } = session.workers;
  const at = { run: session.run.value, step };
  const shown = session.picture.value?.virtual ?? null;
  const label = session.picture.value?.processes.find(({ pid }) => pid === shown?.pid)?.label ?? null;
  const title = titleOf(session, chosen);
  if (chosen.what === 'page') return { title, told: await scholar.why(at, ['page', hex(chosen.page * PAGE)], null) };
  if (chosen.what === 'step') return { title, difference: await scholar.difference(at) };
  if (chosen.what === 'process') {
    const own = session.picture.value?.processes.find(({ pid }) => pid === chosen.pid)?.label ?? String(chosen.pid);
    return { title, told: await scholar.why(at, ['pid', own], null) };
  }
  if (chosen.what === 'word') return { title, told: await scholar.why(at, ['word', hex(chosen.address)], null) };
  if (chosen.what === 'call') return { title, told: await scholar.why(at, ['call'], null) };
  const { va, about = 'entry' } = chosen;
  const walked = await scholar.walk(at, va, label);
  return { title, walked, told: await scholar.why(at, [about, hex(va)], about === 'tlb' ? null : label) };
};

const Answer = ({ session, answered }: { readonly session: Session; readonly answered: Answered }) => (
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
const Chain = ({ session, title = 'How that came, step by step back', reasons }: ChainProperties) =>
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
