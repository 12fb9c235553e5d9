import { test } from 'node:test';
import { checkKernel } from 'ringfence/check';
import Mine from './mine.js';

test('my kernel keeps its promises', () => checkKernel(Mine, { operations: 500 }));
