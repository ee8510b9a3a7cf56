import type { QuestsApp } from '@waystone/quests'
import { catalog } from './content/catalog.js'

/**
 * The quests that every Waystone starts with. A second run changes nothing: what is published stays as it is, unless it is an earlier
 * text of the seed itself, which gets its next version.
 */
export async function seed(app: QuestsApp): Promise<void> {
  for (const { id, quest, replaces } of catalog) await app.services.installQuest({ id, input: quest, replaces })
}
