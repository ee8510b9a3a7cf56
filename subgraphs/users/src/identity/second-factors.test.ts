import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { describe, expect, it } from 'vitest'
import { createSecondFactors } from './second-factors.js'

const KEY = 'a secret of this test that is long enough'
const factors = createSecondFactors(KEY)

/** Of RFC 6238, appendix B, for SHA-1: the last six of the eight digits. */
const VECTORS = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const

describe('a time-based code', () => {
  it.each(VECTORS)(
    'at second %i is that of RFC 6238, in its half minute and the two around it',
    async (second, code) => {
      const secret = await symmetricEncrypt({ key: KEY, data: '12345678901234567890' })
      const period = Math.floor(second / 30)
      const at = (seconds: number) => factors.periodOfCode(secret, code, new Date(seconds * 1_000))
      for (const around of [period - 1, period, period + 1]) expect(await at(around * 30)).toBe(period)
      for (const far of [(period - 2) * 30 + 29, (period + 2) * 30]) expect(await at(far)).toBeNull()
    },
  )

  it('is read by an app from the URI, and by nobody from what is kept', async () => {
    const { sealed, uri, backupCodes } = await factors.create({ username: 'Ada & co', game: 'The Game' })
    expect(uri).toMatch(
      /^otpauth:\/\/totp\/The%20Game:Ada%20%26%20co\?secret=[A-Z2-7]{52}&issuer=The\+Game&digits=6&period=30$/,
    )
    expect(new Set(backupCodes).size).toBe(10)
    for (const code of backupCodes) expect(code).toMatch(/^[a-z0-9]{5}-[a-z0-9]{5}$/)
    expect(await symmetricDecrypt({ key: KEY, data: sealed.secret })).toMatch(/^[\w-]{32}$/)
    expect(JSON.stringify(sealed)).not.toContain(backupCodes[0])
    await expect(
      createSecondFactors('another secret').periodOfCode(sealed.secret, '000000', new Date()),
    ).rejects.toThrow('invalid tag')
  })
})

describe('backup codes', () => {
  it('get fewer by the one that is used', async () => {
    const { sealed, backupCodes } = await factors.create({ username: 'ada', game: 'The Game' })
    const [first = '', second = ''] = backupCodes
    const rest = await factors.withoutBackupCode(sealed.backupCodes, first)
    expect(rest?.left).toBe(9)
    expect(await factors.withoutBackupCode(rest?.sealed ?? '', first)).toBeNull()
    expect(await factors.withoutBackupCode(rest?.sealed ?? '', second)).toMatchObject({ left: 8 })
    expect(await factors.withoutBackupCode(sealed.backupCodes, 'aaaaa-aaaaa')).toBeNull()
  })
})
