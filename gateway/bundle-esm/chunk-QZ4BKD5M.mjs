import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  require_graphql
} from "./chunk-L2BSKKEH.mjs";
import {
  __toESM
} from "./chunk-TTH6ZA7C.mjs";

// node_modules/@apollo/server/dist/esm/plugin/schemaIsSubgraph.js
var import_graphql = __toESM(require_graphql(), 1);
function schemaIsSubgraph(schema) {
  const serviceType = schema.getType("_Service");
  if (!(0, import_graphql.isObjectType)(serviceType)) {
    return false;
  }
  const sdlField = serviceType.getFields().sdl;
  if (!sdlField) {
    return false;
  }
  let sdlFieldType = sdlField.type;
  if ((0, import_graphql.isNonNullType)(sdlFieldType)) {
    sdlFieldType = sdlFieldType.ofType;
  }
  if (!(0, import_graphql.isScalarType)(sdlFieldType)) {
    return false;
  }
  return sdlFieldType.name == "String";
}

export {
  schemaIsSubgraph
};
//# sourceMappingURL=chunk-QZ4BKD5M.mjs.map
