import { artOf } from '@waystone/kit/art'
import { localesOf, readLocale, translate } from '@waystone/kit/locale'
import { connectionOf, cursorPart, readPage } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { CharacterConnectionResolvers, WorldMapResolvers } from '../generated/graphql.js'

export const WorldMap: WorldMapResolvers = {
  __resolveReference: ({ id }, { content }) => content.findMap(id),
  name: (map, { locale }) => translate(map, 'name', readLocale(locale)),
  locales: localesOf,
  art: map => artOf('maps', map),
  cells: ({ rows }) => rows,
  monsterKinds: (map, _, { content }) => content.kindsOn(map),
  playersOnline: ({ id }, _, context) => countOnline(id, context),
  charactersOnline: async ({ id: mapId }, args, { live, loaders }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: [cursorPart.uuid] })
    const ids = await live.online({ mapId, after: page.after?.[0] ?? null, limit: page.limit + 1 })
    const found = await Promise.all(ids.slice(0, page.limit).map(id => loaders.character(id)))
    const { edges, pageInfo } = connectionOf(ids, page, { totalCount: 0, key: id => [id], node: id => id })
    return {
      pageInfo,
      mapId,
      // A character that was purged a moment ago has no row any more.
      edges: edges.flatMap(({ cursor }, index) => {
        const node = found[index] ?? null
        return node === null ? [] : [{ cursor, node }]
      }),
    }
  },
}

export const CharacterConnection: CharacterConnectionResolvers = {
  totalCount: ({ mapId }, _, context) => countOnline(mapId, context),
}

const PAGE_SIZE = 50

const countOnline = async (mapId: string, { live }: Context): Promise<number> =>
  (await live.status()).playersByMap.get(mapId) ?? 0
