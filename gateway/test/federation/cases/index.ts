import { abstractTypes } from './abstract-types.js'
import { contexts } from './contexts.js'
import { keys } from './keys.js'
import { requires } from './requires.js'
import { shared } from './shared.js'
import type { Suite } from './suite.js'

export const suites: Readonly<Record<string, Suite>> = {
  ...keys,
  ...requires,
  ...abstractTypes,
  ...shared,
  ...contexts,
}
