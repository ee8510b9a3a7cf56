import type { BannerDefinition } from './banner-definition.js'

/** One published version of a banner. */
export interface Banner {
  readonly id: string
  /** Counts up from 1. */
  readonly version: number
  readonly definition: BannerDefinition
  /** SHA-256 of the canonical definition. */
  readonly hash: string
}
