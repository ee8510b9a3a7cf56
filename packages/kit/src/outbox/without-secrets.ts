/** Names of fields whose values are secret or personal in any event, also of a type that this build does not know. */
const HIDDEN_NAME = /token|secret|password|passphrase|credential|authorization|cookie|api_?key|email|address|seed$/i
/** Nesting that is shown; what lies deeper is hidden, too. */
const DEPTH_MAX = 20

export const HIDDEN = '[hidden]'

/** The value with whatever stands under a name that may be of a secret replaced by HIDDEN. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEPTH_MAX) return HIDDEN
  if (Array.isArray(value)) return value.map(entry => withoutSecrets(entry, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      HIDDEN_NAME.test(name) ? HIDDEN : withoutSecrets(entry, depth + 1),
    ]),
  )
}
