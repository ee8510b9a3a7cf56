import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { titleOf, type KubernetesObject } from '../objects.js'
import { schemaFile } from '../schemas/make-schemas.js'

const directory = new URL('../../../kubernetes/schemas/', import.meta.url)
/** Beyond these, a message is a list that is not read. */
const ERRORS_MAX = 5

/** Finds what the published schemas do not allow, in words; a kind without a schema is a problem as well. */
export function createValidator(): (object: KubernetesObject) => readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true })
  const places = new Map<string, string>()
  for (const name of readdirSync(fileURLToPath(directory))) {
    if (!name.endsWith('.json') || name === 'sources.json') continue
    const { kinds, definitions } = schemaFile.parse(JSON.parse(readFileSync(new URL(name, directory), 'utf8')))
    ajv.addSchema({ definitions }, name)
    for (const [kind, definition] of Object.entries(kinds)) places.set(kind, `${name}#/definitions/${definition}`)
  }
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (kind: string): ValidateFunction | undefined => {
    const place = places.get(kind)
    if (place === undefined) return undefined
    const validate = compiled.get(place) ?? ajv.compile({ $ref: place })
    compiled.set(place, validate)
    return validate
  }
  return object => {
    const kind = `${object.apiVersion} ${object.kind}`
    const validate = validatorOf(kind)
    if (validate === undefined) return [`${titleOf(object)}: there is no schema of ${kind} in ops/kubernetes/schemas`]
    if (validate(object)) return []
    return (validate.errors ?? []).slice(0, ERRORS_MAX).map(error => `${titleOf(object)}: ${inWords(error)}`)
  }
}

function inWords({ instancePath, message, params, data, keyword }: ErrorObject): string {
  const more =
    keyword === 'additionalProperties'
      ? ` "${String(params['additionalProperty'])}"`
      : ` (given: ${JSON.stringify(data)})`
  return `${instancePath} ${message}${more}`
}
