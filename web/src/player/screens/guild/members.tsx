import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { GuildRole } from '../../../generated/graphql.js'
import { useAct } from '../../../refusals/use-act.js'
import { formatDay, formatNumber } from '../../../texts/format.js'
import { ConfirmButton } from '../../../ui/confirm-button.js'
import { Notice } from '../../../ui/notice.js'
import { Pager, type Paging } from '../../../ui/pager.js'
import ui from '../../../ui/ui.module.css'
import styles from './guild.module.css'

const SET_ROLE = graphql(`
  mutation SetGuildRole($guildId: ID!, $userId: ID!, $role: GuildRole!) {
    setGuildRole(guildId: $guildId, userId: $userId, role: $role) {
      __typename
      ... on Guild {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

const KICK = graphql(`
  mutation KickFromGuild($guildId: ID!, $userId: ID!) {
    kickFromGuild(guildId: $guildId, userId: $userId) {
      __typename
      ... on Guild {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

const ROLES = ['LEADER', 'OFFICER', 'MEMBER'] as const
/** LEADER has a button: arrow keys change the value of a select at once. */
const CHOSEN_ROLES = ['OFFICER', 'MEMBER'] as const

interface Member {
  readonly role: GuildRole
  readonly joinedAt: string
  readonly contributed: number
  readonly user: { readonly id: string; readonly username: string }
}

/** The members by rank; the leader changes roles, leader and officers kick those below them. */
export function Members(props: {
  readonly guildId: string
  readonly members: readonly Member[]
  readonly viewer: { readonly id: string; readonly role: GuildRole }
  readonly paging: Paging
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
  readonly onChanged: () => void
}) {
  const { guildId, members, viewer, paging, pageInfo, onChanged } = props
  const { t } = useTranslation()
  const roles = useAct(SET_ROLE, data => data.setGuildRole)
  const kick = useAct(KICK, data => data.kickFromGuild)
  const done = (why: string | null) => {
    if (why === null) onChanged()
    return why
  }
  const change = async (userId: string, role: GuildRole) => done(await roles.attempt({ guildId, userId, role }))
  return (
    <section className={ui.card} aria-labelledby="guild-members">
      <h2 id="guild-members">{t('guild.members')}</h2>
      {roles.problem !== null && <Notice tone="bad">{roles.problem}</Notice>}
      <div className={ui.tableFrame} tabIndex={0} role="group" aria-labelledby="guild-members">
        <table className={`${ui.table} ${styles.members}`}>
          <thead>
            <tr>
              <th scope="col">{t('guild.player')}</th>
              <th scope="col">{t('guild.role')}</th>
              <th scope="col">{t('guild.since')}</th>
              <th scope="col" className={ui.number}>
                {t('guild.contributed')}
              </th>
              <th scope="col">{t('guild.actions')}</th>
            </tr>
          </thead>
          <tbody>
            {members.map(member => (
              <MemberRow
                key={member.user.id}
                member={member}
                viewer={viewer}
                isBusy={roles.busy}
                onRole={role => change(member.user.id, role)}
                onKick={async () => done(await kick.attempt({ guildId, userId: member.user.id }))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Pager paging={paging} pageInfo={pageInfo} label={t('guild.memberPages')} />
    </section>
  )
}

function MemberRow(props: {
  readonly member: Member
  readonly viewer: { readonly id: string; readonly role: GuildRole }
  readonly isBusy: boolean
  /** Both answer null when it is done, or the sentence that says why it is not. */
  readonly onRole: (role: GuildRole) => Promise<string | null>
  readonly onKick: () => Promise<string | null>
}) {
  const { member, viewer, isBusy, onRole, onKick } = props
  const { user, role, joinedAt, contributed } = member
  const { t } = useTranslation()
  const name = user.username
  const isBelow = ROLES.indexOf(role) > ROLES.indexOf(viewer.role)
  const isLed = viewer.role === 'LEADER' && isBelow
  return (
    <tr>
      <td>{name}</td>
      <td>
        {isLed ? (
          <select
            aria-label={t('guild.roleOf', { name })}
            className={`${ui.input} ${styles.role}`}
            value={role}
            aria-busy={isBusy}
            onChange={({ target }) => void onRole(CHOSEN_ROLES.find(each => each === target.value) ?? role)}
          >
            {CHOSEN_ROLES.map(each => (
              <option key={each} value={each}>
                {t(`guild.roles.${each}`)}
              </option>
            ))}
          </select>
        ) : (
          t(`guild.roles.${role}`)
        )}
      </td>
      <td className={styles.day}>{formatDay(joinedAt)}</td>
      <td className={ui.number}>{formatNumber(contributed)}</td>
      <td>
        <div className={styles.actions}>
          {isLed && (
            <ConfirmButton
              label={t('guild.handOver')}
              name={t('guild.handOverTo', { name })}
              text={t('guild.handOverText')}
              act={() => onRole('LEADER')}
            />
          )}
          {isBelow && viewer.role !== 'MEMBER' && (
            <ConfirmButton
              label={t('guild.kick')}
              name={t('guild.kickOf', { name })}
              text={t('guild.kickText')}
              act={onKick}
            />
          )}
        </div>
      </td>
    </tr>
  )
}
