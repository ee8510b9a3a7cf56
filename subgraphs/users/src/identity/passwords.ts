import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'

export interface Passwords {
  hash(password: string): Promise<string>
  /** With no hash (no such account, or one without a password) it does the same work and says no. */
  verify(password: string, hash: string | null): Promise<boolean>
}

/**
 * OWASP's first choice for argon2id (the package's default kind): 19 MiB, two passes, one lane; about 30 ms
 * of one core.
 */
const COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Memory in KiB. */
export interface PasswordCost {
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
}

/** @param cost another one than production's, for tests that are not about hashes */
export function createPasswords(cost = COST): Passwords {
  let dummy: Promise<string> | undefined
  const hash = (password: string) => argon2Hash(password, cost)
  return {
    hash,
    verify: async (password, known) => {
      if (known === null) {
        await argon2Verify(await (dummy ??= hash('the password of nobody')), password)
        return false
      }
      return known.startsWith('$argon2') ? await argon2Verify(known, password) : await verifyScrypt(password, known)
    },
  }
}

/** Accounts that another better-auth application made have its own scrypt hashes, `salt:key`. */
async function verifyScrypt(password: string, hash: string): Promise<boolean> {
  const { verifyPassword } = await import('better-auth/crypto')
  return await verifyPassword({ hash, password })
}
