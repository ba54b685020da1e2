// Makes elements. Texts are set as texts and styles through `style`: the page's policy allows neither inline styles nor markup from data.

export function element(name, className, more = {}) {
  const el = document.createElement(name);
  if (className) el.className = className;
  for (const [key, value] of Object.entries(more)) if (value != null) el.setAttribute(key, value);
  return el;
}
