import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  require_sha
} from "./chunk-K2AUZARY.mjs";
import {
  __commonJS,
  __require
} from "./chunk-TTH6ZA7C.mjs";

// node_modules/@apollo/server/node_modules/@apollo/utils.isnodelike/dist/index.js
var require_dist = __commonJS({
  "node_modules/@apollo/server/node_modules/@apollo/utils.isnodelike/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.isNodeLike = void 0;
    exports.isNodeLike = typeof process === "object" && process && process.release && process.versions && typeof process.versions.node === "string";
  }
});

// node_modules/@apollo/server/node_modules/@apollo/utils.createhash/dist/index.js
var require_dist2 = __commonJS({
  "node_modules/@apollo/server/node_modules/@apollo/utils.createhash/dist/index.js"(exports, module) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.createHash = void 0;
    var utils_isnodelike_1 = require_dist();
    function createHash(kind) {
      if (utils_isnodelike_1.isNodeLike && module.require) {
        return __require("crypto").createHash(kind);
      }
      return require_sha()(kind);
    }
    exports.createHash = createHash;
  }
});

// node_modules/@apollo/server/dist/esm/generated/packageVersion.js
var packageVersion = "5.5.1";

export {
  require_dist,
  require_dist2,
  packageVersion
};
//# sourceMappingURL=chunk-HZXHJTLA.mjs.map
