import { currency } from '@waystone/events'
import { ART_EXPECTED, isArtKey } from '@waystone/kit/art'
import * as z from 'zod'
import { bannerTranslation, isWholeMicros } from '../banner-definition.js'

export const TIERS_MIN = 2
export const TIERS_MAX = 12
export const COUNTERS_MAX = 8
export const COUNTER_MAX = 1_000
/** Reachable states, and steps between them, of the chain that one asked quantity is computed on. */
export const STATES_MAX = 20_000
export const EDGES_MAX = 100_000

const NAME_LENGTH_MAX = 60
const POOLS_MAX = 12
const POOL_SIZE_MAX = 500
const WEIGHT_MAX = 1_000_000
/** Of a pool: 12 pools of it times 10⁸ stay below 2⁴⁸, so that one word decides a roll. */
const POOL_WEIGHT_MAX = 10_000
const POINTS_MAX = 64
const CURVES_MAX = 16
const UPDATES_MAX = 32
const FORCES_MAX = 16
export const ORDERS_MAX = 16
const PRICES_MAX = 8
const LIST_MAX = 32
/** Draws of one order. */
export const ORDER_DRAWS_MAX = 100
const AMOUNT_MAX = 1_000_000_000
/** Items of a list of wishes: each proof states the list. */
const WISHES_MAX = 20

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/
const COUNTER_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/
const EVENT = /^(\*|[A-Za-z0-9][A-Za-z0-9_-]{0,39}(\+|\.[A-Za-z0-9][A-Za-z0-9_-]{0,39})?)$/

const name = z.string().regex(NAME, 'must be 1 to 40 letters, digits, "-" or "_", the first a letter or digit')
const counterName = z.string().regex(COUNTER_NAME, 'must be 1 to 40 letters, digits, "-" or "_", the first a letter')
/** Any draw, a tier, a tier or a better one, a pool of a tier. */
const event = z.string().regex(EVENT, 'must be "*", "TIER", "TIER+" or "TIER.POOL"')
const SIX_DECIMALS = 'must have at most six decimals'
const percent = z.number().min(0).max(100).refine(isWholeMicros, SIX_DECIMALS)
const signedPercent = z.number().min(-100).max(100).refine(isWholeMicros, SIX_DECIMALS)
const counterValue = z.number().int().min(0).max(COUNTER_MAX)
/** A place on a curve: the counter plus 1, so that the first draw after a reset has the place 1. */
const place = z
  .number()
  .int()
  .min(1)
  .max(COUNTER_MAX + 1)

/** Holds where each of the counters has exactly this value. */
const when = z.record(counterName, counterValue)

/**
 * [from, percent, step]: the percentage from there on, plus the step at each place after it; 0 to 100
 * always.
 */
const point = z.tuple([place, percent, signedPercent.optional()])

const curve = z.strictObject({
  when: when.optional(),
  /** Left out: the place is always 1. */
  by: counterName.optional(),
  points: z.array(point).min(1).max(POINTS_MAX),
})

const chance = z.array(curve).min(1).max(CURVES_MAX)

const change = z
  .strictObject({
    set: counterValue.optional(),
    add: z.number().int().min(-COUNTER_MAX).max(COUNTER_MAX).optional(),
  })
  .refine(({ set, add }) => (set === undefined) !== (add === undefined), 'must have either set or add')
const update = z.tuple([event, change, when.optional()])

const conversion = z.union([
  z.enum(['keep', 'drop']),
  /** Each point becomes `rate` of the currency. */
  z.strictObject({ convert: currency, rate: z.number().int().min(1).max(AMOUNT_MAX) }),
])

const counter = z.strictObject({
  max: z.number().int().min(1).max(COUNTER_MAX),
  /** A value, or the percentage of each value from 0 on: such a counter is rolled when its scope begins. */
  start: z
    .union([
      counterValue,
      z
        .array(percent)
        .min(1)
        .max(COUNTER_MAX + 1),
    ])
    .default(0),
  /** Where the value is kept; that of 'order' restarts with each order. */
  scope: z
    .union([z.enum(['order', 'banner', 'user', 'item']), z.strictObject({ group: name })], {
      error: 'must be "order", "banner", "user", "item" or { "group": name }',
    })
    .default('banner'),
  /** A counter of orders moves once an order, with its last draw. */
  per: z.enum(['draw', 'order']).default('draw'),
  /** The first one that matches applies. */
  on: z.array(update).min(1).max(UPDATES_MAX),
  onClose: conversion.default('keep'),
})

const weight = z.number().int().min(1).max(WEIGHT_MAX)
const weighted = z
  .array(z.strictObject({ id: z.uuid(), weight: weight.default(1) }))
  .min(1)
  .max(POOL_SIZE_MAX)
const counted = z
  .array(z.strictObject({ id: z.uuid(), count: weight }))
  .min(1)
  .max(POOL_SIZE_MAX)

const poolHead = {
  name,
  /** Pools with a weight share what the pools before them leave. */
  chance: z.union([chance, z.strictObject({ weight: z.number().int().min(1).max(POOL_WEIGHT_MAX) })]).optional(),
}
const pool = z.discriminatedUnion('source', [
  z.strictObject({ ...poolHead, source: z.literal('weights'), items: weighted }),
  /** Without replacement, each user a box of their own. */
  z.strictObject({
    ...poolHead,
    source: z.literal('box'),
    items: counted,
    /** 'prizesOut': the user may refill the box once each pool with this word is empty. */
    refill: z.enum(['never', 'empty', 'prizesOut']).default('never'),
  }),
  /** Only items that the user does not own; 'empty': all of them again once the user owns all. */
  z.strictObject({
    ...poolHead,
    source: z.literal('unowned'),
    items: weighted,
    refill: z.enum(['never', 'empty']).default('never'),
  }),
  /** The item that the user has chosen. */
  z.strictObject({ ...poolHead, source: z.literal('target') }),
  /** 'wished': an item of the user's list, by the weights of the choices; 'unwished': a choice that is not on it. */
  z.strictObject({ ...poolHead, source: z.enum(['wished', 'unwished']) }),
])

const amount = z.number().int().min(0).max(AMOUNT_MAX)
const grant = z.union(
  [
    z.strictObject({ currency, amount: amount.min(1) }),
    /** Shards, which are an item of the inventory. */
    z.strictObject({ item: z.uuid(), amount: amount.min(1) }),
  ],
  { error: 'must be { "currency": name, "amount": count } or { "item": id, "amount": count }' },
)

const tier = z.strictObject({
  name,
  chance: chance.optional(),
  pools: z.array(pool).min(1).max(POOLS_MAX),
  duplicates: z
    .array(
      z.strictObject({
        /**
         * The first and the last copy that get it; null: all from the first on. The first entry that
         * matches applies.
         */
        copies: z.tuple([z.number().int().min(2), z.number().int().min(2).nullable()]),
        grant,
      }),
    )
    .max(LIST_MAX)
    .default([]),
})

const force = z.strictObject({ when, tier: name, pool: name.optional() })

const price = z.strictObject({
  unit: z.union([currency, z.strictObject({ ticket: z.uuid() })]),
  /** Which part of the balance pays; left out: any. */
  kind: z.enum(['free', 'paid']).optional(),
  amount: z.union([
    amount,
    z.strictObject({
      by: counterName,
      points: z
        .array(z.tuple([place, amount]))
        .min(1)
        .max(POINTS_MAX),
    }),
  ]),
})

const order = z.strictObject({
  name,
  draws: z.number().int().min(1).max(ORDER_DRAWS_MAX),
  /** The first one that the user can pay is taken. */
  prices: z.array(price).max(PRICES_MAX).default([]),
  /** If false, the order draws from the start of all counters, and none but those of the order move. */
  moves: z.boolean().default(true),
  limit: z.strictObject({ count: z.number().int().min(1).max(AMOUNT_MAX), per: z.enum(['day', 'banner']) }).optional(),
  /** The milestone that gives the order; left out: it is bought. */
  from: name.optional(),
})

const gift = z.union(
  [
    z.strictObject({ item: z.uuid() }),
    z.strictObject({ choice: z.array(z.uuid()).min(1).max(POOL_SIZE_MAX) }),
    z.strictObject({ order: name }),
  ],
  { error: 'must be { "item": id }, { "choice": ids } or { "order": name }' },
)
const count = z.number().int().min(1).max(AMOUNT_MAX)
const milestone = z
  .strictObject({
    name,
    at: count.optional(),
    every: count.optional(),
    counts: event,
    give: gift,
  })
  .refine(({ at, every }) => (at === undefined) !== (every === undefined), 'must have either at or every')

const exchange = z.strictObject({
  name,
  pointsPer: event,
  cost: count,
  choices: z.array(z.uuid()).min(1).max(POOL_SIZE_MAX),
  limit: count.optional(),
  onClose: conversion.default('keep'),
})

const target = z.strictObject({
  choices: z.array(z.uuid()).min(1).max(POOL_SIZE_MAX),
  change: z.enum(['free', 'never']),
  /** Set to their start when the user changes the target. */
  resets: z.array(counterName).max(COUNTERS_MAX).default([]),
})

const wishes = z.strictObject({
  choices: weighted,
  /** Items of a list: at least, and at most. */
  count: z.tuple([z.number().int().min(1), z.number().int().max(WISHES_MAX)]),
  /** Set to their start when the user changes the list. */
  resets: z.array(counterName).max(COUNTERS_MAX).default([]),
})

/**
 * The rules of a banner as data: all memory is a set of bounded counters, all odds are curves over them.
 * Draw, odds, pity display and verification come from it. Defaults are filled in before hashing.
 * docs/banners.md describes it.
 */
export const modelDefinition = z.strictObject({
  name: z.string().trim().min(1).max(NAME_LENGTH_MAX),
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime().nullable().default(null),
  /** The user's first draw of this kind closes the banner for the user. */
  closesOn: event.optional(),
  /** The best first; the last takes what is left. */
  tiers: z.array(tier).min(TIERS_MIN).max(TIERS_MAX),
  counters: z.record(counterName, counter).default({}),
  /** The first one that holds decides before any roll. */
  forces: z.array(force).max(FORCES_MAX).default([]),
  orders: z.array(order).min(1).max(ORDERS_MAX),
  milestones: z.array(milestone).max(LIST_MAX).default([]),
  exchanges: z.array(exchange).max(LIST_MAX).default([]),
  target: target.optional(),
  wishes: wishes.optional(),
  /** Draws of one user in one UTC day, over all orders. */
  dailyDrawLimit: z.number().int().min(1).max(AMOUNT_MAX).nullable().default(null),
  art: z.string().refine(isArtKey, ART_EXPECTED).optional(),
  /** That the name is written in; left out: en. */
  locale: z.string().optional(),
  translations: z.array(bannerTranslation).optional(),
})

export type ModelDefinition = z.output<typeof modelDefinition>
export type Tier = ModelDefinition['tiers'][number]
export type Pool = Tier['pools'][number]
export type Counter = ModelDefinition['counters'][string]
export type Chance = z.output<typeof chance>
export type Curve = Chance[number]
export type When = z.output<typeof when>
export type Event = string
export type Update = Counter['on'][number]
export type Force = ModelDefinition['forces'][number]
export type Order = ModelDefinition['orders'][number]
export type Price = Order['prices'][number]
export type Milestone = ModelDefinition['milestones'][number]
export type Exchange = ModelDefinition['exchanges'][number]
export type Wishes = NonNullable<ModelDefinition['wishes']>
