import { describe, expect, it } from 'vitest'
import { provenScopes, readCode } from './two-factor.js'

describe('a code as it is typed', () => {
  it.each([
    ['012345', { kind: 'TIME_BASED', text: '012345' }],
    [' 012 345\n', { kind: 'TIME_BASED', text: '012345' }],
    ['7K3PQ-X9M2A', { kind: 'BACKUP', text: '7k3pq-x9m2a' }],
  ])('%j is read', (typed, code) => {
    expect(readCode(typed)).toEqual(code)
  })

  it.each(['', '12345', '1234567', '12345a', '٠١٢٣٤٥', '12\u000045', 'abcdefghij', 'abcde-fghij-k', '1'.repeat(65)])(
    '%j is none',
    typed => {
      expect(readCode(typed)).toBeNull()
    },
  )
})

it('takes rights of administrators, and no other scope, from a user without a second factor that is required', () => {
  const scopes = ['admin', 'admin.read', 'service']
  expect(provenScopes(scopes, { isRequired: true, isEnabled: false })).toEqual(['service'])
  expect(provenScopes(scopes, { isRequired: true, isEnabled: true })).toEqual(scopes)
  expect(provenScopes(scopes, { isRequired: false, isEnabled: false })).toEqual(scopes)
})
