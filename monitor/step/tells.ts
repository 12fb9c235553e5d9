/** Commands that tell of the present moment: its text, and what `why` and `walk` say of it. */
import { va } from '../../hardware/hardware.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { parseAddress } from '../moments/address.ts';
import { momentLine } from '../moments/given.ts';
import { type Reached, reachIn, spaceOf } from '../moments/reached.ts';
import { walkedLines } from '../walk/walk.ts';
import { SUBJECTS, whyAsked, whyTold } from '../why/why.ts';
import type { Command } from './command.ts';
import type { Session } from './session.ts';

/** The present moment, reached once more under watch. */
const reached = ({ opened, at }: Session): Reached => {
  if (opened.kind === null) throw new UsageError('an allocator has neither processes nor page tables to ask about');
  return reachIn({ ...opened, moment: null }, { event: 0, step: at }, { names: [], values: opened.values });
};

const why: Command['run'] = (session, words) => {
  const asked = whyAsked(words);
  if (asked === null) throw new UsageError(`why: expected ${SUBJECTS.join(', ')} and which one, as why page 0x5000`);
  return whyTold(reached(session), asked).lines;
};

const walk: Command['run'] = (session, [address, pid]) => {
  const moment = reached(session);
  const space = spaceOf(moment, pid === undefined ? {} : { pid });
  return walkedLines(moment, space, va(parseAddress('a virtual address', address)));
};

export const TELLS: readonly Command[] = [
  {
    ...{
      name: 'moment',
      parameters: '',
      words: [0, 0],
      does: 'the present moment as text, and the command that comes back to it',
    },
    run: (session) => [momentLine(session.moment)],
  },
  {
    ...{ name: 'why', parameters: 'page|refcount PA, pid N', words: [2, 2], run: why },
    does: 'the life of a page or process up to here',
  },
  {
    ...{ name: 'walk', parameters: 'VA [PID]', words: [1, 2], run: walk },
    does: 'the translation of an address, step by step',
  },
];
