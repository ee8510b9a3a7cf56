import { isInterfaceType, type GraphQLSchema } from 'graphql'
import type { SubgraphResponse } from '@waystone/federation/contract'
import type { Random } from './seeded-random.js'

/** How often what goes wrong. All are probabilities for a value or, the last one, for an answer. */
export interface Faults {
  readonly nulls: number
  readonly illegalNulls: number
  readonly missing: number
  readonly errors: number
  readonly wrongLeaves: number
  readonly wrongNames: number
  readonly wrongShapes: number
  readonly failures: number
}

export type Path = readonly (string | number)[]
export type SubgraphError = NonNullable<SubgraphResponse['errors']>[number]

export const noFaults: Faults = {
  nulls: 0,
  illegalNulls: 0,
  missing: 0,
  errors: 0,
  wrongLeaves: 0,
  wrongNames: 0,
  wrongShapes: 0,
  failures: 0,
}

/** @param least 1 where a falsy value must not come. */
export function leafByChance(type: string, random: Random, least: 0 | 1): unknown {
  switch (type) {
    case 'Boolean':
      return least === 1 || random.chance(0.5)
    case 'Int':
    case 'SafeInt':
      return least + random.below(4)
    case 'Float':
      return least + random.below(8) / 4
    case 'ID':
      return random.chance(0.2) ? least + random.below(2) : `id${random.below(3)}`
    default:
      return least === 1 || random.chance(0.9) ? `s${random.below(5)}` : ''
  }
}

/** Not that of an interface: it is right for an interface object, and gives way to a type's. */
export function wrongName(schema: GraphQLSchema, random: Random): unknown {
  const names = Object.values(schema.getTypeMap()).flatMap(type =>
    isInterfaceType(type) || type.name.startsWith('__') ? [] : type.name,
  )
  return random.chance(0.6) ? random.pick(names) : random.pick(['Nobody', 'toString', '', 7, null])
}

export function errorAt(random: Random, path: Path, seed: number): SubgraphError {
  const message = `failed by chance ${seed}`
  // Without its path an entity's error would be one for each repetition.
  const located = path[0] === '_entities' || random.chance(0.85) ? { path: [...path] } : {}
  const code = random.pick([undefined, 'FORBIDDEN', 'INVALID_GRAPHQL', ''])
  return { message, ...located, ...(code !== undefined && { extensions: { code, detail: [1] } }) }
}
