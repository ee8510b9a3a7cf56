import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import ui from '../../../ui/ui.module.css'

const FIND = graphql(`
  query FindPlayer($username: String!) {
    userByUsername(username: $username) {
      id
      displayName
    }
  }
`)

const SEND = graphql(`
  mutation SendFriendRequest($userId: ID!) {
    sendFriendRequest(userId: $userId) {
      __typename
      ... on FriendRequest {
        id
      }
      ... on Friendship {
        since
      }
      ... on Refusal {
        message
      }
    }
  }
`)

/** Sends a request to a player whose username is known. */
export function AddFriend({ onSent }: { onSent: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const [username, setUsername] = useState('')
  const [unknown, setUnknown] = useState<string | null>(null)
  const [isFinding, setFinding] = useState(false)
  const [{ fetching: busy }, sendRequest] = useMutation(SEND)
  const { check, problem } = useOutcome()
  const send = async () => {
    const name = username.trim()
    if (name === '' || busy || isFinding) return
    setUnknown(null)
    setFinding(true)
    const { data, error } = await client.query(FIND, { username: name }, { requestPolicy: 'network-only' })
    setFinding(false)
    if (error) return setUnknown(errorText(error))
    const player = data?.userByUsername
    if (!player) return setUnknown(t('friends.unknown', { name }))
    const answer = await sendRequest({ userId: player.id })
    const sent = check(answer.data?.sendFriendRequest, answer.error)
    if (sent === null) return
    setUsername('')
    // A request of that player waited: the two have crossed.
    const key = sent.__typename === 'Friendship' ? 'friends.nowFriends' : 'friends.sent'
    showToast(t(key, { name: player.displayName }))
    onSent()
  }
  return (
    <form
      className={ui.card}
      aria-labelledby="add-friend"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <h2 id="add-friend">{t('friends.add')}</h2>
      <TextField
        label={t('friends.username')}
        autoComplete="off"
        value={username}
        onChange={({ target }) => setUsername(target.value)}
        problem={unknown ?? problem ?? undefined}
      />
      <Button type="submit" tone="primary" busy={busy || isFinding}>
        {t('friends.send')}
      </Button>
    </form>
  )
}
