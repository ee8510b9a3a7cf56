import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { FriendsQuery } from '../../../generated/graphql.js'
import ui from '../../../ui/ui.module.css'
import { ActButton } from './act-button.js'
import styles from './friends.module.css'

const ANSWER = graphql(`
  mutation AnswerFriendRequest($id: ID!, $accept: Boolean!) {
    answerFriendRequest(id: $id, accept: $accept) {
      __typename
      ... on Friendship {
        since
      }
      ... on FriendRequestDeclined {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

type Request = NonNullable<NonNullable<FriendsQuery['me']>['friendRequests']>[number]

/** Requests that wait: those for the player, and those of the player. */
export function Requests(props: { requests: readonly Request[]; playerId: string; onAnswered: () => void }) {
  const { requests, playerId, onAnswered } = props
  const { t } = useTranslation()
  // A user is missing while users is away.
  const received = requests.flatMap(({ id, from, to }) =>
    from && to?.id === playerId ? [{ id, name: from.displayName }] : [],
  )
  const sent = requests.flatMap(({ id, from, to }) =>
    to && from?.id === playerId ? [{ id, name: to.displayName }] : [],
  )
  const answer = (id: string, accept: boolean, label: string, name: string) => (
    <ActButton
      document={ANSWER}
      variables={{ id, accept }}
      resultOf={data => data.answerFriendRequest}
      label={label}
      name={name}
      tone={accept ? 'primary' : 'plain'}
      onDone={onAnswered}
    />
  )
  return (
    <>
      {received.length > 0 && (
        <section className={ui.card} aria-labelledby="requests-received">
          <h2 id="requests-received">{t('friends.received')}</h2>
          <ul className={styles.people}>
            {received.map(({ id, name }) => (
              <li key={id} className={styles.person}>
                <span className={styles.name}>{name}</span>
                {answer(id, true, t('friends.accept'), t('friends.acceptNamed', { name }))}
                {answer(id, false, t('friends.decline'), t('friends.declineNamed', { name }))}
              </li>
            ))}
          </ul>
        </section>
      )}
      {sent.length > 0 && (
        <section className={ui.card} aria-labelledby="requests-sent">
          <h2 id="requests-sent">{t('friends.waiting')}</h2>
          <ul className={styles.people}>
            {sent.map(({ id, name }) => (
              <li key={id} className={styles.person}>
                <span className={styles.name}>{name}</span>
                {answer(id, false, t('friends.takeBack'), t('friends.takeBackNamed', { name }))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
