/** All mistakes that are known to leave signs. */
import { LAB2_MISTAKES } from './lab2.ts';
import { LAB4_MISTAKES } from './lab4.ts';
import type { Mistake } from './mistake.ts';
import { WEENSY_MISTAKES } from './weensyos.ts';

export const MISTAKES: readonly Mistake[] = [...WEENSY_MISTAKES, ...LAB2_MISTAKES, ...LAB4_MISTAKES];
