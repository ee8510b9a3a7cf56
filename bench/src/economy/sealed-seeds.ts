import { createCipheriv, createHash, randomBytes } from 'node:crypto'

const KEY_ID = 'bench'
const KEY = randomBytes(32)
const IV_BYTES = 12

/** For SEED_ENCRYPTION_KEYS of the processes that draw from these seeds. */
export const SEED_ENCRYPTION_KEYS = `${KEY_ID}:${KEY.toString('base64url')}`

/** Columns of `fairness_seed` for users of a range of numbers, as gacha seals them: no SQL function does AES-GCM. */
export interface SealedSeeds {
  readonly users: readonly number[]
  readonly sealed: readonly string[]
  readonly hashes: readonly string[]
  readonly nextSealed: readonly string[]
  readonly nextHashes: readonly string[]
}

export function sealedSeeds({ firstUser, lastUser }: { firstUser: number; lastUser: number }): SealedSeeds {
  const users = Array.from({ length: lastUser - firstUser + 1 }, (_, index) => firstUser + index)
  const seeds = users.map(user => sealedSeed(user, 1))
  const nextSeeds = users.map(user => sealedSeed(user, 2))
  return {
    users,
    sealed: seeds.map(seed => seed.sealed),
    hashes: seeds.map(seed => seed.hash),
    nextSealed: nextSeeds.map(seed => seed.sealed),
    nextHashes: nextSeeds.map(seed => seed.hash),
  }
}

function sealedSeed(user: number, number: number): { sealed: string; hash: string } {
  const seed = createHash('sha256').update(`bench seed ${user} ${number}`).digest()
  const hash = createHash('sha256').update(seed).digest('hex')
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', KEY, iv).setAAD(Buffer.from(`${userIdOf(user)}:${hash}`))
  const sealed = Buffer.concat([iv, cipher.update(seed), cipher.final(), cipher.getAuthTag()])
  return { sealed: `${KEY_ID}:${sealed.toString('base64url')}`, hash }
}

/** As population.ts makes them in SQL: a UUID v4 that follows from a text. */
function userIdOf(user: number): string {
  const hex = createHash('md5').update(`bench user ${user}`).digest('hex')
  const version = `${hex.slice(0, 12)}4${hex.slice(13, 16)}8${hex.slice(17)}`
  return version.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
