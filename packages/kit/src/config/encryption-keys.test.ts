import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encryptionKeysSetting, newKeyCommand } from './encryption-keys.js'
import { parseConfig } from './index.js'

const standing = `development:${Buffer.alloc(32, 'development').toString('base64url')}`
const shape = { KEYS: encryptionKeysSetting(standing) }
const read = (env: Record<string, string>) => parseConfig(shape, env).KEYS

describe('a setting of encryption keys', () => {
  it('takes what its own command prints, and several of them', () => {
    const command = newKeyCommand.replace(/^node/, `"${process.execPath}"`)
    const printed = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }).trim()
    const [first, second] = read({ NODE_ENV: 'production', KEYS: `${printed}, old:${'A'.repeat(43)}=` })
    expect(first).toEqual({ id: 'k1', key: Buffer.from(printed.slice(3), 'base64url') })
    expect(second).toEqual({ id: 'old', key: Buffer.alloc(32) })
  })

  it('takes base64 as openssl prints it', () => {
    const key = randomBytes(32)
    expect(read({ KEYS: `a:${key.toString('base64')}` })).toEqual([{ id: 'a', key }])
  })

  it.each([
    'no-id',
    'a:',
    'a:short',
    `:${'A'.repeat(43)}`,
    `a:${'A'.repeat(44)}`,
    `plain:${'A'.repeat(43)}`,
    `a:${'A'.repeat(43)},`,
  ])('refuses %s with a sentence that says how to make one', keys => {
    expect(() => read({ KEYS: keys })).toThrow(/KEYS: expected id:key.*crypto.randomBytes.*given: \d+ characters/)
  })

  it('refuses two keys of one id', () => {
    expect(() => read({ KEYS: `a:${'A'.repeat(43)},a:${'B'.repeat(43)}` })).toThrow(/an id of its own/)
  })

  it('has a default in development, which production refuses with a sentence that says how to make one', () => {
    expect(read({})).toMatchObject([{ id: 'development' }])
    for (const KEYS of ['', standing])
      expect(() => read({ NODE_ENV: 'production', KEYS })).toThrow(
        `KEYS: production needs a secret of its own, not the development default; ${newKeyCommand} prints a new one`,
      )
  })
})
