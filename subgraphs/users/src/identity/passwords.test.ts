import { hashPassword } from 'better-auth/crypto'
import { expect, test } from 'vitest'
import { createPasswords } from './passwords.js'

const passwords = createPasswords()

test('a password is hashed by argon2id with a salt of its own, at the cost that OWASP asks for', async () => {
  const [one, other] = [await passwords.hash('a password'), await passwords.hash('a password')]
  expect(one).toMatch(/^\$argon2id\$/)
  expect(one).not.toBe(other)
  expect(one).toContain('$m=19456,t=2,p=1$')
})

test('the right password fits and another does not', async () => {
  const hash = await passwords.hash('a password')
  expect(await passwords.verify('a password', hash)).toBe(true)
  expect(await passwords.verify('A password', hash)).toBe(false)
  expect(await passwords.verify('', hash)).toBe(false)
})

test('a hash that better-auth made by scrypt is understood as well', async () => {
  const hash = await hashPassword('a password')
  expect(await passwords.verify('a password', hash)).toBe(true)
  expect(await passwords.verify('another', hash)).toBe(false)
})

test('no hash fits no password, not even the one that the work is done with', async () => {
  expect(await passwords.verify('a password', null)).toBe(false)
  expect(await passwords.verify('the password of nobody', null)).toBe(false)
})

test('finding out that there is no hash costs the work of a real one', async () => {
  const hash = await passwords.hash('a password')
  await passwords.verify('warm up', null)
  // The minimum of several runs: other load on the machine can only add time.
  const leastMsOf = async (verify: () => Promise<unknown>) => {
    const times: number[] = []
    for (let round = 0; round < 7; round++) {
      const startedAt = performance.now()
      await verify()
      times.push(performance.now() - startedAt)
    }
    return Math.min(...times)
  }
  const known = await leastMsOf(() => passwords.verify('wrong', hash))
  const unknown = await leastMsOf(() => passwords.verify('wrong', null))
  expect(unknown / known).toBeGreaterThan(1 / 3)
  expect(unknown / known).toBeLessThan(3)
})
