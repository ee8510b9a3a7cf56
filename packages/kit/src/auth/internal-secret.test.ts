import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createLogger } from '../logger/index.js'
import { manualClock } from '../testing/manual-clock.js'
import {
  acceptedTexts,
  newSecretSchedule,
  openInternalSecret,
  readSecretsFile,
  rotateSchedule,
  secretsFileText,
  signingText,
} from './internal-secret.js'

const directory = mkdtempSync(path.join(tmpdir(), 'waystone-secrets-'))
const file = path.join(directory, 'secrets.json')
const logger = createLogger({ name: 'test', level: 'silent' })
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
  rmSync(file, { force: true })
})

const first = 'f'.repeat(32)
const open = (clock = manualClock('2026-05-01T12:00:00Z')) => {
  const { secret, close } = openInternalSecret(
    { INTERNAL_SECRET: 'unused', INTERNAL_SECRETS_FILE: file },
    { clock, logger },
  )
  closers.push(close)
  return { clock, secret, now: () => ({ signs: signingText(secret), accepted: acceptedTexts(secret) }) }
}

it('a rotation accepts the new secret at once, signs with it later, and accepts the old one until all it signed is over', async () => {
  const clock = manualClock('2026-05-01T12:00:00Z')
  writeFileSync(file, secretsFileText(newSecretSchedule(first, clock.now())))
  const { now } = open(clock)
  expect(now()).toEqual({ signs: first, accepted: [first] })
  const rotated = rotateSchedule(readSecretsFile(file), { now: clock.now(), aheadMs: 60_000, keptMs: 900_000 })
  const next = rotated[1]?.secret ?? ''
  writeFileSync(`${file}.new`, secretsFileText(rotated))
  renameSync(`${file}.new`, file)
  await expect.poll(now).toEqual({ signs: first, accepted: [first, next] })
  clock.advance(59_999)
  expect(now().signs).toBe(first)
  clock.advance(1)
  expect(now()).toEqual({ signs: next, accepted: [first, next] })
  clock.advance(900_000)
  expect(now()).toEqual({ signs: next, accepted: [next] })
})

it('a rotation that is under way is not begun again, and one after it leaves out what is over', () => {
  const now = new Date('2026-05-01T12:00:00Z')
  const later = (ms: number) => new Date(now.getTime() + ms)
  const times = { aheadMs: 1_000, keptMs: 2_000 }
  const begun = rotateSchedule(newSecretSchedule(first, now), { now, ...times })
  expect(rotateSchedule(begun, { now: later(500), ...times })).toBe(begun)
  const overlapping = rotateSchedule(begun, { now: later(1_500), ...times })
  expect(overlapping.map(({ acceptedUntil }) => acceptedUntil)).toEqual([later(3_000), later(4_500), null])
  expect(rotateSchedule(begun, { now: later(3_000), ...times })).toHaveLength(2)
})

it('a file that is broken while the process runs leaves the secrets from before', async () => {
  const { clock } = { clock: manualClock('2026-05-01T12:00:00Z') }
  writeFileSync(file, secretsFileText(newSecretSchedule(first, clock.now())))
  const { now } = open(clock)
  writeFileSync(file, '{"secrets":[]}')
  const second = 's'.repeat(32)
  writeFileSync(`${file}.new`, secretsFileText(newSecretSchedule(second, clock.now())))
  renameSync(`${file}.new`, file)
  await expect.poll(now).toEqual({ signs: second, accepted: [second] })
})

it.each(['', '{', '[]', '{"secrets":[{"secret":"short","signsFrom":"2026-01-01T00:00:00Z","acceptedUntil":null}]}'])(
  'a file with %j does not open, and the fault does not quote it',
  text => {
    writeFileSync(file, text)
    expect(() => open()).toThrow(/^expected/)
    expect(() => open()).not.toThrow(/short/)
  },
)
