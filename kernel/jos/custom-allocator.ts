/**
 * JOS on another allocator of pages, in place of page_free_list. Descriptors and their counts stay as they are; a link is never used. Of the lab's
 * checks only check_kern_pgdir is left: the others look at the list, hide it to make memory run out, or take it that what was freed last is given first.
 */
import { type Va, va } from '../../hardware/hardware.ts';
import { KernelMemory } from '../allocators/kernel-memory.ts';
import { type AllocatorClass, bytesOf, NONE, type PageAllocator } from '../allocators/page-allocator.ts';
import { ALLOC_ZERO, KERNBASE, PAGE_INFO_BYTES, PGNUM, PGSIZE, ROUNDUP } from './memlayout.ts';
import { NULL } from './pages.ts';
import type { JosParameters } from './parameters.ts';
import { JosKernel } from './pmap.ts';

/** Physical memory up to here is mapped while the kernel boots. */
const MAPPED_AT_BOOT = 1 << 22;

/** JosKernel with its pages from `Allocator`, whose words boot_alloc gives behind the descriptors. Throws a RangeError for one that does not fit. */
export const josWith = (Allocator: AllocatorClass): typeof JosKernel =>
  class extends JosKernel {
    constructor(parameters: Partial<JosParameters> = {}) {
      super(parameters);
      checkFit(Allocator, this.parameters);
    }

    /** A view of the allocator's words. */
    get allocator(): PageAllocator {
      const bytes = bytesOf(Allocator, this.npages);
      const own = va(ROUNDUP(this.pages + this.npages * PAGE_INFO_BYTES, PGSIZE));
      return new Allocator(new KernelMemory(this.supervisor, bytes, own, va(KERNBASE)), this.npages);
    }

    override pageInit(): void {
      const bytes = bytesOf(Allocator, this.npages);
      this.memset(this.bootAlloc(bytes), 0, ROUNDUP(bytes, 4));
      const firstFree = PGNUM(this.paddr(this.bootAlloc(0)));
      for (let page = 0; page < this.npages; page++)
        this.setPpRef(this.descriptor(page), this.isInUse(page, firstFree) ? 1 : 0);
      this.allocator.initialize?.((page) => !this.isInUse(page, firstFree));
    }

    override pageAlloc(flags: number): Va {
      const page = this.allocator.allocate(1, false);
      if (page === NONE) return NULL;
      const pp = this.descriptor(page);
      if (flags & ALLOC_ZERO) this.memset(this.page2kva(pp), 0, PGSIZE);
      return pp;
    }

    override pageFree(pp: Va): void {
      const isRefused = this.ppRef(pp) !== 0 || this.allocator.free(PGNUM(this.page2pa(pp)), 1) === false;
      if (isRefused) this.panic('page_free: the page is in use, or free already');
    }

    override checkPageFreeList(): void {}
    override checkPageAlloc(): void {}
    override checkPage(): void {}
    override checkPageInstalledPgdir(): void {}

    private descriptor(page: number): Va {
      return va(this.pages + page * PAGE_INFO_BYTES);
    }
  };

const checkFit = (Allocator: AllocatorClass, { pages, end }: JosParameters): void => {
  const { copesWithHoles, keepsStateInMemory } = Allocator.promises ?? {};
  if (copesWithHoles !== true || keepsStateInMemory !== true) {
    throw new RangeError('the allocator does not fit: it must promise copesWithHoles and keepsStateInMemory');
  }
  const used = end - KERNBASE + pages * PAGE_INFO_BYTES + bytesOf(Allocator, pages) + 4 * PGSIZE;
  if (used <= MAPPED_AT_BOOT) return;
  throw new RangeError(
    `the allocator does not fit: kernel, descriptors and its words end at ${used}, and 4 MiB are mapped at boot`,
  );
};
