import { RequestFault } from '@waystone/kit/errors'
import { AUDIT_TIME_MAX_MS, type AuditPart } from './audit-part.js'
import { compareShared, type Finding, type Subgraph } from './invariant.js'
import { auditedSubgraphs, sharedInvariants } from './invariants.js'

/** A finding, and the databases that it is about. */
export interface LiveFinding extends Finding {
  readonly description: string
}

/**
 * Checks the invariants that hold while the system is played, in the order of the command's report, through the
 * parts that the subgraphs answer for.
 * @param options.timeoutMs for the whole audit
 * @throws RequestFault SERVICE_UNAVAILABLE when a part cannot be asked, or the time is over
 */
export async function auditLive(
  parts: Readonly<Record<Subgraph, AuditPart>>,
  { timeoutMs = AUDIT_TIME_MAX_MS }: { timeoutMs?: number } = {},
): Promise<readonly LiveFinding[]> {
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isOver = true
      reject(tookTooLong(timeoutMs))
    }, timeoutMs)
  })
  try {
    return await Promise.race([over, check(parts, () => (isOver ? tookTooLong(timeoutMs) : null))])
  } finally {
    clearTimeout(timer)
  }
}

/** @param stop the error to end with, once nothing waits for the findings any more */
async function check(
  parts: Readonly<Record<Subgraph, AuditPart>>,
  stop: () => Error | null,
): Promise<readonly LiveFinding[]> {
  const goOn = () => {
    const error = stop()
    if (error !== null) throw error
  }
  const findings: LiveFinding[] = []
  for (const name of auditedSubgraphs) {
    goOn()
    const description = `Checked in the database of ${name}, all at one moment.`
    for (const finding of await parts[name].local()) findings.push({ ...finding, description })
  }
  for (const invariant of sharedInvariants({ settled: false })) {
    const { title, from, to } = invariant
    const reads = {
      page: (after: string) => parts[from].page({ title, after }),
      lookup: (ids: readonly string[]) => parts[to].lookup({ title, ids }),
    }
    const finding = await compareShared(invariant, reads, goOn)
    findings.push({ ...finding, description: `Rows of ${from} are compared with those of ${to}, page by page.` })
  }
  return findings
}

const tookTooLong = (timeoutMs: number) =>
  new RequestFault(
    'SERVICE_UNAVAILABLE',
    `The audit has not ended within ${timeoutMs / 1_000} s; the command "npx waystone audit" has no limit`,
  )
