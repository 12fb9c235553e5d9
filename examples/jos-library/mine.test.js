import { test } from 'node:test';
import { checkLibrary } from 'ringfence/check';
import * as mine from './mine.js';

test('my library keeps its promises', () => checkLibrary(mine, { operations: 200 }));
