import type { GachaApp } from '@waystone/gacha'
import firstLight from './content/first-light.json' with { type: 'json' }
import founders from './content/founders.json' with { type: 'json' }
import { items } from './content/items.js'
import wayfarers from './content/wayfarers.json' with { type: 'json' }

/** Seeds items and the three default banners. A second run changes nothing: current versions are skipped. */
export async function seed(app: GachaApp): Promise<void> {
  await app.services.saveItems(items)
  for (const { id, definition } of [founders, wayfarers, firstLight]) {
    const published = await app.services.publishBanner({ id, definition, create: true, actor: 'seed' })
    if ('message' in published) throw new Error(`The banner "${definition.name}": ${published.message}`)
  }
}
