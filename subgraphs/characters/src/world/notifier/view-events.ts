import { PartlyWrittenResult, WrittenResult } from '@waystone/kit/graphql'
import { EXECUTED_FROM, EXECUTED_TO, type Projection } from './projection.js'
import type { ViewBody } from './view-bodies.js'
import type { ViewChange } from './view-change.js'
import { readUpdate, type ViewUpdate } from './view-update.js'

/** An event of `worldUpdated`: its whole result, one in which some changes are to be executed, or none of it. */
export type ViewEvent = WrittenResult | PartlyWrittenResult | ViewUpdate

/** As a number: to look for a text of one character takes three times as long. */
const FROM_BYTE = EXECUTED_FROM.charCodeAt(0)

/** @param projection null for a viewer with the plain projection */
export function viewEvent(body: ViewBody, projection: Projection | null): ViewEvent {
  if (projection === null) return readUpdate(body)
  const { acknowledged, at, parts, sequence, snapshot, tick } = body
  if (!parts.some(part => part.includes(FROM_BYTE))) return new WrittenResult(parts)
  const { changes, texts } = cutOut(Buffer.concat(parts).toString())
  const update: ViewUpdate = { tick, at, sequence, snapshot, acknowledged, changes }
  return new PartlyWrittenResult(update, executed => join({ texts, executed, projection }))
}

/** @returns the changes that are to be executed, and the texts around them: one more */
function cutOut(text: string): { changes: ViewChange[]; texts: string[] } {
  const changes: ViewChange[] = []
  const texts: string[] = []
  for (const piece of text.split(EXECUTED_FROM)) {
    const end = piece.indexOf(EXECUTED_TO)
    if (end !== -1) changes.push(JSON.parse(piece.slice(0, end)) as ViewChange)
    texts.push(piece.slice(end + 1))
  }
  return { changes, texts }
}

type LocalResult = Parameters<PartlyWrittenResult['complete']>[0]

interface Parts {
  readonly texts: readonly string[]
  readonly executed: LocalResult
  readonly projection: Projection
}

/** Puts the executed changes between the texts; where one of them has errors, the result is parsed. */
function join({ executed, projection, texts }: Parts): LocalResult {
  const { rootKey, changesKey } = projection
  const changes = listIn(executed.data, projection)
  if (executed.errors === undefined && changes !== undefined)
    return new WrittenResult([Buffer.from(joinWith(texts, place => JSON.stringify(changes[place])))])
  // Bare numbers stand for the executed changes: no change is a number.
  const { data } = new WrittenResult([Buffer.from(joinWith(texts, String))])
  const list = listIn(data, projection) ?? []
  const places = [...list.keys()].filter(index => typeof list[index] === 'number')
  const errors = executed.errors?.map(error => {
    const [root, changesAt, index, ...below] = error.path ?? []
    return typeof index === 'number' && root === rootKey && changesAt === changesKey
      ? { ...error, path: [root, changesAt, places[index] ?? index, ...below] }
      : error
  })
  if (changes === undefined) return { ...executed, ...(errors && { errors }) }
  for (const [place, index] of places.entries()) list[index] = changes[place]
  return { data, ...(errors && { errors }) }
}

const joinWith = (texts: readonly string[], changeAt: (place: number) => string): string =>
  texts.map((text, index) => (index === 0 ? text : changeAt(index - 1) + text)).join('')

function listIn(data: LocalResult['data'], { changesKey, rootKey }: Projection): unknown[] | undefined {
  const update = data?.[rootKey] as Record<string, unknown[] | undefined> | null | undefined
  return update?.[changesKey]
}
