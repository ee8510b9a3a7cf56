import { isDeepStrictEqual } from 'node:util'
import type { Coverage } from './coverage.js'
import { fieldSet, leavesOf, restricted } from './field-set.js'
import type { KeyModel, Model } from './model.js'
import { entitiesOf, select, type Thing } from './truth.js'

export type Representation = Readonly<Record<string, unknown>>

/**
 * The entity that a representation names.
 * @returns why there is none: it must have a whole key that the subgraph says is resolvable, and keys that agree.
 */
export function findEntity(
  model: Model,
  { subgraph, representation, coverage }: { subgraph: string; representation: Representation; coverage: Coverage },
): Thing | string {
  const { __typename: name } = representation
  if (typeof name !== 'string') return 'a representation without __typename'
  const keys = keysIn(model, name, subgraph)
  if (keys === undefined) return `${name} is no entity here`
  const given = keys.filter(({ fields }) => isWhole(restricted(representation, fieldSet(fields))))
  const usable = given.find(({ isResolvable }) => isResolvable)
  if (usable === undefined) return `${name} without a key that can be resolved: ${JSON.stringify(representation)}`
  const isMeant = (thing: Thing) =>
    given.every(({ fields }) => {
      const set = fieldSet(fields)
      return isDeepStrictEqual(restricted(representation, set), select(model, thing, set))
    })
  const found = entitiesOf(model, name).find(isMeant)
  if (found === undefined) return `There is no ${name} of these keys: ${JSON.stringify(representation)}`
  if (keys.length > 1) coverage.note('several keys')
  if (keys.some(({ isResolvable }) => !isResolvable)) coverage.note('key that is not resolvable')
  if (leavesOf(usable.fields).length > 1) coverage.note('composite key')
  if (usable.fields.includes('{')) coverage.note('nested key')
  if (model.abstracts.has(name))
    coverage.note(model.objects.get(name)?.keys.has(subgraph) ? 'interface object' : 'entity interface')
  return found
}

/** Undefined for a type by which the subgraph has no entities. */
function keysIn({ objects, abstracts }: Model, name: string, subgraph: string): readonly KeyModel[] | undefined {
  const members = abstracts.get(name)?.members.get(subgraph)
  const [implementation = name] = objects.has(name) && members !== undefined ? members : [name]
  return objects.get(implementation)?.keys.get(subgraph)
}

const isWhole = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return value !== undefined && value !== null
  return Object.values(value).every(isWhole)
}
