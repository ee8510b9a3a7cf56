import { randomUUID } from 'node:crypto'
import { findBannerPayouts, findClaimedMails, type BannerPayout, type ClaimedMail, type Reward } from '@waystone/events'
import { answerCall } from '@waystone/kit/service-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { startUsers, type Player, type TestApp } from './users-app.js'

/** notifications, as users asks it. */
const claimed = new Map<string, ClaimedMail>()
const notifications = [
  answerCall(findClaimedMails, async ({ eventIds }) => ({ grants: eventIds.flatMap(id => claimed.get(id) ?? []) })),
]

/** gacha, likewise. */
const paidOut = new Map<string, BannerPayout>()
const gacha = [
  answerCall(findBannerPayouts, async ({ eventIds }) => ({ grants: eventIds.flatMap(id => paidOut.get(id) ?? []) })),
]

let users: TestApp
beforeAll(async () => {
  users = await startUsers({ neighbours: service => ({ notifications, gacha })[service] ?? [] })
  await users.app.start()
})
afterAll(() => users.close())

const gold = (amount: number): Reward => ({ kind: 'CURRENCY', currency: 'GOLD', amount })
const aClaim = ({ userId }: Player, rewards: Reward[]) => {
  const [id, data] = [randomUUID(), { userId, mailId: randomUUID(), rewards }]
  claimed.set(id, { eventId: id, ...data })
  return { type: 'mail.claimed' as const, data, id }
}
const walletOf = async ({ userId }: Player) => {
  const { wallet_gold, wallet_diamond } = await balancesOf(users, userId)
  return { gold: wallet_gold, diamonds: wallet_diamond }
}

test('the currency of a claimed mail is credited once, however often it is told, with the mail in the ledger', async () => {
  const player = await users.aPlayer()
  const rewards: Reward[] = [
    gold(100),
    { kind: 'ITEM', itemId: randomUUID(), quantity: 1 },
    { kind: 'CURRENCY', currency: 'DIAMOND', amount: 10 },
    gold(5),
  ]
  const claim = aClaim(player, rewards)
  await users.tell(...Array.from({ length: 64 }, () => claim))
  expect(await walletOf(player)).toEqual({ gold: 105, diamonds: 1_010 })
  const booked = `SELECT reason, leg, amount::int FROM ledger_transfer WHERE reference = $1 ORDER BY leg`
  expect(await users.rows(booked, [claim.data.mailId])).toEqual([
    { reason: 'MAIL_REWARD', leg: 0, amount: 100 },
    { reason: 'MAIL_REWARD', leg: 2, amount: 10 },
    { reason: 'MAIL_REWARD', leg: 3, amount: 5 },
  ])
  await expectSoundLedger(users)
})

test('a claim that notifications does not confirm grants nothing, and holds nothing up', async () => {
  const player = await users.aPlayer()
  const claim = aClaim(player, [gold(100)])
  const forged = { ...claim, id: randomUUID() }
  const raised = { ...claim, data: { ...claim.data, rewards: [gold(1_000_000)] } }
  await users.tell(forged, raised)
  expect(await walletOf(player)).toEqual({ gold: 0, diamonds: 1_000 })
  await users.tell(aClaim(player, [gold(7)]))
  expect(await walletOf(player)).toEqual({ gold: 7, diamonds: 1_000 })
})

test('what points became at the end of a banner is credited once, as gacha confirms it', async () => {
  const player = await users.aPlayer()
  const aPayout = () => {
    const id = randomUUID()
    const data = { userId: player.userId, bannerId: randomUUID(), conversionId: id, rewards: [gold(120)] }
    paidOut.set(id, { eventId: id, ...data })
    return { type: 'banner.paid_out' as const, data, id }
  }
  const [payout, raised] = [aPayout(), aPayout()]
  raised.data = { ...raised.data, rewards: [gold(1_000_000)] }
  await users.tell(raised, { ...payout, id: randomUUID() })
  expect(await walletOf(player)).toEqual({ gold: 0, diamonds: 1_000 })
  await users.tell(...Array.from({ length: 8 }, () => payout))
  expect(await walletOf(player)).toEqual({ gold: 120, diamonds: 1_000 })
  const booked = `SELECT reason, leg, amount::int FROM ledger_transfer WHERE reference = $1`
  expect(await users.rows(booked, [payout.id])).toEqual([{ reason: 'BANNER_PAYOUT', leg: 0, amount: 120 }])
  await expectSoundLedger(users)
})

test('accounts are listed by pages, without those that came later, are deleted, or were not asked for', async () => {
  const players = await Promise.all([users.aPlayer(), users.aPlayer(), users.aPlayer()])
  const ids = players.map(({ userId }) => userId).toSorted()
  const { listPlayers } = users.app.services
  const createdUntilMs = Date.now() + 60_000
  const ask = (more: object) =>
    listPlayers({ after: null, limit: 100, createdUntilMs, among: ids, isCounted: true, ...more })
  expect(await ask({})).toEqual({ userIds: ids, totalCount: 3 })
  expect(await ask({ limit: 2 })).toEqual({ userIds: ids.slice(0, 2), totalCount: 3 })
  expect(await ask({ after: ids[1], isCounted: false })).toEqual({ userIds: ids.slice(2), totalCount: null })
  expect(await ask({ createdUntilMs: 1 })).toEqual({ userIds: [], totalCount: 0 })
  expect((await ask({ among: null })).totalCount).toBeGreaterThanOrEqual(5)
  await users.rows(`UPDATE profile SET standing = 'DELETED' WHERE user_id = $1`, [ids[0]])
  expect((await ask({})).userIds).toEqual(ids.slice(1))
})
