/* The first sector of a disk: reads the kernel behind it, and enters it at 1 MiB in 32-bit mode. SECTORS and ENTRY are its length and its first instruction. */
#define CHUNK 64 /* sectors: 32 KiB */

.code16
.globl start
start:
	cli
	xorw %ax, %ax
	movw %ax, %ds
	movw %ax, %ss
	movw $0x7c00, %sp
	sti
	movw $(SECTORS + CHUNK - 1) / CHUNK, %cx
read:
	pushw %cx
	movb $0x42, %ah /* BIOS: extended read, from the disk in %dl */
	movw $packet, %si
	int $0x13
	addw $CHUNK * 512 / 16, packet + 6
	addl $CHUNK, packet + 8
	popw %cx
	loop read
	cli
	inb $0x92, %al /* line A20 of the address bus */
	orb $2, %al
	outb %al, $0x92
	lgdt descriptor
	movl %cr0, %eax
	orl $1, %eax
	movl %eax, %cr0
	ljmp $8, $high

.code32
high:
	movw $16, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss
	movl $0x10000, %esi
	movl $0x100000, %edi
	movl $SECTORS * 128, %ecx
	cld
	rep movsl
	movl $ENTRY, %eax
	jmp *%eax

	.balign 4
packet:
	.word 16, CHUNK, 0, 0x1000
	.quad 1
gdt:
	.quad 0, 0x00cf9a000000ffff, 0x00cf92000000ffff
descriptor:
	.word descriptor - gdt - 1
	.long gdt
	.org 510
	.word 0xaa55
