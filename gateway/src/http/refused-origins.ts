import type { Logger } from '@waystone/kit/logger'

/** A client can make up any number of origins: so many are told. */
const ORIGINS_TOLD_MAX = 20
const ORIGIN_LENGTH_MAX = 200

/** Tells each origin that is refused once, with the setting that would allow it. */
export function tellRefusedOrigins(logger: Logger): (origin: string) => void {
  const told = new Set<string>()
  return origin => {
    if (told.size >= ORIGINS_TOLD_MAX || told.has(origin)) return
    told.add(origin)
    logger.warn(
      { origin: origin.slice(0, ORIGIN_LENGTH_MAX), setting: 'CORS_ORIGINS' },
      'a page of another origin may not call the gateway: CORS_ORIGINS names those that may, separated by commas',
    )
  }
}
