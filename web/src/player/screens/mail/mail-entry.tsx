import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { MailShownFragment } from '../../../generated/graphql.js'
import { useOnce } from '../../../intents/use-once.js'
import { useAct } from '../../../refusals/use-act.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatMoment, formatRecent } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { ConfirmButton } from '../../../ui/confirm-button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { rewardsText, type RewardShown } from '../../rewards.js'
import list from '../notifications/notifications.module.css'

graphql(`
  fragment MailShown on Mail {
    id
    from
    subject
    body
    sentAt
    expiresAt
    readAt
    claimedAt
    attachments {
      __typename
      ... on CurrencyAttachment {
        currency
        amount
      }
      ... on ItemAttachment {
        quantity
        item {
          id
          name
        }
      }
    }
  }
`)

const CLAIM = graphql(`
  mutation ClaimMail($id: ID!) {
    claimMail(id: $id) {
      __typename
      ... on Mail {
        id
        readAt
        claimedAt
      }
      ...Refused
    }
  }
`)

const DELETE = graphql(`
  mutation DeleteMail($id: ID!) {
    deleteMail(id: $id)
  }
`)

const READ = graphql(`
  mutation MarkMailRead($ids: [ID!]!) {
    markMailRead(ids: $ids)
  }
`)

/** One mail: its text opens, and with that it is read; what is attached can be claimed once. */
export function MailEntry({ mail }: { mail: MailShownFragment }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [{ fetching }, claim] = useMutation(CLAIM)
  const [, markRead] = useMutation(READ)
  const outcome = useOutcome()
  const remove = useAct(DELETE, data => data.deleteMail)
  const { id, from, subject, body, sentAt, expiresAt, readAt, claimedAt } = mail
  const rewards = rewardsText(mail.attachments.map(rewardOf))
  const isUnclaimed = rewards !== '' && !claimedAt
  const open = () => {
    setOpen(!isOpen)
    if (!readAt) void markRead({ ids: [id] })
  }
  const take = useOnce(async () => {
    const { data, error } = await claim({ id })
    if (outcome.check(data?.claimMail, error) === null) return false
    showToast(t('mail.claimedToast'), rewards)
    return true
  })
  return (
    <li className={list.entry} data-unread={!readAt}>
      <div className={list.facts}>
        <h2 className={list.title}>
          {subject}
          {!readAt && <span className={list.new}>{t('notifications.new')}</span>}
        </h2>
        <p className={styles.muted}>
          {t('mail.from', { from })} · <time dateTime={sentAt}>{formatRecent(sentAt)}</time>
        </p>
        {isOpen && <p className={list.text}>{body}</p>}
        {rewards !== '' && <p>{t(claimedAt ? 'mail.claimed' : 'mail.attached', { rewards })}</p>}
        {isUnclaimed && expiresAt && <p className={styles.muted}>{t('mail.until', { at: formatMoment(expiresAt) })}</p>}
        {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      </div>
      <div className={styles.row}>
        <Button aria-expanded={isOpen} onClick={open}>
          {t(isOpen ? 'mail.hide' : 'mail.read')}
        </Button>
        {isUnclaimed && (
          <Button tone="primary" busy={fetching} onClick={() => void take()}>
            {t('mail.claim')}
          </Button>
        )}
        <ConfirmButton
          label={t('mail.delete')}
          name={t('mail.deleteOne', { subject })}
          text={t(isUnclaimed ? 'mail.deleteUnclaimed' : 'mail.deleteText')}
          act={() => remove.attempt({ id })}
        />
      </div>
    </li>
  )
}

const rewardOf = (attachment: MailShownFragment['attachments'][number]): RewardShown =>
  attachment.__typename === 'CurrencyAttachment'
    ? { __typename: 'CurrencyReward', currency: attachment.currency, currencyAmount: attachment.amount }
    : { __typename: 'ItemReward', quantity: attachment.quantity, item: attachment.item ?? null }
