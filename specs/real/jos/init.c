/* The beginning: memory, then the programs that are run, or the monitor. */
#include "kernel.h"

void *memset(void *at, int byte, uint32_t n)
{
	void *to = at;
	asm volatile("cld; rep stosb" : "+D"(to), "+c"(n) : "a"(byte) : "memory");
	return at;
}

void *memcpy(void *at, const void *from, uint32_t n)
{
	void *to = at;
	uint32_t words = n / 4, rest = n % 4;
	asm volatile("cld; rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
	asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(rest) : : "memory");
	return at;
}

#if LAB >= 3
void mapper(void), forker(void), yielder(void);
#endif

/* What a kernel may come to before it has done anything. */
static void misbehave(void)
{
	if (HAS(PANICS))
		panic("a mistake, on purpose");
	if (HAS(FAULTS_AT_BOOT))
		asm volatile("ud2");
	while (HAS(HANGS))
		;
	if (HAS(HALTS))
		asm volatile("cli; hlt");
	while (HAS(PRINTS_FOREVER))
		cprintf("whoever prints this prints it over and over, line by line, for ever\n");
}

#if LAB >= 4
#define LAPIC 0xFEE00000u
#define LAPIC_COMMAND (0x300 / 4)
#define INIT 0xC500
#define STARTUP 0x600

/* Starts the next processor at 0x7000, and waits until it says that it runs: where there is one alone, for ever. */
static void boot_aps(void)
{
	volatile uint32_t *lapic = (uint32_t *) MMIOBASE;
	volatile struct CpuInfo *next = &cpus[1];
	boot_map_region(kern_pgdir, MMIOBASE, PGSIZE, LAPIC, PTE_W | PTE_PCD);
	lapic[LAPIC_COMMAND + 4] = 1 << 24;
	lapic[LAPIC_COMMAND] = INIT;
	lapic[LAPIC_COMMAND] = STARTUP | 0x7000 / PGSIZE;
	while (next->cpu_status == 0)
		;
}
#endif

void i386_init(void)
{
	cons_init();
	misbehave();
	mem_init();
#if LAB >= 3
	env_init();
	trap_init();
#if LAB >= 4
	if (HAS(NEEDS_TWO_CPUS))
		boot_aps();
#endif
	env_create((uint32_t) mapper);
	env_create((uint32_t) forker);
	env_create((uint32_t) yielder);
	sched_yield();
#else
	monitor();
#endif
}
