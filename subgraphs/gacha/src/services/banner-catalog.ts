import type { EntityCache } from '@waystone/kit/cache'
import type { Banner } from '../domain/banner.js'
import { drawTableOf, type DrawTable } from '../domain/draw.js'
import { oddsOf, type BannerOdds } from '../domain/odds.js'
import type { BannerRepository } from '../repositories/banner.js'

/** Banners and what is computed from their definitions, remembered by hash: a definition never changes. */
export interface BannerCatalog {
  /** The current version; null for an unknown id. */
  find(id: string): Promise<Banner | null>
  /** @throws Error for a version that does not exist: orders name only versions that do */
  version(bannerId: string, version: number): Promise<Banner>
  drawTable(banner: Banner): DrawTable
  odds(banner: Banner): BannerOdds
}

/** Of each kind, in this process. */
const REMEMBERED_MAX = 500

export function createBannerCatalog(needs: { cache: EntityCache; banners: BannerRepository }): BannerCatalog {
  const { cache, banners } = needs
  const drawTables = remembering<DrawTable>()
  const odds = remembering<BannerOdds>()
  const versions = new Map<string, Banner>()
  const remember = (banner: Banner): Banner => {
    if (versions.size >= REMEMBERED_MAX) versions.clear()
    versions.set(`${banner.id} ${banner.version}`, banner)
    return banner
  }
  return {
    find: async id => {
      const [banner] = await cache.getMany('banner', [id], ids => banners.findByIds(ids))
      return banner === undefined || banner === null ? null : remember(banner)
    },
    version: async (bannerId, version) => {
      const known = versions.get(`${bannerId} ${version}`)
      if (known !== undefined) return known
      const [banner] = await banners.findVersions([{ bannerId, version }])
      if (banner === undefined || banner === null) throw new Error(`Banner ${bannerId} has no version ${version}`)
      return remember(banner)
    },
    drawTable: banner => drawTables(banner.hash, () => drawTableOf(banner.definition)),
    odds: banner => odds(banner.hash, () => oddsOf(banner.definition)),
  }
}

function remembering<Value>() {
  const values = new Map<string, Value>()
  return (key: string, compute: () => Value): Value => {
    const known = values.get(key)
    if (known !== undefined) return known
    const value = compute()
    // Beyond the bound all is forgotten at once: computing anew costs milliseconds, and studios have dozens of banners.
    if (values.size >= REMEMBERED_MAX) values.clear()
    values.set(key, value)
    return value
  }
}
