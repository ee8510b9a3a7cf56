import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ItemKind, Rarity } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { ItemButton } from '../../items/item-tile.js'
import items from '../../items/items.module.css'
import type { InventoryEntry } from './inventory-entry.js'
import { ItemDialog } from './item-dialog.js'
import { Choice } from './choice.js'

const INVENTORY = graphql(`
  query Inventory($rarity: Rarity, $kind: ItemKind, $after: String) {
    me {
      id
      inventory(rarity: $rarity, kind: $kind, first: 24, after: $after) {
        edges {
          cursor
          node {
            quantity
            firstObtainedAt
            item {
              ...ItemFace
              description
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
    }
  }
`)

const RARITIES: readonly Rarity[] = ['ULTRA_RARE', 'SUPER_RARE', 'RARE']
const KINDS: readonly ItemKind[] = ['HERO', 'WEAPON', 'CONSUMABLE']

interface Filters {
  readonly rarity: Rarity | undefined
  readonly kind: ItemKind | undefined
}

export default function Inventory() {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<Filters>({ rarity: undefined, kind: undefined })
  const [opened, setOpened] = useState<InventoryEntry | null>(null)
  const [{ data, error }, reload] = useQuery({
    query: INVENTORY,
    variables: { ...filters, after: paging.after },
  })
  return (
    <Screen title={t('inventory.title')}>
      <div className={ui.row}>
        <Choice
          label={t('inventory.kindLabel')}
          options={KINDS.map(value => ({ value, label: t(`inventory.kind.${value}`) }))}
          chosen={filters.kind}
          onChoose={kind => filter({ kind })}
        />
        <Choice
          label={t('inventory.rarityLabel')}
          options={RARITIES.map(value => ({ value, label: t(`inventory.rarity.${value}`) }))}
          chosen={filters.rarity}
          onChoose={rarity => filter({ rarity })}
        />
      </div>
      <Loaded data={data?.me?.inventory ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <p role="status" className={ui.muted}>
              {totalCount > 0
                ? t('inventory.count', { count: totalCount })
                : t(filters.rarity || filters.kind ? 'inventory.emptyFiltered' : 'inventory.empty')}
            </p>
            <ul className={items.shelf}>
              {edges.map(({ node }) => (
                <li key={node.item.id}>
                  <ItemButton
                    item={node.item}
                    notes={t('inventory.quantity', { quantity: formatNumber(node.quantity) })}
                    onClick={() => setOpened(node)}
                  />
                </li>
              ))}
            </ul>
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('inventory.pages')} />
          </>
        )}
      </Loaded>
      {opened && <ItemDialog entry={opened} onClose={() => setOpened(null)} />}
    </Screen>
  )
}
