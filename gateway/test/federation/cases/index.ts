import { abstractTypes } from './abstract-types.js'
import { chainedRequires } from './chained-requires.js'
import { contexts } from './contexts.js'
import { excludingBranches } from './excluding-branches.js'
import { keys } from './keys.js'
import { manyImplementations } from './many-implementations.js'
import { requires } from './requires.js'
import { shared } from './shared.js'
import type { Suite } from './suite.js'

export const suites: Readonly<Record<string, Suite>> = {
  ...keys,
  ...requires,
  ...chainedRequires,
  ...excludingBranches,
  ...abstractTypes,
  ...manyImplementations,
  ...shared,
  ...contexts,
}
