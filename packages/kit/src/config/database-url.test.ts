import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { databaseSettings, parseConfig, withDatabaseUrls } from './index.js'

const { DATABASE_URL } = databaseSettings
const read = (env: Record<string, string>) => parseConfig({ DATABASE_URL }, env).DATABASE_URL
const parts = { DATABASE_HOST: 'postgres', DATABASE_NAME: 'waystone_users', DATABASE_USER: 'waystone_users' }

describe('a database named by its parts', () => {
  it.each(['plain', 'a/b', 'a@b', 'a#b', 'a?b=c', 'a:b', '100%', '%41', 'ä ö', '"\'$\\', '12/x@evil:5432', ' '])(
    'takes the password %s as it is',
    password => {
      const url = read({ ...parts, DATABASE_PASSWORD: password })
      expect(new Client({ connectionString: url })).toMatchObject({
        host: 'postgres',
        port: 5432,
        user: 'waystone_users',
        password,
        database: 'waystone_users',
      })
    },
  )

  it('is for one subgraph where its name stands before', () => {
    const env = withDatabaseUrls({
      USERS_DATABASE_HOST: 'db',
      USERS_DATABASE_PORT: '6432',
      USERS_DATABASE_NAME: 'n',
      USERS_DATABASE_USER: 'u',
      USERS_DATABASE_PASSWORD: 'p/w',
    })
    expect(env['USERS_DATABASE_URL']).toBe('postgres://u:p%2Fw@db:6432/n')
  })

  it('does not replace a URL', () => {
    expect(read({ ...parts, DATABASE_URL: 'postgres://u:p@h/d' })).toBe('postgres://u:p@h/d')
  })

  it('says which part is missing', () => {
    expect(() => read({ DATABASE_HOST: 'postgres' })).toThrow(/DATABASE_NAME: is needed.*\n.*DATABASE_USER: is needed/)
  })
})

describe('a database URL', () => {
  it.each([
    'postgres://u:p@h:5432/d',
    'postgresql://h/d?sslmode=require',
    'postgres://u:p%2F%40%23@h/d',
    'postgres://u:p@ss@h/d',
    'postgres://127.0.0.1/d',
  ])('%s is taken', url => {
    expect(read({ DATABASE_URL: url })).toBe(url)
  })

  it.each([
    ['a / in the password', 'postgres://u:top/secret@h/d'],
    ['a / after digits, which would be a port', 'postgres://u:12/secret@h:5432/d'],
    ['a # in the password', 'postgres://u:12#secret@h:5432/d'],
    ['a ? in the password', 'postgres://u:12?secret@h:5432/d'],
    ['a % in the password', 'postgres://u:100%secret@h/d'],
    ['another protocol', 'mysql://u:secret@h/d'],
  ])('with %s is refused by a sentence that says what to do and does not repeat it', (_, url) => {
    let message = ''
    try {
      read({ DATABASE_URL: url })
    } catch (error) {
      message = String(error)
    }
    expect(message).toMatch(/DATABASE_URL: expected postgres:.*percent-encoded.*DATABASE_PASSWORD/)
    expect(message).not.toContain('secret')
  })
})
