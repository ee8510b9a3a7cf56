import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql'
import type { Projection, Slot, Template } from './projection.js'
import { selectedFields, type Operation } from './selected-fields.js'

/** The property of a change that holds what its resolvers would answer, as far as the worker knows it. */
const CARRIED = 'carried'

/**
 * Fields with resolvers whose values changes carry all the same, by type: the path from the parent to the
 * value. Of these types no other field is carried. Of every other type, fields without a resolver are: a new
 * member of WorldChange needs a line here only for what its resolvers make.
 */
const carriedFields: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  WorldUpdate: {
    tick: ['tick'],
    at: ['at'],
    sequence: ['sequence'],
    snapshot: ['snapshot'],
    acknowledged: ['acknowledged'],
  },
  CharacterAppeared: { character: [CARRIED, 'character'], position: ['position'] },
  MapChanged: { map: [CARRIED, 'map'], position: ['position'] },
  Character: {
    id: ['id'],
    name: ['name'],
    owner: ['owner'],
    class: ['class'],
    level: ['level'],
    experience: ['experience'],
    art: ['art'],
    stats: ['stats'],
    appearance: ['appearance'],
    map: ['map'],
    position: ['position'],
    target: ['target'],
    online: ['online'],
  },
  User: { id: ['id'] },
  WorldMap: { id: ['id'], width: ['width'], height: ['height'] },
}

/** Characters of a projection's key, which has all of it. Those of a client that draws the world are some 6,000. */
export const PROJECTION_MAX = 12_288

type MutableTemplate = (string | Slot)[]
type Info = Operation & Pick<GraphQLResolveInfo, 'fieldNodes' | 'path' | 'returnType'>

/**
 * Compiles the selection of a field that returns WorldUpdate. Null for one that asks for the changes twice, or
 * for a field that the worker does not know, and for one that is too long: then graphql-js executes everything.
 */
export function compileProjection(info: Info): Projection | null {
  const { fieldNodes, path, returnType } = info
  const type = getNamedType(returnType)
  if (!isObjectType(type)) throw new TypeError(`Expected an object type, not ${type.name}`)
  const parts: MutableTemplate = [`{"data":{${JSON.stringify(path.key)}:{`]
  let head: MutableTemplate | null = null
  let members: Projection['members'] = {}
  let changesKey = ''
  let separator = ''
  for (const [key, nodes] of selectedFields(info, type, fieldNodes)) {
    push(parts, `${separator}${JSON.stringify(key)}:`)
    separator = ','
    if (nodes[0]?.name.value === 'changes') {
      if (head !== null) return null
      changesKey = key
      members = compileMembers(info, type, nodes)
      push(parts, '[')
      head = parts.splice(0)
      parts.push(']')
    } else if (!compileField(info, { type, nodes, path: [] }, parts)) return null
  }
  push(parts, '}}}')
  const hasChanges = head !== null
  const [first, last] = head === null ? [parts, []] : [head, parts]
  const key = JSON.stringify([first, last, members])
  if (key.length > PROJECTION_MAX) return null
  return { key, rootKey: String(path.key), changesKey, head: first, tail: last, hasChanges, members }
}

/** A member that selects what no change carries is left out: graphql-js executes it. */
function compileMembers(
  operation: Operation,
  updateType: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Projection['members'] {
  const type = getNamedType(updateType.getFields()['changes']?.type)
  const union = operation.schema.getType(type?.name ?? '')
  if (union === undefined || !('getTypes' in union)) throw new TypeError('Expected changes to be of a union type')
  const members: Record<string, Template> = {}
  for (const member of union.getTypes()) {
    const parts: MutableTemplate = []
    if (compileObject(operation, { type: member, nodes, path: [] }, parts)) members[member.name] = parts
  }
  return members
}

interface Place {
  readonly type: GraphQLObjectType
  readonly nodes: readonly FieldNode[]
  /** From the change to the object. */
  readonly path: readonly string[]
}

/** Adds the object's text to the parts; false where it has to be executed. */
function compileObject(operation: Operation, place: Place, parts: MutableTemplate): boolean {
  let opening = '{'
  for (const [key, nodes] of selectedFields(operation, place.type, place.nodes)) {
    push(parts, `${opening}${JSON.stringify(key)}:`)
    opening = ','
    if (!compileField(operation, { ...place, nodes }, parts)) return false
  }
  push(parts, opening === '{' ? '{}' : '}')
  return true
}

/** @param place.nodes those of the field */
function compileField(operation: Operation, { nodes, path, type }: Place, parts: MutableTemplate): boolean {
  const name = nodes[0]?.name.value ?? ''
  if (name === '__typename') {
    push(parts, JSON.stringify(type.name))
    return true
  }
  const field = type.getFields()[name]
  const carried = carriedFields[type.name]
  const hasResolver = field?.resolve !== undefined && field.resolve !== defaultFieldResolver
  const below = carried === undefined ? (hasResolver ? undefined : [name]) : carried[name]
  if (field === undefined || below === undefined) return false
  const at = [...path, ...below]
  const nullable = getNullableType(field.type)
  if (isObjectType(nullable) && below[0] === CARRIED) parts.push({ path: at, as: 'present', isNullable: false })
  if (isObjectType(nullable)) return compileObject(operation, { type: nullable, nodes, path: at }, parts)
  const as = slotKind(nullable)
  if (as === null) return false
  parts.push({ path: at, as, isNullable: !isNonNullType(field.type) })
  return true
}

function slotKind(type: GraphQLOutputType): Slot['as'] | null {
  if (isListType(type)) return isLeafType(getNamedType(type)) ? 'json' : null
  if (!isLeafType(type)) return null
  if (isEnumType(type)) return 'text'
  switch (type.name) {
    case 'ID':
    case 'String':
      return 'text'
    case 'Int':
    case 'SafeInt':
    case 'Boolean':
      return 'whole'
    default:
      return null
  }
}

/** Text that follows text becomes one with it. */
function push(parts: MutableTemplate, text: string): void {
  const last = parts.at(-1)
  if (typeof last === 'string') parts[parts.length - 1] = last + text
  else parts.push(text)
}
