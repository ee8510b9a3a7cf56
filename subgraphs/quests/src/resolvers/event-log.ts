import { connectionOf, cursorPart, readPage, type PageArguments } from '@waystone/kit/graphql'
import { uuidOf } from '../domain/uuid.js'
import type { QueryResolvers } from '../generated/graphql.js'
import type { Loaders } from '../loaders.js'
import { newestFirst } from './user.js'

const PAGE_SIZE = 50
/** An id that no user has, which stands in for invalid ids. */
const NO_USER = '00000000-0000-4000-8000-000000000000'
/** Moment, id and type of an event. */
const KEY = [cursorPart.time, cursorPart.uuid, (text: string) => /^[\w.]{1,100}$/.test(text)]

export const events: NonNullable<QueryResolvers['events']> = (
  _,
  { type = null, userId = null, ...args },
  { loaders },
) =>
  userId === null
    ? eventsOfAll(loaders, { type, args })
    : newestFirst(loaders, loaders.events, {
        id: uuidOf(userId) ?? NO_USER,
        args: { ...args, first: args.first ?? PAGE_SIZE },
        filter: { type },
      })

async function eventsOfAll(
  { console: { eventCount, eventPage } }: Loaders,
  { type, args }: { type: string | null; args: PageArguments },
) {
  const page = readPage(args, { defaultSize: PAGE_SIZE, key: KEY })
  const rows = await eventPage({ type, after: placeOf(page.after), limit: page.limit + 1 })
  const connection = connectionOf(rows, page, {
    totalCount: 0,
    key: row => [row.occurredAt.toISOString(), row.id, row.type],
    node: row => row,
  })
  return { ...connection, totalCount: () => eventCount(type) }
}

function placeOf(after: readonly string[] | null) {
  if (after === null) return null
  const [occurredAt = '', id = '', type = ''] = after
  return { occurredAt: new Date(occurredAt), id, type }
}
