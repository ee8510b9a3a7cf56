import * as z from 'zod'
import { GRANTS_PER_CALL_MAX } from './calls.js'
import { rewardList } from './shared.js'

/**
 * users → gacha: what banners have paid by the events with these ids. Ids by which gacha has paid nothing
 * are left out.
 */
export const findBannerPayouts = {
  service: 'gacha',
  operation: 'find-banner-payouts',
  callers: ['users'],
  input: z.object({ eventIds: z.array(z.uuid()).max(GRANTS_PER_CALL_MAX) }),
  output: z.object({
    grants: z.array(
      z.object({
        eventId: z.uuid(),
        userId: z.uuid(),
        bannerId: z.uuid(),
        conversionId: z.uuid(),
        rewards: rewardList,
      }),
    ),
  }),
}
