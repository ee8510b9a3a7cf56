const GIVEN_LENGTH_MAX = 100
const SECRET_NAME = /SECRET|PASSWORD|CREDENTIAL|PRIVATE|(TOKEN|KEY)S?$/
/**
 * In a URL, or in what should have been one: everything before the last @ may be a login, and so may what
 * follows a colon and is no port.
 */
const LOGIN = /^([^,/]*\/\/)?.*@/s
const LOGIN_WITHOUT_HOST = /(\/\/[^/:@]*:)(?!\d+(?:[/,?]|$))[^/]+/g
const SECRET_PARAMETER = /([?&][^=&]*(?:password|secret|token|key)[^=&]*=)[^&,]*/gi

/** Describes a setting's value for a message about it, without secrets and logins. */
export function describeGiven(name: string, value: string | undefined): string {
  if (value === undefined) return 'it is not set'
  if (SECRET_NAME.test(name)) return `given: ${value.length} characters`
  const shown = value
    .replace(LOGIN, '$1***@')
    .replaceAll(LOGIN_WITHOUT_HOST, '$1***')
    .replaceAll(SECRET_PARAMETER, '$1***')
  return `given: ${JSON.stringify(shown.length > GIVEN_LENGTH_MAX ? `${shown.slice(0, GIVEN_LENGTH_MAX)}…` : shown)}`
}
