import { createOTP } from '@better-auth/utils/otp'
import {
  BACKUP_CODE_HALF,
  BACKUP_CODES,
  CODE_DIGITS,
  PERIOD_SECONDS,
  periodOf,
  PERIODS_AROUND,
  type SealedFactor,
} from '../domain/two-factor.js'

/** Makes and checks second factors by the functions of better-auth's plugin twoFactor (docs/decisions/091). */
export interface SecondFactors {
  create(account: { username: string; game: string }): Promise<{
    readonly sealed: SealedFactor
    /** The `otpauth:` URI of the secret. */
    readonly uri: string
    readonly backupCodes: readonly string[]
  }>
  /** The newest period around `now` whose code it is; null where it is the code of none. */
  periodOfCode(sealedSecret: string, code: string, now: Date): Promise<number | null>
  /** The backup codes without this one; null where it is none of them. */
  withoutBackupCode(sealedCodes: string, code: string): Promise<{ sealed: string; left: number } | null>
}

const SECRET_LENGTH = 32
const shape = { digits: CODE_DIGITS, period: PERIOD_SECONDS }

export function createSecondFactors(key: string): SecondFactors {
  // A seventh of a second that a start need not wait for.
  const load = () => import('better-auth/crypto')
  const seal = async (data: string) => await (await load()).symmetricEncrypt({ key, data })
  const open = async (data: string) => await (await load()).symmetricDecrypt({ key, data })

  return {
    create: async ({ username, game }) => {
      const { generateRandomString } = await load()
      const half = () => generateRandomString(BACKUP_CODE_HALF, 'a-z', '0-9')
      const secret = generateRandomString(SECRET_LENGTH)
      const backupCodes = Array.from({ length: BACKUP_CODES }, () => `${half()}-${half()}`)
      return {
        sealed: { secret: await seal(secret), backupCodes: await seal(JSON.stringify(backupCodes)) },
        uri: createOTP(secret, shape).url(game, username),
        backupCodes,
      }
    },
    periodOfCode: async (sealedSecret, code, now) => {
      const { constantTimeEqual } = await load()
      const { hotp } = createOTP(await open(sealedSecret), shape)
      const present = periodOf(now)
      let found: number | null = null
      for (let period = present - PERIODS_AROUND; period <= present + PERIODS_AROUND; period++)
        if (constantTimeEqual(code, await hotp(period))) found = period
      return found
    },
    withoutBackupCode: async (sealedCodes, code) => {
      const codes = JSON.parse(await open(sealedCodes)) as readonly string[]
      const left = codes.filter(one => one !== code)
      return left.length === codes.length ? null : { sealed: await seal(JSON.stringify(left)), left: left.length }
    },
  }
}
