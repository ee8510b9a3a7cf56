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
import { hasRole } from '../../roles.js'
import { attachmentsOf, recipientsOf, type Recipients } from './draft.js'
import { RecipientFields } from './recipient-fields.js'
import { SendingProgress } from './sending-progress.js'

const SEND = graphql(`
  mutation ConsoleSendMail($input: SendMailInput!) {
    sendMail(input: $input) {
      __typename
      ... on Sending {
        id
      }
      ...Refused
    }
  }
`)

interface Values extends Recipients {
  from: string
  subject: string
  body: string
  gold: string
  diamonds: string
  itemId: string
  quantity: string
}

const EMPTY: Values = {
  everyone: false,
  userIds: '',
  from: '',
  subject: '',
  body: '',
  gold: '',
  diamonds: '',
  itemId: '',
  quantity: '',
}

/** Sends a mail to players, with rewards where the operator may move money. One intent is sent once. */
export function SendMail() {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: EMPTY })
  const outcome = useOutcome<Values>({ fields: ['from', 'subject', 'body'], setError: form.setError })
  const intent = useIntent('console-mail')
  const [, send] = useMutation(SEND)
  const [sendingId, setSendingId] = useState<string | null>(null)
  const { errors, isSubmitting } = form.formState
  const needed = { validate: (value: string) => value.trim() !== '' || t('consoleMail.needed') }
  const submit = form.handleSubmit(async values => {
    const { from, subject, body } = values
    const input = { to: recipientsOf(values), from, subject, body, attachments: attachmentsOf(values) }
    const { data, error } = await send({ input: { ...input, idempotencyKey: intent.key() } })
    if (data) intent.settle()
    const sending = outcome.check(data?.sendMail, error)
    if (sending === null) return
    setSendingId(sending.id)
    form.reset()
  })
  return (
    <form className={`${styles.stack} ${styles.form}`} onSubmit={submit} noValidate>
      <RecipientFields register={form.register} watch={form.watch} problem={errors.userIds?.message} />
      <TextField label={t('consoleMail.from')} problem={errors.from?.message} {...form.register('from', needed)} />
      <TextField
        label={t('consoleMail.subject')}
        problem={errors.subject?.message}
        {...form.register('subject', needed)}
      />
      <label className={styles.field}>
        <span className={styles.label}>{t('consoleMail.body')}</span>
        <textarea className={styles.input} rows={6} {...form.register('body', needed)} />
        {errors.body?.message && <span className={styles.problem}>{errors.body.message}</span>}
      </label>
      {hasRole('admin.economy') && (
        <fieldset className={styles.stack}>
          <legend>{t('consoleMail.attachments')}</legend>
          <TextField label={t('consoleMail.gold')} inputMode="numeric" {...form.register('gold')} />
          <TextField label={t('consoleMail.diamonds')} inputMode="numeric" {...form.register('diamonds')} />
          <TextField label={t('consoleMail.itemId')} {...form.register('itemId')} />
          <TextField label={t('consoleMail.quantity')} inputMode="numeric" {...form.register('quantity')} />
        </fieldset>
      )}
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <Button type="submit" tone="primary" busy={isSubmitting}>
        {t('consoleMail.send')}
      </Button>
      {sendingId !== null && <SendingProgress id={sendingId} />}
    </form>
  )
}
