import { expect, test } from 'vitest'
import { checkSettings } from './check-settings.js'

test('settings that are left out are not missed', () => {
  expect(() => checkSettings({})).not.toThrow()
})

test('the settings of every part are checked at once, and each problem is told once', () => {
  const wrong = { AUTH_MODE: 'both', DB_MAX_CONNECTIONS: 'many', LIMIT_DEPTH: '-1', LOG_LEVEL: 'loud' }
  const problems = Object.keys(wrong).map(name => expect.stringContaining(`${name}: `) as unknown)
  expect(() => checkSettings(wrong)).toThrow(
    expect.objectContaining({ name: 'ConfigError', problems: expect.toSatisfy(isAll(problems.length)) as unknown }),
  )
  expect(() => checkSettings(wrong)).toThrow(
    expect.objectContaining({ problems: expect.arrayContaining(problems) as unknown }),
  )
})

const isAll = (count: number) => (problems: readonly string[]) => problems.length === count
