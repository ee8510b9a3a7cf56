import type { Producer } from '@waystone/events'
import { connectionOf, readPage } from '@waystone/kit/graphql'
import type {
  DeadLetterResolvers,
  QueryResolvers,
  ReplayedDeadLetterResolvers,
  Subgraph,
} from '../generated/graphql.js'
import { deadLetterId } from '../services/dead-letters.js'

const PAGE_SIZE = 50

const nameOf = {
  USERS: 'users',
  CHARACTERS: 'characters',
  QUESTS: 'quests',
  GACHA: 'gacha',
  SOCIAL: 'social',
  NOTIFICATIONS: 'notifications',
} as const satisfies Record<Subgraph, Producer>
const enumValueOf = {
  users: 'USERS',
  characters: 'CHARACTERS',
  quests: 'QUESTS',
  gacha: 'GACHA',
  social: 'SOCIAL',
  notifications: 'NOTIFICATIONS',
} as const satisfies Record<Producer, Subgraph>

export const deadLetters: NonNullable<QueryResolvers['deadLetters']> = async (
  _,
  { subgraph: asked, ...args },
  context,
) => {
  const page = readPage(args, { defaultSize: PAGE_SIZE, key: [text => /^\d{1,18}$/.test(text)] })
  const subgraph = nameOf[asked]
  const { services } = context
  const letters = await services.findDeadLetters({ subgraph, after: page.after?.[0] ?? null, limit: page.limit + 1 })
  const connection = connectionOf(letters, page, {
    totalCount: 0,
    key: ({ position }) => [position],
    node: letter => letter,
  })
  return { ...connection, totalCount: () => services.countDeadLetters(subgraph) }
}

export const DeadLetter: DeadLetterResolvers = {
  id: letter => deadLetterId(letter),
  subgraph: letter => enumValueOf[letter.subgraph],
  user: ({ aggregateId }) => ({ id: aggregateId }),
  reason: ({ error }) => error,
}

export const ReplayedDeadLetter: ReplayedDeadLetterResolvers = {
  outcome: ({ outcome }) => outcomeOf[outcome],
  reason: ({ error }) => error,
}

const outcomeOf = {
  applied: 'APPLIED',
  known: 'KNOWN',
  denied: 'DENIED',
  failed: 'FAILED',
  waiting: 'WAITING',
  gone: 'GONE',
} as const
