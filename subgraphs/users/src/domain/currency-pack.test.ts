import { expect, it } from 'vitest'
import { currencyPacks, findPack } from './currency-pack.js'

it('offers packs of both currencies, cheapest first, each under an id of its own', () => {
  expect(new Set(currencyPacks.map(pack => pack.currency))).toEqual(new Set(['GOLD', 'DIAMOND']))
  expect(new Set(currencyPacks.map(pack => pack.id)).size).toBe(currencyPacks.length)
  expect(currencyPacks.map(pack => pack.priceCents)).toEqual(
    currencyPacks.map(pack => pack.priceCents).toSorted((one, other) => one - other),
  )
})

it('never gives less for the cent in a bigger pack of the same currency', () => {
  for (const currency of ['GOLD', 'DIAMOND']) {
    const perCent = currencyPacks.filter(pack => pack.currency === currency).map(pack => pack.amount / pack.priceCents)
    expect(perCent).toEqual(perCent.toSorted((one, other) => one - other))
  }
})

it('finds a pack by its id and nothing by another', () => {
  expect(findPack('diamonds-500')).toMatchObject({ currency: 'DIAMOND', amount: 500, priceCents: 499 })
  expect(findPack('diamonds-501')).toBeUndefined()
})
