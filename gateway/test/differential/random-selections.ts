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

export interface SelectionChoices {
  /** True for more fragments, many of them with @defer. */
  readonly defers: boolean
  /**
   * True when fields with arguments may share a response key: in branches that exclude each other, that is no
   * clash.
   */
  readonly sharesKeys: boolean
  /** Names of fields that are selected more often. */
  readonly prefers?: RegExp | undefined
}

/**
 * Writes selections of a type: fields, fragments of both kinds, names of types; definitions of fragments are
 * collected.
 */
export function createSelectionWriter(
  schema: GraphQLSchema,
  random: Random,
  { variables, defers, sharesKeys, prefers }: { variables: RandomVariables } & SelectionChoices,
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

  // Differing arguments would clash under one key.
  const ownAlias = (of: GraphQLField<unknown, unknown>): string =>
    of.args.length > 0 || random.chance(0.15) ? `a${aliases++}: ` : ''
  const sharedAlias = (): string => (random.chance(0.25) ? `k${random.below(2)}: ` : '')

  const field = (of: GraphQLField<unknown, unknown>, depth: number): string => {
    const written = withoutAlias(of, depth)
    return `${sharesKeys ? sharedAlias() : ownAlias(of)}${written}`
  }

  const withoutAlias = (of: GraphQLField<unknown, unknown>, depth: number): string => {
    const args = of.args.flatMap(({ name, type }) => {
      if (!isNonNullType(type) && random.chance(0.4)) return []
      return [`${name}: ${random.chance(0.4) ? variables.declare(type) : literal(inputValue(type, random))}`]
    })
    const named = getNamedType(of.type)
    const below = isCompositeType(named) ? ` ${selections(named, depth + 1)}` : ''
    return `${of.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${condition()}${below}`
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
  /** One field under one key in branches that exclude each other. */
  const branches = (type: GraphQLCompositeType, depth: number): string | undefined => {
    if (!sharesKeys || !isInterfaceType(type) || !random.chance(0.5)) return undefined
    const name = random.pick(Object.keys(type.getFields()))
    const key = random.chance(0.3) ? 'k0: ' : ''
    const written = random
      .shuffled(schema.getPossibleTypes(type))
      .slice(0, 2)
      .flatMap(object => {
        const of = object.getFields()[name]
        return of ? `... on ${object.name}${condition()} { ${key}${withoutAlias(of, depth + 1)} }` : []
      })
    return written.join(' ')
  }

  const selections = (type: GraphQLCompositeType, depth: number): string => {
    const fields = 'getFields' in type ? Object.values(type.getFields()) : []
    const usable = depth < DEPTH_MAX ? fields : fields.filter(({ type: of }) => !isCompositeType(getNamedType(of)))
    const interesting = prefers === undefined ? [] : usable.filter(({ name }) => prefers.test(name))
    const parts: string[] = []
    const count = 1 + random.below(FIELDS_MAX)
    for (let index = 0; index < count; index++) {
      if (depth < DEPTH_MAX && random.chance(isAbstractType(type) ? 0.5 : fragmentChance))
        parts.push(branches(type, depth) ?? fragment(type, depth))
      else if (usable.length === 0 || random.chance(0.06)) parts.push(typename())
      else {
        const isPreferred = interesting.length > 0 && random.chance(0.3)
        parts.push(field(random.pick(isPreferred ? interesting : usable), depth))
      }
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
