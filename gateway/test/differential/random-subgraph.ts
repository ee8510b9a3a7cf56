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
  parse,
  print,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { SubgraphResponse } from '../../src/data-sources/data-source.js'
import { canonicalJson } from './canonical-json.js'
import { hash, randomFrom, type Random } from './seeded-random.js'

/** How often what goes wrong. All are probabilities for a value or, the last one, for an answer. */
export interface Faults {
  readonly nulls: number
  readonly illegalNulls: number
  readonly missing: number
  readonly errors: number
  readonly wrongLeaves: number
  readonly wrongNames: number
  readonly wrongShapes: number
  readonly failures: number
}

type Path = readonly (string | number)[]
type SubgraphError = NonNullable<SubgraphResponse['errors']>[number]

interface Asked {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

const LIST_MAX = 4
const DEEP = 5
const documents = new LRUCache<string, DocumentNode>({ max: 200 })

/**
 * Answers a subgraph's operations by chance. What an entity answers depends only on the seed, its representation and what is
 * asked of it: not on who else is in the list, so that an executor may leave out repetitions.
 * @param schema the subgraph's own, or one that has all of its types.
 */
export function answerByChance(
  { query, variables }: Asked,
  { schema, seed, faults }: { schema: GraphQLSchema; seed: number; faults: Faults },
): SubgraphResponse {
  const document = documents.get(query) ?? parse(query)
  documents.set(query, document)
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`No operation comes first in ${query}`)
  const errors: SubgraphError[] = []
  const walk = { schema, faults, errors, variables, fragments: fragmentsOf(document) }
  const answerSeed = hash(seed, query)
  const failing = randomFrom(hash(answerSeed, 'failure'))
  const failure = failing.chance(faults.failures) ? failing.below(6) : -1
  if (failure === 0) throw new Error('the connection was lost')
  if (failure === 1) return { errors: [{ message: 'nothing works' }] }
  if (failure === 2) return { data: null, errors: [{ message: '', extensions: { code: 'INVALID_GRAPHQL' } }] }

  const { representations } = variables
  if (!Array.isArray(representations)) {
    const root = schema.getRootType(operation.operation)
    if (root === undefined || root === null) throw new Error(`There is no ${operation.operation} in the schema`)
    const data = objectByChance(walk, { type: root, selections: operation.selectionSet, seed: answerSeed, path: [] })
    return { data, ...(errors.length > 0 && { errors }) }
  }
  const entitySelections = operation.selectionSet.selections[0]
  if (entitySelections?.kind !== Kind.FIELD || entitySelections.selectionSet === undefined) throw new Error(query)
  const { selectionSet: selections } = entitySelections
  if (failure === 3) errors.push({ message: 'all entities failed', path: ['_entities'] })
  const entities = representations.map((representation: Record<string, unknown>, index): unknown =>
    entityByChance(walk, { representation, selections, seed: answerSeed, index }),
  )
  if (failure === 4) entities.push(null)
  const data = { _entities: failure === 5 ? 'garbage' : entities }
  return { data, ...(errors.length > 0 && { errors }) }
}

interface Walk {
  readonly schema: GraphQLSchema
  readonly faults: Faults
  readonly errors: SubgraphError[]
  readonly variables: Readonly<Record<string, unknown>>
  readonly fragments: ReadonlyMap<string, SelectionSetNode>
}

interface Place {
  readonly type: GraphQLCompositeType
  readonly selections: SelectionSetNode
  readonly seed: number
  readonly path: Path
}

function entityByChance(
  walk: Walk,
  entity: { representation: Record<string, unknown>; selections: SelectionSetNode; seed: number; index: number },
): unknown {
  const { representation, selections, index } = entity
  const seed = hash(entity.seed, canonicalJson(representation))
  const random = randomFrom(hash(seed, 'entity'))
  const path = ['_entities', index]
  if (random.chance(walk.faults.errors)) walk.errors.push(errorAt(random, path, seed))
  if (random.chance(walk.faults.nulls)) return null
  if (random.chance(walk.faults.wrongShapes)) return random.pick(['text', 7, true, []])
  const { __typename: name } = representation
  const type = walk.schema.getType(String(name))
  if (!isCompositeType(type)) {
    // An earlier answer was wrong: nobody has such an entity here.
    walk.errors.push({ message: `There is no entity of type "${String(name)}"`, path })
    return null
  }
  const object = objectByChance(walk, { type, selections, seed, path })
  // Subgraphs answer the keys that they were given.
  for (const key of Object.keys(object)) {
    const given = representation[key]
    if (key !== '__typename' && typeof given !== 'object' && given !== undefined && random.chance(0.95))
      object[key] = given
  }
  return object
}

function objectByChance(walk: Walk, { type, selections, seed, path }: Place): Record<string, unknown> {
  const random = randomFrom(hash(seed, 'object'))
  const possible = isAbstractType(type) ? walk.schema.getPossibleTypes(type) : [type]
  const runtime = possible.length === 0 ? type : random.pick(possible)
  const object: Record<string, unknown> = {}
  const fill = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (isLeftOut(selection, walk.variables)) continue
      if (selection.kind === Kind.FIELD) fillField(selection)
      else if (selection.kind === Kind.FRAGMENT_SPREAD) fill(fragmentNamed(walk, selection.name.value))
      else if (applies(walk.schema, selection.typeCondition?.name.value, runtime)) fill(selection.selectionSet)
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
  /** What an earlier selection of the key has answered. */
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
        type: nullable.ofType as GraphQLOutputType,
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
  return isAliasOfPlanner ? leaf(named.name, random, 1) : leaf(named.name, random, 0)
}

/** @param least 1 where a falsy value must not come. */
function leaf(type: string, random: Random, least: 0 | 1): unknown {
  switch (type) {
    case 'Boolean':
      return least === 1 || random.chance(0.5)
    case 'Int':
    case 'SafeInt':
      return least + random.below(4)
    case 'Float':
      return least + random.below(8) / 4
    case 'ID':
      return random.chance(0.2) ? least + random.below(2) : `id${random.below(3)}`
    default:
      return least === 1 || random.chance(0.9) ? `s${random.below(5)}` : ''
  }
}

function wrongName(schema: GraphQLSchema, random: Random): unknown {
  const names = Object.keys(schema.getTypeMap()).filter(name => !name.startsWith('__'))
  return random.chance(0.6) ? random.pick(names) : random.pick(['Nobody', 'toString', '', 7, null])
}

function errorAt(random: Random, path: Path, seed: number): SubgraphError {
  const message = `failed by chance ${seed}`
  // Without its path an entity's error would be one for each repetition.
  const located = path[0] === '_entities' || random.chance(0.85) ? { path: [...path] } : {}
  const code = random.pick([undefined, 'FORBIDDEN', 'INVALID_GRAPHQL', ''])
  return { message, ...located, ...(code !== undefined && { extensions: { code, detail: [1] } }) }
}

function mergeSelections(known: object, object: Record<string, unknown>): object {
  return { ...known, ...object }
}

function isLeftOut(node: { directives?: FieldNode['directives'] }, variables: Asked['variables']): boolean {
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

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean {
  if (condition === undefined || condition === type.name) return true
  const of = schema.getType(condition)
  return isAbstractType(of) && isObjectType(type) && schema.isSubType(of, type)
}

const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, SelectionSetNode> =>
  new Map(
    document.definitions.flatMap(node =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node.selectionSet]] : [],
    ),
  )

function fragmentNamed({ fragments }: Walk, name: string): SelectionSetNode {
  const found = fragments.get(name)
  if (found === undefined) throw new Error(`There is no fragment ${name}`)
  return found
}
