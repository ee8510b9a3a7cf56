import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import own from './chat.module.css'

const SEND = graphql(`
  mutation ChatSend($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on Message {
        id
      }
      ... on Muted {
        until
      }
      ... on TooManyMessages {
        retryAfterSeconds
      }
      ...Refused
    }
  }
`)

const TEXT_LENGTH_MAX = 500

/** Sends under one key until the outcome is known: a second click, or a lost answer, sends nothing twice. */
export function SendForm({ channelId }: { channelId: string }) {
  const { t } = useTranslation()
  const form = useForm<{ text: string }>({ defaultValues: { text: '' } })
  const outcome = useOutcome<{ text: string }>({ fields: ['text'], setError: form.setError })
  const intent = useIntent<string>(`chat:${channelId}`)
  const [, send] = useMutation(SEND)
  const submit = form.handleSubmit(async ({ text }) => {
    const answer = await send({ input: { channelId, text, idempotencyKey: intent.keyFor(text) } })
    if (answer.data) intent.settle()
    if (outcome.check(answer.data?.sendMessage, answer.error) === null) return
    form.reset()
    form.setFocus('text')
  })
  return (
    <form className={own.send} onSubmit={submit} noValidate>
      <TextField
        label={t('chat.text')}
        autoComplete="off"
        maxLength={TEXT_LENGTH_MAX}
        problem={form.formState.errors.text?.message}
        {...form.register('text')}
      />
      <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
        {t('chat.send')}
      </Button>
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
    </form>
  )
}
