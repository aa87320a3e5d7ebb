"use strict";
// Where the data come from: the server beside the page, or, of a page in files, scripts that bring them.
budgetd.data = {
  waiting: new Map(),

  // Called by the scripts of a page in files.
  arrived(kind, name, value) {
    const key = kind + " " + name;
    this.waiting.get(key)?.resolve(value);
    this.waiting.delete(key);
  },

  script(kind, name, path) {
    return new Promise((resolve, reject) => {
      this.waiting.set(kind + " " + name, { resolve });
      const script = budgetd.make("script", { src: path, on: { error: () => reject(new Error(path)) } });
      document.head.append(script);
    });
  },

  async fetched(path, options) {
    const response = await fetch(path, options);
    const text = await response.text();
    let value = null;
    try { value = JSON.parse(text); } catch { value = null; }
    if (!response.ok) throw new Error(value?.error ?? String(response.status));
    return value;
  },

  list() {
    return budgetd.config.isStatic ? this.script("list", "", "data/list.js") : this.fetched("api/releases");
  },

  release(sha256) {
    if (budgetd.config.isStatic) return this.script("release", sha256, `data/${sha256.slice(0, 16)}.js`);
    return this.fetched(`api/releases/${sha256}`);
  },

  words(sha256, page) {
    if (budgetd.config.isStatic) {
      return this.script("words", `${sha256}/${page}`, `pages/${sha256.slice(0, 16)}/${page}.js`);
    }
    return this.fetched(`api/releases/${sha256}/pages/${page}.json`);
  },

  picture(sha256, page, scale) {
    if (budgetd.config.isStatic) return `pages/${sha256.slice(0, 16)}/${page}.png`;
    return `api/releases/${sha256}/pages/${page}.png?scale=${scale}`;
  },

  async text(release) {
    const sha256 = release.source.sha256;
    if (budgetd.config.isStatic) {
      return this.script("source", sha256, `pages/${sha256.slice(0, 16)}/source.js`);
    }
    const response = await fetch(`api/releases/${sha256}/source`);
    const bytes = await response.arrayBuffer();
    try {
      return new TextDecoder(release.source.encoding ?? "utf-8").decode(bytes);
    } catch {
      return new TextDecoder().decode(bytes);
    }
  },

  correct(sha256, correction) {
    return this.fetched(`api/releases/${sha256}/corrections`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(correction),
    });
  },

  // What a browser remembers of its user; some keep nothing for pages in files.
  remember(key, value) {
    try { localStorage.setItem("budgetd." + key, value); } catch { /* Nothing depends on it. */ }
  },

  remembered(key) {
    try { return localStorage.getItem("budgetd." + key); } catch { return null; }
  },
};
