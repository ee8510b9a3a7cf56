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
import { choiceTextOf, lostByChoice } from './choice.js'
import { WishList } from './wish-list.js'

const CHOOSE = graphql(`
  mutation ChooseTarget($input: ChooseTargetInput!) {
    chooseTarget(input: $input) {
      __typename
      ... on Banner {
        ...OwnSteps
      }
      ...Refused
    }
  }
`)

const REFILL = graphql(`
  mutation RefillBox($input: RefillBoxInput!) {
    refillBox(input: $input) {
      __typename
      ... on Banner {
        ...OwnSteps
      }
      ...Refused
    }
  }
`)

/** Changes of a player between pulls: the chosen item, the list of wishes, and a box that is filled again. */
export function OwnSteps({ banner, userId }: { readonly banner: BannerWithOdds; readonly userId: string }) {
  const { t } = useTranslation()
  const { id, target, wishes, pity } = banner
  return (
    <>
      {pity?.closed === true && <Notice>{t('banners.closedForYou')}</Notice>}
      {target && <Choice bannerId={id} userId={userId} target={target} chosen={pity?.target?.id ?? null} />}
      {wishes && (
        <WishList key={id} bannerId={id} userId={userId} wishes={wishes} kept={(pity?.wishes ?? []).map(idOf)} />
      )}
      {pity?.refillable === true && <Refill bannerId={id} userId={userId} />}
    </>
  )
}

const idOf = ({ id }: { readonly id: string }): string => id

function Choice(props: {
  readonly bannerId: string
  readonly userId: string
  readonly target: NonNullable<BannerWithOdds['target']>
  readonly chosen: string | null
}) {
  const { bannerId, userId, target, chosen } = props
  const { t } = useTranslation()
  const [{ fetching }, send] = useMutation(CHOOSE)
  const intent = useIntent<{ itemId: string }>(`choose:${userId}:${bannerId}`)
  const { problem, check } = useOutcome()
  const isFixed = target.change === 'NEVER' && chosen !== null
  const choose = async (itemId: string) => {
    const { data, error } = await send({ input: { bannerId, itemId, idempotencyKey: intent.keyFor({ itemId }) } })
    if (data) intent.settle()
    check(data?.chooseTarget, error)
    return whyNot(data?.chooseTarget, error)
  }
  const lost = lostByChoice(target, chosen)
  const counters = lost.join(', ')
  const chosenName = target.choices.find(({ id }) => id === chosen)?.name
  return (
    <section className={ui.stack} aria-labelledby="choice">
      <h2 id="choice">{t('banners.choice.title')}</h2>
      <p>{t(`banners.choice.${choiceTextOf(target, chosen)}`, { counters })}</p>
      <ul className={items.shelf}>
        {target.choices.map(item => (
          <li key={item.id}>
            <ItemTile item={item} />
            {lost.length > 0 && item.id !== chosen ? (
              <ConfirmButton
                label={t('banners.choice.choose')}
                name={t('banners.choice.chooseOne', { item: item.name })}
                text={t('banners.choice.confirm', { item: item.name, counters })}
                act={() => choose(item.id)}
              />
            ) : (
              <Button
                busy={fetching}
                // Not disabled: a button that is pressed would lose the focus with it.
                aria-disabled={isFixed || item.id === chosen}
                aria-pressed={item.id === chosen}
                aria-label={t(`banners.choice.${item.id === chosen ? 'chosenOne' : 'chooseOne'}`, { item: item.name })}
                onClick={() => !isFixed && item.id !== chosen && void choose(item.id)}
              >
                {t(item.id === chosen ? 'banners.choice.chosen' : 'banners.choice.choose')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="visually-hidden">
        {chosenName !== undefined && t('banners.choice.done', { item: chosenName })}
      </p>
      {problem && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}

function Refill({ bannerId, userId }: { readonly bannerId: string; readonly userId: string }) {
  const { t } = useTranslation()
  const [{ fetching }, send] = useMutation(REFILL)
  const intent = useIntent(`refill:${userId}:${bannerId}`)
  const { problem, check } = useOutcome()
  const refill = async () => {
    const { data, error } = await send({ input: { bannerId, idempotencyKey: intent.keyFor(null) } })
    if (data) intent.settle()
    check(data?.refillBox, error)
  }
  return (
    <section className={ui.card} aria-labelledby="refill">
      <h2 id="refill">{t('banners.refill.title')}</h2>
      <p>{t('banners.refill.text')}</p>
      <Button busy={fetching} onClick={() => void refill()}>
        {t('banners.refill.button')}
      </Button>
      {problem && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}
