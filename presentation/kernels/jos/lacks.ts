/** Options that mean nothing to JOS, of either lab, and why. */
const alone = (why: string): string => `it is for WeensyOS alone, and this is JOS: ${why}`;

export const JOS_LACKS: Readonly<Record<string, string>> = {
  order: alone('JOS hands out the page that was freed last'),
  allocator: alone('JOS has its free list, which the lab is about'),
  allocatable: alone('JOS gives away all of its memory'),
  processes: alone('JOS has room for 1,024 environments'),
  viewer: alone('JOS has no memory viewer'),
  seed: alone('no program of JOS draws numbers'),
};
