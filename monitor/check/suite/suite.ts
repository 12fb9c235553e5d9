/** The face for suites of tests, `ringfence/check`: judges that keep what they find, and try that first the next time. */
export { scenariosOf } from '../../../specs/specs.ts';
export { type CheckOptions, type CheckResult, checkKernel, KernelBroken } from './check-kernel.ts';
export { checkLibrary, LibraryBroken, type LibraryOptions } from './check-library.ts';
export { type AllocatorOptions, fuzzAllocator } from './fuzz-allocator.ts';
