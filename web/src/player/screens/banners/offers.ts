import type { Order } from './orders.js'

interface OfferedItem {
  readonly id: string
  readonly name: string
}

/** The part of a banner that offers are made of. */
interface Offering {
  readonly orders: readonly { readonly name: string; readonly draws: number }[]
  readonly exchanges: readonly {
    readonly name: string
    readonly cost: number
    readonly limit?: number | null
    readonly choices: readonly OfferedItem[]
  }[]
  readonly milestones: readonly {
    readonly name: string
    readonly item?: OfferedItem | null
    readonly choices: readonly OfferedItem[]
    readonly order?: string | null
  }[]
  readonly pity?: {
    readonly exchanges: readonly { readonly name: string; readonly points: number; readonly exchanged: number }[]
    readonly milestones: readonly {
      readonly name: string
      readonly counted: number
      readonly next?: number | null
      readonly openClaims: number
    }[]
  } | null
}

/** Something that the player can choose one item of. */
export interface Offer {
  readonly kind: 'exchange' | 'milestone'
  readonly name: string
  readonly choices: readonly OfferedItem[]
  /** True if an item can be taken now. */
  readonly isOpen: boolean
}

export interface ExchangeOffer extends Offer {
  readonly kind: 'exchange'
  readonly points: number
  readonly cost: number
  /** Exchanges that are left to the player; null without a limit. */
  readonly left: number | null
}

export interface MilestoneOffer extends Offer {
  readonly kind: 'milestone'
  readonly counted: number
  readonly next: number | null
  /** The item that comes by itself. */
  readonly item: OfferedItem | null
}

/** The exchanges of a banner with the player's points; none where nobody is signed in. */
export const exchangesOf = ({ exchanges, pity }: Offering): readonly ExchangeOffer[] =>
  exchanges.flatMap(({ name, cost, limit, choices }): ExchangeOffer[] => {
    const position = pity?.exchanges.find(each => each.name === name)
    if (position === undefined) return []
    const { points, exchanged } = position
    const left = typeof limit === 'number' ? Math.max(0, limit - exchanged) : null
    return [{ kind: 'exchange', name, choices, points, cost, left, isOpen: points >= cost && left !== 0 }]
  })

/** The milestones of a banner with the player's progress. */
export const milestonesOf = ({ milestones, pity }: Offering): readonly MilestoneOffer[] =>
  milestones.flatMap(({ name, choices, item }): MilestoneOffer[] => {
    const progress = pity?.milestones.find(each => each.name === name)
    if (progress === undefined) return []
    const { counted, next = null, openClaims } = progress
    const isOpen = openClaims > 0 && choices.length > 0
    return [{ kind: 'milestone', name, choices, counted, next, item: item ?? null, isOpen }]
  })

/** Orders that milestones give and that the player has not taken yet, at no price. */
export const openGiftsOf = ({
  milestones,
  orders,
  pity,
  odds,
}: Offering & { readonly odds: { readonly hash: string } }): readonly Order[] =>
  milestones.flatMap(({ name, order }) => {
    const given = orders.find(each => each.name === order)
    const isOpen = (pity?.milestones.find(each => each.name === name)?.openClaims ?? 0) > 0
    if (given === undefined || !isOpen) return []
    return [{ name: given.name, count: given.draws, expectedCost: 0, expectedTickets: null, oddsHash: odds.hash }]
  })
