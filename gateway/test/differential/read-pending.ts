import type { IncrementalPayload, OperationResult, PendingPart } from '@waystone/federation/contract'
import { createPendingWriter } from '../../src/http/pending-writer.js'
import { valueAt } from './incremental.js'

type Path = readonly (string | number)[]

interface Message {
  readonly pending?: readonly { id: string; path: Path }[]
  readonly incremental?: readonly { id: string; subPath?: Path; data: Record<string, unknown>; errors?: unknown }[]
  readonly completed?: readonly { id: string; errors?: readonly unknown[] }[]
}

/**
 * Writes an answer in the format of incremental delivery v0.2, and reads it as a strict client.
 * @throws Error where the messages break a rule of the format: a field that comes twice, an id that is not
 * pending, a fragment that is never completed, or one whose object the client does not have.
 */
export function readPending(
  initial: OperationResult,
  pending: readonly PendingPart[],
  payloads: readonly IncrementalPayload[],
): { data: unknown; hasFailed: boolean } {
  const text = JSON.stringify({ data: initial.data, errors: initial.errors })
  const writer = createPendingWriter(text, { pending }, errors =>
    errors.map(({ message, path }) => ({ message, ...(path && { path }) })),
  )
  const { data } = JSON.parse(text) as { data: unknown }
  const open = new Map<string, Path>()
  let hasFailed = false
  const read = (message: Message): void => {
    for (const { id, subPath = [], data: fields } of message.incremental ?? [])
      addFields(valueAt(data, [...pathOf(open, id), ...subPath]), fields)
    for (const { id, path } of message.pending ?? []) {
      if (!isObject(valueAt(data, path))) throw new Error(`Nothing at ${path.join('.')} for ${id}`)
      open.set(id, path)
    }
    for (const { id, errors } of message.completed ?? []) {
      pathOf(open, id)
      open.delete(id)
      if (errors === undefined) continue
      hasFailed = true
      if (errors.length === 0) throw new Error(`The fragment ${id} failed without an error`)
    }
  }
  read(writer.first)
  for (const payload of payloads) read(JSON.parse(JSON.stringify(writer.next(payload))) as Message)
  if (payloads.length > 0 && open.size > 0) throw new Error(`Never completed: ${[...open.keys()].join()}`)
  return { data, hasFailed }
}

function pathOf(open: ReadonlyMap<string, Path>, id: string): Path {
  const path = open.get(id)
  if (path === undefined) throw new Error(`The fragment ${id} is not pending`)
  return path
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
