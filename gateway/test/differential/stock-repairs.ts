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
    bug: 'the name of an interface, from a subgraph that has it as an object, replaces the name of the type',
    file: EXECUTOR,
    changes: [
      {
        from: 'typeof receivedEntity === "object" && !receivedEntity["__typename"])',
        to: `typeof receivedEntity === "object" && (!receivedEntity["__typename"] || (fetch.inputRewrites ?? []).some(
            ({ kind, setValueTo }) => kind === 'ValueSetter' && setValueTo === receivedEntity["__typename"])))`,
      },
    ],
  },
  {
    bug: 'an object without a key is asked for, where only another type’s key is required',
    file: EXECUTOR,
    changes: [
      {
        from: 'representations.push(representation);',
        to: `if (requires.length > 1 && !isKeyed(context.supergraphSchema, fetch.serviceName, representation)) return;
          representations.push(representation);`,
      },
      {
        from: 'exports.defaultFieldResolverWithAliasSupport = defaultFieldResolverWithAliasSupport;',
        to: `exports.defaultFieldResolverWithAliasSupport = defaultFieldResolverWithAliasSupport;
function isKeyed(schema, subgraph, representation) {
  const value = (node, name) => node.arguments.find(each => each.name.value === name)?.value.value;
  const graph = schema.getType('join__Graph').astNode.values
    .find(({ directives }) => directives.some(each => value(each, 'name') === subgraph)).name.value;
  const keysOf = type => {
    const own = (type?.astNode?.directives ?? [])
      .filter(each => each.name.value === 'join__type' && value(each, 'graph') === graph && value(each, 'key'))
      .map(each => (0, graphql_1.parse)('{' + value(each, 'key') + '}').definitions[0].selectionSet);
    return own.length > 0 ? own : (type?.getInterfaces?.() ?? []).flatMap(keysOf);
  };
  const has = (object, set) => set.selections.every(({ name, selectionSet }) => {
    const found = (0, own_1.getOwn)(object, name.value);
    return found !== undefined && (!selectionSet || typeof found !== 'object' || found === null || has(found, selectionSet));
  });
  const keys = keysOf(schema.getType(representation.__typename));
  return keys.length === 0 || keys.some(key => has(representation, key));
}`,
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
    bug: 'of a list of lists, what another subgraph adds replaces what is there',
    file: 'utilities/deepMerge.js',
    changes: [
      { from: 'let i = 0;', to: 'mergeItems(target[key], source[key]);\n            let i = source[key].length;' },
      {
        from: 'exports.deepMerge = deepMerge;',
        to: `exports.deepMerge = deepMerge;
function mergeItems(target, source) {
  source.forEach((given, index) => {
    const present = target[index];
    if ((0, predicates_1.isObject)(present) && (0, predicates_1.isObject)(given)) deepMerge(present, given);
    else if (Array.isArray(present) && Array.isArray(given) && present.length === given.length) mergeItems(present, given);
    else target[index] = given;
  });
}`,
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
  {
    bug: 'nothing is passed on from contexts',
    file: EXECUTOR,
    changes: [
      {
        from: '            const variables = Object.create(null);\n',
        to: `            const variables = Object.create(null);
            if (fetch.contextRewrites && !currentCursor.passed) {
              await Promise.all(groupByContext(context, fetch, currentCursor, entities).map(async passed => {
                try {
                  const left = asksWithout(fetch, passed.missing);
                  if (left) await executeFetch(context, left, { ...currentCursor, data: passed.entities, passed }, traceNode, telemetryConfig);
                } catch (error) { context.errors.push(error); }
              }));
              return;
            }
`,
      },
      {
        from: 'const requires = fetch.requires;',
        to: 'const requires = fetch.requires;\n Object.assign(variables, currentCursor.passed && currentCursor.passed.variables);',
      },
      {
        from: 'hydratedPaths[asked[errorPath[1]]]',
        to: 'hydratedPaths[cursor.passed ? cursor.passed.indices[asked[errorPath[1]]] : asked[errorPath[1]]]',
      },
      {
        from: 'exports.generateHydratedPaths = generateHydratedPaths;',
        to: `exports.generateHydratedPaths = generateHydratedPaths;
function groupByContext(context, fetch, cursor, entities) {
  const paths = [];
  generateHydratedPaths([], cursor.path, cursor.fullResult, paths);
  const groups = {};
  entities.forEach((entity, index) => {
    const variables = {};
    for (const { path, renameKeyTo } of [...fetch.contextRewrites].sort((a, b) => ups(a) - ups(b))) {
      if (renameKeyTo in variables && variables[renameKeyTo] !== elsewhere) continue;
      const around = [...paths[index]];
      for (let up = ups({ path }); up > 0; up--) { while (typeof around.pop() === 'number'); }
      const object = around.reduce((at, key) => at[key], cursor.fullResult);
      const [first, ...others] = path.slice(ups({ path }));
      const condition = first.startsWith('... on ') ? first.slice(7) : null;
      const applies = condition === null || around.length === 0 || !object.__typename
        || (0, dataRewrites_1.isObjectOfType)(context.supergraphSchema, object, condition);
      variables[renameKeyTo] = applies ? valueAt(object, condition === null ? [first, ...others] : others) : elsewhere;
    }
    const missing = Object.keys(variables).filter(name => variables[name] === undefined);
    for (const name of missing) delete variables[name];
    for (const name in variables) if (variables[name] === elsewhere) variables[name] = null;
    const group = groups[JSON.stringify([variables, missing])] ??= { variables, missing, entities: [], indices: [] };
    group.entities.push(entity);
    group.indices.push(index);
  });
  return Object.values(groups);
}
function asksWithout(fetch, missing) {
  if (missing.length === 0) return fetch;
  const document = (0, graphql_1.parse)(fetch.operation);
  const isMissing = name => missing.includes(name.value);
  const leave = set => set && { ...set, selections: set.selections.filter(({ arguments: given = [] }) =>
    !given.some(({ value }) => value.kind === 'Variable' && isMissing(value.name))).flatMap(selection => {
      const selectionSet = leave(selection.selectionSet);
      return selectionSet && selectionSet.selections.length === 0 ? [] : [{ ...selection, selectionSet }];
    }) };
  const definitions = document.definitions.map(each => ({
    ...each,
    selectionSet: leave(each.selectionSet),
    variableDefinitions: each.variableDefinitions?.filter(({ variable }) => !isMissing(variable.name)),
  }));
  const operationDocumentNode = { ...document, definitions };
  const asks = set => !!set && set.selections.some(({ name, kind, selectionSet }) =>
    (kind === 'Field' && name.value !== '__typename' && name.value !== '_entities') || asks(selectionSet));
  if (!definitions.some(({ selectionSet }) => asks(selectionSet))) return null;
  const operation = (0, graphql_1.stripIgnoredCharacters)((0, graphql_1.print)(operationDocumentNode));
  return { ...fetch, operation, operationDocumentNode };
}
const elsewhere = Symbol();
const ups = ({ path }) => path.filter(step => step === '..').length;
function valueAt(value, keys) {
  if (keys.length === 0 || value === undefined) return value;
  if (Array.isArray(value)) {
    const items = value.map(item => valueAt(item, keys));
    return items.includes(undefined) ? undefined : items;
  }
  return value === null || typeof value !== 'object' ? null : valueAt((0, own_1.getOwn)(value, keys[0]), keys.slice(1));
}`,
      },
    ],
  },
]
