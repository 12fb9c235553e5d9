/** What becomes of each seeded bug that passes all official checks: the invariant that catches it first, or why none does. */
export interface JosGap {
  readonly id: string;
  /** The name of the invariant. */
  readonly caughtBy?: string;
  /** Why it passes; and of a bug that is no violation, why it is caught all the same. */
  readonly because?: string;
  /** The variant in which it passes all the same. */
  readonly passes?: { readonly variant: 'mit' | 'sjtu'; readonly because: string };
}

export const JOS_GAPS: readonly JosGap[] = [
  { id: 'jos-10', caughtBy: 'TLB within tables' },
  { id: 'jos-14', caughtBy: 'removing nothing changes nothing' },
  { id: 'jos-23', caughtBy: 'whole pages at boot' },
  { id: 'jos-25', caughtBy: 'no link off the list' },
  { id: 'jos-38', caughtBy: 'nothing leaks' },
  { id: 'jos-47', caughtBy: 'static maps do not count' },
  { id: 'jos-48', caughtBy: 'static maps do not count' },
  { id: 'jos-51', because: 'Whatever is in a descriptor is written by page_init before anybody reads it.' },
  { id: 'jos-52', because: 'No invariant speaks of the order of the free list.' },
  { id: 'jos-53', because: 'A page that was not asked to be zero may hold zeros.' },
  {
    id: 'jos-54',
    caughtBy: 'wrong free is refused',
    because: 'It does wrong only after a mistake of its caller: the invariant is advice.',
  },
  { id: 'jos-55', because: 'In every state that the lab can reach, an entry of the directory is 0 or present.' },
  { id: 'jos-56', caughtBy: 'looking changes nothing' },
  {
    id: 'jos-57',
    caughtBy: 'memory at KERNBASE',
    passes: { variant: 'sjtu', because: 'The window is of large pages, and the loop over these rounds up.' },
  },
  { id: 'jos-58', caughtBy: 'TLB within tables' },
  { id: 'jos-59', caughtBy: 'descriptors at UPAGES' },
  { id: 'jos-60', caughtBy: 'descriptors at UPAGES' },
  { id: 'jos-61', caughtBy: 'closed to programs' },
  { id: 'jos-62', caughtBy: 'tables at UVPT' },
  { id: 'jos-63', caughtBy: 'kernel stack' },
  { id: 'jos-64', because: 'The lab leaves it open whether reserved pages count 0 or 1.' },
  { id: 'jos-65', caughtBy: 'directory allows enough' },
  { id: 'jos-66', caughtBy: 'looking changes nothing' },
  { id: 'jos-67', caughtBy: 'TLB within tables' },
  { id: 'jos-68', caughtBy: 'memory has an end' },
  {
    id: 'jos-69',
    caughtBy: 'nothing leaks',
    because: 'A page that nobody will ever get is lost, if only once and for all.',
  },
  { id: 'jos-70', because: 'To forget more than must be forgotten is always right.' },
];
