import { expect, it } from 'vitest'
import { addRole, namesOf } from './role-option.js'

it('reads a role each time it is given', () => {
  expect(addRole('economy', addRole('read', undefined))).toEqual(['admin.read', 'admin.economy'])
})

it.each(['', 'admin', 'admin.read', 'READ', 'read,support'])('%j is no role', text => {
  expect(() => addRole(text, undefined)).toThrow('Expected one of read|support|economy|content')
})

it('names roles as the commands take them', () => {
  expect(namesOf(['admin', 'admin.content'])).toBe('every right, content')
})
