import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConfigError,
  flagSetting,
  parseConfig,
  portSetting,
  processSettings,
  secretSetting,
  urlListSetting,
} from './index.js'

const shape = {
  ...processSettings,
  SERVICE_PORT: portSetting(4000),
  TOKEN: secretSetting('a-development-secret-of-32-characters'),
  PEERS: urlListSetting('http://127.0.0.1:1'),
  FLAG: flagSetting(false),
  LIMIT: z.coerce.number().int().default(3),
}

describe('parseConfig', () => {
  it('has working defaults in development', () => {
    const config = parseConfig(shape, {})
    expect(config).toMatchObject({
      NODE_ENV: 'development',
      SERVICE_PORT: 4000,
      PEERS: ['http://127.0.0.1:1'],
      FLAG: false,
      LIMIT: 3,
    })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(parseConfig(shape, { SERVICE_PORT: '', FLAG: '' })).toMatchObject({ SERVICE_PORT: 4000, FLAG: false })
  })

  it('names every problem at once, with what was given unless it is a secret', () => {
    const problemsOf = (env: Record<string, string>): readonly string[] => {
      try {
        parseConfig(shape, env)
        return []
      } catch (error) {
        return error instanceof ConfigError ? error.problems : [String(error)]
      }
    }
    const wrong = { SERVICE_PORT: 'http', TOKEN: 'short-secret', PEERS: 'ftp://x', LOG_LEVEL: 'loud' }
    const problems = problemsOf(wrong)
    expect(new Set(problems.map(problem => problem.split(':')[0]))).toEqual(
      new Set(['LOG_LEVEL', 'PEERS.0', 'SERVICE_PORT', 'TOKEN']),
    )
    expect(problems.join()).not.toContain('short-secret')
  })

  it('refuses a default secret in production, set or left out', () => {
    const production = { NODE_ENV: 'production' }
    expect(() => parseConfig(shape, production)).toThrow(/TOKEN: production needs a secret/)
    expect(() => parseConfig(shape, { ...production, TOKEN: 'a-development-secret-of-32-characters' })).toThrow(
      ConfigError,
    )
    expect(parseConfig(shape, { ...production, TOKEN: 'x'.repeat(32) }).TOKEN).toBe('x'.repeat(32))
  })

  it('splits URL lists, in which DNS names may stand for many', () => {
    const peers = ['http://a:1', 'https://b:2', 'dns+http://c:3']
    expect(parseConfig(shape, { PEERS: peers.join(', ') }).PEERS).toEqual(peers)
  })

  it('refuses a list of instances that cannot be used', () => {
    expect(() => parseConfig(shape, { INSTANCES_FILE: '/nowhere/instances.json' })).toThrow(/INSTANCES_FILE: .*ENOENT/)
  })
})
