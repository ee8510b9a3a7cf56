import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  connectRedis,
  defineScript,
  findRedisServer,
  startRedisServer
} from "./chunk-BN3Q3XSK.mjs";
import "./chunk-YFLWXCQ5.mjs";
import "./chunk-HFKCUZ5O.mjs";
import "./chunk-TTH6ZA7C.mjs";
export {
  connectRedis,
  defineScript,
  findRedisServer,
  startRedisServer
};
//# sourceMappingURL=redis-NP5QMSVQ.mjs.map
