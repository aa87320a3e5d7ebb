"use strict";
// The doubts of a release, one after the other, and what an amount is proven by.
budgetd.doubts = {
  current: -1,
  all: [],

  show(release, into) {
    this.release = release;
    this.into = into;
    const looked = this.all[this.current];
    this.all = release.findings.filter((finding) => finding.severity !== "info" && !finding.settled);
    // The one that was looked at, or none: another must be shown before it can be accepted.
    this.current = looked ? this.all.findIndex((one) => JSON.stringify(this.key(one)) === JSON.stringify(this.key(looked))) : -1;
    this.draw();
  },

  draw() {
    const { make, say } = budgetd;
    const finding = this.all[this.current];
    const isStatic = budgetd.config.isStatic;
    const button = (key, text, action, isOff) => make(
      "button", { on: { click: action }, disabled: isOff, "aria-keyshortcuts": key }, text, " ", make("kbd", {}, key));
    budgetd.put(this.into,
      make("div", { class: "steps" },
        make("b", {}, this.all.length ? `${say("doubt")} ${this.current + 1} / ${this.all.length}` : say("noDoubts")),
        button("p", say("previous"), () => this.step(-1), !this.all.length),
        button("n", say("next"), () => this.step(1), !this.all.length),
        isStatic ? null : button("a", say("accept"), () => this.accept(), !finding),
        isStatic ? null : button("e", say("correct"), () => budgetd.correct.open(), false)),
      finding ? make("p", { class: `sentence ${finding.severity}` }, this.place(finding), this.sentence(finding)) : null,
      make("ol", { class: "all", "aria-label": say("doubts") }, this.all.map((one, index) => make(
        "li", {}, make("button", {
          class: index === this.current ? "plain current" : "plain", "aria-current": index === this.current ? "true" : null,
          on: { click: () => { this.current = index; this.go(); } },
        }, this.place(one), this.sentence(one))))));
  },

  place(finding) {
    const page = finding.page ?? budgetd.tables.lines.get(finding.line)?.line.at?.[0]?.page;
    const name = budgetd.tables.lines.get(finding.line)?.line.name;
    return budgetd.make("span", { class: "quiet" },
      [page ? `${budgetd.say("page")} ${page}` : null, finding.line ?? finding.table, name].filter(Boolean).join(" · "), ": ");
  },

  sentence: (finding) => (finding.spoken ?? finding.message),

  step(by) {
    if (!this.all.length) return;
    this.current = (this.current + by + this.all.length) % this.all.length;
    this.go();
  },

  // To the place of the current one.
  async go() {
    const finding = this.all[this.current];
    this.draw();
    if (!finding) return;
    if (finding.line) {
      const check = this.release.checks.find((one) => one.outcome === "broken" && one.operands[0].line === finding.line
        && String(one.printed) === finding.details?.[0]);
      await budgetd.app.select(finding.line, check?.operands[0].column ?? "name", true);
    } else if (finding.table) {
      budgetd.app.selection = null;
      budgetd.tables.build(finding.table);
      document.getElementById(finding.table)?.scrollIntoView({ block: "start" });
      const table = this.release.tables.find((one) => one.id === finding.table);
      await budgetd.sheet.go(finding.page ?? table?.pages?.[0] ?? 1);
    } else if (finding.page) {
      budgetd.app.selection = null;
      await budgetd.sheet.go(finding.page);
    }
    if (finding.box) {
      budgetd.sheet.frames = [{ box: finding.box, kind: "cell" }];
      budgetd.sheet.frame();
    }
  },

  // The next one is shown before it can be accepted.
  async accept() {
    const finding = this.all[this.current];
    if (!finding) return;
    const index = this.current;
    const taken = await budgetd.correct.send({ action: "accept", table: finding.table, line: finding.line, finding: this.key(finding) });
    if (taken !== true || !this.all.length) return;
    this.current = Math.min(index, this.all.length - 1);
    await this.go();
  },

  key: ({ code, table, line, details }) => ({ code, table, line, details }),

  // What is known of one cell.
  describe(line, column, into) {
    const { make, say } = budgetd;
    const place = budgetd.tables.lines.get(line);
    if (!place) return into.replaceChildren();
    const checks = budgetd.tables.checks.get(`${line} ${column}`) ?? [];
    const isAmount = column in place.line.amounts;
    const isProven = (place.line.proven ?? []).includes(column);
    const sums = checks.filter((check) => check.outcome !== "rounding" || checks.length < 4).slice(0, 6);
    const repairs = place.line.repairs.filter((repair) => repair.field === column || !isAmount);
    budgetd.put(into,
      make("h3", {}, place.line.code, " ", place.line.name),
      isAmount ? make("p", {}, budgetd.amount(place.line.amounts[column]), " ", place.table.unit ?? "", " · ",
        make("b", { class: isProven ? "proven" : "unproven" },
          isProven ? (checks.some((check) => check.outcome === "exact") ? say("provenBy") : say("provenElse")) : say("notProven"))) : null,
      sums.map((check) => this.sum(check)),
      (budgetd.tables.doubted.get(line) ?? []).map((finding) => make("p", { class: `sentence ${finding.severity}` }, this.sentence(finding))),
      repairs.map((repair) => make("p", { class: "quiet" },
        repair.kind === "corrected" ? `${say("corrected")}: ${say("was")} “${repair.from[0] ?? ""}” · ${repair.by} ${repair.at_time}`
          : `${repair.field}: ${say("read")} ${repair.from.map((part) => `“${part}”`).join(" ")}`)));
  },

  sum(check) {
    const { make, say } = budgetd;
    const link = (operand) => {
      const place = budgetd.tables.lines.get(operand.line);
      const amount = place?.line.amounts[operand.column];
      return make("button", {
        class: "plain link", title: `${operand.line} ${operand.column}`,
        on: { click: () => budgetd.app.select(operand.line, operand.column) },
      }, budgetd.amount(amount), " ", make("small", {}, place?.line.name ?? operand.line));
    };
    const parts = check.operands.slice(1);
    return make("p", { class: `sum ${check.outcome}` }, make("small", {}, say(check.rule), check.outcome === "broken" ? ` · ${say("brokenSum")}: ` : ": "),
      link(check.operands[0]), check.outcome === "broken" ? " ≠ " : " = ",
      parts.slice(0, 40).map((operand, index) => [index ? " + " : "", link(operand)]), parts.length > 40 ? ` + … (${parts.length})` : "");
  },
};
