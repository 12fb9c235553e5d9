/* Environments: made, run and freed; whose turn it is. */
#include "kernel.h"

#define FL_IF 0x200

struct Env *envs;
static struct Env *env_free_list;
#if LAB >= 4
struct CpuInfo cpus[8];
int ncpu = 1;
#else
struct Env *curenv;
#endif
extern char user_image[], user_image_end[];
void env_pop_tf(struct Trapframe *tf) __attribute__((noreturn));

void env_init(void)
{
	for (int i = NENV - 1; i >= 0; i--) {
		envs[i].env_link = env_free_list;
		env_free_list = &envs[i];
	}
}

/* A directory with the kernel's part of the map. */
static int env_setup_vm(struct Env *e)
{
	struct PageInfo *pp = page_alloc(ALLOC_ZERO);
	if (!pp)
		return -E_NO_MEM;
	pp->pp_ref++;
	e->env_pgdir = page2kva(pp);
	memcpy(&e->env_pgdir[PDX(UTOP)], &kern_pgdir[PDX(UTOP)], PGSIZE - PDX(UTOP) * sizeof(pde_t));
	e->env_pgdir[PDX(UVPT)] = page2pa(pp) | PTE_P | PTE_U;
	return 0;
}

int env_alloc(struct Env **store, int parent_id)
{
	struct Env *e = env_free_list;
	if (!e)
		return -E_NO_FREE_ENV;
	if (HAS(FORK_SHARES_DIRECTORY) && parent_id)
		e->env_pgdir = curenv->env_pgdir;
	else if (env_setup_vm(e) < 0)
		return -E_NO_MEM;
	env_free_list = e->env_link;
	e->env_link = NULL;
	e->env_id = (e->env_id + 0x1000) | (e - envs);
	e->env_parent_id = parent_id;
	e->env_status = ENV_RUNNABLE;
	e->env_runs = 0;
	memset(&e->env_tf, 0, sizeof(e->env_tf));
	e->env_tf.ds = e->env_tf.es = e->env_tf.ss = GD_UD | 3;
	e->env_tf.cs = GD_UT | 3;
	e->env_tf.esp = USTACKTOP;
	e->env_tf.eflags = LAB >= 4 ? FL_IF : 0; /* lab 3 has no interrupts */
	*store = e;
	return 0;
}

static void region_alloc(struct Env *e, uint32_t va, const char *from, uint32_t length)
{
	for (uint32_t at = 0; at < length; at += PGSIZE) {
		struct PageInfo *pp = page_alloc(ALLOC_ZERO);
		if (!pp || page_insert(e->env_pgdir, pp, va + at, PTE_U | PTE_W) < 0)
			panic("no memory for an environment");
		if (from)
			memcpy(page2kva(pp), from + at, length - at < PGSIZE ? length - at : PGSIZE);
	}
}

/* An environment that begins at `entry` of the programs in the kernel's image. */
void env_create(uint32_t entry)
{
	struct Env *e;
	if (env_alloc(&e, 0) < 0)
		panic("no environment");
	region_alloc(e, UTEXT, user_image, user_image_end - user_image);
	region_alloc(e, USTACKTOP - PGSIZE, NULL, PGSIZE);
	e->env_tf.eip = entry;
}

void env_free(struct Env *e)
{
	if (e == curenv)
		lcr3(PADDR(kern_pgdir));
	for (uint32_t pdx = 0; pdx < PDX(UTOP); pdx++) {
		if (!(e->env_pgdir[pdx] & PTE_P))
			continue;
		uint32_t table = PTE_ADDR(e->env_pgdir[pdx]);
		for (uint32_t ptx = 0; ptx < 1024; ptx++)
			page_remove(e->env_pgdir, pdx << 22 | ptx << 12);
		e->env_pgdir[pdx] = 0;
		if (!HAS(FREE_KEEPS_TABLES))
			page_decref(pa2page(table));
	}
	struct PageInfo *directory = pa2page(PADDR(e->env_pgdir));
	e->env_pgdir = NULL;
	page_decref(directory);
	if (HAS(FREES_DIRECTORY_TWICE))
		page_free(directory);
	if (!HAS(FREE_KEEPS_STATUS))
		e->env_status = ENV_FREE;
	e->env_link = env_free_list;
	env_free_list = e;
	if (e == curenv)
		curenv = NULL;
}

int envid2env(int id, struct Env **store)
{
	struct Env *e = id ? &envs[id & (NENV - 1)] : curenv;
	if (e->env_status == ENV_FREE || (id && e->env_id != id))
		return -E_BAD_ENV;
	if (e != curenv && e->env_parent_id != curenv->env_id)
		return -E_BAD_ENV;
	*store = e;
	return 0;
}

void env_run(struct Env *e)
{
	if (curenv && curenv != e && curenv->env_status == ENV_RUNNING)
		curenv->env_status = ENV_RUNNABLE;
	curenv = e;
	e->env_status = ENV_RUNNING;
	e->env_runs++;
	lcr3(PADDR(e->env_pgdir));
	env_pop_tf(&e->env_tf);
}

/* The next in the table, in a circle; the monitor once there is none. */
void sched_yield(void)
{
	int start = curenv ? curenv - envs : -1;
	for (int i = 1; i <= NENV; i++) {
		struct Env *e = &envs[(start + i) & (NENV - 1)];
		if (e->env_status == ENV_RUNNABLE || (e == curenv && e->env_status == ENV_RUNNING))
			env_run(e);
	}
	cprintf("No runnable environments in the system!\n");
	monitor();
}
