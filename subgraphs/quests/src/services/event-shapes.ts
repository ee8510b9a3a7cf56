import { eventTypes, isRecorded } from '@waystone/events'
import { REWARD_GRANTED } from '../domain/catalog.js'
import type { EventShape } from '../domain/objective-filter.js'

/** The parts of a field's zod schema that are used here. */
interface Field {
  readonly def: { readonly type: string }
  readonly options?: unknown
  safeParse(value: unknown): { success: boolean }
}

const scalarNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
}

/**
 * The event types that objectives may count, with what their data holds: those that are recorded, but for granted
 * rewards, which say nothing that quest.completed does not.
 */
export const eventShapes: ReadonlyMap<string, EventShape> = new Map(
  Object.entries(eventTypes)
    .filter(([type]) => type !== REWARD_GRANTED && isRecorded(type))
    .map(([type, { data }]) => [type, shapeOf(data.shape)]),
)

function shapeOf(shape: Readonly<Record<string, Field>>): EventShape {
  // A user is who the event is of: filtering by user would make a quest for one.
  const scalars = Object.entries(shape).filter(([name, field]) => name !== 'userId' && isScalar(field))
  const fields = new Map(scalars)
  return {
    fields: [...fields.keys()],
    lists: Object.entries(shape).flatMap(([name, field]) => (field.def.type === 'array' ? [name] : [])),
    kindOf: name => {
      const field = fields.get(name)
      if (field === undefined) return 'MISSING'
      return field.def.type === 'number' ? 'NUMBER' : 'OTHER'
    },
    expectedOf: (name, value) => {
      const field = fields.get(name)
      return field === undefined || field.safeParse(value).success ? null : expectationOf(field)
    },
  }
}

function isScalar(field: Field): boolean {
  return field.def.type === 'enum' || field.def.type in scalarNames
}

function expectationOf(field: Field): string {
  if (Array.isArray(field.options)) return `one of ${field.options.join(', ')}`
  const format = 'format' in field.def && typeof field.def.format === 'string' ? ` (${field.def.format})` : ''
  return `${scalarNames[field.def.type] ?? 'a value'} of the event's data${format}`
}
