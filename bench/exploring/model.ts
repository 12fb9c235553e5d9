/** WeensyOS's pages and processes as a model of Promela, for SPIN: the same states and transitions as specs/explore/systems/weensyos.ts has. */
/** How large it is. */
interface PagesScope {
  readonly pages: number;
  readonly processes: number;
  readonly addresses: number;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The model in a scope. Its first state, before anybody is alive, is one more than those of ours. */
export const promela = (scope: PagesScope): string => {
  const { pages, processes, addresses } = scope;
  return `#define N ${pages}
#define P ${processes}
#define V ${addresses}
#define PV ${processes * addresses}
${DECLARATIONS}
init {
  d_step { alive[0] = 1; clear() }
end:
  do
${transitions(scope)
  .map(({ guard, act }) => `  :: d_step { ${guard} -> ${act}; clear() }`)
  .join('\n')}
  od
}
`;
};

/** Each with when it is enabled, and what it does. */
const transitions = ({
  pages,
  processes,
  addresses,
}: PagesScope): { readonly guard: string; readonly act: string }[] => {
  const isDead = numbers(processes).map((p) => `!alive[${p}]`);
  const isFree = numbers(pages).map((k) => `!used[${k}]`);
  const [someDead, someFree] = [`(${isDead.join(' || ')})`, `(${isFree.join(' || ')})`];
  return numbers(processes).flatMap((p) => {
    const places = numbers(addresses).map((v) => p * addresses + v);
    const wanted = places.map((i) => `(mapped[${i}] > 0)`).join(' + ');
    const isThere = `alive[${p}]`;
    return [
      ...places.map((i) => ({ guard: `${isThere} && mapped[${i}] == 0 && ${someFree}`, act: `take(${i})` })),
      ...places.map((i) => ({ guard: `${isThere} && mapped[${i}] > 0`, act: `drop(${i})` })),
      { guard: `${isThere} && ${someDead}`, act: `fork_share(${p})` },
      { guard: `${isThere} && ${someDead} && (${isFree.join(' + ')}) >= (${wanted})`, act: `fork_copy(${p})` },
      { guard: isThere, act: `exit(${p})` },
    ];
  });
};

/** Of process p at address v, mapped[p * V + v] is its page, and one; 0 for none. The last variables are 0 in every state. */
const DECLARATIONS = `
bit alive[P];
bit used[N];
byte count[N];
byte mapped[PV];
byte page;
byte child;
byte at;

inline clear() { page = 0; child = 0; at = 0 }

inline take(index) {
  page = 0;
  do
  :: page < N && used[page] -> page++
  :: else -> break
  od;
  used[page] = 1;
  count[page] = 1;
  mapped[index] = page + 1
}

inline drop(index) {
  page = mapped[index] - 1;
  mapped[index] = 0;
  count[page]--;
  if
  :: count[page] == 0 -> used[page] = 0
  :: else -> skip
  fi
}

inline begin_child() {
  do
  :: child < P && alive[child] -> child++
  :: else -> break
  od;
  alive[child] = 1
}

inline fork_share(p) {
  begin_child();
  do
  :: at < V ->
    if
    :: mapped[p * V + at] > 0 ->
      mapped[child * V + at] = mapped[p * V + at];
      count[mapped[p * V + at] - 1]++
    :: else -> skip
    fi;
    at++
  :: else -> break
  od
}

inline fork_copy(p) {
  begin_child();
  do
  :: at < V ->
    if
    :: mapped[p * V + at] > 0 -> take(child * V + at)
    :: else -> skip
    fi;
    at++
  :: else -> break
  od
}

inline exit(p) {
  do
  :: at < V ->
    if
    :: mapped[p * V + at] > 0 -> drop(p * V + at)
    :: else -> skip
    fi;
    at++
  :: else -> break
  od;
  alive[p] = 0
}
`;
