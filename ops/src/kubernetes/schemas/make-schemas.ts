import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { closeSchema, reachable, type Schema } from './close-schema.js'

const sourcesSchema = z.record(
  z.string(),
  z.strictObject({ from: z.url(), release: z.string(), kinds: z.array(z.string()) }),
)

/** A file of ops/kubernetes/schemas: where it comes from, its definitions, and which of them a kind has. */
export const schemaFile = z.object({
  from: z.string(),
  release: z.string(),
  kinds: z.record(z.string(), z.string()),
  definitions: z.record(z.string(), z.record(z.string(), z.unknown())),
})

type SchemaFile = z.infer<typeof schemaFile>

/**
 * Writes the schemas of a directory from the published ones that its sources.json names.
 * @param downloads where they were downloaded to, each under the last part of its URL
 * @throws Error that names the files which are missing there
 */
export function makeSchemas({ directory, downloads }: { directory: string; downloads: string }): readonly string[] {
  const sources = sourcesSchema.parse(JSON.parse(readFileSync(path.join(directory, 'sources.json'), 'utf8')))
  const fileOf = (from: string) => path.join(downloads, path.basename(new URL(from).pathname))
  const missing = Object.values(sources).filter(({ from }) => !existsSync(fileOf(from)))
  if (missing.length > 0)
    throw new Error(`Expected in ${downloads}:\n${missing.map(({ from }) => `  ${from}`).join('\n')}`)
  return Object.entries(sources).map(([name, source]) => {
    const text = readFileSync(fileOf(source.from), 'utf8')
    const made = source.from.endsWith('.yaml') ? ofCustomResource(text, source) : ofKubernetes(text, source)
    const file = path.join(directory, `${name}.json`)
    writeFileSync(file, `${JSON.stringify(made)}\n`)
    return file
  })
}

type Source = z.infer<typeof sourcesSchema>[string]

const swagger = z.object({ definitions: z.record(z.string(), z.record(z.string(), z.unknown())) })
const kindsOf = z.array(z.object({ group: z.string(), version: z.string(), kind: z.string() })).catch([])
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity'

function ofKubernetes(text: string, { from, release, kinds }: Source): SchemaFile {
  const { definitions } = swagger.parse(JSON.parse(text))
  const named = new Map(
    Object.entries(definitions).flatMap(([name, schema]) =>
      kindsOf.parse(schema['x-kubernetes-group-version-kind']).map(each => [kindName(each), name] as const),
    ),
  )
  const chosen = Object.fromEntries(kinds.map(kind => [kind, named.get(kind) ?? fail(`${from} has no ${kind}`)]))
  const closed: Record<string, Schema> = {}
  const isKind = new Set(Object.values(chosen))
  const withoutStatus = Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [name, isKind.has(name) ? dropStatus(schema) : schema]),
  )
  for (const name of reachable(withoutStatus, [...isKind, OBJECT_META]))
    closed[name] = name === QUANTITY ? { type: ['string', 'number'] } : closeSchema(withoutStatus[name] ?? {})
  return { from, release, kinds: chosen, definitions: closed }
}

const customResource = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(
      z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: z.record(z.string(), z.unknown()) }) }),
    ),
  }),
})

function ofCustomResource(text: string, { from, release, kinds }: Source): SchemaFile {
  const { spec } = customResource.parse(parse(text))
  const found = spec.versions.map(({ name: version, schema }) => {
    const kind = kindName({ group: spec.group, version, kind: spec.names.kind })
    const { properties, ...closed } = closeSchema(dropStatus(schema.openAPIV3Schema))
    const metadata = { $ref: `kubernetes.json#/definitions/${OBJECT_META}` }
    return [kind, { ...closed, properties: { ...(properties as Schema), metadata } }] as const
  })
  const chosen = found.filter(([kind]) => kinds.includes(kind))
  if (chosen.length < kinds.length)
    fail(`${from} has ${found.map(([kind]) => kind).join(', ')}, not all of ${kinds.join(', ')}`)
  return {
    from,
    release,
    kinds: Object.fromEntries(chosen.map(([kind]) => [kind, spec.names.kind])),
    definitions: Object.fromEntries(chosen.map(([, schema]) => [spec.names.kind, schema])),
  }
}

const kindName = ({ group, version, kind }: { group: string; version: string; kind: string }): string =>
  `${group === '' ? '' : `${group}/`}${version} ${kind}`

/** Only the cluster writes it. */
function dropStatus(schema: Schema): Schema {
  const { status: _, ...properties } = schema['properties'] as Schema
  return { ...schema, properties }
}

function fail(message: string): never {
  throw new Error(message)
}
