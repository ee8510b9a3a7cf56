import { artOf } from '@waystone/kit/art'
import { localesOf, readLocale, translate } from '@waystone/kit/locale'
import type { WorldMapResolvers } from '../generated/graphql.js'

export const WorldMap: WorldMapResolvers = {
  __resolveReference: ({ id }, { content }) => content.findMap(id),
  name: (map, { locale }) => translate(map, 'name', readLocale(locale)),
  locales: localesOf,
  art: map => artOf('maps', map),
  cells: ({ rows }) => rows,
  monsterKinds: (map, _, { content }) => content.kindsOn(map),
  playersOnline: async ({ id }, _, { live }) => (await live.status()).playersByMap.get(id) ?? 0,
}
