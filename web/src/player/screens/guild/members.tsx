import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { GuildRole } from '../../../generated/graphql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatMoment, formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import ui from '../../../ui/ui.module.css'

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
  readonly onChanged: () => void
}) {
  const { guildId, members, viewer, onChanged } = props
  const { t } = useTranslation()
  const outcome = useOutcome()
  const [settingRole, setRole] = useMutation(SET_ROLE)
  const [kicking, kick] = useMutation(KICK)
  const isBusy = settingRole.fetching || kicking.fetching
  const change = async (userId: string, role: GuildRole) => {
    const { data, error } = await setRole({ guildId, userId, role })
    if (outcome.check(data?.setGuildRole, error) !== null) onChanged()
  }
  const remove = async (userId: string) => {
    const { data, error } = await kick({ guildId, userId })
    if (outcome.check(data?.kickFromGuild, error) !== null) onChanged()
  }
  const isBelow = (role: GuildRole) => ROLES.indexOf(role) > ROLES.indexOf(viewer.role)
  return (
    <section className={ui.stack}>
      <h2 id="guild-members">{t('guild.members')}</h2>
      {outcome.problem !== null && <Notice tone="bad">{outcome.problem}</Notice>}
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
                      className={ui.input}
                      value={role}
                      disabled={isBusy}
                      onChange={event => void change(user.id, event.target.value as GuildRole)}
                    >
                      {ROLES.map(each => (
                        <option key={each} value={each}>
                          {t(`guild.roles.${each}`)}
                        </option>
                      ))}
                    </select>
                  ) : (
                    t(`guild.roles.${role}`)
                  )}
                </td>
                <td>{formatMoment(joinedAt)}</td>
                <td className={ui.number}>{formatNumber(contributed)}</td>
                <td>
                  {viewer.role !== 'MEMBER' && isBelow(role) && (
                    <Button
                      tone="danger"
                      busy={isBusy}
                      aria-label={t('guild.kickOf', { name: user.username })}
                      onClick={() => remove(user.id)}
                    >
                      {t('guild.kick')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
