import { connectionOf, readPage } from '@waystone/kit/graphql'
import type { TimePosition } from '../domain/time-position.js'
import type { QueryResolvers } from '../generated/graphql.js'
import { searchOf } from '../services/find-users.js'
import { filteredId } from './filtered-id.js'
import { transferPage } from './ledger-transfer.js'
import { purchasePage } from './purchase.js'
import { positionIn, timeKey } from './time-cursor.js'

type ConsoleQuery = 'users' | 'ledger' | 'purchases' | 'economyAudit'

const PAGE_SIZE = 20
/** A GraphQL Int has 32 bits. */
const INT_MAX = 2 ** 31 - 1

/** Lists over all users, for administrators. */
export const consoleQueries: Pick<QueryResolvers, ConsoleQuery> = {
  users: async (_, args, { services, reads }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: timeKey })
    const filter = { search: searchOf(args.search ?? null), status: args.status ?? null }
    const rows = await services.listUsers({ filter, after: positionIn(page), limit: page.limit, reads })
    const { edges, pageInfo } = connectionOf(rows, page, {
      totalCount: 0,
      key: ({ at, id }: TimePosition) => [at.toISOString(), id],
      node: ({ id }: TimePosition) => ({ id }),
    })
    return { edges, pageInfo, filter }
  },
  ledger: (_, args, context) => transferPage(args, context),
  purchases: (_, args, context) =>
    purchasePage(args, { userId: filteredId(args.userId), status: args.status ?? null }, context),
  economyAudit: async (_, __, { services }) => {
    const { checkedAt, findings } = await services.auditEconomy()
    const invariants = findings.map(({ title, description, violations, examples }) => ({
      name: title,
      description,
      violations: Math.min(violations, INT_MAX),
      samples: examples,
    }))
    return { checkedAt, invariants }
  },
}
