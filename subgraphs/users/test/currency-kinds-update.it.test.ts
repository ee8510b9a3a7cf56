import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '@waystone/kit/migrate'
import { createPool, type Pool } from '@waystone/kit/postgres'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSoundLedger } from './economy.js'
import { openLedger, type Build, type Ledger } from './ledger-histories.js'

const DIRECTORY = fileURLToPath(new URL('../../../prisma/users', import.meta.url))
const KINDS = '20261130191000'

let database: TestDatabase
let pool: Pool
const rows = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await pool.query<Row>(text, [...values])).rows

/** Steps of one user's diamonds; orders have a name. */
type Step =
  | readonly ['gift' | 'buy' | 'takeBack' | 'giveAgain', number]
  | readonly ['hold', string, number]
  | readonly ['capture', string]
  | readonly ['release', string]

async function play(ledger: Ledger, steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  const idOf = (name: string) => ids.get(name) ?? ids.set(name, randomUUID()).get(name) ?? ''
  for (const step of steps) {
    if (step[0] === 'hold') await ledger.hold('before', { id: idOf(step[1]), amount: step[2] })
    else if (step[0] === 'capture') await ledger.capture('before', [idOf(step[1])])
    else if (step[0] === 'release') await ledger.release('before', idOf(step[1]))
    else await ledger[step[0]]('before', step[1])
  }
  return ids
}

const spend = (amount: number, name = `${amount}`): Step[] => [
  ['hold', name, amount],
  ['capture', name],
]

/** Reversals from before count as paid currency: which part they took was not written down. */
const histories: readonly (readonly [
  string,
  readonly Step[],
  { free: number; paid: number; held?: Record<string, number> },
])[] = [
  ['gifts alone are free', [['gift', 100], ...spend(30)], { free: 70, paid: 0 }],
  [
    'what was bought is paid',
    [
      ['gift', 100],
      ['buy', 50],
    ],
    { free: 100, paid: 50 },
  ],
  ['what was spent was free first', [['gift', 100], ['buy', 50], ...spend(120)], { free: 0, paid: 30 }],
  ['a gift replaces no paid currency that was spent', [['buy', 50], ...spend(50), ['gift', 40]], { free: 40, paid: 0 }],
  [
    'what was bought later is paid again',
    [['buy', 50], ...spend(30), ['gift', 10], ['buy', 5]],
    { free: 10, paid: 25 },
  ],
  [
    'what was given back was never spent',
    [
      ['buy', 50],
      ['hold', 'a', 50],
      ['gift', 5],
      ['release', 'a'],
    ],
    { free: 5, paid: 50 },
  ],
  [
    'a reversal takes paid currency first',
    [
      ['gift', 100],
      ['buy', 50],
      ['takeBack', 60],
    ],
    { free: 90, paid: 0 },
  ],
  [
    'a reversal that is undone gives it back',
    [
      ['buy', 50],
      ['takeBack', 50],
      ['giveAgain', 20],
    ],
    { free: 0, paid: 20 },
  ],
  [
    'what is held was free first, the oldest reservation before the others',
    [
      ['gift', 100],
      ['buy', 50],
      ['hold', 'a', 80],
      ['hold', 'b', 40],
      ['hold', 'c', 10],
    ],
    { free: 0, paid: 20, held: { a: 0, b: 20, c: 10 } },
  ],
]

beforeAll(async () => {
  database = await createTestDatabase({ migrations: null })
  pool = createPool({ connectionString: database.url, max: 4 })
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

const partsOf = async ({ userId }: Ledger) => {
  const found = await rows<{ kind: string; free: number; paid: number }>(
    `select kind::text, (balance - paid)::int as free, paid::int from ledger_account where user_id = $1`,
    [userId],
  )
  const part = (kind: string) => found.find(each => each.kind === kind)
  return {
    free: part('WALLET')?.free,
    paid: part('WALLET')?.paid,
    held: { free: part('HELD')?.free, paid: part('HELD')?.paid },
  }
}

describe('the migration', () => {
  it('finds the parts of each balance by its history, and sums to zero with the house', async () => {
    const before = await mkdtemp(path.join(tmpdir(), 'waystone-users-'))
    try {
      await cp(DIRECTORY, before, {
        recursive: true,
        filter: source =>
          !/migrations\/\d{14}/.test(source) || path.relative(DIRECTORY, source) < `migrations/${KINDS}`,
      })
      await migrate({ url: database.url, directory: before })
    } finally {
      await rm(before, { recursive: true })
    }
    const played: { title: string; ledger: Ledger; ids: ReadonlyMap<string, string> }[] = []
    for (const [title, steps] of histories) {
      const ledger = await openLedger(pool)
      played.push({ title, ledger, ids: await play(ledger, steps) })
    }
    await migrate({ url: database.url, directory: DIRECTORY })
    const found = []
    for (const { title, ledger, ids } of played) {
      const { free, paid } = await partsOf(ledger)
      const names = new Map([...ids].map(([name, id]) => [id, name]))
      const standing = await rows<{ id: string; paid: number }>(
        `select pull_id as id, paid::int from reservation where user_id = $1 and status = 'RESERVED'`,
        [ledger.userId],
      )
      const held = Object.fromEntries(standing.map(({ id, paid: part }) => [names.get(id), part]))
      found.push([title, { free, paid, ...(standing.length > 0 && { held }) }])
    }
    expect(found).toEqual(histories.map(([title, , expected]) => [title, expected]))
    await expectSoundLedger({ rows })
  })

  it('lets nothing be written over what it found', async () => {
    await expect(pool.query('update ledger_opening set paid = 0')).rejects.toThrow('append-only')
    await expect(pool.query('insert into ledger_opening select id, 1 from ledger_account limit 1')).rejects.toThrow(
      'append-only',
    )
  })
})

interface Model {
  free: number
  paid: number
  readonly holds: Map<string, { free: number; paid: number }>
  takenFree: number
  taken: number
}
type Drawn = {
  readonly kind: 'gift' | 'buy' | 'hold' | 'capture' | 'release' | 'takeBack' | 'giveAgain'
  readonly build: Build
  readonly amount: number
  readonly only: 'FREE' | 'PAID' | null
}

/** Takes a step in the ledger and in the model; a step that is impossible where the model stands is left out. */
async function take(ledger: Ledger, model: Model, { kind, build, amount, only }: Drawn): Promise<void> {
  const balance = model.free + model.paid
  if (kind === 'gift') {
    await ledger.gift(build, amount)
    model.free += amount
  } else if (kind === 'buy') {
    await ledger.buy(build, amount)
    model.paid += amount
  } else if (kind === 'hold') {
    const part = build === 'before' ? null : only
    const id = randomUUID()
    const available = part === null ? balance : part === 'FREE' ? model.free : model.paid
    const isHeld = await ledger.hold(build, { id, amount, ...(part !== null && { kind: part }) })
    if (isHeld !== available >= amount) throw new Error(`Of ${available}, ${amount} were ${isHeld ? '' : 'not '}held`)
    if (!isHeld) return
    const paid = part === null ? Math.max(0, amount - model.free) : part === 'PAID' ? amount : 0
    model.holds.set(id, { free: amount - paid, paid })
    model.free -= amount - paid
    model.paid -= paid
  } else if (kind === 'capture') {
    const ids = [...model.holds.keys()].slice(0, 1 + (amount % 3))
    await ledger.capture(build, ids)
    for (const id of ids) model.holds.delete(id)
  } else if (kind === 'release') {
    const [held] = model.holds
    if (held === undefined) return
    await ledger.release(build, held[0])
    model.holds.delete(held[0])
    model.free += held[1].free
    model.paid += held[1].paid
  } else if (kind === 'takeBack') {
    const taken = Math.min(amount, balance)
    if (taken === 0) return
    await ledger.takeBack(build, taken)
    const paid = Math.min(taken, model.paid)
    model.paid -= paid
    model.free -= taken - paid
    model.taken += taken
    model.takenFree += taken - paid
  } else {
    const given = Math.min(amount, model.taken)
    if (given === 0) return
    await ledger.giveAgain(build, given)
    const free = Math.min(given, model.takenFree)
    model.free += free
    model.paid += given - free
    model.taken -= given
    model.takenFree -= free
  }
}

describe('processes of this build and the one before', () => {
  it('book the same parts in any order of their steps, and none is ever below zero', async () => {
    const step: fc.Arbitrary<Drawn> = fc.record({
      kind: fc.constantFrom('gift', 'buy', 'hold', 'hold', 'hold', 'capture', 'release', 'takeBack', 'giveAgain'),
      build: fc.constantFrom('before', 'now'),
      amount: fc.integer({ min: 1, max: 60 }),
      only: fc.constantFrom(null, 'FREE', 'PAID'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async steps => {
        const ledger = await openLedger(pool)
        const model: Model = { free: 0, paid: 0, holds: new Map(), takenFree: 0, taken: 0 }
        for (const each of steps) await take(ledger, model, each)
        const held = [...model.holds.values()]
        expect(await partsOf(ledger)).toEqual({
          free: model.free,
          paid: model.paid,
          held: {
            free: held.reduce((sum, { free }) => sum + free, 0),
            paid: held.reduce((sum, { paid }) => sum + paid, 0),
          },
        })
      }),
      { seed: 149, numRuns: 12 },
    )
    await expectSoundLedger({ rows })
  })

  it('are refused at the commit where a part would be below zero', async () => {
    const ledger = await openLedger(pool)
    await ledger.gift('now', 10)
    for (const wrong of ['balance + 1', '-1'])
      await expect(
        pool.query(`update ledger_account set paid = ${wrong} where user_id = $1 and kind = 'WALLET'`, [ledger.userId]),
      ).rejects.toMatchObject({ constraint: 'ledger_account_parts' })
    expect(await partsOf(ledger)).toMatchObject({ free: 10, paid: 0 })
  })
})
