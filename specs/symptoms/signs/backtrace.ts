/** Signs in the backtrace below a panic: which function was at work, and for whom. */
import type { Reading } from '../reading/reading.ts';
import type { Sign } from './sign.ts';

const functionSign = (name: string, pattern: RegExp, says: (found: string) => string): Sign => ({
  ...{ name, blames: 'nobody' },
  see: ({ functions }) => {
    const found = functions.find((one) => pattern.test(one));
    return found === undefined ? null : says(found);
  },
});

const innermost = (name: string, pattern: RegExp, says: (found: string) => string): Sign => ({
  ...{ name, blames: 'nobody' },
  see: ({ functions: [first] }: Reading) => (first !== undefined && pattern.test(first) ? says(first) : null),
});

const ABOUT = 'the backtrace';

export const BACKTRACE: readonly Sign[] = [
  innermost(
    'filling a page',
    /^(?:memset|fillPage|zeroPage|bzero)/,
    (f) => `${ABOUT} begins in ${f}: a page was being filled`,
  ),
  innermost(
    'copying a page',
    /^(?:memcpy|memmove|copyPage|copyWords)/,
    (f) => `${ABOUT} begins in ${f}: a page was being copied`,
  ),
  innermost(
    'walking tables',
    /vmiter|ptiter|pagetable|loadEntry|descend|^walk|lookUp|virtual_memory/i,
    (f) => `${ABOUT} begins in ${f}: tables were being walked`,
  ),
  functionSign('in page_alloc', /page_?alloc/i, (f) => `${ABOUT} names ${f}`),
  functionSign('in fork', /fork/i, (f) => `${ABOUT} names ${f}`),
  functionSign(
    'in exit',
    /exit(?!_)|proc_free|free_?(?:process|space|address|proc)|drop_space/i,
    (f) => `${ABOUT} names ${f}`,
  ),
  functionSign('in the loader', /process_?setup|program_load|kernel_?start|loadProgram/i, (f) => `${ABOUT} names ${f}`),
  functionSign('while failing', /undo|fail|clean/i, (f) => `${ABOUT} names ${f}`),
];
