/** All mistakes of JOS's later labs that leave something to be seen. */
import type { Mistake } from '../../mistake.ts';
import { OF_KERNELS } from './kernel.ts';
import { OF_LIBRARIES } from './library.ts';

export const LAB4_MISTAKES: readonly Mistake[] = [...OF_KERNELS, ...OF_LIBRARIES];
