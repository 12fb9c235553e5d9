/** What to boot: a kernel or one with a planted mistake, programs, and how. */
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Bug } from '../answers.ts';
import { type Asked, hasNoPrograms, isOfJos, runOf, USUAL } from '../window/boots.ts';
import type { Session } from '../window/session.ts';
import { Dialog } from './dialog.tsx';

export const isOpening = signal(false);

export const OpenDialog = ({ session }: { readonly session: Session }) => (
  <Dialog title="Boot a kernel" isOpen={isOpening}>
    <BootForm session={session} />
  </Dialog>
);

const BootForm = ({ session }: { readonly session: Session }) => {
  const asked = useSignal<Asked>(USUAL);
  const bugs = useSignal<readonly Bug[]>([]);
  useEffect(() => {
    session.workers.scholar.bugs().then((all) => {
      bugs.value = all;
    }, session.complain);
  }, []);
  const { kernel, program } = asked.value;
  const put = (change: Partial<Asked>): void => {
    asked.value = { ...asked.value, ...change };
  };
  const choose = (name: string): void => {
    const programs = session.programs.value[isOfJos(name) ? 'jos' : 'weensyos'];
    put({ kernel: name, program: programs.includes(program) ? program : programs[0] });
  };
  const boot = (event: Event): void => {
    event.preventDefault();
    isOpening.value = false;
    void session.open(runOf(asked.value)).then((isOpen) => {
      if (isOpen && session.opening.value?.hasEvents) session.play();
    });
  };
  const bug = bugs.value.find(({ id }) => id === kernel);
  return (
    <form class="boot" onSubmit={boot}>
      <label>
        Kernel
        <select value={kernel} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="weensyos">WeensyOS</option>
          <option value="jos">JOS with environments (lab 4)</option>
          <option value="jos2">JOS, memory management (lab 2)</option>
          <KernelBugs bugs={bugs.value} />
        </select>
      </label>
      {bug === undefined ? null : <p class="story">{bug.story}</p>}
      {hasNoPrograms(kernel) ? null : (
        <label>
          Program
          <select value={program} onChange={(event) => put({ program: event.currentTarget.value })}>
            {session.programs.value[isOfJos(kernel) ? 'jos' : 'weensyos'].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <BootOptions asked={asked.value} put={put} />
      <div class="row">
        <button type="submit" class="main">
          Boot
        </button>
        {bug === undefined ? null : (
          <button
            type="button"
            onClick={() => {
              isOpening.value = false;
              void session.hunt(bug.id);
            }}
          >
            Find the shortest program that shows it
          </button>
        )}
      </div>
      <Allocators session={session} bugs={bugs.value} />
    </form>
  );
};

const OF_KERNELS = /^(weensyos|jos|env)-/;

const KernelBugs = ({ bugs }: { readonly bugs: readonly Bug[] }) => (
  <>
    {['weensyos', 'env', 'jos'].map((system) => (
      <optgroup key={system} label={GROUPS[system]}>
        {bugs
          .filter(({ id }) => OF_KERNELS.test(id) && id.startsWith(`${system}-`))
          .map(({ id, title }) => (
            <option key={id} value={id}>
              {id}: {title}
            </option>
          ))}
      </optgroup>
    ))}
  </>
);

const GROUPS: Readonly<Record<string, string>> = {
  weensyos: 'WeensyOS with a mistake',
  env: 'JOS with environments, with a mistake',
  jos: 'Lab 2 of JOS with a mistake',
};

const BootOptions = ({ asked, put }: { readonly asked: Asked; readonly put: (change: Partial<Asked>) => void }) => {
  const { kernel } = asked;
  return (
    <details>
      <summary>How it boots</summary>
      {isOfJos(kernel) ? null : (
        <label>
          Order of pages
          <select value={asked.order} onChange={(event) => put({ order: event.currentTarget.value })}>
            <option value="">as the kernel has it</option>
            <option value="first-fit">first fit</option>
            <option value="cursor:1">a cursor</option>
            <option value="random:1">random</option>
          </select>
        </label>
      )}
      {hasNoPrograms(kernel) ? null : (
        <label>
          Timer
          <select value={asked.timer} onChange={(event) => put({ timer: event.currentTarget.value })}>
            <option value="">a tick each 100,000 cycles</option>
            <option value="cycles:10000">a tick each 10,000 cycles</option>
            <option value="every:7">every 7th event is a tick</option>
            <option value="off">off</option>
          </select>
        </label>
      )}
      <label>
        Memory
        <select value={asked.memory} onChange={(event) => put({ memory: event.currentTarget.value })}>
          <option value="">as usual</option>
          {(isOfJos(kernel) ? ['4M', '8M', '16M'] : ['1536K', '2M', '4M']).map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      {isOfJos(kernel) ? null : (
        <label>
          Seed
          <input
            inputMode="numeric"
            pattern="[0-9]{0,9}"
            value={asked.seed}
            onInput={(event) => put({ seed: event.currentTarget.value })}
          />
        </label>
      )}
    </details>
  );
};

/** Allocators of pages: those with a planted mistake, at work until it shows. */
const Allocators = ({ session, bugs }: { readonly session: Session; readonly bugs: readonly Bug[] }) => {
  const own = bugs.filter(({ id }) => !OF_KERNELS.test(id));
  const chosen = useSignal('');
  if (own.length === 0) return null;
  return (
    <fieldset>
      <legend>Allocators of pages, and libraries of JOS, with a mistake</legend>
      <select
        aria-label="Which mistake"
        value={chosen.value}
        onChange={(event) => {
          chosen.value = event.currentTarget.value;
        }}
      >
        <option value="">which?</option>
        {own.map(({ id, title }) => (
          <option key={id} value={id}>
            {id}: {title}
          </option>
        ))}
      </select>
      <button
        type="button"
        disabled={chosen.value === ''}
        onClick={() => {
          isOpening.value = false;
          void session.hunt(chosen.value);
        }}
      >
        Show it
      </button>
    </fieldset>
  );
};
