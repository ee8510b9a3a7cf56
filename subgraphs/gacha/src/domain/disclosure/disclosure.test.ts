import { readFileSync } from 'node:fs'
import { readJurisdictions } from '@waystone/jurisdictions/files'
import { describe, expect, it } from 'vitest'
import {
  aPayoutBanner,
  aShardBanner,
  aTargetBanner,
  heroes,
  modelDefinitionOf,
  shard,
  sword,
} from '../../../test/banner-model/banner-of-model.js'
import { aMilestoneBanner } from '../../../test/banner-model/offer-banners.js'
import { aWishBanner } from '../../../test/banner-model/wish-banner.js'
import { givenModel, givenRules } from '../../../test/banner-model/short-form.js'
import { firstLight } from '../../../test/definitions.js'
import { compileModel } from '../banner-model/compile.js'
import { modelOfBanner } from '../banner-model/from-banner.js'
import { modelOddsOf } from '../banner-odds/model-odds.js'
import { meaningOf } from './counter-words.js'
import { disclosureOf, isJurisdiction, rulesIn } from './disclosure.js'
import { markdownOf, plainTextOf } from './disclosure-text.js'
import { guaranteesOf } from './guarantees.js'
import { tablesOf } from './tables.js'

const model = compileModel(modelOfBanner(firstLight))
const odds = modelOddsOf(model.definition)
const jurisdictions = readJurisdictions()
const disclosed = { model, odds, itemName: (id: string) => `Item ${id.slice(0, 4)}` }
const told = (jurisdiction: string | null, name = 'First Light') =>
  disclosureOf(disclosed, { name, version: 3, hash: 'abc', jurisdiction }, jurisdictions)
const sentencesOf = (input: object) => guaranteesOf(compileModel(modelDefinitionOf(input)))
const tableOf = (part: string) => tablesOf(disclosed).find(table => table.part === part)

describe('a disclosure of First Light', () => {
  it('has prices, exact chances, how they change, counters and costs', () => {
    expect(tableOf('PRICES')?.rows).toEqual([
      ['single', '1', '100 DIAMOND', '–'],
      ['ten', '10', '1,000 DIAMOND', '–'],
    ])
    const chances = new Map(tableOf('CHANCES')?.rows.map(([prize, ...cells]) => [prize, cells]))
    expect(chances.get('ULTRA_RARE')).toEqual(['0.6 %', '1.60521 %', '62.3', '76', '80', '90'])
    expect(chances.get('ULTRA_RARE of "featured"')).toEqual(['0.3 %', '1.07014 %', '93.45', '80', '155', '180'])
    expect(tableOf('CURVES')?.rows.slice(0, 3)).toEqual([
      ['ULTRA_RARE', 'sinceUltraRare', '0 to 72', '0.6 %', '–', '–'],
      ['ULTRA_RARE', 'sinceUltraRare', '73 to 88', '6.6 %', '6 %', '–'],
      ['ULTRA_RARE', 'sinceUltraRare', '89', '100 %', '–', '–'],
    ])
    expect(tableOf('COUNTERS')?.rows).toContainEqual([
      'sinceUltraRare',
      'Draws since the last ULTRA_RARE, counted to 89 at most. Kept for this banner.',
    ])
    expect(tableOf('COSTS')?.rows.map(row => row.join(', '))).toContain(
      'ULTRA_RARE of "featured", single, DIAMOND, 9,344.6, 8,000, 15,500, 16,100',
    )
    expect(tableOf('STOCK')).toBeUndefined()
  })

  it('has the chance of every item, which add up to the whole', () => {
    const rows = tableOf('ITEMS')?.rows ?? []
    expect(rows).toHaveLength(odds.items.length)
    for (const column of [2, 3])
      expect(rows.reduce((sum, row) => sum + Number.parseFloat(row[column] ?? ''), 0)).toBeCloseTo(100, 3)
  })

  it('says in words what is certain', () => {
    expect(guaranteesOf(model)).toEqual([
      'ULTRA_RARE is certain in draw 90 since the last ULTRA_RARE.',
      'SUPER_RARE is certain in draw 10 since the last SUPER_RARE, unless a better tier takes the draw.',
      'The next ULTRA_RARE is one of "featured" for certain after ULTRA_RARE of "others".',
    ])
  })

  it('reads the same as text and as Markdown, where names are never markup', () => {
    const text = plainTextOf(told('KR'))
    expect(text).toContain('FIRST LIGHT\n\nVersion 3, SHA-256 of the definition: abc\n\nPRICES\n')
    expect(text).toContain('- ULTRA_RARE (first draw: 0.6 %; in the long run: 1.60521 %;')
    expect(text).toContain('GUARANTEES\n\n- ULTRA_RARE is certain in draw 90 since the last ULTRA_RARE.\n')
    const markdown = markdownOf(told('KR', '[x](y) | # *z*'))
    expect(markdown).toContain('# \\[x\\](y) \\| \\# \\*z\\*\n')
    expect(markdown).toContain(
      '| Order | Draws | Price | Limit |\n| --- | --- | --- | --- |\n| single | 1 | 100 DIAMOND | – |',
    )
    for (const { columns, rows } of told(null).tables) for (const row of rows) expect(row).toHaveLength(columns.length)
  })
})

describe('the words of other rules', () => {
  const none = { orders: [], items: [], refusals: [] }

  it('are sentences for all given sets', () => {
    for (const { id } of givenRules) {
      const given = compileModel(givenModel(id))
      const tables = tablesOf({ model: given, odds: none, itemName: () => 'item' })
      for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length)
      const sentences = [...guaranteesOf(given), ...Object.values(given.definition.counters).map(meaningOf)]
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z0-9].*[.]$/)
      expect(sentences.join(' ')).not.toMatch(/undefined|null|NaN| {2}/)
    }
  })

  it('tell forces, exchanges and boxes', () => {
    const [force] = givenModel('fgo-330').forces
    const [counter = '', value] = Object.entries(force?.when ?? {})[0] ?? []
    expect(guaranteesOf(compileModel(givenModel('fgo-330'))).join(' ')).toContain(
      `is certain while ${counter} is ${value}, before any roll.`,
    )
    const exchange = 'There is a point for each draw; 200 points are exchanged for an item.'
    expect(guaranteesOf(compileModel(givenModel('blue-archive')))).toContain(exchange)
    const box = compileModel(givenModel('box-300'))
    const stock = tablesOf({ model: box, odds: none, itemName: () => 'item' }).find(({ part }) => part === 'STOCK')
    expect(stock?.rows.reduce((sum, [, , pieces]) => sum + Number(pieces), 0)).toBe(300)
  })

  it('tell what another choice sets back, and when an order that a milestone gives lapses', () => {
    const choices = [heroes.featured, sword]
    const target = (change: string, ...resets: string[]) =>
      sentencesOf(aTargetBanner({ target: { choices, change, resets } }))
    const another = 'The player can choose another item at any time'
    expect(target('free')).toContain(`${another}, and all counters stay.`)
    expect(target('free', 'misses')).toContain(`${another}; that sets misses back to its start.`)
    expect(target('free', 'misses', 'since')).toContain(`${another}; that sets misses, since back to their start.`)
    expect(target('never')).toContain('The item that the player chooses first stays chosen.')
    const gift = 'The first 12 times any draw give the order "gift".'
    expect(sentencesOf(aMilestoneBanner())).toContain(`${gift} It lapses when the banner closes.`)
    expect(sentencesOf(aMilestoneBanner({ closesAt: null }))).toContain(gift)
    expect(sentencesOf(aMilestoneBanner({ closesAt: null, closesOn: 'SSR' }))).toContain(
      `${gift} It lapses when the banner closes.`,
    )
  })

  it('says how long a list of wishes is, what another one sets back, and the least chance of each item', () => {
    expect(sentencesOf(aWishBanner())).toEqual([
      'The next SSR is one of "wished" for certain from misses 1 on.',
      'The player lists 1 to 2 of 3 items before the first draw.',
      'The player can make another list at any time; that sets misses back to its start.',
    ])
    const lists = compileModel(modelDefinitionOf(aWishBanner()))
    const tables = tablesOf({ ...disclosed, model: lists, odds: modelOddsOf(lists.definition) })
    const rows = tables.find(({ part }) => part === 'ITEMS')?.rows.map(([, ...cells]) => cells.slice(0, 2))
    expect(rows).toContainEqual(['SSR of "wished", where the list has it; at least', '12 %'])
    expect(rows).toContainEqual(['SSR of "others", where the list does not have it; at least', '5 %'])
  })

  it('have of an item that can be wished, in a pool of others, what every player has', () => {
    const [first, ...rest] = aWishBanner().tiers
    const [wished] = (first?.['pools'] ?? []) as readonly object[]
    const items = [heroes.featured, heroes.standard, sword].map(id => ({ id, weight: 1 }))
    const pools = [wished, { name: 'all', source: 'weights', items }]
    const mixed = compileModel(modelDefinitionOf(aWishBanner({ tiers: [{ ...first, pools }, ...rest] })))
    const tables = tablesOf({ ...disclosed, model: mixed, odds: modelOddsOf(mixed.definition) })
    const rows = tables.find(({ part }) => part === 'ITEMS')?.rows.map(([, ...cells]) => cells.slice(0, 2))
    // An SSR is drawn with 40 %, half of them from "all", a third of which each item is.
    expect(rows?.filter(([prize]) => prize === 'SSR of "all"')).toEqual(items.map(() => ['SSR of "all"', '6.66667 %']))
  })

  it('say what each copy gives: of entries that overlap the first one, items and currency besides', () => {
    const given = (input: object) => {
      const tables = tablesOf({ ...disclosed, model: compileModel(modelDefinitionOf(input)), odds: none })
      return tables.find(({ part }) => part === 'DUPLICATES')?.rows
    }
    const shards = (amount: number) => `${amount} ${disclosed.itemName(shard)}`
    expect(given(aShardBanner())).toEqual([
      ['SSR', '2 and more', shards(20)],
      ['R', '2 to 3', shards(1)],
      ['R', '4 and more', shards(5)],
    ])
    expect(given(aPayoutBanner())).toEqual([
      ['SSR', '2 to 3', `${shards(20)} and 500 GOLD`],
      ['SSR', '4 and more', `${shards(20)} and 50 GOLD`],
      ['R', '2 to 4', '3 GOLD'],
      ['R', '5 and more', '1 DIAMOND'],
    ])
    expect(given(aWishBanner())).toBeUndefined()
  })

  it('leave out of an event what an earlier entry has taken', () => {
    const counter = { max: 1, start: 0, scope: { group: 'limited' }, per: 'draw', onClose: 'keep' } as const
    const definition = {
      ...model.definition,
      counters: {
        ...model.definition.counters,
        lostUltraRare: {
          ...counter,
          on: [
            ['ULTRA_RARE.featured', { set: 0 }],
            ['ULTRA_RARE', { set: 1 }],
          ] as [string, { set: number }][],
        },
      },
    }
    expect(guaranteesOf(compileModel(definition))).toContain(
      'The next ULTRA_RARE is one of "featured" for certain after ULTRA_RARE other than ULTRA_RARE of "featured".',
    )
    expect(meaningOf(definition.counters.lostUltraRare)).toBe(
      '1 after ULTRA_RARE other than ULTRA_RARE of "featured", 0 again after ULTRA_RARE of "featured". Shared by all banners of the group limited.',
    )
  })
})

describe('rules of jurisdictions', () => {
  it('are those of the country, of its union, and those that hold everywhere', () => {
    const authorities = (code: string | null) => rulesIn(jurisdictions, code).map(({ authority }) => authority)
    expect(authorities('DE')).toEqual(authorities('EU'))
    expect(authorities('DE')).toContain('Consumer Protection Cooperation Network')
    expect(authorities('BR')).toEqual(['Apple', 'Google Play'])
    expect(authorities(null)).toHaveLength(jurisdictions.everyMustShow.length)
    expect(['KR', 'EU', 'kr', 'KOR', ''].map(isJurisdiction)).toEqual([true, true, false, false, false])
  })

  it('mark the tables that they ask for, and name what is missing', () => {
    const requiredIn = (code: string) => told(code).tables.flatMap(({ part, isRequired }) => (isRequired ? [part] : []))
    expect(requiredIn('BR')).toEqual(['CHANCES', 'ITEMS'])
    expect(requiredIn('KR')).toEqual(['CHANCES', 'ITEMS', 'CURVES', 'COUNTERS'])
    expect(told('KR').rules.flatMap(({ missing }) => missing)).toEqual([])
    expect(told('EU').rules.flatMap(({ missing }) => missing)).toEqual(['MONEY'])
    expect(plainTextOf(told('EU'))).toContain('Not shown here: the prices in money')
    expect(plainTextOf(told('KR'))).not.toContain('Not shown here')
  })

  it('stand in docs/banners.md, each with its parts and its source', () => {
    const page = readFileSync(new URL('../../../../../docs/banners.md', import.meta.url), 'utf8')
    const rows = jurisdictions.everyMustShow.map(
      ({ jurisdiction, authority, parts, source }) =>
        `| ${jurisdiction ?? 'everywhere'} | ${authority} | ${parts.map(part => `\`${part}\``).join(', ')} | [${source.title}](${source.url}) |`,
    )
    expect(rows.filter(row => !page.includes(row))).toEqual([])
  })
})
