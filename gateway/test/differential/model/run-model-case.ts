import type { OperationResult } from '@waystone/federation/contract'
import { GraphQLError, type DocumentNode } from 'graphql'
import { randomOperation } from '../random-operation.js'
import { runPrepared } from '../run-prepared.js'
import { hash, randomFrom } from '../seeded-random.js'
import type { Coverage } from './coverage.js'
import { faultsBySeed, soundSubgraphs } from './faults.js'
import type { ModelSubject } from './model-subject.js'
import { noteOperation } from './note-operation.js'
import { trueAnswer } from './oracle.js'
import type { SubgraphRun } from './strict-subgraphs.js'
import { judgeFaulty, judgeRefusal, judgeSound, type Verdict } from './verdict.js'

export interface ModelCase {
  readonly verdict: Verdict
  /** To repeat and to read a case that is not right. */
  readonly description: string
}

/** An operation for a supergraph. */
export interface ModelQuestion {
  readonly text: string
  readonly document: DocumentNode
  readonly variables: Record<string, unknown>
  /** Of the faults of its subgraphs; null when they are sound. */
  readonly faultSeed: number | null
}

/** A random operation for a supergraph; the same seed always makes the same one. */
export function randomQuestion({ epoch, model }: ModelSubject, seed: number, hasFaults: boolean): ModelQuestion {
  const caseSeed = hash(model.seed, seed)
  const { text, document, variablesFor } = randomOperation(epoch.schema, caseSeed, {
    sharesKeys: true,
    prefers: /^([rsc]\d|[xy]_)/,
  })
  const variables = JSON.parse(JSON.stringify(variablesFor(randomFrom(caseSeed)))) as Record<string, unknown>
  return { text, document, variables, faultSeed: hasFaults ? caseSeed : null }
}

export async function runModelCase(
  subject: ModelSubject,
  question: ModelQuestion,
  coverage: Coverage,
): Promise<ModelCase> {
  const { document, variables, faultSeed } = question
  noteOperation(document, coverage)
  const faults = faultSeed === null ? soundSubgraphs : faultsBySeed(faultSeed)
  const run: SubgraphRun = { faults, coverage, complaints: [], asked: [] }
  const truth = await trueAnswer(subject.model, { schema: subject.epoch.schema, document, variables, coverage })
  if (truth.errors !== undefined) throw new Error(`The model is wrong: ${JSON.stringify(truth)}\n${question.text}`)
  const answer = await ask(subject, question, run)
  const judge = faultSeed === null ? judgeSound : judgeFaulty
  const [complaint] = run.complaints
  const verdict: Verdict =
    answer instanceof GraphQLError
      ? judgeRefusal(answer)
      : complaint === undefined
        ? judge(answer, truth.data)
        : { kind: 'wrong', reason: `a wrong plan: ${complaint}` }
  return {
    verdict,
    description: verdict.kind === 'right' ? '' : describe(subject, question, { verdict, run, answer, truth }),
  }
}

/** @returns the error of an operation that nothing was asked for. */
async function ask(
  { epoch, sourcesFor }: ModelSubject,
  { document, text, variables }: ModelQuestion,
  run: SubgraphRun,
): Promise<OperationResult | GraphQLError> {
  try {
    const prepared = epoch.operations.prepare(document, { key: text, operationName: undefined, grants: new Set() })
    const { result } = await runPrepared(prepared, epoch, { variables, sources: sourcesFor(run) })
    return JSON.parse(JSON.stringify(result)) as OperationResult
  } catch (error) {
    if (error instanceof GraphQLError) return error
    return new GraphQLError(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}

function describe(
  { model, sdls }: ModelSubject,
  { text, variables, faultSeed }: ModelQuestion,
  { run, ...told }: { verdict: Verdict; run: SubgraphRun; answer: unknown; truth: unknown },
): string {
  const { complaints, asked } = run
  const lines = JSON.stringify({ supergraph: model.seed, faultSeed, variables, ...told, complaints, asked }, null, 1)
  const subgraphs = Object.entries(sdls).map(([name, sdl]) => `# ${name}\n${sdl}`)
  return `${text}\n${lines}\n${subgraphs.join('\n')}`
}
