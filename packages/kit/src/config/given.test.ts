import { expect, test } from 'vitest'
import { describeGiven } from './given.js'

test('a message about a setting shows what was given', () => {
  expect(describeGiven('LOG_LEVEL', 'loud')).toBe('given: "loud"')
  expect(describeGiven('DATABASE_URL', undefined)).toBe('it is not set')
  expect(describeGiven('SUBGRAPHS', 'a'.repeat(500))).toBe(`given: "${'a'.repeat(100)}…"`)
})

test.each([
  ['BETTER_AUTH_SECRET', 'hunter2', 'given: 7 characters'],
  ['USERS_DB_PASSWORD', 'hunter2', 'given: 7 characters'],
  ['DATABASE_URL', 'mysql://app:hunter2@db/users', 'given: "mysql://***@db/users"'],
  ['DATABASE_URL', 'app:hunter/2@db/users', 'given: "***@db/users"'],
  ['DATABASE_URL', 'http://db/users?user=a&password=hunter2', 'given: "http://db/users?user=a&password=***"'],
  ['REDIS_URL', 'http://a:hunter2@x,http://b:hunter@2@y', 'given: "http://***@y"'],
  ['DATABASE_URL', 'http://app:hunt,er2@db', 'given: "http://***@db"'],
  ['DATABASE_URL', 'http://app:hunter2', 'given: "http://app:***"'],
  ['USERS_URLS', 'ftp://users:4001,ftp://others:4001/a', 'given: "ftp://users:4001,ftp://others:4001/a"'],
])('and no secret of it: %s=%s', (name, value, shown) => {
  expect(describeGiven(name, value)).toBe(shown)
})
