import { setImmediate } from 'node:timers/promises'
import {
  type DataSource,
  exchange,
  type OperationResult,
  type SubgraphRequest,
  type SubgraphResponse,
} from '@waystone/federation/contract'
import { createLogger } from '@waystone/kit/logger'
import { HttpExchange } from '../../src/data-sources/http-exchange.js'
import { createInProcessDataSource, type LocalResult } from '../../src/data-sources/in-process.js'
import { shareReads } from '@waystone/federation/source/sharing/shared-reads'
import { compileOperation } from '@waystone/federation/source/answer/compiled-operation'
import { createRepeatedAnswers, type RepeatOutcome } from '@waystone/federation/source/sharing/repeats/repeated-answers'
import { comparable, type Comparable } from './compare.js'
import type { Planned, Subject } from './differential.js'
import { hash, randomFrom } from './seeded-random.js'
import { testContext } from './test-context.js'
import { createWorld, type World } from './world/world.js'

export interface RepeatsCase {
  /** Each answer as it was, and as a fresh execution gives it. */
  readonly answers: readonly { readonly repeating: Comparable; readonly fresh: Comparable }[]
  readonly outcomes: readonly RepeatOutcome[]
  readonly description: string
}

/**
 * The world of each request in turn: again and again the same, then another one, and one that is like it but
 * for a few fields.
 */
const WORLDS = [0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 0] as const

/**
 * Asks the same operation of subgraphs whose answers stay the same, and change, as one that remembers and as
 * one that does not.
 */
export async function runRepeatsCase(planned: Planned, answerSeed: number): Promise<RepeatsCase> {
  const { subject, random, operation, plan, seed } = planned
  const chance = randomFrom(hash(seed, answerSeed))
  const variables = JSON.parse(JSON.stringify(random.variablesFor(chance))) as Record<string, unknown>
  const worldOf = (name: string, errors: number) =>
    createWorld(subject, hash(seed, answerSeed, name), { errors, illegalNulls: 0 })
  const worlds = [worldOf('one', 0), worldOf('another', 0), worldOf('another', 0.02)]
  const areLocal = chance.chance(0.5)
  const outcomes: RepeatOutcome[] = []
  const repeats = createRepeatedAnswers({ bytesMax: 10_000_000, onOutcome: outcome => outcomes.push(outcome) })
  const program = compileOperation({ plan, operation, epoch: subject.epoch })
  const answers: { repeating: Comparable; fresh: Comparable }[] = []
  for (const [turn, number] of WORLDS.entries()) {
    const world = worlds[number] as World
    const context = testContext
    const sources = sourcesOf(subject, world, hash(seed, answerSeed, turn), areLocal)
    const sourceOf = (name: string) => sources[name]
    const repeating = await repeats.answer({ plan, variables, context, sourceOf }, from =>
      program.execute({ variables, context, sourceOf: from }),
    )
    // A delivered answer belongs to the client, which may still be writing it while other requests are
    // answered.
    const text = JSON.stringify(repeating.data)
    const fresh: OperationResult = await program.execute({ variables, context, sourceOf })
    if (JSON.stringify(repeating.data) !== text) throw new Error('An answer has changed after it was given')
    answers.push({ repeating: comparable(repeating), fresh: comparable(fresh) })
  }
  const about = { subject: subject.name, seed, answerSeed, outcomes, text: random.text, variables }
  return { answers, outcomes, description: JSON.stringify(about, null, 1) }
}

/**
 * Over HTTP, or in the same process: answers are bytes or objects, come in any order, and may be to several
 * fetches at once.
 */
function sourcesOf(
  subject: Subject,
  world: World,
  seed: number,
  areLocal: boolean,
): Readonly<Record<string, DataSource>> {
  const sources: Record<string, DataSource> = {}
  for (const subgraph of Object.keys(subject.subgraphSchemas)) {
    const answer = async ({ query, variables }: Pick<SubgraphRequest, 'query' | 'variables'>) => {
      const turns = hash(seed, query) % TURNS_MAX
      for (let turn = 0; turn < turns; turn++) await setImmediate()
      return world.answer(subgraph, { query, variables })
    }
    const source = areLocal ? localSource(subgraph, answer) : httpSource(answer)
    sources[subgraph] = shareReads(source, { scopeOf: () => '' })
  }
  return sources
}

type AnswerRequest = (request: Pick<SubgraphRequest, 'query' | 'variables'>) => Promise<SubgraphResponse>

const localSource = (name: string, answer: AnswerRequest): DataSource =>
  createInProcessDataSource({
    name,
    subgraph: { execute: async request => JSON.parse(JSON.stringify(await answer(request))) as LocalResult },
    forwarding: { localHeadersOf: () => new Map() },
    logger: createLogger({ name: 'test', level: 'silent' }),
  })

const httpSource = (answer: AnswerRequest): DataSource => ({
  givesOwned: true,
  execute: async request => {
    const text = Buffer.from(JSON.stringify(await answer(request)))
    const { query, operationName, variables, expected } = request
    const had = new HttpExchange(Buffer.from(JSON.stringify({ query, operationName, variables })), text)
    const given = expected !== undefined && had.isLike(expected) ? expected : had
    return { ...(JSON.parse(text.toString()) as SubgraphResponse), [exchange]: given }
  },
})

const TURNS_MAX = 4
