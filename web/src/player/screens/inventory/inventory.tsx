import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ItemKind, Rarity } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
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

export default function Inventory() {
  const { t } = useTranslation()
  const [rarity, setRarity] = useState<Rarity>()
  const [kind, setKind] = useState<ItemKind>()
  const paging = usePaging()
  const [opened, setOpened] = useState<InventoryEntry | null>(null)
  const [{ data, error }, reload] = useQuery({
    query: INVENTORY,
    variables: { rarity, kind, after: paging.after },
  })
  return (
    <Screen title={t('inventory.title')}>
      <div className={ui.row}>
        <Choice
          label={t('inventory.kindLabel')}
          options={KINDS.map(value => ({ value, label: t(`inventory.kind.${value}`) }))}
          chosen={kind}
          onChoose={next => {
            paging.first()
            setKind(next)
          }}
        />
        <Choice
          label={t('inventory.rarityLabel')}
          options={RARITIES.map(value => ({ value, label: t(`inventory.rarity.${value}`) }))}
          chosen={rarity}
          onChoose={next => {
            paging.first()
            setRarity(next)
          }}
        />
      </div>
      <Loaded data={data?.me?.inventory ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <p role="status" className={ui.muted}>
              {totalCount > 0
                ? t('inventory.count', { count: totalCount })
                : t(rarity || kind ? 'inventory.emptyFiltered' : 'inventory.empty')}
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
