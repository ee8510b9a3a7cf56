import type { GatewayExecutionResult } from '@apollo/server-gateway-interface'
import type { DataSource } from '../../src/data-sources/data-source.js'
import { compileOperation } from '../../src/execution/compiled-operation.js'
import type { IncrementalPayload } from '../../src/execution/incremental-payload.js'
import type { Epoch } from '../../src/supergraph/epoch.js'
import type { PreparedOperation } from '../../src/supergraph/operations.js'
import { testContext } from './test-context.js'

/** Runs what was prepared, of which something must be allowed. @returns the first answer, and what follows it. */
export async function runPrepared(
  { plan, allowed }: PreparedOperation,
  epoch: Epoch,
  how: { variables: Record<string, unknown>; sources: Readonly<Record<string, DataSource>> },
): Promise<{ result: GatewayExecutionResult; following: readonly AsyncIterable<IncrementalPayload>[] }> {
  if (plan === null || allowed === null) throw new Error('Nothing of the operation is allowed')
  const following: AsyncIterable<IncrementalPayload>[] = []
  const result = await compileOperation({ plan, operation: allowed, epoch }).execute({
    variables: how.variables,
    context: testContext,
    sourceOf: name => how.sources[name],
    deliver: given => following.push(given),
  })
  return { result, following }
}
