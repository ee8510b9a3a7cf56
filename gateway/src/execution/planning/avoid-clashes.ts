import {
  Kind,
  print,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql'
import { documentOf, type Operation } from '../../supergraph/operation.js'
import type { Clashes } from './clashes.js'

/** An operation as it is planned, and the way back to the names that the client knows. */
export interface PlannedOperation {
  readonly operation: Operation
  readonly clientKey: (planned: string) => string
  readonly clientVariable: (planned: string) => string
}

/** Variables of the planner: that by which every fetch of entities gets them, and those of values out of contexts. */
const RESERVED = /^(representations|contextualArgument_\d+_\d+)$/

/**
 * Gives other names to what the planner would confuse. It keys what it fetches by response name: with `{ id: name }` it takes
 * the name for the key, or the other way round, and `price(currency: "EUR")` for the price in dollars that a @requires names.
 * The client's field gets an alias of its own instead, and the projection gives it its key back.
 */
export function avoidClashes(operation: Operation, clashes: Clashes): PlannedOperation {
  const document = documentOf(operation)
  const names = createNames(document, clashes)
  const renamed = visit(document, {
    // Introspection is answered here, under the client's own names.
    FragmentDefinition: ({ typeCondition }) => (typeCondition.name.value.startsWith('__') ? false : undefined),
    Field: field => {
      if (field.name.value === '__schema' || field.name.value === '__type') return false
      const key = field.alias?.value ?? field.name.value
      const isTaken = key !== field.name.value && clashes.fields.has(key)
      const hasArguments = field.arguments !== undefined && field.arguments.length > 0
      if (!isTaken && !(hasArguments && clashes.requiredWithArguments.has(field.name.value))) return undefined
      return { ...field, alias: { kind: Kind.NAME, value: names.keyFor(field, key) } }
    },
    Variable: variable => {
      if (!RESERVED.test(variable.name.value)) return undefined
      return { ...variable, name: { kind: Kind.NAME, value: names.variableFor(variable.name.value) } }
    },
  })
  return {
    operation: renamed === document ? operation : operationOf(renamed),
    clientKey: planned => names.clientKeys.get(planned) ?? planned,
    clientVariable: planned => names.clientVariables.get(planned) ?? planned,
  }
}

function createNames(document: DocumentNode, clashes: Clashes) {
  const used = new Set(clashes.fields)
  visit(document, { Name: ({ value }) => void used.add(value) })
  const unused = (base: string): string => {
    let name = base
    for (let number = 1; used.has(name); number++) name = `${base}_${number}`
    used.add(name)
    return name
  }
  const keys = new Map<string, string>()
  const clientKeys = new Map<string, string>()
  const variables = new Map<string, string>()
  const clientVariables = new Map<string, string>()
  return {
    clientKeys,
    clientVariables,
    variableFor: (name: string): string => {
      const known = variables.get(name)
      if (known !== undefined) return known
      const made = unused(`${name}_`)
      variables.set(name, made)
      clientVariables.set(made, name)
      return made
    },
    /** Fields that may merge have the same key, name and arguments: they still may. */
    keyFor: (field: FieldNode, key: string): string => {
      const identity = JSON.stringify([key, field.name.value, argumentsText(field.arguments)])
      const known = keys.get(identity)
      if (known !== undefined) return known
      const made = unused(`as_${key}`)
      keys.set(identity, made)
      clientKeys.set(made, key)
      return made
    },
  }
}

const argumentsText = (given: readonly ArgumentNode[] = []): string[] =>
  given.map(argument => print(argument)).toSorted()

function operationOf({ definitions }: DocumentNode): Operation {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  let operation: OperationDefinitionNode | undefined
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition
  }
  if (operation === undefined) throw new Error('A document without an operation was planned')
  return { definition: operation, fragments }
}
