import { createJurisdictions } from '@waystone/jurisdictions'
import { expect, test } from 'vitest'
import { openJurisdictions } from './jurisdictions.js'

test('caps in a currency that no pack is priced in stop the start', () => {
  const capped = (currency: string) => createJurisdictions(new Map([['', { caps: [{ currency, perDay: 1 }] }]]))
  expect(() => openJurisdictions(capped('EUR'))).toThrow('jurisdictions: caps: no pack is priced in EUR')
  expect(openJurisdictions(capped('USD')).capCurrencies).toEqual(['USD'])
  expect(openJurisdictions(undefined).lawIn('BE').paidRandomItems).toBe('forbidden')
})
