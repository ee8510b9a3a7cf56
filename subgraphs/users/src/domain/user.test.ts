import { expect, it } from 'vitest'
import { scopesOf, statusOf, usernameOf } from './user.js'

const now = new Date('2026-03-01T12:00:00Z')

it('takes scopes from roles and from nothing else', () => {
  expect(scopesOf('admin')).toEqual(['admin'])
  expect(scopesOf('service')).toEqual(['service'])
  expect(scopesOf('user, admin')).toEqual(['admin'])
  expect(scopesOf('user')).toEqual([])
  expect(scopesOf('administrator')).toEqual([])
  expect(scopesOf(null)).toEqual([])
})

it('takes the roles of administrators as scopes; those that act on players may read about them', () => {
  expect(scopesOf('admin.content')).toEqual(['admin.content'])
  expect(scopesOf('user,admin.support,service')).toEqual(['admin.support', 'service', 'admin.read'])
  expect(scopesOf('admin.read,admin.economy')).toEqual(['admin.read', 'admin.economy'])
  expect(scopesOf('admin,admin.support')).toEqual(['admin', 'admin.support'])
  expect(scopesOf('admin.everything,admin.')).toEqual([])
})

it('shows a ban until it has run out', () => {
  const banned = { banned: true, standing: 'ACTIVE' as const }
  expect(statusOf({ ...banned, banExpires: null }, now)).toBe('BANNED')
  expect(statusOf({ ...banned, banExpires: new Date('2026-03-01T12:00:01Z') }, now)).toBe('BANNED')
  expect(statusOf({ ...banned, banExpires: now }, now)).toBe('ACTIVE')
  expect(statusOf({ banned: false, banExpires: null, standing: 'NEW' }, now)).toBe('NEW')
})

it('shows the username as it was typed, and one that nobody can sign up with where there is none', () => {
  const id = '0b3c1b0e-7d43-4a4b-9df5-0c8f3a1f5a11'
  expect(usernameOf({ id, username: 'aria', displayUsername: 'Aria' })).toBe('Aria')
  expect(usernameOf({ id, username: 'aria', displayUsername: null })).toBe('aria')
  expect(usernameOf({ id, username: null, displayUsername: null })).toBe('user-0b3c1b0e')
})
