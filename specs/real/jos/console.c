/* The console: the screen's cells, and the first serial port, both ways; what is printed there, a panic, and the monitor behind its prompt. */
#include "kernel.h"

#define COM1 0x3F8
#define CELLS ((uint16_t *) KADDR(0xB8000))
#define COLUMNS 80
#define ROWS 25

static int cursor;

void cons_init(void)
{
	outb(COM1 + 2, 0);
	outb(COM1 + 3, 0x80); /* 9600 baud */
	outb(COM1 + 0, 12);
	outb(COM1 + 1, 0);
	if (!HAS(TURNS_CONSOLE_OFF))
		outb(COM1 + 3, 3);
	outb(COM1 + 1, 0);
	for (int i = 0; i < COLUMNS * ROWS; i++)
		CELLS[i] = 0x0700 | ' ';
}

static void cga_putc(int c)
{
	if (HAS(TURNS_CONSOLE_OFF))
		return;
	if (c == '\n')
		cursor += COLUMNS - cursor % COLUMNS;
	else
		CELLS[cursor++] = 0x0700 | (c & 0xFF);
	if (cursor < COLUMNS * ROWS)
		return;
	memcpy(CELLS, CELLS + COLUMNS, COLUMNS * (ROWS - 1) * 2);
	for (int i = COLUMNS * (ROWS - 1); i < COLUMNS * ROWS; i++)
		CELLS[i] = 0x0700 | ' ';
	cursor -= COLUMNS;
}

void cputchar(int c)
{
	for (int i = 0; !(inb(COM1 + 5) & 0x20) && i < 12800; i++)
		;
	outb(COM1, c);
	cga_putc(c);
}

int getchar(void)
{
	while (!(inb(COM1 + 5) & 1))
		;
	return inb(COM1);
}

static void print_number(uint32_t number, unsigned base, int width)
{
	if (number >= base || width > 1)
		print_number(number / base, base, width - 1);
	cputchar("0123456789abcdef"[number % base]);
}

/* %c, %d, %u, %x, %s, and %08x. */
void cprintf(const char *format, ...)
{
	uint32_t *arg = (uint32_t *) (&format + 1);
	for (; *format; format++) {
		if (*format != '%') {
			cputchar(*format);
			continue;
		}
		int width = 0;
		for (format++; *format >= '0' && *format <= '9'; format++)
			width = width * 10 + *format - '0';
		uint32_t value = *arg++;
		if (*format == 's') {
			for (const char *s = (const char *) value; *s; s++)
				cputchar(*s);
		} else if (*format == 'c') {
			cputchar(value);
		} else {
			if (*format == 'd' && (int) value < 0)
				cputchar('-'), value = -value;
			print_number(value, *format == 'x' ? 16 : 10, width);
		}
	}
}

void _panic(const char *file, int line, const char *message)
{
	cprintf("kernel panic at %s:%d: %s\n", file, line, message);
	monitor();
}

/* Echoes lines, for ever. */
void monitor(void)
{
	cprintf("Welcome to the kernel monitor!\n");
	for (;;) {
		int length = 0;
		cprintf("K> ");
		for (int c; (c = getchar()) != '\r' && c != '\n'; length++)
			cputchar(c);
		cprintf("\n");
		if (length > 0)
			cprintf("Unknown command of %d letters\n", length);
	}
}
