import { combineOptions, FIELD_PATHS, withinBounds } from './bounded-options.js'
import { contextSelectionOf } from './context-selections.js'
import { canJoinParent, isResolvedAt, withoutImpossible, withOwnTypename } from './joined-fetches.js'

/** A change of the planner's text; the replaced text must occur exactly once. */
export interface PlannerRepair {
  /** The end of its path. */
  readonly file: string
  readonly from: string
  readonly to: string
}

/** Paths that one plan may follow: about a second's work. Ordinary operations stay below a hundredth of it. */
const PATHS_MAX = 50_000

/** Steps from one fetch to the next, in all graphs of fetches that are compared for one plan. */
const STEPS_MAX = 10_000_000

/** The functions that the changed text calls, under the name `repairs`. */
export const repairs = {
  pathsLeft: PATHS_MAX,
  stepsLeft: STEPS_MAX,
  fieldPathsMax: FIELD_PATHS.few as number,
  begin(fieldPathsMax: number): void {
    this.fieldPathsMax = fieldPathsMax
    this.pathsLeft = PATHS_MAX
    this.stepsLeft = STEPS_MAX
  },
  step(): void {
    if (--this.stepsLeft < 0) throw new Error('Too many paths')
  },
  spend(paths: number): void {
    this.pathsLeft -= paths
    if (this.pathsLeft < 0) throw new Error('Too many paths')
  },
  combineOptions,
  withinBounds,
  contextSelectionOf,
  canJoinParent,
  isResolvedAt,
  withoutImpossible,
  withOwnTypename,
}

export const PLANNER_REPAIRS: readonly PlannerRepair[] = [
  // The time of planning is bounded by the paths that it follows; none of the planner's settings bounds them.
  {
    file: 'query-graphs/dist/graphPath.js',
    from: 'const updatedContext = subgraphSimultaneousPaths.context.withContextOf(operation);',
    to: `repairs.spend(subgraphSimultaneousPaths.paths.length);
    const updatedContext = subgraphSimultaneousPaths.context.withContextOf(operation);`,
  },
  // Of the ways to each implementation of an interface, every combination would be written out.
  {
    file: 'query-graphs/dist/graphPath.js',
    from: 'function flatCartesianProduct(arr) {',
    to: `function flatCartesianProduct(arr) {
    const combined = repairs.combineOptions(arr, repairs.fieldPathsMax);
    if (combined !== undefined) return combined;`,
  },
  // The options that a plan compares for one field are bounded, instead of refused where they are many.
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'newOptions = newOptions.concat(followupForOption);',
    to: 'newOptions = repairs.withinBounds(newOptions.concat(followupForOption), repairs.fieldPathsMax);',
  },
  // A subgraph finds no entity by a key that it declares with `resolvable: false`.
  {
    file: 'query-graphs/dist/graphPath.js',
    from: 'for (const key of type.appliedDirectivesOf(keyDirective)) {',
    to: 'for (const key of type.appliedDirectivesOf(keyDirective)) {\n        if (key.arguments().resolvable === false) continue;',
  },
  // The inputs of a @requires are merged into the parent only where the parent's subgraph resolves it: there, it
  // may be external.
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'groupCopy.selection.canRebaseOn(typeAtPath(parent.group.selection.parentType, parent.path));',
    to: `groupCopy.selection.canRebaseOn(typeAtPath(parent.group.selection.parentType, parent.path))
            && repairs.isResolvedAt(parent, groupCopy.selection);`,
  },
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'parent.group.canMergeChildIn(created)) {',
    to: 'parent.group.canMergeChildIn(created) && repairs.canJoinParent(parent.group, created)) {',
  },
  // Of two fetches with the same inputs, the later one is merged into the earlier one, and the earlier one
  // does not wait for itself.
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'const group = bucket.pop();',
    to: 'let group = bucket.pop();',
  },
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'group.mergeInWithAllDependencies(other);',
    to: `if (group.isDescendantOf(other)) {
                        other.mergeInWithAllDependencies(group);
                        group = other;
                    }
                    else group.mergeInWithAllDependencies(other);`,
  },
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'if (parent.group.isParentOf(this)) {',
    to: 'if (parent.group === this || parent.group.isParentOf(this)) {',
  },
  // Fragments on types that a place cannot have are left out.
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'this.addAtPath(path, removeUnneededTopLevelFragmentDirectives(merged.selection, mergePathConditionalDirectives));',
    to: `this.addAtPath(path, removeUnneededTopLevelFragmentDirectives(
                repairs.withoutImpossible(merged.selection, { group: this, path }), mergePathConditionalDirectives));`,
  },
  // The name of an interface object's type is asked of the subgraph that has the object, not as another one's field.
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'preRequireGroup.addAtPath(requirePath.inGroup(), keyInputs.selections());',
    to: `preRequireGroup.addAtPath(requirePath.inGroup(), repairs.withOwnTypename(keyInputs.selections(),
            typeAtPath(preRequireGroup.selection.parentType, requirePath.inGroup())));`,
  },
  // A context that is taken by types is null where the type around is none of them.
  {
    file: 'query-graphs/dist/graphPath.js',
    from: 'let selectionSet = (0, federation_internals_1.parseSelectionSet)({ parentType: parentInSupergraph, source: cxt.selection });',
    to: `const { asked, taken } = repairs.contextSelectionOf(parentInSupergraph, cxt.selection);
                        const selectionSet = taken;`,
  },
  {
    file: 'query-graphs/dist/graphPath.js',
    from: `selectionSet = selectionSet.lazyMap((selection) => {
                            if (selection.kind === 'FragmentSelection') {
                                if (selection.element.typeCondition && (0, federation_internals_1.isObjectType)(selection.element.typeCondition)) {
                                    if (!(0, federation_internals_1.possibleRuntimeTypes)(parentInSupergraph).includes(selection.element.typeCondition)) {
                                        return undefined;
                                    }
                                }
                            }
                            return selection;
                        });
                        const resolution = conditionResolver(e, context, excludedEdges, excludedConditions, selectionSet);`,
    to: 'const resolution = conditionResolver(e, context, excludedEdges, excludedConditions, asked);',
  },
  // In a circle of fetches, the search for redundant edges would never end.
  {
    file: 'query-planner/dist/buildPlan.js',
    from: 'const v = stack.pop();',
    to: 'repairs.step();\n                const v = stack.pop();',
  },
]
