/** A page of one part of the game, as `accountExport` and its siblings answer it. */
export interface ExportPage {
  readonly endCursor?: string | null
  readonly entries: readonly unknown[]
}

export const EXPORT_PARTS = [
  'accountExport',
  'characterExport',
  'questExport',
  'gachaExport',
  'socialExport',
  'notificationExport',
] as const
export type ExportPart = (typeof EXPORT_PARTS)[number]

/** A server whose cursors never end would be asked for ever. */
const PAGES_MAX = 10_000

/**
 * Collects all that every part of the game knows of the player, page by page.
 * @param read one page of one part; a rejection ends the export
 * @param onCount how many entries there are so far
 */
export async function collectExport(
  read: (part: ExportPart, after: string | null) => Promise<ExportPage>,
  onCount: (count: number) => void,
): Promise<{ readonly count: number; readonly parts: Readonly<Record<ExportPart, readonly unknown[]>> }> {
  const parts: Record<ExportPart, unknown[]> = {
    accountExport: [],
    characterExport: [],
    questExport: [],
    gachaExport: [],
    socialExport: [],
    notificationExport: [],
  }
  let count = 0
  for (const part of EXPORT_PARTS) {
    let after: string | null = null
    for (let pages = 0; pages === 0 || after !== null; pages++) {
      if (pages === PAGES_MAX) throw new Error(`${part} has more than ${PAGES_MAX} pages`)
      const page: ExportPage = await read(part, after)
      parts[part].push(...page.entries)
      count += page.entries.length
      onCount(count)
      after = page.endCursor ?? null
    }
  }
  return { count, parts }
}
