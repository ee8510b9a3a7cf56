import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql'
import { RequestFault } from '../errors/index.js'

/** How large an operation is with its fragments written out; of a document, its largest operation in each respect. */
export interface OperationSize {
  readonly depth: number
  readonly fields: number
  readonly rootFields: number
  readonly aliases: number
}

/**
 * The most that a subgraph takes, whoever asks. The gateway's own limits are far stricter, and so are its plans; these are for callers
 * that reach a subgraph directly, and for a gateway that has gone wrong.
 */
export const OPERATION_LIMITS: OperationSize = { depth: 40, fields: 20_000, rootFields: 200, aliases: 1_000 }

const words: Readonly<Record<keyof OperationSize, string>> = {
  depth: 'levels of fields',
  fields: 'fields',
  rootFields: 'root fields',
  aliases: 'aliases',
}

/** Refuses operations that are too large before any other rule looks into them. */
export const limitOperations: ValidationRule = context => ({
  Document: document => {
    const exceeded = exceededLimits(document)
    for (const error of exceeded) context.reportError(error)
    // graphql-js gives each rule the document in turn: nothing is left of it to look into.
    return exceeded.length > 0 ? { kind: Kind.DOCUMENT, definitions: [] } : undefined
  },
})

/** An error for each limit that a document is over. */
export function exceededLimits(document: DocumentNode): GraphQLError[] {
  const size = measure(document)
  return (Object.keys(OPERATION_LIMITS) as (keyof OperationSize)[])
    .filter(limit => size[limit] > OPERATION_LIMITS[limit])
    .map(limit => {
      const max = OPERATION_LIMITS[limit]
      const message = `The operation has more than ${max} ${words[limit]}, which is the most that is allowed`
      return new GraphQLError(message, { originalError: new RequestFault('LIMIT_EXCEEDED', message, { limit, max }) })
    })
}

const EMPTY: OperationSize = { depth: 0, fields: 0, rootFields: 0, aliases: 0 }
const ENDLESS: OperationSize = { depth: Infinity, fields: Infinity, rootFields: Infinity, aliases: Infinity }

/** Takes time by the document's length alone: each fragment is measured once. One that spreads itself is endless. */
function measure(document: DocumentNode): OperationSize {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const measured = new Map<string, OperationSize>()

  const ofFragment = (name: string): OperationSize => {
    const known = measured.get(name)
    if (known !== undefined) return known
    measured.set(name, ENDLESS)
    const fragment = fragments.get(name)
    const size = fragment === undefined ? EMPTY : ofSelections(fragment.selectionSet)
    measured.set(name, size)
    return size
  }

  const ofSelections = ({ selections }: SelectionSetNode): OperationSize => {
    let [depth, fields, rootFields, aliases] = [0, 0, 0, 0]
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet === undefined ? EMPTY : ofSelections(selection.selectionSet)
        depth = Math.max(depth, below.depth + 1)
        fields += below.fields + 1
        rootFields += 1
        aliases += below.aliases + (selection.alias === undefined ? 0 : 1)
      } else {
        const spread =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : ofSelections(selection.selectionSet)
        depth = Math.max(depth, spread.depth)
        fields += spread.fields
        rootFields += spread.rootFields
        aliases += spread.aliases
      }
    }
    return { depth, fields, rootFields, aliases }
  }

  let largest = EMPTY
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue
    const size = ofSelections(node.selectionSet)
    largest = {
      depth: Math.max(largest.depth, size.depth),
      fields: Math.max(largest.fields, size.fields),
      rootFields: Math.max(largest.rootFields, size.rootFields),
      aliases: Math.max(largest.aliases, size.aliases),
    }
  }
  return largest
}
