import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { PartyInvitationShownFragment } from '../../../generated/graphql.js'
import ui from '../../../ui/ui.module.css'
import { ActButton } from './act-button.js'
import styles from './friends.module.css'

const ANSWER = graphql(`
  mutation AnswerPartyInvitation($id: ID!, $accept: Boolean!) {
    answerPartyInvitation(id: $id, accept: $accept) {
      __typename
      ... on Party {
        ...PartyShown
      }
      ... on Refusal {
        message
      }
    }
  }
`)

/** Invitations that wait; each ends by itself after two minutes. */
export function PartyInvitations(props: {
  invitations: readonly PartyInvitationShownFragment[]
  onAnswered: () => void
}) {
  const { invitations, onAnswered } = props
  const { t } = useTranslation()
  if (invitations.length === 0) return null
  const answer = (id: string, accept: boolean, label: string, name: string) => (
    <ActButton
      document={ANSWER}
      variables={{ id, accept }}
      resultOf={data => data.answerPartyInvitation}
      label={label}
      name={name}
      tone={accept ? 'primary' : 'plain'}
      onDone={onAnswered}
    />
  )
  return (
    <section className={ui.card} aria-labelledby="party-invitations">
      <h2 id="party-invitations">{t('friends.party.invitations')}</h2>
      <ul className={styles.people}>
        {invitations.map(({ id, party: { leader } }) => (
          <Invitation key={id} id={id} name={leader?.displayName ?? ''} answer={answer} />
        ))}
      </ul>
    </section>
  )
}

function Invitation(props: {
  id: string
  name: string
  answer: (id: string, accept: boolean, label: string, name: string) => React.ReactNode
}) {
  const { id, name, answer } = props
  const { t } = useTranslation()
  return (
    <li className={styles.person}>
      <span className={styles.name}>{t('friends.party.invitation', { name })}</span>
      {answer(id, true, t('friends.party.join'), t('friends.party.joinNamed', { name }))}
      {answer(id, false, t('friends.party.decline'), t('friends.party.declineNamed', { name }))}
    </li>
  )
}
