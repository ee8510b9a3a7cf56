import type {
  AnswerKeys,
  DataSource,
  IncrementalPayload,
  OperationResult,
  PendingPart,
} from '@waystone/federation/contract'
import { compileOperation } from '@waystone/federation/source/answer/compiled-operation'
import type { Epoch } from '@waystone/federation/source/epoch/epoch'
import { print } from 'graphql'
import type { PreparedOperation } from '@waystone/federation/source/epoch/operations'
import { SaidNulls } from './said-nulls.js'
import { testContext } from './test-context.js'

/**
 * Runs what was prepared, of which something must be allowed. Nulls that no subgraph said must have an error.
 * @returns the first answer, what follows it, and the fragments that it leaves out.
 */
export async function runPrepared(
  { plan, allowed }: PreparedOperation,
  epoch: Epoch,
  how: { variables: Record<string, unknown>; sources: Readonly<Record<string, DataSource>> },
): Promise<{
  result: OperationResult
  following: readonly AsyncIterable<IncrementalPayload>[]
  pending: readonly PendingPart[]
  keys: AnswerKeys
}> {
  if (plan === null || allowed === null) throw new Error('Nothing of the operation is allowed')
  const following: AsyncIterable<IncrementalPayload>[] = []
  const pending: PendingPart[] = []
  let keys: AnswerKeys = new Map()
  const said = new SaidNulls(epoch.forPlanning(allowed).clientKey)
  const sources = said.watch(how.sources)
  // Half of the operations are answered by generated code, always the same ones.
  const generateAfter = print(allowed.definition).length % 2 === 0 ? 0 : Infinity
  const result = await compileOperation({ plan, operation: allowed, epoch, generateAfter }).execute({
    variables: how.variables,
    context: testContext,
    sourceOf: name => sources[name],
    deliver: given => {
      following.push(said.checked(given.payloads))
      pending.push(...given.pending)
      keys = given.keys
    },
  })
  said.check(result)
  return { result, following, pending, keys }
}
