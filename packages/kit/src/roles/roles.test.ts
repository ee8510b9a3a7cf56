import { describe, expect, it } from 'vitest'
import { adminRoles, isAdministrator, isGranted, maySee, mayAct } from './index.js'

const viewer = (...scopes: string[]) => ({ userId: 'u', scopes })

describe('isGranted', () => {
  it('reads scopes as an OR of ANDs, and grants nothing to the anonymous', () => {
    expect(isGranted(viewer('a', 'b'), [['a', 'c'], ['b']])).toBe(true)
    expect(isGranted(viewer('a', 'b'), [['a', 'c']])).toBe(false)
    expect(isGranted(null, [[]])).toBe(false)
  })
})

describe('a role', () => {
  it.each(adminRoles)('%s is implied by admin, and by no other role', role => {
    expect(mayAct(viewer('admin'), role)).toBe(true)
    expect(adminRoles.filter(other => mayAct(viewer(other), role))).toEqual([role])
    for (const stranger of [null, viewer(), viewer('service', 'admin.', `${role}.more`, role.toUpperCase())])
      expect(mayAct(stranger, role)).toBe(false)
  })

  it.each(['admin', ...adminRoles])('%s makes an administrator', scope => {
    expect(isAdministrator(['service', scope])).toBe(true)
  })

  it('is no administrator’s where it is unknown', () => {
    expect(isAdministrator(['service', 'administrator', 'admin.unknown'])).toBe(false)
  })
})

describe('private fields', () => {
  it('are seen by the user and by administrators who read', () => {
    expect(maySee(viewer(), 'u')).toBe(true)
    expect(['admin', ...adminRoles].filter(scope => maySee(viewer(scope), 'other'))).toEqual(['admin', 'admin.read'])
    expect(maySee(null, 'u')).toBe(false)
  })
})
