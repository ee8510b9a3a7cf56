import type { KubernetesObject } from '../objects.js'
import { networkProblems } from './network.js'
import { referenceProblems } from './references.js'
import { runningProblems } from './running.js'
import { secretProblems, secretsOf } from './secrets.js'
import { settingsProblems } from './settings.js'
import { createValidator } from './validate.js'

/** Schemas are compiled once, when the first object of a kind comes. */
const validate = createValidator()

/**
 * Everything that is wrong with rendered objects, in words. Objects that break their schemas are not looked
 * at further.
 */
export function findProblems(objects: readonly KubernetesObject[]): readonly string[] {
  const invalid = objects.flatMap(validate)
  if (invalid.length > 0) return invalid
  const secrets = secretsOf(objects)
  return [
    ...secretProblems(objects, secrets),
    ...settingsProblems(objects, secrets),
    ...runningProblems(objects, secrets),
    ...referenceProblems(objects),
    ...networkProblems(objects),
  ]
}
