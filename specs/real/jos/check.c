/* What the kernel tries of its own memory management at boot. */
#include "kernel.h"

static uint32_t free_pages(void)
{
	uint32_t n = 0;
	for (struct PageInfo *pp = page_free_list; pp; pp = pp->pp_link)
		n++;
	return n;
}

void check_page_alloc(void)
{
	uint32_t before = free_pages();
	struct PageInfo *one = page_alloc(0), *other = page_alloc(ALLOC_ZERO);
	assert(one && other && one != other);
	assert(*(uint32_t *) page2kva(other) == 0);
	page_free(one);
	page_free(other);
	assert(free_pages() == before);
	cprintf("check_page_alloc() succeeded!\n");
}

/* Undoes what a check left in the kernel's directory: its table. */
static void remove_table(uint32_t va)
{
	struct PageInfo *table = pa2page(PTE_ADDR(kern_pgdir[PDX(va)]));
	kern_pgdir[PDX(va)] = 0;
	page_decref(table);
}

void check_page(void)
{
	struct PageInfo *one = page_alloc(0), *other = page_alloc(0);
	assert(page_lookup(kern_pgdir, 0, NULL) == NULL);
	assert(page_insert(kern_pgdir, one, 0, PTE_W) == 0);
	assert(page_insert(kern_pgdir, one, PGSIZE, PTE_W) == 0);
	assert(page_insert(kern_pgdir, other, 2 * PGSIZE, PTE_W) == 0);
	assert(one->pp_ref == 2 && other->pp_ref == 1);
	assert(page_insert(kern_pgdir, other, PGSIZE, PTE_W | PTE_U) == 0);
	assert(*pgdir_walk(kern_pgdir, PGSIZE, 0) & PTE_U);
	page_remove(kern_pgdir, 0);
	page_remove(kern_pgdir, PGSIZE);
	page_remove(kern_pgdir, 2 * PGSIZE);
	remove_table(0);
	assert(one->pp_ref == 0 && other->pp_ref == 0);
	cprintf("check_page() succeeded!\n");
}

static uint32_t target(uint32_t va)
{
	pte_t *pte = pgdir_walk(kern_pgdir, va, 0);
	return pte && (*pte & PTE_P) ? PTE_ADDR(*pte) : ~0u;
}

void check_kern_pgdir(void)
{
	for (uint32_t at = 0; at < npages * PGSIZE; at += PGSIZE)
		assert(target(KERNBASE + at) == at);
	assert(target(UPAGES) == PADDR(pages));
	assert(target(KSTACKTOP - KSTKSIZE) == PADDR(bootstack));
	assert(target(KSTACKTOP - PTSIZE) == ~0u);
	cprintf("check_kern_pgdir() succeeded!\n");
}

void check_page_installed_pgdir(void)
{
	struct PageInfo *pp = page_alloc(ALLOC_ZERO);
	assert(page_insert(kern_pgdir, pp, PGSIZE, PTE_W) == 0);
	*(volatile uint32_t *) PGSIZE = 0x01020304;
	assert(*(uint32_t *) page2kva(pp) == 0x01020304);
	page_remove(kern_pgdir, PGSIZE);
	remove_table(PGSIZE);
	cprintf("check_page_installed_pgdir() succeeded!\n");
}
