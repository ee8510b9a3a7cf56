import { RequestFault } from '@waystone/kit/errors'
import { connectionOf, cursorPart, readPage } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import type { Context } from '../context.js'
import type { UserParent } from '../mappers.js'
import { ledgerBeginning, type LedgerPosition } from '../domain/ledger.js'
import { statusOf, type User as LoadedUser } from '../domain/user.js'
import type { UserResolvers } from '../generated/graphql.js'
import { accessOf } from './account-access.js'
import { jurisdictionOf } from './declaration.js'
import { purchasePage } from './purchase.js'
import { notePage } from './user-note.js'
import { twoFactorOf } from './two-factor.js'
import { walletOf } from './wallet.js'

const PAGE_SIZE = 20

/** Loads a referenced user. The row always exists: a deleted account keeps it, without personal data. */
async function load(context: Context, id: string): Promise<LoadedUser> {
  const user = await context.loaders.user(id)
  if (user === null) throw new RequestFault('BAD_USER_INPUT', 'There is no user with this id')
  return user
}

const isShown = ({ id, justProven }: UserParent, { viewer }: Context): boolean =>
  justProven === true || maySee(viewer, id)

/**
 * The profile is public; private fields are null, without an error, unless the viewer is the user or an
 * administrator. The schema declares the time zone and the status non-null: for other viewers the time zone
 * is an error, and the status hides a ban.
 */
export const User: UserResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.user(id),
  username: async ({ id }, _, context) => (await load(context, id)).username,
  displayName: async ({ id }, _, context) => (await load(context, id)).displayName,
  timeZone: async (user, _, context) => {
    if (isShown(user, context)) return (await load(context, user.id)).timeZone
    throw new RequestFault('FORBIDDEN', 'Only the user and administrators see the time zone of a user')
  },
  status: async (user, _, context) => {
    const loaded = await load(context, user.id)
    return isShown(user, context) ? statusOf(loaded, context.now) : loaded.standing
  },
  createdAt: async ({ id }, _, context) => (await load(context, id)).createdAt,
  access: async (user, _, context) => (isShown(user, context) ? await accessOf(context, user.id) : null),
  twoFactor: async (user, _, context) => (isShown(user, context) ? await twoFactorOf(context, user.id) : null),
  email: async (user, _, context) => {
    if (!isShown(user, context)) return null
    const { email, standing } = await load(context, user.id)
    return standing === 'DELETED' ? null : email
  },
  jurisdiction: async (user, _, context) => (isShown(user, context) ? await jurisdictionOf(context, user.id) : null),
  wallet: async (user, _, context) => (isShown(user, context) ? await walletOf(context, user.id) : null),
  sessions: async (user, _, context) => (isShown(user, context) ? await context.loaders.sessionsOfUser(user.id) : null),
  accountExport: async (user, args, context) =>
    isShown(user, context) ? await context.services.exportUser({ userId: user.id, ...args }) : null,
  ledger: async (user, args, context) => {
    if (!isShown(user, context)) return null
    const { id: userId } = user
    const { services, reads } = context
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: [isSequence, isSequence] })
    const currency = args.currency ?? null
    const rows = await services.listLedger({
      userId,
      currency,
      after: positionOf(page.after),
      limit: page.limit,
      reads,
    })
    const connection = connectionOf(rows, page, {
      totalCount: 0,
      key: ({ position }) => [String(position.GOLD ?? ''), String(position.DIAMOND ?? '')],
      node: ({ entry }) => entry,
    })
    return { edges: connection.edges, pageInfo: connection.pageInfo, userId, currency }
  },
  purchases: async (user, args, context) =>
    isShown(user, context) ? await purchasePage(args, { userId: user.id, status: null }, context) : null,
  notes: ({ id }, args, context) => notePage(args, id, context),
  rewardClaims: async (user, args, context) => {
    if (!isShown(user, context)) return null
    const { id: userId } = user
    const { services, reads } = context
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: [cursorPart.time, cursorPart.uuid] })
    const rows = await services.listRewardClaims({ userId, after: claimOf(page.after), limit: page.limit, reads })
    const connection = connectionOf(rows, page, {
      totalCount: 0,
      key: claim => [claim.claimedAt.toISOString(), claim.id],
      node: claim => claim,
    })
    return { edges: connection.edges, pageInfo: connection.pageInfo, userId }
  },
}

/** Empty where the page holds no entry of the currency. */
const isSequence = (text: string) => /^\d{0,15}$/.test(text)

function positionOf(after: readonly string[] | null): LedgerPosition | null {
  if (after === null) return null
  const [gold = '', diamond = ''] = after
  const sequence = (text: string) => (text === '' ? null : Number(text))
  return { ...ledgerBeginning, GOLD: sequence(gold), DIAMOND: sequence(diamond) }
}

function claimOf(after: readonly string[] | null): { claimedAt: Date; id: string } | null {
  if (after === null) return null
  const [time = '', id = ''] = after
  return { claimedAt: new Date(time), id }
}
