import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { rootField, type Player, type TestApp } from './gacha-app.js'

const POSITION = 'pity { target { id } closed refillable }'
const ANSWERS = `__typename ... on Banner { id ${POSITION} } ... on BannerClosed { message reason }
  ... on InvalidInput { message field problems { rule allowed } }`
export const CHOOSE = `mutation ($input: ChooseTargetInput!) { chooseTarget(input: $input) { ${ANSWERS}
  ... on TargetFixed { message target { id } } } }`
const WISH = `mutation ($input: ChooseWishesInput!) { chooseWishes(input: $input) { __typename
  ... on Banner { pity { wishes { id } } } ... on BannerClosed { message reason }
  ... on InvalidInput { message field problems { field message rule min max actual allowed names } } } }`
const REFILL = `mutation ($input: RefillBoxInput!) { refillBox(input: $input) { ${ANSWERS} ... on PrizesLeft { message } } }`

type ChangeAnswer = Readonly<Record<string, unknown>>

/** Changes of a player between draws, and the position of the player. */
export const createMemoryChanges = (app: () => TestApp) => {
  const change = async (player: Player, name: string, { source, input }: { source: string; input: object }) => {
    const answer = await app().ask(player, source, { input })
    expect(answer.errors).toEqual([])
    return rootField(answer, name) as ChangeAnswer
  }
  return {
    choose: (player: Player, bannerId: string, itemId: string, idempotencyKey: string = randomUUID()) =>
      change(player, 'chooseTarget', { source: CHOOSE, input: { bannerId, itemId, idempotencyKey } }),
    wish: (player: Player, bannerId: string, itemIds: readonly string[], idempotencyKey: string = randomUUID()) =>
      change(player, 'chooseWishes', { source: WISH, input: { bannerId, itemIds, idempotencyKey } }),
    refill: (player: Player, bannerId: string, idempotencyKey: string = randomUUID()) =>
      change(player, 'refillBox', { source: REFILL, input: { bannerId, idempotencyKey } }),
    position: async (player: Player, bannerId: string) => {
      const answer = await app().ask(player, `{ banner(id: "${bannerId}") { ${POSITION} } }`)
      return (rootField(answer, 'banner') as { pity: unknown }).pity
    },
  }
}
