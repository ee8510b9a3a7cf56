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
/** To lead is no choice of a list, which arrow keys change by the way. */
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
  const isBelow = (role: GuildRole) => ROLES.indexOf(role) > ROLES.indexOf(viewer.role)
  return (
    <section className={ui.card} aria-labelledby="guild-members">
      <h2 id="guild-members">{t('guild.members')}</h2>
      {roles.problem !== null && <Notice tone="bad">{roles.problem}</Notice>}
      <div className={ui.tableFrame} tabIndex={0} role="region" aria-labelledby="guild-members">
        <table className={ui.table}>
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
            {members.map(({ user, role, joinedAt, contributed }) => (
              <tr key={user.id}>
                <td>{user.username}</td>
                <td>
                  {viewer.role === 'LEADER' && user.id !== viewer.id ? (
                    <select
                      aria-label={t('guild.roleOf', { name: user.username })}
                      className={`${ui.input} ${styles.role}`}
                      value={role}
                      aria-busy={roles.busy}
                      onChange={event => void change(user.id, event.target.value as GuildRole)}
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
                    {viewer.role === 'LEADER' && isBelow(role) && (
                      <ConfirmButton
                        label={t('guild.handOver')}
                        name={t('guild.handOverTo', { name: user.username })}
                        text={t('guild.handOverText')}
                        act={() => change(user.id, 'LEADER')}
                      />
                    )}
                    {viewer.role !== 'MEMBER' && isBelow(role) && (
                      <ConfirmButton
                        label={t('guild.kick')}
                        name={t('guild.kickOf', { name: user.username })}
                        text={t('guild.kickText')}
                        act={async () => done(await kick.attempt({ guildId, userId: user.id }))}
                      />
                    )}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager paging={paging} pageInfo={pageInfo} label={t('guild.memberPages')} />
    </section>
  )
}
