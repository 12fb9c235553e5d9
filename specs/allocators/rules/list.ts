/** All rules of allocators, in the order in which docs/fuzzing.md lists them. Of those that speak of a promise, only who made it is judged. */
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
export const insideBounds: Rule = {
  name: 'inside bounds',
  sentence: 'What is given are pages of the memory that is managed, and no holes.',
  why: 'The pages behind the end are devices, other kernels, or nothing at all.',
};
export const aligned: Rule = {
  name: 'aligned to its size',
  sentence: 'A block starts at a multiple of the pages that it takes up, where that is promised.',
  why: 'Large pages need it, and the buddy of a block is found by flipping one bit of its number.',
};
export const noOverlap: Rule = {
  name: 'no overlap',
  sentence: 'A page belongs to one block at a time.',
  why: 'Two owners write over each other, and each will free what the other still uses.',
};
export const refusesNonsense: Rule = {
  name: 'nonsense refused',
  sentence: 'A request for no page, for less than none, or for more than there are gives nothing, and resizes nothing.',
  why: 'Such numbers come from a subtraction or a multiplication that went wrong, and whoever gets a block for them writes behind it.',
};
export const failureMeansFull: Rule = {
  name: 'failure means full',
  sentence:
    'An allocation fails only when no free block fits; that memory is in pieces too small is no failure of the allocator.',
  why: 'Memory that is there and cannot be had is lost.',
};
export const payloadPreserved: Rule = {
  name: 'payload preserved',
  sentence: 'A block holds what its owner wrote there until it is freed, also when it is moved or resized.',
  why: 'It is the one thing that memory is for.',
};
export const zeroedWhenAsked: Rule = {
  name: 'zeroed when asked',
  sentence: 'A block that was asked to be zero is zero from its first to its last byte, where that is promised.',
  why: 'Page tables with old entries map what nobody mapped; and what one process left there, another reads.',
};
export const freePagesUntouched: Rule = {
  name: 'free pages untouched',
  sentence: 'Free pages hold what they held when they were freed, where that is promised.',
  why: 'Who writes to a page after it was freed writes, sooner or later, into the next owner of it.',
};
export const freeAccepted: Rule = {
  name: 'free accepted',
  sentence: 'A block that was given can be given back, with the count it was taken with.',
  why: 'What cannot be freed is lost, and a kernel panics over it.',
};
export const doubleFreeRefused: Rule = {
  name: 'double free refused',
  sentence: 'A free or a resize of what is free already is refused, where that is promised.',
  why: 'The page would be on the list twice, and be given twice.',
};
export const foreignFreeRefused: Rule = {
  name: 'foreign free refused',
  sentence: 'A free or a resize of pages that do not exist, or of holes, is refused, where that is promised.',
  why: 'The allocator would give away what it never had.',
};
export const exactCount: Rule = {
  name: 'exact reference count',
  sentence: 'A block counts its references precisely, and is free only when the last of them is dropped.',
  why: 'With too low a count it is freed under someone who still uses it; with too high a count it never is.',
};
export const metadataAgrees: Rule = {
  name: 'metadata agrees',
  sentence: 'What the allocator describes as free is inside, is free, and is described once.',
  why: 'Its next answers come from there.',
};
export const nothingLeaks: Rule = {
  name: 'nothing leaks',
  sentence: 'Every page that nobody has is free: the allocator describes it, and gives it when all is asked for.',
  why: 'Memory fills up with such pages, until every allocation fails.',
};
export const coalesced: Rule = {
  name: 'coalesced',
  sentence: 'Free blocks that could be one are one, where that is promised: neighbours, or of a buddy system buddies.',
  why: 'Memory falls into pieces, and large requests fail beside plenty of free pages.',
};
export const wholeAgain: Rule = {
  name: 'whole again',
  sentence: 'Once everything is freed, the largest block that could be had at first can be had again.',
  why: 'If not, each round of use leaves memory more broken than before.',
};
export const stateInMemory: Rule = {
  name: 'state in memory',
  sentence: 'An allocator made anew on the same memory describes the same free blocks, where that is promised.',
  why: 'A kernel that is rewound, copied or restored carries its memory along, and nothing else.',
};
export const inPlace: Rule = {
  name: 'stays in place',
  sentence: 'A block that is resized moves only if it cannot grow where it is, where that is promised.',
  why: 'Moving copies all of it, and whoever kept its address is wrong from then on.',
};

export const RULES: readonly Rule[] = [
  comesBack,
  ownMemory,
  insideBounds,
  aligned,
  noOverlap,
  refusesNonsense,
  failureMeansFull,
  payloadPreserved,
  zeroedWhenAsked,
  freePagesUntouched,
  freeAccepted,
  doubleFreeRefused,
  foreignFreeRefused,
  exactCount,
  metadataAgrees,
  nothingLeaks,
  coalesced,
  wholeAgain,
  stateInMemory,
  inPlace,
];
