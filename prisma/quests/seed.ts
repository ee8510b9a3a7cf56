import type { QuestsApp } from '@waystone/quests'
import { catalog } from './content/catalog.js'

/** The quests that every Waystone starts with. A second run changes nothing: what is published stays as it is. */
export async function seed(app: QuestsApp): Promise<void> {
  for (const { id, quest } of catalog) await app.services.installQuest({ id, input: quest })
}
