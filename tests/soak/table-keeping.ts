import type { Subgraph } from '../chaos/postgres.js'

/**
 * The reason why the rows of a table do not become more and more, or why they may.
 * - `content`: written by the studio, or one row for each part of the system.
 * - `players`: a number of rows per player or guild that play does not raise for good.
 * - `passing`: rows on their way, soon gone; `until` says by which step.
 * - `history`, `until`: a row for each of many things that happen, deleted after a time by a job.
 * - `history`, `why`: a row for each of many things that happen, kept for good.
 */
export type Keeping =
  | { readonly grows: 'content' }
  | { readonly grows: 'players' }
  | { readonly grows: 'passing'; readonly until: string }
  | { readonly grows: 'history'; readonly until: string }
  | { readonly grows: 'history'; readonly why: string }

const content: Keeping = { grows: 'content' }
const players: Keeping = { grows: 'players' }
const passing = (until: string): Keeping => ({ grows: 'passing', until })
const deleted = (until: string): Keeping => ({ grows: 'history', until })
const kept = (why: string): Keeping => ({ grows: 'history', why })

/** The tables that every subgraph has. */
const shared: Readonly<Record<string, Keeping>> = {
  outbox: passing('each consuming subgraph has acknowledged the event; the relay deletes it'),
  inbox: deleted('60 days after the event was applied; `keepInboxShort`, each hour'),
  inbox_horizon: content,
  dead_letter: passing('an operator replays it, which an alert asks for'),
  refused_event: passing('an operator replays or discards it; beyond 100,000 rows the stream waits'),
  refused_call: deleted('30 days, and at most the newest 100,000; an hourly job'),
  admin_action: kept('the audit of what administrators did: append-only, and as many as administrators do'),
}

const users: Readonly<Record<string, Keeping>> = {
  user: players,
  session: deleted('its expiry, 30 days after the last refresh; `prune`, each minute'),
  refresh_token: deleted('180 days after it was replaced, by a later refresh; else with its session'),
  account: players,
  verification: passing('it expires; no flow of better-auth that writes it is offered'),
  jwks: passing('the last token that it signed has expired; `prune`, each minute'),
  external_account: players,
  external_session: passing('it expires in the application that owns it; `prune`, each minute'),
  profile: players,
  account_deletion: players,
  declaration: players,
  consent: kept('proof of a consent and of its withdrawal, which the law asks for; deleted with the account'),
  user_note: kept('written by administrators alone; deleted with the account'),
  revocation: deleted('16 minutes, when no access token of the session is valid; `prune`, each minute'),
  attempt: passing('the window of its limit has passed, a day at most; `prune`, each minute'),
  known_network: deleted('180 days without a sign-in from it; `prune`, each minute'),
  guest_credential: players,
  email_claim: players,
  account_token: passing('it is used or expires; `prune`, each minute'),
  two_factor: players,
  sign_in_challenge: passing('it is answered or expires; `prune`, each minute'),
  mail: passing('it is sent, or given up after its last attempt'),
  used_id_token: deleted('the token expires, after 30 days at most; `prune`, each minute'),
  ledger_account: players,
  ledger_opening: players,
  ledger_transfer: kept('money: the ledger is append-only, and every balance is the sum of its entries'),
  ledger_entry: kept('money: the ledger is append-only, and every balance is the sum of its entries'),
  wallet_adjustment: kept('money: who changed a wallet by hand'),
  reservation: kept('money: a price that comes again gets its first answer, and a late one is barred'),
  reward_claim: kept('money: no completion is credited twice'),
  purchase: kept('money: bookkeeping laws ask for it, refunds and disputes come later'),
  payment: kept('money: no payment of a provider pays for two purchases'),
  payment_notice: deleted('60 days, longer than any provider sends it again; `prune`, each minute'),
  payment_report: kept('money: what a shop said last of a sale'),
  purchase_reversal: kept('money: what a wallet still owes'),
  purchase_refund: kept('money: who asked for a refund, and when it was done'),
  test_payment: kept('stands for the books of a provider, in development alone'),
}

const characters: Readonly<Record<string, Keeping>> = {
  rosters: players,
  characters: players,
  pets: players,
  map_lease: content,
  world_instance: passing('its process stops, or a minute after it was killed; each beat of another process'),
  map_handover: passing('the next process takes the map'),
  party_membership: players,
  block_list: players,
  gain: kept('the reason for experience and pets: each level is the sum of its gains, and no drop counts twice'),
  world_log: deleted('61 minutes; `purgeRecordings`, each minute'),
  world_snapshot: deleted('61 minutes; `purgeRecordings`, each minute'),
}

const ofScores = deleted('its period is out of the periods that the board keeps; `purgePeriods`, each hour')

const quests: Readonly<Record<string, Keeping>> = {
  catalog: content,
  quest_projection: content,
  quest_listing: content,
  quest: content,
  quest_version: content,
  player: players,
  game_event: kept(
    'the source that progress, completions and leaderboards are rebuilt from; rewards are confirmed by it',
  ),
  quest_progress: players,
  quest_completion: kept('the reason for each reward, and a claim that comes again gets its first answer'),
  leaderboard: content,
  leaderboard_version: content,
  leaderboard_period: kept('a closed period stays closed in a rebuild; one row per board and period'),
  leaderboard_score: ofScores,
  leaderboard_change: passing('the next fold counts it, within 50 ms'),
  leaderboard_block: ofScores,
  leaderboard_group: ofScores,
  leaderboard_late_event: kept('a rebuild leaves these events out; only those that came after the end of their period'),
  leaderboard_prize: kept('the reason for each prize that was granted, once'),
  puzzle_secret: content,
  puzzle: kept('one each day, and one per duel: what attempts and matches were judged by'),
  puzzle_standing: kept('a solved puzzle stays solved, and `puzzle.solved` is told once'),
  puzzle_solves: kept('sixteen rows per puzzle at most, which the number of solvers is the sum of'),
  puzzle_attempt: kept('a repeat of an attempt gets its first answer, and each standing is the sum of its attempts'),
  match: kept('the results that ratings follow from'),
  match_player: kept('the results that ratings follow from, match by match without a gap'),
  match_answer: kept('a repeat of an answer gets its first answer, and what a result was decided by'),
  match_rating: players,
  match_ticket: passing('it is paired, taken back, or expires; each round of pairing'),
}

const gacha: Readonly<Record<string, Keeping>> = {
  item: content,
  banner: content,
  banner_version: content,
  pull: kept('proof of fairness, and the reason for what was paid'),
  pulled_item: kept('proof of fairness, and the reason for each item of an inventory'),
  pity: players,
  banner_memory: players,
  memory_change: kept('proof of fairness: each takes a nonce of the seed, as a draw does'),
  fairness_seed: kept('proof of fairness: pulls are verified by their revealed seeds'),
  erased_user: players,
  inventory_entry: players,
  item_receipt: kept('the reason for each item of an inventory that was not pulled'),
  pull_day: deleted('30 days after its day; `prune`, each hour'),
  order_count: deleted('30 days after its day; `prune`, each hour. Limits per banner: a row per player, for good'),
  banner_tally: players,
  point_exchange: kept('the reason for each item that points were exchanged for'),
  milestone_claim: kept('the reason for each item that a milestone gave'),
  banner_conversion: kept('money: what points became at the end of their banner; users asks by it'),
  duplicate_payout: kept('money: what duplicates of an order were paid; users asks by it'),
}

const social: Readonly<Record<string, Keeping>> = {
  erased_user: players,
  player: players,
  relationship: players,
  presence: players,
  gateway_lease: passing('its gateway stops reporting; `sweepGateways`, each second'),
  live_connection: passing('the connection ends, or the lease of its gateway'),
  party: passing('its last member leaves, or has been away'),
  party_member: players,
  party_invitation: passing('it is answered or expires; `sweepParties`, every two seconds'),
  channel: kept('one per pair of players who have written: its count gives no number of a message twice'),
  message: deleted('7 days in the world and parties, 90 in guilds, 365 between two; `deleteOldMessages`, each hour'),
  read_position: kept('one per channel and reader, gone with the channel'),
  message_sender: players,
  message_report: deleted('365 days after a moderator decided on it; `deleteOldReports`, each hour'),
  guild: kept('one per order to found a guild, whose price users has reserved under the same id'),
  guild_member: players,
  guild_contribution: kept('money: the book of the treasury, a row per guild and user who paid in or out'),
  treasury_movement: kept('money: gold between wallets and treasuries, each once'),
  guild_application: players,
  guild_log: kept('append-only: members read it, and the version of a guild is made of it'),
}

const notifications: Readonly<Record<string, Keeping>> = {
  erased_user: players,
  player: players,
  sending: content,
  mail: deleted('30 days after it expired; `prune`, each hour. Without an expiry: when its player deletes it'),
  mail_claim: kept('the reason for each reward of a mail: users and gacha ask by it whether it is true'),
  notification: deleted('90 days; `prune`, each hour'),
  push_token: players,
  delivery: deleted('90 days, with its notification; `prune`, each hour'),
}

/** The bound of each table of each database. docs/retention.md shows the same; tests/table-keeping.test.ts compares. */
export const tableKeeping: Readonly<Record<Subgraph, Readonly<Record<string, Keeping>>>> = {
  users: { ...shared, ...users },
  characters: { ...shared, ...characters },
  quests: { ...shared, ...quests },
  gacha: { ...shared, ...gacha },
  social: { ...shared, ...social },
  notifications: { ...shared, ...notifications },
}
