// A small kernel in the layout of WeensyOS (fall 2022): processes with address spaces of their own, page_alloc, fork, exit, and a timer.
// Names are those that a C++ compiler makes. MISTAKE compiles one in.
typedef unsigned char uint8_t;
typedef unsigned long uint64_t;
enum { RIGHT, FORK_FORGETS_TEXT, EXIT_KEEPS_TABLES, FORK_BY_NULL, NO_EVENT };
#ifndef MISTAKE
#define MISTAKE RIGHT
#endif
#define PAGESIZE 4096UL
#define NPAGES 512
#define NPROC 16
#define KERNEL_STACK_TOP 0x80000UL
#define CONSOLE 0xb8000UL
#define PROC_START 0x100000UL
#define PROC_END 0x300000UL
enum { P = 1, W = 2, U = 4 };
enum { SYS_GETPID = 1, SYS_YIELD, SYS_PANIC, SYS_PAGE_ALLOC, SYS_FORK, SYS_EXIT };
enum { FREE, RUNNABLE, BLOCKED, FAULTED };

typedef struct regstate {
    uint64_t rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15, fs, gs;
    int intno; unsigned swapgs;
    uint64_t errcode, rip, cs, rflags, rsp, ss;
} regstate;
typedef struct proc { uint64_t* pagetable; int pid; int state; regstate regs; } proc;
typedef struct { uint8_t refcount; } physpageinfo;

uint64_t kernel_pagetable[5][512] __attribute__((aligned(4096)));
proc ptable[NPROC];
proc* current;
physpageinfo physpages[NPAGES];
static uint64_t ticks __asm__("_ZL5ticks");
static struct { uint64_t low, high; } idt[256];
static struct { unsigned unused; uint64_t rsp0; unsigned rest[23]; } __attribute__((packed)) tss;
static uint64_t gdt[] = {0, 0x00209a0000000000, 0x0000920000000000, 0x0020fa0000000000, 0x0000f20000000000, 0, 0};
extern char _kernel_end[], program_image[], syscall_entry[], gate_6[], gate_13[], gate_14[], gate_32[];

void run(proc*) __asm__("_Z3runP4proc") __attribute__((noreturn));
void schedule(void) __asm__("_Z8schedulev") __attribute__((noreturn));
void exception_return(regstate*, uint64_t*) __attribute__((noreturn));

static void outb(int port, int value) { __asm__ volatile("outb %b0, %w1" : : "a"(value), "Nd"(port)); }
static void wrmsr(unsigned which, uint64_t value) {
    __asm__ volatile("wrmsr" : : "c"(which), "a"((unsigned) value), "d"((unsigned) (value >> 32)));
}
void* memset(void* to, int value, uint64_t bytes) {
    for (uint8_t* at = to; bytes != 0; --bytes) *at++ = value;
    return to;
}
void* memcpy(void* to, const void* from, uint64_t bytes) {
    for (uint64_t i = 0; i != bytes; ++i) ((uint8_t*) to)[i] = ((const uint8_t*) from)[i];
    return to;
}

static void panic(const char* text) __asm__("_Z5panicPKcz");
static void panic(const char* text) {
    for (volatile short* cell = (short*) CONSOLE + 23 * 80; *text != 0; ++text) *cell++ = 0xc000 | *text;
    for (;;) {}
}

static int allocatable(uint64_t pa) {
    return pa >= PAGESIZE && (pa < 0x40000 || pa >= (uint64_t) _kernel_end) && pa != KERNEL_STACK_TOP - PAGESIZE
        && (pa < 0xa0000 || pa >= 0x100000);
}
uint8_t* kalloc(uint64_t size) __asm__("_Z6kallocm");
uint8_t* kalloc(uint64_t size) {
    for (uint64_t page = 0; size <= PAGESIZE && page != NPAGES; ++page)
        if (allocatable(page * PAGESIZE) && physpages[page].refcount == 0) {
            physpages[page].refcount = 1;
            return memset((void*) (page * PAGESIZE), 0, PAGESIZE);
        }
    return 0;
}
void kfree(void* page) __asm__("_Z5kfreePv");
void kfree(void* page) { --physpages[(uint64_t) page / PAGESIZE].refcount; }

// The entry for `va` in the tables under `pagetable`, which are made if there are none; 0 if there is no memory for them.
static uint64_t* entry_of(uint64_t* pagetable, uint64_t va, int make) {
    for (int shift = 39; shift != 12; shift -= 9) {
        uint64_t* entry = &pagetable[va >> shift & 511];
        if (!(*entry & P)) {
            uint64_t table = make ? (uint64_t) kalloc(PAGESIZE) : 0;
            if (table == 0) return 0;
            *entry = table | P | W | U;
        }
        pagetable = (uint64_t*) (*entry & ~4095UL);
    }
    return &pagetable[va >> 12 & 511];
}
static int map(uint64_t* pagetable, uint64_t va, uint64_t pa, int perm) {
    uint64_t* entry = entry_of(pagetable, va, 1);
    if (entry != 0) *entry = pa | perm;
    return entry == 0 ? -1 : 0;
}

// A root with the kernel's part; 0 if there is no memory.
static uint64_t* fresh_pagetable(void) {
    uint64_t* root = (uint64_t*) kalloc(PAGESIZE);
    for (uint64_t va = PAGESIZE; root != 0 && va != PROC_START; va += PAGESIZE)
        if (map(root, va, va, va == CONSOLE ? P | W | U : P | W) < 0) return 0;
    return root;
}
static void free_tables(uint64_t* table, int level) {
    for (int i = 0; level != 1 && i != 512; ++i)
        if (table[i] & P) free_tables((uint64_t*) (table[i] & ~4095UL), level - 1);
    kfree(table);
}
static void free_space(uint64_t* root) {
    for (uint64_t va = PROC_START; va != PROC_END; va += PAGESIZE) {
        uint64_t* entry = entry_of(root, va, 0);
        if (entry != 0 && *entry & P) kfree((void*) (*entry & ~4095UL));
    }
    if (MISTAKE == EXIT_KEEPS_TABLES) kfree(root);
    else free_tables(root, 4);
}

void process_setup(int pid) __asm__("_Z13process_setupiPKc");
void process_setup(int pid) {
    proc* p = &ptable[pid];
    p->pagetable = fresh_pagetable();
    for (int i = 0; i != 3; ++i) {
        uint8_t* page = kalloc(PAGESIZE);
        if (i < 2) memcpy(page, program_image + i * PAGESIZE, PAGESIZE);
        map(p->pagetable, i < 2 ? PROC_START + i * PAGESIZE : PROC_END - PAGESIZE, (uint64_t) page, i == 0 ? P | U : P | W | U);
    }
    p->regs.rip = PROC_START;
    p->regs.cs = 0x1b;
    p->regs.ss = 0x23;
    p->regs.rflags = 0x202;
    p->regs.rsp = PROC_END;
    p->state = RUNNABLE;
}

int page_alloc(uint64_t va) __asm__("_Z18syscall_page_allocm");
int page_alloc(uint64_t va) {
    if (va % PAGESIZE != 0 || va < PROC_START || va >= PROC_END) return -1;
    uint64_t* entry = entry_of(current->pagetable, va, 1);
    uint8_t* page = kalloc(PAGESIZE);
    if (entry == 0 || page == 0) return -1;
    if (*entry & P) kfree((void*) (*entry & ~4095UL));
    *entry = (uint64_t) page | P | W | U;
    return 0;
}

int fork(void) __asm__("_Z12syscall_forkv");
int fork(void) {
    int pid = 1;
    while (pid != NPROC && ptable[pid].state != FREE) ++pid;
    if (pid == NPROC) return -1;
    uint64_t* root = MISTAKE == FORK_BY_NULL && pid == 3 ? 0 : fresh_pagetable();
    if (root == 0) __asm__ volatile("movq %0, %%cr3" : : "r"(root) : "memory");
    for (uint64_t va = PROC_START; va != PROC_END; va += PAGESIZE) {
        uint64_t* entry = entry_of(current->pagetable, va, 0);
        if (entry == 0 || !(*entry & P)) continue;
        uint64_t page = *entry & ~4095UL;
        if (!(*entry & W)) physpages[page / PAGESIZE].refcount += MISTAKE != FORK_FORGETS_TEXT;
        else page = (uint64_t) memcpy(kalloc(PAGESIZE), (void*) page, PAGESIZE);
        map(root, va, page, *entry & 7);
    }
    ptable[pid].pagetable = root;
    ptable[pid].regs = current->regs;
    ptable[pid].regs.rax = 0;
    ptable[pid].state = RUNNABLE;
    return pid;
}

uint64_t syscall(regstate* regs) __asm__("_Z7syscallP8regstate");
uint64_t syscall(regstate* regs) {
    current->regs = *regs;
    switch (regs->rax) {
    case SYS_GETPID: return current->pid;
    case SYS_YIELD: current->regs.rax = 0; schedule();
    case SYS_PAGE_ALLOC: return page_alloc(regs->rdi);
    case SYS_FORK: return fork();
    case SYS_EXIT:
        free_space(current->pagetable);
        current->pagetable = 0;
        current->state = FREE;
        schedule();
    }
    panic("Unhandled system call");
    return -1;
}

void exception(regstate* regs) __asm__("_Z9exceptionP8regstate");
void exception(regstate* regs) {
    current->regs = *regs;
    if (regs->intno == 32) {
        ++ticks;
        outb(0x20, 0x20);
    } else if ((regs->cs & 3) == 3) current->state = FAULTED;
    else panic("PANIC: Kernel page fault");
    schedule();
}

void schedule(void) {
    for (int pid = current->pid;;) {
        pid = (pid + 1) % NPROC;
        if (ptable[pid].state == RUNNABLE) run(&ptable[pid]);
    }
}
void run(proc* p) {
    current = p;
    exception_return(&p->regs, p->pagetable);
}

static void gate(int vector, char* entry) {
    uint64_t at = (uint64_t) entry;
    idt[vector].low = (at & 0xffff) | 0x8e0000080000 | (at >> 16 & 0xffff) << 48;
}
static void set_table(uint64_t base, int limit, int isGdt) {
    struct { unsigned short limit; uint64_t base; } __attribute__((packed)) table = {limit, base};
    if (isGdt) __asm__ volatile("lgdt %0" : : "m"(table));
    else __asm__ volatile("lidt %0" : : "m"(table));
}
static void init_hardware(void) {
    uint64_t at = (uint64_t) &tss;
    tss.rsp0 = KERNEL_STACK_TOP;
    gdt[5] = (sizeof tss - 1) | (at & 0xffffff) << 16 | 0x890000000000;
    set_table((uint64_t) gdt, sizeof gdt - 1, 1);
    __asm__ volatile("ltr %w0" : : "r"(0x28));
    gate(6, gate_6);
    gate(13, gate_13);
    gate(14, gate_14);
    gate(32, gate_32);
    set_table((uint64_t) idt, sizeof idt - 1, 0);
    wrmsr(0xc0000081, 0x001b000800000000);       // STAR: selectors
    wrmsr(0xc0000082, (uint64_t) syscall_entry); // LSTAR
    wrmsr(0xc0000084, 0x47700);                  // what syscall clears in rflags: interrupts, too
    static const uint8_t pic[] = {0x20, 0x11, 0x21, 32, 0x21, 4, 0x21, 1, 0x21, 0xfe, 0xa1, 0xff, 0x43, 0x34, 0x40, 0x9c, 0x40, 0x2e};
    for (unsigned i = 0; i != sizeof pic; i += 2) outb(pic[i], pic[i + 1]); // interrupts from 32 on, the timer alone, 100 a second
}

void kernel_start(void) {
    while (MISTAKE == NO_EVENT) {}
    for (uint64_t i = 0; i != 3; ++i) kernel_pagetable[i][0] = (uint64_t) kernel_pagetable[i + 1] | P | W | U;
    kernel_pagetable[2][1] = (uint64_t) kernel_pagetable[4] | P | W | U;
    for (uint64_t page = 1; page != NPAGES; ++page) kernel_pagetable[3][page] = page * PAGESIZE | P | W | (page * PAGESIZE == CONSOLE ? U : 0);
    __asm__ volatile("movq %0, %%cr3" : : "r"(kernel_pagetable) : "memory");
    init_hardware();
    memset((void*) CONSOLE, 0, 4000);
    for (int pid = 0; pid != NPROC; ++pid) ptable[pid].pid = pid;
    process_setup(1);
    process_setup(2);
    run(&ptable[1]);
}

// The program: allocates over the same address, and forks children that allocate and exit, for ever.
#define IN(name) __attribute__((section(name)))
static volatile int counter IN(".program_data") = 1;
static IN(".program") __attribute__((noinline)) uint64_t call(uint64_t number, uint64_t argument) {
    __asm__ volatile("syscall" : "+a"(number), "+D"(argument) : : "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "memory");
    return number;
}
IN(".program_start") void program(void) {
    for (;;) {
        call(SYS_PAGE_ALLOC, 0x200000);
        *(volatile int*) 0x200000 = counter++;
        if (call(SYS_FORK, 0) == 0) {
            call(SYS_PAGE_ALLOC, 0x201000);
            call(SYS_EXIT, 0);
        }
        call(SYS_YIELD, 0);
    }
}
