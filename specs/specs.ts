/** The public face of the specs, in three parts: judging kernels, judging allocators, and recordings and traces. */
export * from './judging-allocators.ts';
export * from './judging-kernels.ts';
export * from './recordings.ts';
