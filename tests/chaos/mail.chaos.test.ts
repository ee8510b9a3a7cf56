import { withGold } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditEconomy, untilSettled } from './audit.js'
import { mailSteps } from './fault-points.js'
import { dieAt } from './faults.js'
import { createClientLedger } from './ledger-of-clients.js'
import { GOLD, ITEMS, startMailReaders, type MailReaders } from './mail-readers.js'
import { createChance } from './chance.js'
import { join, signInAgain } from './play.js'
import type { Subgraph } from './postgres.js'
import { startPushService, type PushService } from './push-service.js'
import { startStage, type Stage } from './stage.js'

const CLIENTS = 3
/** Recipients of mails to many: two batches (subgraphs/notifications/src/services/continue-sendings.ts). */
const CROWD = 1_000
/** A push of a process that died is tried again when its lease has ended (…/push-deliveries.ts). */
const PUSHED_WITHIN = { timeout: 120_000, interval: 500 }
/** Tries that one process has under way at the most: so many pushes may come twice with each death. */
const UNDER_WAY_MAX = 200

let stage: Stage
let pushes: PushService
let readers: MailReaders
let hasFailed = false

beforeAll(async () => {
  pushes = await startPushService()
  stage = await startStage(pushes.settings, { notifications: 2 })
  const play = { url: stage.url, ledger: createClientLedger(), chance: createChance(1) }
  const admin = await join(play)
  const toAdmin = `update "user" set role = 'admin' where username = $1`
  await stage.postgres.pool('users').query(toAdmin, [admin.name.toLowerCase()])
  await signInAgain(play, admin)
  const [item] = await rowsOf<{ id: string }>('gacha', 'select id from item order by id limit 1')
  const crowd = await withGold(stage.postgres.pool('users'), { count: CROWD, gold: 0, at: new Date() })
  readers = startMailReaders({ stage, admin, itemId: item?.id ?? '', crowd }, CLIENTS)
})
afterAll(async () => {
  await readers.stop().catch(() => undefined)
  if (hasFailed) process.stdout.write(`The processes' logs are in ${stage.logs}\n`)
  await stage.close({ keepLogs: hasFailed })
  await pushes.close()
})

const rowsOf = async <Row extends object>(subgraph: Subgraph, text: string, ...values: unknown[]) =>
  (await stage.postgres.pool(subgraph).query<Row>(text, values)).rows

describe('mails that are sent, pushed and claimed while one process after another dies', () => {
  it.each(mailSteps.map(({ step }) => step))('at: %s', async step => {
    hasFailed = true
    const bringing = dieAt(step).bring(stage, () => undefined)
    await Promise.race([bringing, readers.failed])
    await stage.untilReady()
    expect(await auditEconomy(stage.postgres, { settled: false })).toBe('')
    hasFailed = false
  })

  it('have granted what is attached once to each reader, and answered each claim alike', async () => {
    hasFailed = true
    await readers.stop()
    expect(await untilSettled(stage.postgres)).toEqual([])
    expect(await auditEconomy(stage.postgres, { settled: true })).toBe('')
    expect(readers.conflicts).toEqual([])
    expect(readers.done.length).toBeGreaterThan(mailSteps.length)
    const ids = readers.done.map(({ id }) => id)
    const gold = await rowsOf(
      'users',
      `select a.user_id from ledger_transfer t join ledger_account a on a.id = t.credit_account_id
       where t.reason = 'MAIL_REWARD' and a.user_id = any($1) group by a.user_id having sum(t.amount) = $2`,
      ids,
      GOLD,
    )
    const items = await rowsOf(
      'gacha',
      `select user_id from item_receipt where source = 'MAIL' and user_id = any($1) group by user_id having sum(quantity) = $2`,
      ids,
      ITEMS,
    )
    expect([gold.length, items.length]).toEqual([ids.length, ids.length])
    hasFailed = false
  })

  it('to many have reached each recipient once, with one notification', async () => {
    const sent = await rowsOf(
      'notifications',
      `select done, recipients, (select count(distinct user_id) from mail where sending_id = s.id)::int as mails,
         (select count(distinct user_id) from notification where sending_id = s.id)::int as told
       from sending s where id = any($1)`,
      readers.sendingIds,
    )
    expect(sent.length).toBeGreaterThan(1)
    expect(sent).toEqual(sent.map(() => ({ done: CROWD, recipients: CROWD, mails: CROWD, told: CROWD })))
  })

  it('are pushed at least once, and twice under the same id only where a process died in between', async () => {
    hasFailed = true
    const waiting = `select from delivery where status = 'PENDING'`
    await vi.waitFor(async () => expect(await rowsOf('notifications', waiting)).toHaveLength(0), PUSHED_WITHIN)
    const deliveries = await rowsOf<{ user: string; notification: string; status: string }>(
      'notifications',
      'select user_id as "user", notification_id as notification, status from delivery',
    )
    expect(deliveries.length).toBeGreaterThanOrEqual(readers.done.length)
    expect(deliveries.filter(({ status }) => status !== 'SENT')).toEqual([])
    const name = (token: string, tag: string) => `${token} ${tag}`
    const accepted = new Set(pushes.accepted.map(({ token, tag }) => name(token, tag)))
    expect([...accepted].toSorted()).toEqual(
      deliveries.map(({ user, notification }) => name(user, notification)).toSorted(),
    )
    const twice = pushes.accepted.length - accepted.size
    expect(twice).toBeGreaterThan(0)
    expect(twice).toBeLessThanOrEqual(mailSteps.length * UNDER_WAY_MAX)
    hasFailed = false
  }, 150_000)
})
