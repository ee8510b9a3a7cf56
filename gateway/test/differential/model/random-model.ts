import { hash, randomFrom } from '../seeded-random.js'
import type { Draft } from './draft.js'
import type { Model } from './model.js'
import { addFamily, addInterface, addUnion } from './random-abstracts.js'
import { addContexts } from './random-contexts.js'
import { addOverride, addProvides, addRequires, addToReferences } from './random-directives.js'
import { addFields, addRootFields, addValueTypes } from './random-fields.js'
import { addEntity } from './random-keys.js'

const SUBGRAPHS = ['a', 'b', 'c', 'd'] as const

/** A supergraph by chance; the same seed always makes the same one. Most of them compose. */
export function randomModel(seed: number): Model {
  const random = randomFrom(hash(seed, 'model'))
  const subgraphs = SUBGRAPHS.slice(0, 2 + random.below(3))
  const draft: Draft = { seed, subgraphs, objects: new Map(), abstracts: new Map(), random }

  const entityCount = 2 + random.below(2)
  for (let index = 0; index < entityCount; index++) {
    const homes = random.shuffled(subgraphs).slice(0, Math.max(2, 1 + random.below(subgraphs.length)))
    addEntity(draft, `E${index}`, homes)
  }
  addValueTypes(draft, 1 + random.below(2))
  if (random.chance(0.5)) addFamily(draft, 'F0')
  if (random.chance(0.2)) addFamily(draft, 'F1')
  if (random.chance(0.5)) addInterface(draft, 'I0')
  if (random.chance(0.6)) addUnion(draft, 'U0')

  const objects = [...draft.objects.values()].filter(({ keys }) => keys.size > 0)
  for (const object of objects) addFields(draft, object, object.family === undefined ? 3 + random.below(3) : 2)
  for (const object of objects) {
    if (object.kind === 'entity' && random.chance(0.3)) addOverride(draft, object)
    if (object.kind === 'entity' && object.family === undefined && random.chance(0.7)) addRequires(draft, object, 'r')
  }
  // Members of a family require what the interface's object has, also what it requires itself.
  for (const object of objects)
    if (object.kind === 'interface object' && random.chance(0.5)) addRequires(draft, object, 'r')
  for (const object of objects) if (object.family !== undefined && random.chance(0.6)) addRequires(draft, object, 's')
  addRootFields(draft)
  for (const object of objects) if (object.kind === 'entity') addToReferences(draft, object)
  if (random.chance(0.5)) addContexts(draft)
  for (const object of draft.objects.values()) addProvides(draft, object)
  return { seed, subgraphs, objects: draft.objects, abstracts: draft.abstracts }
}
