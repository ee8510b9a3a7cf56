import { expect, it } from 'vitest'
import { guildRights, guildRoles, hasRight, outranks, withdrawalLimitOf, type GuildRight } from './guild-role.js'

/** LEADER, OFFICER, MEMBER. */
const matrix: Readonly<Record<GuildRight, string>> = {
  UPDATE: 'yes yes no',
  ANSWER_APPLICATIONS: 'yes yes no',
  KICK: 'yes yes no',
  SET_ROLE: 'yes no no',
  DISSOLVE: 'yes no no',
  DEPOSIT: 'yes yes yes',
  WITHDRAW: 'yes yes no',
}

it.each(guildRights)('the right to %s belongs to these roles, and to no stranger', right => {
  expect(guildRoles.map(role => (hasRight(role, right) ? 'yes' : 'no')).join(' ')).toBe(matrix[right])
  expect(hasRight(null, right)).toBe(false)
})

it('a rank stands above each lower one, and above no other', () => {
  const above = guildRoles.flatMap(one =>
    guildRoles.filter(other => outranks(one, other)).map(other => `${one} ${other}`),
  )
  expect(above).toEqual(['LEADER OFFICER', 'LEADER MEMBER', 'OFFICER MEMBER'])
})

it('only roles that may withdraw have a limit above zero', () => {
  expect(guildRoles.map(withdrawalLimitOf)).toEqual([1_000_000, 10_000, 0])
  expect(withdrawalLimitOf(null)).toBe(0)
  for (const role of guildRoles) expect(withdrawalLimitOf(role) > 0).toBe(hasRight(role, 'WITHDRAW'))
})
