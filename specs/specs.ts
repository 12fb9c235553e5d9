/** The public face of the specs, in six parts: judging kernels, judging allocators, judging dumps, exploring, moments of runs, and recordings and traces. */
export * from './exploring.ts';
export * from './judging-allocators.ts';
export * from './judging-dumps.ts';
export * from './judging-kernels.ts';
export * from './moments.ts';
export * from './recordings.ts';
