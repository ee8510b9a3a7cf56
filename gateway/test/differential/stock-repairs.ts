/**
 * What Apollo's executor does wrong, each with the smallest change that makes it right. The differential suite compares with
 * the repaired executor; a test of each shows what the unrepaired one does, and what ours does.
 */
export interface StockRepair {
  readonly bug: string
  /** Within @apollo/gateway/dist. */
  readonly file: string
  readonly changes: readonly { readonly from: string; readonly to: string }[]
}

const EXECUTOR = 'executeQueryPlan.js'

export const stockRepairs: readonly StockRepair[] = [
  {
    bug: 'an error of an entity is put at the wrong item when an earlier one was not asked for',
    file: EXECUTOR,
    changes: [
      {
        from: 'await sendOperation({ ...variables, representations })',
        to: 'await sendOperation({ ...variables, representations }, representationToEntity)',
      },
      {
        from: 'async function sendOperation(variables) {',
        // Not after the answer: by then another one may have replaced the list.
        to: `async function sendOperation(variables, asked) {
          const hydratedPaths = [];
          if (asked) generateHydratedPaths([], currentCursor.path, currentCursor.fullResult, hydratedPaths);`,
      },
      {
        from: 'makeLazyErrorPathGenerator(fetch, currentCursor);',
        to: 'makeLazyErrorPathGenerator(fetch, currentCursor, asked, hydratedPaths);',
      },
      {
        from: 'function makeLazyErrorPathGenerator(fetch, cursor) {\n    let hydratedPaths;',
        to: 'function makeLazyErrorPathGenerator(fetch, cursor, asked, hydratedPaths) {',
      },
      { from: 'hydratedPaths[errorPath[1]]', to: 'hydratedPaths[asked[errorPath[1]]]' },
    ],
  },
  {
    bug: "an error of a whole entity fetch has '@' and '_entities' in its path",
    file: EXECUTOR,
    changes: [
      {
        from: 'return errorPath ? [...cursor.path, ...errorPath.slice()] : undefined;',
        to: `if (errorPath && fetch.requires) return cursor.path.includes('@') ? cursor.path.slice(0, cursor.path.indexOf('@')) : cursor.path;
            return errorPath ? [...cursor.path, ...errorPath.slice()] : undefined;`,
      },
    ],
  },
  {
    bug: 'a list or an object where a plan expects the other rejects the whole execution',
    file: EXECUTOR,
    changes: [
      {
        from: "if (current === '@') {",
        to: "if (current === '@') {\n        if (!Array.isArray(value)) return undefined;",
      },
      {
        from: '(0, federation_internals_1.assert)(!Array.isArray(value), ',
        to: 'if (Array.isArray(value)) return undefined;\n        (0, federation_internals_1.assert)(true, ',
      },
      {
        from: "(0, federation_internals_1.assert)(Array.isArray(data), 'expected array when encountering `@`');",
        to: 'if (!Array.isArray(data)) return;',
      },
    ],
  },
  {
    bug: 'an entity that is text throws a TypeError that is shown to the client',
    file: EXECUTOR,
    changes: [
      {
        from: 'if (receivedEntity && !receivedEntity["__typename"])',
        to: 'if (receivedEntity && typeof receivedEntity === "object" && !receivedEntity["__typename"])',
      },
    ],
  },
  {
    bug: 'merging an object over a text throws a TypeError that is shown to the client',
    file: 'utilities/deepMerge.js',
    changes: [
      {
        from: 'if (target[key] && (0, predicates_1.isObject)(source[key]))',
        to: 'if (target[key] && typeof target[key] === "object" && (0, predicates_1.isObject)(source[key]))',
      },
    ],
  },
  {
    bug: 'a fragment within one of a wider type is lost where the name of the type was not fetched',
    file: 'resultShaping.js',
    changes: [
      {
        from: 'function applySelectionSet({ input, selectionSet, output, parameters, path, parentType, })',
        to: 'function applySelectionSet({ input, selectionSet, output, parameters, path, parentType, runtimeType = parentType, })',
      },
      { from: 'fragment.typeCondition, typename, parentType)', to: 'fragment.typeCondition, typename, runtimeType)' },
      {
        from: 'parentType: (_d = fragment.typeCondition) !== null && _d !== void 0 ? _d : parentType,',
        to: 'parentType: (_d = fragment.typeCondition) !== null && _d !== void 0 ? _d : parentType, runtimeType,',
      },
    ],
  },
  {
    bug: "a value of 0, false or '' is lost when the planner aliased its field",
    file: 'dataRewrites.js',
    changes: [{ from: 'if (objAtPath) {', to: 'if (objAtPath !== undefined) {' }],
  },
]
