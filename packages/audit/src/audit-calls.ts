import type { Database } from '@waystone/kit/postgres'
import { answerCall, type InternalHandler, type ServiceClient } from '@waystone/kit/service-client'
import * as z from 'zod'
import { AUDIT_TIME_MAX_MS, createAuditPart, LIVE_PAGE_ROWS, type AuditPart } from './audit-part.js'
import type { Subgraph } from './invariant.js'

const title = z.string().min(1).max(200)
const texts = z.array(z.string())

/** users → each other subgraph: its part of the audit. An invariant is named by its title: no statement is sent. */
const callsTo = (service: Exclude<Subgraph, 'users'>) => ({
  local: {
    service,
    operation: 'audit-local',
    callers: ['users'],
    input: z.object({}),
    output: z.object({
      findings: z.array(z.object({ title, violations: z.number().int().min(0), examples: texts })),
    }),
  },
  page: {
    service,
    operation: 'audit-page',
    callers: ['users'],
    input: z.object({ title, after: z.guid() }),
    output: z.object({ rows: z.array(z.object({ id: z.guid(), expected: texts })).max(LIVE_PAGE_ROWS) }),
  },
  lookup: {
    service,
    operation: 'audit-lookup',
    callers: ['users'],
    input: z.object({ title, ids: z.array(z.guid()).max(LIVE_PAGE_ROWS) }),
    output: z.object({ rows: z.array(z.object({ id: z.guid(), found: z.string().nullable() })) }),
  },
})

/** How a subgraph answers for its part. */
export function answerAudit(service: Exclude<Subgraph, 'users'>, part: AuditPart): readonly InternalHandler[] {
  const calls = callsTo(service)
  return [
    answerCall(calls.local, async () => ({ findings: [...(await part.local())] })),
    answerCall(calls.page, async read => ({
      rows: (await part.page(read)).map(({ id, expected }) => ({ id, expected: [...expected] })),
    })),
    answerCall(calls.lookup, async read => ({ rows: [...(await part.lookup(read))] })),
  ]
}

/** The parts as users sees them: its own database, and the other subgraphs, which are asked for theirs. */
export const auditParts = ({
  database,
  services,
}: {
  database: Pick<Database, 'primary' | 'reads'>
  services: ServiceClient
}): Readonly<Record<Subgraph, AuditPart>> => ({
  users: createAuditPart('users', database),
  characters: remotePart('characters', services),
  quests: remotePart('quests', services),
  gacha: remotePart('gacha', services),
  social: remotePart('social', services),
  notifications: remotePart('notifications', services),
})

/** The part of another subgraph, which is asked for it. */
function remotePart(service: Exclude<Subgraph, 'users'>, services: ServiceClient): AuditPart {
  const calls = callsTo(service)
  const options = { deadlineMs: AUDIT_TIME_MAX_MS }
  return {
    local: async () => (await services.call(calls.local, {}, options)).findings,
    page: async read => (await services.call(calls.page, read, options)).rows,
    lookup: async ({ title: of, ids }) =>
      (await services.call(calls.lookup, { title: of, ids: [...ids] }, options)).rows,
  }
}
