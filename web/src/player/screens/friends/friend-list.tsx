import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { FriendsQuery } from '../../../generated/graphql.js'
import { useAct } from '../../../refusals/use-act.js'
import { ConfirmButton } from '../../../ui/confirm-button.js'
import { showToast } from '../../../ui/toasts.js'
import { ActButton } from './act-button.js'
import styles from './friends.module.css'
import { PresenceBadge } from './presence-badge.js'

const INVITE = graphql(`
  mutation InviteToParty($userId: ID!) {
    inviteToParty(userId: $userId) {
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

const REMOVE = graphql(`
  mutation RemoveFriend($userId: ID!) {
    removeFriend(userId: $userId)
  }
`)

const BLOCK = graphql(`
  mutation BlockUser($userId: ID!) {
    blockUser(userId: $userId)
  }
`)

const UNBLOCK = graphql(`
  mutation UnblockUser($userId: ID!) {
    unblockUser(userId: $userId)
  }
`)

type Me = NonNullable<FriendsQuery['me']>
type Friend = NonNullable<NonNullable<Me['friends']>['edges'][number]['node']>

/** The friends of a page, with what is done with a friend. */
export function FriendList(props: {
  readonly friends: readonly Friend[]
  readonly party: Me['party']
  readonly onChanged: () => void
}) {
  const { friends, party, onChanged } = props
  const { t } = useTranslation()
  const remove = useAct(REMOVE, data => data.removeFriend)
  const block = useAct(BLOCK, data => data.blockUser)
  /** True for members, and for users whose invitation waits. */
  const isInParty = (id: string) =>
    [...(party?.members ?? []).map(({ user }) => user), ...(party?.invitations ?? []).map(({ to }) => to)].some(
      user => user?.id === id,
    )
  const done = (why: string | null) => {
    if (why === null) onChanged()
    return why
  }
  return (
    <ul className={styles.people} aria-label={t('friends.list')}>
      {friends.map(({ id, displayName: name, presence }) => (
        <li key={id} className={styles.person}>
          <span className={styles.name}>{name}</span>
          <PresenceBadge presence={presence} />
          <div className={styles.actions}>
            {!isInParty(id) && (
              <ActButton
                document={INVITE}
                variables={{ userId: id }}
                resultOf={data => data.inviteToParty}
                label={t('friends.party.invite')}
                name={t('friends.party.inviteNamed', { name })}
                onDone={() => {
                  showToast(t('friends.party.invited', { name }))
                  onChanged()
                }}
              />
            )}
            <ConfirmButton
              label={t('friends.remove')}
              name={t('friends.removeNamed', { name })}
              text={t('friends.removeText')}
              act={async () => done(await remove.attempt({ userId: id }))}
            />
            <ConfirmButton
              label={t('friends.block')}
              name={t('friends.blockNamed', { name })}
              text={t('friends.blockText')}
              act={async () => done(await block.attempt({ userId: id }))}
            />
          </div>
        </li>
      ))}
    </ul>
  )
}

type Blocked = NonNullable<Me['blockedUsers']>[number]

export function BlockedList({ blocked, onChanged }: { blocked: readonly Blocked[]; onChanged: () => void }) {
  const { t } = useTranslation()
  return (
    <ul className={styles.people}>
      {blocked.map(({ id, displayName: name }) => (
        <li key={id} className={styles.person}>
          <span className={styles.name}>{name}</span>
          <ActButton
            document={UNBLOCK}
            variables={{ userId: id }}
            resultOf={data => data.unblockUser}
            label={t('friends.unblock')}
            name={t('friends.unblockNamed', { name })}
            onDone={onChanged}
          />
        </li>
      ))}
    </ul>
  )
}
