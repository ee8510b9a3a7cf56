import type { EntityCache } from '@waystone/kit/cache'
import type { Queryable } from '@waystone/kit/postgres'
import { hasModel, isModel, type Banner, type ModelBanner, type RarityBanner } from '../domain/banner.js'
import { baseOddsOf } from '../domain/banner-model/base-odds.js'
import { compileModel, type CompiledModel } from '../domain/banner-model/compile.js'
import { itemsOf } from '../domain/definition-items.js'
import type { Item, Rarity } from '../domain/rarity.js'
import { modelOfBanner } from '../domain/banner-model/from-banner.js'
import type { ModelOdds } from '../domain/banner-odds/model-odds.js'
import { hashOf } from '../domain/canonical-json.js'
import { drawTableOf, type DrawTable } from '../domain/draw.js'
import { oddsOf, type BannerOdds } from '../domain/odds.js'
import type { Forecaster } from '../forecast/forecaster.js'
import { findBanners, findBannerVersions } from '../repositories/banner.js'

/** Banners and what is computed from their definitions, remembered by hash: a definition never changes. */
export interface BannerCatalog {
  /** The current version; null for an unknown id. */
  find(id: string): Promise<Banner | null>
  /** The same, as the database has it now: before a refusal, and when the remembered one has turned out to be old. */
  findNow(id: string): Promise<Banner | null>
  /** @throws Error for a version that does not exist: orders name only versions that do */
  version(bannerId: string, version: number): Promise<Banner>
  /** The same for many, in their order: one query for those that this process has not seen. */
  versions(wanted: readonly BannerVersion[]): Promise<readonly Banner[]>
  drawTable(banner: RarityBanner): DrawTable
  /** The rarities of all items that a model can give: its definition names none. Items keep theirs. */
  rarities(banner: ModelBanner): Promise<ReadonlyMap<string, Rarity>>
  odds(banner: Banner): BannerOdds
  /** The rules of the banner as tiers, counters and orders. */
  model(banner: Banner): CompiledModel
  /**
   * All odds of these rules. A thread computes them when they are first asked for; then they are remembered.
   * @throws RequestFault SERVICE_UNAVAILABLE where that takes too long
   */
  modelOdds(banner: Banner): Promise<ModelOdds>
}

export interface BannerVersion {
  readonly bannerId: string
  readonly version: number
}

/** Of each kind, in this process. */
const REMEMBERED_MAX = 500

export function createBannerCatalog(needs: {
  cache: EntityCache
  pool: Queryable
  forecaster: Forecaster
  findItems: (ids: readonly string[]) => Promise<ReadonlyMap<string, Item>>
}): BannerCatalog {
  const { cache, pool, forecaster, findItems } = needs
  const drawTables = remembering<DrawTable>()
  const rarities = new Map<string, ReadonlyMap<string, Rarity>>()
  const odds = remembering<BannerOdds>()
  const models = remembering<{ model: CompiledModel; hash: string }>()
  const modelOf = ({ hash, definition }: Banner) =>
    models(hash, () => {
      const model = isModel(definition) ? definition : modelOfBanner(definition)
      return { model: compileModel(model), hash: hashOf(model) }
    })
  const versions = new Map<string, Banner>()
  const remember = (banner: Banner): Banner => {
    if (versions.size >= REMEMBERED_MAX) versions.clear()
    versions.set(`${banner.id} ${banner.version}`, banner)
    return banner
  }
  const findVersions = async (wanted: readonly BannerVersion[]): Promise<readonly Banner[]> => {
    const known = wanted.map(({ bannerId, version }) => versions.get(`${bannerId} ${version}`) ?? null)
    const missing = wanted.filter((_, index) => known[index] === null)
    const read = missing.length === 0 ? [] : await findBannerVersions(pool, missing)
    return known.map((banner, index) => {
      const { bannerId, version } = wanted[index] ?? { bannerId: '', version: 0 }
      const found = banner ?? read.find(row => row?.id === bannerId && row.version === version)
      if (found === undefined || found === null) throw new Error(`Banner ${bannerId} has no version ${version}`)
      return remember(found)
    })
  }
  return {
    find: async id => {
      const [banner] = await cache.getMany('banner', [id], ids => findBanners(pool, ids))
      return banner === undefined || banner === null ? null : remember(banner)
    },
    findNow: async id => {
      const banner = (await findBanners(pool, [id])).get(id)
      return banner === undefined ? null : remember(banner)
    },
    version: async (bannerId, version) => {
      const [banner] = await findVersions([{ bannerId, version }])
      if (banner === undefined) throw new Error('One version was asked for, and none was answered')
      return banner
    },
    versions: findVersions,
    drawTable: banner => drawTables(banner.hash, () => drawTableOf(banner.definition)),
    odds: banner =>
      odds(banner.hash, () => (hasModel(banner) ? baseOddsOf(modelOf(banner).model) : oddsOf(banner.definition))),
    rarities: async ({ hash, definition }) => {
      const known = rarities.get(hash)
      if (known !== undefined) return known
      const items = await findItems(itemsOf(definition))
      const found = new Map([...items].map(([id, { rarity }]) => [id, rarity]))
      if (rarities.size >= REMEMBERED_MAX) rarities.clear()
      rarities.set(hash, found)
      return found
    },
    model: banner => modelOf(banner).model,
    modelOdds: async banner => {
      const { model, hash } = modelOf(banner)
      return await forecaster.forecastPublished({ definition: model.definition, hash })
    },
  }
}

function remembering<Value>() {
  const values = new Map<string, Value>()
  return (key: string, compute: () => Value): Value => {
    const known = values.get(key)
    if (known !== undefined) return known
    const value = compute()
    // A full cache is cleared at once: recomputing costs milliseconds, and studios have dozens of banners.
    if (values.size >= REMEMBERED_MAX) values.clear()
    values.set(key, value)
    return value
  }
}
