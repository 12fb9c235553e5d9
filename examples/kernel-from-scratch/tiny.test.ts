import { checkKernel } from 'ringfence/check';
import { test } from 'vitest';
import Tiny from './tiny.ts';

test('my kernel keeps its promises', () => checkKernel(Tiny, { operations: 1000 }));
