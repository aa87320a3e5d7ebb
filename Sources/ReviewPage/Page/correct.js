"use strict";
// A person sets something right: a dialog for what is selected, and the answer of the archive.
budgetd.correct = {
  open(edit) {
    if (budgetd.config.isStatic) return;
    const target = edit ?? this.selected();
    if (target) this.dialog(target);
  },

  // Fields that the selected cell has.
  selected() {
    const { line, column } = budgetd.app.selection ?? {};
    const place = budgetd.tables.lines.get(line);
    if (!place) return null;
    const { say } = budgetd;
    const fields = [
      { field: "name", label: say("name"), value: place.line.name }, { field: "code", label: say("code"), value: place.line.code },
    ];
    for (const one of place.table.columns) {
      if (one.type !== "amount" || one.list !== place.line.list) continue;
      const key = one.key ?? one.path.join("/");
      fields.push({ field: `amounts.${key}`, label: one.path.join(" / "), value: this.text(place.line.amounts[key]) });
    }
    for (const [key, value] of Object.entries(place.line.values ?? {})) fields.push({ field: `values.${key}`, label: key, value });
    if (place.line.goal) fields.push({ field: "goal", label: "goal", value: place.line.goal });
    for (const key of Object.keys(place.line.amounts)) {
      if (fields.some((one) => one.field === `amounts.${key}`)) continue;
      fields.push({ field: `amounts.${key}`, label: key, value: this.text(place.line.amounts[key]) });
    }
    const wanted = [column, `amounts.${column}`, `values.${column}`];
    const chosen = fields.findIndex((one) => wanted.includes(one.field));
    if (chosen < 0) {
      budgetd.tell(say("cannotCorrect"));
      return null;
    }
    const finding = budgetd.doubts.all[budgetd.doubts.current];
    return {
      table: place.table.id, line, row: place.line.name, fields,
      chosen,
      finding: finding?.line === line ? budgetd.doubts.key(finding) : undefined,
      others: place.table.lines.filter((other) => other.id !== line),
    };
  },

  // An amount as the archive writes it: a number of JSON may be shown otherwise, never be another.
  text: (amount) => (amount === null || amount === undefined ? null : String(amount)),

  ofTable(id, field) {
    const table = budgetd.app.release.tables.find((one) => one.id === id);
    const heading = field.startsWith("heading.") ? table.columns[Number(field.slice(8))] : null;
    const value = heading ? heading.path.join("/") : table[field] ?? null;
    this.open({ table: id, fields: [{ field, label: budgetd.say(heading ? "heading" : field === "unit" ? "money" : field), value }], chosen: 0 });
  },

  ofRelease() {
    const { release } = budgetd.app;
    const { say } = budgetd;
    const fields = ["issuer", "level", "phase", "fiscal_year"].map((field) => ({
      field, label: say(field === "fiscal_year" ? "year" : field), value: this.text(release[field]),
    }));
    this.open({ fields, chosen: 0 });
  },

  dialog(target) {
    const { make, say } = budgetd;
    const before = document.activeElement;
    const select = make("select", { id: "field" }, target.fields.map((one, index) => make("option", { value: index }, one.label)));
    select.value = target.chosen;
    const input = make("input", { id: "value", autocomplete: "off" });
    const old = make("p", { class: "quiet" });
    const fill = () => {
      const one = target.fields[select.value];
      input.value = one.value ?? "";
      old.textContent = `${say("was")}: ${one.value ?? say("empty")}`;
    };
    select.addEventListener("change", fill);
    const name = make("input", { id: "by", value: budgetd.data.remembered("name") ?? budgetd.config.user });
    const note = make("input", { id: "note" });
    const row = (text, id, element) => make("p", { class: "field" }, make("label", { for: id }, text), element);
    const close = () => {
      dialog.close();
      dialog.remove();
      (budgetd.app.tables?.querySelector(".selected") ?? (before?.isConnected ? before : budgetd.app.tables))?.focus?.();
    };
    const refused = make("p", { class: "sentence error", role: "alert", hidden: true });
    const about = { table: target.table, line: target.line, row: target.row };
    const send = async (correction) => {
      budgetd.data.remember("name", name.value);
      const answer = await this.send({ ...about, ...correction, by: name.value, note: note.value || undefined });
      if (answer === true) return close();
      refused.textContent = answer;
      refused.hidden = false;
      // What stands there now is what the next try is from.
      const now = target.line ? this.selected() : null;
      if (!now) return;
      for (const one of target.fields) one.value = now.fields.find((other) => other.field === one.field)?.value ?? one.value;
      about.row = now.row;
      old.textContent = `${say("was")}: ${target.fields[select.value].value ?? say("empty")}`;
    };
    const others = target.others?.length
      ? make("select", { id: "target" }, target.others.map((other) => make("option", { value: other.id }, `${other.id.split(".").pop()} ${other.name}`))) : null;
    if (others) {
      const index = target.others.findIndex((other) => Number(other.id.split(".l")[1]) > Number(target.line.split(".l")[1]));
      others.value = target.others[index > 0 ? index - 1 : 0].id;
    }
    const dialog = make("dialog", { "aria-label": say("correct") },
      make("form", { method: "dialog", on: { submit: (event) => {
        event.preventDefault();
        const one = target.fields[select.value];
        send({ action: "set", field: one.field, from: one.value ?? null, to: input.value === "" ? null : input.value, finding: target.finding });
      } } },
      make("h2", {}, target.row ?? say(target.table ? "table" : "release")), row(say("field"), "field", select), row(say("value"), "value", input), old,
      row(say("yourName"), "by", name), row(say("note"), "note", note), refused,
      make("p", { class: "buttons" }, make("button", { type: "submit", class: "main" }, say("save")),
        make("button", { type: "button", on: { click: close } }, say("cancel"))),
      others ? make("details", {}, make("summary", {}, say("joinRow"), " / ", say("dropRow")),
        row(say("joinTo"), "target", others),
        make("p", { class: "buttons" },
          make("button", { type: "button", on: { click: () => send({ action: "join", target: others.value, finding: target.finding }) } }, say("joinRow")),
          make("button", { type: "button", on: { click: () => send({ action: "drop", finding: target.finding }) } }, say("dropRow")))) : null));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    document.body.append(dialog);
    fill();
    dialog.showModal();
    input.focus();
    input.select();
  },

  // True where it was taken, else why not. One at a time: who holds a key down has not looked.
  async send(correction) {
    const { say } = budgetd;
    if (this.isSending) return say("loading");
    this.isSending = true;
    try {
      const by = correction.by ?? budgetd.data.remembered("name") ?? budgetd.config.user;
      const answer = await budgetd.data.correct(budgetd.app.release.source.sha256, { ...correction, by });
      budgetd.app.refresh(answer);
      budgetd.tell(say("saved"));
      return true;
    } catch (error) {
      budgetd.tell(say("failed") + error.message);
      const answer = await budgetd.data.release(budgetd.app.release.source.sha256).catch(() => null);
      if (answer) budgetd.app.refresh(answer);
      return say("failed") + error.message;
    } finally {
      this.isSending = false;
    }
  },

  history(corrections, into) {
    const { make, say } = budgetd;
    const withdrawn = new Set(corrections.filter((one) => one.action === "withdraw").map((one) => one.target));
    into.replaceChildren(
      make("summary", {}, `${say("history")} (${corrections.length})`),
      make("ol", {}, corrections.filter((one) => one.action !== "withdraw").map((one) => make(
        "li", { class: withdrawn.has(one.id) ? "quiet" : null },
        `${one.at} ${one.by}: ${one.action} ${[one.line ?? one.table, one.field].filter(Boolean).join(" ")} `,
        one.action === "set" ? `${one.from ?? say("empty")} → ${one.to ?? say("empty")} ` : "", one.note ?? "",
        withdrawn.has(one.id) ? ` (${say("takenBack")})` : budgetd.config.isStatic ? null
          : make("button", { on: { click: () => this.send({ action: "withdraw", target: one.id }) } }, say("takeBack"))))));
    into.hidden = !corrections.length;
  },
};
