import { CHANCE_ONE } from '../world/content/monster-kinds.js'
import type { MonsterDropResolvers, MonsterKindResolvers } from '../generated/graphql.js'

export const MonsterKind: MonsterKindResolvers = {
  __resolveReference: ({ id }, { content }) => content.findKind(id),
  tameable: ({ tameChance }) => tameChance > 0,
}

export const MonsterDrop: MonsterDropResolvers = {
  item: ({ itemId }) => ({ id: itemId }),
  percent: ({ chance }) => (chance * 100) / CHANCE_ONE,
}
