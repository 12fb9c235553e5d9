/** All mistakes that are known to leave signs. */
import { LAB2_MISTAKES } from './jos/lab2.ts';
import { LAB4_MISTAKES } from './jos/lab4/list.ts';
import type { Mistake } from './mistake.ts';
import { WEENSY_MISTAKES } from './weensyos/list.ts';

export const MISTAKES: readonly Mistake[] = [...WEENSY_MISTAKES, ...LAB2_MISTAKES, ...LAB4_MISTAKES];
