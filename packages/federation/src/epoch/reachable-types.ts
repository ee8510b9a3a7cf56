import {
  Kind,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql'
import { argumentCoordinate, fieldCoordinate, type Coordinates } from './contract-rules.js'

/**
 * Names of the types that an operation can name or get, from the given ones on. Objects behind an interface
 * count when some field gives the interface; an interface of such an object always counts.
 */
export function reachableTypes(
  types: readonly TypeDefinitionNode[],
  { roots, hidden }: { roots: readonly string[]; hidden: Coordinates },
): ReadonlySet<string> {
  const byName = new Map(types.map(type => [type.name.value, type]))
  const implementations = implementationsOf(types)
  const reached = new Set<string>()
  /** Interfaces whose objects were reached. */
  const given = new Set<string>()
  const waiting: { name: string; isGiven: boolean }[] = roots.map(name => ({ name, isGiven: true }))
  const reach = (name: string, isGiven = true): void => void waiting.push({ name, isGiven })
  const reachValues = (
    values: readonly (readonly [string, FieldDefinitionNode | InputValueDefinitionNode])[],
  ): void => {
    for (const [coordinate, { type }] of values) if (!hidden.has(coordinate)) reach(namedType(type))
  }

  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { name, isGiven } = next
    const type = hidden.has(name) ? undefined : byName.get(name)
    if (type === undefined) continue
    if (isGiven && !given.has(name)) {
      given.add(name)
      for (const implementation of implementations.get(name) ?? []) reach(implementation)
    }
    if (reached.has(name)) continue
    reached.add(name)
    if ('interfaces' in type) for (const each of type.interfaces ?? []) reach(each.name.value, false)
    if (type.kind === Kind.UNION_TYPE_DEFINITION) for (const each of type.types ?? []) reach(each.name.value)
    if (!('fields' in type)) continue
    for (const field of type.fields ?? []) {
      reachValues([[fieldCoordinate(type, field), field]])
      if (!('arguments' in field) || hidden.has(fieldCoordinate(type, field))) continue
      reachValues((field.arguments ?? []).map(each => [argumentCoordinate(type, field, each), each]))
    }
  }
  return reached
}

/** Names of the objects and interfaces that name an interface. */
function implementationsOf(types: readonly TypeDefinitionNode[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const type of types) {
    if (!('interfaces' in type)) continue
    for (const { name } of type.interfaces ?? []) {
      const known = found.get(name.value)
      if (known === undefined) found.set(name.value, [type.name.value])
      else known.push(type.name.value)
    }
  }
  return found
}

export const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
