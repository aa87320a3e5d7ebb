"use strict";
// Everything of the page hangs on this one name; its parts are added by the files that follow.
const budgetd = { config: { language: "en", user: "", isStatic: false } };

// An element with attributes and children. Texts are texts: nothing of a document is ever read as markup.
budgetd.make = function (name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") {
      for (const [event, action] of Object.entries(value)) element.addEventListener(event, action);
    } else if (key === "data") {
      for (const [field, text] of Object.entries(value)) element.dataset[field] = text;
    } else {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  for (const child of children.flat(9)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
};

// What stands in an element, in place of what did: nested lists are flat, nothing is left out of them.
budgetd.put = (element, ...children) => element.replaceChildren(...children.flat(9).filter((child) => child || child === 0));

budgetd.compact = (text) => (text ?? "").replace(/\s+/g, "");
