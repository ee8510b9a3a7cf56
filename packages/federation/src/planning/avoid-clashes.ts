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
import { documentOf, type Operation } from '../contract/operation.js'
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
 * Renames fields that the planner would confuse. It keys fetched fields by response name: with `{ id: name }`
 * it takes the name for the key, or the other way round, and `price(currency: "EUR")` for the price in
 * dollars that a @requires names. Where fragments exclude each other, one key may stand for several fields,
 * or for one with several arguments, which the planner fetches at once. The client's field gets an alias of
 * its own instead, and the projection restores its key.
 */
export function avoidClashes(operation: Operation, clashes: Clashes): PlannedOperation {
  const document = documentOf(operation)
  const names = createNames(document, clashes)
  const renamed = visit(document, {
    // Introspection is answered here, under the client's own names.
    FragmentDefinition: ({ typeCondition }) => (typeCondition.name.value.startsWith('__') ? false : undefined),
    Field: field => {
      if (isIntrospection(field)) return false
      const key = keyOf(field)
      const isTaken = key !== field.name.value && clashes.fields.has(key)
      const hasArguments = field.arguments !== undefined && field.arguments.length > 0
      const isRequired = hasArguments && clashes.requiredWithArguments.has(field.name.value)
      if (!isTaken && !isRequired && names.isFirst(field, key)) return undefined
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
  const firstFields = new Map<string, string>()
  visit(document, {
    Name: ({ value }) => void used.add(value),
    Field: field => {
      const key = keyOf(field)
      if (!firstFields.has(key) && !isIntrospection(field)) firstFields.set(key, identityOf(field))
    },
  })
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
    /** True for a field that equals the first one with that key in the document. */
    isFirst: (field: FieldNode, key: string): boolean => firstFields.get(key) === identityOf(field),
    keyFor: (field: FieldNode, key: string): string => {
      const identity = identityOf(field)
      const known = keys.get(identity)
      if (known !== undefined) return known
      const made = unused(`as_${key}`)
      keys.set(identity, made)
      clientKeys.set(made, key)
      return made
    },
  }
}

const isIntrospection = ({ name }: FieldNode): boolean => name.value === '__schema' || name.value === '__type'

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value

/** Equal for fields that may merge: they have the same key, name and arguments, in any order. */
const identityOf = (field: FieldNode): string =>
  JSON.stringify([keyOf(field), field.name.value, (field.arguments ?? []).map(argumentText).toSorted()])

const argumentText = (argument: ArgumentNode): string =>
  print(
    visit(argument, {
      ObjectValue: {
        leave: value => ({
          ...value,
          fields: value.fields.toSorted((a, b) => a.name.value.localeCompare(b.name.value)),
        }),
      },
    }),
  )

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
