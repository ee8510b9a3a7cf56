import { withTransaction, type Pool, type Queryable } from '@waystone/kit/postgres'
import { auditedSubgraphs, localInvariants, sharedInvariants } from './invariants.js'
import { checkLocal, checkShared, type Finding, type Subgraph } from './invariant.js'

/** How a database is looked at. */
export interface Source {
  /** One moment of it, however long the look takes. */
  snapshot<T>(look: (snapshot: Queryable) => Promise<T>): Promise<T>
  /** It as it is now. */
  readonly now: Queryable
}

export const sourceOf = (pool: Pool): Source => ({ now: pool, snapshot: look => lookAt(pool, look) })

const lookAt = <T>(pool: Pool, look: (snapshot: Queryable) => Promise<T>): Promise<T> =>
  withTransaction(pool, async tx => {
    await tx.query({ text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY' })
    return await look(tx)
  })

/**
 * Checks every invariant, one after the other, and reports each; with `settled` also those that hold only
 * while nothing is under way. Reads only.
 * @returns how many do not hold
 */
export async function auditEconomy(options: {
  sources: Readonly<Record<Subgraph, Source>>
  settled: boolean
  report: (finding: Finding) => void
  /** How many rows of a long look have been compared. */
  onRows?: (title: string, rows: number) => void
}): Promise<number> {
  const { sources, settled, onRows } = options
  let violated = 0
  const report = (finding: Finding) => {
    violated += finding.violations === 0 ? 0 : 1
    options.report(finding)
  }
  for (const name of auditedSubgraphs) {
    await sources[name].snapshot(async snapshot => {
      for (const invariant of localInvariants(name, { settled })) report(await checkLocal(snapshot, invariant))
    })
  }
  for (const invariant of sharedInvariants({ settled })) {
    let rows = 0
    const to = sources[invariant.to].now
    const finding = await sources[invariant.from].snapshot(from =>
      checkShared({ from, to }, invariant, more => {
        rows += more
        onRows?.(invariant.title, rows)
      }),
    )
    report(finding)
  }
  return violated
}
