import { answerAudit, auditedSubgraphs, createAuditPart, type AuditPart } from '@waystone/audit'
import type { Queryable } from '@waystone/kit/postgres'
import type { InternalHandler } from '@waystone/kit/service-client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withResolvers } from './failing-provider.js'
import { startUsers, type Player, type TestApp } from './users-app.js'

const AUDIT = '{ economyAudit { checkedAt invariants { name description violations samples } } }'

/** A sound database of nothing, whose look takes as long as the test has it take. */
const gate = { open: Promise.resolve(), looks: 0, atOnce: 0, atOnceMax: 0 }
const nothing: AuditPart = {
  local: async () => {
    gate.looks += 1
    gate.atOnce += 1
    gate.atOnceMax = Math.max(gate.atOnceMax, gate.atOnce)
    await gate.open
    gate.atOnce -= 1
    return []
  },
  page: async () => [],
  lookup: async () => [],
}
const neighbours = (service: string): readonly InternalHandler[] => {
  const subgraph = auditedSubgraphs.find(name => name === service)
  return subgraph === undefined || subgraph === 'users' ? [] : answerAudit(subgraph, nothing)
}

let users: TestApp
let admin: Player
beforeAll(async () => {
  users = await startUsers({ neighbours })
  admin = await users.anAdministrator()
})
afterAll(() => users.close())

interface Audit {
  readonly checkedAt: string
  readonly invariants: readonly { name: string; description: string; violations: number; samples: string[] }[]
}
const audit = async (): Promise<Audit> => {
  const { data, errors } = await users.ask(admin, AUDIT)
  expect(errors).toEqual([])
  return data?.['economyAudit'] as Audit
}

describe('economyAudit', () => {
  it('tells of each invariant whether it holds, and examples of what violates it', async () => {
    const sound = await audit()
    expect(sound.checkedAt).toBe(users.clock.now().toISOString())
    expect(sound.invariants.length).toBeGreaterThan(12)
    expect(sound.invariants.filter(({ violations }) => violations > 0)).toEqual([])
    const { userId } = await users.aPlayer()
    const ofWallet = `user_id = '${userId}' AND kind = 'WALLET' AND currency = 'DIAMOND'`
    await users.rows(`UPDATE ledger_account SET balance = balance + 1 WHERE ${ofWallet}`)
    const broken = (await audit()).invariants.filter(({ violations }) => violations > 0)
    await users.rows(`UPDATE ledger_account SET balance = balance - 1 WHERE ${ofWallet}`)
    expect(broken).toMatchObject([
      { name: 'Per currency, all balances sum to zero', violations: 1, samples: ['DIAMOND: 1'] },
      { name: 'Each balance equals its entries', violations: 1 },
    ])
  })

  it('runs once for all who ask meanwhile, and once at a time over several processes', async () => {
    const another = await users.another()
    const { promise, resolve } = withResolvers()
    Object.assign(gate, { open: promise, looks: 0, atOnceMax: 0 })
    const asked = [...Array.from({ length: 5 }, () => audit()), another.services.auditEconomy()]
    await vi.waitFor(() => expect(gate.looks).toBe(1))
    // The other process waits for the lock of the first.
    await vi.waitFor(async () =>
      expect(
        await users.rows(
          `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
        ),
      ).toHaveLength(1),
    )
    resolve()
    const [first, ...rest] = await Promise.all(asked.slice(0, 5))
    for (const other of rest) expect(other).toEqual(first)
    await Promise.all(asked)
    // Each database besides users', twice.
    expect(gate).toMatchObject({ looks: 2 * (auditedSubgraphs.length - 1), atOnceMax: 1 })
    await another.close()
  })

  it('is an error that names the subgraph which cannot be asked, and no sound audit', async () => {
    const alone = await startUsers()
    try {
      const { data, errors } = await alone.ask(await alone.anAdministrator(), AUDIT)
      expect(data).toEqual({ economyAudit: null })
      expect(errors).toMatchObject([{ code: 'SERVICE_UNAVAILABLE', path: ['economyAudit'] }])
    } finally {
      await alone.close()
    }
  })

  it('reads the replica, but for the values that pages are compared with', async () => {
    const { primary } = users.database
    const db: Queryable = primary
    const onReplica = vi.fn()
    const { local, page, lookup } = createAuditPart('users', {
      primary,
      reads: {
        ...users.database.reads,
        run: async read => {
          onReplica('local')
          return await read.replica(primary)
        },
        query: async statement => {
          onReplica('page')
          return await db.query(statement)
        },
      },
    })
    await local()
    await page({ title: 'Each captured reservation has a drawn pull', after: '00000000-0000-0000-0000-000000000000' })
    await lookup({ title: 'Each pull agrees with its reservation', ids: [] })
    expect(onReplica.mock.calls.flat()).toEqual(['local', 'page'])
    await expect(async () => await lookup({ title: 'DROP TABLE purchase', ids: [] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})
