/** From a message to its cause: what a panic or a screen says, which mistakes lead there, and each of them to be seen at work. */
import { signal, useSignal } from '@preact/signals';
import type { Cause, Diagnosis } from '../../specs/specs.ts';
import type { Session } from '../window/session.ts';
import { Dialog } from './dialog.tsx';

export const isExplaining = signal(false);
/** What is to be explained; kept while one looks at the mistakes. */
const text = signal('');
const EXAMPLES: readonly string[] = ['Kernel page fault for 0x0', 'kernel allocated page mapped for user (pid 2)'];
const MOST_CAUSES = 6;

export const ExplainDialog = ({ session }: { readonly session: Session }) => (
  <Dialog title="What does this message mean?" isOpen={isExplaining}>
    <Explaining session={session} />
  </Dialog>
);

const Explaining = ({ session }: { readonly session: Session }) => {
  const diagnosis = useSignal<Diagnosis | null>(null);
  const explain = async (message: string): Promise<void> => {
    text.value = message;
    try {
      diagnosis.value = await session.workers.scholar.explain(message);
    } catch (error) {
      session.complain(error);
    }
  };
  return (
    <>
      <form
        class="explain"
        onSubmit={(event) => {
          event.preventDefault();
          void explain(text.value);
        }}
      >
        <label>
          A message, a log or a whole screen of your kernel
          <textarea
            rows={3}
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="main">
          Explain
        </button>
      </form>
      <p>
        As{' '}
        {EXAMPLES.map((example) => (
          <button key={example} type="button" class="link" onClick={() => void explain(example)}>
            {example}
          </button>
        ))}
      </p>
      {diagnosis.value === null ? null : <Told session={session} diagnosis={diagnosis.value} />}
    </>
  );
};

const VERDICTS: Readonly<Record<Diagnosis['verdict'], string>> = {
  kernel: 'Something is wrong with the kernel.',
  program: 'The kernel did what it must; a program did wrong, or meant to.',
  'nothing wrong': 'Nothing in it is wrong, as far as the text shows.',
  'nothing recognized': 'Nothing in it is recognized.',
};

const Told = ({ session, diagnosis }: { readonly session: Session; readonly diagnosis: Diagnosis }) => {
  const { verdict, messages, signs, causes } = diagnosis;
  return (
    <div class="diagnosis">
      <p>
        <strong>{VERDICTS[verdict]}</strong>
      </p>
      {messages.map(({ quote, did, means }) => (
        <dl key={quote}>
          <dt>{quote}</dt>
          <dd>What the machine did: {did}</dd>
          <dd>What it means: {means}</dd>
        </dl>
      ))}
      {signs.length === 0 ? null : <p>Besides: {signs.join('; ')}.</p>}
      {causes.length === 0 ? null : <h3>Mistakes that lead there, the likeliest first</h3>}
      <ol>
        {causes.slice(0, MOST_CAUSES).map((cause) => (
          <li key={cause.id}>
            <CauseOf session={session} cause={cause} />
          </li>
        ))}
      </ol>
    </div>
  );
};

const SEEDED = /^(?:weensyos|jos|env|lib)-/;

const CauseOf = ({ session, cause }: { readonly session: Session; readonly cause: Cause }) => {
  const { id, title, story, because, tellApart } = cause;
  return (
    <>
      <strong>{title}</strong> <small>({id})</small>
      <p>{story}</p>
      <p>Because {because.join('; ')}.</p>
      <p>To tell: {tellApart}</p>
      {SEEDED.test(id) ? (
        <button
          type="button"
          class="main"
          onClick={() => {
            isExplaining.value = false;
            void session.hunt(id);
          }}
        >
          See it happen
        </button>
      ) : null}
    </>
  );
};
