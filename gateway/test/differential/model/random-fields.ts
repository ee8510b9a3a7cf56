import { addField, addObject, ensurePresent, homesOf, mayName, type Draft } from './draft.js'
import type { ObjectModel } from './model.js'

const LEAVES = ['String', 'String', 'Int', 'Boolean', 'Float', 'ID', 'Color'] as const
const ARGS = [
  'n: Int',
  'n: Int = 3',
  'text: String!',
  'color: Color = GREEN, n: Int',
  'filter: Filter',
  'sizes: [Int!] = [1]',
] as const

/** Value types, each with all its fields wherever it is used. */
export function addValueTypes(draft: Draft, count: number): void {
  const { random } = draft
  for (let index = 0; index < count; index++) {
    const value = addObject(draft, { name: `V${index}`, kind: 'value' })
    addField(value, { name: 'a', type: random.pick(LEAVES) }, [])
    addField(value, { name: 'b', type: wrapped(draft, random.pick(LEAVES)), ...argsByChance(draft, 0.3) }, [])
    if (index > 0 && random.chance(0.5)) addField(value, { name: 'inner', type: wrapped(draft, `V${index - 1}`) }, [])
    const entities = [...draft.objects.values()].filter(({ kind, family }) => kind === 'entity' && family === undefined)
    if (random.chance(0.4)) addField(value, { name: 'of', type: wrapped(draft, random.pick(entities).name) }, [])
  }
}

/** Fields of an entity, or of an interface that is an object, in its homes. */
export function addFields(draft: Draft, object: ObjectModel, count: number): void {
  const homes = homesOf(object)
  // Fields of one name differ among the members of a union; those of a family are told apart from its interface's.
  const prefix = object.kind === 'interface object' ? 'g' : 'f'
  for (let index = 0; index < count; index++)
    addFieldByChance(draft, object, { name: `${prefix}${index}`, homes, sharing: 0.25 })
}

/** Root fields of each subgraph. */
export function addRootFields(draft: Draft): void {
  const { random, subgraphs } = draft
  const query = addObject(draft, { name: 'Query', kind: 'root' })
  let index = 0
  for (const subgraph of subgraphs) {
    const count = 2 + random.below(3)
    for (let nth = 0; nth < count; nth++) {
      const homes = random.chance(0.2) ? subgraphs : [subgraph]
      addFieldByChance(draft, query, { name: `q${index++}`, homes, sharing: 1, first: subgraph, leaves: 0.05 })
    }
  }
}

function addFieldByChance(
  draft: Draft,
  object: ObjectModel,
  how: { name: string; homes: readonly string[]; sharing: number; first?: string; leaves?: number },
): void {
  const { random } = draft
  const { name, homes, sharing, first = random.pick(homes), leaves = 0.5 } = how
  const named = namedType(draft, first, leaves)
  const others = random.chance(sharing) ? homes.filter(home => home !== first && mayName(draft, named, home)) : []
  let owners = [first, ...others.filter(() => random.chance(0.7))]
  let runtimes = runtimesOf(draft, named, owners)
  if (draft.abstracts.has(named) && runtimes.length === 0) {
    owners = [first]
    runtimes = runtimesOf(draft, named, owners)
  }
  for (const owner of owners) ensurePresent(draft, named, owner)
  addField(object, { name, type: wrapped(draft, named), runtimes, ...argsByChance(draft, 0.25) }, owners)
}

function namedType(draft: Draft, subgraph: string, leaves: number): string {
  const { random, objects, abstracts } = draft
  if (random.chance(leaves)) return random.pick(LEAVES)
  const names = [...objects.values()].flatMap(({ name, kind }) =>
    kind === 'root' || name.endsWith('Place') ? [] : [name],
  )
  const usable = [...names, ...abstracts.keys()].filter(name => mayName(draft, name, subgraph))
  // Fields that span subgraphs are the ones that go wrong.
  const abstract = usable.filter(name => abstracts.has(name))
  return random.chance(0.3) && abstract.length > 0 ? random.pick(abstract) : random.pick(usable)
}

/** Types that all these subgraphs know of an interface or union; an entity interface knows its own. */
function runtimesOf({ abstracts, objects }: Draft, named: string, subgraphs: readonly string[]): readonly string[] {
  const members = abstracts.get(named)?.members
  if (members === undefined || objects.has(named)) return []
  const [first = [], ...others] = subgraphs.map(subgraph => members.get(subgraph) ?? [])
  return first.filter(name => others.every(other => other.includes(name)))
}

const argsByChance = ({ random }: Draft, probability: number): { args?: string } =>
  random.chance(probability) ? { args: random.pick(ARGS) } : {}

const wrapped = ({ random }: Draft, named: string): string =>
  random
    .pick(['T', 'T', 'T', 'T!', 'T!', '[T]', '[T!]', '[T!]!', '[T]!', '[[T]]', '[[T!]!]!'] as const)
    .replace('T', named)
