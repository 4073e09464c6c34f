// Streamlit has English words of its own in its widgets and no translations (streamlit/streamlit issue 13500): they are
// replaced where they appear, and put back when the page speaks English. What the register holds is left alone.
(() => {
  document.documentElement.lang = TAG;
  const rules = WORDS.map(([said, words]) => [new RegExp(`^${said}$`), words]);
  const attributes = ["aria-label", "title", "placeholder"];
  const own = (globalThis.guanlianOwn ??= new WeakMap()); // node -> name -> [Streamlit's words, ours]

  const told = (said) => {
    const rule = said && said.length < 200 && rules.find(([pattern]) => pattern.test(said.trim()));
    return rule ? said.trim().replace(...rule) : said;
  };
  const say = (node, name, now, write) => {
    const kept = own.get(node)?.[name];
    const said = kept && kept[1] === now ? kept[0] : now;
    const words = told(said);
    if (words !== said || kept) own.set(node, { ...own.get(node), [name]: [said, words] });
    if (words !== now) write(words);
  };
  const speak = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement?.closest(".g, script, style")) say(node, "", node.nodeValue, (words) => (node.nodeValue = words));
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".g, script, style")) return;
    for (const name of attributes) {
      if (node.hasAttribute(name)) say(node, name, node.getAttribute(name), (words) => node.setAttribute(name, words));
    }
    node.childNodes.forEach(speak);
  };
  globalThis.guanlianSpeaks?.disconnect();
  globalThis.guanlianSpeaks = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(speak);
      else if (change.type === "attributes") say(change.target, change.attributeName, change.target.getAttribute(change.attributeName) ?? "", (words) => change.target.setAttribute(change.attributeName, words));
      else speak(change.target);
    }
  });
  speak(document.body);
  globalThis.guanlianSpeaks.observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: attributes });
})();
