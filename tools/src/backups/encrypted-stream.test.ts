import { spawnSync } from 'node:child_process'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { DecryptedStream, EncryptedStream } from './encrypted-stream.js'

const KEY = 'a-key-of-a-repository-with-enough-letters-in-it'
const text = Buffer.from('A dump of the database. '.repeat(10_000))

async function sealed(): Promise<{ bytes: Buffer; hmac: string }> {
  const stream = new EncryptedStream(KEY)
  const bytes = await buffer(Readable.from([text.subarray(0, 7), text.subarray(7)]).pipe(stream))
  return { bytes, hmac: stream.seal().hmac }
}
const opened = (bytes: Buffer, key: string, hmac: string) =>
  buffer(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]).compose(new DecryptedStream(key, hmac)))

test('a dump comes back as it was, and a changed one not at all', async () => {
  const { bytes, hmac } = await sealed()
  expect(bytes.includes('dump')).toBe(false)
  expect((await opened(bytes, KEY, hmac)).equals(text)).toBe(true)
  const changed = Buffer.from(bytes)
  changed.writeUInt8((changed.readUInt8(100) + 1) % 256, 100)
  await expect(opened(changed, KEY, hmac)).rejects.toThrow('the dump is corrupted')
  await expect(opened(bytes.subarray(0, -16), KEY, hmac)).rejects.toThrow('the dump is corrupted')
  await expect(opened(bytes, `${KEY}!`, hmac)).rejects.toThrow('the dump is corrupted')
})

test('openssl reads a dump with the key alone', async () => {
  const { bytes } = await sealed()
  const args = ['enc', '-d', '-aes-256-cbc', '-pbkdf2', '-pass', 'env:KEY']
  const { stdout, status } = spawnSync('openssl', args, { input: bytes, env: { ...process.env, KEY }, maxBuffer: 1e7 })
  expect(status).toBe(0)
  expect(stdout.equals(text)).toBe(true)
})
