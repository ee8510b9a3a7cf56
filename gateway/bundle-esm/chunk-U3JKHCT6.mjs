import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);

// gateway/src/request-notes.ts
function createRequestNotes(name) {
  const key = Symbol(name);
  return {
    get: (context) => {
      const noted = context[key];
      return noted !== void 0 && noted.of === context ? noted.note : void 0;
    },
    set: (context, note) => {
      ;
      context[key] = { of: context, note };
    },
    delete: (context) => {
      delete context[key];
    }
  };
}

// gateway/src/plugins/client-name.ts
var clientOf = ({ headers }) => ({
  name: headers.get("apollographql-client-name") ?? null,
  version: headers.get("apollographql-client-version") ?? null
});

export {
  createRequestNotes,
  clientOf
};
//# sourceMappingURL=chunk-U3JKHCT6.mjs.map
