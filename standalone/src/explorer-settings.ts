import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const TOUR = fileURLToPath(new URL('../../docs/tour.md', import.meta.url))

/** GraphiQL opens with the tour, where the checkout with its pages is there, and no other file is named. */
export const explorerSettings = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  (env['EXPLORER_TABS'] ?? '') === '' && existsSync(TOUR) ? { EXPLORER_TABS: TOUR } : {}
