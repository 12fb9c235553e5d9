# How the kernel is entered and left: registers of a program lie on top of its stack, in the order of regstate.
        .set STACK_TOP, 0x80000
        .globl kernel_entry, syscall_entry, exception_entry, exception_return, gate_6, gate_13, gate_14, gate_32
        .section .entry, "ax"
kernel_entry:
        movq $STACK_TOP, %rsp
        leaq bss_start, %rdi
        leaq _kernel_end, %rcx
        subq %rdi, %rcx
        xorl %eax, %eax
        rep stosb
        jmp kernel_start

        .text
        .macro SAVE
        pushq %gs
        pushq %fs
        .irp reg, r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax
        pushq %\reg
        .endr
        movq %rsp, %rdi
        leaq kernel_pagetable, %rax
        movq %rax, %cr3
        .endm

syscall_entry:
        movq %rsp, STACK_TOP - 16
        movq $STACK_TOP, %rsp
        pushq $0x23                     # ss, then the stack pointer that is there already
        subq $8, %rsp
        pushq %r11
        pushq $0x1b
        pushq %rcx
        subq $8, %rsp
        pushq $-1
        SAVE
        call _Z7syscallP8regstate
        movq current, %rdi
        movq %rax, 16(%rdi)
        jmp _Z3runP4proc

gate_6:  pushq $0
        pushq $6
        jmp exception_entry
gate_13: pushq $13
        jmp exception_entry
gate_14: pushq $14
        jmp exception_entry
gate_32: pushq $0
        pushq $32
exception_entry:
        SAVE
        call _Z9exceptionP8regstate

# The registers at %rdi become those of the processor, under the tables in %rsi.
exception_return:
        movq %rsi, %cr3
        movq %rdi, %rsp
        .irp reg, rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
        popq %\reg
        .endr
        addq $32, %rsp                  # fs, gs, intno, errcode
        iretq
