import { addField, addKey, addObject, ensurePresent, homesOf, type Draft } from './draft.js'
import { type FieldModel, type ObjectModel, type TakenContext } from './model.js'

/** Composition confuses lists of values that may not be null with others. */
const SOURCE = /^(String|Int|Boolean|Float|ID|\[(String|Int|Boolean|Float|ID)\])!?$/
const NAME = 'around'

/**
 * An entity that is reached only through entities that set a context, with fields that take a value from it.
 * The value comes from the subgraph that takes it, or is external there.
 */
export function addContexts(draft: Draft): void {
  const { random } = draft
  const taking = random.pick(draft.subgraphs)
  const holders = random
    .shuffled([...draft.objects.values()].filter(object => object.kind === 'entity' && object.family === undefined))
    .filter(object => homesOf(object).includes(taking))
    .slice(0, 1 + random.below(2))
  // Only through a union can a type set a context that the selection does not name.
  const isOfUnion = holders.length > 1 && random.chance(0.6)
  const sources = chooseSources(draft, holders, { taking, mayLeaveOut: isOfUnion })
  if (sources === undefined) return

  const item = addObject(draft, { name: 'X0', kind: 'entity' })
  const homes = [taking, ...draft.subgraphs.filter(subgraph => subgraph !== taking && random.chance(0.5))]
  for (const home of homes) addKey(draft, item, home, { fields: 'id', isResolvable: true })
  for (const [index, home] of homes.entries())
    addField(item, { name: `f${index}`, type: random.pick(['String', 'Int!', '[String]']) }, [home])
  addField(item, { name: 'next', type: random.pick(['X0', '[X0!]']) }, [random.pick(homes)])

  for (const holder of holders) {
    if (!isOfUnion) holder.contexts.set(taking, NAME)
    const type = random.pick(['X0', 'X0!', '[X0]', '[[X0!]]'])
    const home = random.pick(homesOf(holder))
    ensurePresent(draft, 'X0', home)
    addField(holder, { name: `x_${holder.name}`, type }, [home])
  }
  if (isOfUnion) {
    const members = new Map([[taking, holders.map(({ name }) => name)]])
    draft.abstracts.set('U9', { name: 'U9', kind: 'union', members, fields: new Map(), context: NAME })
  }
  const [inner, outer] = random.shuffled(holders)
  if (inner !== undefined && outer !== undefined && random.chance(0.7)) {
    const home = random.pick(homesOf(outer))
    ensurePresent(draft, inner.name, home)
    addField(outer, { name: `y_${outer.name}`, type: random.pick([inner.name, `[${inner.name}!]`]) }, [home])
  }
  addTakingField(item, { sources, taking, holders })
}

/** The field of each holder that has the value; all are of one type. */
function chooseSources(
  draft: Draft,
  holders: readonly ObjectModel[],
  { taking, mayLeaveOut }: { taking: string; mayLeaveOut: boolean },
): Map<string, FieldModel | null> | undefined {
  const { random } = draft
  const sources = new Map<string, FieldModel | null>()
  let type: string | undefined
  for (const holder of random.shuffled(holders)) {
    const usable = [...holder.fields.values()].filter(field => {
      const isPlain = /^f\d/.test(field.name) && field.args === '' && SOURCE.test(field.type)
      const role = field.places.get(taking)?.role
      return isPlain && role !== 'overridden' && (type === undefined || nullable(field.type) === type)
    })
    const field = usable.length === 0 ? undefined : random.pick(usable)
    if (field === undefined && !mayLeaveOut) return undefined
    const isLeftOut = field === undefined || (mayLeaveOut && type !== undefined && random.chance(0.8))
    sources.set(holder.name, isLeftOut ? null : field)
    if (!isLeftOut) type = nullable(field.type)
  }
  for (const [name, field] of sources) {
    const holder = draft.objects.get(name)
    if (field === null || holder === undefined || field.places.has(taking)) continue
    addField(holder, field, [taking], { role: 'external' })
  }
  return type === undefined ? undefined : sources
}

function addTakingField(
  item: ObjectModel,
  {
    sources,
    taking,
    holders,
  }: { sources: Map<string, FieldModel | null>; taking: string; holders: readonly ObjectModel[] },
): void {
  const named = [...sources].flatMap(([type, field]) => (field === null ? [] : [{ type, field }]))
  const [first] = named
  if (first === undefined) return
  const [only, another] = holders
  const isBare = only !== undefined && another === undefined
  const selection = isBare
    ? `{ ${first.field.name} }`
    : named.map(({ type, field }) => `... on ${type} { ${field.name} }`).join(' ')
  const argument = `with: ${nullable(first.field.type)} @fromContext(field: "$${NAME} ${selection}")`
  const takes: TakenContext = {
    argument: 'with',
    sources: new Map([...sources].map(([type, field]) => [type, field?.name ?? null])),
  }
  addField(item, { name: 'c0', type: 'String', args: argument, takes }, [taking])
  addField(item, { name: 'c1', type: '[Int!]', args: `n: Int = 2, ${argument}`, takes }, [taking])
}

const nullable = (type: string): string => type.replace(/!$/, '')
