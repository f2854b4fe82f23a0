// Elements from values, numbers and dates as the page's language writes them.
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value)
    else if (value === true) made.setAttribute(name, '')
    else if (value !== false && value !== undefined) made.setAttribute(name, value)
  }
  made.append(...children.filter((child) => child !== null && child !== undefined))
  return made
}

const language = () => document.documentElement.lang || 'en'
export const count = (n) => new Intl.NumberFormat(language(), { numberingSystem: 'latn' }).format(n)
export const size = (bytes) => (bytes < 1_000_000 ? `${count(Math.ceil(bytes / 1000))} kB` : `${new Intl.NumberFormat(language(), { numberingSystem: 'latn', maximumFractionDigits: 1 }).format(bytes / 1e6)} MB`)
export const listOf = (items) => el('ul', {}, ...items.map((item) => el('li', {}, item)))

/** A button that copies `text()` and says so in place. */
export function copyButton(label, copied, text) {
  const said = el('span', { role: 'status', class: 'w-small' })
  const button = el('button', { type: 'button', class: 'govuk-button govuk-button--secondary', onclick: async () => {
    await navigator.clipboard.writeText(text())
    said.textContent = ` ${copied}`
  } }, label)
  return navigator.clipboard ? el('p', {}, button, said) : null
}

/** Whether the verifier can run here; else the name of the text that says why not. */
export function whyNot() {
  if (typeof WebAssembly === 'undefined') return 'no_wasm'
  return typeof Worker === 'undefined' ? 'no_workers' : ''
}
