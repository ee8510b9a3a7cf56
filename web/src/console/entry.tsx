import { SignInForm } from '../session/sign-in-form.js'
import frame from '../ui/frame.module.css'

/** The way in for operators. */
export function ConsoleEntry() {
  return (
    <div className={frame.entry}>
      <h1>Waystone console</h1>
      <SignInForm />
    </div>
  )
}
