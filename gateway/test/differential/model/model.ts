/**
 * A supergraph by chance, as plain data: which subgraph has which field, and how. The SDL of its subgraphs is
 * printed from it (subgraph-sdl.ts), and the value of each field follows from it (truth.ts).
 */
export interface Model {
  readonly seed: number
  readonly subgraphs: readonly string[]
  /** Object types by name: Query, entities, value types, and interfaces that some subgraphs have as objects. */
  readonly objects: Map<string, ObjectModel>
  /** Interfaces and unions by name. */
  readonly abstracts: Map<string, AbstractModel>
}

export interface ObjectModel {
  readonly name: string
  readonly kind: 'root' | 'entity' | 'interface object' | 'value'
  readonly fields: Map<string, FieldModel>
  /** By subgraph; none for value types. */
  readonly keys: Map<string, KeyModel[]>
  /** The entity interface that it implements, whose objects are numbered together. */
  readonly family: string | undefined
  /** By subgraph: the name of the context that its objects set there. */
  readonly contexts: Map<string, string>
}

export interface KeyModel {
  /** A field set, such as `id place { x }`. */
  readonly fields: string
  readonly isResolvable: boolean
}

export interface FieldModel {
  readonly name: string
  /** As in SDL, such as `[E1!]`; the true value of a non-null type is never null in any subgraph. */
  readonly type: string
  /** As in SDL, without parentheses; empty for none. */
  readonly args: string
  /** How each subgraph has it. */
  readonly places: Map<string, FieldPlace>
  /** For an interface or union: the object types that its values are of. */
  readonly runtimes: readonly string[]
  /** The context that one of its arguments takes its value from. */
  readonly takes?: TakenContext | undefined
}

export interface TakenContext {
  readonly argument: string
  /** The field with the value, by each type that sets the context; null for a type that the selection leaves out. */
  readonly sources: ReadonlyMap<string, string | null>
}

export interface FieldPlace {
  readonly role: 'resolves' | 'external' | 'overridden'
  readonly overrides?: string
  readonly requires?: string
  readonly provides?: string
}

export interface AbstractModel {
  readonly name: string
  readonly kind: 'interface' | 'entity interface' | 'union'
  /** Object types by subgraph. */
  readonly members: Map<string, readonly string[]>
  /** The name of the context that its members set where they are known as its members. */
  readonly context?: string
  /** Of an interface: its fields, with the subgraphs that have each. */
  readonly fields: Map<string, { readonly type: string; readonly args: string; readonly subgraphs: Set<string> }>
}

/** The name of a type without its brackets. */
export const namedTypeOf = (type: string): string => type.replaceAll(/[[\]!]/g, '')

/** A field of an object type, or of the interface that other subgraphs have as an object. */
export function fieldOf(model: Model, typeName: string, name: string): FieldModel {
  const object = objectOf(model, typeName)
  const declared = object.fields.get(name)
  // A field of the interface may be external in an implementation.
  const own = declared !== undefined && isOnlyExternal(declared) && object.family !== undefined ? undefined : declared
  const inherited = object.family === undefined ? undefined : model.objects.get(object.family)?.fields.get(name)
  const found = own ?? inherited ?? declared
  if (found === undefined) throw new Error(`The model has no ${typeName}.${name}`)
  return found
}

const isOnlyExternal = ({ places }: FieldModel): boolean =>
  [...places.values()].every(({ role }) => role === 'external')

export function objectOf({ objects }: Model, name: string): ObjectModel {
  const object = objects.get(name)
  if (object === undefined) throw new Error(`The model has no object type ${name}`)
  return object
}

/** Subgraphs that resolve a field. */
export const ownersOf = ({ places }: FieldModel): string[] =>
  [...places].flatMap(([subgraph, { role }]) => (role === 'resolves' ? [subgraph] : []))
