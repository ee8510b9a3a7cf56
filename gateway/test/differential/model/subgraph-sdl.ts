import type { AbstractModel, FieldModel, KeyModel, Model, ObjectModel } from './model.js'

/** The SDL of one subgraph of a model, without the link to federation. */
export function subgraphSdl(model: Model, subgraph: string): string {
  const objects = [...model.objects.values()].map(object => objectSdl(model, object, subgraph))
  const abstracts = [...model.abstracts.values()].map(abstract => abstractSdl(abstract, subgraph, model))
  const inputs = 'enum Color { RED GREEN BLUE }\ninput Filter { text: String = "t" sizes: [Int!] deep: Filter }'
  const body = [...objects, ...abstracts].filter(text => text !== '').join('\n')
  // Enum and input are there only where they are used.
  const used = inputs.split('\n').filter(line => body.includes(line.split(' ')[1] ?? ''))
  return [body, ...used].join('\n')
}

function objectSdl(model: Model, object: ObjectModel, subgraph: string): string {
  const { name, kind, fields, keys, contexts } = object
  const here = [...fields.values()].filter(({ places }) => places.has(subgraph))
  if (here.length === 0) return ''
  const interfaces = [...model.abstracts.values()]
    .filter(abstract => abstract.kind !== 'union' && abstract.members.get(subgraph)?.includes(name))
    .map(abstract => abstract.name)
  const implemented = interfaces.length > 0 ? ` implements ${interfaces.join(' & ')}` : ''
  const isObject = kind === 'interface object' ? ' @interfaceObject' : ''
  const directives = `${keysSdl(keys.get(subgraph) ?? [])}${isObject}${contextSdl(contexts.get(subgraph))}`
  const isShareable = (field: FieldModel) =>
    kind === 'value' || isShared(field) || isExternalInMember(model, object, field)
  const lines = here.map(field => `  ${fieldSdl(field, { subgraph, isShareable: isShareable(field) })}`)
  return `type ${name}${implemented}${directives} {\n${lines.join('\n')}\n}`
}

const contextSdl = (name: string | undefined): string => (name === undefined ? '' : ` @context(name: "${name}")`)

const keysSdl = (keys: readonly KeyModel[]): string =>
  keys
    .map(({ fields, isResolvable }) => ` @key(fields: "${fields}"${isResolvable ? '' : ', resolvable: false'})`)
    .join('')

function fieldSdl(field: FieldModel, { subgraph, isShareable }: { subgraph: string; isShareable: boolean }): string {
  const { name, type, args, places } = field
  const place = places.get(subgraph)
  if (place === undefined) throw new Error(`${name} is not in ${subgraph}`)
  const directives: string[] = []
  if (place.role === 'external') directives.push('@external')
  else if (isShareable) directives.push('@shareable')
  if (place.overrides !== undefined) directives.push(`@override(from: "${place.overrides}")`)
  if (place.requires !== undefined) directives.push(`@requires(fields: "${place.requires}")`)
  if (place.provides !== undefined) directives.push(`@provides(fields: "${place.provides}")`)
  return `${name}${args === '' ? '' : `(${args})`}: ${type}${directives.map(text => ` ${text}`).join('')}`
}

/** Composition takes an external field of an implementation for one that resolves what the interface's object has. */
const isExternalInMember = ({ objects }: Model, { name, kind }: ObjectModel, field: FieldModel): boolean =>
  kind === 'interface object' &&
  [...objects.values()].some(({ family, fields }) => family === name && fields.has(field.name))

/** True when several subgraphs may answer the field; places that only provide it count, too. */
const isShared = ({ places }: FieldModel): boolean =>
  [...places.values()].filter(({ role }) => role !== 'overridden').length > 1

function abstractSdl(abstract: AbstractModel, subgraph: string, model: Model): string {
  const { name, kind, members, fields, context } = abstract
  const here = members.get(subgraph)
  if (here === undefined) return ''
  if (kind === 'union') return `union ${name}${contextSdl(context)} = ${here.join(' | ')}`
  const lines = [...fields].flatMap(([field, { type, args, subgraphs }]) =>
    subgraphs.has(subgraph) ? [`  ${field}${args === '' ? '' : `(${args})`}: ${type}`] : [],
  )
  const keys = kind === 'entity interface' ? keysSdl(familyKeys(model, here, subgraph)) : ''
  return `interface ${name}${keys} {\n${lines.join('\n')}\n}`
}

function familyKeys({ objects }: Model, members: readonly string[], subgraph: string) {
  const [first = ''] = members
  return objects.get(first)?.keys.get(subgraph) ?? []
}
