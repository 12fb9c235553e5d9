/** What an allocator may do while it is called: come back, and touch what is its own. Judged access by access, in `trial/watched-memory.ts`. */
import { describeThrown } from '../../../hardware/hardware.ts';
import { type Rule, RuleBroken } from './rule.ts';

/** The rule that every call returns. */
export const comesBack: Rule = {
  name: 'comes back',
  sentence: 'Every call returns, after a bounded number of accesses to memory, and throws nothing.',
  why: 'A list that runs in a circle is searched for ever, and with it the kernel stops.',
};
export const ownMemory: Rule = {
  name: 'stays in its own memory',
  sentence:
    'The allocator touches its own bytes, free pages, and the block that it is being given back; each access is aligned.',
  why: 'Whatever else it writes belongs to someone, who finds it changed and never learns by whom.',
};

/** That a call threw `error`. */
export const thrown = (error: unknown): RuleBroken =>
  new RuleBroken(comesBack, { expected: 'a result', found: `it throws ${describeThrown(error)}` });

/** That the object which stands for memory is frozen, sealed, or closed to new properties. */
export const frozen = (): RuleBroken =>
  new RuleBroken(ownMemory, {
    expected: 'the object that is its memory to be left as it is',
    found: 'the allocator froze it',
  });
