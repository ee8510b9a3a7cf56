import type { Page } from '@waystone/kit/graphql'
import { tellAfterCommit } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { GuildMember, GuildMembership } from '../domain/guild.js'
import type { GuildRole } from '../domain/guild-role.js'
import { groupedBy } from '../domain/grouped-by.js'
import { channelAccessTopic } from './message.js'
import { tellGuilds } from './tell-guild.js'

const memberColumns = 'm.user_id, m.guild_id, m.role, m.joined_at'

interface MemberRow {
  readonly user_id: string
  readonly guild_id: string
  readonly role: GuildRole
  readonly joined_at: Date
}
interface MembershipRow extends MemberRow {
  readonly contributed: string
}

const memberOf = (row: MemberRow): GuildMember => ({
  guildId: row.guild_id,
  userId: row.user_id,
  role: row.role,
  joinedAt: row.joined_at,
})
const membershipOf = (row: MembershipRow): GuildMembership => ({
  ...memberOf(row),
  contributed: Number(row.contributed),
})

const MEMBERSHIP = `select ${memberColumns}, greatest(coalesce(c.deposited - c.withdrawn, 0), 0) as contributed from guild_member m
  left join guild_contribution c on c.guild_id = m.guild_id and c.user_id = m.user_id`

/** By user; users without a guild are missing. */
export async function findMemberships(
  db: Queryable,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, GuildMembership>> {
  const text = `${MEMBERSHIP} where m.user_id = any($1::uuid[])`
  const { rows } = await db.query<MembershipRow>({ name: 'memberships_by_user', text, values: [userIds] })
  return new Map(rows.map(row => [row.user_id, membershipOf(row)]))
}

/** The members of each guild by rank, then by the time of joining: up to `limit + 1` of each. */
export async function findMemberPages(
  db: Queryable,
  guildIds: readonly string[],
  page: Page,
): Promise<ReadonlyMap<string, readonly GuildMembership[]>> {
  const { rows } = await db.query<MembershipRow>({
    name: 'member_pages',
    text: `select page.* from unnest($1::uuid[]) as wanted (guild_id), lateral (
        ${MEMBERSHIP} where m.guild_id = wanted.guild_id
          and ($2::guild_role is null or (m.role, m.joined_at, m.user_id) > ($2, $3::timestamptz, $4::uuid))
        order by m.role, m.joined_at, m.user_id limit $5
      ) page`,
    values: [guildIds, page.after?.[0] ?? null, page.after?.[1] ?? null, page.after?.[2] ?? null, page.limit + 1],
  })
  return groupedBy(rows.map(membershipOf), ({ guildId }) => guildId)
}

/** A member of this guild; null for any other user. */
export async function findMember(
  db: Queryable,
  { guildId, userId }: { guildId: string; userId: string },
  { lock }: { lock: boolean },
): Promise<GuildMember | null> {
  const { rows } = await db.query<MemberRow>({
    name: lock ? 'member_lock' : 'member_find',
    text: `select ${memberColumns} from guild_member m where m.user_id = $1 and m.guild_id = $2 ${lock ? 'for no key update' : ''}`,
    values: [userId, guildId],
  })
  return rows[0] === undefined ? null : memberOf(rows[0])
}

/** The guild that a user belongs to; null without one. */
export async function findGuildIdOf(db: Queryable, userId: string): Promise<string | null> {
  const text = 'select guild_id from guild_member where user_id = $1'
  const { rows } = await db.query<{ guild_id: string }>({ name: 'member_guild', text, values: [userId] })
  return rows[0]?.guild_id ?? null
}

/** Leader and officers. */
export async function findOfficerIds(db: Queryable, guildId: string): Promise<readonly string[]> {
  const text = `select user_id from guild_member where guild_id = $1 and role in ('LEADER', 'OFFICER') order by role, joined_at, user_id`
  const { rows } = await db.query<{ user_id: string }>({ name: 'member_officers', text, values: [guildId] })
  return rows.map(row => row.user_id)
}

/** The next leader: the highest in rank, of equals the first who joined. Null where there is no other. */
export async function findSuccessor(
  tx: Queryable,
  { guildId, leaderId }: { guildId: string; leaderId: string },
): Promise<string | null> {
  const text = `select user_id from guild_member where guild_id = $1 and user_id <> $2 order by role, joined_at, user_id limit 1`
  const { rows } = await tx.query<{ user_id: string }>({ name: 'member_successor', text, values: [guildId, leaderId] })
  return rows[0]?.user_id ?? null
}

/** The user's applications go: one guild a user. @returns whether the user was in no guild, and lives */
export async function insertMember(
  tx: Queryable,
  { guildId, userId, joinedAt }: Omit<GuildMember, 'role'>,
): Promise<boolean> {
  const { rows } = await tx.query<{ applied_to: string | null }>({
    name: 'member_insert',
    text: `with joined as (
        insert into guild_member (user_id, guild_id, role, joined_at)
        select $1::uuid, $2::uuid, 'MEMBER', $3::timestamptz where not exists (select from erased_user where user_id = $1)
        on conflict (user_id) do nothing returning user_id
      ), withdrawn as (
        delete from guild_application a using joined where a.user_id = joined.user_id returning a.guild_id
      )
      select withdrawn.guild_id as applied_to from joined left join withdrawn on true`,
    values: [userId, guildId, joinedAt],
  })
  tellGuilds(
    tx,
    rows.flatMap(row => row.applied_to ?? []),
  )
  return rows.length > 0
}

export async function deleteMember(tx: Queryable, { guildId, userId }: { guildId: string; userId: string }) {
  const text = 'delete from guild_member where user_id = $1 and guild_id = $2'
  await tx.query({ name: 'member_delete', text, values: [userId, guildId] })
  tellLeft(tx, guildId)
}

export async function saveRole(
  tx: Queryable,
  { guildId, userId, role }: Pick<GuildMember, 'guildId' | 'userId' | 'role'>,
): Promise<void> {
  const text = 'update guild_member set role = $3 where user_id = $1 and guild_id = $2'
  await tx.query({ name: 'member_save_role', text, values: [userId, guildId, role] })
}

/**
 * Removes all members, by rank and the time of joining, and answers them: a deposit that holds its member's lock is
 * committed by then, and one that comes later finds no member.
 */
export async function deleteMembers(tx: Queryable, guildId: string): Promise<readonly GuildMember[]> {
  const lock = `select user_id from guild_member where guild_id = $1 order by user_id for update`
  await tx.query({ name: 'members_lock', text: lock, values: [guildId] })
  const text = `with gone as (delete from guild_member m where m.guild_id = $1 returning ${memberColumns})
    select * from gone m order by m.role, m.joined_at, m.user_id`
  const { rows } = await tx.query<MemberRow>({ name: 'members_delete', text, values: [guildId] })
  tellLeft(tx, guildId)
  return rows.map(memberOf)
}

/** Ends what a member who has left follows of the guild, its channel included. */
function tellLeft(tx: Queryable, guildId: string): void {
  tellGuilds(tx, [guildId])
  tellAfterCommit(tx, channelAccessTopic(guildId))
}
