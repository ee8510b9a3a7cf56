import type {
  AnswerKeys,
  IncrementalPart,
  IncrementalPayload,
  OperationResult,
  PendingPart,
} from '@waystone/federation/contract'
import { createPendingWriter } from '../../src/http/pending-writer.js'
import { canonicalJson } from './canonical-json.js'
import { valueAt } from './incremental.js'

type Path = readonly (string | number)[]

interface Message {
  readonly pending?: readonly { id: string; path: Path; label?: string }[]
  readonly incremental?: readonly { id: string; subPath?: Path; data: Record<string, unknown>; errors?: unknown }[]
  readonly completed?: readonly { id: string; errors?: readonly unknown[] }[]
}

/** An answer as the engine gives it. */
export interface AnswerInParts {
  readonly result: OperationResult
  readonly pending: readonly PendingPart[]
  readonly payloads: readonly IncrementalPayload[]
  readonly keys: AnswerKeys
}

/**
 * Writes an answer in the format of incremental delivery v0.2, and reads it as a strict client.
 * @throws Error where the messages break a rule of the format: a field that comes twice or is of another
 * fragment, an id that is not pending, a fragment that is never completed, one that is completed without all
 * of its fields, or one whose object the client does not have.
 */
export function readPending(answer: AnswerInParts): { data: unknown; hasFailed: boolean } {
  const messages = write(answer)
  // Labels of their own show which fragment an id is for. They may change nothing besides.
  const labelled = write(mapParts(answer, part => ({ ...part, label: `${part.place}` })))
  const told = withoutLabels(messages)
  const toldLabelled = withoutLabels(labelled)
  if (told !== toldLabelled) throw new Error(`Labels change the answer: ${told}, with labels ${toldLabelled}`)
  return read(answer, labelled)
}

function write({ result, pending, payloads, keys }: AnswerInParts): readonly Message[] {
  const writer = createPendingWriter(textOf(result), { pending, keys }, errors =>
    errors.map(({ message, path }) => ({ message, ...(path && { path }) })),
  )
  const messages = [writer.first, ...payloads.map(payload => writer.next(payload))]
  return JSON.parse(JSON.stringify(messages)) as readonly Message[]
}

const textOf = ({ data, errors }: OperationResult): string => JSON.stringify({ data, errors })

function mapParts(answer: AnswerInParts, map: <Part extends PendingPart>(part: Part) => Part): AnswerInParts {
  const mapPart = (part: IncrementalPart): IncrementalPart =>
    map({ ...part, ...(part.nested && { nested: part.nested.map(map) }) })
  const mapPayload = (payload: IncrementalPayload): IncrementalPayload => ({
    ...payload,
    ...(payload.incremental && { incremental: payload.incremental.map(mapPart) }),
  })
  return { ...answer, pending: answer.pending.map(map), payloads: answer.payloads.map(mapPayload) }
}

const withoutLabels = (messages: readonly Message[]): string =>
  JSON.stringify(
    messages.map(({ pending, ...message }) => ({
      ...message,
      pending: pending?.map(({ id, path }) => ({ id, path })),
    })),
  )

/** @param messages those of fragments whose labels are the numbers of their places. */
function read(
  { result, payloads }: AnswerInParts,
  messages: readonly Message[],
): { data: unknown; hasFailed: boolean } {
  const { data } = JSON.parse(textOf(result)) as { data: unknown }
  const parts = new Map(payloads.flatMap(({ incremental = [] }) => incremental).map(part => [`${part.place}`, part]))
  const open = new Map<string, { path: Path; part: IncrementalPart | undefined }>()
  let hasFailed = false
  for (const message of messages) {
    for (const { id, subPath = [], data: fields } of message.incremental ?? []) {
      const { path, part } = fragmentOf(open, id)
      addFields(valueAt(data, [...path, ...subPath]), fields)
      const own = valueAt(part?.data, subPath)
      if (!isObject(own) || !hasAll(own, fields)) throw new Error(`The fragment ${id} has fields of another one`)
    }
    for (const { id, path, label = '' } of message.pending ?? []) {
      if (!isObject(valueAt(data, path))) throw new Error(`Nothing at ${path.join('.')} for ${id}`)
      open.set(id, { path, part: parts.get(label) })
    }
    for (const { id, errors } of message.completed ?? []) {
      const { path, part } = fragmentOf(open, id)
      open.delete(id)
      if (errors === undefined) {
        if (!hasAll(valueAt(data, path), part?.data ?? {}))
          throw new Error(`The fragment ${id} lacks some of its fields`)
        continue
      }
      hasFailed = true
      if (errors.length === 0) throw new Error(`The fragment ${id} failed without an error`)
    }
  }
  if (payloads.length > 0 && open.size > 0) throw new Error(`Never completed: ${[...open.keys()].join()}`)
  return { data, hasFailed }
}

/** Checks that a value has all fields of another one. A null that was delivered stays. */
function hasAll(value: unknown, other: unknown): boolean {
  if (value === null) return true
  if (Array.isArray(other)) return Array.isArray(value) && other.every((item, index) => hasAll(value[index], item))
  if (isObject(other)) return isObject(value) && Object.entries(other).every(([key, each]) => hasAll(value[key], each))
  return canonicalJson(value) === canonicalJson(other)
}

function fragmentOf<Fragment>(open: ReadonlyMap<string, Fragment>, id: string): Fragment {
  const fragment = open.get(id)
  if (fragment === undefined) throw new Error(`The fragment ${id} is not pending`)
  return fragment
}

function addFields(object: unknown, fields: Readonly<Record<string, unknown>>): void {
  if (!isObject(object)) throw new Error(`No object for ${JSON.stringify(fields)}`)
  for (const [key, value] of Object.entries(fields)) {
    if (Object.hasOwn(object, key)) throw new Error(`The field ${key} came twice`)
    object[key] = value
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
