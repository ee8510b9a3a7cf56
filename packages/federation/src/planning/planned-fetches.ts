import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import { Kind, parse, type DocumentNode, type SelectionSetNode } from 'graphql'

/** A fetch of a plan, with what it needs of the answer and what it adds. */
export interface PlannedFetch extends FetchUses {
  /** Null for what is deferred. */
  readonly fetch: FetchNode | null
  /** The fetch with the path and the conditions around it. */
  readonly node: PlanNode
  /** Those that the plan has done before it. */
  readonly before: ReadonlySet<PlannedFetch>
}

/** Paths of response keys, without lists and types. */
interface FetchUses {
  readonly reads: ReadonlySet<string>
  /** Those of them that come from contexts of its entities. */
  readonly contextReads: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

const nothing: FetchUses = { reads: new Set(), contextReads: new Set(), writes: new Set() }

type Path = readonly string[]

interface Surroundings {
  readonly path: Path
  readonly before: ReadonlySet<PlannedFetch>
  readonly wrap: (node: PlanNode) => PlanNode
}

/**
 * The fetches of a plan in its order. A deferred part of the plan counts as one fetch that reads and adds
 * nothing.
 */
export function readFetches(root: PlanNode): PlannedFetch[] {
  const read = (node: PlanNode, around: Surroundings): PlannedFetch[] => {
    const { path, before, wrap } = around
    switch (node.kind) {
      case 'Fetch':
        return [planned(wrap(node), { fetch: node, before, readUses: () => usesOf(node, path) })]
      case 'Sequence': {
        const found: PlannedFetch[] = []
        for (const child of node.nodes)
          found.push(...read(child, { ...around, before: new Set([...before, ...found]) }))
        return found
      }
      case 'Parallel':
        return node.nodes.flatMap(child => read(child, around))
      case 'Flatten': {
        const keys = node.path.map(String).filter(key => key !== '@')
        const wrapFlat = (inner: PlanNode) => wrap({ ...node, node: inner })
        return read(node.node, { path: [...path, ...keys], before, wrap: wrapFlat })
      }
      case 'Condition': {
        const { kind, condition } = node
        const clauses = (['ifClause', 'elseClause'] as const).map(clause => {
          const child = node[clause]
          const wrapClause = (inner: PlanNode) => wrap({ kind, condition, [clause]: inner })
          return child === undefined ? [] : read(child, { path, before, wrap: wrapClause })
        })
        return clauses.flat()
      }
      case 'Defer':
        return [planned(wrap(node), { fetch: null, before, readUses: () => nothing })]
    }
  }
  return read(root, { path: [], before: new Set(), wrap: node => node })
}

/** Creates a planned fetch that reads its uses lazily, because that parses its operation. */
function planned(
  node: PlanNode,
  given: Pick<PlannedFetch, 'fetch' | 'before'> & { readUses: () => FetchUses },
): PlannedFetch {
  const { fetch, before, readUses } = given
  let uses: FetchUses | undefined
  const known = () => (uses ??= readUses())
  return {
    fetch,
    node,
    before,
    get reads() {
      return known().reads
    },
    get contextReads() {
      return known().contextReads
    },
    get writes() {
      return known().writes
    },
  }
}

function usesOf(node: FetchNode, at: Path): FetchUses {
  const contextReads = new Set(
    (node.contextRewrites ?? []).map(({ path }) => {
      const steps = path.filter(step => !step.startsWith('...'))
      const keys = steps.filter(step => step !== '..')
      return textOf([...at.slice(0, at.length - (steps.length - keys.length)), ...keys])
    }),
  )
  const reads = new Set([textOf(at), ...requiredPaths(node.requires ?? [], at), ...contextReads])
  return { reads, contextReads, writes: new Set(writtenPaths(node, at)) }
}

const textOf = (path: Path): string => path.join('.')

function requiredPaths(selections: readonly QueryPlanSelectionNode[], at: Path): string[] {
  return selections.flatMap(selection => {
    if (selection.kind === 'InlineFragment') return requiredPaths(selection.selections, at)
    const path = [...at, selection.alias ?? selection.name]
    return [textOf(path), ...requiredPaths(selection.selections ?? [], path)]
  })
}

function writtenPaths(node: FetchNode, at: Path): string[] {
  const document = parse(node.operation, { noLocation: true })
  const names = new Map<string, string>()
  for (const rewrite of node.outputRewrites ?? []) {
    const key = rewrite.path.at(-1)
    if (rewrite.kind === 'KeyRenamer' && key !== undefined) names.set(key, rewrite.renameKeyTo)
  }
  const written = (set: SelectionSetNode, path: Path): string[] =>
    set.selections.flatMap(selection => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return written(selection.selectionSet, path)
      if (selection.kind === Kind.FRAGMENT_SPREAD) return written(fragmentOf(document, selection.name.value), path)
      const key = selection.alias?.value ?? selection.name.value
      const below = [...path, names.get(key) ?? key]
      return [textOf(below), ...(selection.selectionSet ? written(selection.selectionSet, below) : [])]
    })
  const operation = document.definitions.find(definition => definition.kind === Kind.OPERATION_DEFINITION)
  const [entities] = operation?.selectionSet.selections ?? []
  if (node.requires === undefined) return operation === undefined ? [] : written(operation.selectionSet, at)
  return entities?.kind === Kind.FIELD && entities.selectionSet ? written(entities.selectionSet, at) : []
}

function fragmentOf({ definitions }: DocumentNode, name: string): SelectionSetNode {
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition.selectionSet
  throw new Error(`A fetch names the fragment "${name}", which it lacks`)
}
