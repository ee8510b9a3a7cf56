import { adminRoles } from '@waystone/kit/roles'
import { expect, it } from 'vitest'
import { namesOf, roleNamed, roleNames } from './admin-role.js'

it('finds each role by the name that it is shown with', () => {
  expect(roleNames.split('|').map(roleNamed)).toEqual(adminRoles)
})

it.each(['', 'admin', 'admin.read', 'READ', 'read,support', 'every right'])('finds none by %j', name => {
  expect(roleNamed(name)).toBeNull()
})

it('shows roles as the commands take them', () => {
  expect(namesOf(['admin', 'admin.content'])).toBe('every right, content')
})
