import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useOutcome, whyNot } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { ConfirmButton } from '../../../ui/confirm-button.js'
import { Notice } from '../../../ui/notice.js'
import ui from '../../../ui/ui.module.css'
import { ItemTile } from '../../items/item-tile.js'
import items from '../../items/items.module.css'
import type { BannerWithOdds } from './banner-query.js'
import { canBeMade, lostByList, toggled } from './wishes.js'

const CHOOSE = graphql(`
  mutation ChooseWishes($input: ChooseWishesInput!) {
    chooseWishes(input: $input) {
      __typename
      ... on Banner {
        ...OwnSteps
      }
      ...Refused
    }
  }
`)

/** The list of wishes: items are put on it and taken off, and the whole list is made at once. */
export function WishList(props: {
  readonly bannerId: string
  readonly userId: string
  readonly wishes: NonNullable<BannerWithOdds['wishes']>
  /** Ids of the list that the player has; empty before the first one. */
  readonly kept: readonly string[]
}) {
  const { bannerId, userId, wishes, kept } = props
  const { min, max, resets, choices } = wishes
  const { t } = useTranslation()
  const [{ fetching }, send] = useMutation(CHOOSE)
  const intent = useIntent<{ itemIds: readonly string[] }>(`wishes:${userId}:${bannerId}`)
  const { problem, check } = useOutcome()
  // Null while it is the list that the player has.
  const [draft, setDraft] = useState<readonly string[] | null>(null)
  const list = draft ?? kept
  const make = async () => {
    const itemIds = list.toSorted()
    const { data, error } = await send({ input: { bannerId, itemIds, idempotencyKey: intent.keyFor({ itemIds }) } })
    if (data) intent.settle()
    check(data?.chooseWishes, error)
    const refused = whyNot(data?.chooseWishes, error)
    // Items that were put on the list or taken off meanwhile stay so.
    if (refused === null) setDraft(current => (current === draft ? null : current))
    return refused
  }
  const counters = resets.join(', ')
  const isReady = canBeMade(wishes, kept, list)
  const namesOf = (ids: readonly string[]) =>
    choices.flatMap(({ id, name }) => (ids.includes(id) ? [name] : [])).join(', ')
  return (
    <section className={ui.stack} aria-labelledby="wishes">
      <h2 id="wishes">{t('banners.wishes.title')}</h2>
      <p>{t(`banners.wishes.${kept.length === 0 ? 'none' : resets.length === 0 ? 'free' : 'resets'}`, { counters })}</p>
      <ul className={items.shelf}>
        {choices.map(item => {
          const isOn = list.includes(item.id)
          const next = toggled(wishes, list, item.id)
          return (
            <li key={item.id}>
              <ItemTile item={item} />
              <Button
                aria-pressed={isOn}
                aria-disabled={next === null}
                aria-label={t(`banners.wishes.${isOn ? 'wishedFor' : 'wishFor'}`, { item: item.name })}
                onClick={() => next !== null && setDraft(next)}
              >
                {t(isOn ? 'banners.wishes.wished' : 'banners.wishes.wish')}
              </Button>
            </li>
          )
        })}
      </ul>
      <div className={ui.row}>
        <span role="status">{t('banners.wishes.count', { listed: list.length, min, max })}</span>
        {isReady && lostByList(wishes, kept).length > 0 ? (
          <ConfirmButton
            label={t('banners.wishes.make')}
            text={t('banners.wishes.confirm', { items: namesOf(list), counters })}
            act={make}
          />
        ) : (
          <Button tone="primary" busy={fetching} aria-disabled={!isReady} onClick={() => isReady && void make()}>
            {t('banners.wishes.make')}
          </Button>
        )}
      </div>
      {kept.length > 0 && <p>{t('banners.wishes.kept', { items: namesOf(kept) })}</p>}
      {problem && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}
