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

void i386_init(void)
{
	cons_init();
	misbehave();
	mem_init();
#if LAB >= 3
	env_init();
	trap_init();
	env_create((uint32_t) mapper);
	env_create((uint32_t) forker);
	env_create((uint32_t) yielder);
	sched_yield();
#else
	monitor();
#endif
}
