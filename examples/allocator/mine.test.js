import { test } from 'node:test';
import { fuzzAllocator } from 'ringfence/check';
import Mine from './mine.js';

test('my allocator breaks no rule', () => fuzzAllocator(Mine, { runs: 60 }));
