import { randomUUID } from 'node:crypto'
import { createLogger } from '@waystone/kit/logger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

const lines: string[] = []
let users: TestApp
beforeAll(async () => {
  users = await startUsers({
    logger: createLogger({ name: 'test', level: 'error', destination: { write: line => void lines.push(line) } }),
  })
})
afterAll(() => users.close())

/** A player who has bought 500 diamonds, spent nothing, and whose payment was taken back meanwhile. */
async function aDebtor(): Promise<Player> {
  const player = await users.aPlayer()
  const input = { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey: randomUUID() }
  expect(await users.change(player, buyMutation, { input })).toMatchObject({ status: 'COMPLETED' })
  await users.rows(
    `insert into purchase_reversal (purchase_id, user_id, currency, taken_back_cents, due, recovered, legs, updated_at)
     select id, user_id, currency, price_cents, amount, 0, 0, now() from purchase where user_id = $1`,
    [player.userId],
  )
  return player
}
const diamonds = async ({ userId }: Player) => (await balancesOf(users, userId))['wallet_diamond']

test('a debtor whose debt cannot be collected now holds no other back, and pays at a later run', async () => {
  const debtors = [await aDebtor(), await aDebtor(), await aDebtor()].toSorted((one, other) =>
    one.userId < other.userId ? -1 : 1,
  )
  const [failing, ...others] = debtors
  if (failing === undefined) throw new Error('there is no debtor')
  // The first in the order in which they are taken.
  await users.rows(`create function fail() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`)
  await users.rows(
    `create trigger fail before update on purchase_reversal for each row when (old.user_id = '${failing.userId}') execute function fail()`,
  )
  await users.app.services.collectOwed()
  for (const other of others) expect(await diamonds(other)).toBe(1_000)
  expect(await diamonds(failing)).toBe(1_500)
  expect(lines.filter(line => line.includes('not now'))).toHaveLength(1)
  expect(lines.join('')).not.toContain(failing.userId)

  await users.rows('drop trigger fail on purchase_reversal')
  await users.app.services.collectOwed()
  expect(await diamonds(failing)).toBe(1_000)
  await expectSoundLedger(users)
})
