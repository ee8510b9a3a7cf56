import { problemOfForm, type DefinitionProblem } from '../check-banner.js'
import type * as z from 'zod'

/** The problems of a definition's form, each at the deepest place that zod can tell. */
export const formProblems = (error: z.ZodError): readonly DefinitionProblem[] =>
  error.issues.flatMap(issue => deepest(issue)).map(problemOfForm)

/**
 * zod refuses a union as a whole. Where one of its forms is meant (all that is wrong lies within it), its
 * issues say more.
 */
function deepest(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ ...issue, message: `has a name that is not allowed: it ${message}` }))
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.filter(
    issues => issues.length > 0 && issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  )
  const [only] = meant
  if (only === undefined || meant.length > 1) return [issue]
  return only.flatMap(inner => deepest({ ...inner, path: [...issue.path, ...inner.path] }))
}
