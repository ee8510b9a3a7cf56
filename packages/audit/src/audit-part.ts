import { RequestFault } from '@waystone/kit/errors'
import { withTransaction, type Database, type Pool } from '@waystone/kit/postgres'
import {
  checkLocal,
  readFound,
  readPage,
  type ExpectedRow,
  type Finding,
  type FoundRow,
  type SharedInvariant,
  type Subgraph,
} from './invariant.js'
import { localInvariants, sharedInvariants } from './invariants.js'

/** One database's part in the audit of a live system; the statements stay where the database is. */
export interface AuditPart {
  /** Checks the invariants of this database alone, all at one moment. */
  local(): Promise<readonly Finding[]>
  /** A page of an invariant that is read from this database, behind an id. */
  page(read: { title: string; after: string }): Promise<readonly ExpectedRow[]>
  /** The values that this database has for the ids of a page. */
  lookup(read: { title: string; ids: readonly string[] }): Promise<readonly FoundRow[]>
}

/** At most: a page of them is a body of 150 kB. */
export const LIVE_PAGE_ROWS = 2_000
/** The whole audit ends within that (audit-live.ts): no statement goes on alone after it. */
export const AUDIT_TIME_MAX_MS = 9_000

/**
 * Reads the replica, where there is one: rows that are compared with another database may be older there, and
 * not newer. `lookup` reads the primary for the same reason.
 */
export function createAuditPart(
  subgraph: Subgraph,
  { primary, reads }: Pick<Database, 'primary' | 'reads'>,
): AuditPart {
  let running: Promise<readonly Finding[]> | null = null
  const check = (pool: Pool): Promise<readonly Finding[]> =>
    withTransaction(pool, async tx => {
      await tx.query({ text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY' })
      await tx.query({ text: `SET LOCAL statement_timeout = ${AUDIT_TIME_MAX_MS}` })
      const findings: Finding[] = []
      for (const invariant of localInvariants(subgraph, { settled: false }))
        findings.push(await checkLocal(tx, invariant))
      return findings
    })
  return {
    local: () => {
      running ??= reads.run({ replica: check, primary: check }).finally(() => {
        running = null
      })
      return running
    },
    page: ({ title, after }) => {
      const invariant = sharedInvariantOf(title, { from: subgraph })
      return readPage(reads, invariant, { after, rows: LIVE_PAGE_ROWS })
    },
    lookup: ({ title, ids }) => readFound(primary, sharedInvariantOf(title, { to: subgraph }), ids),
  }
}

function sharedInvariantOf(title: string, side: Partial<Pick<SharedInvariant, 'from' | 'to'>>): SharedInvariant {
  const found = sharedInvariants({ settled: false }).find(
    invariant =>
      invariant.title === title &&
      (side.from === undefined || invariant.from === side.from) &&
      (side.to === undefined || invariant.to === side.to),
  )
  if (found === undefined) throw new RequestFault('BAD_REQUEST', 'Expected the title of an invariant of this database')
  return found
}
