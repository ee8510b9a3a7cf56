import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  require_lib,
  require_protobuf
} from "./chunk-4OPYB2PJ.mjs";
import {
  I
} from "./chunk-CJEN54ZM.mjs";
import {
  computeCoreSchemaHash
} from "./chunk-QQ5ZNJGC.mjs";
import {
  Report,
  ReportHeader,
  Trace,
  TraceTreeBuilder,
  dateToProtoTimestamp
} from "./chunk-JNJLU6R4.mjs";
import "./chunk-HFMXAF6L.mjs";
import "./chunk-FPG4M3TM.mjs";
import {
  schemaIsSubgraph
} from "./chunk-QZ4BKD5M.mjs";
import {
  require_graphql
} from "./chunk-L2BSKKEH.mjs";
import {
  packageVersion
} from "./chunk-HZXHJTLA.mjs";
import "./chunk-K2AUZARY.mjs";
import {
  internalPlugin
} from "./chunk-YMYH6IE5.mjs";
import {
  __commonJS,
  __toESM
} from "./chunk-TTH6ZA7C.mjs";

// node_modules/@apollo/utils.usagereporting/dist/calculateReferencedFieldsByType.js
var require_calculateReferencedFieldsByType = __commonJS({
  "node_modules/@apollo/utils.usagereporting/dist/calculateReferencedFieldsByType.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.calculateReferencedFieldsByType = void 0;
    var graphql_1 = require_graphql();
    var usage_reporting_protobuf_1 = require_protobuf();
    function calculateReferencedFieldsByType2({ document, schema, resolvedOperationName }) {
      const documentSeparatedByOperation = (0, graphql_1.separateOperations)(document);
      const filteredDocument = documentSeparatedByOperation[resolvedOperationName !== null && resolvedOperationName !== void 0 ? resolvedOperationName : ""];
      if (!filteredDocument) {
        throw Error(`shouldn't happen: operation '${resolvedOperationName !== null && resolvedOperationName !== void 0 ? resolvedOperationName : ""}' not found`);
      }
      const typeInfo = new graphql_1.TypeInfo(schema);
      const interfaces = /* @__PURE__ */ new Set();
      const referencedFieldSetByType = /* @__PURE__ */ Object.create(null);
      (0, graphql_1.visit)(filteredDocument, (0, graphql_1.visitWithTypeInfo)(typeInfo, {
        Field(field) {
          const fieldName = field.name.value;
          const parentType = typeInfo.getParentType();
          if (!parentType) {
            throw Error(`shouldn't happen: missing parent type for field ${fieldName}`);
          }
          const parentTypeName = parentType.name;
          if (!referencedFieldSetByType[parentTypeName]) {
            referencedFieldSetByType[parentTypeName] = /* @__PURE__ */ new Set();
            if ((0, graphql_1.isInterfaceType)(parentType)) {
              interfaces.add(parentTypeName);
            }
          }
          referencedFieldSetByType[parentTypeName].add(fieldName);
        }
      }));
      const referencedFieldsByType = /* @__PURE__ */ Object.create(null);
      for (const [typeName, fieldNames] of Object.entries(referencedFieldSetByType)) {
        referencedFieldsByType[typeName] = new usage_reporting_protobuf_1.ReferencedFieldsForType({
          fieldNames: [...fieldNames],
          isInterface: interfaces.has(typeName)
        });
      }
      return referencedFieldsByType;
    }
    exports.calculateReferencedFieldsByType = calculateReferencedFieldsByType2;
  }
});

// node_modules/@apollo/utils.dropunuseddefinitions/dist/index.js
var require_dist = __commonJS({
  "node_modules/@apollo/utils.dropunuseddefinitions/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.dropUnusedDefinitions = void 0;
    var graphql_1 = require_graphql();
    function dropUnusedDefinitions(ast, operationName) {
      const separated = (0, graphql_1.separateOperations)(ast)[operationName];
      if (!separated) {
        return ast;
      }
      return separated;
    }
    exports.dropUnusedDefinitions = dropUnusedDefinitions;
  }
});

// node_modules/@apollo/utils.stripsensitiveliterals/dist/index.js
var require_dist2 = __commonJS({
  "node_modules/@apollo/utils.stripsensitiveliterals/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.stripSensitiveLiterals = void 0;
    var graphql_1 = require_graphql();
    function stripSensitiveLiterals(ast, options = {
      hideListAndObjectLiterals: false
    }) {
      const listAndObjectVisitorIfEnabled = options.hideListAndObjectLiterals ? {
        ListValue(node) {
          return { ...node, values: [] };
        },
        ObjectValue(node) {
          return { ...node, fields: [] };
        }
      } : {};
      return (0, graphql_1.visit)(ast, {
        IntValue(node) {
          return { ...node, value: "0" };
        },
        FloatValue(node) {
          return { ...node, value: "0" };
        },
        StringValue(node) {
          return { ...node, value: "", block: false };
        },
        ...listAndObjectVisitorIfEnabled
      });
    }
    exports.stripSensitiveLiterals = stripSensitiveLiterals;
  }
});

// node_modules/@apollo/utils.printwithreducedwhitespace/dist/index.js
var require_dist3 = __commonJS({
  "node_modules/@apollo/utils.printwithreducedwhitespace/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.printWithReducedWhitespace = void 0;
    var graphql_1 = require_graphql();
    function printWithReducedWhitespace(ast) {
      const sanitizedAST = (0, graphql_1.visit)(ast, {
        StringValue(node) {
          return {
            ...node,
            value: Buffer.from(node.value, "utf8").toString("hex"),
            block: false
          };
        }
      });
      const withWhitespace = (0, graphql_1.print)(sanitizedAST);
      const minimizedButStillHex = withWhitespace.replace(/\s+/g, " ").replace(/([^_a-zA-Z0-9]) /g, (_, c) => c).replace(/ ([^_a-zA-Z0-9])/g, (_, c) => c);
      return minimizedButStillHex.replace(/"([a-f0-9]+)"/g, (_, hex) => JSON.stringify(Buffer.from(hex, "hex").toString("utf8")));
    }
    exports.printWithReducedWhitespace = printWithReducedWhitespace;
  }
});

// node_modules/@apollo/utils.removealiases/dist/index.js
var require_dist4 = __commonJS({
  "node_modules/@apollo/utils.removealiases/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.removeAliases = void 0;
    var graphql_1 = require_graphql();
    function removeAliases(ast) {
      return (0, graphql_1.visit)(ast, {
        Field(node) {
          const { alias, ...rest } = node;
          return rest;
        }
      });
    }
    exports.removeAliases = removeAliases;
  }
});

// node_modules/lodash.sortby/index.js
var require_lodash = __commonJS({
  "node_modules/lodash.sortby/index.js"(exports, module) {
    var LARGE_ARRAY_SIZE = 200;
    var FUNC_ERROR_TEXT = "Expected a function";
    var HASH_UNDEFINED = "__lodash_hash_undefined__";
    var UNORDERED_COMPARE_FLAG = 1;
    var PARTIAL_COMPARE_FLAG = 2;
    var INFINITY = 1 / 0;
    var MAX_SAFE_INTEGER = 9007199254740991;
    var argsTag = "[object Arguments]";
    var arrayTag = "[object Array]";
    var boolTag = "[object Boolean]";
    var dateTag = "[object Date]";
    var errorTag = "[object Error]";
    var funcTag = "[object Function]";
    var genTag = "[object GeneratorFunction]";
    var mapTag = "[object Map]";
    var numberTag = "[object Number]";
    var objectTag = "[object Object]";
    var promiseTag = "[object Promise]";
    var regexpTag = "[object RegExp]";
    var setTag = "[object Set]";
    var stringTag = "[object String]";
    var symbolTag = "[object Symbol]";
    var weakMapTag = "[object WeakMap]";
    var arrayBufferTag = "[object ArrayBuffer]";
    var dataViewTag = "[object DataView]";
    var float32Tag = "[object Float32Array]";
    var float64Tag = "[object Float64Array]";
    var int8Tag = "[object Int8Array]";
    var int16Tag = "[object Int16Array]";
    var int32Tag = "[object Int32Array]";
    var uint8Tag = "[object Uint8Array]";
    var uint8ClampedTag = "[object Uint8ClampedArray]";
    var uint16Tag = "[object Uint16Array]";
    var uint32Tag = "[object Uint32Array]";
    var reIsDeepProp = /\.|\[(?:[^[\]]*|(["'])(?:(?!\1)[^\\]|\\.)*?\1)\]/;
    var reIsPlainProp = /^\w*$/;
    var reLeadingDot = /^\./;
    var rePropName = /[^.[\]]+|\[(?:(-?\d+(?:\.\d+)?)|(["'])((?:(?!\2)[^\\]|\\.)*?)\2)\]|(?=(?:\.|\[\])(?:\.|\[\]|$))/g;
    var reRegExpChar = /[\\^$.*+?()[\]{}|]/g;
    var reEscapeChar = /\\(\\)?/g;
    var reIsHostCtor = /^\[object .+?Constructor\]$/;
    var reIsUint = /^(?:0|[1-9]\d*)$/;
    var typedArrayTags = {};
    typedArrayTags[float32Tag] = typedArrayTags[float64Tag] = typedArrayTags[int8Tag] = typedArrayTags[int16Tag] = typedArrayTags[int32Tag] = typedArrayTags[uint8Tag] = typedArrayTags[uint8ClampedTag] = typedArrayTags[uint16Tag] = typedArrayTags[uint32Tag] = true;
    typedArrayTags[argsTag] = typedArrayTags[arrayTag] = typedArrayTags[arrayBufferTag] = typedArrayTags[boolTag] = typedArrayTags[dataViewTag] = typedArrayTags[dateTag] = typedArrayTags[errorTag] = typedArrayTags[funcTag] = typedArrayTags[mapTag] = typedArrayTags[numberTag] = typedArrayTags[objectTag] = typedArrayTags[regexpTag] = typedArrayTags[setTag] = typedArrayTags[stringTag] = typedArrayTags[weakMapTag] = false;
    var freeGlobal = typeof global == "object" && global && global.Object === Object && global;
    var freeSelf = typeof self == "object" && self && self.Object === Object && self;
    var root = freeGlobal || freeSelf || Function("return this")();
    var freeExports = typeof exports == "object" && exports && !exports.nodeType && exports;
    var freeModule = freeExports && typeof module == "object" && module && !module.nodeType && module;
    var moduleExports = freeModule && freeModule.exports === freeExports;
    var freeProcess = moduleExports && freeGlobal.process;
    var nodeUtil = (function() {
      try {
        return freeProcess && freeProcess.binding("util");
      } catch (e) {
      }
    })();
    var nodeIsTypedArray = nodeUtil && nodeUtil.isTypedArray;
    function apply(func, thisArg, args) {
      switch (args.length) {
        case 0:
          return func.call(thisArg);
        case 1:
          return func.call(thisArg, args[0]);
        case 2:
          return func.call(thisArg, args[0], args[1]);
        case 3:
          return func.call(thisArg, args[0], args[1], args[2]);
      }
      return func.apply(thisArg, args);
    }
    function arrayMap(array, iteratee) {
      var index = -1, length = array ? array.length : 0, result = Array(length);
      while (++index < length) {
        result[index] = iteratee(array[index], index, array);
      }
      return result;
    }
    function arrayPush(array, values) {
      var index = -1, length = values.length, offset = array.length;
      while (++index < length) {
        array[offset + index] = values[index];
      }
      return array;
    }
    function arraySome(array, predicate) {
      var index = -1, length = array ? array.length : 0;
      while (++index < length) {
        if (predicate(array[index], index, array)) {
          return true;
        }
      }
      return false;
    }
    function baseProperty(key) {
      return function(object) {
        return object == null ? void 0 : object[key];
      };
    }
    function baseSortBy(array, comparer) {
      var length = array.length;
      array.sort(comparer);
      while (length--) {
        array[length] = array[length].value;
      }
      return array;
    }
    function baseTimes(n, iteratee) {
      var index = -1, result = Array(n);
      while (++index < n) {
        result[index] = iteratee(index);
      }
      return result;
    }
    function baseUnary(func) {
      return function(value) {
        return func(value);
      };
    }
    function getValue(object, key) {
      return object == null ? void 0 : object[key];
    }
    function isHostObject(value) {
      var result = false;
      if (value != null && typeof value.toString != "function") {
        try {
          result = !!(value + "");
        } catch (e) {
        }
      }
      return result;
    }
    function mapToArray(map) {
      var index = -1, result = Array(map.size);
      map.forEach(function(value, key) {
        result[++index] = [key, value];
      });
      return result;
    }
    function overArg(func, transform) {
      return function(arg) {
        return func(transform(arg));
      };
    }
    function setToArray(set) {
      var index = -1, result = Array(set.size);
      set.forEach(function(value) {
        result[++index] = value;
      });
      return result;
    }
    var arrayProto = Array.prototype;
    var funcProto = Function.prototype;
    var objectProto = Object.prototype;
    var coreJsData = root["__core-js_shared__"];
    var maskSrcKey = (function() {
      var uid = /[^.]+$/.exec(coreJsData && coreJsData.keys && coreJsData.keys.IE_PROTO || "");
      return uid ? "Symbol(src)_1." + uid : "";
    })();
    var funcToString = funcProto.toString;
    var hasOwnProperty = objectProto.hasOwnProperty;
    var objectToString = objectProto.toString;
    var reIsNative = RegExp(
      "^" + funcToString.call(hasOwnProperty).replace(reRegExpChar, "\\$&").replace(/hasOwnProperty|(function).*?(?=\\\()| for .+?(?=\\\])/g, "$1.*?") + "$"
    );
    var Symbol = root.Symbol;
    var Uint8Array = root.Uint8Array;
    var propertyIsEnumerable = objectProto.propertyIsEnumerable;
    var splice = arrayProto.splice;
    var spreadableSymbol = Symbol ? Symbol.isConcatSpreadable : void 0;
    var nativeKeys = overArg(Object.keys, Object);
    var nativeMax = Math.max;
    var DataView = getNative(root, "DataView");
    var Map2 = getNative(root, "Map");
    var Promise2 = getNative(root, "Promise");
    var Set2 = getNative(root, "Set");
    var WeakMap = getNative(root, "WeakMap");
    var nativeCreate = getNative(Object, "create");
    var dataViewCtorString = toSource(DataView);
    var mapCtorString = toSource(Map2);
    var promiseCtorString = toSource(Promise2);
    var setCtorString = toSource(Set2);
    var weakMapCtorString = toSource(WeakMap);
    var symbolProto = Symbol ? Symbol.prototype : void 0;
    var symbolValueOf = symbolProto ? symbolProto.valueOf : void 0;
    var symbolToString = symbolProto ? symbolProto.toString : void 0;
    function Hash(entries) {
      var index = -1, length = entries ? entries.length : 0;
      this.clear();
      while (++index < length) {
        var entry = entries[index];
        this.set(entry[0], entry[1]);
      }
    }
    function hashClear() {
      this.__data__ = nativeCreate ? nativeCreate(null) : {};
    }
    function hashDelete(key) {
      return this.has(key) && delete this.__data__[key];
    }
    function hashGet(key) {
      var data = this.__data__;
      if (nativeCreate) {
        var result = data[key];
        return result === HASH_UNDEFINED ? void 0 : result;
      }
      return hasOwnProperty.call(data, key) ? data[key] : void 0;
    }
    function hashHas(key) {
      var data = this.__data__;
      return nativeCreate ? data[key] !== void 0 : hasOwnProperty.call(data, key);
    }
    function hashSet(key, value) {
      var data = this.__data__;
      data[key] = nativeCreate && value === void 0 ? HASH_UNDEFINED : value;
      return this;
    }
    Hash.prototype.clear = hashClear;
    Hash.prototype["delete"] = hashDelete;
    Hash.prototype.get = hashGet;
    Hash.prototype.has = hashHas;
    Hash.prototype.set = hashSet;
    function ListCache(entries) {
      var index = -1, length = entries ? entries.length : 0;
      this.clear();
      while (++index < length) {
        var entry = entries[index];
        this.set(entry[0], entry[1]);
      }
    }
    function listCacheClear() {
      this.__data__ = [];
    }
    function listCacheDelete(key) {
      var data = this.__data__, index = assocIndexOf(data, key);
      if (index < 0) {
        return false;
      }
      var lastIndex = data.length - 1;
      if (index == lastIndex) {
        data.pop();
      } else {
        splice.call(data, index, 1);
      }
      return true;
    }
    function listCacheGet(key) {
      var data = this.__data__, index = assocIndexOf(data, key);
      return index < 0 ? void 0 : data[index][1];
    }
    function listCacheHas(key) {
      return assocIndexOf(this.__data__, key) > -1;
    }
    function listCacheSet(key, value) {
      var data = this.__data__, index = assocIndexOf(data, key);
      if (index < 0) {
        data.push([key, value]);
      } else {
        data[index][1] = value;
      }
      return this;
    }
    ListCache.prototype.clear = listCacheClear;
    ListCache.prototype["delete"] = listCacheDelete;
    ListCache.prototype.get = listCacheGet;
    ListCache.prototype.has = listCacheHas;
    ListCache.prototype.set = listCacheSet;
    function MapCache(entries) {
      var index = -1, length = entries ? entries.length : 0;
      this.clear();
      while (++index < length) {
        var entry = entries[index];
        this.set(entry[0], entry[1]);
      }
    }
    function mapCacheClear() {
      this.__data__ = {
        "hash": new Hash(),
        "map": new (Map2 || ListCache)(),
        "string": new Hash()
      };
    }
    function mapCacheDelete(key) {
      return getMapData(this, key)["delete"](key);
    }
    function mapCacheGet(key) {
      return getMapData(this, key).get(key);
    }
    function mapCacheHas(key) {
      return getMapData(this, key).has(key);
    }
    function mapCacheSet(key, value) {
      getMapData(this, key).set(key, value);
      return this;
    }
    MapCache.prototype.clear = mapCacheClear;
    MapCache.prototype["delete"] = mapCacheDelete;
    MapCache.prototype.get = mapCacheGet;
    MapCache.prototype.has = mapCacheHas;
    MapCache.prototype.set = mapCacheSet;
    function SetCache(values) {
      var index = -1, length = values ? values.length : 0;
      this.__data__ = new MapCache();
      while (++index < length) {
        this.add(values[index]);
      }
    }
    function setCacheAdd(value) {
      this.__data__.set(value, HASH_UNDEFINED);
      return this;
    }
    function setCacheHas(value) {
      return this.__data__.has(value);
    }
    SetCache.prototype.add = SetCache.prototype.push = setCacheAdd;
    SetCache.prototype.has = setCacheHas;
    function Stack(entries) {
      this.__data__ = new ListCache(entries);
    }
    function stackClear() {
      this.__data__ = new ListCache();
    }
    function stackDelete(key) {
      return this.__data__["delete"](key);
    }
    function stackGet(key) {
      return this.__data__.get(key);
    }
    function stackHas(key) {
      return this.__data__.has(key);
    }
    function stackSet(key, value) {
      var cache = this.__data__;
      if (cache instanceof ListCache) {
        var pairs = cache.__data__;
        if (!Map2 || pairs.length < LARGE_ARRAY_SIZE - 1) {
          pairs.push([key, value]);
          return this;
        }
        cache = this.__data__ = new MapCache(pairs);
      }
      cache.set(key, value);
      return this;
    }
    Stack.prototype.clear = stackClear;
    Stack.prototype["delete"] = stackDelete;
    Stack.prototype.get = stackGet;
    Stack.prototype.has = stackHas;
    Stack.prototype.set = stackSet;
    function arrayLikeKeys(value, inherited) {
      var result = isArray(value) || isArguments(value) ? baseTimes(value.length, String) : [];
      var length = result.length, skipIndexes = !!length;
      for (var key in value) {
        if ((inherited || hasOwnProperty.call(value, key)) && !(skipIndexes && (key == "length" || isIndex(key, length)))) {
          result.push(key);
        }
      }
      return result;
    }
    function assocIndexOf(array, key) {
      var length = array.length;
      while (length--) {
        if (eq(array[length][0], key)) {
          return length;
        }
      }
      return -1;
    }
    var baseEach = createBaseEach(baseForOwn);
    function baseFlatten(array, depth, predicate, isStrict, result) {
      var index = -1, length = array.length;
      predicate || (predicate = isFlattenable);
      result || (result = []);
      while (++index < length) {
        var value = array[index];
        if (depth > 0 && predicate(value)) {
          if (depth > 1) {
            baseFlatten(value, depth - 1, predicate, isStrict, result);
          } else {
            arrayPush(result, value);
          }
        } else if (!isStrict) {
          result[result.length] = value;
        }
      }
      return result;
    }
    var baseFor = createBaseFor();
    function baseForOwn(object, iteratee) {
      return object && baseFor(object, iteratee, keys);
    }
    function baseGet(object, path) {
      path = isKey(path, object) ? [path] : castPath(path);
      var index = 0, length = path.length;
      while (object != null && index < length) {
        object = object[toKey(path[index++])];
      }
      return index && index == length ? object : void 0;
    }
    function baseGetTag(value) {
      return objectToString.call(value);
    }
    function baseHasIn(object, key) {
      return object != null && key in Object(object);
    }
    function baseIsEqual(value, other, customizer, bitmask, stack) {
      if (value === other) {
        return true;
      }
      if (value == null || other == null || !isObject(value) && !isObjectLike(other)) {
        return value !== value && other !== other;
      }
      return baseIsEqualDeep(value, other, baseIsEqual, customizer, bitmask, stack);
    }
    function baseIsEqualDeep(object, other, equalFunc, customizer, bitmask, stack) {
      var objIsArr = isArray(object), othIsArr = isArray(other), objTag = arrayTag, othTag = arrayTag;
      if (!objIsArr) {
        objTag = getTag(object);
        objTag = objTag == argsTag ? objectTag : objTag;
      }
      if (!othIsArr) {
        othTag = getTag(other);
        othTag = othTag == argsTag ? objectTag : othTag;
      }
      var objIsObj = objTag == objectTag && !isHostObject(object), othIsObj = othTag == objectTag && !isHostObject(other), isSameTag = objTag == othTag;
      if (isSameTag && !objIsObj) {
        stack || (stack = new Stack());
        return objIsArr || isTypedArray(object) ? equalArrays(object, other, equalFunc, customizer, bitmask, stack) : equalByTag(object, other, objTag, equalFunc, customizer, bitmask, stack);
      }
      if (!(bitmask & PARTIAL_COMPARE_FLAG)) {
        var objIsWrapped = objIsObj && hasOwnProperty.call(object, "__wrapped__"), othIsWrapped = othIsObj && hasOwnProperty.call(other, "__wrapped__");
        if (objIsWrapped || othIsWrapped) {
          var objUnwrapped = objIsWrapped ? object.value() : object, othUnwrapped = othIsWrapped ? other.value() : other;
          stack || (stack = new Stack());
          return equalFunc(objUnwrapped, othUnwrapped, customizer, bitmask, stack);
        }
      }
      if (!isSameTag) {
        return false;
      }
      stack || (stack = new Stack());
      return equalObjects(object, other, equalFunc, customizer, bitmask, stack);
    }
    function baseIsMatch(object, source, matchData, customizer) {
      var index = matchData.length, length = index, noCustomizer = !customizer;
      if (object == null) {
        return !length;
      }
      object = Object(object);
      while (index--) {
        var data = matchData[index];
        if (noCustomizer && data[2] ? data[1] !== object[data[0]] : !(data[0] in object)) {
          return false;
        }
      }
      while (++index < length) {
        data = matchData[index];
        var key = data[0], objValue = object[key], srcValue = data[1];
        if (noCustomizer && data[2]) {
          if (objValue === void 0 && !(key in object)) {
            return false;
          }
        } else {
          var stack = new Stack();
          if (customizer) {
            var result = customizer(objValue, srcValue, key, object, source, stack);
          }
          if (!(result === void 0 ? baseIsEqual(srcValue, objValue, customizer, UNORDERED_COMPARE_FLAG | PARTIAL_COMPARE_FLAG, stack) : result)) {
            return false;
          }
        }
      }
      return true;
    }
    function baseIsNative(value) {
      if (!isObject(value) || isMasked(value)) {
        return false;
      }
      var pattern = isFunction(value) || isHostObject(value) ? reIsNative : reIsHostCtor;
      return pattern.test(toSource(value));
    }
    function baseIsTypedArray(value) {
      return isObjectLike(value) && isLength(value.length) && !!typedArrayTags[objectToString.call(value)];
    }
    function baseIteratee(value) {
      if (typeof value == "function") {
        return value;
      }
      if (value == null) {
        return identity;
      }
      if (typeof value == "object") {
        return isArray(value) ? baseMatchesProperty(value[0], value[1]) : baseMatches(value);
      }
      return property(value);
    }
    function baseKeys(object) {
      if (!isPrototype(object)) {
        return nativeKeys(object);
      }
      var result = [];
      for (var key in Object(object)) {
        if (hasOwnProperty.call(object, key) && key != "constructor") {
          result.push(key);
        }
      }
      return result;
    }
    function baseMap(collection, iteratee) {
      var index = -1, result = isArrayLike(collection) ? Array(collection.length) : [];
      baseEach(collection, function(value, key, collection2) {
        result[++index] = iteratee(value, key, collection2);
      });
      return result;
    }
    function baseMatches(source) {
      var matchData = getMatchData(source);
      if (matchData.length == 1 && matchData[0][2]) {
        return matchesStrictComparable(matchData[0][0], matchData[0][1]);
      }
      return function(object) {
        return object === source || baseIsMatch(object, source, matchData);
      };
    }
    function baseMatchesProperty(path, srcValue) {
      if (isKey(path) && isStrictComparable(srcValue)) {
        return matchesStrictComparable(toKey(path), srcValue);
      }
      return function(object) {
        var objValue = get(object, path);
        return objValue === void 0 && objValue === srcValue ? hasIn(object, path) : baseIsEqual(srcValue, objValue, void 0, UNORDERED_COMPARE_FLAG | PARTIAL_COMPARE_FLAG);
      };
    }
    function baseOrderBy(collection, iteratees, orders) {
      var index = -1;
      iteratees = arrayMap(iteratees.length ? iteratees : [identity], baseUnary(baseIteratee));
      var result = baseMap(collection, function(value, key, collection2) {
        var criteria = arrayMap(iteratees, function(iteratee) {
          return iteratee(value);
        });
        return { "criteria": criteria, "index": ++index, "value": value };
      });
      return baseSortBy(result, function(object, other) {
        return compareMultiple(object, other, orders);
      });
    }
    function basePropertyDeep(path) {
      return function(object) {
        return baseGet(object, path);
      };
    }
    function baseRest(func, start) {
      start = nativeMax(start === void 0 ? func.length - 1 : start, 0);
      return function() {
        var args = arguments, index = -1, length = nativeMax(args.length - start, 0), array = Array(length);
        while (++index < length) {
          array[index] = args[start + index];
        }
        index = -1;
        var otherArgs = Array(start + 1);
        while (++index < start) {
          otherArgs[index] = args[index];
        }
        otherArgs[start] = array;
        return apply(func, this, otherArgs);
      };
    }
    function baseToString(value) {
      if (typeof value == "string") {
        return value;
      }
      if (isSymbol(value)) {
        return symbolToString ? symbolToString.call(value) : "";
      }
      var result = value + "";
      return result == "0" && 1 / value == -INFINITY ? "-0" : result;
    }
    function castPath(value) {
      return isArray(value) ? value : stringToPath(value);
    }
    function compareAscending(value, other) {
      if (value !== other) {
        var valIsDefined = value !== void 0, valIsNull = value === null, valIsReflexive = value === value, valIsSymbol = isSymbol(value);
        var othIsDefined = other !== void 0, othIsNull = other === null, othIsReflexive = other === other, othIsSymbol = isSymbol(other);
        if (!othIsNull && !othIsSymbol && !valIsSymbol && value > other || valIsSymbol && othIsDefined && othIsReflexive && !othIsNull && !othIsSymbol || valIsNull && othIsDefined && othIsReflexive || !valIsDefined && othIsReflexive || !valIsReflexive) {
          return 1;
        }
        if (!valIsNull && !valIsSymbol && !othIsSymbol && value < other || othIsSymbol && valIsDefined && valIsReflexive && !valIsNull && !valIsSymbol || othIsNull && valIsDefined && valIsReflexive || !othIsDefined && valIsReflexive || !othIsReflexive) {
          return -1;
        }
      }
      return 0;
    }
    function compareMultiple(object, other, orders) {
      var index = -1, objCriteria = object.criteria, othCriteria = other.criteria, length = objCriteria.length, ordersLength = orders.length;
      while (++index < length) {
        var result = compareAscending(objCriteria[index], othCriteria[index]);
        if (result) {
          if (index >= ordersLength) {
            return result;
          }
          var order = orders[index];
          return result * (order == "desc" ? -1 : 1);
        }
      }
      return object.index - other.index;
    }
    function createBaseEach(eachFunc, fromRight) {
      return function(collection, iteratee) {
        if (collection == null) {
          return collection;
        }
        if (!isArrayLike(collection)) {
          return eachFunc(collection, iteratee);
        }
        var length = collection.length, index = fromRight ? length : -1, iterable = Object(collection);
        while (fromRight ? index-- : ++index < length) {
          if (iteratee(iterable[index], index, iterable) === false) {
            break;
          }
        }
        return collection;
      };
    }
    function createBaseFor(fromRight) {
      return function(object, iteratee, keysFunc) {
        var index = -1, iterable = Object(object), props = keysFunc(object), length = props.length;
        while (length--) {
          var key = props[fromRight ? length : ++index];
          if (iteratee(iterable[key], key, iterable) === false) {
            break;
          }
        }
        return object;
      };
    }
    function equalArrays(array, other, equalFunc, customizer, bitmask, stack) {
      var isPartial = bitmask & PARTIAL_COMPARE_FLAG, arrLength = array.length, othLength = other.length;
      if (arrLength != othLength && !(isPartial && othLength > arrLength)) {
        return false;
      }
      var stacked = stack.get(array);
      if (stacked && stack.get(other)) {
        return stacked == other;
      }
      var index = -1, result = true, seen = bitmask & UNORDERED_COMPARE_FLAG ? new SetCache() : void 0;
      stack.set(array, other);
      stack.set(other, array);
      while (++index < arrLength) {
        var arrValue = array[index], othValue = other[index];
        if (customizer) {
          var compared = isPartial ? customizer(othValue, arrValue, index, other, array, stack) : customizer(arrValue, othValue, index, array, other, stack);
        }
        if (compared !== void 0) {
          if (compared) {
            continue;
          }
          result = false;
          break;
        }
        if (seen) {
          if (!arraySome(other, function(othValue2, othIndex) {
            if (!seen.has(othIndex) && (arrValue === othValue2 || equalFunc(arrValue, othValue2, customizer, bitmask, stack))) {
              return seen.add(othIndex);
            }
          })) {
            result = false;
            break;
          }
        } else if (!(arrValue === othValue || equalFunc(arrValue, othValue, customizer, bitmask, stack))) {
          result = false;
          break;
        }
      }
      stack["delete"](array);
      stack["delete"](other);
      return result;
    }
    function equalByTag(object, other, tag, equalFunc, customizer, bitmask, stack) {
      switch (tag) {
        case dataViewTag:
          if (object.byteLength != other.byteLength || object.byteOffset != other.byteOffset) {
            return false;
          }
          object = object.buffer;
          other = other.buffer;
        case arrayBufferTag:
          if (object.byteLength != other.byteLength || !equalFunc(new Uint8Array(object), new Uint8Array(other))) {
            return false;
          }
          return true;
        case boolTag:
        case dateTag:
        case numberTag:
          return eq(+object, +other);
        case errorTag:
          return object.name == other.name && object.message == other.message;
        case regexpTag:
        case stringTag:
          return object == other + "";
        case mapTag:
          var convert = mapToArray;
        case setTag:
          var isPartial = bitmask & PARTIAL_COMPARE_FLAG;
          convert || (convert = setToArray);
          if (object.size != other.size && !isPartial) {
            return false;
          }
          var stacked = stack.get(object);
          if (stacked) {
            return stacked == other;
          }
          bitmask |= UNORDERED_COMPARE_FLAG;
          stack.set(object, other);
          var result = equalArrays(convert(object), convert(other), equalFunc, customizer, bitmask, stack);
          stack["delete"](object);
          return result;
        case symbolTag:
          if (symbolValueOf) {
            return symbolValueOf.call(object) == symbolValueOf.call(other);
          }
      }
      return false;
    }
    function equalObjects(object, other, equalFunc, customizer, bitmask, stack) {
      var isPartial = bitmask & PARTIAL_COMPARE_FLAG, objProps = keys(object), objLength = objProps.length, othProps = keys(other), othLength = othProps.length;
      if (objLength != othLength && !isPartial) {
        return false;
      }
      var index = objLength;
      while (index--) {
        var key = objProps[index];
        if (!(isPartial ? key in other : hasOwnProperty.call(other, key))) {
          return false;
        }
      }
      var stacked = stack.get(object);
      if (stacked && stack.get(other)) {
        return stacked == other;
      }
      var result = true;
      stack.set(object, other);
      stack.set(other, object);
      var skipCtor = isPartial;
      while (++index < objLength) {
        key = objProps[index];
        var objValue = object[key], othValue = other[key];
        if (customizer) {
          var compared = isPartial ? customizer(othValue, objValue, key, other, object, stack) : customizer(objValue, othValue, key, object, other, stack);
        }
        if (!(compared === void 0 ? objValue === othValue || equalFunc(objValue, othValue, customizer, bitmask, stack) : compared)) {
          result = false;
          break;
        }
        skipCtor || (skipCtor = key == "constructor");
      }
      if (result && !skipCtor) {
        var objCtor = object.constructor, othCtor = other.constructor;
        if (objCtor != othCtor && ("constructor" in object && "constructor" in other) && !(typeof objCtor == "function" && objCtor instanceof objCtor && typeof othCtor == "function" && othCtor instanceof othCtor)) {
          result = false;
        }
      }
      stack["delete"](object);
      stack["delete"](other);
      return result;
    }
    function getMapData(map, key) {
      var data = map.__data__;
      return isKeyable(key) ? data[typeof key == "string" ? "string" : "hash"] : data.map;
    }
    function getMatchData(object) {
      var result = keys(object), length = result.length;
      while (length--) {
        var key = result[length], value = object[key];
        result[length] = [key, value, isStrictComparable(value)];
      }
      return result;
    }
    function getNative(object, key) {
      var value = getValue(object, key);
      return baseIsNative(value) ? value : void 0;
    }
    var getTag = baseGetTag;
    if (DataView && getTag(new DataView(new ArrayBuffer(1))) != dataViewTag || Map2 && getTag(new Map2()) != mapTag || Promise2 && getTag(Promise2.resolve()) != promiseTag || Set2 && getTag(new Set2()) != setTag || WeakMap && getTag(new WeakMap()) != weakMapTag) {
      getTag = function(value) {
        var result = objectToString.call(value), Ctor = result == objectTag ? value.constructor : void 0, ctorString = Ctor ? toSource(Ctor) : void 0;
        if (ctorString) {
          switch (ctorString) {
            case dataViewCtorString:
              return dataViewTag;
            case mapCtorString:
              return mapTag;
            case promiseCtorString:
              return promiseTag;
            case setCtorString:
              return setTag;
            case weakMapCtorString:
              return weakMapTag;
          }
        }
        return result;
      };
    }
    function hasPath(object, path, hasFunc) {
      path = isKey(path, object) ? [path] : castPath(path);
      var result, index = -1, length = path.length;
      while (++index < length) {
        var key = toKey(path[index]);
        if (!(result = object != null && hasFunc(object, key))) {
          break;
        }
        object = object[key];
      }
      if (result) {
        return result;
      }
      var length = object ? object.length : 0;
      return !!length && isLength(length) && isIndex(key, length) && (isArray(object) || isArguments(object));
    }
    function isFlattenable(value) {
      return isArray(value) || isArguments(value) || !!(spreadableSymbol && value && value[spreadableSymbol]);
    }
    function isIndex(value, length) {
      length = length == null ? MAX_SAFE_INTEGER : length;
      return !!length && (typeof value == "number" || reIsUint.test(value)) && (value > -1 && value % 1 == 0 && value < length);
    }
    function isIterateeCall(value, index, object) {
      if (!isObject(object)) {
        return false;
      }
      var type = typeof index;
      if (type == "number" ? isArrayLike(object) && isIndex(index, object.length) : type == "string" && index in object) {
        return eq(object[index], value);
      }
      return false;
    }
    function isKey(value, object) {
      if (isArray(value)) {
        return false;
      }
      var type = typeof value;
      if (type == "number" || type == "symbol" || type == "boolean" || value == null || isSymbol(value)) {
        return true;
      }
      return reIsPlainProp.test(value) || !reIsDeepProp.test(value) || object != null && value in Object(object);
    }
    function isKeyable(value) {
      var type = typeof value;
      return type == "string" || type == "number" || type == "symbol" || type == "boolean" ? value !== "__proto__" : value === null;
    }
    function isMasked(func) {
      return !!maskSrcKey && maskSrcKey in func;
    }
    function isPrototype(value) {
      var Ctor = value && value.constructor, proto = typeof Ctor == "function" && Ctor.prototype || objectProto;
      return value === proto;
    }
    function isStrictComparable(value) {
      return value === value && !isObject(value);
    }
    function matchesStrictComparable(key, srcValue) {
      return function(object) {
        if (object == null) {
          return false;
        }
        return object[key] === srcValue && (srcValue !== void 0 || key in Object(object));
      };
    }
    var stringToPath = memoize(function(string) {
      string = toString(string);
      var result = [];
      if (reLeadingDot.test(string)) {
        result.push("");
      }
      string.replace(rePropName, function(match, number, quote, string2) {
        result.push(quote ? string2.replace(reEscapeChar, "$1") : number || match);
      });
      return result;
    });
    function toKey(value) {
      if (typeof value == "string" || isSymbol(value)) {
        return value;
      }
      var result = value + "";
      return result == "0" && 1 / value == -INFINITY ? "-0" : result;
    }
    function toSource(func) {
      if (func != null) {
        try {
          return funcToString.call(func);
        } catch (e) {
        }
        try {
          return func + "";
        } catch (e) {
        }
      }
      return "";
    }
    var sortBy = baseRest(function(collection, iteratees) {
      if (collection == null) {
        return [];
      }
      var length = iteratees.length;
      if (length > 1 && isIterateeCall(collection, iteratees[0], iteratees[1])) {
        iteratees = [];
      } else if (length > 2 && isIterateeCall(iteratees[0], iteratees[1], iteratees[2])) {
        iteratees = [iteratees[0]];
      }
      return baseOrderBy(collection, baseFlatten(iteratees, 1), []);
    });
    function memoize(func, resolver) {
      if (typeof func != "function" || resolver && typeof resolver != "function") {
        throw new TypeError(FUNC_ERROR_TEXT);
      }
      var memoized = function() {
        var args = arguments, key = resolver ? resolver.apply(this, args) : args[0], cache = memoized.cache;
        if (cache.has(key)) {
          return cache.get(key);
        }
        var result = func.apply(this, args);
        memoized.cache = cache.set(key, result);
        return result;
      };
      memoized.cache = new (memoize.Cache || MapCache)();
      return memoized;
    }
    memoize.Cache = MapCache;
    function eq(value, other) {
      return value === other || value !== value && other !== other;
    }
    function isArguments(value) {
      return isArrayLikeObject(value) && hasOwnProperty.call(value, "callee") && (!propertyIsEnumerable.call(value, "callee") || objectToString.call(value) == argsTag);
    }
    var isArray = Array.isArray;
    function isArrayLike(value) {
      return value != null && isLength(value.length) && !isFunction(value);
    }
    function isArrayLikeObject(value) {
      return isObjectLike(value) && isArrayLike(value);
    }
    function isFunction(value) {
      var tag = isObject(value) ? objectToString.call(value) : "";
      return tag == funcTag || tag == genTag;
    }
    function isLength(value) {
      return typeof value == "number" && value > -1 && value % 1 == 0 && value <= MAX_SAFE_INTEGER;
    }
    function isObject(value) {
      var type = typeof value;
      return !!value && (type == "object" || type == "function");
    }
    function isObjectLike(value) {
      return !!value && typeof value == "object";
    }
    function isSymbol(value) {
      return typeof value == "symbol" || isObjectLike(value) && objectToString.call(value) == symbolTag;
    }
    var isTypedArray = nodeIsTypedArray ? baseUnary(nodeIsTypedArray) : baseIsTypedArray;
    function toString(value) {
      return value == null ? "" : baseToString(value);
    }
    function get(object, path, defaultValue) {
      var result = object == null ? void 0 : baseGet(object, path);
      return result === void 0 ? defaultValue : result;
    }
    function hasIn(object, path) {
      return object != null && hasPath(object, path, baseHasIn);
    }
    function keys(object) {
      return isArrayLike(object) ? arrayLikeKeys(object) : baseKeys(object);
    }
    function identity(value) {
      return value;
    }
    function property(path) {
      return isKey(path) ? baseProperty(toKey(path)) : basePropertyDeep(path);
    }
    module.exports = sortBy;
  }
});

// node_modules/@apollo/utils.sortast/dist/index.js
var require_dist5 = __commonJS({
  "node_modules/@apollo/utils.sortast/dist/index.js"(exports) {
    "use strict";
    var __importDefault = exports && exports.__importDefault || function(mod) {
      return mod && mod.__esModule ? mod : { "default": mod };
    };
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.sortAST = void 0;
    var graphql_1 = require_graphql();
    var lodash_sortby_1 = __importDefault(require_lodash());
    function sortAST(ast) {
      return (0, graphql_1.visit)(ast, {
        Document(node) {
          return {
            ...node,
            definitions: (0, lodash_sortby_1.default)(node.definitions, "kind", "name.value")
          };
        },
        OperationDefinition(node) {
          return sortVariableDefinitions(node);
        },
        SelectionSet(node) {
          return {
            ...node,
            selections: (0, lodash_sortby_1.default)(node.selections, "kind", "name.value")
          };
        },
        Field(node) {
          return sortArguments(node);
        },
        FragmentSpread(node) {
          return sortDirectives(node);
        },
        InlineFragment(node) {
          return sortDirectives(node);
        },
        FragmentDefinition(node) {
          return sortDirectives(sortVariableDefinitions(node));
        },
        Directive(node) {
          return sortArguments(node);
        }
      });
    }
    exports.sortAST = sortAST;
    function sortDirectives(node) {
      return "directives" in node ? { ...node, directives: (0, lodash_sortby_1.default)(node.directives, "name.value") } : node;
    }
    function sortArguments(node) {
      return "arguments" in node ? { ...node, arguments: (0, lodash_sortby_1.default)(node.arguments, "name.value") } : node;
    }
    function sortVariableDefinitions(node) {
      return "variableDefinitions" in node ? {
        ...node,
        variableDefinitions: (0, lodash_sortby_1.default)(node.variableDefinitions, "variable.name.value")
      } : node;
    }
  }
});

// node_modules/@apollo/utils.usagereporting/dist/signature.js
var require_signature = __commonJS({
  "node_modules/@apollo/utils.usagereporting/dist/signature.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.usageReportingSignature = void 0;
    var utils_dropunuseddefinitions_1 = require_dist();
    var utils_stripsensitiveliterals_1 = require_dist2();
    var utils_printwithreducedwhitespace_1 = require_dist3();
    var utils_removealiases_1 = require_dist4();
    var utils_sortast_1 = require_dist5();
    function usageReportingSignature2(ast, operationName) {
      return (0, utils_printwithreducedwhitespace_1.printWithReducedWhitespace)((0, utils_sortast_1.sortAST)((0, utils_removealiases_1.removeAliases)((0, utils_stripsensitiveliterals_1.stripSensitiveLiterals)((0, utils_dropunuseddefinitions_1.dropUnusedDefinitions)(ast, operationName), {
        hideListAndObjectLiterals: true
      }))));
    }
    exports.usageReportingSignature = usageReportingSignature2;
  }
});

// node_modules/@apollo/utils.usagereporting/dist/index.js
var require_dist6 = __commonJS({
  "node_modules/@apollo/utils.usagereporting/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.usageReportingSignature = exports.calculateReferencedFieldsByType = void 0;
    var calculateReferencedFieldsByType_1 = require_calculateReferencedFieldsByType();
    Object.defineProperty(exports, "calculateReferencedFieldsByType", { enumerable: true, get: function() {
      return calculateReferencedFieldsByType_1.calculateReferencedFieldsByType;
    } });
    var signature_1 = require_signature();
    Object.defineProperty(exports, "usageReportingSignature", { enumerable: true, get: function() {
      return signature_1.usageReportingSignature;
    } });
  }
});

// node_modules/@apollo/server/dist/esm/plugin/usageReporting/plugin.js
var import_utils = __toESM(require_dist6(), 1);
var import_async_retry = __toESM(require_lib(), 1);
var import_graphql = __toESM(require_graphql(), 1);
import os from "os";
import { gzip } from "zlib";

// node_modules/@apollo/server/dist/esm/plugin/usageReporting/iterateOverTrace.js
function iterateOverTrace(trace, f, includePath) {
  const rootPath = includePath ? new RootCollectingPathsResponseNamePath() : notCollectingPathsResponseNamePath;
  if (trace.root) {
    if (iterateOverTraceNode(trace.root, rootPath, f))
      return;
  }
  if (trace.queryPlan) {
    if (iterateOverQueryPlan(trace.queryPlan, rootPath, f))
      return;
  }
}
function iterateOverQueryPlan(node, rootPath, f) {
  if (!node)
    return false;
  if (node.fetch?.trace?.root && node.fetch.serviceName) {
    return iterateOverTraceNode(node.fetch.trace.root, rootPath.child(`service:${node.fetch.serviceName}`), f);
  }
  if (node.flatten?.node) {
    return iterateOverQueryPlan(node.flatten.node, rootPath, f);
  }
  if (node.parallel?.nodes) {
    return node.parallel.nodes.some((node2) => iterateOverQueryPlan(node2, rootPath, f));
  }
  if (node.sequence?.nodes) {
    return node.sequence.nodes.some((node2) => iterateOverQueryPlan(node2, rootPath, f));
  }
  return false;
}
function iterateOverTraceNode(node, path, f) {
  if (f(node, path)) {
    return true;
  }
  return node.child?.some((child) => {
    const childPath = child.responseName ? path.child(child.responseName) : path;
    return iterateOverTraceNode(child, childPath, f);
  }) ?? false;
}
var notCollectingPathsResponseNamePath = {
  toArray() {
    throw Error("not collecting paths!");
  },
  child() {
    return this;
  }
};
var RootCollectingPathsResponseNamePath = class {
  toArray() {
    return [];
  }
  child(responseName) {
    return new ChildCollectingPathsResponseNamePath(responseName, this);
  }
};
var ChildCollectingPathsResponseNamePath = class _ChildCollectingPathsResponseNamePath {
  responseName;
  prev;
  constructor(responseName, prev) {
    this.responseName = responseName;
    this.prev = prev;
  }
  toArray() {
    const out = [];
    let curr = this;
    while (curr instanceof _ChildCollectingPathsResponseNamePath) {
      out.push(curr.responseName);
      curr = curr.prev;
    }
    return out.reverse();
  }
  child(responseName) {
    return new _ChildCollectingPathsResponseNamePath(responseName, this);
  }
};

// node_modules/@apollo/server/dist/esm/plugin/usageReporting/durationHistogram.js
var DurationHistogram = class _DurationHistogram {
  buckets;
  static BUCKET_COUNT = 384;
  static EXPONENT_LOG = Math.log(1.1);
  toArray() {
    let bufferedZeroes = 0;
    const outputArray = [];
    for (const value of this.buckets) {
      if (value === 0) {
        bufferedZeroes++;
      } else {
        if (bufferedZeroes === 1) {
          outputArray.push(0);
        } else if (bufferedZeroes !== 0) {
          outputArray.push(-bufferedZeroes);
        }
        outputArray.push(Math.floor(value));
        bufferedZeroes = 0;
      }
    }
    return outputArray;
  }
  static durationToBucket(durationNs) {
    const log = Math.log(durationNs / 1e3);
    const unboundedBucket = Math.ceil(log / _DurationHistogram.EXPONENT_LOG);
    return unboundedBucket <= 0 || Number.isNaN(unboundedBucket) ? 0 : unboundedBucket >= _DurationHistogram.BUCKET_COUNT ? _DurationHistogram.BUCKET_COUNT - 1 : unboundedBucket;
  }
  incrementDuration(durationNs, value = 1) {
    this.incrementBucket(_DurationHistogram.durationToBucket(durationNs), value);
    return this;
  }
  incrementBucket(bucket, value = 1) {
    if (bucket >= _DurationHistogram.BUCKET_COUNT) {
      throw Error("Bucket is out of bounds of the buckets array");
    }
    if (bucket >= this.buckets.length) {
      const oldLength = this.buckets.length;
      this.buckets.length = bucket + 1;
      this.buckets.fill(0, oldLength);
    }
    this.buckets[bucket] += value;
  }
  combine(otherHistogram) {
    for (let i = 0; i < otherHistogram.buckets.length; i++) {
      this.incrementBucket(i, otherHistogram.buckets[i]);
    }
  }
  constructor(options) {
    const initSize = options?.initSize || 74;
    const buckets = options?.buckets;
    const arrayInitSize = Math.max(buckets?.length || 0, initSize);
    this.buckets = Array(arrayInitSize).fill(0);
    if (buckets) {
      buckets.forEach((val, index) => this.buckets[index] = val);
    }
  }
};

// node_modules/@apollo/server/dist/esm/plugin/usageReporting/defaultSendOperationsAsTrace.js
function defaultSendOperationsAsTrace() {
  const cache = new I({
    maxSize: Math.pow(2, 20),
    sizeCalculation: (_val, key) => {
      return key && Buffer.byteLength(key) || 0;
    }
  });
  return (trace, statsReportKey) => {
    const endTimeSeconds = trace.endTime?.seconds;
    if (endTimeSeconds == null) {
      throw Error("programming error: endTime not set on trace");
    }
    const hasErrors = traceHasErrors(trace);
    const cacheKey = JSON.stringify([
      statsReportKey,
      DurationHistogram.durationToBucket(trace.durationNs),
      Math.floor(endTimeSeconds / 60),
      hasErrors ? Math.floor(endTimeSeconds / 5) : ""
    ]);
    if (cache.get(cacheKey)) {
      return false;
    }
    cache.set(cacheKey, true);
    return true;
  };
}
function traceHasErrors(trace) {
  let hasErrors = false;
  function traceNodeStats(node) {
    if ((node.error?.length ?? 0) > 0) {
      hasErrors = true;
    }
    return hasErrors;
  }
  iterateOverTrace(trace, traceNodeStats, false);
  return hasErrors;
}

// node_modules/@apollo/server/dist/esm/plugin/usageReporting/operationDerivedDataCache.js
function createOperationDerivedDataCache({ logger }) {
  let lastWarn;
  let lastDisposals = 0;
  return new I({
    sizeCalculation(obj) {
      return Buffer.byteLength(JSON.stringify(obj), "utf8");
    },
    maxSize: Math.pow(2, 20) * 10,
    dispose() {
      lastDisposals++;
      if (!lastWarn || (/* @__PURE__ */ new Date()).getTime() - lastWarn.getTime() > 6e4) {
        lastWarn = /* @__PURE__ */ new Date();
        logger.warn([
          "This server is processing a high number of unique operations.  ",
          `A total of ${lastDisposals} records have been `,
          "ejected from the ApolloServerPluginUsageReporting signature cache in the past ",
          "interval.  If you see this warning frequently, please open an ",
          "issue on the Apollo Server repository."
        ].join(""));
        lastDisposals = 0;
      }
    }
  });
}
function operationDerivedDataCacheKey(queryHash, operationName) {
  return `${queryHash}${operationName && ":" + operationName}`;
}

// node_modules/@apollo/server/dist/esm/plugin/usageReporting/stats.js
var SizeEstimator = class {
  bytes = 0;
};
var OurReport = class {
  header;
  tracesPreAggregated = false;
  constructor(header) {
    this.header = header;
  }
  tracesPerQuery = /* @__PURE__ */ Object.create(null);
  endTime = null;
  operationCount = 0;
  sizeEstimator = new SizeEstimator();
  ensureCountsAreIntegers() {
    for (const tracesAndStats of Object.values(this.tracesPerQuery)) {
      tracesAndStats.ensureCountsAreIntegers();
    }
  }
  addTrace({ statsReportKey, trace, asTrace, referencedFieldsByType, maxTraceBytes = 10 * 1024 * 1024, nonFtv1ErrorPaths }) {
    const tracesAndStats = this.getTracesAndStats({
      statsReportKey,
      referencedFieldsByType
    });
    if (asTrace) {
      const encodedTrace = Trace.encode(trace).finish();
      if (!isNaN(maxTraceBytes) && encodedTrace.length > maxTraceBytes) {
        tracesAndStats.statsWithContext.addTrace(trace, this.sizeEstimator, nonFtv1ErrorPaths);
      } else {
        tracesAndStats.trace.push(encodedTrace);
        this.sizeEstimator.bytes += 2 + encodedTrace.length;
      }
    } else {
      tracesAndStats.statsWithContext.addTrace(trace, this.sizeEstimator, nonFtv1ErrorPaths);
    }
  }
  getTracesAndStats({ statsReportKey, referencedFieldsByType }) {
    const existing = this.tracesPerQuery[statsReportKey];
    if (existing) {
      return existing;
    }
    this.sizeEstimator.bytes += estimatedBytesForString(statsReportKey);
    for (const [typeName, referencedFieldsForType] of Object.entries(referencedFieldsByType)) {
      this.sizeEstimator.bytes += 2 + 2;
      if (referencedFieldsForType.isInterface) {
        this.sizeEstimator.bytes += 2;
      }
      this.sizeEstimator.bytes += estimatedBytesForString(typeName);
      for (const fieldName of referencedFieldsForType.fieldNames) {
        this.sizeEstimator.bytes += estimatedBytesForString(fieldName);
      }
    }
    return this.tracesPerQuery[statsReportKey] = new OurTracesAndStats(referencedFieldsByType);
  }
};
var OurTracesAndStats = class {
  referencedFieldsByType;
  constructor(referencedFieldsByType) {
    this.referencedFieldsByType = referencedFieldsByType;
  }
  trace = [];
  statsWithContext = new StatsByContext();
  internalTracesContributingToStats = [];
  ensureCountsAreIntegers() {
    this.statsWithContext.ensureCountsAreIntegers();
  }
};
var StatsByContext = class {
  map = /* @__PURE__ */ Object.create(null);
  toArray() {
    return Object.values(this.map);
  }
  ensureCountsAreIntegers() {
    for (const contextualizedStats of Object.values(this.map)) {
      contextualizedStats.ensureCountsAreIntegers();
    }
  }
  addTrace(trace, sizeEstimator, nonFtv1ErrorPaths) {
    this.getContextualizedStats(trace, sizeEstimator).addTrace(trace, sizeEstimator, nonFtv1ErrorPaths);
  }
  getContextualizedStats(trace, sizeEstimator) {
    const statsContext = {
      clientName: trace.clientName,
      clientVersion: trace.clientVersion
    };
    const statsContextKey = JSON.stringify(statsContext);
    const existing = this.map[statsContextKey];
    if (existing) {
      return existing;
    }
    sizeEstimator.bytes += 20 + estimatedBytesForString(trace.clientName) + estimatedBytesForString(trace.clientVersion);
    const contextualizedStats = new OurContextualizedStats(statsContext);
    this.map[statsContextKey] = contextualizedStats;
    return contextualizedStats;
  }
};
var OurContextualizedStats = class {
  context;
  queryLatencyStats = new OurQueryLatencyStats();
  perTypeStat = /* @__PURE__ */ Object.create(null);
  constructor(context) {
    this.context = context;
  }
  ensureCountsAreIntegers() {
    for (const typeStat of Object.values(this.perTypeStat)) {
      typeStat.ensureCountsAreIntegers();
    }
  }
  addTrace(trace, sizeEstimator, nonFtv1ErrorPaths = []) {
    const { fieldExecutionWeight } = trace;
    if (!fieldExecutionWeight) {
      this.queryLatencyStats.requestsWithoutFieldInstrumentation++;
    }
    this.queryLatencyStats.requestCount++;
    if (trace.fullQueryCacheHit) {
      this.queryLatencyStats.cacheLatencyCount.incrementDuration(trace.durationNs);
      this.queryLatencyStats.cacheHits++;
    } else {
      this.queryLatencyStats.latencyCount.incrementDuration(trace.durationNs);
    }
    if (!trace.fullQueryCacheHit && trace.cachePolicy?.maxAgeNs != null) {
      switch (trace.cachePolicy.scope) {
        case Trace.CachePolicy.Scope.PRIVATE:
          this.queryLatencyStats.privateCacheTtlCount.incrementDuration(trace.cachePolicy.maxAgeNs);
          break;
        case Trace.CachePolicy.Scope.PUBLIC:
          this.queryLatencyStats.publicCacheTtlCount.incrementDuration(trace.cachePolicy.maxAgeNs);
          break;
      }
    }
    if (trace.persistedQueryHit) {
      this.queryLatencyStats.persistedQueryHits++;
    }
    if (trace.persistedQueryRegister) {
      this.queryLatencyStats.persistedQueryMisses++;
    }
    if (trace.forbiddenOperation) {
      this.queryLatencyStats.forbiddenOperationCount++;
    }
    if (trace.registeredOperation) {
      this.queryLatencyStats.registeredOperationCount++;
    }
    let hasError = false;
    const errorPathStats = /* @__PURE__ */ new Set();
    const traceNodeStats = (node, path) => {
      if (node.error?.length) {
        hasError = true;
        let currPathErrorStats = this.queryLatencyStats.rootErrorStats;
        path.toArray().forEach((subPath) => {
          currPathErrorStats = currPathErrorStats.getChild(subPath, sizeEstimator);
        });
        errorPathStats.add(currPathErrorStats);
        currPathErrorStats.errorsCount += node.error.length;
      }
      if (fieldExecutionWeight) {
        const fieldName = node.originalFieldName || node.responseName;
        if (node.parentType && fieldName && node.type && node.endTime != null && node.startTime != null && node.endTime >= node.startTime) {
          const typeStat = this.getTypeStat(node.parentType, sizeEstimator);
          const fieldStat = typeStat.getFieldStat(fieldName, node.type, sizeEstimator);
          fieldStat.errorsCount += node.error?.length ?? 0;
          fieldStat.observedExecutionCount++;
          fieldStat.estimatedExecutionCount += fieldExecutionWeight;
          fieldStat.requestsWithErrorsCount += (node.error?.length ?? 0) > 0 ? 1 : 0;
          fieldStat.latencyCount.incrementDuration(node.endTime - node.startTime, fieldExecutionWeight);
        }
      }
      return false;
    };
    iterateOverTrace(trace, traceNodeStats, true);
    for (const { subgraph, path } of nonFtv1ErrorPaths) {
      hasError = true;
      if (path) {
        let currPathErrorStats = this.queryLatencyStats.rootErrorStats.getChild(`service:${subgraph}`, sizeEstimator);
        path.forEach((subPath) => {
          if (typeof subPath === "string") {
            currPathErrorStats = currPathErrorStats.getChild(subPath, sizeEstimator);
          }
        });
        errorPathStats.add(currPathErrorStats);
        currPathErrorStats.errorsCount += 1;
      }
    }
    for (const errorPath of errorPathStats) {
      errorPath.requestsWithErrorsCount += 1;
    }
    if (hasError) {
      this.queryLatencyStats.requestsWithErrorsCount++;
    }
  }
  getTypeStat(parentType, sizeEstimator) {
    const existing = this.perTypeStat[parentType];
    if (existing) {
      return existing;
    }
    sizeEstimator.bytes += estimatedBytesForString(parentType);
    const typeStat = new OurTypeStat();
    this.perTypeStat[parentType] = typeStat;
    return typeStat;
  }
};
var OurQueryLatencyStats = class {
  latencyCount = new DurationHistogram();
  requestCount = 0;
  requestsWithoutFieldInstrumentation = 0;
  cacheHits = 0;
  persistedQueryHits = 0;
  persistedQueryMisses = 0;
  cacheLatencyCount = new DurationHistogram();
  rootErrorStats = new OurPathErrorStats();
  requestsWithErrorsCount = 0;
  publicCacheTtlCount = new DurationHistogram();
  privateCacheTtlCount = new DurationHistogram();
  registeredOperationCount = 0;
  forbiddenOperationCount = 0;
};
var OurPathErrorStats = class _OurPathErrorStats {
  children = /* @__PURE__ */ Object.create(null);
  errorsCount = 0;
  requestsWithErrorsCount = 0;
  getChild(subPath, sizeEstimator) {
    const existing = this.children[subPath];
    if (existing) {
      return existing;
    }
    const child = new _OurPathErrorStats();
    this.children[subPath] = child;
    sizeEstimator.bytes += estimatedBytesForString(subPath) + 4;
    return child;
  }
};
var OurTypeStat = class {
  perFieldStat = /* @__PURE__ */ Object.create(null);
  getFieldStat(fieldName, returnType, sizeEstimator) {
    const existing = this.perFieldStat[fieldName];
    if (existing) {
      return existing;
    }
    sizeEstimator.bytes += estimatedBytesForString(fieldName) + estimatedBytesForString(returnType) + 10;
    const fieldStat = new OurFieldStat(returnType);
    this.perFieldStat[fieldName] = fieldStat;
    return fieldStat;
  }
  ensureCountsAreIntegers() {
    for (const fieldStat of Object.values(this.perFieldStat)) {
      fieldStat.ensureCountsAreIntegers();
    }
  }
};
var OurFieldStat = class {
  returnType;
  errorsCount = 0;
  observedExecutionCount = 0;
  estimatedExecutionCount = 0;
  requestsWithErrorsCount = 0;
  latencyCount = new DurationHistogram();
  constructor(returnType) {
    this.returnType = returnType;
  }
  ensureCountsAreIntegers() {
    this.estimatedExecutionCount = Math.floor(this.estimatedExecutionCount);
  }
};
function estimatedBytesForString(s) {
  return 2 + Buffer.byteLength(s);
}

// node_modules/@apollo/server/dist/esm/plugin/usageReporting/traceDetails.js
function makeTraceDetails(variables, sendVariableValues, operationString) {
  const details = new Trace.Details();
  const variablesToRecord = (() => {
    if (sendVariableValues && "transform" in sendVariableValues) {
      const originalKeys = Object.keys(variables);
      try {
        const modifiedVariables = sendVariableValues.transform({
          variables,
          operationString
        });
        return cleanModifiedVariables(originalKeys, modifiedVariables);
      } catch (e) {
        return handleVariableValueTransformError(originalKeys);
      }
    } else {
      return variables;
    }
  })();
  Object.keys(variablesToRecord).forEach((name) => {
    if (!sendVariableValues || "none" in sendVariableValues && sendVariableValues.none || "all" in sendVariableValues && !sendVariableValues.all || "exceptNames" in sendVariableValues && sendVariableValues.exceptNames.includes(name) || "onlyNames" in sendVariableValues && !sendVariableValues.onlyNames.includes(name)) {
      details.variablesJson[name] = "";
    } else {
      try {
        details.variablesJson[name] = typeof variablesToRecord[name] === "undefined" ? "" : JSON.stringify(variablesToRecord[name]);
      } catch (e) {
        details.variablesJson[name] = JSON.stringify("[Unable to convert value to JSON]");
      }
    }
  });
  return details;
}
function handleVariableValueTransformError(variableNames) {
  const modifiedVariables = /* @__PURE__ */ Object.create(null);
  variableNames.forEach((name) => {
    modifiedVariables[name] = "[PREDICATE_FUNCTION_ERROR]";
  });
  return modifiedVariables;
}
function cleanModifiedVariables(originalKeys, modifiedVariables) {
  const cleanedVariables = /* @__PURE__ */ Object.create(null);
  originalKeys.forEach((name) => {
    cleanedVariables[name] = modifiedVariables[name];
  });
  return cleanedVariables;
}

// node_modules/@apollo/server/dist/esm/plugin/usageReporting/plugin.js
var reportHeaderDefaults = {
  hostname: os.hostname(),
  agentVersion: `@apollo/server@${packageVersion}`,
  runtimeVersion: `node ${process.version}`,
  uname: `${os.platform()}, ${os.type()}, ${os.release()}, ${os.arch()})`
};
function ApolloServerPluginUsageReporting(options = /* @__PURE__ */ Object.create(null)) {
  const fieldLevelInstrumentationOption = options.fieldLevelInstrumentation;
  const fieldLevelInstrumentation = typeof fieldLevelInstrumentationOption === "number" ? async () => Math.random() < fieldLevelInstrumentationOption ? 1 / fieldLevelInstrumentationOption : 0 : fieldLevelInstrumentationOption ? fieldLevelInstrumentationOption : async () => true;
  let requestDidStartHandler = null;
  return internalPlugin({
    __internal_plugin_id__: "UsageReporting",
    __is_disabled_plugin__: false,
    async requestDidStart(requestContext) {
      if (requestDidStartHandler) {
        return requestDidStartHandler(requestContext);
      }
      return {};
    },
    async serverWillStart({ logger: serverLogger, apollo, startedInBackground, schema }) {
      const logger = options.logger ?? serverLogger;
      const { key, graphRef } = apollo;
      if (!(key && graphRef)) {
        throw new Error("You've enabled usage reporting via ApolloServerPluginUsageReporting, but you also need to provide your Apollo API key and graph ref, via the APOLLO_KEY/APOLLO_GRAPH_REF environment variables or via `new ApolloServer({apollo: {key, graphRef})`.");
      }
      if (schemaIsSubgraph(schema)) {
        if (options.__onlyIfSchemaIsNotSubgraph) {
          logger.warn("You have specified an Apollo API key and graph ref but this server appears to be a subgraph. Typically usage reports are sent to Apollo by your Router or Gateway, not directly from your subgraph; usage reporting is disabled. To enable usage reporting anyway, explicitly install `ApolloServerPluginUsageReporting`. To disable this warning, install `ApolloServerPluginUsageReportingDisabled`.");
          return {};
        } else {
          logger.warn("You have installed `ApolloServerPluginUsageReporting` but this server appears to be a subgraph. Typically usage reports are sent to Apollo by your Router or Gateway, not directly from your subgraph. If this was unintentional, remove `ApolloServerPluginUsageReporting` from your server's `plugins` array.");
        }
      }
      logger.info(`Apollo usage reporting starting! See your graph at https://studio.apollographql.com/graph/${encodeURI(graphRef)}/`);
      const sendReportsImmediately = options.sendReportsImmediately ?? startedInBackground;
      let operationDerivedDataCache = null;
      const reportByExecutableSchemaId = /* @__PURE__ */ new Map();
      const getReportWhichMustBeUsedImmediately = (executableSchemaId) => {
        const existing = reportByExecutableSchemaId.get(executableSchemaId);
        if (existing) {
          return existing;
        }
        const report = new OurReport(new ReportHeader({
          ...reportHeaderDefaults,
          executableSchemaId,
          graphRef
        }));
        reportByExecutableSchemaId.set(executableSchemaId, report);
        return report;
      };
      const getAndDeleteReport = (executableSchemaId) => {
        const report = reportByExecutableSchemaId.get(executableSchemaId);
        if (report) {
          reportByExecutableSchemaId.delete(executableSchemaId);
          return report;
        }
        return null;
      };
      const overriddenExecutableSchemaId = options.overrideReportedSchema ? computeCoreSchemaHash(options.overrideReportedSchema) : void 0;
      let lastSeenExecutableSchemaToId;
      let reportTimer;
      if (!sendReportsImmediately) {
        reportTimer = setInterval(() => sendAllReportsAndReportErrors(), options.reportIntervalMs || 10 * 1e3);
      }
      let sendTraces = options.sendTraces ?? true;
      const sendOperationAsTrace = options.experimental_sendOperationAsTrace ?? defaultSendOperationsAsTrace();
      let stopped = false;
      function executableSchemaIdForSchema(schema2) {
        if (lastSeenExecutableSchemaToId?.executableSchema === schema2) {
          return lastSeenExecutableSchemaToId.executableSchemaId;
        }
        const id = computeCoreSchemaHash((0, import_graphql.printSchema)(schema2));
        lastSeenExecutableSchemaToId = {
          executableSchema: schema2,
          executableSchemaId: id
        };
        return id;
      }
      async function sendAllReportsAndReportErrors() {
        await Promise.all([...reportByExecutableSchemaId.keys()].map((executableSchemaId) => sendReportAndReportErrors(executableSchemaId)));
      }
      async function sendReportAndReportErrors(executableSchemaId) {
        return sendReport(executableSchemaId).catch((err) => {
          if (options.reportErrorFunction) {
            options.reportErrorFunction(err);
          } else {
            logger.error(err.message);
          }
        });
      }
      const sendReport = async (executableSchemaId) => {
        let report = getAndDeleteReport(executableSchemaId);
        if (!report || Object.keys(report.tracesPerQuery).length === 0 && report.operationCount === 0) {
          return;
        }
        report.endTime = dateToProtoTimestamp(/* @__PURE__ */ new Date());
        report.ensureCountsAreIntegers();
        const protobufError = Report.verify(report);
        if (protobufError) {
          throw new Error(`Error verifying report: ${protobufError}`);
        }
        let message = Report.encode(report).finish();
        report = null;
        if (options.debugPrintReports) {
          const decodedReport = Report.decode(message);
          logger.info(`Apollo usage report: ${JSON.stringify(decodedReport.toJSON())}`);
        }
        const compressed = await new Promise((resolve, reject) => {
          gzip(message, (error, result) => {
            error ? reject(error) : resolve(result);
          });
        });
        message = null;
        const fetcher = options.fetcher ?? fetch;
        const response = await (0, import_async_retry.default)(async () => {
          const curResponse = await fetcher((options.endpointUrl || "https://usage-reporting.api.apollographql.com") + "/api/ingress/traces", {
            method: "POST",
            headers: {
              "user-agent": "ApolloServerPluginUsageReporting",
              "x-api-key": key,
              "content-encoding": "gzip",
              accept: "application/json"
            },
            body: compressed,
            signal: AbortSignal.timeout(options.requestTimeoutMs ?? 3e4)
          });
          if (curResponse.status >= 500 && curResponse.status < 600) {
            throw new Error(`HTTP status ${curResponse.status}, ${await curResponse.text() || "(no body)"}`);
          } else {
            return curResponse;
          }
        }, {
          retries: (options.maxAttempts || 5) - 1,
          minTimeout: options.minimumRetryDelayMs || 100,
          factor: 2
        }).catch((err) => {
          throw new Error(`Error sending report to Apollo servers: ${err.message}`);
        });
        if (response.status < 200 || response.status >= 300) {
          throw new Error(`Error sending report to Apollo servers: HTTP status ${response.status}, ${await response.text() || "(no body)"}`);
        }
        if (sendTraces && response.status === 200 && response.headers.get("content-type")?.match(/^\s*application\/json\s*(?:;|$)/i)) {
          const body = await response.text();
          let parsedBody;
          try {
            parsedBody = JSON.parse(body);
          } catch (e) {
            throw new Error(`Error parsing response from Apollo servers: ${e}`);
          }
          if (parsedBody.tracesIgnored === true) {
            logger.debug("This graph's organization does not have access to traces; sending all subsequent operations as stats.");
            sendTraces = false;
          }
        }
        if (options.debugPrintReports) {
          logger.info(`Apollo usage report: status ${response.status}`);
        }
      };
      requestDidStartHandler = ({ metrics, schema: schema2, request: { http, variables } }) => {
        const treeBuilder = new TraceTreeBuilder({
          maskedBy: "ApolloServerPluginUsageReporting",
          sendErrors: options.sendErrors
        });
        treeBuilder.startTiming();
        metrics.startHrTime = treeBuilder.startHrTime;
        let graphqlValidationFailure = false;
        let graphqlUnknownOperationName = false;
        let includeOperationInUsageReporting = null;
        if (http) {
          treeBuilder.trace.http = new Trace.HTTP({
            method: Trace.HTTP.Method[http.method] || Trace.HTTP.Method.UNKNOWN
          });
          if (options.sendHeaders) {
            makeHTTPRequestHeaders(treeBuilder.trace.http, http.headers, options.sendHeaders);
          }
        }
        async function maybeCallIncludeRequestHook(requestContext) {
          if (includeOperationInUsageReporting !== null)
            return;
          if (typeof options.includeRequest !== "function") {
            includeOperationInUsageReporting = true;
            return;
          }
          includeOperationInUsageReporting = await options.includeRequest(requestContext);
          if (typeof includeOperationInUsageReporting !== "boolean") {
            logger.warn("The 'includeRequest' async predicate function must return a boolean value.");
            includeOperationInUsageReporting = true;
          }
        }
        let didResolveSource = false;
        return {
          async didResolveSource(requestContext) {
            didResolveSource = true;
            if (metrics.persistedQueryHit) {
              treeBuilder.trace.persistedQueryHit = true;
            }
            if (metrics.persistedQueryRegister) {
              treeBuilder.trace.persistedQueryRegister = true;
            }
            if (variables) {
              treeBuilder.trace.details = makeTraceDetails(variables, options.sendVariableValues, requestContext.source);
            }
            const clientInfo = (options.generateClientInfo || defaultGenerateClientInfo)(requestContext);
            if (clientInfo) {
              const { clientName, clientVersion } = clientInfo;
              treeBuilder.trace.clientVersion = clientVersion || "";
              treeBuilder.trace.clientName = clientName || "";
            }
          },
          async validationDidStart() {
            return async (validationErrors) => {
              graphqlValidationFailure = validationErrors ? validationErrors.length !== 0 : false;
            };
          },
          async didResolveOperation(requestContext) {
            graphqlUnknownOperationName = requestContext.operation === void 0;
            await maybeCallIncludeRequestHook(requestContext);
            if (includeOperationInUsageReporting && !graphqlUnknownOperationName) {
              if (metrics.captureTraces === void 0) {
                const rawWeight = await fieldLevelInstrumentation(requestContext);
                treeBuilder.trace.fieldExecutionWeight = typeof rawWeight === "number" ? rawWeight : rawWeight ? 1 : 0;
                metrics.captureTraces = !!treeBuilder.trace.fieldExecutionWeight;
              }
            }
          },
          async executionDidStart() {
            if (!metrics.captureTraces)
              return;
            return {
              willResolveField({ info }) {
                return treeBuilder.willResolveField(info);
              }
            };
          },
          async didEncounterSubsequentErrors(_requestContext, errors) {
            treeBuilder.didEncounterErrors(errors);
          },
          async willSendSubsequentPayload(requestContext, payload) {
            if (!payload.hasNext) {
              await operationFinished(requestContext);
            }
          },
          async willSendResponse(requestContext) {
            if (!didResolveSource)
              return;
            if (requestContext.errors) {
              treeBuilder.didEncounterErrors(requestContext.errors);
            }
            if (requestContext.response.body.kind === "single") {
              await operationFinished(requestContext);
            }
          }
        };
        async function operationFinished(requestContext) {
          const resolvedOperation = !!requestContext.operation;
          await maybeCallIncludeRequestHook(requestContext);
          treeBuilder.stopTiming();
          const executableSchemaId = overriddenExecutableSchemaId ?? executableSchemaIdForSchema(schema2);
          if (includeOperationInUsageReporting === false) {
            if (resolvedOperation) {
              getReportWhichMustBeUsedImmediately(executableSchemaId).operationCount++;
            }
            return;
          }
          treeBuilder.trace.fullQueryCacheHit = !!metrics.responseCacheHit;
          treeBuilder.trace.forbiddenOperation = !!metrics.forbiddenOperation;
          treeBuilder.trace.registeredOperation = !!metrics.registeredOperation;
          const policyIfCacheable = requestContext.overallCachePolicy.policyIfCacheable();
          if (policyIfCacheable) {
            treeBuilder.trace.cachePolicy = new Trace.CachePolicy({
              scope: policyIfCacheable.scope === "PRIVATE" ? Trace.CachePolicy.Scope.PRIVATE : policyIfCacheable.scope === "PUBLIC" ? Trace.CachePolicy.Scope.PUBLIC : Trace.CachePolicy.Scope.UNKNOWN,
              maxAgeNs: policyIfCacheable.maxAge * 1e9
            });
          }
          if (metrics.queryPlanTrace) {
            treeBuilder.trace.queryPlan = metrics.queryPlanTrace;
          }
          addTrace().catch(logger.error.bind(logger));
          async function addTrace() {
            if (stopped) {
              return;
            }
            await new Promise((res) => setImmediate(res));
            const executableSchemaId2 = overriddenExecutableSchemaId ?? executableSchemaIdForSchema(schema2);
            const { trace } = treeBuilder;
            let statsReportKey = void 0;
            let referencedFieldsByType;
            if (!requestContext.document) {
              statsReportKey = `## GraphQLParseFailure
`;
            } else if (graphqlValidationFailure) {
              statsReportKey = `## GraphQLValidationFailure
`;
            } else if (graphqlUnknownOperationName) {
              statsReportKey = `## GraphQLUnknownOperationName
`;
            }
            const isExecutable = statsReportKey === void 0;
            if (statsReportKey) {
              if (options.sendUnexecutableOperationDocuments) {
                trace.unexecutedOperationBody = requestContext.source;
                trace.unexecutedOperationName = requestContext.request.operationName || "";
              }
              referencedFieldsByType = /* @__PURE__ */ Object.create(null);
            } else {
              const operationDerivedData = getOperationDerivedData();
              statsReportKey = `# ${requestContext.operationName || "-"}
${operationDerivedData.signature}`;
              referencedFieldsByType = operationDerivedData.referencedFieldsByType;
            }
            const protobufError = Trace.verify(trace);
            if (protobufError) {
              throw new Error(`Error encoding trace: ${protobufError}`);
            }
            if (resolvedOperation) {
              getReportWhichMustBeUsedImmediately(executableSchemaId2).operationCount++;
            }
            getReportWhichMustBeUsedImmediately(executableSchemaId2).addTrace({
              statsReportKey,
              trace,
              asTrace: sendTraces && (!isExecutable || !!metrics.captureTraces) && !metrics.nonFtv1ErrorPaths?.length && sendOperationAsTrace(trace, statsReportKey),
              referencedFieldsByType,
              nonFtv1ErrorPaths: metrics.nonFtv1ErrorPaths ?? []
            });
            if (sendReportsImmediately || getReportWhichMustBeUsedImmediately(executableSchemaId2).sizeEstimator.bytes >= (options.maxUncompressedReportSize || 4 * 1024 * 1024)) {
              await sendReportAndReportErrors(executableSchemaId2);
            }
          }
          function getOperationDerivedData() {
            if (!requestContext.document) {
              throw new Error("No document?");
            }
            const cacheKey = operationDerivedDataCacheKey(requestContext.queryHash, requestContext.operationName || "");
            if (!operationDerivedDataCache || operationDerivedDataCache.forSchema !== schema2) {
              operationDerivedDataCache = {
                forSchema: schema2,
                cache: createOperationDerivedDataCache({ logger })
              };
            }
            const cachedOperationDerivedData = operationDerivedDataCache.cache.get(cacheKey);
            if (cachedOperationDerivedData) {
              return cachedOperationDerivedData;
            }
            const generatedSignature = (options.calculateSignature || import_utils.usageReportingSignature)(requestContext.document, requestContext.operationName || "");
            const generatedOperationDerivedData = {
              signature: generatedSignature,
              referencedFieldsByType: (0, import_utils.calculateReferencedFieldsByType)({
                document: requestContext.document,
                schema: schema2,
                resolvedOperationName: requestContext.operationName ?? null
              })
            };
            operationDerivedDataCache.cache.set(cacheKey, generatedOperationDerivedData);
            return generatedOperationDerivedData;
          }
        }
      };
      return {
        async serverWillStop() {
          if (reportTimer) {
            clearInterval(reportTimer);
            reportTimer = void 0;
          }
          stopped = true;
          await sendAllReportsAndReportErrors();
        }
      };
    }
  });
}
function makeHTTPRequestHeaders(http, headers, sendHeaders) {
  if (!sendHeaders || "none" in sendHeaders && sendHeaders.none || "all" in sendHeaders && !sendHeaders.all) {
    return;
  }
  for (const [key, value] of headers) {
    if ("exceptNames" in sendHeaders && sendHeaders.exceptNames.some((exceptHeader) => {
      return exceptHeader.toLowerCase() === key;
    }) || "onlyNames" in sendHeaders && !sendHeaders.onlyNames.some((header) => {
      return header.toLowerCase() === key;
    })) {
      continue;
    }
    switch (key) {
      case "authorization":
      case "cookie":
      case "set-cookie":
        break;
      default:
        http.requestHeaders[key] = new Trace.HTTP.Values({
          value: [value]
        });
    }
  }
}
function defaultGenerateClientInfo({ request }) {
  const clientNameHeaderKey = "apollographql-client-name";
  const clientVersionHeaderKey = "apollographql-client-version";
  if (request.http?.headers?.get(clientNameHeaderKey) || request.http?.headers?.get(clientVersionHeaderKey)) {
    return {
      clientName: request.http?.headers?.get(clientNameHeaderKey),
      clientVersion: request.http?.headers?.get(clientVersionHeaderKey)
    };
  } else if (request.extensions?.clientInfo) {
    return request.extensions.clientInfo;
  } else {
    return {};
  }
}
export {
  ApolloServerPluginUsageReporting
};
//# sourceMappingURL=usageReporting-EQ6KA2GM.mjs.map
