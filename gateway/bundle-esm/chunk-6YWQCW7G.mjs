import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  require_supports_color
} from "./chunk-HFKCUZ5O.mjs";
import {
  require_graphql,
  require_specifiedRules,
  require_validate
} from "./chunk-L2BSKKEH.mjs";
import {
  __commonJS,
  __require
} from "./chunk-TTH6ZA7C.mjs";

// node_modules/@apollo/federation-internals/dist/types.js
var require_types = __commonJS({
  "node_modules/@apollo/federation-internals/dist/types.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.typesCanBeMerged = exports.isStrictSubtype = exports.isSubtype = exports.isDirectSubtype = exports.sameType = exports.DEFAULT_SUBTYPING_RULES = exports.ALL_SUBTYPING_RULES = void 0;
    var definitions_1 = require_definitions();
    exports.ALL_SUBTYPING_RULES = [
      "direct",
      "nonNullable_downgrade",
      "list_upgrade",
      "list_propagation",
      "nonNullable_propagation"
    ];
    exports.DEFAULT_SUBTYPING_RULES = exports.ALL_SUBTYPING_RULES.filter((r) => r !== "list_upgrade");
    function sameType(t1, t2) {
      switch (t1.kind) {
        case "ListType":
          return (0, definitions_1.isListType)(t2) && sameType(t1.ofType, t2.ofType);
        case "NonNullType":
          return (0, definitions_1.isNonNullType)(t2) && sameType(t1.ofType, t2.ofType);
        default:
          return (0, definitions_1.isNamedType)(t2) && t1.name === t2.name;
      }
    }
    exports.sameType = sameType;
    function isDirectSubtype(type, maybeSubType, unionMembershipTester = (u, m) => u.hasTypeMember(m), implementsInterfaceTester = (m, i) => m.implementsInterface(i)) {
      if ((0, definitions_1.isUnionType)(type)) {
        return (0, definitions_1.isObjectType)(maybeSubType) && unionMembershipTester(type, maybeSubType);
      }
      return implementsInterfaceTester(maybeSubType, type);
    }
    exports.isDirectSubtype = isDirectSubtype;
    function isSubtype(type, maybeSubType, allowedRules = exports.DEFAULT_SUBTYPING_RULES, unionMembershipTester = (u, m) => u.hasTypeMember(m), implementsInterfaceTester = (m, i) => m.implementsInterface(i)) {
      return sameType(type, maybeSubType) || isStrictSubtype(type, maybeSubType, allowedRules, unionMembershipTester, implementsInterfaceTester);
    }
    exports.isSubtype = isSubtype;
    function isStrictSubtype(type, maybeSubType, allowedRules = exports.DEFAULT_SUBTYPING_RULES, unionMembershipTester = (u, m) => u.hasTypeMember(m), implementsInterfaceTester = (m, i) => m.implementsInterface(i)) {
      switch (maybeSubType.kind) {
        case "ListType":
          return allowedRules.includes("list_propagation") && (0, definitions_1.isListType)(type) && isSubtype(type.ofType, maybeSubType.ofType, allowedRules, unionMembershipTester, implementsInterfaceTester);
        case "NonNullType":
          if ((0, definitions_1.isNonNullType)(type)) {
            return allowedRules.includes("nonNullable_propagation") && isSubtype(type.ofType, maybeSubType.ofType, allowedRules, unionMembershipTester, implementsInterfaceTester);
          }
          return allowedRules.includes("nonNullable_downgrade") && isSubtype(type, maybeSubType.ofType, allowedRules, unionMembershipTester, implementsInterfaceTester);
        case "ObjectType":
        case "InterfaceType":
          if ((0, definitions_1.isListType)(type)) {
            return allowedRules.includes("list_upgrade") && isSubtype(type.ofType, maybeSubType, allowedRules, unionMembershipTester, implementsInterfaceTester);
          }
          return allowedRules.includes("direct") && ((0, definitions_1.isInterfaceType)(type) || (0, definitions_1.isUnionType)(type)) && isDirectSubtype(type, maybeSubType, unionMembershipTester, implementsInterfaceTester);
        default:
          return (0, definitions_1.isListType)(type) && allowedRules.includes("list_upgrade") && isSubtype(type.ofType, maybeSubType, allowedRules, unionMembershipTester, implementsInterfaceTester);
      }
    }
    exports.isStrictSubtype = isStrictSubtype;
    function typesCanBeMerged(t1, t2) {
      if ((0, definitions_1.isNonNullType)(t1)) {
        return (0, definitions_1.isNonNullType)(t2) ? typesCanBeMerged(t1.ofType, t2.ofType) : false;
      }
      if ((0, definitions_1.isListType)(t1)) {
        return (0, definitions_1.isListType)(t2) ? typesCanBeMerged(t1.ofType, t2.ofType) : false;
      }
      if ((0, definitions_1.isCompositeType)(t1)) {
        return (0, definitions_1.isCompositeType)(t2);
      }
      return sameType(t1, t2);
    }
    exports.typesCanBeMerged = typesCanBeMerged;
  }
});

// node_modules/@apollo/federation-internals/dist/utils.js
var require_utils = __commonJS({
  "node_modules/@apollo/federation-internals/dist/utils.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.setsEqual = exports.composeSets = exports.mergeMapOrNull = exports.findLast = exports.isNonEmptyArray = exports.removeArrayElement = exports.isDefined = exports.printHumanReadableList = exports.joinStrings = exports.validateStringContainsBoolean = exports.copyWitNewLength = exports.MapWithCachedArrays = exports.setValues = exports.mapEntries = exports.mapKeys = exports.mapValues = exports.firstOf = exports.isSubset = exports.arrayEquals = exports.OrderedMap = exports.SetMultiMap = exports.MultiMap = exports.assertUnreachable = exports.assert = void 0;
    function assert(condition, message) {
      if (!condition) {
        throw new Error(typeof message === "string" ? message : message());
      }
    }
    exports.assert = assert;
    function assertUnreachable(_) {
      throw new Error("Didn't expect to get here");
    }
    exports.assertUnreachable = assertUnreachable;
    var MultiMap = class extends Map {
      add(key, value) {
        const values = this.get(key);
        if (values) {
          values.push(value);
        } else {
          this.set(key, [value]);
        }
        return this;
      }
      addAll(otherMap) {
        for (const [k, vs] of otherMap.entries()) {
          for (const v of vs) {
            this.add(k, v);
          }
        }
        return this;
      }
    };
    exports.MultiMap = MultiMap;
    var SetMultiMap = class extends Map {
      add(key, value) {
        let values = this.get(key);
        if (!values) {
          values = /* @__PURE__ */ new Set();
          this.set(key, values);
        }
        values.add(value);
        return this;
      }
      addAll(otherMap) {
        for (const [k, vs] of otherMap.entries()) {
          for (const v of vs) {
            this.add(k, v);
          }
        }
        return this;
      }
    };
    exports.SetMultiMap = SetMultiMap;
    var OrderedMap = class _OrderedMap {
      static defaultCompareFn(a, b) {
        if (a < b) {
          return -1;
        } else if (b < a) {
          return 1;
        }
        return 0;
      }
      constructor(compareFn = _OrderedMap.defaultCompareFn) {
        this._keys = [];
        this._values = /* @__PURE__ */ new Map();
        this._compareFn = compareFn;
      }
      add(key, value) {
        if (!this._values.has(key)) {
          this.insertKeyInOrder(key);
        }
        this._values.set(key, value);
      }
      get(key) {
        return this._values.get(key);
      }
      has(key) {
        return this._values.has(key);
      }
      get size() {
        return this._keys.length;
      }
      keys() {
        return this._keys;
      }
      values() {
        return this._keys.map((key) => {
          const v = this._values.get(key);
          assert(v, "value for known key not found in OrderedMap");
          return v;
        });
      }
      insertKeyInOrder(key) {
        let lower = 0;
        let upper = this._keys.length - 1;
        while (lower <= upper) {
          const middle = Math.floor((upper + lower) / 2);
          if (this._compareFn(this._keys[middle], key) < 0) {
            lower = middle + 1;
          } else {
            upper = middle - 1;
          }
        }
        this._keys = this._keys.slice(0, lower).concat(key).concat(this._keys.slice(lower));
      }
      *[Symbol.iterator]() {
        for (let i = 0; i < this._keys.length; i += 1) {
          const v = this._values.get(this._keys[i]);
          assert(v, "value for known key not found in OrderedMap");
          yield v;
        }
      }
    };
    exports.OrderedMap = OrderedMap;
    function arrayEquals(a, b, equalFct) {
      if (a === b) {
        return true;
      }
      if (a.length !== b.length) {
        return false;
      }
      for (let i = 0; i < a.length; ++i) {
        const eltEqual = equalFct ? equalFct(a[i], b[i]) : a[i] === b[i];
        if (!eltEqual) {
          return false;
        }
      }
      return true;
    }
    exports.arrayEquals = arrayEquals;
    function isSubset(superset, maybeSubset) {
      if (superset === maybeSubset) {
        return true;
      }
      for (const elt of maybeSubset) {
        if (!superset.has(elt)) {
          return false;
        }
      }
      return true;
    }
    exports.isSubset = isSubset;
    function firstOf(iterable) {
      const res = iterable[Symbol.iterator]().next();
      return res.done ? void 0 : res.value;
    }
    exports.firstOf = firstOf;
    function mapValues(map) {
      const array = new Array(map.size);
      let i = 0;
      for (const v of map.values()) {
        array[i++] = v;
      }
      return array;
    }
    exports.mapValues = mapValues;
    function mapKeys(map) {
      const array = new Array(map.size);
      let i = 0;
      for (const k of map.keys()) {
        array[i++] = k;
      }
      return array;
    }
    exports.mapKeys = mapKeys;
    function mapEntries(map) {
      const array = new Array(map.size);
      let i = 0;
      for (const entry of map.entries()) {
        array[i++] = entry;
      }
      return array;
    }
    exports.mapEntries = mapEntries;
    function setValues(set) {
      const array = new Array(set.size);
      let i = 0;
      for (const v of set.values()) {
        array[i++] = v;
      }
      return array;
    }
    exports.setValues = setValues;
    var MapWithCachedArrays = class {
      constructor() {
        this.map = /* @__PURE__ */ new Map();
      }
      clearCaches() {
        this.cachedKeys = void 0;
        this.cachedValues = void 0;
      }
      get size() {
        return this.map.size;
      }
      has(key) {
        return this.map.has(key);
      }
      get(key) {
        return this.map.get(key);
      }
      set(key, value) {
        this.map.set(key, value);
        this.clearCaches();
        return this;
      }
      delete(key) {
        const deleted = this.map.delete(key);
        if (deleted) {
          this.clearCaches();
        }
        return deleted;
      }
      clear() {
        this.map.clear();
        this.clearCaches();
      }
      keys() {
        if (!this.cachedKeys) {
          this.cachedKeys = mapKeys(this.map);
        }
        return this.cachedKeys;
      }
      values() {
        if (!this.cachedValues) {
          this.cachedValues = mapValues(this.map);
        }
        return this.cachedValues;
      }
    };
    exports.MapWithCachedArrays = MapWithCachedArrays;
    function copyWitNewLength(arr, newLength) {
      assert(newLength >= arr.length, () => `${newLength} < ${arr.length}`);
      const copy = new Array(newLength);
      for (let i = 0; i < arr.length; i++) {
        copy[i] = arr[i];
      }
      return copy;
    }
    exports.copyWitNewLength = copyWitNewLength;
    function validateStringContainsBoolean(str) {
      if (!str) {
        return false;
      }
      switch (str.toLocaleLowerCase()) {
        case "true":
        case "yes":
        case "1":
          return true;
        case "false":
        case "no":
        case "0":
          return false;
        default:
          return void 0;
      }
    }
    exports.validateStringContainsBoolean = validateStringContainsBoolean;
    function joinStrings(toJoin, sep = ", ", firstSep, lastSep = " and ") {
      if (toJoin.length == 0) {
        return "";
      }
      const first = toJoin[0];
      if (toJoin.length == 1) {
        return first;
      }
      const last = toJoin[toJoin.length - 1];
      if (toJoin.length == 2) {
        return first + (firstSep ? firstSep : lastSep) + last;
      }
      return first + (firstSep ? firstSep : sep) + toJoin.slice(1, toJoin.length - 1).join(sep) + lastSep + last;
    }
    exports.joinStrings = joinStrings;
    var DEFAULT_HUMAN_READABLE_LIST_CUTOFF_LENGTH = 100;
    function printHumanReadableList(names, { emptyValue, prefix, prefixPlural, lastSeparator, cutoff_output_length }) {
      if (names.length === 0) {
        return emptyValue !== null && emptyValue !== void 0 ? emptyValue : "";
      }
      if (names.length == 1) {
        return prefix ? prefix + " " + names[0] : names[0];
      }
      const cutoff = cutoff_output_length !== null && cutoff_output_length !== void 0 ? cutoff_output_length : DEFAULT_HUMAN_READABLE_LIST_CUTOFF_LENGTH;
      const { lastIdx } = names.reduce(({ lastIdx: lastIdx2, length }, name) => {
        const newLength = length + name.length;
        if (newLength > cutoff) {
          return {
            lastIdx: lastIdx2,
            length: newLength
          };
        }
        return {
          lastIdx: lastIdx2 + 1,
          length: newLength
        };
      }, { lastIdx: 0, length: 0 });
      const toDisplay = names.slice(0, Math.max(1, lastIdx));
      const actualPrefix = prefixPlural ? prefixPlural + " " : prefix ? prefix + " " : "";
      if (toDisplay.length === names.length) {
        return actualPrefix + joinStrings(toDisplay, ", ", void 0, lastSeparator);
      } else {
        return actualPrefix + joinStrings(toDisplay, ", ", void 0, ", ") + ", ...";
      }
    }
    exports.printHumanReadableList = printHumanReadableList;
    var isDefined = (t) => t === void 0 ? false : true;
    exports.isDefined = isDefined;
    function removeArrayElement(element, array) {
      const index = array.indexOf(element);
      if (index >= 0) {
        array.splice(index, 1);
        return true;
      } else {
        return false;
      }
    }
    exports.removeArrayElement = removeArrayElement;
    function isNonEmptyArray(array) {
      return array.length > 0;
    }
    exports.isNonEmptyArray = isNonEmptyArray;
    function findLast(array, predicate) {
      for (let i = array.length - 1; i >= 0; i--) {
        const t = array[i];
        if (predicate(t)) {
          return t;
        }
      }
      return void 0;
    }
    exports.findLast = findLast;
    function mergeMapOrNull(m1, m2) {
      if (!m1) {
        return m2;
      }
      if (!m2) {
        return m1;
      }
      return new Map([...m1, ...m2]);
    }
    exports.mergeMapOrNull = mergeMapOrNull;
    function composeSets(s1, s2) {
      if (!s1 && !s2) {
        return null;
      }
      const result = /* @__PURE__ */ new Set();
      s1 === null || s1 === void 0 ? void 0 : s1.forEach((v) => result.add(v));
      s2 === null || s2 === void 0 ? void 0 : s2.forEach((v) => result.add(v));
      return result;
    }
    exports.composeSets = composeSets;
    function setsEqual(s1, s2) {
      if (s1 === s2) {
        return true;
      }
      if (!s1 && !s2) {
        return true;
      }
      if (!s1 || !s2 || s1.size !== s2.size) {
        return false;
      }
      for (const key of s1) {
        if (!s2.has(key)) {
          return false;
        }
      }
      return true;
    }
    exports.setsEqual = setsEqual;
  }
});

// node_modules/@apollo/federation-internals/dist/error.js
var require_error = __commonJS({
  "node_modules/@apollo/federation-internals/dist/error.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.REMOVED_ERRORS = exports.ERRORS = exports.ERROR_CATEGORIES = exports.withModifiedErrorNodes = exports.withModifiedErrorMessage = exports.errorCodeDef = exports.errorCode = exports.printErrors = exports.printGraphQLErrorsOrRethrow = exports.errorCauses = exports.aggregateError = exports.extractGraphQLErrorOptions = void 0;
    var graphql_1 = require_graphql();
    var utils_1 = require_utils();
    var FED1_CODE = "0.x";
    var makeCodeDefinition = (code, description, metadata = DEFAULT_METADATA) => ({
      code,
      description,
      metadata,
      err: (message, options) => new graphql_1.GraphQLError(message, {
        ...options,
        extensions: {
          ...options === null || options === void 0 ? void 0 : options.extensions,
          code
        }
      })
    });
    function extractGraphQLErrorOptions(e) {
      return {
        nodes: e.nodes,
        source: e.source,
        positions: e.positions,
        path: e.path,
        originalError: e.originalError,
        extensions: e.extensions
      };
    }
    exports.extractGraphQLErrorOptions = extractGraphQLErrorOptions;
    var AggregateGraphQLError = class extends graphql_1.GraphQLError {
      constructor(code, message, causes, options) {
        super(message + ". Caused by:\n" + causes.map((c) => c.toString()).join("\n\n"), {
          ...options,
          extensions: { code }
        });
        this.causes = causes;
      }
      toString() {
        let output = `[${this.extensions.code}] ${super.toString()}`;
        output += "\ncaused by:";
        for (const cause of this.causes) {
          output += "\n\n  - ";
          output += cause.toString().split("\n").join("\n    ");
        }
        return output;
      }
    };
    function aggregateError(code, message, causes) {
      return new AggregateGraphQLError(code, message, causes);
    }
    exports.aggregateError = aggregateError;
    function errorCauses(e) {
      if (e instanceof AggregateGraphQLError) {
        return e.causes;
      }
      if (e instanceof graphql_1.GraphQLError) {
        return [e];
      }
      return void 0;
    }
    exports.errorCauses = errorCauses;
    function printGraphQLErrorsOrRethrow(e) {
      const causes = errorCauses(e);
      if (!causes) {
        throw e;
      }
      return causes.map((e2) => e2.toString()).join("\n\n");
    }
    exports.printGraphQLErrorsOrRethrow = printGraphQLErrorsOrRethrow;
    function printErrors(errors) {
      return errors.map((e) => e.toString()).join("\n\n");
    }
    exports.printErrors = printErrors;
    var DEFAULT_METADATA = { addedIn: "2.0.0" };
    var makeErrorCodeCategory = (extractCode, makeDescription, metadata = DEFAULT_METADATA) => ({
      createCode: (element) => {
        return makeCodeDefinition(extractCode(element), makeDescription(element), metadata);
      },
      get: (element) => {
        const def = codeDefByCode[extractCode(element)];
        (0, utils_1.assert)(def, `Unexpected element: ${element}`);
        return def;
      }
    });
    var makeFederationDirectiveErrorCodeCategory = (codeSuffix, makeDescription, metadata = DEFAULT_METADATA) => makeErrorCodeCategory((directive) => `${directive.toLocaleUpperCase()}_${codeSuffix}`, makeDescription, metadata);
    function errorCode(e) {
      if (!e.extensions || !("code" in e.extensions)) {
        return void 0;
      }
      return e.extensions.code;
    }
    exports.errorCode = errorCode;
    function errorCodeDef(e) {
      const code = typeof e === "string" ? e : errorCode(e);
      return code ? codeDefByCode[code] : void 0;
    }
    exports.errorCodeDef = errorCodeDef;
    function withModifiedErrorMessage(e, newMessage) {
      return new graphql_1.GraphQLError(newMessage, {
        nodes: e.nodes,
        source: e.source,
        positions: e.positions,
        path: e.path,
        originalError: e.originalError,
        extensions: e.extensions
      });
    }
    exports.withModifiedErrorMessage = withModifiedErrorMessage;
    function withModifiedErrorNodes(e, newNodes) {
      return new graphql_1.GraphQLError(e.message, {
        nodes: newNodes,
        source: e.source,
        positions: e.positions,
        path: e.path,
        originalError: e.originalError,
        extensions: e.extensions
      });
    }
    exports.withModifiedErrorNodes = withModifiedErrorNodes;
    var INVALID_GRAPHQL = makeCodeDefinition("INVALID_GRAPHQL", "A schema is invalid GraphQL: it violates one of the rule of the specification.");
    var DIRECTIVE_DEFINITION_INVALID = makeCodeDefinition("DIRECTIVE_DEFINITION_INVALID", "A built-in or federation directive has an invalid definition in the schema.", { ...DEFAULT_METADATA, replaces: ["TAG_DEFINITION_INVALID"] });
    var TYPE_DEFINITION_INVALID = makeCodeDefinition("TYPE_DEFINITION_INVALID", "A built-in or federation type has an invalid definition in the schema.");
    var UNSUPPORTED_LINKED_FEATURE = makeCodeDefinition("UNSUPPORTED_LINKED_FEATURE", "Indicates that a feature used in a @link is either unsupported or is used with unsupported options.");
    var UNKNOWN_FEDERATION_LINK_VERSION = makeCodeDefinition("UNKNOWN_FEDERATION_LINK_VERSION", "The version of federation in a @link directive on the schema is unknown.");
    var UNKNOWN_LINK_VERSION = makeCodeDefinition("UNKNOWN_LINK_VERSION", "The version of @link set on the schema is unknown.", { addedIn: "2.1.0" });
    var FIELDS_HAS_ARGS = makeFederationDirectiveErrorCodeCategory("FIELDS_HAS_ARGS", (directive) => `The \`fields\` argument of a \`@${directive}\` directive includes a field defined with arguments (which is not currently supported).`);
    var KEY_FIELDS_HAS_ARGS = FIELDS_HAS_ARGS.createCode("key");
    var PROVIDES_FIELDS_HAS_ARGS = FIELDS_HAS_ARGS.createCode("provides");
    var DIRECTIVE_FIELDS_MISSING_EXTERNAL = makeFederationDirectiveErrorCodeCategory("FIELDS_MISSING_EXTERNAL", (directive) => `The \`fields\` argument of a \`@${directive}\` directive includes a field that is not marked as \`@external\`.`, { addedIn: FED1_CODE });
    var PROVIDES_MISSING_EXTERNAL = DIRECTIVE_FIELDS_MISSING_EXTERNAL.createCode("provides");
    var REQUIRES_MISSING_EXTERNAL = DIRECTIVE_FIELDS_MISSING_EXTERNAL.createCode("requires");
    var DIRECTIVE_UNSUPPORTED_ON_INTERFACE = makeFederationDirectiveErrorCodeCategory("UNSUPPORTED_ON_INTERFACE", (directive) => `A \`@${directive}\` directive is used on an interface, which is ${directive === "key" ? "only supported when @linking to federation 2.3+" : "not (yet) supported"}.`);
    var KEY_UNSUPPORTED_ON_INTERFACE = DIRECTIVE_UNSUPPORTED_ON_INTERFACE.createCode("key");
    var PROVIDES_UNSUPPORTED_ON_INTERFACE = DIRECTIVE_UNSUPPORTED_ON_INTERFACE.createCode("provides");
    var REQUIRES_UNSUPPORTED_ON_INTERFACE = DIRECTIVE_UNSUPPORTED_ON_INTERFACE.createCode("requires");
    var DIRECTIVE_IN_FIELDS_ARG = makeFederationDirectiveErrorCodeCategory("DIRECTIVE_IN_FIELDS_ARG", (directive) => `The \`fields\` argument of a \`@${directive}\` directive includes some directive applications. This is not supported`, { addedIn: "2.1.0" });
    var KEY_HAS_DIRECTIVE_IN_FIELDS_ARGS = DIRECTIVE_IN_FIELDS_ARG.createCode("key");
    var PROVIDES_HAS_DIRECTIVE_IN_FIELDS_ARGS = DIRECTIVE_IN_FIELDS_ARG.createCode("provides");
    var REQUIRES_HAS_DIRECTIVE_IN_FIELDS_ARGS = DIRECTIVE_IN_FIELDS_ARG.createCode("requires");
    var EXTERNAL_UNUSED = makeCodeDefinition("EXTERNAL_UNUSED", "An `@external` field is not being used by any instance of `@key`, `@requires`, `@provides` or to satisfy an interface implementation.", { addedIn: FED1_CODE });
    var TYPE_WITH_ONLY_UNUSED_EXTERNAL = makeCodeDefinition("TYPE_WITH_ONLY_UNUSED_EXTERNAL", `A federation 1 schema has a composite type comprised only of unused external fields. Note that this error can _only_ be raised for federation 1 schema as federation 2 schema do not allow unused external fields (and errors with code ${EXTERNAL_UNUSED.code} will be raised in that case). But when federation 1 schema are automatically migrated to federation 2 ones, unused external fields are automatically removed, and in rare case this can leave a type empty. If that happens, an error with this code will be raised`);
    var PROVIDES_ON_NON_OBJECT_FIELD = makeCodeDefinition("PROVIDES_ON_NON_OBJECT_FIELD", "A `@provides` directive is used to mark a field whose base type is not an object type.");
    var DIRECTIVE_INVALID_FIELDS_TYPE = makeFederationDirectiveErrorCodeCategory("INVALID_FIELDS_TYPE", (directive) => `The value passed to the \`fields\` argument of a \`@${directive}\` directive is not a string.`);
    var KEY_INVALID_FIELDS_TYPE = DIRECTIVE_INVALID_FIELDS_TYPE.createCode("key");
    var PROVIDES_INVALID_FIELDS_TYPE = DIRECTIVE_INVALID_FIELDS_TYPE.createCode("provides");
    var REQUIRES_INVALID_FIELDS_TYPE = DIRECTIVE_INVALID_FIELDS_TYPE.createCode("requires");
    var DIRECTIVE_INVALID_FIELDS = makeFederationDirectiveErrorCodeCategory("INVALID_FIELDS", (directive) => `The \`fields\` argument of a \`@${directive}\` directive is invalid (it has invalid syntax, includes unknown fields, ...).`);
    var KEY_INVALID_FIELDS = DIRECTIVE_INVALID_FIELDS.createCode("key");
    var PROVIDES_INVALID_FIELDS = DIRECTIVE_INVALID_FIELDS.createCode("provides");
    var REQUIRES_INVALID_FIELDS = DIRECTIVE_INVALID_FIELDS.createCode("requires");
    var KEY_FIELDS_SELECT_INVALID_TYPE = makeCodeDefinition("KEY_FIELDS_SELECT_INVALID_TYPE", "The `fields` argument of `@key` directive includes a field whose type is a list, interface, or union type. Fields of these types cannot be part of a `@key`", { addedIn: FED1_CODE });
    var ROOT_TYPE_USED = makeErrorCodeCategory((kind) => `ROOT_${kind.toLocaleUpperCase()}_USED`, (kind) => `A subgraph's schema defines a type with the name \`${kind}\`, while also specifying a _different_ type name as the root query object. This is not allowed.`, { addedIn: FED1_CODE });
    var ROOT_QUERY_USED = ROOT_TYPE_USED.createCode("query");
    var ROOT_MUTATION_USED = ROOT_TYPE_USED.createCode("mutation");
    var ROOT_SUBSCRIPTION_USED = ROOT_TYPE_USED.createCode("subscription");
    var INVALID_SUBGRAPH_NAME = makeCodeDefinition("INVALID_SUBGRAPH_NAME", 'A subgraph name is invalid (subgraph names cannot be a single underscore ("_")).');
    var NO_QUERIES = makeCodeDefinition("NO_QUERIES", "None of the composed subgraphs expose any query.");
    var INTERFACE_FIELD_NO_IMPLEM = makeCodeDefinition("INTERFACE_FIELD_NO_IMPLEM", "After subgraph merging, an implementation is missing a field of one of the interface it implements (which can happen for valid subgraphs).");
    var TYPE_KIND_MISMATCH = makeCodeDefinition("TYPE_KIND_MISMATCH", "A type has the same name in different subgraphs, but a different kind. For instance, one definition is an object type but another is an interface.", { ...DEFAULT_METADATA, replaces: ["VALUE_TYPE_KIND_MISMATCH", "EXTENSION_OF_WRONG_KIND", "ENUM_MISMATCH_TYPE"] });
    var CONTEXT_NOT_SET = makeCodeDefinition("CONTEXT_NOT_SET", "Context is never set for context trying to be used.", { addedIn: "2.8.0" });
    var CONTEXT_INVALID_SELECTION = makeCodeDefinition("CONTEXT_INVALID_SELECTION", "Selection within @fromContext must resolve to a single field.", { addedIn: "2.8.0" });
    var NO_CONTEXT_IN_SELECTION = makeCodeDefinition("NO_CONTEXT_IN_SELECTION", "Selection in @fromContext field argument does not reference a context.", { addedIn: "2.8.0" });
    var CONTEXT_NO_RESOLVABLE_KEY = makeCodeDefinition("CONTEXT_NO_RESOLVABLE_KEY", "If an ObjectType uses a @fromContext, at least one of its keys must be resolvable.", { addedIn: "2.8.0" });
    var CONTEXT_NAME_INVALID = makeCodeDefinition("CONTEXT_NAME_INVALID", "Context name is invalid.", { addedIn: "2.8.0" });
    var EXTERNAL_TYPE_MISMATCH = makeCodeDefinition("EXTERNAL_TYPE_MISMATCH", "An `@external` field has a type that is incompatible with the declaration(s) of that field in other subgraphs.", { addedIn: FED1_CODE });
    var EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE = makeCodeDefinition("EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE", "The @external directive collides with other directives in some situations.", { addedIn: "2.1.0" });
    var EXTERNAL_ARGUMENT_MISSING = makeCodeDefinition("EXTERNAL_ARGUMENT_MISSING", "An `@external` field is missing some arguments present in the declaration(s) of that field in other subgraphs.");
    var EXTERNAL_ARGUMENT_TYPE_MISMATCH = makeCodeDefinition("EXTERNAL_ARGUMENT_TYPE_MISMATCH", "An `@external` field declares an argument with a type that is incompatible with the corresponding argument in the declaration(s) of that field in other subgraphs.");
    var EXTERNAL_ARGUMENT_DEFAULT_MISMATCH = makeCodeDefinition("EXTERNAL_ARGUMENT_DEFAULT_MISMATCH", "An `@external` field declares an argument with a default that is incompatible with the corresponding argument in the declaration(s) of that field in other subgraphs.");
    var EXTERNAL_ON_INTERFACE = makeCodeDefinition("EXTERNAL_ON_INTERFACE", 'The field of an interface type is marked with `@external`: as external is about marking field not resolved by the subgraph and as interface field are not resolved (only implementations of those fields are), an "external" interface field is nonsensical');
    var MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL = makeCodeDefinition("MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL", "In a subgraph, a field is both marked @external and has a merged directive applied to it");
    var FIELD_TYPE_MISMATCH = makeCodeDefinition("FIELD_TYPE_MISMATCH", "A field has a type that is incompatible with other declarations of that field in other subgraphs.", { ...DEFAULT_METADATA, replaces: ["VALUE_TYPE_FIELD_TYPE_MISMATCH"] });
    var ARGUMENT_TYPE_MISMATCH = makeCodeDefinition("FIELD_ARGUMENT_TYPE_MISMATCH", "An argument (of a field/directive) has a type that is incompatible with that of other declarations of that same argument in other subgraphs.", { ...DEFAULT_METADATA, replaces: ["VALUE_TYPE_INPUT_VALUE_MISMATCH"] });
    var INPUT_FIELD_DEFAULT_MISMATCH = makeCodeDefinition("INPUT_FIELD_DEFAULT_MISMATCH", "An input field has a default value that is incompatible with other declarations of that field in other subgraphs.");
    var ARGUMENT_DEFAULT_MISMATCH = makeCodeDefinition("FIELD_ARGUMENT_DEFAULT_MISMATCH", "An argument (of a field/directive) has a default value that is incompatible with that of other declarations of that same argument in other subgraphs.");
    var EXTENSION_WITH_NO_BASE = makeCodeDefinition("EXTENSION_WITH_NO_BASE", "A subgraph is attempting to `extend` a type that is not originally defined in any known subgraph.", { addedIn: FED1_CODE });
    var EXTERNAL_MISSING_ON_BASE = makeCodeDefinition("EXTERNAL_MISSING_ON_BASE", "A field is marked as `@external` in a subgraph but with no non-external declaration in any other subgraph.", { addedIn: FED1_CODE });
    var INVALID_FIELD_SHARING = makeCodeDefinition("INVALID_FIELD_SHARING", "A field that is non-shareable in at least one subgraph is resolved by multiple subgraphs.");
    var INVALID_SHAREABLE_USAGE = makeCodeDefinition("INVALID_SHAREABLE_USAGE", "The `@shareable` federation directive is used in an invalid way.", { addedIn: "2.1.2" });
    var INVALID_LINK_DIRECTIVE_USAGE = makeCodeDefinition("INVALID_LINK_DIRECTIVE_USAGE", "An application of the @link directive is invalid/does not respect the specification.");
    var INVALID_LINK_IDENTIFIER = makeCodeDefinition("INVALID_LINK_IDENTIFIER", "A url/version for a @link feature is invalid/does not respect the specification.", { addedIn: "2.1.0" });
    var LINK_IMPORT_NAME_MISMATCH = makeCodeDefinition("LINK_IMPORT_NAME_MISMATCH", "The import name for a merged directive (as declared by the relevant `@link(import:)` argument) is inconsistent between subgraphs.");
    var REFERENCED_INACCESSIBLE = makeCodeDefinition("REFERENCED_INACCESSIBLE", "An element is marked as @inaccessible but is referenced by an element visible in the API schema.");
    var DEFAULT_VALUE_USES_INACCESSIBLE = makeCodeDefinition("DEFAULT_VALUE_USES_INACCESSIBLE", "An element is marked as @inaccessible but is used in the default value of an element visible in the API schema.");
    var QUERY_ROOT_TYPE_INACCESSIBLE = makeCodeDefinition("QUERY_ROOT_TYPE_INACCESSIBLE", "An element is marked as @inaccessible but is the query root type, which must be visible in the API schema.");
    var REQUIRED_INACCESSIBLE = makeCodeDefinition("REQUIRED_INACCESSIBLE", "An element is marked as @inaccessible but is required by an element visible in the API schema.");
    var IMPLEMENTED_BY_INACCESSIBLE = makeCodeDefinition("IMPLEMENTED_BY_INACCESSIBLE", "An element is marked as @inaccessible but implements an element visible in the API schema.");
    var DISALLOWED_INACCESSIBLE = makeCodeDefinition("DISALLOWED_INACCESSIBLE", "An element is marked as @inaccessible that is not allowed to be @inaccessible.");
    var ONLY_INACCESSIBLE_CHILDREN = makeCodeDefinition("ONLY_INACCESSIBLE_CHILDREN", "A type visible in the API schema has only @inaccessible children.");
    var REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH = makeCodeDefinition("REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH", "A field of an input object type is mandatory in some subgraphs, but the field is not defined in all the subgraphs that define the input object type.");
    var REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH = makeCodeDefinition("REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH", "An argument of a field or directive definition is mandatory in some subgraphs, but the argument is not defined in all the subgraphs that define the field or directive definition.");
    var EMPTY_MERGED_INPUT_TYPE = makeCodeDefinition("EMPTY_MERGED_INPUT_TYPE", "An input object type has no field common to all the subgraphs that define the type. Merging that type would result in an invalid empty input object type.");
    var ENUM_VALUE_MISMATCH = makeCodeDefinition("ENUM_VALUE_MISMATCH", "An enum type that is used as both an input and output type has a value that is not defined in all the subgraphs that define the enum type.");
    var EMPTY_MERGED_ENUM_TYPE = makeCodeDefinition("EMPTY_MERGED_ENUM_TYPE", "An enum type has no value common to all the subgraphs that define the type. Merging that type would result in an invalid empty enum type.");
    var SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES = makeCodeDefinition("SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES", "A shareable field return type has mismatched possible runtime types in the subgraphs in which the field is declared. As shared fields must resolve the same way in all subgraphs, this is almost surely a mistake.");
    var SATISFIABILITY_ERROR = makeCodeDefinition("SATISFIABILITY_ERROR", "Subgraphs can be merged, but the resulting supergraph API would have queries that cannot be satisfied by those subgraphs.");
    var OVERRIDE_FROM_SELF_ERROR = makeCodeDefinition("OVERRIDE_FROM_SELF_ERROR", 'Field with `@override` directive has "from" location that references its own subgraph.');
    var OVERRIDE_SOURCE_HAS_OVERRIDE = makeCodeDefinition("OVERRIDE_SOURCE_HAS_OVERRIDE", "Field which is overridden to another subgraph is also marked @override.");
    var OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE = makeCodeDefinition("OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE", "The @override directive cannot be used on external fields, nor to override fields with either @external, @provides, or @requires.");
    var OVERRIDE_ON_INTERFACE = makeCodeDefinition("OVERRIDE_ON_INTERFACE", "The @override directive cannot be used on the fields of an interface type.", { addedIn: "2.3.0" });
    var OVERRIDE_LABEL_INVALID = makeCodeDefinition("OVERRIDE_LABEL_INVALID", "The @override directive `label` argument must match the pattern /^[a-zA-Z][a-zA-Z0-9_-:./]*$/ or /^percent((d{1,2}(.d{1,8})?|100))$/", { addedIn: "2.7.0" });
    var UNSUPPORTED_FEATURE = makeCodeDefinition("UNSUPPORTED_FEATURE", "Indicates an error due to feature currently unsupported by federation.", { addedIn: "2.1.0" });
    var INVALID_FEDERATION_SUPERGRAPH = makeCodeDefinition("INVALID_FEDERATION_SUPERGRAPH", "Indicates that a schema provided for an Apollo Federation supergraph is not a valid supergraph schema.", { addedIn: "2.1.0" });
    var DOWNSTREAM_SERVICE_ERROR = makeCodeDefinition("DOWNSTREAM_SERVICE_ERROR", "Indicates an error in a subgraph service query during query execution in a federated service.", { addedIn: FED1_CODE });
    var DIRECTIVE_COMPOSITION_ERROR = makeCodeDefinition("DIRECTIVE_COMPOSITION_ERROR", "Error when composing custom directives.", { addedIn: "2.1.0" });
    var INTERFACE_OBJECT_USAGE_ERROR = makeCodeDefinition("INTERFACE_OBJECT_USAGE_ERROR", "Error in the usage of the @interfaceObject directive.", { addedIn: "2.3.0" });
    var INTERFACE_KEY_NOT_ON_IMPLEMENTATION = makeCodeDefinition("INTERFACE_KEY_NOT_ON_IMPLEMENTATION", "A `@key` is defined on an interface type, but is not defined (or is not resolvable) on at least one of the interface implementations", { addedIn: "2.3.0" });
    var INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE = makeCodeDefinition("INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE", "A subgraph has a `@key` on an interface type, but that subgraph does not define an implementation (in the supergraph) of that interface", { addedIn: "2.3.0" });
    var CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS = makeCodeDefinition("CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS", "Argument on field is marked contextual in only some subgraphs", { addedIn: "2.7.0" });
    var COST_APPLIED_TO_INTERFACE_FIELD = makeCodeDefinition("COST_APPLIED_TO_INTERFACE_FIELD", "The `@cost` directive must be applied to concrete types", { addedIn: "2.9.2" });
    var LIST_SIZE_APPLIED_TO_NON_LIST = makeCodeDefinition("LIST_SIZE_APPLIED_TO_NON_LIST", "The `@listSize` directive must be applied to list types", { addedIn: "2.9.2" });
    var LIST_SIZE_INVALID_ASSUMED_SIZE = makeCodeDefinition("LIST_SIZE_INVALID_ASSUMED_SIZE", "The `@listSize` directive assumed size cannot be negative", { addedIn: "2.9.2" });
    var LIST_SIZE_INVALID_SLICING_ARGUMENT = makeCodeDefinition("LIST_SIZE_INVALID_SLICING_ARGUMENT", "The `@listSize` directive must have existing integer slicing arguments", { addedIn: "2.9.2" });
    var LIST_SIZE_INVALID_SIZED_FIELD = makeCodeDefinition("LIST_SIZE_INVALID_SIZED_FIELD", "The `@listSize` directive must reference existing list fields as sized fields", { addedIn: "2.9.2" });
    var MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED = makeCodeDefinition("MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED", "The maximum number of validation subgraph paths has been exceeded.", { addedIn: "2.8.0" });
    var AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE = makeCodeDefinition("AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE", "The @authenticated, @requiresScopes and @policy directive cannot be applied on interface, interface fields and interface object", { addedIn: "2.9.4" });
    var MISSING_TRANSITIVE_AUTH_REQUIREMENTS = makeCodeDefinition("MISSING_TRANSITIVE_AUTH_REQUIREMENTS", "Field missing transitive @authenticated, @requiresScopes and/or @policy auth requirements needed to access dependent data.", { addedIn: "2.9.4" });
    exports.ERROR_CATEGORIES = {
      DIRECTIVE_FIELDS_MISSING_EXTERNAL,
      DIRECTIVE_UNSUPPORTED_ON_INTERFACE,
      DIRECTIVE_INVALID_FIELDS_TYPE,
      DIRECTIVE_INVALID_FIELDS,
      FIELDS_HAS_ARGS,
      ROOT_TYPE_USED,
      DIRECTIVE_IN_FIELDS_ARG
    };
    exports.ERRORS = {
      INVALID_GRAPHQL,
      DIRECTIVE_DEFINITION_INVALID,
      TYPE_DEFINITION_INVALID,
      UNSUPPORTED_LINKED_FEATURE,
      UNKNOWN_FEDERATION_LINK_VERSION,
      UNKNOWN_LINK_VERSION,
      KEY_FIELDS_HAS_ARGS,
      PROVIDES_FIELDS_HAS_ARGS,
      PROVIDES_MISSING_EXTERNAL,
      REQUIRES_MISSING_EXTERNAL,
      KEY_UNSUPPORTED_ON_INTERFACE,
      PROVIDES_UNSUPPORTED_ON_INTERFACE,
      REQUIRES_UNSUPPORTED_ON_INTERFACE,
      EXTERNAL_UNUSED,
      EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE,
      TYPE_WITH_ONLY_UNUSED_EXTERNAL,
      PROVIDES_ON_NON_OBJECT_FIELD,
      KEY_INVALID_FIELDS_TYPE,
      PROVIDES_INVALID_FIELDS_TYPE,
      REQUIRES_INVALID_FIELDS_TYPE,
      KEY_INVALID_FIELDS,
      PROVIDES_INVALID_FIELDS,
      REQUIRES_INVALID_FIELDS,
      KEY_FIELDS_SELECT_INVALID_TYPE,
      ROOT_QUERY_USED,
      ROOT_MUTATION_USED,
      ROOT_SUBSCRIPTION_USED,
      INVALID_SUBGRAPH_NAME,
      NO_QUERIES,
      INTERFACE_FIELD_NO_IMPLEM,
      TYPE_KIND_MISMATCH,
      CONTEXT_NOT_SET,
      CONTEXT_INVALID_SELECTION,
      NO_CONTEXT_IN_SELECTION,
      CONTEXT_NO_RESOLVABLE_KEY,
      CONTEXT_NAME_INVALID,
      EXTERNAL_TYPE_MISMATCH,
      EXTERNAL_ARGUMENT_MISSING,
      EXTERNAL_ARGUMENT_TYPE_MISMATCH,
      EXTERNAL_ARGUMENT_DEFAULT_MISMATCH,
      EXTERNAL_ON_INTERFACE,
      MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL,
      FIELD_TYPE_MISMATCH,
      ARGUMENT_TYPE_MISMATCH,
      INPUT_FIELD_DEFAULT_MISMATCH,
      ARGUMENT_DEFAULT_MISMATCH,
      EXTENSION_WITH_NO_BASE,
      EXTERNAL_MISSING_ON_BASE,
      INVALID_FIELD_SHARING,
      INVALID_SHAREABLE_USAGE,
      INVALID_LINK_DIRECTIVE_USAGE,
      INVALID_LINK_IDENTIFIER,
      LINK_IMPORT_NAME_MISMATCH,
      REFERENCED_INACCESSIBLE,
      DEFAULT_VALUE_USES_INACCESSIBLE,
      QUERY_ROOT_TYPE_INACCESSIBLE,
      REQUIRED_INACCESSIBLE,
      DISALLOWED_INACCESSIBLE,
      IMPLEMENTED_BY_INACCESSIBLE,
      ONLY_INACCESSIBLE_CHILDREN,
      REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH,
      REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH,
      EMPTY_MERGED_INPUT_TYPE,
      ENUM_VALUE_MISMATCH,
      EMPTY_MERGED_ENUM_TYPE,
      SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES,
      SATISFIABILITY_ERROR,
      OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE,
      OVERRIDE_FROM_SELF_ERROR,
      OVERRIDE_SOURCE_HAS_OVERRIDE,
      OVERRIDE_ON_INTERFACE,
      OVERRIDE_LABEL_INVALID,
      UNSUPPORTED_FEATURE,
      INVALID_FEDERATION_SUPERGRAPH,
      DOWNSTREAM_SERVICE_ERROR,
      KEY_HAS_DIRECTIVE_IN_FIELDS_ARGS,
      PROVIDES_HAS_DIRECTIVE_IN_FIELDS_ARGS,
      REQUIRES_HAS_DIRECTIVE_IN_FIELDS_ARGS,
      DIRECTIVE_COMPOSITION_ERROR,
      INTERFACE_OBJECT_USAGE_ERROR,
      INTERFACE_KEY_NOT_ON_IMPLEMENTATION,
      INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE,
      CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS,
      COST_APPLIED_TO_INTERFACE_FIELD,
      LIST_SIZE_APPLIED_TO_NON_LIST,
      LIST_SIZE_INVALID_ASSUMED_SIZE,
      LIST_SIZE_INVALID_SIZED_FIELD,
      LIST_SIZE_INVALID_SLICING_ARGUMENT,
      MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED,
      AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE,
      MISSING_TRANSITIVE_AUTH_REQUIREMENTS
    };
    var codeDefByCode = Object.values(exports.ERRORS).reduce((obj, codeDef) => {
      obj[codeDef.code] = codeDef;
      return obj;
    }, {});
    exports.REMOVED_ERRORS = [
      ["KEY_FIELDS_MISSING_ON_BASE", "Keys can now use any field from any other subgraph."],
      ["KEY_FIELDS_MISSING_EXTERNAL", "Using `@external` for key fields is now discouraged, unless the field is truly meant to be external."],
      ["KEY_MISSING_ON_BASE", "Each subgraph is now free to declare a key only if it needs it."],
      ["MULTIPLE_KEYS_ON_EXTENSION", "Every subgraph can have multiple keys, as necessary."],
      ["KEY_NOT_SPECIFIED", "Each subgraph can declare key independently of any other subgraph."],
      ["EXTERNAL_USED_ON_BASE", "As there is not type ownership anymore, there is also no particular limitation as to where a field can be external."],
      ["PROVIDES_NOT_ON_ENTITY", "@provides can now be used on any type."],
      ["REQUIRES_FIELDS_MISSING_ON_BASE", "Fields in @requires can now be from any subgraph."],
      ["REQUIRES_USED_ON_BASE", "As there is not type ownership anymore, there is also no particular limitation as to which subgraph can use a @requires."],
      ["DUPLICATE_SCALAR_DEFINITION", "As duplicate scalar definitions is invalid GraphQL, this will now be an error with code `INVALID_GRAPHQL`."],
      ["DUPLICATE_ENUM_DEFINITION", "As duplicate enum definitions is invalid GraphQL, this will now be an error with code `INVALID_GRAPHQL`."],
      ["DUPLICATE_ENUM_VALUE", "As duplicate enum values is invalid GraphQL, this will now be an error with code `INVALID_GRAPHQL`."],
      ["ENUM_MISMATCH", "Subgraph definitions for an enum are now merged by composition."],
      ["VALUE_TYPE_NO_ENTITY", "There is no strong different between entity and value types in the model (they are just usage pattern) and a type can have keys in one subgraph but not another."],
      ["VALUE_TYPE_UNION_TYPES_MISMATCH", "Subgraph definitions for an union are now merged by composition."],
      ["PROVIDES_FIELDS_SELECT_INVALID_TYPE", "@provides can now be used on field of interface, union and list types."],
      ["RESERVED_FIELD_USED", "This error was previously not correctly enforced: the _service and _entities, if present, were overridden; this is still the case."],
      ["NON_REPEATABLE_DIRECTIVE_ARGUMENTS_MISMATCH", "Since federation 2.1.0, the case this error used to cover is now a warning (with code `INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS`) instead of an error."],
      ["REQUIRES_FIELDS_HAS_ARGS", "Since federation 2.1.1, using fields with arguments in a @requires is fully supported."],
      ["INTERFACE_FIELD_IMPLEM_TYPE_MISMATCH", "This error was thrown by a validation introduced to avoid running into a known runtime bug. Since federation 2.3, the underlying runtime bug has been addressed and the validation/limitation was no longer necessary and has been removed."]
    ];
  }
});

// node_modules/js-levenshtein/index.js
var require_js_levenshtein = __commonJS({
  "node_modules/js-levenshtein/index.js"(exports, module) {
    "use strict";
    module.exports = /* @__PURE__ */ (function() {
      function _min(d0, d1, d2, bx, ay) {
        return d0 < d1 || d2 < d1 ? d0 > d2 ? d2 + 1 : d0 + 1 : bx === ay ? d1 : d1 + 1;
      }
      return function(a, b) {
        if (a === b) {
          return 0;
        }
        if (a.length > b.length) {
          var tmp = a;
          a = b;
          b = tmp;
        }
        var la = a.length;
        var lb = b.length;
        while (la > 0 && a.charCodeAt(la - 1) === b.charCodeAt(lb - 1)) {
          la--;
          lb--;
        }
        var offset = 0;
        while (offset < la && a.charCodeAt(offset) === b.charCodeAt(offset)) {
          offset++;
        }
        la -= offset;
        lb -= offset;
        if (la === 0 || lb < 3) {
          return lb;
        }
        var x = 0;
        var y;
        var d0;
        var d1;
        var d2;
        var d3;
        var dd;
        var dy;
        var ay;
        var bx0;
        var bx1;
        var bx2;
        var bx3;
        var vector = [];
        for (y = 0; y < la; y++) {
          vector.push(y + 1);
          vector.push(a.charCodeAt(offset + y));
        }
        var len = vector.length - 1;
        for (; x < lb - 3; ) {
          bx0 = b.charCodeAt(offset + (d0 = x));
          bx1 = b.charCodeAt(offset + (d1 = x + 1));
          bx2 = b.charCodeAt(offset + (d2 = x + 2));
          bx3 = b.charCodeAt(offset + (d3 = x + 3));
          dd = x += 4;
          for (y = 0; y < len; y += 2) {
            dy = vector[y];
            ay = vector[y + 1];
            d0 = _min(dy, d0, d1, bx0, ay);
            d1 = _min(d0, d1, d2, bx1, ay);
            d2 = _min(d1, d2, d3, bx2, ay);
            dd = _min(d2, d3, dd, bx3, ay);
            vector[y] = dd;
            d3 = d2;
            d2 = d1;
            d1 = d0;
            d0 = dy;
          }
        }
        for (; x < lb; ) {
          bx0 = b.charCodeAt(offset + (d0 = x));
          dd = ++x;
          for (y = 0; y < len; y += 2) {
            dy = vector[y];
            vector[y] = dd = _min(dy, d0, dd, bx0, vector[y + 1]);
            d0 = dy;
          }
        }
        return dd;
      };
    })();
  }
});

// node_modules/@apollo/federation-internals/dist/suggestions.js
var require_suggestions = __commonJS({
  "node_modules/@apollo/federation-internals/dist/suggestions.js"(exports) {
    "use strict";
    var __importDefault = exports && exports.__importDefault || function(mod) {
      return mod && mod.__esModule ? mod : { "default": mod };
    };
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.didYouMean = exports.suggestionList = void 0;
    var js_levenshtein_1 = __importDefault(require_js_levenshtein());
    var utils_1 = require_utils();
    function suggestionList(input, options) {
      const optionsByDistance = /* @__PURE__ */ new Map();
      const threshold = Math.floor(input.length * 0.4) + 1;
      const inputLowerCase = input.toLowerCase();
      for (const option of options) {
        const distance = inputLowerCase === option.toLowerCase() ? 1 : (0, js_levenshtein_1.default)(input, option);
        if (distance <= threshold) {
          optionsByDistance.set(option, distance);
        }
      }
      return (0, utils_1.mapKeys)(optionsByDistance).sort((a, b) => {
        const distanceDiff = optionsByDistance.get(a) - optionsByDistance.get(b);
        return distanceDiff !== 0 ? distanceDiff : a.localeCompare(b);
      });
    }
    exports.suggestionList = suggestionList;
    var MAX_SUGGESTIONS = 5;
    function didYouMean(suggestions) {
      const message = " Did you mean ";
      const quotedSuggestions = suggestions.map((x) => `"${x}"`);
      switch (suggestions.length) {
        case 0:
          return "";
        case 1:
          return message + quotedSuggestions[0] + "?";
        case 2:
          return message + quotedSuggestions[0] + " or " + quotedSuggestions[1] + "?";
      }
      const selected = quotedSuggestions.slice(0, MAX_SUGGESTIONS);
      const lastItem = selected.pop();
      return message + selected.join(", ") + ", or " + lastItem + "?";
    }
    exports.didYouMean = didYouMean;
  }
});

// node_modules/@apollo/federation-internals/dist/values.js
var require_values = __commonJS({
  "node_modules/@apollo/federation-internals/dist/values.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.collectVariablesInValue = exports.argumentsFromAST = exports.isValidLeafValue = exports.valueFromASTUntyped = exports.valueFromAST = exports.isValidValueApplication = exports.isValidValue = exports.valueToAST = exports.valueNodeToConstValueNode = exports.withDefaultValues = exports.argumentsEquals = exports.valueEquals = exports.valueToString = void 0;
    var definitions_1 = require_definitions();
    var graphql_1 = require_graphql();
    var suggestions_1 = require_suggestions();
    var util_1 = __require("util");
    var types_1 = require_types();
    var utils_1 = require_utils();
    var error_1 = require_error();
    var MAX_INT = 2147483647;
    var MIN_INT = -2147483648;
    function valueToString(v, expectedType) {
      if (v === void 0 || v === null) {
        return "null";
      }
      if (expectedType && (0, definitions_1.isNonNullType)(expectedType)) {
        return valueToString(v, expectedType.ofType);
      }
      if (expectedType && (0, definitions_1.isCustomScalarType)(expectedType)) {
        expectedType = void 0;
      }
      if ((0, definitions_1.isVariable)(v)) {
        return v.toString();
      }
      if (Array.isArray(v)) {
        let elementsType = void 0;
        if (expectedType && (0, definitions_1.isListType)(expectedType)) {
          elementsType = expectedType.ofType;
        }
        return "[" + v.map((e) => valueToString(e, elementsType)).join(", ") + "]";
      }
      if (expectedType && (0, definitions_1.isListType)(expectedType)) {
        return valueToString(v, expectedType.ofType);
      }
      if (typeof v === "object") {
        if (expectedType && !(0, definitions_1.isInputObjectType)(expectedType)) {
          expectedType = void 0;
        }
        return "{" + Object.keys(v).map((k) => {
          var _a;
          const valueType = expectedType ? (_a = expectedType.field(k)) === null || _a === void 0 ? void 0 : _a.type : void 0;
          return `${k}: ${valueToString(v[k], valueType)}`;
        }).join(", ") + "}";
      }
      if (typeof v === "string") {
        if (expectedType) {
          if ((0, definitions_1.isEnumType)(expectedType)) {
            return expectedType.value(v) ? v : JSON.stringify(v);
          }
          if (expectedType === expectedType.schema().idType() && integerStringRegExp.test(v)) {
            return v;
          }
        }
        return JSON.stringify(v);
      }
      return String(v);
    }
    exports.valueToString = valueToString;
    function valueEquals(a, b) {
      if (a === b) {
        return true;
      }
      if (Array.isArray(a)) {
        return Array.isArray(b) && arrayValueEquals(a, b);
      }
      if (a !== null && typeof a === "object") {
        return b !== null && typeof b === "object" && objectEquals(a, b);
      }
      return a === b;
    }
    exports.valueEquals = valueEquals;
    function arrayValueEquals(a, b) {
      if (a.length !== b.length) {
        return false;
      }
      for (let i = 0; i < a.length; ++i) {
        if (!valueEquals(a[i], b[i])) {
          return false;
        }
      }
      return true;
    }
    function objectEquals(a, b) {
      const keys1 = Object.keys(a);
      const keys2 = Object.keys(b);
      if (keys1.length != keys2.length) {
        return false;
      }
      for (const key of keys1) {
        const v1 = a[key];
        const v2 = b[key];
        if (v2 === void 0 && !keys2.includes(key)) {
          return false;
        }
        if (!valueEquals(v1, v2)) {
          return false;
        }
      }
      return true;
    }
    function argumentsEquals(args1, args2) {
      if (args1 === args2) {
        return true;
      }
      return objectEquals(args1, args2);
    }
    exports.argumentsEquals = argumentsEquals;
    function buildError(message) {
      return new Error(message);
    }
    function applyDefaultValues(value, type) {
      if ((0, definitions_1.isVariable)(value)) {
        return value;
      }
      if (value === null) {
        if ((0, definitions_1.isNonNullType)(type)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid null value for non-null type ${type} while computing default values`);
        }
        return null;
      }
      if ((0, definitions_1.isNonNullType)(type)) {
        return applyDefaultValues(value, type.ofType);
      }
      if ((0, definitions_1.isListType)(type)) {
        if (Array.isArray(value)) {
          return value.map((v) => applyDefaultValues(v, type.ofType));
        } else {
          return applyDefaultValues(value, type.ofType);
        }
      }
      if ((0, definitions_1.isInputObjectType)(type)) {
        if (typeof value !== "object") {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Expected value for type ${type} to be an object, but is ${typeof value}.`);
        }
        const updated = /* @__PURE__ */ Object.create(null);
        for (const field of type.fields()) {
          if (!field.type) {
            throw buildError(`Cannot compute default value for field ${field.name} of ${type} as the field type is undefined`);
          }
          const fieldValue = value[field.name];
          if (fieldValue === void 0) {
            if (field.defaultValue !== void 0) {
              updated[field.name] = applyDefaultValues(field.defaultValue, field.type);
            } else if (!(0, definitions_1.isNonNullType)(field.type)) {
              updated[field.name] = null;
            } else {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Required field "${field.name}" of type ${type} was not provided.`);
            }
          } else {
            updated[field.name] = applyDefaultValues(fieldValue, field.type);
          }
        }
        for (const fieldName of Object.keys(value)) {
          if (!type.field(fieldName)) {
            const suggestions = (0, suggestions_1.suggestionList)(fieldName, type.fields().map((f) => f.name));
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Field "${fieldName}" is not defined by type "${type}".` + (0, suggestions_1.didYouMean)(suggestions));
          }
        }
        return updated;
      }
      return value;
    }
    function withDefaultValues(value, argument) {
      if (!argument.type) {
        throw buildError(`Cannot compute default value for argument ${argument} as the type is undefined`);
      }
      if (value === void 0) {
        if (argument.defaultValue !== void 0) {
          return applyDefaultValues(argument.defaultValue, argument.type);
        } else if (!(0, definitions_1.isNonNullType)(argument.type)) {
          return null;
        } else {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Required argument "${argument.coordinate}" was not provided.`);
        }
      }
      return applyDefaultValues(value, argument.type);
    }
    exports.withDefaultValues = withDefaultValues;
    var integerStringRegExp = /^-?(?:0|[1-9][0-9]*)$/;
    function objectFieldNodeToConst(field) {
      return { ...field, value: valueNodeToConstValueNode(field.value) };
    }
    function valueNodeToConstValueNode(value) {
      if (value.kind === graphql_1.Kind.NULL || value.kind === graphql_1.Kind.INT || value.kind === graphql_1.Kind.FLOAT || value.kind === graphql_1.Kind.STRING || value.kind === graphql_1.Kind.BOOLEAN || value.kind === graphql_1.Kind.ENUM) {
        return value;
      }
      if (value.kind === graphql_1.Kind.LIST) {
        const constValues = value.values.map((v) => valueNodeToConstValueNode(v));
        return { ...value, values: constValues };
      }
      if (value.kind === graphql_1.Kind.OBJECT) {
        const constFields = value.fields.map((f) => objectFieldNodeToConst(f));
        return { ...value, fields: constFields };
      }
      if (value.kind === graphql_1.Kind.VARIABLE) {
        throw new Error("Unexpected VariableNode in const AST");
      }
      (0, utils_1.assertUnreachable)(value);
    }
    exports.valueNodeToConstValueNode = valueNodeToConstValueNode;
    function valueToAST(value, type) {
      if (value === void 0) {
        return void 0;
      }
      if ((0, definitions_1.isNonNullType)(type)) {
        const astValue = valueToAST(value, type.ofType);
        if ((astValue === null || astValue === void 0 ? void 0 : astValue.kind) === graphql_1.Kind.NULL) {
          throw buildError(`Invalid null value ${valueToString(value)} for non-null type ${type}`);
        }
        return astValue;
      }
      if (value === null) {
        return { kind: graphql_1.Kind.NULL };
      }
      if ((0, definitions_1.isVariable)(value)) {
        return { kind: graphql_1.Kind.VARIABLE, name: { kind: graphql_1.Kind.NAME, value: value.name } };
      }
      if ((0, definitions_1.isCustomScalarType)(type)) {
        return valueToASTUntyped(value);
      }
      if ((0, definitions_1.isListType)(type)) {
        const itemType = type.ofType;
        const items = Array.from(value);
        if (items != null) {
          const valuesNodes = [];
          for (const item of items) {
            const itemNode = valueToAST(item, itemType);
            if (itemNode != null) {
              valuesNodes.push(itemNode);
            }
          }
          return { kind: graphql_1.Kind.LIST, values: valuesNodes };
        }
        return valueToAST(value, itemType);
      }
      if ((0, definitions_1.isInputObjectType)(type)) {
        if (typeof value !== "object") {
          throw buildError(`Invalid non-objet value for input type ${type}, cannot be converted to AST: ${(0, util_1.inspect)(value, true, 10, true)}`);
        }
        const fieldNodes = [];
        for (const field of type.fields()) {
          if (!field.type) {
            throw buildError(`Cannot convert value ${valueToString(value)} as field ${field} has no type set`);
          }
          const fieldValue = valueToAST(value[field.name], field.type);
          if (fieldValue) {
            fieldNodes.push({
              kind: graphql_1.Kind.OBJECT_FIELD,
              name: { kind: graphql_1.Kind.NAME, value: field.name },
              value: fieldValue
            });
          }
        }
        return { kind: graphql_1.Kind.OBJECT, fields: fieldNodes };
      }
      if (typeof value === "boolean") {
        return { kind: graphql_1.Kind.BOOLEAN, value };
      }
      if (typeof value === "number" && isFinite(value)) {
        const stringNum = String(value);
        return integerStringRegExp.test(stringNum) ? { kind: graphql_1.Kind.INT, value: stringNum } : { kind: graphql_1.Kind.FLOAT, value: stringNum };
      }
      if (typeof value === "string") {
        if ((0, definitions_1.isEnumType)(type)) {
          return { kind: graphql_1.Kind.ENUM, value };
        }
        if (type === type.schema().idType() && integerStringRegExp.test(value)) {
          return { kind: graphql_1.Kind.INT, value };
        }
        return {
          kind: graphql_1.Kind.STRING,
          value
        };
      }
      throw buildError(`Invalid value for type ${type}, cannot be converted to AST: ${(0, util_1.inspect)(value)}`);
    }
    exports.valueToAST = valueToAST;
    function valueToASTUntyped(value) {
      if (value === void 0) {
        return void 0;
      }
      if (value === null) {
        return { kind: graphql_1.Kind.NULL };
      }
      if ((0, definitions_1.isVariable)(value)) {
        return { kind: graphql_1.Kind.VARIABLE, name: { kind: graphql_1.Kind.NAME, value: value.name } };
      }
      if (Array.isArray(value)) {
        const valuesNodes = [];
        for (const item of value) {
          const itemNode = valueToASTUntyped(item);
          if (itemNode !== void 0) {
            valuesNodes.push(itemNode);
          }
        }
        return { kind: graphql_1.Kind.LIST, values: valuesNodes };
      }
      if (typeof value === "object") {
        const fieldNodes = [];
        for (const key of Object.keys(value)) {
          const fieldValue = valueToASTUntyped(value[key]);
          if (fieldValue) {
            fieldNodes.push({
              kind: graphql_1.Kind.OBJECT_FIELD,
              name: { kind: graphql_1.Kind.NAME, value: key },
              value: fieldValue
            });
          }
        }
        return { kind: graphql_1.Kind.OBJECT, fields: fieldNodes };
      }
      if (typeof value === "boolean") {
        return { kind: graphql_1.Kind.BOOLEAN, value };
      }
      if (typeof value === "number" && isFinite(value)) {
        const stringNum = String(value);
        return integerStringRegExp.test(stringNum) ? { kind: graphql_1.Kind.INT, value: stringNum } : { kind: graphql_1.Kind.FLOAT, value: stringNum };
      }
      if (typeof value === "string") {
        return { kind: graphql_1.Kind.STRING, value };
      }
      throw buildError(`Invalid value, cannot be converted to AST: ${(0, util_1.inspect)(value, true, 10, true)}`);
    }
    function isValidVariable(variable, locationType, locationDefault) {
      const variableType = variable.type;
      if ((0, definitions_1.isNonNullType)(locationType) && !(0, definitions_1.isNonNullType)(variableType)) {
        const hasVariableDefault = variable.defaultValue !== void 0 && variable.defaultValue !== null;
        const hasLocationDefault = locationDefault !== void 0;
        if (!hasVariableDefault && !hasLocationDefault) {
          return false;
        }
        return areTypesCompatible(variableType, locationType.ofType);
      }
      return areTypesCompatible(variableType, locationType);
    }
    function areTypesCompatible(variableType, locationType) {
      if ((0, definitions_1.isNonNullType)(locationType)) {
        if (!(0, definitions_1.isNonNullType)(variableType)) {
          return false;
        }
        return areTypesCompatible(variableType.ofType, locationType.ofType);
      }
      if ((0, definitions_1.isNonNullType)(variableType)) {
        return areTypesCompatible(variableType.ofType, locationType);
      }
      if ((0, definitions_1.isListType)(locationType)) {
        if (!(0, definitions_1.isListType)(variableType)) {
          return false;
        }
        return areTypesCompatible(variableType.ofType, locationType.ofType);
      }
      return !(0, definitions_1.isListType)(variableType) && (0, types_1.sameType)(variableType, locationType);
    }
    function isValidValue(value, argument, variableDefinitions) {
      return isValidValueApplication(value, argument.type, argument.defaultValue, variableDefinitions);
    }
    exports.isValidValue = isValidValue;
    function isValidValueApplication(value, locationType, locationDefault, variableDefinitions) {
      if ((0, definitions_1.isVariable)(value)) {
        const definition = variableDefinitions.definition(value);
        return !!definition && isValidVariable(definition, locationType, locationDefault);
      }
      if ((0, definitions_1.isNonNullType)(locationType)) {
        return value !== null && isValidValueApplication(value, locationType.ofType, void 0, variableDefinitions);
      }
      if (value === null || value === void 0) {
        return true;
      }
      if ((0, definitions_1.isListType)(locationType)) {
        const itemType = locationType.ofType;
        if (Array.isArray(value)) {
          return value.every((item) => isValidValueApplication(item, itemType, void 0, variableDefinitions));
        }
        return isValidValueApplication(value, itemType, locationDefault, variableDefinitions);
      }
      if ((0, definitions_1.isInputObjectType)(locationType)) {
        if (typeof value !== "object") {
          return false;
        }
        const valueKeys = new Set(Object.keys(value));
        const fieldsAreValid = locationType.fields().every((field) => {
          valueKeys.delete(field.name);
          return isValidValueApplication(value[field.name], field.type, field.defaultValue, variableDefinitions);
        });
        const hasUnexpectedField = valueKeys.size !== 0;
        return fieldsAreValid && !hasUnexpectedField;
      }
      return isValidLeafValue(locationType.schema(), value, locationType);
    }
    exports.isValidValueApplication = isValidValueApplication;
    function valueFromAST(node, expectedType) {
      if (node.kind === graphql_1.Kind.NULL) {
        if ((0, definitions_1.isNonNullType)(expectedType)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid null value for non-null type "${expectedType}"`);
        }
        return null;
      }
      if (node.kind === graphql_1.Kind.VARIABLE) {
        return new definitions_1.Variable(node.name.value);
      }
      if ((0, definitions_1.isNonNullType)(expectedType)) {
        expectedType = expectedType.ofType;
      }
      if ((0, definitions_1.isListType)(expectedType)) {
        const baseType = expectedType.ofType;
        if (node.kind === graphql_1.Kind.LIST) {
          return node.values.map((v) => valueFromAST(v, baseType));
        }
        return [valueFromAST(node, baseType)];
      }
      if ((0, definitions_1.isIntType)(expectedType)) {
        if (node.kind !== graphql_1.Kind.INT) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Int cannot represent non-integer value ${(0, graphql_1.print)(node)}.`);
        }
        const i = parseInt(node.value, 10);
        if (i > MAX_INT || i < MIN_INT) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Int cannot represent non 32-bit signed integer value ${i}.`);
        }
        return i;
      }
      if ((0, definitions_1.isFloatType)(expectedType)) {
        let parsed;
        if (node.kind === graphql_1.Kind.INT) {
          parsed = parseInt(node.value, 10);
        } else if (node.kind === graphql_1.Kind.FLOAT) {
          parsed = parseFloat(node.value);
        } else {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Float can only represent integer or float value, but got a ${node.kind}.`);
        }
        if (!isFinite(parsed)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Float cannot represent non numeric value ${parsed}.`);
        }
        return parsed;
      }
      if ((0, definitions_1.isBooleanType)(expectedType)) {
        if (node.kind !== graphql_1.Kind.BOOLEAN) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Boolean cannot represent a non boolean value ${(0, graphql_1.print)(node)}.`);
        }
        return node.value;
      }
      if ((0, definitions_1.isStringType)(expectedType)) {
        if (node.kind !== graphql_1.Kind.STRING) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`String cannot represent non string value ${(0, graphql_1.print)(node)}.`);
        }
        return node.value;
      }
      if ((0, definitions_1.isIDType)(expectedType)) {
        if (node.kind !== graphql_1.Kind.STRING && node.kind !== graphql_1.Kind.INT) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`ID cannot represent value ${(0, graphql_1.print)(node)}.`);
        }
        return node.value;
      }
      if ((0, definitions_1.isScalarType)(expectedType)) {
        return valueFromASTUntyped(node);
      }
      if ((0, definitions_1.isInputObjectType)(expectedType)) {
        if (node.kind !== graphql_1.Kind.OBJECT) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Input Object Type ${expectedType} cannot represent non-object value ${(0, graphql_1.print)(node)}.`);
        }
        const obj = /* @__PURE__ */ Object.create(null);
        for (const f of node.fields) {
          const name = f.name.value;
          const field = expectedType.field(name);
          if (!field) {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Unknown field "${name}" found in value for Input Object Type "${expectedType}".`);
          }
          obj[name] = valueFromAST(f.value, field.type);
        }
        return obj;
      }
      if ((0, definitions_1.isEnumType)(expectedType)) {
        if (node.kind !== graphql_1.Kind.STRING && node.kind !== graphql_1.Kind.ENUM) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Enum Type ${expectedType} cannot represent value ${(0, graphql_1.print)(node)}.`);
        }
        if (!expectedType.value(node.value)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Enum Type ${expectedType} has no value ${node.value}.`);
        }
        return node.value;
      }
      (0, utils_1.assert)(false, () => `Unexpected input type ${expectedType} of kind ${expectedType.kind}.`);
    }
    exports.valueFromAST = valueFromAST;
    function valueFromASTUntyped(node) {
      switch (node.kind) {
        case graphql_1.Kind.NULL:
          return null;
        case graphql_1.Kind.INT:
          return parseInt(node.value, 10);
        case graphql_1.Kind.FLOAT:
          return parseFloat(node.value);
        case graphql_1.Kind.STRING:
        case graphql_1.Kind.ENUM:
        case graphql_1.Kind.BOOLEAN:
          return node.value;
        case graphql_1.Kind.LIST:
          return node.values.map(valueFromASTUntyped);
        case graphql_1.Kind.OBJECT:
          const obj = /* @__PURE__ */ Object.create(null);
          node.fields.forEach((f) => obj[f.name.value] = valueFromASTUntyped(f.value));
          return obj;
        case graphql_1.Kind.VARIABLE:
          return new definitions_1.Variable(node.name.value);
      }
    }
    exports.valueFromASTUntyped = valueFromASTUntyped;
    function isValidLeafValue(schema, value, type) {
      if ((0, definitions_1.isCustomScalarType)(type)) {
        return true;
      }
      if (typeof value === "boolean") {
        return type === schema.booleanType();
      }
      if (typeof value === "number" && isFinite(value)) {
        const stringNum = String(value);
        if (type === schema.intType() || type === schema.idType()) {
          return integerStringRegExp.test(stringNum);
        }
        return type === schema.floatType();
      }
      if (typeof value === "string") {
        if ((0, definitions_1.isEnumType)(type)) {
          return type.value(value) !== void 0;
        }
        return type !== schema.booleanType() && type !== schema.intType() && type !== schema.floatType();
      }
      return false;
    }
    exports.isValidLeafValue = isValidLeafValue;
    function argumentsFromAST(context, args, argsDefiner) {
      var _a;
      if (!args || args.length === 0) {
        return void 0;
      }
      const values = /* @__PURE__ */ Object.create(null);
      for (const argNode of args) {
        const name = argNode.name.value;
        const expectedType = (_a = argsDefiner.argument(name)) === null || _a === void 0 ? void 0 : _a.type;
        if (!expectedType) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Unknown argument "${name}" found in value: "${context}" has no argument named "${name}"`);
        }
        try {
          values[name] = valueFromAST(argNode.value, expectedType);
        } catch (e) {
          if (e instanceof graphql_1.GraphQLError) {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid value for argument "${name}": ${e.message}`);
          }
          throw e;
        }
      }
      return values;
    }
    exports.argumentsFromAST = argumentsFromAST;
    function collectVariablesInValue(value, collector) {
      if ((0, definitions_1.isVariable)(value)) {
        collector.add(value);
        return;
      }
      if (!value) {
        return;
      }
      if (Array.isArray(value)) {
        value.forEach((v) => collectVariablesInValue(v, collector));
      }
      if (typeof value === "object") {
        Object.keys(value).forEach((k) => collectVariablesInValue(value[k], collector));
      }
    }
    exports.collectVariablesInValue = collectVariablesInValue;
  }
});

// node_modules/@apollo/federation-internals/dist/knownCoreFeatures.js
var require_knownCoreFeatures = __commonJS({
  "node_modules/@apollo/federation-internals/dist/knownCoreFeatures.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.unregisterKnownFeatures = exports.coreFeatureDefinitionIfKnown = exports.registerKnownFeature = void 0;
    var registeredFeatures = /* @__PURE__ */ new Map();
    function registerKnownFeature(definitions) {
      if (!registeredFeatures.has(definitions.identity)) {
        registeredFeatures.set(definitions.identity, definitions);
      }
    }
    exports.registerKnownFeature = registerKnownFeature;
    function coreFeatureDefinitionIfKnown(url) {
      var _a;
      return (_a = registeredFeatures.get(url.identity)) === null || _a === void 0 ? void 0 : _a.find(url.version);
    }
    exports.coreFeatureDefinitionIfKnown = coreFeatureDefinitionIfKnown;
    function unregisterKnownFeatures(definitions) {
      registeredFeatures.delete(definitions.identity);
    }
    exports.unregisterKnownFeatures = unregisterKnownFeatures;
  }
});

// node_modules/@apollo/federation-internals/dist/directiveAndTypeSpecification.js
var require_directiveAndTypeSpecification = __commonJS({
  "node_modules/@apollo/federation-internals/dist/directiveAndTypeSpecification.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.ensureSameTypeKind = exports.createEnumTypeSpecification = exports.createUnionTypeSpecification = exports.createObjectTypeSpecification = exports.createScalarTypeSpecification = exports.createDirectiveSpecification = void 0;
    var graphql_1 = require_graphql();
    var definitions_1 = require_definitions();
    var error_1 = require_error();
    var values_1 = require_values();
    var types_1 = require_types();
    var utils_1 = require_utils();
    function createDirectiveSpecification({ name, locations, repeatable = false, args = [], composes = false, supergraphSpecification = void 0, useJoinDirective = false, staticArgumentTransform = void 0 }) {
      let composition = void 0;
      if (composes) {
        (0, utils_1.assert)(supergraphSpecification, `Should provide a @link specification to use in supergraph for directive @${name} if it composes`);
        const argStrategies = new Map(args.filter((arg) => arg.compositionStrategy).map((arg) => [arg.name, arg.compositionStrategy]));
        let argumentsMerger = void 0;
        if (argStrategies.size > 0) {
          (0, utils_1.assert)(!repeatable, () => `Invalid directive specification for @${name}: @${name} is repeatable and should not define composition strategy for its arguments`);
          (0, utils_1.assert)(argStrategies.size === args.length, () => `Invalid directive specification for @${name}: not all arguments define a composition strategy`);
          argumentsMerger = (schema, feature) => {
            for (const { name: argName, type } of args) {
              const strategy = argStrategies.get(argName);
              (0, utils_1.assert)(strategy, () => `Should have a strategy for ${argName}`);
              const argType = type(schema, feature);
              (0, utils_1.assert)(!Array.isArray(argType), () => `Should have gotten error getting type for @${name}(${argName}:), but got ${argType}`);
              const { valid, supportedMsg } = strategy.isTypeSupported(schema, argType);
              if (!valid) {
                return new graphql_1.GraphQLError(`Invalid composition strategy ${strategy.name} for argument @${name}(${argName}:) of type ${argType}; ${strategy.name} only supports ${supportedMsg}`);
              }
            }
            return {
              merge: (argName, values) => {
                const strategy = argStrategies.get(argName);
                (0, utils_1.assert)(strategy, () => `Should have a strategy for ${argName}`);
                return strategy.mergeValues(values);
              },
              toString: () => {
                if (argStrategies.size === 0) {
                  return "<none>";
                }
                return "{ " + [...argStrategies.entries()].map(([arg, strategy]) => `"${arg}": ${strategy.name}`).join(", ") + " }";
              }
            };
          };
        }
        composition = {
          supergraphSpecification,
          useJoinDirective: useJoinDirective !== null && useJoinDirective !== void 0 ? useJoinDirective : false,
          argumentsMerger,
          staticArgumentTransform
        };
      }
      return {
        name,
        composition,
        checkOrAdd: (schema, feature, asBuiltIn) => {
          var _a;
          const actualName = (_a = feature === null || feature === void 0 ? void 0 : feature.directiveNameInSchema(name)) !== null && _a !== void 0 ? _a : name;
          const { resolvedArgs, errors } = args.reduce(({ resolvedArgs: resolvedArgs2, errors: errors2 }, arg) => {
            const typeOrErrors = arg.type(schema, feature);
            if (Array.isArray(typeOrErrors)) {
              errors2.push(...typeOrErrors);
            } else {
              resolvedArgs2.push({ ...arg, type: typeOrErrors });
            }
            return { resolvedArgs: resolvedArgs2, errors: errors2 };
          }, { resolvedArgs: [], errors: [] });
          if (errors.length > 0) {
            return errors;
          }
          const existing = schema.directive(actualName);
          if (existing) {
            return ensureSameDirectiveStructure({ name: actualName, locations, repeatable, args: resolvedArgs }, existing);
          } else {
            const directive = schema.addDirectiveDefinition(new definitions_1.DirectiveDefinition(actualName, asBuiltIn));
            directive.repeatable = repeatable;
            directive.addLocations(...locations);
            for (const { name: name2, type, defaultValue } of resolvedArgs) {
              directive.addArgument(name2, type, defaultValue);
            }
            return [];
          }
        }
      };
    }
    exports.createDirectiveSpecification = createDirectiveSpecification;
    function createScalarTypeSpecification({ name }) {
      return {
        name,
        checkOrAdd: (schema, feature, asBuiltIn) => {
          var _a;
          const actualName = (_a = feature === null || feature === void 0 ? void 0 : feature.typeNameInSchema(name)) !== null && _a !== void 0 ? _a : name;
          const existing = schema.type(actualName);
          if (existing) {
            return ensureSameTypeKind("ScalarType", existing);
          } else {
            schema.addType(new definitions_1.ScalarType(actualName, asBuiltIn));
            return [];
          }
        }
      };
    }
    exports.createScalarTypeSpecification = createScalarTypeSpecification;
    function createObjectTypeSpecification({ name, fieldsFct }) {
      return {
        name,
        checkOrAdd: (schema, feature, asBuiltIn) => {
          var _a;
          const actualName = (_a = feature === null || feature === void 0 ? void 0 : feature.typeNameInSchema(name)) !== null && _a !== void 0 ? _a : name;
          const expectedFields = fieldsFct(schema);
          const existing = schema.type(actualName);
          if (existing) {
            let errors = ensureSameTypeKind("ObjectType", existing);
            if (errors.length > 0) {
              return errors;
            }
            (0, utils_1.assert)((0, definitions_1.isObjectType)(existing), "Should be an object type");
            for (const { name: name2, type, args } of expectedFields) {
              const existingField = existing.field(name2);
              if (!existingField) {
                errors = errors.concat(error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition of type ${name2}: missing field ${name2}`, { nodes: existing.sourceAST }));
                continue;
              }
              let existingType = existingField.type;
              if (!(0, definitions_1.isNonNullType)(type) && (0, definitions_1.isNonNullType)(existingType)) {
                existingType = existingType.ofType;
              }
              if (!(0, types_1.sameType)(type, existingType)) {
                errors = errors.concat(error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition for field ${name2} of type ${name2}: should have type ${type} but found type ${existingField.type}`, { nodes: existingField.sourceAST }));
              }
              errors = errors.concat(ensureSameArguments({ name: name2, args }, existingField, `field "${existingField.coordinate}"`));
            }
            return errors;
          } else {
            const createdType = schema.addType(new definitions_1.ObjectType(actualName, asBuiltIn));
            for (const { name: name2, type, args } of expectedFields) {
              const field = createdType.addField(name2, type);
              for (const { name: argName, type: argType, defaultValue } of args !== null && args !== void 0 ? args : []) {
                field.addArgument(argName, argType, defaultValue);
              }
            }
            return [];
          }
        }
      };
    }
    exports.createObjectTypeSpecification = createObjectTypeSpecification;
    function createUnionTypeSpecification({ name, membersFct }) {
      return {
        name,
        checkOrAdd: (schema, feature, asBuiltIn) => {
          var _a;
          const actualName = (_a = feature === null || feature === void 0 ? void 0 : feature.typeNameInSchema(name)) !== null && _a !== void 0 ? _a : name;
          const existing = schema.type(actualName);
          const expectedMembers = membersFct(schema).sort((n1, n2) => n1.localeCompare(n2));
          if (expectedMembers.length === 0) {
            if (existing) {
              return [error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition of type ${name}: expected the union type to not exist/have no members but it is defined.`, { nodes: existing.sourceAST })];
            }
            return [];
          }
          if (existing) {
            let errors = ensureSameTypeKind("UnionType", existing);
            if (errors.length > 0) {
              return errors;
            }
            (0, utils_1.assert)((0, definitions_1.isUnionType)(existing), "Should be an union type");
            const actualMembers = existing.members().map((m) => m.type.name).sort((n1, n2) => n1.localeCompare(n2));
            if (!(0, utils_1.arrayEquals)(expectedMembers, actualMembers)) {
              errors = errors.concat(error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition of type ${name}: expected members [${expectedMembers}] but found [${actualMembers}].`, { nodes: existing.sourceAST }));
            }
            return errors;
          } else {
            const type = schema.addType(new definitions_1.UnionType(actualName, asBuiltIn));
            for (const member of expectedMembers) {
              type.addType(member);
            }
            return [];
          }
        }
      };
    }
    exports.createUnionTypeSpecification = createUnionTypeSpecification;
    function createEnumTypeSpecification({ name, values }) {
      return {
        name,
        checkOrAdd: (schema, feature, asBuiltIn) => {
          var _a;
          const actualName = (_a = feature === null || feature === void 0 ? void 0 : feature.typeNameInSchema(name)) !== null && _a !== void 0 ? _a : name;
          const existing = schema.type(actualName);
          const expectedValueNames = values.map((v) => v.name).sort((n1, n2) => n1.localeCompare(n2));
          if (existing) {
            let errors = ensureSameTypeKind("EnumType", existing);
            if (errors.length > 0) {
              return errors;
            }
            (0, utils_1.assert)((0, definitions_1.isEnumType)(existing), "Should be an enum type");
            const actualValueNames = existing.values.map((v) => v.name).sort((n1, n2) => n1.localeCompare(n2));
            if (!(0, utils_1.arrayEquals)(expectedValueNames, actualValueNames)) {
              errors = errors.concat(error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition for type "${name}": expected values [${expectedValueNames.join(", ")}] but found [${actualValueNames.join(", ")}].`, { nodes: existing.sourceAST }));
            }
            return errors;
          } else {
            const type = schema.addType(new definitions_1.EnumType(actualName, asBuiltIn));
            for (const { name: name2, description } of values) {
              type.addValue(name2).description = description;
            }
            return [];
          }
        }
      };
    }
    exports.createEnumTypeSpecification = createEnumTypeSpecification;
    function ensureSameTypeKind(expected, actual) {
      return expected === actual.kind ? [] : [
        error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition for type ${actual.name}: ${actual.name} should be a ${expected} but is defined as a ${actual.kind}`, { nodes: actual.sourceAST })
      ];
    }
    exports.ensureSameTypeKind = ensureSameTypeKind;
    function ensureSameDirectiveStructure(expected, actual) {
      const directiveName = `"@${expected.name}"`;
      let errors = ensureSameArguments(expected, actual, `directive ${directiveName}`);
      if (!expected.repeatable && actual.repeatable) {
        errors = errors.concat(error_1.ERRORS.DIRECTIVE_DEFINITION_INVALID.err(`Invalid definition for directive ${directiveName}: ${directiveName} should${expected.repeatable ? "" : " not"} be repeatable`, { nodes: actual.sourceAST }));
      }
      if (!actual.locations.every((loc) => expected.locations.includes(loc))) {
        errors = errors.concat(error_1.ERRORS.DIRECTIVE_DEFINITION_INVALID.err(`Invalid definition for directive ${directiveName}: ${directiveName} should have locations ${expected.locations.join(", ")}, but found (non-subset) ${actual.locations.join(", ")}`, { nodes: actual.sourceAST }));
      }
      return errors;
    }
    function ensureSameArguments(expected, actual, what, containerSourceAST) {
      var _a;
      const expectedArguments = (_a = expected.args) !== null && _a !== void 0 ? _a : [];
      const errors = [];
      for (const { name, type, defaultValue } of expectedArguments) {
        const actualArgument = actual.argument(name);
        if (!actualArgument) {
          if ((0, definitions_1.isNonNullType)(type) && defaultValue === void 0) {
            errors.push(error_1.ERRORS.DIRECTIVE_DEFINITION_INVALID.err(`Invalid definition for ${what}: missing required argument "${name}"`, { nodes: containerSourceAST }));
          }
          continue;
        }
        let actualType = actualArgument.type;
        if ((0, definitions_1.isNonNullType)(actualType) && !(0, definitions_1.isNonNullType)(type)) {
          actualType = actualType.ofType;
        }
        if (!(0, types_1.sameType)(type, actualType) && !isValidInputTypeRedefinition(type, actualType)) {
          errors.push(error_1.ERRORS.DIRECTIVE_DEFINITION_INVALID.err(`Invalid definition for ${what}: argument "${name}" should have type "${type}" but found type "${actualArgument.type}"`, { nodes: actualArgument.sourceAST }));
        } else if (!(0, definitions_1.isNonNullType)(actualArgument.type) && !(0, values_1.valueEquals)(defaultValue, actualArgument.defaultValue)) {
          errors.push(error_1.ERRORS.DIRECTIVE_DEFINITION_INVALID.err(`Invalid definition for ${what}: argument "${name}" should have default value ${(0, values_1.valueToString)(defaultValue)} but found default value ${(0, values_1.valueToString)(actualArgument.defaultValue)}`, { nodes: actualArgument.sourceAST }));
        }
      }
      for (const actualArgument of actual.arguments()) {
        if (!expectedArguments.some((arg) => arg.name === actualArgument.name)) {
          errors.push(error_1.ERRORS.DIRECTIVE_DEFINITION_INVALID.err(`Invalid definition for ${what}: unknown/unsupported argument "${actualArgument.name}"`, { nodes: actualArgument.sourceAST }));
        }
      }
      return errors;
    }
    function isValidInputTypeRedefinition(expectedType, actualType) {
      if ((0, definitions_1.isListType)(expectedType)) {
        return (0, definitions_1.isListType)(actualType) && isValidInputTypeRedefinition(expectedType.ofType, actualType.ofType);
      }
      if ((0, definitions_1.isNonNullType)(expectedType)) {
        return (0, definitions_1.isNonNullType)(actualType) && isValidInputTypeRedefinition(expectedType.ofType, actualType.ofType);
      }
      return (0, definitions_1.isCustomScalarType)(expectedType) && !(0, definitions_1.isCustomScalarType)(actualType);
    }
  }
});

// node_modules/@apollo/federation-internals/dist/specs/coreSpec.js
var require_coreSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/coreSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.removeAllCoreFeatures = exports.LINK_VERSIONS = exports.CORE_VERSIONS = exports.findCoreSpecVersion = exports.FeatureUrl = exports.FeatureVersion = exports.FeatureDefinitions = exports.CoreSpecDefinition = exports.isCoreSpecDirectiveApplication = exports.extractCoreFeatureImports = exports.FeatureDefinition = exports.corePurposes = exports.ErrCoreCheckFailed = exports.linkDirectiveDefaultName = exports.linkIdentity = exports.coreIdentity = void 0;
    var graphql_1 = require_graphql();
    var url_1 = __require("url");
    var definitions_1 = require_definitions();
    var types_1 = require_types();
    var utils_1 = require_utils();
    var error_1 = require_error();
    var values_1 = require_values();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var suggestions_1 = require_suggestions();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    exports.coreIdentity = "https://specs.apollo.dev/core";
    exports.linkIdentity = "https://specs.apollo.dev/link";
    exports.linkDirectiveDefaultName = "link";
    var ErrCoreCheckFailed = (causes) => (0, error_1.aggregateError)("CheckFailed", "one or more checks failed", causes);
    exports.ErrCoreCheckFailed = ErrCoreCheckFailed;
    function buildError(message) {
      return new Error(message);
    }
    exports.corePurposes = [
      "SECURITY",
      "EXECUTION"
    ];
    function purposesDescription(purpose) {
      switch (purpose) {
        case "SECURITY":
          return "`SECURITY` features provide metadata necessary to securely resolve fields.";
        case "EXECUTION":
          return "`EXECUTION` features provide metadata necessary for operation execution.";
      }
    }
    var FeatureDefinition = class {
      constructor(url, minimumFederationVersion) {
        this.minimumFederationVersion = minimumFederationVersion;
        this._directiveSpecs = new utils_1.MapWithCachedArrays();
        this._typeSpecs = new utils_1.MapWithCachedArrays();
        this.url = typeof url === "string" ? FeatureUrl.parse(url) : url;
      }
      registerDirective(spec) {
        this._directiveSpecs.set(spec.name, spec);
      }
      registerType(spec) {
        this._typeSpecs.set(spec.name, spec);
      }
      registerSubFeature(subFeature) {
        for (const typeSpec of subFeature.typeSpecs()) {
          this.registerType(typeSpec);
        }
        for (const directiveSpec of subFeature.directiveSpecs()) {
          this.registerDirective(directiveSpec);
        }
      }
      directiveSpecs() {
        return this._directiveSpecs.values();
      }
      directiveSpec(name) {
        return this._directiveSpecs.get(name);
      }
      typeSpecs() {
        return this._typeSpecs.values();
      }
      typeSpec(name) {
        return this._typeSpecs.get(name);
      }
      get identity() {
        return this.url.identity;
      }
      get version() {
        return this.url.version;
      }
      isSpecType(type) {
        const nameInSchema = this.nameInSchema(type.schema());
        return nameInSchema !== void 0 && type.name.startsWith(`${nameInSchema}__`);
      }
      isSpecDirective(directive) {
        const nameInSchema = this.nameInSchema(directive.schema());
        return nameInSchema != void 0 && (directive.name === nameInSchema || directive.name.startsWith(`${nameInSchema}__`));
      }
      addElementsToSchema(schema) {
        const feature = this.featureInSchema(schema);
        (0, utils_1.assert)(feature, () => `The ${this.url} specification should have been added to the schema before this is called`);
        let errors = [];
        for (const type of this.typeSpecs()) {
          errors = errors.concat(type.checkOrAdd(schema, feature));
        }
        for (const directive of this.directiveSpecs()) {
          errors = errors.concat(directive.checkOrAdd(schema, feature));
        }
        return errors;
      }
      allElementNames() {
        return this.directiveSpecs().map((spec) => `@${spec.name}`).concat(this.typeSpecs().map((spec) => spec.name));
      }
      nameInSchema(schema) {
        const feature = this.featureInSchema(schema);
        return feature === null || feature === void 0 ? void 0 : feature.nameInSchema;
      }
      directiveNameInSchema(schema, directiveName) {
        const feature = this.featureInSchema(schema);
        return feature ? feature.directiveNameInSchema(directiveName) : void 0;
      }
      typeNameInSchema(schema, typeName) {
        const feature = this.featureInSchema(schema);
        return feature ? feature.typeNameInSchema(typeName) : void 0;
      }
      rootDirective(schema) {
        const name = this.nameInSchema(schema);
        return name ? schema.directive(name) : void 0;
      }
      directive(schema, elementName) {
        const name = this.directiveNameInSchema(schema, elementName);
        return name ? schema.directive(name) : void 0;
      }
      type(schema, elementName) {
        const name = this.typeNameInSchema(schema, elementName);
        return name ? schema.type(name) : void 0;
      }
      addRootDirective(schema) {
        return schema.addDirectiveDefinition(this.nameInSchema(schema));
      }
      addDirective(schema, name) {
        return schema.addDirectiveDefinition(this.directiveNameInSchema(schema, name));
      }
      addScalarType(schema, name) {
        return schema.addType(new definitions_1.ScalarType(this.typeNameInSchema(schema, name)));
      }
      addEnumType(schema, name) {
        return schema.addType(new definitions_1.EnumType(this.typeNameInSchema(schema, name)));
      }
      featureInSchema(schema) {
        const features = schema.coreFeatures;
        if (!features) {
          throw buildError(`Schema is not a core schema (add @link first)`);
        }
        return features.getByIdentity(this.identity);
      }
      get defaultCorePurpose() {
        return void 0;
      }
      compositionSpecification(directiveNameInFeature) {
        const spec = this._directiveSpecs.get(directiveNameInFeature);
        return spec === null || spec === void 0 ? void 0 : spec.composition;
      }
      toString() {
        return `${this.identity}/${this.version}`;
      }
    };
    exports.FeatureDefinition = FeatureDefinition;
    var importRegExp = /^@?[_A-Za-z][_0-9A-Za-z]*$/;
    function extractCoreFeatureImports(url, directive) {
      const args = directive.arguments();
      if (!("import" in args) || !args.import) {
        return [];
      }
      const importArgValue = args.import;
      const definition = (0, knownCoreFeatures_1.coreFeatureDefinitionIfKnown)(url);
      const knownElements = definition === null || definition === void 0 ? void 0 : definition.allElementNames();
      const errors = [];
      const imports = [];
      importArgLoop: for (const elt of importArgValue) {
        if (typeof elt === "string") {
          imports.push({ name: elt });
          validateImportedName(elt, knownElements, errors, directive);
          continue;
        }
        if (typeof elt !== "object") {
          errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid sub-value ${(0, values_1.valueToString)(elt)} for @link(import:) argument: values should be either strings or input object values of the form { name: "<importedElement>", as: "<alias>" }.`, { nodes: directive.sourceAST }));
          continue;
        }
        let name;
        for (const [key, value] of Object.entries(elt)) {
          switch (key) {
            case "name":
              if (typeof value !== "string") {
                errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid value for the "name" field for sub-value ${(0, values_1.valueToString)(elt)} of @link(import:) argument: must be a string.`, { nodes: directive.sourceAST }));
                continue importArgLoop;
              }
              if (!importRegExp.test(value)) {
                errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid value for the "name" field for sub-value ${(0, values_1.valueToString)(elt)} of @link(import:) argument: must use a GraphQL name.`, { nodes: directive.sourceAST }));
                continue importArgLoop;
              }
              name = value;
              break;
            case "as":
              if (typeof value !== "string") {
                errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid value for the "as" field for sub-value ${(0, values_1.valueToString)(elt)} of @link(import:) argument: must be a string.`, { nodes: directive.sourceAST }));
                continue importArgLoop;
              }
              if (!importRegExp.test(value)) {
                errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid value for the "as" field for sub-value ${(0, values_1.valueToString)(elt)} of @link(import:) argument: must use a GraphQL name.`, { nodes: directive.sourceAST }));
                continue importArgLoop;
              }
              break;
            default:
              errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Unknown field "${key}" for sub-value ${(0, values_1.valueToString)(elt)} of @link(import:) argument.`, { nodes: directive.sourceAST }));
              continue importArgLoop;
          }
        }
        if (name) {
          const i = elt;
          imports.push(i);
          if (i.as) {
            if (i.name.charAt(0) === "@" && i.as.charAt(0) !== "@") {
              errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid @link import renaming: directive "${i.name}" imported name should start with a '@' character, but got "${i.as}".`, { nodes: directive.sourceAST }));
            } else if (i.name.charAt(0) !== "@" && i.as.charAt(0) === "@") {
              errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid @link import renaming: type "${i.name}" imported name should not start with a '@' character, but got "${i.as}" (or, if @${i.name} is a directive, then it should be referred to with a '@').`, { nodes: directive.sourceAST }));
            }
          }
          validateImportedName(name, knownElements, errors, directive);
        } else {
          errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid sub-value ${(0, values_1.valueToString)(elt)} for @link(import:) argument: missing mandatory "name" field.`, { nodes: directive.sourceAST }));
        }
      }
      if (errors.length > 0) {
        throw (0, definitions_1.ErrGraphQLValidationFailed)(errors);
      }
      return imports;
    }
    exports.extractCoreFeatureImports = extractCoreFeatureImports;
    function validateImportedName(name, knownElements, errors, directive) {
      if (knownElements && !knownElements.includes(name)) {
        let details = "";
        if (!name.startsWith("@") && knownElements.includes("@" + name)) {
          details = ` Did you mean directive "@${name}"?`;
        } else {
          const suggestions = (0, suggestions_1.suggestionList)(name, knownElements);
          if (suggestions) {
            details = (0, suggestions_1.didYouMean)(suggestions);
          }
        }
        errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import unknown element "${name}".${details}`, { nodes: directive.sourceAST }));
      }
    }
    function isCoreSpecDirectiveApplication(directive) {
      var _a, _b, _c;
      const definition = directive.definition;
      if (!definition) {
        return false;
      }
      const asArg = definition.argument("as");
      if (asArg && !(0, types_1.sameType)(asArg.type, directive.schema().stringType())) {
        return false;
      }
      if (!definition.repeatable || definition.locations.length !== 1 || definition.locations[0] !== graphql_1.DirectiveLocation.SCHEMA) {
        return false;
      }
      const urlArg = (_a = definition.argument("url")) !== null && _a !== void 0 ? _a : definition.argument("feature");
      if (!urlArg || !isValidUrlArgumentType(urlArg.type, directive.schema())) {
        return false;
      }
      const args = directive.arguments();
      try {
        const url = FeatureUrl.parse(args[urlArg.name]);
        if (url.identity === exports.coreIdentity) {
          return directive.name === ((_b = args.as) !== null && _b !== void 0 ? _b : "core");
        } else {
          return url.identity === exports.linkIdentity && directive.name === ((_c = args.as) !== null && _c !== void 0 ? _c : exports.linkDirectiveDefaultName);
        }
      } catch (err) {
        return false;
      }
    }
    exports.isCoreSpecDirectiveApplication = isCoreSpecDirectiveApplication;
    function isValidUrlArgumentType(type, schema) {
      return (0, types_1.sameType)(type, schema.stringType()) || (0, types_1.sameType)(type, new definitions_1.NonNullType(schema.stringType()));
    }
    var linkPurposeTypeSpec = (0, directiveAndTypeSpecification_1.createEnumTypeSpecification)({
      name: "Purpose",
      values: exports.corePurposes.map((name) => ({ name, description: purposesDescription(name) }))
    });
    var linkImportTypeSpec = (0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name: "Import" });
    var CoreSpecDefinition = class extends FeatureDefinition {
      constructor(version, minimumFederationVersion, identity = exports.linkIdentity, name = exports.linkDirectiveDefaultName) {
        super(new FeatureUrl(identity, name, version), minimumFederationVersion);
        this.directiveDefinitionSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name,
          locations: [graphql_1.DirectiveLocation.SCHEMA],
          repeatable: true,
          args: this.createDefinitionArgumentSpecifications()
        });
        this.registerDirective(this.directiveDefinitionSpec);
      }
      createDefinitionArgumentSpecifications() {
        const args = [
          { name: this.urlArgName(), type: (schema) => schema.stringType() },
          { name: "as", type: (schema) => schema.stringType() }
        ];
        if (this.supportPurposes()) {
          args.push({
            name: "for",
            type: (schema, feature) => {
              (0, utils_1.assert)(feature, "Shouldn't be added without being attached to a @link spec");
              return schema.type(feature.typeNameInSchema(linkPurposeTypeSpec.name));
            }
          });
        }
        if (this.supportImport()) {
          args.push({
            name: "import",
            type: (schema, feature) => {
              (0, utils_1.assert)(feature, "Shouldn't be added without being attached to a @link spec");
              return new definitions_1.ListType(schema.type(feature.typeNameInSchema(linkImportTypeSpec.name)));
            }
          });
        }
        return args;
      }
      addElementsToSchema(_) {
        return [];
      }
      addToSchema(schema, alias) {
        const errors = this.addDefinitionsToSchema(schema, alias);
        if (errors.length > 0) {
          return errors;
        }
        const args = { [this.urlArgName()]: this.toString() };
        if (alias) {
          args.as = alias;
        }
        const schemaDef = schema.schemaDefinition;
        const hasDefinition = schemaDef.hasNonExtensionElements();
        const directive = schemaDef.applyDirective(alias !== null && alias !== void 0 ? alias : this.url.name, args, true);
        if (!hasDefinition && schemaDef.hasExtensionElements()) {
          const extension = (0, utils_1.firstOf)(schemaDef.extensions());
          (0, utils_1.assert)(extension, "`hasExtensionElements` should not have been `true`");
          directive.setOfExtension(extension);
        }
        return [];
      }
      addDefinitionsToSchema(schema, as, imports = []) {
        const existingCore = schema.coreFeatures;
        if (existingCore) {
          if (existingCore.coreItself.url.identity === this.identity) {
            return [];
          } else {
            return [error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot add feature ${this} to the schema, it already uses ${existingCore.coreItself.url}`)];
          }
        }
        const nameInSchema = as !== null && as !== void 0 ? as : this.url.name;
        const feature = new definitions_1.CoreFeature(this.url, nameInSchema, new definitions_1.Directive(nameInSchema), imports);
        let errors = [];
        errors = errors.concat(linkPurposeTypeSpec.checkOrAdd(schema, feature));
        errors = errors.concat(linkImportTypeSpec.checkOrAdd(schema, feature));
        errors = errors.concat(this.directiveDefinitionSpec.checkOrAdd(schema, feature));
        return errors;
      }
      allElementNames() {
        const names = [`@${this.url.name}`];
        if (this.supportPurposes()) {
          names.push("Purpose");
        }
        if (this.supportImport()) {
          names.push("Import");
        }
        return names;
      }
      supportPurposes() {
        return this.version.strictlyGreaterThan(new FeatureVersion(0, 1));
      }
      supportImport() {
        return this.url.name === exports.linkDirectiveDefaultName;
      }
      extractFeature(schema) {
        const features = schema.coreFeatures;
        if (!features) {
          throw buildError(`Schema is not a core schema (add @core first)`);
        }
        if (!features.coreItself.url.version.equals(this.version)) {
          throw buildError(`Cannot use this version of @core (${this.version}), the schema uses version ${features.coreItself.url.version}`);
        }
        return features.coreItself;
      }
      coreDirective(schema) {
        const feature = this.extractFeature(schema);
        const directive = schema.directive(feature.nameInSchema);
        return directive;
      }
      coreVersion(schema) {
        const feature = this.extractFeature(schema);
        return feature.url.version;
      }
      applyFeatureToSchema(schema, feature, as, purpose, imports) {
        const coreDirective = this.coreDirective(schema);
        const args = {
          [this.urlArgName()]: feature.toString(),
          as
        };
        if (purpose) {
          if (this.supportPurposes()) {
            args.for = purpose;
          } else {
            return [new graphql_1.GraphQLError(`Cannot apply feature ${feature} with purpose since the schema's @core/@link version does not support it.`)];
          }
        }
        if (imports && imports.length > 0) {
          if (this.supportImport()) {
            args.import = imports.map((i) => i.as ? i : i.name);
          } else {
            return [new graphql_1.GraphQLError(`Cannot apply feature ${feature} with imports since the schema's @core/@link version does not support it.`)];
          }
        }
        schema.schemaDefinition.applyDirective(coreDirective, args);
        return feature.addElementsToSchema(schema);
      }
      extractFeatureUrl(args) {
        return FeatureUrl.parse(args[this.urlArgName()]);
      }
      urlArgName() {
        return this.url.name === "core" ? "feature" : "url";
      }
    };
    exports.CoreSpecDefinition = CoreSpecDefinition;
    var FeatureDefinitions = class {
      constructor(identity) {
        this.identity = identity;
        this._definitions = [];
        this._previewVersions = /* @__PURE__ */ new Set();
      }
      add(definition, options) {
        if (definition.identity !== this.identity) {
          throw buildError(`Cannot add definition for ${definition} to the versions of definitions for ${this.identity}`);
        }
        if (this._definitions.find((def) => definition.version.equals(def.version))) {
          return this;
        }
        this._definitions.push(definition);
        this._definitions.sort((def1, def2) => -def1.version.compareTo(def2.version));
        if (options === null || options === void 0 ? void 0 : options.preview) {
          this._previewVersions.add(definition.version.toString());
        }
        return this;
      }
      find(requested) {
        return this._definitions.find((def) => def.version.equals(requested));
      }
      versions() {
        return this._definitions.map((def) => def.version);
      }
      latest() {
        (0, utils_1.assert)(this._definitions.length > 0, "Trying to get latest when no definitions exist");
        return this._definitions[0];
      }
      latestNonPreview() {
        var _a;
        (0, utils_1.assert)(this._definitions.length > 0, "Trying to get latest when no definitions exist");
        return (_a = this._definitions.find((def) => !this._previewVersions.has(def.version.toString()))) !== null && _a !== void 0 ? _a : this._definitions[0];
      }
      getMinimumRequiredVersion(fedVersion) {
        var _a;
        const def = this._definitions.find((def2) => def2.minimumFederationVersion ? fedVersion.gte(def2.minimumFederationVersion) : true);
        (0, utils_1.assert)(def, `No compatible definition exists for federation version ${fedVersion}`);
        const latestMajor = this.latest().version.major;
        if (def.version.major !== latestMajor) {
          return (_a = (0, utils_1.findLast)(this._definitions, (def2) => def2.version.major === latestMajor)) !== null && _a !== void 0 ? _a : this.latest();
        }
        return def;
      }
    };
    exports.FeatureDefinitions = FeatureDefinitions;
    var FeatureVersion = class {
      constructor(major, minor) {
        this.major = major;
        this.minor = minor;
      }
      static parse(input) {
        const match = input.match(this.VERSION_RE);
        if (!match) {
          throw error_1.ERRORS.INVALID_LINK_IDENTIFIER.err(`Expected a version string (of the form v1.2), got ${input}`);
        }
        return new this(+match[1], +match[2]);
      }
      static max(versions) {
        let max;
        for (const version of versions) {
          if (!max || version.gt(max)) {
            max = version;
          }
        }
        return max;
      }
      satisfies(required) {
        const { major, minor } = this;
        const { major: rMajor, minor: rMinor } = required;
        return rMajor == major && (major == 0 ? rMinor == minor : rMinor <= minor);
      }
      get series() {
        const { major } = this;
        return major > 0 ? `${major}.x` : String(this);
      }
      compareTo(other) {
        if (this.major > other.major) {
          return 1;
        }
        if (this.major < other.major) {
          return -1;
        }
        if (this.minor > other.minor) {
          return 1;
        }
        if (this.minor < other.minor) {
          return -1;
        }
        return 0;
      }
      lt(other) {
        return this.compareTo(other) < 0;
      }
      lte(other) {
        return this.compareTo(other) <= 0;
      }
      gt(other) {
        return this.compareTo(other) > 0;
      }
      gte(other) {
        return this.compareTo(other) >= 0;
      }
      strictlyGreaterThan(version) {
        return this.compareTo(version) > 0;
      }
      toString() {
        return `v${this.major}.${this.minor}`;
      }
      equals(other) {
        return this.major === other.major && this.minor === other.minor;
      }
    };
    exports.FeatureVersion = FeatureVersion;
    FeatureVersion.VERSION_RE = /^v(\d+)\.(\d+)$/;
    var FeatureUrl = class _FeatureUrl {
      constructor(identity, name, version, element) {
        this.identity = identity;
        this.name = name;
        this.version = version;
        this.element = element;
      }
      static maybeParse(input, node) {
        try {
          return _FeatureUrl.parse(input, node);
        } catch (err) {
          return void 0;
        }
      }
      static parse(input, node) {
        const url = new url_1.URL(input);
        if (!url.pathname || url.pathname === "/") {
          throw error_1.ERRORS.INVALID_LINK_IDENTIFIER.err(`Missing path in feature url '${url}'`, { nodes: node });
        }
        const path = url.pathname.split("/");
        const verStr = path.pop();
        if (!verStr) {
          throw error_1.ERRORS.INVALID_LINK_IDENTIFIER.err(`Missing version component in feature url '${url}'`, { nodes: node });
        }
        const version = FeatureVersion.parse(verStr);
        const name = path[path.length - 1];
        if (!name) {
          throw error_1.ERRORS.INVALID_LINK_IDENTIFIER.err(`Missing feature name component in feature url '${url}'`, { nodes: node });
        }
        const element = url.hash ? url.hash.slice(1) : void 0;
        url.hash = "";
        url.search = "";
        url.password = "";
        url.username = "";
        url.pathname = path.join("/");
        return new _FeatureUrl(url.toString(), name, version, element);
      }
      static decode(node) {
        return this.parse(node.value, node);
      }
      satisfies(requested) {
        return requested.identity === this.identity && this.version.satisfies(requested.version);
      }
      equals(other) {
        return this.identity === other.identity && this.version.equals(other.version);
      }
      get url() {
        return this.element ? `${this.identity}/${this.version}#${this.element}` : `${this.identity}/${this.version}`;
      }
      get isDirective() {
        var _a;
        return (_a = this.element) === null || _a === void 0 ? void 0 : _a.startsWith("@");
      }
      get elementName() {
        var _a;
        return this.isDirective ? (_a = this.element) === null || _a === void 0 ? void 0 : _a.slice(1) : this.element;
      }
      get base() {
        if (!this.element)
          return this;
        return new _FeatureUrl(this.identity, this.name, this.version);
      }
      toString() {
        return this.url;
      }
    };
    exports.FeatureUrl = FeatureUrl;
    function findCoreSpecVersion(featureUrl) {
      return featureUrl.name === "core" ? exports.CORE_VERSIONS.find(featureUrl.version) : featureUrl.name === exports.linkDirectiveDefaultName ? exports.LINK_VERSIONS.find(featureUrl.version) : void 0;
    }
    exports.findCoreSpecVersion = findCoreSpecVersion;
    exports.CORE_VERSIONS = new FeatureDefinitions(exports.coreIdentity).add(new CoreSpecDefinition(new FeatureVersion(0, 1), void 0, exports.coreIdentity, "core")).add(new CoreSpecDefinition(new FeatureVersion(0, 2), new FeatureVersion(2, 0), exports.coreIdentity, "core"));
    exports.LINK_VERSIONS = new FeatureDefinitions(exports.linkIdentity).add(new CoreSpecDefinition(new FeatureVersion(1, 0), new FeatureVersion(2, 0)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.CORE_VERSIONS);
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.LINK_VERSIONS);
    function removeAllCoreFeatures(schema) {
      var _a, _b;
      const coreFeatures = [...(_b = (_a = schema.coreFeatures) === null || _a === void 0 ? void 0 : _a.allFeatures()) !== null && _b !== void 0 ? _b : []];
      const typeReferences = [];
      for (const feature of coreFeatures) {
        const featureDirectiveDefs = schema.directives().filter((d) => feature.isFeatureDefinition(d));
        featureDirectiveDefs.forEach((def) => def.remove().forEach((application) => application.remove()));
        const featureTypes = schema.types().filter((t) => feature.isFeatureDefinition(t));
        featureTypes.forEach((type) => {
          const references = type.remove();
          if (references.length > 0) {
            typeReferences.push({
              feature,
              type,
              references
            });
          }
        });
      }
      const errors = [];
      for (const { feature, type, references } of typeReferences) {
        const referencesInSchema = references.filter((r) => r.isAttached());
        if (referencesInSchema.length > 0) {
          errors.push(error_1.ERRORS.REFERENCED_INACCESSIBLE.err(`Cannot remove elements of feature ${feature} as feature type ${type} is referenced by elements: ${referencesInSchema.join(", ")}`, { nodes: (0, definitions_1.sourceASTs)(...references) }));
        }
      }
      if (errors.length > 0) {
        throw (0, definitions_1.ErrGraphQLAPISchemaValidationFailed)(errors);
      }
    }
    exports.removeAllCoreFeatures = removeAllCoreFeatures;
  }
});

// node_modules/@apollo/federation-internals/dist/specs/tagSpec.js
var require_tagSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/tagSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.TAG_VERSIONS = exports.TagSpecDefinition = exports.tagIdentity = void 0;
    var graphql_1 = require_graphql();
    var coreSpec_1 = require_coreSpec();
    var definitions_1 = require_definitions();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var error_1 = require_error();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var types_1 = require_types();
    exports.tagIdentity = "https://specs.apollo.dev/tag";
    var TagSpecDefinition = class extends coreSpec_1.FeatureDefinition {
      constructor(version, minimumFederationVersion) {
        super(new coreSpec_1.FeatureUrl(exports.tagIdentity, "tag", version), minimumFederationVersion);
        this.tagLocations = [
          graphql_1.DirectiveLocation.FIELD_DEFINITION,
          graphql_1.DirectiveLocation.OBJECT,
          graphql_1.DirectiveLocation.INTERFACE,
          graphql_1.DirectiveLocation.UNION
        ];
        this.printedTagDefinition = "directive @tag(name: String!) repeatable on FIELD_DEFINITION | INTERFACE | OBJECT | UNION";
        if (!this.isV01()) {
          this.tagLocations.push(graphql_1.DirectiveLocation.ARGUMENT_DEFINITION, graphql_1.DirectiveLocation.SCALAR, graphql_1.DirectiveLocation.ENUM, graphql_1.DirectiveLocation.ENUM_VALUE, graphql_1.DirectiveLocation.INPUT_OBJECT, graphql_1.DirectiveLocation.INPUT_FIELD_DEFINITION);
          this.printedTagDefinition = "directive @tag(name: String!) repeatable on FIELD_DEFINITION | INTERFACE | OBJECT | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION";
          if (!this.isV02()) {
            this.tagLocations.push(graphql_1.DirectiveLocation.SCHEMA);
            this.printedTagDefinition = "directive @tag(name: String!) repeatable on FIELD_DEFINITION | INTERFACE | OBJECT | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION | SCHEMA";
          }
        }
        this.tagDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: "tag",
          locations: this.tagLocations,
          repeatable: true,
          args: [{ name: "name", type: (schema) => new definitions_1.NonNullType(schema.stringType()) }],
          composes: true,
          supergraphSpecification: (fedVersion) => exports.TAG_VERSIONS.getMinimumRequiredVersion(fedVersion)
        });
        this.registerDirective(this.tagDirectiveSpec);
      }
      isV01() {
        return this.version.equals(new coreSpec_1.FeatureVersion(0, 1));
      }
      isV02() {
        return this.version.equals(new coreSpec_1.FeatureVersion(0, 2));
      }
      checkCompatibleDirective(definition) {
        const hasUnknownArguments = Object.keys(definition.arguments()).length > 1;
        const nameArg = definition.argument("name");
        const hasValidNameArg = nameArg && (0, types_1.sameType)(nameArg.type, new definitions_1.NonNullType(definition.schema().stringType()));
        const hasValidLocations = definition.locations.every((loc) => this.tagLocations.includes(loc));
        if (hasUnknownArguments || !hasValidNameArg || !hasValidLocations) {
          return error_1.ERRORS.DIRECTIVE_DEFINITION_INVALID.err(`Found invalid @tag directive definition. Please ensure the directive definition in your schema's definitions matches the following:
	${this.printedTagDefinition}`);
        }
        return void 0;
      }
    };
    exports.TagSpecDefinition = TagSpecDefinition;
    exports.TAG_VERSIONS = new coreSpec_1.FeatureDefinitions(exports.tagIdentity).add(new TagSpecDefinition(new coreSpec_1.FeatureVersion(0, 1))).add(new TagSpecDefinition(new coreSpec_1.FeatureVersion(0, 2))).add(new TagSpecDefinition(new coreSpec_1.FeatureVersion(0, 3), new coreSpec_1.FeatureVersion(2, 0)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.TAG_VERSIONS);
  }
});

// node_modules/@apollo/federation-internals/dist/specs/inaccessibleSpec.js
var require_inaccessibleSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/inaccessibleSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.removeInaccessibleElements = exports.INACCESSIBLE_VERSIONS = exports.InaccessibleSpecDefinition = exports.inaccessibleIdentity = void 0;
    var coreSpec_1 = require_coreSpec();
    var definitions_1 = require_definitions();
    var graphql_1 = require_graphql();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var error_1 = require_error();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var utils_1 = require_utils();
    exports.inaccessibleIdentity = "https://specs.apollo.dev/inaccessible";
    var InaccessibleSpecDefinition = class extends coreSpec_1.FeatureDefinition {
      constructor(version, minimumFederationVersion) {
        super(new coreSpec_1.FeatureUrl(exports.inaccessibleIdentity, "inaccessible", version), minimumFederationVersion);
        this.inaccessibleLocations = [
          graphql_1.DirectiveLocation.FIELD_DEFINITION,
          graphql_1.DirectiveLocation.OBJECT,
          graphql_1.DirectiveLocation.INTERFACE,
          graphql_1.DirectiveLocation.UNION
        ];
        this.printedInaccessibleDefinition = "directive @inaccessible on FIELD_DEFINITION | INTERFACE | OBJECT | UNION";
        if (!this.isV01()) {
          this.inaccessibleLocations.push(graphql_1.DirectiveLocation.ARGUMENT_DEFINITION, graphql_1.DirectiveLocation.SCALAR, graphql_1.DirectiveLocation.ENUM, graphql_1.DirectiveLocation.ENUM_VALUE, graphql_1.DirectiveLocation.INPUT_OBJECT, graphql_1.DirectiveLocation.INPUT_FIELD_DEFINITION);
          this.printedInaccessibleDefinition = "directive @inaccessible on FIELD_DEFINITION | INTERFACE | OBJECT | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION";
        }
        this.inaccessibleDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: "inaccessible",
          locations: this.inaccessibleLocations,
          composes: true,
          supergraphSpecification: (fedVersion) => exports.INACCESSIBLE_VERSIONS.getMinimumRequiredVersion(fedVersion)
        });
        this.registerDirective(this.inaccessibleDirectiveSpec);
      }
      isV01() {
        return this.version.equals(new coreSpec_1.FeatureVersion(0, 1));
      }
      inaccessibleDirective(schema) {
        return this.directive(schema, "inaccessible");
      }
      checkCompatibleDirective(definition) {
        const hasUnknownArguments = Object.keys(definition.arguments()).length > 0;
        const hasRepeatable = definition.repeatable;
        const hasValidLocations = definition.locations.every((loc) => this.inaccessibleLocations.includes(loc));
        if (hasUnknownArguments || hasRepeatable || !hasValidLocations) {
          return error_1.ERRORS.DIRECTIVE_DEFINITION_INVALID.err(`Found invalid @inaccessible directive definition. Please ensure the directive definition in your schema's definitions matches the following:
	${this.printedInaccessibleDefinition}`);
        }
        return void 0;
      }
      get defaultCorePurpose() {
        return "SECURITY";
      }
    };
    exports.InaccessibleSpecDefinition = InaccessibleSpecDefinition;
    exports.INACCESSIBLE_VERSIONS = new coreSpec_1.FeatureDefinitions(exports.inaccessibleIdentity).add(new InaccessibleSpecDefinition(new coreSpec_1.FeatureVersion(0, 1))).add(new InaccessibleSpecDefinition(new coreSpec_1.FeatureVersion(0, 2), new coreSpec_1.FeatureVersion(2, 0)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.INACCESSIBLE_VERSIONS);
    function removeInaccessibleElements(schema) {
      schema.validate();
      const coreFeatures = schema.coreFeatures;
      if (!coreFeatures) {
        return;
      }
      const inaccessibleFeature = coreFeatures.getByIdentity(exports.inaccessibleIdentity);
      if (!inaccessibleFeature) {
        return;
      }
      const inaccessibleSpec = exports.INACCESSIBLE_VERSIONS.find(inaccessibleFeature.url.version);
      if (!inaccessibleSpec) {
        throw (0, definitions_1.ErrGraphQLAPISchemaValidationFailed)([new graphql_1.GraphQLError(`Cannot remove inaccessible elements: the schema uses unsupported inaccessible spec version ${inaccessibleFeature.url.version} (supported versions: ${exports.INACCESSIBLE_VERSIONS.versions().join(", ")})`)]);
      }
      const inaccessibleDirective = inaccessibleSpec.inaccessibleDirective(schema);
      if (!inaccessibleDirective) {
        throw (0, definitions_1.ErrGraphQLAPISchemaValidationFailed)([new graphql_1.GraphQLError(`Invalid schema: declares ${inaccessibleSpec.url} spec but does not define a @inaccessible directive.`)]);
      }
      const incompatibleError = inaccessibleSpec.checkCompatibleDirective(inaccessibleDirective);
      if (incompatibleError) {
        throw (0, definitions_1.ErrGraphQLAPISchemaValidationFailed)([incompatibleError]);
      }
      validateInaccessibleElements(schema, coreFeatures, inaccessibleSpec, inaccessibleDirective);
      removeInaccessibleElementsAssumingValid(schema, inaccessibleDirective);
    }
    exports.removeInaccessibleElements = removeInaccessibleElements;
    function validateInaccessibleElements(schema, coreFeatures, inaccessibleSpec, inaccessibleDirective) {
      var _a, _b, _c;
      function isInaccessible(element) {
        return element.hasAppliedDirective(inaccessibleDirective);
      }
      const featureList = [...coreFeatures.allFeatures()];
      function isFeatureDefinition(element) {
        return featureList.some((feature) => feature.isFeatureDefinition(element));
      }
      function isInAPISchema(element) {
        if (!(element instanceof definitions_1.DirectiveDefinition) && isInaccessible(element))
          return false;
        if (element instanceof definitions_1.ObjectType || element instanceof definitions_1.InterfaceType || element instanceof definitions_1.UnionType || element instanceof definitions_1.ScalarType || element instanceof definitions_1.EnumType || element instanceof definitions_1.InputObjectType || element instanceof definitions_1.DirectiveDefinition) {
          return true;
        } else if (element instanceof definitions_1.FieldDefinition || element instanceof definitions_1.ArgumentDefinition || element instanceof definitions_1.InputFieldDefinition || element instanceof definitions_1.EnumValue) {
          return isInAPISchema(element.parent);
        }
        (0, utils_1.assert)(false, "Unreachable code, element is of unknown type.");
      }
      function fetchInaccessibleElementsDeep(element) {
        const inaccessibleElements = [];
        if (isInaccessible(element)) {
          inaccessibleElements.push(element);
        }
        if (element instanceof definitions_1.ObjectType || element instanceof definitions_1.InterfaceType || element instanceof definitions_1.InputObjectType) {
          for (const field of element.fields()) {
            inaccessibleElements.push(...fetchInaccessibleElementsDeep(field));
          }
          return inaccessibleElements;
        } else if (element instanceof definitions_1.EnumType) {
          for (const enumValue of element.values) {
            inaccessibleElements.push(...fetchInaccessibleElementsDeep(enumValue));
          }
          return inaccessibleElements;
        } else if (element instanceof definitions_1.DirectiveDefinition || element instanceof definitions_1.FieldDefinition) {
          for (const argument of element.arguments()) {
            inaccessibleElements.push(...fetchInaccessibleElementsDeep(argument));
          }
          return inaccessibleElements;
        } else if (element instanceof definitions_1.UnionType || element instanceof definitions_1.ScalarType || element instanceof definitions_1.ArgumentDefinition || element instanceof definitions_1.InputFieldDefinition || element instanceof definitions_1.EnumValue) {
          return inaccessibleElements;
        }
        (0, utils_1.assert)(false, "Unreachable code, element is of unknown type.");
      }
      const errors = [];
      let defaultValueReferencers = void 0;
      if (!inaccessibleSpec.isV01()) {
        defaultValueReferencers = computeDefaultValueReferencers(schema);
      }
      for (const type of schema.allTypes()) {
        if (hasBuiltInName(type)) {
          const inaccessibleElements = fetchInaccessibleElementsDeep(type);
          if (inaccessibleElements.length > 0) {
            errors.push(error_1.ERRORS.DISALLOWED_INACCESSIBLE.err(`Built-in type "${type.coordinate}" cannot use @inaccessible.`, {
              nodes: type.sourceAST,
              extensions: {
                inaccessible_elements: inaccessibleElements.map((element) => element.coordinate),
                inaccessible_referencers: [type.coordinate]
              }
            }));
          }
        } else if (isFeatureDefinition(type)) {
          const inaccessibleElements = fetchInaccessibleElementsDeep(type);
          if (inaccessibleElements.length > 0) {
            errors.push(error_1.ERRORS.DISALLOWED_INACCESSIBLE.err(`Core feature type "${type.coordinate}" cannot use @inaccessible.`, {
              nodes: type.sourceAST,
              extensions: {
                inaccessible_elements: inaccessibleElements.map((element) => element.coordinate),
                inaccessible_referencers: [type.coordinate]
              }
            }));
          }
        } else if (isInaccessible(type)) {
          const referencers = type.referencers();
          for (const referencer of referencers) {
            if (referencer instanceof definitions_1.FieldDefinition || referencer instanceof definitions_1.ArgumentDefinition || referencer instanceof definitions_1.InputFieldDefinition) {
              if (isInAPISchema(referencer)) {
                errors.push(error_1.ERRORS.REFERENCED_INACCESSIBLE.err(`Type "${type.coordinate}" is @inaccessible but is referenced by "${referencer.coordinate}", which is in the API schema.`, {
                  nodes: type.sourceAST,
                  extensions: {
                    inaccessible_elements: [type.coordinate],
                    inaccessible_referencers: [referencer.coordinate]
                  }
                }));
              }
            } else if (referencer instanceof definitions_1.SchemaDefinition) {
              if (type === referencer.rootType("query")) {
                errors.push(error_1.ERRORS.QUERY_ROOT_TYPE_INACCESSIBLE.err(`Type "${type.coordinate}" is @inaccessible but is the root query type, which must be in the API schema.`, {
                  nodes: type.sourceAST,
                  extensions: {
                    inaccessible_elements: [type.coordinate]
                  }
                }));
              }
            }
          }
        } else {
          if (type instanceof definitions_1.ObjectType || type instanceof definitions_1.InterfaceType || type instanceof definitions_1.InputObjectType) {
            let isEmpty = true;
            for (const field of type.fields()) {
              if (!isInaccessible(field))
                isEmpty = false;
            }
            if (isEmpty) {
              errors.push(error_1.ERRORS.ONLY_INACCESSIBLE_CHILDREN.err(`Type "${type.coordinate}" is in the API schema but all of its ${type instanceof definitions_1.InputObjectType ? "input " : ""}fields are @inaccessible.`, {
                nodes: type.sourceAST,
                extensions: {
                  inaccessible_elements: type.fields().map((field) => field.coordinate),
                  inaccessible_referencers: [type.coordinate]
                }
              }));
            }
          } else if (type instanceof definitions_1.UnionType) {
            let isEmpty = true;
            for (const member of type.types()) {
              if (!isInaccessible(member))
                isEmpty = false;
            }
            if (isEmpty) {
              errors.push(error_1.ERRORS.ONLY_INACCESSIBLE_CHILDREN.err(`Type "${type.coordinate}" is in the API schema but all of its members are @inaccessible.`, {
                nodes: type.sourceAST,
                extensions: {
                  inaccessible_elements: type.types().map((type2) => type2.coordinate),
                  inaccessible_referencers: [type.coordinate]
                }
              }));
            }
          } else if (type instanceof definitions_1.EnumType) {
            let isEmpty = true;
            for (const enumValue of type.values) {
              if (!isInaccessible(enumValue))
                isEmpty = false;
            }
            if (isEmpty) {
              errors.push(error_1.ERRORS.ONLY_INACCESSIBLE_CHILDREN.err(`Type "${type.coordinate}" is in the API schema but all of its values are @inaccessible.`, {
                nodes: type.sourceAST,
                extensions: {
                  inaccessible_elements: type.values.map((enumValue) => enumValue.coordinate),
                  inaccessible_referencers: [type.coordinate]
                }
              }));
            }
          }
          if (type instanceof definitions_1.ObjectType || type instanceof definitions_1.InterfaceType) {
            const implementedInterfaces = type.interfaces();
            const implementingTypes = [];
            if (type instanceof definitions_1.InterfaceType) {
              for (const referencer of type.referencers()) {
                if (referencer instanceof definitions_1.ObjectType || referencer instanceof definitions_1.InterfaceType) {
                  implementingTypes.push(referencer);
                }
              }
            }
            for (const field of type.fields()) {
              if (isInaccessible(field)) {
                for (const implementedInterface of implementedInterfaces) {
                  const implementedField = implementedInterface.field(field.name);
                  if (implementedField && isInAPISchema(implementedField)) {
                    errors.push(error_1.ERRORS.IMPLEMENTED_BY_INACCESSIBLE.err(`Field "${field.coordinate}" is @inaccessible but implements the interface field "${implementedField.coordinate}", which is in the API schema.`, {
                      nodes: field.sourceAST,
                      extensions: {
                        inaccessible_elements: [field.coordinate],
                        inaccessible_referencers: [implementedField.coordinate]
                      }
                    }));
                  }
                }
              } else {
                for (const argument of field.arguments()) {
                  if (isInaccessible(argument)) {
                    if (argument.isRequired()) {
                      errors.push(error_1.ERRORS.REQUIRED_INACCESSIBLE.err(`Argument "${argument.coordinate}" is @inaccessible but is a required argument of its field.`, {
                        nodes: argument.sourceAST,
                        extensions: {
                          inaccessible_elements: [argument.coordinate],
                          inaccessible_referencers: [argument.coordinate]
                        }
                      }));
                    }
                    for (const implementingType of implementingTypes) {
                      const implementingField = implementingType.field(field.name);
                      (0, utils_1.assert)(implementingField, "Schema should have been valid, but an implementing type did not implement one of this type's fields.");
                      const implementingArgument = implementingField.argument(argument.name);
                      (0, utils_1.assert)(implementingArgument, "Schema should have been valid, but an implementing type did not implement one of this type's field's arguments.");
                      if (isInAPISchema(implementingArgument) && implementingArgument.isRequired()) {
                        errors.push(error_1.ERRORS.REQUIRED_INACCESSIBLE.err(`Argument "${argument.coordinate}" is @inaccessible but is implemented by the required argument "${implementingArgument.coordinate}", which is in the API schema.`, {
                          nodes: argument.sourceAST,
                          extensions: {
                            inaccessible_elements: [argument.coordinate],
                            inaccessible_referencers: [
                              implementingArgument.coordinate
                            ]
                          }
                        }));
                      }
                    }
                    for (const implementedInterface of implementedInterfaces) {
                      const implementedArgument = (_a = implementedInterface.field(field.name)) === null || _a === void 0 ? void 0 : _a.argument(argument.name);
                      if (implementedArgument && isInAPISchema(implementedArgument)) {
                        errors.push(error_1.ERRORS.IMPLEMENTED_BY_INACCESSIBLE.err(`Argument "${argument.coordinate}" is @inaccessible but implements the interface argument "${implementedArgument.coordinate}", which is in the API schema.`, {
                          nodes: argument.sourceAST,
                          extensions: {
                            inaccessible_elements: [argument.coordinate],
                            inaccessible_referencers: [
                              implementedArgument.coordinate
                            ]
                          }
                        }));
                      }
                    }
                  }
                }
              }
            }
          } else if (type instanceof definitions_1.InputObjectType) {
            for (const inputField of type.fields()) {
              if (isInaccessible(inputField)) {
                if (inputField.isRequired()) {
                  errors.push(error_1.ERRORS.REQUIRED_INACCESSIBLE.err(`Input field "${inputField.coordinate}" is @inaccessible but is a required input field of its type.`, {
                    nodes: inputField.sourceAST,
                    extensions: {
                      inaccessible_elements: [inputField.coordinate],
                      inaccessible_referencers: [inputField.coordinate]
                    }
                  }));
                }
                (0, utils_1.assert)(defaultValueReferencers, "Input fields can't be @inaccessible in v0.1, but default value referencers weren't computed (which is only skipped for v0.1).");
                const referencers = (_b = defaultValueReferencers.get(inputField)) !== null && _b !== void 0 ? _b : [];
                for (const referencer of referencers) {
                  if (isInAPISchema(referencer)) {
                    errors.push(error_1.ERRORS.DEFAULT_VALUE_USES_INACCESSIBLE.err(`Input field "${inputField.coordinate}" is @inaccessible but is used in the default value of "${referencer.coordinate}", which is in the API schema.`, {
                      nodes: type.sourceAST,
                      extensions: {
                        inaccessible_elements: [type.coordinate],
                        inaccessible_referencers: [referencer.coordinate]
                      }
                    }));
                  }
                }
              }
            }
          } else if (type instanceof definitions_1.EnumType) {
            for (const enumValue of type.values) {
              if (isInaccessible(enumValue)) {
                (0, utils_1.assert)(defaultValueReferencers, "Enum values can't be @inaccessible in v0.1, but default value referencers weren't computed (which is only skipped for v0.1).");
                const referencers = (_c = defaultValueReferencers.get(enumValue)) !== null && _c !== void 0 ? _c : [];
                for (const referencer of referencers) {
                  if (isInAPISchema(referencer)) {
                    errors.push(error_1.ERRORS.DEFAULT_VALUE_USES_INACCESSIBLE.err(`Enum value "${enumValue.coordinate}" is @inaccessible but is used in the default value of "${referencer.coordinate}", which is in the API schema.`, {
                      nodes: type.sourceAST,
                      extensions: {
                        inaccessible_elements: [type.coordinate],
                        inaccessible_referencers: [referencer.coordinate]
                      }
                    }));
                  }
                }
              }
            }
          }
        }
      }
      for (const directive of schema.allDirectives()) {
        const typeSystemLocations = directive.locations.filter((loc) => (0, definitions_1.isTypeSystemDirectiveLocation)(loc));
        if (hasBuiltInName(directive)) {
          const inaccessibleElements = fetchInaccessibleElementsDeep(directive);
          if (inaccessibleElements.length > 0) {
            errors.push(error_1.ERRORS.DISALLOWED_INACCESSIBLE.err(`Built-in directive "${directive.coordinate}" cannot use @inaccessible.`, {
              nodes: directive.sourceAST,
              extensions: {
                inaccessible_elements: inaccessibleElements.map((element) => element.coordinate),
                inaccessible_referencers: [directive.coordinate]
              }
            }));
          }
        } else if (isFeatureDefinition(directive)) {
          const inaccessibleElements = fetchInaccessibleElementsDeep(directive);
          if (inaccessibleElements.length > 0) {
            errors.push(error_1.ERRORS.DISALLOWED_INACCESSIBLE.err(`Core feature directive "${directive.coordinate}" cannot use @inaccessible.`, {
              nodes: directive.sourceAST,
              extensions: {
                inaccessible_elements: inaccessibleElements.map((element) => element.coordinate),
                inaccessible_referencers: [directive.coordinate]
              }
            }));
          }
        } else if (typeSystemLocations.length > 0) {
          const inaccessibleElements = fetchInaccessibleElementsDeep(directive);
          if (inaccessibleElements.length > 0) {
            errors.push(error_1.ERRORS.DISALLOWED_INACCESSIBLE.err(`Directive "${directive.coordinate}" cannot use @inaccessible because it may be applied to these type-system locations: ${typeSystemLocations.join(", ")}.`, {
              nodes: directive.sourceAST,
              extensions: {
                inaccessible_elements: inaccessibleElements.map((element) => element.coordinate),
                inaccessible_referencers: [directive.coordinate]
              }
            }));
          }
        } else {
          for (const argument of directive.arguments()) {
            if (argument.isRequired()) {
              if (isInaccessible(argument)) {
                errors.push(error_1.ERRORS.REQUIRED_INACCESSIBLE.err(`Argument "${argument.coordinate}" is @inaccessible but is a required argument of its directive.`, {
                  nodes: argument.sourceAST,
                  extensions: {
                    inaccessible_elements: [argument.coordinate],
                    inaccessible_referencers: [argument.coordinate]
                  }
                }));
              }
            }
          }
        }
      }
      if (errors.length > 0) {
        throw (0, definitions_1.ErrGraphQLAPISchemaValidationFailed)(errors);
      }
    }
    function computeDefaultValueReferencers(schema) {
      const referencers = /* @__PURE__ */ new Map();
      function addReference(reference, referencer) {
        var _a;
        const referencerList = (_a = referencers.get(reference)) !== null && _a !== void 0 ? _a : [];
        if (referencerList.length === 0) {
          referencers.set(reference, referencerList);
        }
        referencerList.push(referencer);
      }
      for (const type of schema.allTypes()) {
        if (hasBuiltInName(type))
          continue;
        if (type instanceof definitions_1.ObjectType || type instanceof definitions_1.InterfaceType) {
          for (const field of type.fields()) {
            for (const argument of field.arguments()) {
              for (const reference of computeDefaultValueReferences(argument)) {
                addReference(reference, argument);
              }
            }
          }
        }
        if (type instanceof definitions_1.InputObjectType) {
          for (const inputField of type.fields()) {
            for (const reference of computeDefaultValueReferences(inputField)) {
              addReference(reference, inputField);
            }
          }
        }
      }
      for (const directive of schema.allDirectives()) {
        if (hasBuiltInName(directive))
          continue;
        for (const argument of directive.arguments()) {
          for (const reference of computeDefaultValueReferences(argument)) {
            addReference(reference, argument);
          }
        }
      }
      return referencers;
    }
    function computeDefaultValueReferences(element) {
      const references = [];
      addValueReferences(element.defaultValue, getInputType(element), references);
      return references;
    }
    function getInputType(element) {
      const type = element.type;
      (0, utils_1.assert)(type, "Schema should have been valid, but argument/input field did not have type.");
      return type;
    }
    function addValueReferences(value, type, references) {
      if (value === void 0 || value === null) {
        return;
      }
      if ((0, definitions_1.isNonNullType)(type)) {
        return addValueReferences(value, type.ofType, references);
      }
      if ((0, definitions_1.isScalarType)(type)) {
        return;
      }
      if ((0, definitions_1.isVariable)(value)) {
        return;
      }
      if (Array.isArray(value)) {
        if ((0, definitions_1.isListType)(type)) {
          const itemType = type.ofType;
          for (const item of value) {
            addValueReferences(item, itemType, references);
          }
        } else {
        }
        return;
      }
      if ((0, definitions_1.isListType)(type)) {
        return addValueReferences(value, type.ofType, references);
      }
      if (typeof value === "object") {
        if ((0, definitions_1.isInputObjectType)(type)) {
          for (const field of type.fields()) {
            const fieldValue = value[field.name];
            if (fieldValue !== void 0) {
              references.push(field);
              addValueReferences(fieldValue, field.type, references);
            } else {
            }
          }
        } else {
        }
        return;
      }
      if (typeof value === "string") {
        if ((0, definitions_1.isEnumType)(type)) {
          const enumValue = type.value(value);
          if (enumValue !== void 0) {
            references.push(enumValue);
          } else {
          }
        } else {
        }
        return;
      }
      return;
    }
    function hasBuiltInName(element) {
      const schema = element.schema();
      if (element instanceof definitions_1.ObjectType || element instanceof definitions_1.InterfaceType || element instanceof definitions_1.UnionType || element instanceof definitions_1.ScalarType || element instanceof definitions_1.EnumType || element instanceof definitions_1.InputObjectType) {
        return schema.builtInTypes(true).some((type) => type.name === element.name);
      } else if (element instanceof definitions_1.DirectiveDefinition) {
        return schema.builtInDirectives(true).some((directive) => directive.name === element.name);
      }
      (0, utils_1.assert)(false, "Unreachable code, element is of unknown type.");
    }
    function removeInaccessibleElementsAssumingValid(schema, inaccessibleDirective) {
      function isInaccessible(element) {
        return element.hasAppliedDirective(inaccessibleDirective);
      }
      for (const type of schema.types()) {
        if (isInaccessible(type)) {
          type.remove();
        } else {
          if (type instanceof definitions_1.ObjectType || type instanceof definitions_1.InterfaceType) {
            for (const field of type.fields()) {
              if (isInaccessible(field)) {
                field.remove();
              } else {
                for (const argument of field.arguments()) {
                  if (isInaccessible(argument)) {
                    argument.remove();
                  }
                }
              }
            }
          } else if (type instanceof definitions_1.InputObjectType) {
            for (const inputField of type.fields()) {
              if (isInaccessible(inputField)) {
                inputField.remove();
              }
            }
          } else if (type instanceof definitions_1.EnumType) {
            for (const enumValue of type.values) {
              if (isInaccessible(enumValue)) {
                enumValue.remove();
              }
            }
          }
        }
      }
      for (const directive of schema.directives()) {
        for (const argument of directive.arguments()) {
          if (isInaccessible(argument)) {
            argument.remove();
          }
        }
      }
    }
  }
});

// node_modules/@apollo/federation-internals/dist/print.js
var require_print = __commonJS({
  "node_modules/@apollo/federation-internals/dist/print.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.printDirectiveDefinition = exports.printTypeDefinitionAndExtensions = exports.printType = exports.printSchema = exports.shallowOrderPrintedDefinitions = exports.orderPrintedDefinitions = exports.defaultPrintOptions = void 0;
    var utils_1 = require_utils();
    var values_1 = require_values();
    exports.defaultPrintOptions = {
      indentString: "  ",
      definitionsOrder: ["schema", "directives", "types"],
      rootTypesOrder: ["query", "mutation", "subscription"],
      mergeTypesAndExtensions: false,
      showAllBuiltIns: false,
      noDescriptions: false,
      typeFilter: () => true,
      fieldFilter: () => true,
      directiveApplicationFilter: () => true
    };
    function orderPrintedDefinitions(options) {
      return {
        ...options,
        typeCompareFn: (t1, t2) => t1.name.localeCompare(t2.name),
        implementedInterfaceCompareFn: (t1, t2) => t1.interface.name.localeCompare(t2.interface.name),
        fieldCompareFn: (t1, t2) => t1.name.localeCompare(t2.name),
        unionMemberCompareFn: (t1, t2) => t1.type.name.localeCompare(t2.type.name),
        enumValueCompareFn: (t1, t2) => t1.name.localeCompare(t2.name),
        inputObjectFieldCompareFn: (t1, t2) => t1.name.localeCompare(t2.name),
        directiveCompareFn: (t1, t2) => t1.name.localeCompare(t2.name)
      };
    }
    exports.orderPrintedDefinitions = orderPrintedDefinitions;
    function shallowOrderPrintedDefinitions(options) {
      return {
        ...options,
        typeCompareFn: (t1, t2) => t1.name.localeCompare(t2.name),
        directiveCompareFn: (t1, t2) => t1.name.localeCompare(t2.name)
      };
    }
    exports.shallowOrderPrintedDefinitions = shallowOrderPrintedDefinitions;
    function isDefinitionOrderValid(options) {
      return options.definitionsOrder.length === 3 && options.definitionsOrder.indexOf("schema") >= 0 && options.definitionsOrder.indexOf("types") >= 0 && options.definitionsOrder.indexOf("directives") >= 0;
    }
    function validateOptions(options) {
      if (!isDefinitionOrderValid(options)) {
        throw new Error(`'definitionsOrder' should be a 3-element array containing 'schema', 'types' and 'directives' in the desired order (got: [${options.definitionsOrder.join(", ")}])`);
      }
    }
    function printSchema(schema, options = exports.defaultPrintOptions) {
      validateOptions(options);
      let directives = options.showAllBuiltIns ? schema.allDirectives() : schema.directives();
      if (options.directiveDefinitionFilter) {
        directives = directives.filter(options.directiveDefinitionFilter);
      }
      if (options.directiveCompareFn) {
        directives = directives.concat().sort(options.directiveCompareFn);
      }
      let types = options.showAllBuiltIns ? schema.allTypes() : schema.types();
      if (options.typeFilter) {
        types = types.filter(options.typeFilter);
      }
      if (options.typeCompareFn) {
        types = types.concat().sort(options.typeCompareFn);
      }
      const definitions = new Array(3);
      definitions[options.definitionsOrder.indexOf("schema")] = printSchemaDefinitionAndExtensions(schema.schemaDefinition, options);
      definitions[options.definitionsOrder.indexOf("directives")] = directives.map((directive) => printDirectiveDefinition(directive, options));
      definitions[options.definitionsOrder.indexOf("types")] = types.flatMap((type) => printTypeDefinitionAndExtensions(type, options));
      return definitions.flat().join("\n\n");
    }
    exports.printSchema = printSchema;
    function definitionAndExtensions(element, options) {
      return options.mergeTypesAndExtensions ? [void 0] : [null, ...element.extensions()];
    }
    function printSchemaDefinitionAndExtensions(schemaDefinition, options) {
      return printDefinitionAndExtensions(schemaDefinition, options, printSchemaDefinitionOrExtension);
    }
    function printDefinitionAndExtensions(t, options, printer) {
      return definitionAndExtensions(t, options).map((ext) => printer(t, options, ext)).filter((v) => v !== void 0);
    }
    function printIsExtension(extension) {
      return extension ? "extend " : "";
    }
    function forExtension(ts, extension) {
      if (extension === void 0) {
        return ts;
      }
      return ts.filter((r) => {
        var _a;
        return ((_a = r.ofExtension()) !== null && _a !== void 0 ? _a : null) === extension;
      });
    }
    function orderRoots(roots, options) {
      return roots.concat().sort((r1, r2) => options.rootTypesOrder.indexOf(r1.rootKind) - options.rootTypesOrder.indexOf(r2.rootKind));
    }
    function appliedDirectives(element, options, extension) {
      let directives = forExtension(element.appliedDirectives, extension);
      if (options.directiveApplicationFilter) {
        directives = directives.filter(options.directiveApplicationFilter);
      }
      return directives;
    }
    function printSchemaDefinitionOrExtension(schemaDefinition, options, extension) {
      const roots = forExtension(schemaDefinition.roots(), extension);
      const directives = appliedDirectives(schemaDefinition, options, extension);
      if (!roots.length && !directives.length) {
        return void 0;
      }
      if (!extension && !directives.length && isSchemaOfCommonNames(schemaDefinition)) {
        return void 0;
      }
      const rootEntries = orderRoots(roots, options).map((rootType) => `${options.indentString}${rootType.rootKind}: ${rootType.type}`);
      return printDescription(schemaDefinition, options, extension) + printIsExtension(extension) + "schema" + printAppliedDirectives(directives, options, true, rootEntries.length !== 0) + (directives.length === 0 ? " " : "") + (rootEntries.length === 0 ? "" : "{\n" + rootEntries.join("\n") + "\n}");
    }
    function isSchemaOfCommonNames(schema) {
      return !schema.description && schema.roots().every((r) => r.isDefaultRootName());
    }
    function printType(type, options = exports.defaultPrintOptions) {
      const definitionAndExtensions2 = printTypeDefinitionAndExtensions(type, options);
      (0, utils_1.assert)(definitionAndExtensions2.length == 1, `Type ${type} is built from more than 1 definition or extension`);
      return definitionAndExtensions2[0];
    }
    exports.printType = printType;
    function printTypeDefinitionAndExtensions(type, options = exports.defaultPrintOptions) {
      switch (type.kind) {
        case "ScalarType":
          return printDefinitionAndExtensions(type, options, printScalarDefinitionOrExtension);
        case "ObjectType":
          return printDefinitionAndExtensions(type, options, (t, options2, ext) => printFieldBasedTypeDefinitionOrExtension("type", t, options2, ext));
        case "InterfaceType":
          return printDefinitionAndExtensions(type, options, (t, options2, ext) => printFieldBasedTypeDefinitionOrExtension("interface", t, options2, ext));
        case "UnionType":
          return printDefinitionAndExtensions(type, options, printUnionDefinitionOrExtension);
        case "EnumType":
          return printDefinitionAndExtensions(type, options, printEnumDefinitionOrExtension);
        case "InputObjectType":
          return printDefinitionAndExtensions(type, options, printInputDefinitionOrExtension);
      }
    }
    exports.printTypeDefinitionAndExtensions = printTypeDefinitionAndExtensions;
    function printDirectiveDefinition(directive, options = exports.defaultPrintOptions) {
      const locations = directive.locations.join(" | ");
      return `${printDescription(directive, options, null)}directive ${directive}${printArgs(directive.arguments(), options)}${directive.repeatable ? " repeatable" : ""} on ${locations}`;
    }
    exports.printDirectiveDefinition = printDirectiveDefinition;
    function printAppliedDirectives(appliedDirectives2, options, onNewLines = false, endWithNewLine = onNewLines) {
      if (appliedDirectives2.length == 0) {
        return "";
      }
      const joinStr = onNewLines ? "\n" + options.indentString : " ";
      const directives = appliedDirectives2.map((d) => d.toString()).join(joinStr);
      return onNewLines ? "\n" + options.indentString + directives + (endWithNewLine ? "\n" : "") : " " + directives;
    }
    function printDescription(element, options, extension, indentation = "", firstInBlock = true) {
      if (extension || element.description === void 0 || options.noDescriptions) {
        return "";
      }
      const preferMultipleLines = element.description.length > 70;
      const blockString = printBlockString(element.description, "", preferMultipleLines);
      const prefix = indentation && !firstInBlock ? "\n" + indentation : indentation;
      return prefix + blockString.replace(/\n/g, "\n" + indentation) + "\n";
    }
    function printScalarDefinitionOrExtension(type, options, extension) {
      const directives = appliedDirectives(type, options, extension);
      if (extension && !directives.length) {
        return void 0;
      }
      return `${printDescription(type, options, extension)}${printIsExtension(extension)}scalar ${type.name}${printAppliedDirectives(directives, options, true, false)}`;
    }
    function printImplementedInterfaces(implementations) {
      return implementations.length ? " implements " + implementations.map((i) => i.interface.name).join(" & ") : "";
    }
    function printFieldBasedTypeDefinitionOrExtension(kind, type, options, extension) {
      const directives = appliedDirectives(type, options, extension);
      let interfaces = forExtension(type.interfaceImplementations(), extension);
      let fields = forExtension(type.fields(), extension);
      if (options.fieldFilter) {
        fields = fields.filter(options.fieldFilter);
      }
      if (!directives.length && !interfaces.length && !fields.length && (extension || !type.preserveEmptyDefinition)) {
        return void 0;
      }
      if (options.implementedInterfaceCompareFn) {
        interfaces = interfaces.concat().sort(options.implementedInterfaceCompareFn);
      }
      if (options.fieldCompareFn) {
        fields = fields.concat().sort(options.fieldCompareFn);
      }
      return printDescription(type, options, extension) + printIsExtension(extension) + kind + " " + type + printImplementedInterfaces(interfaces) + printAppliedDirectives(directives, options, true, fields.length > 0) + (directives.length === 0 && fields.length > 0 ? " " : "") + printFields(fields, options);
    }
    function printUnionDefinitionOrExtension(type, options, extension) {
      const directives = appliedDirectives(type, options, extension);
      let members = forExtension(type.members(), extension);
      if (!directives.length && !members.length && (extension || !type.preserveEmptyDefinition)) {
        return void 0;
      }
      if (options.unionMemberCompareFn) {
        members = members.concat().sort(options.unionMemberCompareFn);
      }
      const possibleTypes = members.length ? " = " + members.map((m) => m.type).join(" | ") : "";
      return printDescription(type, options, extension) + printIsExtension(extension) + "union " + type + printAppliedDirectives(directives, options, true, members.length > 0) + possibleTypes;
    }
    function printEnumDefinitionOrExtension(type, options, extension) {
      const directives = appliedDirectives(type, options, extension);
      let values = forExtension(type.values, extension);
      if (!directives.length && !values.length && (extension || !type.preserveEmptyDefinition)) {
        return void 0;
      }
      if (options.enumValueCompareFn) {
        values = values.concat().sort(options.enumValueCompareFn);
      }
      const vals = values.map((v, i) => printDescription(v, options, extension, options.indentString, !i) + options.indentString + v + printAppliedDirectives(v.appliedDirectives, options));
      return printDescription(type, options, extension) + printIsExtension(extension) + "enum " + type + printAppliedDirectives(directives, options, true, vals.length > 0) + (directives.length === 0 && vals.length > 0 ? " " : "") + printBlock(vals);
    }
    function printInputDefinitionOrExtension(type, options, extension) {
      const directives = appliedDirectives(type, options, extension);
      let fields = forExtension(type.fields(), extension);
      if (!directives.length && !fields.length && (extension || !type.preserveEmptyDefinition)) {
        return void 0;
      }
      if (options.inputObjectFieldCompareFn) {
        fields = fields.concat().sort(options.inputObjectFieldCompareFn);
      }
      return printDescription(type, options, extension) + printIsExtension(extension) + "input " + type + printAppliedDirectives(directives, options, true, fields.length > 0) + (directives.length === 0 && fields.length > 0 ? " " : "") + printFields(fields, options);
    }
    function printFields(fields, options) {
      return printBlock(fields.map((f, i) => printDescription(f, options, void 0, options.indentString, !i) + options.indentString + printField(f, options) + printAppliedDirectives(appliedDirectives(f, options), options)));
    }
    function printField(field, options) {
      const args = field.kind == "FieldDefinition" ? printArgs(field.arguments(), options, options.indentString) : "";
      const defaultValue = field.kind === "InputFieldDefinition" && field.defaultValue !== void 0 ? " = " + (0, values_1.valueToString)(field.defaultValue, field.type) : "";
      return `${field.name}${args}: ${field.type}${defaultValue}`;
    }
    function printArgs(args, options, indentation = "") {
      if (args.length === 0) {
        return "";
      }
      if (args.every((arg) => !arg.description)) {
        return "(" + args.map((arg) => printArg(arg, options)).join(", ") + ")";
      }
      const formattedArgs = args.map((arg, i) => printDescription(arg, options, null, "  " + indentation, !i) + "  " + indentation + printArg(arg, options)).join("\n");
      return `(
${formattedArgs}
${indentation})`;
    }
    function printArg(arg, options) {
      return `${arg}${printAppliedDirectives(appliedDirectives(arg, options), options)}`;
    }
    function printBlock(items) {
      return items.length !== 0 ? "{\n" + items.join("\n") + "\n}" : "";
    }
    function printBlockString(value, indentation = "", preferMultipleLines = false) {
      const isSingleLine = value.indexOf("\n") === -1;
      const hasLeadingSpace = value[0] === " " || value[0] === "	";
      const hasTrailingQuote = value[value.length - 1] === '"';
      const hasTrailingSlash = value[value.length - 1] === "\\";
      const printAsMultipleLines = !isSingleLine || hasTrailingQuote || hasTrailingSlash || preferMultipleLines;
      let result = "";
      if (printAsMultipleLines && !(isSingleLine && hasLeadingSpace)) {
        result += "\n" + indentation;
      }
      result += indentation ? value.replace(/\n/g, "\n" + indentation) : value;
      if (printAsMultipleLines) {
        result += "\n";
      }
      return '"""' + result.replace(/"""/g, '\\"""') + '"""';
    }
  }
});

// node_modules/@apollo/federation-internals/dist/introspection.js
var require_introspection = __commonJS({
  "node_modules/@apollo/federation-internals/dist/introspection.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.addIntrospectionFields = exports.isIntrospectionName = exports.introspectionTypeNames = exports.introspectionFieldNames = void 0;
    var graphql_1 = require_graphql();
    var definitions_1 = require_definitions();
    exports.introspectionFieldNames = ["__schema", "__type"];
    exports.introspectionTypeNames = [
      "__Schema",
      "__Directive",
      "__DirectiveLocation",
      "__Type",
      "__Field",
      "__InputValue",
      "__EnumValue",
      "__TypeKind"
    ];
    function isIntrospectionName(name) {
      return name.startsWith("__");
    }
    exports.isIntrospectionName = isIntrospectionName;
    function addIntrospectionFields(schema) {
      if (schema.type("__Schema")) {
        return;
      }
      const typeKindEnum = schema.addType(new definitions_1.EnumType("__TypeKind", true));
      typeKindEnum.addValue("SCALAR");
      typeKindEnum.addValue("OBJECT");
      typeKindEnum.addValue("INTERFACE");
      typeKindEnum.addValue("UNION");
      typeKindEnum.addValue("ENUM");
      typeKindEnum.addValue("INPUT_OBJECT");
      typeKindEnum.addValue("LIST");
      typeKindEnum.addValue("NON_NULL");
      const inputValueType = schema.addType(new definitions_1.ObjectType("__InputValue", true));
      const fieldType = schema.addType(new definitions_1.ObjectType("__Field", true));
      const typeType = schema.addType(new definitions_1.ObjectType("__Type", true));
      const enumValueType = schema.addType(new definitions_1.ObjectType("__EnumValue", true));
      typeType.addField("kind", new definitions_1.NonNullType(typeKindEnum));
      typeType.addField("name", schema.stringType());
      typeType.addField("description", schema.stringType());
      typeType.addField("fields", new definitions_1.ListType(new definitions_1.NonNullType(fieldType))).addArgument("includeDeprecated", schema.booleanType(), false);
      typeType.addField("interfaces", new definitions_1.ListType(new definitions_1.NonNullType(typeType)));
      typeType.addField("possibleTypes", new definitions_1.ListType(new definitions_1.NonNullType(typeType)));
      typeType.addField("enumValues", new definitions_1.ListType(new definitions_1.NonNullType(enumValueType))).addArgument("includeDeprecated", schema.booleanType(), false);
      typeType.addField("inputFields", new definitions_1.ListType(new definitions_1.NonNullType(inputValueType))).addArgument("includeDeprecated", schema.booleanType(), false);
      typeType.addField("ofType", typeType);
      typeType.addField("specifiedByURL", schema.stringType());
      fieldType.addField("name", new definitions_1.NonNullType(schema.stringType()));
      fieldType.addField("description", schema.stringType());
      fieldType.addField("args", new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(inputValueType)))).addArgument("includeDeprecated", schema.booleanType(), false);
      fieldType.addField("type", new definitions_1.NonNullType(typeType));
      fieldType.addField("isDeprecated", new definitions_1.NonNullType(schema.booleanType()));
      fieldType.addField("deprecationReason", schema.stringType());
      inputValueType.addField("name", new definitions_1.NonNullType(schema.stringType()));
      inputValueType.addField("description", schema.stringType());
      inputValueType.addField("type", new definitions_1.NonNullType(typeType));
      inputValueType.addField("defaultValue", schema.stringType());
      inputValueType.addField("isDeprecated", new definitions_1.NonNullType(schema.booleanType()));
      inputValueType.addField("deprecationReason", schema.stringType());
      enumValueType.addField("name", new definitions_1.NonNullType(schema.stringType()));
      enumValueType.addField("description", schema.stringType());
      enumValueType.addField("isDeprecated", new definitions_1.NonNullType(schema.booleanType()));
      enumValueType.addField("deprecationReason", schema.stringType());
      const directiveLocationEnum = schema.addType(new definitions_1.EnumType("__DirectiveLocation", true));
      for (const location of Object.values(graphql_1.DirectiveLocation)) {
        directiveLocationEnum.addValue(location);
      }
      const directiveType = schema.addType(new definitions_1.ObjectType("__Directive", true));
      directiveType.addField("name", new definitions_1.NonNullType(schema.stringType()));
      directiveType.addField("description", schema.stringType());
      directiveType.addField("locations", new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(directiveLocationEnum))));
      directiveType.addField("args", new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(inputValueType)))).addArgument("includeDeprecated", schema.booleanType(), false);
      directiveType.addField("isRepeatable", new definitions_1.NonNullType(schema.booleanType()));
      const schemaType = schema.addType(new definitions_1.ObjectType("__Schema", true));
      schemaType.addField("description", schema.stringType());
      schemaType.addField("types", new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(typeType))));
      schemaType.addField("queryType", new definitions_1.NonNullType(typeType));
      schemaType.addField("mutationType", new definitions_1.NonNullType(typeType));
      schemaType.addField("subscriptionType", new definitions_1.NonNullType(typeType));
      schemaType.addField("directives", new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(directiveType))));
      let queryRoot = schema.schemaDefinition.rootType("query");
      if (!queryRoot) {
        queryRoot = schema.addType(new definitions_1.ObjectType("Query"));
        schema.schemaDefinition.setRoot("query", queryRoot);
      }
      queryRoot.addField(new definitions_1.FieldDefinition("__schema", true), new definitions_1.NonNullType(schemaType));
      queryRoot.addField(new definitions_1.FieldDefinition("__type", true), typeType).addArgument("name", new definitions_1.NonNullType(schema.stringType()));
    }
    exports.addIntrospectionFields = addIntrospectionFields;
  }
});

// node_modules/@apollo/federation-internals/dist/validate.js
var require_validate2 = __commonJS({
  "node_modules/@apollo/federation-internals/dist/validate.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.validateSchema = void 0;
    var definitions_1 = require_definitions();
    var graphql_1 = require_graphql();
    var values_1 = require_values();
    var introspection_1 = require_introspection();
    var types_1 = require_types();
    var error_1 = require_error();
    function validateSchema(schema) {
      return new Validator(schema).validate();
    }
    exports.validateSchema = validateSchema;
    var InputObjectCircularRefsValidator = class {
      constructor(onError) {
        this.onError = onError;
        this.visitedTypes = /* @__PURE__ */ new Set();
        this.fieldPath = [];
        this.fieldPathIndexByTypeName = /* @__PURE__ */ new Map();
      }
      detectCycles(type) {
        if (this.visitedTypes.has(type.name)) {
          return;
        }
        this.visitedTypes.add(type.name);
        this.fieldPathIndexByTypeName.set(type.name, this.fieldPath.length);
        for (const field of type.fields()) {
          if ((0, definitions_1.isNonNullType)(field.type) && (0, definitions_1.isInputObjectType)(field.type.ofType)) {
            const fieldType = field.type.ofType;
            const cycleIndex = this.fieldPathIndexByTypeName.get(fieldType.name);
            this.fieldPath.push(field);
            if (cycleIndex === void 0) {
              this.detectCycles(fieldType);
            } else {
              const cyclePath = this.fieldPath.slice(cycleIndex);
              const pathStr = cyclePath.map((fieldObj) => fieldObj.name).join(".");
              this.onError(`Cannot reference Input Object "${fieldType.name}" within itself through a series of non-null fields: "${pathStr}".`, { nodes: (0, definitions_1.sourceASTs)(...cyclePath) });
            }
            this.fieldPath.pop();
          }
        }
        this.fieldPathIndexByTypeName.delete(type.name);
      }
    };
    var Validator = class {
      constructor(schema) {
        this.schema = schema;
        this.emptyVariables = new definitions_1.VariableDefinitions();
        this.hasMissingTypes = false;
        this.errors = [];
      }
      validate() {
        for (const type of this.schema.types()) {
          if (!introspection_1.introspectionTypeNames.includes(type.name)) {
            this.validateName(type);
          }
          switch (type.kind) {
            case "ObjectType":
            case "InterfaceType":
              this.validateObjectOrInterfaceType(type);
              break;
            case "InputObjectType":
              this.validateInputObjectType(type);
              break;
            case "UnionType":
              this.validateUnionType(type);
              break;
            case "EnumType":
              this.validateEnumType(type);
              break;
          }
        }
        for (const directive of this.schema.allDirectives()) {
          this.validateName(directive);
          for (const arg of directive.arguments()) {
            this.validateArg(arg);
          }
          for (const application of directive.applications()) {
            this.validateDirectiveApplication(directive, application);
          }
        }
        if (!this.hasMissingTypes) {
          const refsValidator = new InputObjectCircularRefsValidator((msg, opts) => this.addError(msg, opts));
          for (const type of this.schema.types()) {
            switch (type.kind) {
              case "ObjectType":
              case "InterfaceType":
                this.validateImplementedInterfaces(type);
                break;
              case "InputObjectType":
                refsValidator.detectCycles(type);
                break;
            }
          }
        }
        return this.errors;
      }
      addError(message, options) {
        this.errors.push(error_1.ERRORS.INVALID_GRAPHQL.err(message, options));
      }
      validateHasType(elt) {
        if (!elt.type) {
          this.addError(`Element ${elt.coordinate} does not have a type set`, { nodes: elt.sourceAST });
          this.hasMissingTypes = false;
        }
        return !!elt.type;
      }
      validateName(elt) {
        if ((0, introspection_1.isIntrospectionName)(elt.name)) {
          this.addError(`Name "${elt.name}" must not begin with "__", which is reserved by GraphQL introspection.`, elt.sourceAST ? { nodes: elt.sourceAST } : {});
          return;
        }
        try {
          (0, graphql_1.assertName)(elt.name);
        } catch (e) {
          this.addError(e.message, elt.sourceAST ? { nodes: elt.sourceAST } : {});
        }
      }
      validateObjectOrInterfaceType(type) {
        if (!type.hasFields()) {
          this.addError(`Type ${type.name} must define one or more fields.`, { nodes: type.sourceAST });
        }
        for (const field of type.fields()) {
          this.validateName(field);
          this.validateHasType(field);
          for (const arg of field.arguments()) {
            this.validateArg(arg);
          }
        }
      }
      validateImplementedInterfaces(type) {
        if (type.implementsInterface(type.name)) {
          this.addError(`Type ${type} cannot implement itself because it would create a circular reference.`, { nodes: (0, definitions_1.sourceASTs)(type, type.interfaceImplementation(type.name)) });
        }
        for (const itf of type.interfaces()) {
          for (const itfField of itf.fields()) {
            const field = type.field(itfField.name);
            if (!field) {
              this.addError(`Interface field ${itfField.coordinate} expected but ${type} does not provide it.`, { nodes: (0, definitions_1.sourceASTs)(itfField, type) });
              continue;
            }
            if (this.validateHasType(itfField) && !(0, types_1.isSubtype)(itfField.type, field.type)) {
              this.addError(`Interface field ${itfField.coordinate} expects type ${itfField.type} but ${field.coordinate} of type ${field.type} is not a proper subtype.`, { nodes: (0, definitions_1.sourceASTs)(itfField, field) });
            }
            for (const itfArg of itfField.arguments()) {
              const arg = field.argument(itfArg.name);
              if (!arg) {
                this.addError(`Interface field argument ${itfArg.coordinate} expected but ${field.coordinate} does not provide it.`, { nodes: (0, definitions_1.sourceASTs)(itfArg, field) });
                continue;
              }
              if (this.validateHasType(itfArg) && !(0, types_1.sameType)(itfArg.type, arg.type)) {
                this.addError(`Interface field argument ${itfArg.coordinate} expects type ${itfArg.type} but ${arg.coordinate} is type ${arg.type}.`, { nodes: (0, definitions_1.sourceASTs)(itfArg, arg) });
              }
            }
            for (const arg of field.arguments()) {
              if (itfField.argument(arg.name)) {
                continue;
              }
              if (arg.isRequired()) {
                this.addError(`Field ${field.coordinate} includes required argument ${arg.name} that is missing from the Interface field ${itfField.coordinate}.`, { nodes: (0, definitions_1.sourceASTs)(arg, itfField) });
              }
            }
          }
          for (const itfOfItf of itf.interfaces()) {
            if (!type.implementsInterface(itfOfItf)) {
              if (itfOfItf === type) {
                this.addError(`Type ${type} cannot implement ${itf} because it would create a circular reference.`, { nodes: (0, definitions_1.sourceASTs)(type, itf) });
              } else {
                this.addError(`Type ${type} must implement ${itfOfItf} because it is implemented by ${itf}.`, { nodes: (0, definitions_1.sourceASTs)(type, itf, itfOfItf) });
              }
            }
          }
        }
      }
      validateInputObjectType(type) {
        if (!type.hasFields()) {
          this.addError(`Input Object type ${type.name} must define one or more fields.`, { nodes: type.sourceAST });
        }
        for (const field of type.fields()) {
          this.validateName(field);
          if (!this.validateHasType(field)) {
            continue;
          }
          if (field.isRequired() && field.isDeprecated()) {
            this.addError(`Required input field ${field.coordinate} cannot be deprecated.`, { nodes: (0, definitions_1.sourceASTs)(field.appliedDirectivesOf("deprecated")[0], field) });
          }
          if (field.defaultValue !== void 0 && !(0, values_1.isValidValue)(field.defaultValue, field, new definitions_1.VariableDefinitions())) {
            this.addError(`Invalid default value (got: ${(0, values_1.valueToString)(field.defaultValue)}) provided for input field ${field.coordinate} of type ${field.type}.`, { nodes: (0, definitions_1.sourceASTs)(field) });
          }
        }
      }
      validateArg(arg) {
        this.validateName(arg);
        if (!this.validateHasType(arg)) {
          return;
        }
        if (arg.isRequired() && arg.isDeprecated()) {
          this.addError(`Required argument ${arg.coordinate} cannot be deprecated.`, { nodes: (0, definitions_1.sourceASTs)(arg.appliedDirectivesOf("deprecated")[0], arg) });
        }
        if (arg.defaultValue !== void 0 && !(0, values_1.isValidValue)(arg.defaultValue, arg, new definitions_1.VariableDefinitions())) {
          const builtInScalar = this.schema.builtInScalarTypes().find((t) => arg.type && (0, definitions_1.isScalarType)(arg.type) && t.name === arg.type.name);
          if (!builtInScalar || !(0, values_1.isValidValueApplication)(arg.defaultValue, builtInScalar, arg.defaultValue, new definitions_1.VariableDefinitions())) {
            this.addError(`Invalid default value (got: ${(0, values_1.valueToString)(arg.defaultValue)}) provided for argument ${arg.coordinate} of type ${arg.type}.`, { nodes: (0, definitions_1.sourceASTs)(arg) });
          }
        }
      }
      validateUnionType(type) {
        if (type.membersCount() === 0) {
          this.addError(`Union type ${type.coordinate} must define one or more member types.`, { nodes: type.sourceAST });
        }
      }
      validateEnumType(type) {
        if (type.values.length === 0) {
          this.addError(`Enum type ${type.coordinate} must define one or more values.`, { nodes: type.sourceAST });
        }
        for (const value of type.values) {
          this.validateName(value);
          if (value.name === "true" || value.name === "false" || value.name === "null") {
            this.addError(`Enum type ${type.coordinate} cannot include value: ${value}.`, { nodes: value.sourceAST });
          }
        }
      }
      validateDirectiveApplication(definition, application) {
        for (const argument of definition.arguments()) {
          const value = application.arguments()[argument.name];
          if (!value) {
            continue;
          }
          if (argument.type && !(0, values_1.isValidValue)(value, argument, this.emptyVariables)) {
            const parent = application.parent;
            const parentDesc = parent instanceof definitions_1.NamedSchemaElement ? parent.coordinate : "schema";
            this.addError(`Invalid value for "${argument.coordinate}" of type "${argument.type}" in application of "${definition.coordinate}" to "${parentDesc}".`, { nodes: (0, definitions_1.sourceASTs)(application, argument) });
          }
        }
      }
    };
  }
});

// node_modules/@apollo/federation-internals/dist/definitions.js
var require_definitions = __commonJS({
  "node_modules/@apollo/federation-internals/dist/definitions.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.CoreFeature = exports.defaultSchemaBlueprint = exports.SchemaBlueprint = exports.NamedSchemaElementWithType = exports.NamedSchemaElement = exports.SchemaElement = exports.Extension = exports.sourceASTs = exports.DirectiveTargetElement = exports.isLeafType = exports.typeFromAST = exports.typeToAST = exports.isTypeSystemDirectiveLocation = exports.typeSystemDirectiveLocations = exports.isExecutableDirectiveLocation = exports.executableDirectiveLocations = exports.isConditionalDirective = exports.supertypes = exports.runtimeTypesIntersects = exports.possibleRuntimeTypes = exports.isCompositeType = exports.isAbstractType = exports.isNullableType = exports.baseType = exports.filterTypesOfKind = exports.isTypeOfKind = exports.isInputType = exports.isOutputType = exports.isInputObjectType = exports.isUnionType = exports.isEnumType = exports.isInterfaceType = exports.isObjectType = exports.isIDType = exports.isBooleanType = exports.isFloatType = exports.isStringType = exports.isIntType = exports.isCustomScalarType = exports.isScalarType = exports.isNonNullType = exports.isListType = exports.isWrapperType = exports.isNamedType = exports.isSchemaRootType = exports.defaultRootName = exports.allSchemaRootKinds = exports.typenameFieldName = exports.ErrGraphQLAPISchemaValidationFailed = exports.ErrGraphQLValidationFailed = void 0;
    exports.isElementNamedType = exports.isFieldDefinition = exports.copyDirectiveDefinitionToSchema = exports.newNamedType = exports.variableDefinitionFromAST = exports.variableDefinitionsFromAST = exports.VariableDefinitions = exports.VariableDefinition = exports.isVariable = exports.VariableCollector = exports.Variable = exports.directiveApplicationsSubstraction = exports.isDirectiveApplicationsSubset = exports.sameDirectiveApplications = exports.sameDirectiveApplication = exports.directivesToDirectiveNodes = exports.directivesToString = exports.Directive = exports.DirectiveDefinition = exports.EnumValue = exports.ArgumentDefinition = exports.InputFieldDefinition = exports.FieldDefinition = exports.NonNullType = exports.ListType = exports.InputObjectType = exports.EnumType = exports.UnionType = exports.UnionMember = exports.InterfaceType = exports.ObjectType = exports.InterfaceImplementation = exports.ScalarType = exports.SchemaDefinition = exports.RootType = exports.Schema = exports.CoreFeatures = void 0;
    var graphql_1 = require_graphql();
    var coreSpec_1 = require_coreSpec();
    var utils_1 = require_utils();
    var values_1 = require_values();
    var tagSpec_1 = require_tagSpec();
    var inaccessibleSpec_1 = require_inaccessibleSpec();
    var print_1 = require_print();
    var types_1 = require_types();
    var introspection_1 = require_introspection();
    var validate_1 = require_validate();
    var specifiedRules_1 = require_specifiedRules();
    var validate_2 = require_validate2();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var suggestions_1 = require_suggestions();
    var error_1 = require_error();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var validationErrorCode = "GraphQLValidationFailed";
    var DEFAULT_VALIDATION_ERROR_MESSAGE = "The schema is not a valid GraphQL schema.";
    var EMPTY_SET = /* @__PURE__ */ new Set();
    var ErrGraphQLValidationFailed = (causes, message = DEFAULT_VALIDATION_ERROR_MESSAGE) => (0, error_1.aggregateError)(validationErrorCode, message, causes);
    exports.ErrGraphQLValidationFailed = ErrGraphQLValidationFailed;
    var apiSchemaValidationErrorCode = "GraphQLAPISchemaValidationFailed";
    var ErrGraphQLAPISchemaValidationFailed = (causes) => (0, error_1.aggregateError)(apiSchemaValidationErrorCode, "The supergraph schema failed to produce a valid API schema", causes);
    exports.ErrGraphQLAPISchemaValidationFailed = ErrGraphQLAPISchemaValidationFailed;
    exports.typenameFieldName = "__typename";
    exports.allSchemaRootKinds = ["query", "mutation", "subscription"];
    function defaultRootName(rootKind) {
      return rootKind.charAt(0).toUpperCase() + rootKind.slice(1);
    }
    exports.defaultRootName = defaultRootName;
    function checkDefaultSchemaRoot(type) {
      if (type.kind !== "ObjectType") {
        return void 0;
      }
      switch (type.name) {
        case "Query":
          return "query";
        case "Mutation":
          return "mutation";
        case "Subscription":
          return "subscription";
        default:
          return void 0;
      }
    }
    function isSchemaRootType(type) {
      return isObjectType(type) && type.isRootType();
    }
    exports.isSchemaRootType = isSchemaRootType;
    function isNamedType(type) {
      return type instanceof BaseNamedType;
    }
    exports.isNamedType = isNamedType;
    function isWrapperType(type) {
      return isListType(type) || isNonNullType(type);
    }
    exports.isWrapperType = isWrapperType;
    function isListType(type) {
      return type.kind == "ListType";
    }
    exports.isListType = isListType;
    function isNonNullType(type) {
      return type.kind == "NonNullType";
    }
    exports.isNonNullType = isNonNullType;
    function isScalarType(type) {
      return type.kind == "ScalarType";
    }
    exports.isScalarType = isScalarType;
    function isCustomScalarType(type) {
      return isScalarType(type) && !graphQLBuiltInTypes.includes(type.name);
    }
    exports.isCustomScalarType = isCustomScalarType;
    function isIntType(type) {
      return type === type.schema().intType();
    }
    exports.isIntType = isIntType;
    function isStringType(type) {
      return type === type.schema().stringType();
    }
    exports.isStringType = isStringType;
    function isFloatType(type) {
      return type === type.schema().floatType();
    }
    exports.isFloatType = isFloatType;
    function isBooleanType(type) {
      return type === type.schema().booleanType();
    }
    exports.isBooleanType = isBooleanType;
    function isIDType(type) {
      return type === type.schema().idType();
    }
    exports.isIDType = isIDType;
    function isObjectType(type) {
      return type.kind == "ObjectType";
    }
    exports.isObjectType = isObjectType;
    function isInterfaceType(type) {
      return type.kind == "InterfaceType";
    }
    exports.isInterfaceType = isInterfaceType;
    function isEnumType(type) {
      return type.kind == "EnumType";
    }
    exports.isEnumType = isEnumType;
    function isUnionType(type) {
      return type.kind == "UnionType";
    }
    exports.isUnionType = isUnionType;
    function isInputObjectType(type) {
      return type.kind == "InputObjectType";
    }
    exports.isInputObjectType = isInputObjectType;
    function isOutputType(type) {
      switch (baseType(type).kind) {
        case "ScalarType":
        case "ObjectType":
        case "UnionType":
        case "EnumType":
        case "InterfaceType":
          return true;
        default:
          return false;
      }
    }
    exports.isOutputType = isOutputType;
    function isInputType(type) {
      switch (baseType(type).kind) {
        case "ScalarType":
        case "EnumType":
        case "InputObjectType":
          return true;
        default:
          return false;
      }
    }
    exports.isInputType = isInputType;
    function isTypeOfKind(type, kind) {
      return type.kind === kind;
    }
    exports.isTypeOfKind = isTypeOfKind;
    function filterTypesOfKind(types, kind) {
      return types.reduce((acc, type) => {
        if (isTypeOfKind(type, kind)) {
          acc.push(type);
        }
        return acc;
      }, []);
    }
    exports.filterTypesOfKind = filterTypesOfKind;
    function baseType(type) {
      return isWrapperType(type) ? type.baseType() : type;
    }
    exports.baseType = baseType;
    function isNullableType(type) {
      return !isNonNullType(type);
    }
    exports.isNullableType = isNullableType;
    function isAbstractType(type) {
      return isInterfaceType(type) || isUnionType(type);
    }
    exports.isAbstractType = isAbstractType;
    function isCompositeType(type) {
      return isObjectType(type) || isInterfaceType(type) || isUnionType(type);
    }
    exports.isCompositeType = isCompositeType;
    function possibleRuntimeTypes(type) {
      switch (type.kind) {
        case "InterfaceType":
          return type.possibleRuntimeTypes();
        case "UnionType":
          return type.types();
        case "ObjectType":
          return [type];
      }
    }
    exports.possibleRuntimeTypes = possibleRuntimeTypes;
    function runtimeTypesIntersects(t1, t2) {
      if (t1 === t2) {
        return true;
      }
      const rt1 = possibleRuntimeTypes(t1);
      const rt2 = possibleRuntimeTypes(t2);
      for (const obj1 of rt1) {
        if (rt2.some((obj2) => obj1.name === obj2.name)) {
          return true;
        }
      }
      return false;
    }
    exports.runtimeTypesIntersects = runtimeTypesIntersects;
    function supertypes(type) {
      switch (type.kind) {
        case "InterfaceType":
          return type.interfaces();
        case "UnionType":
          return [];
        case "ObjectType":
          return type.interfaces().concat(type.unionsWhereMember());
      }
    }
    exports.supertypes = supertypes;
    function isConditionalDirective(directive) {
      return ["include", "skip"].includes(directive.name);
    }
    exports.isConditionalDirective = isConditionalDirective;
    exports.executableDirectiveLocations = [
      graphql_1.DirectiveLocation.QUERY,
      graphql_1.DirectiveLocation.MUTATION,
      graphql_1.DirectiveLocation.SUBSCRIPTION,
      graphql_1.DirectiveLocation.FIELD,
      graphql_1.DirectiveLocation.FRAGMENT_DEFINITION,
      graphql_1.DirectiveLocation.FRAGMENT_SPREAD,
      graphql_1.DirectiveLocation.INLINE_FRAGMENT,
      graphql_1.DirectiveLocation.VARIABLE_DEFINITION
    ];
    var executableDirectiveLocationsSet = new Set(exports.executableDirectiveLocations);
    function isExecutableDirectiveLocation(loc) {
      return executableDirectiveLocationsSet.has(loc);
    }
    exports.isExecutableDirectiveLocation = isExecutableDirectiveLocation;
    exports.typeSystemDirectiveLocations = [
      graphql_1.DirectiveLocation.SCHEMA,
      graphql_1.DirectiveLocation.SCALAR,
      graphql_1.DirectiveLocation.OBJECT,
      graphql_1.DirectiveLocation.FIELD_DEFINITION,
      graphql_1.DirectiveLocation.ARGUMENT_DEFINITION,
      graphql_1.DirectiveLocation.INTERFACE,
      graphql_1.DirectiveLocation.UNION,
      graphql_1.DirectiveLocation.ENUM,
      graphql_1.DirectiveLocation.ENUM_VALUE,
      graphql_1.DirectiveLocation.INPUT_OBJECT,
      graphql_1.DirectiveLocation.INPUT_FIELD_DEFINITION
    ];
    var typeSystemDirectiveLocationsSet = new Set(exports.typeSystemDirectiveLocations);
    function isTypeSystemDirectiveLocation(loc) {
      return typeSystemDirectiveLocationsSet.has(loc);
    }
    exports.isTypeSystemDirectiveLocation = isTypeSystemDirectiveLocation;
    function typeToAST(type) {
      switch (type.kind) {
        case "ListType":
          return {
            kind: graphql_1.Kind.LIST_TYPE,
            type: typeToAST(type.ofType)
          };
        case "NonNullType":
          return {
            kind: graphql_1.Kind.NON_NULL_TYPE,
            type: typeToAST(type.ofType)
          };
        default:
          return {
            kind: graphql_1.Kind.NAMED_TYPE,
            name: { kind: graphql_1.Kind.NAME, value: type.name }
          };
      }
    }
    exports.typeToAST = typeToAST;
    function typeFromAST(schema, node) {
      switch (node.kind) {
        case graphql_1.Kind.LIST_TYPE:
          return new ListType(typeFromAST(schema, node.type));
        case graphql_1.Kind.NON_NULL_TYPE:
          return new NonNullType(typeFromAST(schema, node.type));
        default:
          const type = schema.type(node.name.value);
          if (!type) {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Unknown type "${node.name.value}"`, { nodes: node });
          }
          return type;
      }
    }
    exports.typeFromAST = typeFromAST;
    function isLeafType(type) {
      return isScalarType(type) || isEnumType(type);
    }
    exports.isLeafType = isLeafType;
    var DirectiveTargetElement = class {
      constructor(_schema, directives = []) {
        this._schema = _schema;
        this.appliedDirectives = directives.map((d) => this.attachDirective(d));
      }
      schema() {
        return this._schema;
      }
      attachDirective(directive) {
        const toAdd = directive.isAttached() ? new Directive(directive.name, directive.arguments()) : directive;
        Element.prototype["setParent"].call(toAdd, this);
        return toAdd;
      }
      appliedDirectivesOf(nameOrDefinition) {
        const directiveName = typeof nameOrDefinition === "string" ? nameOrDefinition : nameOrDefinition.name;
        return this.appliedDirectives.filter((d) => d.name == directiveName);
      }
      hasAppliedDirective(nameOrDefinition) {
        const directiveName = typeof nameOrDefinition === "string" ? nameOrDefinition : nameOrDefinition.name;
        return this.appliedDirectives.some((d) => d.name == directiveName);
      }
      appliedDirectivesToDirectiveNodes() {
        return directivesToDirectiveNodes(this.appliedDirectives);
      }
      appliedDirectivesToString() {
        return directivesToString(this.appliedDirectives);
      }
      collectVariablesInAppliedDirectives(collector) {
        for (const applied of this.appliedDirectives) {
          collector.collectInArguments(applied.arguments());
        }
      }
    };
    exports.DirectiveTargetElement = DirectiveTargetElement;
    function sourceASTs(...elts) {
      return elts.map((elt) => elt === null || elt === void 0 ? void 0 : elt.sourceAST).filter((elt) => elt !== void 0);
    }
    exports.sourceASTs = sourceASTs;
    var Element = class {
      schema() {
        const schema = this.schemaInternal();
        (0, utils_1.assert)(schema, "requested schema does not exist. Probably because the element is unattached");
        return schema;
      }
      schemaInternal() {
        if (!this._parent) {
          return void 0;
        } else if (this._parent instanceof Schema) {
          return this._parent;
        } else if (this._parent instanceof SchemaElement) {
          return this._parent.schemaInternal();
        } else if (this._parent instanceof DirectiveTargetElement) {
          return this._parent.schema();
        }
        (0, utils_1.assert)(false, "unreachable code. parent is of unknown type");
      }
      get parent() {
        (0, utils_1.assert)(this._parent, "trying to access non-existent parent");
        return this._parent;
      }
      isAttached() {
        return !!this._parent;
      }
      setParent(parent) {
        (0, utils_1.assert)(!this._parent, "Cannot set parent of an already attached element");
        this._parent = parent;
        this.onAttached();
      }
      onAttached() {
      }
      checkUpdate() {
        (0, utils_1.assert)(this.isAttached(), () => `Cannot modify detached element ${this}`);
      }
    };
    var Extension = class {
      get extendedElement() {
        return this._extendedElement;
      }
      setExtendedElement(element) {
        (0, utils_1.assert)(!this._extendedElement, "Cannot attached already attached extension");
        this._extendedElement = element;
      }
    };
    exports.Extension = Extension;
    var SchemaElement = class _SchemaElement extends Element {
      addUnappliedDirective({ nameOrDef, args, extension, directive }) {
        const toAdd = {
          nameOrDef,
          args: args !== null && args !== void 0 ? args : {},
          extension,
          directive
        };
        if (this._unappliedDirectives) {
          this._unappliedDirectives.push(toAdd);
        } else {
          this._unappliedDirectives = [toAdd];
        }
      }
      processUnappliedDirectives() {
        var _a;
        for (const { nameOrDef, args, extension, directive } of (_a = this._unappliedDirectives) !== null && _a !== void 0 ? _a : []) {
          const d = this.applyDirective(nameOrDef, args);
          d.setOfExtension(extension);
          d.sourceAST = directive;
        }
        this._unappliedDirectives = void 0;
      }
      get appliedDirectives() {
        var _a;
        return (_a = this._appliedDirectives) !== null && _a !== void 0 ? _a : [];
      }
      appliedDirectivesOf(nameOrDefinition) {
        const directiveName = typeof nameOrDefinition === "string" ? nameOrDefinition : nameOrDefinition.name;
        return this.appliedDirectives.filter((d) => d.name == directiveName);
      }
      hasAppliedDirective(nameOrDefinition) {
        return (typeof nameOrDefinition === "string" ? this.appliedDirectivesOf(nameOrDefinition) : this.appliedDirectivesOf(nameOrDefinition)).length !== 0;
      }
      applyDirective(nameOrDef, args, asFirstDirective = false) {
        var _a;
        let toAdd;
        if (typeof nameOrDef === "string") {
          this.checkUpdate();
          toAdd = new Directive(nameOrDef, args !== null && args !== void 0 ? args : /* @__PURE__ */ Object.create(null));
          const def = (_a = this.schema().directive(nameOrDef)) !== null && _a !== void 0 ? _a : this.schema().blueprint.onMissingDirectiveDefinition(this.schema(), toAdd);
          if (!def) {
            throw this.schema().blueprint.onGraphQLJSValidationError(this.schema(), error_1.ERRORS.INVALID_GRAPHQL.err(`Unknown directive "@${nameOrDef}".`));
          }
          if (Array.isArray(def)) {
            throw (0, exports.ErrGraphQLValidationFailed)(def);
          }
        } else {
          this.checkUpdate(nameOrDef);
          toAdd = new Directive(nameOrDef.name, args !== null && args !== void 0 ? args : /* @__PURE__ */ Object.create(null));
        }
        Element.prototype["setParent"].call(toAdd, this);
        if (this._appliedDirectives) {
          if (asFirstDirective) {
            this._appliedDirectives.unshift(toAdd);
          } else {
            this._appliedDirectives.push(toAdd);
          }
        } else {
          this._appliedDirectives = [toAdd];
        }
        DirectiveDefinition.prototype["addReferencer"].call(toAdd.definition, toAdd);
        this.onModification();
        return toAdd;
      }
      removeAppliedDirectives() {
        if (!this._appliedDirectives) {
          return;
        }
        const applied = this._appliedDirectives.concat();
        applied.forEach((d) => d.remove());
      }
      onModification() {
        const schema = this.schemaInternal();
        if (schema) {
          Schema.prototype["onModification"].call(schema);
        }
      }
      isElementBuiltIn() {
        return false;
      }
      removeTypeReferenceInternal(type) {
        this.removeTypeReference(type);
      }
      checkRemoval() {
        (0, utils_1.assert)(!this.isElementBuiltIn() || Schema.prototype["canModifyBuiltIn"].call(this.schema()), () => `Cannot modify built-in ${this}`);
      }
      checkUpdate(addedElement) {
        super.checkUpdate();
        if (!Schema.prototype["canModifyBuiltIn"].call(this.schema())) {
          let thisElement = this;
          while (thisElement && thisElement instanceof _SchemaElement) {
            (0, utils_1.assert)(!thisElement.isElementBuiltIn(), () => `Cannot modify built-in (or part of built-in) ${this}`);
            thisElement = thisElement.parent;
          }
        }
        if (addedElement && addedElement.isAttached()) {
          const thatSchema = addedElement.schema();
          (0, utils_1.assert)(!thatSchema || thatSchema === this.schema(), () => `Cannot add element ${addedElement} to ${this} as it is attached to another schema`);
        }
      }
    };
    exports.SchemaElement = SchemaElement;
    var NamedSchemaElement = class extends SchemaElement {
      constructor(name) {
        super();
        this._name = name;
      }
      get name() {
        return this._name;
      }
    };
    exports.NamedSchemaElement = NamedSchemaElement;
    var BaseNamedType = class extends NamedSchemaElement {
      constructor(name, isBuiltIn = false) {
        super(name);
        this.isBuiltIn = isBuiltIn;
        this.preserveEmptyDefinition = false;
      }
      addReferencer(referencer) {
        var _a;
        (_a = this._referencers) !== null && _a !== void 0 ? _a : this._referencers = /* @__PURE__ */ new Set();
        this._referencers.add(referencer);
      }
      removeReferencer(referencer) {
        var _a;
        (_a = this._referencers) === null || _a === void 0 ? void 0 : _a.delete(referencer);
      }
      get coordinate() {
        return this.name;
      }
      *allChildElements() {
      }
      extensions() {
        var _a;
        return (_a = this._extensions) !== null && _a !== void 0 ? _a : [];
      }
      hasExtension(extension) {
        var _a, _b;
        return (_b = (_a = this._extensions) === null || _a === void 0 ? void 0 : _a.includes(extension)) !== null && _b !== void 0 ? _b : false;
      }
      newExtension() {
        return this.addExtension(new Extension());
      }
      addExtension(extension) {
        this.checkUpdate();
        if (this.hasExtension(extension)) {
          return extension;
        }
        (0, utils_1.assert)(!extension.extendedElement, () => `Cannot add extension to type ${this}: it is already added to another type`);
        if (this._extensions) {
          this._extensions.push(extension);
        } else {
          this._extensions = [extension];
        }
        Extension.prototype["setExtendedElement"].call(extension, this);
        this.onModification();
        return extension;
      }
      removeExtensions() {
        if (!this._extensions) {
          return;
        }
        this._extensions = void 0;
        for (const directive of this.appliedDirectives) {
          directive.removeOfExtension();
        }
        this.removeInnerElementsExtensions();
      }
      isIntrospectionType() {
        return (0, introspection_1.isIntrospectionName)(this.name);
      }
      hasExtensionElements() {
        return !!this._extensions;
      }
      hasNonExtensionElements() {
        return this.preserveEmptyDefinition || this.appliedDirectives.some((d) => d.ofExtension() === void 0) || this.hasNonExtensionInnerElements();
      }
      isElementBuiltIn() {
        return this.isBuiltIn;
      }
      rename(newName) {
        this.checkUpdate();
        const oldName = this._name;
        this._name = newName;
        Schema.prototype["renameTypeInternal"].call(this._parent, oldName, newName);
        this.onModification();
      }
      remove() {
        var _a;
        if (!this._parent) {
          return [];
        }
        this.checkRemoval();
        this.onModification();
        this.sourceAST = void 0;
        this.removeAppliedDirectives();
        this.removeInnerElements();
        const toReturn = [];
        (_a = this._referencers) === null || _a === void 0 ? void 0 : _a.forEach((r) => {
          SchemaElement.prototype["removeTypeReferenceInternal"].call(r, this);
          toReturn.push(r);
        });
        this._referencers = void 0;
        Schema.prototype["removeTypeInternal"].call(this._parent, this);
        this._parent = void 0;
        return toReturn;
      }
      removeRecursive() {
        this.remove().forEach((ref) => this.removeReferenceRecursive(ref));
      }
      referencers() {
        var _a;
        return (_a = this._referencers) !== null && _a !== void 0 ? _a : EMPTY_SET;
      }
      isReferenced() {
        return !!this._referencers;
      }
      toString() {
        return this.name;
      }
    };
    var NamedSchemaElementWithType = class extends NamedSchemaElement {
      get type() {
        return this._type;
      }
      set type(type) {
        if (type) {
          this.checkUpdate(type);
        } else {
          this.checkRemoval();
        }
        if (this._type) {
          removeReferenceToType(this, this._type);
        }
        this._type = type;
        if (type) {
          addReferenceToType(this, type);
        }
      }
      removeTypeReference(type) {
        (0, utils_1.assert)(this._type && baseType(this._type) === type, () => `Cannot remove reference to type ${type} on ${this} as its type is ${this._type}`);
        this._type = void 0;
      }
    };
    exports.NamedSchemaElementWithType = NamedSchemaElementWithType;
    var BaseExtensionMember = class extends Element {
      ofExtension() {
        return this._extension;
      }
      removeOfExtension() {
        this._extension = void 0;
      }
      setOfExtension(extension) {
        var _a;
        this.checkUpdate();
        (0, utils_1.assert)(!extension || ((_a = this._parent) === null || _a === void 0 ? void 0 : _a.hasExtension(extension)), () => `Cannot set object as part of the provided extension: it is not an extension of parent ${this.parent}`);
        this._extension = extension;
      }
      remove() {
        this.removeInner();
        Schema.prototype["onModification"].call(this.schema());
        this._extension = void 0;
        this._parent = void 0;
      }
    };
    var SchemaBlueprint = class {
      onMissingDirectiveDefinition(_schema, _directive) {
        return void 0;
      }
      onDirectiveDefinitionAndSchemaParsed(_) {
        return [];
      }
      ignoreParsedField(_type, _fieldName) {
        return false;
      }
      onConstructed(_) {
      }
      onAddedCoreFeature(_schema, _feature) {
      }
      onInvalidation(_) {
      }
      onValidation(_schema) {
        return [];
      }
      validationRules() {
        return specifiedRules_1.specifiedSDLRules;
      }
      onGraphQLJSValidationError(schema, error) {
        var _a;
        const matcher = /^Unknown directive "@(?<directive>[_A-Za-z][_0-9A-Za-z]*)"\.$/.exec(error.message);
        const name = (_a = matcher === null || matcher === void 0 ? void 0 : matcher.groups) === null || _a === void 0 ? void 0 : _a.directive;
        if (!name) {
          return error;
        }
        const allDefinedDirectiveNames = schema.allDirectives().map((d) => d.name);
        const suggestions = (0, suggestions_1.suggestionList)(name, allDefinedDirectiveNames);
        if (suggestions.length === 0) {
          return this.onUnknownDirectiveValidationError(schema, name, error);
        } else {
          return (0, error_1.withModifiedErrorMessage)(error, `${error.message}${(0, suggestions_1.didYouMean)(suggestions.map((s) => "@" + s))}`);
        }
      }
      onUnknownDirectiveValidationError(_schema, _unknownDirectiveName, error) {
        return error;
      }
      applyDirectivesAfterParsing() {
        return false;
      }
    };
    exports.SchemaBlueprint = SchemaBlueprint;
    exports.defaultSchemaBlueprint = new SchemaBlueprint();
    var CoreFeature = class _CoreFeature {
      constructor(url, nameInSchema, directive, imports, purpose) {
        this.url = url;
        this.nameInSchema = nameInSchema;
        this.directive = directive;
        this.imports = imports;
        this.purpose = purpose;
      }
      isFeatureDefinition(element) {
        const importName = element.kind === "DirectiveDefinition" ? "@" + element.name : element.name;
        return element.name.startsWith(this.nameInSchema + "__") || element.kind === "DirectiveDefinition" && element.name === this.nameInSchema || !!this.imports.find((i) => {
          var _a;
          return importName === ((_a = i.as) !== null && _a !== void 0 ? _a : i.name);
        });
      }
      directiveNameInSchema(name) {
        return _CoreFeature.directiveNameInSchemaForCoreArguments(this.url, this.nameInSchema, this.imports, name);
      }
      static directiveNameInSchemaForCoreArguments(specUrl, specNameInSchema, imports, directiveNameInSpec) {
        var _a, _b;
        const elementImport = imports.find((i) => i.name.charAt(0) === "@" && i.name.slice(1) === directiveNameInSpec);
        return elementImport ? (_b = (_a = elementImport.as) === null || _a === void 0 ? void 0 : _a.slice(1)) !== null && _b !== void 0 ? _b : directiveNameInSpec : directiveNameInSpec === specUrl.name ? specNameInSchema : specNameInSchema + "__" + directiveNameInSpec;
      }
      typeNameInSchema(name) {
        var _a;
        const elementImport = this.imports.find((i) => i.name === name);
        return elementImport ? (_a = elementImport.as) !== null && _a !== void 0 ? _a : name : this.nameInSchema + "__" + name;
      }
      minimumFederationVersion() {
        var _a;
        return (_a = (0, knownCoreFeatures_1.coreFeatureDefinitionIfKnown)(this.url)) === null || _a === void 0 ? void 0 : _a.minimumFederationVersion;
      }
    };
    exports.CoreFeature = CoreFeature;
    var CoreFeatures = class _CoreFeatures {
      constructor(coreItself) {
        this.coreItself = coreItself;
        this.byAlias = /* @__PURE__ */ new Map();
        this.byIdentity = /* @__PURE__ */ new Map();
        this.byImportName = /* @__PURE__ */ new Map();
        this.conflictsByAlias = new utils_1.SetMultiMap();
        this.add(coreItself);
        const coreDef = (0, coreSpec_1.findCoreSpecVersion)(coreItself.url);
        if (!coreDef) {
          throw error_1.ERRORS.UNKNOWN_LINK_VERSION.err(`Schema uses unknown version ${coreItself.url.version} of the ${coreItself.url.name} spec`);
        }
        this.coreDefinition = coreDef;
      }
      getByIdentity(identity) {
        var _a;
        return (_a = this.byIdentity.get(identity)) === null || _a === void 0 ? void 0 : _a[0];
      }
      allFeatures() {
        return [...this.byIdentity.values()].map(([feature]) => feature);
      }
      removeFeature(featureIdentity) {
        const entry = this.byIdentity.get(featureIdentity);
        if (entry) {
          const [feature] = entry;
          this.byIdentity.delete(featureIdentity);
          const alias = feature.nameInSchema;
          this.byAlias.delete(alias);
          for (const { name: importInSpec, as } of feature.imports) {
            const importInSchema = as !== null && as !== void 0 ? as : importInSpec;
            const isDirective = importInSpec.charAt(0) === "@";
            const nameInSchema = isDirective ? importInSchema.slice(1) : importInSchema;
            this.byImportName.delete(importInSchema);
            const split = _CoreFeatures.splitPrefixedName(nameInSchema);
            if (!split) {
              continue;
            }
            const [splitAlias] = split;
            if (splitAlias === alias) {
              continue;
            }
            let conflicts = this.conflictsByAlias.get(importInSchema);
            if (!conflicts) {
              continue;
            }
            conflicts.delete(importInSchema);
            if (conflicts.size) {
              continue;
            }
            this.conflictsByAlias.delete(importInSchema);
          }
        }
      }
      maybeAddFeature(directive) {
        var _a, _b;
        if (((_a = directive.definition) === null || _a === void 0 ? void 0 : _a.name) !== this.coreItself.nameInSchema) {
          return void 0;
        }
        const typedDirective = directive;
        const args = typedDirective.arguments();
        const url = this.coreDefinition.extractFeatureUrl(args);
        const imports = (0, coreSpec_1.extractCoreFeatureImports)(url, typedDirective);
        const feature = new CoreFeature(url, (_b = args.as) !== null && _b !== void 0 ? _b : url.name, directive, imports, args.for);
        this.add(feature);
        directive.schema().blueprint.onAddedCoreFeature(directive.schema(), feature);
        return feature;
      }
      add(feature) {
        var _a, _b;
        const identity = feature.url.identity;
        if (this.byIdentity.has(identity)) {
          throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot link feature "${identity}" since it has already been linked in the schema.`);
        }
        const alias = feature.nameInSchema;
        if (!(identity === tagSpec_1.tagIdentity && alias === "federation__tag" && feature.imports.length === 0) && !(identity === inaccessibleSpec_1.inaccessibleIdentity && alias === "federation__inaccessible" && feature.imports.length === 0)) {
          if (alias.indexOf("__") !== -1) {
            throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot link feature "${identity}" as "${alias}" since it contains "__". Please rename to a compliant name via "as".`);
          }
        }
        if (alias.charAt(alias.length - 1) === "_") {
          throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot link feature "${identity}" as "${alias}" since it ends in "_". Please rename to a compliant name via "as".`);
        }
        if (!aliasRegexp.test(alias)) {
          throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot link feature "${identity}" as "${alias}" since it is not a valid GraphQL name. Please rename to a compliant name via "as".`);
        }
        const conflicts = this.conflictsByAlias.get(alias);
        if (conflicts) {
          const importInSchema2 = (_b = (_a = conflicts === null || conflicts === void 0 ? void 0 : conflicts.values()) === null || _a === void 0 ? void 0 : _a.next()) === null || _b === void 0 ? void 0 : _b.value;
          (0, utils_1.assert)(importInSchema2 !== void 0, `Unexpectedly empty conflicts set`);
          const entry2 = this.byImportName.get(importInSchema2);
          (0, utils_1.assert)(entry2, `Unexpectedly cannot find feature for import`);
          const [conflictFeature, importInSpec] = entry2;
          const conflictIdentity = conflictFeature.url.identity;
          this.checkTagInaccessibleConflict(conflictIdentity, identity);
          const importInErrorMessage = importInSchema2 !== importInSpec ? `"${importInSpec}" as "${importInSchema2}"` : `"${importInSpec}"`;
          throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${conflictIdentity}" since it can be confused with a namespaced name from another linked feature "${identity}". Please rename the import or feature to avoid conflicts via "as".`);
        }
        const importInSchema = "@" + alias;
        const entry = this.byImportName.get(importInSchema);
        if (entry) {
          const [conflictFeature, importInSpec] = entry;
          const conflictIdentity = conflictFeature.url.identity;
          this.checkTagInaccessibleConflict(conflictIdentity, identity);
          const importInErrorMessage = importInSchema !== importInSpec ? `"${importInSpec}" as "${importInSchema}"` : `"${importInSpec}"`;
          throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${conflictIdentity}" since it can be confused with a namespaced name from another linked feature "${identity}". Please rename the import or feature to avoid conflicts via "as".`);
        }
        const existingFeature = this.byAlias.get(alias);
        if (existingFeature !== void 0) {
          const existingIdentity = existingFeature.url.identity;
          this.checkTagInaccessibleConflict(existingIdentity, identity);
          throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot link feature ${identity} as "${alias}" since another feature "${existingIdentity}" already uses that alias. Please rename the feature to avoid conflicts via "as".`);
        }
        const importsMap = /* @__PURE__ */ new Map();
        for (const { name: importInSpec, as } of feature.imports) {
          const importInSchema2 = as !== null && as !== void 0 ? as : importInSpec;
          const importInErrorMessage = importInSchema2 !== importInSpec ? `"${importInSpec}" as "${importInSchema2}"` : `"${importInSpec}"`;
          const isDirective = importInSpec.charAt(0) === "@";
          const nameInSpec = isDirective ? importInSpec.slice(1) : importInSpec;
          const nameInSchema = isDirective ? importInSchema2.slice(1) : importInSchema2;
          const split = _CoreFeatures.splitPrefixedName(nameInSchema);
          if (split) {
            const [splitAlias, splitNameInSpec] = split;
            if (splitAlias === alias) {
              if (splitNameInSpec !== nameInSpec) {
                const splitImportInSpec = isDirective ? "@" + splitNameInSpec : splitNameInSpec;
                throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${identity}" since it can be confused with the namespaced name for "${splitImportInSpec}". Please rename the import to avoid conflicts via "as".`);
              }
            } else {
              const conflictFeature = this.byAlias.get(splitAlias);
              if (conflictFeature) {
                const conflictIdentity = conflictFeature.url.identity;
                this.checkTagInaccessibleConflict(conflictIdentity, identity);
                throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${identity}" since it can be confused with a namespaced name from another linked feature "${conflictIdentity}". Please rename the import or feature to avoid conflicts via "as".`);
              } else {
                this.conflictsByAlias.add(splitAlias, importInSchema2);
              }
            }
          }
          if (isDirective) {
            if (nameInSchema === alias) {
              if (nameInSpec !== feature.url.name) {
                throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${identity}" since it can be confused with the namespaced name for "@${feature.url.name}". Please rename the import to avoid conflicts via "as".`);
              }
            } else {
              const conflictFeature = this.byAlias.get(nameInSchema);
              if (conflictFeature) {
                const conflictIdentity = conflictFeature.url.identity;
                this.checkTagInaccessibleConflict(conflictIdentity, identity);
                throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${identity}" since it can be confused with a namespaced name from another linked feature "${conflictIdentity}". Please rename the import or feature to avoid conflicts via "as".`);
              }
            }
          }
          const existingImportInSchema = importsMap.get(importInSpec);
          if (existingImportInSchema === void 0) {
            importsMap.set(importInSpec, importInSchema2);
          } else {
            if (existingImportInSchema !== importInSchema2) {
              throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${identity}" since it was previously imported as "${existingImportInSchema}". Please remove one of these imports.`);
            }
          }
          const entry2 = this.byImportName.get(importInSchema2);
          if (entry2 === void 0) {
            this.byImportName.set(importInSchema2, [feature, importInSpec]);
          } else {
            const [existingFeature2, existingImportInSpec] = entry2;
            const existingIdentity = existingFeature2.url.identity;
            if (existingIdentity !== identity) {
              this.checkTagInaccessibleConflict(existingIdentity, identity);
              throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${identity}" since it was previously imported from feature "${existingIdentity}". Please rename the import to avoid conflicts via "as".`);
            }
            if (existingImportInSpec !== importInSpec) {
              throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${identity}" since it was previously imported for "${existingImportInSpec}". Please rename the import to avoid conflicts via "as".`);
            }
          }
        }
        this.byAlias.set(alias, feature);
        this.byIdentity.set(identity, [feature, importsMap]);
      }
      isAliasValid(alias, identity, importConflictsByIdentity) {
        if (alias.indexOf("__") !== -1) {
          return false;
        }
        if (alias.charAt(alias.length - 1) === "_") {
          return false;
        }
        if (!nameRegexp.test(alias)) {
          return false;
        }
        for (const [otherIdentity, importConflicts] of importConflictsByIdentity.entries()) {
          if (identity === otherIdentity) {
            if (importConflicts.self.has(alias)) {
              return false;
            }
          } else {
            if (importConflicts.other.has(alias)) {
              return false;
            }
          }
        }
        if (this.byAlias.has(alias)) {
          return false;
        }
        return true;
      }
      static computeAliasConflicts(specAliases, elementNames) {
        const trieNames = elementNames;
        const importConflictsByIdentity = /* @__PURE__ */ new Map();
        for (const { url, alias, imports } of specAliases) {
          trieNames.add(alias);
          const self = /* @__PURE__ */ new Set();
          const other = /* @__PURE__ */ new Set();
          for (const { name: importInSpec, as } of imports) {
            const importInSchema = as !== null && as !== void 0 ? as : importInSpec;
            const isDirective = importInSpec.charAt(0) === "@";
            const nameInSpec = isDirective ? importInSpec.slice(1) : importInSpec;
            const nameInSchema = isDirective ? importInSchema.slice(1) : importInSchema;
            trieNames.add(nameInSchema);
            const split = _CoreFeatures.splitPrefixedName(nameInSchema);
            if (split) {
              const [splitAlias, splitNameInSpec] = split;
              if (splitNameInSpec !== nameInSpec) {
                self.add(splitAlias);
              }
              other.add(splitAlias);
            }
            if (isDirective) {
              if (nameInSpec !== url.name) {
                self.add(nameInSchema);
              }
              other.add(nameInSchema);
            }
          }
          importConflictsByIdentity.set(url.identity, { self, other });
        }
        let prefix = null;
        let index = 0;
        let computeUniqueAlias = (specName) => {
          if (prefix === null) {
            const aliasStart = [
              "_",
              "abcdefghijklmnopqrstuvwxyz",
              "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            ].join("");
            const aliasContinue = [
              "abcdefghijklmnopqrstuvwxyz",
              "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
              "0123456789"
            ].join("");
            const root = { children: /* @__PURE__ */ new Map(), parent: null, char: "" };
            for (const name of trieNames) {
              let node = root;
              for (const char of name) {
                let child = node.children.get(char);
                if (!child) {
                  child = { children: /* @__PURE__ */ new Map(), parent: node, char };
                  node.children.set(char, child);
                }
                node = child;
              }
            }
            const queue = [root];
            let head = 0;
            while (prefix === null) {
              const possibleChars = head === 0 ? aliasStart : aliasContinue;
              const node = queue[head++];
              for (const char of possibleChars) {
                const child = node.children.get(char);
                if (child) {
                  queue.push(child);
                } else {
                  const chars = [char];
                  for (let cur = node; cur === null || cur === void 0 ? void 0 : cur.parent; cur = cur.parent) {
                    chars.push(cur.char);
                  }
                  prefix = chars.reverse().join("");
                  break;
                }
              }
            }
          }
          const suffix = specName.replace(/[^a-zA-Z]/g, "");
          return `${prefix}${index++}${suffix}`;
        };
        return {
          importConflictsByIdentity,
          computeUniqueAlias
        };
      }
      checkTagInaccessibleConflict(identity1, identity2) {
        const federationIdentity = "https://specs.apollo.dev/federation";
        const identities = /* @__PURE__ */ new Set([identity1, identity2]);
        if (!identities.has(federationIdentity)) {
          return;
        }
        const [directive, identity] = identities.has(tagSpec_1.tagIdentity) ? ["tag", tagSpec_1.tagIdentity] : identities.has(inaccessibleSpec_1.inaccessibleIdentity) ? ["inaccessible", inaccessibleSpec_1.inaccessibleIdentity] : [void 0, void 0];
        if (directive && identity) {
          throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Please import "@${directive}" from the feature "${federationIdentity}" instead of using "${identity}" to avoid potential unexpected behavior in the future.`);
        }
      }
      sourceFeature(element) {
        const isDirective = element instanceof DirectiveDefinition || element instanceof Directive;
        const importName = isDirective ? "@" + element.name : element.name;
        const entry = this.byImportName.get(importName);
        if (entry) {
          const [feature2, importInSpec2] = entry;
          return {
            feature: feature2,
            nameInFeature: isDirective ? importInSpec2.slice(1) : importInSpec2,
            isImported: true
          };
        }
        const defaultEntry = this.sourceDefaultName(isDirective, element.name);
        if (!defaultEntry) {
          return void 0;
        }
        const [feature, nameInSpec] = defaultEntry;
        const importInSpec = isDirective ? "@" + nameInSpec : nameInSpec;
        return {
          feature,
          nameInFeature: this.getImportName(feature, importInSpec) === void 0 ? nameInSpec : null,
          isImported: false
        };
      }
      validateNoShadowingImports(schema) {
        const errors = [];
        for (const element of [...schema.allTypes(), ...schema.allDirectives()]) {
          const shadowingImport = this.getShadowingImport(element);
          if (!shadowingImport) {
            continue;
          }
          const isUsed = element instanceof DirectiveDefinition ? element.applications().size !== 0 : this.getReferencingRootElements(element).some((referencer) => {
            return referencer.kind === "SchemaDefinition" ? true : !this.getShadowingImport(referencer);
          });
          if (!isUsed) {
            continue;
          }
          const { feature, importInSpec, importInSchema } = shadowingImport;
          const importInErrorMessage = importInSchema !== importInSpec ? `"${importInSpec}" as "${importInSchema}"` : `"${importInSpec}"`;
          errors.push(error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Cannot import ${importInErrorMessage} from feature "${feature.url.identity}" since there's a used definition for the namespaced name "${element.coordinate}". Please switch usages of the namespaced name to the import name and remove the definition.`));
        }
        return errors;
      }
      getShadowingImport(element) {
        const isDirective = element instanceof DirectiveDefinition || element instanceof Directive;
        const defaultEntry = this.sourceDefaultName(isDirective, element.name);
        if (!defaultEntry) {
          return void 0;
        }
        const importName = isDirective ? "@" + element.name : element.name;
        const [feature, nameInSpec] = defaultEntry;
        const importInSpec = isDirective ? "@" + nameInSpec : nameInSpec;
        const importInSchema = this.getImportName(feature, importInSpec);
        return importInSchema !== void 0 && importInSchema !== importName ? {
          feature,
          importInSpec,
          importInSchema
        } : void 0;
      }
      getReferencingRootElements(element) {
        const referencers = [];
        for (const referencer of element.referencers()) {
          switch (referencer.kind) {
            case "ObjectType":
              referencers.push(referencer);
              break;
            case "InterfaceType":
              referencers.push(referencer);
              break;
            case "UnionType":
              referencers.push(referencer);
              break;
            case "SchemaDefinition":
              referencers.push(referencer);
              break;
            case "FieldDefinition":
              referencers.push(referencer.parent);
              break;
            case "InputFieldDefinition":
              referencers.push(referencer.parent);
              break;
            case "ArgumentDefinition":
              const parent = referencer.parent;
              switch (parent.kind) {
                case "DirectiveDefinition":
                  referencers.push(parent);
                  break;
                case "FieldDefinition":
                  referencers.push(parent.parent);
                  break;
                default:
                  (0, utils_1.assertUnreachable)(parent);
              }
              break;
            default:
              (0, utils_1.assertUnreachable)(referencer);
          }
        }
        return referencers;
      }
      getImportName(feature, importInSpec) {
        var _a, _b;
        return (_b = (_a = this.byIdentity.get(feature.url.identity)) === null || _a === void 0 ? void 0 : _a[1]) === null || _b === void 0 ? void 0 : _b.get(importInSpec);
      }
      sourceDefaultName(isDirective, name) {
        const split = _CoreFeatures.splitPrefixedName(name);
        if (split) {
          const [alias, nameInSpec] = split;
          const feature2 = this.byAlias.get(alias);
          if (feature2) {
            return [feature2, nameInSpec];
          }
        }
        if (!isDirective) {
          return void 0;
        }
        const feature = this.byAlias.get(name);
        return feature ? [feature, feature.url.name] : void 0;
      }
      static splitPrefixedName(name) {
        const splitIndex = name.indexOf("__");
        return splitIndex !== -1 ? [name.slice(0, splitIndex), name.slice(splitIndex + 2)] : void 0;
      }
    };
    exports.CoreFeatures = CoreFeatures;
    var graphQLBuiltInTypes = ["Int", "Float", "String", "Boolean", "ID"];
    var graphQLBuiltInTypesSpecifications = graphQLBuiltInTypes.map((name) => (0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name }));
    var graphQLBuiltInDirectivesSpecifications = [
      (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
        name: "include",
        locations: [graphql_1.DirectiveLocation.FIELD, graphql_1.DirectiveLocation.FRAGMENT_SPREAD, graphql_1.DirectiveLocation.INLINE_FRAGMENT],
        args: [{ name: "if", type: (schema) => new NonNullType(schema.booleanType()) }]
      }),
      (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
        name: "skip",
        locations: [graphql_1.DirectiveLocation.FIELD, graphql_1.DirectiveLocation.FRAGMENT_SPREAD, graphql_1.DirectiveLocation.INLINE_FRAGMENT],
        args: [{ name: "if", type: (schema) => new NonNullType(schema.booleanType()) }]
      }),
      (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
        name: "deprecated",
        locations: [graphql_1.DirectiveLocation.FIELD_DEFINITION, graphql_1.DirectiveLocation.ENUM_VALUE, graphql_1.DirectiveLocation.ARGUMENT_DEFINITION, graphql_1.DirectiveLocation.INPUT_FIELD_DEFINITION],
        args: [{ name: "reason", type: (schema) => schema.stringType(), defaultValue: "No longer supported" }]
      }),
      (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
        name: "specifiedBy",
        locations: [graphql_1.DirectiveLocation.SCALAR],
        args: [{ name: "url", type: (schema) => new NonNullType(schema.stringType()) }]
      }),
      (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
        name: "defer",
        locations: [graphql_1.DirectiveLocation.FRAGMENT_SPREAD, graphql_1.DirectiveLocation.INLINE_FRAGMENT],
        args: [
          { name: "label", type: (schema) => schema.stringType() },
          { name: "if", type: (schema) => new NonNullType(schema.booleanType()), defaultValue: true }
        ]
      }),
      (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
        name: "stream",
        locations: [graphql_1.DirectiveLocation.FIELD],
        args: [
          { name: "label", type: (schema) => schema.stringType() },
          { name: "initialCount", type: (schema) => schema.intType(), defaultValue: 0 },
          { name: "if", type: (schema) => new NonNullType(schema.booleanType()), defaultValue: true }
        ]
      })
    ];
    var aliasRegexp = /^[_A-Za-z][_0-9A-Za-z.-]*$/;
    var nameRegexp = /^[_A-Za-z][_0-9A-Za-z]*$/;
    var coordinateRegexp = /^@?[_A-Za-z][_0-9A-Za-z]*(\.[_A-Za-z][_0-9A-Za-z]*)?(\([_A-Za-z][_0-9A-Za-z]*:\))?$/;
    var Schema = class _Schema {
      constructor(blueprint = exports.defaultSchemaBlueprint, config = {}) {
        this.blueprint = blueprint;
        this.config = config;
        this._builtInTypes = new utils_1.MapWithCachedArrays();
        this._types = new utils_1.MapWithCachedArrays();
        this._builtInDirectives = new utils_1.MapWithCachedArrays();
        this._directives = new utils_1.MapWithCachedArrays();
        this.isConstructed = false;
        this.isValidated = false;
        this._schemaDefinition = new SchemaDefinition();
        Element.prototype["setParent"].call(this._schemaDefinition, this);
        graphQLBuiltInTypesSpecifications.forEach((spec) => spec.checkOrAdd(this, void 0, true));
        graphQLBuiltInDirectivesSpecifications.forEach((spec) => spec.checkOrAdd(this, void 0, true));
        blueprint.onConstructed(this);
        this.isConstructed = true;
      }
      canModifyBuiltIn() {
        return !this.isConstructed;
      }
      runWithBuiltInModificationAllowed(fct) {
        const wasConstructed = this.isConstructed;
        this.isConstructed = false;
        fct();
        this.isConstructed = wasConstructed;
      }
      renameTypeInternal(oldName, newName) {
        this._types.set(newName, this._types.get(oldName));
        this._types.delete(oldName);
      }
      removeTypeInternal(type) {
        this._types.delete(type.name);
      }
      removeDirectiveInternal(definition) {
        this._directives.delete(definition.name);
      }
      markAsCoreSchema(coreItself) {
        this._coreFeatures = new CoreFeatures(coreItself);
      }
      unmarkAsCoreSchema() {
        this._coreFeatures = void 0;
      }
      onModification() {
        if (this.isConstructed) {
          this.invalidate();
          this.cachedDocument = void 0;
          this.apiSchema = void 0;
        }
      }
      isCoreSchema() {
        return this.coreFeatures !== void 0;
      }
      get coreFeatures() {
        return this._coreFeatures;
      }
      toAST() {
        var _a;
        if (!this.cachedDocument) {
          const ast = (0, graphql_1.parse)((0, print_1.printSchema)(this), { noLocation: true });
          const shouldCache = (_a = this.config.cacheAST) !== null && _a !== void 0 ? _a : false;
          if (!shouldCache) {
            return ast;
          }
          this.cachedDocument = ast;
        }
        return this.cachedDocument;
      }
      toAPISchema() {
        if (!this.apiSchema) {
          this.validate();
          const apiSchema = this.clone(void 0, false);
          for (const toRemoveIfCustom of ["defer", "stream"]) {
            const directive = apiSchema.directive(toRemoveIfCustom);
            if (directive && !directive.isBuiltIn) {
              directive.removeRecursive();
            }
          }
          (0, inaccessibleSpec_1.removeInaccessibleElements)(apiSchema);
          (0, coreSpec_1.removeAllCoreFeatures)(apiSchema);
          (0, utils_1.assert)(!apiSchema.isCoreSchema(), "The API schema shouldn't be a core schema");
          apiSchema.validate();
          this.apiSchema = apiSchema;
        }
        return this.apiSchema;
      }
      emptyASTDefinitionsForExtensionsWithoutDefinition() {
        const nodes = [];
        if (this.schemaDefinition.hasExtensionElements() && !this.schemaDefinition.hasNonExtensionElements()) {
          const node = { kind: graphql_1.Kind.SCHEMA_DEFINITION, operationTypes: [] };
          nodes.push(node);
        }
        for (const type of this.types()) {
          if (type.hasExtensionElements() && !type.hasNonExtensionElements()) {
            const node = {
              kind: type.astDefinitionKind,
              name: { kind: graphql_1.Kind.NAME, value: type.name }
            };
            nodes.push(node);
          }
        }
        return nodes;
      }
      toGraphQLJSSchema(config) {
        var _a, _b;
        const includeDefer = (_a = config === null || config === void 0 ? void 0 : config.includeDefer) !== null && _a !== void 0 ? _a : false;
        const includeStream = (_b = config === null || config === void 0 ? void 0 : config.includeStream) !== null && _b !== void 0 ? _b : false;
        let ast = this.toAST();
        const additionalNodes = this.emptyASTDefinitionsForExtensionsWithoutDefinition();
        if (includeDefer) {
          additionalNodes.push(this.deferDirective().toAST());
        }
        if (includeStream) {
          additionalNodes.push(this.streamDirective().toAST());
        }
        if (additionalNodes.length > 0) {
          ast = {
            kind: graphql_1.Kind.DOCUMENT,
            definitions: ast.definitions.concat(additionalNodes)
          };
        }
        const graphQLSchema = (0, graphql_1.buildASTSchema)(ast);
        if (additionalNodes.length > 0) {
          for (const node of additionalNodes) {
            switch (node.kind) {
              case graphql_1.Kind.SCHEMA_DEFINITION:
                graphQLSchema.astNode = void 0;
                break;
              case graphql_1.Kind.SCALAR_TYPE_DEFINITION:
              case graphql_1.Kind.OBJECT_TYPE_DEFINITION:
              case graphql_1.Kind.INTERFACE_TYPE_DEFINITION:
              case graphql_1.Kind.ENUM_TYPE_DEFINITION:
              case graphql_1.Kind.UNION_TYPE_DEFINITION:
              case graphql_1.Kind.INPUT_OBJECT_TYPE_DEFINITION:
                const type = graphQLSchema.getType(node.name.value);
                if (type) {
                  type.astNode = void 0;
                }
            }
          }
        }
        return graphQLSchema;
      }
      get schemaDefinition() {
        return this._schemaDefinition;
      }
      types() {
        return this._types.values();
      }
      interfaceTypes() {
        return filterTypesOfKind(this.types(), "InterfaceType");
      }
      objectTypes() {
        return filterTypesOfKind(this.types(), "ObjectType");
      }
      unionTypes() {
        return filterTypesOfKind(this.types(), "UnionType");
      }
      scalarTypes() {
        return filterTypesOfKind(this.types(), "ScalarType");
      }
      inputTypes() {
        return filterTypesOfKind(this.types(), "InputObjectType");
      }
      enumTypes() {
        return filterTypesOfKind(this.types(), "EnumType");
      }
      builtInTypes(includeShadowed = false) {
        const allBuiltIns = this._builtInTypes.values();
        return includeShadowed ? allBuiltIns : allBuiltIns.filter((t) => !this.isShadowedBuiltInType(t));
      }
      isShadowedBuiltInType(type) {
        return type.isBuiltIn && this._types.has(type.name);
      }
      allTypes() {
        return this.builtInTypes().concat(this.types());
      }
      type(name) {
        const type = this._types.get(name);
        return type ? type : this._builtInTypes.get(name);
      }
      typeOfKind(name, kind) {
        const type = this.type(name);
        return type && type.kind === kind ? type : void 0;
      }
      intType() {
        return this._builtInTypes.get("Int");
      }
      floatType() {
        return this._builtInTypes.get("Float");
      }
      stringType() {
        return this._builtInTypes.get("String");
      }
      booleanType() {
        return this._builtInTypes.get("Boolean");
      }
      idType() {
        return this._builtInTypes.get("ID");
      }
      builtInScalarTypes() {
        return [
          this.intType(),
          this.floatType(),
          this.stringType(),
          this.booleanType(),
          this.idType()
        ];
      }
      addType(type) {
        const existing = this.type(type.name);
        if (existing) {
          (0, utils_1.assert)(existing.isBuiltIn, () => `Type ${type} already exists in this schema`);
        }
        if (type.isAttached()) {
          (0, utils_1.assert)(type.parent == this, () => `Cannot add type ${type} to this schema; it is already attached to another schema`);
          return type;
        }
        if (type.isBuiltIn) {
          (0, utils_1.assert)(!this.isConstructed, `Cannot add built-in ${type} to this schema (built-ins can only be added at schema construction time)`);
          this._builtInTypes.set(type.name, type);
        } else {
          this._types.set(type.name, type);
        }
        Element.prototype["setParent"].call(type, this);
        const defaultSchemaRoot = checkDefaultSchemaRoot(type);
        if (defaultSchemaRoot && !this.schemaDefinition.root(defaultSchemaRoot)) {
          this.schemaDefinition.setRoot(defaultSchemaRoot, type);
        }
        this.onModification();
        return type;
      }
      directives() {
        return this._directives.values();
      }
      builtInDirectives(includeShadowed = false) {
        return includeShadowed ? this._builtInDirectives.values() : this._builtInDirectives.values().filter((d) => !this.isShadowedBuiltInDirective(d));
      }
      allDirectives() {
        return this.builtInDirectives().concat(this.directives());
      }
      isShadowedBuiltInDirective(directive) {
        return directive.isBuiltIn && this._directives.has(directive.name);
      }
      directive(name) {
        const directive = this._directives.get(name);
        return directive ? directive : this.builtInDirective(name);
      }
      builtInDirective(name) {
        return this._builtInDirectives.get(name);
      }
      *allNamedSchemaElement() {
        for (const type of this.types()) {
          yield type;
          yield* type.allChildElements();
        }
        for (const directive of this.directives()) {
          yield directive;
          yield* directive.arguments();
        }
      }
      *allSchemaElement() {
        yield this._schemaDefinition;
        yield* this.allNamedSchemaElement();
      }
      addDirectiveDefinition(directiveOrName) {
        const definition = typeof directiveOrName === "string" ? new DirectiveDefinition(directiveOrName) : directiveOrName;
        const existing = this.directive(definition.name);
        (0, utils_1.assert)(!existing || existing.isBuiltIn, () => `Directive ${definition} already exists in this schema`);
        if (definition.isAttached()) {
          (0, utils_1.assert)(definition.parent == this, () => `Cannot add directive ${definition} to this schema; it is already attached to another schema`);
          return definition;
        }
        if (definition.isBuiltIn) {
          (0, utils_1.assert)(!this.isConstructed, () => `Cannot add built-in ${definition} to this schema (built-ins can only be added at schema construction time)`);
          this._builtInDirectives.set(definition.name, definition);
        } else {
          this._directives.set(definition.name, definition);
        }
        Element.prototype["setParent"].call(definition, this);
        this.onModification();
        return definition;
      }
      invalidate() {
        if (this.isValidated) {
          this.blueprint.onInvalidation(this);
        }
        this.isValidated = false;
      }
      assumeValid() {
        this.runWithBuiltInModificationAllowed(() => {
          (0, introspection_1.addIntrospectionFields)(this);
        });
        this.isValidated = true;
      }
      validate() {
        var _a, _b;
        if (this.isValidated) {
          return;
        }
        this.runWithBuiltInModificationAllowed(() => {
          (0, introspection_1.addIntrospectionFields)(this);
        });
        let errors = (0, validate_1.validateSDL)(this.toAST(), void 0, this.blueprint.validationRules()).map((e) => this.blueprint.onGraphQLJSValidationError(this, e));
        errors = errors.concat((0, validate_2.validateSchema)(this));
        errors = errors.concat((_b = (_a = this.coreFeatures) === null || _a === void 0 ? void 0 : _a.validateNoShadowingImports(this)) !== null && _b !== void 0 ? _b : []);
        if (errors.length === 0) {
          this.runWithBuiltInModificationAllowed(() => {
            errors = this.blueprint.onValidation(this);
          });
        }
        if (errors.length > 0) {
          throw (0, exports.ErrGraphQLValidationFailed)(errors);
        }
        this.isValidated = true;
      }
      clone(builtIns, cloneJoinDirectives = true) {
        const cloned = new _Schema(builtIns !== null && builtIns !== void 0 ? builtIns : this.blueprint);
        copy(this, cloned, cloneJoinDirectives);
        if (this.isValidated) {
          cloned.assumeValid();
        }
        return cloned;
      }
      getBuiltInDirective(name) {
        const directive = this.directive(name);
        (0, utils_1.assert)(directive, `The provided schema has not be built with the ${name} directive built-in`);
        return directive;
      }
      includeDirective() {
        return this.getBuiltInDirective("include");
      }
      skipDirective() {
        return this.getBuiltInDirective("skip");
      }
      deprecatedDirective() {
        return this.getBuiltInDirective("deprecated");
      }
      specifiedByDirective() {
        return this.getBuiltInDirective("specifiedBy");
      }
      deferDirective() {
        return this.getBuiltInDirective("defer");
      }
      streamDirective() {
        return this.getBuiltInDirective("stream");
      }
      elementByCoordinate(coordinate) {
        if (!coordinate.match(coordinateRegexp)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid argument "${coordinate}: it is not a syntactically valid graphQL coordinate."`);
        }
        const argStartIdx = coordinate.indexOf("(");
        const start = argStartIdx < 0 ? coordinate : coordinate.slice(0, argStartIdx);
        const argName = argStartIdx < 0 ? void 0 : coordinate.slice(argStartIdx + 1, coordinate.length - 2);
        const splittedStart = start.split(".");
        const typeOrDirectiveName = splittedStart[0];
        const fieldOrEnumName = splittedStart[1];
        const isDirective = typeOrDirectiveName.startsWith("@");
        if (isDirective) {
          if (fieldOrEnumName) {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid argument "${coordinate}: it is not a syntactically valid graphQL coordinate."`);
          }
          const directive = this.directive(typeOrDirectiveName.slice(1));
          return argName ? directive === null || directive === void 0 ? void 0 : directive.argument(argName) : directive;
        } else {
          const type = this.type(typeOrDirectiveName);
          if (!type || !fieldOrEnumName) {
            return type;
          }
          switch (type.kind) {
            case "ObjectType":
            case "InterfaceType":
              const field = type.field(fieldOrEnumName);
              return argName ? field === null || field === void 0 ? void 0 : field.argument(argName) : field;
            case "InputObjectType":
              if (argName) {
                throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid argument "${coordinate}: it is not a syntactically valid graphQL coordinate."`);
              }
              return type.field(fieldOrEnumName);
            case "EnumType":
              if (argName) {
                throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid argument "${coordinate}: it is not a syntactically valid graphQL coordinate."`);
              }
              return type.value(fieldOrEnumName);
            default:
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid argument "${coordinate}: it is not a syntactically valid graphQL coordinate."`);
          }
        }
      }
    };
    exports.Schema = Schema;
    var RootType = class extends BaseExtensionMember {
      constructor(rootKind, type) {
        super();
        this.rootKind = rootKind;
        this.type = type;
      }
      isDefaultRootName() {
        return defaultRootName(this.rootKind) == this.type.name;
      }
      removeInner() {
        SchemaDefinition.prototype["removeRootType"].call(this._parent, this);
      }
    };
    exports.RootType = RootType;
    var SchemaDefinition = class extends SchemaElement {
      constructor() {
        super(...arguments);
        this.kind = "SchemaDefinition";
        this._roots = new utils_1.MapWithCachedArrays();
        this.preserveEmptyDefinition = false;
      }
      roots() {
        return this._roots.values();
      }
      applyDirective(nameOrDef, args, asFirstDirective = false) {
        var _a, _b;
        const applied = super.applyDirective(nameOrDef, args, asFirstDirective);
        const schema = this.schema();
        const coreFeatures = schema.coreFeatures;
        if ((0, coreSpec_1.isCoreSpecDirectiveApplication)(applied)) {
          if (coreFeatures) {
            throw error_1.ERRORS.INVALID_LINK_DIRECTIVE_USAGE.err(`Invalid duplicate application of @core/@link`);
          }
          const schemaDirective = applied;
          const args2 = schemaDirective.arguments();
          const url = coreSpec_1.FeatureUrl.parse((_a = args2.url) !== null && _a !== void 0 ? _a : args2.feature);
          const imports = (0, coreSpec_1.extractCoreFeatureImports)(url, schemaDirective);
          const core = new CoreFeature(url, (_b = args2.as) !== null && _b !== void 0 ? _b : url.name, schemaDirective, imports, args2.for);
          Schema.prototype["markAsCoreSchema"].call(schema, core);
          this.appliedDirectives.filter((a) => a !== applied).forEach((other) => CoreFeatures.prototype["maybeAddFeature"].call(schema.coreFeatures, other));
        } else if (coreFeatures) {
          CoreFeatures.prototype["maybeAddFeature"].call(coreFeatures, applied);
        }
        this.onModification();
        return applied;
      }
      root(rootKind) {
        return this._roots.get(rootKind);
      }
      rootType(rootKind) {
        var _a;
        return (_a = this.root(rootKind)) === null || _a === void 0 ? void 0 : _a.type;
      }
      setRoot(rootKind, nameOrType) {
        let toSet;
        if (typeof nameOrType === "string") {
          this.checkUpdate();
          const obj = this.schema().type(nameOrType);
          if (!obj) {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Cannot set schema ${rootKind} root to unknown type ${nameOrType}`);
          } else if (obj.kind != "ObjectType") {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`${defaultRootName(rootKind)} root type must be an Object type${rootKind === "query" ? "" : " if provided"}, it cannot be set to ${nameOrType} (an ${obj.kind}).`);
          }
          toSet = new RootType(rootKind, obj);
        } else {
          this.checkUpdate(nameOrType);
          toSet = new RootType(rootKind, nameOrType);
        }
        const prevRoot = this._roots.get(rootKind);
        if (prevRoot) {
          removeReferenceToType(this, prevRoot.type);
        }
        this._roots.set(rootKind, toSet);
        Element.prototype["setParent"].call(toSet, this);
        addReferenceToType(this, toSet.type);
        this.onModification();
        return toSet;
      }
      extensions() {
        var _a;
        return (_a = this._extensions) !== null && _a !== void 0 ? _a : [];
      }
      hasExtension(extension) {
        var _a, _b;
        return (_b = (_a = this._extensions) === null || _a === void 0 ? void 0 : _a.includes(extension)) !== null && _b !== void 0 ? _b : false;
      }
      newExtension() {
        return this.addExtension(new Extension());
      }
      addExtension(extension) {
        this.checkUpdate();
        if (this.hasExtension(extension)) {
          return extension;
        }
        (0, utils_1.assert)(!extension.extendedElement, "Cannot add extension to this schema: extension is already added to another schema");
        if (this._extensions) {
          this._extensions.push(extension);
        } else {
          this._extensions = [extension];
        }
        Extension.prototype["setExtendedElement"].call(extension, this);
        this.onModification();
        return extension;
      }
      hasExtensionElements() {
        return !!this._extensions;
      }
      hasNonExtensionElements() {
        return this.preserveEmptyDefinition || this.appliedDirectives.some((d) => d.ofExtension() === void 0) || this.roots().some((r) => r.ofExtension() === void 0);
      }
      removeRootType(rootType) {
        this._roots.delete(rootType.rootKind);
        removeReferenceToType(this, rootType.type);
      }
      removeTypeReference(toRemove) {
        for (const rootType of this.roots()) {
          if (rootType.type == toRemove) {
            this._roots.delete(rootType.rootKind);
          }
        }
      }
      toString() {
        return `schema[${this._roots.keys().join(", ")}]`;
      }
    };
    exports.SchemaDefinition = SchemaDefinition;
    var ScalarType = class extends BaseNamedType {
      constructor() {
        super(...arguments);
        this.kind = "ScalarType";
        this.astDefinitionKind = graphql_1.Kind.SCALAR_TYPE_DEFINITION;
      }
      removeTypeReference(type) {
        (0, utils_1.assert)(false, `Scalar type ${this} can't reference other types; shouldn't be asked to remove reference to ${type}`);
      }
      hasNonExtensionInnerElements() {
        return false;
      }
      removeInnerElementsExtensions() {
      }
      removeInnerElements() {
      }
      removeReferenceRecursive(ref) {
        ref.remove();
      }
    };
    exports.ScalarType = ScalarType;
    var InterfaceImplementation = class extends BaseExtensionMember {
      constructor(itf) {
        super();
        this.interface = itf;
      }
      removeInner() {
        FieldBasedType.prototype["removeInterfaceImplementation"].call(this._parent, this.interface);
      }
      toString() {
        return `'implements ${this.interface}'`;
      }
    };
    exports.InterfaceImplementation = InterfaceImplementation;
    var FieldBasedType = class extends BaseNamedType {
      constructor() {
        super(...arguments);
        this._fields = new utils_1.MapWithCachedArrays();
      }
      onAttached() {
        Schema.prototype["runWithBuiltInModificationAllowed"].call(this.schema(), () => {
          this.addField(new FieldDefinition(exports.typenameFieldName, true), new NonNullType(this.schema().stringType()));
        });
      }
      removeFieldInternal(field) {
        this._fields.delete(field.name);
        this._cachedNonBuiltInFields = void 0;
      }
      interfaceImplementations() {
        var _a, _b;
        return (_b = (_a = this._interfaceImplementations) === null || _a === void 0 ? void 0 : _a.values()) !== null && _b !== void 0 ? _b : [];
      }
      interfaceImplementation(type) {
        return this._interfaceImplementations ? this._interfaceImplementations.get(typeof type === "string" ? type : type.name) : void 0;
      }
      interfaces() {
        return this.interfaceImplementations().map((impl) => impl.interface);
      }
      implementsInterface(type) {
        var _a, _b;
        return (_b = (_a = this._interfaceImplementations) === null || _a === void 0 ? void 0 : _a.has(typeof type === "string" ? type : type.name)) !== null && _b !== void 0 ? _b : false;
      }
      addImplementedInterface(nameOrItfOrItfImpl) {
        var _a;
        let toAdd;
        if (nameOrItfOrItfImpl instanceof InterfaceImplementation) {
          this.checkUpdate(nameOrItfOrItfImpl);
          toAdd = nameOrItfOrItfImpl;
        } else {
          let itf;
          if (typeof nameOrItfOrItfImpl === "string") {
            this.checkUpdate();
            const maybeItf = this.schema().type(nameOrItfOrItfImpl);
            if (!maybeItf) {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Cannot implement unknown type ${nameOrItfOrItfImpl}`);
            } else if (maybeItf.kind != "InterfaceType") {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Cannot implement non-interface type ${nameOrItfOrItfImpl} (of type ${maybeItf.kind})`);
            }
            itf = maybeItf;
          } else {
            itf = nameOrItfOrItfImpl;
          }
          toAdd = new InterfaceImplementation(itf);
        }
        const existing = (_a = this._interfaceImplementations) === null || _a === void 0 ? void 0 : _a.get(toAdd.interface.name);
        if (!existing) {
          if (!this._interfaceImplementations) {
            this._interfaceImplementations = new utils_1.MapWithCachedArrays();
          }
          this._interfaceImplementations.set(toAdd.interface.name, toAdd);
          addReferenceToType(this, toAdd.interface);
          Element.prototype["setParent"].call(toAdd, this);
          this.onModification();
          return toAdd;
        } else {
          return existing;
        }
      }
      fields() {
        if (!this._cachedNonBuiltInFields) {
          this._cachedNonBuiltInFields = this._fields.values().filter((f) => !f.isBuiltIn);
        }
        return this._cachedNonBuiltInFields;
      }
      hasFields() {
        return this.fields().length > 0;
      }
      builtInFields() {
        return this.allFields().filter((f) => f.isBuiltIn);
      }
      allFields() {
        return this._fields.values();
      }
      field(name) {
        return this._fields.get(name);
      }
      typenameField() {
        return this.field(exports.typenameFieldName);
      }
      addField(nameOrField, type) {
        let toAdd;
        if (typeof nameOrField === "string") {
          this.checkUpdate();
          toAdd = new FieldDefinition(nameOrField);
        } else {
          this.checkUpdate(nameOrField);
          toAdd = nameOrField;
        }
        if (this.field(toAdd.name)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Field ${toAdd.name} already exists on ${this}`);
        }
        if (type && !isOutputType(type)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid input type ${type} for field ${toAdd.name}: object and interface field types should be output types.`);
        }
        this._fields.set(toAdd.name, toAdd);
        this._cachedNonBuiltInFields = void 0;
        Element.prototype["setParent"].call(toAdd, this);
        if (type) {
          toAdd.type = type;
        }
        this.onModification();
        return toAdd;
      }
      *allChildElements() {
        for (const field of this._fields.values()) {
          yield field;
          yield* field.arguments();
        }
      }
      removeInterfaceImplementation(itf) {
        var _a;
        (_a = this._interfaceImplementations) === null || _a === void 0 ? void 0 : _a.delete(itf.name);
        removeReferenceToType(this, itf);
      }
      removeTypeReference(type) {
        var _a;
        (_a = this._interfaceImplementations) === null || _a === void 0 ? void 0 : _a.delete(type.name);
      }
      removeInnerElements() {
        for (const interfaceImpl of this.interfaceImplementations()) {
          interfaceImpl.remove();
        }
        for (const field of this.allFields()) {
          if (field.isBuiltIn) {
            FieldDefinition.prototype["removeParent"].call(field);
          } else {
            field.remove();
          }
        }
      }
      hasNonExtensionInnerElements() {
        return this.interfaceImplementations().some((itf) => itf.ofExtension() === void 0) || this.fields().some((f) => f.ofExtension() === void 0);
      }
      removeInnerElementsExtensions() {
        this.interfaceImplementations().forEach((itf) => itf.removeOfExtension());
        this.fields().forEach((f) => f.removeOfExtension());
      }
    };
    var ObjectType = class extends FieldBasedType {
      constructor() {
        super(...arguments);
        this.kind = "ObjectType";
        this.astDefinitionKind = graphql_1.Kind.OBJECT_TYPE_DEFINITION;
      }
      isRootType() {
        const schema = this.schema();
        return schema.schemaDefinition.roots().some((rt) => rt.type == this);
      }
      isQueryRootType() {
        var _a;
        const schema = this.schema();
        return ((_a = schema.schemaDefinition.root("query")) === null || _a === void 0 ? void 0 : _a.type) === this;
      }
      isSubscriptionRootType() {
        var _a;
        const schema = this.schema();
        return ((_a = schema.schemaDefinition.root("subscription")) === null || _a === void 0 ? void 0 : _a.type) === this;
      }
      removeReferenceRecursive(ref) {
        switch (ref.kind) {
          case "FieldDefinition":
            ref.removeRecursive();
            break;
          case "UnionType":
            if (ref.membersCount() === 0) {
              ref.removeRecursive();
            }
            break;
        }
      }
      unionsWhereMember() {
        var _a;
        const unions = [];
        (_a = this._referencers) === null || _a === void 0 ? void 0 : _a.forEach((r) => {
          if (r instanceof BaseNamedType && isUnionType(r)) {
            unions.push(r);
          }
        });
        return unions;
      }
    };
    exports.ObjectType = ObjectType;
    var InterfaceType = class extends FieldBasedType {
      constructor() {
        super(...arguments);
        this.kind = "InterfaceType";
        this.astDefinitionKind = graphql_1.Kind.INTERFACE_TYPE_DEFINITION;
      }
      allImplementations() {
        const implementations = [];
        this.referencers().forEach((ref) => {
          if (ref.kind === "ObjectType" || ref.kind === "InterfaceType") {
            implementations.push(ref);
          }
        });
        return implementations;
      }
      possibleRuntimeTypes() {
        return this.allImplementations().filter((impl) => impl.kind === "ObjectType");
      }
      isPossibleRuntimeType(type) {
        const typeName = typeof type === "string" ? type : type.name;
        return this.possibleRuntimeTypes().some((t) => t.name == typeName);
      }
      removeReferenceRecursive(ref) {
        if (ref.kind === "FieldDefinition") {
          ref.removeRecursive();
        }
      }
    };
    exports.InterfaceType = InterfaceType;
    var UnionMember = class extends BaseExtensionMember {
      constructor(type) {
        super();
        this.type = type;
      }
      removeInner() {
        UnionType.prototype["removeMember"].call(this._parent, this.type);
      }
    };
    exports.UnionMember = UnionMember;
    var UnionType = class extends BaseNamedType {
      constructor() {
        super(...arguments);
        this.kind = "UnionType";
        this.astDefinitionKind = graphql_1.Kind.UNION_TYPE_DEFINITION;
        this._members = new utils_1.MapWithCachedArrays();
      }
      onAttached() {
        Schema.prototype["runWithBuiltInModificationAllowed"].call(this.schema(), () => {
          this._typenameField = new FieldDefinition(exports.typenameFieldName, true);
          Element.prototype["setParent"].call(this._typenameField, this);
          this._typenameField.type = new NonNullType(this.schema().stringType());
        });
      }
      types() {
        return this.members().map((m) => m.type);
      }
      members() {
        return this._members.values();
      }
      membersCount() {
        return this._members.size;
      }
      hasTypeMember(type) {
        return this._members.has(typeof type === "string" ? type : type.name);
      }
      addType(nameOrTypeOrMember) {
        let toAdd;
        if (nameOrTypeOrMember instanceof UnionMember) {
          this.checkUpdate(nameOrTypeOrMember);
          toAdd = nameOrTypeOrMember;
        } else {
          let obj;
          if (typeof nameOrTypeOrMember === "string") {
            this.checkUpdate();
            const maybeObj = this.schema().type(nameOrTypeOrMember);
            if (!maybeObj) {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Cannot add unknown type ${nameOrTypeOrMember} as member of union type ${this.name}`);
            } else if (maybeObj.kind != "ObjectType") {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Cannot add non-object type ${nameOrTypeOrMember} (of type ${maybeObj.kind}) as member of union type ${this.name}`);
            }
            obj = maybeObj;
          } else {
            this.checkUpdate(nameOrTypeOrMember);
            obj = nameOrTypeOrMember;
          }
          toAdd = new UnionMember(obj);
        }
        const existing = this._members.get(toAdd.type.name);
        if (!existing) {
          this._members.set(toAdd.type.name, toAdd);
          Element.prototype["setParent"].call(toAdd, this);
          addReferenceToType(this, toAdd.type);
          this.onModification();
          return toAdd;
        } else {
          return existing;
        }
      }
      clearTypes() {
        for (const type of this.types()) {
          this.removeMember(type);
        }
        this.onModification();
      }
      field(name) {
        if (name === exports.typenameFieldName && this._typenameField) {
          return this._typenameField;
        }
        return void 0;
      }
      typenameField() {
        return this._typenameField;
      }
      removeMember(type) {
        this._members.delete(type.name);
        removeReferenceToType(this, type);
      }
      removeTypeReference(type) {
        this._members.delete(type.name);
      }
      removeInnerElements() {
        for (const member of this.members()) {
          member.remove();
        }
      }
      hasNonExtensionInnerElements() {
        return this.members().some((m) => m.ofExtension() === void 0);
      }
      removeReferenceRecursive(ref) {
        ref.removeRecursive();
      }
      removeInnerElementsExtensions() {
        this.members().forEach((m) => m.removeOfExtension());
      }
    };
    exports.UnionType = UnionType;
    var EnumType = class extends BaseNamedType {
      constructor() {
        super(...arguments);
        this.kind = "EnumType";
        this.astDefinitionKind = graphql_1.Kind.ENUM_TYPE_DEFINITION;
        this._values = /* @__PURE__ */ new Map();
      }
      get values() {
        return Array.from(this._values.values());
      }
      value(name) {
        return this._values.get(name);
      }
      addValue(nameOrValue) {
        let toAdd;
        if (typeof nameOrValue === "string") {
          this.checkUpdate();
          toAdd = new EnumValue(nameOrValue);
        } else {
          this.checkUpdate(nameOrValue);
          toAdd = nameOrValue;
        }
        const existing = this.value(toAdd.name);
        if (!existing) {
          this._values.set(toAdd.name, toAdd);
          Element.prototype["setParent"].call(toAdd, this);
          this.onModification();
          return toAdd;
        } else {
          return existing;
        }
      }
      removeTypeReference(type) {
        (0, utils_1.assert)(false, `Eum type ${this} can't reference other types; shouldn't be asked to remove reference to ${type}`);
      }
      removeValueInternal(value) {
        this._values.delete(value.name);
      }
      removeInnerElements() {
        const values = this.values;
        for (const value of values) {
          value.remove();
        }
      }
      hasNonExtensionInnerElements() {
        return Array.from(this._values.values()).some((v) => v.ofExtension() === void 0);
      }
      removeReferenceRecursive(ref) {
        ref.removeRecursive();
      }
      removeInnerElementsExtensions() {
        for (const v of this._values.values()) {
          v.removeOfExtension();
        }
      }
    };
    exports.EnumType = EnumType;
    var InputObjectType = class extends BaseNamedType {
      constructor() {
        super(...arguments);
        this.kind = "InputObjectType";
        this.astDefinitionKind = graphql_1.Kind.INPUT_OBJECT_TYPE_DEFINITION;
        this._fields = /* @__PURE__ */ new Map();
      }
      fields() {
        if (!this._cachedFieldsArray) {
          this._cachedFieldsArray = (0, utils_1.mapValues)(this._fields);
        }
        return this._cachedFieldsArray;
      }
      field(name) {
        return this._fields.get(name);
      }
      addField(nameOrField, type) {
        const toAdd = typeof nameOrField === "string" ? new InputFieldDefinition(nameOrField) : nameOrField;
        this.checkUpdate(toAdd);
        if (this.field(toAdd.name)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Field ${toAdd.name} already exists on ${this}`);
        }
        if (type && !isInputType(type)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid output type ${type} for field ${toAdd.name}: input field types should be input types.`);
        }
        this._fields.set(toAdd.name, toAdd);
        this._cachedFieldsArray = void 0;
        Element.prototype["setParent"].call(toAdd, this);
        if (typeof nameOrField === "string" && type) {
          toAdd.type = type;
        }
        this.onModification();
        return toAdd;
      }
      hasFields() {
        return this._fields.size > 0;
      }
      *allChildElements() {
        yield* this._fields.values();
      }
      removeTypeReference(type) {
        (0, utils_1.assert)(false, `Input Object type ${this} can't reference other types; shouldn't be asked to remove reference to ${type}`);
      }
      removeInnerElements() {
        for (const field of this.fields()) {
          field.remove();
        }
      }
      removeFieldInternal(field) {
        this._fields.delete(field.name);
        this._cachedFieldsArray = void 0;
      }
      hasNonExtensionInnerElements() {
        return this.fields().some((f) => f.ofExtension() === void 0);
      }
      removeReferenceRecursive(ref) {
        if (ref.kind === "ArgumentDefinition") {
          ref.parent().removeRecursive();
        } else {
          ref.removeRecursive();
        }
      }
      removeInnerElementsExtensions() {
        this.fields().forEach((f) => f.removeOfExtension());
      }
    };
    exports.InputObjectType = InputObjectType;
    var BaseWrapperType = class {
      constructor(_type) {
        this._type = _type;
        (0, utils_1.assert)(this._type, "Cannot wrap an undefined/null type");
      }
      schema() {
        return this.baseType().schema();
      }
      isAttached() {
        return this.baseType().isAttached();
      }
      get ofType() {
        return this._type;
      }
      baseType() {
        return baseType(this._type);
      }
    };
    var ListType = class extends BaseWrapperType {
      constructor(type) {
        super(type);
        this.kind = "ListType";
      }
      toString() {
        return `[${this.ofType}]`;
      }
    };
    exports.ListType = ListType;
    var NonNullType = class extends BaseWrapperType {
      constructor(type) {
        super(type);
        this.kind = "NonNullType";
      }
      toString() {
        return `${this.ofType}!`;
      }
    };
    exports.NonNullType = NonNullType;
    var FieldDefinition = class extends NamedSchemaElementWithType {
      constructor(name, isBuiltIn = false) {
        super(name);
        this.isBuiltIn = isBuiltIn;
        this.kind = "FieldDefinition";
      }
      isElementBuiltIn() {
        return this.isBuiltIn;
      }
      get coordinate() {
        const parent = this._parent;
        return `${parent == void 0 ? "<detached>" : parent.coordinate}.${this.name}`;
      }
      hasArguments() {
        return !!this._args && this._args.size > 0;
      }
      arguments() {
        var _a, _b;
        return (_b = (_a = this._args) === null || _a === void 0 ? void 0 : _a.values()) !== null && _b !== void 0 ? _b : [];
      }
      argument(name) {
        var _a;
        return (_a = this._args) === null || _a === void 0 ? void 0 : _a.get(name);
      }
      addArgument(nameOrArg, type, defaultValue) {
        let toAdd;
        if (typeof nameOrArg === "string") {
          this.checkUpdate();
          toAdd = new ArgumentDefinition(nameOrArg);
          toAdd.defaultValue = defaultValue;
        } else {
          this.checkUpdate(nameOrArg);
          toAdd = nameOrArg;
        }
        const existing = this.argument(toAdd.name);
        if (existing) {
          if (type && existing.type && !(0, types_1.sameType)(type, existing.type)) {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Argument ${toAdd.name} already exists on field ${this.name} with a different type (${existing.type})`);
          }
          if (defaultValue && (!existing.defaultValue || !(0, values_1.valueEquals)(defaultValue, existing.defaultValue))) {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Argument ${toAdd.name} already exists on field ${this.name} with a different default value (${(0, values_1.valueToString)(existing.defaultValue)})`);
          }
          return existing;
        }
        if (type && !isInputType(type)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid output type ${type} for argument ${toAdd.name} of ${this}: arguments should be input types.`);
        }
        if (!this._args) {
          this._args = new utils_1.MapWithCachedArrays();
        }
        this._args.set(toAdd.name, toAdd);
        Element.prototype["setParent"].call(toAdd, this);
        if (typeof nameOrArg === "string") {
          toAdd.type = type;
        }
        this.onModification();
        return toAdd;
      }
      ofExtension() {
        return this._extension;
      }
      removeOfExtension() {
        this._extension = void 0;
      }
      setOfExtension(extension) {
        var _a;
        this.checkUpdate();
        (0, utils_1.assert)(!extension || ((_a = this._parent) === null || _a === void 0 ? void 0 : _a.hasExtension(extension)), () => `Cannot mark field ${this.name} as part of the provided extension: it is not an extension of field parent type ${this.parent}`);
        this._extension = extension;
        this.onModification();
      }
      isIntrospectionField() {
        return (0, introspection_1.isIntrospectionName)(this.name);
      }
      isSchemaIntrospectionField() {
        return introspection_1.introspectionFieldNames.includes(this.name);
      }
      removeArgumentInternal(name) {
        if (this._args) {
          this._args.delete(name);
        }
      }
      removeParent() {
        this._parent = void 0;
      }
      isDeprecated() {
        return this.hasAppliedDirective("deprecated");
      }
      remove() {
        if (!this._parent) {
          return [];
        }
        this.checkRemoval();
        this.onModification();
        this.sourceAST = void 0;
        this.type = void 0;
        this.removeAppliedDirectives();
        for (const arg of this.arguments()) {
          arg.remove();
        }
        FieldBasedType.prototype["removeFieldInternal"].call(this._parent, this);
        this._parent = void 0;
        this._extension = void 0;
        return [];
      }
      removeRecursive() {
        const parent = this._parent;
        this.remove();
        if (parent && !isUnionType(parent) && parent.fields().length === 0) {
          parent.removeRecursive();
        }
      }
      toString() {
        const args = this.hasArguments() ? "(" + this.arguments().map((arg) => arg.toString()).join(", ") + ")" : "";
        return `${this.name}${args}: ${this.type}`;
      }
    };
    exports.FieldDefinition = FieldDefinition;
    var InputFieldDefinition = class extends NamedSchemaElementWithType {
      constructor() {
        super(...arguments);
        this.kind = "InputFieldDefinition";
      }
      get coordinate() {
        const parent = this._parent;
        return `${parent == void 0 ? "<detached>" : parent.coordinate}.${this.name}`;
      }
      isRequired() {
        return isNonNullType(this.type) && this.defaultValue === void 0;
      }
      ofExtension() {
        return this._extension;
      }
      removeOfExtension() {
        this._extension = void 0;
      }
      setOfExtension(extension) {
        var _a;
        this.checkUpdate();
        (0, utils_1.assert)(!extension || ((_a = this._parent) === null || _a === void 0 ? void 0 : _a.hasExtension(extension)), () => `Cannot mark field ${this.name} as part of the provided extension: it is not an extension of field parent type ${this.parent}`);
        this._extension = extension;
        this.onModification();
      }
      isDeprecated() {
        return this.hasAppliedDirective("deprecated");
      }
      remove() {
        if (!this._parent) {
          return [];
        }
        this.checkRemoval();
        this.onModification();
        this.sourceAST = void 0;
        this.type = void 0;
        this.defaultValue = void 0;
        this.removeAppliedDirectives();
        InputObjectType.prototype["removeFieldInternal"].call(this._parent, this);
        this._parent = void 0;
        this._extension = void 0;
        return [];
      }
      removeRecursive() {
        const parent = this._parent;
        this.remove();
        if (parent && parent.fields().length === 0) {
          parent.removeRecursive();
        }
      }
      toString() {
        const defaultStr = this.defaultValue === void 0 ? "" : ` = ${(0, values_1.valueToString)(this.defaultValue, this.type)}`;
        return `${this.name}: ${this.type}${defaultStr}`;
      }
    };
    exports.InputFieldDefinition = InputFieldDefinition;
    var ArgumentDefinition = class extends NamedSchemaElementWithType {
      constructor(name) {
        super(name);
        this.kind = "ArgumentDefinition";
      }
      get coordinate() {
        const parent = this._parent;
        return `${parent == void 0 ? "<detached>" : parent.coordinate}(${this.name}:)`;
      }
      isRequired() {
        return isNonNullType(this.type) && this.defaultValue === void 0;
      }
      isDeprecated() {
        return this.hasAppliedDirective("deprecated");
      }
      remove() {
        if (!this._parent) {
          return [];
        }
        this.checkRemoval();
        this.onModification();
        this.sourceAST = void 0;
        this.type = void 0;
        this.defaultValue = void 0;
        this.removeAppliedDirectives();
        if (this._parent instanceof FieldDefinition) {
          FieldDefinition.prototype["removeArgumentInternal"].call(this._parent, this.name);
        } else {
          DirectiveDefinition.prototype["removeArgumentInternal"].call(this._parent, this.name);
        }
        this._parent = void 0;
        return [];
      }
      toString() {
        const defaultStr = this.defaultValue === void 0 ? "" : ` = ${(0, values_1.valueToString)(this.defaultValue, this.type)}`;
        return `${this.name}: ${this.type}${defaultStr}`;
      }
    };
    exports.ArgumentDefinition = ArgumentDefinition;
    var EnumValue = class extends NamedSchemaElement {
      constructor() {
        super(...arguments);
        this.kind = "EnumValue";
      }
      get coordinate() {
        const parent = this._parent;
        return `${parent == void 0 ? "<detached>" : parent.coordinate}.${this.name}`;
      }
      ofExtension() {
        return this._extension;
      }
      removeOfExtension() {
        this._extension = void 0;
      }
      setOfExtension(extension) {
        var _a;
        this.checkUpdate();
        (0, utils_1.assert)(!extension || ((_a = this._parent) === null || _a === void 0 ? void 0 : _a.hasExtension(extension)), () => `Cannot mark field ${this.name} as part of the provided extension: it is not an extension of enum value parent type ${this.parent}`);
        this._extension = extension;
        this.onModification();
      }
      isDeprecated() {
        return this.hasAppliedDirective("deprecated");
      }
      remove() {
        if (!this._parent) {
          return [];
        }
        this.checkRemoval();
        this.onModification();
        this.sourceAST = void 0;
        this.removeAppliedDirectives();
        EnumType.prototype["removeValueInternal"].call(this._parent, this);
        this._parent = void 0;
        this._extension = void 0;
        return [];
      }
      removeTypeReference(type) {
        (0, utils_1.assert)(false, `Enum value ${this} can't reference other types; shouldn't be asked to remove reference to ${type}`);
      }
      toString() {
        return `${this.name}`;
      }
    };
    exports.EnumValue = EnumValue;
    var DirectiveDefinition = class extends NamedSchemaElement {
      constructor(name, isBuiltIn = false) {
        super(name);
        this.isBuiltIn = isBuiltIn;
        this.kind = "DirectiveDefinition";
        this.repeatable = false;
        this._locations = [];
      }
      get coordinate() {
        return `@${this.name}`;
      }
      arguments() {
        var _a, _b;
        return (_b = (_a = this._args) === null || _a === void 0 ? void 0 : _a.values()) !== null && _b !== void 0 ? _b : [];
      }
      argument(name) {
        var _a;
        return (_a = this._args) === null || _a === void 0 ? void 0 : _a.get(name);
      }
      addArgument(nameOrArg, type, defaultValue) {
        let toAdd;
        if (typeof nameOrArg === "string") {
          this.checkUpdate();
          toAdd = new ArgumentDefinition(nameOrArg);
          toAdd.defaultValue = defaultValue;
        } else {
          this.checkUpdate(nameOrArg);
          toAdd = nameOrArg;
        }
        if (this.argument(toAdd.name)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Argument ${toAdd.name} already exists on field ${this.name}`);
        }
        if (!this._args) {
          this._args = new utils_1.MapWithCachedArrays();
        }
        this._args.set(toAdd.name, toAdd);
        Element.prototype["setParent"].call(toAdd, this);
        if (typeof nameOrArg === "string") {
          toAdd.type = type;
        }
        this.onModification();
        return toAdd;
      }
      removeArgumentInternal(name) {
        var _a;
        (_a = this._args) === null || _a === void 0 ? void 0 : _a.delete(name);
      }
      get locations() {
        return this._locations;
      }
      addLocations(...locations) {
        let modified = false;
        for (const location of locations) {
          if (!this._locations.includes(location)) {
            this._locations.push(location);
            modified = true;
          }
        }
        if (modified) {
          this.onModification();
        }
        return this;
      }
      addAllLocations() {
        return this.addLocations(...Object.values(graphql_1.DirectiveLocation));
      }
      addAllTypeLocations() {
        return this.addLocations(graphql_1.DirectiveLocation.SCALAR, graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.INTERFACE, graphql_1.DirectiveLocation.UNION, graphql_1.DirectiveLocation.ENUM, graphql_1.DirectiveLocation.INPUT_OBJECT);
      }
      removeLocations(...locations) {
        let modified = false;
        for (const location of locations) {
          modified || (modified = (0, utils_1.removeArrayElement)(location, this._locations));
        }
        if (modified) {
          this.onModification();
        }
        return this;
      }
      hasExecutableLocations() {
        return this.locations.some((loc) => isExecutableDirectiveLocation(loc));
      }
      hasTypeSystemLocations() {
        return this.locations.some((loc) => isTypeSystemDirectiveLocation(loc));
      }
      applications() {
        var _a;
        (_a = this._referencers) !== null && _a !== void 0 ? _a : this._referencers = /* @__PURE__ */ new Set();
        return this._referencers;
      }
      addReferencer(referencer) {
        var _a;
        (0, utils_1.assert)(referencer, "Referencer should exists");
        (_a = this._referencers) !== null && _a !== void 0 ? _a : this._referencers = /* @__PURE__ */ new Set();
        this._referencers.add(referencer);
      }
      removeReferencer(referencer) {
        var _a;
        (_a = this._referencers) === null || _a === void 0 ? void 0 : _a.delete(referencer);
      }
      removeTypeReference(type) {
        (0, utils_1.assert)(false, `Directive definition ${this} can't reference other types (it's arguments can); shouldn't be asked to remove reference to ${type}`);
      }
      remove() {
        var _a;
        if (!this._parent) {
          return [];
        }
        this.checkRemoval();
        this.onModification();
        this.sourceAST = void 0;
        (0, utils_1.assert)(!this._appliedDirectives || this._appliedDirectives.length === 0, "Directive definition should not have directive applied to it");
        for (const arg of this.arguments()) {
          arg.remove();
        }
        const toReturn = Array.from((_a = this._referencers) !== null && _a !== void 0 ? _a : []);
        this._referencers = void 0;
        Schema.prototype["removeDirectiveInternal"].call(this._parent, this);
        this._parent = void 0;
        return toReturn;
      }
      removeRecursive() {
        this.remove().forEach((ref) => ref.remove());
      }
      toAST() {
        const doc = (0, graphql_1.parse)((0, print_1.printDirectiveDefinition)(this));
        return doc.definitions[0];
      }
      toString() {
        return `@${this.name}`;
      }
    };
    exports.DirectiveDefinition = DirectiveDefinition;
    var Directive = class extends Element {
      constructor(name, _args = /* @__PURE__ */ Object.create(null)) {
        super();
        this.name = name;
        this._args = _args;
      }
      schema() {
        return this.parent.schema();
      }
      get definition() {
        if (!this.isAttached()) {
          return void 0;
        }
        const doc = this.schema();
        return doc.directive(this.name);
      }
      arguments(includeDefaultValues = false) {
        if (!includeDefaultValues) {
          return this._args;
        }
        const definition = this.definition;
        (0, utils_1.assert)(definition, () => `Cannot include default values for arguments: cannot find directive definition for ${this.name}`);
        const updated = /* @__PURE__ */ Object.create(null);
        for (const argDef of definition.arguments()) {
          const argValue = (0, values_1.withDefaultValues)(this._args[argDef.name], argDef);
          if (argValue !== void 0) {
            updated[argDef.name] = argValue;
          }
        }
        return updated;
      }
      onModification() {
        if (this.isAttachedToSchemaElement()) {
          Schema.prototype["onModification"].call(this.schema());
        }
      }
      isAttachedToSchemaElement() {
        return this.isAttached();
      }
      setArguments(args) {
        this._args = args;
        this.onModification();
      }
      argumentType(name) {
        var _a, _b;
        return (_b = (_a = this.definition) === null || _a === void 0 ? void 0 : _a.argument(name)) === null || _b === void 0 ? void 0 : _b.type;
      }
      matchArguments(expectedArgs) {
        const entries = Object.entries(this._args);
        if (entries.length !== Object.keys(expectedArgs).length) {
          return false;
        }
        for (const [key, val] of entries) {
          if (!(key in expectedArgs)) {
            return false;
          }
          const expectedVal = expectedArgs[key];
          if (!(0, values_1.valueEquals)(expectedVal, val)) {
            return false;
          }
        }
        return true;
      }
      ofExtension() {
        return this._extension;
      }
      removeOfExtension() {
        this._extension = void 0;
      }
      setOfExtension(extension) {
        this.checkUpdate();
        if (extension) {
          const parent = this.parent;
          (0, utils_1.assert)(parent instanceof SchemaDefinition || parent instanceof BaseNamedType, "Can only mark directive parts of extensions when directly apply to type or schema definition.");
          (0, utils_1.assert)(parent.hasExtension(extension), () => `Cannot mark directive ${this.name} as part of the provided extension: it is not an extension of parent ${parent}`);
        }
        this._extension = extension;
        this.onModification();
      }
      argumentsToAST() {
        const entries = Object.entries(this._args);
        if (entries.length === 0) {
          return void 0;
        }
        const definition = this.definition;
        (0, utils_1.assert)(definition, () => `Cannot convert arguments of detached directive ${this}`);
        return entries.map(([n, v]) => {
          return {
            kind: graphql_1.Kind.ARGUMENT,
            name: { kind: graphql_1.Kind.NAME, value: n },
            value: (0, values_1.valueToAST)(v, definition.argument(n).type)
          };
        });
      }
      remove() {
        if (!this._parent) {
          return false;
        }
        this.onModification();
        const coreFeatures = this.schema().coreFeatures;
        if (coreFeatures && this.name === coreFeatures.coreItself.nameInSchema) {
          const url = coreSpec_1.FeatureUrl.parse(this._args[coreFeatures.coreDefinition.urlArgName()]);
          if (url.identity === coreFeatures.coreItself.url.identity) {
            Schema.prototype["unmarkAsCoreSchema"].call(this.schema());
            for (const d of this.schema().schemaDefinition.appliedDirectivesOf(coreFeatures.coreItself.nameInSchema)) {
              d.removeInternal();
            }
            return true;
          } else {
            CoreFeatures.prototype["removeFeature"].call(coreFeatures, url.identity);
          }
        }
        return this.removeInternal();
      }
      removeInternal() {
        if (!this._parent) {
          return false;
        }
        const definition = this.definition;
        if (definition && this.isAttachedToSchemaElement()) {
          DirectiveDefinition.prototype["removeReferencer"].call(definition, this);
        }
        const parentDirectives = this._parent.appliedDirectives;
        const removed = (0, utils_1.removeArrayElement)(this, parentDirectives);
        (0, utils_1.assert)(removed, () => `Directive ${this} lists ${this._parent} as parent, but that parent doesn't list it as applied directive`);
        this._parent = void 0;
        this._extension = void 0;
        return true;
      }
      toString() {
        const entries = Object.entries(this._args).filter(([_, v]) => v !== void 0);
        const args = entries.length == 0 ? "" : "(" + entries.map(([n, v]) => `${n}: ${(0, values_1.valueToString)(v, this.argumentType(n))}`).join(", ") + ")";
        return `@${this.name}${args}`;
      }
    };
    exports.Directive = Directive;
    function directivesToString(directives) {
      return !directives || directives.length == 0 ? "" : " " + directives.join(" ");
    }
    exports.directivesToString = directivesToString;
    function directivesToDirectiveNodes(directives) {
      return !directives || directives.length === 0 ? void 0 : directives.map((directive) => {
        return {
          kind: graphql_1.Kind.DIRECTIVE,
          name: {
            kind: graphql_1.Kind.NAME,
            value: directive.name
          },
          arguments: directive.argumentsToAST()
        };
      });
    }
    exports.directivesToDirectiveNodes = directivesToDirectiveNodes;
    function sameDirectiveApplication(application1, application2, directivesNeverEqualToThemselves = ["defer"]) {
      return application1.name === application2.name && !directivesNeverEqualToThemselves.includes(application1.name) && !directivesNeverEqualToThemselves.includes(application2.name) && (0, values_1.argumentsEquals)(application1.arguments(), application2.arguments());
    }
    exports.sameDirectiveApplication = sameDirectiveApplication;
    function sameDirectiveApplications(applications1, applications2, directivesNeverEqualToThemselves = ["defer"]) {
      if (applications1.length !== applications2.length) {
        return false;
      }
      for (const directive1 of applications1) {
        if (!applications2.some((directive2) => sameDirectiveApplication(directive1, directive2, directivesNeverEqualToThemselves))) {
          return false;
        }
      }
      return true;
    }
    exports.sameDirectiveApplications = sameDirectiveApplications;
    function isDirectiveApplicationsSubset(applications, maybeSubset) {
      if (maybeSubset.length > applications.length) {
        return false;
      }
      for (const directive1 of maybeSubset) {
        if (!applications.some((directive2) => sameDirectiveApplication(directive1, directive2))) {
          return false;
        }
      }
      return true;
    }
    exports.isDirectiveApplicationsSubset = isDirectiveApplicationsSubset;
    function directiveApplicationsSubstraction(baseApplications, toRemove) {
      return baseApplications.filter((application) => !toRemove.some((other) => sameDirectiveApplication(application, other)));
    }
    exports.directiveApplicationsSubstraction = directiveApplicationsSubstraction;
    var Variable = class {
      constructor(name) {
        this.name = name;
      }
      toVariableNode() {
        return {
          kind: graphql_1.Kind.VARIABLE,
          name: { kind: graphql_1.Kind.NAME, value: this.name }
        };
      }
      toString() {
        return "$" + this.name;
      }
    };
    exports.Variable = Variable;
    var VariableCollector = class {
      constructor() {
        this._variables = /* @__PURE__ */ new Map();
      }
      add(variable) {
        this._variables.set(variable.name, variable);
      }
      addAll(variables) {
        for (const variable of variables) {
          this.add(variable);
        }
      }
      collectInArguments(args) {
        for (const value of Object.values(args)) {
          (0, values_1.collectVariablesInValue)(value, this);
        }
      }
      variables() {
        return (0, utils_1.mapValues)(this._variables);
      }
      toString() {
        return this.variables().toString();
      }
    };
    exports.VariableCollector = VariableCollector;
    function isVariable(v) {
      return v instanceof Variable;
    }
    exports.isVariable = isVariable;
    var VariableDefinition = class extends DirectiveTargetElement {
      constructor(schema, variable, type, defaultValue) {
        super(schema);
        this.variable = variable;
        this.type = type;
        this.defaultValue = defaultValue;
      }
      toVariableDefinitionNode() {
        const ast = (0, values_1.valueToAST)(this.defaultValue, this.type);
        return {
          kind: graphql_1.Kind.VARIABLE_DEFINITION,
          variable: this.variable.toVariableNode(),
          type: typeToAST(this.type),
          defaultValue: ast !== void 0 ? (0, values_1.valueNodeToConstValueNode)(ast) : void 0,
          directives: this.appliedDirectivesToDirectiveNodes()
        };
      }
      toString() {
        let base = this.variable + ": " + this.type;
        if (this.defaultValue !== void 0) {
          base = base + " = " + (0, values_1.valueToString)(this.defaultValue, this.type);
        }
        return base + this.appliedDirectivesToString();
      }
    };
    exports.VariableDefinition = VariableDefinition;
    var VariableDefinitions = class _VariableDefinitions {
      constructor() {
        this._definitions = new utils_1.MapWithCachedArrays();
      }
      add(definition) {
        if (this._definitions.has(definition.variable.name)) {
          return false;
        }
        this._definitions.set(definition.variable.name, definition);
        return true;
      }
      addAll(definitions) {
        for (const definition of definitions._definitions.values()) {
          this.add(definition);
        }
      }
      definition(variable) {
        const varName = typeof variable === "string" ? variable : variable.name;
        return this._definitions.get(varName);
      }
      isEmpty() {
        return this._definitions.size === 0;
      }
      definitions() {
        return this._definitions.values();
      }
      filter(variables) {
        if (variables.length === 0) {
          return new _VariableDefinitions();
        }
        const newDefs = new _VariableDefinitions();
        for (const variable of variables) {
          const def = this.definition(variable);
          if (!def) {
            throw new Error(`Cannot find variable ${variable} in definitions ${this}`);
          }
          newDefs.add(def);
        }
        return newDefs;
      }
      toVariableDefinitionNodes() {
        if (this._definitions.size === 0) {
          return void 0;
        }
        return this.definitions().map((def) => def.toVariableDefinitionNode());
      }
      toString() {
        return "(" + this.definitions().join(", ") + ")";
      }
    };
    exports.VariableDefinitions = VariableDefinitions;
    function variableDefinitionsFromAST(schema, definitionNodes) {
      const definitions = new VariableDefinitions();
      for (const definitionNode of definitionNodes) {
        if (!definitions.add(variableDefinitionFromAST(schema, definitionNode))) {
          const name = definitionNode.variable.name.value;
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Duplicate definition for variable ${name}`, { nodes: definitionNodes.filter((n) => n.variable.name.value === name) });
        }
      }
      return definitions;
    }
    exports.variableDefinitionsFromAST = variableDefinitionsFromAST;
    function variableDefinitionFromAST(schema, definitionNode) {
      const variable = new Variable(definitionNode.variable.name.value);
      const type = typeFromAST(schema, definitionNode.type);
      if (!isInputType(type)) {
        throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid type "${type}" for variable $${variable}: not an input type`, { nodes: definitionNode.type });
      }
      const def = new VariableDefinition(schema, variable, type, definitionNode.defaultValue ? (0, values_1.valueFromAST)(definitionNode.defaultValue, type) : void 0);
      return def;
    }
    exports.variableDefinitionFromAST = variableDefinitionFromAST;
    function addReferenceToType(referencer, type) {
      switch (type.kind) {
        case "ListType":
          addReferenceToType(referencer, type.baseType());
          break;
        case "NonNullType":
          addReferenceToType(referencer, type.baseType());
          break;
        default:
          BaseNamedType.prototype["addReferencer"].call(type, referencer);
          break;
      }
    }
    function removeReferenceToType(referencer, type) {
      switch (type.kind) {
        case "ListType":
          removeReferenceToType(referencer, type.baseType());
          break;
        case "NonNullType":
          removeReferenceToType(referencer, type.baseType());
          break;
        default:
          BaseNamedType.prototype["removeReferencer"].call(type, referencer);
          break;
      }
    }
    function newNamedType(kind, name) {
      switch (kind) {
        case "ScalarType":
          return new ScalarType(name);
        case "ObjectType":
          return new ObjectType(name);
        case "InterfaceType":
          return new InterfaceType(name);
        case "UnionType":
          return new UnionType(name);
        case "EnumType":
          return new EnumType(name);
        case "InputObjectType":
          return new InputObjectType(name);
        default:
          (0, utils_1.assert)(false, `Unhandled kind ${kind} for type ${name}`);
      }
    }
    exports.newNamedType = newNamedType;
    function* typesToCopy(source, dest) {
      var _a;
      for (const type of source.builtInTypes()) {
        if (!type.isIntrospectionType() && !((_a = dest.type(type.name)) === null || _a === void 0 ? void 0 : _a.isBuiltIn)) {
          yield type;
        }
      }
      yield* source.types();
    }
    function* directivesToCopy(source, dest) {
      var _a;
      for (const directive of source.builtInDirectives()) {
        if (!((_a = dest.directive(directive.name)) === null || _a === void 0 ? void 0 : _a.isBuiltIn)) {
          yield directive;
        }
      }
      yield* source.directives();
    }
    function copyDirectiveDefinitionToSchema({ definition, schema, copyDirectiveApplicationsInArguments = true, locationFilter }) {
      copyDirectiveDefinitionInner(definition, schema.addDirectiveDefinition(definition.name), copyDirectiveApplicationsInArguments, locationFilter);
    }
    exports.copyDirectiveDefinitionToSchema = copyDirectiveDefinitionToSchema;
    function copy(source, dest, cloneJoinDirectives) {
      for (const type of typesToCopy(source, dest)) {
        dest.addType(newNamedType(type.kind, type.name));
      }
      for (const directive of directivesToCopy(source, dest)) {
        dest.addDirectiveDefinition(directive.name);
      }
      for (const directive of directivesToCopy(source, dest)) {
        copyDirectiveDefinitionInner(directive, dest.directive(directive.name));
      }
      copySchemaDefinitionInner(source.schemaDefinition, dest.schemaDefinition);
      for (const type of typesToCopy(source, dest)) {
        copyNamedTypeInner(type, dest.type(type.name), cloneJoinDirectives);
      }
    }
    function copyExtensions(source, dest) {
      const extensionMap = /* @__PURE__ */ new Map();
      for (const sourceExtension of source.extensions()) {
        const destExtension = new Extension();
        dest.addExtension(destExtension);
        extensionMap.set(sourceExtension, destExtension);
      }
      return extensionMap;
    }
    function copyOfExtension(extensionsMap, source, dest) {
      const toCopy = source.ofExtension();
      if (toCopy) {
        dest.setOfExtension(extensionsMap.get(toCopy));
      }
    }
    function copySchemaDefinitionInner(source, dest) {
      dest.preserveEmptyDefinition = source.preserveEmptyDefinition;
      const extensionsMap = copyExtensions(source, dest);
      for (const rootType of source.roots()) {
        copyOfExtension(extensionsMap, rootType, dest.setRoot(rootType.rootKind, rootType.type.name));
      }
      for (const directive of source.appliedDirectives) {
        copyOfExtension(extensionsMap, directive, copyAppliedDirective(directive, dest));
      }
      dest.description = source.description;
      dest.sourceAST = source.sourceAST;
    }
    function copyNamedTypeInner(source, dest, cloneJoinDirectives) {
      dest.preserveEmptyDefinition = source.preserveEmptyDefinition;
      const extensionsMap = copyExtensions(source, dest);
      for (const directive of source.appliedDirectives) {
        copyOfExtension(extensionsMap, directive, copyAppliedDirective(directive, dest));
      }
      dest.description = source.description;
      dest.sourceAST = source.sourceAST;
      switch (source.kind) {
        case "ObjectType":
        case "InterfaceType":
          const destFieldBasedType = dest;
          for (const sourceField of source.fields()) {
            const destField = destFieldBasedType.addField(new FieldDefinition(sourceField.name));
            copyOfExtension(extensionsMap, sourceField, destField);
            copyFieldDefinitionInner(sourceField, destField, cloneJoinDirectives);
          }
          for (const sourceImpl of source.interfaceImplementations()) {
            const destImpl = destFieldBasedType.addImplementedInterface(sourceImpl.interface.name);
            copyOfExtension(extensionsMap, sourceImpl, destImpl);
          }
          break;
        case "UnionType":
          const destUnionType = dest;
          for (const sourceType of source.members()) {
            const destType = destUnionType.addType(sourceType.type.name);
            copyOfExtension(extensionsMap, sourceType, destType);
          }
          break;
        case "EnumType":
          const destEnumType = dest;
          for (const sourceValue of source.values) {
            const destValue = destEnumType.addValue(sourceValue.name);
            destValue.description = sourceValue.description;
            copyOfExtension(extensionsMap, sourceValue, destValue);
            copyAppliedDirectives(sourceValue, destValue, cloneJoinDirectives);
          }
          break;
        case "InputObjectType":
          const destInputType = dest;
          for (const sourceField of source.fields()) {
            const destField = destInputType.addField(new InputFieldDefinition(sourceField.name));
            copyOfExtension(extensionsMap, sourceField, destField);
            copyInputFieldDefinitionInner(sourceField, destField, cloneJoinDirectives);
          }
      }
    }
    function copyAppliedDirectives(source, dest, cloneJoinDirectives) {
      source.appliedDirectives.filter((d) => cloneJoinDirectives || !d.name.startsWith("join__")).forEach((d) => copyAppliedDirective(d, dest));
    }
    function copyAppliedDirective(source, dest) {
      const res = dest.applyDirective(source.name, { ...source.arguments() });
      res.sourceAST = source.sourceAST;
      return res;
    }
    function copyFieldDefinitionInner(source, dest, cloneJoinDirectives) {
      const type = copyWrapperTypeOrTypeRef(source.type, dest.schema());
      dest.type = type;
      for (const arg of source.arguments()) {
        const argType = copyWrapperTypeOrTypeRef(arg.type, dest.schema());
        copyArgumentDefinitionInner({
          source: arg,
          dest: dest.addArgument(arg.name, argType),
          cloneJoinDirectives
        });
      }
      copyAppliedDirectives(source, dest, cloneJoinDirectives);
      dest.description = source.description;
      dest.sourceAST = source.sourceAST;
    }
    function copyInputFieldDefinitionInner(source, dest, cloneJoinDirectives) {
      const type = copyWrapperTypeOrTypeRef(source.type, dest.schema());
      dest.type = type;
      dest.defaultValue = source.defaultValue;
      copyAppliedDirectives(source, dest, cloneJoinDirectives);
      dest.description = source.description;
      dest.sourceAST = source.sourceAST;
    }
    function copyWrapperTypeOrTypeRef(source, destParent) {
      if (!source) {
        return void 0;
      }
      switch (source.kind) {
        case "ListType":
          return new ListType(copyWrapperTypeOrTypeRef(source.ofType, destParent));
        case "NonNullType":
          return new NonNullType(copyWrapperTypeOrTypeRef(source.ofType, destParent));
        default:
          return destParent.type(source.name);
      }
    }
    function copyArgumentDefinitionInner({ source, dest, copyDirectiveApplications = true, cloneJoinDirectives }) {
      const type = copyWrapperTypeOrTypeRef(source.type, dest.schema());
      dest.type = type;
      dest.defaultValue = source.defaultValue;
      if (copyDirectiveApplications) {
        copyAppliedDirectives(source, dest, cloneJoinDirectives);
      }
      dest.description = source.description;
      dest.sourceAST = source.sourceAST;
    }
    function copyDirectiveDefinitionInner(source, dest, copyDirectiveApplicationsInArguments = true, locationFilter) {
      let locations = source.locations;
      if (locationFilter) {
        locations = locations.filter((loc) => locationFilter(loc));
      }
      if (locations.length === 0) {
        return;
      }
      for (const arg of source.arguments()) {
        const type = copyWrapperTypeOrTypeRef(arg.type, dest.schema());
        copyArgumentDefinitionInner({
          source: arg,
          dest: dest.addArgument(arg.name, type),
          copyDirectiveApplications: copyDirectiveApplicationsInArguments,
          cloneJoinDirectives: true
        });
      }
      dest.repeatable = source.repeatable;
      dest.addLocations(...locations);
      dest.sourceAST = source.sourceAST;
      dest.description = source.description;
    }
    function isFieldDefinition(elem) {
      return elem instanceof FieldDefinition;
    }
    exports.isFieldDefinition = isFieldDefinition;
    function isElementNamedType(elem) {
      return elem instanceof BaseNamedType;
    }
    exports.isElementNamedType = isElementNamedType;
  }
});

// node_modules/@apollo/federation-internals/dist/specs/connectSpec.js
var require_connectSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/connectSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.CONNECT_VERSIONS = exports.ConnectSpecDefinition = exports.connectIdentity = void 0;
    var graphql_1 = require_graphql();
    var coreSpec_1 = require_coreSpec();
    var definitions_1 = require_definitions();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var error_1 = require_error();
    var types_1 = require_types();
    var utils_1 = require_utils();
    var values_1 = require_values();
    exports.connectIdentity = "https://specs.apollo.dev/connect";
    var CONNECT = "connect";
    var SOURCE = "source";
    var URL_PATH_TEMPLATE = "URLPathTemplate";
    var JSON_SELECTION = "JSONSelection";
    var CONNECT_HTTP = "ConnectHTTP";
    var CONNECT_BATCH = "ConnectBatch";
    var CONNECTOR_ERRORS = "ConnectorErrors";
    var SOURCE_HTTP = "SourceHTTP";
    var HTTP_HEADER_MAPPING = "HTTPHeaderMapping";
    var ConnectSpecDefinition = class extends coreSpec_1.FeatureDefinition {
      constructor(version, minimumFederationVersion) {
        super(new coreSpec_1.FeatureUrl(exports.connectIdentity, CONNECT, version), minimumFederationVersion);
        this.minimumFederationVersion = minimumFederationVersion;
        function lookupFeatureTypeInSchema(name, kind, schema, feature) {
          (0, utils_1.assert)(feature, `Shouldn't be added without being attached to a @connect spec`);
          const typeName = feature.typeNameInSchema(name);
          const type = schema.typeOfKind(typeName, kind);
          (0, utils_1.assert)(type, () => `Expected "${typeName}" to be defined`);
          return type;
        }
        this.registerType((0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name: URL_PATH_TEMPLATE }));
        this.registerType((0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name: JSON_SELECTION }));
        this.registerType(createInputObjectTypeSpecification({
          name: CONNECTOR_ERRORS,
          inputFieldsFct: (schema, feature) => {
            const jsonSelectionType = lookupFeatureTypeInSchema(JSON_SELECTION, "ScalarType", schema, feature);
            return [
              {
                name: "message",
                type: jsonSelectionType
              },
              {
                name: "extensions",
                type: jsonSelectionType
              }
            ];
          }
        }));
        this.registerType(createInputObjectTypeSpecification({
          name: HTTP_HEADER_MAPPING,
          inputFieldsFct: (schema) => [
            {
              name: "name",
              type: new definitions_1.NonNullType(schema.stringType())
            },
            {
              name: "from",
              type: schema.stringType()
            },
            {
              name: "value",
              type: schema.stringType()
            }
          ]
        }));
        this.registerType(createInputObjectTypeSpecification({
          name: CONNECT_BATCH,
          inputFieldsFct: (schema) => [
            {
              name: "maxSize",
              type: schema.intType()
            }
          ]
        }));
        this.registerType(createInputObjectTypeSpecification({
          name: SOURCE_HTTP,
          inputFieldsFct: (schema, feature) => {
            const jsonSelectionType = lookupFeatureTypeInSchema(JSON_SELECTION, "ScalarType", schema, feature);
            const httpHeaderMappingType = lookupFeatureTypeInSchema(HTTP_HEADER_MAPPING, "InputObjectType", schema, feature);
            return [
              {
                name: "baseURL",
                type: new definitions_1.NonNullType(schema.stringType())
              },
              {
                name: "headers",
                type: new definitions_1.ListType(new definitions_1.NonNullType(httpHeaderMappingType))
              },
              {
                name: "path",
                type: jsonSelectionType
              },
              {
                name: "queryParams",
                type: jsonSelectionType
              }
            ];
          }
        }));
        this.registerType(createInputObjectTypeSpecification({
          name: CONNECT_HTTP,
          inputFieldsFct: (schema, feature) => {
            const urlPathTemplateType = lookupFeatureTypeInSchema(URL_PATH_TEMPLATE, "ScalarType", schema, feature);
            const jsonSelectionType = lookupFeatureTypeInSchema(JSON_SELECTION, "ScalarType", schema, feature);
            const httpHeaderMappingType = lookupFeatureTypeInSchema(HTTP_HEADER_MAPPING, "InputObjectType", schema, feature);
            return [
              {
                name: "GET",
                type: urlPathTemplateType
              },
              {
                name: "POST",
                type: urlPathTemplateType
              },
              {
                name: "PUT",
                type: urlPathTemplateType
              },
              {
                name: "PATCH",
                type: urlPathTemplateType
              },
              {
                name: "DELETE",
                type: urlPathTemplateType
              },
              {
                name: "body",
                type: jsonSelectionType
              },
              {
                name: "headers",
                type: new definitions_1.ListType(new definitions_1.NonNullType(httpHeaderMappingType))
              },
              {
                name: "path",
                type: jsonSelectionType
              },
              {
                name: "queryParams",
                type: jsonSelectionType
              }
            ];
          }
        }));
        this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: CONNECT,
          locations: [graphql_1.DirectiveLocation.FIELD_DEFINITION, graphql_1.DirectiveLocation.OBJECT],
          repeatable: true,
          args: [
            {
              name: "source",
              type: (schema) => schema.stringType()
            },
            {
              name: "id",
              type: (schema) => schema.stringType()
            },
            {
              name: "http",
              type: (schema, feature) => {
                const connectHttpType = lookupFeatureTypeInSchema(CONNECT_HTTP, "InputObjectType", schema, feature);
                return connectHttpType;
              }
            },
            {
              name: "batch",
              type: (schema, feature) => lookupFeatureTypeInSchema(CONNECT_BATCH, "InputObjectType", schema, feature)
            },
            {
              name: "errors",
              type: (schema, feature) => lookupFeatureTypeInSchema(CONNECTOR_ERRORS, "InputObjectType", schema, feature)
            },
            {
              name: "selection",
              type: (schema, feature) => {
                const jsonSelectionType = lookupFeatureTypeInSchema(JSON_SELECTION, "ScalarType", schema, feature);
                return new definitions_1.NonNullType(jsonSelectionType);
              }
            },
            {
              name: "entity",
              type: (schema) => schema.booleanType(),
              defaultValue: false
            },
            {
              name: "isSuccess",
              type: (schema, feature) => lookupFeatureTypeInSchema(JSON_SELECTION, "ScalarType", schema, feature)
            }
          ],
          composes: false
        }));
        this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: SOURCE,
          locations: [graphql_1.DirectiveLocation.SCHEMA],
          repeatable: true,
          composes: false,
          args: [
            {
              name: "name",
              type: (schema) => new definitions_1.NonNullType(schema.stringType())
            },
            {
              name: "http",
              type: (schema, feature) => {
                const sourceHttpType = lookupFeatureTypeInSchema(SOURCE_HTTP, "InputObjectType", schema, feature);
                return new definitions_1.NonNullType(sourceHttpType);
              }
            },
            {
              name: "errors",
              type: (schema, feature) => lookupFeatureTypeInSchema(CONNECTOR_ERRORS, "InputObjectType", schema, feature)
            },
            {
              name: "isSuccess",
              type: (schema, feature) => lookupFeatureTypeInSchema(JSON_SELECTION, "ScalarType", schema, feature)
            }
          ]
        }));
      }
      get defaultCorePurpose() {
        return "EXECUTION";
      }
    };
    exports.ConnectSpecDefinition = ConnectSpecDefinition;
    exports.CONNECT_VERSIONS = new coreSpec_1.FeatureDefinitions(exports.connectIdentity).add(new ConnectSpecDefinition(new coreSpec_1.FeatureVersion(0, 1), new coreSpec_1.FeatureVersion(2, 10))).add(new ConnectSpecDefinition(new coreSpec_1.FeatureVersion(0, 2), new coreSpec_1.FeatureVersion(2, 11))).add(new ConnectSpecDefinition(new coreSpec_1.FeatureVersion(0, 3), new coreSpec_1.FeatureVersion(2, 12))).add(new ConnectSpecDefinition(new coreSpec_1.FeatureVersion(0, 4), new coreSpec_1.FeatureVersion(2, 13)), { preview: true });
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.CONNECT_VERSIONS);
    function createInputObjectTypeSpecification({ name, inputFieldsFct }) {
      return {
        name,
        checkOrAdd: (schema, feature, asBuiltIn) => {
          var _a;
          const actualName = (_a = feature === null || feature === void 0 ? void 0 : feature.typeNameInSchema(name)) !== null && _a !== void 0 ? _a : name;
          const expectedFields = inputFieldsFct(schema, feature);
          const existing = schema.type(actualName);
          if (existing) {
            let errors = (0, directiveAndTypeSpecification_1.ensureSameTypeKind)("InputObjectType", existing);
            if (errors.length > 0) {
              return errors;
            }
            (0, utils_1.assert)((0, definitions_1.isInputObjectType)(existing), "Should be an input object type");
            for (const { name: fieldName, type, defaultValue } of expectedFields) {
              const existingField = existing.field(fieldName);
              if (!existingField) {
                if ((0, definitions_1.isNonNullType)(type) && defaultValue === void 0) {
                  errors.push(error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition for type ${name}: missing required input field "${fieldName}"`, { nodes: existing.sourceAST }));
                }
                continue;
              }
              let existingType = existingField.type;
              if ((0, definitions_1.isNonNullType)(existingType) && !(0, definitions_1.isNonNullType)(type)) {
                existingType = existingType.ofType;
              }
              if (!(0, types_1.sameType)(type, existingType)) {
                errors.push(error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition for type ${name}: input field "${fieldName}" should have type "${type}" but found type "${existingField.type}"`, { nodes: existingField.sourceAST }));
              } else if (!(0, values_1.valueEquals)(defaultValue, existingField.defaultValue)) {
                errors.push(error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition type ${name}: input field "${fieldName}" should have default value ${(0, values_1.valueToString)(defaultValue)} but found default value ${(0, values_1.valueToString)(existingField.defaultValue)}`, { nodes: existingField.sourceAST }));
              }
            }
            for (const existingField of existing.fields()) {
              if (!expectedFields.some((field) => field.name === existingField.name)) {
                errors.push(error_1.ERRORS.TYPE_DEFINITION_INVALID.err(`Invalid definition for type ${name}: unknown/unsupported input field "${existingField.name}"`, { nodes: existingField.sourceAST }));
              }
            }
            return errors;
          } else {
            const createdType = schema.addType(new definitions_1.InputObjectType(actualName, asBuiltIn));
            for (const { name: name2, type, defaultValue } of expectedFields) {
              const newField = createdType.addField(name2, type);
              newField.defaultValue = defaultValue;
            }
            return [];
          }
        }
      };
    }
  }
});

// node_modules/@apollo/federation-internals/dist/buildSchema.js
var require_buildSchema = __commonJS({
  "node_modules/@apollo/federation-internals/dist/buildSchema.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.builtTypeReference = exports.buildSchemaFromAST = exports.buildSchema = void 0;
    var graphql_1 = require_graphql();
    var values_1 = require_values();
    var definitions_1 = require_definitions();
    var error_1 = require_error();
    var introspection_1 = require_introspection();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var connectSpec_1 = require_connectSpec();
    function buildValue(value) {
      return value ? (0, values_1.valueFromASTUntyped)(value) : void 0;
    }
    function buildSchema(source, options) {
      return buildSchemaFromAST((0, graphql_1.parse)(source), options);
    }
    exports.buildSchema = buildSchema;
    function buildSchemaFromAST(documentNode, options) {
      var _a, _b;
      const errors = [];
      const schema = new definitions_1.Schema(options === null || options === void 0 ? void 0 : options.blueprint);
      const { directiveDefinitions, typeDefinitions, typeExtensions, schemaDefinitions, schemaExtensions } = buildNamedTypeAndDirectivesShallow(documentNode, schema, errors);
      for (const typeNode of typeDefinitions) {
        if (typeNode.kind === graphql_1.Kind.ENUM_TYPE_DEFINITION) {
          buildEnumTypeValuesWithoutDirectiveApplications(typeNode, schema.type(typeNode.name.value));
        }
      }
      for (const typeExtensionNode of typeExtensions) {
        if (typeExtensionNode.kind === graphql_1.Kind.ENUM_TYPE_EXTENSION) {
          const toExtend = schema.type(typeExtensionNode.name.value);
          const extension = toExtend.newExtension();
          extension.sourceAST = typeExtensionNode;
          buildEnumTypeValuesWithoutDirectiveApplications(typeExtensionNode, schema.type(typeExtensionNode.name.value), extension);
        }
      }
      for (const directiveDefinitionNode of directiveDefinitions) {
        buildDirectiveDefinitionInnerWithoutDirectiveApplications(directiveDefinitionNode, schema.directive(directiveDefinitionNode.name.value), errors);
      }
      for (const schemaDefinition of schemaDefinitions) {
        buildSchemaDefinitionInner(schemaDefinition, schema.schemaDefinition, errors);
      }
      for (const schemaExtension of schemaExtensions) {
        buildSchemaDefinitionInner(schemaExtension, schema.schemaDefinition, errors, schema.schemaDefinition.newExtension());
      }
      const connectFeature = (_a = schema.coreFeatures) === null || _a === void 0 ? void 0 : _a.getByIdentity(connectSpec_1.connectIdentity);
      const handledConnectTypeNames = /* @__PURE__ */ new Set();
      if (connectFeature) {
        const connectFeatureDefinition = (0, knownCoreFeatures_1.coreFeatureDefinitionIfKnown)(connectFeature.url);
        if (connectFeatureDefinition) {
          const connectTypeNamesInSchema = new Set(connectFeatureDefinition.typeSpecs().map(({ name }) => connectFeature.typeNameInSchema(name)));
          for (const typeNode of typeDefinitions) {
            if (connectTypeNamesInSchema.has(typeNode.name.value) && typeNode.kind === "InputObjectTypeDefinition") {
              handledConnectTypeNames.add(typeNode.name.value);
            } else {
              continue;
            }
            buildNamedTypeInner(typeNode, schema.type(typeNode.name.value), schema.blueprint, errors);
          }
          for (const typeExtensionNode of typeExtensions) {
            if (connectTypeNamesInSchema.has(typeExtensionNode.name.value) && typeExtensionNode.kind === "InputObjectTypeExtension") {
              handledConnectTypeNames.add(typeExtensionNode.name.value);
            } else {
              continue;
            }
            const toExtend = schema.type(typeExtensionNode.name.value);
            const extension = toExtend.newExtension();
            extension.sourceAST = typeExtensionNode;
            buildNamedTypeInner(typeExtensionNode, toExtend, schema.blueprint, errors, extension);
          }
        }
      }
      errors.push(...schema.blueprint.onDirectiveDefinitionAndSchemaParsed(schema));
      for (const directiveDefinitionNode of directiveDefinitions) {
        buildDirectiveApplicationsInDirectiveDefinition(directiveDefinitionNode, schema.directive(directiveDefinitionNode.name.value), errors);
      }
      for (const typeNode of typeDefinitions) {
        if (handledConnectTypeNames.has(typeNode.name.value)) {
          continue;
        }
        buildNamedTypeInner(typeNode, schema.type(typeNode.name.value), schema.blueprint, errors);
      }
      for (const typeExtensionNode of typeExtensions) {
        if (handledConnectTypeNames.has(typeExtensionNode.name.value)) {
          continue;
        }
        const toExtend = schema.type(typeExtensionNode.name.value);
        const extension = toExtend.newExtension();
        extension.sourceAST = typeExtensionNode;
        buildNamedTypeInner(typeExtensionNode, toExtend, schema.blueprint, errors, extension);
      }
      if (errors.length > 0) {
        throw (0, definitions_1.ErrGraphQLValidationFailed)(errors);
      }
      if ((_b = options === null || options === void 0 ? void 0 : options.validate) !== null && _b !== void 0 ? _b : true) {
        schema.validate();
      }
      return schema;
    }
    exports.buildSchemaFromAST = buildSchemaFromAST;
    function buildNamedTypeAndDirectivesShallow(documentNode, schema, errors) {
      const directiveDefinitions = [];
      const typeDefinitions = [];
      const typeExtensions = [];
      const schemaDefinitions = [];
      const schemaExtensions = [];
      for (const definitionNode of documentNode.definitions) {
        switch (definitionNode.kind) {
          case "OperationDefinition":
          case "FragmentDefinition":
            errors.push(error_1.ERRORS.INVALID_GRAPHQL.err("Invalid executable definition found while building schema", { nodes: definitionNode }));
            continue;
          case "SchemaDefinition":
            schemaDefinitions.push(definitionNode);
            schema.schemaDefinition.preserveEmptyDefinition = true;
            break;
          case "SchemaExtension":
            schemaExtensions.push(definitionNode);
            break;
          case "ScalarTypeDefinition":
          case "ObjectTypeDefinition":
          case "InterfaceTypeDefinition":
          case "UnionTypeDefinition":
          case "EnumTypeDefinition":
          case "InputObjectTypeDefinition":
            if (introspection_1.introspectionTypeNames.includes(definitionNode.name.value)) {
              continue;
            }
            typeDefinitions.push(definitionNode);
            let type = schema.type(definitionNode.name.value);
            if (!type || type.isBuiltIn) {
              type = schema.addType((0, definitions_1.newNamedType)(withoutTrailingDefinition(definitionNode.kind), definitionNode.name.value));
            } else if (type.preserveEmptyDefinition) {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`There can be only one type named "${definitionNode.name.value}"`);
            }
            type.preserveEmptyDefinition = true;
            break;
          case "ScalarTypeExtension":
          case "ObjectTypeExtension":
          case "InterfaceTypeExtension":
          case "UnionTypeExtension":
          case "EnumTypeExtension":
          case "InputObjectTypeExtension":
            if (introspection_1.introspectionTypeNames.includes(definitionNode.name.value)) {
              continue;
            }
            typeExtensions.push(definitionNode);
            const existing = schema.type(definitionNode.name.value);
            if (!existing) {
              schema.addType((0, definitions_1.newNamedType)(withoutTrailingDefinition(definitionNode.kind), definitionNode.name.value));
            } else if (existing.isBuiltIn) {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Cannot extend built-in type "${definitionNode.name.value}"`);
            }
            break;
          case "DirectiveDefinition":
            directiveDefinitions.push(definitionNode);
            schema.addDirectiveDefinition(definitionNode.name.value);
            break;
        }
      }
      return {
        directiveDefinitions,
        typeDefinitions,
        typeExtensions,
        schemaDefinitions,
        schemaExtensions
      };
    }
    function withoutTrailingDefinition(str) {
      const endString = str.endsWith("Definition") ? "Definition" : "Extension";
      return str.slice(0, str.length - endString.length);
    }
    function getReferencedType(node, schema) {
      const type = schema.type(node.name.value);
      if (!type) {
        throw error_1.ERRORS.INVALID_GRAPHQL.err(`Unknown type ${node.name.value}`, { nodes: node });
      }
      return type;
    }
    function withNodeAttachedToError(operation, node, errors) {
      try {
        operation();
      } catch (e) {
        const causes = (0, error_1.errorCauses)(e);
        if (causes) {
          for (const cause of causes) {
            const allNodes = cause.nodes ? [node, ...cause.nodes] : node;
            errors.push((0, error_1.withModifiedErrorNodes)(cause, allNodes));
          }
        } else {
          throw e;
        }
      }
    }
    function buildSchemaDefinitionInner(schemaNode, schemaDefinition, errors, extension) {
      var _a, _b;
      for (const opTypeNode of (_a = schemaNode.operationTypes) !== null && _a !== void 0 ? _a : []) {
        withNodeAttachedToError(() => schemaDefinition.setRoot(opTypeNode.operation, opTypeNode.type.name.value).setOfExtension(extension), opTypeNode, errors);
      }
      schemaDefinition.sourceAST = schemaNode;
      if ("description" in schemaNode) {
        schemaDefinition.description = (_b = schemaNode.description) === null || _b === void 0 ? void 0 : _b.value;
      }
      buildAppliedDirectives(schemaNode, schemaDefinition, errors, extension);
    }
    function buildAppliedDirectives(elementNode, element, errors, extension) {
      var _a;
      for (const directive of (_a = elementNode.directives) !== null && _a !== void 0 ? _a : []) {
        withNodeAttachedToError(() => {
          if (element !== element.schema().schemaDefinition || directive.name.value === "link" || !element.schema().blueprint.applyDirectivesAfterParsing()) {
            const d = element.applyDirective(directive.name.value, buildArgs(directive));
            d.setOfExtension(extension);
            d.sourceAST = directive;
          } else {
            element.addUnappliedDirective({
              extension,
              directive,
              args: buildArgs(directive),
              nameOrDef: directive.name.value
            });
          }
        }, directive, errors);
      }
    }
    function buildArgs(argumentsNode) {
      var _a;
      const args = /* @__PURE__ */ Object.create(null);
      for (const argNode of (_a = argumentsNode.arguments) !== null && _a !== void 0 ? _a : []) {
        args[argNode.name.value] = buildValue(argNode.value);
      }
      return args;
    }
    function buildNamedTypeInner(definitionNode, type, blueprint, errors, extension) {
      var _a, _b, _c, _d, _e;
      switch (definitionNode.kind) {
        case "EnumTypeDefinition":
        case "EnumTypeExtension":
          const enumType = type;
          for (const enumVal of (_a = definitionNode.values) !== null && _a !== void 0 ? _a : []) {
            buildAppliedDirectives(enumVal, enumType.value(enumVal.name.value), errors);
          }
          break;
        case "ObjectTypeDefinition":
        case "ObjectTypeExtension":
        case "InterfaceTypeDefinition":
        case "InterfaceTypeExtension":
          const fieldBasedType = type;
          for (const fieldNode of (_b = definitionNode.fields) !== null && _b !== void 0 ? _b : []) {
            if (blueprint.ignoreParsedField(type, fieldNode.name.value)) {
              continue;
            }
            const field = fieldBasedType.addField(fieldNode.name.value);
            field.setOfExtension(extension);
            buildFieldDefinitionInner(fieldNode, field, errors);
          }
          for (const itfNode of (_c = definitionNode.interfaces) !== null && _c !== void 0 ? _c : []) {
            withNodeAttachedToError(() => {
              const itfName = itfNode.name.value;
              if (fieldBasedType.implementsInterface(itfName)) {
                throw error_1.ERRORS.INVALID_GRAPHQL.err(`Type "${type}" can only implement "${itfName}" once.`);
              }
              fieldBasedType.addImplementedInterface(itfName).setOfExtension(extension);
            }, itfNode, errors);
          }
          break;
        case "UnionTypeDefinition":
        case "UnionTypeExtension":
          const unionType = type;
          for (const namedType of (_d = definitionNode.types) !== null && _d !== void 0 ? _d : []) {
            withNodeAttachedToError(() => {
              const name = namedType.name.value;
              if (unionType.hasTypeMember(name)) {
                throw error_1.ERRORS.INVALID_GRAPHQL.err(`Union type "${unionType}" can only include type "${name}" once.`);
              }
              unionType.addType(name).setOfExtension(extension);
            }, namedType, errors);
          }
          break;
        case "InputObjectTypeDefinition":
        case "InputObjectTypeExtension":
          const inputObjectType = type;
          for (const fieldNode of (_e = definitionNode.fields) !== null && _e !== void 0 ? _e : []) {
            const field = inputObjectType.addField(fieldNode.name.value);
            field.setOfExtension(extension);
            buildInputFieldDefinitionInner(fieldNode, field, errors);
          }
          break;
      }
      buildAppliedDirectives(definitionNode, type, errors, extension);
      buildDescriptionAndSourceAST(definitionNode, type);
    }
    function buildEnumTypeValuesWithoutDirectiveApplications(definitionNode, type, extension) {
      var _a;
      const enumType = type;
      for (const enumVal of (_a = definitionNode.values) !== null && _a !== void 0 ? _a : []) {
        const v = enumType.addValue(enumVal.name.value);
        if (enumVal.description) {
          v.description = enumVal.description.value;
        }
        v.setOfExtension(extension);
      }
      buildDescriptionAndSourceAST(definitionNode, type);
    }
    function buildDescriptionAndSourceAST(definitionNode, dest) {
      if (definitionNode.description) {
        dest.description = definitionNode.description.value;
      }
      dest.sourceAST = definitionNode;
    }
    function buildFieldDefinitionInner(fieldNode, field, errors) {
      var _a, _b;
      const type = buildTypeReferenceFromAST(fieldNode.type, field.schema());
      field.type = validateOutputType(type, field.coordinate, fieldNode, errors);
      for (const inputValueDef of (_a = fieldNode.arguments) !== null && _a !== void 0 ? _a : []) {
        buildArgumentDefinitionInner(inputValueDef, field.addArgument(inputValueDef.name.value), errors, true);
      }
      buildAppliedDirectives(fieldNode, field, errors);
      field.description = (_b = fieldNode.description) === null || _b === void 0 ? void 0 : _b.value;
      field.sourceAST = fieldNode;
    }
    function validateOutputType(type, what, node, errors) {
      if ((0, definitions_1.isOutputType)(type)) {
        return type;
      } else {
        errors.push(error_1.ERRORS.INVALID_GRAPHQL.err(`The type of "${what}" must be Output Type but got "${type}", a ${type.kind}.`, { nodes: node }));
        return void 0;
      }
    }
    function validateInputType(type, what, node, errors) {
      if ((0, definitions_1.isInputType)(type)) {
        return type;
      } else {
        errors.push(error_1.ERRORS.INVALID_GRAPHQL.err(`The type of "${what}" must be Input Type but got "${type}", a ${type.kind}.`, { nodes: node }));
        return void 0;
      }
    }
    function builtTypeReference(encodedType, schema) {
      return buildTypeReferenceFromAST((0, graphql_1.parseType)(encodedType), schema);
    }
    exports.builtTypeReference = builtTypeReference;
    function buildTypeReferenceFromAST(typeNode, schema) {
      switch (typeNode.kind) {
        case graphql_1.Kind.LIST_TYPE:
          return new definitions_1.ListType(buildTypeReferenceFromAST(typeNode.type, schema));
        case graphql_1.Kind.NON_NULL_TYPE:
          const wrapped = buildTypeReferenceFromAST(typeNode.type, schema);
          if (wrapped.kind == graphql_1.Kind.NON_NULL_TYPE) {
            throw error_1.ERRORS.INVALID_GRAPHQL.err(`Cannot apply the non-null operator (!) twice to the same type`, { nodes: typeNode });
          }
          return new definitions_1.NonNullType(wrapped);
        default:
          return getReferencedType(typeNode, schema);
      }
    }
    function buildArgumentDefinitionInner(inputNode, arg, errors, includeDirectiveApplication) {
      var _a;
      const type = buildTypeReferenceFromAST(inputNode.type, arg.schema());
      arg.type = validateInputType(type, arg.coordinate, inputNode, errors);
      arg.defaultValue = buildValue(inputNode.defaultValue);
      if (includeDirectiveApplication) {
        buildAppliedDirectives(inputNode, arg, errors);
      }
      arg.description = (_a = inputNode.description) === null || _a === void 0 ? void 0 : _a.value;
      arg.sourceAST = inputNode;
    }
    function buildInputFieldDefinitionInner(fieldNode, field, errors) {
      var _a;
      const type = buildTypeReferenceFromAST(fieldNode.type, field.schema());
      field.type = validateInputType(type, field.coordinate, fieldNode, errors);
      field.defaultValue = buildValue(fieldNode.defaultValue);
      buildAppliedDirectives(fieldNode, field, errors);
      field.description = (_a = fieldNode.description) === null || _a === void 0 ? void 0 : _a.value;
      field.sourceAST = fieldNode;
    }
    function buildDirectiveDefinitionInnerWithoutDirectiveApplications(directiveNode, directive, errors) {
      var _a;
      for (const inputValueDef of (_a = directiveNode.arguments) !== null && _a !== void 0 ? _a : []) {
        buildArgumentDefinitionInner(inputValueDef, directive.addArgument(inputValueDef.name.value), errors, false);
      }
      directive.repeatable = directiveNode.repeatable;
      const locations = directiveNode.locations.map(({ value }) => value);
      directive.addLocations(...locations);
      buildDescriptionAndSourceAST(directiveNode, directive);
    }
    function buildDirectiveApplicationsInDirectiveDefinition(directiveNode, directive, errors) {
      var _a;
      for (const inputValueDef of (_a = directiveNode.arguments) !== null && _a !== void 0 ? _a : []) {
        buildAppliedDirectives(inputValueDef, directive.argument(inputValueDef.name.value), errors);
      }
    }
  }
});

// node_modules/@apollo/federation-internals/dist/validation/KnownTypeNamesInFederationRule.js
var require_KnownTypeNamesInFederationRule = __commonJS({
  "node_modules/@apollo/federation-internals/dist/validation/KnownTypeNamesInFederationRule.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.KnownTypeNamesInFederationRule = void 0;
    var graphql_1 = require_graphql();
    var suggestions_1 = require_suggestions();
    function KnownTypeNamesInFederationRule(context) {
      const schema = context.getSchema();
      const existingTypesMap = schema ? schema.getTypeMap() : /* @__PURE__ */ Object.create(null);
      const definedTypes = /* @__PURE__ */ Object.create(null);
      for (const def of context.getDocument().definitions) {
        if ((0, graphql_1.isTypeDefinitionNode)(def) || (0, graphql_1.isTypeExtensionNode)(def)) {
          definedTypes[def.name.value] = true;
        }
      }
      const typeNames = Object.keys(existingTypesMap).concat(Object.keys(definedTypes));
      return {
        NamedType(node, _1, parent, _2, ancestors) {
          var _a;
          const typeName = node.name.value;
          if (!existingTypesMap[typeName] && !definedTypes[typeName]) {
            const definitionNode = (_a = ancestors[2]) !== null && _a !== void 0 ? _a : parent;
            const isSDL = definitionNode != null && isSDLNode(definitionNode);
            if (isSDL && isStandardTypeName(typeName)) {
              return;
            }
            const suggestedTypes = (0, suggestions_1.suggestionList)(typeName, isSDL ? standardTypeNames.concat(typeNames) : typeNames);
            context.reportError(new graphql_1.GraphQLError(`Unknown type "${typeName}".` + (0, suggestions_1.didYouMean)(suggestedTypes), { nodes: node }));
          }
        }
      };
    }
    exports.KnownTypeNamesInFederationRule = KnownTypeNamesInFederationRule;
    var standardTypeNames = [...graphql_1.specifiedScalarTypes, ...graphql_1.introspectionTypes].map((type) => type.name);
    function isStandardTypeName(typeName) {
      return standardTypeNames.indexOf(typeName) !== -1;
    }
    function isSDLNode(value) {
      return !Array.isArray(value) && ((0, graphql_1.isTypeSystemDefinitionNode)(value) || (0, graphql_1.isTypeSystemExtensionNode)(value));
    }
  }
});

// node_modules/uuid/dist/rng.js
var require_rng = __commonJS({
  "node_modules/uuid/dist/rng.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = rng;
    var _crypto = _interopRequireDefault(__require("crypto"));
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    var rnds8Pool = new Uint8Array(256);
    var poolPtr = rnds8Pool.length;
    function rng() {
      if (poolPtr > rnds8Pool.length - 16) {
        _crypto.default.randomFillSync(rnds8Pool);
        poolPtr = 0;
      }
      return rnds8Pool.slice(poolPtr, poolPtr += 16);
    }
  }
});

// node_modules/uuid/dist/regex.js
var require_regex = __commonJS({
  "node_modules/uuid/dist/regex.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _default = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|00000000-0000-0000-0000-000000000000)$/i;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/validate.js
var require_validate3 = __commonJS({
  "node_modules/uuid/dist/validate.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _regex = _interopRequireDefault(require_regex());
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    function validate(uuid) {
      return typeof uuid === "string" && _regex.default.test(uuid);
    }
    var _default = validate;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/stringify.js
var require_stringify = __commonJS({
  "node_modules/uuid/dist/stringify.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    exports.unsafeStringify = unsafeStringify;
    var _validate = _interopRequireDefault(require_validate3());
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    var byteToHex = [];
    for (let i = 0; i < 256; ++i) {
      byteToHex.push((i + 256).toString(16).slice(1));
    }
    function unsafeStringify(arr, offset = 0) {
      return byteToHex[arr[offset + 0]] + byteToHex[arr[offset + 1]] + byteToHex[arr[offset + 2]] + byteToHex[arr[offset + 3]] + "-" + byteToHex[arr[offset + 4]] + byteToHex[arr[offset + 5]] + "-" + byteToHex[arr[offset + 6]] + byteToHex[arr[offset + 7]] + "-" + byteToHex[arr[offset + 8]] + byteToHex[arr[offset + 9]] + "-" + byteToHex[arr[offset + 10]] + byteToHex[arr[offset + 11]] + byteToHex[arr[offset + 12]] + byteToHex[arr[offset + 13]] + byteToHex[arr[offset + 14]] + byteToHex[arr[offset + 15]];
    }
    function stringify(arr, offset = 0) {
      const uuid = unsafeStringify(arr, offset);
      if (!(0, _validate.default)(uuid)) {
        throw TypeError("Stringified UUID is invalid");
      }
      return uuid;
    }
    var _default = stringify;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/v1.js
var require_v1 = __commonJS({
  "node_modules/uuid/dist/v1.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _rng = _interopRequireDefault(require_rng());
    var _stringify = require_stringify();
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    var _nodeId;
    var _clockseq;
    var _lastMSecs = 0;
    var _lastNSecs = 0;
    function v1(options, buf, offset) {
      let i = buf && offset || 0;
      const b = buf || new Array(16);
      options = options || {};
      let node = options.node || _nodeId;
      let clockseq = options.clockseq !== void 0 ? options.clockseq : _clockseq;
      if (node == null || clockseq == null) {
        const seedBytes = options.random || (options.rng || _rng.default)();
        if (node == null) {
          node = _nodeId = [seedBytes[0] | 1, seedBytes[1], seedBytes[2], seedBytes[3], seedBytes[4], seedBytes[5]];
        }
        if (clockseq == null) {
          clockseq = _clockseq = (seedBytes[6] << 8 | seedBytes[7]) & 16383;
        }
      }
      let msecs = options.msecs !== void 0 ? options.msecs : Date.now();
      let nsecs = options.nsecs !== void 0 ? options.nsecs : _lastNSecs + 1;
      const dt = msecs - _lastMSecs + (nsecs - _lastNSecs) / 1e4;
      if (dt < 0 && options.clockseq === void 0) {
        clockseq = clockseq + 1 & 16383;
      }
      if ((dt < 0 || msecs > _lastMSecs) && options.nsecs === void 0) {
        nsecs = 0;
      }
      if (nsecs >= 1e4) {
        throw new Error("uuid.v1(): Can't create more than 10M uuids/sec");
      }
      _lastMSecs = msecs;
      _lastNSecs = nsecs;
      _clockseq = clockseq;
      msecs += 122192928e5;
      const tl = ((msecs & 268435455) * 1e4 + nsecs) % 4294967296;
      b[i++] = tl >>> 24 & 255;
      b[i++] = tl >>> 16 & 255;
      b[i++] = tl >>> 8 & 255;
      b[i++] = tl & 255;
      const tmh = msecs / 4294967296 * 1e4 & 268435455;
      b[i++] = tmh >>> 8 & 255;
      b[i++] = tmh & 255;
      b[i++] = tmh >>> 24 & 15 | 16;
      b[i++] = tmh >>> 16 & 255;
      b[i++] = clockseq >>> 8 | 128;
      b[i++] = clockseq & 255;
      for (let n = 0; n < 6; ++n) {
        b[i + n] = node[n];
      }
      return buf || (0, _stringify.unsafeStringify)(b);
    }
    var _default = v1;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/parse.js
var require_parse = __commonJS({
  "node_modules/uuid/dist/parse.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _validate = _interopRequireDefault(require_validate3());
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    function parse(uuid) {
      if (!(0, _validate.default)(uuid)) {
        throw TypeError("Invalid UUID");
      }
      let v;
      const arr = new Uint8Array(16);
      arr[0] = (v = parseInt(uuid.slice(0, 8), 16)) >>> 24;
      arr[1] = v >>> 16 & 255;
      arr[2] = v >>> 8 & 255;
      arr[3] = v & 255;
      arr[4] = (v = parseInt(uuid.slice(9, 13), 16)) >>> 8;
      arr[5] = v & 255;
      arr[6] = (v = parseInt(uuid.slice(14, 18), 16)) >>> 8;
      arr[7] = v & 255;
      arr[8] = (v = parseInt(uuid.slice(19, 23), 16)) >>> 8;
      arr[9] = v & 255;
      arr[10] = (v = parseInt(uuid.slice(24, 36), 16)) / 1099511627776 & 255;
      arr[11] = v / 4294967296 & 255;
      arr[12] = v >>> 24 & 255;
      arr[13] = v >>> 16 & 255;
      arr[14] = v >>> 8 & 255;
      arr[15] = v & 255;
      return arr;
    }
    var _default = parse;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/v35.js
var require_v35 = __commonJS({
  "node_modules/uuid/dist/v35.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.URL = exports.DNS = void 0;
    exports.default = v35;
    var _stringify = require_stringify();
    var _parse = _interopRequireDefault(require_parse());
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    function stringToBytes(str) {
      str = unescape(encodeURIComponent(str));
      const bytes = [];
      for (let i = 0; i < str.length; ++i) {
        bytes.push(str.charCodeAt(i));
      }
      return bytes;
    }
    var DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    exports.DNS = DNS;
    var URL = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
    exports.URL = URL;
    function v35(name, version, hashfunc) {
      function generateUUID(value, namespace, buf, offset) {
        var _namespace;
        if (typeof value === "string") {
          value = stringToBytes(value);
        }
        if (typeof namespace === "string") {
          namespace = (0, _parse.default)(namespace);
        }
        if (((_namespace = namespace) === null || _namespace === void 0 ? void 0 : _namespace.length) !== 16) {
          throw TypeError("Namespace must be array-like (16 iterable integer values, 0-255)");
        }
        let bytes = new Uint8Array(16 + value.length);
        bytes.set(namespace);
        bytes.set(value, namespace.length);
        bytes = hashfunc(bytes);
        bytes[6] = bytes[6] & 15 | version;
        bytes[8] = bytes[8] & 63 | 128;
        if (buf) {
          offset = offset || 0;
          for (let i = 0; i < 16; ++i) {
            buf[offset + i] = bytes[i];
          }
          return buf;
        }
        return (0, _stringify.unsafeStringify)(bytes);
      }
      try {
        generateUUID.name = name;
      } catch (err) {
      }
      generateUUID.DNS = DNS;
      generateUUID.URL = URL;
      return generateUUID;
    }
  }
});

// node_modules/uuid/dist/md5.js
var require_md5 = __commonJS({
  "node_modules/uuid/dist/md5.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _crypto = _interopRequireDefault(__require("crypto"));
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    function md5(bytes) {
      if (Array.isArray(bytes)) {
        bytes = Buffer.from(bytes);
      } else if (typeof bytes === "string") {
        bytes = Buffer.from(bytes, "utf8");
      }
      return _crypto.default.createHash("md5").update(bytes).digest();
    }
    var _default = md5;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/v3.js
var require_v3 = __commonJS({
  "node_modules/uuid/dist/v3.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _v = _interopRequireDefault(require_v35());
    var _md = _interopRequireDefault(require_md5());
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    var v3 = (0, _v.default)("v3", 48, _md.default);
    var _default = v3;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/native.js
var require_native = __commonJS({
  "node_modules/uuid/dist/native.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _crypto = _interopRequireDefault(__require("crypto"));
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    var _default = {
      randomUUID: _crypto.default.randomUUID
    };
    exports.default = _default;
  }
});

// node_modules/uuid/dist/v4.js
var require_v4 = __commonJS({
  "node_modules/uuid/dist/v4.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _native = _interopRequireDefault(require_native());
    var _rng = _interopRequireDefault(require_rng());
    var _stringify = require_stringify();
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    function v4(options, buf, offset) {
      if (_native.default.randomUUID && !buf && !options) {
        return _native.default.randomUUID();
      }
      options = options || {};
      const rnds = options.random || (options.rng || _rng.default)();
      rnds[6] = rnds[6] & 15 | 64;
      rnds[8] = rnds[8] & 63 | 128;
      if (buf) {
        offset = offset || 0;
        for (let i = 0; i < 16; ++i) {
          buf[offset + i] = rnds[i];
        }
        return buf;
      }
      return (0, _stringify.unsafeStringify)(rnds);
    }
    var _default = v4;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/sha1.js
var require_sha1 = __commonJS({
  "node_modules/uuid/dist/sha1.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _crypto = _interopRequireDefault(__require("crypto"));
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    function sha1(bytes) {
      if (Array.isArray(bytes)) {
        bytes = Buffer.from(bytes);
      } else if (typeof bytes === "string") {
        bytes = Buffer.from(bytes, "utf8");
      }
      return _crypto.default.createHash("sha1").update(bytes).digest();
    }
    var _default = sha1;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/v5.js
var require_v5 = __commonJS({
  "node_modules/uuid/dist/v5.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _v = _interopRequireDefault(require_v35());
    var _sha = _interopRequireDefault(require_sha1());
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    var v5 = (0, _v.default)("v5", 80, _sha.default);
    var _default = v5;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/nil.js
var require_nil = __commonJS({
  "node_modules/uuid/dist/nil.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _default = "00000000-0000-0000-0000-000000000000";
    exports.default = _default;
  }
});

// node_modules/uuid/dist/version.js
var require_version = __commonJS({
  "node_modules/uuid/dist/version.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    exports.default = void 0;
    var _validate = _interopRequireDefault(require_validate3());
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
    function version(uuid) {
      if (!(0, _validate.default)(uuid)) {
        throw TypeError("Invalid UUID");
      }
      return parseInt(uuid.slice(14, 15), 16);
    }
    var _default = version;
    exports.default = _default;
  }
});

// node_modules/uuid/dist/index.js
var require_dist = __commonJS({
  "node_modules/uuid/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", {
      value: true
    });
    Object.defineProperty(exports, "NIL", {
      enumerable: true,
      get: function() {
        return _nil.default;
      }
    });
    Object.defineProperty(exports, "parse", {
      enumerable: true,
      get: function() {
        return _parse.default;
      }
    });
    Object.defineProperty(exports, "stringify", {
      enumerable: true,
      get: function() {
        return _stringify.default;
      }
    });
    Object.defineProperty(exports, "v1", {
      enumerable: true,
      get: function() {
        return _v.default;
      }
    });
    Object.defineProperty(exports, "v3", {
      enumerable: true,
      get: function() {
        return _v2.default;
      }
    });
    Object.defineProperty(exports, "v4", {
      enumerable: true,
      get: function() {
        return _v3.default;
      }
    });
    Object.defineProperty(exports, "v5", {
      enumerable: true,
      get: function() {
        return _v4.default;
      }
    });
    Object.defineProperty(exports, "validate", {
      enumerable: true,
      get: function() {
        return _validate.default;
      }
    });
    Object.defineProperty(exports, "version", {
      enumerable: true,
      get: function() {
        return _version.default;
      }
    });
    var _v = _interopRequireDefault(require_v1());
    var _v2 = _interopRequireDefault(require_v3());
    var _v3 = _interopRequireDefault(require_v4());
    var _v4 = _interopRequireDefault(require_v5());
    var _nil = _interopRequireDefault(require_nil());
    var _version = _interopRequireDefault(require_version());
    var _validate = _interopRequireDefault(require_validate3());
    var _stringify = _interopRequireDefault(require_stringify());
    var _parse = _interopRequireDefault(require_parse());
    function _interopRequireDefault(obj) {
      return obj && obj.__esModule ? obj : { default: obj };
    }
  }
});

// node_modules/@apollo/federation-internals/dist/operations.js
var require_operations = __commonJS({
  "node_modules/@apollo/federation-internals/dist/operations.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.hasSelectionWithPredicate = exports.operationToDocument = exports.parseOperationAST = exports.parseSelectionSet = exports.parseOperation = exports.operationFromDocument = exports.FragmentSpreadSelection = exports.FragmentSelection = exports.FieldSelection = exports.selectionOfElement = exports.selectionSetOfElement = exports.selectionSetOf = exports.allFieldDefinitionsInSelectionSet = exports.MutableSelectionSet = exports.SelectionSetUpdates = exports.SelectionSet = exports.ContainsResult = exports.NamedFragments = exports.NamedFragmentDefinition = exports.Operation = exports.concatOperationPaths = exports.conditionalDirectivesInOperationPath = exports.sameOperationPaths = exports.operationPathToStringPath = exports.FragmentElement = exports.Field = exports.DEFAULT_MIN_USAGES_TO_OPTIMIZE = void 0;
    var graphql_1 = require_graphql();
    var definitions_1 = require_definitions();
    var federation_1 = require_federation();
    var error_1 = require_error();
    var types_1 = require_types();
    var utils_1 = require_utils();
    var values_1 = require_values();
    var uuid_1 = require_dist();
    exports.DEFAULT_MIN_USAGES_TO_OPTIMIZE = 2;
    function validate(condition, message, sourceAST) {
      if (!condition) {
        throw error_1.ERRORS.INVALID_GRAPHQL.err(message(), { nodes: sourceAST });
      }
    }
    function haveSameDirectives(op1, op2) {
      return (0, definitions_1.sameDirectiveApplications)(op1.appliedDirectives, op2.appliedDirectives);
    }
    var AbstractOperationElement = class extends definitions_1.DirectiveTargetElement {
      constructor(schema, directives) {
        super(schema, directives);
      }
      collectVariables(collector) {
        this.collectVariablesInElement(collector);
        this.collectVariablesInAppliedDirectives(collector);
      }
      rebaseOnOrError(parentType) {
        return this.rebaseOn({ parentType, errorIfCannotRebase: true });
      }
      addAttachment(key, value) {
        if (!this.attachments) {
          this.attachments = /* @__PURE__ */ new Map();
        }
        this.attachments.set(key, value);
      }
      getAttachment(key) {
        var _a;
        return (_a = this.attachments) === null || _a === void 0 ? void 0 : _a.get(key);
      }
      copyAttachmentsTo(elt) {
        if (this.attachments) {
          for (const [k, v] of this.attachments.entries()) {
            elt.addAttachment(k, v);
          }
        }
      }
      keyForDirectives() {
        return this.appliedDirectives.map((d) => keyForDirective(d)).join(" ");
      }
    };
    var Field = class _Field extends AbstractOperationElement {
      constructor(definition, args, directives, alias) {
        super(definition.schema(), directives);
        this.definition = definition;
        this.args = args;
        this.alias = alias;
        this.kind = "Field";
      }
      collectVariablesInElement(collector) {
        if (this.args) {
          collector.collectInArguments(this.args);
        }
      }
      get name() {
        return this.definition.name;
      }
      argumentValue(name) {
        return this.args ? this.args[name] : void 0;
      }
      responseName() {
        return this.alias ? this.alias : this.name;
      }
      key() {
        return this.responseName() + this.keyForDirectives();
      }
      asPathElement() {
        return this.responseName();
      }
      get parentType() {
        return this.definition.parent;
      }
      isLeafField() {
        return (0, definitions_1.isLeafType)(this.baseType());
      }
      baseType() {
        return (0, definitions_1.baseType)(this.definition.type);
      }
      copy() {
        const newField = new _Field(this.definition, this.args, this.appliedDirectives, this.alias);
        this.copyAttachmentsTo(newField);
        return newField;
      }
      withUpdatedArguments(newArgs) {
        const newField = new _Field(this.definition, { ...this.args, ...newArgs }, this.appliedDirectives, this.alias);
        this.copyAttachmentsTo(newField);
        return newField;
      }
      withUpdatedDefinition(newDefinition) {
        const newField = new _Field(newDefinition, this.args, this.appliedDirectives, this.alias);
        this.copyAttachmentsTo(newField);
        return newField;
      }
      withUpdatedAlias(newAlias) {
        const newField = new _Field(this.definition, this.args, this.appliedDirectives, newAlias);
        this.copyAttachmentsTo(newField);
        return newField;
      }
      withUpdatedDirectives(newDirectives) {
        const newField = new _Field(this.definition, this.args, newDirectives, this.alias);
        this.copyAttachmentsTo(newField);
        return newField;
      }
      argumentsToNodes() {
        if (!this.args) {
          return void 0;
        }
        const entries = Object.entries(this.args);
        if (entries.length === 0) {
          return void 0;
        }
        return entries.map(([n, v]) => {
          return {
            kind: graphql_1.Kind.ARGUMENT,
            name: { kind: graphql_1.Kind.NAME, value: n },
            value: (0, values_1.valueToAST)(v, this.definition.argument(n).type)
          };
        });
      }
      selects(definition, assumeValid = false, variableDefinitions, contextualArguments) {
        (0, utils_1.assert)(assumeValid || variableDefinitions, "Must provide variable definitions if validation is needed");
        if (definition === this.definition) {
          return true;
        }
        if (this.name !== definition.name) {
          return false;
        }
        for (const argDef of definition.arguments()) {
          const appliedValue = this.argumentValue(argDef.name);
          if (appliedValue === void 0) {
            if (argDef.defaultValue === void 0 && !(0, definitions_1.isNullableType)(argDef.type) && (!contextualArguments || !(contextualArguments === null || contextualArguments === void 0 ? void 0 : contextualArguments.includes(argDef.name)))) {
              return false;
            }
          } else {
            if (!assumeValid && !(0, values_1.isValidValue)(appliedValue, argDef, variableDefinitions)) {
              return false;
            }
          }
        }
        if (!assumeValid && this.args) {
          for (const [name, value] of Object.entries(this.args)) {
            if (value !== null && definition.argument(name) === void 0) {
              return false;
            }
          }
        }
        return true;
      }
      validate(variableDefinitions, validateContextualArgs) {
        var _a;
        validate(this.name === this.definition.name, () => `Field name "${this.name}" cannot select field "${this.definition.coordinate}: name mismatch"`);
        for (const argDef of this.definition.arguments()) {
          const appliedValue = this.argumentValue(argDef.name);
          let isContextualArg = false;
          const schema = this.definition.schema();
          const fromContextDirective = (_a = (0, federation_1.federationMetadata)(schema)) === null || _a === void 0 ? void 0 : _a.fromContextDirective();
          if (fromContextDirective && (0, federation_1.isFederationDirectiveDefinedInSchema)(fromContextDirective)) {
            isContextualArg = argDef.appliedDirectivesOf(fromContextDirective).length > 0;
          }
          if (appliedValue === void 0) {
            validate(isContextualArg && !validateContextualArgs || argDef.defaultValue !== void 0 || (0, definitions_1.isNullableType)(argDef.type), () => `Missing mandatory value for argument "${argDef.name}" of field "${this.definition.coordinate}" in selection "${this}"`);
          } else {
            validate(isContextualArg && !validateContextualArgs || (0, values_1.isValidValue)(appliedValue, argDef, variableDefinitions), () => `Invalid value ${(0, values_1.valueToString)(appliedValue)} for argument "${argDef.coordinate}" of type ${argDef.type}`);
          }
        }
        if (this.args) {
          for (const [name, value] of Object.entries(this.args)) {
            validate(value === null || this.definition.argument(name) !== void 0, () => `Unknown argument "${name}" in field application of "${this.name}"`);
          }
        }
      }
      rebaseOn({ parentType, errorIfCannotRebase }) {
        const fieldParent = this.definition.parent;
        if (parentType === fieldParent) {
          return this;
        }
        if (this.name === definitions_1.typenameFieldName) {
          if ((0, definitions_1.possibleRuntimeTypes)(parentType).some((runtimeType) => (0, federation_1.isInterfaceObjectType)(runtimeType))) {
            validate(!errorIfCannotRebase, () => `Cannot add selection of field "${this.definition.coordinate}" to selection set of parent type "${parentType}" that is potentially an interface object type at runtime`);
            return void 0;
          } else {
            return this.withUpdatedDefinition(parentType.typenameField());
          }
        }
        const fieldDef = parentType.field(this.name);
        const canRebase = this.canRebaseOn(parentType) && fieldDef;
        if (!canRebase) {
          validate(!errorIfCannotRebase, () => `Cannot add selection of field "${this.definition.coordinate}" to selection set of parent type "${parentType}"`);
          return void 0;
        }
        return this.withUpdatedDefinition(fieldDef);
      }
      canRebaseOn(parentType) {
        const fieldParentType = this.definition.parent;
        return parentType.name === fieldParentType.name || (0, definitions_1.isInterfaceType)(fieldParentType) || (0, federation_1.isInterfaceObjectType)(fieldParentType);
      }
      typeIfAddedTo(parentType) {
        var _a, _b, _c;
        const fieldParentType = this.definition.parent;
        if (parentType == fieldParentType) {
          return this.definition.type;
        }
        if (this.name === definitions_1.typenameFieldName) {
          return (_a = parentType.typenameField()) === null || _a === void 0 ? void 0 : _a.type;
        }
        const returnType = this.canRebaseOn(parentType) ? (_b = parentType.field(this.name)) === null || _b === void 0 ? void 0 : _b.type : void 0;
        const fromContextDirective = (_c = (0, federation_1.federationMetadata)(parentType.schema())) === null || _c === void 0 ? void 0 : _c.fromContextDirective();
        if (fromContextDirective && (0, federation_1.isFederationDirectiveDefinedInSchema)(fromContextDirective)) {
          const fieldInParent = parentType.field(this.name);
          if (fieldInParent && fieldInParent.arguments().some((arg) => arg.appliedDirectivesOf(fromContextDirective).length > 0 && (!this.args || this.args[arg.name] === void 0))) {
            return void 0;
          }
        }
        return returnType;
      }
      hasDefer() {
        return false;
      }
      deferDirectiveArgs() {
        return void 0;
      }
      withoutDefer() {
        return this;
      }
      equals(that) {
        if (this === that) {
          return true;
        }
        return that.kind === "Field" && this.name === that.name && this.alias === that.alias && (this.args ? that.args && (0, values_1.argumentsEquals)(this.args, that.args) : !that.args) && haveSameDirectives(this, that);
      }
      toString() {
        const alias = this.alias ? this.alias + ": " : "";
        const entries = this.args ? Object.entries(this.args) : [];
        const args = entries.length === 0 ? "" : "(" + entries.map(([n, v]) => {
          var _a;
          return `${n}: ${(0, values_1.valueToString)(v, (_a = this.definition.argument(n)) === null || _a === void 0 ? void 0 : _a.type)}`;
        }).join(", ") + ")";
        return alias + this.name + args + this.appliedDirectivesToString();
      }
    };
    exports.Field = Field;
    function keyForDirective(directive, directivesNeverEqualToThemselves = ["defer"]) {
      if (directivesNeverEqualToThemselves.includes(directive.name)) {
        return (0, uuid_1.v1)();
      }
      const entries = Object.entries(directive.arguments()).filter(([_, v]) => v !== void 0);
      entries.sort(([n1], [n2]) => n1.localeCompare(n2));
      const args = entries.length == 0 ? "" : "(" + entries.map(([n, v]) => `${n}: ${(0, values_1.valueToString)(v, directive.argumentType(n))}`).join(", ") + ")";
      return `@${directive.name}${args}`;
    }
    var FragmentElement = class _FragmentElement extends AbstractOperationElement {
      constructor(sourceType, typeCondition, directives) {
        super(sourceType.schema(), directives);
        this.sourceType = sourceType;
        this.kind = "FragmentElement";
        this.typeCondition = typeCondition !== void 0 && typeof typeCondition === "string" ? this.schema().type(typeCondition) : typeCondition;
      }
      collectVariablesInElement(_) {
      }
      get parentType() {
        return this.sourceType;
      }
      key() {
        if (!this.computedKey) {
          this.computedKey = "..." + (this.typeCondition ? " on " + this.typeCondition.name : "") + this.keyForDirectives();
        }
        return this.computedKey;
      }
      castedType() {
        return this.typeCondition ? this.typeCondition : this.sourceType;
      }
      asPathElement() {
        const condition = this.typeCondition;
        return condition ? `... on ${condition}` : void 0;
      }
      withUpdatedSourceType(newSourceType) {
        return this.withUpdatedTypes(newSourceType, this.typeCondition);
      }
      withUpdatedCondition(newCondition) {
        return this.withUpdatedTypes(this.sourceType, newCondition);
      }
      withUpdatedTypes(newSourceType, newCondition) {
        const newFragment = new _FragmentElement(newSourceType, newCondition === null || newCondition === void 0 ? void 0 : newCondition.name, this.appliedDirectives);
        this.copyAttachmentsTo(newFragment);
        return newFragment;
      }
      withUpdatedDirectives(newDirectives) {
        const newFragment = new _FragmentElement(this.sourceType, this.typeCondition, newDirectives);
        this.copyAttachmentsTo(newFragment);
        return newFragment;
      }
      rebaseOn({ parentType, errorIfCannotRebase }) {
        const fragmentParent = this.parentType;
        const typeCondition = this.typeCondition;
        if (parentType === fragmentParent) {
          return this;
        }
        const { canRebase, rebasedCondition } = this.canRebaseOn(parentType);
        if (!canRebase) {
          validate(!errorIfCannotRebase, () => `Cannot add fragment of condition "${typeCondition}" (runtimes: [${(0, definitions_1.possibleRuntimeTypes)(typeCondition)}]) to parent type "${parentType}" (runtimes: ${(0, definitions_1.possibleRuntimeTypes)(parentType)})`);
          return void 0;
        }
        return this.withUpdatedTypes(parentType, rebasedCondition);
      }
      canRebaseOn(parentType) {
        if (!this.typeCondition) {
          return { canRebase: true, rebasedCondition: void 0 };
        }
        const rebasedCondition = parentType.schema().type(this.typeCondition.name);
        if (!rebasedCondition || !(0, definitions_1.isCompositeType)(rebasedCondition) || !(0, definitions_1.runtimeTypesIntersects)(parentType, rebasedCondition)) {
          return { canRebase: false };
        }
        return { canRebase: true, rebasedCondition };
      }
      castedTypeIfAddedTo(parentType) {
        if (parentType == this.parentType) {
          return this.castedType();
        }
        const { canRebase, rebasedCondition } = this.canRebaseOn(parentType);
        return canRebase ? rebasedCondition ? rebasedCondition : parentType : void 0;
      }
      hasDefer() {
        return this.hasAppliedDirective("defer");
      }
      hasStream() {
        return this.hasAppliedDirective("stream");
      }
      deferDirectiveArgs() {
        var _a;
        return (_a = this.appliedDirectivesOf(this.schema().deferDirective())[0]) === null || _a === void 0 ? void 0 : _a.arguments();
      }
      withoutDefer() {
        const deferName = this.schema().deferDirective().name;
        const updatedDirectives = this.appliedDirectives.filter((d) => d.name !== deferName);
        if (!this.typeCondition && updatedDirectives.length === 0) {
          return void 0;
        }
        if (updatedDirectives.length === this.appliedDirectives.length) {
          return this;
        }
        const updated = new _FragmentElement(this.sourceType, this.typeCondition, updatedDirectives);
        this.copyAttachmentsTo(updated);
        return updated;
      }
      withNormalizedDefer(normalizer) {
        const deferArgs = this.deferDirectiveArgs();
        if (!deferArgs) {
          return this;
        }
        let newDeferArgs = void 0;
        let conditionVariable = void 0;
        if (deferArgs.if !== void 0) {
          if (typeof deferArgs.if === "boolean") {
            if (deferArgs.if) {
              newDeferArgs = {
                ...deferArgs,
                if: void 0
              };
            } else {
              return this.withoutDefer();
            }
          } else {
            conditionVariable = deferArgs.if;
          }
        }
        let label = deferArgs.label;
        if (!label) {
          label = normalizer.newLabel();
          if (newDeferArgs) {
            newDeferArgs.label = label;
          } else {
            newDeferArgs = {
              ...deferArgs,
              label
            };
          }
        }
        if (conditionVariable) {
          normalizer.registerCondition(label, conditionVariable);
        }
        if (!newDeferArgs) {
          return this;
        }
        const deferDirective = this.schema().deferDirective();
        const updatedDirectives = this.appliedDirectives.filter((d) => d.name !== deferDirective.name).concat(new definitions_1.Directive(deferDirective.name, newDeferArgs));
        const updated = new _FragmentElement(this.sourceType, this.typeCondition, updatedDirectives);
        this.copyAttachmentsTo(updated);
        return updated;
      }
      equals(that) {
        var _a, _b;
        if (this === that) {
          return true;
        }
        return that.kind === "FragmentElement" && ((_a = this.typeCondition) === null || _a === void 0 ? void 0 : _a.name) === ((_b = that.typeCondition) === null || _b === void 0 ? void 0 : _b.name) && haveSameDirectives(this, that);
      }
      toString() {
        return "..." + (this.typeCondition ? " on " + this.typeCondition : "") + this.appliedDirectivesToString();
      }
    };
    exports.FragmentElement = FragmentElement;
    function operationPathToStringPath(path) {
      return path.filter((p) => !(p.kind === "FragmentElement" && !p.typeCondition)).map((p) => {
        var _a;
        return p.kind === "Field" ? p.responseName() : `... on ${(_a = p.typeCondition) === null || _a === void 0 ? void 0 : _a.coordinate}`;
      });
    }
    exports.operationPathToStringPath = operationPathToStringPath;
    function sameOperationPaths(p1, p2) {
      if (p1 === p2) {
        return true;
      }
      if (p1.length !== p2.length) {
        return false;
      }
      for (let i = 0; i < p1.length; i++) {
        if (!p1[i].equals(p2[i])) {
          return false;
        }
      }
      return true;
    }
    exports.sameOperationPaths = sameOperationPaths;
    function conditionalDirectivesInOperationPath(path) {
      return path.map((e) => e.appliedDirectives).flat().filter((d) => (0, definitions_1.isConditionalDirective)(d));
    }
    exports.conditionalDirectivesInOperationPath = conditionalDirectivesInOperationPath;
    function concatOperationPaths(head, tail) {
      if (head.length === 0) {
        return tail;
      }
      if (tail.length === 0) {
        return head;
      }
      const lastOfHead = head[head.length - 1];
      const conditionals = conditionalDirectivesInOperationPath(head);
      let firstOfTail = tail[0];
      while (firstOfTail && isUselessFollowupElement(lastOfHead, firstOfTail, conditionals)) {
        tail = tail.slice(1);
        firstOfTail = tail[0];
      }
      return head.concat(tail);
    }
    exports.concatOperationPaths = concatOperationPaths;
    function isUselessFollowupElement(first, followup, conditionals) {
      const typeOfFirst = first.kind === "Field" ? first.baseType() : first.typeCondition;
      return !!typeOfFirst && followup.kind === "FragmentElement" && !!followup.typeCondition && (followup.appliedDirectives.length === 0 || (0, definitions_1.isDirectiveApplicationsSubset)(conditionals, followup.appliedDirectives)) && (0, types_1.isSubtype)(followup.typeCondition, typeOfFirst);
    }
    function computeFragmentsDependents(fragments) {
      const reverseDeps = new utils_1.SetMultiMap();
      for (const fragment of fragments.definitions()) {
        for (const dependency of fragment.fragmentUsages().keys()) {
          reverseDeps.add(dependency, fragment.name);
        }
      }
      return reverseDeps;
    }
    function clearKeptFragments(usages, fragments, minUsagesToOptimize) {
      let toCheck = Array.from(usages.entries()).filter(([_, count]) => count >= minUsagesToOptimize).map(([name, _]) => name);
      while (toCheck.length > 0) {
        const newToCheck = [];
        for (const name of toCheck) {
          usages.delete(name);
          const ownUsages = fragments.get(name).fragmentUsages();
          for (const [otherName, otherCount] of ownUsages.entries()) {
            const prevCount = usages.get(otherName);
            if (prevCount !== void 0) {
              const newCount = prevCount + otherCount;
              usages.set(otherName, newCount);
              if (prevCount < minUsagesToOptimize && newCount >= minUsagesToOptimize) {
                newToCheck.push(otherName);
              }
            }
          }
        }
        toCheck = newToCheck;
      }
    }
    function computeFragmentsToKeep(selectionSet, fragments, minUsagesToOptimize) {
      const usages = /* @__PURE__ */ new Map();
      selectionSet.collectUsedFragmentNames(usages);
      if (usages.size === 0) {
        return null;
      }
      for (const fragment of fragments.definitions()) {
        if (usages.get(fragment.name) === void 0) {
          usages.set(fragment.name, 0);
        }
      }
      const reverseDependencies = computeFragmentsDependents(fragments);
      const toExpand = /* @__PURE__ */ new Set();
      let shouldContinue = true;
      while (shouldContinue) {
        shouldContinue = false;
        clearKeptFragments(usages, fragments, minUsagesToOptimize);
        for (const name of (0, utils_1.mapKeys)(usages)) {
          const count = usages.get(name);
          if (count === 0) {
            continue;
          }
          if (count >= minUsagesToOptimize) {
            shouldContinue = true;
            break;
          }
          const fragmentsUsingName = reverseDependencies.get(name);
          if (!fragmentsUsingName || [...fragmentsUsingName].every((fragName) => toExpand.has(fragName) || !usages.get(fragName))) {
            toExpand.add(name);
            usages.delete(name);
            shouldContinue = true;
            const nameUsages = fragments.get(name).fragmentUsages();
            for (const [otherName, otherCount] of nameUsages.entries()) {
              const prev = usages.get(otherName);
              if (prev !== void 0) {
                usages.set(otherName, prev + count * otherCount);
              }
            }
          }
        }
      }
      for (const name of usages.keys()) {
        toExpand.add(name);
      }
      return toExpand.size === 0 ? fragments : fragments.filter((f) => !toExpand.has(f.name));
    }
    var Operation = class _Operation extends definitions_1.DirectiveTargetElement {
      constructor(schema, rootKind, selectionSet, variableDefinitions, fragments, name, directives = []) {
        super(schema, directives);
        this.rootKind = rootKind;
        this.selectionSet = selectionSet;
        this.variableDefinitions = variableDefinitions;
        this.fragments = fragments;
        this.name = name;
      }
      withUpdatedSelectionSet(newSelectionSet) {
        if (this.selectionSet === newSelectionSet) {
          return this;
        }
        return new _Operation(this.schema(), this.rootKind, newSelectionSet, this.variableDefinitions, this.fragments, this.name, this.appliedDirectives);
      }
      collectUndefinedVariablesFromFragments(fragments) {
        const collector = new definitions_1.VariableCollector();
        for (const namedFragment of fragments.definitions()) {
          namedFragment.selectionSet.usedVariables().forEach((v) => {
            if (!this.variableDefinitions.definition(v)) {
              collector.add(v);
            }
          });
        }
        return collector.variables();
      }
      withUpdatedSelectionSetAndFragments(newSelectionSet, newFragments, allAvailableVariables) {
        if (this.selectionSet === newSelectionSet && newFragments === this.fragments) {
          return this;
        }
        let newVariableDefinitions = this.variableDefinitions;
        if (allAvailableVariables && newFragments) {
          const undefinedVariables = this.collectUndefinedVariablesFromFragments(newFragments);
          if (undefinedVariables.length > 0) {
            newVariableDefinitions = new definitions_1.VariableDefinitions();
            newVariableDefinitions.addAll(this.variableDefinitions);
            newVariableDefinitions.addAll(allAvailableVariables.filter(undefinedVariables));
          }
        }
        return new _Operation(this.schema(), this.rootKind, newSelectionSet, newVariableDefinitions, newFragments, this.name, this.appliedDirectives);
      }
      optimize(fragments, minUsagesToOptimize = exports.DEFAULT_MIN_USAGES_TO_OPTIMIZE, allAvailableVariables) {
        (0, utils_1.assert)(minUsagesToOptimize >= 1, `Expected 'minUsagesToOptimize' to be at least 1, but got ${minUsagesToOptimize}`);
        if (!fragments || fragments.isEmpty()) {
          return this;
        }
        let optimizedSelection = this.selectionSet.optimize(fragments);
        if (optimizedSelection === this.selectionSet) {
          return this;
        }
        let finalFragments = computeFragmentsToKeep(optimizedSelection, fragments, minUsagesToOptimize);
        if (finalFragments !== null && (finalFragments === null || finalFragments === void 0 ? void 0 : finalFragments.size) !== fragments.size) {
          optimizedSelection = optimizedSelection.expandFragments(finalFragments);
          optimizedSelection = optimizedSelection.normalize({ parentType: optimizedSelection.parentType });
          if (finalFragments) {
            let beforeRemoval;
            do {
              beforeRemoval = finalFragments;
              const usages = /* @__PURE__ */ new Map();
              optimizedSelection.collectUsedFragmentNames(usages);
              finalFragments.collectUsedFragmentNames(usages);
              finalFragments = finalFragments.filter((f) => {
                var _a;
                return ((_a = usages.get(f.name)) !== null && _a !== void 0 ? _a : 0) > 0;
              });
            } while (finalFragments && finalFragments.size < beforeRemoval.size);
          }
        }
        return this.withUpdatedSelectionSetAndFragments(optimizedSelection, finalFragments !== null && finalFragments !== void 0 ? finalFragments : void 0, allAvailableVariables);
      }
      generateQueryFragments() {
        const [minimizedSelectionSet, fragments] = this.selectionSet.minimizeSelectionSet();
        return new _Operation(this.schema(), this.rootKind, minimizedSelectionSet, this.variableDefinitions, fragments, this.name, this.appliedDirectives);
      }
      expandAllFragments() {
        const expanded = this.selectionSet.expandFragments();
        return this.withUpdatedSelectionSetAndFragments(expanded.normalize({ parentType: expanded.parentType }), void 0);
      }
      normalize() {
        return this.withUpdatedSelectionSet(this.selectionSet.normalize({ parentType: this.selectionSet.parentType }));
      }
      withoutDefer(labelsToRemove) {
        return this.withUpdatedSelectionSet(this.selectionSet.withoutDefer(labelsToRemove));
      }
      withNormalizedDefer() {
        const normalizer = new DeferNormalizer();
        const { hasDefers, hasNonLabelledOrConditionalDefers } = normalizer.init(this.selectionSet);
        let updatedOperation = this;
        if (hasNonLabelledOrConditionalDefers) {
          updatedOperation = this.withUpdatedSelectionSet(this.selectionSet.withNormalizedDefer(normalizer));
        }
        return {
          operation: updatedOperation,
          hasDefers,
          assignedDeferLabels: normalizer.assignedLabels,
          deferConditions: normalizer.deferConditions
        };
      }
      collectDefaultedVariableValues() {
        const defaultedVariableValues = /* @__PURE__ */ Object.create(null);
        for (const { variable, defaultValue } of this.variableDefinitions.definitions()) {
          if (defaultValue !== void 0) {
            defaultedVariableValues[variable.name] = defaultValue;
          }
        }
        return defaultedVariableValues;
      }
      toString(expandFragments = false, prettyPrint = true) {
        return this.selectionSet.toOperationString(this.rootKind, this.variableDefinitions, this.fragments, this.name, this.appliedDirectives, expandFragments, prettyPrint);
      }
    };
    exports.Operation = Operation;
    var NamedFragmentDefinition = class _NamedFragmentDefinition extends definitions_1.DirectiveTargetElement {
      constructor(schema, name, typeCondition, directives) {
        super(schema, directives);
        this.name = name;
        this.typeCondition = typeCondition;
        this.expandedSelectionSetsAtTypesCache = /* @__PURE__ */ new Map();
      }
      setSelectionSet(selectionSet) {
        (0, utils_1.assert)(!this._selectionSet, "Attempting to set the selection set of a fragment definition already built");
        (0, utils_1.assert)(selectionSet.parentType === this.typeCondition, `Fragment selection set parent is ${selectionSet.parentType} differs from the fragment condition type ${this.typeCondition}`);
        this._selectionSet = selectionSet;
        return this;
      }
      get selectionSet() {
        (0, utils_1.assert)(this._selectionSet, () => `Trying to access fragment definition ${this.name} before it is fully built`);
        return this._selectionSet;
      }
      withUpdatedSelectionSet(newSelectionSet) {
        return new _NamedFragmentDefinition(this.schema(), this.name, this.typeCondition).setSelectionSet(newSelectionSet);
      }
      fragmentUsages() {
        if (!this._fragmentUsages) {
          this._fragmentUsages = /* @__PURE__ */ new Map();
          this.selectionSet.collectUsedFragmentNames(this._fragmentUsages);
        }
        return this._fragmentUsages;
      }
      collectUsedFragmentNames(collector) {
        const usages = this.fragmentUsages();
        for (const [name, count] of usages.entries()) {
          const prevCount = collector.get(name);
          collector.set(name, prevCount ? prevCount + count : count);
        }
      }
      collectVariables(collector) {
        this.selectionSet.collectVariables(collector);
        this.collectVariablesInAppliedDirectives(collector);
      }
      toFragmentDefinitionNode() {
        return {
          kind: graphql_1.Kind.FRAGMENT_DEFINITION,
          name: {
            kind: graphql_1.Kind.NAME,
            value: this.name
          },
          typeCondition: {
            kind: graphql_1.Kind.NAMED_TYPE,
            name: {
              kind: graphql_1.Kind.NAME,
              value: this.typeCondition.name
            }
          },
          selectionSet: this.selectionSet.toSelectionSetNode()
        };
      }
      canApplyDirectlyAtType(type) {
        if ((0, types_1.sameType)(type, this.typeCondition)) {
          return true;
        }
        if (!(0, definitions_1.isAbstractType)(this.typeCondition)) {
          return false;
        }
        const conditionRuntimes = (0, definitions_1.possibleRuntimeTypes)(this.typeCondition);
        const typeRuntimes = (0, definitions_1.possibleRuntimeTypes)(type);
        if (conditionRuntimes.length < typeRuntimes.length || !typeRuntimes.every((t1) => conditionRuntimes.some((t2) => (0, types_1.sameType)(t1, t2)))) {
          return false;
        }
        return (0, definitions_1.isObjectType)(type) || (0, definitions_1.isUnionType)(this.typeCondition);
      }
      expandedSelectionSet() {
        if (!this._expandedSelectionSet) {
          this._expandedSelectionSet = this.selectionSet.expandFragments();
        }
        return this._expandedSelectionSet;
      }
      expandedSelectionSetAtType(type) {
        let cached = this.expandedSelectionSetsAtTypesCache.get(type.name);
        if (!cached) {
          cached = this.computeExpandedSelectionSetAtType(type);
          this.expandedSelectionSetsAtTypesCache.set(type.name, cached);
        }
        return cached;
      }
      computeExpandedSelectionSetAtType(type) {
        const expandedSelectionSet = this.expandedSelectionSet();
        const selectionSet = expandedSelectionSet.normalize({ parentType: type });
        if (!(0, definitions_1.isObjectType)(this.typeCondition)) {
          const validator2 = FieldsConflictValidator.build(expandedSelectionSet);
          return { selectionSet, validator: validator2 };
        }
        const trimmed = expandedSelectionSet.minus(selectionSet);
        const validator = trimmed.isEmpty() ? void 0 : FieldsConflictValidator.build(trimmed);
        return { selectionSet, validator };
      }
      includes(otherFragment) {
        if (this.name === otherFragment) {
          return false;
        }
        if (!this._includedFragmentNames) {
          this._includedFragmentNames = this.computeIncludedFragmentNames();
        }
        return this._includedFragmentNames.has(otherFragment);
      }
      computeIncludedFragmentNames() {
        const included = /* @__PURE__ */ new Set();
        for (const selection of this.selectionSet.selections()) {
          if (selection instanceof FragmentSpreadSelection) {
            included.add(selection.namedFragment.name);
          }
        }
        return included;
      }
      toString(indent) {
        return `fragment ${this.name} on ${this.typeCondition}${this.appliedDirectivesToString()} ${this.selectionSet.toString(false, true, indent)}`;
      }
    };
    exports.NamedFragmentDefinition = NamedFragmentDefinition;
    var NamedFragments = class _NamedFragments {
      constructor() {
        this.fragments = new utils_1.MapWithCachedArrays();
      }
      isEmpty() {
        return this.size === 0;
      }
      get size() {
        return this.fragments.size;
      }
      names() {
        return this.fragments.keys();
      }
      add(fragment) {
        if (this.fragments.has(fragment.name)) {
          throw error_1.ERRORS.INVALID_GRAPHQL.err(`Duplicate fragment name '${fragment}'`);
        }
        this.fragments.set(fragment.name, fragment);
      }
      addIfNotExist(fragment) {
        if (!this.fragments.has(fragment.name)) {
          this.fragments.set(fragment.name, fragment);
        }
      }
      maybeApplyingDirectlyAtType(type) {
        return this.fragments.values().filter((f) => f.canApplyDirectlyAtType(type));
      }
      get(name) {
        return this.fragments.get(name);
      }
      has(name) {
        return this.fragments.has(name);
      }
      definitions() {
        return this.fragments.values();
      }
      collectUsedFragmentNames(collector) {
        for (const fragment of this.definitions()) {
          fragment.collectUsedFragmentNames(collector);
        }
      }
      map(mapper) {
        const mapped = new _NamedFragments();
        for (const def of this.fragments.values()) {
          mapped.fragments.set(def.name, mapper(def));
        }
        return mapped;
      }
      mapInDependencyOrder(mapper) {
        const fragmentsMap = /* @__PURE__ */ new Map();
        for (const fragment of this.definitions()) {
          fragmentsMap.set(fragment.name, {
            fragment,
            dependsOn: Array.from(fragment.fragmentUsages().keys())
          });
        }
        const removedFragments = /* @__PURE__ */ new Set();
        const mappedFragments = new _NamedFragments();
        while (fragmentsMap.size > 0) {
          for (const [name, info] of fragmentsMap) {
            if (info.dependsOn.every((n) => mappedFragments.has(n) || removedFragments.has(n))) {
              const mapped = mapper(info.fragment, mappedFragments);
              fragmentsMap.delete(name);
              if (!mapped) {
                removedFragments.add(name);
              } else {
                mappedFragments.add(mapped);
              }
              break;
            }
          }
        }
        return mappedFragments.isEmpty() ? void 0 : mappedFragments;
      }
      mapToExpandedSelectionSets(mapper) {
        return this.mapInDependencyOrder((fragment, newFragments) => {
          const mappedSelectionSet = mapper(fragment.selectionSet.expandFragments().normalize({ parentType: fragment.typeCondition }));
          if (!mappedSelectionSet) {
            return void 0;
          }
          const reoptimizedSelectionSet = mappedSelectionSet.optimize(newFragments);
          return fragment.withUpdatedSelectionSet(reoptimizedSelectionSet);
        });
      }
      rebaseOn(schema) {
        return this.mapInDependencyOrder((fragment, newFragments) => {
          const rebasedType = schema.type(fragment.selectionSet.parentType.name);
          if (!rebasedType || !(0, definitions_1.isCompositeType)(rebasedType)) {
            return void 0;
          }
          let rebasedSelection = fragment.selectionSet.rebaseOn({ parentType: rebasedType, fragments: newFragments, errorIfCannotRebase: false });
          rebasedSelection = rebasedSelection.normalize({ parentType: rebasedType });
          return rebasedSelection.isWorthUsing() ? new NamedFragmentDefinition(schema, fragment.name, rebasedType).setSelectionSet(rebasedSelection) : void 0;
        });
      }
      filter(predicate) {
        return this.mapInDependencyOrder((fragment, newFragments) => {
          if (predicate(fragment)) {
            const updatedSelectionSet = fragment.selectionSet.expandFragments(newFragments);
            return updatedSelectionSet === fragment.selectionSet ? fragment : fragment.withUpdatedSelectionSet(updatedSelectionSet.normalize({ parentType: updatedSelectionSet.parentType }));
          } else {
            return void 0;
          }
        });
      }
      validate(variableDefinitions) {
        for (const fragment of this.fragments.values()) {
          fragment.selectionSet.validate(variableDefinitions);
        }
      }
      toFragmentDefinitionNodes() {
        return this.definitions().map((f) => f.toFragmentDefinitionNode());
      }
      toString(indent) {
        return this.definitions().map((f) => f.toString(indent)).join("\n\n");
      }
    };
    exports.NamedFragments = NamedFragments;
    var DeferNormalizer = class {
      constructor() {
        this.index = 0;
        this.assignedLabels = /* @__PURE__ */ new Set();
        this.deferConditions = new utils_1.SetMultiMap();
        this.usedLabels = /* @__PURE__ */ new Set();
      }
      init(selectionSet) {
        let hasNonLabelledOrConditionalDefers = false;
        let hasDefers = false;
        const stack = selectionSet.selections().concat();
        while (stack.length > 0) {
          const selection = stack.pop();
          if (selection.kind === "FragmentSelection") {
            const deferArgs = selection.element.deferDirectiveArgs();
            if (deferArgs) {
              hasDefers = true;
              if (!deferArgs.label || deferArgs.if !== void 0) {
                hasNonLabelledOrConditionalDefers = true;
              }
              if (deferArgs.label) {
                this.usedLabels.add(deferArgs.label);
              }
            }
          }
          if (selection.selectionSet) {
            selection.selectionSet.selections().forEach((s) => stack.push(s));
          }
        }
        return { hasDefers, hasNonLabelledOrConditionalDefers };
      }
      nextLabel() {
        return `qp__${this.index++}`;
      }
      newLabel() {
        let candidate = this.nextLabel();
        while (this.usedLabels.has(candidate)) {
          candidate = this.nextLabel();
        }
        this.assignedLabels.add(candidate);
        return candidate;
      }
      registerCondition(label, condition) {
        this.deferConditions.add(condition.name, label);
      }
    };
    var ContainsResult;
    (function(ContainsResult2) {
      ContainsResult2[ContainsResult2["NOT_CONTAINED"] = 0] = "NOT_CONTAINED";
      ContainsResult2[ContainsResult2["STRICTLY_CONTAINED"] = 1] = "STRICTLY_CONTAINED";
      ContainsResult2[ContainsResult2["EQUAL"] = 2] = "EQUAL";
    })(ContainsResult || (exports.ContainsResult = ContainsResult = {}));
    var SelectionSet = class _SelectionSet {
      constructor(parentType, keyedSelections = /* @__PURE__ */ new Map()) {
        this.parentType = parentType;
        this._keyedSelections = keyedSelections;
        this._selections = (0, utils_1.mapValues)(keyedSelections);
      }
      minimizeSelectionSet(namedFragments = new NamedFragments(), seenSelections = /* @__PURE__ */ new Map()) {
        const minimizedSelectionSet = this.lazyMap((selection) => {
          var _a;
          if (selection.kind === "FragmentSelection" && selection.element.typeCondition && selection.element.appliedDirectives.length === 0 && selection.selectionSet && selection.selectionSet.isWorthUsing()) {
            const mockHashCode = `on${selection.element.typeCondition}` + selection.selectionSet.selections().length;
            const equivalentSelectionSetCandidates = seenSelections.get(mockHashCode);
            if (equivalentSelectionSetCandidates) {
              const match = equivalentSelectionSetCandidates.find(([candidateSet]) => candidateSet.equals(selection.selectionSet));
              if (match) {
                return new FragmentSpreadSelection(this.parentType, namedFragments, match[1], []);
              }
            }
            const [minimizedSelectionSet2] = selection.selectionSet.minimizeSelectionSet(namedFragments, seenSelections);
            const updatedEquivalentSelectionSetCandidates = seenSelections.get(mockHashCode);
            const fragmentDefinition = new NamedFragmentDefinition(this.parentType.schema(), `_generated_${mockHashCode}_${(_a = updatedEquivalentSelectionSetCandidates === null || updatedEquivalentSelectionSetCandidates === void 0 ? void 0 : updatedEquivalentSelectionSetCandidates.length) !== null && _a !== void 0 ? _a : 0}`, selection.element.typeCondition).setSelectionSet(minimizedSelectionSet2);
            namedFragments.add(fragmentDefinition);
            if (updatedEquivalentSelectionSetCandidates) {
              updatedEquivalentSelectionSetCandidates.push([selection.selectionSet, fragmentDefinition]);
            } else {
              seenSelections.set(mockHashCode, [[selection.selectionSet, fragmentDefinition]]);
            }
            return new FragmentSpreadSelection(this.parentType, namedFragments, fragmentDefinition, []);
          }
          if (selection.selectionSet) {
            selection = selection.withUpdatedSelectionSet(selection.selectionSet.minimizeSelectionSet(namedFragments, seenSelections)[0]);
          }
          return selection;
        });
        return [minimizedSelectionSet, namedFragments];
      }
      selectionsInReverseOrder() {
        const length = this._selections.length;
        const reversed = new Array(length);
        for (let i = 0; i < length; i++) {
          reversed[i] = this._selections[length - i - 1];
        }
        return reversed;
      }
      selections() {
        return this._selections;
      }
      hasTopLevelTypenameField() {
        return this._keyedSelections.has(definitions_1.typenameFieldName);
      }
      withoutTopLevelTypenameField() {
        if (!this.hasTopLevelTypenameField) {
          return this;
        }
        const newKeyedSelections = /* @__PURE__ */ new Map();
        for (const [key, selection] of this._keyedSelections) {
          if (key !== definitions_1.typenameFieldName) {
            newKeyedSelections.set(key, selection);
          }
        }
        return new _SelectionSet(this.parentType, newKeyedSelections);
      }
      fieldsInSet() {
        const fields = new Array();
        for (const selection of this.selections()) {
          if (selection.kind === "FieldSelection") {
            fields.push({ path: [], field: selection });
          } else {
            const condition = selection.element.typeCondition;
            const header = condition ? [`... on ${condition}`] : [];
            for (const { path, field } of selection.selectionSet.fieldsInSet()) {
              fields.push({ path: header.concat(path), field });
            }
          }
        }
        return fields;
      }
      fieldsByResponseName() {
        const byResponseName = new utils_1.MultiMap();
        this.collectFieldsByResponseName(byResponseName);
        return byResponseName;
      }
      collectFieldsByResponseName(collector) {
        for (const selection of this.selections()) {
          if (selection.kind === "FieldSelection") {
            collector.add(selection.element.responseName(), selection);
          } else {
            selection.selectionSet.collectFieldsByResponseName(collector);
          }
        }
      }
      usedVariables() {
        const collector = new definitions_1.VariableCollector();
        this.collectVariables(collector);
        return collector.variables();
      }
      collectVariables(collector) {
        for (const selection of this.selections()) {
          selection.collectVariables(collector);
        }
      }
      collectUsedFragmentNames(collector) {
        for (const selection of this.selections()) {
          selection.collectUsedFragmentNames(collector);
        }
      }
      optimize(fragments) {
        if (!fragments || fragments.isEmpty()) {
          return this;
        }
        const wrapped = new InlineFragmentSelection(new FragmentElement(this.parentType, this.parentType), this);
        const validator = FieldsConflictMultiBranchValidator.ofInitial(FieldsConflictValidator.build(this));
        const optimized = wrapped.optimize(fragments, validator);
        return optimized instanceof FragmentSpreadSelection ? selectionSetOf(this.parentType, optimized) : optimized.selectionSet;
      }
      optimizeSelections(fragments, validator) {
        return this.lazyMap((selection) => selection.optimize(fragments, validator));
      }
      expandFragments(updatedFragments) {
        return this.lazyMap((selection) => selection.expandFragments(updatedFragments));
      }
      normalize({ parentType, recursive }) {
        return this.lazyMap((selection) => selection.normalize({ parentType, recursive }), { parentType });
      }
      lazyMap(mapper, options) {
        var _a;
        const selections = this.selections();
        let updatedSelections = void 0;
        for (let i = 0; i < selections.length; i++) {
          const selection = selections[i];
          const updated = mapper(selection);
          if (updated !== selection && !updatedSelections) {
            updatedSelections = new SelectionSetUpdates();
            for (let j = 0; j < i; j++) {
              updatedSelections.add(selections[j]);
            }
          }
          if (!!updated && updatedSelections) {
            updatedSelections.add(updated);
          }
        }
        if (!updatedSelections) {
          return this;
        }
        return updatedSelections.toSelectionSet((_a = options === null || options === void 0 ? void 0 : options.parentType) !== null && _a !== void 0 ? _a : this.parentType);
      }
      withoutDefer(labelsToRemove) {
        return this.lazyMap((selection) => selection.withoutDefer(labelsToRemove));
      }
      withNormalizedDefer(normalizer) {
        return this.lazyMap((selection) => selection.withNormalizedDefer(normalizer));
      }
      hasDefer() {
        return this.selections().some((s) => s.hasDefer());
      }
      filter(predicate) {
        return this.lazyMap((selection) => predicate(selection) ? selection : void 0);
      }
      filterRecursiveDepthFirst(predicate) {
        return this.lazyMap((selection) => selection.filterRecursiveDepthFirst(predicate));
      }
      withoutEmptyBranches() {
        const updated = this.filterRecursiveDepthFirst((selection) => {
          var _a;
          return ((_a = selection.selectionSet) === null || _a === void 0 ? void 0 : _a.isEmpty()) !== true;
        });
        return updated.isEmpty() ? void 0 : updated;
      }
      rebaseOn({ parentType, fragments, errorIfCannotRebase }) {
        if (this.parentType === parentType) {
          return this;
        }
        const newSelections = /* @__PURE__ */ new Map();
        for (const selection of this.selections()) {
          const rebasedSelection = selection.rebaseOn({ parentType, fragments, errorIfCannotRebase });
          if (rebasedSelection) {
            newSelections.set(selection.key(), rebasedSelection);
          }
        }
        return new _SelectionSet(parentType, newSelections);
      }
      equals(that) {
        if (this === that) {
          return true;
        }
        if (this._selections.length !== that._selections.length) {
          return false;
        }
        for (const [key, thisSelection] of this._keyedSelections) {
          const thatSelection = that._keyedSelections.get(key);
          if (!thatSelection || !thisSelection.equals(thatSelection)) {
            return false;
          }
        }
        return true;
      }
      contains(that, options) {
        var _a;
        const ignoreMissingTypename = (_a = options === null || options === void 0 ? void 0 : options.ignoreMissingTypename) !== null && _a !== void 0 ? _a : false;
        if (that._selections.length > this._selections.length) {
          if (!ignoreMissingTypename || that._selections.length > this._selections.length + 1 || this.hasTopLevelTypenameField() || !that.hasTopLevelTypenameField()) {
            return ContainsResult.NOT_CONTAINED;
          }
        }
        let isEqual = true;
        let didIgnoreTypename = false;
        for (const [key, thatSelection] of that._keyedSelections) {
          if (key === definitions_1.typenameFieldName && ignoreMissingTypename) {
            if (!this._keyedSelections.has(definitions_1.typenameFieldName)) {
              didIgnoreTypename = true;
            }
            continue;
          }
          const thisSelection = this._keyedSelections.get(key);
          const selectionResult = thisSelection === null || thisSelection === void 0 ? void 0 : thisSelection.contains(thatSelection, options);
          if (selectionResult === void 0 || selectionResult === ContainsResult.NOT_CONTAINED) {
            return ContainsResult.NOT_CONTAINED;
          }
          isEqual && (isEqual = selectionResult === ContainsResult.EQUAL);
        }
        return isEqual && that._selections.length === this._selections.length + (didIgnoreTypename ? 1 : 0) ? ContainsResult.EQUAL : ContainsResult.STRICTLY_CONTAINED;
      }
      containsTopLevelField(field) {
        const selection = this._keyedSelections.get(field.key());
        return !!selection && selection.element.equals(field);
      }
      minus(that) {
        const updated = new SelectionSetUpdates();
        for (const [key, thisSelection] of this._keyedSelections) {
          const thatSelection = that._keyedSelections.get(key);
          if (thatSelection) {
            const remainder = thisSelection.minus(thatSelection);
            if (remainder) {
              updated.add(remainder);
            }
          } else {
            updated.add(thisSelection);
          }
        }
        return updated.toSelectionSet(this.parentType);
      }
      intersectionWith(that) {
        if (this.isEmpty()) {
          return this;
        }
        if (that.isEmpty()) {
          return that;
        }
        const intersection = new SelectionSetUpdates();
        for (const [key, thisSelection] of this._keyedSelections) {
          const thatSelection = that._keyedSelections.get(key);
          if (thatSelection) {
            const selection = thisSelection.intersectionWith(thatSelection);
            if (selection) {
              intersection.add(selection);
            }
          }
        }
        return intersection.toSelectionSet(this.parentType);
      }
      canRebaseOn(parentTypeToTest) {
        return this.selections().every((selection) => selection.canAddTo(parentTypeToTest));
      }
      validate(variableDefinitions, validateContextualArgs = false) {
        validate(!this.isEmpty(), () => `Invalid empty selection set`);
        for (const selection of this.selections()) {
          selection.validate(variableDefinitions, validateContextualArgs);
        }
      }
      isEmpty() {
        return this._selections.length === 0;
      }
      toSelectionSetNode() {
        if (this.isEmpty()) {
          return {
            kind: graphql_1.Kind.SELECTION_SET,
            selections: [{
              kind: graphql_1.Kind.FIELD,
              name: {
                kind: graphql_1.Kind.NAME,
                value: "..."
              }
            }]
          };
        }
        return {
          kind: graphql_1.Kind.SELECTION_SET,
          selections: Array.from(this.selectionsInPrintOrder(), (s) => s.toSelectionNode())
        };
      }
      selectionsInPrintOrder() {
        const isPlainTypenameSelection = (s) => s.kind === "FieldSelection" && s.isPlainTypenameField();
        const typenameSelection = this._selections.find((s) => isPlainTypenameSelection(s));
        if (typenameSelection) {
          return [typenameSelection].concat(this.selections().filter((s) => !isPlainTypenameSelection(s)));
        } else {
          return this._selections;
        }
      }
      toOperationPaths() {
        return this.toOperationPathsInternal([]);
      }
      toOperationPathsInternal(parentPaths) {
        return this.selections().flatMap((selection) => {
          const updatedPaths = parentPaths.map((path) => path.concat(selection.element));
          return selection.selectionSet ? selection.selectionSet.toOperationPathsInternal(updatedPaths) : updatedPaths;
        });
      }
      forEachElement(callback) {
        var _a;
        const stack = this.selectionsInReverseOrder().concat();
        while (stack.length > 0) {
          const selection = stack.pop();
          callback(selection.element);
          (_a = selection.selectionSet) === null || _a === void 0 ? void 0 : _a.selectionsInReverseOrder().forEach((s) => stack.push(s));
        }
      }
      some(predicate) {
        for (const selection of this.selections()) {
          if (predicate(selection.element) || selection.selectionSet && selection.selectionSet.some(predicate)) {
            return true;
          }
        }
        return false;
      }
      toOperationString(rootKind, variableDefinitions, fragments, operationName, directives, expandFragments = false, prettyPrint = true) {
        const indent = prettyPrint ? "" : void 0;
        const fragmentsDefinitions = !expandFragments && fragments && !fragments.isEmpty() ? fragments.toString(indent) + "\n\n" : "";
        if (rootKind == "query" && !operationName && variableDefinitions.isEmpty()) {
          return fragmentsDefinitions + this.toString(expandFragments, true, indent);
        }
        const nameAndVariables = operationName ? " " + (operationName + (variableDefinitions.isEmpty() ? "" : variableDefinitions.toString())) : variableDefinitions.isEmpty() ? "" : " " + variableDefinitions.toString();
        const directives_str = (0, definitions_1.directivesToString)(directives);
        return fragmentsDefinitions + rootKind + nameAndVariables + directives_str + " " + this.toString(expandFragments, true, indent);
      }
      toString(expandFragments = true, includeExternalBrackets = true, indent) {
        if (this.isEmpty()) {
          return "{}";
        }
        if (indent === void 0) {
          const selectionsToString = this.selections().map((s) => s.toString(expandFragments)).join(" ");
          return includeExternalBrackets ? "{ " + selectionsToString + " }" : selectionsToString;
        } else {
          const selectionIndent = includeExternalBrackets ? indent + "  " : indent;
          const selectionsToString = this.selections().map((s) => s.toString(expandFragments, selectionIndent)).join("\n");
          return includeExternalBrackets ? "{\n" + selectionsToString + "\n" + indent + "}" : selectionsToString;
        }
      }
      isWorthUsing() {
        const selections = this.selections();
        if (selections.length === 0) {
          return false;
        }
        if (selections.length === 1) {
          const s = selections[0];
          return !(s.kind === "FieldSelection" && s.element.isLeafField());
        }
        return true;
      }
    };
    exports.SelectionSet = SelectionSet;
    var SelectionSetUpdates = class _SelectionSetUpdates {
      constructor() {
        this.keyedUpdates = new utils_1.MultiMap();
      }
      isEmpty() {
        return this.keyedUpdates.size === 0;
      }
      add(selections) {
        addToKeyedUpdates(this.keyedUpdates, selections);
        return this;
      }
      addAtPath(path, selections) {
        if (path.length === 0) {
          if (selections) {
            addToKeyedUpdates(this.keyedUpdates, selections);
          }
        } else {
          if (path.length === 1 && !selections) {
            const element = path[0];
            if (element.kind === "Field" && element.isLeafField()) {
              const selection = selectionOfElement(element);
              this.keyedUpdates.add(selection.key(), selection);
              return this;
            }
          }
          this.keyedUpdates.add(path[0].key(), { path, selections });
        }
        return this;
      }
      clone() {
        const cloned = new _SelectionSetUpdates();
        for (const [key, values] of this.keyedUpdates.entries()) {
          cloned.keyedUpdates.set(key, Array.from(values));
        }
        return cloned;
      }
      clear() {
        this.keyedUpdates.clear();
      }
      toSelectionSet(parentType, fragments) {
        return makeSelectionSet(parentType, this.keyedUpdates, fragments);
      }
      toString() {
        return "{\n" + [...this.keyedUpdates.entries()].map(([k, updates]) => {
          const updStr = updates.map((upd) => upd instanceof AbstractSelection ? upd.toString() : `${upd.path} -> ${upd.selections}`);
          return ` - ${k}: ${updStr}`;
        }).join("\n") + "\n}";
      }
    };
    exports.SelectionSetUpdates = SelectionSetUpdates;
    function addToKeyedUpdates(keyedUpdates, selections) {
      if (selections instanceof AbstractSelection) {
        addOneToKeyedUpdates(keyedUpdates, selections);
      } else {
        const toAdd = selections instanceof SelectionSet ? selections.selections() : selections;
        for (const selection of toAdd) {
          addOneToKeyedUpdates(keyedUpdates, selection);
        }
      }
    }
    function addOneToKeyedUpdates(keyedUpdates, selection) {
      if (selection instanceof FragmentSpreadSelection) {
        keyedUpdates.set(selection.key(), [selection]);
      } else {
        keyedUpdates.add(selection.key(), selection);
      }
    }
    function maybeRebaseOnSchema(toRebase, schema) {
      if (toRebase.schema() === schema) {
        return toRebase;
      }
      const rebased = schema.type(toRebase.name);
      (0, utils_1.assert)(rebased && (0, definitions_1.isCompositeType)(rebased), () => `Expected ${toRebase} to exists and be composite in the rebased schema, but got ${rebased === null || rebased === void 0 ? void 0 : rebased.kind}`);
      return rebased;
    }
    function isUnecessaryFragment(parentType, fragment) {
      return fragment.element.appliedDirectives.length === 0 && (!fragment.element.typeCondition || (0, types_1.isSubtype)(maybeRebaseOnSchema(fragment.element.typeCondition, parentType.schema()), parentType));
    }
    function withUnecessaryFragmentsRemoved(parentType, selections) {
      if (selections instanceof AbstractSelection) {
        if (selections.kind !== "FragmentSelection" || !isUnecessaryFragment(parentType, selections)) {
          return selections;
        }
        return withUnecessaryFragmentsRemoved(parentType, selections.selectionSet);
      }
      const toCheck = selections instanceof SelectionSet ? selections.selections() : selections;
      const filtered = [];
      for (const selection of toCheck) {
        if (selection.kind === "FragmentSelection" && isUnecessaryFragment(parentType, selection)) {
          const subSelections = withUnecessaryFragmentsRemoved(parentType, selection.selectionSet);
          if (subSelections instanceof AbstractSelection) {
            filtered.push(subSelections);
          } else {
            for (const subSelection of subSelections) {
              filtered.push(subSelection);
            }
          }
        } else {
          filtered.push(selection);
        }
      }
      return filtered;
    }
    function makeSelection(parentType, updates, fragments) {
      (0, utils_1.assert)(updates.length > 0, "Should not be called without any updates");
      const first = updates[0];
      if (updates.length === 1 && first instanceof AbstractSelection) {
        return first.rebaseOnOrError({ parentType, fragments });
      }
      const element = updateElement(first).rebaseOnOrError(parentType);
      const subSelectionParentType = element.kind === "Field" ? element.baseType() : element.castedType();
      if (!(0, definitions_1.isCompositeType)(subSelectionParentType)) {
        return selectionOfElement(element);
      }
      const subSelectionKeyedUpdates = new utils_1.MultiMap();
      for (const update of updates) {
        if (update instanceof AbstractSelection) {
          if (update.selectionSet) {
            addToKeyedUpdates(subSelectionKeyedUpdates, update.selectionSet);
          }
        } else {
          addSubpathToKeyUpdates(subSelectionKeyedUpdates, subSelectionParentType, update);
        }
      }
      return selectionOfElement(element, makeSelectionSet(subSelectionParentType, subSelectionKeyedUpdates, fragments));
    }
    function updateElement(update) {
      return update instanceof AbstractSelection ? update.element : update.path[0];
    }
    function addSubpathToKeyUpdates(keyedUpdates, subSelectionParentType, pathUpdate) {
      if (pathUpdate.path.length === 1) {
        if (!pathUpdate.selections) {
          return;
        }
        addToKeyedUpdates(keyedUpdates, withUnecessaryFragmentsRemoved(subSelectionParentType, pathUpdate.selections));
      } else {
        keyedUpdates.add(pathUpdate.path[1].key(), { path: pathUpdate.path.slice(1), selections: pathUpdate.selections });
      }
    }
    function makeSelectionSet(parentType, keyedUpdates, fragments) {
      const selections = /* @__PURE__ */ new Map();
      for (const [key, updates] of keyedUpdates.entries()) {
        selections.set(key, makeSelection(parentType, updates, fragments));
      }
      return new SelectionSet(parentType, selections);
    }
    var MutableSelectionSet = class _MutableSelectionSet {
      constructor(parentType, _updates, memoizer) {
        this.parentType = parentType;
        this._updates = _updates;
        this.memoizer = memoizer;
      }
      static empty(parentType) {
        return this.emptyWithMemoized(parentType, () => ({}));
      }
      static emptyWithMemoized(parentType, memoizer) {
        return new _MutableSelectionSet(parentType, new SelectionSetUpdates(), memoizer);
      }
      static of(selectionSet) {
        return this.ofWithMemoized(selectionSet, () => ({}));
      }
      static ofWithMemoized(selectionSet, memoizer) {
        const s = new _MutableSelectionSet(selectionSet.parentType, new SelectionSetUpdates(), memoizer);
        s._updates.add(selectionSet);
        s.computed = selectionSet;
        return s;
      }
      isEmpty() {
        return this._updates.isEmpty();
      }
      get() {
        if (!this.computed) {
          this.computed = this._updates.toSelectionSet(this.parentType);
          this._updates.clear();
          this._updates.add(this.computed);
        }
        return this.computed;
      }
      updates() {
        this.computed = void 0;
        this._memoized = void 0;
        return this._updates;
      }
      clone() {
        const cloned = new _MutableSelectionSet(this.parentType, this._updates.clone(), this.memoizer);
        cloned.computed = this.computed;
        cloned._memoized = this._memoized;
        return cloned;
      }
      rebaseOn(parentType) {
        const rebased = new _MutableSelectionSet(parentType, new SelectionSetUpdates(), this.memoizer);
        rebased._updates.add(this.get());
        return rebased;
      }
      memoized() {
        if (!this._memoized) {
          this._memoized = this.memoizer(this.get());
        }
        return this._memoized;
      }
      toString() {
        return this.get().toString();
      }
    };
    exports.MutableSelectionSet = MutableSelectionSet;
    function allFieldDefinitionsInSelectionSet(selection) {
      const stack = Array.from(selection.selections());
      const allFields = [];
      while (stack.length > 0) {
        const selection2 = stack.pop();
        if (selection2.kind === "FieldSelection") {
          allFields.push(selection2.element.definition);
        }
        if (selection2.selectionSet) {
          stack.push(...selection2.selectionSet.selections());
        }
      }
      return allFields;
    }
    exports.allFieldDefinitionsInSelectionSet = allFieldDefinitionsInSelectionSet;
    function selectionSetOf(parentType, selection) {
      const map = /* @__PURE__ */ new Map();
      map.set(selection.key(), selection);
      return new SelectionSet(parentType, map);
    }
    exports.selectionSetOf = selectionSetOf;
    function selectionSetOfElement(element, subSelection) {
      return selectionSetOf(element.parentType, selectionOfElement(element, subSelection));
    }
    exports.selectionSetOfElement = selectionSetOfElement;
    function selectionOfElement(element, subSelection) {
      return element.kind === "Field" ? new FieldSelection(element, subSelection) : new InlineFragmentSelection(element, subSelection);
    }
    exports.selectionOfElement = selectionOfElement;
    var AbstractSelection = class {
      constructor(element) {
        this.element = element;
      }
      rebaseOnOrError({ parentType, fragments }) {
        return this.rebaseOn({ parentType, fragments, errorIfCannotRebase: true });
      }
      get parentType() {
        return this.element.parentType;
      }
      isTypenameField() {
        return false;
      }
      collectVariables(collector) {
        var _a;
        this.element.collectVariables(collector);
        (_a = this.selectionSet) === null || _a === void 0 ? void 0 : _a.collectVariables(collector);
      }
      collectUsedFragmentNames(collector) {
        var _a;
        (_a = this.selectionSet) === null || _a === void 0 ? void 0 : _a.collectUsedFragmentNames(collector);
      }
      withUpdatedSelectionSet(selectionSet) {
        return this.withUpdatedComponents(this.element, selectionSet);
      }
      withUpdatedElement(element) {
        return this.withUpdatedComponents(element, this.selectionSet);
      }
      mapToSelectionSet(mapper) {
        if (!this.selectionSet) {
          return this.us();
        }
        const updatedSelectionSet = mapper(this.selectionSet);
        return updatedSelectionSet === this.selectionSet ? this.us() : this.withUpdatedSelectionSet(updatedSelectionSet);
      }
      isFragmentSpread() {
        return false;
      }
      minus(that) {
        if (this.selectionSet && that.selectionSet) {
          const updatedSubSelectionSet = this.selectionSet.minus(that.selectionSet);
          if (!updatedSubSelectionSet.isEmpty()) {
            return this.withUpdatedSelectionSet(updatedSubSelectionSet);
          }
        }
        return void 0;
      }
      intersectionWith(that) {
        if (this.selectionSet && that.selectionSet) {
          const subSelectionSetIntersection = this.selectionSet.intersectionWith(that.selectionSet);
          if (subSelectionSetIntersection.isEmpty()) {
            return void 0;
          } else {
            return this.withUpdatedSelectionSet(subSelectionSetIntersection);
          }
        } else {
          return this.us();
        }
      }
      tryOptimizeSubselectionWithFragments({ parentType, subSelection, fragments, validator, canUseFullMatchingFragment }) {
        const candidates = fragments.maybeApplyingDirectlyAtType(parentType);
        if (candidates.length === 0) {
          return subSelection;
        }
        const applyingFragments = [];
        for (const candidate of candidates) {
          const atType = candidate.expandedSelectionSetAtType(parentType);
          if (atType.selectionSet.isEmpty() || atType.selectionSet.selections().length === 1 && atType.selectionSet.selections()[0].isTypenameField()) {
            continue;
          }
          const res = subSelection.contains(atType.selectionSet, { ignoreMissingTypename: true });
          if (res === ContainsResult.EQUAL) {
            if (canUseFullMatchingFragment(candidate)) {
              if (!validator.checkCanReuseFragmentAndTrackIt(atType)) {
                continue;
              }
              return candidate;
            }
            if (candidate.appliedDirectives.length === 0) {
              applyingFragments.push({ fragment: candidate, atType });
            }
          } else if (res === ContainsResult.STRICTLY_CONTAINED && candidate.appliedDirectives.length === 0) {
            applyingFragments.push({ fragment: candidate, atType });
          }
        }
        if (applyingFragments.length === 0) {
          return subSelection;
        }
        const filteredApplyingFragments = applyingFragments.filter(({ fragment }) => !applyingFragments.some((o) => o.fragment.includes(fragment.name)));
        let notCoveredByFragments = subSelection;
        const optimized = new SelectionSetUpdates();
        for (const { fragment, atType } of filteredApplyingFragments) {
          if (!validator.checkCanReuseFragmentAndTrackIt(atType)) {
            continue;
          }
          const notCovered = subSelection.minus(atType.selectionSet);
          notCoveredByFragments = notCoveredByFragments.intersectionWith(notCovered);
          optimized.add(new FragmentSpreadSelection(parentType, fragments, fragment, []));
        }
        return optimized.add(notCoveredByFragments).toSelectionSet(parentType, fragments);
      }
    };
    var FieldsConflictMultiBranchValidator = class _FieldsConflictMultiBranchValidator {
      constructor(validators) {
        this.validators = validators;
      }
      static ofInitial(validator) {
        return new _FieldsConflictMultiBranchValidator([validator]);
      }
      forField(field) {
        const forAllBranches = this.validators.flatMap((vs) => vs.forField(field));
        (0, utils_1.assert)(forAllBranches.length > 0, `Shoud have found at least one validator for ${field}`);
        return new _FieldsConflictMultiBranchValidator(forAllBranches);
      }
      checkCanReuseFragmentAndTrackIt(fragment) {
        const validator = fragment.validator;
        if (!validator) {
          return true;
        }
        if (!this.validators.every((v) => v.doMergeWith(validator))) {
          return false;
        }
        if (this.usedSpreadTrimmedPartAtLevel) {
          if (!this.usedSpreadTrimmedPartAtLevel.every((t) => validator.doMergeWith(t))) {
            return false;
          }
        } else {
          this.usedSpreadTrimmedPartAtLevel = [];
        }
        this.usedSpreadTrimmedPartAtLevel.push(validator);
        return true;
      }
    };
    var FieldsConflictValidator = class _FieldsConflictValidator {
      constructor(byResponseName) {
        this.byResponseName = byResponseName;
      }
      static build(s) {
        return _FieldsConflictValidator.forLevel(s.fieldsInSet());
      }
      static forLevel(level) {
        var _a;
        const atLevel = /* @__PURE__ */ new Map();
        for (const { field } of level) {
          const responseName = field.element.responseName();
          let atResponseName = atLevel.get(responseName);
          if (!atResponseName) {
            atResponseName = /* @__PURE__ */ new Map();
            atLevel.set(responseName, atResponseName);
          }
          if (field.selectionSet) {
            const forField = (_a = atResponseName.get(field.element)) !== null && _a !== void 0 ? _a : [];
            atResponseName.set(field.element, forField.concat(field.selectionSet.fieldsInSet()));
          } else {
            atResponseName.set(field.element, null);
          }
        }
        const byResponseName = /* @__PURE__ */ new Map();
        for (const [name, level2] of atLevel.entries()) {
          const atResponseName = /* @__PURE__ */ new Map();
          for (const [field, collectedFields] of level2) {
            const validator = collectedFields ? _FieldsConflictValidator.forLevel(collectedFields) : null;
            atResponseName.set(field, validator);
          }
          byResponseName.set(name, atResponseName);
        }
        return new _FieldsConflictValidator(byResponseName);
      }
      forField(field) {
        const byResponseName = this.byResponseName.get(field.responseName());
        if (!byResponseName) {
          return [];
        }
        return (0, utils_1.mapValues)(byResponseName).filter((v) => !!v);
      }
      doMergeWith(that) {
        var _a, _b;
        for (const [responseName, thisFields] of this.byResponseName.entries()) {
          const thatFields = that.byResponseName.get(responseName);
          if (!thatFields) {
            continue;
          }
          for (const [thisField, thisValidator] of thisFields.entries()) {
            for (const [thatField, thatValidator] of thatFields.entries()) {
              if (!(0, types_1.typesCanBeMerged)(thisField.definition.type, thatField.definition.type)) {
                return false;
              }
              const p1 = thisField.parentType;
              const p2 = thatField.parentType;
              if ((0, types_1.sameType)(p1, p2) || !(0, definitions_1.isObjectType)(p1) || !(0, definitions_1.isObjectType)(p2)) {
                if (thisField.name !== thatField.name || !(0, values_1.argumentsEquals)((_a = thisField.args) !== null && _a !== void 0 ? _a : {}, (_b = thatField.args) !== null && _b !== void 0 ? _b : {}) || thisValidator && thatValidator && !thisValidator.doMergeWith(thatValidator)) {
                  return false;
                }
              } else {
                if (thisValidator && thatValidator && !thisValidator.hasSameResponseShapeThan(thatValidator)) {
                  return false;
                }
              }
            }
          }
        }
        return true;
      }
      hasSameResponseShapeThan(that) {
        for (const [responseName, thisFields] of this.byResponseName.entries()) {
          const thatFields = that.byResponseName.get(responseName);
          if (!thatFields) {
            continue;
          }
          for (const [thisField, thisValidator] of thisFields.entries()) {
            for (const [thatField, thatValidator] of thatFields.entries()) {
              if (!(0, types_1.typesCanBeMerged)(thisField.definition.type, thatField.definition.type) || thisValidator && thatValidator && !thisValidator.hasSameResponseShapeThan(thatValidator)) {
                return false;
              }
            }
          }
        }
        return true;
      }
      toString(indent = "") {
        return "{\n" + [...this.byResponseName.entries()].map(([name, byFields]) => {
          const innerIndent = indent + "  ";
          return `${innerIndent}${name}: [
` + [...byFields.entries()].map(([field, next]) => `${innerIndent}  ${field.parentType}.${field}${next ? next.toString(innerIndent + "  ") : ""}`).join("\n") + `
${innerIndent}]`;
        }).join("\n") + `
${indent}}`;
      }
    };
    var FieldSelection = class _FieldSelection extends AbstractSelection {
      constructor(field, _selectionSet) {
        super(field);
        this._selectionSet = _selectionSet;
        this.kind = "FieldSelection";
      }
      get selectionSet() {
        return this._selectionSet;
      }
      us() {
        return this;
      }
      isTypenameField() {
        return this.element.definition.name === definitions_1.typenameFieldName;
      }
      isPlainTypenameField() {
        return this.element.definition.name === definitions_1.typenameFieldName && this.element.appliedDirectives.length == 0 && !this.element.alias;
      }
      withAttachment(key, value) {
        const updatedField = this.element.copy();
        updatedField.addAttachment(key, value);
        return this.withUpdatedElement(updatedField);
      }
      withUpdatedComponents(field, selectionSet) {
        if (this.element === field && this.selectionSet === selectionSet) {
          return this;
        }
        return new _FieldSelection(field, selectionSet);
      }
      key() {
        return this.element.key();
      }
      optimize(fragments, validator) {
        const fieldBaseType = (0, definitions_1.baseType)(this.element.definition.type);
        if (!(0, definitions_1.isCompositeType)(fieldBaseType) || !this.selectionSet) {
          return this;
        }
        const fieldValidator = validator.forField(this.element);
        const optimized = this.tryOptimizeSubselectionWithFragments({
          parentType: fieldBaseType,
          subSelection: this.selectionSet,
          fragments,
          validator: fieldValidator,
          canUseFullMatchingFragment: (fragment) => fragment.appliedDirectives.length === 0
        });
        let optimizedSelection;
        if (optimized instanceof NamedFragmentDefinition) {
          optimizedSelection = selectionSetOf(fieldBaseType, new FragmentSpreadSelection(fieldBaseType, fragments, optimized, []));
        } else {
          optimizedSelection = optimized;
        }
        optimizedSelection = optimizedSelection.optimizeSelections(fragments, fieldValidator);
        return this.selectionSet === optimizedSelection ? this : this.withUpdatedSelectionSet(optimizedSelection);
      }
      filterRecursiveDepthFirst(predicate) {
        if (!this.selectionSet) {
          return predicate(this) ? this : void 0;
        }
        const updatedSelectionSet = this.selectionSet.filterRecursiveDepthFirst(predicate);
        const thisWithFilteredSelectionSet = this.selectionSet === updatedSelectionSet ? this : new _FieldSelection(this.element, updatedSelectionSet);
        return predicate(thisWithFilteredSelectionSet) ? thisWithFilteredSelectionSet : void 0;
      }
      validate(variableDefinitions, validateContextualArgs) {
        var _a;
        this.element.validate(variableDefinitions, validateContextualArgs);
        validate(this.element.isLeafField() || this.selectionSet && !this.selectionSet.isEmpty(), () => `Invalid empty selection set for field "${this.element.definition.coordinate}" of non-leaf type ${this.element.definition.type}`, this.element.definition.sourceAST);
        (_a = this.selectionSet) === null || _a === void 0 ? void 0 : _a.validate(variableDefinitions);
      }
      rebaseOn({ parentType, fragments, errorIfCannotRebase }) {
        if (this.element.parentType === parentType) {
          return this;
        }
        const rebasedElement = this.element.rebaseOn({ parentType, errorIfCannotRebase });
        if (!rebasedElement) {
          return void 0;
        }
        if (!this.selectionSet) {
          return this.withUpdatedElement(rebasedElement);
        }
        const rebasedBase = rebasedElement.baseType();
        if (rebasedBase === this.selectionSet.parentType) {
          return this.withUpdatedElement(rebasedElement);
        }
        validate((0, definitions_1.isCompositeType)(rebasedBase), () => `Cannot rebase field selection ${this} on ${parentType}: rebased field base return type ${rebasedBase} is not composite`);
        const rebasedSelectionSet = this.selectionSet.rebaseOn({ parentType: rebasedBase, fragments, errorIfCannotRebase });
        return rebasedSelectionSet.isEmpty() ? void 0 : this.withUpdatedComponents(rebasedElement, rebasedSelectionSet);
      }
      canAddTo(parentType) {
        if (this.element.parentType === parentType) {
          return true;
        }
        const type = this.element.typeIfAddedTo(parentType);
        if (!type) {
          return false;
        }
        const base = (0, definitions_1.baseType)(type);
        if (this.selectionSet && this.selectionSet.parentType !== base) {
          (0, utils_1.assert)((0, definitions_1.isCompositeType)(base), () => `${this.element} should have a selection set as it's type is not a composite`);
          return this.selectionSet.selections().every((s) => s.canAddTo(base));
        }
        return true;
      }
      toSelectionNode() {
        var _a;
        const alias = this.element.alias ? { kind: graphql_1.Kind.NAME, value: this.element.alias } : void 0;
        return {
          kind: graphql_1.Kind.FIELD,
          name: {
            kind: graphql_1.Kind.NAME,
            value: this.element.name
          },
          alias,
          arguments: this.element.argumentsToNodes(),
          directives: this.element.appliedDirectivesToDirectiveNodes(),
          selectionSet: (_a = this.selectionSet) === null || _a === void 0 ? void 0 : _a.toSelectionSetNode()
        };
      }
      withoutDefer(labelsToRemove) {
        return this.mapToSelectionSet((s) => s.withoutDefer(labelsToRemove));
      }
      withNormalizedDefer(normalizer) {
        return this.mapToSelectionSet((s) => s.withNormalizedDefer(normalizer));
      }
      hasDefer() {
        var _a;
        return !!((_a = this.selectionSet) === null || _a === void 0 ? void 0 : _a.hasDefer());
      }
      normalize({ parentType, recursive }) {
        const definition = parentType === this.parentType ? this.element.definition : parentType.field(this.element.name);
        (0, utils_1.assert)(definition, `Cannot normalize ${this.element} at ${parentType} which does not have that field`);
        const element = this.element.definition === definition ? this.element : this.element.withUpdatedDefinition(definition);
        if (!this.selectionSet) {
          return this.withUpdatedElement(element);
        }
        const base = element.baseType();
        (0, utils_1.assert)((0, definitions_1.isCompositeType)(base), () => `Field ${element} should not have a sub-selection`);
        const normalizedSubSelection = (recursive !== null && recursive !== void 0 ? recursive : true) ? this.selectionSet.normalize({ parentType: base }) : this.selectionSet;
        if (normalizedSubSelection === null || normalizedSubSelection === void 0 ? void 0 : normalizedSubSelection.isEmpty()) {
          return this.withUpdatedComponents(element, selectionSetOfElement(new Field(base.typenameField(), void 0, [new definitions_1.Directive("include", { "if": false })])));
        } else {
          return this.withUpdatedComponents(element, normalizedSubSelection);
        }
      }
      expandFragments(updatedFragments) {
        return this.mapToSelectionSet((s) => s.expandFragments(updatedFragments));
      }
      equals(that) {
        if (this === that) {
          return true;
        }
        if (!(that instanceof _FieldSelection) || !this.element.equals(that.element)) {
          return false;
        }
        if (!this.selectionSet) {
          return !that.selectionSet;
        }
        return !!that.selectionSet && this.selectionSet.equals(that.selectionSet);
      }
      contains(that, options) {
        if (!(that instanceof _FieldSelection) || !this.element.equals(that.element)) {
          return ContainsResult.NOT_CONTAINED;
        }
        if (!this.selectionSet) {
          (0, utils_1.assert)(!that.selectionSet, "`this` and `that` have the same element, so if one does not have a sub-selection, neither should the other one");
          return ContainsResult.EQUAL;
        }
        (0, utils_1.assert)(that.selectionSet, "`this` and `that` have the same element, so if one has sub-selection, the other one should too");
        return this.selectionSet.contains(that.selectionSet, options);
      }
      toString(expandFragments = true, indent) {
        return (indent !== null && indent !== void 0 ? indent : "") + this.element + (this.selectionSet ? " " + this.selectionSet.toString(expandFragments, true, indent) : "");
      }
    };
    exports.FieldSelection = FieldSelection;
    var FragmentSelection = class extends AbstractSelection {
      constructor() {
        super(...arguments);
        this.kind = "FragmentSelection";
      }
      us() {
        return this;
      }
      validateDeferAndStream() {
        if (this.element.hasDefer() || this.element.hasStream()) {
          const schemaDef = this.element.schema().schemaDefinition;
          const parentType = this.parentType;
          validate(schemaDef.rootType("mutation") !== parentType && schemaDef.rootType("subscription") !== parentType, () => {
            var _a;
            return `The @defer and @stream directives cannot be used on ${(_a = schemaDef.roots().filter((t) => t.type === parentType).pop()) === null || _a === void 0 ? void 0 : _a.rootKind} root type "${parentType}"`;
          });
        }
      }
      filterRecursiveDepthFirst(predicate) {
        const updatedSelectionSet = this.selectionSet.filterRecursiveDepthFirst(predicate);
        const thisWithFilteredSelectionSet = updatedSelectionSet === this.selectionSet ? this : new InlineFragmentSelection(this.element, updatedSelectionSet);
        return predicate(thisWithFilteredSelectionSet) ? thisWithFilteredSelectionSet : void 0;
      }
      hasDefer() {
        return this.element.hasDefer() || this.selectionSet.hasDefer();
      }
      normalize({ parentType, recursive }) {
        const thisCondition = this.element.typeCondition;
        if (thisCondition && parentType !== this.parentType) {
          const conditionRuntimes = (0, definitions_1.possibleRuntimeTypes)(thisCondition);
          const typeRuntimes = (0, definitions_1.possibleRuntimeTypes)(parentType);
          if (!conditionRuntimes.some((t) => typeRuntimes.includes(t))) {
            return void 0;
          }
        }
        return this.normalizeKnowingItIntersects({ parentType, recursive });
      }
    };
    exports.FragmentSelection = FragmentSelection;
    var InlineFragmentSelection = class _InlineFragmentSelection extends FragmentSelection {
      constructor(fragment, _selectionSet) {
        super(fragment);
        this._selectionSet = _selectionSet;
      }
      get selectionSet() {
        return this._selectionSet;
      }
      key() {
        return this.element.key();
      }
      withUpdatedComponents(fragment, selectionSet) {
        if (fragment === this.element && selectionSet === this.selectionSet) {
          return this;
        }
        return new _InlineFragmentSelection(fragment, selectionSet);
      }
      validate(variableDefinitions) {
        this.validateDeferAndStream();
        validate(!this.selectionSet.isEmpty(), () => `Invalid empty selection set for fragment "${this.element}"`);
        this.selectionSet.validate(variableDefinitions);
      }
      rebaseOn({ parentType, fragments, errorIfCannotRebase }) {
        if (this.parentType === parentType) {
          return this;
        }
        const rebasedFragment = this.element.rebaseOn({ parentType, errorIfCannotRebase });
        if (!rebasedFragment) {
          return void 0;
        }
        const rebasedCastedType = rebasedFragment.castedType();
        if (rebasedCastedType === this.selectionSet.parentType) {
          return this.withUpdatedElement(rebasedFragment);
        }
        const rebasedSelectionSet = this.selectionSet.rebaseOn({ parentType: rebasedCastedType, fragments, errorIfCannotRebase });
        return rebasedSelectionSet.isEmpty() ? void 0 : this.withUpdatedComponents(rebasedFragment, rebasedSelectionSet);
      }
      canAddTo(parentType) {
        if (this.element.parentType === parentType) {
          return true;
        }
        const type = this.element.castedTypeIfAddedTo(parentType);
        if (!type) {
          return false;
        }
        if (this.selectionSet.parentType !== type) {
          return this.selectionSet.selections().every((s) => s.canAddTo(type));
        }
        return true;
      }
      toSelectionNode() {
        const typeCondition = this.element.typeCondition;
        return {
          kind: graphql_1.Kind.INLINE_FRAGMENT,
          typeCondition: typeCondition ? {
            kind: graphql_1.Kind.NAMED_TYPE,
            name: {
              kind: graphql_1.Kind.NAME,
              value: typeCondition.name
            }
          } : void 0,
          directives: this.element.appliedDirectivesToDirectiveNodes(),
          selectionSet: this.selectionSet.toSelectionSetNode()
        };
      }
      optimize(fragments, validator) {
        let optimizedSelection = this.selectionSet;
        const typeCondition = this.element.typeCondition;
        if (typeCondition) {
          const optimized = this.tryOptimizeSubselectionWithFragments({
            parentType: typeCondition,
            subSelection: optimizedSelection,
            fragments,
            validator,
            canUseFullMatchingFragment: (fragment) => {
              return fragment.appliedDirectives.length === 0 || (0, types_1.sameType)(typeCondition, fragment.typeCondition) && fragment.appliedDirectives.every((d) => this.element.appliedDirectives.some((s) => (0, definitions_1.sameDirectiveApplication)(d, s)));
            }
          });
          if (optimized instanceof NamedFragmentDefinition) {
            if ((0, types_1.sameType)(typeCondition, optimized.typeCondition)) {
              let spreadDirectives = this.element.appliedDirectives;
              if (optimized.appliedDirectives) {
                spreadDirectives = spreadDirectives.filter((s) => !optimized.appliedDirectives.some((d) => (0, definitions_1.sameDirectiveApplication)(d, s)));
              }
              return new FragmentSpreadSelection(this.parentType, fragments, optimized, spreadDirectives);
            } else {
              optimizedSelection = selectionSetOf(typeCondition, new FragmentSpreadSelection(typeCondition, fragments, optimized, []));
            }
          } else {
            optimizedSelection = optimized;
          }
        }
        optimizedSelection = optimizedSelection.optimizeSelections(fragments, validator);
        return this.selectionSet === optimizedSelection ? this : new _InlineFragmentSelection(this.element, optimizedSelection);
      }
      withoutDefer(labelsToRemove) {
        const newSelection = this.selectionSet.withoutDefer(labelsToRemove);
        const deferArgs = this.element.deferDirectiveArgs();
        const hasDeferToRemove = deferArgs && (!labelsToRemove || deferArgs.label && labelsToRemove.has(deferArgs.label));
        if (newSelection === this.selectionSet && !hasDeferToRemove) {
          return this;
        }
        const newElement = hasDeferToRemove ? this.element.withoutDefer() : this.element;
        if (!newElement) {
          return newSelection;
        }
        return this.withUpdatedComponents(newElement, newSelection);
      }
      withNormalizedDefer(normalizer) {
        const newElement = this.element.withNormalizedDefer(normalizer);
        const newSelection = this.selectionSet.withNormalizedDefer(normalizer);
        if (!newElement) {
          return newSelection;
        }
        return newElement === this.element && newSelection === this.selectionSet ? this : this.withUpdatedComponents(newElement, newSelection);
      }
      normalizeKnowingItIntersects({ parentType, recursive }) {
        var _a;
        const thisCondition = this.element.typeCondition;
        if (this.element.appliedDirectives.length === 0) {
          if (!thisCondition || parentType === this.element.typeCondition || (0, definitions_1.isObjectType)(parentType)) {
            const normalized = this.selectionSet.normalize({ parentType, recursive });
            return normalized.isEmpty() ? void 0 : normalized;
          }
        }
        let normalizedSelectionSet;
        if (recursive !== null && recursive !== void 0 ? recursive : true) {
          normalizedSelectionSet = this.selectionSet.normalize({ parentType: thisCondition !== null && thisCondition !== void 0 ? thisCondition : parentType });
          if (normalizedSelectionSet.isEmpty()) {
            if (this.element.appliedDirectives.length === 0) {
              return void 0;
            } else {
              return this.withUpdatedComponents(this.element.rebaseOnOrError(parentType), selectionSetOfElement(new Field(((_a = this.element.typeCondition) !== null && _a !== void 0 ? _a : parentType).typenameField(), void 0, [new definitions_1.Directive("include", { "if": false })])));
            }
          }
        } else {
          normalizedSelectionSet = this.selectionSet;
        }
        if (this.element.appliedDirectives.length === 0 && (0, definitions_1.isAbstractType)(thisCondition)) {
          (0, utils_1.assert)(!(0, definitions_1.isObjectType)(parentType), () => `Should not have got here if ${parentType} is an object type`);
          const currentRuntimes = (0, definitions_1.possibleRuntimeTypes)(parentType);
          const liftableSelections = [];
          for (const selection of normalizedSelectionSet.selections()) {
            if (selection.kind === "FragmentSelection" && selection.element.typeCondition && (0, definitions_1.isObjectType)(selection.element.typeCondition) && currentRuntimes.includes(selection.element.typeCondition)) {
              liftableSelections.push(selection);
            }
          }
          if (liftableSelections.length === normalizedSelectionSet.selections().length) {
            return normalizedSelectionSet;
          }
          if (liftableSelections.length > 0) {
            const newSet = new SelectionSetUpdates();
            newSet.add(liftableSelections);
            newSet.add(this.withUpdatedSelectionSet(normalizedSelectionSet.filter((s) => !liftableSelections.includes(s))));
            return newSet.toSelectionSet(parentType);
          }
        }
        return this.parentType === parentType && this.selectionSet === normalizedSelectionSet ? this : this.withUpdatedComponents(this.element.rebaseOnOrError(parentType), normalizedSelectionSet);
      }
      expandFragments(updatedFragments) {
        return this.mapToSelectionSet((s) => s.expandFragments(updatedFragments));
      }
      equals(that) {
        if (this === that) {
          return true;
        }
        return that instanceof FragmentSelection && this.element.equals(that.element) && this.selectionSet.equals(that.selectionSet);
      }
      contains(that, options) {
        if (!(that instanceof FragmentSelection) || !this.element.equals(that.element)) {
          return ContainsResult.NOT_CONTAINED;
        }
        return this.selectionSet.contains(that.selectionSet, options);
      }
      toString(expandFragments = true, indent) {
        return (indent !== null && indent !== void 0 ? indent : "") + this.element + " " + this.selectionSet.toString(expandFragments, true, indent);
      }
    };
    var FragmentSpreadSelection = class _FragmentSpreadSelection extends FragmentSelection {
      constructor(sourceType, fragments, namedFragment, spreadDirectives) {
        super(new FragmentElement(sourceType, namedFragment.typeCondition, namedFragment.appliedDirectives.concat(spreadDirectives)));
        this.fragments = fragments;
        this.namedFragment = namedFragment;
        this.spreadDirectives = spreadDirectives;
      }
      isFragmentSpread() {
        return true;
      }
      get selectionSet() {
        return this.namedFragment.selectionSet;
      }
      key() {
        if (!this.computedKey) {
          this.computedKey = "..." + this.namedFragment.name + (0, definitions_1.directivesToString)(this.spreadDirectives);
        }
        return this.computedKey;
      }
      withUpdatedComponents(_fragment, _selectionSet) {
        (0, utils_1.assert)(false, `Unsupported`);
      }
      normalizeKnowingItIntersects({ parentType }) {
        (0, utils_1.assert)(parentType.schema() === this.parentType.schema(), "Should not try to normalize using a type from another schema");
        return this.rebaseOnOrError({ parentType, fragments: this.fragments });
      }
      validate() {
        this.validateDeferAndStream();
        validate((0, definitions_1.runtimeTypesIntersects)(this.parentType, this.namedFragment.typeCondition), () => `Fragment "${this.namedFragment.name}" cannot be spread inside type ${this.parentType} as the runtime types do not intersect ${this.namedFragment.typeCondition}`);
      }
      toSelectionNode() {
        const directiveNodes = (0, definitions_1.directivesToDirectiveNodes)(this.spreadDirectives);
        return {
          kind: graphql_1.Kind.FRAGMENT_SPREAD,
          name: { kind: graphql_1.Kind.NAME, value: this.namedFragment.name },
          directives: directiveNodes
        };
      }
      optimize(_1, _2) {
        return this;
      }
      rebaseOn({ parentType, fragments, errorIfCannotRebase }) {
        if (this.parentType === parentType) {
          return this;
        }
        const rebaseOnSameSchema = this.parentType.schema() === parentType.schema();
        (0, utils_1.assert)(fragments || rebaseOnSameSchema, `Must provide fragments is rebasing on other schema`);
        const newFragments = fragments !== null && fragments !== void 0 ? fragments : this.fragments;
        const namedFragment = newFragments.get(this.namedFragment.name);
        if (!namedFragment) {
          validate(!errorIfCannotRebase, () => `Cannot rebase ${this.toString(false)} if it isn't part of the provided fragments`);
          return void 0;
        }
        if (!rebaseOnSameSchema && !(0, definitions_1.runtimeTypesIntersects)(parentType, namedFragment.typeCondition)) {
          const expanded = this.namedFragment.selectionSet.rebaseOn({ parentType, fragments, errorIfCannotRebase });
          return expanded.isEmpty() ? void 0 : new InlineFragmentSelection(new FragmentElement(parentType), expanded);
        }
        return new _FragmentSpreadSelection(parentType, newFragments, namedFragment, this.spreadDirectives);
      }
      canAddTo(_) {
        return true;
      }
      expandFragments(updatedFragments) {
        if (updatedFragments === null || updatedFragments === void 0 ? void 0 : updatedFragments.has(this.namedFragment.name)) {
          return this;
        }
        const expandedSubSelections = this.selectionSet.expandFragments(updatedFragments);
        return (0, types_1.sameType)(this.parentType, this.namedFragment.typeCondition) && this.element.appliedDirectives.length === 0 ? expandedSubSelections.selections() : new InlineFragmentSelection(this.element, expandedSubSelections);
      }
      collectUsedFragmentNames(collector) {
        const usageCount = collector.get(this.namedFragment.name);
        collector.set(this.namedFragment.name, usageCount === void 0 ? 1 : usageCount + 1);
      }
      withoutDefer(_labelsToRemove) {
        (0, utils_1.assert)(false, "Unsupported, see `Operation.withAllDeferLabelled`");
      }
      withNormalizedDefer(_normalizer) {
        (0, utils_1.assert)(false, "Unsupported, see `Operation.withAllDeferLabelled`");
      }
      minus(that) {
        (0, utils_1.assert)(this.equals(that), () => `Invalid operation for ${this.toString(false)} and ${that.toString(false)}`);
        return void 0;
      }
      equals(that) {
        if (this === that) {
          return true;
        }
        return that instanceof _FragmentSpreadSelection && this.namedFragment.name === that.namedFragment.name && (0, definitions_1.sameDirectiveApplications)(this.spreadDirectives, that.spreadDirectives);
      }
      contains(that, options) {
        if (this.equals(that)) {
          return ContainsResult.EQUAL;
        }
        if (!(that instanceof FragmentSelection) || !this.element.equals(that.element)) {
          return ContainsResult.NOT_CONTAINED;
        }
        return this.selectionSet.contains(that.selectionSet, options);
      }
      toString(expandFragments = true, indent) {
        if (expandFragments) {
          return (indent !== null && indent !== void 0 ? indent : "") + this.element + " " + this.selectionSet.toString(true, true, indent);
        } else {
          return (indent !== null && indent !== void 0 ? indent : "") + "..." + this.namedFragment.name + (0, definitions_1.directivesToString)(this.spreadDirectives);
        }
      }
    };
    exports.FragmentSpreadSelection = FragmentSpreadSelection;
    function selectionSetOfNode(parentType, node, variableDefinitions, fragments, fieldAccessor = (type, name) => type.field(name)) {
      if (node.selections.length === 1) {
        return selectionSetOf(parentType, selectionOfNode(parentType, node.selections[0], variableDefinitions, fragments, fieldAccessor));
      }
      const selections = new SelectionSetUpdates();
      for (const selectionNode of node.selections) {
        selections.add(selectionOfNode(parentType, selectionNode, variableDefinitions, fragments, fieldAccessor));
      }
      return selections.toSelectionSet(parentType, fragments);
    }
    function directiveOfNode(schema, node) {
      const directiveDef = schema.directive(node.name.value);
      validate(directiveDef, () => `Unknown directive "@${node.name.value}"`);
      return new definitions_1.Directive(directiveDef.name, (0, values_1.argumentsFromAST)(directiveDef.coordinate, node.arguments, directiveDef));
    }
    function directivesOfNodes(schema, nodes) {
      var _a;
      return (_a = nodes === null || nodes === void 0 ? void 0 : nodes.map((n) => directiveOfNode(schema, n))) !== null && _a !== void 0 ? _a : [];
    }
    function selectionOfNode(parentType, node, variableDefinitions, fragments, fieldAccessor = (type, name) => type.field(name)) {
      var _a, _b;
      let selection;
      const directives = directivesOfNodes(parentType.schema(), node.directives);
      switch (node.kind) {
        case graphql_1.Kind.FIELD:
          const definition = fieldAccessor(parentType, node.name.value);
          validate(definition, () => `Cannot query field "${node.name.value}" on type "${parentType}".`, parentType.sourceAST);
          const type = (0, definitions_1.baseType)(definition.type);
          const selectionSet = node.selectionSet ? selectionSetOfNode(type, node.selectionSet, variableDefinitions, fragments, fieldAccessor) : void 0;
          selection = new FieldSelection(new Field(definition, (0, values_1.argumentsFromAST)(definition.coordinate, node.arguments, definition), directives, (_a = node.alias) === null || _a === void 0 ? void 0 : _a.value), selectionSet);
          break;
        case graphql_1.Kind.INLINE_FRAGMENT:
          const element = new FragmentElement(parentType, (_b = node.typeCondition) === null || _b === void 0 ? void 0 : _b.name.value, directives);
          selection = new InlineFragmentSelection(element, selectionSetOfNode(element.typeCondition ? element.typeCondition : element.parentType, node.selectionSet, variableDefinitions, fragments, fieldAccessor));
          break;
        case graphql_1.Kind.FRAGMENT_SPREAD:
          const fragmentName = node.name.value;
          validate(fragments, () => `Cannot find fragment name "${fragmentName}" (no fragments were provided)`);
          const fragment = fragments.get(fragmentName);
          validate(fragment, () => `Cannot find fragment name "${fragmentName}" (provided fragments are: [${fragments.names().join(", ")}])`);
          selection = new FragmentSpreadSelection(parentType, fragments, fragment, directives);
          break;
      }
      return selection;
    }
    function operationFromDocument(schema, document, options) {
      let operation;
      let operation_directives;
      const operationName = options === null || options === void 0 ? void 0 : options.operationName;
      const fragments = new NamedFragments();
      document.definitions.forEach((definition) => {
        switch (definition.kind) {
          case graphql_1.Kind.OPERATION_DEFINITION:
            validate(!operation || operationName, () => "Must provide operation name if query contains multiple operations.");
            if (!operationName || definition.name && definition.name.value === operationName) {
              operation = definition;
              operation_directives = directivesOfNodes(schema, definition.directives);
            }
            break;
          case graphql_1.Kind.FRAGMENT_DEFINITION:
            const name = definition.name.value;
            const typeName = definition.typeCondition.name.value;
            const typeCondition = schema.type(typeName);
            if (!typeCondition) {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Unknown type "${typeName}" for fragment "${name}"`, { nodes: definition });
            }
            if (!(0, definitions_1.isCompositeType)(typeCondition)) {
              throw error_1.ERRORS.INVALID_GRAPHQL.err(`Invalid fragment "${name}" on non-composite type "${typeName}"`, { nodes: definition });
            }
            fragments.add(new NamedFragmentDefinition(schema, name, typeCondition, directivesOfNodes(schema, definition.directives)));
            break;
        }
      });
      validate(operation, () => operationName ? `Unknown operation named "${operationName}"` : "No operation found in provided document.");
      const variableDefinitions = operation.variableDefinitions ? (0, definitions_1.variableDefinitionsFromAST)(schema, operation.variableDefinitions) : new definitions_1.VariableDefinitions();
      document.definitions.forEach((definition) => {
        switch (definition.kind) {
          case graphql_1.Kind.FRAGMENT_DEFINITION:
            const fragment = fragments.get(definition.name.value);
            fragment.setSelectionSet(selectionSetOfNode(fragment.typeCondition, definition.selectionSet, variableDefinitions, fragments));
            break;
        }
      });
      fragments.validate(variableDefinitions);
      return operationFromAST({ schema, operation, operation_directives, variableDefinitions, fragments, validateInput: options === null || options === void 0 ? void 0 : options.validate });
    }
    exports.operationFromDocument = operationFromDocument;
    function operationFromAST({ schema, operation, operation_directives, variableDefinitions, fragments, validateInput }) {
      var _a;
      const rootType = schema.schemaDefinition.root(operation.operation);
      validate(rootType, () => `The schema has no "${operation.operation}" root type defined`);
      const fragmentsIfAny = fragments.isEmpty() ? void 0 : fragments;
      return new Operation(schema, operation.operation, parseSelectionSet({
        parentType: rootType.type,
        source: operation.selectionSet,
        variableDefinitions,
        fragments: fragmentsIfAny,
        validate: validateInput
      }), variableDefinitions, fragmentsIfAny, (_a = operation.name) === null || _a === void 0 ? void 0 : _a.value, operation_directives);
    }
    function parseOperation(schema, operation, options) {
      return operationFromDocument(schema, (0, graphql_1.parse)(operation), options);
    }
    exports.parseOperation = parseOperation;
    function parseSelectionSet({ parentType, source, variableDefinitions = new definitions_1.VariableDefinitions(), fragments, fieldAccessor, validate: validate2 = true }) {
      const node = typeof source === "string" ? parseOperationAST(source.trim().startsWith("{") ? source : `{${source}}`).selectionSet : source;
      const selectionSet = selectionSetOfNode(parentType, node, variableDefinitions !== null && variableDefinitions !== void 0 ? variableDefinitions : new definitions_1.VariableDefinitions(), fragments, fieldAccessor);
      if (validate2)
        selectionSet.validate(variableDefinitions);
      return selectionSet;
    }
    exports.parseSelectionSet = parseSelectionSet;
    function parseOperationAST(source) {
      const parsed = (0, graphql_1.parse)(source);
      validate(parsed.definitions.length === 1, () => "Selections should contain a single definitions, found " + parsed.definitions.length);
      const def = parsed.definitions[0];
      validate(def.kind === graphql_1.Kind.OPERATION_DEFINITION, () => "Expected an operation definition but got a " + def.kind);
      return def;
    }
    exports.parseOperationAST = parseOperationAST;
    function operationToDocument(operation) {
      var _a;
      const operationAST = {
        kind: graphql_1.Kind.OPERATION_DEFINITION,
        operation: operation.rootKind,
        name: operation.name ? { kind: graphql_1.Kind.NAME, value: operation.name } : void 0,
        selectionSet: operation.selectionSet.toSelectionSetNode(),
        variableDefinitions: operation.variableDefinitions.toVariableDefinitionNodes(),
        directives: (0, definitions_1.directivesToDirectiveNodes)(operation.appliedDirectives)
      };
      const fragmentASTs = operation.fragments ? (_a = operation.fragments) === null || _a === void 0 ? void 0 : _a.toFragmentDefinitionNodes() : [];
      return {
        kind: graphql_1.Kind.DOCUMENT,
        definitions: [operationAST].concat(fragmentASTs)
      };
    }
    exports.operationToDocument = operationToDocument;
    function hasSelectionWithPredicate(selectionSet, predicate) {
      for (const selection of selectionSet.selections()) {
        if (predicate(selection)) {
          return true;
        }
        if (selection.selectionSet) {
          if (hasSelectionWithPredicate(selection.selectionSet, predicate)) {
            return true;
          }
        }
      }
      return false;
    }
    exports.hasSelectionWithPredicate = hasSelectionWithPredicate;
  }
});

// node_modules/@apollo/federation-internals/dist/precompute.js
var require_precompute = __commonJS({
  "node_modules/@apollo/federation-internals/dist/precompute.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.computeShareables = void 0;
    var _1 = require_dist2();
    function computeShareables(schema) {
      const metadata = (0, _1.federationMetadata)(schema);
      (0, _1.assert)(metadata, "Schema should be a federation subgraph");
      const keyDirective = metadata.keyDirective();
      const providesDirective = metadata.providesDirective();
      const shareableDirective = metadata.isFed2Schema() ? metadata.shareableDirective() : void 0;
      const shareableFields = /* @__PURE__ */ new Set();
      const addKeyFields = (type) => {
        for (const key of type.appliedDirectivesOf(keyDirective)) {
          (0, _1.collectTargetFields)({
            parentType: type,
            directive: key,
            includeInterfaceFieldsImplementations: true,
            validate: false
          }).forEach((f) => shareableFields.add(f.coordinate));
        }
      };
      for (const type of schema.objectTypes()) {
        addKeyFields(type);
        const shareablesOnType = shareableDirective ? type.appliedDirectivesOf(shareableDirective) : [];
        for (const field of type.fields()) {
          const fieldIsShareable = shareableDirective && field.hasAppliedDirective(shareableDirective) || shareablesOnType.length > 0 && shareablesOnType.some((d) => field.ofExtension() === d.ofExtension());
          if (fieldIsShareable) {
            shareableFields.add(field.coordinate);
          }
          for (const provides of field.appliedDirectivesOf(providesDirective)) {
            const parentType = (0, _1.baseType)(field.type);
            if ((0, _1.isCompositeType)(parentType)) {
              (0, _1.collectTargetFields)({
                parentType,
                directive: provides,
                includeInterfaceFieldsImplementations: true,
                validate: false
              }).forEach((f) => {
                if (metadata.isFieldExternal(f)) {
                  shareableFields.add(f.coordinate);
                }
              });
            }
          }
        }
      }
      for (const type of schema.interfaceTypes()) {
        addKeyFields(type);
      }
      return (field) => shareableFields.has(field.coordinate);
    }
    exports.computeShareables = computeShareables;
  }
});

// node_modules/@apollo/federation-internals/dist/specs/authenticatedSpec.js
var require_authenticatedSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/authenticatedSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.AUTHENTICATED_VERSIONS = exports.AuthenticatedSpecDefinition = void 0;
    var graphql_1 = require_graphql();
    var coreSpec_1 = require_coreSpec();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var AuthenticatedSpecDefinition = class _AuthenticatedSpecDefinition extends coreSpec_1.FeatureDefinition {
      constructor(version, minimumFederationVersion) {
        super(new coreSpec_1.FeatureUrl(_AuthenticatedSpecDefinition.identity, _AuthenticatedSpecDefinition.directiveName, version), minimumFederationVersion);
        this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: _AuthenticatedSpecDefinition.directiveName,
          locations: [
            graphql_1.DirectiveLocation.FIELD_DEFINITION,
            graphql_1.DirectiveLocation.OBJECT,
            graphql_1.DirectiveLocation.INTERFACE,
            graphql_1.DirectiveLocation.SCALAR,
            graphql_1.DirectiveLocation.ENUM
          ],
          composes: true,
          supergraphSpecification: () => exports.AUTHENTICATED_VERSIONS.latest()
        }));
      }
      authenticatedDirective(schema) {
        return this.directive(schema, _AuthenticatedSpecDefinition.directiveName);
      }
      get defaultCorePurpose() {
        return "SECURITY";
      }
    };
    exports.AuthenticatedSpecDefinition = AuthenticatedSpecDefinition;
    AuthenticatedSpecDefinition.directiveName = "authenticated";
    AuthenticatedSpecDefinition.identity = `https://specs.apollo.dev/${AuthenticatedSpecDefinition.directiveName}`;
    exports.AUTHENTICATED_VERSIONS = new coreSpec_1.FeatureDefinitions(AuthenticatedSpecDefinition.identity).add(new AuthenticatedSpecDefinition(new coreSpec_1.FeatureVersion(0, 1), new coreSpec_1.FeatureVersion(2, 5)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.AUTHENTICATED_VERSIONS);
  }
});

// node_modules/@apollo/federation-internals/dist/argumentCompositionStrategies.js
var require_argumentCompositionStrategies = __commonJS({
  "node_modules/@apollo/federation-internals/dist/argumentCompositionStrategies.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.ARGUMENT_COMPOSITION_STRATEGIES = exports.convertEmptyToTrue = exports.dnfConjunction = void 0;
    var definitions_1 = require_definitions();
    var types_1 = require_types();
    var values_1 = require_values();
    function supportFixedTypes(types) {
      return (schema, type) => {
        const supported = types(schema);
        return supported.some((t) => (0, types_1.sameType)(t, type)) ? { valid: true } : { valid: false, supportedMsg: `type(s) ${supported.join(", ")}` };
      };
    }
    function supportAnyNonNullNestedArray() {
      return (_, type) => (0, definitions_1.isNonNullType)(type) && (0, definitions_1.isListType)(type.ofType) && (0, definitions_1.isNonNullType)(type.ofType.ofType) && (0, definitions_1.isListType)(type.ofType.ofType.ofType) ? { valid: true } : { valid: false, supportedMsg: "non nullable nested list types of any type" };
    }
    function supportAnyNonNullArray() {
      return (_, type) => (0, definitions_1.isNonNullType)(type) && (0, definitions_1.isListType)(type.ofType) ? { valid: true } : { valid: false, supportedMsg: "non nullable list types of any type" };
    }
    function supportAnyArray() {
      return (_, type) => (0, definitions_1.isListType)(type) || (0, definitions_1.isNonNullType)(type) && (0, definitions_1.isListType)(type.ofType) ? { valid: true } : { valid: false, supportedMsg: "list types of any type" };
    }
    function mergeNullableValues(mergeValues) {
      return (values) => {
        const nonNullValues = values.filter((v) => v !== null && v !== void 0);
        return nonNullValues.length > 0 ? mergeValues(nonNullValues) : void 0;
      };
    }
    function unionValues(values) {
      return values.reduce((acc, next) => {
        const newValues = next.filter((v1) => !acc.some((v2) => (0, values_1.valueEquals)(v1, v2)));
        return acc.concat(newValues);
      }, []);
    }
    function dnfConjunction(values) {
      if (values.length == 0) {
        return [];
      }
      for (let i = 0; i < values.length; i++) {
        values[i] = convertEmptyToTrue(dnfCopy(values[i]));
      }
      const filtered = filterNestedArrayDuplicates(values);
      let result = filtered[0];
      for (let i = 1; i < filtered.length; i++) {
        const current = filtered[i];
        const accumulator = [];
        const seen = /* @__PURE__ */ new Set();
        for (const accElement of result) {
          for (const currentElement of current) {
            const filteredElement = currentElement.filter((e) => !accElement.includes(e));
            const candidate = [...accElement, ...filteredElement].sort();
            const key = JSON.stringify(candidate);
            if (!seen.has(key)) {
              seen.add(key);
              accumulator.push(candidate);
            }
          }
        }
        result = deduplicateSubsumedValues(accumulator);
      }
      return result;
    }
    exports.dnfConjunction = dnfConjunction;
    function filterNestedArrayDuplicates(values) {
      const filtered = [];
      const seen = /* @__PURE__ */ new Set();
      values.forEach((value) => {
        value.forEach((inner) => {
          inner.sort();
        });
        value.sort((a, b) => {
          const left = JSON.stringify(a);
          const right = JSON.stringify(b);
          return left > right ? 1 : left < right ? -1 : 0;
        });
        const key = JSON.stringify(value);
        if (!seen.has(key)) {
          seen.add(key);
          filtered.push(value);
        }
      });
      return filtered;
    }
    function deduplicateSubsumedValues(values) {
      const result = [];
      values.sort((first, second) => {
        if (first.length < second.length) {
          return -1;
        } else if (first.length > second.length) {
          return 1;
        } else {
          return 0;
        }
      });
      for (const candidate of values) {
        const entry = new Set(candidate);
        let redundant = false;
        for (const r of result) {
          if (r.every((e) => entry.has(e))) {
            redundant = true;
            break;
          }
        }
        if (!redundant) {
          result.push(candidate);
        }
      }
      return result;
    }
    function dnfCopy(value) {
      const newValue = new Array(value.length);
      for (let i = 0; i < value.length; i++) {
        newValue[i] = value[i].slice();
      }
      return newValue;
    }
    function convertEmptyToTrue(value) {
      return value.length === 0 ? [[]] : value;
    }
    exports.convertEmptyToTrue = convertEmptyToTrue;
    exports.ARGUMENT_COMPOSITION_STRATEGIES = {
      MAX: {
        name: "MAX",
        isTypeSupported: supportFixedTypes((schema) => [new definitions_1.NonNullType(schema.intType())]),
        mergeValues: (values) => Math.max(...values)
      },
      MIN: {
        name: "MIN",
        isTypeSupported: supportFixedTypes((schema) => [new definitions_1.NonNullType(schema.intType())]),
        mergeValues: (values) => Math.min(...values)
      },
      INTERSECTION: {
        name: "INTERSECTION",
        isTypeSupported: supportAnyNonNullArray(),
        mergeValues: (values) => {
          var _a;
          return (_a = values.reduce((acc, next) => {
            if (acc === void 0) {
              return next;
            } else {
              return acc.filter((v1) => next.some((v2) => (0, values_1.valueEquals)(v1, v2)));
            }
          }, void 0)) !== null && _a !== void 0 ? _a : [];
        }
      },
      UNION: {
        name: "UNION",
        isTypeSupported: supportAnyNonNullArray(),
        mergeValues: unionValues
      },
      NULLABLE_AND: {
        name: "NULLABLE_AND",
        isTypeSupported: supportFixedTypes((schema) => [
          schema.booleanType(),
          new definitions_1.NonNullType(schema.booleanType())
        ]),
        mergeValues: mergeNullableValues((values) => values.every((v) => v))
      },
      NULLABLE_MAX: {
        name: "NULLABLE_MAX",
        isTypeSupported: supportFixedTypes((schema) => [
          schema.intType(),
          new definitions_1.NonNullType(schema.intType())
        ]),
        mergeValues: mergeNullableValues((values) => Math.max(...values))
      },
      NULLABLE_UNION: {
        name: "NULLABLE_UNION",
        isTypeSupported: supportAnyArray(),
        mergeValues: mergeNullableValues(unionValues)
      },
      DNF_CONJUNCTION: {
        name: "DNF_CONJUNCTION",
        isTypeSupported: supportAnyNonNullNestedArray(),
        mergeValues: dnfConjunction
      }
    };
  }
});

// node_modules/@apollo/federation-internals/dist/specs/requiresScopesSpec.js
var require_requiresScopesSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/requiresScopesSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.REQUIRES_SCOPES_VERSIONS = exports.RequiresScopesSpecDefinition = exports.RequiresScopesTypeName = void 0;
    var graphql_1 = require_graphql();
    var coreSpec_1 = require_coreSpec();
    var definitions_1 = require_definitions();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var argumentCompositionStrategies_1 = require_argumentCompositionStrategies();
    var utils_1 = require_utils();
    var RequiresScopesTypeName;
    (function(RequiresScopesTypeName2) {
      RequiresScopesTypeName2["SCOPE"] = "Scope";
    })(RequiresScopesTypeName || (exports.RequiresScopesTypeName = RequiresScopesTypeName = {}));
    var RequiresScopesSpecDefinition = class _RequiresScopesSpecDefinition extends coreSpec_1.FeatureDefinition {
      constructor(version) {
        super(new coreSpec_1.FeatureUrl(_RequiresScopesSpecDefinition.identity, _RequiresScopesSpecDefinition.directiveName, version));
        this.registerType((0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name: RequiresScopesTypeName.SCOPE }));
        this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: _RequiresScopesSpecDefinition.directiveName,
          args: [{
            name: "scopes",
            type: (schema, feature) => {
              (0, utils_1.assert)(feature, "Shouldn't be added without being attached to a @link spec");
              const scopeName = feature.typeNameInSchema(RequiresScopesTypeName.SCOPE);
              const scopeType = schema.type(scopeName);
              (0, utils_1.assert)(scopeType, () => `Expected "${scopeName}" to be defined`);
              return new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(scopeType)))));
            },
            compositionStrategy: argumentCompositionStrategies_1.ARGUMENT_COMPOSITION_STRATEGIES.DNF_CONJUNCTION
          }],
          locations: [
            graphql_1.DirectiveLocation.FIELD_DEFINITION,
            graphql_1.DirectiveLocation.OBJECT,
            graphql_1.DirectiveLocation.INTERFACE,
            graphql_1.DirectiveLocation.SCALAR,
            graphql_1.DirectiveLocation.ENUM
          ],
          composes: true,
          supergraphSpecification: () => exports.REQUIRES_SCOPES_VERSIONS.latest()
        }));
      }
      requiresScopesDirective(schema) {
        return this.directive(schema, _RequiresScopesSpecDefinition.directiveName);
      }
      get defaultCorePurpose() {
        return "SECURITY";
      }
    };
    exports.RequiresScopesSpecDefinition = RequiresScopesSpecDefinition;
    RequiresScopesSpecDefinition.directiveName = "requiresScopes";
    RequiresScopesSpecDefinition.identity = `https://specs.apollo.dev/${RequiresScopesSpecDefinition.directiveName}`;
    exports.REQUIRES_SCOPES_VERSIONS = new coreSpec_1.FeatureDefinitions(RequiresScopesSpecDefinition.identity).add(new RequiresScopesSpecDefinition(new coreSpec_1.FeatureVersion(0, 1)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.REQUIRES_SCOPES_VERSIONS);
  }
});

// node_modules/@apollo/federation-internals/dist/specs/policySpec.js
var require_policySpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/policySpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.POLICY_VERSIONS = exports.PolicySpecDefinition = exports.PolicyTypeName = void 0;
    var graphql_1 = require_graphql();
    var coreSpec_1 = require_coreSpec();
    var definitions_1 = require_definitions();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var argumentCompositionStrategies_1 = require_argumentCompositionStrategies();
    var utils_1 = require_utils();
    var PolicyTypeName;
    (function(PolicyTypeName2) {
      PolicyTypeName2["POLICY"] = "Policy";
    })(PolicyTypeName || (exports.PolicyTypeName = PolicyTypeName = {}));
    var PolicySpecDefinition = class _PolicySpecDefinition extends coreSpec_1.FeatureDefinition {
      constructor(version) {
        super(new coreSpec_1.FeatureUrl(_PolicySpecDefinition.identity, _PolicySpecDefinition.directiveName, version));
        this.registerType((0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name: PolicyTypeName.POLICY }));
        this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: _PolicySpecDefinition.directiveName,
          args: [{
            name: "policies",
            type: (schema, feature) => {
              (0, utils_1.assert)(feature, "Shouldn't be added without being attached to a @link spec");
              const policyName = feature.typeNameInSchema(PolicyTypeName.POLICY);
              const PolicyType = schema.type(policyName);
              (0, utils_1.assert)(PolicyType, () => `Expected "${policyName}" to be defined`);
              return new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(PolicyType)))));
            },
            compositionStrategy: argumentCompositionStrategies_1.ARGUMENT_COMPOSITION_STRATEGIES.DNF_CONJUNCTION
          }],
          locations: [
            graphql_1.DirectiveLocation.FIELD_DEFINITION,
            graphql_1.DirectiveLocation.OBJECT,
            graphql_1.DirectiveLocation.INTERFACE,
            graphql_1.DirectiveLocation.SCALAR,
            graphql_1.DirectiveLocation.ENUM
          ],
          composes: true,
          supergraphSpecification: () => exports.POLICY_VERSIONS.latest()
        }));
      }
      policyDirective(schema) {
        return this.directive(schema, _PolicySpecDefinition.directiveName);
      }
      get defaultCorePurpose() {
        return "SECURITY";
      }
    };
    exports.PolicySpecDefinition = PolicySpecDefinition;
    PolicySpecDefinition.directiveName = "policy";
    PolicySpecDefinition.identity = `https://specs.apollo.dev/${PolicySpecDefinition.directiveName}`;
    exports.POLICY_VERSIONS = new coreSpec_1.FeatureDefinitions(PolicySpecDefinition.identity).add(new PolicySpecDefinition(new coreSpec_1.FeatureVersion(0, 1)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.POLICY_VERSIONS);
  }
});

// node_modules/@apollo/federation-internals/dist/specs/contextSpec.js
var require_contextSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/contextSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.CONTEXT_VERSIONS = exports.ContextSpecDefinition = exports.ContextDirectiveName = void 0;
    var graphql_1 = require_graphql();
    var coreSpec_1 = require_coreSpec();
    var definitions_1 = require_definitions();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var utils_1 = require_utils();
    var ContextDirectiveName;
    (function(ContextDirectiveName2) {
      ContextDirectiveName2["CONTEXT"] = "context";
      ContextDirectiveName2["FROM_CONTEXT"] = "fromContext";
    })(ContextDirectiveName || (exports.ContextDirectiveName = ContextDirectiveName = {}));
    var fieldValueScalar = "ContextFieldValue";
    var ContextSpecDefinition = class _ContextSpecDefinition extends coreSpec_1.FeatureDefinition {
      constructor(version) {
        super(new coreSpec_1.FeatureUrl(_ContextSpecDefinition.identity, _ContextSpecDefinition.directiveName, version));
        this.registerType((0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name: fieldValueScalar }));
        this.contextDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: ContextDirectiveName.CONTEXT,
          locations: [graphql_1.DirectiveLocation.INTERFACE, graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.UNION],
          args: [{ name: "name", type: (schema) => new definitions_1.NonNullType(schema.stringType()) }],
          composes: true,
          repeatable: true,
          supergraphSpecification: (fedVersion) => exports.CONTEXT_VERSIONS.getMinimumRequiredVersion(fedVersion),
          staticArgumentTransform: (subgraph, args) => {
            const subgraphName = subgraph.name;
            return {
              name: `${subgraphName}__${args.name}`
            };
          }
        });
        this.fromContextDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: ContextDirectiveName.FROM_CONTEXT,
          locations: [graphql_1.DirectiveLocation.ARGUMENT_DEFINITION],
          args: [{ name: "field", type: (schema, feature) => {
            (0, utils_1.assert)(feature, "Shouldn't be added without being attached to a @link spec");
            const fieldValue = feature.typeNameInSchema(fieldValueScalar);
            const fieldValueType = schema.type(fieldValue);
            (0, utils_1.assert)(fieldValueType, () => `Expected "${fieldValue}" to be defined`);
            (0, utils_1.assert)((0, definitions_1.isInputType)(fieldValueType), `Expected "${fieldValue}" to be an input type`);
            return fieldValueType;
          } }],
          composes: false
        });
        this.registerDirective(this.contextDirectiveSpec);
        this.registerDirective(this.fromContextDirectiveSpec);
      }
      get defaultCorePurpose() {
        return "SECURITY";
      }
      contextDirective(schema) {
        return this.directive(schema, _ContextSpecDefinition.directiveName);
      }
    };
    exports.ContextSpecDefinition = ContextSpecDefinition;
    ContextSpecDefinition.directiveName = "context";
    ContextSpecDefinition.identity = `https://specs.apollo.dev/${ContextSpecDefinition.directiveName}`;
    exports.CONTEXT_VERSIONS = new coreSpec_1.FeatureDefinitions(ContextSpecDefinition.identity).add(new ContextSpecDefinition(new coreSpec_1.FeatureVersion(0, 1)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.CONTEXT_VERSIONS);
  }
});

// node_modules/@apollo/federation-internals/dist/specs/costSpec.js
var require_costSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/costSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.COST_VERSIONS = exports.CostSpecDefinition = exports.costIdentity = void 0;
    var graphql_1 = require_graphql();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var coreSpec_1 = require_coreSpec();
    var definitions_1 = require_definitions();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var argumentCompositionStrategies_1 = require_argumentCompositionStrategies();
    exports.costIdentity = "https://specs.apollo.dev/cost";
    var CostSpecDefinition = class extends coreSpec_1.FeatureDefinition {
      constructor(version, minimumFederationVersion) {
        super(new coreSpec_1.FeatureUrl(exports.costIdentity, "cost", version), minimumFederationVersion);
        this.minimumFederationVersion = minimumFederationVersion;
        this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: "cost",
          locations: [
            graphql_1.DirectiveLocation.ARGUMENT_DEFINITION,
            graphql_1.DirectiveLocation.ENUM,
            graphql_1.DirectiveLocation.FIELD_DEFINITION,
            graphql_1.DirectiveLocation.INPUT_FIELD_DEFINITION,
            graphql_1.DirectiveLocation.OBJECT,
            graphql_1.DirectiveLocation.SCALAR
          ],
          args: [{ name: "weight", type: (schema) => new definitions_1.NonNullType(schema.intType()), compositionStrategy: argumentCompositionStrategies_1.ARGUMENT_COMPOSITION_STRATEGIES.MAX }],
          composes: true,
          repeatable: false,
          supergraphSpecification: (fedVersion) => exports.COST_VERSIONS.getMinimumRequiredVersion(fedVersion)
        }));
        this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: "listSize",
          locations: [graphql_1.DirectiveLocation.FIELD_DEFINITION],
          args: [
            { name: "assumedSize", type: (schema) => schema.intType(), compositionStrategy: argumentCompositionStrategies_1.ARGUMENT_COMPOSITION_STRATEGIES.NULLABLE_MAX },
            { name: "slicingArguments", type: (schema) => new definitions_1.ListType(new definitions_1.NonNullType(schema.stringType())), compositionStrategy: argumentCompositionStrategies_1.ARGUMENT_COMPOSITION_STRATEGIES.NULLABLE_UNION },
            { name: "sizedFields", type: (schema) => new definitions_1.ListType(new definitions_1.NonNullType(schema.stringType())), compositionStrategy: argumentCompositionStrategies_1.ARGUMENT_COMPOSITION_STRATEGIES.NULLABLE_UNION },
            { name: "requireOneSlicingArgument", type: (schema) => schema.booleanType(), defaultValue: true, compositionStrategy: argumentCompositionStrategies_1.ARGUMENT_COMPOSITION_STRATEGIES.NULLABLE_AND }
          ],
          composes: true,
          repeatable: false,
          supergraphSpecification: (fedVersion) => exports.COST_VERSIONS.getMinimumRequiredVersion(fedVersion)
        }));
      }
      costDirective(schema) {
        return this.directive(schema, "cost");
      }
      listSizeDirective(schema) {
        return this.directive(schema, "listSize");
      }
    };
    exports.CostSpecDefinition = CostSpecDefinition;
    exports.COST_VERSIONS = new coreSpec_1.FeatureDefinitions(exports.costIdentity).add(new CostSpecDefinition(new coreSpec_1.FeatureVersion(0, 1), new coreSpec_1.FeatureVersion(2, 9)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.COST_VERSIONS);
  }
});

// node_modules/@apollo/federation-internals/dist/specs/cacheTagSpec.js
var require_cacheTagSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/cacheTagSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.CACHE_TAG_VERSIONS = exports.CacheTagSpecDefinition = exports.CACHE_TAG = void 0;
    var coreSpec_1 = require_coreSpec();
    exports.CACHE_TAG = "cacheTag";
    var CacheTagSpecDefinition = class _CacheTagSpecDefinition extends coreSpec_1.FeatureDefinition {
      constructor(version, minimumFederationVersion) {
        super(new coreSpec_1.FeatureUrl(_CacheTagSpecDefinition.identity, _CacheTagSpecDefinition.specName, version), minimumFederationVersion);
      }
      get defaultCorePurpose() {
        return "EXECUTION";
      }
    };
    exports.CacheTagSpecDefinition = CacheTagSpecDefinition;
    CacheTagSpecDefinition.specName = exports.CACHE_TAG;
    CacheTagSpecDefinition.identity = `https://specs.apollo.dev/${CacheTagSpecDefinition.specName}`;
    exports.CACHE_TAG_VERSIONS = new coreSpec_1.FeatureDefinitions(CacheTagSpecDefinition.identity).add(new CacheTagSpecDefinition(new coreSpec_1.FeatureVersion(0, 1)));
  }
});

// node_modules/@apollo/federation-internals/dist/specs/federationSpec.js
var require_federationSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/federationSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.FEDERATION_VERSIONS = exports.FederationSpecDefinition = exports.FEDERATION1_DIRECTIVES = exports.FEDERATION1_TYPES = exports.FederationDirectiveName = exports.FederationTypeName = exports.federationIdentity = void 0;
    var definitions_1 = require_definitions();
    var coreSpec_1 = require_coreSpec();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var graphql_1 = require_graphql();
    var utils_1 = require_utils();
    var tagSpec_1 = require_tagSpec();
    var federation_1 = require_federation();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var inaccessibleSpec_1 = require_inaccessibleSpec();
    var authenticatedSpec_1 = require_authenticatedSpec();
    var requiresScopesSpec_1 = require_requiresScopesSpec();
    var policySpec_1 = require_policySpec();
    var contextSpec_1 = require_contextSpec();
    var costSpec_1 = require_costSpec();
    var cacheTagSpec_1 = require_cacheTagSpec();
    exports.federationIdentity = "https://specs.apollo.dev/federation";
    var FederationTypeName;
    (function(FederationTypeName2) {
      FederationTypeName2["FIELD_SET"] = "FieldSet";
      FederationTypeName2["CONTEXT_FIELD_VALUE"] = "ContextFieldValue";
    })(FederationTypeName || (exports.FederationTypeName = FederationTypeName = {}));
    var FederationDirectiveName;
    (function(FederationDirectiveName2) {
      FederationDirectiveName2["KEY"] = "key";
      FederationDirectiveName2["EXTERNAL"] = "external";
      FederationDirectiveName2["REQUIRES"] = "requires";
      FederationDirectiveName2["PROVIDES"] = "provides";
      FederationDirectiveName2["EXTENDS"] = "extends";
      FederationDirectiveName2["SHAREABLE"] = "shareable";
      FederationDirectiveName2["OVERRIDE"] = "override";
      FederationDirectiveName2["TAG"] = "tag";
      FederationDirectiveName2["INACCESSIBLE"] = "inaccessible";
      FederationDirectiveName2["COMPOSE_DIRECTIVE"] = "composeDirective";
      FederationDirectiveName2["INTERFACE_OBJECT"] = "interfaceObject";
      FederationDirectiveName2["AUTHENTICATED"] = "authenticated";
      FederationDirectiveName2["REQUIRES_SCOPES"] = "requiresScopes";
      FederationDirectiveName2["POLICY"] = "policy";
      FederationDirectiveName2["CONTEXT"] = "context";
      FederationDirectiveName2["FROM_CONTEXT"] = "fromContext";
      FederationDirectiveName2["COST"] = "cost";
      FederationDirectiveName2["LIST_SIZE"] = "listSize";
      FederationDirectiveName2["CACHE_TAG"] = "cacheTag";
    })(FederationDirectiveName || (exports.FederationDirectiveName = FederationDirectiveName = {}));
    var fieldSetTypeSpec = (0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name: FederationTypeName.FIELD_SET });
    var fieldsArgument = { name: "fields", type: (schema) => fieldSetType(schema) };
    var keyDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
      name: FederationDirectiveName.KEY,
      locations: [graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.INTERFACE],
      repeatable: true,
      args: [
        fieldsArgument,
        { name: "resolvable", type: (schema) => schema.booleanType(), defaultValue: true }
      ]
    });
    var extendsDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
      name: FederationDirectiveName.EXTENDS,
      locations: [graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.INTERFACE]
    });
    var externalDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
      name: FederationDirectiveName.EXTERNAL,
      locations: [graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.FIELD_DEFINITION],
      args: [{ name: "reason", type: (schema) => schema.stringType() }]
    });
    var requiresDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
      name: FederationDirectiveName.REQUIRES,
      locations: [graphql_1.DirectiveLocation.FIELD_DEFINITION],
      args: [fieldsArgument]
    });
    var providesDirectiveSpec = (0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
      name: FederationDirectiveName.PROVIDES,
      locations: [graphql_1.DirectiveLocation.FIELD_DEFINITION],
      args: [fieldsArgument]
    });
    var legacyFederationTypes = [
      fieldSetTypeSpec
    ];
    var legacyFederationDirectives = [
      keyDirectiveSpec,
      requiresDirectiveSpec,
      providesDirectiveSpec,
      externalDirectiveSpec,
      tagSpec_1.TAG_VERSIONS.find(new coreSpec_1.FeatureVersion(0, 2)).tagDirectiveSpec,
      extendsDirectiveSpec
    ];
    exports.FEDERATION1_TYPES = legacyFederationTypes;
    exports.FEDERATION1_DIRECTIVES = legacyFederationDirectives;
    function fieldSetType(schema) {
      const metadata = (0, federation_1.federationMetadata)(schema);
      (0, utils_1.assert)(metadata, `The schema is not a federation subgraph`);
      return new definitions_1.NonNullType(metadata.fieldSetType());
    }
    var FederationSpecDefinition = class extends coreSpec_1.FeatureDefinition {
      constructor(version) {
        super(new coreSpec_1.FeatureUrl(exports.federationIdentity, "federation", version));
        for (const type of legacyFederationTypes) {
          this.registerType(type);
        }
        for (const directive of legacyFederationDirectives) {
          this.registerDirective(directive);
        }
        this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
          name: FederationDirectiveName.SHAREABLE,
          locations: [graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.FIELD_DEFINITION],
          repeatable: version.gte(new coreSpec_1.FeatureVersion(2, 2))
        }));
        this.registerSubFeature(inaccessibleSpec_1.INACCESSIBLE_VERSIONS.getMinimumRequiredVersion(version));
        if (version.gte(new coreSpec_1.FeatureVersion(2, 7))) {
          this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
            name: FederationDirectiveName.OVERRIDE,
            locations: [graphql_1.DirectiveLocation.FIELD_DEFINITION],
            args: [
              { name: "from", type: (schema) => new definitions_1.NonNullType(schema.stringType()) },
              { name: "label", type: (schema) => schema.stringType() }
            ]
          }));
        } else {
          this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
            name: FederationDirectiveName.OVERRIDE,
            locations: [graphql_1.DirectiveLocation.FIELD_DEFINITION],
            args: [{ name: "from", type: (schema) => new definitions_1.NonNullType(schema.stringType()) }]
          }));
        }
        if (version.gte(new coreSpec_1.FeatureVersion(2, 1))) {
          this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
            name: FederationDirectiveName.COMPOSE_DIRECTIVE,
            locations: [graphql_1.DirectiveLocation.SCHEMA],
            repeatable: true,
            args: [{ name: "name", type: (schema) => schema.stringType() }]
          }));
        }
        if (version.gte(new coreSpec_1.FeatureVersion(2, 3))) {
          this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
            name: FederationDirectiveName.INTERFACE_OBJECT,
            locations: [graphql_1.DirectiveLocation.OBJECT]
          }));
          this.registerSubFeature(tagSpec_1.TAG_VERSIONS.find(new coreSpec_1.FeatureVersion(0, 3)));
        }
        if (version.gte(new coreSpec_1.FeatureVersion(2, 5))) {
          this.registerSubFeature(authenticatedSpec_1.AUTHENTICATED_VERSIONS.find(new coreSpec_1.FeatureVersion(0, 1)));
          this.registerSubFeature(requiresScopesSpec_1.REQUIRES_SCOPES_VERSIONS.find(new coreSpec_1.FeatureVersion(0, 1)));
        }
        if (version.gte(new coreSpec_1.FeatureVersion(2, 6))) {
          this.registerSubFeature(policySpec_1.POLICY_VERSIONS.find(new coreSpec_1.FeatureVersion(0, 1)));
        }
        if (version.gte(new coreSpec_1.FeatureVersion(2, 8))) {
          this.registerSubFeature(contextSpec_1.CONTEXT_VERSIONS.find(new coreSpec_1.FeatureVersion(0, 1)));
        }
        if (version.gte(new coreSpec_1.FeatureVersion(2, 9))) {
          this.registerSubFeature(costSpec_1.COST_VERSIONS.find(new coreSpec_1.FeatureVersion(0, 1)));
        }
        if (version.gte(new coreSpec_1.FeatureVersion(2, 12))) {
          this.registerDirective((0, directiveAndTypeSpecification_1.createDirectiveSpecification)({
            name: FederationDirectiveName.CACHE_TAG,
            locations: [graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.FIELD_DEFINITION],
            repeatable: true,
            args: [{ name: "format", type: (schema) => new definitions_1.NonNullType(schema.stringType()) }],
            composes: true,
            supergraphSpecification: (fedVersion) => cacheTagSpec_1.CACHE_TAG_VERSIONS.getMinimumRequiredVersion(fedVersion),
            useJoinDirective: true
          }));
        }
      }
    };
    exports.FederationSpecDefinition = FederationSpecDefinition;
    exports.FEDERATION_VERSIONS = new coreSpec_1.FeatureDefinitions(exports.federationIdentity).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 0))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 1))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 2))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 3))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 4))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 5))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 6))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 7))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 8))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 9))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 10))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 11))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 12))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 13))).add(new FederationSpecDefinition(new coreSpec_1.FeatureVersion(2, 14)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.FEDERATION_VERSIONS);
  }
});

// node_modules/@apollo/federation-internals/dist/specs/joinSpec.js
var require_joinSpec = __commonJS({
  "node_modules/@apollo/federation-internals/dist/specs/joinSpec.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.JOIN_VERSIONS = exports.JoinSpecDefinition = exports.joinIdentity = void 0;
    var graphql_1 = require_graphql();
    var coreSpec_1 = require_coreSpec();
    var definitions_1 = require_definitions();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var utils_1 = require_utils();
    exports.joinIdentity = "https://specs.apollo.dev/join";
    function sanitizeGraphQLName(name) {
      const alphaNumericUnderscoreOnly = name.replace(/[\W]/g, "_");
      const noNumericFirstChar = alphaNumericUnderscoreOnly.match(/^\d/) ? "_" + alphaNumericUnderscoreOnly : alphaNumericUnderscoreOnly;
      const noUnderscoreNumericEnding = noNumericFirstChar.match(/_\d+$/) ? noNumericFirstChar + "_" : noNumericFirstChar;
      const toUpper = noUnderscoreNumericEnding.toLocaleUpperCase();
      return toUpper;
    }
    var JoinSpecDefinition = class extends coreSpec_1.FeatureDefinition {
      constructor(version, minimumFederationVersion) {
        super(new coreSpec_1.FeatureUrl(exports.joinIdentity, "join", version), minimumFederationVersion);
      }
      isV01() {
        return this.version.equals(new coreSpec_1.FeatureVersion(0, 1));
      }
      addElementsToSchema(schema) {
        const joinGraph = this.addDirective(schema, "graph").addLocations(graphql_1.DirectiveLocation.ENUM_VALUE);
        joinGraph.addArgument("name", new definitions_1.NonNullType(schema.stringType()));
        joinGraph.addArgument("url", new definitions_1.NonNullType(schema.stringType()));
        const graphEnum = this.addEnumType(schema, "Graph");
        const joinFieldSet = this.addScalarType(schema, "FieldSet");
        const joinType = this.addDirective(schema, "type").addLocations(graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.INTERFACE, graphql_1.DirectiveLocation.UNION, graphql_1.DirectiveLocation.ENUM, graphql_1.DirectiveLocation.INPUT_OBJECT, graphql_1.DirectiveLocation.SCALAR);
        if (!this.isV01()) {
          joinType.repeatable = true;
        }
        joinType.addArgument("graph", new definitions_1.NonNullType(graphEnum));
        joinType.addArgument("key", joinFieldSet);
        if (!this.isV01()) {
          joinType.addArgument("extension", new definitions_1.NonNullType(schema.booleanType()), false);
          joinType.addArgument("resolvable", new definitions_1.NonNullType(schema.booleanType()), true);
          if (this.version.gte(new coreSpec_1.FeatureVersion(0, 3))) {
            joinType.addArgument("isInterfaceObject", new definitions_1.NonNullType(schema.booleanType()), false);
          }
        }
        const joinField = this.addDirective(schema, "field").addLocations(graphql_1.DirectiveLocation.FIELD_DEFINITION, graphql_1.DirectiveLocation.INPUT_FIELD_DEFINITION);
        joinField.repeatable = true;
        const graphArgType = this.version.gte(new coreSpec_1.FeatureVersion(0, 3)) ? graphEnum : new definitions_1.NonNullType(graphEnum);
        joinField.addArgument("graph", graphArgType);
        joinField.addArgument("requires", joinFieldSet);
        joinField.addArgument("provides", joinFieldSet);
        if (!this.isV01()) {
          joinField.addArgument("type", schema.stringType());
          joinField.addArgument("external", schema.booleanType());
          joinField.addArgument("override", schema.stringType());
          joinField.addArgument("usedOverridden", schema.booleanType());
        }
        if (!this.isV01()) {
          const joinImplements = this.addDirective(schema, "implements").addLocations(graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.INTERFACE);
          joinImplements.repeatable = true;
          joinImplements.addArgument("graph", new definitions_1.NonNullType(graphEnum));
          joinImplements.addArgument("interface", new definitions_1.NonNullType(schema.stringType()));
        }
        if (this.version.gte(new coreSpec_1.FeatureVersion(0, 3))) {
          const joinUnionMember = this.addDirective(schema, "unionMember").addLocations(graphql_1.DirectiveLocation.UNION);
          joinUnionMember.repeatable = true;
          joinUnionMember.addArgument("graph", new definitions_1.NonNullType(graphEnum));
          joinUnionMember.addArgument("member", new definitions_1.NonNullType(schema.stringType()));
          const joinEnumValue = this.addDirective(schema, "enumValue").addLocations(graphql_1.DirectiveLocation.ENUM_VALUE);
          joinEnumValue.repeatable = true;
          joinEnumValue.addArgument("graph", new definitions_1.NonNullType(graphEnum));
        }
        if (this.version.gte(new coreSpec_1.FeatureVersion(0, 4))) {
          const joinDirective = this.addDirective(schema, "directive").addLocations(graphql_1.DirectiveLocation.SCHEMA, graphql_1.DirectiveLocation.OBJECT, graphql_1.DirectiveLocation.INTERFACE, graphql_1.DirectiveLocation.FIELD_DEFINITION);
          joinDirective.repeatable = true;
          joinDirective.addArgument("graphs", new definitions_1.ListType(new definitions_1.NonNullType(graphEnum)));
          joinDirective.addArgument("name", new definitions_1.NonNullType(schema.stringType()));
          joinDirective.addArgument("args", this.addScalarType(schema, "DirectiveArguments"));
          joinField.addArgument("overrideLabel", schema.stringType());
        }
        if (this.version.gte(new coreSpec_1.FeatureVersion(0, 5))) {
          const fieldValue = this.addScalarType(schema, "FieldValue");
          const contextArgumentsType = schema.addType(new definitions_1.InputObjectType("join__ContextArgument"));
          contextArgumentsType.addField("name", new definitions_1.NonNullType(schema.stringType()));
          contextArgumentsType.addField("type", new definitions_1.NonNullType(schema.stringType()));
          contextArgumentsType.addField("context", new definitions_1.NonNullType(schema.stringType()));
          contextArgumentsType.addField("selection", new definitions_1.NonNullType(fieldValue));
          joinField.addArgument("contextArguments", new definitions_1.ListType(new definitions_1.NonNullType(contextArgumentsType)));
        }
        if (this.isV01()) {
          const joinOwner = this.addDirective(schema, "owner").addLocations(graphql_1.DirectiveLocation.OBJECT);
          joinOwner.addArgument("graph", new definitions_1.NonNullType(graphEnum));
        }
        return [];
      }
      allElementNames() {
        const names = [
          "graph",
          "Graph",
          "FieldSet",
          "@type",
          "@field"
        ];
        if (this.isV01()) {
          names.push("@owner");
        } else {
          names.push("@implements");
        }
        return names;
      }
      populateGraphEnum(schema, subgraphs) {
        const sanitizedNameToSubgraphs = new utils_1.MultiMap();
        for (const subgraph of subgraphs) {
          const sanitized = sanitizeGraphQLName(subgraph.name);
          sanitizedNameToSubgraphs.add(sanitized, subgraph);
        }
        const subgraphToEnumName = /* @__PURE__ */ new Map();
        for (const [sanitizedName, subgraphsForName] of sanitizedNameToSubgraphs) {
          if (subgraphsForName.length === 1) {
            subgraphToEnumName.set(subgraphsForName[0].name, sanitizedName);
          } else {
            for (const [index, subgraph] of subgraphsForName.entries()) {
              subgraphToEnumName.set(subgraph.name, `${sanitizedName}_${index + 1}`);
            }
          }
        }
        const graphEnum = this.graphEnum(schema);
        const graphDirective = this.graphDirective(schema);
        for (const subgraph of subgraphs) {
          const enumValue = graphEnum.addValue(subgraphToEnumName.get(subgraph.name));
          enumValue.applyDirective(graphDirective, { name: subgraph.name, url: subgraph.url });
        }
        return subgraphToEnumName;
      }
      fieldSetScalar(schema) {
        return this.type(schema, "FieldSet");
      }
      graphEnum(schema) {
        return this.type(schema, "Graph");
      }
      graphDirective(schema) {
        return this.directive(schema, "graph");
      }
      directiveDirective(schema) {
        return this.directive(schema, "directive");
      }
      typeDirective(schema) {
        return this.directive(schema, "type");
      }
      implementsDirective(schema) {
        return this.directive(schema, "implements");
      }
      fieldDirective(schema) {
        return this.directive(schema, "field");
      }
      unionMemberDirective(schema) {
        return this.directive(schema, "unionMember");
      }
      enumValueDirective(schema) {
        return this.directive(schema, "enumValue");
      }
      ownerDirective(schema) {
        return this.directive(schema, "owner");
      }
      get defaultCorePurpose() {
        return "EXECUTION";
      }
    };
    exports.JoinSpecDefinition = JoinSpecDefinition;
    exports.JOIN_VERSIONS = new coreSpec_1.FeatureDefinitions(exports.joinIdentity).add(new JoinSpecDefinition(new coreSpec_1.FeatureVersion(0, 1))).add(new JoinSpecDefinition(new coreSpec_1.FeatureVersion(0, 2))).add(new JoinSpecDefinition(new coreSpec_1.FeatureVersion(0, 3), new coreSpec_1.FeatureVersion(2, 0))).add(new JoinSpecDefinition(new coreSpec_1.FeatureVersion(0, 4), new coreSpec_1.FeatureVersion(2, 7))).add(new JoinSpecDefinition(new coreSpec_1.FeatureVersion(0, 5), new coreSpec_1.FeatureVersion(2, 8)));
    (0, knownCoreFeatures_1.registerKnownFeature)(exports.JOIN_VERSIONS);
  }
});

// node_modules/@apollo/federation-internals/dist/federation.js
var require_federation = __commonJS({
  "node_modules/@apollo/federation-internals/dist/federation.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.removeInactiveProvidesAndRequires = exports.addSubgraphToError = exports.addSubgraphToASTNode = exports.Subgraph = exports.FEDERATION_OPERATION_FIELDS = exports.entitiesFieldName = exports.serviceFieldName = exports.FEDERATION_OPERATION_TYPES = exports.entityTypeSpec = exports.serviceTypeSpec = exports.anyTypeSpec = exports.Subgraphs = exports.subgraphsFromServiceList = exports.collectTargetFields = exports.parseFieldSetArgument = exports.newEmptyFederation2Schema = exports.buildSubgraph = exports.isInterfaceObjectType = exports.isEntityType = exports.isFederationField = exports.isFederationSubgraphSchema = exports.federationMetadata = exports.printSubgraphNames = exports.asFed2SubgraphDocument = exports.FEDERATION2_LINK_WITH_AUTO_EXPANDED_IMPORTS_UPGRADED = exports.FEDERATION2_LINK_WITH_AUTO_EXPANDED_IMPORTS = exports.FEDERATION2_LINK_WITH_FULL_IMPORTS = exports.setSchemaAsFed2Subgraph = exports.FederationBlueprint = exports.hasAppliedDirective = exports.isFederationDirectiveDefinedInSchema = exports.FederationMetadata = exports.collectUsedFields = exports.parseContext = exports.FEDERATION_UNNAMED_SUBGRAPH_NAME = exports.FEDERATION_RESERVED_SUBGRAPH_NAME = void 0;
    var definitions_1 = require_definitions();
    var utils_1 = require_utils();
    var specifiedRules_1 = require_specifiedRules();
    var graphql_1 = require_graphql();
    var KnownTypeNamesInFederationRule_1 = require_KnownTypeNamesInFederationRule();
    var buildSchema_1 = require_buildSchema();
    var operations_1 = require_operations();
    var tagSpec_1 = require_tagSpec();
    var error_1 = require_error();
    var precompute_1 = require_precompute();
    var coreSpec_1 = require_coreSpec();
    var federationSpec_1 = require_federationSpec();
    var print_1 = require_print();
    var directiveAndTypeSpecification_1 = require_directiveAndTypeSpecification();
    var suggestions_1 = require_suggestions();
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    var joinSpec_1 = require_joinSpec();
    var linkSpec = coreSpec_1.LINK_VERSIONS.latest();
    var tagSpec = tagSpec_1.TAG_VERSIONS.latest();
    var federationSpec = (version) => {
      if (!version)
        return federationSpec_1.FEDERATION_VERSIONS.latest();
      const spec = federationSpec_1.FEDERATION_VERSIONS.find(version);
      (0, utils_1.assert)(spec, `Federation spec version ${version} is not known`);
      return spec;
    };
    var autoExpandedFederationSpec = federationSpec(new coreSpec_1.FeatureVersion(2, 4));
    var latestFederationSpec = federationSpec();
    exports.FEDERATION_RESERVED_SUBGRAPH_NAME = "_";
    exports.FEDERATION_UNNAMED_SUBGRAPH_NAME = "<unnamed>";
    var FEDERATION_OMITTED_VALIDATION_RULES = [
      graphql_1.PossibleTypeExtensionsRule,
      graphql_1.KnownTypeNamesRule
    ];
    var FEDERATION_SPECIFIC_VALIDATION_RULES = [
      KnownTypeNamesInFederationRule_1.KnownTypeNamesInFederationRule
    ];
    var FEDERATION_VALIDATION_RULES = specifiedRules_1.specifiedSDLRules.filter((rule) => !FEDERATION_OMITTED_VALIDATION_RULES.includes(rule)).concat(FEDERATION_SPECIFIC_VALIDATION_RULES);
    var ALL_DEFAULT_FEDERATION_DIRECTIVE_NAMES = Object.values(federationSpec_1.FederationDirectiveName);
    var FAKE_FED1_CORE_FEATURE_TO_RENAME_TYPES = new definitions_1.CoreFeature(new coreSpec_1.FeatureUrl("<fed1>", "fed1", new coreSpec_1.FeatureVersion(0, 1)), "fed1", new definitions_1.Directive("fed1"), federationSpec_1.FEDERATION1_TYPES.map((spec) => ({ name: spec.name, as: "_" + spec.name })));
    function validateFieldSetSelections({ directiveName, selectionSet, hasExternalInParents, metadata, onError, allowOnNonExternalLeafFields, allowFieldsWithArguments }) {
      for (const selection of selectionSet.selections()) {
        const appliedDirectives = selection.element.appliedDirectives;
        if (appliedDirectives.length > 0) {
          onError(error_1.ERROR_CATEGORIES.DIRECTIVE_IN_FIELDS_ARG.get(directiveName).err(`cannot have directive applications in the @${directiveName}(fields:) argument but found ${appliedDirectives.join(", ")}.`));
        }
        if (selection.kind === "FieldSelection") {
          const field = selection.element.definition;
          const isExternal = metadata.isFieldExternal(field);
          if (!allowFieldsWithArguments && field.hasArguments()) {
            onError(error_1.ERROR_CATEGORIES.FIELDS_HAS_ARGS.get(directiveName).err(`field ${field.coordinate} cannot be included because it has arguments (fields with argument are not allowed in @${directiveName})`, { nodes: field.sourceAST }));
          }
          const mustBeExternal = !selection.selectionSet && !allowOnNonExternalLeafFields && !hasExternalInParents;
          if (!isExternal && mustBeExternal) {
            const errorCode = error_1.ERROR_CATEGORIES.DIRECTIVE_FIELDS_MISSING_EXTERNAL.get(directiveName);
            if (metadata.isFieldFakeExternal(field)) {
              onError(errorCode.err(`field "${field.coordinate}" should not be part of a @${directiveName} since it is already "effectively" provided by this subgraph (while it is marked @${federationSpec_1.FederationDirectiveName.EXTERNAL}, it is a @${federationSpec_1.FederationDirectiveName.KEY} field of an extension type, which are not internally considered external for historical/backward compatibility reasons)`, { nodes: field.sourceAST }));
            } else {
              onError(errorCode.err(`field "${field.coordinate}" should not be part of a @${directiveName} since it is already provided by this subgraph (it is not marked @${federationSpec_1.FederationDirectiveName.EXTERNAL})`, { nodes: field.sourceAST }));
            }
          }
          if (selection.selectionSet) {
            let newHasExternalInParents = hasExternalInParents || isExternal;
            const parentType = field.parent;
            if (!newHasExternalInParents && (0, definitions_1.isInterfaceType)(parentType)) {
              for (const implem of parentType.possibleRuntimeTypes()) {
                const fieldInImplem = implem.field(field.name);
                if (fieldInImplem && metadata.isFieldExternal(fieldInImplem)) {
                  newHasExternalInParents = true;
                  break;
                }
              }
            }
            validateFieldSetSelections({
              directiveName,
              selectionSet: selection.selectionSet,
              hasExternalInParents: newHasExternalInParents,
              metadata,
              onError,
              allowOnNonExternalLeafFields,
              allowFieldsWithArguments
            });
          }
        } else {
          validateFieldSetSelections({
            directiveName,
            selectionSet: selection.selectionSet,
            hasExternalInParents,
            metadata,
            onError,
            allowOnNonExternalLeafFields,
            allowFieldsWithArguments
          });
        }
      }
    }
    function validateFieldSet({ type, directive, metadata, errorCollector, allowOnNonExternalLeafFields, allowFieldsWithArguments, onFields }) {
      try {
        const fieldAccessor = onFields ? (type2, fieldName) => {
          const field = type2.field(fieldName);
          if (field) {
            onFields(field);
          }
          return field;
        } : void 0;
        const selectionSet = parseFieldSetArgument({ parentType: type, directive, fieldAccessor });
        validateFieldSetSelections({
          directiveName: directive.name,
          selectionSet,
          hasExternalInParents: false,
          metadata,
          onError: (error) => errorCollector.push(handleFieldSetValidationError(directive, error)),
          allowOnNonExternalLeafFields,
          allowFieldsWithArguments
        });
      } catch (e) {
        if (e instanceof graphql_1.GraphQLError) {
          errorCollector.push(e);
        } else {
          throw e;
        }
      }
    }
    function handleFieldSetValidationError(directive, originalError, messageUpdater) {
      const nodes = (0, definitions_1.sourceASTs)(directive);
      if (originalError.nodes) {
        nodes.push(...originalError.nodes);
      }
      let codeDef = (0, error_1.errorCodeDef)(originalError);
      if (!codeDef || codeDef === error_1.ERRORS.INVALID_GRAPHQL) {
        codeDef = error_1.ERROR_CATEGORIES.DIRECTIVE_INVALID_FIELDS.get(directive.name);
      }
      let msg = originalError.message.trim();
      if (messageUpdater) {
        msg = messageUpdater(msg);
      }
      return codeDef.err(`${fieldSetErrorDescriptor(directive)}: ${msg}`, {
        nodes,
        originalError
      });
    }
    function fieldSetErrorDescriptor(directive) {
      return `On ${fieldSetTargetDescription(directive)}, for ${directiveStrUsingASTIfPossible(directive)}`;
    }
    function directiveStrUsingASTIfPossible(directive) {
      return directive.sourceAST ? (0, graphql_1.print)(directive.sourceAST) : directive.toString();
    }
    function fieldSetTargetDescription(directive) {
      var _a;
      const targetKind = directive.parent instanceof definitions_1.FieldDefinition ? "field" : "type";
      return `${targetKind} "${(_a = directive.parent) === null || _a === void 0 ? void 0 : _a.coordinate}"`;
    }
    function parseContext(input) {
      const regex = /^(?:[\n\r\t ,]|#[^\n\r]*(?![^\n\r]))*\$(?:[\n\r\t ,]|#[^\n\r]*(?![^\n\r]))*([A-Za-z_]\w*(?!\w))([\s\S]*)$/;
      const match = input.match(regex);
      if (!match) {
        return { context: void 0, selection: void 0 };
      }
      const [, context, selection] = match;
      return {
        context,
        selection
      };
    }
    exports.parseContext = parseContext;
    var wrapResolvedType = ({ originalType, resolvedType }) => {
      const stack = [];
      let unwrappedType = originalType;
      while (unwrappedType.kind === "NonNullType" || unwrappedType.kind === "ListType") {
        stack.push(unwrappedType.kind);
        unwrappedType = unwrappedType.ofType;
      }
      let type = resolvedType;
      while (stack.length > 0) {
        const kind = stack.pop();
        if (kind === "ListType") {
          type = new definitions_1.ListType(type);
        }
      }
      return type;
    };
    var validateFieldValueType = ({ currentType, selectionSet, errorCollector, metadata, fromContextParent }) => {
      const selections = selectionSet.selections();
      const interfaceObjectDirective = metadata.interfaceObjectDirective();
      if (currentType.kind === "ObjectType" && isFederationDirectiveDefinedInSchema(interfaceObjectDirective) && currentType.appliedDirectivesOf(interfaceObjectDirective).length > 0) {
        errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "is used in "${fromContextParent.coordinate}" but the selection is invalid: One of the types in the selection is an interfaceObject: "${currentType.name}"`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
      }
      const typesArray = selections.map((selection) => {
        if (selection.kind !== "FieldSelection") {
          return { resolvedType: void 0 };
        }
        const { element, selectionSet: childSelectionSet } = selection;
        (0, utils_1.assert)(element.definition.type, "Element type definition should exist");
        let type = element.definition.type;
        if (childSelectionSet) {
          (0, utils_1.assert)((0, definitions_1.isCompositeType)((0, definitions_1.baseType)(type)), "Child selection sets should only exist on composite types");
          const { resolvedType } = validateFieldValueType({
            currentType: (0, definitions_1.baseType)(type),
            selectionSet: childSelectionSet,
            errorCollector,
            metadata,
            fromContextParent
          });
          if (!resolvedType) {
            return { resolvedType: void 0 };
          }
          return { resolvedType: wrapResolvedType({ originalType: type, resolvedType }) };
        }
        (0, utils_1.assert)((0, definitions_1.isLeafType)((0, definitions_1.baseType)(type)), "Expected a leaf type");
        return {
          resolvedType: wrapResolvedType({
            originalType: type,
            resolvedType: (0, definitions_1.baseType)(type)
          })
        };
      });
      return typesArray.reduce((acc, { resolvedType }) => {
        var _a;
        if (((_a = acc.resolvedType) === null || _a === void 0 ? void 0 : _a.toString()) === (resolvedType === null || resolvedType === void 0 ? void 0 : resolvedType.toString())) {
          return { resolvedType };
        }
        return { resolvedType: void 0 };
      });
    };
    var validateSelectionFormat = ({ context, selection, fromContextParent, errorCollector }) => {
      try {
        const node = (0, operations_1.parseOperationAST)(selection.trim().startsWith("{") ? selection : `{${selection}}`);
        const selections = node.selectionSet.selections;
        if (selections.length === 0) {
          errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: no selection is made`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
          return { selectionType: "error" };
        }
        const firstSelectionKind = selections[0].kind;
        if (firstSelectionKind === "Field") {
          if (selections.length !== 1) {
            errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: multiple selections are made`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
            return { selectionType: "error" };
          }
          return { selectionType: "field" };
        } else if (firstSelectionKind === "InlineFragment") {
          const inlineFragmentTypeConditions = /* @__PURE__ */ new Set();
          if (!selections.every((s) => s.kind === "InlineFragment")) {
            errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: multiple fields could be selected`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
            return { selectionType: "error" };
          }
          selections.forEach((s) => {
            (0, utils_1.assert)(s.kind === "InlineFragment", "Expected an inline fragment");
            const { typeCondition } = s;
            if (typeCondition) {
              inlineFragmentTypeConditions.add(typeCondition.name.value);
            }
          });
          if (inlineFragmentTypeConditions.size !== selections.length) {
            errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: type conditions have same name`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
            return { selectionType: "error" };
          }
          return {
            selectionType: "inlineFragment",
            typeConditions: inlineFragmentTypeConditions
          };
        } else if (firstSelectionKind === "FragmentSpread") {
          errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: fragment spread is not allowed`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
          return { selectionType: "error" };
        } else {
          (0, utils_1.assertUnreachable)(firstSelectionKind);
        }
      } catch (err) {
        errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: ${err.message}`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
        return { selectionType: "error" };
      }
    };
    function isValidImplementationFieldType(fieldType, implementedFieldType) {
      if ((0, definitions_1.isNonNullType)(fieldType)) {
        if ((0, definitions_1.isNonNullType)(implementedFieldType)) {
          return isValidImplementationFieldType(fieldType.ofType, implementedFieldType.ofType);
        } else {
          return isValidImplementationFieldType(fieldType.ofType, implementedFieldType);
        }
      }
      if ((0, definitions_1.isListType)(fieldType) && (0, definitions_1.isListType)(implementedFieldType)) {
        return isValidImplementationFieldType(fieldType.ofType, implementedFieldType.ofType);
      }
      return !(0, definitions_1.isWrapperType)(fieldType) && !(0, definitions_1.isWrapperType)(implementedFieldType) && fieldType.name === implementedFieldType.name;
    }
    function selectionSetHasDirectives(selectionSet) {
      return (0, operations_1.hasSelectionWithPredicate)(selectionSet, (s) => {
        if (s.kind === "FieldSelection") {
          return s.element.appliedDirectives.length > 0;
        } else if (s.kind === "FragmentSelection") {
          return s.element.appliedDirectives.length > 0;
        } else {
          (0, utils_1.assertUnreachable)(s);
        }
      });
    }
    function selectionSetHasAlias(selectionSet) {
      return (0, operations_1.hasSelectionWithPredicate)(selectionSet, (s) => {
        if (s.kind === "FieldSelection") {
          return s.element.alias !== void 0;
        }
        return false;
      });
    }
    function validateFieldValue({ context, selection, fromContextParent, setContextLocations, errorCollector, metadata }) {
      const expectedType = fromContextParent.type;
      (0, utils_1.assert)(expectedType, "Expected a type");
      const validateSelectionFormatResults = validateSelectionFormat({ context, selection, fromContextParent, errorCollector });
      const selectionType = validateSelectionFormatResults.selectionType;
      if (selectionType === "error") {
        return;
      }
      const usedTypeConditions = /* @__PURE__ */ new Set();
      for (const location of setContextLocations) {
        let selectionSet;
        try {
          selectionSet = (0, operations_1.parseSelectionSet)({ parentType: location, source: selection });
        } catch (e) {
          errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid for type ${location.name}. Error: ${e.message}`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
          return;
        }
        if (selectionSetHasDirectives(selectionSet)) {
          errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: directives are not allowed in the selection`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
        }
        if (selectionSetHasAlias(selectionSet)) {
          errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: aliases are not allowed in the selection`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
        }
        if (selectionType === "field") {
          const { resolvedType } = validateFieldValueType({
            currentType: location,
            selectionSet,
            errorCollector,
            metadata,
            fromContextParent
          });
          if (resolvedType === void 0 || !isValidImplementationFieldType(resolvedType, expectedType)) {
            errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: the type of the selection "${resolvedType}" does not match the expected type "${expectedType === null || expectedType === void 0 ? void 0 : expectedType.toString()}"`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
            return;
          }
        } else if (selectionType === "inlineFragment") {
          const selections = [];
          for (const selection2 of selectionSet.selections()) {
            if (selection2.kind !== "FragmentSelection") {
              errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: selection should only contain a single field or at least one inline fragment}"`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
              continue;
            }
            const { typeCondition } = selection2.element;
            if (!typeCondition) {
              errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: inline fragments must have type conditions"`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
              continue;
            }
            if (typeCondition.kind === "ObjectType") {
              if ((0, definitions_1.possibleRuntimeTypes)(location).includes(typeCondition)) {
                selections.push(selection2);
                usedTypeConditions.add(typeCondition.name);
              }
            } else {
              errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: type conditions must be an object type"`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
            }
          }
          if (selections.length === 0) {
            errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: no type condition matches the location "${location.coordinate}"`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
            return;
          } else {
            for (const selection2 of selections) {
              let { resolvedType } = validateFieldValueType({
                currentType: selection2.element.typeCondition,
                selectionSet: selection2.selectionSet,
                errorCollector,
                metadata,
                fromContextParent
              });
              if (resolvedType === void 0) {
                errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: the type of the selection does not match the expected type "${expectedType === null || expectedType === void 0 ? void 0 : expectedType.toString()}"`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
                return;
              }
              if ((0, definitions_1.isNonNullType)(resolvedType)) {
                resolvedType = resolvedType.ofType;
              }
              if (!isValidImplementationFieldType(resolvedType, expectedType)) {
                errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: the type of the selection "${resolvedType === null || resolvedType === void 0 ? void 0 : resolvedType.toString()}" does not match the expected type "${expectedType === null || expectedType === void 0 ? void 0 : expectedType.toString()}"`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
                return;
              }
            }
          }
        }
      }
      if (validateSelectionFormatResults.selectionType === "inlineFragment") {
        for (const typeCondition of validateSelectionFormatResults.typeConditions) {
          if (!usedTypeConditions.has(typeCondition)) {
            errorCollector.push(error_1.ERRORS.CONTEXT_INVALID_SELECTION.err(`Context "${context}" is used in "${fromContextParent.coordinate}" but the selection is invalid: type condition "${typeCondition}" is never used.`, { nodes: (0, definitions_1.sourceASTs)(fromContextParent) }));
          }
        }
      }
    }
    function validateAllFieldSet({ definition, targetTypeExtractor, errorCollector, metadata, isOnParentType = false, allowOnNonExternalLeafFields = false, allowFieldsWithArguments = false, allowOnInterface = false, onFields }) {
      for (const application of definition.applications()) {
        const elt = application.parent;
        const type = targetTypeExtractor(elt);
        const parentType = isOnParentType ? type : elt.parent;
        if ((0, definitions_1.isInterfaceType)(parentType) && !allowOnInterface) {
          const code = error_1.ERROR_CATEGORIES.DIRECTIVE_UNSUPPORTED_ON_INTERFACE.get(definition.name);
          errorCollector.push(code.err(isOnParentType ? `Cannot use ${definition.coordinate} on interface "${parentType.coordinate}": ${definition.coordinate} is not yet supported on interfaces` : `Cannot use ${definition.coordinate} on ${fieldSetTargetDescription(application)} of parent type "${parentType}": ${definition.coordinate} is not yet supported within interfaces`, { nodes: (0, definitions_1.sourceASTs)(application).concat(isOnParentType ? [] : (0, definitions_1.sourceASTs)(type)) }));
        }
        validateFieldSet({
          type,
          directive: application,
          metadata,
          errorCollector,
          allowOnNonExternalLeafFields,
          allowFieldsWithArguments,
          onFields
        });
      }
    }
    function collectUsedFields(metadata) {
      const usedFields = /* @__PURE__ */ new Set();
      collectUsedFieldsForDirective(metadata.keyDirective(), (type) => type, usedFields);
      collectUsedFieldsForDirective(metadata.requiresDirective(), (field) => field.parent, usedFields);
      collectUsedFieldsForDirective(metadata.providesDirective(), (field) => {
        const type = (0, definitions_1.baseType)(field.type);
        return (0, definitions_1.isCompositeType)(type) ? type : void 0;
      }, usedFields);
      collectUsedFieldsForFromContext(metadata, usedFields);
      for (const itfType of metadata.schema.interfaceTypes()) {
        const runtimeTypes = itfType.possibleRuntimeTypes();
        for (const field of itfType.fields()) {
          for (const runtimeType of runtimeTypes) {
            const implemField = runtimeType.field(field.name);
            if (implemField) {
              usedFields.add(implemField);
            }
          }
        }
      }
      return usedFields;
    }
    exports.collectUsedFields = collectUsedFields;
    function collectUsedFieldsForFromContext(metadata, usedFieldDefs) {
      const fromContextDirective = metadata.fromContextDirective();
      const contextDirective = metadata.contextDirective();
      if (!isFederationDirectiveDefinedInSchema(fromContextDirective) || !isFederationDirectiveDefinedInSchema(contextDirective)) {
        return;
      }
      const entryPoints = /* @__PURE__ */ new Map();
      for (const application of contextDirective.applications()) {
        const type = application.parent;
        if (!type) {
          continue;
        }
        const context = application.arguments().name;
        if (!entryPoints.has(context)) {
          entryPoints.set(context, /* @__PURE__ */ new Set());
        }
        entryPoints.get(context).add(type);
      }
      for (const application of fromContextDirective.applications()) {
        const type = application.parent;
        if (!type) {
          continue;
        }
        const fieldValue = application.arguments().field;
        const { context, selection } = parseContext(fieldValue);
        if (!context) {
          continue;
        }
        const contextTypes = entryPoints.get(context);
        if (!contextTypes) {
          continue;
        }
        for (const contextType of contextTypes) {
          try {
            const fieldAccessor = (t, f) => {
              const field = t.field(f);
              if (field) {
                usedFieldDefs.add(field);
                if ((0, definitions_1.isInterfaceType)(t)) {
                  for (const implType of t.possibleRuntimeTypes()) {
                    const implField = implType.field(f);
                    if (implField) {
                      usedFieldDefs.add(implField);
                    }
                  }
                }
              }
              return field;
            };
            (0, operations_1.parseSelectionSet)({ parentType: contextType, source: selection, fieldAccessor });
          } catch (e) {
          }
        }
      }
    }
    function collectUsedFieldsForDirective(definition, targetTypeExtractor, usedFieldDefs) {
      for (const application of definition.applications()) {
        const type = targetTypeExtractor(application.parent);
        if (!type) {
          continue;
        }
        collectTargetFields({
          parentType: type,
          directive: application,
          includeInterfaceFieldsImplementations: true,
          validate: false
        }).forEach((field) => usedFieldDefs.add(field));
      }
    }
    function validateAllExternalFieldsUsed(metadata, errorCollector) {
      for (const type of metadata.schema.types()) {
        if (!(0, definitions_1.isObjectType)(type) && !(0, definitions_1.isInterfaceType)(type)) {
          continue;
        }
        for (const field of type.fields()) {
          if (!metadata.isFieldExternal(field) || metadata.isFieldUsed(field)) {
            continue;
          }
          errorCollector.push(error_1.ERRORS.EXTERNAL_UNUSED.err(`Field "${field.coordinate}" is marked @external but is not used in any federation directive (@key, @provides, @requires) or to satisfy an interface; the field declaration has no use and should be removed (or the field should not be @external).`, { nodes: field.sourceAST }));
        }
      }
    }
    function validateNoExternalOnInterfaceFields(metadata, errorCollector) {
      for (const itf of metadata.schema.interfaceTypes()) {
        for (const field of itf.fields()) {
          if (metadata.isFieldExternal(field)) {
            errorCollector.push(error_1.ERRORS.EXTERNAL_ON_INTERFACE.err(`Interface type field "${field.coordinate}" is marked @external but @external is not allowed on interface fields (it is nonsensical).`, { nodes: field.sourceAST }));
          }
        }
      }
    }
    function validateKeyOnInterfacesAreAlsoOnAllImplementations(metadata, errorCollector) {
      for (const itfType of metadata.schema.interfaceTypes()) {
        const implementations = itfType.possibleRuntimeTypes();
        for (const keyApplication of itfType.appliedDirectivesOf(metadata.keyDirective())) {
          const fields = parseFieldSetArgument({ parentType: itfType, directive: keyApplication, validate: false });
          const isResolvable = !(keyApplication.arguments().resolvable === false);
          const implementationsWithKeyButNotResolvable = new Array();
          const implementationsMissingKey = new Array();
          for (const type of implementations) {
            const matchingApp = type.appliedDirectivesOf(metadata.keyDirective()).find((app) => {
              const appFields = parseFieldSetArgument({ parentType: type, directive: app, validate: false });
              return fields.equals(appFields);
            });
            if (matchingApp) {
              if (isResolvable && matchingApp.arguments().resolvable === false) {
                implementationsWithKeyButNotResolvable.push(type);
              }
            } else {
              implementationsMissingKey.push(type);
            }
          }
          if (implementationsMissingKey.length > 0) {
            const typesString = (0, utils_1.printHumanReadableList)(implementationsMissingKey.map((i) => `"${i.coordinate}"`), {
              prefix: "type",
              prefixPlural: "types"
            });
            errorCollector.push(error_1.ERRORS.INTERFACE_KEY_NOT_ON_IMPLEMENTATION.err(`Key ${keyApplication} on interface type "${itfType.coordinate}" is missing on implementation ${typesString}.`, { nodes: (0, definitions_1.sourceASTs)(...implementationsMissingKey) }));
          } else if (implementationsWithKeyButNotResolvable.length > 0) {
            const typesString = (0, utils_1.printHumanReadableList)(implementationsWithKeyButNotResolvable.map((i) => `"${i.coordinate}"`), {
              prefix: "type",
              prefixPlural: "types"
            });
            errorCollector.push(error_1.ERRORS.INTERFACE_KEY_NOT_ON_IMPLEMENTATION.err(`Key ${keyApplication} on interface type "${itfType.coordinate}" should be resolvable on all implementation types, but is declared with argument "@key(resolvable:)" set to false in ${typesString}.`, { nodes: (0, definitions_1.sourceASTs)(...implementationsWithKeyButNotResolvable) }));
          }
        }
      }
    }
    function validateInterfaceObjectsAreOnEntities(metadata, errorCollector) {
      for (const application of metadata.interfaceObjectDirective().applications()) {
        if (!isEntityType(application.parent)) {
          errorCollector.push(error_1.ERRORS.INTERFACE_OBJECT_USAGE_ERROR.err(`The @interfaceObject directive can only be applied to entity types but type "${application.parent.coordinate}" has no @key in this subgraph.`, { nodes: application.parent.sourceAST }));
        }
      }
    }
    function validateShareableNotRepeatedOnSameDeclaration(element, metadata, errorCollector) {
      const shareableApplications = element.appliedDirectivesOf(metadata.shareableDirective());
      if (shareableApplications.length <= 1) {
        return;
      }
      const byExtensions = shareableApplications.reduce((acc, v) => {
        const ext = v.ofExtension();
        if (ext) {
          acc.with.add(ext, v);
        } else {
          acc.without.push(v);
        }
        return acc;
      }, { without: [], with: new utils_1.MultiMap() });
      const groups = [byExtensions.without].concat((0, utils_1.mapValues)(byExtensions.with));
      for (const group of groups) {
        if (group.length > 1) {
          const eltStr = element.kind === "ObjectType" ? `the same type declaration of "${element.coordinate}"` : `field "${element.coordinate}"`;
          errorCollector.push(error_1.ERRORS.INVALID_SHAREABLE_USAGE.err(`Invalid duplicate application of @shareable on ${eltStr}: @shareable is only repeatable on types so it can be used simultaneously on a type definition and its extensions, but it should not be duplicated on the same definition/extension declaration`, { nodes: (0, definitions_1.sourceASTs)(...group) }));
        }
      }
    }
    function validateCostNotAppliedToInterface(application, errorCollector) {
      const parent = application.parent;
      if (parent instanceof definitions_1.FieldDefinition && parent.parent instanceof definitions_1.InterfaceType) {
        errorCollector.push(error_1.ERRORS.COST_APPLIED_TO_INTERFACE_FIELD.err(`@cost cannot be applied to interface "${parent.coordinate}"`, { nodes: (0, definitions_1.sourceASTs)(application, parent) }));
      }
    }
    function validateListSizeAppliedToList(application, parent, errorCollector) {
      const { sizedFields = [] } = application.arguments();
      if (!sizedFields.length && parent.type && !(0, definitions_1.isListType)(parent.type) && !isNonNullListType(parent.type)) {
        errorCollector.push(error_1.ERRORS.LIST_SIZE_APPLIED_TO_NON_LIST.err(`"${parent.coordinate}" is not a list`, { nodes: (0, definitions_1.sourceASTs)(application, parent) }));
      }
    }
    function validateAssumedSizeNotNegative(application, parent, errorCollector) {
      const { assumedSize } = application.arguments();
      if (assumedSize !== void 0 && assumedSize !== null && assumedSize < 0) {
        errorCollector.push(error_1.ERRORS.LIST_SIZE_INVALID_ASSUMED_SIZE.err(`Assumed size of "${parent.coordinate}" cannot be negative`, { nodes: (0, definitions_1.sourceASTs)(application, parent) }));
      }
    }
    function isNonNullIntType(ty) {
      return (0, definitions_1.isNonNullType)(ty) && (0, definitions_1.isIntType)(ty.ofType);
    }
    function validateSlicingArgumentsAreValidIntegers(application, parent, errorCollector) {
      const { slicingArguments = [] } = application.arguments();
      for (const slicingArgumentName of slicingArguments) {
        const slicingArgument = parent.argument(slicingArgumentName);
        if (!(slicingArgument === null || slicingArgument === void 0 ? void 0 : slicingArgument.type)) {
          errorCollector.push(error_1.ERRORS.LIST_SIZE_INVALID_SLICING_ARGUMENT.err(`Slicing argument "${slicingArgumentName}" is not an argument of "${parent.coordinate}"`, { nodes: (0, definitions_1.sourceASTs)(application, parent) }));
        } else if (!(0, definitions_1.isIntType)(slicingArgument.type) && !isNonNullIntType(slicingArgument.type)) {
          errorCollector.push(error_1.ERRORS.LIST_SIZE_INVALID_SLICING_ARGUMENT.err(`Slicing argument "${slicingArgument.coordinate}" must be Int or Int!`, { nodes: (0, definitions_1.sourceASTs)(application, parent) }));
        }
      }
    }
    function isNonNullListType(ty) {
      return (0, definitions_1.isNonNullType)(ty) && (0, definitions_1.isListType)(ty.ofType);
    }
    function validateSizedFieldsAreValidLists(application, parent, errorCollector) {
      const { sizedFields = [] } = application.arguments();
      if (sizedFields.length && parent.type) {
        const baseParentType = (0, definitions_1.baseType)(parent.type);
        if (!(0, definitions_1.isCompositeType)(baseParentType)) {
          errorCollector.push(error_1.ERRORS.LIST_SIZE_INVALID_SIZED_FIELD.err(`Sized fields cannot be used because "${parent.type}" is not a composite type`, { nodes: (0, definitions_1.sourceASTs)(application, parent) }));
        } else {
          for (const sizedFieldName of sizedFields) {
            const sizedField = baseParentType.field(sizedFieldName);
            if (!sizedField) {
              errorCollector.push(error_1.ERRORS.LIST_SIZE_INVALID_SIZED_FIELD.err(`Sized field "${sizedFieldName}" is not a field on type "${baseParentType.coordinate}"`, { nodes: (0, definitions_1.sourceASTs)(application, parent) }));
            } else if (!sizedField.type || !((0, definitions_1.isListType)(sizedField.type) || isNonNullListType(sizedField.type))) {
              errorCollector.push(error_1.ERRORS.LIST_SIZE_APPLIED_TO_NON_LIST.err(`Sized field "${sizedField.coordinate}" is not a list`, { nodes: (0, definitions_1.sourceASTs)(application, parent) }));
            }
          }
        }
      }
    }
    var FederationMetadata = class {
      constructor(schema) {
        this.schema = schema;
      }
      onInvalidate() {
        this._externalTester = void 0;
        this._sharingPredicate = void 0;
        this._isFed2Schema = void 0;
        this._fieldUsedPredicate = void 0;
      }
      isFed2Schema() {
        if (!this._isFed2Schema) {
          const feature = this.federationFeature();
          this._isFed2Schema = !!feature && feature.url.version.satisfies(new coreSpec_1.FeatureVersion(2, 0));
        }
        return this._isFed2Schema;
      }
      federationFeature() {
        var _a;
        return (_a = this.schema.coreFeatures) === null || _a === void 0 ? void 0 : _a.getByIdentity(latestFederationSpec.identity);
      }
      externalTester() {
        if (!this._externalTester) {
          this._externalTester = new ExternalTester(this.schema, this.isFed2Schema());
        }
        return this._externalTester;
      }
      sharingPredicate() {
        if (!this._sharingPredicate) {
          this._sharingPredicate = (0, precompute_1.computeShareables)(this.schema);
        }
        return this._sharingPredicate;
      }
      fieldUsedPredicate() {
        if (!this._fieldUsedPredicate) {
          const usedFields = collectUsedFields(this);
          this._fieldUsedPredicate = (field) => !!usedFields.has(field);
        }
        return this._fieldUsedPredicate;
      }
      isFieldUsed(field) {
        return this.fieldUsedPredicate()(field);
      }
      isFieldExternal(field) {
        return this.externalTester().isExternal(field);
      }
      isFieldPartiallyExternal(field) {
        return this.externalTester().isPartiallyExternal(field);
      }
      isFieldFullyExternal(field) {
        return this.externalTester().isFullyExternal(field);
      }
      isFieldFakeExternal(field) {
        return this.externalTester().isFakeExternal(field);
      }
      selectionSelectsAnyExternalField(selectionSet) {
        return this.externalTester().selectsAnyExternalField(selectionSet);
      }
      isFieldShareable(field) {
        return this.sharingPredicate()(field);
      }
      isInterfaceObjectType(type) {
        return (0, definitions_1.isObjectType)(type) && hasAppliedDirective(type, this.interfaceObjectDirective());
      }
      federationDirectiveNameInSchema(name) {
        if (this.isFed2Schema()) {
          const coreFeatures = this.schema.coreFeatures;
          (0, utils_1.assert)(coreFeatures, "Schema should be a core schema");
          const federationFeature = coreFeatures.getByIdentity(latestFederationSpec.identity);
          (0, utils_1.assert)(federationFeature, "Schema should have the federation feature");
          return federationFeature.directiveNameInSchema(name);
        } else {
          return name;
        }
      }
      federationTypeNameInSchema(name) {
        if (name.charAt(0) === "_") {
          return name;
        }
        if (this.isFed2Schema()) {
          const coreFeatures = this.schema.coreFeatures;
          (0, utils_1.assert)(coreFeatures, "Schema should be a core schema");
          const federationFeature = coreFeatures.getByIdentity(latestFederationSpec.identity);
          (0, utils_1.assert)(federationFeature, "Schema should have the federation feature");
          return federationFeature.typeNameInSchema(name);
        } else {
          return "_" + name;
        }
      }
      getLegacyFederationDirective(name) {
        const directive = this.getFederationDirective(name);
        (0, utils_1.assert)(directive, `The provided schema does not have federation directive @${name}`);
        return directive;
      }
      getFederationDirective(name) {
        return this.schema.directive(this.federationDirectiveNameInSchema(name));
      }
      getPost20FederationDirective(name) {
        var _a;
        return (_a = this.getFederationDirective(name)) !== null && _a !== void 0 ? _a : {
          name,
          applications: () => /* @__PURE__ */ new Set()
        };
      }
      keyDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.KEY);
      }
      overrideDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.OVERRIDE);
      }
      extendsDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.EXTENDS);
      }
      externalDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.EXTERNAL);
      }
      requiresDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.REQUIRES);
      }
      providesDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.PROVIDES);
      }
      shareableDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.SHAREABLE);
      }
      tagDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.TAG);
      }
      composeDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.COMPOSE_DIRECTIVE);
      }
      inaccessibleDirective() {
        return this.getLegacyFederationDirective(federationSpec_1.FederationDirectiveName.INACCESSIBLE);
      }
      interfaceObjectDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.INTERFACE_OBJECT);
      }
      authenticatedDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.AUTHENTICATED);
      }
      requiresScopesDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.REQUIRES_SCOPES);
      }
      policyDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.POLICY);
      }
      fromContextDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.FROM_CONTEXT);
      }
      contextDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.CONTEXT);
      }
      costDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.COST);
      }
      listSizeDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.LIST_SIZE);
      }
      cacheTagDirective() {
        return this.getPost20FederationDirective(federationSpec_1.FederationDirectiveName.CACHE_TAG);
      }
      allFederationDirectives() {
        const baseDirectives = [
          this.keyDirective(),
          this.externalDirective(),
          this.requiresDirective(),
          this.providesDirective(),
          this.tagDirective(),
          this.extendsDirective()
        ];
        if (!this.isFed2Schema()) {
          return baseDirectives;
        }
        baseDirectives.push(this.shareableDirective());
        baseDirectives.push(this.inaccessibleDirective());
        baseDirectives.push(this.overrideDirective());
        const composeDirective = this.composeDirective();
        if (isFederationDirectiveDefinedInSchema(composeDirective)) {
          baseDirectives.push(composeDirective);
        }
        const interfaceObjectDirective = this.interfaceObjectDirective();
        if (isFederationDirectiveDefinedInSchema(interfaceObjectDirective)) {
          baseDirectives.push(interfaceObjectDirective);
        }
        const authenticatedDirective = this.authenticatedDirective();
        if (isFederationDirectiveDefinedInSchema(authenticatedDirective)) {
          baseDirectives.push(authenticatedDirective);
        }
        const requiresScopesDirective = this.requiresScopesDirective();
        if (isFederationDirectiveDefinedInSchema(requiresScopesDirective)) {
          baseDirectives.push(requiresScopesDirective);
        }
        const policyDirective = this.policyDirective();
        if (isFederationDirectiveDefinedInSchema(policyDirective)) {
          baseDirectives.push(policyDirective);
        }
        const contextDirective = this.contextDirective();
        if (isFederationDirectiveDefinedInSchema(contextDirective)) {
          baseDirectives.push(contextDirective);
        }
        const fromContextDirective = this.fromContextDirective();
        if (isFederationDirectiveDefinedInSchema(fromContextDirective)) {
          baseDirectives.push(fromContextDirective);
        }
        const costDirective = this.costDirective();
        if (isFederationDirectiveDefinedInSchema(costDirective)) {
          baseDirectives.push(costDirective);
        }
        const listSizeDirective = this.listSizeDirective();
        if (isFederationDirectiveDefinedInSchema(listSizeDirective)) {
          baseDirectives.push(listSizeDirective);
        }
        const cacheTagDirective = this.cacheTagDirective();
        if (isFederationDirectiveDefinedInSchema(cacheTagDirective)) {
          baseDirectives.push(cacheTagDirective);
        }
        return baseDirectives;
      }
      entityType() {
        return this.schema.type(this.federationTypeNameInSchema(exports.entityTypeSpec.name));
      }
      anyType() {
        return this.schema.type(this.federationTypeNameInSchema(exports.anyTypeSpec.name));
      }
      serviceType() {
        return this.schema.type(this.federationTypeNameInSchema(exports.serviceTypeSpec.name));
      }
      fieldSetType() {
        return this.schema.type(this.federationTypeNameInSchema(federationSpec_1.FederationTypeName.FIELD_SET));
      }
      allFederationTypes() {
        const fedTypes = [
          this.anyType(),
          this.serviceType()
        ];
        const fedFeature = this.federationFeature();
        if (fedFeature) {
          const featureDef = federationSpec_1.FEDERATION_VERSIONS.find(fedFeature.url.version);
          (0, utils_1.assert)(featureDef, () => `Federation spec should be known, but got ${fedFeature.url}`);
          for (const typeSpec of featureDef.typeSpecs()) {
            const type = this.schema.type(fedFeature.typeNameInSchema(typeSpec.name));
            if (type) {
              fedTypes.push(type);
            }
          }
        } else {
          fedTypes.push(this.fieldSetType());
        }
        const entityType = this.entityType();
        if (entityType) {
          fedTypes.push(entityType);
        }
        return fedTypes;
      }
    };
    exports.FederationMetadata = FederationMetadata;
    function isFederationDirectiveDefinedInSchema(definition) {
      return definition instanceof definitions_1.DirectiveDefinition;
    }
    exports.isFederationDirectiveDefinedInSchema = isFederationDirectiveDefinedInSchema;
    function hasAppliedDirective(type, definition) {
      return isFederationDirectiveDefinedInSchema(definition) && type.hasAppliedDirective(definition);
    }
    exports.hasAppliedDirective = hasAppliedDirective;
    var FederationBlueprint = class extends definitions_1.SchemaBlueprint {
      constructor(withRootTypeRenaming) {
        super();
        this.withRootTypeRenaming = withRootTypeRenaming;
      }
      onAddedCoreFeature(schema, feature) {
        super.onAddedCoreFeature(schema, feature);
        if (feature.url.identity === federationSpec_1.federationIdentity) {
          const spec = federationSpec_1.FEDERATION_VERSIONS.find(feature.url.version);
          if (spec) {
            spec.addElementsToSchema(schema);
          }
        }
      }
      onMissingDirectiveDefinition(schema, directive) {
        if (directive.name === coreSpec_1.linkDirectiveDefaultName) {
          const args = directive.arguments();
          const url = args && args["url"];
          let as = void 0;
          let imports = [];
          if (url && url.startsWith(linkSpec.identity)) {
            as = args["as"];
            imports = (0, coreSpec_1.extractCoreFeatureImports)(linkSpec.url, directive);
          }
          const errors = linkSpec.addDefinitionsToSchema(schema, as, imports);
          return errors.length > 0 ? errors : schema.directive(directive.name);
        }
        return super.onMissingDirectiveDefinition(schema, directive);
      }
      ignoreParsedField(type, fieldName) {
        if (!exports.FEDERATION_OPERATION_FIELDS.includes(fieldName)) {
          return false;
        }
        if (!(0, definitions_1.isObjectType)(type) || !type.isQueryRootType()) {
          return false;
        }
        const metadata = federationMetadata(type.schema());
        return !!metadata && !metadata.isFed2Schema();
      }
      onConstructed(schema) {
        const existing = federationMetadata(schema);
        if (!existing) {
          schema["_federationMetadata"] = new FederationMetadata(schema);
        }
      }
      onDirectiveDefinitionAndSchemaParsed(schema) {
        const errors = completeSubgraphSchema(schema);
        schema.schemaDefinition.processUnappliedDirectives();
        return errors;
      }
      onInvalidation(schema) {
        super.onInvalidation(schema);
        const metadata = federationMetadata(schema);
        (0, utils_1.assert)(metadata, "Federation schema should have had its metadata set on construction");
        FederationMetadata.prototype["onInvalidate"].call(metadata);
      }
      onValidation(schema) {
        var _a, _b, _c;
        const errorCollector = super.onValidation(schema);
        if (this.withRootTypeRenaming) {
          for (const k of definitions_1.allSchemaRootKinds) {
            const type = (_a = schema.schemaDefinition.root(k)) === null || _a === void 0 ? void 0 : _a.type;
            const defaultName = (0, definitions_1.defaultRootName)(k);
            if (type && type.name !== defaultName) {
              const existing = schema.type(defaultName);
              if (existing) {
                errorCollector.push(error_1.ERROR_CATEGORIES.ROOT_TYPE_USED.get(k).err(`The schema has a type named "${defaultName}" but it is not set as the ${k} root type ("${type.name}" is instead): this is not supported by federation. If a root type does not use its default name, there should be no other type with that default name.`, { nodes: (0, definitions_1.sourceASTs)(type, existing) }));
              }
              type.rename(defaultName);
            }
          }
        }
        const metadata = federationMetadata(schema);
        (0, utils_1.assert)(metadata, "Federation schema should have had its metadata set on construction");
        if (!metadata.isFed2Schema()) {
          return errorCollector;
        }
        const keyDirective = metadata.keyDirective();
        validateAllFieldSet({
          definition: keyDirective,
          targetTypeExtractor: (type) => type,
          errorCollector,
          metadata,
          isOnParentType: true,
          allowOnNonExternalLeafFields: true,
          allowOnInterface: metadata.federationFeature().url.version.compareTo(new coreSpec_1.FeatureVersion(2, 3)) >= 0,
          onFields: (field) => {
            const type = (0, definitions_1.baseType)(field.type);
            if ((0, definitions_1.isUnionType)(type) || (0, definitions_1.isInterfaceType)(type)) {
              let kind = type.kind;
              kind = kind.slice(0, kind.length - "Type".length);
              throw error_1.ERRORS.KEY_FIELDS_SELECT_INVALID_TYPE.err(`field "${field.coordinate}" is a ${kind} type which is not allowed in @key`);
            }
          }
        });
        validateAllFieldSet({
          definition: metadata.requiresDirective(),
          targetTypeExtractor: (field) => field.parent,
          errorCollector,
          metadata,
          allowFieldsWithArguments: true
        });
        validateAllFieldSet({
          definition: metadata.providesDirective(),
          targetTypeExtractor: (field) => {
            if (metadata.isFieldExternal(field)) {
              throw error_1.ERRORS.EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE.err(`Cannot have both @provides and @external on field "${field.coordinate}"`, { nodes: field.sourceAST });
            }
            const type = (0, definitions_1.baseType)(field.type);
            if (!(0, definitions_1.isCompositeType)(type)) {
              throw error_1.ERRORS.PROVIDES_ON_NON_OBJECT_FIELD.err(`Invalid @provides directive on field "${field.coordinate}": field has type "${field.type}" which is not a Composite Type`, { nodes: field.sourceAST });
            }
            return type;
          },
          errorCollector,
          metadata
        });
        const contextDirective = metadata.contextDirective();
        const contextToTypeMap = /* @__PURE__ */ new Map();
        for (const application of contextDirective.applications()) {
          const parent = application.parent;
          const name = application.arguments().name;
          const match = name.match(/^([A-Za-z]\w*)$/);
          if (name.includes("_")) {
            errorCollector.push(error_1.ERRORS.CONTEXT_NAME_INVALID.err(`Context name "${name}" may not contain an underscore.`, { nodes: (0, definitions_1.sourceASTs)(application) }));
          } else if (!match) {
            errorCollector.push(error_1.ERRORS.CONTEXT_NAME_INVALID.err(`Context name "${name}" is invalid. It should have only alphanumeric characters.`, { nodes: (0, definitions_1.sourceASTs)(application) }));
          }
          const types = contextToTypeMap.get(name);
          if (types) {
            types.push(parent);
          } else {
            contextToTypeMap.set(name, [parent]);
          }
        }
        const fromContextDirective = metadata.fromContextDirective();
        for (const application of fromContextDirective.applications()) {
          const { field } = application.arguments();
          const { context, selection } = parseContext(field);
          if (application.parent.parent.kind === "DirectiveDefinition") {
            errorCollector.push(error_1.ERRORS.CONTEXT_NOT_SET.err(`@fromContext argument cannot be used on a directive definition "${application.parent.coordinate}".`, { nodes: (0, definitions_1.sourceASTs)(application) }));
            continue;
          }
          const parent = application.parent;
          if (((_c = (_b = parent === null || parent === void 0 ? void 0 : parent.parent) === null || _b === void 0 ? void 0 : _b.parent) === null || _c === void 0 ? void 0 : _c.kind) !== "ObjectType") {
            errorCollector.push(error_1.ERRORS.CONTEXT_NOT_SET.err(`@fromContext argument cannot be used on a field that exists on an abstract type "${application.parent.coordinate}".`, { nodes: (0, definitions_1.sourceASTs)(application) }));
            continue;
          }
          const objectType = parent.parent.parent;
          for (const implementedInterfaceType of objectType.interfaces()) {
            const implementedInterfaceField = implementedInterfaceType.field(parent.parent.name);
            if (implementedInterfaceField) {
              errorCollector.push(error_1.ERRORS.CONTEXT_NOT_SET.err(`@fromContext argument cannot be used on a field implementing an interface field "${implementedInterfaceField.coordinate}".`, { nodes: (0, definitions_1.sourceASTs)(application) }));
            }
          }
          if (parent.defaultValue !== void 0) {
            errorCollector.push(error_1.ERRORS.CONTEXT_NOT_SET.err(`@fromContext arguments may not have a default value: "${parent.coordinate}".`, { nodes: (0, definitions_1.sourceASTs)(application) }));
          }
          if (!context || !selection) {
            errorCollector.push(error_1.ERRORS.NO_CONTEXT_IN_SELECTION.err(`@fromContext argument does not reference a context "${field}".`, { nodes: (0, definitions_1.sourceASTs)(application) }));
          } else {
            const locations = contextToTypeMap.get(context);
            if (!locations) {
              errorCollector.push(error_1.ERRORS.CONTEXT_NOT_SET.err(`Context "${context}" is used at location "${parent.coordinate}" but is never set.`, { nodes: (0, definitions_1.sourceASTs)(application) }));
            } else {
              validateFieldValue({
                context,
                selection,
                fromContextParent: parent,
                setContextLocations: locations,
                errorCollector,
                metadata
              });
            }
            const keyDirective2 = metadata.keyDirective();
            const keyApplications = objectType.appliedDirectivesOf(keyDirective2);
            if (!keyApplications.some((app) => app.arguments().resolvable || app.arguments().resolvable === void 0)) {
              errorCollector.push(error_1.ERRORS.CONTEXT_NO_RESOLVABLE_KEY.err(`Object "${objectType.coordinate}" has no resolvable key but has a field with a contextual argument.`, { nodes: (0, definitions_1.sourceASTs)(objectType) }));
            }
          }
        }
        validateNoExternalOnInterfaceFields(metadata, errorCollector);
        validateAllExternalFieldsUsed(metadata, errorCollector);
        validateKeyOnInterfacesAreAlsoOnAllImplementations(metadata, errorCollector);
        validateInterfaceObjectsAreOnEntities(metadata, errorCollector);
        const tagDirective = metadata.tagDirective();
        if (tagDirective) {
          const error = tagSpec.checkCompatibleDirective(tagDirective);
          if (error) {
            errorCollector.push(error);
          }
        }
        for (const objectType of schema.objectTypes()) {
          validateShareableNotRepeatedOnSameDeclaration(objectType, metadata, errorCollector);
          for (const field of objectType.fields()) {
            validateShareableNotRepeatedOnSameDeclaration(field, metadata, errorCollector);
          }
        }
        for (const shareableApplication of metadata.shareableDirective().applications()) {
          const element = shareableApplication.parent;
          if (element instanceof definitions_1.FieldDefinition && !(0, definitions_1.isObjectType)(element.parent)) {
            errorCollector.push(error_1.ERRORS.INVALID_SHAREABLE_USAGE.err(`Invalid use of @shareable on field "${element.coordinate}": only object type fields can be marked with @shareable`, { nodes: (0, definitions_1.sourceASTs)(shareableApplication, element.parent) }));
          }
        }
        const costDirective = metadata.costDirective();
        const listSizeDirective = metadata.listSizeDirective();
        for (const application of costDirective.applications()) {
          validateCostNotAppliedToInterface(application, errorCollector);
        }
        for (const application of listSizeDirective.applications()) {
          const parent = application.parent;
          (0, utils_1.assert)(parent instanceof definitions_1.FieldDefinition, "@listSize can only be applied to FIELD_DEFINITION");
          validateListSizeAppliedToList(application, parent, errorCollector);
          validateAssumedSizeNotNegative(application, parent, errorCollector);
          validateSlicingArgumentsAreValidIntegers(application, parent, errorCollector);
          validateSizedFieldsAreValidLists(application, parent, errorCollector);
        }
        validateNoAuthenticationOnInterfaces(metadata, errorCollector);
        return errorCollector;
      }
      validationRules() {
        return FEDERATION_VALIDATION_RULES;
      }
      onUnknownDirectiveValidationError(schema, unknownDirectiveName, error) {
        const metadata = federationMetadata(schema);
        (0, utils_1.assert)(metadata, `This method should only have been called on a subgraph schema`);
        if (ALL_DEFAULT_FEDERATION_DIRECTIVE_NAMES.includes(unknownDirectiveName)) {
          if (metadata.isFed2Schema()) {
            const federationFeature = metadata.federationFeature();
            (0, utils_1.assert)(federationFeature, "Fed2 subgraph _must_ link to the federation feature");
            const directiveNameInSchema = federationFeature.directiveNameInSchema(unknownDirectiveName);
            if (directiveNameInSchema.startsWith(federationFeature.nameInSchema + "__")) {
              return (0, error_1.withModifiedErrorMessage)(error, `${error.message} If you meant the "@${unknownDirectiveName}" federation directive, you should use fully-qualified name "@${directiveNameInSchema}" or add "@${unknownDirectiveName}" to the \`import\` argument of the @link to the federation specification.`);
            } else {
              return (0, error_1.withModifiedErrorMessage)(error, `${error.message} If you meant the "@${unknownDirectiveName}" federation directive, you should use "@${directiveNameInSchema}" as it is imported under that name in the @link to the federation specification of this schema.`);
            }
          } else {
            return (0, error_1.withModifiedErrorMessage)(error, `${error.message} If you meant the "@${unknownDirectiveName}" federation 2 directive, note that this schema is a federation 1 schema. To be a federation 2 schema, it needs to @link to the federation specifcation v2.`);
          }
        } else if (!metadata.isFed2Schema()) {
          const suggestions = (0, suggestions_1.suggestionList)(unknownDirectiveName, ALL_DEFAULT_FEDERATION_DIRECTIVE_NAMES);
          if (suggestions.length > 0) {
            return (0, error_1.withModifiedErrorMessage)(error, `${error.message}${(0, suggestions_1.didYouMean)(suggestions.map((s) => "@" + s))} If so, note that ${suggestions.length === 1 ? "it is a federation 2 directive" : "they are federation 2 directives"} but this schema is a federation 1 one. To be a federation 2 schema, it needs to @link to the federation specifcation v2.`);
          }
        }
        return error;
      }
      applyDirectivesAfterParsing() {
        return true;
      }
    };
    exports.FederationBlueprint = FederationBlueprint;
    function findUnusedNamedForLinkDirective(schema) {
      if (!schema.directive(linkSpec.url.name)) {
        return void 0;
      }
      const baseName = linkSpec.url.name;
      const n = 1;
      for (; ; ) {
        const candidate = baseName + n;
        if (!schema.directive(candidate)) {
          return candidate;
        }
      }
    }
    function setSchemaAsFed2Subgraph(schema, useLatest = false) {
      let core = schema.coreFeatures;
      let spec;
      if (core) {
        spec = core.coreDefinition;
        (0, utils_1.assert)(spec.url.version.satisfies(linkSpec.version), `Fed2 schema must use @link with version >= 1.0, but schema uses ${spec.url}`);
      } else {
        const alias = findUnusedNamedForLinkDirective(schema);
        const errors2 = linkSpec.addToSchema(schema, alias);
        if (errors2.length > 0) {
          throw (0, definitions_1.ErrGraphQLValidationFailed)(errors2);
        }
        spec = linkSpec;
        core = schema.coreFeatures;
        (0, utils_1.assert)(core, "Schema should now be a core schema");
      }
      const fedSpec = useLatest ? latestFederationSpec : autoExpandedFederationSpec;
      (0, utils_1.assert)(!core.getByIdentity(fedSpec.identity), "Schema already set as a federation subgraph");
      schema.schemaDefinition.applyDirective(core.coreItself.nameInSchema, {
        url: fedSpec.url.toString(),
        import: autoExpandedFederationSpec.directiveSpecs().map((spec2) => `@${spec2.name}`)
      });
      const errors = completeSubgraphSchema(schema);
      if (errors.length > 0) {
        throw (0, definitions_1.ErrGraphQLValidationFailed)(errors);
      }
    }
    exports.setSchemaAsFed2Subgraph = setSchemaAsFed2Subgraph;
    exports.FEDERATION2_LINK_WITH_FULL_IMPORTS = '@link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key", "@requires", "@provides", "@external", "@tag", "@extends", "@shareable", "@inaccessible", "@override", "@composeDirective", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy", "@context", "@fromContext", "@cost", "@listSize", "@cacheTag"])';
    exports.FEDERATION2_LINK_WITH_AUTO_EXPANDED_IMPORTS = '@link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key", "@requires", "@provides", "@external", "@tag", "@extends", "@shareable", "@inaccessible", "@override", "@composeDirective", "@interfaceObject"])';
    exports.FEDERATION2_LINK_WITH_AUTO_EXPANDED_IMPORTS_UPGRADED = '@link(url: "https://specs.apollo.dev/federation/v2.4", import: ["@key", "@requires", "@provides", "@external", "@tag", "@extends", "@shareable", "@inaccessible", "@override", "@composeDirective", "@interfaceObject"])';
    function asFed2SubgraphDocument(document, options) {
      var _a, _b;
      const importedDirectives = (options === null || options === void 0 ? void 0 : options.includeAllImports) ? latestFederationSpec.directiveSpecs() : autoExpandedFederationSpec.directiveSpecs();
      const directiveToAdd = {
        kind: graphql_1.Kind.DIRECTIVE,
        name: { kind: graphql_1.Kind.NAME, value: coreSpec_1.linkDirectiveDefaultName },
        arguments: [
          {
            kind: graphql_1.Kind.ARGUMENT,
            name: { kind: graphql_1.Kind.NAME, value: "url" },
            value: { kind: graphql_1.Kind.STRING, value: latestFederationSpec.url.toString() }
          },
          {
            kind: graphql_1.Kind.ARGUMENT,
            name: { kind: graphql_1.Kind.NAME, value: "import" },
            value: { kind: graphql_1.Kind.LIST, values: importedDirectives.map((spec) => ({ kind: graphql_1.Kind.STRING, value: `@${spec.name}` })) }
          }
        ]
      };
      if ((_a = options === null || options === void 0 ? void 0 : options.addAsSchemaExtension) !== null && _a !== void 0 ? _a : true) {
        return {
          kind: graphql_1.Kind.DOCUMENT,
          loc: document.loc,
          definitions: document.definitions.concat({
            kind: graphql_1.Kind.SCHEMA_EXTENSION,
            directives: [directiveToAdd]
          })
        };
      }
      const existingSchemaDefinition = document.definitions.find((d) => d.kind == graphql_1.Kind.SCHEMA_DEFINITION);
      if (existingSchemaDefinition) {
        return {
          kind: graphql_1.Kind.DOCUMENT,
          loc: document.loc,
          definitions: document.definitions.filter((d) => d !== existingSchemaDefinition).concat([{
            ...existingSchemaDefinition,
            directives: [directiveToAdd].concat((_b = existingSchemaDefinition.directives) !== null && _b !== void 0 ? _b : [])
          }])
        };
      } else {
        const hasMutation = document.definitions.some((d) => d.kind === graphql_1.Kind.OBJECT_TYPE_DEFINITION && d.name.value === "Mutation");
        const makeOpType = (opType, name) => ({
          kind: graphql_1.Kind.OPERATION_TYPE_DEFINITION,
          operation: opType,
          type: {
            kind: graphql_1.Kind.NAMED_TYPE,
            name: {
              kind: graphql_1.Kind.NAME,
              value: name
            }
          }
        });
        return {
          kind: graphql_1.Kind.DOCUMENT,
          loc: document.loc,
          definitions: document.definitions.concat({
            kind: graphql_1.Kind.SCHEMA_DEFINITION,
            directives: [directiveToAdd],
            operationTypes: [makeOpType(graphql_1.OperationTypeNode.QUERY, "Query")].concat(hasMutation ? makeOpType(graphql_1.OperationTypeNode.MUTATION, "Mutation") : [])
          })
        };
      }
    }
    exports.asFed2SubgraphDocument = asFed2SubgraphDocument;
    function printSubgraphNames(names) {
      return (0, utils_1.printHumanReadableList)(names.map((n) => `"${n}"`), {
        prefix: "subgraph",
        prefixPlural: "subgraphs"
      });
    }
    exports.printSubgraphNames = printSubgraphNames;
    function federationMetadata(schema) {
      return schema["_federationMetadata"];
    }
    exports.federationMetadata = federationMetadata;
    function isFederationSubgraphSchema(schema) {
      return !!federationMetadata(schema);
    }
    exports.isFederationSubgraphSchema = isFederationSubgraphSchema;
    function isFederationField(field) {
      var _a;
      if (field.parent === ((_a = field.schema().schemaDefinition.root("query")) === null || _a === void 0 ? void 0 : _a.type)) {
        return exports.FEDERATION_OPERATION_FIELDS.includes(field.name);
      }
      return false;
    }
    exports.isFederationField = isFederationField;
    function isEntityType(type) {
      if (!(0, definitions_1.isObjectType)(type) && !(0, definitions_1.isInterfaceType)(type)) {
        return false;
      }
      const metadata = federationMetadata(type.schema());
      return !!metadata && type.hasAppliedDirective(metadata.keyDirective());
    }
    exports.isEntityType = isEntityType;
    function isInterfaceObjectType(type) {
      if (!(0, definitions_1.isObjectType)(type)) {
        return false;
      }
      const metadata = federationMetadata(type.schema());
      return !!metadata && metadata.isInterfaceObjectType(type);
    }
    exports.isInterfaceObjectType = isInterfaceObjectType;
    function buildSubgraph(name, url, source, withRootTypeRenaming = true) {
      const buildOptions = {
        blueprint: new FederationBlueprint(withRootTypeRenaming),
        validate: false
      };
      let subgraph;
      try {
        const schema = typeof source === "string" ? (0, buildSchema_1.buildSchema)(new graphql_1.Source(source, name), buildOptions) : (0, buildSchema_1.buildSchemaFromAST)(source, buildOptions);
        subgraph = new Subgraph(name, url, schema);
      } catch (e) {
        if (e instanceof graphql_1.GraphQLError && name !== exports.FEDERATION_UNNAMED_SUBGRAPH_NAME) {
          throw addSubgraphToError(e, name, error_1.ERRORS.INVALID_GRAPHQL);
        } else {
          throw e;
        }
      }
      return subgraph.validate();
    }
    exports.buildSubgraph = buildSubgraph;
    function newEmptyFederation2Schema(config) {
      const schema = new definitions_1.Schema(new FederationBlueprint(true), config);
      setSchemaAsFed2Subgraph(schema, true);
      return schema;
    }
    exports.newEmptyFederation2Schema = newEmptyFederation2Schema;
    function completeSubgraphSchema(schema) {
      const coreFeatures = schema.coreFeatures;
      if (coreFeatures) {
        const fedFeature = coreFeatures.getByIdentity(federationSpec_1.federationIdentity);
        if (fedFeature) {
          return completeFed2SubgraphSchema(schema);
        } else {
          return completeFed1SubgraphSchema(schema);
        }
      } else {
        const fedLink = schema.schemaDefinition.appliedDirectivesOf(coreSpec_1.linkDirectiveDefaultName).find(isFedSpecLinkDirective);
        if (fedLink) {
          const errors = linkSpec.addToSchema(schema);
          if (errors.length > 0) {
            return errors;
          }
          return completeFed2SubgraphSchema(schema);
        } else {
          return completeFed1SubgraphSchema(schema);
        }
      }
    }
    function isFedSpecLinkDirective(directive) {
      const args = directive.arguments();
      return directive.name === coreSpec_1.linkDirectiveDefaultName && args["url"] && args["url"].startsWith(federationSpec_1.federationIdentity);
    }
    function completeFed1SubgraphSchema(schema) {
      var _a, _b;
      for (const name of [federationSpec_1.FederationDirectiveName.KEY, federationSpec_1.FederationDirectiveName.PROVIDES, federationSpec_1.FederationDirectiveName.REQUIRES]) {
        const directive = schema.directive(name);
        if (!directive) {
          continue;
        }
        (0, utils_1.assert)(directive.applications().size === 0, `${directive} shouldn't have had validation at that places`);
        const fieldType = (_b = (_a = directive.argument("fields")) === null || _a === void 0 ? void 0 : _a.type) === null || _b === void 0 ? void 0 : _b.toString();
        const fieldTypeIsWrongInKnownWays = !!fieldType && directive.arguments().length === 1 && (fieldType === "String" || fieldType === "_FieldSet" || fieldType === "FieldSet");
        if (directive.arguments().length === 0 || fieldTypeIsWrongInKnownWays) {
          directive.remove();
        }
      }
      const errors = federationSpec_1.FEDERATION1_TYPES.map((spec) => spec.checkOrAdd(schema, FAKE_FED1_CORE_FEATURE_TO_RENAME_TYPES)).concat(federationSpec_1.FEDERATION1_DIRECTIVES.map((spec) => spec.checkOrAdd(schema))).flat();
      return errors.length === 0 ? expandKnownFeatures(schema) : errors;
    }
    function completeFed2SubgraphSchema(schema) {
      const coreFeatures = schema.coreFeatures;
      (0, utils_1.assert)(coreFeatures, "This method should not have been called on a non-core schema");
      const fedFeature = coreFeatures.getByIdentity(federationSpec_1.federationIdentity);
      (0, utils_1.assert)(fedFeature, "This method should not have been called on a schema with no @link for federation");
      const spec = federationSpec_1.FEDERATION_VERSIONS.find(fedFeature.url.version);
      if (!spec) {
        return [error_1.ERRORS.UNKNOWN_FEDERATION_LINK_VERSION.err(`Invalid version ${fedFeature.url.version} for the federation feature in @link directive on schema`, { nodes: fedFeature.directive.sourceAST })];
      }
      const errors = spec.addElementsToSchema(schema);
      return errors.length === 0 ? expandKnownFeatures(schema) : errors;
    }
    function expandKnownFeatures(schema) {
      const coreFeatures = schema.coreFeatures;
      if (!coreFeatures) {
        return [];
      }
      let errors = [];
      for (const feature of coreFeatures.allFeatures()) {
        if (feature === coreFeatures.coreItself || feature.url.identity === federationSpec_1.federationIdentity || feature.url.identity === joinSpec_1.joinIdentity) {
          continue;
        }
        const spec = (0, knownCoreFeatures_1.coreFeatureDefinitionIfKnown)(feature.url);
        if (!spec) {
          continue;
        }
        errors = errors.concat(spec.addElementsToSchema(schema));
      }
      return errors;
    }
    function parseFieldSetArgument({ parentType, directive, fieldAccessor, validate, decorateValidationErrors = true, normalize = false }) {
      try {
        const selectionSet = (0, operations_1.parseSelectionSet)({
          parentType,
          source: validateFieldSetValue(directive),
          fieldAccessor,
          validate
        });
        if (validate !== null && validate !== void 0 ? validate : true) {
          selectionSet.forEachElement((elt) => {
            if (elt.kind === "Field" && elt.alias) {
              throw new graphql_1.GraphQLError(`Cannot use alias "${elt.alias}" in "${elt}": aliases are not currently supported in @${directive.name}`);
            }
          });
        }
        return normalize ? selectionSet.normalize({ parentType, recursive: true }) : selectionSet;
      } catch (e) {
        if (!(e instanceof graphql_1.GraphQLError) || !decorateValidationErrors) {
          throw e;
        }
        throw handleFieldSetValidationError(directive, e, (msg) => {
          if (msg.startsWith("Cannot query field")) {
            if (msg.endsWith(".")) {
              msg = msg.slice(0, msg.length - 1);
            }
            if (directive.name === federationSpec_1.FederationDirectiveName.KEY) {
              msg = msg + " (the field should either be added to this subgraph or, if it should not be resolved by this subgraph, you need to add it to this subgraph with @external).";
            } else {
              msg = msg + " (if the field is defined in another subgraph, you need to add it to this subgraph with @external).";
            }
          }
          return msg;
        });
      }
    }
    exports.parseFieldSetArgument = parseFieldSetArgument;
    function collectTargetFields({ parentType, directive, includeInterfaceFieldsImplementations, validate = true }) {
      const fields = [];
      try {
        parseFieldSetArgument({
          parentType,
          directive,
          fieldAccessor: (t, f) => {
            const field = t.field(f);
            if (field) {
              fields.push(field);
              if (includeInterfaceFieldsImplementations && (0, definitions_1.isInterfaceType)(t)) {
                for (const implType of t.possibleRuntimeTypes()) {
                  const implField = implType.field(f);
                  if (implField) {
                    fields.push(implField);
                  }
                }
              }
            }
            return field;
          },
          validate
        });
      } catch (e) {
        const isGraphQLError = (0, error_1.errorCauses)(e) !== void 0;
        if (!isGraphQLError || validate) {
          throw e;
        }
      }
      return fields;
    }
    exports.collectTargetFields = collectTargetFields;
    function validateFieldSetValue(directive) {
      var _a;
      const fields = directive.arguments().fields;
      const nodes = directive.sourceAST;
      if (typeof fields !== "string") {
        throw error_1.ERROR_CATEGORIES.DIRECTIVE_INVALID_FIELDS_TYPE.get(directive.name).err(`Invalid value for argument "${directive.definition.argument("fields").name}": must be a string.`, { nodes });
      }
      if (nodes && nodes.kind === "Directive") {
        for (const argNode of (_a = nodes.arguments) !== null && _a !== void 0 ? _a : []) {
          if (argNode.name.value === "fields") {
            if (argNode.value.kind !== "StringValue") {
              throw error_1.ERROR_CATEGORIES.DIRECTIVE_INVALID_FIELDS_TYPE.get(directive.name).err(`Invalid value for argument "${directive.definition.argument("fields").name}": must be a string.`, { nodes });
            }
            break;
          }
        }
      }
      return fields;
    }
    function subgraphsFromServiceList(serviceList) {
      var _a;
      let errors = [];
      const subgraphs = new Subgraphs();
      for (const service of serviceList) {
        try {
          subgraphs.add(buildSubgraph(service.name, (_a = service.url) !== null && _a !== void 0 ? _a : "", service.typeDefs));
        } catch (e) {
          const causes = (0, error_1.errorCauses)(e);
          if (causes) {
            errors = errors.concat(causes);
          } else {
            throw e;
          }
        }
      }
      return errors.length === 0 ? subgraphs : errors;
    }
    exports.subgraphsFromServiceList = subgraphsFromServiceList;
    var Subgraphs = class {
      constructor() {
        this.subgraphs = new utils_1.OrderedMap();
      }
      add(subgraph) {
        if (this.subgraphs.has(subgraph.name)) {
          throw new Error(`A subgraph named ${subgraph.name} already exists` + (subgraph.url ? ` (with url '${subgraph.url}')` : ""));
        }
        this.subgraphs.add(subgraph.name, subgraph);
        return subgraph;
      }
      get(name) {
        return this.subgraphs.get(name);
      }
      size() {
        return this.subgraphs.size;
      }
      names() {
        return this.subgraphs.keys();
      }
      values() {
        return this.subgraphs.values();
      }
      *[Symbol.iterator]() {
        for (const subgraph of this.subgraphs) {
          yield subgraph;
        }
      }
      validate() {
        let errors = [];
        for (const subgraph of this.values()) {
          try {
            subgraph.validate();
          } catch (e) {
            const causes = (0, error_1.errorCauses)(e);
            if (!causes) {
              throw e;
            }
            errors = errors.concat(causes);
          }
        }
        return errors.length === 0 ? void 0 : errors;
      }
      toString() {
        return "[" + this.subgraphs.keys().join(", ") + "]";
      }
    };
    exports.Subgraphs = Subgraphs;
    exports.anyTypeSpec = (0, directiveAndTypeSpecification_1.createScalarTypeSpecification)({ name: "_Any" });
    exports.serviceTypeSpec = (0, directiveAndTypeSpecification_1.createObjectTypeSpecification)({
      name: "_Service",
      fieldsFct: (schema) => [{ name: "sdl", type: schema.stringType() }]
    });
    exports.entityTypeSpec = (0, directiveAndTypeSpecification_1.createUnionTypeSpecification)({
      name: "_Entity",
      membersFct: (schema) => {
        return schema.objectTypes().filter(isEntityType).map((t) => t.name);
      }
    });
    exports.FEDERATION_OPERATION_TYPES = [exports.anyTypeSpec, exports.serviceTypeSpec, exports.entityTypeSpec];
    exports.serviceFieldName = "_service";
    exports.entitiesFieldName = "_entities";
    exports.FEDERATION_OPERATION_FIELDS = [exports.serviceFieldName, exports.entitiesFieldName];
    var Subgraph = class {
      constructor(name, url, schema) {
        this.name = name;
        this.url = url;
        this.schema = schema;
        if (name === exports.FEDERATION_RESERVED_SUBGRAPH_NAME) {
          throw error_1.ERRORS.INVALID_SUBGRAPH_NAME.err(`Invalid name ${exports.FEDERATION_RESERVED_SUBGRAPH_NAME} for a subgraph: this name is reserved`);
        }
      }
      metadata() {
        const metadata = federationMetadata(this.schema);
        (0, utils_1.assert)(metadata, "The subgraph schema should have built with the federation built-ins.");
        return metadata;
      }
      isFed2Subgraph() {
        return this.metadata().isFed2Schema();
      }
      addFederationOperations() {
        const metadata = this.metadata();
        for (const type of exports.FEDERATION_OPERATION_TYPES) {
          type.checkOrAdd(this.schema);
        }
        const queryRoot = this.schema.schemaDefinition.root("query");
        const queryType = queryRoot ? queryRoot.type : this.schema.addType(new definitions_1.ObjectType("Query"));
        const entityField = queryType.field(exports.entitiesFieldName);
        const entityType = metadata.entityType();
        if (entityType) {
          const entityFieldType = new definitions_1.NonNullType(new definitions_1.ListType(entityType));
          if (!entityField) {
            queryType.addField(exports.entitiesFieldName, entityFieldType).addArgument("representations", new definitions_1.NonNullType(new definitions_1.ListType(new definitions_1.NonNullType(metadata.anyType()))));
          } else if (!entityField.type) {
            entityField.type = entityType;
          }
        } else if (entityField) {
          entityField.remove();
        }
        if (!queryType.field(exports.serviceFieldName)) {
          queryType.addField(exports.serviceFieldName, new definitions_1.NonNullType(metadata.serviceType()));
        }
      }
      assumeValid() {
        this.addFederationOperations();
        this.schema.assumeValid();
        return this;
      }
      validate() {
        try {
          this.addFederationOperations();
          this.schema.validate();
          return this;
        } catch (e) {
          if (e instanceof graphql_1.GraphQLError) {
            throw addSubgraphToError(e, this.name, error_1.ERRORS.INVALID_GRAPHQL);
          } else {
            throw e;
          }
        }
      }
      isPrintedDirective(d) {
        var _a;
        if (this.metadata().allFederationDirectives().includes(d)) {
          return false;
        }
        const core = this.schema.coreFeatures;
        return !core || ((_a = core.sourceFeature(d)) === null || _a === void 0 ? void 0 : _a.feature.url.identity) !== coreSpec_1.linkIdentity;
      }
      isPrintedType(t) {
        var _a;
        if (this.metadata().allFederationTypes().includes(t)) {
          return false;
        }
        if ((0, definitions_1.isObjectType)(t) && t.isQueryRootType() && t.fields().filter((f) => !isFederationField(f)).length === 0) {
          return false;
        }
        const core = this.schema.coreFeatures;
        return !core || ((_a = core.sourceFeature(t)) === null || _a === void 0 ? void 0 : _a.feature.url.identity) !== coreSpec_1.linkIdentity;
      }
      isPrintedDirectiveApplication(d) {
        if (!this.schema.coreFeatures || d.name !== linkSpec.url.name) {
          return true;
        }
        const args = d.arguments();
        let urlArg = void 0;
        if ("url" in args) {
          try {
            urlArg = coreSpec_1.FeatureUrl.parse(args["url"]);
          } catch (e) {
          }
        }
        const isDefaultLinkToLink = (urlArg === null || urlArg === void 0 ? void 0 : urlArg.identity) === coreSpec_1.linkIdentity && Object.keys(args).length === 1;
        return !isDefaultLinkToLink;
      }
      toString(basePrintOptions = print_1.defaultPrintOptions) {
        return (0, print_1.printSchema)(this.schema, {
          ...basePrintOptions,
          directiveDefinitionFilter: (d) => this.isPrintedDirective(d),
          typeFilter: (t) => this.isPrintedType(t),
          fieldFilter: (f) => !isFederationField(f),
          directiveApplicationFilter: (d) => this.isPrintedDirectiveApplication(d)
        });
      }
    };
    exports.Subgraph = Subgraph;
    function addSubgraphToASTNode(node, subgraph) {
      if ("subgraph" in node) {
        return node;
      }
      return {
        ...node,
        subgraph
      };
    }
    exports.addSubgraphToASTNode = addSubgraphToASTNode;
    function addSubgraphToError(e, subgraphName, errorCode) {
      const updatedCauses = (0, error_1.errorCauses)(e).map((cause) => {
        var _a;
        const message = `[${subgraphName}] ${cause.message}`;
        const nodes = cause.nodes ? cause.nodes.map((node) => addSubgraphToASTNode(node, subgraphName)) : void 0;
        const code = (_a = (0, error_1.errorCodeDef)(cause)) !== null && _a !== void 0 ? _a : errorCode;
        const options = {
          ...(0, error_1.extractGraphQLErrorOptions)(cause),
          nodes,
          originalError: cause
        };
        return code ? code.err(message, options) : new graphql_1.GraphQLError(message, options);
      });
      return updatedCauses.length === 1 ? updatedCauses[0] : (0, definitions_1.ErrGraphQLValidationFailed)(updatedCauses);
    }
    exports.addSubgraphToError = addSubgraphToError;
    var ExternalTester = class {
      constructor(schema, isFed2Schema) {
        this.schema = schema;
        this.isFed2Schema = isFed2Schema;
        this.fakeExternalFields = /* @__PURE__ */ new Set();
        this.providedFields = /* @__PURE__ */ new Set();
        this.externalFieldsOnType = /* @__PURE__ */ new Set();
        this.externalDirective = this.metadata().externalDirective();
        this.collectFakeExternals();
        this.collectProvidedFields();
        this.collectExternalsOnType();
      }
      metadata() {
        const metadata = federationMetadata(this.schema);
        (0, utils_1.assert)(metadata, "Schema should be a subgraphs schema");
        return metadata;
      }
      collectFakeExternals() {
        const metadata = this.metadata();
        const extendsDirective = metadata.extendsDirective();
        for (const key of metadata.keyDirective().applications()) {
          const parentType = key.parent;
          if (!(key.ofExtension() || parentType.hasAppliedDirective(extendsDirective))) {
            continue;
          }
          collectTargetFields({
            parentType,
            directive: key,
            includeInterfaceFieldsImplementations: false,
            validate: false
          }).filter((field) => field.hasAppliedDirective(this.externalDirective)).forEach((field) => this.fakeExternalFields.add(field.coordinate));
        }
      }
      collectProvidedFields() {
        for (const provides of this.metadata().providesDirective().applications()) {
          const parent = provides.parent;
          const parentType = (0, definitions_1.baseType)(parent.type);
          if ((0, definitions_1.isCompositeType)(parentType)) {
            collectTargetFields({
              parentType,
              directive: provides,
              includeInterfaceFieldsImplementations: true,
              validate: false
            }).forEach((f) => this.providedFields.add(f.coordinate));
          }
        }
      }
      collectExternalsOnType() {
        if (!this.isFed2Schema) {
          return;
        }
        for (const type of this.schema.objectTypes()) {
          if (type.hasAppliedDirective(this.externalDirective)) {
            for (const field of type.fields()) {
              this.externalFieldsOnType.add(field.coordinate);
            }
          }
        }
      }
      isExternal(field) {
        return (field.hasAppliedDirective(this.externalDirective) || this.externalFieldsOnType.has(field.coordinate)) && !this.isFakeExternal(field);
      }
      isFakeExternal(field) {
        return this.fakeExternalFields.has(field.coordinate);
      }
      selectsAnyExternalField(selectionSet) {
        for (const selection of selectionSet.selections()) {
          if (selection.kind === "FieldSelection" && this.isExternal(selection.element.definition)) {
            return true;
          }
          if (selection.selectionSet) {
            if (this.selectsAnyExternalField(selection.selectionSet)) {
              return true;
            }
          }
        }
        return false;
      }
      isPartiallyExternal(field) {
        return this.isExternal(field) && this.providedFields.has(field.coordinate);
      }
      isFullyExternal(field) {
        return this.isExternal(field) && !this.providedFields.has(field.coordinate);
      }
    };
    function removeInactiveProvidesAndRequires(schema, onModified = () => {
    }) {
      const metadata = federationMetadata(schema);
      if (!metadata) {
        return;
      }
      const providesDirective = metadata.providesDirective();
      const requiresDirective = metadata.requiresDirective();
      for (const type of schema.types()) {
        if (!(0, definitions_1.isObjectType)(type) && !(0, definitions_1.isInterfaceType)(type)) {
          continue;
        }
        for (const field of type.fields()) {
          const fieldBaseType = (0, definitions_1.baseType)(field.type);
          removeInactiveApplications(providesDirective, field, fieldBaseType, onModified);
          removeInactiveApplications(requiresDirective, field, type, onModified);
        }
      }
    }
    exports.removeInactiveProvidesAndRequires = removeInactiveProvidesAndRequires;
    function removeInactiveApplications(directiveDefinition, field, parentType, onModified) {
      for (const application of field.appliedDirectivesOf(directiveDefinition)) {
        let selection;
        try {
          selection = parseFieldSetArgument({ parentType, directive: application });
        } catch (e) {
          continue;
        }
        if (selectsNonExternalLeafField(selection)) {
          application.remove();
          const updated = withoutNonExternalLeafFields(selection);
          if (!updated.isEmpty()) {
            const updatedDirective = field.applyDirective(directiveDefinition, { fields: updated.toString(true, false) });
            onModified(field, application, updatedDirective);
          } else {
            onModified(field, application);
          }
        }
      }
    }
    function isExternalOrHasExternalImplementations(field) {
      const metadata = federationMetadata(field.schema());
      if (!metadata) {
        return false;
      }
      if (field.hasAppliedDirective(metadata.externalDirective())) {
        return true;
      }
      const parentType = field.parent;
      if ((0, definitions_1.isInterfaceType)(parentType)) {
        for (const implem of parentType.possibleRuntimeTypes()) {
          const fieldInImplem = implem.field(field.name);
          if (fieldInImplem && fieldInImplem.hasAppliedDirective(metadata.externalDirective())) {
            return true;
          }
        }
      }
      return false;
    }
    function selectsNonExternalLeafField(selection) {
      return selection.selections().some((s) => {
        if (s.kind === "FieldSelection") {
          if (isExternalOrHasExternalImplementations(s.element.definition)) {
            return false;
          }
          return !s.selectionSet || selectsNonExternalLeafField(s.selectionSet);
        } else {
          return selectsNonExternalLeafField(s.selectionSet);
        }
      });
    }
    function withoutNonExternalLeafFields(selectionSet) {
      return selectionSet.lazyMap((selection) => {
        if (selection.kind === "FieldSelection") {
          if (isExternalOrHasExternalImplementations(selection.element.definition)) {
            return selection;
          }
        }
        if (selection.selectionSet) {
          const updated = withoutNonExternalLeafFields(selection.selectionSet);
          if (!updated.isEmpty()) {
            return selection.withUpdatedSelectionSet(updated);
          }
        }
        return void 0;
      });
    }
    function validateNoAuthenticationOnInterfaces(metadata, errorCollector) {
      const authenticatedDirective = metadata.authenticatedDirective();
      const requiresScopesDirective = metadata.requiresScopesDirective();
      const policyDirective = metadata.policyDirective();
      [authenticatedDirective, requiresScopesDirective, policyDirective].forEach((directive) => {
        for (const application of directive.applications()) {
          const element = application.parent;
          if ((0, definitions_1.isElementNamedType)(element) && ((0, definitions_1.isInterfaceType)(element) || isInterfaceObjectType(element)) || (0, definitions_1.isFieldDefinition)(element) && (0, definitions_1.isInterfaceType)(element.parent)) {
            let kind = "";
            switch (element.kind) {
              case "FieldDefinition":
                kind = "field";
                break;
              case "InterfaceType":
                kind = "interface";
                break;
              case "ObjectType":
                kind = "interface object";
                break;
            }
            errorCollector.push(error_1.ERRORS.AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE.err(`Invalid use of @${directive.name} on ${kind} "${element.coordinate}": @${directive.name} cannot be applied on interfaces, interface fields and interface objects`, { nodes: (0, definitions_1.sourceASTs)(application, element.parent) }));
          }
        }
      });
    }
  }
});

// node_modules/color-name/index.js
var require_color_name = __commonJS({
  "node_modules/color-name/index.js"(exports, module) {
    "use strict";
    module.exports = {
      "aliceblue": [240, 248, 255],
      "antiquewhite": [250, 235, 215],
      "aqua": [0, 255, 255],
      "aquamarine": [127, 255, 212],
      "azure": [240, 255, 255],
      "beige": [245, 245, 220],
      "bisque": [255, 228, 196],
      "black": [0, 0, 0],
      "blanchedalmond": [255, 235, 205],
      "blue": [0, 0, 255],
      "blueviolet": [138, 43, 226],
      "brown": [165, 42, 42],
      "burlywood": [222, 184, 135],
      "cadetblue": [95, 158, 160],
      "chartreuse": [127, 255, 0],
      "chocolate": [210, 105, 30],
      "coral": [255, 127, 80],
      "cornflowerblue": [100, 149, 237],
      "cornsilk": [255, 248, 220],
      "crimson": [220, 20, 60],
      "cyan": [0, 255, 255],
      "darkblue": [0, 0, 139],
      "darkcyan": [0, 139, 139],
      "darkgoldenrod": [184, 134, 11],
      "darkgray": [169, 169, 169],
      "darkgreen": [0, 100, 0],
      "darkgrey": [169, 169, 169],
      "darkkhaki": [189, 183, 107],
      "darkmagenta": [139, 0, 139],
      "darkolivegreen": [85, 107, 47],
      "darkorange": [255, 140, 0],
      "darkorchid": [153, 50, 204],
      "darkred": [139, 0, 0],
      "darksalmon": [233, 150, 122],
      "darkseagreen": [143, 188, 143],
      "darkslateblue": [72, 61, 139],
      "darkslategray": [47, 79, 79],
      "darkslategrey": [47, 79, 79],
      "darkturquoise": [0, 206, 209],
      "darkviolet": [148, 0, 211],
      "deeppink": [255, 20, 147],
      "deepskyblue": [0, 191, 255],
      "dimgray": [105, 105, 105],
      "dimgrey": [105, 105, 105],
      "dodgerblue": [30, 144, 255],
      "firebrick": [178, 34, 34],
      "floralwhite": [255, 250, 240],
      "forestgreen": [34, 139, 34],
      "fuchsia": [255, 0, 255],
      "gainsboro": [220, 220, 220],
      "ghostwhite": [248, 248, 255],
      "gold": [255, 215, 0],
      "goldenrod": [218, 165, 32],
      "gray": [128, 128, 128],
      "green": [0, 128, 0],
      "greenyellow": [173, 255, 47],
      "grey": [128, 128, 128],
      "honeydew": [240, 255, 240],
      "hotpink": [255, 105, 180],
      "indianred": [205, 92, 92],
      "indigo": [75, 0, 130],
      "ivory": [255, 255, 240],
      "khaki": [240, 230, 140],
      "lavender": [230, 230, 250],
      "lavenderblush": [255, 240, 245],
      "lawngreen": [124, 252, 0],
      "lemonchiffon": [255, 250, 205],
      "lightblue": [173, 216, 230],
      "lightcoral": [240, 128, 128],
      "lightcyan": [224, 255, 255],
      "lightgoldenrodyellow": [250, 250, 210],
      "lightgray": [211, 211, 211],
      "lightgreen": [144, 238, 144],
      "lightgrey": [211, 211, 211],
      "lightpink": [255, 182, 193],
      "lightsalmon": [255, 160, 122],
      "lightseagreen": [32, 178, 170],
      "lightskyblue": [135, 206, 250],
      "lightslategray": [119, 136, 153],
      "lightslategrey": [119, 136, 153],
      "lightsteelblue": [176, 196, 222],
      "lightyellow": [255, 255, 224],
      "lime": [0, 255, 0],
      "limegreen": [50, 205, 50],
      "linen": [250, 240, 230],
      "magenta": [255, 0, 255],
      "maroon": [128, 0, 0],
      "mediumaquamarine": [102, 205, 170],
      "mediumblue": [0, 0, 205],
      "mediumorchid": [186, 85, 211],
      "mediumpurple": [147, 112, 219],
      "mediumseagreen": [60, 179, 113],
      "mediumslateblue": [123, 104, 238],
      "mediumspringgreen": [0, 250, 154],
      "mediumturquoise": [72, 209, 204],
      "mediumvioletred": [199, 21, 133],
      "midnightblue": [25, 25, 112],
      "mintcream": [245, 255, 250],
      "mistyrose": [255, 228, 225],
      "moccasin": [255, 228, 181],
      "navajowhite": [255, 222, 173],
      "navy": [0, 0, 128],
      "oldlace": [253, 245, 230],
      "olive": [128, 128, 0],
      "olivedrab": [107, 142, 35],
      "orange": [255, 165, 0],
      "orangered": [255, 69, 0],
      "orchid": [218, 112, 214],
      "palegoldenrod": [238, 232, 170],
      "palegreen": [152, 251, 152],
      "paleturquoise": [175, 238, 238],
      "palevioletred": [219, 112, 147],
      "papayawhip": [255, 239, 213],
      "peachpuff": [255, 218, 185],
      "peru": [205, 133, 63],
      "pink": [255, 192, 203],
      "plum": [221, 160, 221],
      "powderblue": [176, 224, 230],
      "purple": [128, 0, 128],
      "rebeccapurple": [102, 51, 153],
      "red": [255, 0, 0],
      "rosybrown": [188, 143, 143],
      "royalblue": [65, 105, 225],
      "saddlebrown": [139, 69, 19],
      "salmon": [250, 128, 114],
      "sandybrown": [244, 164, 96],
      "seagreen": [46, 139, 87],
      "seashell": [255, 245, 238],
      "sienna": [160, 82, 45],
      "silver": [192, 192, 192],
      "skyblue": [135, 206, 235],
      "slateblue": [106, 90, 205],
      "slategray": [112, 128, 144],
      "slategrey": [112, 128, 144],
      "snow": [255, 250, 250],
      "springgreen": [0, 255, 127],
      "steelblue": [70, 130, 180],
      "tan": [210, 180, 140],
      "teal": [0, 128, 128],
      "thistle": [216, 191, 216],
      "tomato": [255, 99, 71],
      "turquoise": [64, 224, 208],
      "violet": [238, 130, 238],
      "wheat": [245, 222, 179],
      "white": [255, 255, 255],
      "whitesmoke": [245, 245, 245],
      "yellow": [255, 255, 0],
      "yellowgreen": [154, 205, 50]
    };
  }
});

// node_modules/color-convert/conversions.js
var require_conversions = __commonJS({
  "node_modules/color-convert/conversions.js"(exports, module) {
    var cssKeywords = require_color_name();
    var reverseKeywords = {};
    for (const key of Object.keys(cssKeywords)) {
      reverseKeywords[cssKeywords[key]] = key;
    }
    var convert = {
      rgb: { channels: 3, labels: "rgb" },
      hsl: { channels: 3, labels: "hsl" },
      hsv: { channels: 3, labels: "hsv" },
      hwb: { channels: 3, labels: "hwb" },
      cmyk: { channels: 4, labels: "cmyk" },
      xyz: { channels: 3, labels: "xyz" },
      lab: { channels: 3, labels: "lab" },
      lch: { channels: 3, labels: "lch" },
      hex: { channels: 1, labels: ["hex"] },
      keyword: { channels: 1, labels: ["keyword"] },
      ansi16: { channels: 1, labels: ["ansi16"] },
      ansi256: { channels: 1, labels: ["ansi256"] },
      hcg: { channels: 3, labels: ["h", "c", "g"] },
      apple: { channels: 3, labels: ["r16", "g16", "b16"] },
      gray: { channels: 1, labels: ["gray"] }
    };
    module.exports = convert;
    for (const model of Object.keys(convert)) {
      if (!("channels" in convert[model])) {
        throw new Error("missing channels property: " + model);
      }
      if (!("labels" in convert[model])) {
        throw new Error("missing channel labels property: " + model);
      }
      if (convert[model].labels.length !== convert[model].channels) {
        throw new Error("channel and label counts mismatch: " + model);
      }
      const { channels, labels } = convert[model];
      delete convert[model].channels;
      delete convert[model].labels;
      Object.defineProperty(convert[model], "channels", { value: channels });
      Object.defineProperty(convert[model], "labels", { value: labels });
    }
    convert.rgb.hsl = function(rgb) {
      const r = rgb[0] / 255;
      const g = rgb[1] / 255;
      const b = rgb[2] / 255;
      const min = Math.min(r, g, b);
      const max = Math.max(r, g, b);
      const delta = max - min;
      let h;
      let s;
      if (max === min) {
        h = 0;
      } else if (r === max) {
        h = (g - b) / delta;
      } else if (g === max) {
        h = 2 + (b - r) / delta;
      } else if (b === max) {
        h = 4 + (r - g) / delta;
      }
      h = Math.min(h * 60, 360);
      if (h < 0) {
        h += 360;
      }
      const l = (min + max) / 2;
      if (max === min) {
        s = 0;
      } else if (l <= 0.5) {
        s = delta / (max + min);
      } else {
        s = delta / (2 - max - min);
      }
      return [h, s * 100, l * 100];
    };
    convert.rgb.hsv = function(rgb) {
      let rdif;
      let gdif;
      let bdif;
      let h;
      let s;
      const r = rgb[0] / 255;
      const g = rgb[1] / 255;
      const b = rgb[2] / 255;
      const v = Math.max(r, g, b);
      const diff = v - Math.min(r, g, b);
      const diffc = function(c) {
        return (v - c) / 6 / diff + 1 / 2;
      };
      if (diff === 0) {
        h = 0;
        s = 0;
      } else {
        s = diff / v;
        rdif = diffc(r);
        gdif = diffc(g);
        bdif = diffc(b);
        if (r === v) {
          h = bdif - gdif;
        } else if (g === v) {
          h = 1 / 3 + rdif - bdif;
        } else if (b === v) {
          h = 2 / 3 + gdif - rdif;
        }
        if (h < 0) {
          h += 1;
        } else if (h > 1) {
          h -= 1;
        }
      }
      return [
        h * 360,
        s * 100,
        v * 100
      ];
    };
    convert.rgb.hwb = function(rgb) {
      const r = rgb[0];
      const g = rgb[1];
      let b = rgb[2];
      const h = convert.rgb.hsl(rgb)[0];
      const w = 1 / 255 * Math.min(r, Math.min(g, b));
      b = 1 - 1 / 255 * Math.max(r, Math.max(g, b));
      return [h, w * 100, b * 100];
    };
    convert.rgb.cmyk = function(rgb) {
      const r = rgb[0] / 255;
      const g = rgb[1] / 255;
      const b = rgb[2] / 255;
      const k = Math.min(1 - r, 1 - g, 1 - b);
      const c = (1 - r - k) / (1 - k) || 0;
      const m = (1 - g - k) / (1 - k) || 0;
      const y = (1 - b - k) / (1 - k) || 0;
      return [c * 100, m * 100, y * 100, k * 100];
    };
    function comparativeDistance(x, y) {
      return (x[0] - y[0]) ** 2 + (x[1] - y[1]) ** 2 + (x[2] - y[2]) ** 2;
    }
    convert.rgb.keyword = function(rgb) {
      const reversed = reverseKeywords[rgb];
      if (reversed) {
        return reversed;
      }
      let currentClosestDistance = Infinity;
      let currentClosestKeyword;
      for (const keyword of Object.keys(cssKeywords)) {
        const value = cssKeywords[keyword];
        const distance = comparativeDistance(rgb, value);
        if (distance < currentClosestDistance) {
          currentClosestDistance = distance;
          currentClosestKeyword = keyword;
        }
      }
      return currentClosestKeyword;
    };
    convert.keyword.rgb = function(keyword) {
      return cssKeywords[keyword];
    };
    convert.rgb.xyz = function(rgb) {
      let r = rgb[0] / 255;
      let g = rgb[1] / 255;
      let b = rgb[2] / 255;
      r = r > 0.04045 ? ((r + 0.055) / 1.055) ** 2.4 : r / 12.92;
      g = g > 0.04045 ? ((g + 0.055) / 1.055) ** 2.4 : g / 12.92;
      b = b > 0.04045 ? ((b + 0.055) / 1.055) ** 2.4 : b / 12.92;
      const x = r * 0.4124 + g * 0.3576 + b * 0.1805;
      const y = r * 0.2126 + g * 0.7152 + b * 0.0722;
      const z = r * 0.0193 + g * 0.1192 + b * 0.9505;
      return [x * 100, y * 100, z * 100];
    };
    convert.rgb.lab = function(rgb) {
      const xyz = convert.rgb.xyz(rgb);
      let x = xyz[0];
      let y = xyz[1];
      let z = xyz[2];
      x /= 95.047;
      y /= 100;
      z /= 108.883;
      x = x > 8856e-6 ? x ** (1 / 3) : 7.787 * x + 16 / 116;
      y = y > 8856e-6 ? y ** (1 / 3) : 7.787 * y + 16 / 116;
      z = z > 8856e-6 ? z ** (1 / 3) : 7.787 * z + 16 / 116;
      const l = 116 * y - 16;
      const a = 500 * (x - y);
      const b = 200 * (y - z);
      return [l, a, b];
    };
    convert.hsl.rgb = function(hsl) {
      const h = hsl[0] / 360;
      const s = hsl[1] / 100;
      const l = hsl[2] / 100;
      let t2;
      let t3;
      let val;
      if (s === 0) {
        val = l * 255;
        return [val, val, val];
      }
      if (l < 0.5) {
        t2 = l * (1 + s);
      } else {
        t2 = l + s - l * s;
      }
      const t1 = 2 * l - t2;
      const rgb = [0, 0, 0];
      for (let i = 0; i < 3; i++) {
        t3 = h + 1 / 3 * -(i - 1);
        if (t3 < 0) {
          t3++;
        }
        if (t3 > 1) {
          t3--;
        }
        if (6 * t3 < 1) {
          val = t1 + (t2 - t1) * 6 * t3;
        } else if (2 * t3 < 1) {
          val = t2;
        } else if (3 * t3 < 2) {
          val = t1 + (t2 - t1) * (2 / 3 - t3) * 6;
        } else {
          val = t1;
        }
        rgb[i] = val * 255;
      }
      return rgb;
    };
    convert.hsl.hsv = function(hsl) {
      const h = hsl[0];
      let s = hsl[1] / 100;
      let l = hsl[2] / 100;
      let smin = s;
      const lmin = Math.max(l, 0.01);
      l *= 2;
      s *= l <= 1 ? l : 2 - l;
      smin *= lmin <= 1 ? lmin : 2 - lmin;
      const v = (l + s) / 2;
      const sv = l === 0 ? 2 * smin / (lmin + smin) : 2 * s / (l + s);
      return [h, sv * 100, v * 100];
    };
    convert.hsv.rgb = function(hsv) {
      const h = hsv[0] / 60;
      const s = hsv[1] / 100;
      let v = hsv[2] / 100;
      const hi = Math.floor(h) % 6;
      const f = h - Math.floor(h);
      const p = 255 * v * (1 - s);
      const q = 255 * v * (1 - s * f);
      const t = 255 * v * (1 - s * (1 - f));
      v *= 255;
      switch (hi) {
        case 0:
          return [v, t, p];
        case 1:
          return [q, v, p];
        case 2:
          return [p, v, t];
        case 3:
          return [p, q, v];
        case 4:
          return [t, p, v];
        case 5:
          return [v, p, q];
      }
    };
    convert.hsv.hsl = function(hsv) {
      const h = hsv[0];
      const s = hsv[1] / 100;
      const v = hsv[2] / 100;
      const vmin = Math.max(v, 0.01);
      let sl;
      let l;
      l = (2 - s) * v;
      const lmin = (2 - s) * vmin;
      sl = s * vmin;
      sl /= lmin <= 1 ? lmin : 2 - lmin;
      sl = sl || 0;
      l /= 2;
      return [h, sl * 100, l * 100];
    };
    convert.hwb.rgb = function(hwb) {
      const h = hwb[0] / 360;
      let wh = hwb[1] / 100;
      let bl = hwb[2] / 100;
      const ratio = wh + bl;
      let f;
      if (ratio > 1) {
        wh /= ratio;
        bl /= ratio;
      }
      const i = Math.floor(6 * h);
      const v = 1 - bl;
      f = 6 * h - i;
      if ((i & 1) !== 0) {
        f = 1 - f;
      }
      const n = wh + f * (v - wh);
      let r;
      let g;
      let b;
      switch (i) {
        default:
        case 6:
        case 0:
          r = v;
          g = n;
          b = wh;
          break;
        case 1:
          r = n;
          g = v;
          b = wh;
          break;
        case 2:
          r = wh;
          g = v;
          b = n;
          break;
        case 3:
          r = wh;
          g = n;
          b = v;
          break;
        case 4:
          r = n;
          g = wh;
          b = v;
          break;
        case 5:
          r = v;
          g = wh;
          b = n;
          break;
      }
      return [r * 255, g * 255, b * 255];
    };
    convert.cmyk.rgb = function(cmyk) {
      const c = cmyk[0] / 100;
      const m = cmyk[1] / 100;
      const y = cmyk[2] / 100;
      const k = cmyk[3] / 100;
      const r = 1 - Math.min(1, c * (1 - k) + k);
      const g = 1 - Math.min(1, m * (1 - k) + k);
      const b = 1 - Math.min(1, y * (1 - k) + k);
      return [r * 255, g * 255, b * 255];
    };
    convert.xyz.rgb = function(xyz) {
      const x = xyz[0] / 100;
      const y = xyz[1] / 100;
      const z = xyz[2] / 100;
      let r;
      let g;
      let b;
      r = x * 3.2406 + y * -1.5372 + z * -0.4986;
      g = x * -0.9689 + y * 1.8758 + z * 0.0415;
      b = x * 0.0557 + y * -0.204 + z * 1.057;
      r = r > 31308e-7 ? 1.055 * r ** (1 / 2.4) - 0.055 : r * 12.92;
      g = g > 31308e-7 ? 1.055 * g ** (1 / 2.4) - 0.055 : g * 12.92;
      b = b > 31308e-7 ? 1.055 * b ** (1 / 2.4) - 0.055 : b * 12.92;
      r = Math.min(Math.max(0, r), 1);
      g = Math.min(Math.max(0, g), 1);
      b = Math.min(Math.max(0, b), 1);
      return [r * 255, g * 255, b * 255];
    };
    convert.xyz.lab = function(xyz) {
      let x = xyz[0];
      let y = xyz[1];
      let z = xyz[2];
      x /= 95.047;
      y /= 100;
      z /= 108.883;
      x = x > 8856e-6 ? x ** (1 / 3) : 7.787 * x + 16 / 116;
      y = y > 8856e-6 ? y ** (1 / 3) : 7.787 * y + 16 / 116;
      z = z > 8856e-6 ? z ** (1 / 3) : 7.787 * z + 16 / 116;
      const l = 116 * y - 16;
      const a = 500 * (x - y);
      const b = 200 * (y - z);
      return [l, a, b];
    };
    convert.lab.xyz = function(lab) {
      const l = lab[0];
      const a = lab[1];
      const b = lab[2];
      let x;
      let y;
      let z;
      y = (l + 16) / 116;
      x = a / 500 + y;
      z = y - b / 200;
      const y2 = y ** 3;
      const x2 = x ** 3;
      const z2 = z ** 3;
      y = y2 > 8856e-6 ? y2 : (y - 16 / 116) / 7.787;
      x = x2 > 8856e-6 ? x2 : (x - 16 / 116) / 7.787;
      z = z2 > 8856e-6 ? z2 : (z - 16 / 116) / 7.787;
      x *= 95.047;
      y *= 100;
      z *= 108.883;
      return [x, y, z];
    };
    convert.lab.lch = function(lab) {
      const l = lab[0];
      const a = lab[1];
      const b = lab[2];
      let h;
      const hr = Math.atan2(b, a);
      h = hr * 360 / 2 / Math.PI;
      if (h < 0) {
        h += 360;
      }
      const c = Math.sqrt(a * a + b * b);
      return [l, c, h];
    };
    convert.lch.lab = function(lch) {
      const l = lch[0];
      const c = lch[1];
      const h = lch[2];
      const hr = h / 360 * 2 * Math.PI;
      const a = c * Math.cos(hr);
      const b = c * Math.sin(hr);
      return [l, a, b];
    };
    convert.rgb.ansi16 = function(args, saturation = null) {
      const [r, g, b] = args;
      let value = saturation === null ? convert.rgb.hsv(args)[2] : saturation;
      value = Math.round(value / 50);
      if (value === 0) {
        return 30;
      }
      let ansi = 30 + (Math.round(b / 255) << 2 | Math.round(g / 255) << 1 | Math.round(r / 255));
      if (value === 2) {
        ansi += 60;
      }
      return ansi;
    };
    convert.hsv.ansi16 = function(args) {
      return convert.rgb.ansi16(convert.hsv.rgb(args), args[2]);
    };
    convert.rgb.ansi256 = function(args) {
      const r = args[0];
      const g = args[1];
      const b = args[2];
      if (r === g && g === b) {
        if (r < 8) {
          return 16;
        }
        if (r > 248) {
          return 231;
        }
        return Math.round((r - 8) / 247 * 24) + 232;
      }
      const ansi = 16 + 36 * Math.round(r / 255 * 5) + 6 * Math.round(g / 255 * 5) + Math.round(b / 255 * 5);
      return ansi;
    };
    convert.ansi16.rgb = function(args) {
      let color = args % 10;
      if (color === 0 || color === 7) {
        if (args > 50) {
          color += 3.5;
        }
        color = color / 10.5 * 255;
        return [color, color, color];
      }
      const mult = (~~(args > 50) + 1) * 0.5;
      const r = (color & 1) * mult * 255;
      const g = (color >> 1 & 1) * mult * 255;
      const b = (color >> 2 & 1) * mult * 255;
      return [r, g, b];
    };
    convert.ansi256.rgb = function(args) {
      if (args >= 232) {
        const c = (args - 232) * 10 + 8;
        return [c, c, c];
      }
      args -= 16;
      let rem;
      const r = Math.floor(args / 36) / 5 * 255;
      const g = Math.floor((rem = args % 36) / 6) / 5 * 255;
      const b = rem % 6 / 5 * 255;
      return [r, g, b];
    };
    convert.rgb.hex = function(args) {
      const integer = ((Math.round(args[0]) & 255) << 16) + ((Math.round(args[1]) & 255) << 8) + (Math.round(args[2]) & 255);
      const string = integer.toString(16).toUpperCase();
      return "000000".substring(string.length) + string;
    };
    convert.hex.rgb = function(args) {
      const match = args.toString(16).match(/[a-f0-9]{6}|[a-f0-9]{3}/i);
      if (!match) {
        return [0, 0, 0];
      }
      let colorString = match[0];
      if (match[0].length === 3) {
        colorString = colorString.split("").map((char) => {
          return char + char;
        }).join("");
      }
      const integer = parseInt(colorString, 16);
      const r = integer >> 16 & 255;
      const g = integer >> 8 & 255;
      const b = integer & 255;
      return [r, g, b];
    };
    convert.rgb.hcg = function(rgb) {
      const r = rgb[0] / 255;
      const g = rgb[1] / 255;
      const b = rgb[2] / 255;
      const max = Math.max(Math.max(r, g), b);
      const min = Math.min(Math.min(r, g), b);
      const chroma = max - min;
      let grayscale;
      let hue;
      if (chroma < 1) {
        grayscale = min / (1 - chroma);
      } else {
        grayscale = 0;
      }
      if (chroma <= 0) {
        hue = 0;
      } else if (max === r) {
        hue = (g - b) / chroma % 6;
      } else if (max === g) {
        hue = 2 + (b - r) / chroma;
      } else {
        hue = 4 + (r - g) / chroma;
      }
      hue /= 6;
      hue %= 1;
      return [hue * 360, chroma * 100, grayscale * 100];
    };
    convert.hsl.hcg = function(hsl) {
      const s = hsl[1] / 100;
      const l = hsl[2] / 100;
      const c = l < 0.5 ? 2 * s * l : 2 * s * (1 - l);
      let f = 0;
      if (c < 1) {
        f = (l - 0.5 * c) / (1 - c);
      }
      return [hsl[0], c * 100, f * 100];
    };
    convert.hsv.hcg = function(hsv) {
      const s = hsv[1] / 100;
      const v = hsv[2] / 100;
      const c = s * v;
      let f = 0;
      if (c < 1) {
        f = (v - c) / (1 - c);
      }
      return [hsv[0], c * 100, f * 100];
    };
    convert.hcg.rgb = function(hcg) {
      const h = hcg[0] / 360;
      const c = hcg[1] / 100;
      const g = hcg[2] / 100;
      if (c === 0) {
        return [g * 255, g * 255, g * 255];
      }
      const pure = [0, 0, 0];
      const hi = h % 1 * 6;
      const v = hi % 1;
      const w = 1 - v;
      let mg = 0;
      switch (Math.floor(hi)) {
        case 0:
          pure[0] = 1;
          pure[1] = v;
          pure[2] = 0;
          break;
        case 1:
          pure[0] = w;
          pure[1] = 1;
          pure[2] = 0;
          break;
        case 2:
          pure[0] = 0;
          pure[1] = 1;
          pure[2] = v;
          break;
        case 3:
          pure[0] = 0;
          pure[1] = w;
          pure[2] = 1;
          break;
        case 4:
          pure[0] = v;
          pure[1] = 0;
          pure[2] = 1;
          break;
        default:
          pure[0] = 1;
          pure[1] = 0;
          pure[2] = w;
      }
      mg = (1 - c) * g;
      return [
        (c * pure[0] + mg) * 255,
        (c * pure[1] + mg) * 255,
        (c * pure[2] + mg) * 255
      ];
    };
    convert.hcg.hsv = function(hcg) {
      const c = hcg[1] / 100;
      const g = hcg[2] / 100;
      const v = c + g * (1 - c);
      let f = 0;
      if (v > 0) {
        f = c / v;
      }
      return [hcg[0], f * 100, v * 100];
    };
    convert.hcg.hsl = function(hcg) {
      const c = hcg[1] / 100;
      const g = hcg[2] / 100;
      const l = g * (1 - c) + 0.5 * c;
      let s = 0;
      if (l > 0 && l < 0.5) {
        s = c / (2 * l);
      } else if (l >= 0.5 && l < 1) {
        s = c / (2 * (1 - l));
      }
      return [hcg[0], s * 100, l * 100];
    };
    convert.hcg.hwb = function(hcg) {
      const c = hcg[1] / 100;
      const g = hcg[2] / 100;
      const v = c + g * (1 - c);
      return [hcg[0], (v - c) * 100, (1 - v) * 100];
    };
    convert.hwb.hcg = function(hwb) {
      const w = hwb[1] / 100;
      const b = hwb[2] / 100;
      const v = 1 - b;
      const c = v - w;
      let g = 0;
      if (c < 1) {
        g = (v - c) / (1 - c);
      }
      return [hwb[0], c * 100, g * 100];
    };
    convert.apple.rgb = function(apple) {
      return [apple[0] / 65535 * 255, apple[1] / 65535 * 255, apple[2] / 65535 * 255];
    };
    convert.rgb.apple = function(rgb) {
      return [rgb[0] / 255 * 65535, rgb[1] / 255 * 65535, rgb[2] / 255 * 65535];
    };
    convert.gray.rgb = function(args) {
      return [args[0] / 100 * 255, args[0] / 100 * 255, args[0] / 100 * 255];
    };
    convert.gray.hsl = function(args) {
      return [0, 0, args[0]];
    };
    convert.gray.hsv = convert.gray.hsl;
    convert.gray.hwb = function(gray) {
      return [0, 100, gray[0]];
    };
    convert.gray.cmyk = function(gray) {
      return [0, 0, 0, gray[0]];
    };
    convert.gray.lab = function(gray) {
      return [gray[0], 0, 0];
    };
    convert.gray.hex = function(gray) {
      const val = Math.round(gray[0] / 100 * 255) & 255;
      const integer = (val << 16) + (val << 8) + val;
      const string = integer.toString(16).toUpperCase();
      return "000000".substring(string.length) + string;
    };
    convert.rgb.gray = function(rgb) {
      const val = (rgb[0] + rgb[1] + rgb[2]) / 3;
      return [val / 255 * 100];
    };
  }
});

// node_modules/color-convert/route.js
var require_route = __commonJS({
  "node_modules/color-convert/route.js"(exports, module) {
    var conversions = require_conversions();
    function buildGraph() {
      const graph = {};
      const models = Object.keys(conversions);
      for (let len = models.length, i = 0; i < len; i++) {
        graph[models[i]] = {
          // http://jsperf.com/1-vs-infinity
          // micro-opt, but this is simple.
          distance: -1,
          parent: null
        };
      }
      return graph;
    }
    function deriveBFS(fromModel) {
      const graph = buildGraph();
      const queue = [fromModel];
      graph[fromModel].distance = 0;
      while (queue.length) {
        const current = queue.pop();
        const adjacents = Object.keys(conversions[current]);
        for (let len = adjacents.length, i = 0; i < len; i++) {
          const adjacent = adjacents[i];
          const node = graph[adjacent];
          if (node.distance === -1) {
            node.distance = graph[current].distance + 1;
            node.parent = current;
            queue.unshift(adjacent);
          }
        }
      }
      return graph;
    }
    function link(from, to) {
      return function(args) {
        return to(from(args));
      };
    }
    function wrapConversion(toModel, graph) {
      const path = [graph[toModel].parent, toModel];
      let fn = conversions[graph[toModel].parent][toModel];
      let cur = graph[toModel].parent;
      while (graph[cur].parent) {
        path.unshift(graph[cur].parent);
        fn = link(conversions[graph[cur].parent][cur], fn);
        cur = graph[cur].parent;
      }
      fn.conversion = path;
      return fn;
    }
    module.exports = function(fromModel) {
      const graph = deriveBFS(fromModel);
      const conversion = {};
      const models = Object.keys(graph);
      for (let len = models.length, i = 0; i < len; i++) {
        const toModel = models[i];
        const node = graph[toModel];
        if (node.parent === null) {
          continue;
        }
        conversion[toModel] = wrapConversion(toModel, graph);
      }
      return conversion;
    };
  }
});

// node_modules/color-convert/index.js
var require_color_convert = __commonJS({
  "node_modules/color-convert/index.js"(exports, module) {
    var conversions = require_conversions();
    var route = require_route();
    var convert = {};
    var models = Object.keys(conversions);
    function wrapRaw(fn) {
      const wrappedFn = function(...args) {
        const arg0 = args[0];
        if (arg0 === void 0 || arg0 === null) {
          return arg0;
        }
        if (arg0.length > 1) {
          args = arg0;
        }
        return fn(args);
      };
      if ("conversion" in fn) {
        wrappedFn.conversion = fn.conversion;
      }
      return wrappedFn;
    }
    function wrapRounded(fn) {
      const wrappedFn = function(...args) {
        const arg0 = args[0];
        if (arg0 === void 0 || arg0 === null) {
          return arg0;
        }
        if (arg0.length > 1) {
          args = arg0;
        }
        const result = fn(args);
        if (typeof result === "object") {
          for (let len = result.length, i = 0; i < len; i++) {
            result[i] = Math.round(result[i]);
          }
        }
        return result;
      };
      if ("conversion" in fn) {
        wrappedFn.conversion = fn.conversion;
      }
      return wrappedFn;
    }
    models.forEach((fromModel) => {
      convert[fromModel] = {};
      Object.defineProperty(convert[fromModel], "channels", { value: conversions[fromModel].channels });
      Object.defineProperty(convert[fromModel], "labels", { value: conversions[fromModel].labels });
      const routes = route(fromModel);
      const routeModels = Object.keys(routes);
      routeModels.forEach((toModel) => {
        const fn = routes[toModel];
        convert[fromModel][toModel] = wrapRounded(fn);
        convert[fromModel][toModel].raw = wrapRaw(fn);
      });
    });
    module.exports = convert;
  }
});

// node_modules/ansi-styles/index.js
var require_ansi_styles = __commonJS({
  "node_modules/ansi-styles/index.js"(exports, module) {
    "use strict";
    var wrapAnsi16 = (fn, offset) => (...args) => {
      const code = fn(...args);
      return `\x1B[${code + offset}m`;
    };
    var wrapAnsi256 = (fn, offset) => (...args) => {
      const code = fn(...args);
      return `\x1B[${38 + offset};5;${code}m`;
    };
    var wrapAnsi16m = (fn, offset) => (...args) => {
      const rgb = fn(...args);
      return `\x1B[${38 + offset};2;${rgb[0]};${rgb[1]};${rgb[2]}m`;
    };
    var ansi2ansi = (n) => n;
    var rgb2rgb = (r, g, b) => [r, g, b];
    var setLazyProperty = (object, property, get) => {
      Object.defineProperty(object, property, {
        get: () => {
          const value = get();
          Object.defineProperty(object, property, {
            value,
            enumerable: true,
            configurable: true
          });
          return value;
        },
        enumerable: true,
        configurable: true
      });
    };
    var colorConvert;
    var makeDynamicStyles = (wrap, targetSpace, identity, isBackground) => {
      if (colorConvert === void 0) {
        colorConvert = require_color_convert();
      }
      const offset = isBackground ? 10 : 0;
      const styles = {};
      for (const [sourceSpace, suite] of Object.entries(colorConvert)) {
        const name = sourceSpace === "ansi16" ? "ansi" : sourceSpace;
        if (sourceSpace === targetSpace) {
          styles[name] = wrap(identity, offset);
        } else if (typeof suite === "object") {
          styles[name] = wrap(suite[targetSpace], offset);
        }
      }
      return styles;
    };
    function assembleStyles() {
      const codes = /* @__PURE__ */ new Map();
      const styles = {
        modifier: {
          reset: [0, 0],
          // 21 isn't widely supported and 22 does the same thing
          bold: [1, 22],
          dim: [2, 22],
          italic: [3, 23],
          underline: [4, 24],
          inverse: [7, 27],
          hidden: [8, 28],
          strikethrough: [9, 29]
        },
        color: {
          black: [30, 39],
          red: [31, 39],
          green: [32, 39],
          yellow: [33, 39],
          blue: [34, 39],
          magenta: [35, 39],
          cyan: [36, 39],
          white: [37, 39],
          // Bright color
          blackBright: [90, 39],
          redBright: [91, 39],
          greenBright: [92, 39],
          yellowBright: [93, 39],
          blueBright: [94, 39],
          magentaBright: [95, 39],
          cyanBright: [96, 39],
          whiteBright: [97, 39]
        },
        bgColor: {
          bgBlack: [40, 49],
          bgRed: [41, 49],
          bgGreen: [42, 49],
          bgYellow: [43, 49],
          bgBlue: [44, 49],
          bgMagenta: [45, 49],
          bgCyan: [46, 49],
          bgWhite: [47, 49],
          // Bright color
          bgBlackBright: [100, 49],
          bgRedBright: [101, 49],
          bgGreenBright: [102, 49],
          bgYellowBright: [103, 49],
          bgBlueBright: [104, 49],
          bgMagentaBright: [105, 49],
          bgCyanBright: [106, 49],
          bgWhiteBright: [107, 49]
        }
      };
      styles.color.gray = styles.color.blackBright;
      styles.bgColor.bgGray = styles.bgColor.bgBlackBright;
      styles.color.grey = styles.color.blackBright;
      styles.bgColor.bgGrey = styles.bgColor.bgBlackBright;
      for (const [groupName, group] of Object.entries(styles)) {
        for (const [styleName, style] of Object.entries(group)) {
          styles[styleName] = {
            open: `\x1B[${style[0]}m`,
            close: `\x1B[${style[1]}m`
          };
          group[styleName] = styles[styleName];
          codes.set(style[0], style[1]);
        }
        Object.defineProperty(styles, groupName, {
          value: group,
          enumerable: false
        });
      }
      Object.defineProperty(styles, "codes", {
        value: codes,
        enumerable: false
      });
      styles.color.close = "\x1B[39m";
      styles.bgColor.close = "\x1B[49m";
      setLazyProperty(styles.color, "ansi", () => makeDynamicStyles(wrapAnsi16, "ansi16", ansi2ansi, false));
      setLazyProperty(styles.color, "ansi256", () => makeDynamicStyles(wrapAnsi256, "ansi256", ansi2ansi, false));
      setLazyProperty(styles.color, "ansi16m", () => makeDynamicStyles(wrapAnsi16m, "rgb", rgb2rgb, false));
      setLazyProperty(styles.bgColor, "ansi", () => makeDynamicStyles(wrapAnsi16, "ansi16", ansi2ansi, true));
      setLazyProperty(styles.bgColor, "ansi256", () => makeDynamicStyles(wrapAnsi256, "ansi256", ansi2ansi, true));
      setLazyProperty(styles.bgColor, "ansi16m", () => makeDynamicStyles(wrapAnsi16m, "rgb", rgb2rgb, true));
      return styles;
    }
    Object.defineProperty(module, "exports", {
      enumerable: true,
      get: assembleStyles
    });
  }
});

// node_modules/chalk/source/util.js
var require_util = __commonJS({
  "node_modules/chalk/source/util.js"(exports, module) {
    "use strict";
    var stringReplaceAll = (string, substring, replacer) => {
      let index = string.indexOf(substring);
      if (index === -1) {
        return string;
      }
      const substringLength = substring.length;
      let endIndex = 0;
      let returnValue = "";
      do {
        returnValue += string.substr(endIndex, index - endIndex) + substring + replacer;
        endIndex = index + substringLength;
        index = string.indexOf(substring, endIndex);
      } while (index !== -1);
      returnValue += string.substr(endIndex);
      return returnValue;
    };
    var stringEncaseCRLFWithFirstIndex = (string, prefix, postfix, index) => {
      let endIndex = 0;
      let returnValue = "";
      do {
        const gotCR = string[index - 1] === "\r";
        returnValue += string.substr(endIndex, (gotCR ? index - 1 : index) - endIndex) + prefix + (gotCR ? "\r\n" : "\n") + postfix;
        endIndex = index + 1;
        index = string.indexOf("\n", endIndex);
      } while (index !== -1);
      returnValue += string.substr(endIndex);
      return returnValue;
    };
    module.exports = {
      stringReplaceAll,
      stringEncaseCRLFWithFirstIndex
    };
  }
});

// node_modules/chalk/source/templates.js
var require_templates = __commonJS({
  "node_modules/chalk/source/templates.js"(exports, module) {
    "use strict";
    var TEMPLATE_REGEX = /(?:\\(u(?:[a-f\d]{4}|\{[a-f\d]{1,6}\})|x[a-f\d]{2}|.))|(?:\{(~)?(\w+(?:\([^)]*\))?(?:\.\w+(?:\([^)]*\))?)*)(?:[ \t]|(?=\r?\n)))|(\})|((?:.|[\r\n\f])+?)/gi;
    var STYLE_REGEX = /(?:^|\.)(\w+)(?:\(([^)]*)\))?/g;
    var STRING_REGEX = /^(['"])((?:\\.|(?!\1)[^\\])*)\1$/;
    var ESCAPE_REGEX = /\\(u(?:[a-f\d]{4}|{[a-f\d]{1,6}})|x[a-f\d]{2}|.)|([^\\])/gi;
    var ESCAPES = /* @__PURE__ */ new Map([
      ["n", "\n"],
      ["r", "\r"],
      ["t", "	"],
      ["b", "\b"],
      ["f", "\f"],
      ["v", "\v"],
      ["0", "\0"],
      ["\\", "\\"],
      ["e", "\x1B"],
      ["a", "\x07"]
    ]);
    function unescape2(c) {
      const u = c[0] === "u";
      const bracket = c[1] === "{";
      if (u && !bracket && c.length === 5 || c[0] === "x" && c.length === 3) {
        return String.fromCharCode(parseInt(c.slice(1), 16));
      }
      if (u && bracket) {
        return String.fromCodePoint(parseInt(c.slice(2, -1), 16));
      }
      return ESCAPES.get(c) || c;
    }
    function parseArguments(name, arguments_) {
      const results = [];
      const chunks = arguments_.trim().split(/\s*,\s*/g);
      let matches;
      for (const chunk of chunks) {
        const number = Number(chunk);
        if (!Number.isNaN(number)) {
          results.push(number);
        } else if (matches = chunk.match(STRING_REGEX)) {
          results.push(matches[2].replace(ESCAPE_REGEX, (m, escape, character) => escape ? unescape2(escape) : character));
        } else {
          throw new Error(`Invalid Chalk template style argument: ${chunk} (in style '${name}')`);
        }
      }
      return results;
    }
    function parseStyle(style) {
      STYLE_REGEX.lastIndex = 0;
      const results = [];
      let matches;
      while ((matches = STYLE_REGEX.exec(style)) !== null) {
        const name = matches[1];
        if (matches[2]) {
          const args = parseArguments(name, matches[2]);
          results.push([name].concat(args));
        } else {
          results.push([name]);
        }
      }
      return results;
    }
    function buildStyle(chalk, styles) {
      const enabled = {};
      for (const layer of styles) {
        for (const style of layer.styles) {
          enabled[style[0]] = layer.inverse ? null : style.slice(1);
        }
      }
      let current = chalk;
      for (const [styleName, styles2] of Object.entries(enabled)) {
        if (!Array.isArray(styles2)) {
          continue;
        }
        if (!(styleName in current)) {
          throw new Error(`Unknown Chalk style: ${styleName}`);
        }
        current = styles2.length > 0 ? current[styleName](...styles2) : current[styleName];
      }
      return current;
    }
    module.exports = (chalk, temporary) => {
      const styles = [];
      const chunks = [];
      let chunk = [];
      temporary.replace(TEMPLATE_REGEX, (m, escapeCharacter, inverse, style, close, character) => {
        if (escapeCharacter) {
          chunk.push(unescape2(escapeCharacter));
        } else if (style) {
          const string = chunk.join("");
          chunk = [];
          chunks.push(styles.length === 0 ? string : buildStyle(chalk, styles)(string));
          styles.push({ inverse, styles: parseStyle(style) });
        } else if (close) {
          if (styles.length === 0) {
            throw new Error("Found extraneous } in Chalk template literal");
          }
          chunks.push(buildStyle(chalk, styles)(chunk.join("")));
          chunk = [];
          styles.pop();
        } else {
          chunk.push(character);
        }
      });
      chunks.push(chunk.join(""));
      if (styles.length > 0) {
        const errMessage = `Chalk template literal is missing ${styles.length} closing bracket${styles.length === 1 ? "" : "s"} (\`}\`)`;
        throw new Error(errMessage);
      }
      return chunks.join("");
    };
  }
});

// node_modules/chalk/source/index.js
var require_source = __commonJS({
  "node_modules/chalk/source/index.js"(exports, module) {
    "use strict";
    var ansiStyles = require_ansi_styles();
    var { stdout: stdoutColor, stderr: stderrColor } = require_supports_color();
    var {
      stringReplaceAll,
      stringEncaseCRLFWithFirstIndex
    } = require_util();
    var { isArray } = Array;
    var levelMapping = [
      "ansi",
      "ansi",
      "ansi256",
      "ansi16m"
    ];
    var styles = /* @__PURE__ */ Object.create(null);
    var applyOptions = (object, options = {}) => {
      if (options.level && !(Number.isInteger(options.level) && options.level >= 0 && options.level <= 3)) {
        throw new Error("The `level` option should be an integer from 0 to 3");
      }
      const colorLevel = stdoutColor ? stdoutColor.level : 0;
      object.level = options.level === void 0 ? colorLevel : options.level;
    };
    var ChalkClass = class {
      constructor(options) {
        return chalkFactory(options);
      }
    };
    var chalkFactory = (options) => {
      const chalk2 = {};
      applyOptions(chalk2, options);
      chalk2.template = (...arguments_) => chalkTag(chalk2.template, ...arguments_);
      Object.setPrototypeOf(chalk2, Chalk.prototype);
      Object.setPrototypeOf(chalk2.template, chalk2);
      chalk2.template.constructor = () => {
        throw new Error("`chalk.constructor()` is deprecated. Use `new chalk.Instance()` instead.");
      };
      chalk2.template.Instance = ChalkClass;
      return chalk2.template;
    };
    function Chalk(options) {
      return chalkFactory(options);
    }
    for (const [styleName, style] of Object.entries(ansiStyles)) {
      styles[styleName] = {
        get() {
          const builder = createBuilder(this, createStyler(style.open, style.close, this._styler), this._isEmpty);
          Object.defineProperty(this, styleName, { value: builder });
          return builder;
        }
      };
    }
    styles.visible = {
      get() {
        const builder = createBuilder(this, this._styler, true);
        Object.defineProperty(this, "visible", { value: builder });
        return builder;
      }
    };
    var usedModels = ["rgb", "hex", "keyword", "hsl", "hsv", "hwb", "ansi", "ansi256"];
    for (const model of usedModels) {
      styles[model] = {
        get() {
          const { level } = this;
          return function(...arguments_) {
            const styler = createStyler(ansiStyles.color[levelMapping[level]][model](...arguments_), ansiStyles.color.close, this._styler);
            return createBuilder(this, styler, this._isEmpty);
          };
        }
      };
    }
    for (const model of usedModels) {
      const bgModel = "bg" + model[0].toUpperCase() + model.slice(1);
      styles[bgModel] = {
        get() {
          const { level } = this;
          return function(...arguments_) {
            const styler = createStyler(ansiStyles.bgColor[levelMapping[level]][model](...arguments_), ansiStyles.bgColor.close, this._styler);
            return createBuilder(this, styler, this._isEmpty);
          };
        }
      };
    }
    var proto = Object.defineProperties(() => {
    }, {
      ...styles,
      level: {
        enumerable: true,
        get() {
          return this._generator.level;
        },
        set(level) {
          this._generator.level = level;
        }
      }
    });
    var createStyler = (open, close, parent) => {
      let openAll;
      let closeAll;
      if (parent === void 0) {
        openAll = open;
        closeAll = close;
      } else {
        openAll = parent.openAll + open;
        closeAll = close + parent.closeAll;
      }
      return {
        open,
        close,
        openAll,
        closeAll,
        parent
      };
    };
    var createBuilder = (self, _styler, _isEmpty) => {
      const builder = (...arguments_) => {
        if (isArray(arguments_[0]) && isArray(arguments_[0].raw)) {
          return applyStyle(builder, chalkTag(builder, ...arguments_));
        }
        return applyStyle(builder, arguments_.length === 1 ? "" + arguments_[0] : arguments_.join(" "));
      };
      Object.setPrototypeOf(builder, proto);
      builder._generator = self;
      builder._styler = _styler;
      builder._isEmpty = _isEmpty;
      return builder;
    };
    var applyStyle = (self, string) => {
      if (self.level <= 0 || !string) {
        return self._isEmpty ? "" : string;
      }
      let styler = self._styler;
      if (styler === void 0) {
        return string;
      }
      const { openAll, closeAll } = styler;
      if (string.indexOf("\x1B") !== -1) {
        while (styler !== void 0) {
          string = stringReplaceAll(string, styler.close, styler.open);
          styler = styler.parent;
        }
      }
      const lfIndex = string.indexOf("\n");
      if (lfIndex !== -1) {
        string = stringEncaseCRLFWithFirstIndex(string, closeAll, openAll, lfIndex);
      }
      return openAll + string + closeAll;
    };
    var template;
    var chalkTag = (chalk2, ...strings) => {
      const [firstString] = strings;
      if (!isArray(firstString) || !isArray(firstString.raw)) {
        return strings.join(" ");
      }
      const arguments_ = strings.slice(1);
      const parts = [firstString.raw[0]];
      for (let i = 1; i < firstString.length; i++) {
        parts.push(
          String(arguments_[i - 1]).replace(/[{}\\]/g, "\\$&"),
          String(firstString.raw[i])
        );
      }
      if (template === void 0) {
        template = require_templates();
      }
      return template(chalk2, parts.join(""));
    };
    Object.defineProperties(Chalk.prototype, styles);
    var chalk = Chalk();
    chalk.supportsColor = stdoutColor;
    chalk.stderr = Chalk({ level: stderrColor ? stderrColor.level : 0 });
    chalk.stderr.supportsColor = stderrColor;
    module.exports = chalk;
  }
});

// node_modules/@apollo/federation-internals/dist/debug.js
var require_debug = __commonJS({
  "node_modules/@apollo/federation-internals/dist/debug.js"(exports) {
    "use strict";
    var __importDefault = exports && exports.__importDefault || function(mod) {
      return mod && mod.__esModule ? mod : { "default": mod };
    };
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.DebugLogger = exports.newDebugLogger = void 0;
    var chalk_1 = __importDefault(require_source());
    var utils_1 = require_utils();
    function indentString(indentLevel) {
      let str = "";
      for (let i = 0; i < indentLevel; i++) {
        str += chalk_1.default.blackBright("\u23B8 ");
      }
      return str;
    }
    function isEnabled(name) {
      const v = process.env.APOLLO_FEDERATION_DEBUG;
      const bool = (0, utils_1.validateStringContainsBoolean)(v);
      if (bool !== void 0) {
        return bool;
      }
      const enabledNames = v.split(",").map((n) => n.trim());
      return enabledNames.includes(name);
    }
    var currentIndentLevel = 0;
    var currentIndentation = "";
    var maxLoggerNameLength = 0;
    var createdLoggers = [];
    function newDebugLogger(name) {
      const enabled = isEnabled(name);
      const created = new DebugLogger(name, enabled);
      if (enabled) {
        global.console = __require("console");
        createdLoggers.push(created);
        maxLoggerNameLength = Math.max(maxLoggerNameLength, name.length);
        for (const logger of createdLoggers) {
          DebugLogger.prototype["updateHeader"].call(logger, maxLoggerNameLength);
        }
      }
      return created;
    }
    exports.newDebugLogger = newDebugLogger;
    function increaseIndentation() {
      currentIndentLevel++;
      currentIndentation = indentString(currentIndentLevel);
    }
    function decreaseIndentation() {
      if (currentIndentLevel > 0) {
        currentIndentLevel--;
        currentIndentation = indentString(currentIndentLevel);
      }
    }
    var DebugLogger = class {
      constructor(name, enabled) {
        this.name = name;
        this.enabled = enabled;
        this.header = chalk_1.default.blackBright(`[${name}] `);
      }
      updateHeader(maxLength) {
        let padding = "";
        if (maxLength > this.name.length) {
          const toPad = maxLength - this.name.length;
          for (let i = 0; i < toPad; i++) {
            padding += " ";
          }
        }
        this.header = chalk_1.default.blackBright("[" + padding + this.name + "] ");
      }
      doLog(str) {
        const indent = this.header + currentIndentation;
        const withIndentedNewlines = str.replace(/\n/g, "\n" + indent + "  ");
        console.log(indent + withIndentedNewlines);
      }
      log(message, prefix = chalk_1.default.yellow("\u2022 ")) {
        if (!this.enabled)
          return this;
        if (typeof message !== "string") {
          message = message();
        }
        this.doLog(prefix + message);
        return this;
      }
      groupedValues(values, printFn, initialMessage) {
        if (!this.enabled)
          return this;
        this.group(initialMessage);
        for (const value of values) {
          this.doLog("- " + printFn(value));
        }
        return this.groupEnd();
      }
      groupedEntries(map, keyPrintFn, valuePrintFn) {
        if (!this.enabled)
          return this;
        this.group();
        for (const [k, v] of map.entries()) {
          this.doLog("- " + keyPrintFn(k) + ": " + valuePrintFn(v));
        }
        return this.groupEnd();
      }
      group(openingMessage) {
        if (this.enabled) {
          if (openingMessage) {
            this.log(openingMessage, chalk_1.default.blue("\u2023 "));
          }
          increaseIndentation();
        }
        return this;
      }
      groupEnd(closingMessage) {
        if (!this.enabled) {
          return this;
        }
        decreaseIndentation();
        if (closingMessage) {
          this.log(closingMessage, chalk_1.default.green("\u21D2 "));
        }
        return this;
      }
    };
    exports.DebugLogger = DebugLogger;
  }
});

// node_modules/@apollo/federation-internals/dist/extractSubgraphsFromSupergraph.js
var require_extractSubgraphsFromSupergraph = __commonJS({
  "node_modules/@apollo/federation-internals/dist/extractSubgraphsFromSupergraph.js"(exports) {
    "use strict";
    var __importDefault = exports && exports.__importDefault || function(mod) {
      return mod && mod.__esModule ? mod : { "default": mod };
    };
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.extractSubgraphsFromSupergraph = exports.extractSubgraphsNamesAndUrlsFromSupergraph = void 0;
    var definitions_1 = require_definitions();
    var federation_1 = require_federation();
    var coreSpec_1 = require_coreSpec();
    var federation_2 = require_federation();
    var utils_1 = require_utils();
    var supergraphs_1 = require_supergraphs();
    var buildSchema_1 = require_buildSchema();
    var types_1 = require_types();
    var print_1 = require_print();
    var operations_1 = require_operations();
    var fs_1 = __importDefault(__require("fs"));
    var path_1 = __importDefault(__require("path"));
    var utils_2 = require_utils();
    var _1 = require_dist2();
    function filteredTypes(supergraph, joinSpec, coreSpec) {
      return supergraph.types().filter((t) => !joinSpec.isSpecType(t) && !coreSpec.isSpecType(t));
    }
    function extractSubgraphsNamesAndUrlsFromSupergraph(supergraph) {
      const [_, joinSpec] = (0, supergraphs_1.validateSupergraph)(supergraph);
      const [subgraphs] = collectEmptySubgraphs(supergraph, joinSpec);
      return subgraphs.values().map((subgraph) => {
        return { name: subgraph.name, url: subgraph.url };
      });
    }
    exports.extractSubgraphsNamesAndUrlsFromSupergraph = extractSubgraphsNamesAndUrlsFromSupergraph;
    function collectEmptySubgraphs(supergraph, joinSpec) {
      const subgraphs = new federation_2.Subgraphs();
      const graphDirective = joinSpec.graphDirective(supergraph);
      const graphEnum = joinSpec.graphEnum(supergraph);
      const graphEnumNameToSubgraphName = /* @__PURE__ */ new Map();
      for (const value of graphEnum.values) {
        const graphApplications = value.appliedDirectivesOf(graphDirective);
        if (!graphApplications.length) {
          throw new Error(`Value ${value} of join__Graph enum has no @join__graph directive`);
        }
        const info = graphApplications[0].arguments();
        const subgraph = new federation_2.Subgraph(info.name, info.url, (0, federation_1.newEmptyFederation2Schema)());
        subgraphs.add(subgraph);
        graphEnumNameToSubgraphName.set(value.name, info.name);
      }
      return [subgraphs, graphEnumNameToSubgraphName];
    }
    var SubgraphExtractionError = class {
      constructor(originalError, subgraph) {
        this.originalError = originalError;
        this.subgraph = subgraph;
      }
    };
    function collectFieldReachableTypesForSubgraph(supergraph, subgraphName, addReachableType, fieldInfoInSubgraph, typeInfoInSubgraph) {
      const seenTypes = /* @__PURE__ */ new Set();
      const stack = supergraph.schemaDefinition.roots().map((root) => root.type);
      for (const type of supergraph.types()) {
        const { isEntityWithKeyInSubgraph, typesInFederationDirectives } = typeInfoInSubgraph(type, subgraphName);
        if (isEntityWithKeyInSubgraph) {
          stack.push(type);
        }
        typesInFederationDirectives.forEach((t) => stack.push(t));
      }
      while (stack.length > 0) {
        const type = stack.pop();
        addReachableType(type);
        if (seenTypes.has(type.name)) {
          continue;
        }
        seenTypes.add(type.name);
        switch (type.kind) {
          case "InterfaceType":
            type.allImplementations().forEach((t) => stack.push(t));
          case "ObjectType":
            type.interfaces().forEach((t) => stack.push(t));
            for (const field of type.fields()) {
              const { isInSubgraph, typesInFederationDirectives } = fieldInfoInSubgraph(field, subgraphName);
              if (isInSubgraph) {
                field.arguments().forEach((arg) => stack.push((0, definitions_1.baseType)(arg.type)));
                stack.push((0, definitions_1.baseType)(field.type));
                typesInFederationDirectives.forEach((t) => stack.push(t));
              }
            }
            break;
          case "InputObjectType":
            for (const field of type.fields()) {
              const { isInSubgraph, typesInFederationDirectives } = fieldInfoInSubgraph(field, subgraphName);
              if (isInSubgraph) {
                stack.push((0, definitions_1.baseType)(field.type));
                typesInFederationDirectives.forEach((t) => stack.push(t));
              }
            }
            break;
          case "UnionType":
            type.members().forEach((m) => stack.push(m.type));
            break;
        }
      }
      for (const directive of supergraph.directives()) {
        if (!directive.hasExecutableLocations()) {
          continue;
        }
        directive.arguments().forEach((arg) => stack.push((0, definitions_1.baseType)(arg.type)));
      }
    }
    function collectFieldReachableTypesForAllSubgraphs(supergraph, allSubgraphs, fieldInfoInSubgraph, typeInfoInSubgraph) {
      const reachableTypesBySubgraphs = /* @__PURE__ */ new Map();
      for (const subgraphName of allSubgraphs) {
        const reachableTypes = /* @__PURE__ */ new Set();
        collectFieldReachableTypesForSubgraph(supergraph, subgraphName, (t) => reachableTypes.add(t.name), fieldInfoInSubgraph, typeInfoInSubgraph);
        reachableTypesBySubgraphs.set(subgraphName, reachableTypes);
      }
      return reachableTypesBySubgraphs;
    }
    function typesUsedInFederationDirective(fieldSet, parentType) {
      if (!fieldSet) {
        return [];
      }
      const usedTypes = [];
      (0, operations_1.parseSelectionSet)({
        parentType,
        source: fieldSet,
        fieldAccessor: (type, fieldName) => {
          const field = type.field(fieldName);
          if (field) {
            usedTypes.push((0, definitions_1.baseType)(field.type));
          }
          return field;
        },
        validate: false
      });
      return usedTypes;
    }
    function extractSubgraphsFromSupergraph(supergraph, validateExtractedSubgraphs = true) {
      const [coreFeatures, joinSpec, contextSpec, costSpec] = (0, supergraphs_1.validateSupergraph)(supergraph);
      const isFed1 = joinSpec.version.equals(new coreSpec_1.FeatureVersion(0, 1));
      try {
        const [subgraphs, graphEnumNameToSubgraphName] = collectEmptySubgraphs(supergraph, joinSpec);
        const getSubgraph = (application) => {
          const graph = application.arguments().graph;
          if (!graph) {
            return void 0;
          }
          const subgraphName = graphEnumNameToSubgraphName.get(graph);
          (0, utils_1.assert)(subgraphName, () => `Invalid graph name ${graph} found in ${application} on ${application.parent}: does not match a graph defined in the @join__Graph enum`);
          const subgraph = subgraphs.get(subgraphName);
          (0, utils_1.assert)(subgraph, "All subgraphs should have been created by `collectEmptySubgraphs`");
          return subgraph;
        };
        const subgraphNameToGraphEnumValue = /* @__PURE__ */ new Map();
        for (const [k, v] of graphEnumNameToSubgraphName.entries()) {
          subgraphNameToGraphEnumValue.set(v, k);
        }
        const getSubgraphEnumValue = (subgraphName) => {
          const enumValue = subgraphNameToGraphEnumValue.get(subgraphName);
          (0, utils_1.assert)(enumValue, () => `Invalid subgraph name ${subgraphName} found: does not match a subgraph defined in the @join__Graph enum`);
          return enumValue;
        };
        const types = filteredTypes(supergraph, joinSpec, coreFeatures.coreDefinition);
        const args = {
          supergraph,
          subgraphs,
          joinSpec,
          contextSpec,
          costSpec,
          filteredTypes: types,
          getSubgraph,
          getSubgraphEnumValue
        };
        if (isFed1) {
          extractSubgraphsFromFed1Supergraph(args);
        } else {
          extractSubgraphsFromFed2Supergraph(args);
        }
        for (const subgraph of subgraphs) {
          if (validateExtractedSubgraphs) {
            try {
              subgraph.validate();
            } catch (e) {
              throw new SubgraphExtractionError(e, subgraph);
            }
          } else {
            subgraph.assumeValid();
          }
        }
        return [subgraphs, subgraphNameToGraphEnumValue];
      } catch (e) {
        let error = e;
        let subgraph = void 0;
        if (e instanceof SubgraphExtractionError) {
          error = e.originalError;
          subgraph = e.subgraph;
        }
        const impacted = subgraph ? `subgraph "${subgraph.name}"` : "subgraphs";
        if (isFed1) {
          const msg = `Error extracting ${impacted} from the supergraph: this might be due to errors in subgraphs that were mistakenly ignored by federation 0.x versions but are rejected by federation 2.
Please try composing your subgraphs with federation 2: this should help precisely pinpoint the problems and, once fixed, generate a correct federation 2 supergraph`;
          throw new Error(`${msg}.

Details:
${errorToString(error)}`);
        } else {
          const msg = `Unexpected error extracting ${impacted} from the supergraph: this is either a bug, or the supergraph has been corrupted`;
          const dumpMsg = subgraph ? "\n\n" + maybeDumpSubgraphSchema(subgraph) : "";
          throw new Error(`${msg}.

Details:
${errorToString(error)}${dumpMsg}`);
        }
      }
    }
    exports.extractSubgraphsFromSupergraph = extractSubgraphsFromSupergraph;
    function addAllEmptySubgraphTypes(args) {
      const { supergraph, joinSpec, filteredTypes: filteredTypes2, getSubgraph } = args;
      const typeDirective = joinSpec.typeDirective(supergraph);
      const objOrItfTypes = [];
      const inputObjTypes = [];
      const enumTypes = [];
      const unionTypes = [];
      for (const type of filteredTypes2) {
        const typeApplications = type.appliedDirectivesOf(typeDirective);
        switch (type.kind) {
          case "InterfaceType":
          case "ObjectType":
            objOrItfTypes.push({ type, subgraphsInfo: addEmptyType(type, type.appliedDirectivesOf(typeDirective), args) });
            break;
          case "InputObjectType":
            inputObjTypes.push({ type, subgraphsInfo: addEmptyType(type, type.appliedDirectivesOf(typeDirective), args) });
            break;
          case "EnumType":
            enumTypes.push({ type, subgraphsInfo: addEmptyType(type, type.appliedDirectivesOf(typeDirective), args) });
            break;
          case "UnionType":
            unionTypes.push({ type, subgraphsInfo: addEmptyType(type, type.appliedDirectivesOf(typeDirective), args) });
            break;
          case "ScalarType":
            for (const application of typeApplications) {
              const subgraph = getSubgraph(application);
              (0, utils_1.assert)(subgraph, () => `Should have found the subgraph for ${application}`);
              const subgraphType = subgraph.schema.addType((0, definitions_1.newNamedType)(type.kind, type.name));
              if (args.costSpec) {
                propagateDemandControlDirectives(type, subgraphType, subgraph, args.costSpec);
              }
            }
            break;
        }
      }
      return {
        objOrItfTypes,
        inputObjTypes,
        enumTypes,
        unionTypes
      };
    }
    function addEmptyType(type, typeApplications, args) {
      var _a;
      const { supergraph, getSubgraph, getSubgraphEnumValue } = args;
      (0, utils_1.assert)(typeApplications.length > 0, `Missing @join__type on ${type}`);
      const subgraphsInfo = /* @__PURE__ */ new Map();
      for (const application of typeApplications) {
        const { graph, key, extension, resolvable, isInterfaceObject } = application.arguments();
        let subgraphInfo = subgraphsInfo.get(graph);
        if (!subgraphInfo) {
          const subgraph = getSubgraph(application);
          (0, utils_1.assert)(subgraph, () => `Should have found the subgraph for ${application}`);
          const kind = isInterfaceObject ? "ObjectType" : type.kind;
          const subgraphType = subgraph.schema.addType((0, definitions_1.newNamedType)(kind, type.name));
          if (isInterfaceObject) {
            subgraphType.applyDirective("interfaceObject");
          }
          subgraphInfo = { type: subgraphType, subgraph };
          subgraphsInfo.set(graph, subgraphInfo);
        }
        if (key) {
          const directive = subgraphInfo.type.applyDirective("key", { "fields": key, resolvable });
          if (extension) {
            directive.setOfExtension(subgraphInfo.type.newExtension());
          }
        }
      }
      const supergraphContextDirective = (_a = args.contextSpec) === null || _a === void 0 ? void 0 : _a.contextDirective(supergraph);
      if (supergraphContextDirective) {
        const contextApplications = type.appliedDirectivesOf(supergraphContextDirective);
        for (const application of contextApplications) {
          const { name } = application.arguments();
          const match = name.match(/^(.*)__([A-Za-z]\w*)$/);
          const graph = match ? match[1] : void 0;
          const context = match ? match[2] : void 0;
          (0, utils_1.assert)(graph, `Invalid context name ${name} found in ${application} on ${application.parent}: does not match the expected pattern`);
          const subgraphInfo = subgraphsInfo.get(getSubgraphEnumValue(graph));
          const contextDirective = subgraphInfo === null || subgraphInfo === void 0 ? void 0 : subgraphInfo.subgraph.metadata().contextDirective();
          if (subgraphInfo && contextDirective && (0, _1.isFederationDirectiveDefinedInSchema)(contextDirective)) {
            subgraphInfo.type.applyDirective(contextDirective, { name: context });
          }
        }
      }
      return subgraphsInfo;
    }
    function extractObjOrItfContent(args, info) {
      const fieldDirective = args.joinSpec.fieldDirective(args.supergraph);
      const implementsDirective = args.joinSpec.implementsDirective(args.supergraph);
      (0, utils_1.assert)(implementsDirective, "@join__implements should existing for a fed2 supergraph");
      for (const { type, subgraphsInfo } of info) {
        const implementsApplications = type.appliedDirectivesOf(implementsDirective);
        for (const application of implementsApplications) {
          const args2 = application.arguments();
          const subgraphInfo = subgraphsInfo.get(args2.graph);
          subgraphInfo.type.addImplementedInterface(args2.interface);
        }
        if (args.costSpec) {
          for (const { type: subgraphType, subgraph } of subgraphsInfo.values()) {
            propagateDemandControlDirectives(type, subgraphType, subgraph, args.costSpec);
          }
        }
        for (const field of type.fields()) {
          const fieldApplications = field.appliedDirectivesOf(fieldDirective);
          if (fieldApplications.length === 0) {
            const isShareable = (0, definitions_1.isObjectType)(type) && subgraphsInfo.size > 1;
            for (const { type: subgraphType, subgraph } of subgraphsInfo.values()) {
              addSubgraphField({
                field,
                type: subgraphType,
                subgraph,
                isShareable,
                costSpec: args.costSpec
              });
            }
          } else {
            const isShareable = (0, definitions_1.isObjectType)(type) && fieldApplications.filter((application) => {
              const args2 = application.arguments();
              return !args2.external && !args2.usedOverridden;
            }).length > 1;
            for (const application of fieldApplications) {
              const joinFieldArgs = application.arguments();
              if (!joinFieldArgs.graph) {
                continue;
              }
              const { type: subgraphType, subgraph } = subgraphsInfo.get(joinFieldArgs.graph);
              addSubgraphField({
                field,
                type: subgraphType,
                subgraph,
                isShareable,
                joinFieldArgs,
                costSpec: args.costSpec
              });
            }
          }
        }
      }
    }
    function extractInputObjContent(args, info) {
      const fieldDirective = args.joinSpec.fieldDirective(args.supergraph);
      for (const { type, subgraphsInfo } of info) {
        for (const field of type.fields()) {
          const fieldApplications = field.appliedDirectivesOf(fieldDirective);
          if (fieldApplications.length === 0) {
            for (const { type: subgraphType, subgraph } of subgraphsInfo.values()) {
              addSubgraphInputField({
                field,
                type: subgraphType,
                subgraph,
                costSpec: args.costSpec
              });
            }
          } else {
            for (const application of fieldApplications) {
              const joinFieldArgs = application.arguments();
              if (!joinFieldArgs.graph) {
                continue;
              }
              const { type: subgraphType, subgraph } = subgraphsInfo.get(joinFieldArgs.graph);
              addSubgraphInputField({
                field,
                type: subgraphType,
                subgraph,
                joinFieldArgs,
                costSpec: args.costSpec
              });
            }
          }
        }
      }
    }
    function extractEnumTypeContent(args, info) {
      const enumValueDirective = args.joinSpec.enumValueDirective(args.supergraph);
      for (const { type, subgraphsInfo } of info) {
        if (args.costSpec) {
          for (const { type: subgraphType, subgraph } of subgraphsInfo.values()) {
            propagateDemandControlDirectives(type, subgraphType, subgraph, args.costSpec);
          }
        }
        for (const value of type.values) {
          const enumValueApplications = enumValueDirective ? value.appliedDirectivesOf(enumValueDirective) : [];
          if (enumValueApplications.length === 0) {
            for (const { type: subgraphType } of subgraphsInfo.values()) {
              subgraphType.addValue(value.name);
            }
          } else {
            for (const application of enumValueApplications) {
              const args2 = application.arguments();
              const { type: subgraphType } = subgraphsInfo.get(args2.graph);
              subgraphType.addValue(value.name);
            }
          }
        }
      }
    }
    function extractUnionTypeContent(args, info) {
      const unionMemberDirective = args.joinSpec.unionMemberDirective(args.supergraph);
      for (const { type, subgraphsInfo } of info) {
        const unionMemberApplications = unionMemberDirective ? type.appliedDirectivesOf(unionMemberDirective) : [];
        if (unionMemberApplications.length === 0) {
          for (const { type: subgraphType, subgraph } of subgraphsInfo.values()) {
            for (const member of type.types()) {
              const subgraphMember = subgraph.schema.type(member.name);
              if (subgraphMember) {
                subgraphType.addType(subgraphMember);
              }
            }
          }
        } else {
          for (const application of unionMemberApplications) {
            const args2 = application.arguments();
            const { type: subgraphType, subgraph } = subgraphsInfo.get(args2.graph);
            subgraphType.addType(subgraph.schema.type(args2.member));
          }
        }
      }
    }
    function extractSubgraphsFromFed2Supergraph(args) {
      const { objOrItfTypes, inputObjTypes, enumTypes, unionTypes } = addAllEmptySubgraphTypes(args);
      extractObjOrItfContent(args, objOrItfTypes);
      extractInputObjContent(args, inputObjTypes);
      extractEnumTypeContent(args, enumTypes);
      extractUnionTypeContent(args, unionTypes);
      const allExecutableDirectives = args.supergraph.directives().filter((def) => def.hasExecutableLocations());
      for (const subgraph of args.subgraphs) {
        (0, federation_1.removeInactiveProvidesAndRequires)(subgraph.schema);
        removeUnusedTypesFromSubgraph(subgraph.schema);
        for (const definition of allExecutableDirectives) {
          (0, definitions_1.copyDirectiveDefinitionToSchema)({
            definition,
            schema: subgraph.schema,
            copyDirectiveApplicationsInArguments: false,
            locationFilter: (loc) => (0, definitions_1.isExecutableDirectiveLocation)(loc)
          });
        }
      }
    }
    var DEBUG_SUBGRAPHS_ENV_VARIABLE_NAME = "APOLLO_FEDERATION_DEBUG_SUBGRAPHS";
    function maybeDumpSubgraphSchema(subgraph) {
      const shouldDump = !!(0, utils_2.validateStringContainsBoolean)(process.env[DEBUG_SUBGRAPHS_ENV_VARIABLE_NAME]);
      if (!shouldDump) {
        return `Re-run with environment variable '${DEBUG_SUBGRAPHS_ENV_VARIABLE_NAME}' set to 'true' to extract the invalid subgraph`;
      }
      try {
        const filename = `extracted-subgraph-${subgraph.name}-${Date.now()}.graphql`;
        const file = path_1.default.resolve(filename);
        if (fs_1.default.existsSync(file)) {
          throw new Error(`candidate file ${filename} already existed`);
        }
        fs_1.default.writeFileSync(file, (0, print_1.printSchema)(subgraph.schema));
        return `The (invalid) extracted subgraph has been written in: ${file}.`;
      } catch (e2) {
        return `Was not able to print generated subgraph for "${subgraph.name}" because: ${errorToString(e2)}`;
      }
    }
    function propagateDemandControlDirectives(source, dest, subgraph, costSpec) {
      const costDirective = costSpec.costDirective(source.schema());
      if (costDirective) {
        const application = source.appliedDirectivesOf(costDirective)[0];
        if (application) {
          dest.applyDirective(subgraph.metadata().costDirective().name, application.arguments());
        }
      }
      const listSizeDirective = costSpec.listSizeDirective(source.schema());
      if (listSizeDirective) {
        const application = source.appliedDirectivesOf(listSizeDirective)[0];
        if (application) {
          dest.applyDirective(subgraph.metadata().listSizeDirective().name, application.arguments());
        }
      }
    }
    function errorToString(e) {
      const causes = (0, _1.errorCauses)(e);
      return causes ? (0, _1.printErrors)(causes) : String(e);
    }
    function addSubgraphField({ field, type, subgraph, isShareable, joinFieldArgs, costSpec }) {
      const copiedFieldType = (joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.type) ? decodeType(joinFieldArgs.type, subgraph.schema, subgraph.name) : copyType(field.type, subgraph.schema, subgraph.name);
      const subgraphField = type.addField(field.name, copiedFieldType);
      for (const arg of field.arguments()) {
        const argDef = subgraphField.addArgument(arg.name, copyType(arg.type, subgraph.schema, subgraph.name), arg.defaultValue);
        if (costSpec) {
          propagateDemandControlDirectives(arg, argDef, subgraph, costSpec);
        }
      }
      if (joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.requires) {
        subgraphField.applyDirective(subgraph.metadata().requiresDirective(), { "fields": joinFieldArgs.requires });
      }
      if (joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.provides) {
        subgraphField.applyDirective(subgraph.metadata().providesDirective(), { "fields": joinFieldArgs.provides });
      }
      if (joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.contextArguments) {
        const fromContextDirective = subgraph.metadata().fromContextDirective();
        if (!(0, _1.isFederationDirectiveDefinedInSchema)(fromContextDirective)) {
          throw new Error(`@fromContext directive is not defined in the subgraph schema: ${subgraph.name}`);
        } else {
          for (const arg of joinFieldArgs.contextArguments) {
            const match = arg.context.match(/^.*__([A-Za-z]\w*)$/);
            if (!match) {
              throw new Error(`Invalid context argument: ${arg.context}`);
            }
            subgraphField.addArgument(arg.name, decodeType(arg.type, subgraph.schema, subgraph.name));
            const argOnField = subgraphField.argument(arg.name);
            argOnField === null || argOnField === void 0 ? void 0 : argOnField.applyDirective(fromContextDirective, {
              field: `$${match[1]} ${arg.selection}`
            });
          }
        }
      }
      const external = !!(joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.external);
      if (external) {
        subgraphField.applyDirective(subgraph.metadata().externalDirective());
      }
      const usedOverridden = !!(joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.usedOverridden);
      if (usedOverridden && !(joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.overrideLabel)) {
        subgraphField.applyDirective(subgraph.metadata().externalDirective(), { "reason": "[overridden]" });
      }
      if (joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.override) {
        subgraphField.applyDirective(subgraph.metadata().overrideDirective(), {
          from: joinFieldArgs.override,
          ...joinFieldArgs.overrideLabel ? { label: joinFieldArgs.overrideLabel } : {}
        });
      }
      if (isShareable && !external && !usedOverridden) {
        subgraphField.applyDirective(subgraph.metadata().shareableDirective());
      }
      if (costSpec) {
        propagateDemandControlDirectives(field, subgraphField, subgraph, costSpec);
      }
      return subgraphField;
    }
    function addSubgraphInputField({ field, type, subgraph, joinFieldArgs, costSpec }) {
      const copiedType = (joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.type) ? decodeType(joinFieldArgs === null || joinFieldArgs === void 0 ? void 0 : joinFieldArgs.type, subgraph.schema, subgraph.name) : copyType(field.type, subgraph.schema, subgraph.name);
      const inputField = type.addField(field.name, copiedType);
      inputField.defaultValue = field.defaultValue;
      if (costSpec) {
        propagateDemandControlDirectives(field, inputField, subgraph, costSpec);
      }
      return inputField;
    }
    function extractSubgraphsFromFed1Supergraph({ supergraph, subgraphs, joinSpec, filteredTypes: filteredTypes2, getSubgraph }) {
      const typeDirective = joinSpec.typeDirective(supergraph);
      const ownerDirective = joinSpec.ownerDirective(supergraph);
      const fieldDirective = joinSpec.fieldDirective(supergraph);
      const reachableTypesBySubgraph = collectFieldReachableTypesForAllSubgraphs(supergraph, subgraphs.names(), (f, name) => {
        var _a;
        const fieldApplications = f.appliedDirectivesOf(fieldDirective);
        if (fieldApplications.length) {
          const application = fieldApplications.find((application2) => {
            var _a2;
            return ((_a2 = getSubgraph(application2)) === null || _a2 === void 0 ? void 0 : _a2.name) === name;
          });
          if (application) {
            const args = application.arguments();
            const typesInFederationDirectives = typesUsedInFederationDirective(args.provides, (0, definitions_1.baseType)(f.type)).concat(typesUsedInFederationDirective(args.requires, f.parent));
            return { isInSubgraph: true, typesInFederationDirectives };
          } else {
            return { isInSubgraph: false, typesInFederationDirectives: [] };
          }
        } else {
          const ownerApplications = ownerDirective ? f.parent.appliedDirectivesOf(ownerDirective) : [];
          return { isInSubgraph: !ownerApplications.length || ((_a = getSubgraph(ownerApplications[0])) === null || _a === void 0 ? void 0 : _a.name) == name, typesInFederationDirectives: [] };
        }
      }, (t, name) => {
        const typeApplications = t.appliedDirectivesOf(typeDirective);
        const application = typeApplications.find((application2) => {
          var _a;
          return application2.arguments().key && ((_a = getSubgraph(application2)) === null || _a === void 0 ? void 0 : _a.name) === name;
        });
        if (application) {
          const typesInFederationDirectives = typesUsedInFederationDirective(application.arguments().key, t);
          return { isEntityWithKeyInSubgraph: true, typesInFederationDirectives };
        } else {
          return { isEntityWithKeyInSubgraph: false, typesInFederationDirectives: [] };
        }
      });
      const includeTypeInSubgraph = (t, name) => {
        var _a, _b;
        return (_b = (_a = reachableTypesBySubgraph.get(name)) === null || _a === void 0 ? void 0 : _a.has(t.name)) !== null && _b !== void 0 ? _b : false;
      };
      for (const type of filteredTypes2) {
        const typeApplications = type.appliedDirectivesOf(typeDirective);
        if (!typeApplications.length) {
          for (const subgraph of subgraphs) {
            if (includeTypeInSubgraph(type, subgraph.name)) {
              subgraph.schema.addType((0, definitions_1.newNamedType)(type.kind, type.name));
            }
          }
        } else {
          for (const application of typeApplications) {
            const args = application.arguments();
            const subgraph = getSubgraph(application);
            (0, utils_1.assert)(subgraph, () => `Should have found the subgraph for ${application}`);
            const schema = subgraph.schema;
            let subgraphType = schema.type(type.name);
            if (!subgraphType) {
              const kind = args.isInterfaceObject ? "ObjectType" : type.kind;
              subgraphType = schema.addType((0, definitions_1.newNamedType)(kind, type.name));
              if (args.isInterfaceObject) {
                subgraphType.applyDirective("interfaceObject");
              }
            }
            if (args.key) {
              const { resolvable } = args;
              const directive = subgraphType.applyDirective("key", { "fields": args.key, resolvable });
              if (args.extension) {
                directive.setOfExtension(subgraphType.newExtension());
              }
            }
          }
        }
      }
      for (const type of filteredTypes2) {
        switch (type.kind) {
          case "ObjectType":
          case "InterfaceType":
            for (const implementations of type.interfaceImplementations()) {
              const name = implementations.interface.name;
              for (const subgraph of subgraphs) {
                const subgraphType = subgraph.schema.type(type.name);
                const subgraphItf = subgraph.schema.type(name);
                if (subgraphType && subgraphItf) {
                  subgraphType.addImplementedInterface(name);
                }
              }
            }
          case "InputObjectType":
            for (const field of type.fields()) {
              const fieldApplications = field.appliedDirectivesOf(fieldDirective);
              if (!fieldApplications.length) {
                const ownerApplications = ownerDirective ? type.appliedDirectivesOf(ownerDirective) : [];
                if (ownerApplications.length > 0) {
                  (0, utils_1.assert)(ownerApplications.length == 1, () => `Found multiple join__owner directives on type ${type}`);
                  const subgraph = getSubgraph(ownerApplications[0]);
                  (0, utils_1.assert)(subgraph, () => `Should have found the subgraph for ${ownerApplications[0]}`);
                  addSubgraphFieldForFed1(field, subgraph, false);
                } else {
                  const fieldBaseType = (0, definitions_1.baseType)(field.type);
                  const isShareable = (0, definitions_1.isObjectType)(type) && subgraphs.values().filter((s) => s.schema.type(type.name)).length > 1;
                  for (const subgraph of subgraphs) {
                    if (subgraph.schema.type(fieldBaseType.name)) {
                      addSubgraphFieldForFed1(field, subgraph, isShareable);
                    }
                  }
                }
              } else {
                const isShareable = (0, definitions_1.isObjectType)(type) && fieldApplications.length > 1;
                for (const application of fieldApplications) {
                  const subgraph = getSubgraph(application);
                  if (!subgraph) {
                    continue;
                  }
                  const args = application.arguments();
                  addSubgraphFieldForFed1(field, subgraph, isShareable, args);
                }
              }
            }
            break;
          case "EnumType":
            for (const subgraph of subgraphs) {
              const subgraphEnum = subgraph.schema.type(type.name);
              if (!subgraphEnum) {
                continue;
              }
              (0, utils_1.assert)((0, definitions_1.isEnumType)(subgraphEnum), () => `${subgraphEnum} should be an enum but found a ${subgraphEnum.kind}`);
              for (const value of type.values) {
                subgraphEnum.addValue(value.name);
              }
            }
            break;
          case "UnionType":
            for (const subgraph of subgraphs) {
              const subgraphUnion = subgraph.schema.type(type.name);
              if (!subgraphUnion) {
                continue;
              }
              (0, utils_1.assert)((0, definitions_1.isUnionType)(subgraphUnion), () => `${subgraphUnion} should be an enum but found a ${subgraphUnion.kind}`);
              for (const memberTypeName of type.types().map((t) => t.name)) {
                const subgraphType = subgraph.schema.type(memberTypeName);
                if (subgraphType) {
                  subgraphUnion.addType(subgraphType);
                }
              }
            }
            break;
        }
      }
      const allExecutableDirectives = supergraph.directives().filter((def) => def.hasExecutableLocations());
      for (const subgraph of subgraphs) {
        addExternalFields(subgraph, supergraph, true);
        (0, federation_1.removeInactiveProvidesAndRequires)(subgraph.schema);
        removeUnusedTypesFromSubgraph(subgraph.schema);
        for (const definition of allExecutableDirectives) {
          (0, definitions_1.copyDirectiveDefinitionToSchema)({
            definition,
            schema: subgraph.schema,
            copyDirectiveApplicationsInArguments: false,
            locationFilter: (loc) => (0, definitions_1.isExecutableDirectiveLocation)(loc)
          });
        }
      }
      return subgraphs;
    }
    function addSubgraphFieldForFed1(field, subgraph, isShareable, joinFieldArgs) {
      const subgraphType = subgraph.schema.type(field.parent.name);
      if (!subgraphType) {
        return;
      }
      if (field instanceof definitions_1.FieldDefinition) {
        addSubgraphField({
          field,
          subgraph,
          type: subgraphType,
          isShareable,
          joinFieldArgs
        });
      } else {
        addSubgraphInputField({
          field,
          subgraph,
          type: subgraphType,
          joinFieldArgs
        });
      }
    }
    function decodeType(encodedType, subgraph, subgraphName) {
      try {
        return (0, buildSchema_1.builtTypeReference)(encodedType, subgraph);
      } catch (e) {
        (0, utils_1.assert)(false, () => `Cannot parse type "${encodedType}" in subgraph ${subgraphName}: ${e}`);
      }
    }
    function copyType(type, subgraph, subgraphName) {
      switch (type.kind) {
        case "ListType":
          return new definitions_1.ListType(copyType(type.ofType, subgraph, subgraphName));
        case "NonNullType":
          return new definitions_1.NonNullType(copyType(type.ofType, subgraph, subgraphName));
        default:
          const subgraphType = subgraph.type(type.name);
          (0, utils_1.assert)(subgraphType, () => `Cannot find type "${type.name}" in subgraph "${subgraphName}"`);
          return subgraphType;
      }
    }
    function addExternalFields(subgraph, supergraph, isFed1) {
      const metadata = subgraph.metadata();
      for (const type of subgraph.schema.types()) {
        if (!(0, definitions_1.isObjectType)(type) && !(0, definitions_1.isInterfaceType)(type)) {
          continue;
        }
        for (const keyApplication of type.appliedDirectivesOf(metadata.keyDirective())) {
          const forceNonExternal = isFed1 || !!keyApplication.ofExtension();
          addExternalFieldsFromDirectiveFieldSet(subgraph, type, keyApplication, supergraph, forceNonExternal);
        }
        for (const field of type.fields()) {
          for (const requiresApplication of field.appliedDirectivesOf(metadata.requiresDirective())) {
            addExternalFieldsFromDirectiveFieldSet(subgraph, type, requiresApplication, supergraph);
          }
          const fieldBaseType = (0, definitions_1.baseType)(field.type);
          for (const providesApplication of field.appliedDirectivesOf(metadata.providesDirective())) {
            (0, utils_1.assert)((0, definitions_1.isObjectType)(fieldBaseType) || (0, definitions_1.isInterfaceType)(fieldBaseType), () => `Found @provides on field ${field.coordinate} whose type ${field.type} (${fieldBaseType.kind}) is not an object or interface `);
            addExternalFieldsFromDirectiveFieldSet(subgraph, fieldBaseType, providesApplication, supergraph);
          }
        }
        addExternalFieldsFromInterface(metadata, type);
      }
    }
    function addExternalFieldsFromDirectiveFieldSet(subgraph, parentType, directive, supergraph, forceNonExternal = false) {
      const external = subgraph.metadata().externalDirective();
      const fieldAccessor = function(type, fieldName) {
        const field = type.field(fieldName);
        if (field) {
          if (forceNonExternal && field.hasAppliedDirective(external)) {
            field.appliedDirectivesOf(external).forEach((d) => d.remove());
          }
          return field;
        }
        (0, utils_1.assert)(!(0, definitions_1.isUnionType)(type), () => `Shouldn't select field ${fieldName} from union type ${type}`);
        const supergraphType = supergraph.type(type.name);
        const supergraphField = supergraphType.field(fieldName);
        (0, utils_1.assert)(supergraphField, () => `No field named ${fieldName} found on type ${type.name} in the supergraph`);
        const created = addSubgraphField({
          field: supergraphField,
          subgraph,
          type,
          isShareable: false
        });
        if (!forceNonExternal) {
          created.applyDirective(external);
        }
        return created;
      };
      try {
        (0, federation_1.parseFieldSetArgument)({ parentType, directive, fieldAccessor, validate: false });
      } catch (e) {
      }
    }
    function addExternalFieldsFromInterface(metadata, type) {
      for (const itf of type.interfaces()) {
        for (const field of itf.fields()) {
          const typeField = type.field(field.name);
          if (!typeField) {
            copyFieldAsExternal(metadata, field, type);
          } else if (typeField.hasAppliedDirective(metadata.externalDirective())) {
            maybeUpdateFieldForInterface(typeField, field);
          }
        }
      }
    }
    function copyFieldAsExternal(metadata, field, type) {
      const newField = type.addField(field.name, field.type);
      for (const arg of field.arguments()) {
        newField.addArgument(arg.name, arg.type, arg.defaultValue);
      }
      newField.applyDirective(metadata.externalDirective());
    }
    function maybeUpdateFieldForInterface(toModify, itfField) {
      if (!(0, types_1.isSubtype)(itfField.type, toModify.type)) {
        (0, utils_1.assert)((0, types_1.isSubtype)(toModify.type, itfField.type), () => `For ${toModify.coordinate}, expected ${itfField.type} and ${toModify.type} to be in a subtyping relationship`);
        toModify.type = itfField.type;
      }
    }
    function removeUnusedTypesFromSubgraph(schema) {
      for (const type of schema.types()) {
        switch (type.kind) {
          case "ObjectType":
          case "InterfaceType":
          case "InputObjectType":
            if (!type.hasFields()) {
              type.removeRecursive();
            }
            break;
          case "UnionType":
            if (type.membersCount() === 0) {
              type.removeRecursive();
            }
            break;
        }
      }
    }
  }
});

// node_modules/@apollo/federation-internals/dist/supergraphs.js
var require_supergraphs = __commonJS({
  "node_modules/@apollo/federation-internals/dist/supergraphs.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Supergraph = exports.isFed1Supergraph = exports.validateSupergraph = exports.ROUTER_SUPPORTED_SUPERGRAPH_FEATURES = exports.DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES = void 0;
    var definitions_1 = require_definitions();
    var coreSpec_1 = require_coreSpec();
    var joinSpec_1 = require_joinSpec();
    var contextSpec_1 = require_contextSpec();
    var costSpec_1 = require_costSpec();
    var buildSchema_1 = require_buildSchema();
    var extractSubgraphsFromSupergraph_1 = require_extractSubgraphsFromSupergraph();
    var error_1 = require_error();
    exports.DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES = /* @__PURE__ */ new Set([
      "https://specs.apollo.dev/core/v0.1",
      "https://specs.apollo.dev/core/v0.2",
      "https://specs.apollo.dev/join/v0.1",
      "https://specs.apollo.dev/join/v0.2",
      "https://specs.apollo.dev/join/v0.3",
      "https://specs.apollo.dev/join/v0.4",
      "https://specs.apollo.dev/join/v0.5",
      "https://specs.apollo.dev/tag/v0.1",
      "https://specs.apollo.dev/tag/v0.2",
      "https://specs.apollo.dev/tag/v0.3",
      "https://specs.apollo.dev/inaccessible/v0.1",
      "https://specs.apollo.dev/inaccessible/v0.2"
    ]);
    exports.ROUTER_SUPPORTED_SUPERGRAPH_FEATURES = /* @__PURE__ */ new Set([
      "https://specs.apollo.dev/core/v0.1",
      "https://specs.apollo.dev/core/v0.2",
      "https://specs.apollo.dev/join/v0.1",
      "https://specs.apollo.dev/join/v0.2",
      "https://specs.apollo.dev/join/v0.3",
      "https://specs.apollo.dev/join/v0.4",
      "https://specs.apollo.dev/join/v0.5",
      "https://specs.apollo.dev/tag/v0.1",
      "https://specs.apollo.dev/tag/v0.2",
      "https://specs.apollo.dev/tag/v0.3",
      "https://specs.apollo.dev/inaccessible/v0.1",
      "https://specs.apollo.dev/inaccessible/v0.2",
      "https://specs.apollo.dev/authenticated/v0.1",
      "https://specs.apollo.dev/requiresScopes/v0.1",
      "https://specs.apollo.dev/policy/v0.1",
      "https://specs.apollo.dev/context/v0.1",
      "https://specs.apollo.dev/cost/v0.1",
      "https://specs.apollo.dev/connect/v0.1",
      "https://specs.apollo.dev/connect/v0.2",
      "https://specs.apollo.dev/connect/v0.3",
      "https://specs.apollo.dev/connect/v0.4",
      "https://specs.apollo.dev/cacheTag/v0.1"
    ]);
    var coreVersionZeroDotOneUrl = coreSpec_1.FeatureUrl.parse("https://specs.apollo.dev/core/v0.1");
    function checkFeatureSupport(coreFeatures, supportedFeatures) {
      const errors = [];
      const coreItself = coreFeatures.coreItself;
      if (coreItself.url.equals(coreVersionZeroDotOneUrl)) {
        const purposefulFeatures = [...coreFeatures.allFeatures()].filter((f) => f.purpose);
        if (purposefulFeatures.length > 0) {
          errors.push(error_1.ERRORS.UNSUPPORTED_LINKED_FEATURE.err(`the \`for:\` argument is unsupported by version ${coreItself.url.version} of the core spec. Please upgrade to at least @core v0.2 (https://specs.apollo.dev/core/v0.2).`, {
            nodes: (0, definitions_1.sourceASTs)(coreItself.directive, ...purposefulFeatures.map((f) => f.directive))
          }));
        }
      }
      for (const feature of coreFeatures.allFeatures()) {
        if (feature.url.equals(coreVersionZeroDotOneUrl) || feature.purpose === "EXECUTION" || feature.purpose === "SECURITY") {
          if (!supportedFeatures.has(feature.url.base.toString())) {
            errors.push(error_1.ERRORS.UNSUPPORTED_LINKED_FEATURE.err(`feature ${feature.url} is for: ${feature.purpose} but is unsupported`, { nodes: feature.directive.sourceAST }));
          }
        }
      }
      if (errors.length > 0) {
        throw (0, coreSpec_1.ErrCoreCheckFailed)(errors);
      }
    }
    function validateSupergraph(supergraph) {
      const coreFeatures = supergraph.coreFeatures;
      if (!coreFeatures) {
        throw error_1.ERRORS.INVALID_FEDERATION_SUPERGRAPH.err("Invalid supergraph: must be a core schema");
      }
      const joinFeature = coreFeatures.getByIdentity(joinSpec_1.joinIdentity);
      if (!joinFeature) {
        throw error_1.ERRORS.INVALID_FEDERATION_SUPERGRAPH.err("Invalid supergraph: must use the join spec");
      }
      const joinSpec = joinSpec_1.JOIN_VERSIONS.find(joinFeature.url.version);
      if (!joinSpec) {
        throw error_1.ERRORS.INVALID_FEDERATION_SUPERGRAPH.err(`Invalid supergraph: uses unsupported join spec version ${joinFeature.url.version} (supported versions: ${joinSpec_1.JOIN_VERSIONS.versions().join(", ")})`);
      }
      const contextFeature = coreFeatures.getByIdentity(contextSpec_1.ContextSpecDefinition.identity);
      let contextSpec = void 0;
      if (contextFeature) {
        contextSpec = contextSpec_1.CONTEXT_VERSIONS.find(contextFeature.url.version);
        if (!contextSpec) {
          throw error_1.ERRORS.INVALID_FEDERATION_SUPERGRAPH.err(`Invalid supergraph: uses unsupported context spec version ${contextFeature.url.version} (supported versions: ${contextSpec_1.CONTEXT_VERSIONS.versions().join(", ")})`);
        }
      }
      const costFeature = coreFeatures.getByIdentity(costSpec_1.costIdentity);
      let costSpec = void 0;
      if (costFeature) {
        costSpec = costSpec_1.COST_VERSIONS.find(costFeature.url.version);
        if (!costSpec) {
          throw error_1.ERRORS.INVALID_FEDERATION_SUPERGRAPH.err(`Invalid supergraph: uses unsupported cost spec version ${costFeature.url.version} (supported versions: ${costSpec_1.COST_VERSIONS.versions().join(", ")})`);
        }
      }
      return [coreFeatures, joinSpec, contextSpec, costSpec];
    }
    exports.validateSupergraph = validateSupergraph;
    function isFed1Supergraph(supergraph) {
      return validateSupergraph(supergraph)[1].version.equals(new coreSpec_1.FeatureVersion(0, 1));
    }
    exports.isFed1Supergraph = isFed1Supergraph;
    var Supergraph = class _Supergraph {
      constructor(schema, supportedFeatures = exports.DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, shouldValidate = true) {
        this.schema = schema;
        this.shouldValidate = shouldValidate;
        const [coreFeatures] = validateSupergraph(schema);
        if (supportedFeatures !== null) {
          checkFeatureSupport(coreFeatures, supportedFeatures);
        }
        if (shouldValidate) {
          schema.validate();
        } else {
          schema.assumeValid();
        }
        this.containedSubgraphs = (0, extractSubgraphsFromSupergraph_1.extractSubgraphsNamesAndUrlsFromSupergraph)(schema);
      }
      static build(supergraphSdl, options) {
        const schema = typeof supergraphSdl === "string" ? (0, buildSchema_1.buildSchema)(supergraphSdl, { validate: false }) : (0, buildSchema_1.buildSchemaFromAST)(supergraphSdl, { validate: false });
        return new _Supergraph(schema, options === null || options === void 0 ? void 0 : options.supportedFeatures, options === null || options === void 0 ? void 0 : options.validateSupergraph);
      }
      static buildForTests(supergraphSdl, validateSupergraph2) {
        return _Supergraph.build(supergraphSdl, { supportedFeatures: exports.ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, validateSupergraph: validateSupergraph2 });
      }
      subgraphsMetadata() {
        return this.containedSubgraphs;
      }
      subgraphs() {
        if (!this._subgraphs) {
          const extractionResults = (0, extractSubgraphsFromSupergraph_1.extractSubgraphsFromSupergraph)(this.schema, this.shouldValidate);
          this._subgraphs = extractionResults[0];
          this._subgraphNameToGraphEnumValue = extractionResults[1];
        }
        return this._subgraphs;
      }
      subgraphNameToGraphEnumValue() {
        if (!this._subgraphNameToGraphEnumValue) {
          const extractionResults = (0, extractSubgraphsFromSupergraph_1.extractSubgraphsFromSupergraph)(this.schema, this.shouldValidate);
          this._subgraphs = extractionResults[0];
          this._subgraphNameToGraphEnumValue = extractionResults[1];
        }
        return new Map([...this._subgraphNameToGraphEnumValue]);
      }
      apiSchema() {
        return this.schema.toAPISchema();
      }
    };
    exports.Supergraph = Supergraph;
  }
});

// node_modules/@apollo/federation-internals/dist/schemaUpgrader.js
var require_schemaUpgrader = __commonJS({
  "node_modules/@apollo/federation-internals/dist/schemaUpgrader.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.upgradeSubgraphsIfNecessary = exports.RemovedTagOnExternal = exports.FieldsArgumentCoercionToString = exports.ProvidesOnNonCompositeRemoval = exports.ProvidesOrRequiresOnInterfaceFieldRemoval = exports.KeyOnInterfaceRemoval = exports.ShareableTypeAddition = exports.ShareableFieldAddition = exports.InactiveProvidesOrRequiresFieldsRemoval = exports.InactiveProvidesOrRequiresRemoval = exports.TypeWithOnlyUnusedExternalRemoval = exports.UnusedExternalRemoval = exports.ExternalOnObjectTypeRemoval = exports.ExternalOnInterfaceRemoval = exports.TypeExtensionRemoval = exports.ExternalOnTypeExtensionRemoval = void 0;
    var graphql_1 = require_graphql();
    var error_1 = require_error();
    var definitions_1 = require_definitions();
    var federation_1 = require_federation();
    var utils_1 = require_utils();
    var values_1 = require_values();
    var federationSpec_1 = require_federationSpec();
    var ExternalOnTypeExtensionRemoval = class {
      constructor(field) {
        this.field = field;
        this.id = "EXTERNAL_ON_TYPE_EXTENSION_REMOVAL";
      }
      toString() {
        return `Removed @external from field "${this.field}" as it is a key of an extension type`;
      }
    };
    exports.ExternalOnTypeExtensionRemoval = ExternalOnTypeExtensionRemoval;
    var TypeExtensionRemoval = class {
      constructor(type) {
        this.type = type;
        this.id = "TYPE_EXTENSION_REMOVAL";
      }
      toString() {
        return `Switched type "${this.type}" from an extension to a definition`;
      }
    };
    exports.TypeExtensionRemoval = TypeExtensionRemoval;
    var ExternalOnInterfaceRemoval = class {
      constructor(field) {
        this.field = field;
        this.id = "EXTERNAL_ON_INTERFACE_REMOVAL";
      }
      toString() {
        return `Removed @external directive on interface type field "${this.field}": @external is nonsensical on interface fields`;
      }
    };
    exports.ExternalOnInterfaceRemoval = ExternalOnInterfaceRemoval;
    var ExternalOnObjectTypeRemoval = class {
      constructor(type) {
        this.type = type;
        this.id = "EXTERNAL_ON_OBJECT_TYPE_REMOVAL";
      }
      toString() {
        return `Removed @external directive on object type "${this.type}": @external on types was not rejected but was inactive in fed1`;
      }
    };
    exports.ExternalOnObjectTypeRemoval = ExternalOnObjectTypeRemoval;
    var UnusedExternalRemoval = class {
      constructor(field) {
        this.field = field;
        this.id = "UNUSED_EXTERNAL_REMOVAL";
      }
      toString() {
        return `Removed @external field "${this.field}" as it was not used in any @key, @provides or @requires`;
      }
    };
    exports.UnusedExternalRemoval = UnusedExternalRemoval;
    var TypeWithOnlyUnusedExternalRemoval = class {
      constructor(type) {
        this.type = type;
        this.id = "TYPE_WITH_ONLY_UNUSED_EXTERNAL_REMOVAL";
      }
      toString() {
        return `Removed type ${this.type} that is not referenced in the schema and only declares unused @external fields`;
      }
    };
    exports.TypeWithOnlyUnusedExternalRemoval = TypeWithOnlyUnusedExternalRemoval;
    var InactiveProvidesOrRequiresRemoval = class {
      constructor(parent, removed) {
        this.parent = parent;
        this.removed = removed;
        this.id = "INACTIVE_PROVIDES_OR_REQUIRES_REMOVAL";
      }
      toString() {
        return `Removed directive ${this.removed} on "${this.parent}": none of the fields were truly @external`;
      }
    };
    exports.InactiveProvidesOrRequiresRemoval = InactiveProvidesOrRequiresRemoval;
    var InactiveProvidesOrRequiresFieldsRemoval = class {
      constructor(parent, original, updated) {
        this.parent = parent;
        this.original = original;
        this.updated = updated;
        this.id = "INACTIVE_PROVIDES_OR_REQUIRES_FIELDS_REMOVAL";
      }
      toString() {
        return `Updated directive ${this.original} on "${this.parent}" to ${this.updated}: removed fields that were not truly @external`;
      }
    };
    exports.InactiveProvidesOrRequiresFieldsRemoval = InactiveProvidesOrRequiresFieldsRemoval;
    var ShareableFieldAddition = class {
      constructor(field, declaringSubgraphs) {
        this.field = field;
        this.declaringSubgraphs = declaringSubgraphs;
        this.id = "SHAREABLE_FIELD_ADDITION";
      }
      toString() {
        return `Added @shareable to field "${this.field}": it is also resolved by ${(0, federation_1.printSubgraphNames)(this.declaringSubgraphs)}`;
      }
    };
    exports.ShareableFieldAddition = ShareableFieldAddition;
    var ShareableTypeAddition = class {
      constructor(type, declaringSubgraphs) {
        this.type = type;
        this.declaringSubgraphs = declaringSubgraphs;
        this.id = "SHAREABLE_TYPE_ADDITION";
      }
      toString() {
        return `Added @shareable to type "${this.type}": it is a "value type" and is also declared in ${(0, federation_1.printSubgraphNames)(this.declaringSubgraphs)}`;
      }
    };
    exports.ShareableTypeAddition = ShareableTypeAddition;
    var KeyOnInterfaceRemoval = class {
      constructor(type) {
        this.type = type;
        this.id = "KEY_ON_INTERFACE_REMOVAL";
      }
      toString() {
        return `Removed @key on interface "${this.type}": while allowed by federation 0.x, @key on interfaces were completely ignored/had no effect`;
      }
    };
    exports.KeyOnInterfaceRemoval = KeyOnInterfaceRemoval;
    var ProvidesOrRequiresOnInterfaceFieldRemoval = class {
      constructor(field, directive) {
        this.field = field;
        this.directive = directive;
        this.id = "PROVIDES_OR_REQUIRES_ON_INTERFACE_FIELD_REMOVAL";
      }
      toString() {
        return `Removed @${this.directive} on interface field "${this.field}": while allowed by federation 0.x, @${this.directive} on interface fields were completely ignored/had no effect`;
      }
    };
    exports.ProvidesOrRequiresOnInterfaceFieldRemoval = ProvidesOrRequiresOnInterfaceFieldRemoval;
    var ProvidesOnNonCompositeRemoval = class {
      constructor(field, type) {
        this.field = field;
        this.type = type;
        this.id = "PROVIDES_ON_NON_COMPOSITE_REMOVAL";
      }
      toString() {
        return `Removed @provides directive on field "${this.field}" as it is of non-composite type "${this.type}": while not rejected by federation 0.x, such @provide is nonsensical and was ignored`;
      }
    };
    exports.ProvidesOnNonCompositeRemoval = ProvidesOnNonCompositeRemoval;
    var FieldsArgumentCoercionToString = class {
      constructor(element, directive, before, after) {
        this.element = element;
        this.directive = directive;
        this.before = before;
        this.after = after;
        this.id = "FIELDS_ARGUMENT_COERCION_TO_STRING";
      }
      toString() {
        return `Coerced "fields" argument for directive @${this.directive} for "${this.element}" into a string: coerced from ${this.before} to ${this.after}`;
      }
    };
    exports.FieldsArgumentCoercionToString = FieldsArgumentCoercionToString;
    var RemovedTagOnExternal = class {
      constructor(application, element) {
        this.application = application;
        this.element = element;
        this.id = "REMOVED_TAG_ON_EXTERNAL";
      }
      toString() {
        return `Removed ${this.application} application on @external "${this.element}" as the @tag application is on another definition`;
      }
    };
    exports.RemovedTagOnExternal = RemovedTagOnExternal;
    function upgradeSubgraphsIfNecessary(inputs) {
      const changes = /* @__PURE__ */ new Map();
      if (inputs.values().every((s) => s.isFed2Subgraph())) {
        return { subgraphs: inputs, changes };
      }
      const subgraphs = new federation_1.Subgraphs();
      let errors = [];
      const fed2InterfaceObjectTypesToSubgraphs = new utils_1.SetMultiMap();
      const fed1InterfaceKeyTypesToSubgraphs = new utils_1.SetMultiMap();
      const objectTypeMap = /* @__PURE__ */ new Map();
      for (const subgraph of inputs.values()) {
        for (const t of subgraph.schema.objectTypes()) {
          let entry = objectTypeMap.get(t.name);
          if (!entry) {
            entry = /* @__PURE__ */ new Map();
            objectTypeMap.set(t.name, entry);
          }
          entry.set(subgraph.name, [t, subgraph.metadata()]);
        }
        for (const t of subgraph.schema.interfaceTypes()) {
          let entry = objectTypeMap.get(t.name);
          if (!entry) {
            entry = /* @__PURE__ */ new Map();
            objectTypeMap.set(t.name, entry);
          }
          entry.set(subgraph.name, [t, subgraph.metadata()]);
        }
      }
      for (const subgraph of inputs.values()) {
        if (subgraph.isFed2Subgraph()) {
          subgraphs.add(subgraph);
          for (const application of subgraph.metadata().interfaceObjectDirective().applications()) {
            const typeName = application.parent.name;
            fed2InterfaceObjectTypesToSubgraphs.add(typeName, subgraph.name);
          }
        } else {
          const res = new SchemaUpgrader(subgraph, inputs.values(), objectTypeMap).upgrade();
          if (res.errors) {
            errors = errors.concat(res.errors);
          } else {
            subgraphs.add(res.upgraded);
            changes.set(subgraph.name, res.changes);
            for (const typeName of res.interfaceKeyTypes) {
              fed1InterfaceKeyTypesToSubgraphs.add(typeName, subgraph.name);
            }
          }
        }
      }
      for (const [typeName, interfaceObjectSubgraphs] of fed2InterfaceObjectTypesToSubgraphs) {
        const interfaceKeySubgraphs = fed1InterfaceKeyTypesToSubgraphs.get(typeName);
        if (interfaceKeySubgraphs) {
          errors.push(error_1.ERRORS.INTERFACE_OBJECT_USAGE_ERROR.err(`The @interfaceObject directive is used on type "${typeName}" in ${(0, federation_1.printSubgraphNames)([...interfaceObjectSubgraphs])}, which requires other subgraphs to resolve its type name via an interface @key. However, @key on an interface in a federation 1 subgraph does not mean it can fulfill the __typename-resolution requirement that @interfaceObject depends on. For ${(0, federation_1.printSubgraphNames)([...interfaceKeySubgraphs])}, either upgrade them to federation 2 subgraphs or remove @key from the type.`));
        }
      }
      return errors.length === 0 ? { subgraphs, changes } : { errors };
    }
    exports.upgradeSubgraphsIfNecessary = upgradeSubgraphsIfNecessary;
    function isFederationTypeExtension(type) {
      const metadata = (0, federation_1.federationMetadata)(type.schema());
      (0, utils_1.assert)(metadata, "Should be a subgraph schema");
      const hasExtend = type.hasAppliedDirective(metadata.extendsDirective());
      return (type.hasExtensionElements() || hasExtend) && ((0, definitions_1.isObjectType)(type) || (0, definitions_1.isInterfaceType)(type)) && (hasExtend || !type.hasNonExtensionElements());
    }
    function isRootTypeExtension(type) {
      const metadata = (0, federation_1.federationMetadata)(type.schema());
      (0, utils_1.assert)(metadata, "Should be a subgraph schema");
      return (0, definitions_1.isObjectType)(type) && type.isRootType() && (type.hasAppliedDirective(metadata.extendsDirective()) || type.hasExtensionElements() && !type.hasNonExtensionElements());
    }
    function getField(schema, typeName, fieldName) {
      const type = schema.type(typeName);
      return type && (0, definitions_1.isCompositeType)(type) ? type.field(fieldName) : void 0;
    }
    var SchemaUpgrader = class {
      constructor(originalSubgraph, allSubgraphs, objectTypeMap) {
        this.originalSubgraph = originalSubgraph;
        this.allSubgraphs = allSubgraphs;
        this.objectTypeMap = objectTypeMap;
        this.changes = new utils_1.MultiMap();
        this.errors = [];
        this.interfaceKeyTypes = /* @__PURE__ */ new Set();
        this.schema = originalSubgraph.schema.clone();
        this.renameFederationTypes();
        this.subgraph = new federation_1.Subgraph(originalSubgraph.name, originalSubgraph.url, this.schema);
        try {
          (0, federation_1.setSchemaAsFed2Subgraph)(this.schema);
        } catch (e) {
          const causes = (0, error_1.errorCauses)(e);
          if (causes) {
            causes.forEach((c) => this.addError(c));
          } else {
            throw e;
          }
        }
        this.metadata = this.subgraph.metadata();
      }
      addError(e) {
        this.errors.push((0, federation_1.addSubgraphToError)(e, this.subgraph.name, error_1.ERRORS.INVALID_GRAPHQL));
      }
      renameFederationTypes() {
        for (const typeSpec of federationSpec_1.FEDERATION1_TYPES) {
          const typeNameInOriginal = this.originalSubgraph.metadata().federationTypeNameInSchema(typeSpec.name);
          const type = this.schema.type(typeNameInOriginal);
          if (type) {
            type.rename(`federation__${typeSpec.name}`);
          }
        }
      }
      external(elt) {
        const applications = elt.appliedDirectivesOf(this.metadata.externalDirective());
        return applications.length === 0 ? void 0 : applications[0];
      }
      addChange(change) {
        this.changes.add(change.id, change);
      }
      checkForExtensionWithNoBase(type) {
        var _a;
        if (isRootTypeExtension(type) || !isFederationTypeExtension(type)) {
          return;
        }
        const extensionAST = (_a = (0, utils_1.firstOf)(type.extensions().values())) === null || _a === void 0 ? void 0 : _a.sourceAST;
        const typeInOtherSubgraphs = Array.from(this.objectTypeMap.get(type.name).entries()).filter(([subgraphName, _]) => subgraphName !== this.subgraph.name);
        for (let i = 0; i < typeInOtherSubgraphs.length; i += 1) {
          const otherType = typeInOtherSubgraphs[i][1][0];
          if (otherType && otherType.hasNonExtensionElements()) {
            return;
          }
        }
        this.addError(error_1.ERRORS.EXTENSION_WITH_NO_BASE.err(`Type "${type}" is an extension type, but there is no type definition for "${type}" in any subgraph.`, { nodes: extensionAST }));
      }
      preUpgradeValidations() {
        for (const type of this.schema.types()) {
          this.checkForExtensionWithNoBase(type);
        }
      }
      upgrade() {
        if (this.errors.length > 0) {
          return { errors: this.errors };
        }
        this.preUpgradeValidations();
        this.fixFederationDirectivesArguments();
        this.removeExternalOnInterface();
        this.removeExternalOnObjectTypes();
        this.removeExternalOnTypeExtensions();
        this.fixInactiveProvidesAndRequires();
        this.removeTypeExtensions();
        this.removeDirectivesOnInterface();
        this.removeProvidesOnNonComposite();
        this.removeUnusedExternals();
        this.addShareable();
        this.removeTagOnExternal();
        if (this.errors.length > 0) {
          return { errors: this.errors };
        }
        try {
          this.subgraph.validate();
          return {
            upgraded: this.subgraph,
            changes: this.changes,
            interfaceKeyTypes: this.interfaceKeyTypes
          };
        } catch (e) {
          const errors = (0, error_1.errorCauses)(e);
          if (!errors) {
            throw e;
          }
          return { errors };
        }
      }
      fixFederationDirectivesArguments() {
        var _a;
        for (const directive of [this.metadata.keyDirective(), this.metadata.requiresDirective(), this.metadata.providesDirective()]) {
          for (const application of Array.from(directive.applications())) {
            const fields = application.arguments().fields;
            if (typeof fields !== "string") {
              if (Array.isArray(fields) && fields.every((f) => typeof f === "string")) {
                this.replaceFederationDirectiveApplication(application, application.toString(), fields.join(" "), directive.sourceAST);
              }
              continue;
            }
            const nodes = application.sourceAST;
            if (nodes && nodes.kind === "Directive") {
              for (const argNode of (_a = nodes.arguments) !== null && _a !== void 0 ? _a : []) {
                if (argNode.name.value === "fields") {
                  if (argNode.value.kind === graphql_1.Kind.ENUM) {
                    this.replaceFederationDirectiveApplication(application, (0, graphql_1.print)(nodes), fields, {
                      ...nodes,
                      arguments: [{
                        ...argNode,
                        value: {
                          kind: graphql_1.Kind.STRING,
                          value: fields
                        }
                      }]
                    });
                    break;
                  }
                }
              }
            }
          }
        }
      }
      removeExternalOnInterface() {
        for (const itf of this.schema.interfaceTypes()) {
          for (const field of itf.fields()) {
            const external = this.external(field);
            if (external) {
              this.addChange(new ExternalOnInterfaceRemoval(field.coordinate));
              external.remove();
            }
          }
        }
      }
      removeExternalOnObjectTypes() {
        for (const type of this.schema.objectTypes()) {
          const external = type.appliedDirectivesOf(this.metadata.externalDirective())[0];
          if (external) {
            this.addChange(new ExternalOnObjectTypeRemoval(type.coordinate));
            external.remove();
          }
        }
      }
      replaceFederationDirectiveApplication(application, before, fields, updatedSourceAST) {
        const directive = application.definition;
        const parent = application.parent;
        application.remove();
        const newDirective = parent.applyDirective(directive, { fields });
        newDirective.sourceAST = updatedSourceAST;
        this.addChange(new FieldsArgumentCoercionToString(parent.coordinate, directive.name, before, newDirective.toString()));
      }
      fixInactiveProvidesAndRequires() {
        (0, federation_1.removeInactiveProvidesAndRequires)(this.schema, (field, original, updated) => {
          if (updated) {
            this.addChange(new InactiveProvidesOrRequiresFieldsRemoval(field.coordinate, original.toString(), updated.toString()));
          } else {
            this.addChange(new InactiveProvidesOrRequiresRemoval(field.coordinate, original.toString()));
          }
        });
      }
      removeExternalOnTypeExtensions() {
        for (const type of this.schema.types()) {
          if (!(0, definitions_1.isCompositeType)(type)) {
            continue;
          }
          if (!isFederationTypeExtension(type) && !isRootTypeExtension(type)) {
            continue;
          }
          const keyApplications = type.appliedDirectivesOf(this.metadata.keyDirective());
          if (keyApplications.length > 0) {
            for (const keyApplication of type.appliedDirectivesOf(this.metadata.keyDirective())) {
              (0, federation_1.collectTargetFields)({
                parentType: type,
                directive: keyApplication,
                includeInterfaceFieldsImplementations: false,
                validate: false
              }).forEach((field) => {
                if (field.parent !== type) {
                  return;
                }
                const external = this.external(field);
                if (external) {
                  this.addChange(new ExternalOnTypeExtensionRemoval(field.coordinate));
                  external.remove();
                }
              });
            }
          } else {
            const typeInOtherSubgraphs = Array.from(this.objectTypeMap.get(type.name).entries()).filter(([subgraphName, _]) => subgraphName !== this.subgraph.name);
            for (const [otherSubgraphName, v] of typeInOtherSubgraphs) {
              const [typeInOther, metadata] = v;
              (0, utils_1.assert)((0, definitions_1.isCompositeType)(typeInOther), () => `Type ${type} is of kind ${type.kind} in ${this.subgraph.name} but ${typeInOther.kind} in ${otherSubgraphName}`);
              const keysInOther = typeInOther.appliedDirectivesOf(metadata.keyDirective());
              if (keysInOther.length === 0) {
                continue;
              }
              (0, federation_1.collectTargetFields)({
                parentType: typeInOther,
                directive: keysInOther[0],
                includeInterfaceFieldsImplementations: false,
                validate: false
              }).forEach((field) => {
                if (field.parent !== typeInOther) {
                  return;
                }
                const ownField = type.field(field.name);
                if (!ownField) {
                  return;
                }
                const external = this.external(ownField);
                if (external) {
                  this.addChange(new ExternalOnTypeExtensionRemoval(ownField.coordinate));
                  external.remove();
                }
              });
            }
          }
        }
      }
      removeTypeExtensions() {
        for (const type of this.schema.types()) {
          if (!isFederationTypeExtension(type) && !isRootTypeExtension(type)) {
            continue;
          }
          this.addChange(new TypeExtensionRemoval(type.coordinate));
          type.removeExtensions();
        }
      }
      removeUnusedExternals() {
        for (const type of this.schema.types()) {
          if (!(0, definitions_1.isObjectType)(type) && !(0, definitions_1.isInterfaceType)(type)) {
            continue;
          }
          for (const field of type.fields()) {
            if (this.metadata.isFieldExternal(field) && !this.metadata.isFieldUsed(field)) {
              this.addChange(new UnusedExternalRemoval(field.coordinate));
              field.remove();
            }
          }
          if (!type.hasFields()) {
            if (type.isReferenced()) {
              this.addError(error_1.ERRORS.TYPE_WITH_ONLY_UNUSED_EXTERNAL.err(`Type ${type} contains only external fields and all those fields are all unused (they do not appear in any @key, @provides or @requires).`, { nodes: type.sourceAST }));
            } else {
              this.addChange(new TypeWithOnlyUnusedExternalRemoval(type.name));
              type.remove();
            }
          }
        }
      }
      removeDirectivesOnInterface() {
        for (const type of this.schema.interfaceTypes()) {
          for (const application of type.appliedDirectivesOf(this.metadata.keyDirective())) {
            this.addChange(new KeyOnInterfaceRemoval(type.name));
            this.interfaceKeyTypes.add(type.name);
            application.remove();
          }
          for (const field of type.fields()) {
            for (const directive of [this.metadata.providesDirective(), this.metadata.requiresDirective()]) {
              for (const application of field.appliedDirectivesOf(directive)) {
                this.addChange(new ProvidesOrRequiresOnInterfaceFieldRemoval(field.coordinate, directive.name));
                application.remove();
              }
            }
          }
        }
      }
      removeProvidesOnNonComposite() {
        for (const type of this.schema.objectTypes()) {
          for (const field of type.fields()) {
            if ((0, definitions_1.isCompositeType)((0, definitions_1.baseType)(field.type))) {
              continue;
            }
            for (const application of field.appliedDirectivesOf(this.metadata.providesDirective())) {
              this.addChange(new ProvidesOnNonCompositeRemoval(field.coordinate, field.type.toString()));
              application.remove();
            }
          }
        }
      }
      addShareable() {
        const originalMetadata = this.originalSubgraph.metadata();
        const keyDirective = this.metadata.keyDirective();
        const shareableDirective = this.metadata.shareableDirective();
        for (const type of this.schema.objectTypes()) {
          if (type.isSubscriptionRootType()) {
            continue;
          }
          if (type.hasAppliedDirective(keyDirective) || type.isRootType()) {
            for (const field of type.fields()) {
              if (originalMetadata.isFieldShareable(field)) {
                continue;
              }
              const entries = Array.from(this.objectTypeMap.get(type.name).entries());
              const typeInOtherSubgraphs = entries.filter(([subgraphName, v]) => {
                if (subgraphName === this.subgraph.name) {
                  return false;
                }
                const f = v[0].field(field.name);
                return !!f && (!v[1].isFieldExternal(f) || v[1].isFieldPartiallyExternal(f));
              });
              if (typeInOtherSubgraphs.length > 0 && !field.hasAppliedDirective(shareableDirective)) {
                field.applyDirective(shareableDirective);
                this.addChange(new ShareableFieldAddition(field.coordinate, typeInOtherSubgraphs.map(([s]) => s)));
              }
            }
          } else {
            const typeInOtherSubgraphs = Array.from(this.objectTypeMap.get(type.name).entries()).filter(([subgraphName, _]) => subgraphName !== this.subgraph.name);
            if (typeInOtherSubgraphs.length > 0 && !type.hasAppliedDirective(shareableDirective)) {
              type.applyDirective(shareableDirective);
              this.addChange(new ShareableTypeAddition(type.coordinate, typeInOtherSubgraphs.map(([s]) => s)));
            }
          }
        }
      }
      removeTagOnExternal() {
        const tagDirective = this.schema.directive("tag");
        if (!tagDirective) {
          return;
        }
        for (const application of Array.from(tagDirective.applications())) {
          const element = application.parent;
          if (!(element instanceof definitions_1.FieldDefinition)) {
            continue;
          }
          if (this.external(element)) {
            const tagIsUsedInOtherDefinition = this.allSubgraphs.map((s) => s.name === this.originalSubgraph.name ? void 0 : getField(s.schema, element.parent.name, element.name)).filter((f) => !(f && f.hasAppliedDirective("external"))).some((f) => f && f.appliedDirectivesOf("tag").some((d) => (0, values_1.valueEquals)(application.arguments(), d.arguments())));
            if (tagIsUsedInOtherDefinition) {
              this.addChange(new RemovedTagOnExternal(application.toString(), element.coordinate));
              application.remove();
            }
          }
        }
      }
    };
  }
});

// node_modules/@apollo/federation-internals/dist/graphQLJSSchemaToAST.js
var require_graphQLJSSchemaToAST = __commonJS({
  "node_modules/@apollo/federation-internals/dist/graphQLJSSchemaToAST.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.graphQLJSDirectiveToAST = exports.graphQLJSNamedTypeToAST = exports.graphQLJSSchemaToAST = void 0;
    var graphql_1 = require_graphql();
    var definitions_1 = require_definitions();
    var allOperationTypeNode = [graphql_1.OperationTypeNode.QUERY, graphql_1.OperationTypeNode.MUTATION, graphql_1.OperationTypeNode.SUBSCRIPTION];
    function graphQLJSSchemaToAST(schema) {
      const types = Object.values(schema.getTypeMap()).filter((type) => !(0, graphql_1.isIntrospectionType)(type) && !(0, graphql_1.isSpecifiedScalarType)(type));
      const directives = schema.getDirectives().filter((directive) => !(0, graphql_1.isSpecifiedDirective)(directive));
      const schemaASTs = toNodeArray(graphQLJSSchemaToSchemaDefinitionAST(schema));
      const typesASTs = types.map((type) => toNodeArray(graphQLJSNamedTypeToAST(type))).flat();
      const directivesASTs = directives.map((directive) => graphQLJSDirectiveToAST(directive));
      return {
        kind: graphql_1.Kind.DOCUMENT,
        definitions: [...schemaASTs, ...typesASTs, ...directivesASTs]
      };
    }
    exports.graphQLJSSchemaToAST = graphQLJSSchemaToAST;
    function toNodeArray({ definition, extensions }) {
      return definition ? [definition, ...extensions] : extensions;
    }
    function maybe(v) {
      return v ? v : void 0;
    }
    function graphQLJSSchemaToSchemaDefinitionAST(schema) {
      if (schema.astNode || schema.extensionASTNodes.length > 0) {
        return {
          definition: maybe(schema.astNode),
          extensions: schema.extensionASTNodes
        };
      } else {
        let definition = void 0;
        if (hasNonDefaultRootNames(schema)) {
          const operationTypes = [];
          for (const operation of allOperationTypeNode) {
            const type = schema.getRootType(operation);
            if (type) {
              operationTypes.push({
                kind: graphql_1.Kind.OPERATION_TYPE_DEFINITION,
                operation,
                type: { kind: graphql_1.Kind.NAMED_TYPE, name: { kind: graphql_1.Kind.NAME, value: type.name } }
              });
            }
          }
          definition = {
            kind: graphql_1.Kind.SCHEMA_DEFINITION,
            description: schema.description ? {
              kind: graphql_1.Kind.STRING,
              value: schema.description
            } : void 0,
            operationTypes
          };
        }
        return {
          definition,
          extensions: []
        };
      }
    }
    function hasNonDefaultRootNames(schema) {
      return allOperationTypeNode.some((t) => isNonDefaultRootName(schema.getRootType(t), t));
    }
    function isNonDefaultRootName(type, operation) {
      return !!type && type.name !== (0, definitions_1.defaultRootName)(operation);
    }
    function graphQLJSNamedTypeToAST(type) {
      if (type.astNode || type.extensionASTNodes.length > 0) {
        return {
          definition: maybe(type.astNode),
          extensions: type.extensionASTNodes
        };
      } else {
        return {
          definition: (0, graphql_1.parse)((0, graphql_1.printType)(type)).definitions[0],
          extensions: []
        };
      }
    }
    exports.graphQLJSNamedTypeToAST = graphQLJSNamedTypeToAST;
    function graphQLJSDirectiveToAST(directive) {
      if (directive.astNode) {
        return directive.astNode;
      } else {
        const fakeSchema = new graphql_1.GraphQLSchema({
          directives: [directive],
          assumeValid: true
        });
        const reparsed = (0, graphql_1.parse)((0, graphql_1.printSchema)(fakeSchema));
        return reparsed.definitions.find((def) => def.kind === graphql_1.Kind.DIRECTIVE_DEFINITION);
      }
    }
    exports.graphQLJSDirectiveToAST = graphQLJSDirectiveToAST;
  }
});

// node_modules/@apollo/federation-internals/dist/index.js
var require_dist2 = __commonJS({
  "node_modules/@apollo/federation-internals/dist/index.js"(exports) {
    "use strict";
    var __createBinding = exports && exports.__createBinding || (Object.create ? (function(o, m, k, k2) {
      if (k2 === void 0) k2 = k;
      var desc = Object.getOwnPropertyDescriptor(m, k);
      if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
        desc = { enumerable: true, get: function() {
          return m[k];
        } };
      }
      Object.defineProperty(o, k2, desc);
    }) : (function(o, m, k, k2) {
      if (k2 === void 0) k2 = k;
      o[k2] = m[k];
    }));
    var __exportStar = exports && exports.__exportStar || function(m, exports2) {
      for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports2, p)) __createBinding(exports2, m, p);
    };
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.coreFeatureDefinitionIfKnown = void 0;
    __exportStar(require_definitions(), exports);
    __exportStar(require_buildSchema(), exports);
    __exportStar(require_print(), exports);
    __exportStar(require_values(), exports);
    __exportStar(require_federation(), exports);
    __exportStar(require_types(), exports);
    __exportStar(require_operations(), exports);
    __exportStar(require_utils(), exports);
    __exportStar(require_debug(), exports);
    __exportStar(require_coreSpec(), exports);
    __exportStar(require_joinSpec(), exports);
    __exportStar(require_tagSpec(), exports);
    __exportStar(require_inaccessibleSpec(), exports);
    __exportStar(require_federationSpec(), exports);
    __exportStar(require_contextSpec(), exports);
    __exportStar(require_supergraphs(), exports);
    __exportStar(require_error(), exports);
    __exportStar(require_schemaUpgrader(), exports);
    __exportStar(require_suggestions(), exports);
    __exportStar(require_graphQLJSSchemaToAST(), exports);
    __exportStar(require_directiveAndTypeSpecification(), exports);
    var knownCoreFeatures_1 = require_knownCoreFeatures();
    Object.defineProperty(exports, "coreFeatureDefinitionIfKnown", { enumerable: true, get: function() {
      return knownCoreFeatures_1.coreFeatureDefinitionIfKnown;
    } });
    __exportStar(require_argumentCompositionStrategies(), exports);
    __exportStar(require_authenticatedSpec(), exports);
    __exportStar(require_requiresScopesSpec(), exports);
    __exportStar(require_policySpec(), exports);
    __exportStar(require_connectSpec(), exports);
    __exportStar(require_costSpec(), exports);
    __exportStar(require_cacheTagSpec(), exports);
  }
});

// node_modules/loglevel/lib/loglevel.js
var require_loglevel = __commonJS({
  "node_modules/loglevel/lib/loglevel.js"(exports, module) {
    (function(root, definition) {
      "use strict";
      if (typeof define === "function" && define.amd) {
        define(definition);
      } else if (typeof module === "object" && module.exports) {
        module.exports = definition();
      } else {
        root.log = definition();
      }
    })(exports, function() {
      "use strict";
      var noop = function() {
      };
      var undefinedType = "undefined";
      var isIE = typeof window !== undefinedType && typeof window.navigator !== undefinedType && /Trident\/|MSIE /.test(window.navigator.userAgent);
      var logMethods = [
        "trace",
        "debug",
        "info",
        "warn",
        "error"
      ];
      var _loggersByName = {};
      var defaultLogger = null;
      function bindMethod(obj, methodName) {
        var method = obj[methodName];
        if (typeof method.bind === "function") {
          return method.bind(obj);
        } else {
          try {
            return Function.prototype.bind.call(method, obj);
          } catch (e) {
            return function() {
              return Function.prototype.apply.apply(method, [obj, arguments]);
            };
          }
        }
      }
      function traceForIE() {
        if (console.log) {
          if (console.log.apply) {
            console.log.apply(console, arguments);
          } else {
            Function.prototype.apply.apply(console.log, [console, arguments]);
          }
        }
        if (console.trace) console.trace();
      }
      function realMethod(methodName) {
        if (methodName === "debug") {
          methodName = "log";
        }
        if (typeof console === undefinedType) {
          return false;
        } else if (methodName === "trace" && isIE) {
          return traceForIE;
        } else if (console[methodName] !== void 0) {
          return bindMethod(console, methodName);
        } else if (console.log !== void 0) {
          return bindMethod(console, "log");
        } else {
          return noop;
        }
      }
      function replaceLoggingMethods() {
        var level = this.getLevel();
        for (var i = 0; i < logMethods.length; i++) {
          var methodName = logMethods[i];
          this[methodName] = i < level ? noop : this.methodFactory(methodName, level, this.name);
        }
        this.log = this.debug;
        if (typeof console === undefinedType && level < this.levels.SILENT) {
          return "No console available for logging";
        }
      }
      function enableLoggingWhenConsoleArrives(methodName) {
        return function() {
          if (typeof console !== undefinedType) {
            replaceLoggingMethods.call(this);
            this[methodName].apply(this, arguments);
          }
        };
      }
      function defaultMethodFactory(methodName, _level, _loggerName) {
        return realMethod(methodName) || enableLoggingWhenConsoleArrives.apply(this, arguments);
      }
      function Logger(name, factory) {
        var self = this;
        var inheritedLevel;
        var defaultLevel;
        var userLevel;
        var storageKey = "loglevel";
        if (typeof name === "string") {
          storageKey += ":" + name;
        } else if (typeof name === "symbol") {
          storageKey = void 0;
        }
        function persistLevelIfPossible(levelNum) {
          var levelName = (logMethods[levelNum] || "silent").toUpperCase();
          if (typeof window === undefinedType || !storageKey) return;
          try {
            window.localStorage[storageKey] = levelName;
            return;
          } catch (ignore) {
          }
          try {
            window.document.cookie = encodeURIComponent(storageKey) + "=" + levelName + ";";
          } catch (ignore) {
          }
        }
        function getPersistedLevel() {
          var storedLevel;
          if (typeof window === undefinedType || !storageKey) return;
          try {
            storedLevel = window.localStorage[storageKey];
          } catch (ignore) {
          }
          if (typeof storedLevel === undefinedType) {
            try {
              var cookie = window.document.cookie;
              var cookieName = encodeURIComponent(storageKey);
              var location = cookie.indexOf(cookieName + "=");
              if (location !== -1) {
                storedLevel = /^([^;]+)/.exec(
                  cookie.slice(location + cookieName.length + 1)
                )[1];
              }
            } catch (ignore) {
            }
          }
          if (self.levels[storedLevel] === void 0) {
            storedLevel = void 0;
          }
          return storedLevel;
        }
        function clearPersistedLevel() {
          if (typeof window === undefinedType || !storageKey) return;
          try {
            window.localStorage.removeItem(storageKey);
          } catch (ignore) {
          }
          try {
            window.document.cookie = encodeURIComponent(storageKey) + "=; expires=Thu, 01 Jan 1970 00:00:00 UTC";
          } catch (ignore) {
          }
        }
        function normalizeLevel(input) {
          var level = input;
          if (typeof level === "string" && self.levels[level.toUpperCase()] !== void 0) {
            level = self.levels[level.toUpperCase()];
          }
          if (typeof level === "number" && level >= 0 && level <= self.levels.SILENT) {
            return level;
          } else {
            throw new TypeError("log.setLevel() called with invalid level: " + input);
          }
        }
        self.name = name;
        self.levels = {
          "TRACE": 0,
          "DEBUG": 1,
          "INFO": 2,
          "WARN": 3,
          "ERROR": 4,
          "SILENT": 5
        };
        self.methodFactory = factory || defaultMethodFactory;
        self.getLevel = function() {
          if (userLevel != null) {
            return userLevel;
          } else if (defaultLevel != null) {
            return defaultLevel;
          } else {
            return inheritedLevel;
          }
        };
        self.setLevel = function(level, persist) {
          userLevel = normalizeLevel(level);
          if (persist !== false) {
            persistLevelIfPossible(userLevel);
          }
          return replaceLoggingMethods.call(self);
        };
        self.setDefaultLevel = function(level) {
          defaultLevel = normalizeLevel(level);
          if (!getPersistedLevel()) {
            self.setLevel(level, false);
          }
        };
        self.resetLevel = function() {
          userLevel = null;
          clearPersistedLevel();
          replaceLoggingMethods.call(self);
        };
        self.enableAll = function(persist) {
          self.setLevel(self.levels.TRACE, persist);
        };
        self.disableAll = function(persist) {
          self.setLevel(self.levels.SILENT, persist);
        };
        self.rebuild = function() {
          if (defaultLogger !== self) {
            inheritedLevel = normalizeLevel(defaultLogger.getLevel());
          }
          replaceLoggingMethods.call(self);
          if (defaultLogger === self) {
            for (var childName in _loggersByName) {
              _loggersByName[childName].rebuild();
            }
          }
        };
        inheritedLevel = normalizeLevel(
          defaultLogger ? defaultLogger.getLevel() : "WARN"
        );
        var initialLevel = getPersistedLevel();
        if (initialLevel != null) {
          userLevel = normalizeLevel(initialLevel);
        }
        replaceLoggingMethods.call(self);
      }
      defaultLogger = new Logger();
      defaultLogger.getLogger = function getLogger(name) {
        if (typeof name !== "symbol" && typeof name !== "string" || name === "") {
          throw new TypeError("You must supply a name when creating a logger.");
        }
        var logger = _loggersByName[name];
        if (!logger) {
          logger = _loggersByName[name] = new Logger(
            name,
            defaultLogger.methodFactory
          );
        }
        return logger;
      };
      var _log = typeof window !== undefinedType ? window.log : void 0;
      defaultLogger.noConflict = function() {
        if (typeof window !== undefinedType && window.log === defaultLogger) {
          window.log = _log;
        }
        return defaultLogger;
      };
      defaultLogger.getLoggers = function getLoggers() {
        return _loggersByName;
      };
      defaultLogger["default"] = defaultLogger;
      return defaultLogger;
    });
  }
});

// node_modules/negotiator/node_modules/content-type/dist/index.js
var require_dist3 = __commonJS({
  "node_modules/negotiator/node_modules/content-type/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.format = format;
    exports.parse = parse;
    var TEXT_REGEXP = /^[\u0009\u0020-\u007e\u0080-\u00ff]*$/;
    var TOKEN_REGEXP = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
    var QUOTE_REGEXP = /[\\"]/g;
    var TYPE_REGEXP = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
    var NullObject = /* @__PURE__ */ (() => {
      const C = function() {
      };
      C.prototype = /* @__PURE__ */ Object.create(null);
      return C;
    })();
    function format(obj) {
      const { type, parameters } = obj;
      if (!type || !TYPE_REGEXP.test(type)) {
        throw new TypeError(`Invalid type: ${type}`);
      }
      let result = type;
      if (parameters) {
        for (const param of Object.keys(parameters)) {
          if (!TOKEN_REGEXP.test(param)) {
            throw new TypeError(`Invalid parameter name: ${param}`);
          }
          result += `; ${param}=${qstring(parameters[param])}`;
        }
      }
      return result;
    }
    function parse(header, options) {
      const stopChar = options?.comma === true ? COMMA : 65536;
      const len = header.length;
      let index = skipOWS(header, options?.start ?? 0, len);
      const valueStart = index;
      index = skipValue(header, index, len, stopChar);
      const valueEnd = trailingOWS(header, valueStart, index);
      const type = header.slice(valueStart, valueEnd).toLowerCase();
      if (options?.parameters === false) {
        return { type, index, parameters: new NullObject() };
      }
      return parseParameters(header, type, index, len, stopChar);
    }
    var SP = 32;
    var HTAB = 9;
    var SEMI = 59;
    var EQ = 61;
    var DQUOTE = 34;
    var BSLASH = 92;
    var COMMA = 44;
    function parseParameters(header, type, index, len, stopChar) {
      const parameters = new NullObject();
      parameter: while (index < len) {
        if (header.charCodeAt(index) === stopChar)
          break;
        index = skipOWS(header, index + 1, len);
        const keyStart = index;
        while (index < len) {
          const code = header.charCodeAt(index);
          if (code === stopChar)
            break parameter;
          if (code === SEMI)
            continue parameter;
          if (code === EQ) {
            const keyEnd = trailingOWS(header, keyStart, index);
            const key = header.slice(keyStart, keyEnd).toLowerCase();
            index = skipOWS(header, index + 1, len);
            if (index < len && header.charCodeAt(index) === DQUOTE) {
              index++;
              let value = "";
              while (index < len) {
                const code2 = header.charCodeAt(index++);
                if (code2 === DQUOTE) {
                  index = skipValue(header, index, len, stopChar);
                  if (parameters[key] === void 0)
                    parameters[key] = value;
                  break;
                }
                if (code2 === BSLASH && index < len) {
                  value += header[index++];
                  continue;
                }
                value += String.fromCharCode(code2);
              }
              continue parameter;
            }
            const valueStart = index;
            index = skipValue(header, index, len, stopChar);
            if (parameters[key] === void 0) {
              const valueEnd = trailingOWS(header, valueStart, index);
              parameters[key] = header.slice(valueStart, valueEnd);
            }
            continue parameter;
          }
          index++;
        }
      }
      return { type, index, parameters };
    }
    function skipValue(str, index, len, stopChar) {
      while (index < len) {
        const code = str.charCodeAt(index);
        if (code === SEMI || code === stopChar)
          break;
        index++;
      }
      return index;
    }
    function skipOWS(header, index, len) {
      while (index < len) {
        const char = header.charCodeAt(index);
        if (char !== SP && char !== HTAB)
          break;
        index++;
      }
      return index;
    }
    function trailingOWS(header, start, end) {
      while (end > start) {
        const char = header.charCodeAt(end - 1);
        if (char !== SP && char !== HTAB)
          break;
        end--;
      }
      return end;
    }
    function qstring(str) {
      if (TOKEN_REGEXP.test(str))
        return str;
      if (TEXT_REGEXP.test(str))
        return `"${str.replace(QUOTE_REGEXP, "\\$&")}"`;
      throw new TypeError(`Invalid parameter value: ${str}`);
    }
  }
});

// node_modules/negotiator/lib/accept.js
var require_accept = __commonJS({
  "node_modules/negotiator/lib/accept.js"(exports, module) {
    "use strict";
    var contentType = require_dist3();
    module.exports = parseAccept;
    function parseAccept(header) {
      var values = [];
      var index = 0;
      while (index < header.length) {
        var start = skipOptionalWhitespace(header, index);
        var parsed = contentType.parse(header, { comma: true, start });
        parsed.type = header.slice(start, start + parsed.type.length);
        values.push(parsed);
        index = parsed.index + 1;
      }
      return values;
    }
    function skipOptionalWhitespace(header, index) {
      var cursor = index;
      while (header.charCodeAt(cursor) === 32 || header.charCodeAt(cursor) === 9) {
        cursor++;
      }
      return cursor;
    }
  }
});

// node_modules/negotiator/lib/charset.js
var require_charset = __commonJS({
  "node_modules/negotiator/lib/charset.js"(exports, module) {
    "use strict";
    var parseAccept = require_accept();
    module.exports = preferredCharsets;
    module.exports.preferredCharsets = preferredCharsets;
    function parseAcceptCharset(accept) {
      var accepts = parseAccept(accept);
      for (var i = 0, j = 0; i < accepts.length; i++) {
        var charset = formatCharset(accepts[i], i);
        if (charset) accepts[j++] = charset;
      }
      accepts.length = j;
      return accepts;
    }
    function formatCharset(parsed, i) {
      if (!parsed.type) return null;
      return {
        charset: parsed.type,
        q: parsed.parameters.q ? parseFloat(parsed.parameters.q) : 1,
        i
      };
    }
    function getCharsetPriority(charset, accepted, index) {
      var priority = { o: -1, q: 0, s: 0 };
      for (var i = 0; i < accepted.length; i++) {
        var spec = specify(charset, accepted[i], index);
        if (spec && (priority.s - spec.s || priority.q - spec.q || priority.o - spec.o) < 0) {
          priority = spec;
        }
      }
      return priority;
    }
    function specify(charset, spec, index) {
      var s = 0;
      if (spec.charset.toLowerCase() === charset.toLowerCase()) {
        s |= 1;
      } else if (spec.charset !== "*") {
        return null;
      }
      return {
        i: index,
        o: spec.i,
        q: spec.q,
        s
      };
    }
    function preferredCharsets(accept, provided) {
      var accepts = parseAcceptCharset(accept === void 0 ? "*" : accept || "");
      if (!provided) {
        return accepts.filter(isQuality).sort(compareSpecs).map(getFullCharset);
      }
      var priorities = provided.map(function getPriority(type, index) {
        return getCharsetPriority(type, accepts, index);
      });
      return priorities.filter(isQuality).sort(compareSpecs).map(function getCharset(priority) {
        return provided[priorities.indexOf(priority)];
      });
    }
    function compareSpecs(a, b) {
      return b.q - a.q || b.s - a.s || a.o - b.o || a.i - b.i || 0;
    }
    function getFullCharset(spec) {
      return spec.charset;
    }
    function isQuality(spec) {
      return spec.q > 0;
    }
  }
});

// node_modules/negotiator/lib/encoding.js
var require_encoding = __commonJS({
  "node_modules/negotiator/lib/encoding.js"(exports, module) {
    "use strict";
    var parseAccept = require_accept();
    module.exports = preferredEncodings;
    module.exports.preferredEncodings = preferredEncodings;
    function parseAcceptEncoding(accept) {
      var accepts = parseAccept(accept);
      var hasIdentity = false;
      var minQuality = 1;
      for (var i = 0, j = 0; i < accepts.length; i++) {
        var encoding = formatEncoding(accepts[i], i);
        if (encoding) {
          accepts[j++] = encoding;
          hasIdentity = hasIdentity || specify("identity", encoding);
          minQuality = Math.min(minQuality, encoding.q || 1);
        }
      }
      if (!hasIdentity) {
        accepts[j++] = {
          encoding: "identity",
          q: minQuality,
          i
        };
      }
      accepts.length = j;
      return accepts;
    }
    function formatEncoding(parsed, i) {
      if (!parsed.type) return null;
      return {
        encoding: parsed.type,
        q: parsed.parameters.q ? parseFloat(parsed.parameters.q) : 1,
        i
      };
    }
    function getEncodingPriority(encoding, accepted, index) {
      var priority = { encoding, o: -1, q: 0, s: 0 };
      for (var i = 0; i < accepted.length; i++) {
        var spec = specify(encoding, accepted[i], index);
        if (spec && (priority.s - spec.s || priority.q - spec.q || priority.o - spec.o) < 0) {
          priority = spec;
        }
      }
      return priority;
    }
    function specify(encoding, spec, index) {
      var s = 0;
      if (spec.encoding.toLowerCase() === encoding.toLowerCase()) {
        s |= 1;
      } else if (spec.encoding !== "*") {
        return null;
      }
      return {
        encoding,
        i: index,
        o: spec.i,
        q: spec.q,
        s
      };
    }
    function preferredEncodings(accept, provided, preferred) {
      var accepts = parseAcceptEncoding(accept || "");
      var comparator = preferred ? function comparator2(a, b) {
        if (a.q !== b.q) {
          return b.q - a.q;
        }
        var aPreferred = preferred.indexOf(a.encoding);
        var bPreferred = preferred.indexOf(b.encoding);
        if (aPreferred === -1 && bPreferred === -1) {
          return b.s - a.s || a.o - b.o || a.i - b.i;
        }
        if (aPreferred !== -1 && bPreferred !== -1) {
          return aPreferred - bPreferred;
        }
        return aPreferred === -1 ? 1 : -1;
      } : compareSpecs;
      if (!provided) {
        return accepts.filter(isQuality).sort(comparator).map(getFullEncoding);
      }
      var priorities = provided.map(function getPriority(type, index) {
        return getEncodingPriority(type, accepts, index);
      });
      return priorities.filter(isQuality).sort(comparator).map(function getEncoding(priority) {
        return provided[priorities.indexOf(priority)];
      });
    }
    function compareSpecs(a, b) {
      return b.q - a.q || b.s - a.s || a.o - b.o || a.i - b.i;
    }
    function getFullEncoding(spec) {
      return spec.encoding;
    }
    function isQuality(spec) {
      return spec.q > 0;
    }
  }
});

// node_modules/negotiator/lib/language.js
var require_language = __commonJS({
  "node_modules/negotiator/lib/language.js"(exports, module) {
    "use strict";
    var contentType = require_dist3();
    var parseAccept = require_accept();
    module.exports = preferredLanguages;
    module.exports.preferredLanguages = preferredLanguages;
    function parseAcceptLanguage(accept) {
      var accepts = parseAccept(accept);
      for (var i = 0, j = 0; i < accepts.length; i++) {
        var language = formatLanguage(accepts[i], i);
        if (language) accepts[j++] = language;
      }
      accepts.length = j;
      return accepts;
    }
    function formatLanguage(parsed, i) {
      if (!parsed.type) return null;
      var hyphen = parsed.type.indexOf("-");
      var prefix = hyphen === -1 ? parsed.type : parsed.type.slice(0, hyphen);
      var suffix = hyphen === -1 ? void 0 : parsed.type.slice(hyphen + 1);
      return {
        prefix,
        suffix,
        q: parsed.parameters.q ? parseFloat(parsed.parameters.q) : 1,
        i,
        full: parsed.type
      };
    }
    function getLanguagePriority(language, accepted, index) {
      var priority = { o: -1, q: 0, s: 0 };
      for (var i = 0; i < accepted.length; i++) {
        var spec = specify(language, accepted[i], index);
        if (spec && (priority.s - spec.s || priority.q - spec.q || priority.o - spec.o) < 0) {
          priority = spec;
        }
      }
      return priority;
    }
    function specify(language, spec, index) {
      var p = formatLanguage(contentType.parse(language), 0);
      if (!p) return null;
      var s = 0;
      if (spec.full.toLowerCase() === p.full.toLowerCase()) {
        s |= 4;
      } else if (spec.prefix.toLowerCase() === p.full.toLowerCase()) {
        s |= 2;
      } else if (spec.full.toLowerCase() === p.prefix.toLowerCase()) {
        s |= 1;
      } else if (spec.full !== "*") {
        return null;
      }
      return {
        i: index,
        o: spec.i,
        q: spec.q,
        s
      };
    }
    function preferredLanguages(accept, provided) {
      var accepts = parseAcceptLanguage(accept === void 0 ? "*" : accept || "");
      if (!provided) {
        return accepts.filter(isQuality).sort(compareSpecs).map(getFullLanguage);
      }
      var priorities = provided.map(function getPriority(type, index) {
        return getLanguagePriority(type, accepts, index);
      });
      return priorities.filter(isQuality).sort(compareSpecs).map(function getLanguage(priority) {
        return provided[priorities.indexOf(priority)];
      });
    }
    function compareSpecs(a, b) {
      return b.q - a.q || b.s - a.s || a.o - b.o || a.i - b.i || 0;
    }
    function getFullLanguage(spec) {
      return spec.full;
    }
    function isQuality(spec) {
      return spec.q > 0;
    }
  }
});

// node_modules/negotiator/lib/mediaType.js
var require_mediaType = __commonJS({
  "node_modules/negotiator/lib/mediaType.js"(exports, module) {
    "use strict";
    var contentType = require_dist3();
    var parseAcceptHeader = require_accept();
    module.exports = preferredMediaTypes;
    module.exports.preferredMediaTypes = preferredMediaTypes;
    function parseAccept(accept) {
      var accepts = parseAcceptHeader(accept);
      for (var i = 0, j = 0; i < accepts.length; i++) {
        var mediaType = formatMediaType(accepts[i], i);
        if (mediaType) accepts[j++] = mediaType;
      }
      accepts.length = j;
      return accepts;
    }
    function formatMediaType(parsed, i) {
      var slash = parsed.type.indexOf("/");
      if (slash === -1) return null;
      var q = parsed.parameters.q ? parseFloat(parsed.parameters.q) : 1;
      delete parsed.parameters.q;
      return {
        type: parsed.type.slice(0, slash),
        subtype: parsed.type.slice(slash + 1),
        params: parsed.parameters,
        q,
        i
      };
    }
    function getMediaTypePriority(type, accepted, index) {
      var priority = { o: -1, q: 0, s: 0 };
      for (var i = 0; i < accepted.length; i++) {
        var spec = specify(type, accepted[i], index);
        if (spec && (priority.s - spec.s || priority.q - spec.q || priority.o - spec.o) < 0) {
          priority = spec;
        }
      }
      return priority;
    }
    function specify(type, spec, index) {
      var p = formatMediaType(contentType.parse(type), 0);
      var s = 0;
      if (!p) {
        return null;
      }
      if (spec.type.toLowerCase() == p.type.toLowerCase()) {
        s |= 4;
      } else if (spec.type != "*") {
        return null;
      }
      if (spec.subtype.toLowerCase() == p.subtype.toLowerCase()) {
        s |= 2;
      } else if (spec.subtype != "*") {
        return null;
      }
      var keys = Object.keys(spec.params);
      if (keys.length > 0) {
        if (keys.every(function(k) {
          return spec.params[k] == "*" || (spec.params[k] || "").toLowerCase() == (p.params[k] || "").toLowerCase();
        })) {
          s |= 1;
        } else {
          return null;
        }
      }
      return {
        i: index,
        o: spec.i,
        q: spec.q,
        s
      };
    }
    function preferredMediaTypes(accept, provided) {
      var accepts = parseAccept(accept === void 0 ? "*/*" : accept || "");
      if (!provided) {
        return accepts.filter(isQuality).sort(compareSpecs).map(getFullType);
      }
      var priorities = provided.map(function getPriority(type, index) {
        return getMediaTypePriority(type, accepts, index);
      });
      return priorities.filter(isQuality).sort(compareSpecs).map(function getType(priority) {
        return provided[priorities.indexOf(priority)];
      });
    }
    function compareSpecs(a, b) {
      return b.q - a.q || b.s - a.s || a.o - b.o || a.i - b.i || 0;
    }
    function getFullType(spec) {
      return spec.type + "/" + spec.subtype;
    }
    function isQuality(spec) {
      return spec.q > 0;
    }
  }
});

// node_modules/negotiator/index.js
var require_negotiator = __commonJS({
  "node_modules/negotiator/index.js"(exports, module) {
    "use strict";
    var preferredCharsets = require_charset();
    var preferredEncodings = require_encoding();
    var preferredLanguages = require_language();
    var preferredMediaTypes = require_mediaType();
    module.exports = Negotiator;
    module.exports.Negotiator = Negotiator;
    function Negotiator(request) {
      if (!(this instanceof Negotiator)) {
        return new Negotiator(request);
      }
      this.request = request;
    }
    Negotiator.prototype.charset = function charset(available) {
      var set = this.charsets(available);
      return set && set[0];
    };
    Negotiator.prototype.charsets = function charsets(available) {
      return preferredCharsets(this.request.headers["accept-charset"], available);
    };
    Negotiator.prototype.encoding = function encoding(available, opts) {
      var set = this.encodings(available, opts);
      return set && set[0];
    };
    Negotiator.prototype.encodings = function encodings(available, options) {
      var opts = options || {};
      return preferredEncodings(this.request.headers["accept-encoding"], available, opts.preferred);
    };
    Negotiator.prototype.language = function language(available) {
      var set = this.languages(available);
      return set && set[0];
    };
    Negotiator.prototype.languages = function languages(available) {
      return preferredLanguages(this.request.headers["accept-language"], available);
    };
    Negotiator.prototype.mediaType = function mediaType(available) {
      var set = this.mediaTypes(available);
      return set && set[0];
    };
    Negotiator.prototype.mediaTypes = function mediaTypes(available) {
      return preferredMediaTypes(this.request.headers.accept, available);
    };
    Negotiator.prototype.preferredCharset = Negotiator.prototype.charset;
    Negotiator.prototype.preferredCharsets = Negotiator.prototype.charsets;
    Negotiator.prototype.preferredEncoding = Negotiator.prototype.encoding;
    Negotiator.prototype.preferredEncodings = Negotiator.prototype.encodings;
    Negotiator.prototype.preferredLanguage = Negotiator.prototype.language;
    Negotiator.prototype.preferredLanguages = Negotiator.prototype.languages;
    Negotiator.prototype.preferredMediaType = Negotiator.prototype.mediaType;
    Negotiator.prototype.preferredMediaTypes = Negotiator.prototype.mediaTypes;
  }
});

export {
  require_loglevel,
  require_negotiator,
  require_dist,
  require_dist2
};
/*! Bundled license information:

content-type/dist/index.js:
  (*!
   * content-type
   * Copyright(c) 2015 Douglas Christopher Wilson
   * MIT Licensed
   *)

negotiator/lib/accept.js:
  (*!
   * negotiator
   * Copyright(c) 2026 Blake Embrey
   * MIT Licensed
   *)

negotiator/index.js:
  (*!
   * negotiator
   * Copyright(c) 2012 Federico Romero
   * Copyright(c) 2012-2014 Isaac Z. Schlueter
   * Copyright(c) 2015 Douglas Christopher Wilson
   * MIT Licensed
   *)
*/
//# sourceMappingURL=chunk-6YWQCW7G.mjs.map
