import { createJurisdictions } from '@waystone/jurisdictions'
import { expect, it } from 'vitest'
import { declareCountry, nothingDeclared } from '../domain/declaration.js'
import { standingAtLaw } from './purchase-law.js'

const jurisdictions = createJurisdictions(
  new Map([
    ['', { caps: [{ currency: 'USD', perMonth: 1_000 }] }],
    ['JP', { caps: [{ currency: 'USD', perMonth: 5_000 }] }],
  ]),
)
const chosenAt = new Date('2026-11-21T08:00:00Z')
const changeFrom = new Date('2027-01-01T00:00:00Z')

it('the standing at law tells the caps of all countries of the month, by the months of the time zone', () => {
  const capsAt = (now: string, timeZone: string) =>
    standingAtLaw(
      { jurisdictions, clock: { now: () => new Date(now) } },
      {
        declaration: declareCountry(nothingDeclared, { country: 'JP', now: chosenAt, changeFrom }),
        zone: { chosen: timeZone, former: timeZone, chosenAt: null },
        consents: [],
      },
    ).caps.map(({ country, amount }) => [country, amount])
  const [ofJapan, ofDefault] = [
    ['JP', 5_000],
    [null, 1_000],
  ]
  expect(capsAt('2026-11-30T12:00:00Z', 'UTC')).toEqual([ofJapan, ofDefault])
  expect(capsAt('2026-11-30T20:00:00Z', 'Asia/Tokyo')).toEqual([ofJapan])
  expect(capsAt('2026-12-01T00:00:00Z', 'UTC')).toEqual([ofJapan])
})
