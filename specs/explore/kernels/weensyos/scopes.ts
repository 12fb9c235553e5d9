/** Small scopes of WeensyOS that show seeded bugs: from the smallest to what some need. */
import type { WeensyExploring, WeensyScope } from './moves.ts';

export const SCOPES: readonly (readonly [WeensyScope, WeensyExploring])[] = [
  [{ free: 16, processes: 2, heap: 1 }, { edges: true }],
  [{ free: 8, processes: 2, heap: 1 }, {}],
  [{ free: 12, processes: 3, heap: 1 }, { stores: true }],
  [{ free: 10, processes: 2, heap: 1 }, { asked: ['allocation'] }],
];
