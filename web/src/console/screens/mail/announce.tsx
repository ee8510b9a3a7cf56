import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { recipientsOf, type Recipients } from './draft.js'
import { RecipientFields } from './recipient-fields.js'
import { SendingProgress } from './sending-progress.js'

const ANNOUNCE = graphql(`
  mutation ConsoleAnnounce($input: AnnouncementInput!) {
    announce(input: $input) {
      __typename
      ... on Sending {
        id
      }
      ...Refused
    }
  }
`)

interface Values extends Recipients {
  title: string
  body: string
}

/** Tells players something, in the game and on their devices. One intent is sent once. */
export function Announce() {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { everyone: false, userIds: '', title: '', body: '' } })
  const outcome = useOutcome<Values>({ fields: ['title', 'body'], setError: form.setError })
  const intent = useIntent('console-announcement')
  const [, announce] = useMutation(ANNOUNCE)
  const [sendingId, setSendingId] = useState<string | null>(null)
  const { errors, isSubmitting } = form.formState
  const needed = { validate: (value: string) => value.trim() !== '' || t('consoleMail.needed') }
  const submit = form.handleSubmit(async values => {
    const { title, body } = values
    const input = { to: recipientsOf(values), title, body, idempotencyKey: intent.key() }
    const { data, error } = await announce({ input })
    if (data) intent.settle()
    const sending = outcome.check(data?.announce, error)
    if (sending === null) return
    setSendingId(sending.id)
    form.reset()
  })
  return (
    <form className={`${styles.stack} ${styles.form}`} onSubmit={submit} noValidate>
      <RecipientFields register={form.register} watch={form.watch} problem={errors.userIds?.message} />
      <TextField label={t('consoleMail.title')} problem={errors.title?.message} {...form.register('title', needed)} />
      <label className={styles.field}>
        <span className={styles.label}>{t('consoleMail.body')}</span>
        <textarea className={styles.input} rows={4} {...form.register('body', needed)} />
        {errors.body?.message && <span className={styles.problem}>{errors.body.message}</span>}
      </label>
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <Button type="submit" tone="primary" busy={isSubmitting}>
        {t('consoleMail.announce')}
      </Button>
      {sendingId !== null && <SendingProgress id={sendingId} />}
    </form>
  )
}
