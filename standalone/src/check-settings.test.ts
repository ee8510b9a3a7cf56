import { expect, test } from 'vitest'
import { checkSettings } from './check-settings.js'

test('the settings of every part are checked at once, and each problem is told once', () => {
  expect(() => checkSettings({})).not.toThrow()
  const wrong = { LOG_LEVEL: 'loud', DB_MAX_CONNECTIONS: 'many', LIMIT_DEPTH: '-1', AUTH_MODE: 'both' }
  try {
    checkSettings(wrong)
    expect.unreachable('the settings were taken')
  } catch (error) {
    const { problems } = error as { problems: readonly string[] }
    expect(problems.map(problem => problem.split(':')[0]).toSorted()).toEqual(Object.keys(wrong).toSorted())
  }
})
