import { reportConnections } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { answerCall, createInProcessServiceClient } from '@waystone/kit/service-client'
import { afterEach, expect, test, vi } from 'vitest'
import { createPresence, type Presence } from './presence.js'

type Report = Parameters<
  Parameters<typeof answerCall<typeof reportConnections.input._output, { isKnown: boolean }>>[1]
>[0]

const opened: Presence[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(presence => presence.close()))
})
const ADA = '11111111-1111-4111-8111-111111111111'
const BEA = '22222222-2222-4222-8222-222222222222'

/** A gateway whose reports build up what social would hold. */
function aGateway(times = { renewMs: 3_600_000, graceMs: 0 }) {
  const held = new Set<string>()
  const reports: Report[] = []
  const next: ('fails' | 'lost' | 'unknown')[] = []
  const take = async (report: Report) => {
    const fault = next.shift()
    if (fault === 'fails') throw new Error('social is away')
    reports.push(report)
    if (fault === 'unknown' || (!report.isWhole && report.revision !== (reports.at(-2)?.revision ?? 0) + 1))
      return { isKnown: false }
    if (report.isWhole) held.clear()
    for (const userId of report.connected) held.add(userId)
    for (const userId of report.disconnected) held.delete(userId)
    if (fault === 'lost') throw new Error('the answer is lost')
    return { isKnown: true }
  }
  const services = createInProcessServiceClient({ self: 'gateway', find: () => [answerCall(reportConnections, take)] })
  const presence = createPresence({
    services: () => services,
    logger: createLogger({ name: 'test', level: 'silent' }),
    times,
  })
  opened.push(presence)
  return { presence, reports, next, holds: () => [...held].toSorted() }
}
const settles = (gateway: ReturnType<typeof aGateway>, ...users: string[]) =>
  expect.poll(() => gateway.holds(), { timeout: 5_000 }).toEqual(users.toSorted())

test('a user is reported with the first connection and gone with the last one, once each', async () => {
  const gateway = aGateway()
  const ends = [gateway.presence.connected(ADA), gateway.presence.connected(ADA), gateway.presence.connected(BEA)]
  await settles(gateway, ADA, BEA)
  ends[0]?.()
  ends[0]?.()
  ends[2]?.()
  await settles(gateway, ADA)
  ends[1]?.()
  await settles(gateway)
  const told = gateway.reports.flatMap(({ connected, disconnected }) => [...connected, ...disconnected])
  expect(told.toSorted()).toEqual([ADA, ADA, BEA, BEA])
})

test('a user who comes back within the grace was never gone', async () => {
  const gateway = aGateway({ renewMs: 20, graceMs: 60_000 })
  const end = gateway.presence.connected(ADA)
  await settles(gateway, ADA)
  end()
  gateway.presence.connected(ADA)
  const renewed = gateway.reports.length + 2
  await expect.poll(() => gateway.reports.length).toBeGreaterThanOrEqual(renewed)
  expect(gateway.reports.flatMap(({ disconnected }) => disconnected)).toEqual([])
})

test.each(['fails', 'lost', 'unknown'] as const)(
  'after a report that is %s, the next one holds all who are connected',
  async fault => {
    const gateway = aGateway()
    const end = gateway.presence.connected(ADA)
    await settles(gateway, ADA)
    gateway.next.push(fault)
    end()
    gateway.presence.connected(BEA)
    await settles(gateway, BEA)
    await expect
      .poll(() => gateway.reports.at(-1), { timeout: 5_000 })
      .toMatchObject({ isWhole: true, connected: [BEA] })
    expect(gateway.holds()).toEqual([BEA])
  },
)

test('a gateway without connections reports nothing, and one that ends says that its users are gone', async () => {
  vi.useFakeTimers()
  const idle = aGateway({ renewMs: 10, graceMs: 0 })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(idle.reports).toEqual([])
  vi.useRealTimers()
  const gateway = aGateway({ renewMs: 3_600_000, graceMs: 60_000 })
  const end = gateway.presence.connected(ADA)
  await settles(gateway, ADA)
  end()
  await gateway.presence.close()
  expect(gateway.holds()).toEqual([])
})
