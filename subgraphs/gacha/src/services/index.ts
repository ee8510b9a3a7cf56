import { exportUser } from '../repositories/exported.js'
import { findItems } from '../repositories/item.js'
import type { Item } from '../domain/rarity.js'
import { chooseTarget, chooseWishes, refillBox } from './change-memory.js'
import { claimMilestone } from './claim-milestone.js'
import { endBanners, findBannerPayouts } from './end-banners.js'
import { exchangePoints } from './exchange-points.js'
import { findCommitments } from './find-commitments.js'
import { followSettledPulls } from './follow-settled-pulls.js'
import { findOdds, simulateBanner } from './forecast-banner.js'
import type { Needs } from './needs.js'
import { findPaidDuplicates } from './pay-duplicates.js'
import { prune } from './prune.js'
import { previewBanner, publishBanner } from './publish-banner.js'
import { pullBanner } from './pull-banner.js'
import { recoverPulls } from './recover-pulls.js'
import { rotateFairnessSeed } from './rotate-fairness-seed.js'
import { saveItems } from './save-items.js'
import { resealSeeds, sealPlainSeeds } from './seal-seeds.js'

export type Services = ReturnType<typeof createServices>

type Request<UseCase extends (needs: Needs, request: never) => unknown> = Parameters<UseCase>[1]

/** The use cases, each bound to what it needs. */
export const createServices = (needs: Needs) => ({
  exportUser: (page: Parameters<typeof exportUser>[1]) => exportUser(needs.pool, page),
  pullBanner: (request: Request<typeof pullBanner>) => pullBanner(needs, request),
  exchangePoints: (request: Request<typeof exchangePoints>) => exchangePoints(needs, request),
  claimMilestone: (request: Request<typeof claimMilestone>) => claimMilestone(needs, request),
  endBanners: () => endBanners(needs),
  findBannerPayouts: async (eventIds: readonly string[]) => [
    ...(await findBannerPayouts(needs, eventIds)),
    ...(await findPaidDuplicates(needs, eventIds)),
  ],
  chooseTarget: (request: Request<typeof chooseTarget>) => chooseTarget(needs, request),
  chooseWishes: (request: Request<typeof chooseWishes>) => chooseWishes(needs, request),
  refillBox: (request: Request<typeof refillBox>) => refillBox(needs, request),
  recoverPulls: () => recoverPulls(needs),
  prune: () => prune(needs),
  sealPlainSeeds: () => sealPlainSeeds(needs),
  resealSeeds: () => resealSeeds(needs),
  followSettledPulls: (userId: string) => followSettledPulls(needs, userId),
  publishBanner: (request: Request<typeof publishBanner>) => publishBanner(needs, request),
  previewBanner: (draft: Request<typeof previewBanner>) => previewBanner(needs, draft),
  findOdds: (request: Request<typeof findOdds>) => findOdds(needs, request),
  simulateBanner: (request: Request<typeof simulateBanner>) => simulateBanner(needs, request),
  rotateFairnessSeed: (request: Request<typeof rotateFairnessSeed>) => rotateFairnessSeed(needs, request),
  findCommitments: (userIds: readonly string[]) => findCommitments(needs, userIds),
  saveItems: (items: readonly Item[]) => saveItems(needs, items),
  findUnknownItems: async (itemIds: readonly string[]) => {
    const known = await findItems(needs.prisma, itemIds)
    return itemIds.filter(id => !known.has(id))
  },
})
