import { Kind, parse, visit, type ConstDirectiveNode, type DocumentNode, type SelectionSetNode } from 'graphql'

/** The fields of all keys of a type, by name; below a field that is no leaf, those that the keys name there. */
export interface KeyFields {
  readonly [name: string]: KeyFields | null
}

/** Key fields of each entity type; those of an interface are also its implementations'. */
export function readKeys(supergraphSdl: string): ReadonlyMap<string, KeyFields> {
  const supergraph = parse(supergraphSdl, { noLocation: true })
  const keys = new Map<string, Record<string, KeyFields | null>>()
  const implementations: [string, string][] = []
  const read = (type: {
    readonly name: { readonly value: string }
    readonly directives?: readonly ConstDirectiveNode[] | undefined
    readonly interfaces?: readonly { readonly name: { readonly value: string } }[] | undefined
  }) => {
    for (const { name } of type.interfaces ?? []) implementations.push([type.name.value, name.value])
    for (const directive of type.directives ?? []) {
      const key = keyOf(directive)
      if (key === undefined) continue
      const known = keys.get(type.name.value) ?? {}
      addFields(known, selectionsOf(parse(`{ ${key} }`)))
      keys.set(type.name.value, known)
    }
  }
  visit(supergraph, { ObjectTypeDefinition: read, InterfaceTypeDefinition: read })
  for (const [type, of] of implementations) {
    const inherited = keys.get(of)
    if (inherited !== undefined) keys.set(type, { ...inherited, ...keys.get(type) })
  }
  return keys
}

function keyOf(directive: ConstDirectiveNode): string | undefined {
  if (directive.name.value !== 'join__type') return undefined
  const value = directive.arguments?.find(({ name }) => name.value === 'key')?.value
  return value?.kind === Kind.STRING ? value.value : undefined
}

function addFields(known: Record<string, KeyFields | null>, { selections }: SelectionSetNode): void {
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD) continue
    const { name, selectionSet } = selection
    if (selectionSet === undefined) known[name.value] ??= null
    else {
      const below: Record<string, KeyFields | null> = { ...known[name.value] }
      addFields(below, selectionSet)
      known[name.value] = below
    }
  }
}

function selectionsOf({ definitions }: DocumentNode): SelectionSetNode {
  const [definition] = definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A field set was expected')
  return definition.selectionSet
}
