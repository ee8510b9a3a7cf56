import * as z from 'zod'

/** Why the law of the player's country keeps them from a paid draw: `Bar` of packages/jurisdictions. */
export const bar = z.object({
  rule: z.enum(['FORBIDDEN', 'ADULTS_ONLY', 'CONSENT_NEEDED', 'ODDS_NOT_NAMED']),
  country: z.string().nullable(),
  minimumAge: z.number().int().nullable(),
  isAgeKnown: z.boolean(),
})

/** gacha → users: the country whose rules hold for a player now; null where none was declared. */
export const findCountry = {
  service: 'users',
  operation: 'find-country',
  callers: ['gacha'],
  input: z.object({ userId: z.uuid() }),
  output: z.object({ country: z.string().nullable() }),
}
