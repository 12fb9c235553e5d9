/** The public face of the specs, in four parts: judging kernels, judging allocators, moments of runs, and recordings and traces. */
export * from './judging-allocators.ts';
export * from './judging-kernels.ts';
export * from './moments.ts';
export * from './recordings.ts';
