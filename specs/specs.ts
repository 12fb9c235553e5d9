/** The public face of the specs, in five parts: judging kernels, judging allocators, judging dumps, moments of runs, and recordings and traces. */
export * from './judging-allocators.ts';
export * from './judging-dumps.ts';
export * from './judging-kernels.ts';
export * from './moments.ts';
export * from './recordings.ts';
