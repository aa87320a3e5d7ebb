"use strict";
// The releases of the archive.
budgetd.list = {
  releases: [],
  filter: { text: "", year: "", phase: "", doubts: false },

  async show() {
    const { make, say } = budgetd;
    budgetd.bar.show([make("h1", {}, say("releases"))]);
    const main = document.getElementById("main");
    main.className = "list";
    main.replaceChildren(make("p", { class: "quiet" }, say("loading")));
    this.releases = await budgetd.data.list();
    this.body = make("tbody");
    this.count = make("span", { class: "quiet", role: "status" });
    main.replaceChildren(this.filters(), this.table());
    this.fill();
  },

  choice(key, values) {
    const { make, say } = budgetd;
    const select = make(
      "select", { "aria-label": say(key), on: { change: () => { this.filter[key] = select.value; this.fill(); } } },
      make("option", { value: "" }, `${say(key)}: ${say("all")}`),
      values.map((value) => make("option", { value }, say(String(value)))));
    select.value = this.filter[key];
    return select;
  },

  filters() {
    const { make, say } = budgetd;
    const years = [...new Set(this.releases.map((release) => release.fiscal_year).filter(Boolean))].sort().reverse();
    const search = make("input", {
      type: "search", id: "search", "aria-label": say("search"), placeholder: say("search"), value: this.filter.text,
      on: { input: () => { this.filter.text = search.value; this.fill(); } },
    });
    const doubts = make("input", {
      type: "checkbox", on: { change: () => { this.filter.doubts = doubts.checked; this.fill(); } },
    });
    doubts.checked = this.filter.doubts;
    return make(
      "div", { class: "filters", role: "search" }, search, this.choice("year", years),
      this.choice("phase", ["budget", "final_accounts"]), make("label", {}, doubts, " ", say("onlyDoubts")), this.count);
  },

  table() {
    const { make, say } = budgetd;
    const heads = ["office", "level", "year", "phase", "status", "doubts", "proof", "pages"];
    return make(
      "div", { class: "scroll" },
      make("table", { class: "releases" },
        make("thead", {}, make("tr", {}, heads.map((head) => make(
          "th", { scope: "col", class: ["doubts", "proof", "pages"].includes(head) ? "number" : null }, say(head))))), this.body));
  },

  fill() {
    const { make, say } = budgetd;
    const wanted = budgetd.compact(this.filter.text);
    const found = this.releases.filter((release) =>
      (!wanted || budgetd.compact((release.issuer ?? "") + release.name).includes(wanted))
      && (!this.filter.year || String(release.fiscal_year) === this.filter.year)
      && (!this.filter.phase || release.phase === this.filter.phase)
      && (!this.filter.doubts || release.doubts > 0));
    this.count.textContent = `${found.length} / ${this.releases.length}`;
    this.body.replaceChildren(...found.map((release) => {
      const share = release.proof?.amounts ? Math.floor((release.proof.proven * 100) / release.proof.amounts) : null;
      return make(
        "tr", { class: release.superseded ? "superseded" : null },
        make("th", { scope: "row" },
          make("a", { href: `#/r/${release.release}` }, release.issuer ?? release.name),
          make("div", { class: "quiet" }, release.name)),
        make("td", {}, release.level ? say(release.level) : "–"), make("td", {}, release.fiscal_year ?? "–"),
        make("td", {}, release.phase ? say(release.phase) : "–"),
        make("td", {}, make("span", { class: `status ${release.status}` }, say(release.superseded ? "superseded" : release.status))),
        make("td", { class: "number" }, release.doubts || ""),
        make("td", { class: "number" }, share === null ? "" : `${share} %`), make("td", { class: "number" }, release.pages));
    }));
    if (!found.length) this.body.append(make("tr", {}, make("td", { colspan: 8, class: "quiet" }, say("emptyArchive"))));
  },
};
