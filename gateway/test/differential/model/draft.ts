import type { Random } from '../seeded-random.js'
import {
  namedTypeOf,
  type FieldModel,
  type FieldPlace,
  type KeyModel,
  type Model,
  type ObjectModel,
  type TakenContext,
} from './model.js'
import { leavesOf, namesOf } from './field-set.js'

/** A model that is being made. */
export interface Draft extends Model {
  readonly random: Random
}

export function addObject(
  draft: Draft,
  object: Pick<ObjectModel, 'name' | 'kind'> & { family?: string | undefined },
): ObjectModel {
  const made: ObjectModel = { fields: new Map(), keys: new Map(), contexts: new Map(), family: undefined, ...object }
  draft.objects.set(made.name, made)
  return made
}

/** Adds a field, or another subgraph to it. */
export function addField(
  object: ObjectModel,
  field: { name: string; type: string; args?: string; runtimes?: readonly string[]; takes?: TakenContext | undefined },
  places: readonly string[],
  place: FieldPlace = { role: 'resolves' },
): FieldModel {
  const known = object.fields.get(field.name)
  const made = known ?? { args: '', runtimes: [], ...field, places: new Map<string, FieldPlace>() }
  object.fields.set(field.name, made)
  for (const subgraph of places) {
    // A resolved field stays so.
    if (made.places.get(subgraph)?.role !== 'resolves') made.places.set(subgraph, place)
  }
  return made
}

/** Subgraphs that have more of an entity than a reference to it. */
export const homesOf = ({ keys }: ObjectModel): string[] =>
  [...keys].flatMap(([subgraph, own]) => (own.some(({ isResolvable }) => isResolvable) ? [subgraph] : []))

/** Adds a key, with the fields that it names. */
export function addKey(draft: Draft, entity: ObjectModel, subgraph: string, key: KeyModel): void {
  const keys = entity.keys.get(subgraph) ?? []
  if (keys.some(({ fields }) => fields === key.fields)) return
  entity.keys.set(subgraph, [...keys, key])
  for (const leaf of leavesOf(key.fields)) {
    const [name = '', within] = leaf.split('.')
    const place = `${entity.name}Place`
    addField(entity, { name, type: within === undefined ? 'ID!' : `${place}!` }, [subgraph])
    if (within !== undefined) {
      const value = draft.objects.get(place) ?? addObject(draft, { name: place, kind: 'value' })
      addField(value, { name: within, type: within === 'x' ? 'Int!' : 'String!' }, [subgraph])
    }
  }
}

/** Checks that every home of an entity can be reached by entity fetches, starting with these key fields. */
export function reachesAll(entity: ObjectModel, from: readonly string[]): boolean {
  const known = new Set(from)
  const homes = homesOf(entity)
  const left = new Set(homes)
  for (let found = true; found; ) {
    found = false
    for (const home of left) {
      const keys = entity.keys.get(home) ?? []
      const isOpen = keys.some(
        ({ fields, isResolvable }) => isResolvable && leavesOf(fields).every(leaf => known.has(leaf)),
      )
      if (!isOpen) continue
      for (const { fields } of keys) for (const leaf of leavesOf(fields)) known.add(leaf)
      left.delete(home)
      found = true
    }
  }
  return left.size === 0
}

export const keyLeavesIn = (entity: ObjectModel, subgraph: string): string[] =>
  (entity.keys.get(subgraph) ?? []).flatMap(({ fields }) => leavesOf(fields))

export const isKeyField = ({ keys }: ObjectModel, name: string): boolean =>
  [...keys.values()].flat().some(({ fields }) => namesOf(fields).includes(name))

/**
 * Checks that a subgraph may name a type: one that has an interface as an object must not know its
 * implementations.
 */
export function mayName({ objects, abstracts }: Model, typeName: string, subgraph: string): boolean {
  const abstract = abstracts.get(typeName)
  const object = objects.get(typeName)
  if (abstract?.members.has(subgraph)) return true
  if (object?.kind === 'interface object') return object.keys.has(subgraph)
  if (object === undefined) return abstract === undefined
  const family = object.family === undefined ? undefined : objects.get(object.family)
  return family?.keys.has(subgraph) !== true
}

/** Makes an object type known in a subgraph, and all that its fields there name. */
export function ensurePresent(draft: Draft, typeName: string, subgraph: string): void {
  const object = draft.objects.get(typeName)
  if (object === undefined || object.kind === 'root') return
  if (object.kind === 'interface object') return
  if (object.kind === 'entity') {
    if (object.keys.has(subgraph)) return
    const known = draft.random.shuffled(homesOf(object).flatMap(home => object.keys.get(home) ?? []))
    const key = known.find(({ fields }) => reachesAll(object, leavesOf(fields)))
    if (key === undefined) throw new Error(`${typeName} cannot be referred to`)
    return addKey(draft, object, subgraph, { fields: key.fields, isResolvable: false })
  }
  for (const field of object.fields.values()) {
    if (field.places.has(subgraph)) continue
    field.places.set(subgraph, { role: 'resolves' })
    ensurePresent(draft, namedTypeOf(field.type), subgraph)
  }
}
