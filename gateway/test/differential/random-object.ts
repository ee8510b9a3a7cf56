import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  print,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { errorAt, leafByChance, wrongName, type Faults, type Path, type SubgraphError } from './random-faults.js'
import { hash, randomFrom } from './seeded-random.js'

const LIST_MAX = 4
const DEEP = 5
/** One answer being made. */
export interface Walk {
  readonly schema: GraphQLSchema
  readonly faults: Faults
  readonly errors: SubgraphError[]
  readonly variables: Readonly<Record<string, unknown>>
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

interface Place {
  readonly type: GraphQLCompositeType
  readonly selections: SelectionSetNode
  readonly seed: number
  readonly path: Path
}

export function objectByChance(walk: Walk, { type, selections, seed, path }: Place): Record<string, unknown> {
  const random = randomFrom(hash(seed, 'object'))
  const possible = isAbstractType(type) ? walk.schema.getPossibleTypes(type) : [type]
  const runtime = possible.length === 0 ? type : random.pick(possible)
  const object: Record<string, unknown> = {}
  const fill = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (isLeftOut(selection, walk.variables)) continue
      if (selection.kind === Kind.FIELD) fillField(selection)
      else {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragmentNamed(walk, selection.name.value) : selection
        if (applies(walk.schema, fragment.typeCondition?.name.value, runtime)) fill(fragment.selectionSet)
      }
    }
  }
  const fillField = (field: FieldNode): void => {
    const key = field.alias?.value ?? field.name.value
    if (field.name.value === '__typename') {
      object[key] =
        path.length > 0 && random.chance(walk.faults.wrongNames) ? wrongName(walk.schema, random) : runtime.name
      return
    }
    const of = 'getFields' in runtime ? runtime.getFields()[field.name.value] : undefined
    if (of === undefined) throw new Error(`There is no ${runtime.name}.${field.name.value}`)
    const fieldSeed = hash(seed, field.name.value, (field.arguments ?? []).map(print).join())
    const value = valueByChance(walk, {
      type: of.type,
      field,
      seed: fieldSeed,
      path: [...path, key],
      known: object[key],
    })
    if (value !== undefined) object[key] = value
  }
  fill(selections)
  return object
}

interface ValuePlace {
  readonly type: GraphQLOutputType
  readonly field: FieldNode
  readonly seed: number
  readonly path: Path
  /** The answer of an earlier selection with the same key. */
  readonly known?: unknown
}

function valueByChance(walk: Walk, { type, field, seed, path, known }: ValuePlace): unknown {
  const { faults, errors } = walk
  const random = randomFrom(seed)
  const named = getNamedType(type)
  const isAliasOfPlanner = /__alias_\d+$/.test(String(path.at(-1)))
  if (random.chance(faults.errors) && known === undefined) {
    errors.push(errorAt(random, path, seed))
    if (random.chance(0.8)) return null
  }
  if (random.chance(isNonNullType(type) ? faults.illegalNulls : faults.nulls)) return null
  if (random.chance(faults.missing)) return undefined
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    if (random.chance(faults.wrongShapes)) return random.pick([3, 'text', false])
    // Lists within lists would make answers of megabytes.
    const length = random.below(path.length > DEEP ? 2 : LIST_MAX)
    return Array.from({ length }, (_, index) => {
      const before = Array.isArray(known) ? (known as unknown[])[index] : undefined
      const item = {
        type: nullable.ofType,
        field,
        seed: hash(seed, index),
        path: [...path, index],
        known: before,
      }
      return valueByChance(walk, item) ?? null
    })
  }
  if (isCompositeType(named)) {
    if (random.chance(faults.wrongShapes)) return random.pick([3, 'text', true])
    if (field.selectionSet === undefined) throw new Error(`${field.name.value} is selected without fields`)
    const object = objectByChance(walk, { type: named, selections: field.selectionSet, seed, path })
    return typeof known === 'object' && known !== null ? mergeSelections(known, object) : object
  }
  if (random.chance(faults.wrongLeaves))
    return random.pick(['text', 1.5, 12, true, {}, [1], 'HIDDEN', Number.MAX_SAFE_INTEGER])
  if (isEnumType(named)) return random.pick(named.getValues()).name
  return isAliasOfPlanner ? leafByChance(named.name, random, 1) : leafByChance(named.name, random, 0)
}

function mergeSelections(known: object, object: Record<string, unknown>): object {
  return { ...known, ...object }
}

export function isLeftOut(node: { directives?: FieldNode['directives'] }, variables: Walk['variables']): boolean {
  return (node.directives ?? []).some(({ name, arguments: given }) => {
    const condition = given?.[0]?.value
    if (condition === undefined) return false
    // A default of a condition is always true here.
    const value =
      condition.kind === Kind.VARIABLE
        ? (variables[condition.name.value] ?? true)
        : condition.kind === Kind.BOOLEAN && condition.value
    return value === (name.value === 'skip')
  })
}

export function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean {
  if (condition === undefined || condition === type.name) return true
  const of = schema.getType(condition)
  return isAbstractType(of) && isObjectType(type) && schema.isSubType(of, type)
}

function fragmentNamed({ fragments }: Walk, name: string): FragmentDefinitionNode {
  const found = fragments.get(name)
  if (found === undefined) throw new Error(`There is no fragment ${name}`)
  return found
}
