/** What an allocator may do while it is called: come back, and touch what is its own. Judged access by access, in `trial/watched-memory.ts`. */
import type { Rule } from './rule.ts';

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
