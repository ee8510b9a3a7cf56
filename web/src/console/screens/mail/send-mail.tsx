import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { SendMailInput } from '../../../generated/graphql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
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

type MailInput = Omit<SendMailInput, 'idempotencyKey'>

const WHOLE = /^[1-9]\d{0,14}$/

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
  const intent = useIntent<MailInput>('console-mail')
  const [, send] = useMutation(SEND)
  const [sendingId, setSendingId] = useState<string | null>(null)
  const { errors, isSubmitting } = form.formState
  const needed = { validate: (value: string) => value.trim() !== '' || t('consoleMail.needed') }
  const isAmount = (value: string) => value.trim() === '' || WHOLE.test(value.trim()) || t('guild.amountNeeded')
  const submit = form.handleSubmit(async values => {
    const { from, subject, body } = values
    const input = { to: recipientsOf(values), from, subject, body, attachments: attachmentsOf(values) }
    const { key, details, isOther } = intent.begin(input)
    const { data, error } = await send({ input: { ...details, idempotencyKey: key } })
    if (data) intent.settle()
    const sending = outcome.check(data?.sendMail, error)
    if (sending === null) return
    setSendingId(sending.id)
    if (isOther) showToast(t('consoleMail.ofBefore'), t('intents.ofBefore'))
    else form.reset()
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
        <fieldset className={`${styles.stack} ${styles.group}`}>
          <legend>{t('consoleMail.attachments')}</legend>
          {(['gold', 'diamonds', 'itemId', 'quantity'] as const).map(name => (
            <TextField
              key={name}
              label={t(`consoleMail.${name}`)}
              problem={errors[name]?.message}
              {...(name === 'itemId'
                ? form.register(name)
                : { inputMode: 'numeric', ...form.register(name, { validate: isAmount }) })}
            />
          ))}
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
