/* What all files of this kernel share: the map of memory, its records, and who offers what. */
#ifndef KERNEL_H
#define KERNEL_H

#define PGSIZE 4096u
#define PTSIZE (1024 * PGSIZE)
#define IOPHYSMEM 0xA0000u
#define EXTPHYSMEM 0x100000u
/*
 *   KERNBASE    all of physical memory
 *   KSTACKTOP   the kernel's stack, which grows down, and a guard below it
 *   UVPT        page tables, by the directory that leads to itself
 *   UPAGES      pages[], UENVS envs[]: programs may read both
 *   UTOP        what programs have, down to 0
 */
#define KERNBASE 0xF0000000u
#define KSTACKTOP KERNBASE
#define KSTKSIZE (8 * PGSIZE)
#define MMIOBASE 0xEF800000u /* registers of devices */
#define UVPT 0xEF400000u
#define UPAGES 0xEF000000u
#define UENVS 0xEEC00000u
#define UTOP UENVS
#define USTACKTOP (UTOP - 2 * PGSIZE)
#define UTEXT 0x00800000u

#define PTE_P 0x001
#define PTE_W 0x002
#define PTE_U 0x004
#define PTE_PCD 0x010 /* not to be cached: registers of devices */
#define PTE_COW 0x800 /* a write makes a copy */

#define GD_KT 0x08
#define GD_KD 0x10
#define GD_UT 0x18
#define GD_UD 0x20
#define GD_TSS 0x28

#define T_PGFLT 14
#define T_TIMER 32
#define T_SYSCALL 48

#define NENV 1024
#define E_BAD_ENV 2
#define E_INVAL 3
#define E_NO_MEM 4
#define E_NO_FREE_ENV 5

#ifndef __ASSEMBLER__
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef uint32_t pte_t, pde_t;
#define NULL ((void *) 0)

enum {
	SYS_cputs, SYS_cgetc, SYS_getenvid, SYS_env_destroy, SYS_page_alloc, SYS_page_map,
	SYS_page_unmap, SYS_exofork, SYS_env_set_status, SYS_upcall, SYS_yield
};
enum { ENV_FREE, ENV_DYING, ENV_RUNNABLE, ENV_RUNNING, ENV_NOT_RUNNABLE };
enum { ALLOC_ZERO = 1 };

struct PageInfo {
	struct PageInfo *pp_link; /* the next free page */
	uint16_t pp_ref;          /* uses: mappings below UTOP, tables, directories */
};

struct Trapframe {
	uint32_t edi, esi, ebp, oesp, ebx, edx, ecx, eax;
	uint32_t es, ds, trapno, err, eip, cs, eflags, esp, ss;
};

struct Env {
	struct Trapframe env_tf;
	struct Env *env_link; /* the next free one */
	int env_id, env_parent_id, env_type;
	unsigned env_status, env_runs;
#if LAB >= 4
	int env_cpunum;
#endif
	pde_t *env_pgdir;
	void *env_pgfault_upcall;
};

/* As many bytes as lab 4 has for each processor; there is one. */
struct CpuInfo {
	uint8_t cpu_id;
	unsigned cpu_status;
	struct Env *cpu_env;
	uint32_t cpu_ts[26];
};

extern char end[];
extern char bootstack[], bootstacktop[];
extern pde_t entry_pgdir[];

/* Mistakes, of which one may be compiled in. */
enum {
	RIGHT,
	COUNTS_ONCE,           /* page_insert counts only the first mapping of a page */
	REMOVE_KEEPS_COUNT,    /* page_remove drops no reference */
	REMOVE_FREES_SHARED,   /* page_remove frees a page that is mapped elsewhere */
	ALLOC_KEEPS_LINK,      /* sys_page_alloc takes a page off the list by hand, and leaves its link */
	FREE_KEEPS_TABLES,     /* env_free does not give back page tables */
	MAP_TAKES_ANY_ADDRESS, /* sys_page_map shares what lies above UTOP, to be written */
	FREE_KEEPS_STATUS,     /* env_free puts a runnable environment on the free list */
	FREES_DIRECTORY_TWICE, /* env_free drops the last reference to the directory, and frees it as well */
	BOOT_MAP_COUNTS,       /* boot_map_region counts its mappings */
	FORK_SHARES_DIRECTORY, /* a child has the directory of its parent */
	COPY_KEEPS_COUNT,      /* the page that was copied is still counted */
	FORGETS_GATES,         /* nobody tells the processor where the table of gates is */
	TURNS_CONSOLE_OFF,     /* what is printed sets the speed of the serial port, and nothing comes on the screen */
	NEEDS_TWO_CPUS,        /* it waits until another processor says that it runs */
	PANICS, FAULTS_AT_BOOT, HANGS, HALTS, PRINTS_FOREVER
};
#ifndef MISTAKE
#define MISTAKE RIGHT
#endif
#define HAS(mistake) (MISTAKE == mistake)

#define PGNUM(a) ((uint32_t)(a) >> 12)
#define PDX(a) ((uint32_t)(a) >> 22)
#define PTX(a) (((uint32_t)(a) >> 12) & 0x3FF)
#define PTE_ADDR(e) ((uint32_t)(e) & ~0xFFFu)
#define ROUNDUP(a, n) (((uint32_t)(a) + (n) - 1) / (n) * (n))
#define PADDR(kva) ((uint32_t)(kva) - KERNBASE)
#define KADDR(pa) ((void *)((uint32_t)(pa) + KERNBASE))

/* console.c */
void cons_init(void);
void cputchar(int c);
int getchar(void);
void cprintf(const char *format, ...);
void _panic(const char *file, int line, const char *message) __attribute__((noreturn));
void monitor(void) __attribute__((noreturn));
#define panic(message) _panic(__FILE__, __LINE__, message)
#define assert(x) do { if (!(x)) panic("assertion failed: " #x); } while (0)

/* pmap.c */
extern struct PageInfo *pages, *page_free_list;
extern uint32_t npages;
extern pde_t *kern_pgdir;
void mem_init(void);
void boot_map_region(pde_t *pgdir, uint32_t va, uint32_t size, uint32_t pa, int perm);
struct PageInfo *page_alloc(int flags);
void page_free(struct PageInfo *pp);
void page_decref(struct PageInfo *pp);
pte_t *pgdir_walk(pde_t *pgdir, uint32_t va, int create);
int page_insert(pde_t *pgdir, struct PageInfo *pp, uint32_t va, int perm);
struct PageInfo *page_lookup(pde_t *pgdir, uint32_t va, pte_t **pte_store);
void page_remove(pde_t *pgdir, uint32_t va);
static inline uint32_t page2pa(struct PageInfo *pp) { return (uint32_t)(pp - pages) << 12; }
static inline void *page2kva(struct PageInfo *pp) { return KADDR(page2pa(pp)); }
static inline struct PageInfo *pa2page(uint32_t pa) { return &pages[PGNUM(pa)]; }

/* check.c */
void check_page_alloc(void);
void check_page(void);
void check_kern_pgdir(void);
void check_page_installed_pgdir(void);

/* env.c */
extern struct Env *envs;
#if LAB >= 4
extern struct CpuInfo cpus[8];
#define curenv (cpus[0].cpu_env)
#else
extern struct Env *curenv;
#endif
void env_init(void);
int env_alloc(struct Env **store, int parent_id);
void env_create(uint32_t entry);
void env_free(struct Env *e);
int envid2env(int id, struct Env **store);
void env_run(struct Env *e) __attribute__((noreturn));
void sched_yield(void) __attribute__((noreturn));

/* trap.c */
void trap_init(void);

static inline void outb(int port, uint8_t data) { asm volatile("outb %0,%w1" : : "a"(data), "d"(port)); }
static inline uint8_t inb(int port) { uint8_t data; asm volatile("inb %w1,%0" : "=a"(data) : "d"(port)); return data; }
static inline void lcr3(uint32_t pa) { asm volatile("movl %0,%%cr3" : : "r"(pa) : "memory"); }
static inline void invlpg(uint32_t va) { asm volatile("invlpg (%0)" : : "r"(va) : "memory"); }
void *memset(void *at, int byte, uint32_t n);
void *memcpy(void *to, const void *from, uint32_t n);
#endif
#endif
