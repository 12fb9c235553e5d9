/**
 * Scripts for gdb that save a kernel's memory at each entry into the kernel, by the monitor of QEMU, with a line that says what comes next: the form
 * in which `run --dumps` saves that of a model. Made for the courses' own make targets; where a function lies is found when the script runs.
 */

import { frame } from '../../hardware/hardware.ts';
import { quoted } from '../command-line/shell.ts';

/** Whose kernel: each has a script. */
export type Course = 'weensyos' | 'jos';

/** The script for the kernel whose ELF file is at `elf`, or where the course's make puts it, as seen from the folder in which make is called. */
export const gdbScript = (course: Course, elf?: string): string =>
  course === 'weensyos' ? weensyos(quoted(elf ?? 'obj/kernel.full')) : jos(quoted(elf ?? 'obj/kern/kernel'));

/** The first lines: how it is called; then the folder, with the symbols of this very build and, if gdb knows them, its structures. */
const beginning = (name: string, make: string, elf: string, structures: readonly string[]): string => `\
# Saves the memory of ${name} at each entry into the kernel, for ringfence judge. In one terminal, in the folder of the lab:
#
#   ${make}
#
# and in another, in the same folder, until Ctrl-C or until the kernel is gone:
#
#   gdb -nx -batch -x dumps.gdb
#   ringfence judge dumps                 afterwards, or ringfence judge dumps --watch meanwhile
#
# In dumps/ are then event-00000.bin and so on, and events.txt with a line for each: it says what comes next, and the dump is what the event
# before left. Dumps of an earlier run are removed.
set pagination off
set confirm off
set width 0
shell mkdir -p dumps && rm -f dumps/event-*.bin dumps/events.txt
shell nm -n -S ${elf} > dumps/symbols.txt
shell gdb -nx -batch ${structures.map((name) => `-ex 'ptype /o ${name}'`).join(' ')} ${elf} > dumps/layout.txt 2> /dev/null
file ${elf}
set $n = 0
`;

/** What is printed from here on stands in events.txt, too: the option for that has had two names. */
const LOGGED = `\
set logging file dumps/events.txt
if $_isvoid($_gdb_major) || $_gdb_major < 12
  set logging on
else
  set logging enabled on
end
`;

/** Ctrl-C comes back here: a last dump, of a kernel that has panicked or hangs. */
const LAST = `\
continue
saved
printf "%d end\\n", $n
`;

/** Lines, as a shell's printf and sed write them, for a breakpoint at `place` at which `what` is done, and the kernel goes on. */
const stop = (place: string, what: string, command = 'break'): string =>
  [`${command} *${place}`, 'commands', 'silent', what, 'continue', 'end', ''].join('\\n');
/** For sed: every call of the function of that name in assembly becomes such a stop. */
const stopAtCall = (name: string, what: string): string =>
  `-e 's/^ *\\([0-9a-f]*\\):.*call.*<${name}>$/${stop('0x\\1', what)}/p'`;

// The registers of a program lie where rdi points, in the order of regstate, which has been the same in all years; vector -1 stands for a call.
const weensyos = (elf: string): string => `\
${beginning('WeensyOS', 'make run', elf, ['proc', 'regstate', 'physpageinfo', 'pageinfo'])}
# The calls out of the assembly: a breakpoint makes all code of its page slow, and there is little of it there.
shell objdump -d ${elf} | sed -n ${stopAtCall('_Z7syscallP8regstate', SYSCALL)} ${stopAtCall('_Z9exceptionP8regstate', EXCEPTION)} ${stopAtCall('exception', EXCEPTION)} > dumps/stops.gdb
shell test -s dumps/stops.gdb || printf '${stop('syscall', SYSCALL)}${stop('exception', EXCEPTION)}' > dumps/stops.gdb
shell nm ${elf} | grep -q ' [BD] processes$' && echo 'set $table = &processes[0]' > dumps/table.gdb || echo 'set $table = &ptable[0]' > dumps/table.gdb

define saved
  eval "monitor pmemsave 0 0x200000 \\"dumps/event-%05d.bin\\"", $n
end
define entered
  saved
  set $reg = (long *) $rdi
  printf "%d pid %d rax %ld rdi %#lx rip %#lx cr3 %#lx intno %d", $n, current - $table, ${SHOWN.map(saved).join(', ')}, $cr3, $arg0
  if $arg0 == 14
    printf " cr2 %#lx", $cr2
  end
  printf "\\n"
  set $n = $n + 1
end

target remote localhost:12949
source dumps/table.gdb
source dumps/stops.gdb
# From its first event on: the machine starts anew.
monitor system_reset
${LOGGED}${LAST}`;
const SYSCALL = 'entered -1';
const EXCEPTION = `entered ((int*)$rdi)[${frame.VECTOR}]`;
const SHOWN = ['RAX', 'RDI', 'RIP'] as const;
/** A register of the program: the model's frame has the words of regstate, two a register. */
const saved = (name: (typeof SHOWN)[number]): string => `$reg[${frame[name] / 2}]`;

const jos = (elf: string): string => `\
${beginning('JOS', 'make qemu-nox-gdb QEMUEXTRA="-m 8"', elf, ['struct PageInfo', 'struct Page', 'struct Env', 'struct Trapframe'])}
define saved
  eval "monitor pmemsave 0 %u \\"dumps/event-%05d.bin\\"", npages * 4096, $n
end
# At its very first instruction the arguments of a function lie above the return address.
define called
  saved
  printf "%d call $arg0 args %#x %#x %#x %#x %#x\\n", $n, ((int *) $esp)[1], ((int *) $esp)[2], ((int *) $esp)[3], ((int *) $esp)[4], ((int *) $esp)[5]
  set $n = $n + 1
end
define entered
  saved
  set $tf = *(struct Trapframe **) ($esp + 4)
  printf "%d env %x trapno %d eax %d eip %#x cr3 %#x", $n, *$who ? (*$who)->env_id : 0, $tf->tf_trapno, $tf->tf_regs.reg_eax, $tf->tf_eip, $cr3
  printf " edx %#x ecx %#x ebx %#x", $tf->tf_regs.reg_edx, $tf->tf_regs.reg_ecx, $tf->tf_regs.reg_ebx
  if $tf->tf_trapno == 14
    printf " cr2 %#x", $cr2
  end
  printf "\\n"
  set $n = $n + 1
end

# Traps, from lab 3 on, and whose they are: in lab 4 there is one environment a processor. Of lab 2 calls of its functions at which all counts
# agree. Where the kernel has panicked it goes to its monitor.
shell for f in ${CALLED.join(' ')}; do nm ${elf} | grep -qi " t $f$" && printf '${stop('%s', 'called %s')}' $f $f; done > dumps/calls.gdb
shell printf '${stop('monitor', 'called monitor', 'tbreak')}${stop('trap', 'entered')}' > dumps/traps.gdb
shell nm ${elf} | grep -q ' T trap$' && mv dumps/traps.gdb dumps/stops.gdb || mv dumps/calls.gdb dumps/stops.gdb
shell nm ${elf} | grep -q ' [BD] cpus$' && echo 'set $who = &cpus[0].cpu_env' > dumps/who.gdb || echo 'set $who = &curenv' > dumps/who.gdb
shell nm ${elf} | grep -q ' T trap$' || echo > dumps/who.gdb
# The port that the course's makefile gives each user.
shell echo "target remote localhost:$((25000 + $(id -u) % 5000))" > dumps/port.gdb

source dumps/port.gdb
source dumps/who.gdb
source dumps/stops.gdb
${LOGGED}${LAST}`;

/** Not page_remove and page_free: page_insert counts before it calls them. */
const CALLED = ['page_insert', 'page_alloc', 'boot_map_region', 'check_page_free_list', '_panic', 'monitor'];
