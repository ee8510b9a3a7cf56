import { expect, test } from 'vitest'
import { newsOf } from './news.js'

const NOW = Date.parse('2026-11-29T12:00:00.000Z')
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString()
const banner = (name: string, opens: number, closes: number | null) => ({
  id: name,
  name,
  opensAt: inDays(opens),
  closesAt: closes === null ? null : inDays(closes),
})
const quest = (name: string, published: number, version = 1) => ({
  id: name,
  name,
  version,
  publishedAt: inDays(published),
})
const told = (banners: ReturnType<typeof banner>[], quests: ReturnType<typeof quest>[] = []) =>
  newsOf({ banners, quests }, NOW).map(({ kind, name }) => `${kind} ${name}`)

test('a banner is news when it opened lately, and when it closes or opens soon', () => {
  expect(told([banner('old', -30, null)])).toEqual([])
  expect(told([banner('new', -3, null)])).toEqual(['opened new'])
  expect(told([banner('ends', -30, 2)])).toEqual(['closing ends'])
  expect(told([banner('short', -3, 2)])).toEqual(['closing short', 'opened short'])
  expect(told([banner('next', 5, 20)])).toEqual(['opening next'])
  expect(told([banner('far', 8, 20), banner('gone', -3, -1)])).toEqual([])
})

test('a quest is news when its first version is', () => {
  expect(told([], [quest('new', -1), quest('changed', -1, 2), quest('old', -15)])).toEqual(['newQuest new'])
})

test('what is soon comes first, the nearest first; then what is new, the newest first', () => {
  const banners = [banner('later', 5, null), banner('sooner', -30, 1), banner('opened', -2, null)]
  expect(told(banners, [quest('newest', -1)])).toEqual([
    'closing sooner',
    'opening later',
    'newQuest newest',
    'opened opened',
  ])
})

test('of quests that were published together, three are told', () => {
  const quests = ['a', 'b', 'c', 'd', 'e'].map(name => quest(name, -1))
  expect(told([], [...quests, quest('newest', -0.5)])).toEqual(['newQuest newest', 'newQuest a', 'newQuest b'])
})

test('there are at most eight', () => {
  expect(told(Array.from({ length: 20 }, (_, index) => banner(`b${index}`, -1, null)))).toHaveLength(8)
})
