import { useTranslation } from 'react-i18next'
import { formatMoment, formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import { Emblem } from '../../items/emblem.js'
import { RarityMark } from '../../items/rarity.js'
import type { InventoryEntry } from './inventory-entry.js'
import styles from './inventory.module.css'

export function ItemDialog({ entry, onClose }: { entry: InventoryEntry; onClose: () => void }) {
  const { t } = useTranslation()
  const { item, quantity, firstObtainedAt } = entry
  return (
    <Dialog open title={item.name} onClose={onClose}>
      <div className={styles.item}>
        <Emblem art={item.art} kind={item.kind} rarity={item.rarity} />
        <div className={styles.facts}>
          <RarityMark rarity={item.rarity} />
          <p>{t(`inventory.kind.${item.kind}`)}</p>
          <p>{item.description}</p>
          <p>{t('inventory.owned', { quantity: formatNumber(quantity) })}</p>
          <p>{t('inventory.since', { when: formatMoment(firstObtainedAt) })}</p>
        </div>
      </div>
      <Button onClick={onClose}>{t('close')}</Button>
    </Dialog>
  )
}
