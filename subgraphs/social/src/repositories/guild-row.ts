import type { Founding, Guild } from '../domain/guild.js'

export const guildColumns = `g.id, g.name, g.tag, g.description, g.open, g.member_count, g.member_limit, g.created_at`

export interface GuildRow {
  readonly id: string
  readonly name: string
  readonly tag: string
  readonly description: string
  readonly open: boolean
  readonly member_count: number
  readonly member_limit: number
  readonly created_at: Date
}

export const guildOf = (row: GuildRow): Guild => ({
  id: row.id,
  name: row.name,
  tag: row.tag,
  description: row.description,
  open: row.open,
  memberCount: row.member_count,
  memberLimit: row.member_limit,
  createdAt: row.created_at,
})

export const foundingColumns = `${guildColumns}, g.status, g.founder_id, g.available`

export interface FoundingRow extends GuildRow {
  readonly status: Founding['status']
  readonly founder_id: string
  readonly available: string | null
}

export const foundingOf = (row: FoundingRow): Founding => ({
  guild: guildOf(row),
  status: row.status,
  founderId: row.founder_id,
  available: row.available === null ? null : Number(row.available),
})
