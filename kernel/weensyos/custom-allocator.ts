/**
 * Allocators of pages in place of WeensyOS's own search: what one needs to fit, and where its words lie. The counts of physpages[] stay the
 * kernel's; the allocator knows only which pages are free.
 */
import { type Supervisor, va } from '../../hardware/hardware.ts';
import { KernelMemory } from '../allocators/kernel-memory.ts';
import { type AllocatorClass, bytesOf, type PageAllocator } from '../allocators/page-allocator.ts';
import { ALLOCATOR, ALLOCATOR_BYTES } from './layout.ts';

/** What keeps `Allocator` from managing `pages` pages of this kernel, in a sentence; null if it fits. */
export const misfit = (Allocator: AllocatorClass, pages: number): string | null => {
  const { copesWithHoles, keepsStateInMemory } = Allocator.promises ?? {};
  if (copesWithHoles !== true)
    return 'it does not promise copesWithHoles, and memory has holes: the kernel, the I/O hole';
  if (keepsStateInMemory !== true)
    return 'it does not promise keepsStateInMemory, and machines are rewound and restored';
  const bytes = bytesOf(Allocator, pages);
  if (bytes <= ALLOCATOR_BYTES) return null;
  return `it needs ${bytes} bytes for ${pages} pages, and the kernel's image has ${ALLOCATOR_BYTES}`;
};

/** A view of the allocator's words, which changes nothing there; null without one. */
export const allocatorOf = (
  supervisor: Supervisor,
  { allocator: Allocator, pages }: { readonly allocator: AllocatorClass | null; readonly pages: number },
): PageAllocator | null => {
  if (Allocator === null) return null;
  return new Allocator(new KernelMemory(supervisor, bytesOf(Allocator, pages), ALLOCATOR, va(0)), pages);
};
