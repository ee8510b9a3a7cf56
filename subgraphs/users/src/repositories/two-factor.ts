import type { Queryable } from '@waystone/kit/postgres'
import { adminScopesOf } from '../domain/user.js'
import type { SealedFactor, TwoFactor } from '../domain/two-factor.js'

/** A user's second factor as it is kept. */
export interface StoredFactor extends SealedFactor {
  /** No code of this period or an earlier one counts. */
  readonly newestPeriod: number
  readonly enabledAt: Date | null
}

/** The caller has locked the user. */
export async function findFactor(tx: Queryable, userId: string): Promise<StoredFactor | null> {
  const { rows } = await tx.query<{
    secret: string
    backup_codes: string
    newest_period: string
    enabled_at: Date | null
  }>({
    name: 'two-factor-find',
    text: 'SELECT secret, backup_codes, newest_period, enabled_at FROM two_factor WHERE user_id = $1',
    values: [userId],
  })
  const row = rows[0]
  if (row === undefined) return null
  const { secret, backup_codes: backupCodes, newest_period: newestPeriod, enabled_at: enabledAt } = row
  return { secret, backupCodes, newestPeriod: Number(newestPeriod), enabledAt }
}

/** Begins a set-up, in the place of one that was begun before. */
export async function beginFactor(
  tx: Queryable,
  factor: { userId: string; sealed: SealedFactor; backupCodesLeft: number; at: Date },
): Promise<void> {
  const { userId, sealed, backupCodesLeft, at } = factor
  await tx.query({
    name: 'two-factor-begin',
    text: `INSERT INTO two_factor (user_id, secret, backup_codes, backup_codes_left, begun_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (user_id) DO UPDATE SET secret = $2, backup_codes = $3, backup_codes_left = $4, begun_at = $5,
             newest_period = 0, enabled_at = NULL`,
    values: [userId, sealed.secret, sealed.backupCodes, backupCodesLeft, at],
  })
}

export async function enableFactor(tx: Queryable, userId: string, at: Date): Promise<void> {
  await tx.query({
    name: 'two-factor-enable',
    text: `WITH enabled AS (UPDATE two_factor SET enabled_at = $2 WHERE user_id = $1 RETURNING user_id)
           UPDATE "user" u SET two_factor_enabled = true, updated_at = $2 FROM enabled WHERE u.id = enabled.user_id`,
    values: [userId, at],
  })
}

/** Notes that the code of a period was used. */
export async function usePeriod(tx: Queryable, userId: string, period: number): Promise<void> {
  await tx.query({
    name: 'two-factor-use-period',
    text: 'UPDATE two_factor SET newest_period = $2 WHERE user_id = $1',
    values: [userId, period],
  })
}

export async function saveBackupCodes(
  tx: Queryable,
  userId: string,
  codes: { sealed: string; left: number },
): Promise<void> {
  await tx.query({
    name: 'two-factor-save-codes',
    text: 'UPDATE two_factor SET backup_codes = $2, backup_codes_left = $3 WHERE user_id = $1',
    values: [userId, codes.sealed, codes.left],
  })
}

/** Also of a set-up that was only begun. Sign-ins that wait for a code end with it. */
export async function deleteFactor(tx: Queryable, userId: string, at: Date): Promise<void> {
  await tx.query({
    name: 'two-factor-delete',
    text: `WITH challenges AS (DELETE FROM sign_in_challenge WHERE user_id = $1),
             gone AS (DELETE FROM two_factor WHERE user_id = $1 RETURNING user_id)
           UPDATE "user" u SET two_factor_enabled = false, updated_at = $2 FROM gone WHERE u.id = gone.user_id`,
    values: [userId, at],
  })
}

/** For showing them to the user; null for no user. */
export async function findTwoFactors(db: Queryable, userIds: readonly string[]): Promise<Map<string, TwoFactor>> {
  const { rows } = await db.query<TwoFactorRow>({
    name: 'two-factors-of',
    text: `SELECT u.id, u.role, t.backup_codes_left, t.enabled_at FROM "user" u LEFT JOIN two_factor t ON t.user_id = u.id
           WHERE u.id = ANY($1::uuid[])`,
    values: [userIds],
  })
  return new Map(rows.map(row => [row.id, twoFactorOf(row)]))
}

interface TwoFactorRow {
  readonly id: string
  readonly role: string | null
  /** Null without a second factor. */
  readonly backup_codes_left: number | null
  readonly enabled_at: Date | null
}

const twoFactorOf = ({ role, backup_codes_left: left, enabled_at: enabledAt }: TwoFactorRow): TwoFactor => ({
  state: left === null ? 'OFF' : enabledAt === null ? 'BEGUN' : 'ENABLED',
  enabledAt,
  backupCodesLeft: left ?? 0,
  isAdministrators: adminScopesOf(role).length > 0,
})
