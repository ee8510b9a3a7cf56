import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  internalPlugin
} from "./chunk-YMYH6IE5.mjs";
import "./chunk-TTH6ZA7C.mjs";

// node_modules/@apollo/server/dist/esm/plugin/disableSuggestions/index.js
function ApolloServerPluginDisableSuggestions() {
  return internalPlugin({
    __internal_plugin_id__: "DisableSuggestions",
    __is_disabled_plugin__: false,
    async requestDidStart() {
      return {
        async validationDidStart() {
          return async (validationErrors) => {
            validationErrors?.forEach((error) => {
              error.message = error.message.replace(/ ?Did you mean(.+?)\?$/, "");
            });
          };
        }
      };
    }
  });
}
export {
  ApolloServerPluginDisableSuggestions
};
//# sourceMappingURL=disableSuggestions-RN4KFR63.mjs.map
