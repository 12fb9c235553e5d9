/* Physical pages, their descriptors and the list of free ones; page tables, and the kernel's own map. */
#include "kernel.h"

uint32_t npages;
static uint32_t npages_basemem;
pde_t *kern_pgdir;
struct PageInfo *pages, *page_free_list;

static int cmos(int at)
{
	outb(0x70, at);
	int low = inb(0x71);
	outb(0x70, at + 1);
	return low | inb(0x71) << 8;
}

static void detect_memory(void)
{
	uint32_t base = cmos(0x15), extended = cmos(0x17), above = cmos(0x34) * 64;
	uint32_t total = above ? 16384 + above : extended ? 1024 + extended : base;
	npages = total / 4;
	npages_basemem = base / 4;
	cprintf("Physical memory: %uK available, base = %uK, extended = %uK\n", total, base, total - base);
}

/* Memory behind the kernel, before there is a list of free pages. */
static void *boot_alloc(uint32_t n)
{
	static char *nextfree;
	if (!nextfree)
		nextfree = (char *) ROUNDUP(end, PGSIZE);
	char *given = nextfree;
	nextfree = (char *) ROUNDUP(nextfree + n, PGSIZE);
	return given;
}

static void page_init(void)
{
	uint32_t first = PGNUM(PADDR(boot_alloc(0)));
	/* Low pages come first on the list: the map of the boot has no others. */
	for (uint32_t i = npages - 1; i > 0; i--) {
		if (i >= npages_basemem && i < first)
			continue;
		if (LAB >= 4 && i == 7) /* where other processors start */
			continue;
		pages[i].pp_link = page_free_list;
		page_free_list = &pages[i];
	}
}

struct PageInfo *page_alloc(int flags)
{
	struct PageInfo *pp = page_free_list;
	if (!pp)
		return NULL;
	page_free_list = pp->pp_link;
	pp->pp_link = NULL;
	if (flags & ALLOC_ZERO)
		memset(page2kva(pp), 0, PGSIZE);
	return pp;
}

void page_free(struct PageInfo *pp)
{
	if ((pp->pp_ref != 0 || pp->pp_link) && !HAS(REMOVE_FREES_SHARED) && !HAS(FREES_DIRECTORY_TWICE))
		panic("page_free: that page is in use, or free already");
	pp->pp_link = page_free_list;
	page_free_list = pp;
}

void page_decref(struct PageInfo *pp)
{
	if (--pp->pp_ref == 0)
		page_free(pp);
}

pte_t *pgdir_walk(pde_t *pgdir, uint32_t va, int create)
{
	pde_t *pde = &pgdir[PDX(va)];
	if (!(*pde & PTE_P)) {
		struct PageInfo *pp = create ? page_alloc(ALLOC_ZERO) : NULL;
		if (!pp)
			return NULL;
		pp->pp_ref++;
		*pde = page2pa(pp) | PTE_P | PTE_W | PTE_U;
	}
	return (pte_t *) KADDR(PTE_ADDR(*pde)) + PTX(va);
}

void boot_map_region(pde_t *pgdir, uint32_t va, uint32_t size, uint32_t pa, int perm)
{
	pte_t *pte = NULL;
	for (uint32_t at = 0; at < size; at += PGSIZE, pte++) {
		if (!pte || PTX(va + at) == 0)
			pte = pgdir_walk(pgdir, va + at, 1);
		*pte = (pa + at) | perm | PTE_P;
		if (HAS(BOOT_MAP_COUNTS) && PGNUM(pa + at) < npages)
			pa2page(pa + at)->pp_ref += 2;
	}
}

struct PageInfo *page_lookup(pde_t *pgdir, uint32_t va, pte_t **pte_store)
{
	pte_t *pte = pgdir_walk(pgdir, va, 0);
	if (!pte || !(*pte & PTE_P))
		return NULL;
	if (pte_store)
		*pte_store = pte;
	return pa2page(PTE_ADDR(*pte));
}

void page_remove(pde_t *pgdir, uint32_t va)
{
	pte_t *pte;
	struct PageInfo *pp = page_lookup(pgdir, va, &pte);
	if (!pp)
		return;
	if (HAS(REMOVE_FREES_SHARED) && pp->pp_ref > 1) {
		pp->pp_ref--;
		page_free(pp);
	} else if (!HAS(REMOVE_KEEPS_COUNT)) {
		page_decref(pp);
	}
	*pte = 0;
	invlpg(va);
}

int page_insert(pde_t *pgdir, struct PageInfo *pp, uint32_t va, int perm)
{
	pte_t *pte = pgdir_walk(pgdir, va, 1);
	if (!pte)
		return -E_NO_MEM;
	if (!HAS(COUNTS_ONCE) || pp->pp_ref == 0)
		pp->pp_ref++;
	if (*pte & PTE_P)
		page_remove(pgdir, va);
	*pte = page2pa(pp) | perm | PTE_P;
	return 0;
}

void mem_init(void)
{
	detect_memory();
	kern_pgdir = boot_alloc(PGSIZE);
	memset(kern_pgdir, 0, PGSIZE);
	kern_pgdir[PDX(UVPT)] = PADDR(kern_pgdir) | PTE_U | PTE_P;
	pages = boot_alloc(npages * sizeof(struct PageInfo));
	memset(pages, 0, npages * sizeof(struct PageInfo));
#if LAB >= 3
	envs = boot_alloc(NENV * sizeof(struct Env));
	memset(envs, 0, NENV * sizeof(struct Env));
#endif
	page_init();
#if LAB < 3
	check_page_alloc();
	check_page();
#endif
	boot_map_region(kern_pgdir, UPAGES, ROUNDUP(npages * sizeof(struct PageInfo), PGSIZE), PADDR(pages), PTE_U);
#if LAB >= 3
	boot_map_region(kern_pgdir, UENVS, ROUNDUP(NENV * sizeof(struct Env), PGSIZE), PADDR(envs), PTE_U);
#endif
	boot_map_region(kern_pgdir, KSTACKTOP - KSTKSIZE, KSTKSIZE, PADDR(bootstack), PTE_W);
	boot_map_region(kern_pgdir, KERNBASE, -KERNBASE, 0, PTE_W);
	lcr3(PADDR(kern_pgdir));
#if LAB < 3
	check_kern_pgdir();
	check_page_installed_pgdir();
#endif
}
