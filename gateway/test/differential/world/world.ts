import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import type { SubgraphRequest, SubgraphResponse } from '@waystone/federation/contract'
import { canonicalJson } from '../canonical-json.js'
import type { Subject } from '../differential.js'
import { leafByChance, type Path, type SubgraphError } from '../random-faults.js'
import { applies, isLeftOut } from '../random-object.js'
import { hash, randomFrom } from '../seeded-random.js'
import { readKeys, type KeyFields } from './keys.js'

/** How often a field has no value. */
export interface WorldFaults {
  /** It is null with an error, whether its type allows that or not. */
  readonly errors: number
  /** It is null without a word where its type does not allow that. */
  readonly illegalNulls: number
}

/**
 * A world that all subgraphs of a supergraph know parts of: a field of an object has the same value in every
 * subgraph, by every path and with every other selection. So all plans of an operation have the same answer.
 */
export interface World {
  readonly answer: (subgraph: string, request: Pick<SubgraphRequest, 'query' | 'variables'>) => SubgraphResponse
}

const ENTITIES = 4
const LIST_MAX = 3
const NULLS = 0.1

/** An object of the world. */
interface Thing {
  /** Equal for the same object. */
  readonly identity: string
  /** The name of its object type. */
  readonly type: string
  /** For an entity and for what its keys name: the number that stands in all of these fields. */
  readonly number: number | undefined
  readonly keys: KeyFields
  readonly entity: string
}

interface Asked {
  readonly subgraph: string
  readonly schema: GraphQLSchema
  readonly variables: Readonly<Record<string, unknown>>
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly errors: SubgraphError[]
}

export function createWorld(subject: Subject, seed: number, faults: WorldFaults): World {
  const { epoch, subgraphSchemas } = subject
  const keys = readKeys(epoch.supergraphSdl)
  const schemas = Object.values(subgraphSchemas)
  const kinds = new Map<string, readonly string[]>()

  const entity = (type: string, number: number): Thing => ({
    identity: `${type}:${number}`,
    type,
    number,
    keys: keys.get(type) ?? {},
    entity: type,
  })

  /** Object types that a field may have: those that all subgraphs with the field know it to have. */
  const typesOf = (owner: Thing, field: string): readonly string[] => {
    const coordinate = `${owner.type}.${field}`
    const known = kinds.get(coordinate)
    if (known !== undefined) return known
    const lists = schemas.flatMap(schema => {
      const definition = fieldOf(schema, typeIn(schema, owner.type), field)
      return definition === undefined ? [] : [possibleNames(schema, definition.type)]
    })
    const [first = [], ...others] = lists
    const common = first.filter(name => others.every(list => list.includes(name)))
    if (common.length === 0) throw new Error(`Subgraphs do not agree on any type of ${coordinate}`)
    kinds.set(coordinate, common)
    return common
  }

  /** For an interface object, all that is of the interface. */
  const possibleNames = (schema: GraphQLSchema, type: GraphQLOutputType): string[] => {
    const named = getNamedType(type)
    if (isAbstractType(named)) return schema.getPossibleTypes(named).map(({ name }) => name)
    const whole = epoch.supergraphSchema.getType(named.name)
    return isAbstractType(whole) ? epoch.supergraphSchema.getPossibleTypes(whole).map(({ name }) => name) : [named.name]
  }

  /** The object type by which a subgraph knows things of a type: it may only know the interface, as an object. */
  const typeIn = (schema: GraphQLSchema, name: string): string => {
    if (isObjectType(schema.getType(name))) return name
    const whole = epoch.supergraphSchema.getType(name)
    const interfaces = isObjectType(whole) ? whole.getInterfaces().map(each => each.name) : []
    return interfaces.find(each => isObjectType(schema.getType(each))) ?? name
  }

  const fill = (asked: Asked, thing: Thing, into: Record<string, unknown>, set: SelectionSetNode, path: Path): void => {
    const { schema, fragments, variables } = asked
    const name = typeIn(schema, thing.type)
    const type = schema.getType(name)
    if (!isObjectType(type)) throw new Error(`${asked.subgraph} knows nothing of ${thing.type}`)
    for (const selection of set.selections) {
      if (isLeftOut(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const value = selection.name.value === '__typename' ? name : valueOf(asked, thing, selection, [...path, key])
        into[key] = merged(into[key], value)
      } else {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
        if (fragment === undefined) throw new Error('A fragment is missing')
        if (applies(schema, fragment.typeCondition?.name.value, type))
          fill(asked, thing, into, fragment.selectionSet, path)
      }
    }
  }

  const valueOf = (asked: Asked, thing: Thing, field: FieldNode, path: Path): unknown => {
    const definition = fieldOf(asked.schema, typeIn(asked.schema, thing.type), field.name.value)
    if (definition === undefined) throw new Error(`${asked.subgraph} has no ${thing.type}.${field.name.value}`)
    const name = field.name.value
    const key = thing.number === undefined ? undefined : thing.keys[name]
    if (key === null) return keyValue(definition.type, thing)
    if (key !== undefined) {
      const [type = ''] = typesOf(thing, name)
      const below = keys.has(type)
        ? entity(type, thing.number ?? 0)
        : { ...thing, identity: `${thing.identity}.${name}`, type, keys: key }
      return objectOf(asked, below, field, path)
    }
    const given = getArgumentValues(definition, field, { ...asked.variables })
    const valueSeed = hash(seed, thing.identity, name, canonicalJson(given))
    const failing = randomFrom(hash(valueSeed, 'fault'))
    if (failing.chance(faults.errors)) {
      asked.errors.push({ message: `failed ${thing.identity}.${name}`, path: [...path] })
      return null
    }
    if (failing.chance(faults.illegalNulls)) return null
    return valueByChance(definition.type, valueSeed, path, {
      object: (at, itemSeed) => {
        const random = randomFrom(hash(itemSeed, 'object'))
        const type = random.pick(typesOf(thing, name))
        const found: Thing = keys.has(type)
          ? entity(type, random.below(ENTITIES))
          : { identity: `${type}/${itemSeed}`, type, number: undefined, keys: {}, entity: type }
        return objectOf(asked, found, field, at)
      },
    })
  }

  const objectOf = (asked: Asked, thing: Thing, field: FieldNode, path: Path): Record<string, unknown> => {
    const object = {}
    if (field.selectionSet === undefined) throw new Error(`${field.name.value} is selected without fields`)
    fill(asked, thing, object, field.selectionSet, path)
    return object
  }

  const valueByChance = (
    type: GraphQLOutputType,
    valueSeed: number,
    path: Path,
    make: { object: (path: Path, seed: number) => unknown },
  ): unknown => {
    const random = randomFrom(valueSeed)
    if (!isNonNullType(type) && random.chance(NULLS)) return null
    const nullable = getNullableType(type)
    if (isListType(nullable)) {
      return Array.from({ length: random.below(LIST_MAX) }, (_, index) =>
        valueByChance(nullable.ofType, hash(valueSeed, index), [...path, index], make),
      )
    }
    if (isCompositeType(nullable)) return make.object(path, valueSeed)
    // Not the values that clients may not see.
    const whole = epoch.schema.getType(nullable.name)
    if (isEnumType(whole)) return random.pick(whole.getValues()).name
    return leafByChance(nullable.name, random, 0)
  }

  const referred = (representation: Readonly<Record<string, unknown>>): Thing => {
    const name = String(representation['__typename'])
    const leaf = keyLeaf(representation, keys.get(name) ?? {})
    if (leaf === undefined) throw new Error(`Without any key: ${JSON.stringify(representation)}`)
    const [, type = name, number] = /^(\w+):(\d+)$/.exec(JSON.stringify(leaf).replaceAll('"', '')) ?? [
      undefined,
      name,
      leaf,
    ]
    const isConcrete = isObjectType(epoch.supergraphSchema.getType(name))
    return entity(isConcrete ? name : type, Number(number))
  }

  return {
    answer: (subgraph, { query, variables }) => {
      const document = parse(query)
      const [operation] = document.definitions
      const schema = subgraphSchemas[subgraph]
      if (operation?.kind !== Kind.OPERATION_DEFINITION || schema === undefined)
        throw new Error(`No operation: ${query}`)
      const fragments = new Map(
        document.definitions.flatMap(node => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
      )
      const asked: Asked = { subgraph, schema, variables: withDefaults(operation, variables), fragments, errors: [] }
      const data: Record<string, unknown> = {}
      const { representations } = variables
      const [entities] = operation.selectionSet.selections
      if (Array.isArray(representations)) {
        if (entities?.kind !== Kind.FIELD) throw new Error(query)
        data['_entities'] = representations.map((representation: Record<string, unknown>, index) =>
          objectOf(asked, referred(representation), entities, ['_entities', index]),
        )
      } else {
        const type = schema.getRootType(operation.operation)?.name ?? ''
        const root: Thing = { identity: type, type, number: undefined, keys: {}, entity: type }
        fill(asked, root, data, operation.selectionSet, [])
      }
      return { data, ...(asked.errors.length > 0 && { errors: asked.errors }) }
    },
  }
}

/** Every field of a key tells which entity it is. */
const keyValue = (type: GraphQLOutputType, { entity, number }: Thing): unknown =>
  ['Int', 'Float'].includes(getNamedType(type).name) ? number : `${entity}:${number}`

function keyLeaf(value: Readonly<Record<string, unknown>>, keys: KeyFields): unknown {
  for (const [name, below] of Object.entries(keys)) {
    const found = value[name]
    if (found === undefined || found === null) continue
    if (below === null) return found
    const leaf = keyLeaf(found as Record<string, unknown>, below)
    if (leaf !== undefined) return leaf
  }
  return undefined
}

function fieldOf(schema: GraphQLSchema, type: string, field: string): GraphQLField<unknown, unknown> | undefined {
  const owner = schema.getType(type)
  return isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[field] : undefined
}

function withDefaults(
  {
    variableDefinitions = [],
  }: { variableDefinitions?: readonly { variable: { name: { value: string } }; defaultValue?: unknown }[] | undefined },
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  // The only default of random operations is true.
  const defaults = variableDefinitions.filter(({ defaultValue }) => defaultValue !== undefined)
  return { ...Object.fromEntries(defaults.map(({ variable }) => [variable.name.value, true])), ...variables }
}

function merged(known: unknown, value: unknown): unknown {
  if (Array.isArray(known) && Array.isArray(value)) return value.map((item, index) => merged(known[index], item))
  if (typeof known !== 'object' || known === null || typeof value !== 'object' || value === null) return value
  const object = known as Record<string, unknown>
  for (const [key, item] of Object.entries(value)) object[key] = merged(object[key], item)
  return object
}
