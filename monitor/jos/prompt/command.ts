/** A command of the kernel's monitor, and the words that commands take. A word that is wrong is a UsageError, which the prompt answers. */
import { type Ppn, ppn } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import { UsageError } from '../../../presentation/boot/usage-error.ts';
import type { Command as PromptCommand } from '../../prompt/commands.ts';
import { hex } from './hex.ts';
import type { Session } from './session.ts';

export type Command = PromptCommand<Session>;

const NUMBER = /^(?:0x[0-9a-f]+|\d+)$/i;

/** A number of 32 bits, in hex with 0x or in decimal. */
export const parseWord = (what: string, text: string): number => {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (value < 2 ** 32) return value;
  throw new UsageError(`${text}: expected ${what} of 32 bits, as 0xf0000000`);
};

export const parseVa = (text: string): number => parseWord('a virtual address', text);

/** The physical page that `text` names: its number in decimal, or an address in it in hex. */
export const parsePage = ({ kernel }: Session, text: string): Ppn => {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  const page = /^0x/i.test(text) ? Math.floor(number / memlayout.PGSIZE) : number;
  const count = kernel.view.pages;
  if (page < count) return ppn(page);
  if (count === 0) throw new UsageError('the kernel knows of no pages yet');
  const last = count - 1;
  throw new UsageError(
    Number.isNaN(number)
      ? `${text}: expected a page: its number in decimal, as 1023, or its physical address in hex, as 0x3ff000`
      : `${text}: the last page is ${last}, at ${hex(last * memlayout.PGSIZE)}`,
  );
};

/** `page 1023 (0x003ff000)` */
export const pageName = (page: number): string => `page ${page} (${hex(page * memlayout.PGSIZE)})`;
