// The page's texts in its own language: the server puts them into `data-words`, and what the verifier says (in English)
// with the page's words for it into `data-verdict`. No text of these scripts stands in them.
import { el } from './dom.mjs'

const place = document.querySelector('[data-words]')
const own = JSON.parse(place.dataset.words)
const isRightToLeft = () => document.documentElement.dir === 'rtl'
/// A value keeps its direction inside a sentence of the other one.
const isolated = (value) => (isRightToLeft() ? `\u2068${value}\u2069` : String(value))
const filled = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => isolated(values[name]))

/** A text by its name, with its arguments put in. */
export const t = (name, values = {}) => filled(own[name], values)

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const known = JSON.parse(place.dataset.verdict).map(([english, words]) => {
  const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  return { pattern: new RegExp(`^${english.split(/\{\w+\}/).map(escaped).join('(.*?)')}$`, 's'), names, words }
})

/** What the verifier says, in the page's language; null if the page has no words for it. */
function translated(english) {
  for (const { pattern, names, words } of known) {
    const found = english.match(pattern)
    if (found) return filled(words, Object.fromEntries(names.map((name, i) => [name, found[i + 1]])))
  }
  return null
}

/** The same as an element: what the page has no words for stays as it was said, marked as English. */
export function told(english) {
  const words = translated(english)
  return el('span', words === null ? { lang: 'en', dir: 'ltr' } : {}, words ?? english)
}
/** Yes, no, not checked. */
export const answer = (word) => t(`answer_${word.replace(' ', '_')}`)
