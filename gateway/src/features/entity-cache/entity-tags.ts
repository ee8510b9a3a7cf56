import { Kind, parse, visit } from 'graphql'

/** A change to an entity, by one of its keys, or to all entities of a type. */
export interface EntityChange {
  readonly type: string
  /** Values of key fields; left out, it means all of the type. */
  readonly key?: Readonly<Record<string, unknown>> | undefined
}

/** Of each type, the fields that its keys begin with. */
export type KeyFields = ReadonlyMap<string, ReadonlySet<string>>

/** An entity has few keys; more of them are not told apart. */
const TAGS_MAX = 8

/** Reads `@join__type(key:)` of a supergraph. */
export function readKeyFields(supergraphSdl: string): KeyFields {
  const fields = new Map<string, Set<string>>()
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    const ofType = new Set<string>()
    for (const { name, arguments: given = [] } of definition.directives ?? []) {
      const key = name.value === 'join__type' ? given.find(argument => argument.name.value === 'key') : undefined
      if (key?.value.kind === Kind.STRING) for (const field of rootFields(key.value.value)) ofType.add(field)
    }
    if (ofType.size > 0) fields.set(definition.name.value, ofType)
  }
  return fields
}

function rootFields(fieldSet: string): string[] {
  const names: string[] = []
  visit(parse(`{ ${fieldSet} }`, { noLocation: true }), {
    Field: ({ name }) => {
      names.push(name.value)
      return false
    },
  })
  return names
}

/** By what a kept entity can be invalidated: its type, and each of its key fields with its value. */
export function tagsOf(representation: Readonly<Record<string, unknown>>, keyFields: KeyFields): string[] {
  const type = String(representation['__typename'])
  const keys = [...(keyFields.get(type) ?? [])].filter(field => representation[field] !== undefined)
  return [typeTag(type), ...keys.slice(0, TAGS_MAX).map(field => keyTag(type, field, representation[field]))]
}

/** Every entity that has one of the key's values: an entity with a compound key may go without having changed. */
export const tagsOfChange = ({ type, key }: EntityChange): string[] => {
  const fields = Object.entries(key ?? {})
  return fields.length === 0 ? [typeTag(type)] : fields.map(([field, value]) => keyTag(type, field, value))
}

const typeTag = (type: string): string => type
/** An ID that is a number is the same as one that is text. */
const keyTag = (type: string, field: string, value: unknown): string =>
  `${type}.${field}:${typeof value === 'number' ? JSON.stringify(String(value)) : JSON.stringify(value)}`
