import type { Subgraph } from './postgres.js'

/** A named step of the economy, where a process can be made to stand still and die. */
export interface FaultPoint {
  readonly step: string
  readonly database: Subgraph
  readonly table: string
  readonly event: 'insert' | 'update' | 'delete' | 'insert or update'
  /** A condition on the row, as triggers know it. */
  readonly when?: string
  /**
   * In the statement: the row is written, the transaction is not committed; it is rolled back unless the
   * statement is the whole of it. At the commit: the transaction is committed, and the process never learns
   * of it.
   */
  readonly moment: 'in the statement' | 'at the commit'
}

const inStatement = { moment: 'in the statement' } as const
const atCommit = { moment: 'at the commit' } as const

/** A pull, in the order of its steps, from the order to its settling. */
export const pullSteps = [
  { step: 'order recorded', database: 'gacha', table: 'pull', event: 'insert', ...inStatement },
  { step: 'price set aside', database: 'users', table: 'reservation', event: 'insert', ...inStatement },
  transferStep('price moved', 'PULL'),
  { step: 'nonce taken', database: 'gacha', table: 'fairness_seed', event: 'insert or update', ...inStatement },
  { step: 'items owned', database: 'gacha', table: 'inventory_entry', event: 'insert or update', ...inStatement },
  { step: 'items written', database: 'gacha', table: 'pulled_item', event: 'insert', ...inStatement },
  { step: 'pity moved', database: 'gacha', table: 'pity', event: 'update', ...inStatement },
  statusStep('pull drawn', 'gacha', 'pull', 'DRAWN'),
  { step: 'draw told', database: 'gacha', table: 'outbox', event: 'insert', ...inStatement },
  { step: 'draw committed', database: 'gacha', table: 'outbox', event: 'insert', ...atCommit },
  {
    step: 'draw relayed',
    database: 'gacha',
    table: 'outbox',
    event: 'update',
    when: 'new.stream_id is not null',
    ...inStatement,
  },
  { step: 'draw received', database: 'users', table: 'inbox', event: 'insert', ...inStatement },
  statusStep('price captured', 'users', 'reservation', 'CAPTURED'),
  transferStep('price spent', 'PULL_CAPTURED'),
  {
    step: 'capture told',
    database: 'users',
    table: 'outbox',
    event: 'insert',
    when: `new.type = 'reservation.captured'`,
    ...inStatement,
  },
  { step: 'capture committed', database: 'users', table: 'inbox', event: 'insert', ...atCommit },
  { step: 'draw confirmed', database: 'gacha', table: 'outbox', event: 'delete', ...inStatement },
  { step: 'capture received', database: 'gacha', table: 'inbox', event: 'insert', ...inStatement },
  statusStep('pull settled', 'gacha', 'pull', 'SETTLED'),
  { step: 'settling committed', database: 'gacha', table: 'inbox', event: 'insert', ...atCommit },
  statusStep('pull refused', 'gacha', 'pull', 'REFUSED'),
] as const satisfies readonly FaultPoint[]

export const purchaseSteps = [
  { step: 'purchase begun', database: 'users', table: 'purchase', event: 'insert', ...inStatement },
  { step: 'payment charged', database: 'users', table: 'test_payment', event: 'insert', ...inStatement },
  statusStep('purchase completed', 'users', 'purchase', 'COMPLETED'),
  transferStep('purchase credited', 'PURCHASE'),
  { step: 'purchase committed', database: 'users', table: 'purchase', event: 'update', ...atCommit },
] as const satisfies readonly FaultPoint[]

export const signInSteps = [
  { step: 'session begun', database: 'users', table: 'session', event: 'insert', ...inStatement },
  { step: 'refresh token made', database: 'users', table: 'refresh_token', event: 'insert', ...inStatement },
  { step: 'sign-in committed', database: 'users', table: 'session', event: 'insert', ...atCommit },
] as const satisfies readonly FaultPoint[]

export const questSteps = [
  { step: 'event received', database: 'quests', table: 'inbox', event: 'insert', ...inStatement },
  { step: 'event recorded', database: 'quests', table: 'game_event', event: 'insert', ...inStatement },
  { step: 'quest completed', database: 'quests', table: 'quest_completion', event: 'insert', ...inStatement },
  { step: 'reward told', database: 'quests', table: 'outbox', event: 'insert', ...inStatement },
  { step: 'event committed', database: 'quests', table: 'inbox', event: 'insert', ...atCommit },
  {
    step: 'reward relayed',
    database: 'quests',
    table: 'outbox',
    event: 'update',
    when: 'new.stream_id is not null',
    ...inStatement,
  },
  { step: 'reward claimed', database: 'users', table: 'reward_claim', event: 'insert', ...inStatement },
  transferStep('reward credited', 'QUEST_REWARD'),
] as const satisfies readonly FaultPoint[]

const erased = 'new.erased_at is not null'

/** The deletion of an account, from the request to the last subgraph that erases it. */
export const deletionSteps = [
  { step: 'deletion requested', database: 'users', table: 'account_deletion', event: 'insert', ...inStatement },
  {
    step: 'account erased',
    database: 'users',
    table: 'account_deletion',
    event: 'update',
    when: erased,
    ...inStatement,
  },
  {
    step: 'erasure committed',
    database: 'users',
    table: 'account_deletion',
    event: 'update',
    when: erased,
    ...atCommit,
  },
  {
    step: 'erasure relayed',
    database: 'users',
    table: 'outbox',
    event: 'update',
    when: `new.type = 'user.deleted' and new.stream_id is not null`,
    ...inStatement,
  },
  { step: 'characters gone', database: 'characters', table: 'characters', event: 'delete', ...inStatement },
  {
    step: 'roster erased, committed',
    database: 'characters',
    table: 'rosters',
    event: 'insert or update',
    when: erased,
    ...atCommit,
  },
  { step: 'player erased', database: 'quests', table: 'player', event: 'update', when: erased, ...inStatement },
  { step: 'player erased, committed', database: 'quests', table: 'player', event: 'update', when: erased, ...atCommit },
  { step: 'seeds erased', database: 'gacha', table: 'erased_user', event: 'insert', ...inStatement },
  { step: 'seeds erased, committed', database: 'gacha', table: 'erased_user', event: 'insert', ...atCommit },
] as const satisfies readonly FaultPoint[]

/** The end of a leaderboard's period, from closing it to the commit of its prizes. */
export const prizeSteps = [
  {
    step: 'period closed',
    database: 'quests',
    table: 'leaderboard_period',
    event: 'update',
    when: closes(),
    ...inStatement,
  },
  {
    step: 'closing committed',
    database: 'quests',
    table: 'leaderboard_period',
    event: 'update',
    when: closes(),
    ...atCommit,
  },
  {
    step: 'end of season recorded',
    database: 'quests',
    table: 'game_event',
    event: 'insert',
    when: `new.type = 'season.ended'`,
    ...inStatement,
  },
  {
    step: 'end of season told',
    database: 'quests',
    table: 'outbox',
    event: 'insert',
    when: `new.type = 'season.ended'`,
    ...inStatement,
  },
  { step: 'prize recorded', database: 'quests', table: 'leaderboard_prize', event: 'insert', ...inStatement },
  {
    step: 'prizes noted',
    database: 'quests',
    table: 'leaderboard_period',
    event: 'update',
    when: 'new.paid_rank > old.paid_rank',
    ...inStatement,
  },
  { step: 'prizes committed', database: 'quests', table: 'leaderboard_prize', event: 'insert', ...atCommit },
  {
    step: 'prize claimed',
    database: 'users',
    table: 'reward_claim',
    event: 'insert',
    ...atCommit,
  },
] as const satisfies readonly FaultPoint[]

const told = (type: string) => `new.type = '${type}'`
const reserved = (purpose: string) => `new.purpose = '${purpose}'`

/** A guild that is founded, gets gold and is dissolved, from the order to the last share in a wallet. */
export const guildSteps = [
  { step: 'founding recorded', database: 'social', table: 'guild', event: 'insert', ...inStatement },
  {
    step: 'price of a guild set aside',
    database: 'users',
    table: 'reservation',
    event: 'insert',
    when: reserved('GUILD_FOUNDING'),
    ...inStatement,
  },
  statusStep('guild made', 'social', 'guild', 'ACTIVE'),
  {
    step: 'founding committed',
    database: 'social',
    table: 'outbox',
    event: 'insert',
    when: told('guild.founded'),
    ...atCommit,
  },
  transferStep('price of a guild spent', 'GUILD_FOUNDING_CAPTURED'),
  { step: 'deposit recorded', database: 'social', table: 'treasury_movement', event: 'insert', ...inStatement },
  {
    step: 'deposit set aside',
    database: 'users',
    table: 'reservation',
    event: 'insert',
    when: reserved('GUILD_DEPOSIT'),
    ...inStatement,
  },
  {
    step: 'deposit in the book',
    database: 'social',
    table: 'guild_contribution',
    event: 'insert or update',
    ...inStatement,
  },
  {
    step: 'deposit committed',
    database: 'social',
    table: 'outbox',
    event: 'insert',
    when: told('guild.deposited'),
    ...atCommit,
  },
  transferStep('deposit in the treasury', 'GUILD_DEPOSIT_CAPTURED'),
  transferStep('withdrawal paid', 'GUILD_WITHDRAWAL'),
  statusStep('guild dissolved', 'social', 'guild', 'DISSOLVED'),
  {
    step: 'dissolution committed',
    database: 'social',
    table: 'guild',
    event: 'update',
    when: `new.status = 'DISSOLVED'`,
    ...atCommit,
  },
  transferStep('share paid', 'GUILD_DISSOLUTION'),
] as const satisfies readonly FaultPoint[]

const moved = 'new.position is distinct from old.position'

/** A mail with rewards, from the batch that gives it to the commit of the last grant, and the push that tells of it. */
export const mailSteps = [
  { step: 'mails given', database: 'notifications', table: 'mail', event: 'insert', ...inStatement },
  { step: 'notifications written', database: 'notifications', table: 'notification', event: 'insert', ...inStatement },
  { step: 'sending moved', database: 'notifications', table: 'sending', event: 'update', when: moved, ...inStatement },
  { step: 'batch committed', database: 'notifications', table: 'sending', event: 'update', when: moved, ...atCommit },
  {
    step: 'push leased',
    database: 'notifications',
    table: 'delivery',
    event: 'update',
    when: 'new.attempts > old.attempts',
    ...atCommit,
  },
  statusStep('push sent, and not noted', 'notifications', 'delivery', 'SENT'),
  {
    step: 'push noted',
    database: 'notifications',
    table: 'delivery',
    event: 'update',
    when: `new.status = 'SENT'`,
    ...atCommit,
  },
  {
    step: 'mail claimed',
    database: 'notifications',
    table: 'mail',
    event: 'update',
    when: 'new.claimed_at is not null',
    ...inStatement,
  },
  { step: 'mail claim recorded', database: 'notifications', table: 'mail_claim', event: 'insert', ...inStatement },
  {
    step: 'mail claim told',
    database: 'notifications',
    table: 'outbox',
    event: 'insert',
    when: told('mail.claimed'),
    ...inStatement,
  },
  { step: 'mail claim committed', database: 'notifications', table: 'mail_claim', event: 'insert', ...atCommit },
  {
    step: 'mail claim relayed',
    database: 'notifications',
    table: 'outbox',
    event: 'update',
    when: `${told('mail.claimed')} and new.stream_id is not null`,
    ...inStatement,
  },
  transferStep('currency of a mail credited', 'MAIL_REWARD'),
  {
    step: 'item of a mail received',
    database: 'gacha',
    table: 'item_receipt',
    event: 'insert',
    when: `new.source = 'MAIL'`,
    ...inStatement,
  },
  {
    step: 'item of a mail committed',
    database: 'gacha',
    table: 'item_receipt',
    event: 'insert',
    when: `new.source = 'MAIL'`,
    ...atCommit,
  },
] as const satisfies readonly FaultPoint[]

/** Those at which a bystander dies: named apart, for a trigger has one lock. */
export const faultPoints: readonly FaultPoint[] = [
  ...pullSteps,
  ...purchaseSteps,
  ...signInSteps,
  ...questSteps,
  ...deletionSteps,
  ...prizeSteps,
  ...guildSteps,
  ...mailSteps,
]

export function faultPoint(step: string): FaultPoint {
  const found = faultPoints.find(point => point.step === step)
  if (found === undefined) throw new Error(`No fault point is named "${step}"`)
  return found
}

function statusStep(step: string, database: Subgraph, table: string, status: string): FaultPoint {
  return {
    step,
    database,
    table,
    event: 'update',
    when: `new.status = '${status}' and old.status <> '${status}'`,
    ...inStatement,
  }
}

function closes(): string {
  return 'new.closed_at is not null and old.closed_at is null'
}

function transferStep(step: string, reason: string): FaultPoint {
  return {
    step,
    database: 'users',
    table: 'ledger_transfer',
    event: 'insert',
    when: `new.reason = '${reason}'`,
    ...inStatement,
  }
}
