/** What the kernel of JOS prints when it stops, besides the assertions of its checks. */
import { type Groups, hexOf, isNull, type Message } from '../message.ts';

const PANIC = String.raw`kernel panic(?: on CPU \d+)? at (?<place>[\w./-]{1,60}(?::\d+)?):\s*`;
const place = ({ place: at }: Groups): string => (at === undefined ? '' : ` (${at})`);

const stop = (name: string, pattern: RegExp, does: string, means: Message['means']): Message => ({
  ...{ name, system: 'JOS', blames: 'kernel', pattern, means },
  did: (groups) => `the kernel stopped itself${place(groups)}: ${does}.`,
});

/** A panic with these words, or the words alone. */
const panic = (name: string, words: string, does: string, means: Message['means']): Message =>
  stop(name, new RegExp(`(?:${PANIC})?(?:${words})`, 'gi'), does, means);

/** Words of one's own: each writes others here, and the address somewhere behind them. */
const IN_KERNEL = String.raw`\b(?:page fault (?:happened |occurred )?(?:in|inside|from) (?:the )?kernel(?:[- ]mode)?|kernel(?:[- ]mode)?(?: level)?,? page fault)\b(?:[^\n]{0,60}?\b(?<va>0x[0-9a-f]+|[0-9a-f]{8})\b)?`;
const KERNEL_FAULT = new RegExp(`(?:${PANIC})?${IN_KERNEL}`, 'gi');
/** The rest of a panic's line up to words that stand anywhere in it; or of a line that begins with them. */
const SOMEWHERE = `(?:${PANIC}|^)[^\\n]{0,60}?`;

const somewhere = (name: string, words: string, does: string, means: string): Message =>
  stop(name, new RegExp(`${SOMEWHERE}(?:${words})[^\\n]*`, 'gim'), does, () => means);

export const JOS_KERNEL: readonly Message[] = [
  panic(
    'free list empty',
    `'?page_free_list'? is a null pointer!?`,
    'the list of free pages is empty',
    () => 'page_init put no page on it, or is not written yet.',
  ),
  panic(
    'no descriptors',
    `'?pages'? is a null pointer!?`,
    'there are no page descriptors',
    () => 'mem_init has not allocated pages[] yet.',
  ),
  panic(
    'PADDR',
    `PADDR called with invalid kva (?<va>[0-9a-f]+)`,
    'PADDR was asked for the physical address of something that is no kernel address',
    (groups) =>
      isNull(hexOf(groups, 'va'))
        ? 'it was given a null pointer: a variable that was never set, or was overwritten. (With newer compilers kern_pgdir can lie behind end, where boot_alloc gives it away: kernel.ld then needs *(COMMON) before end.)'
        : 'it was given a physical address, or one of a program, where a kernel address is wanted.',
  ),
  panic(
    'KADDR',
    `KADDR called with invalid pa (?<va>[0-9a-f]+)`,
    'KADDR was asked for a page beyond memory',
    () => 'it was given a kernel address, or an entry of a table that holds something else than a page.',
  ),
  panic(
    'pa2page',
    `pa2page called with invalid pa`,
    'pa2page was asked for the descriptor of a page beyond memory',
    () =>
      'an entry of a table holds what is no page of memory: rubbish in a table that nobody zeroed, or an address beyond what there is.',
  ),
  somewhere(
    'page_free',
    `\\bpage_free\\b|\\bpp_ref (?:is )?(?:nonzero|not (?:zero|0)|!= ?0)|\\bdouble free\\b`,
    'page_free was given a page that is in use, or free already',
    'its count is not 0, or its link is set: whoever frees it did not drop a reference first, or page_alloc left something behind.',
  ),
  somewhere(
    'out of memory',
    `\\bboot_alloc: |\\b(?:boot_alloc|region_alloc|env_\\w+|load_icode)\\b[^\\n]{0,40}out of (?:memory|environments)`,
    'memory ran out while it set things up',
    'it has enough for all that it needs at this time: something takes pages again and again, or most of memory is not on the free list.',
  ),
  {
    ...somewhere(
      'not written',
      'this function is not finished|not (?:yet )?implemented',
      'it came to a function that is as the lab hands it out',
      'it is yours to write; the line that panics goes when you have. Nothing is wrong if you are not that far.',
    ),
    blames: 'nobody',
  },
  {
    ...{ name: 'no trap handler', system: 'JOS', blames: 'kernel' },
    pattern: new RegExp(`(?:${PANIC})?unhandled trap in (?:the )?kernel`, 'gi'),
    did: (groups) => `a trap came while the kernel ran, and it has no answer to it${place(groups)}.`,
    means: () => 'the trap frame above says which: its trap number, its error code, and eip, where it happened.',
  },
  {
    ...{ name: 'kernel null fault', system: 'JOS', blames: 'kernel' },
    pattern: KERNEL_FAULT,
    when: (groups) => isNull(hexOf(groups, 'va')),
    did: ({ va }) =>
      `the kernel itself touched address ${va}, where nothing is mapped. The processor raised a page fault (vector 14), and a kernel that faults can only stop.`,
    means: () => 'an address so low is a null pointer, or a pointer of a program that nobody checked.',
  },
  {
    ...{ name: 'kernel user fault', system: 'JOS', blames: 'kernel' },
    pattern: KERNEL_FAULT,
    when: (groups) => hexOf(groups, 'va') < UTOP,
    did: ({ va }) =>
      `the kernel itself touched address ${va}, which belongs to programs. The processor raised a page fault (vector 14), and a kernel that faults can only stop.`,
    means: () =>
      'it followed a pointer that a program gave it, and did not check first that the program may use what lies there.',
  },
  {
    ...{ name: 'kernel page fault', system: 'JOS', blames: 'kernel' },
    pattern: KERNEL_FAULT,
    did: ({ va }) =>
      `the kernel itself touched ${va === undefined ? 'an address' : `address ${va}`} that is not mapped, or not for that. The processor raised a page fault (vector 14), and a kernel that faults can only stop.`,
    means: () =>
      'a pointer of the kernel is wrong. With 0xefff7ffc or the like in cr2 its stack has run over into the guard below it.',
  },
  {
    ...{ name: 'lock', system: 'JOS', blames: 'kernel' },
    pattern: /CPU \d+ cannot (?:acquire|release) [^\n]*/gi,
    did: () => 'a processor took the lock of the kernel twice, or gave it back without having it.',
    means: () =>
      'each way into the kernel takes the lock once, and each way out, env_run above all, gives it back once.',
  },
  {
    ...{ name: 'kernel panic', system: 'JOS', blames: 'kernel' },
    pattern: new RegExp(`${PANIC}(?!assertion failed)(?<text>[^\\n]*)`, 'gi'),
    did: ({ text, place: at }) => `the kernel gave up at ${at}: "${(text ?? '').trim()}".`,
    means: () => 'the words are those of the function that called panic.',
  },
];

/** Up from here no address is a program's. */
const UTOP = 0xeec00000;
