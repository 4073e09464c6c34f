// Cytoscape.js is carried by the package st-link-analysis, as modules for a loader of their own. This is that loader.

const cytoscapeIn = (chunks) => {
  const modules = Object.assign({}, ...chunks.map(([, some]) => some));
  const made = {};
  const need = (id) => {
    if (!(id in made) && id in modules) modules[id]((made[id] = { exports: {} }), made[id].exports, need);
    return made[id]?.exports ?? {};
  };
  need.d = (exports, values) => {
    for (const name in values) Object.defineProperty(exports, name, { enumerable: true, get: values[name] });
  };
  for (const id in modules) {
    const found = Object.values(need(id)).find((one) => typeof one === "function" && one.version && one.stylesheet);
    if (found) return found;
  }
  throw new Error("the package st-link-analysis carries no Cytoscape.js");
};
