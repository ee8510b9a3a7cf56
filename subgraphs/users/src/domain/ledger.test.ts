import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  houseAccount,
  shardedAccountId,
  ledgerBeginning,
  mergeEntries,
  type Currency,
  type LedgerEntry,
} from './ledger.js'

const entry = (currency: Currency, sequence: number, second: number): LedgerEntry => ({
  id: `${currency}-${sequence}`,
  currency,
  sequence,
  amount: 1,
  free: null,
  paid: null,
  balanceAfter: sequence,
  reason: 'GRANT',
  reference: 'r',
  createdAt: new Date(second * 1000),
})

it('makes the same ids of house accounts as the first migration', () => {
  // Read from a migrated database.
  expect(shardedAccountId({ kind: 'GRANTS', shard: 0 }, 'GOLD')).toBe('0841e776-0329-12cc-154d-64938b75ade7')
})

it('keeps a user to one shard of a house account, and uses all sixteen', () => {
  const shardOf = (lastByte: number) =>
    houseAccount('SINK', `0b3c1b0e-7d43-4a4b-9df5-0c8f3a1f5a${lastByte.toString(16).padStart(2, '0')}`)
  const shards = Array.from({ length: 256 }, (_, byte) => JSON.stringify(shardOf(byte)))
  expect(new Set(shards).size).toBe(16)
})

it('merges two accounts newest first and notes how far each has been read', () => {
  const merged = mergeEntries(
    { GOLD: [entry('GOLD', 2, 30), entry('GOLD', 1, 10)], DIAMOND: [entry('DIAMOND', 1, 20)] },
    ledgerBeginning,
  )
  expect(merged.map(each => [each.entry.id, each.position])).toEqual([
    ['GOLD-2', { GOLD: 2, DIAMOND: null }],
    ['DIAMOND-1', { GOLD: 2, DIAMOND: 1 }],
    ['GOLD-1', { GOLD: 1, DIAMOND: 1 }],
  ])
})

it('gives the same list in pages of any size as at once, even where times go backwards', () => {
  const accountOf = (currency: Currency, seconds: readonly number[]) =>
    seconds.map((second, index) => entry(currency, seconds.length - index, second))
  const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 })
  fc.assert(
    fc.property(times, times, fc.integer({ min: 1, max: 5 }), (goldTimes, diamondTimes, size) => {
      const all = { GOLD: accountOf('GOLD', goldTimes), DIAMOND: accountOf('DIAMOND', diamondTimes) }
      const paged: string[] = []
      let position = ledgerBeginning
      for (;;) {
        const after = (currency: Currency) => {
          const seen = position[currency]
          return all[currency].filter(each => seen === null || each.sequence < seen).slice(0, size)
        }
        const page = mergeEntries({ GOLD: after('GOLD'), DIAMOND: after('DIAMOND') }, position).slice(0, size)
        if (page.length === 0) break
        paged.push(...page.map(each => each.entry.id))
        position = page.at(-1)?.position ?? position
      }
      expect(paged).toEqual(mergeEntries(all, ledgerBeginning).map(each => each.entry.id))
    }),
  )
})
