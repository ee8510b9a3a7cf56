import { Variable, type Operation, type Selection, type SelectionSet } from '@apollo/federation-internals'
import { GraphQLError } from 'graphql'

type Variables = Readonly<Record<string, unknown>>

/** The @skip and @include conditions of one operation. */
export interface Conditions {
  /** A variable's value. @throws GraphQLError when it is no Boolean. */
  readonly decide: (variables: Variables, variable: string) => boolean
  /** A key that is equal for requests that are asked for the same selections. */
  readonly keyOf: (variables: Variables) => string
  /** Returns a predicate for the selections that are left out, given the variables of a request. */
  readonly skipperFor: (variables: Variables) => (selection: Selection) => boolean
}

/** @param clientVariable the client's name of a variable that planning renamed. */
export function readConditions(operation: Operation, clientVariable: (planned: string) => string): Conditions {
  const defaults: Variables = operation.collectDefaultedVariableValues()
  const names = [...variablesOf(operation.selectionSet)]

  const decide = (variables: Variables, name: string): boolean => {
    const clientName = clientVariable(name)
    const given = Object.hasOwn(variables, clientName) ? variables[clientName] : undefined
    const value = given === undefined ? defaults[name] : given
    if (typeof value === 'boolean') return value
    throw new GraphQLError(`Variable "$${clientName}" decides on @skip or @include: it must be true or false`, {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  }
  return {
    decide,
    keyOf: variables => {
      let key = ''
      for (const name of names) key += decide(variables, name) ? '1' : '0'
      return key
    },
    skipperFor: variables => {
      const isTrue = (condition: unknown) =>
        condition instanceof Variable ? decide(variables, condition.name) : condition === true
      return selection =>
        conditionsOf(selection).some(({ directive, condition }) => isTrue(condition) === (directive === 'skip'))
    },
  }
}

function conditionsOf(selection: Selection): { directive: 'skip' | 'include'; condition: unknown }[] {
  return selection.element.appliedDirectives.flatMap(directive => {
    const { name } = directive
    if (name !== 'skip' && name !== 'include') return []
    const { if: condition }: { if?: unknown } = directive.arguments()
    return [{ directive: name, condition }]
  })
}

function variablesOf(selections: SelectionSet, names = new Set<string>()): Set<string> {
  for (const selection of selections.selections()) {
    for (const { condition } of conditionsOf(selection)) if (condition instanceof Variable) names.add(condition.name)
    if (selection.selectionSet !== undefined) variablesOf(selection.selectionSet, names)
  }
  return names
}
