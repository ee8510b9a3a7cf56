import { GraphQLError } from 'graphql'
import { AnswerErrors } from '../fetching/answer-errors.js'
import { groupByPlace } from '../json/json.js'
import type { IncrementalPart, IncrementalPayload, PendingPart } from '../contract/incremental-payload.js'
import type { DeferredStep, Run } from '../fetching/run.js'
import { clientLabel } from '../planning/defer.js'
import { clientPath, type DeferredPlace, type NullProblem, type ProjectionRun } from '../projection/projection-run.js'
import type { Projection } from '../projection/projection.js'

/** The deferred work of one stage: fetches by label, and the places that wait for them. */
interface Stage {
  readonly steps: readonly DeferredStep[]
  readonly places: readonly DeferredPlace[]
}

/** The execution that a part belongs to. */
interface Execution {
  readonly run: Run
  readonly project: (place: DeferredPlace) => ReturnType<Projection['part']>
  readonly pendingPart: NamePlace
  readonly explain: ExplainProblems
}

/**
 * Adds errors to a run for nulls of which none of its errors, or of those that were told earlier, says why
 * they are there.
 */
export type ExplainProblems = (problems: readonly NullProblem[], run: Run, earlier?: readonly GraphQLError[]) => void

/** Names a deferred place as the client knows it; a place keeps its number for as long as the answer lasts. */
type NamePlace = (place: DeferredPlace) => PendingPart

/** Numbers the deferred places of one answer. */
export function createPlaceNames(names: Pick<ProjectionRun, 'clientKey'>): NamePlace {
  const known = new WeakMap<DeferredPlace, PendingPart>()
  let count = 0
  return place => {
    const existing = known.get(place)
    if (existing !== undefined) return existing
    const label = clientLabel(place.label)
    const named = { place: count++, path: clientPath(place.path, names), ...(label !== undefined && { label }) }
    known.set(place, named)
    return named
  }
}

/**
 * Fetches deferred fragments in parallel, and delivers each one when it is complete; nested fragments follow
 * it. Only fetches that some place still waits for are started. Never rejects: an error belongs to its part.
 *
 * The planner may put the fetches of a fragment beside those of the fragment around it, and not within them:
 * fetches and places wait for each other.
 */
export async function* deliverParts(
  first: Stage,
  execution: Execution,
): AsyncGenerator<IncrementalPayload, void, void> {
  const running = new Set<Promise<void>>()
  const done: FinishedPart[] = []
  const steps = new Map<string, DeferredStep>()
  let waiting: readonly DeferredPlace[] = []

  const start = (label: string): void => {
    const places = waiting.filter(place => place.label === label)
    waiting = waiting.filter(place => place.label !== label)
    const task: Promise<void> = answerPart(steps.get(label), places, execution).then(part => {
      running.delete(task)
      done.push(part)
    })
    running.add(task)
  }
  const take = (stage: Stage): void => {
    for (const step of stage.steps) steps.set(step.label, step)
    waiting = [...waiting, ...stage.places]
  }
  const startAll = (): void => {
    const labels = new Set(waiting.map(({ label }) => label))
    for (const label of labels) if (steps.has(label)) start(label)
    // Labels without a fetch need no further data: a condition removed their part of the plan.
    if (running.size === 0) for (const label of labels) start(label)
  }

  take(first)
  startAll()
  // Parts may also finish while the client takes the last ones.
  while (running.size > 0 || done.length > 0) {
    if (done.length === 0) await Promise.race(running)
    const finished = done.splice(0)
    for (const { next } of finished) take(next)
    startAll()
    const incremental = finished.flatMap(part => part.incremental)
    const hasNext = running.size > 0
    if (incremental.length > 0) yield { incremental, hasNext }
    else if (!hasNext) yield { hasNext }
  }
}

interface FinishedPart {
  readonly incremental: readonly IncrementalPart[]
  readonly next: Stage
}

async function answerPart(
  step: DeferredStep | undefined,
  places: readonly DeferredPlace[],
  { run, project, explain, pendingPart }: Execution,
): Promise<FinishedPart> {
  const ofPart: Run = { ...run, errors: new AnswerErrors(run.errors.max), deferred: [] }
  try {
    await step?.fetch(ofPart)
  } catch (error) {
    ofPart.errors.add(() => asGraphqlError(error))
  }
  const projected = places.flatMap(place => {
    const part = project(place)
    return part === null ? [] : [{ pending: pendingPart(place), ...part }]
  })
  const problems = projected.flatMap(part => part.problems)
  if (problems.length > 0) explain(problems, ofPart, run.errors.told)
  const paths = projected.map(({ pending }) => pending.path)
  // An error that lies in none of them, or in all, goes with the first.
  const errorsByPlace = groupByPlace(ofPart.errors.list(), paths)
  const incremental = projected.map(({ pending, data, deferred }, index): IncrementalPart => {
    const errors = errorsByPlace.get(index) ?? []
    const nested = deferred.map(pendingPart)
    return {
      ...pending,
      data,
      ...(errors.length > 0 && { errors }),
      ...(nested.length > 0 && { nested }),
    }
  })
  return { incremental, next: { steps: ofPart.deferred, places: projected.flatMap(({ deferred }) => deferred) } }
}

const asGraphqlError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError ? error : new GraphQLError('Internal server error', { originalError: error as Error })
