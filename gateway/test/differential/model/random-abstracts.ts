import { addField, addKey, addObject, ensurePresent, homesOf, mayName, type Draft } from './draft.js'
import { namedTypeOf, type AbstractModel, type KeyModel, type ObjectModel } from './model.js'

/** An interface with a key, which some subgraphs have as an object without knowing what implements it. */
export function addFamily(draft: Draft, name: string): void {
  const { random, subgraphs } = draft
  const [home = '', ...others] = random.shuffled(subgraphs)
  const homes = others.length > 2 && random.chance(0.3) ? [home, others.pop() ?? home] : [home]
  const objectHomes = others.slice(0, random.below(others.length) + 1)
  const rest = others.slice(objectHomes.length)
  const members = Array.from({ length: 2 + random.below(2) }, (_, index) => `${name}${'ABC'[index] ?? ''}`)
  const id = { fields: 'id', isResolvable: true }
  const code = { fields: 'code', isResolvable: random.chance(0.7) }
  // The home of the interface finds each object by its id; others may have another key, or both.
  const keys = random.chance(0.4) ? [id, code] : [id]
  const keysElsewhere = (): KeyModel[] => {
    if (keys.length === 1) return keys
    const only = code.isResolvable ? random.pick(['id', 'code', 'both'] as const) : 'both'
    const chosen = random.shuffled(['id', 'code']).filter(key => only === 'both' || key === only)
    return chosen.map((key, index) => ({ fields: key, isResolvable: index === 0 || random.chance(0.5) }))
  }
  const restHomes = rest.filter(() => random.chance(0.5)).map(subgraph => [subgraph, keysElsewhere()] as const)
  for (const member of members) {
    const entity = addObject(draft, { name: member, kind: 'entity', family: name })
    for (const [subgraph, own] of [...homes.map(home => [home, keys] as const), ...restHomes])
      for (const key of own) addKey(draft, entity, subgraph, key)
  }
  const object = addObject(draft, { name, kind: 'interface object' })
  for (const subgraph of objectHomes) for (const key of keysElsewhere()) addKey(draft, object, subgraph, key)
  const fields: AbstractModel['fields'] = new Map(
    keys.map(key => [key.fields, { type: 'ID!', args: '', subgraphs: new Set(homes) }]),
  )
  draft.abstracts.set(name, {
    name,
    kind: 'entity interface',
    members: new Map(homes.map(subgraph => [subgraph, members])),
    fields,
  })
  for (const [index, subgraph] of homes.entries())
    addCommonField(draft, fields, { name: `${name.toLowerCase()}_${index}`, subgraph, members })
}

/** An interface without a key: which of its fields and types a subgraph has is up to chance. */
export function addInterface(draft: Draft, name: string): void {
  const { random, subgraphs } = draft
  const candidates = random.shuffled(entities(draft)).slice(0, 2 + random.below(2))
  const fields: AbstractModel['fields'] = new Map()
  const members: AbstractModel['members'] = new Map()
  draft.abstracts.set(name, { name, kind: 'interface', members, fields })
  for (const [index, subgraph] of subgraphs.entries()) {
    const here = candidates.filter(entity => homesOf(entity).includes(subgraph) && random.chance(0.9))
    if (here.length === 0) continue
    const names = here.map(entity => entity.name)
    members.set(subgraph, names)
    // A field that another subgraph's interface has, or a new one.
    const shared = [...fields.keys()][0]
    const field = shared !== undefined && random.chance(0.4) ? shared : `${name.toLowerCase()}_${index}`
    addCommonField(draft, fields, { name: field, subgraph, members: names })
  }
  // Types that implement it in any subgraph must have all of its fields somewhere.
  const all = new Set([...members.values()].flat())
  for (const [field, { type, args }] of fields) {
    for (const member of all) {
      const entity = draft.objects.get(member)
      if (entity === undefined || entity.fields.has(field)) continue
      const home = random.pick(homesOf(entity))
      ensurePresent(draft, namedTypeOf(type), home)
      addField(entity, { name: field, type, args }, [home])
    }
  }
}

function addCommonField(
  draft: Draft,
  fields: AbstractModel['fields'],
  { name, subgraph, members }: { name: string; subgraph: string; members: readonly string[] },
): void {
  const { random, objects } = draft
  const references = [...objects.values()].filter(({ kind, family, name: of }) => {
    return (kind === 'entity' && family === undefined) || (kind === 'value' && !of.endsWith('Place'))
  })
  const known = fields.get(name)
  const type =
    known?.type ?? random.pick(['String', 'Int', '[String!]', '[[Int]]', ...references.map(object => object.name)])
  const args = known?.args ?? (random.chance(0.4) ? 'n: Int = 1' : '')
  fields.set(name, { type, args, subgraphs: new Set([...(known?.subgraphs ?? []), subgraph]) })
  ensurePresent(draft, namedTypeOf(type), subgraph)
  for (const member of members) {
    const object = objects.get(member)
    // An implementation of a field may promise more.
    if (object) addField(object, { name, args, type: random.chance(0.3) ? `${type}!` : type }, [subgraph])
  }
}

/** A union of entities, members of families and value types, of which each subgraph knows some. */
export function addUnion(draft: Draft, name: string): void {
  const { random, subgraphs } = draft
  const candidates = random
    .shuffled(
      [...draft.objects.values()].filter(({ kind, name: of }) => /^[EFV]/.test(of) && kind !== 'interface object'),
    )
    .filter(object => !object.name.endsWith('Place'))
    .slice(0, 2 + random.below(3))
  const members: AbstractModel['members'] = new Map()
  for (const subgraph of subgraphs) {
    const here = candidates.filter(({ name: of }) => mayName(draft, of, subgraph) && random.chance(0.6))
    if (here.length === 0) continue
    for (const { name: of } of here) ensurePresent(draft, of, subgraph)
    members.set(
      subgraph,
      here.map(object => object.name),
    )
  }
  if (members.size > 0) draft.abstracts.set(name, { name, kind: 'union', members, fields: new Map() })
}

const entities = ({ objects }: Draft): ObjectModel[] =>
  [...objects.values()].filter(({ kind, family }) => kind === 'entity' && family === undefined)
