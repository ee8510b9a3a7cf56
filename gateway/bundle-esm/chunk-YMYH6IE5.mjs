import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);

// node_modules/@apollo/server/dist/esm/internalPlugin.js
function internalPlugin(p) {
  return p;
}
function pluginIsInternal(plugin) {
  return "__internal_plugin_id__" in plugin;
}

export {
  internalPlugin,
  pluginIsInternal
};
//# sourceMappingURL=chunk-YMYH6IE5.mjs.map
