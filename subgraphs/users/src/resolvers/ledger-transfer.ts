import { connectionOf, readPage } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { LedgerTransferResolvers, QueryLedgerArgs } from '../generated/graphql.js'
import { filteredId } from './filtered-id.js'
import { positionIn, timeKey } from './time-cursor.js'

const PAGE_SIZE = 20

export const LedgerTransfer: LedgerTransferResolvers = {
  from: ({ from }) => ({ ...from, user: from.userId === null ? null : { id: from.userId } }),
  to: ({ to }) => ({ ...to, user: to.userId === null ? null : { id: to.userId } }),
}

export async function transferPage(args: QueryLedgerArgs, { services, reads }: Context) {
  const page = readPage(args, { defaultSize: PAGE_SIZE, key: timeKey })
  const filter = {
    userId: filteredId(args.userId),
    kind: args.kind ?? null,
    currency: args.currency ?? null,
    since: args.since ?? null,
    until: args.until ?? null,
  }
  const rows = await services.listTransfers({ filter, after: positionIn(page), limit: page.limit, reads })
  const { edges, pageInfo } = connectionOf(rows, page, {
    totalCount: 0,
    key: ({ createdAt, id }) => [createdAt.toISOString(), id],
    node: transfer => transfer,
  })
  return { edges, pageInfo, filter }
}
