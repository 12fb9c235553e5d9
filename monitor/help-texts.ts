/** What `--help` prints. */

const GENERAL = `ringfence: teaching kernels as executable models

  ringfence run [PROGRAM …]                          boot WeensyOS, run programs, show memory
  ringfence run --kernel jos PROGRAM …               boot JOS, run programs, show environments and console
  ringfence check [--kernel ./mine.ts] …             random programs against all invariants

  ringfence export PROGRAM --trace FILE …            a run as a Chrome trace, collapsed stacks of cycles, or an asciicast of the screen

  ringfence why PROGRAM page PA --at EVENT           the life of a page or process, and who holds a page
  ringfence walk PROGRAM VA --pid P --at EVENT       the translation of an address, step by step
  ringfence step PROGRAM | FAILURE | RECORDING       a run forward and back, by operation, call, tick, event or change; asked anything on the way
  ringfence page [MOMENT | FAILURE | PROGRAM]        the same in a browser: memory before your eyes, time in both directions, a link for every moment
  ringfence odds FAILURE | PROGRAM                   where a run that fails was lost: how many random continuations fail, from each event on
  ringfence explain TEXT | FILE | -                  a message, log or screen: what happened, which mistakes lead there, what tries them
  ringfence record weensyos | jos …                  write a recording of what happens
  ringfence compare [FILE] [--kernel ./mine.ts] …    where a kernel first does otherwise than a recording, or than the model

  ringfence judge DUMP … --symbols FILE              memory that was saved of a real kernel: what is wrong, since when, and which mistake it may be

  ringfence explore SYSTEM | ./my-system.ts …        every state of a system that can be reached, and the shortest run to what is wrong

  ringfence jos [--variant mit | sjtu] …             boot JOS, grade lab 2 or 4, look around at its prompt

  ringfence fuzz NAME | ./my-allocator.ts …          random operations on an allocator of pages, judged

  ringfence bugs [show ID | hunt ID …]               the mistakes that are kept here to be caught

Where a kernel is run, --kernel says which: jos, or a file with your own, which extends WeensyKernel, JosLab4 or JosKernel (lab 2), or is
one from scratch (docs/commands.md says which kernel has which options).

  ringfence completion bash | zsh | fish             completion for your shell

  ringfence COMMAND --help    the options of a command; all of it is in the manual page, too: man ringfence
  ringfence --version

Exit codes: 0 fine; 1 something is wrong with a kernel or a program; 2 the command line is wrong, or a file is none; 3 an error of ringfence.
`;

const BOOT = `  --kernel jos | FILE   which kernel: JOS, a seeded bug as weensyos-35, or your own, a file that exports by default a class that extends WeensyKernel, JosLab4
                        or JosKernel, or one from scratch with static calls, machine, view and boot (WeensyOS)
  --lab 2 | 4           of JOS: as lab 2 leaves it, where memory is managed and nothing runs; or with environments (4)
  --variant mit | sjtu  of JOS: MIT's kernel, or SJTU's, which maps physical memory in pages of 4 MiB (mit)
  --end ADDRESS         of JOS: where the kernel's image ends
  --timer off | cycles:N | every:N                  a tick each N cycles, or each N-th event
  --memory SIZE                                     physical memory: 1M to 4M (2M), of JOS 4M to 1024M (128M)
  --order first-fit | cursor:STRIDE | random:SEED   of WeensyOS: in which order pages are handed out (first-fit)
  --processes N                                     of WeensyOS: process slots, 1 to 29 (15)
  --allocatable N                                   of WeensyOS: so many pages are given away, the lowest (all)
  --viewer                                          of WeensyOS: the memory viewer takes a page, as the real one does
`;

const HOLES = `Some kernels have no such thing as an option is about, and refuse it with the reason:
  WeensyOS      --variant --lab --end
  JOS           --order --allocator --processes --allocatable --viewer --seed
  lab 2 of JOS  the same, and without programs: --timer --until --at --pid --show
  from scratch  --order --allocator --memory --processes --allocatable --viewer --seed --variant --lab --end --dump --dumps
`;

const RUN = `ringfence run [PROGRAM …]                 boot WeensyOS, run programs, then print the screen and a summary
ringfence run --kernel jos PROGRAM …      boot JOS, run programs, print its console and a summary
ringfence run --kernel FILE PROGRAM …     boot your own kernel

On a terminal the run is played: the screen is live, ? shows the keys, q ends it. Elsewhere, or with --plain, it runs at once to its end.

PROGRAM is allocators (four of them), fork, exit, fuzz, or the path of a .ts or .js file. The default is allocators. Of JOS it is one of lab 4:
dumbfork, faultalloc, faultallocbad, faultbadhandler, faultdie, faultevilhandler, faultnostack, faultread, faultwrite, forktree,
pingpong, primes, sendpage, spin; or the path of a file. Several make several environments. Lab 2 of JOS takes none.

${BOOT}  --allocator NAME   of WeensyOS: pages from another allocator (see ringfence fuzz --help), in place of --order
  --seed N           of WeensyOS: what exit, fuzz and a plain --order random draw from
  --moment TEXT      the run of a moment that some command gave, up to there (docs/moments.md)
  --until N          stop after N events (system calls and ticks)
  --until saturated  stop when no page is free
  --until idle       stop when nothing can run, however long that takes: primes of JOS makes 1.7 million events
                     (without --until: saturated, idle, 100,000 events, or 1,000,000 operations without an event; a live run: q)
  --show PID         whose memory to show: 2, or of JOS an id as 1001
  --check WHEN       check all invariants every-trap, every-tick, at the end, or off (off; every-trap with a FILE of your own);
                     of JOS, calls are also held against a model
  --picture FILE     also draw the screen there, as SVG
  --record-allocations FILE   write which pages were taken and freed there, as a .rep file of the malloc lab
  --dump FILE        save physical memory at the end there, as it is saved of a real kernel, and its symbols in FILE.symbols, for ringfence judge;
                     compressed if FILE ends in .gz
  --dumps FOLDER     the same at each entry into the kernel: numbered dumps, symbols.txt, and events.txt with what comes next; of lab 2 of JOS at each
                     call of its functions
  --plain            no live screen, though this is a terminal
  --json             write the event log instead of screen and summary: all that happens, one JSON object a line
  --events LIST      only these of its events, as in --events page,system_call (all)
  --patience SEC     how long a program may compute without yielding (2)

Keys of the live screen:
  space           pause, go on
  + -             faster, slower: 10 operations a second to no limit
  o s t           pause after one operation, system call, tick
  O S T           back to right before the last of these; space goes on in the present
  r h n p 1-9     whose memory: each in turn, hold this one, next, previous, that one
  v ?             events alone, help
  q Ctrl-C        quit; the last screen and the summary are printed
  a f e           of WeensyOS: reboot with the allocators, p-fork, p-exit, as it does itself
The screen fits any terminal: where there is little room a letter stands for several pages.

The timer of run is cycles:100000 unless given. NO_COLOR turns colours off, FORCE_COLOR on.

${HOLES}
Exit code 1 also if a program of JOS is at a breakpoint, as its panic leaves it: the kernel then waits in its monitor.
`;

const EXPORT = `ringfence export [PROGRAM …] --trace FILE | --stacks FILE | --cast FILE    run programs as run does, and write that for other tools

One or several of the three; - is standard output, for one of them. PROGRAM is what run takes, of any kernel. A panic, an invariant that breaks
or a program that loops ends the run, and leaves whole files. The same run gives the same bytes.

  --trace FILE       a Chrome trace, which ui.perfetto.dev and chrome://tracing open: processes in user mode and in the kernel, arrows from forks,
                     instants of what ends or goes wrong, free pages and misses of the TLB
  --stacks FILE      cycles as collapsed stacks, of which flamegraph.pl, inferno and speedscope.app make flame graphs
  --cast FILE        the screen as an asciicast, which asciinema plays
  --size COLSxROWS   of a cast: how large its terminal is (80x24)
  --every N          of a cast: a frame each N events (10); it plays 20 frames a second
  --show PID         of a cast: whose memory to show, instead of each in turn: 2, or of JOS an id as 1001

${BOOT}  --allocator NAME, --seed N   of WeensyOS, as with run
  --until N | saturated | idle   when to stop, as with run
  --check WHEN       check all invariants every-trap, every-tick, at the end, or off (off; every-trap with a FILE of your own): what breaks ends the
                     run, and is in the trace
  --patience SEC     how long a program may compute without yielding (2)

${HOLES}
Exit code 1: something is wrong with a kernel or a program, as with run; all is written then, too.
`;

/** Of what looks at a moment: that dumps have moments, too. */
const OF_DUMPS = `Of a real kernel, in place of PROGRAM: dumps of its memory, or a FOLDER of them, as judge takes them; --at N is then the dump number N, from 0:
  --symbols FILE, --registers FILE, --layout NAME=VALUE | FILE    as with judge
  --kernel weensyos | jos                                         which kernel, where its symbols do not tell
`;

const MOMENT = `PROGRAM is what run takes, or several; or the path of a recording of WeensyOS (ringfence record), whose boot is found out; or a failure that
check kept (.check.json). Lab 2 of JOS has no programs, and is looked at after its boot: leave PROGRAM and --at out.

${BOOT}  --allocator NAME, --seed N   of WeensyOS, as with run
  --at EVENT                   after how many events (system calls and ticks); EVENT+N: and N operations of programs after that
  --moment TEXT                a moment that some command gave, in place of PROGRAM and --at; files that lie elsewhere are named anew (docs/moments.md)
  --json                       print the same as JSON (docs/json.md)

${OF_DUMPS}
${HOLES}`;

const RECORDED = `  --programs NAMES   what to run, with commas between: of WeensyOS allocators, fork, exit or fuzz, of JOS programs of lab 4; or paths of files
  --program-seed N   of WeensyOS: the seed of exit or fuzz (their own)
${BOOT}`;

const RECORD_HOLES = `${HOLES}Of recordings: --log, --final and --program-seed are of WeensyOS, --meminit, --seed and --operations of lab 2 of JOS, which has no --programs
and no --events.
`;

const RECORD = `ringfence record weensyos --programs NAME     write a recording to standard output, one line an event
ringfence record jos [--meminit]              the boot of lab 2, call by call; without --meminit, random operations after it
ringfence record jos --programs NAMES         JOS with environments, one line an event
ringfence record --kernel FILE …              the same of your own kernel

${RECORDED}  --events N     how many events (20000)
  --log M        of WeensyOS: how many of them one by one; the others only as checkpoints (all)
  --final FILE   of WeensyOS: write the state after the last event there
  --meminit      of lab 2 of JOS: the calls of the lab's functions while it boots
  --seed N       of lab 2 of JOS: what random operations are drawn from (0x12345678)
  --operations N of lab 2 of JOS: how many (4000)

The image of JOS ends where those of the recorded kernels do, unless --end says otherwise.

${RECORD_HOLES}`;

const EXPLAIN = `ringfence explain TEXT     what a message says: ringfence explain "Kernel page fault on 0x0"
ringfence explain FILE     a log, a screen that was copied, what a grading script printed
… | ringfence explain -    the same from standard input

It says what the machine did, what the message means, which mistakes are known to lead there, the likeliest first, each with its story, what
in the text speaks for it and against it, how to tell it from others, and the commands that try it. It reads messages of WeensyOS and JOS in
the words of any year, pictures of the memory viewer, with colours or without, cropped or not, backtraces, trap frames, and tests with OK or FAIL.

  --moment TEXT   what the kernel shows at a moment that some command gave (docs/moments.md), in place of a text
  --json          the same as one JSON object

Exit code 0 whatever it answers, also if it recognizes nothing; 2: there is no text to read.
`;

const JUDGE = `ringfence judge DUMP --symbols FILE       what is wrong in the memory of a real kernel, your own C++ or C, at a moment
ringfence judge FOLDER --symbols FILE     the same of a series: the first dump that is wrong, and what led there
ringfence judge --moment TEXT             the dumps up to that of a moment
ringfence judge --image obj/kern/kernel   your JOS kernel, run here in v86 (npm install v86), at each event up to the first that goes wrong
ringfence judge --image weensyos.img --symbols obj/kernel.full     a kernel that runs, at each event up to the first that goes wrong
ringfence judge --qemu 12949 --symbols obj/kernel.full             the same of one that runs under a QEMU of yours
ringfence judge --gdb-script weensyos     a script by which gdb saves a dump at each entry into the kernel

DUMP is physical memory from address 0, as QEMU saves it, packed with gzip or not: in gdb, monitor pmemsave 0 0x200000 "dump.bin" of
WeensyOS, and as many bytes as -m says of JOS. A FOLDER holds dumps that end in .bin or .bin.gz, in the order of the numbers in their
names; what the script printed of each event is read from events.txt there. docs/real-kernels.md goes from nothing to the answer.

  --symbols FILE           of the same build: the ELF file (obj/kernel.full, obj/kern/kernel), or what nm -n or nm -S prints of it
                           (symbols.txt beside the dump, or DUMP.symbols, which scripts and --dump leave there; so with layout.txt)
  --kernel weensyos | jos  which kernel, where its symbols do not tell
  --registers FILE         what info registers prints, in the monitor of QEMU or in gdb, at the moment of the dump
  --layout NAME=VALUE      what is otherwise than found out, as often as need be: proc.stride, slots, PageInfo.stride, Env.stride, course …
  --layout FILE            the same from a listing of gdb's ptype /o proc, struct PageInfo or struct Env
  --picture FILE           draw the first dump that is wrong, or the last, there, as SVG
  --watch                  of a FOLDER: follow it while gdb fills it, up to the first dump that is wrong, the last one, or Ctrl-C
  --image KERNEL           the ELF file of a JOS kernel (obj/kern/kernel): it runs in this process, with its console on this terminal
  --image DISK             start the QEMU on this machine as the course does, with this disk (weensyos.img, obj/kern/kernel.img), and end it afterwards
  --qemu HOST:PORT         the QEMU that listens there for gdb (12949 is localhost:12949), whose machine is left where it goes wrong
  --reset                  with --qemu: the machine starts anew, so that all is judged from the first event on
  --until N                of a kernel that runs: leave it after so many events (1,000 of a disk, 10,000 of a kernel that nobody types for)
  --memory SIZE            of JOS in a machine that is started here: 4M to 256M (8M)
  --dumps FOLDER           of a kernel that runs: its memory at each event goes there, for step, why, walk, explain and page
  --grade                  of a JOS of lab 2 that runs here: the points of the official grading, too
  --gdb-script weensyos | jos   print the script, for the kernel whose ELF file --symbols names, or where the course's make puts it
  --moment TEXT            a moment of dumps that some command gave, in place of them; files that lie elsewhere are named anew (docs/moments.md)
  --json                   all that is found as one JSON object

Which kernel, year and course it is, how large its records are and where they lie is found out from symbols and memory, and said. Judged is
all that must hold of a state: counts against the references that there are, the free list, address spaces, the map of the kernel, and
what stands on the screen; and of two dumps in a row what the event between them may change, where events.txt tells which it was. Mistakes
that are known to lead there are named with their stories, the likeliest first.

Exit code 0: nothing is wrong, as far as memory and screen show; 1: something is, or the kernel crashed; 2: what was given cannot be used.
`;

const JOS = `ringfence jos    boot JOS, print what it prints, and say where it stopped if it did

On a terminal it then gives the prompt K> of the kernel's monitor, with history and completion: help lists its commands, Ctrl-D leaves.
Elsewhere it obeys the lines that are piped into it.

  --lab 2 | 4            the kernel as lab 2 leaves it, or with environments, which ringfence run --kernel jos runs (2)
  --variant mit | sjtu   MIT's kernel, or SJTU's, which maps physical memory in pages of 4 MiB (mit)
  --memory SIZE          physical memory, 4M to 1024M (128M); MIT's kernel, like the real one, panics above 256M
  --end ADDRESS          where the kernel's image ends (0xf01199a0)
  --kernel FILE          boot your own kernel: a file that exports by default a class that extends JosKernel,
                         or JosLab4 with --lab 4
  --grade                the points of the official grading, no prompt. Lab 2: 70 at MIT, 80 at SJTU. Lab 4 boots the kernel for
                         each of 14 programs, 5 points each: 70 of the course's 80, whose other two programs cannot run here
  --library FILE         with --lab 4 --grade: link the programs with your own library (see ringfence check --help)
  --check                use the kernel after the boot, with all invariants of docs/jos.md after every step; no prompt
  --moment TEXT          the kernel of a moment that some command gave, where it stands there (docs/moments.md)
  -c, --command LINE     no prompt; obey this line after the boot, as in -c 'walk 0xef000000'; may be given again
  --dump FILE, --dumps FOLDER   save the memory of the kernel that was booted, at the end, and at each call of the lab's functions (see ringfence run --help)
  --plain                no prompt, though this is a terminal, and nothing is read from a pipe
  --json                 print what came of it as JSON (docs/json.md), no prompt
  --junit FILE           with --grade: also write the points there, as JUnit XML
  --patience SEC         how long the boot may take, the check, one command, or one program that is graded (30)

Exit code 0: it booted, kept to the invariants if checked, and has all points of lab 4 if graded; 1: the kernel stopped, broke one, or
lost points of lab 4; 2: a command could not be obeyed.
`;

const COMPARE = `ringfence compare FILE                    run the model beside a recording; report the first line that differs
ringfence compare FILE --kernel ./mine.ts  run your own kernel beside it
ringfence compare --kernel ./mine.ts       run your own kernel beside the one that it extends: of lab 2 of JOS the boot, then random operations

FILE is what ringfence record wrote, of whatever kernel; or a final state of WeensyOS (then --events is needed). A recording of WeensyOS
wants the options that it was recorded with, a random one of lab 2 its --variant, --memory and --seed; others say themselves what was run.
Exit code 0: equal, 1: a line differs.

${RECORDED}  --events N     compare only so many events
  --json         print the result as JSON (docs/json.md)
  --meminit, --seed N, --operations N   of lab 2 of JOS, as with record

${RECORD_HOLES}`;

const WALK = `ringfence walk PROGRAM VA --pid P --at EVENT    the translation of an address, step by step

Boots PROGRAM as run does, runs it for EVENT system calls and ticks, and shows each entry that the MMU loads to translate VA for
process P (the first; of JOS its id, as 1001; 0 for the kernel's own tables), the rights that they give together, the physical address,
and the TLB.

${MOMENT}`;

const WHY = `ringfence why PROGRAM page PA --at EVENT        the life of a page
ringfence why PROGRAM refcount PA --at EVENT    who refers to a page, since when, and who made its count wrong if it is
ringfence why PROGRAM pid P --at EVENT          the life of a process, and what it has

Boots PROGRAM as run does, and runs it for EVENT system calls and ticks. PA is in hex, with or without 0x, as kernels print it; what can
only be meant in decimal is taken so. A page's life is who took, shared, mapped, dropped and freed it, in which system call and at which cycle.

${MOMENT}`;

const STEP = `ringfence step PROGRAM …             a run, gone through forward and back
ringfence step FAILURE.json          the same of a failure that check kept or saved: from its end
ringfence step RECORDING             of a recording of WeensyOS
ringfence step DUMPS                 of a real kernel's life, in a folder of dumps: an event is a dump
ringfence step --moment TEXT         of the run of a moment, from there

On a terminal this is a screen, as that of run: o s t e step on by an operation, a system call, a tick, an event, O S T E step back; space plays; : opens
a line of words; ? shows the keys. With --plain, or where there is no terminal, it reads lines of words and answers each:

  next, back                 by an operation; or by what is named: back call, next 3 ticks, next event
  next THING, back THING     to the next change, or to right before the last: of page PA, word PA, count PA, process N, invariant NAME, or a question
  until QUESTION             to where it comes to hold: until refcount(0x5000) > 1 && process 2 exists; back until QUESTION
  break QUESTION, run, reverse    breakpoints; on to the next, back to the last
  goto event N, begin, end   places; bad is the first bad moment
  where, inside              where this is; what the kernel did in the last operation, and in which line of its source
  print QUESTION, words      the value of a question; what questions are made of
  registers, map, tables, tlb, screen
  questions, choose N, type KEY    another way from here
  why page PA, walk VA, moment     the life of a page; a translation; this moment as text, to come back to

All lines: help, and docs/stepping.md. Exit code 0; 2: a line could not be obeyed.

Options:
  --at EVENT            where to begin: after so many system calls and ticks, as 20; and so many operations after that, as 20+3
  -c, --command LINE    no prompt and no screen: obey this line; may be given again
  --plain               no screen
  --patience SECONDS    how long code of yours may compute at a time (10)

What is run, and how it is booted:
  --moment TEXT         a moment that some command gave, in place of PROGRAM; files that lie elsewhere are named anew (docs/moments.md)
${BOOT}  --allocator NAME, --seed N   of WeensyOS, as with run

${OF_DUMPS}
${HOLES}`;

const PAGE = `ringfence page                          the page that runs kernels in a browser, served to this machine; prints its link
ringfence page MOMENT                   its link at a moment that some command gave
ringfence page FAILURE.json             at the first bad moment of a failure that check kept or saved
ringfence page PROGRAM … --at EVENT     at a moment of a run; of a recording of WeensyOS, too
ringfence page DUMPS                    at a moment of a real kernel's life: its dumps come along with the page
ringfence page … --save FILE.html       the page in one file, which any browser opens without a network, and its link

The page runs the kernel itself, in the browser: it needs nothing of this command but its files, and asks no network for anything. It opens what
comes with Ringfence, the mistakes that are kept here among it (--kernel weensyos-35); runs of files of your own are for ringfence step.
Whoever has the page, from a file, from any host of static files or from this command, opens the same moment by what stands behind its #.
docs/page.md says how to embed it in a page of a course, and how to give a lecture with it. Ctrl-C ends it, exit code 0.

Options:
  --port N              where to serve it: http://127.0.0.1:N/ (any port that is free)
  --save FILE           do not serve it: write it there
  --at EVENT            where to open the run: after so many system calls and ticks, as 20; and so many operations after that, as 20+3

What is run, and how it is booted:
  --moment TEXT         a moment that some command gave, in place of PROGRAM (docs/moments.md)
${BOOT}  --allocator NAME, --seed N   of WeensyOS, as with run

${OF_DUMPS}
${HOLES}`;

const CHECK = `ringfence check    run random programs on WeensyOS, on JOS, or on your own kernel, and judge every operation

Programs are made of the system calls that the kernel declares, with arguments at and around every boundary, of loads, stores and
faults; numbers that nobody declared are called too. All invariants are checked after every operation, and calls of WeensyOS and JOS are
compared with a model of what they must do. Programs differ in page orders, timers, memory sizes and numbers of processes; allocations
fail, ticks land anywhere, and the TLB loses entries. What goes wrong is shown as the shortest program that shows it, with the life of
the page and who is to blame. Exit code 0: nothing went wrong, 1: something did.

  --operations N   how many operations of programs, at least (50000; 20000 on JOS and kernels from scratch, 5000 in lab 2)
  --seconds S      how long to try at most; without --operations, as many as can be done in that time
  --order O        under this page order alone: first-fit, cursor:STRIDE or random:SEED (all); of WeensyOS
  --contract C     what your kernel is held to where the assignment leaves something open, as order=kept,sharing=text; or strict, or open (your
                   own kernel is held to what the handouts demand, which is open), or refined: strict, and all of the programs' memory is
                   compared after every operation; of WeensyOS:
                     order=kept|any      which free page is taken
                     errors=exact|any    which number below zero tells of a failure
                     sharing=text|cow    what a fork shares
                     heap=eager|lazy     when page_alloc takes the page
                     slots=lowest|any    which slot a child gets
                     schedule=robin|any  who runs next
  --seed N         what all is drawn from (1): the same seed gives the same programs
  --only NAME      judge this invariant and nothing else, as --only 'nothing leaks'; a name that there is not gets the list of them
  --workers N      threads that share the work (as many as there are cores, where there is work enough); they find what one would
  --shard I/N      only the I-th of N parts of the work, 1/N to N/N; with --json, what --merge takes (docs/shards.md)
  --from ROUND     begin there: go on where Ctrl-C ended a check, which tells how
  --path P         only take up a failure where an earlier report found it
  --replay FILE    only play what was kept or saved there: a .json file with all that belongs to it, or one program
  --moment TEXT    only judge the run of a moment that some command gave (docs/moments.md)
  --kernel jos     random environments on JOS instead: their system calls, forks, faults and messages; with --lab 2 its memory management alone
  --kernel FILE    judge your own kernel: a file that exports by default a class that extends WeensyKernel, JosLab4 or JosKernel (the exercise
                   and random sequences of lab 2's functions), or one from scratch (docs/your-own-kernel.md)
  --library FILE   judge your own library of lab 4 instead: a file that exports fork, pgfault, setPgfaultHandler, pageFault, returnFrom, ipcSend and
                   ipcRecv, all or some, or by default a class that extends JosLibrary of ringfence/jos (docs/environments.md)
  --failures DIR   where programs that went wrong with your kernel are kept; they are tried first (.ringfence/failures)
  --save FILE      write the shortest program there; to a .json file with all that belongs to it, for --replay
  --json           print the result as JSON (docs/json.md)
  --junit FILE     also write it there as JUnit XML, a case for each invariant
  --patience SEC   how long the kernel may compute for one program (10)

ringfence check --merge FILE …   one report of all shards of a check, from what each wrote with --json
`;

const FUZZ = `ringfence fuzz ALLOCATOR    try an allocator of pages, and show the shortest sequence that breaks a rule

ALLOCATOR is first-fit, cursor, lifo-list, bitmap, next-fit, buddy, two-level-bitmap, or the path of a .ts or .js file that exports by default
a class with allocate and free (docs/fuzzing.md has one of twenty lines). Sequences that were saved are tried first, then all short ones on
few pages, then random ones. Exit code 0: no rule was broken, 1: one was.

  --seconds S      how long to try random sequences (5)
  --runs N         end after so many of them; the same seed and runs give the same result
  --seed N         what all is drawn from (1)
  --pages N        memory of so many pages, 1 to 4096 (many different ones, up to 128)
  --workers N      threads that share the work (as many as there are cores)
  --shard I/N      only the I-th of N parts of the work, 1/N to N/N; with --json, what --merge takes
  --from RUN       begin there: go on where Ctrl-C ended a search, which tells how
  --replay FILE    only do the saved sequence in FILE
  --moment TEXT    only do the sequence of a moment that some command gave (docs/moments.md); then no ALLOCATOR need be named
  --trace FILE     only do what a trace asks for (docs/traces.md), in pages of --bytes-per-page (4096), on --pages (twice what it needs)
  --failures DIR   where sequences are saved and looked for (.ringfence/failures)
  --chart FILE     draw the fragmentation over time there, as SVG
  --json           print the result as JSON (docs/json.md)
  --junit FILE     also write it there as JUnit XML, a case for each rule
  --patience SEC   how long one call may compute without touching memory (10)

ringfence fuzz --compare [ALLOCATOR …]   the same requests to several allocators (all that come with it), as a table

  --trace FILE …   what traces ask for, a table each; without, random requests on 256 pages
  --sizes LIST     their sizes, as single,bimodal: single, small, around-powers-of-two, bimodal, sawtooth, random-walk, any (all in turn, a run each)
  --runs N, --seed N, --json                            as above
  --pages N        how many pages memory has (1.25 times what a trace needs at once)
  --chart FILE     draw a line for each allocator, as SVG; of several traces each to a file with its name
  --plot WHAT      of what: external or internal fragmentation, pages taken, or failures: external, internal, taken, failures (external)

ringfence fuzz --merge FILE …   one report of all shards of a search, from what each wrote with --json
`;

const BUGS = `ringfence bugs [list] [ID …]    the seeded bugs: kernels and allocators that each do one thing wrong
ringfence bugs show ID …        how one comes to write it, the code, what hunts it and what catches it
ringfence bugs hunt [ID …]      hunt them: what caught each, after how many cases, with how many operations, in what time
ringfence bugs --moment TEXT [ID …]    which of them also go wrong in the run of a moment that some command gave: which mistakes your program would show

ID may be what ids begin with, as jos for all of JOS, or alloc. Of up to three bugs hunt shows the shortest program that it found, and the moment
at which it first goes wrong. With --moment each bug of the same system (WeensyOS, JOS of either lab, libraries of lab 4, allocators) is tried in the same scenario, the
same sequence, or the same programs up to the moment; faults, which recordings alone tell apart, are not. Exit code 0: every
bug was caught, but for those that docs/bugs.md says do no harm; 1: one was not.

  --moment TEXT  the run to try bugs in (docs/moments.md); files that lie elsewhere are named anew: programs by their paths, --kernel FILE, --library FILE
  --seed N       of hunt: what random programs are drawn from (1)
  --cases N      of hunt: how many programs, boots or recordings to try for each bug (1000)
  --quick        of hunt: the first program that shows a bug will do: do not look for the shortest
  --json         one JSON object a line (docs/json.md)
  --junit FILE   of hunt: also write what was caught there, as JUnit XML, a case for each bug
`;

const COMPLETION = `ringfence completion bash | zsh | fish    print a script that lets your shell complete commands, options, programs, allocators and ids of bugs

  bash   in ~/.bashrc: source <(ringfence completion bash)
  zsh    in ~/.zshrc, after compinit: source <(ringfence completion zsh)
  fish   ringfence completion fish > ~/.config/fish/completions/ringfence.fish
`;

const ODDS = `ringfence odds FAILURE      where a run that fails was lost
ringfence odds PROGRAM …    the same of programs, as check saves them with what an oracle says

FAILURE is what check keeps (.ringfence/failures) or saves with --save FILE.json. At each event (of a long run at some of them) the run is made to
go on otherwise, with random answers to the questions that it leaves open: ticks, allocations, pages, who runs next, what programs choose. How many
of these continuations fail is drawn as a line; where that rises, the run was lost. Of a run in which nothing is open it says so.

  --continuations N    how many are tried from each event on (20)
  --moment TEXT        the run of a moment that some command gave (docs/moments.md)
  --picture FILE       also draw the line there, as SVG
  --json               print the same as JSON (docs/json.md)
${BOOT}  --allocator NAME, --seed N   of WeensyOS, as with run
`;

const EXPLORE = `ringfence explore SYSTEM [--scope N,N,N] …    every state that can be reached, and the shortest run to one in which something is wrong
ringfence explore ./my-system.ts …            the same of your own system (docs/exploring.md)
ringfence explore weensyos | jos [--kernel FILE] …    the same of the kernel itself, with the shortest program to what is wrong
ringfence explore weensyos PROGRAM … [--ticks] …      the same of programs on it, named as ringfence run names them

SYSTEM is weensyos-pages or jos-pages (pages, processes, addresses), parallel-inc (rounds, threads), cond-var (rounds, producers,
consumers), or philosophers (philosophers).
It ends when all was seen, something does not hold, or a limit is reached, and says which; how long it took is said on stderr.

  --scope N,N,N          how large it is
  --any-page             of weensyos-pages and weensyos: a page that is taken may be any that is free
  --mistake NAME         of weensyos-pages, jos-pages and philosophers: with a mistake
  --symmetry             states that differ in the names of pages and processes alone are one
  --reduce               of what actors do beside each other, without touching the same, one order only
  --search depth         depth first (breadth)
  --search walks         random walks with priorities (PCT): --walks N (1000), --steps N (100), --changes N of priority (3), --seed N (1)
  --coverage             of these walks: how many of all states they met, which are found first
  --eventually           also what should come at last: a run without end on which it never comes, though all who can act do
  --preemptions N        whoever acts goes on while they can, but for N times
  --states N, --depth N, --seconds N, --memory MB    stop there (memory: 2048)
  --workers N            so many threads, each with a share of the states; what is printed is the same
  --checkpoint FILE      where it stopped; if the file is there, go on from it
  --run 'T; T; …'        these transitions alone, state by state
  --json                 print the same as JSON (docs/json.md)

Of kernels, weensyos (free pages, processes, heap pages) and jos (lab 2: free pages, addresses), besides --scope, --states, --depth, --seconds, --memory, --workers, --json:
  --kernel ID | FILE     a seeded bug, as weensyos-34, or a file with your kernel
  --edges                calls are made with addresses, too, at which programs may have no page
  --stores               programs store into their heap, too, and load from it
  --ticks                the timer may tick before any operation
  --failing              any allocation may fail
  --coverage             how much of it random walks meet: --walks N (1000), --steps N (100), --seed N (1)
  --save FILE.ts         the program that shows what is wrong; --save FILE.json: that moment, which run, step and why open

Of programs on weensyos, which do what they do in each way that --ticks, --failing and --any-page leave open: --scope is free pages, processes; without
it they boot as ringfence run boots them. --stores and --edges are not for them, and --save takes FILE.json.
`;

export const HELP: Readonly<Record<string, string>> = {
  '': GENERAL,
  run: RUN,
  export: EXPORT,
  check: CHECK,
  record: RECORD,
  jos: JOS,
  compare: COMPARE,
  walk: WALK,
  step: STEP,
  page: PAGE,
  why: WHY,
  odds: ODDS,
  explain: EXPLAIN,
  judge: JUDGE,
  explore: EXPLORE,
  fuzz: FUZZ,
  bugs: BUGS,
  completion: COMPLETION,
};
