# The first sector of the disk: reads the kernel behind it to 0x40000 and enters it in 64-bit mode, with memory up to 2 MiB where it is.
        .code16
        .globl start
start:  cli
        xorw %ax, %ax
        movw %ax, %ds
        movw %ax, %ss
        movw $0x7c00, %sp
        sti
        movb $0x42, %ah                 # BIOS: extended read, from the disk in %dl
        movw $packet, %si
        int $0x13
        cli
        inb $0x92, %al                  # line A20 of the address bus
        orb $2, %al
        outb %al, $0x92
        lgdt gdtr
        movl %cr0, %eax
        orl $1, %eax
        movl %eax, %cr0
        ljmp $8, $in32

        .code32
in32:   movw $16, %ax
        movw %ax, %ds
        movw %ax, %es
        movw %ax, %ss
        movl $0x1000, %edi              # L4, L3 and L2, with one page of 2 MiB
        xorl %eax, %eax
        movl $0xc00, %ecx
        rep stosl
        movl $0x2003, 0x1000
        movl $0x3003, 0x2000
        movl $0x83, 0x3000
        movl $0x1000, %eax
        movl %eax, %cr3
        movl $0x20, %eax                # PAE
        movl %eax, %cr4
        movl $0xc0000080, %ecx          # EFER: long mode, and the instruction syscall
        rdmsr
        orl $0x101, %eax
        wrmsr
        movl %cr0, %eax
        orl $0x80010000, %eax           # paging, and read-only pages for the kernel, too
        movl %eax, %cr0
        ljmp $24, $0x40000

packet: .word 16, SECTORS, 0, 0x4000
        .quad 1
        .balign 8
gdt:    .quad 0, 0x00cf9a000000ffff, 0x00cf92000000ffff, 0x00209a0000000000
gdtr:   .word gdtr - gdt - 1
        .long gdt
        .org 510
        .word 0xaa55
