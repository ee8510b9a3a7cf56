import type { Connection } from '@waystone/kit/graphql'
import type { Banner, Definition } from './domain/banner.js'
import type {
  Counter,
  Exchange,
  Milestone,
  ModelDefinition,
  Order,
  Pool,
  Price,
  Tier,
  Wishes,
} from './domain/banner-model/definition.js'
import type { Position } from './domain/banner-odds/walk.js'
import type { Disclosure } from './domain/disclosure/disclosure.js'
import type { ItemOdds } from './domain/odds.js'
import type { Pity } from './domain/pity.js'
import type { DrawnPull, DrawRecord, PulledItem, ItemAmount } from './domain/pull-order.js'
import type { Item } from './domain/rarity.js'
import type { insufficientTickets, targetFixed, targetNotChosen, wishesNotChosen } from './errors.js'
import type { InventoryEntry, InventoryFilter } from './repositories/inventory.js'
import type { BannerFilter } from './repositories/banner.js'
import type { PublishedVersion } from './repositories/banner-version-pages.js'
import type { ForecastOdds, Simulated } from './services/forecast-banner.js'
import type { ItemFilter } from './repositories/item.js'
import type { MadeChange } from './repositories/memory-change.js'
import type { PullFilter } from './repositories/drawn-pull.js'

/** The parent types of this subgraph's resolvers; codegen.ts names them. */
export type { Banner as BannerParent } from './domain/banner.js'
export type { Commitment as FairnessCommitmentParent } from './repositories/fairness.js'
export type { InventoryEntry as InventoryEntryParent } from './repositories/inventory.js'
export type { Item as ItemParent } from './domain/rarity.js'
export type BannerOddsParent = ForecastOdds
export type ItemOddsParent = ItemOdds
export type BannerSimulationParent = Simulated
export type { ChiSquare as ChiSquareTestParent } from './domain/banner-simulation/chi-square.js'
export type { SimulatedOrder as SimulatedOrderParent } from './domain/banner-simulation/simulate-model.js'
export type { ObservedShare as SimulatedShareParent } from './domain/banner-simulation/shares.js'
export type PulledItemParent = PulledItem
export type PityParent = Pity & { readonly banner: Banner; readonly userId: string }
export interface PityCounterParent {
  readonly banner: Banner
  readonly name: string
  readonly counter: Counter
  readonly event: string | null
  /** All counters of the player on the banner. */
  readonly position: Position
}
export type BannerTargetParent = NonNullable<ModelDefinition['target']>
export type BannerWishesParent = Wishes
export type BannerChangeParent = MadeChange
export type TargetFixedParent = ReturnType<typeof targetFixed>
export type TargetNotChosenParent = ReturnType<typeof targetNotChosen>
export type WishesNotChosenParent = ReturnType<typeof wishesNotChosen>
/** `event` is the name of the prize in the odds. */
export type BannerTierParent = Prize & { readonly tier: Tier }
export type BannerPoolParent = Prize & { readonly pool: Pool }
export type BannerPoolItemParent = Prize & { readonly itemId: string; readonly weight: number }
/** An order with a limit. */
export interface BannerOrderLimitParent {
  readonly banner: Banner
  readonly order: Order
  readonly limit: NonNullable<Order['limit']>
}
export interface BannerPriceParent extends Price {
  readonly banner: Banner
  readonly order: Order
}
export type { Disclosure as BannerDisclosureParent } from './domain/disclosure/disclosure.js'
export type DisclosureTableParent = Disclosure['tables'][number]
export type DisclosureRuleParent = Disclosure['rules'][number]
export type BannerMilestoneParent = Milestone
export type { MilestoneClaim as MilestoneClaimParent } from './repositories/milestone-claim.js'
export type BannerExchangeParent = Exchange
export type { PointExchange as PointExchangeParent } from './repositories/point-exchange.js'
export type ItemAmountParent = ItemAmount
export type InsufficientTicketsParent = ReturnType<typeof insufficientTickets>
export type PullParent = DrawnPull & { readonly items?: readonly PulledItem[] }
export type PullProofParent = DrawRecord & {
  readonly userId: string
  readonly orderName: string | null
  readonly definition: Definition
  readonly oddsHash: string
}

interface Prize {
  readonly banner: Banner
  readonly event: string
}

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}

/** A page whose total is counted only if it is asked for. */
type Listed<Node, Filter> = Omit<Connection<Node>, 'totalCount'> & { readonly filter: Filter }
type Counted<Node, Filter> = Listed<Node, Filter> & { readonly userId: string }
export type ItemConnectionParent = Listed<Item, ItemFilter>
export type BannerConnectionParent = Listed<Banner, BannerFilter>
export type BannerVersionParent = PublishedVersion
export type BannerVersionConnectionParent = Omit<Connection<PublishedVersion>, 'totalCount'> & {
  readonly bannerId: string
}
export type InventoryConnectionParent = Counted<InventoryEntry, InventoryFilter>
export type BannerChangeConnectionParent = Omit<Connection<MadeChange>, 'totalCount'> & { readonly userId: string }
export type PullConnectionParent = Counted<PullParent, PullFilter>
