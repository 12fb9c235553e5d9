/** Commands that tell of the present moment: its text, and what `why` and `walk` say of it. */

import { va } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import {
  parseAddress,
  SUBJECTS,
  spaceOf,
  translationLines,
  translationOf,
  type Watched,
  whyAsked,
} from '../../presentation/presentation.ts';
import { momentLine } from '../moments/given-moments.ts';
import { reachWatchedIn } from '../moments/reached-moment.ts';
import { whyLines } from '../why/why.ts';
import type { Command } from './command.ts';
import type { Session } from './session.ts';

/** The present moment, reached once more under watch. */
const reached = ({ opened, at }: Session): Watched => {
  if (opened.kind === null) throw new UsageError('an allocator has neither processes nor page tables to ask about');
  return reachWatchedIn({ ...opened, moment: null }, { event: 0, step: at }, { names: [], values: opened.values });
};

/** `why read 0x100000 2`: of process 2. */
const why: Command['run'] = (session, words) => {
  const pid = words[2];
  const asked = whyAsked(words.slice(0, 2));
  if (asked === null) throw new UsageError(`why: expected ${SUBJECTS.join(', ')} and which one, as why page 0x5000`);
  return whyLines(reached(session), asked, pid === undefined ? {} : { pid });
};

const walk: Command['run'] = (session, [address, pid]) => {
  const moment = reached(session);
  const space = spaceOf(moment, pid === undefined ? {} : { pid });
  const target = va(parseAddress('a virtual address', address));
  return translationLines(moment.system, translationOf(moment.system, space, target), moment.when);
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
    ...{ name: 'why', parameters: 'SUBJECT [WHICH] [PID]', words: [1, 3], run: why },
    does: 'how it came to be so: page PA, word PA, pid N, entry VA, read VA, write VA, tlb VA, call',
  },
  {
    ...{ name: 'walk', parameters: 'VA [PID]', words: [1, 2], run: walk },
    does: 'the translation of an address, step by step',
  },
];
