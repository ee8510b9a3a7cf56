import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);

// gateway/src/plugins/entity-cache/entity-store.ts
var packed = ({ version, value }) => `${version}
${value}`;
function unpacked(text, version) {
  if (text === null || text === void 0 || !text.startsWith(`${version}
`)) return null;
  return text.slice(version.length + 1);
}

export {
  packed,
  unpacked
};
//# sourceMappingURL=chunk-SOPYJSWN.mjs.map
