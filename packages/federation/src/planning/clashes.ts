import { Kind, parse, visit, type DocumentNode, type SelectionSetNode } from 'graphql'

/** The names by which what a client asks for could be confused with what the planner asks for beside it. */
export interface Clashes {
  /** Of all fields: the planner fetches keys and required fields under their own names. */
  readonly fields: ReadonlySet<string>
  /** Of fields that some @requires names with arguments: a client may select them with different ones. */
  readonly requiredWithArguments: ReadonlySet<string>
}

export function readClashes(supergraphSdl: string): Clashes {
  const supergraph = parse(supergraphSdl, { noLocation: true })
  return { fields: fieldNames(supergraph), requiredWithArguments: namesRequiredWithArguments(supergraph) }
}

function fieldNames(supergraph: DocumentNode): Set<string> {
  const names = new Set(['__typename'])
  visit(supergraph, { FieldDefinition: ({ name }) => void names.add(name.value) })
  return names
}

function namesRequiredWithArguments(supergraph: DocumentNode): Set<string> {
  const names = new Set<string>()
  visit(supergraph, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== 'join__field') return
      for (const { name: argument, value } of given) {
        if (argument.value !== 'requires' || value.kind !== Kind.STRING || !value.value.includes('(')) continue
        visit(selectionsOf(value.value), {
          Field: field => {
            if (field.arguments !== undefined && field.arguments.length > 0) names.add(field.name.value)
          },
        })
      }
    },
  })
  return names
}

function selectionsOf(fieldSet: string): SelectionSetNode {
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${fieldSet}" is no field set`)
  return definition.selectionSet
}
