import {
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type OperationDefinitionNode,
} from 'graphql'
import type { SubgraphResponse } from '@waystone/federation/contract'
import type { Epoch, SubscriptionSource } from '@waystone/federation'
import { isJsonObject, ownValue } from '@waystone/federation/json'

/** The argument by which a subscription goes on after an event, and the field by which it is told which one. */
const AFTER = 'after'
const ID = 'id'

/** How a stream of events goes on where it was lost: at the owner, by the id of the last event that came. */
export interface Resumption {
  /** The query and variables for the first subscription and for each resumption. */
  request(
    variables: Readonly<Record<string, unknown>>,
    lastEventId: string | null,
  ): { query: string; variables: Readonly<Record<string, unknown>> }
  /** Takes the event's id out of it, which the client may not have asked for. Null when it has none. */
  takeId(event: SubgraphResponse): string | null
}

/**
 * A source can resume when its root field has an argument `after: ID` and its events an `id`. The id is
 * selected under an alias of our own. @returns null for any other source: after a loss it starts again.
 */
export function resumptionOf({ query, serviceName }: SubscriptionSource, epoch: Epoch): Resumption | null {
  const document = parse(query, { noLocation: true })
  const root = rootFieldOf(document)
  const field = root && epoch.schema.getSubscriptionType()?.getFields()[root.name.value]
  if (!root?.selectionSet || !field || !canGoOn(field)) return null
  if (!epoch.hasField(serviceName, getNamedType(field.type).name, ID)) return null

  const used = namesIn(document)
  const idKey = unusedName(used, 'resumeId')
  const variable = unusedName(used, 'resumeAfter')
  const first = withRoot(document, selectId(root, idKey))
  const again = askAfter(first, variable)
  const rootKey = root.alias?.value ?? root.name.value
  const firstQuery = print(first)
  const queryAgain = print(again.document)
  return {
    request: (variables, lastEventId) => {
      if (lastEventId === null) return { query: firstQuery, variables }
      const kept = Object.entries(variables).filter(([name]) => again.variables.has(name))
      return { query: queryAgain, variables: { ...Object.fromEntries(kept), [variable]: lastEventId } }
    },
    takeId: ({ data }) => {
      const object = isJsonObject(data) ? ownValue(data, rootKey) : undefined
      if (!isJsonObject(object)) return null
      const id = object[idKey]
      delete object[idKey]
      return typeof id === 'string' || typeof id === 'number' ? String(id) : null
    },
  }
}

/** The value that a client gave for `after`; null when it gave none, or the field has no such argument. */
export function afterOf(epoch: Epoch, root: FieldNode, variables: Readonly<Record<string, unknown>>): unknown {
  const field = epoch.schema.getSubscriptionType()?.getFields()[root.name.value]
  if (field === undefined || !canGoOn(field)) return null
  const value = root.arguments?.find(argument => argument.name.value === AFTER)?.value
  if (value === undefined || value.kind === Kind.NULL) return null
  return value.kind === Kind.VARIABLE ? (variables[value.name.value] ?? null) : print(value)
}

function canGoOn({ args, type }: GraphQLField<unknown, unknown>): boolean {
  const after = args.find(argument => argument.name === AFTER)
  if (after === undefined || getNamedType(after.type).name !== 'ID') return false
  if (isListType(withoutNonNull(after.type)) || isListType(withoutNonNull(type))) return false
  const event = getNamedType(type)
  return isCompositeType(event) && 'getFields' in event && ID in event.getFields()
}

const withoutNonNull = (type: unknown): unknown => (isNonNullType(type) ? (type.ofType as unknown) : type)

/** The one root field; undefined where a fragment hides it, which the planner does not write. */
function rootFieldOf(document: DocumentNode): FieldNode | undefined {
  const operation = document.definitions.find(node => node.kind === Kind.OPERATION_DEFINITION)
  const [selection, another] = operation?.selectionSet.selections ?? []
  return selection?.kind === Kind.FIELD && another === undefined ? selection : undefined
}

function namesIn(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(document, { Name: ({ value }) => void names.add(value) })
  return names
}

const unusedName = (used: ReadonlySet<string>, base: string): string =>
  used.has(base) ? unusedName(used, `${base}_`) : base

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const

const withRoot = (document: DocumentNode, root: FieldNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.map(node =>
    node.kind === Kind.OPERATION_DEFINITION
      ? { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: [root] } }
      : node,
  ),
})

const selectId = (root: FieldNode, alias: string): FieldNode => ({
  ...root,
  selectionSet: {
    kind: Kind.SELECTION_SET,
    selections: [
      ...(root.selectionSet?.selections ?? []),
      { kind: Kind.FIELD, alias: nameNode(alias), name: nameNode(ID) },
    ],
  },
})

/** The same operation with `after` from a variable of our own, and without variables that nothing uses then. */
function askAfter(
  document: DocumentNode,
  variable: string,
): { document: DocumentNode; variables: ReadonlySet<string> } {
  const root = rootFieldOf(document)
  if (root === undefined) throw new Error('A source has one root field')
  const value = { kind: Kind.VARIABLE, name: nameNode(variable) } as const
  const others = (root.arguments ?? []).filter(argument => argument.name.value !== AFTER)
  const after = { kind: Kind.ARGUMENT, name: nameNode(AFTER), value } as const
  const asked = withRoot(document, { ...root, arguments: [...others, after] })

  const used = new Set<string>()
  visit(asked, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  })
  const redefine = (operation: OperationDefinitionNode): OperationDefinitionNode => ({
    ...operation,
    variableDefinitions: [
      ...(operation.variableDefinitions ?? []).filter(definition => used.has(definition.variable.name.value)),
      {
        kind: Kind.VARIABLE_DEFINITION,
        variable: value,
        type: { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: nameNode('ID') } },
      },
    ],
  })
  const definitions = asked.definitions.map(node => (node.kind === Kind.OPERATION_DEFINITION ? redefine(node) : node))
  return { document: { ...asked, definitions }, variables: used }
}
