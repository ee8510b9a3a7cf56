import { answerBody, type SubgraphResponse } from '../../data-sources/data-source.js'
import type { Run } from '../plan/run.js'
import { questionKey, type RecordedFetch, type SourceOf } from './recorded-fetches.js'

/** A fetch with everything that asking it again needs. */
export interface RepeatableFetch extends RecordedFetch {
  /** Its variables. */
  readonly given: Readonly<Record<string, unknown>>
  /** Places of those that must have been answered before. */
  readonly after: readonly number[]
}

/**
 * Asks what was asked before, each question as soon as those before it have been answered as they were then; none after one that
 * was answered differently.
 * @returns the answers by the keys of their questions, unless all are the same.
 */
export async function askAgain(
  fetches: readonly RepeatableFetch[],
  { context, sourceOf }: { context: Run['context']; sourceOf: SourceOf },
): Promise<{ isSame: boolean; answered: ReadonlyMap<string, SubgraphResponse> }> {
  const answered = new Map<RepeatableFetch, SubgraphResponse>()
  let isSame = true
  const ask = async (fetch: RepeatableFetch) => {
    for (const place of fetch.after) await done[place]
    if (!isSame) return
    const { query, operationName, given: variables, body } = fetch
    try {
      const response = await sourceOf(fetch.serviceName)?.execute({
        query,
        operationName,
        variables,
        context,
        expected: fetch,
      })
      if (response?.[answerBody] !== body) isSame = false
      if (response !== undefined) answered.set(fetch, response)
    } catch {
      // The execution asks again, and reports it.
      isSame = false
    }
  }
  const done: Promise<void>[] = []
  for (const fetch of fetches) done.push(ask(fetch))
  await Promise.all(done)
  if (isSame) return { isSame, answered: new Map() }
  return { isSame, answered: new Map([...answered].map(([fetch, response]) => [questionKey(fetch), response])) }
}
