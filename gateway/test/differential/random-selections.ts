import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql'
import { inputValue, literal } from './random-values.js'
import type { RandomVariables } from './random-variables.js'
import type { Random } from './seeded-random.js'

const DEPTH_MAX = 6
const FIELDS_MAX = 4

/** Writes selections of a type: fields, fragments of both kinds, names of types; definitions of fragments are collected. */
export function createSelectionWriter(
  schema: GraphQLSchema,
  random: Random,
  { variables, defers }: { variables: RandomVariables; defers: boolean },
) {
  const { condition } = variables
  const fragments: string[] = []
  let aliases = 0
  let labels = 0

  const deferral = (): string => {
    if (!defers || !random.chance(0.6)) return ''
    const label = random.chance(0.6) ? `label: "l${labels++}"` : ''
    const decided = random.chance(0.25) ? `if: ${variables.conditionValue()}` : ''
    return label + decided === '' ? ' @defer' : ` @defer(${label} ${decided})`
  }

  const typename = () => `${random.chance(0.3) ? `a${aliases++}: ` : ''}__typename${condition()}`

  const field = (of: GraphQLField<unknown, unknown>, depth: number): string => {
    const args = of.args.flatMap(({ name, type }) => {
      if (!isNonNullType(type) && random.chance(0.4)) return []
      return [`${name}: ${random.chance(0.4) ? variables.declare(type) : literal(inputValue(type, random))}`]
    })
    const named = getNamedType(of.type)
    const below = isCompositeType(named) ? ` ${selections(named, depth + 1)}` : ''
    // Differing arguments would clash under one key.
    const alias = of.args.length > 0 || random.chance(0.15) ? `a${aliases++}: ` : ''
    return `${alias}${of.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${condition()}${below}`
  }

  const fragment = (type: GraphQLCompositeType, depth: number): string => {
    const target = random.pick([type, ...overlapping(schema, type)])
    const body = selections(target, depth + 1)
    if (random.chance(0.25)) {
      const name = `f${fragments.length}`
      fragments.push(`fragment ${name} on ${target.name} ${body}`)
      return `...${name}${condition()}${deferral()}`
    }
    const on = target === type && random.chance(0.3) ? '' : ` on ${target.name}`
    return `...${on}${condition()}${deferral()} ${body}`
  }

  const fragmentChance = defers ? 0.35 : 0.12
  const selections = (type: GraphQLCompositeType, depth: number): string => {
    const fields = 'getFields' in type ? Object.values(type.getFields()) : []
    const usable = depth < DEPTH_MAX ? fields : fields.filter(({ type: of }) => !isCompositeType(getNamedType(of)))
    const parts: string[] = []
    const count = 1 + random.below(FIELDS_MAX)
    for (let index = 0; index < count; index++) {
      if (depth < DEPTH_MAX && random.chance(isAbstractType(type) ? 0.5 : fragmentChance))
        parts.push(fragment(type, depth))
      else if (usable.length === 0 || random.chance(0.06)) parts.push(typename())
      else parts.push(field(random.pick(usable), depth))
    }
    return `{ ${parts.join(' ')} }`
  }

  return { fragments, selections: (type: GraphQLCompositeType) => selections(type, 0) }
}

/** Types with an object type in common, which a fragment may name. */
function overlapping(schema: GraphQLSchema, type: GraphQLCompositeType): GraphQLCompositeType[] {
  const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type]
  const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []
  return [...objects, ...interfaces]
}
