import { exchange, type Exchange, type SourceOf, type SubgraphResponse } from '../../contract/data-source.js'
import type { Run } from '../../fetching/run.js'
import { questionKey } from './recorded-fetches.js'

/** An exchange with everything that having it again needs. */
export interface RepeatableExchange {
  readonly serviceName: string
  readonly exchange: Exchange
  readonly question: Exchange['question']
  /** Places of those that must have been answered before. */
  readonly after: readonly number[]
}

/**
 * Asks what was asked before, each question as soon as those before it have been answered as they were then;
 * none after one that was answered differently.
 * @returns the answers by the keys of their questions, unless all are the same.
 */
export async function askAgain(
  exchanges: readonly RepeatableExchange[],
  { context, sourceOf }: { context: Run['context']; sourceOf: SourceOf },
): Promise<{ isSame: boolean; answered: ReadonlyMap<string, SubgraphResponse> }> {
  const responses: (SubgraphResponse | undefined)[] = []
  let isSame = true
  const ask = async ({ serviceName, question, exchange: expected, after }: RepeatableExchange, place: number) => {
    for (const other of after) await done[other]
    if (!isSame) return
    try {
      const { query, operationName, variables, numbers } = question
      const response = await sourceOf(serviceName)?.execute({
        query,
        operationName,
        variables,
        context,
        numbers,
        expected,
      })
      responses[place] = response
      if (response === undefined || !isAsExpected(response, expected)) isSame = false
    } catch {
      // The execution asks again, and reports it.
      isSame = false
    }
  }
  const done: Promise<void>[] = []
  for (const [place, each] of exchanges.entries()) done.push(ask(each, place))
  await (done.length === 1 ? done[0] : Promise.all(done))
  if (isSame) return allTheSame
  const answered = new Map<string, SubgraphResponse>()
  for (const [place, { serviceName, question }] of exchanges.entries()) {
    const response = responses[place]
    if (response !== undefined) answered.set(questionKey(serviceName, question), response)
  }
  return { isSame, answered }
}

const allTheSame = { isSame: true, answered: new Map<string, SubgraphResponse>() } as const

/**
 * Compares by content where the exchange is not the same object: a response may be shared with a read that
 * expected an equal exchange.
 */
const isAsExpected = ({ [exchange]: had }: SubgraphResponse, expected: Exchange): boolean =>
  had === expected || had?.isLike(expected) === true
