import { readFileSync } from 'node:fs'
import type { Viewer } from '@waystone/kit/auth'
import { ADMIN, adminRoles } from '@waystone/kit/roles'
import { isObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'

const sdl = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8')
const { access, schema } = createEpoch(sdl)
const viewer = (...scopes: string[]): Viewer => ({
  userId: 'u',
  sessionId: 's',
  scopes,
  issuedAtMs: 0,
  expiresAtMs: 1,
})
const opens = (who: Viewer | null, type: string, field: string) =>
  access.rulesOf(type, field).every(rule => access.grantsOf(who).has(rule))

/** Fields that a signed-in player may not ask for, wherever they stand in the supergraph. */
const closed = Object.values(schema.getTypeMap()).flatMap(type =>
  isObjectType(type)
    ? Object.keys(type.getFields())
        .filter(field => !opens(viewer(), type.name, field))
        .map(field => ({ type: type.name, field }))
    : [],
)
/** As the text of the supergraph has them: a rule that the gateway overlooks would be missing above. */
const directives = [...sdl.matchAll(/@requiresScopes\(scopes: \[\["admin"\]/g)].length

test('every directive of the supergraph closes a field to players', () => {
  expect(directives).toBeGreaterThan(7)
  expect(closed).toHaveLength(directives)
})

describe.each(closed)('$type.$field', ({ type, field }) => {
  test('is closed to requests without a token, and to scopes that only look alike', () => {
    expect(opens(null, type, field)).toBe(false)
    expect(opens(viewer('player', 'ADMIN', 'admin.', 'administrator'), type, field)).toBe(false)
  })

  test('is open to administrators with every right, and to those of its role alone', () => {
    expect(opens(viewer(ADMIN), type, field)).toBe(true)
    const roles = adminRoles.filter(role => opens(viewer(role), type, field))
    expect(roles.length).toBeGreaterThan(0)
    expect(roles.length).toBeLessThan(adminRoles.length)
  })
})
