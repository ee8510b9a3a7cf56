import type { GuildSystem } from './guild-system.js'

export const roles = ['leader', 'officer', 'member', 'stranger'] as const
export type Cast = Readonly<Record<(typeof roles)[number], string>> & {
  readonly guildId: string
  readonly name: string
}

/** A guild with one user of each role, and 100 gold in its treasury. */
export async function aCast(system: GuildSystem, { open = false } = {}): Promise<Cast> {
  const [officer = '', member = '', stranger = ''] = await system.players(3, 1_000)
  const { guildId, leader } = await system.aGuild([officer, member])
  await system.ask(leader, SET_ROLE, { guildId, userId: officer, role: 'OFFICER' })
  await system.deposit(member, guildId, 100)
  await system.rows('social', 'UPDATE guild SET open = $2 WHERE id = $1', [guildId, open])
  const [row] = await system.rows<{ name: string }>('social', 'SELECT name FROM guild WHERE id = $1', [guildId])
  return { guildId, leader, officer, member, stranger, name: row?.name ?? '' }
}
/** Somebody who has applied to the guild; the application's id. */
export async function anApplication(system: GuildSystem, { guildId }: Cast): Promise<string> {
  const [applicant = ''] = await system.players(1, 0)
  return String((await system.ask(applicant, JOIN, { id: guildId, message: 'Take me' }))['id'])
}
export const settings = (name: string) => ({ name, tag: letters(), description: '', open: true })
let made = 0
/** Five letters, another five each time; guilds of guild-system.ts have four. */
export const letters = () => {
  made += 1
  return `QX${Array.from({ length: 3 }, (_, place) => String.fromCodePoint(65 + (Math.floor(made / 26 ** place) % 26))).join('')}`
}

export const roleOf = async (system: GuildSystem, userId: string) =>
  (await system.rows<{ role: string }>('social', 'SELECT role FROM guild_member WHERE user_id = $1', [userId]))[0]
    ?.role ?? null
export const membersOf = async (system: GuildSystem, guildId: string) =>
  (
    await system.rows<{ n: number }>('social', 'SELECT count(*)::int AS n FROM guild_member WHERE guild_id = $1', [
      guildId,
    ])
  )[0]?.n ?? 0

/** Everything that guilds are made of, but orders that were refused. */
export async function state(system: GuildSystem): Promise<unknown> {
  const tables = ['guild_member', 'guild_contribution', 'guild_application', 'guild_log']
  const guilds = system.rows(
    'social',
    `SELECT g::text AS row FROM guild g WHERE status IN ('ACTIVE', 'DISSOLVED') ORDER BY 1`,
  )
  const done = system.rows('social', `SELECT m::text AS row FROM treasury_movement m WHERE status = 'DONE' ORDER BY 1`)
  return await Promise.all([
    guilds,
    done,
    ...tables.map(table => system.rows('social', `SELECT t::text AS row FROM "${table}" t ORDER BY 1`)),
  ])
}

export async function erase(system: GuildSystem, userId: string): Promise<void> {
  await system.rows('users', `INSERT INTO account_deletion (user_id, requested_at, due_at) VALUES ($1, $2, $2)`, [
    userId,
    system.clock.now(),
  ])
  await system.users.services.eraseAccounts()
  await system.settled()
}

export const UPDATE = `mutation ($id: ID!, $input: GuildInput!) { updateGuild(id: $id, input: $input) { __typename ... on InvalidInput { field } } }`
export const JOIN = `mutation ($id: ID!, $message: String!) { joinGuild(id: $id, message: $message) { __typename ... on GuildApplication { id message } } }`
export const ANSWER = `mutation ($id: ID!, $accept: Boolean!) { answerGuildApplication(id: $id, accept: $accept) { __typename } }`
export const KICK = `mutation ($guildId: ID!, $userId: ID!) { kickFromGuild(guildId: $guildId, userId: $userId) { __typename } }`
export const SET_ROLE = `mutation ($guildId: ID!, $userId: ID!, $role: GuildRole!) { setGuildRole(guildId: $guildId, userId: $userId, role: $role) { __typename } }`
export const LEAVE = `mutation ($id: ID!) { leaveGuild(id: $id) { __typename } }`
export const DISSOLVE = `mutation ($id: ID!) { dissolveGuild(id: $id) { __typename } }`
export const GUILDS = `query ($search: String, $openOnly: Boolean, $first: Int, $after: String) { guilds(search: $search, openOnly: $openOnly, first: $first, after: $after) {
  totalCount edges { node { name } } pageInfo { hasNextPage endCursor } } }`
