/** Where a piece of text comes from: a property of a change, or of the update itself. */
export interface Slot {
  /** Properties from the change down to the value. */
  readonly path: readonly string[]
  /**
   * `text` is quoted, `whole` a number without a fraction or a boolean, `json` anything else. `present` has no
   * text: the value has to be there.
   */
  readonly as: 'text' | 'whole' | 'json' | 'present'
  readonly isNullable: boolean
}

/** Text that is always the same, and slots between. */
export type Template = readonly (string | Slot)[]

/**
 * A selection of `worldUpdated`, compiled: everything that the worker needs to write results as text. It is
 * plain data, since it crosses to the worker; two selections with one key have the same results.
 */
export interface Projection {
  readonly key: string
  /** Keys of the field and of its changes in results. */
  readonly rootKey: string
  readonly changesKey: string
  /** Up to the first change, and after the last. Slots are of ViewUpdate. */
  readonly head: Template
  readonly tail: Template
  /** False where changes are not selected at all. */
  readonly hasChanges: boolean
  /** By the names of WorldChange's members; a change of any other member is executed by graphql-js. */
  readonly members: Readonly<Record<string, Template>>
}

/**
 * Around the JSON of a change that graphql-js is to execute. No text of JSON has such bytes, so they are found
 * without parsing.
 */
export const EXECUTED_FROM = '\u0001'
export const EXECUTED_TO = '\u0002'

/** Texts with any of it are not the same in JSON; hardly any id or name has. */
// oxlint-disable-next-line no-control-regex -- JSON escapes them.
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/

/**
 * The text of a value; undefined where the value lacks what a slot needs, so graphql-js has to say what comes
 * of it.
 */
export function render(template: Template, source: object): string | undefined {
  let text = ''
  for (let at = 0; at < template.length; at++) {
    const part = template[at] as string | Slot
    if (typeof part === 'string') {
      text += part
      continue
    }
    const written = renderSlot(part, source)
    if (written === undefined) return undefined
    text += written
  }
  return text
}

function renderSlot({ as, isNullable, path }: Slot, source: object): string | undefined {
  let value: unknown = source
  for (let at = 0; at < path.length; at++) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[path[at] as string]
  }
  if (value === null) return isNullable ? 'null' : undefined
  switch (as) {
    case 'text':
      if (typeof value !== 'string') return undefined
      return ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`
    case 'whole':
      if (typeof value === 'boolean') return value ? 'true' : 'false'
      return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
    case 'json':
      return JSON.stringify(value)
    case 'present':
      return value === undefined ? undefined : ''
  }
}

/** The template with every slot of the given properties filled in. */
export function fill(template: Template, source: Readonly<Record<string, number>>): Template {
  const filled: (string | Slot)[] = []
  for (const part of template) {
    const [key = ''] = typeof part === 'string' ? [] : part.path
    const value = typeof part === 'string' ? part : (source[key] ?? part)
    const last = filled.at(-1)
    if (typeof value === 'object') filled.push(value)
    else if (typeof last === 'string') filled[filled.length - 1] = `${last}${value}`
    else filled.push(String(value))
  }
  return filled
}

const whole = (key: string, isNullable = false): Slot => ({ path: [key], as: 'whole', isNullable })

/** No selection: the update as resolvers take it, every change of it for graphql-js to execute. */
export const plainProjection: Projection = {
  key: 'plain',
  rootKey: '',
  changesKey: 'changes',
  head: [
    '{"tick":',
    whole('tick'),
    ',"at":',
    whole('at'),
    ',"sequence":',
    whole('sequence'),
    ',"snapshot":',
    whole('snapshot'),
    ',"acknowledged":',
    whole('acknowledged', true),
    ',"changes":[',
  ],
  tail: [']}'],
  hasChanges: true,
  members: {},
}
