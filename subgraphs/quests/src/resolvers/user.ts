import { connectionOf, readPage, type PageArguments } from '@waystone/kit/graphql'
import { uuidOf } from '../domain/uuid.js'
import type { UserResolvers } from '../generated/graphql.js'
import type { Loaders, PagesOf } from '../loaders.js'
import { matchesOfUser } from './match.js'

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  ...matchesOfUser,
  questProgress: async (user, { status }, { loaders }) => {
    const standings = await loaders.standings(user.id)
    if (standings === null) return null
    const userId = user.id.toLowerCase()
    const asked = status ? standings.filter(standing => status.includes(standing.status)) : standings
    return asked.map(standing => ({ ...standing, userId }))
  },
  questCompletions: ({ id }, args, { loaders }) =>
    newestFirst(loaders, loaders.completions, { id, args, filter: { claimed: args.claimed ?? null } }),
  events: ({ id }, args, { loaders }) =>
    newestFirst(loaders, loaders.events, { id, args, filter: { type: args.type ?? null } }),
  questExport: async ({ id }, args, { loaders, services }) => {
    const userId = uuidOf(id)
    return userId !== null && loaders.isPrivateTo(userId) ? await services.exportUser({ userId, ...args }) : null
  },
}

const PAGE_SIZE = 20

/** A page of a user's private list; null if the viewer may not see it. */
export async function newestFirst<Row extends { sequence: number }, Filter>(
  loaders: Loaders,
  rows: PagesOf<Row, Filter>,
  asked: { id: string; args: PageArguments; filter: Filter },
) {
  const userId = uuidOf(asked.id)
  const page = readPage(asked.args, { defaultSize: PAGE_SIZE, keyLength: 1 })
  if (userId === null || !loaders.isPrivateTo(userId)) return null
  const of = { userId, filter: asked.filter }
  const connection = connectionOf(await rows.page({ ...of, page }), page, {
    totalCount: 0,
    key: row => [String(row.sequence)],
    node: row => row,
  })
  return { ...connection, totalCount: () => rows.count(of) }
}
