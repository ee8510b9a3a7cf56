import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { FriendsQuery } from '../../../generated/graphql.js'
import ui from '../../../ui/ui.module.css'
import { ActButton } from './act-button.js'
import styles from './friends.module.css'
import { PartyCharacter } from './party-character.js'
import { PresenceBadge } from './presence-badge.js'

const KICK = graphql(`
  mutation KickFromParty($userId: ID!) {
    kickFromParty(userId: $userId) {
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

const LEAD = graphql(`
  mutation MakePartyLeader($userId: ID!) {
    makePartyLeader(userId: $userId) {
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

const LEAVE = graphql(`
  mutation LeaveParty {
    leaveParty
  }
`)

type Me = NonNullable<FriendsQuery['me']>

/** The player's party: who is in it, who leads, and what the leader does. */
export function PartyPanel({ me, onChanged }: { me: Me; onChanged: () => void }) {
  const { t } = useTranslation()
  const { party } = me
  return (
    <section className={ui.card} aria-labelledby="party">
      <h2 id="party">{t('friends.party.title')}</h2>
      {party ? (
        <>
          <p className={ui.muted}>{t('friends.party.share')}</p>
          <ul className={styles.people} aria-label={t('friends.party.members')}>
            {party.members.map(
              ({ user, character }) =>
                user && (
                  <Member
                    key={user.id}
                    user={user}
                    character={character?.name}
                    party={party}
                    me={me}
                    onChanged={onChanged}
                  />
                ),
            )}
            {party.invitations.map(
              ({ id, to }) =>
                to && (
                  <li key={id} className={styles.person}>
                    <span className={ui.muted}>{t('friends.party.invitedUntil', { name: to.displayName })}</span>
                  </li>
                ),
            )}
          </ul>
          <PartyCharacter party={party} me={me} onChanged={onChanged} />
          <ActButton
            document={LEAVE}
            variables={{}}
            resultOf={data => data.leaveParty}
            label={t('friends.party.leave')}
            name={t('friends.party.leave')}
            onDone={onChanged}
          />
        </>
      ) : (
        <p className={ui.muted}>{t('friends.party.none')}</p>
      )}
    </section>
  )
}

type Party = NonNullable<Me['party']>

function Member(props: {
  user: NonNullable<Party['members'][number]['user']>
  character: string | undefined
  party: Party
  me: Me
  onChanged: () => void
}) {
  const { user, character, party, me, onChanged } = props
  const { t } = useTranslation()
  const { id, displayName: name, presence } = user
  const isLed = party.leader?.id === me.id && id !== me.id
  return (
    <li className={styles.person}>
      <span className={styles.name}>
        {id === me.id ? t('friends.party.you') : name}
        {' · '}
        <span className={ui.muted}>{character ?? t('friends.party.noCharacter')}</span>
      </span>
      {party.leader?.id === id && <span className={ui.badge}>{t('friends.party.leader')}</span>}
      {id !== me.id && <PresenceBadge presence={presence} />}
      {isLed && (
        <div className={styles.actions}>
          <ActButton
            document={LEAD}
            variables={{ userId: id }}
            resultOf={data => data.makePartyLeader}
            label={t('friends.party.lead')}
            name={t('friends.party.leadNamed', { name })}
            onDone={onChanged}
          />
          <ActButton
            document={KICK}
            variables={{ userId: id }}
            resultOf={data => data.kickFromParty}
            label={t('friends.party.kick')}
            name={t('friends.party.kickNamed', { name })}
            tone="danger"
            onDone={onChanged}
          />
        </div>
      )}
    </li>
  )
}
