import type { Following, IncrementalPart, PendingPart } from '@waystone/federation/contract'
import { groupByPlace, type JsonObject } from '@waystone/federation/json'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { DeliveredFields, type NewFields, type Path, type Taken } from './delivered-fields.js'
import type { FormatErrors, IncrementalWriter } from './incremental-writer.js'
import { hasPlace, REASONS_MAX, ToldErrors } from './told-errors.js'

type Errors = readonly GraphQLFormattedError[]

interface IncrementalEntry {
  readonly id: string
  readonly subPath?: Path
  readonly data: JsonObject
  readonly errors?: Errors
}

/**
 * Writes an answer in the format of https://specs.apollo.dev/incremental/v0.2: a fragment is `pending` under an
 * id, its data comes as `incremental`, and `completed` ends it, with errors where it failed. No field is sent
 * twice: a part that has fields of another names its new ones only, by `subPath`.
 */
export function createPendingWriter(
  initial: string,
  { pending, keys }: Pick<Following, 'pending' | 'keys'>,
  formatErrors: FormatErrors,
): IncrementalWriter {
  const answer = JSON.parse(initial) as { data: JsonObject | null; errors?: Errors }
  const delivered = new DeliveredFields(answer.data, keys)
  const told = new ToldErrors(delivered)
  told.add(answer.errors ?? [])
  const open = new OpenFragments()
  // A fragment within an object that the client has as null stays unknown to the client.
  const announce = (parts: readonly PendingPart[]) =>
    parts.filter(({ path }) => delivered.hasObjectAt(path)).map(part => open.add(part))

  return {
    first: { pending: announce(pending), hasNext: true },
    next: ({ incremental: parts = [], hasNext }) => {
      const announced: object[] = []
      const incremental: IncrementalEntry[] = []
      const completed: { id: string; errors?: Errors }[] = []
      // The engine tells such an error once for all parts of a payload that it concerns.
      const unplaced: GraphQLFormattedError[] = []
      for (const part of parts) {
        const id = open.close(part)
        // The fragment around this one has failed, and the client does not know this one.
        if (id === undefined) continue
        const errors = part.errors === undefined ? [] : formatErrors(part.errors)
        const taken = takePart(part, delivered)
        if (taken.kind === 'taken') {
          for (const entry of entriesOf(part, { id, fields: taken.fields, errors })) incremental.push(entry)
          completed.push({ id })
          for (const fragment of announce(part.nested ?? [])) announced.push(fragment)
        } else {
          completed.push({ id, errors: reasonsOf(taken, { errors, told, unplaced, formatErrors }) })
        }
        told.add(errors)
        for (const error of errors) if (!hasPlace(error)) unplaced.push(error)
      }
      // Fragments without a part turned out to be for other types than those of their objects.
      if (!hasNext) for (const id of open.closeAll()) completed.push({ id })
      return {
        ...(announced.length > 0 && { pending: announced }),
        ...(incremental.length > 0 && { incremental }),
        ...(completed.length > 0 && { completed }),
        hasNext,
      }
    },
  }
}

/** The ids of pending fragments, by their place: several of them may have one path and label. */
class OpenFragments {
  readonly #ids = new Map<number, string>()
  #count = 0

  add({ place, path, label }: PendingPart): object {
    const id = `${this.#count++}`
    this.#ids.set(place, id)
    return { id, path, label }
  }

  /** @returns undefined for a fragment that was never announced. */
  close({ place }: PendingPart): string | undefined {
    const id = this.#ids.get(place)
    this.#ids.delete(place)
    return id
  }

  closeAll(): string[] {
    const ids = [...this.#ids.values()]
    this.#ids.clear()
    return ids
  }
}

/** An entry for each object with new fields. An error goes with the innermost object that it lies in. */
function entriesOf(
  { path }: IncrementalPart,
  { id, fields, errors }: { id: string; fields: readonly NewFields[]; errors: Errors },
): readonly IncrementalEntry[] {
  const objects = fields.length === 0 && errors.length > 0 ? [{ subPath: [], data: {} }] : fields
  const places = errors.length === 0 ? [] : objects.map(({ subPath }) => [...path, ...subPath])
  const errorsOf = groupByPlace(errors, places)
  return objects.map(({ subPath, data }, index) => {
    const own = errorsOf.get(index)
    return { id, ...(subPath.length > 0 && { subPath }), data, ...(own && { errors: own }) }
  })
}

/** A fragment that failed, with the path of the null that it failed for. */
interface Failed {
  readonly kind: 'without data' | 'conflict'
  readonly path: Path
}

function takePart(
  { path, data }: IncrementalPart,
  delivered: DeliveredFields,
): Failed | Extract<Taken, { kind: 'taken' }> {
  if (data === null) return { kind: 'without data', path }
  const taken = delivered.take(path, data)
  return taken.kind === 'taken' ? taken : { kind: 'conflict', path: [...path, ...taken.subPath] }
}

/** The errors of a failed fragment: its own, and where none of them says why it failed, one that does. */
function reasonsOf(
  failed: Failed,
  how: { errors: Errors; told: ToldErrors; unplaced: Errors; formatErrors: FormatErrors },
): Errors {
  const { errors, told, unplaced, formatErrors } = how
  if (errors.some(error => told.explains(error, failed.path))) return errors
  const before = told.reasonsAt(failed.path)
  if (before.length > 0) return [...errors, ...before]
  if (unplaced.length > 0) return [...errors, ...unplaced.slice(0, REASONS_MAX)]
  return [...errors, ...formatErrors([failureOf(failed)])]
}

/** Two subgraphs may disagree about an object that may be null; neither answer is an error by itself. */
function failureOf({ kind, path }: Failed): GraphQLError {
  return kind === 'conflict'
    ? new GraphQLError('A deferred fragment has null where an earlier part of the answer has an object or a list', {
        path,
        extensions: { code: 'INVALID_GRAPHQL' },
      })
    : new GraphQLError('A deferred fragment has neither data nor an error', {
        path,
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      })
}
