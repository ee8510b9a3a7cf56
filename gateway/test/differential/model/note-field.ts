import type { Coverage } from './coverage.js'
import { fieldSet, namesOf } from './field-set.js'
import { fieldOf, namedTypeOf, type FieldModel, type FieldPlace, type Model } from './model.js'
import { requiresOf } from './truth.js'

/** Notes what a field that a subgraph has answered is an example of. */
export function noteField(
  model: Model,
  coverage: Coverage,
  { parent, field, place }: { parent: string; field: FieldModel; place: FieldPlace },
): void {
  const { type, args } = field
  const named = namedTypeOf(type)
  if (args !== '') coverage.note('arguments')
  if (type.includes('[')) coverage.note(type.startsWith('[[') ? 'list of lists' : 'list')
  if (place.role === 'external') coverage.note('provides')
  if (place.overrides !== undefined) coverage.note('override')
  if (model.objects.get(parent)?.kind === 'value' && field.places.size > 1) coverage.note('shareable value type')
  const abstract = model.abstracts.get(named)
  if (abstract?.kind === 'union') coverage.note('union')
  if (abstract?.kind === 'interface' && abstract.members.size > 1) coverage.note('interface spread over subgraphs')
  if (model.objects.get(parent)?.kind === 'interface object' && model.objects.get(named)?.kind === 'interface object')
    coverage.note('interface object within another')
  if (field.takes !== undefined) coverage.note('value from a context')
  if (place.requires === undefined) return
  if (namesOf(place.requires).some(name => isOfAnother(model, parent, name)))
    coverage.note('requires across an interface object')
  const depth = requiresDepth(model, parent, field)
  if (depth === 1) coverage.note('requires over 1 subgraph')
  if (depth === 2) coverage.note('requires over 2 subgraphs')
  if (depth >= 3) coverage.note('requires over 3 subgraphs')
  if (fieldSet(place.requires).selections.some(node => 'selectionSet' in node && node.selectionSet !== undefined))
    coverage.note('requires with nested selections')
  if (namesOf(place.requires).some(name => fieldOf(model, parent, name).type.includes('[')))
    coverage.note('requires with a list')
}

/** How many fields, one after the other, have to be there before it. */
function requiresDepth(model: Model, parent: string, field: FieldModel): number {
  const requires = requiresOf(field)
  if (requires === undefined) return 0
  return 1 + Math.max(...namesOf(requires).map(name => requiresDepth(model, parent, fieldOf(model, parent, name))))
}

/** Checks for a field that an interface's object has of the implementations, or one of them of the object. */
function isOfAnother({ objects, abstracts }: Model, parent: string, name: string): boolean {
  const object = objects.get(parent)
  if (object?.kind === 'interface object') return abstracts.get(parent)?.fields.has(name) === true
  const family = object?.family === undefined ? undefined : objects.get(object.family)
  return family?.fields.has(name) === true
}
