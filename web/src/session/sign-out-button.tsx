import { LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../generated/gql.js'
import { Button } from '../ui/button.js'
import { endSession } from './session.js'

const SIGN_OUT = graphql(`
  mutation SignOut {
    signOut
  }
`)

/** Ends the session at the server too, unless that cannot be reached: it runs out by itself then. */
export function SignOutButton() {
  const { t } = useTranslation()
  const [{ fetching }, signOut] = useMutation(SIGN_OUT)
  return (
    <Button busy={fetching} onClick={() => void endSession(() => signOut({}))}>
      <LogOut size={16} aria-hidden />
      {t('signOut')}
    </Button>
  )
}
