import { ScreenLink } from '../../ui/screen-link.js'

/** Leads to the player's page. */
export function UserLink({ user }: { user: { readonly id: string; readonly username: string } | null | undefined }) {
  if (!user) return <>–</>
  return <ScreenLink to={`/console/players/${user.id}`}>{user.username}</ScreenLink>
}
