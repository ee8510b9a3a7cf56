import {
  isCompositeType,
  Kind,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { SubgraphResponse } from '@waystone/federation/contract'
import { canonicalJson } from './canonical-json.js'
import { errorAt, type Faults, type SubgraphError } from './random-faults.js'
import { objectByChance, type Walk } from './random-object.js'
import { hash, randomFrom } from './seeded-random.js'

interface Asked {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

const documents = new LRUCache<string, DocumentNode>({ max: 200 })

/** A fetch's operation without the number that the planner gave it, and ours leaves out. */
export const unnumbered = (query: string): string => query.replace(/^(\w+ \w+?)__\d+\b/, '$1')

/**
 * Answers a subgraph's operations by chance. An entity's answer depends only on the seed, its representation
 * and its selections, not on the rest of the list, so that an executor may leave out repetitions.
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
  const { representations, ...others } = variables
  const answerSeed = hash(seed, unnumbered(query), canonicalJson(others))
  const failing = randomFrom(hash(answerSeed, 'failure'))
  const failure = failing.chance(faults.failures) ? failing.below(6) : -1
  if (failure === 0) throw new Error('the connection was lost')
  if (failure === 1) return { errors: [{ message: 'nothing works' }] }
  if (failure === 2) return { data: null, errors: [{ message: '', extensions: { code: 'INVALID_GRAPHQL' } }] }

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
    // An earlier answer was wrong: no such entity exists here.
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

const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions.flatMap(node => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  )
