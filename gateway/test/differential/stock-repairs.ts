/**
 * The bugs of Apollo's executor, each with the smallest change that fixes it. The differential suite compares
 * with the repaired executor; a test of each bug shows the results of the unrepaired one and of ours.
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
    bug: 'of two answers the later one replaces the earlier one, also with null, with a text, or with a list of another length',
    file: 'utilities/deepMerge.js',
    changes: [
      {
        from: 'exports.deepMerge = deepMerge;',
        to: `exports.deepMerge = mergeObjects;
const kindOf = value => value === undefined ? 0 : value === null ? 1 : typeof value === 'symbol' ? 5
  : typeof value !== 'object' ? 2 : Array.isArray(value) ? 4 : 3;
function mergeObjects(target, source) {
  for (const key of Object.keys(source ?? {})) {
    (0, own_1.defineOwn)(target, key);
    target[key] = mergeValues(target[key], source[key]);
  }
  return target;
}
function mergeValues(present, given) {
  const [before, after] = [kindOf(present), kindOf(given)];
  if (before !== after) return before > after ? present : given;
  if (before === 3) return mergeObjects(present, given);
  if (before !== 4) return given;
  if (present.length !== given.length) return Symbol.for('lists of different lengths');
  given.forEach((item, index) => { present[index] = mergeValues(present[index], item); });
  return present;
}`,
      },
    ],
  },
  {
    bug: 'a field with lists of different lengths is required as any other',
    file: EXECUTOR,
    changes: [
      {
        from: "typeof source[responseName] === 'undefined') {",
        to: "typeof source[responseName] === 'undefined' || typeof source[responseName] === 'symbol') {",
      },
    ],
  },
  {
    bug: 'a required object that lacks a field is sent as null',
    file: EXECUTOR,
    changes: [
      {
        from: 'function executeSelectionSet(schema, source, selections) {',
        to: `function executeSelectionSet(schema, source, selections) {
    let isMissing = false;
    const requiredBelow = (...given) => {
        const below = executeSelectionSet(...given);
        isMissing ||= below === null && isObject(given[1]);
        return below;
    };`,
      },
      {
        from: '? executeSelectionSet(schema, value, selections)',
        to: '? requiredItem(schema, value, selections, requiredBelow)',
      },
      {
        from: 'result[responseName] = executeSelectionSet(schema, source[responseName], selections);',
        to: 'result[responseName] = requiredBelow(schema, source[responseName], selections);',
      },
      {
        from: '    return result;\n}\nfunction moveIntoCursor(',
        to: `    return isMissing ? null : result;
}
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);
const requiredItem = (schema, value, selections, below) => Array.isArray(value)
    ? value.map(item => requiredItem(schema, item, selections, below)) : below(schema, value, selections);
function moveIntoCursor(`,
      },
    ],
  },
  {
    bug: 'a value of a wrong shape rejects the whole answer',
    file: 'resultShaping.js',
    changes: [
      {
        from: '(0, federation_internals_1.assert)(Array.isArray(inputValue), () => `Invalid non-list value ${inputValue} returned by subgraph for list type ${type}`);',
        to: `if (!Array.isArray(inputValue)) return wrongShape(parameters, path, typeof inputValue === 'symbol'
            ? \`Subgraphs answered lists of different lengths for list type \${type}\`
            : \`Invalid non-list value returned by subgraph for list type \${type}\`);`,
      },
      {
        from: "(0, federation_internals_1.assert)(typeof inputValue === 'object', () => `Invalid non-object value ${inputValue} returned by subgraph for composite type ${type}`);",
        to: `if (typeof inputValue !== 'object')
            return wrongShape(parameters, path, \`Invalid non-object value returned by subgraph for composite type \${type}\`);`,
      },
      {
        from: "(0, federation_internals_1.assert)(inputTypename === undefined || typeof inputTypename === 'string', () => `Invalid non-string value ${inputTypename} for __typename at ${path}`);",
        to: `if (inputTypename !== undefined && typeof inputTypename !== 'string')
            return wrongShape(parameters, path,
              \`Invalid non-string value for __typename of \${pathLastElementDescription(path, type, parentType)}.\`);`,
      },
      {
        from: 'exports.computeResponse = computeResponse;',
        to: `exports.computeResponse = computeResponse;
function wrongShape(parameters, path, message) {
  parameters.errors.push(federation_internals_1.ERRORS.INVALID_GRAPHQL.err(message, { path: Array.from(path) }));
  return { updated: null, hasErrors: true };
}`,
      },
    ],
  },
  {
    bug: 'an object of a type that its field cannot have is an answer',
    file: 'resultShaping.js',
    changes: [
      {
        from: 'isCompositeType)(typenameType)) {',
        to: `isCompositeType)(typenameType) ||
                (typenameType !== type && !(0, federation_internals_1.runtimeTypesIntersects)(type, typenameType))) {`,
      },
    ],
  },
  {
    bug: 'an error hides what the schema does not allow; and what was fetched is not shown, of which the suite must know',
    file: EXECUTOR,
    changes: [
      {
        from: 'if (errors.length === 0 && postProcessingErrors.length > 0) {',
        to: `return { ...(errors.length > 0 && { errors }), data,
            extensions: { valueCompletion: postProcessingErrors, fetched: unfilteredData } };
          if (errors.length === 0 && postProcessingErrors.length > 0) {`,
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
    bug: 'an object of which no subgraph says what it is lacks the fields of its implementations, without an error',
    file: 'resultShaping.js',
    changes: [
      {
        from: 'if (typeConditionApplies(parameters.schema,',
        to: `if (isTypeNeeded(selection, typename, runtimeType, parameters)) return ApplyResult.NULL_BUBBLE_UP;
            if (typeConditionApplies(parameters.schema,`,
      },
      {
        from: 'function pathLastElementDescription(',
        to: `function isTypeNeeded({ element, selectionSet }, typename, runtimeType, parameters) {
    const type = typename ? parameters.schema.type(typename) : runtimeType;
    const isOpen = type && !(0, federation_internals_1.isObjectType)(type) && element.typeCondition
        && !(0, federation_internals_1.isSubtype)(element.typeCondition, type);
    const asksFields = set => set.selections().some(each => !shouldSkip(each.element, parameters)
        && (each.kind === 'FieldSelection' || asksFields(each.selectionSet)));
    return isOpen && asksFields(selectionSet);
}
function pathLastElementDescription(`,
      },
    ],
  },
  {
    bug: "a value of 0, false or '' is lost when the planner aliased its field",
    file: 'dataRewrites.js',
    changes: [{ from: 'if (objAtPath) {', to: 'if (objAtPath !== undefined) {' }],
  },
  {
    bug: 'what the planner aliased replaces what was fetched without the alias',
    file: 'dataRewrites.js',
    changes: [
      {
        from: 'obj[rewrite.renameKeyTo] = objAtPath;',
        to: "require('./utilities/deepMerge').deepMerge(obj, { [rewrite.renameKeyTo]: objAtPath });",
      },
    ],
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
