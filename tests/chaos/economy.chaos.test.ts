import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEconomy, untilSettled } from './audit.js'
import { refusedCommands, wrongRefusals } from './event-faults.js'
import { faults, type Fault } from './faults.js'
import { createClientLedger, type Player } from './ledger-of-clients.js'
import { startLoad, type Load } from './load.js'
import { join } from './play.js'
import { lostOperations, misdelivered, recordedSignIns, repeatOperations, wrongWallets } from './promises-kept.js'
import { untilWell } from './recovery.js'
import { difference, errorSummary, reportTable, type FaultReport } from './report.js'
import { isShort } from './short-form.js'
import { startStage, type Stage } from './stage.js'

const OPERATIONS_MIN = isShort ? 1_000 : 20_000
const FAULTS_MIN = isShort ? 10 : 20
const CLIENTS = 16
const READERS = 2

const brought = faults.filter(fault => fault.isShort || !isShort)
const reports: FaultReport[] = []
let stage: Stage
let load: Load
let probe: Player
let hasFailed = false

const say = (text: string) => process.stdout.write(text)

beforeAll(async () => {
  stage = await startStage()
  probe = await join({ url: stage.url, ledger: createClientLedger() })
  load = startLoad({ url: stage.url, clients: CLIENTS, readers: READERS, seed: 1 })
})

afterAll(async () => {
  await load.stop().catch(() => undefined)
  say(`\n${reportTable(reports)}\n${errorSummary(load.ledger)}`)
  if (hasFailed) say(`The processes' logs are in ${stage.logs}\n`)
  await stage.close({ keepLogs: hasFailed })
})

async function suffer(fault: Fault): Promise<FaultReport> {
  const { counts } = load.ledger
  let before = { ...counts }
  let struckAtMs = performance.now()
  let bringing = Promise.resolve()
  await new Promise<void>((resolve, reject) => {
    bringing = fault.bring(stage, () => {
      before = { ...counts }
      struckAtMs = performance.now()
      resolve()
    })
    bringing.catch(reject)
  })
  const [recovery] = await Promise.all([untilWell(stage, probe, struckAtMs), bringing])
  await stage.untilReady()
  return { fault: fault.name, ...difference(counts, before), recovery }
}

describe('the economy under load, while one thing after another dies', () => {
  it.each(brought)('is well again after: $name', async fault => {
    hasFailed = true
    const report = await Promise.race([suffer(fault), load.failed])
    reports.push(report)
    const seconds = (report.recovery.answersMs / 1000).toFixed(2)
    say(
      `  ${fault.name}: ${report.operations} operations, ${report.errors} errors, ${report.failedReads} failed reads, ${seconds} s\n`,
    )
    expect(await auditEconomy(stage.postgres, { settled: false })).toBe('')
    expect(fault.isOneOfTwo ? report.failedReads : 0, load.ledger.failedReadMessages.slice(-3).join('\n')).toBe(0)
    hasFailed = false
  })
})

describe('after it all', () => {
  it('has been under load enough to mean something', async () => {
    while (load.ledger.counts.operations < OPERATIONS_MIN) await Promise.race([delay(100), load.failed])
    await load.stop()
    expect(reports.length).toBeGreaterThanOrEqual(FAULTS_MIN)
    expect(load.ledger.counts.operations).toBeGreaterThanOrEqual(OPERATIONS_MIN)
  })

  it('settles by itself', async () => {
    expect(await untilSettled(stage.postgres)).toEqual([])
  })

  it('keeps every invariant of the economy', async () => {
    expect(await auditEconomy(stage.postgres, { settled: true })).toBe('')
  })

  it('has lost nothing of what it has acknowledged', async () => {
    expect(await lostOperations(stage, load.ledger)).toEqual([])
  })

  it('has applied every event exactly once', async () => {
    expect(await misdelivered(stage)).toEqual([])
    const { sessionIds, uncertainSignIns, players } = load.ledger
    const recorded = await recordedSignIns(stage, players)
    expect(recorded).toBeGreaterThanOrEqual(sessionIds.length)
    expect(recorded).toBeLessThanOrEqual(sessionIds.length + uncertainSignIns)
  })

  it('has refused every forged event and no real one', async () => {
    expect(await wrongRefusals(stage)).toEqual([])
  })

  it('was refused nothing by Redis that it needs', async () => {
    expect(await refusedCommands(stage)).toEqual([])
  })

  it('answers no idempotency key in two ways', async () => {
    expect(load.ledger.conflicts).toEqual([])
    expect(await repeatOperations(stage, load.ledger)).toEqual([])
  })

  it('has in every wallet what its player was told', async () => {
    expect(await wrongWallets(stage, load.ledger)).toEqual([])
  })
})
