import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  require_dist2 as require_dist
} from "./chunk-HZXHJTLA.mjs";
import {
  __toESM
} from "./chunk-TTH6ZA7C.mjs";

// node_modules/@apollo/server/dist/esm/utils/computeCoreSchemaHash.js
var import_utils = __toESM(require_dist(), 1);
function computeCoreSchemaHash(schema) {
  return (0, import_utils.createHash)("sha256").update(schema).digest("hex");
}

export {
  computeCoreSchemaHash
};
//# sourceMappingURL=chunk-QQ5ZNJGC.mjs.map
