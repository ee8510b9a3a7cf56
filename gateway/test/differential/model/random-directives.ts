import { addField, ensurePresent, homesOf, isKeyField, type Draft } from './draft.js'
import { namedTypeOf, ownersOf, type FieldModel, type FieldPlace, type ObjectModel } from './model.js'

const LEAF = /^(String|Int|Boolean|Float|ID|Color)$/

/** A chain of fields, each of which requires the one before from another subgraph. */
export function addRequires(draft: Draft, object: ObjectModel, prefix: string): void {
  const { random } = draft
  const homes = homesOf(object)
  let inputs = random.shuffled(requirable(draft, object)).slice(0, 1 + random.below(2))
  const length = random.pick([1, 2, 3, 3])
  for (let index = 0; index < length; index++) {
    const places = homes.filter(home => inputs.every(({ places: known }) => known.get(home)?.role !== 'resolves'))
    if (inputs.length === 0 || places.length === 0) return
    const subgraph = random.pick(places)
    const sets = inputs.map(input => inputSet(draft, input, subgraph))
    const requires = sets.flatMap(set => set ?? []).join(' ')
    if (requires === '') return
    for (const [nth, input] of inputs.entries())
      if (sets[nth] !== undefined) addField(object, input, [subgraph], { role: 'external' })
    const isReference = random.chance(0.25)
    const named = isReference ? referable(draft, subgraph) : 'String'
    ensurePresent(draft, named, subgraph)
    const type = random.pick(['T', 'T', 'T!', '[T!]'] as const).replace('T', named)
    const made = addField(object, { name: `${prefix}${index}`, type }, [subgraph], { role: 'resolves', requires })
    inputs = [made, ...random.shuffled(requirable(draft, object)).slice(0, random.below(2))]
  }
}

/**
 * The fields that a chain may begin with. An interface's object may require what the implementations have in
 * common, and they what it has.
 */
function requirable(draft: Draft, object: ObjectModel): FieldModel[] {
  const own = plainFields(object)
  if (object.kind === 'interface object') {
    const fields = [...(draft.abstracts.get(object.name)?.fields ?? [])]
    const common = fields.flatMap(([name, { type, args, subgraphs }]): FieldModel[] => {
      if (isKeyField(object, name) || name === 'code') return []
      const places = new Map<string, FieldPlace>([...subgraphs].map(home => [home, { role: 'resolves' }]))
      return [{ name, type, args, places, runtimes: [] }]
    })
    return [...common, ...own]
  }
  const family = object.family === undefined ? undefined : draft.objects.get(object.family)
  const inherited = [...(family?.fields.values() ?? [])].filter(({ name }) => /^[gr]\d/.test(name))
  return [...inherited, ...own]
}

/** The part of a field that a subgraph requires: all of a leaf; of an object, fields that it may know. */
function inputSet(draft: Draft, { name, type, args }: FieldModel, subgraph: string): string | undefined {
  if (args !== '') return undefined
  const named = namedTypeOf(type)
  if (LEAF.test(named)) return name
  const object = draft.objects.get(named)
  if (object?.kind === 'value') {
    ensurePresent(draft, named, subgraph)
    const leaves = [...object.fields.values()].filter(field => LEAF.test(namedTypeOf(field.type)) && field.args === '')
    const inner = draft.random.chance(0.5) && object.fields.has('inner') ? ' inner { a }' : ''
    return leaves.length === 0 ? undefined : `${name} { ${draft.random.pick(leaves).name}${inner} }`
  }
  if (object?.kind !== 'entity' || object.family !== undefined) return undefined
  ensurePresent(draft, named, subgraph)
  const leaves = plainFields(object).filter(field => LEAF.test(namedTypeOf(field.type)) && field.args === '')
  const chosen = draft.random.pick([...leaves, undefined])
  if (chosen === undefined) return undefined
  if (chosen.places.get(subgraph) === undefined) addField(object, chosen, [subgraph], { role: 'external' })
  return `${name} { ${chosen.name} }`
}

function referable({ objects, random }: Draft, subgraph: string): string {
  const names = [...objects.values()].filter(({ name, kind, family, keys }) => {
    if (name.endsWith('Place') || family !== undefined) return false
    return kind === 'value' || kind === 'entity' || (kind === 'interface object' && keys.has(subgraph))
  })
  return random.pick(names).name
}

/** On a way to an entity, its subgraph answers a field that it does not know otherwise. */
export function addProvides(draft: Draft, object: ObjectModel): void {
  const { random } = draft
  for (const field of object.fields.values()) {
    const target = draft.objects.get(namedTypeOf(field.type))
    const owners = ownersOf(field)
    const [subgraph] = owners
    if (target?.kind !== 'entity' || subgraph === undefined || owners.length > 1 || !random.chance(0.6)) continue
    const place = field.places.get(subgraph)
    if (place === undefined || isKeyField(object, field.name)) continue
    const usable = plainFields(target).filter(({ type, args, places }) => {
      const isElsewhere = places.get(subgraph)?.role !== 'resolves' && places.get(subgraph)?.role !== 'overridden'
      return LEAF.test(namedTypeOf(type)) && args === '' && isElsewhere && ![...places.values()].some(isMoved)
    })
    if (usable.length === 0) continue
    const provided = random.pick(usable)
    addField(target, provided, [subgraph], { role: 'external' })
    field.places.set(subgraph, { ...place, provides: provided.name })
  }
}

/** A subgraph that resolves none of an entity's keys answers a field of it, where another one led there. */
export function addToReferences(draft: Draft, object: ObjectModel): void {
  const { random } = draft
  for (const [subgraph, keys] of object.keys) {
    if (keys.some(({ isResolvable }) => isResolvable) || !random.chance(0.5)) continue
    const usable = plainFields(object).filter(({ type, args, places }) => {
      const isElsewhere = [...places.values()].every(place => place.role === 'resolves' && !isMoved(place))
      return LEAF.test(namedTypeOf(type)) && args === '' && isElsewhere
    })
    if (usable.length > 0) addField(object, random.pick(usable), [subgraph])
  }
}

/** A field that another subgraph has taken over. */
export function addOverride(draft: Draft, object: ObjectModel): void {
  const { random } = draft
  const usable = plainFields(object).filter(({ places }) => {
    const [first, another] = places.values()
    return first !== undefined && another === undefined && !isMoved(first) && first.provides === undefined
  })
  if (usable.length === 0) return
  const field = random.pick(usable)
  const [from = ''] = field.places.keys()
  const named = namedTypeOf(field.type)
  if (draft.abstracts.has(named) || draft.objects.get(named)?.family !== undefined) return
  const places = homesOf(object).filter(home => home !== from)
  if (places.length === 0) return
  const to = random.pick(places)
  ensurePresent(draft, named, to)
  field.places.set(from, { role: 'overridden' })
  field.places.set(to, { role: 'resolves', overrides: from })
}

const isMoved = ({ role, requires, overrides }: { role: string; requires?: string; overrides?: string }): boolean =>
  role === 'overridden' || requires !== undefined || overrides !== undefined

/** Those that are neither part of a key nor of an interface, and require nothing. */
const plainFields = (object: ObjectModel): FieldModel[] =>
  [...object.fields.values()].filter(({ name, places }) => {
    const isRequiring = [...places.values()].some(({ requires }) => requires !== undefined)
    return !isRequiring && !isKeyField(object, name) && /^[fg]\d/.test(name)
  })
