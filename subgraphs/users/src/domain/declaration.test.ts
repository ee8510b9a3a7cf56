import { createJurisdictions } from '@waystone/jurisdictions'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monthOf } from './calendar-month.js'
import {
  correctCountry,
  countriesOfMonth,
  declarationAt,
  declareCountry,
  nothingDeclared,
  underLaw,
  type Declaration,
} from './declaration.js'
import { isPaidRandomItem } from './paid-random-item.js'
import { capsOf, dayAround, exceededCap } from './purchase-cap.js'

const now = new Date('2026-11-30T12:00:00Z')
const changeFrom = new Date('2027-01-01T00:00:00Z')
const french = declareCountry(nothingDeclared, { country: 'FR', now, changeFrom })
const choice = { now: new Date('2026-12-01T00:00:00Z'), changeFrom }

describe('a country', () => {
  it('holds at once where it is the first one, and later where it is another one', () => {
    expect(french).toMatchObject({ country: 'FR', countryFrom: now, next: null })
    const changed = declareCountry(french, { country: 'BE', ...choice })
    expect(changed).toMatchObject({ country: 'FR', next: { country: 'BE', from: changeFrom } })
    expect(declarationAt(changed, new Date(changeFrom.getTime() - 1)).country).toBe('FR')
    expect(declarationAt(changed, changeFrom)).toMatchObject({ country: 'BE', formerCountry: 'FR', next: null })
  })

  it('takes a change back by its own name, and keeps the time of one that is declared again', () => {
    const changed = declareCountry(french, { country: 'BE', ...choice })
    expect(declareCountry(changed, { country: 'FR', ...choice }).next).toBeNull()
    const later = { now: choice.now, changeFrom: new Date('2027-02-01T00:00:00Z') }
    expect(declareCountry(changed, { country: 'BE', ...later }).next?.from).toEqual(changeFrom)
    expect(declareCountry(changed, { country: 'NL', ...later }).next).toEqual({ country: 'NL', from: later.changeFrom })
  })

  it('is corrected at once, and is no change where it is the present one', () => {
    const changed = declareCountry(french, { country: 'BE', ...choice })
    expect(correctCountry(changed, { country: 'BE', now: choice.now })).toMatchObject({
      country: 'BE',
      countryFrom: choice.now,
      formerCountry: 'FR',
      next: null,
    })
    expect(correctCountry(changed, { country: 'FR', now: choice.now })).toEqual(french)
  })

  it('shares its month with the one before', () => {
    expect(countriesOfMonth(french, monthOf(now, 'UTC'))).toEqual(['FR', null])
    expect(countriesOfMonth(french, monthOf(changeFrom, 'UTC'))).toEqual(['FR'])
    expect(countriesOfMonth({ ...nothingDeclared, country: 'FR' }, monthOf(now, 'UTC'))).toEqual(['FR'])
    const changed = declarationAt(declareCountry(french, { country: 'BE', ...choice }), changeFrom)
    expect(countriesOfMonth(changed, monthOf(changeFrom, 'UTC'))).toEqual(['BE'])
    // As a purchase of the month before is judged that is paid after the change.
    expect(countriesOfMonth(changed, monthOf(choice.now, 'UTC'))).toEqual(['FR'])
  })
})

const jurisdictions = createJurisdictions(
  new Map([
    ['', { caps: [{ currency: 'USD', perMonth: 1_000 }] }],
    ['FR', { caps: [] }],
    [
      'BE',
      {
        caps: [
          { currency: 'USD', perDay: 200, perMonth: 300 },
          { currency: 'EUR', perDay: 1 },
        ],
      },
    ],
    ['US', { caps: [{ currency: 'USD', perMonth: 500 }], consentWording: 'w2' }],
  ]),
)

describe('a consent', () => {
  it('counts where a parent has given it to the present wording', () => {
    const consentOf = (givenBy: 'PARENT' | 'PLAYER', wording: string) =>
      underLaw(jurisdictions, { country: 'US', birthDate: null }, [{ givenBy, wording }]).player.consentWording
    expect(consentOf('PARENT', 'w2')).toBe('w2')
    expect(consentOf('PARENT', 'w1')).toBeNull()
    expect(consentOf('PLAYER', 'w2')).toBeNull()
  })
})

describe('caps', () => {
  const pack = (priceCents: number) => ({ priceCents, priceCurrency: 'USD' })
  const belgian: Declaration = { ...nothingDeclared, country: 'BE' }
  const caps = capsOf(jurisdictions, belgian, monthOf(now, 'UTC'))

  it('count by day and by month, in their own currency', () => {
    expect(exceededCap(caps, pack(100), { ofDay: 100, ofMonth: 200 })).toBeNull()
    expect(exceededCap(caps, pack(101), { ofDay: 100, ofMonth: 100 })).toMatchObject({ per: 'DAY', amount: 200 })
    expect(exceededCap(caps, pack(100), { ofDay: 0, ofMonth: 201 })).toMatchObject({ per: 'MONTH', country: 'BE' })
  })

  it('have the day of the time zone, of whatever length', () => {
    expect(dayAround(new Date('2026-10-25T12:00:00Z'), 'Europe/Paris')).toEqual({
      start: new Date('2026-10-24T22:00:00Z'),
      end: new Date('2026-10-25T23:00:00Z'),
    })
    expect(dayAround(new Date('2026-03-29T00:30:00Z'), 'Europe/Paris')).toEqual({
      start: new Date('2026-03-28T23:00:00Z'),
      end: new Date('2026-03-29T22:00:00Z'),
    })
  })

  const DAY_MS = 86_400_000
  const steps = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 20 * DAY_MS }),
      act: fc.oneof(
        fc.record({ declares: fc.constantFrom('FR', 'BE', 'US') }),
        fc.record({ pays: fc.integer({ min: 1, max: 400 }) }),
      ),
    }),
    { maxLength: 40 },
  )

  it('are avoided by no sequence of changes of the country within a month, however short the delay', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 40 }), (taken, delayDays) => {
        let at = new Date('2026-01-10T00:00:00Z')
        let declaration = nothingDeclared
        const spent = new Map<string, number>()
        /** Countries that each month has had so far. */
        const seen = new Map<string, Set<string | null>>()
        for (const { afterMs, act } of taken) {
          at = new Date(at.getTime() + afterMs)
          const month = monthOf(at, 'UTC')
          const ofMonth = spent.get(month.name) ?? 0
          const countries = seen.get(month.name) ?? new Set()
          seen.set(month.name, countries.add(declarationAt(declaration, at).country))
          if ('declares' in act) {
            const from = monthOf(new Date(at.getTime() + delayDays * DAY_MS), 'UTC').end
            declaration = declareCountry(declaration, { country: act.declares, now: at, changeFrom: from })
            countries.add(declarationAt(declaration, at).country)
            continue
          }
          const held = capsOf(jurisdictions, declarationAt(declaration, at), month).filter(cap => cap.per === 'MONTH')
          if (exceededCap(held, pack(act.pays), { ofDay: 0, ofMonth }) !== null) continue
          spent.set(month.name, ofMonth + act.pays)
          for (const country of countries)
            for (const { perMonth = Infinity } of jurisdictions.lawIn(country).caps)
              expect(ofMonth + act.pays).toBeLessThanOrEqual(perMonth)
        }
      }),
      { seed: 150, numRuns: 500 },
    )
  })
})

describe('a paid random item', () => {
  it('is a pull at a price in a currency that the shop sells', () => {
    expect(isPaidRandomItem({ purpose: 'PULL', currency: 'DIAMOND', amount: 1, kind: null })).toBe(true)
    expect(isPaidRandomItem({ purpose: 'PULL', currency: 'GOLD', amount: 1, kind: null })).toBe(true)
    expect(isPaidRandomItem({ purpose: 'PULL', currency: 'DIAMOND', amount: 0, kind: null })).toBe(false)
    expect(isPaidRandomItem({ purpose: 'PULL', currency: 'DIAMOND', amount: 1, kind: 'FREE' })).toBe(false)
    // A treasury pays bought gold as free gold.
    expect(isPaidRandomItem({ purpose: 'PULL', currency: 'GOLD', amount: 1, kind: 'FREE' })).toBe(true)
    expect(isPaidRandomItem({ purpose: 'PULL', currency: 'DIAMOND', amount: 1, kind: 'PAID' })).toBe(true)
    expect(isPaidRandomItem({ purpose: 'GUILD_FOUNDING', currency: 'GOLD', amount: 500, kind: null })).toBe(false)
  })
})
