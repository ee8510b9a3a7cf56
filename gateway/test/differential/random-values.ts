import { isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputType } from 'graphql'
import type { Random } from './seeded-random.js'

/** A value that is valid for a type: null where that is allowed, and enum values as a class of their own. */
export function inputValue(type: GraphQLInputType, random: Random): unknown {
  if (isNonNullType(type)) return nonNull(type.ofType, random)
  return random.chance(0.15) ? null : nonNull(type, random)
}

function nonNull(type: GraphQLInputType, random: Random): unknown {
  if (isListType(type)) return Array.from({ length: random.below(3) }, () => inputValue(type.ofType, random))
  if (isEnumType(type)) return new EnumName(random.pick(type.getValues()).name)
  if (isInputObjectType(type)) {
    const object: Record<string, unknown> = {}
    for (const { name, type: of, defaultValue } of Object.values(type.getFields())) {
      const isOptional = !isNonNullType(of) || defaultValue !== undefined
      if (!isOptional || random.chance(0.2)) object[name] = inputValue(of, random)
    }
    return object
  }
  switch (type.toString()) {
    case 'Boolean':
      return random.chance(0.5)
    case 'Int':
    case 'SafeInt':
      return random.below(4)
    case 'Float':
      return random.below(4) + 0.5
    default:
      return `s${random.below(3)}`
  }
}

/** An enum's value: a name in a document, and a string in variables. */
class EnumName {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  toJSON(): string {
    return this.name
  }
}

/** A value as it is written in a document. */
export function literal(value: unknown): string {
  if (value instanceof EnumName) return value.name
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, item]) => `${name}: ${literal(item)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value)
}
