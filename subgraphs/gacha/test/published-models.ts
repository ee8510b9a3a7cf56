import { expect } from 'vitest'
import { aPlayer, rootField, type PullAnswer, type TestApp } from './gacha-app.js'

/** The part of a pull's proof that tests of models look at. */
export interface Proof {
  readonly nonce: number
  readonly order: string | null
  readonly before: { counters: Record<string, number>; boxes: Record<string, number[]>; owned: string[] }
  readonly after: { counters: Record<string, number>; boxes: Record<string, number[]>; owned: string[] }
}
export const proofOf = (pull: PullAnswer) => pull['proof'] as Proof

const PUBLISH = `mutation ($id: ID, $definition: JSON!) { publishBanner(id: $id, definition: $definition) { __typename
  ... on Banner { id version odds { hash rarities { rarity } items { item { id } basePercent featured } } currency pullCost tenPullCost featured { id } }
  ... on InvalidInput { field message problems { field } } } }`

/** Publishes definitions as an administrator does. */
export function createPublisher(gacha: TestApp) {
  const admin = aPlayer('admin')
  const publish = async (definition: unknown, id?: string) => {
    const answer = await gacha.ask(admin, PUBLISH, { id, definition })
    expect(answer.errors).toEqual([])
    return rootField(answer, 'publishBanner') as Record<string, unknown>
  }
  return {
    publish,
    /** A new banner. */
    published: async (definition: unknown) => {
      const banner = await publish(definition)
      expect(banner).toMatchObject({ __typename: 'Banner', version: 1 })
      return { id: banner['id'] as string, hash: (banner['odds'] as { hash: string }).hash }
    },
  }
}
export type Publisher = ReturnType<typeof createPublisher>
