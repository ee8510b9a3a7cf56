import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../processes.js'

/** A definition and its name in the table. */
export interface Subject {
  readonly title: string
  readonly definition: unknown
}

interface ShortForms {
  readonly givenRules: readonly { readonly id: string }[]
  definitionOfShortForm(rule: { readonly id: string }): unknown
}

/** The rule sets of live games that the gacha subgraph's tests have as data. */
export async function givenSubjects(): Promise<readonly Subject[]> {
  const file = path.join(root, 'subgraphs', 'gacha', 'test', 'banner-model', 'short-form.ts')
  const { givenRules, definitionOfShortForm } = (await import(pathToFileURL(file).href)) as ShortForms
  return givenRules.map(rule => ({ title: rule.id, definition: definitionOfShortForm(rule) }))
}

/** Two pities that depend on each other, so that the chance of LOW has about `side`² states. */
export function twoPities(side: number): Subject {
  const pool = { name: 'all', source: 'weights', items: [{ id: '00000000-0000-4000-8000-000000000001' }] }
  const counter = (event: string) => ({
    max: side - 1,
    on: [
      [event, { set: 0 }],
      ['*', { add: 1 }],
    ],
  })
  const chance = (by: string, percent: number) => [
    {
      by,
      points: [
        [1, percent],
        [side, 100],
      ],
    },
  ]
  return {
    title: `two pities of ${side}`,
    definition: {
      name: 'Two pities',
      opensAt: '2026-01-01T00:00:00Z',
      counters: { top: counter('TOP'), low: counter('LOW') },
      tiers: [
        { name: 'TOP', chance: chance('top', 1), pools: [pool] },
        { name: 'LOW', chance: chance('low', 5), pools: [pool] },
        { name: 'REST', pools: [pool] },
      ],
      orders: [{ name: 'order', draws: 1 }],
    },
  }
}
