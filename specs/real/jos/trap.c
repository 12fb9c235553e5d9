/* Traps: the table of gates, interrupts of the timer, page faults, system calls. */
#include "kernel.h"

#define TICKS_A_SECOND 100

struct Gatedesc { uint16_t low, selector, kind, high; };
struct Gatedesc idt[256];
static uint32_t gdt[12] = {
	0, 0,
	0x0000FFFF, 0x00CF9A00, /* the kernel's code and data, */
	0x0000FFFF, 0x00CF9200,
	0x0000FFFF, 0x00CFFA00, /* and those of programs: all of 4 GiB each */
	0x0000FFFF, 0x00CFF200,
};
static uint32_t ts[26];
static struct { uint16_t limit; uint32_t base; } __attribute__((packed)) descriptor;
void load_segments(void *descriptor);
void trap_0(void), trap_3(void), trap_6(void), trap_8(void), trap_13(void), trap_14(void), trap_32(void), trap_48(void);

static void set_gate(int vector, void (*handler)(void), int dpl)
{
	uint32_t at = (uint32_t) handler;
	idt[vector] = (struct Gatedesc) { at & 0xFFFF, GD_KT, 0x8E00 | dpl << 13, at >> 16 };
}

static void timer_init(void)
{
	outb(0x20, 0x11); /* vectors from 32 on; all but the timer are off */
	outb(0x21, T_TIMER);
	outb(0x21, 4);
	outb(0x21, 3);
	outb(0xA0, 0x11);
	outb(0xA1, T_TIMER + 8);
	outb(0xA1, 2);
	outb(0xA1, 1);
	outb(0x21, 0xFE);
	outb(0xA1, 0xFF);
	outb(0x43, 0x34);
	outb(0x40, (1193182 / TICKS_A_SECOND) & 0xFF);
	outb(0x40, (1193182 / TICKS_A_SECOND) >> 8);
}

#if LAB == 3
void sysenter_entry(void);

static void wrmsr(uint32_t number, uint32_t value)
{
	asm volatile("wrmsr" : : "c"(number), "a"(value), "d"(0));
}
#endif

void trap_init(void)
{
#if LAB == 3
	wrmsr(0x174, GD_KT);
	wrmsr(0x175, KSTACKTOP);
	wrmsr(0x176, (uint32_t) sysenter_entry);
#endif
	set_gate(0, trap_0, 0);
	set_gate(3, trap_3, 3);
	set_gate(6, trap_6, 0);
	set_gate(8, trap_8, 0);
	set_gate(13, trap_13, 0);
	set_gate(14, trap_14, 0);
	set_gate(T_TIMER, trap_32, 0);
	set_gate(T_SYSCALL, trap_48, 3);
	ts[1] = KSTACKTOP;
	ts[2] = GD_KD;
	uint32_t at = (uint32_t) ts;
	gdt[GD_TSS / 4] = (at & 0xFFFF) << 16 | (sizeof(ts) - 1);
	gdt[GD_TSS / 4 + 1] = (at & 0xFF000000) | 0x8900 | (at >> 16 & 0xFF);
	descriptor.limit = sizeof(gdt) - 1;
	descriptor.base = (uint32_t) gdt;
	load_segments(&descriptor);
	descriptor.limit = sizeof(idt) - 1;
	descriptor.base = (uint32_t) idt;
	if (!HAS(FORGETS_GATES))
		asm volatile("lidt %0" : : "m"(descriptor));
	if (LAB >= 4)
		timer_init();
}

static int sys_page_alloc(int id, uint32_t va, int perm)
{
	struct Env *e;
	if (envid2env(id, &e) < 0)
		return -E_BAD_ENV;
	if (va >= UTOP || va % PGSIZE)
		return -E_INVAL;
	struct PageInfo *pp;
	if (HAS(ALLOC_KEEPS_LINK)) {
		pp = page_free_list;
		page_free_list = pp->pp_link;
		memset(page2kva(pp), 0, PGSIZE);
	} else if (!(pp = page_alloc(ALLOC_ZERO))) {
		return -E_NO_MEM;
	}
	int error = page_insert(e->env_pgdir, pp, va, perm | PTE_U);
	if (error < 0)
		page_free(pp);
	return error;
}

static int sys_page_map(int from_id, uint32_t from_va, int to_id, uint32_t to_va, int perm)
{
	struct Env *from, *to;
	pte_t *pte;
	if (envid2env(from_id, &from) < 0 || envid2env(to_id, &to) < 0)
		return -E_BAD_ENV;
	if ((from_va >= UTOP && !HAS(MAP_TAKES_ANY_ADDRESS)) || to_va >= UTOP || from_va % PGSIZE || to_va % PGSIZE)
		return -E_INVAL;
	struct PageInfo *pp = page_lookup(from->env_pgdir, from_va, &pte);
	if (!pp || ((perm & PTE_W) && !(*pte & PTE_W) && !HAS(MAP_TAKES_ANY_ADDRESS)))
		return -E_INVAL;
	return page_insert(to->env_pgdir, pp, to_va, perm | PTE_U);
}

static int sys_page_unmap(int id, uint32_t va)
{
	struct Env *e;
	if (envid2env(id, &e) < 0)
		return -E_BAD_ENV;
	if (va >= UTOP || va % PGSIZE)
		return -E_INVAL;
	page_remove(e->env_pgdir, va);
	return 0;
}

static int sys_exofork(void)
{
	struct Env *e;
	int error = env_alloc(&e, curenv->env_id);
	if (error < 0)
		return error;
	e->env_status = ENV_NOT_RUNNABLE;
	e->env_tf = curenv->env_tf;
	e->env_tf.eax = 0;
	return e->env_id;
}

static int sys_env_destroy(int id)
{
	struct Env *e;
	if (envid2env(id, &e) < 0)
		return -E_BAD_ENV;
	cprintf("[%08x] free env %08x\n", curenv->env_id, e->env_id);
	env_free(e);
	return 0;
}

static int sys_env_set_status(int id, unsigned status)
{
	struct Env *e;
	if (envid2env(id, &e) < 0)
		return -E_BAD_ENV;
	e->env_status = status;
	return 0;
}

static int syscall(struct Trapframe *tf)
{
	uint32_t a = tf->edx, b = tf->ecx, c = tf->ebx;
	switch (tf->eax) {
	case SYS_cputs: cprintf("%s", a); return 0;
	case SYS_getenvid: return curenv->env_id;
	case SYS_env_destroy: return sys_env_destroy(a);
	case SYS_page_alloc: return sys_page_alloc(a, b, c);
	case SYS_page_map: return sys_page_map(a, b, c, tf->edi, tf->esi);
	case SYS_page_unmap: return sys_page_unmap(a, b);
	case SYS_exofork: return sys_exofork();
	case SYS_env_set_status: return sys_env_set_status(a, b);
	case SYS_yield: curenv->env_tf.eax = 0; sched_yield();
	default: return -E_INVAL;
	}
}

/* A write to a page that is shared until then gets a copy of its own; who does anything else is destroyed. */
static void page_fault_handler(uint32_t va)
{
	pte_t *pte;
	struct PageInfo *old = page_lookup(curenv->env_pgdir, va, &pte), *pp;
	if (!old || !(*pte & PTE_COW) || !(pp = page_alloc(0))) {
		cprintf("[%08x] user fault va %08x ip %08x\n", curenv->env_id, va, curenv->env_tf.eip);
		env_free(curenv);
		return;
	}
	memcpy(page2kva(pp), page2kva(old), PGSIZE);
	if (HAS(COPY_KEEPS_COUNT)) {
		*pte = page2pa(pp) | PTE_P | PTE_U | PTE_W;
		pp->pp_ref++;
		invlpg(va);
	} else {
		page_insert(curenv->env_pgdir, pp, va & ~(PGSIZE - 1), PTE_U | PTE_W);
	}
}

void trap(struct Trapframe *tf)
{
	if (!(tf->cs & 3)) {
		cprintf("trap %d at %08x\n", tf->trapno, tf->eip);
		panic("a trap in the kernel");
	}
	curenv->env_tf = *tf;
	if (tf->trapno == T_SYSCALL) {
		int result = syscall(tf);
		if (curenv)
			curenv->env_tf.eax = result;
	} else if (tf->trapno == T_PGFLT) {
		uint32_t va;
		asm volatile("movl %%cr2,%0" : "=r"(va));
		page_fault_handler(va);
	} else if (tf->trapno == T_TIMER) {
		outb(0x20, 0x20);
		sched_yield();
	} else {
		cprintf("[%08x] trap %d\n", curenv->env_id, tf->trapno);
		env_free(curenv);
	}
	if (curenv && curenv->env_status == ENV_RUNNING)
		env_run(curenv);
	sched_yield();
}
