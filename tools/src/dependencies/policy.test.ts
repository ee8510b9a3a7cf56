import { describe, expect, it } from 'vitest'
import { lockedPackages } from './lock-packages.js'
import { findProblems, isAllowed, type Policy } from './policy.js'

const policy: Policy = {
  licences: ['MIT', 'ISC', 'Apache-2.0'],
  licenceOf: { unnamed: 'MIT' },
  installScripts: { native: 'its binary is a package of its own' },
}
const sound = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' }
const problemsOf = (
  packages: Record<string, object>,
  options: { dates?: Record<string, string>; today?: string } = {},
) => {
  const all = { native: { ...sound, hasInstallScript: true }, unnamed: { ...sound, license: undefined }, ...packages }
  const places = Object.fromEntries(Object.entries(all).map(([name, entry]) => [`node_modules/${name}`, entry]))
  const locked = lockedPackages(
    JSON.stringify({ packages: { '': {}, 'packages/kit': { version: '1.0.0' }, ...places } }),
  )
  const { today = '2026-02-01', dates = {} } = options
  const known = Object.fromEntries(locked.map(({ id }) => [id, '2026-01-01']))
  return findProblems(locked, { policy, dates: new Map(Object.entries({ ...known, ...dates })), today })
}

describe('what is installed', () => {
  it('is in order where licence, scripts, age and integrity are', () => {
    expect(problemsOf({ a: sound, b: { ...sound, license: '(GPL-3.0 OR MIT)' } })).toEqual([])
  })

  it('may run no script but those that are allowed', () => {
    expect(problemsOf({ a: { ...sound, hasInstallScript: true } })).toEqual([
      'a@1.0.0: runs a script when it is installed',
    ])
  })

  it('has a licence of the list: every part of an AND, any part of an OR', () => {
    expect(problemsOf({ a: { ...sound, license: 'GPL-3.0' } })).toEqual([
      'a@1.0.0: its licence "GPL-3.0" is not on the list',
    ])
    expect(problemsOf({ a: { ...sound, license: undefined } })).toEqual(['a@1.0.0: names no licence'])
    const allowed = new Set(policy.licences)
    expect(isAllowed('(MIT AND GPL-3.0)', allowed)).toBe(false)
    expect(isAllowed('MIT and ISC', allowed)).toBe(true)
    expect(isAllowed('(GPL-3.0 OR (MIT AND Apache-2.0))', allowed)).toBe(true)
  })

  it('is a week old, wherever it lies in the tree and whatever it is called there', () => {
    const young = { dates: { 'a@2.0.0': '2026-01-26' } }
    const packages = { 'x/node_modules/alias': { ...sound, name: 'a', version: '2.0.0' } }
    expect(problemsOf(packages, young)).toEqual(['a@2.0.0: is there since 2026-01-26 only, which is less than 7 days'])
    expect(problemsOf(packages, { ...young, today: '2026-02-02' })).toEqual([])
  })

  it('has a date and a hash, and nothing has that is not installed', () => {
    const locked = lockedPackages(
      JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0', license: 'MIT' } } }),
    )
    const none: Policy = { licences: ['MIT'], licenceOf: {}, installScripts: { gone: 'a reason that is long enough' } }
    const problems = findProblems(locked, {
      policy: none,
      dates: new Map([['b@1.0.0', '2026-01-01']]),
      today: '2026-02-01',
    })
    expect(problems).toEqual([
      expect.stringContaining('a@1.0.0: its age is not known'),
      'a@1.0.0: package-lock.json has no integrity hash of it',
      'b@1.0.0: has a date, and is not in package-lock.json',
      'gone: the policy names it, and it is not in package-lock.json',
    ])
  })
})
