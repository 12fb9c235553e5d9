/** The model of environments notices what a call returns or gives against its contract, however right memory is counted. */
import { describe, expect, test } from 'vitest';
import type { Va } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4, josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { campaign } from '../../../judge/campaign/campaign.ts';
import { Lab4Trial } from '../trial.ts';

const { E_NO_MEM, UTOP } = memlayout;

const found = (Kernel: typeof JosLab4): string =>
  campaign(new Lab4Trial(Kernel), { seed: 7, runs: 60, shortens: false }).failure?.error.message ?? 'nothing';

/** The kernel whose call `number` says, from time to time, that memory is used up, and has done nothing. */
const saysFull = (number: number): typeof JosLab4 =>
  class extends JosLab4 {
    override syscall(env: Env, asked: number): number {
      return asked === number && env.runs % 3 === 2 ? -E_NO_MEM : super.syscall(env, asked);
    }
  };

describe('That memory is used up though it is not is noticed where the call is', () => {
  const calls = { SYS_PAGE_ALLOC: 0, SYS_PAGE_MAP: 0, SYS_EXOFORK: 0, SYS_IPC_TRY_SEND: 0 };
  test.each(Object.keys(calls) as (keyof typeof calls)[])('%s', (name) => {
    const said = new RegExp(`^${name.toLowerCase()} returned -${E_NO_MEM}, where .* was right$`);
    expect(found(saysFull(josAbi[name]))).toMatch(said);
  });
});

describe('sys_page_alloc', () => {
  test('may give no page that somebody uses, even if that is counted and zero', () => {
    class GivesAgain extends JosLab4 {
      private last = 0;
      override sysPageAlloc(id: number, address: number, perm: number): number {
        const env = this.envid2env(id, true);
        const isRight = env !== null && this.isUserPage(address) && this.isAllowed(perm);
        const known = isRight && this.last !== 0 ? this.pageLookup(env.pgdir, this.last) : null;
        if (env === null || known === null || this.last === address) {
          const result = super.sysPageAlloc(id, address, perm);
          if (result === 0) this.last = address;
          return result;
        }
        this.memset(this.page2kva(known.page), 0, memlayout.PGSIZE);
        return this.pageInsert(env.pgdir, known.page, address, perm);
      }
    }
    expect(found(GivesAgain)).toMatch(/^sys_page_alloc gave page 0x[0-9a-f]+, which was in use$/);
  });

  test('may give no page that is not zero', () => {
    class GivesDirty extends JosLab4 {
      override sysPageAlloc(id: number, address: number, perm: number): number {
        const result = super.sysPageAlloc(id, address, perm);
        const env = this.envid2env(id, true);
        const looked =
          env === null || result !== 0 || address >= UTOP ? null : this.pageLookup(env.pgdir, address as Va);
        if (looked !== null) this.memset(this.page2kva(looked.page) as Va, 1, 4);
        return result;
      }
    }
    expect(found(GivesDirty)).toMatch(/^sys_page_alloc gave page 0x[0-9a-f]+, which is not zero$/);
  });
});
