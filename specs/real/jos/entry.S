/* Where the kernel is entered: by its loader, and by traps. */
#include "kernel.h"

.section .multiboot, "a"
	.align 4
	.long 0x1BADB002, 0, -0x1BADB002

.globl _start
_start = entry - KERNBASE

.text
.globl entry
entry:
	movl $(entry_pgdir - KERNBASE), %eax
	movl %eax, %cr3
	movl %cr0, %eax
	orl $0x80010001, %eax
	movl %eax, %cr0
	movl $high, %eax
	jmp *%eax
high:
	xorl %ebp, %ebp
	movl $bootstacktop, %esp
	call i386_init
1:	jmp 1b

/* The first 4 MiB of memory, at 0 and at KERNBASE, until mem_init has made a better map. */
.data
	.align PGSIZE
entry_pgtable:
	.set page, 0
	.rept 1024
	.long page * PGSIZE + PTE_P + PTE_W
	.set page, page + 1
	.endr
.globl entry_pgdir
entry_pgdir:
	.long entry_pgtable - KERNBASE + PTE_P
	.fill 959, 4, 0
	.long entry_pgtable - KERNBASE + PTE_P + PTE_W
	.fill 63, 4, 0

.globl bootstack, bootstacktop
	.align PGSIZE
bootstack:
	.space KSTKSIZE
bootstacktop:

#if LAB >= 3
.text
/* The processor has pushed an error code for some vectors: for the others, 0 stands there. */
#define TRAP(n) .globl trap_##n; trap_##n: pushl $0; pushl $n; jmp alltraps
#define TRAP_ERR(n) .globl trap_##n; trap_##n: pushl $n; jmp alltraps
TRAP(0)
TRAP(3)
TRAP(6)
TRAP_ERR(8)
TRAP_ERR(13)
TRAP_ERR(14)
TRAP(32)
TRAP(48)

alltraps:
	pushl %ds
	pushl %es
	pushal
	movw $GD_KD, %ax
	movw %ax, %ds
	movw %ax, %es
	pushl %esp
	call trap

/* The call of SJTU's programs, of which only getenvid is here: eax, and where they go on in esi, with their stack in ebp. */
#if LAB == 3
.globl sysenter_entry
sysenter_entry:
	movl curenv, %eax
	movl 72(%eax), %eax /* env_id */
	movl %esi, %edx
	movl %ebp, %ecx
	sysexit
#endif

.globl env_pop_tf
env_pop_tf:
	movl 4(%esp), %esp
	popal
	popl %es
	popl %ds
	addl $8, %esp
	iret

.globl load_segments
load_segments:
	movl 4(%esp), %eax
	lgdt (%eax)
	movw $GD_KD, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss
	ljmp $GD_KT, $1f
1:	movw $GD_TSS, %ax
	ltr %ax
	ret
#endif
