import type { Clock } from '@waystone/kit/clock'
import { repeat } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import type { OperationDefinitionNode } from 'graphql'
import { clientOf } from '../client-name.js'
import type { GatewayPlugin } from '../../requests/gateway-plugin.js'
import { createUsageCounts } from './usage-counts.js'
import { usedFields } from './used-fields.js'

/**
 * Logs the operations, clients and fields in use, for developers who want to remove a field: a JSON line for
 * each operation and client at every interval, with counts, errors, durations and the fields it names. Never
 * variables, users or documents. Nothing leaves the machine.
 */
export function useUsageLog(options: {
  write: (lines: readonly object[]) => Promise<void>
  intervalMs: number
  clock: Clock
  logger: Logger
}): { plugin: GatewayPlugin; start(): void; close(): Promise<void> } {
  const { write, intervalMs, clock, logger } = options
  const counts = createUsageCounts()
  const fieldsOf = new WeakMap<OperationDefinitionNode, readonly string[]>()
  let since = clock.now()
  let job: { stop(): Promise<void> } | undefined

  const flush = async () => {
    const from = since.toISOString()
    since = clock.now()
    const to = since.toISOString()
    const { counts: taken, uncounted } = counts.take()
    const lines = taken.map(({ durationMsTotal, durationMsMax, ...count }) => ({
      from,
      to,
      ...count,
      durationMsTotal: Math.round(durationMsTotal),
      durationMsMax: Math.round(durationMsMax),
    }))
    // The warning tells readers of the log that its counts are incomplete.
    if (uncounted > 0) logger.warn({ uncounted }, 'more operations and clients were in use than are told apart')
    if (lines.length > 0) await write(lines)
  }

  return {
    plugin: {
      onEnd: ({ request, running, documentHash, durationMs, errorCount }) => {
        if (running === null || documentHash === null) return
        const { name, version } = clientOf(request)
        const { operation, operationName, epoch } = running
        const record = () => ({
          operation: operationName ?? operation.definition.name?.value ?? null,
          kind: operation.definition.operation,
          document: documentHash,
          clientName: name,
          clientVersion: version,
          fields: known(operation.definition, () => usedFields(operation, epoch.schema)),
        })
        const key = `${documentHash}\n${operationName ?? ''}\n${name ?? ''}\n${version ?? ''}`
        counts.add(record, key, { durationMs, hasErrors: errorCount > 0 })
      },
    },
    start: () => {
      since = clock.now()
      job = repeat({ job: 'usage log', intervalMs, logger, run: flush })
    },
    close: async () => {
      await job?.stop()
      await flush().catch((error: unknown) => logger.error({ err: error }, 'the last usage could not be written'))
    },
  }

  function known(definition: OperationDefinitionNode, make: () => readonly string[]): readonly string[] {
    const found = fieldsOf.get(definition) ?? make()
    fieldsOf.set(definition, found)
    return found
  }
}
