import { violatedConstraint, type Queryable } from '@waystone/kit/postgres'

/** A row of better-auth's table "user", with lower case where that has it. */
export interface NewUser {
  readonly id: string
  readonly username: string
  readonly displayName: string
  /** Or its placeholder. */
  readonly email: string
  readonly emailVerified: boolean
  readonly at: Date
}

export async function insertUser(tx: Queryable, user: NewUser): Promise<void> {
  await tx.query({
    name: 'user-insert',
    text: `INSERT INTO "user" (id, username, display_username, name, email, email_verified, created_at, updated_at)
           VALUES ($1, lower($2), $2, $3, $4, $5, $6, $6)`,
    values: [user.id, user.username, user.displayName, user.email, user.emailVerified, user.at],
  })
}

/** Gives a user names of their own choice; null leaves the address. */
export async function renameUser(
  tx: Queryable,
  userId: string,
  names: { username: string; displayName: string; email: string | null; at: Date },
): Promise<void> {
  await tx.query({
    name: 'user-rename',
    text: `UPDATE "user" SET username = lower($2), display_username = $2, name = $3, email = coalesce($4, email), updated_at = $5
           WHERE id = $1`,
    values: [userId, names.username, names.displayName, names.email, names.at],
  })
}

/** Which unique name or address of an account has been taken; null for an error of another kind. */
export function takenBy(error: unknown): 'USERNAME' | 'EMAIL' | 'IDENTITY' | null {
  const constraint = violatedConstraint(error)
  return constraint === null ? null : (takenByConstraint.get(constraint) ?? null)
}

const takenByConstraint: ReadonlyMap<string, 'USERNAME' | 'EMAIL' | 'IDENTITY'> = new Map([
  ['user_username_key', 'USERNAME'],
  ['user_email_key', 'EMAIL'],
  ['account_provider_id_account_id_key', 'IDENTITY'],
] as const)

/** How an account is reached and signed in to. */
export interface AccountAccess {
  readonly userId: string
  readonly username: string
  readonly displayName: string
  /** The column: an address or its placeholder. */
  readonly email: string
  readonly emailVerified: boolean
  readonly pendingEmail: string | null
  readonly isGuest: boolean
  readonly passwordHash: string | null
  /** Issuers of the providers that open it. */
  readonly issuers: readonly string[]
}

interface AccessRow {
  readonly id: string
  readonly username: string | null
  readonly name: string
  readonly email: string
  readonly email_verified: boolean
  readonly pending: string | null
  readonly is_guest: boolean
  readonly password: string | null
  readonly issuers: string[]
}

export async function findAccess(db: Queryable, userIds: readonly string[]): Promise<Map<string, AccountAccess>> {
  const { rows } = await db.query<AccessRow>({
    name: 'account-access',
    text: `SELECT u.id, u.username, u.name, u.email, u.email_verified, c.address AS pending,
             EXISTS (SELECT FROM guest_credential g WHERE g.user_id = u.id) AS is_guest,
             (SELECT a.password FROM account a WHERE a.user_id = u.id AND a.provider_id = 'credential') AS password,
             ARRAY (SELECT a.provider_id FROM account a WHERE a.user_id = u.id AND a.provider_id <> 'credential'
                    ORDER BY a.provider_id) AS issuers
           FROM "user" u LEFT JOIN email_claim c ON c.user_id = u.id WHERE u.id = ANY($1::uuid[])`,
    values: [userIds],
  })
  return new Map(rows.map(row => [row.id, accessOf(row)]))
}

const accessOf = (row: AccessRow): AccountAccess => ({
  userId: row.id,
  username: row.username ?? '',
  displayName: row.name,
  email: row.email,
  emailVerified: row.email_verified,
  pendingEmail: row.pending,
  isGuest: row.is_guest,
  passwordHash: row.password,
  issuers: row.issuers,
})
