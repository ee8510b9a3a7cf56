import { connectionOf, cursorPart, parseUuid, readPage } from '@waystone/kit/graphql'
import type { GuildConnectionResolvers, QueryResolvers } from '../generated/graphql.js'

const PAGE_SIZE = 20
/** A longer text is the beginning of no name. */
const SEARCH_LENGTH_MAX = 100
const hasNoNul = (text: string): boolean => !text.includes('\0')

export const guildQueries = {
  guild: (_, { id: given }, { guilds }) => {
    const id = parseUuid(given)
    return id === null ? null : guilds.guild.load(id)
  },
  guildByName: (_, { name }, { services, reads }) =>
    name.length <= SEARCH_LENGTH_MAX && hasNoNul(name) ? services.findGuildByName(reads, name) : null,
  guilds: async (_, args, { services, reads }) => {
    const search = args.search?.trim() ?? ''
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: [hasNoNul, cursorPart.uuid] })
    const filter = { search: search === '' ? null : search, openOnly: args.openOnly ?? false }
    const isPossible = search.length <= SEARCH_LENGTH_MAX && hasNoNul(search)
    const rows = isPossible ? await services.listGuilds(reads, { filter, page }) : []
    const { edges, pageInfo } = connectionOf(rows, page, {
      totalCount: 0,
      key: ({ nameKey, guild }) => [nameKey, guild.id],
      node: ({ guild }) => guild,
    })
    return { edges, pageInfo, filter: isPossible ? filter : null }
  },
} satisfies QueryResolvers

/** Counted only where the client asks for it. */
export const GuildConnection: GuildConnectionResolvers = {
  totalCount: ({ filter }, _, { services, reads }) => (filter === null ? 0 : services.countGuilds(reads, filter)),
}
