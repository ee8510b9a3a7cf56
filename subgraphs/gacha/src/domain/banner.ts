import type { BannerDefinition } from './banner-definition.js'
import type { ModelDefinition } from './banner-model/definition.js'

/** A published definition: of three rarities, or of a model with tiers of its own (docs/banners.md). */
export type Definition = BannerDefinition | ModelDefinition

interface Version<Published extends Definition> {
  readonly id: string
  /** Counts up from 1. */
  readonly version: number
  readonly definition: Published
  /** SHA-256 of the canonical definition. */
  readonly hash: string
}

export type RarityBanner = Version<BannerDefinition>
export type ModelBanner = Version<ModelDefinition>
/** One published version of a banner. */
export type Banner = RarityBanner | ModelBanner

export const isModel = (definition: Definition): definition is ModelDefinition => 'tiers' in definition

export const hasModel = (banner: Banner): banner is ModelBanner => isModel(banner.definition)

export function bannerOf({ definition, ...version }: Omit<Banner, 'definition'> & { definition: Definition }): Banner {
  return isModel(definition) ? { ...version, definition } : { ...version, definition }
}
