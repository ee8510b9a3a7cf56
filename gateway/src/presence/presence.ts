import { randomUUID } from 'node:crypto'
import { CONNECTIONS_PER_REPORT_MAX, reportConnections } from '@waystone/events'
import type { Logger } from '@waystone/kit/logger'
import type { ServiceClient } from '@waystone/kit/service-client'
import { createConnectedUsers } from './connected-users.js'

/** Tells social which users have live connections to this process (docs/decisions/105-presence.md). */
export interface Presence {
  /** A live connection of this user begins. @returns what ends it */
  connected(userId: string): () => void
  /** Tells that this process has no connections any more. */
  close(): Promise<void>
}

/** Changes of this time are told together. */
const GATHER_MS = 50
/** Social forgets a gateway after 6 s without a report. */
const RENEW_MS = 2_000
const GRACE_MS = 2_000
const DEADLINE_MS = 2_000
const RETRY_MS = 500

/**
 * Reports one after the other. A process without connections reports nothing. After a report that failed, or that
 * social did not know the base of, the next one holds all who are connected.
 */
export function createPresence({
  services,
  logger,
  times: { renewMs, graceMs } = { renewMs: RENEW_MS, graceMs: GRACE_MS },
}: {
  services: () => ServiceClient
  logger: Logger
  times?: { readonly renewMs: number; readonly graceMs: number }
}): Presence {
  const gatewayId = randomUUID()
  let revision = 0
  /** True while social holds what was reported last. */
  let isKnown = false
  let isFailing = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let dueMs = Infinity
  let reporting: Promise<void> | null = null

  const schedule = (afterMs: number) => {
    const due = performance.now() + afterMs
    if (isClosed || due >= dueMs) return
    clearTimeout(timer)
    dueMs = due
    timer = setTimeout(() => {
      dueMs = Infinity
      reporting ??= report().finally(() => {
        reporting = null
        if (users.hasChanges) schedule(isFailing ? RETRY_MS : GATHER_MS)
        else if (users.takenCount > 0) schedule(isFailing ? RETRY_MS : renewMs)
      })
    }, afterMs)
    timer.unref()
  }
  const users = createConnectedUsers({ graceMs, onChange: () => schedule(GATHER_MS) })

  const report = async (): Promise<void> => {
    const isWhole = !isKnown
    if (isWhole) users.forgetTaken()
    const changes = users.takeChanges(CONNECTIONS_PER_REPORT_MAX)
    if (isWhole && changes.connected.length === 0) return
    revision++
    const input = {
      gatewayId,
      revision,
      isWhole,
      connected: [...changes.connected],
      disconnected: [...changes.disconnected],
    }
    try {
      isKnown = (await services().call(reportConnections, input, { deadlineMs: DEADLINE_MS })).isKnown
      isFailing = false
      if (!isKnown) users.forgetTaken()
    } catch (error) {
      // It may have been taken all the same.
      isKnown = false
      users.forgetTaken()
      if (!isFailing) logger.warn({ err: error }, 'social is not told who is connected; it is tried again')
      isFailing = true
    }
  }
  return {
    connected: users.connected,
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      users.endGraces()
      await reporting
      if (!isKnown) return
      await report()
    },
  }
}
