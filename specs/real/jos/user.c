/* Programs: they share pages, fork, and give way. All lie in one image, which each has for itself. */
#include "kernel.h"

#define ROUNDS 2
#define SHARED 0xA00000u

static int syscall5(int number, uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e)
{
	int result;
	asm volatile("int $0x30" : "=a"(result) : "a"(number), "d"(a), "c"(b), "b"(c), "D"(d), "S"(e) : "memory");
	return result;
}
#define syscall3(number, a, b, c) syscall5(number, (uint32_t)(a), b, c, 0, 0)

static void finish(void)
{
	syscall3(SYS_env_destroy, 0, 0, 0);
	for (;;)
		;
}

/* Maps a page twice, replaces it, and asks for one that it must not have. */
void mapper(void)
{
	for (uint32_t i = 0; i < ROUNDS; i++) {
		uint32_t va = SHARED + i * 16 * PGSIZE;
		syscall3(SYS_page_alloc, 0, va, PTE_W);
		*(volatile uint32_t *) va = i;
		syscall5(SYS_page_map, 0, va, 0, va + PGSIZE, PTE_W);
		syscall3(SYS_page_unmap, 0, va, 0);
		syscall3(SYS_page_alloc, 0, va + PGSIZE, PTE_W);
		syscall3(SYS_yield, 0, 0, 0);
		if (i == 1)
			syscall5(SYS_page_map, 0, UPAGES, 0, va + 2 * PGSIZE, PTE_W);
	}
	syscall3(SYS_cputs, "mapper is done\n", 0, 0);
	finish();
}

/* Shares all pages with a child, to be copied at the first write; its id, or 0 in the child. */
static int fork(void)
{
	int child = syscall3(SYS_exofork, 0, 0, 0);
	if (child <= 0)
		return child;
	for (uint32_t va = UTEXT; va < USTACKTOP; va += PGSIZE) {
		if (!(((pde_t *) (UVPT + (UVPT >> 10)))[PDX(va)] & PTE_P)) {
			va |= PTSIZE - PGSIZE;
			continue;
		}
		pte_t pte = ((pte_t *) UVPT)[PGNUM(va)];
		if (!(pte & PTE_P))
			continue;
		syscall5(SYS_page_map, 0, va, child, va, PTE_COW);
		syscall5(SYS_page_map, 0, va, 0, va, PTE_COW);
	}
	syscall3(SYS_env_set_status, child, ENV_RUNNABLE, 0);
	return child;
}

void forker(void)
{
	static volatile uint32_t word = 1;
	for (int i = 0; i < ROUNDS; i++) {
		int child = fork();
		word += i;
		if (child == 0) {
			syscall3(SYS_yield, 0, 0, 0);
			finish();
		}
		syscall3(SYS_yield, 0, 0, 0);
	}
	syscall3(SYS_cputs, "forker is done\n", 0, 0);
	finish();
}

void yielder(void)
{
#if LAB == 3
	int id;
	asm volatile("pushl %%ebp; movl %%esp,%%ebp; movl $1f,%%esi; sysenter; 1: popl %%ebp" : "=a"(id) : "a"(SYS_getenvid) : "ecx", "edx", "esi", "memory");
	if (id == syscall3(SYS_getenvid, 0, 0, 0))
		syscall3(SYS_cputs, "sysenter tells the same\n", 0, 0);
#endif
	for (int i = 0; i < 4 * ROUNDS; i++)
		syscall3(SYS_yield, 0, 0, 0);
	syscall3(SYS_cputs, "yielder is done\n", 0, 0);
	finish();
}
