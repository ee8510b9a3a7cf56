import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEconomy, untilSettled } from './audit.js'
import { guildSteps } from './fault-points.js'
import { dieAt } from './faults.js'
import { startGuildFounders, type GuildFounders } from './guild-founders.js'
import { isShort } from './short-form.js'
import { startStage, type Stage } from './stage.js'

const CLIENTS = 4
/** Of the short form: before the guild is there, and after it is gone. */
const shortSteps: ReadonlySet<string> = new Set(['price of a guild set aside', 'share paid'])
const steps = guildSteps.map(({ step }) => step).filter(step => !isShort || shortSteps.has(step))

let stage: Stage
let founders: GuildFounders
let hasFailed = false

beforeAll(async () => {
  stage = await startStage()
  founders = startGuildFounders(stage, CLIENTS)
})
afterAll(async () => {
  await founders.stop().catch(() => undefined)
  if (hasFailed) process.stdout.write(`The processes' logs are in ${stage.logs}\n`)
  await stage.close({ keepLogs: hasFailed })
})

describe('guilds that are founded, filled and dissolved while one process after another dies', () => {
  it.each(steps)('at: %s', async step => {
    hasFailed = true
    const bringing = dieAt(step).bring(stage, () => undefined)
    await Promise.race([bringing, founders.failed])
    await stage.untilReady()
    expect(await auditEconomy(stage.postgres, { settled: false })).toBe('')
    hasFailed = false
  })

  it('end with every unit of gold in the wallet that it belongs to', async () => {
    hasFailed = true
    await founders.stop()
    expect(await untilSettled(stage.postgres)).toEqual([])
    expect(await auditEconomy(stage.postgres, { settled: true })).toBe('')
    expect(founders.done.length).toBeGreaterThan(steps.length)
    const { rows } = await stage.postgres.pool('users').query<{ balance: string; n: string }>(
      `select balance, count(*) as n from ledger_account
       where kind = 'WALLET' and currency = 'GOLD' and user_id = any($1) group by balance`,
      [founders.done.map(({ id }) => id)],
    )
    expect(rows).toEqual([{ balance: String(founders.goldOfEach), n: String(founders.done.length) }])
    hasFailed = false
  })
})
