// The stylesheet: govuk-frontend's precompiled CSS made ours (own font, logical properties, the colours of our tokens, no
// crown), and after it web/tokens.css, web/style.css, web/print.css. Fails if a colour or a physical property is left.
import { parse, print, split_top } from './css_tree.mjs'

// Components of govuk-frontend that no page uses; a selector that names one is dropped.
const UNUSED =
  /\.govuk-(accordion|service-navigation|footer|header|generic-header|tabs|exit-this|cookie-banner|logo-dot|language-navigation|feedback|cookie|file-upload-button|drop-zone|js-|template--rebranded|link-image|grid-)|\.govuk-frontend-supported|\.js-enabled|\.govuk-skip-link|\.govuk-template|\.govuk-width-container|\.govuk-main-wrapper/
// Of the override classes only these: pages have classes of their own.
const OVERRIDES_KEPT = /govuk-!-(display-none|width-|font-weight-bold|margin-(top|bottom)-[0369]\b|text-align-)/
// Hacks for browsers that are gone, and sheets for them.
const DROPPED_AT = /^@font-face|\\0|-ms-high-contrast|^@media only print|not \(caret-color|not \(text-wrap/
const UNWRAPPED_AT = /^@supports (not \(-ms-ime-align:auto\)|\((padding|margin|border-width):max\()/

// custom property or colour of govuk-frontend -> ours
const NAMED = {
  '--govuk-brand-colour': 'accent', '--govuk-text-colour': 'ink', '--govuk-inverse-text-colour': 'on-accent',
  '--govuk-template-background-colour': 'paper', '--govuk-body-background-colour': 'paper', '--govuk-print-text-colour': 'ink',
  '--govuk-secondary-text-colour': 'ink-2', '--govuk-focus-colour': 'focus', '--govuk-focus-text-colour': 'on-focus',
  '--govuk-error-colour': 'error', '--govuk-success-colour': 'ok', '--govuk-border-colour': 'rule',
  '--govuk-input-border-colour': 'field', '--govuk-hover-colour': 'rule', '--govuk-link-colour': 'accent',
  '--govuk-link-visited-colour': 'visited', '--govuk-link-hover-colour': 'accent-hover', '--govuk-link-active-colour': 'ink',
  '--govuk-surface-background-colour': 'surface', '--govuk-surface-text-colour': 'ink', '--govuk-surface-border-colour': 'rule',
}
const COLOURS = {
  '#0b0c0c': 'ink', '#000': 'ink', '#fff': 'paper', '#f4f8fb': 'surface', '#f3f3f3': 'surface', '#484949': 'ink-2', '#858686': 'field',
  '#fd0': 'focus', '#ffee80': 'focus', '#cecece': 'rule', '#8eb8dc': 'rule', '#1d70b8': 'accent', '#1a65a6': 'accent', '#0f385c': 'accent-hover',
  '#54319f': 'visited', '#ca3535': 'error', '#651b1b': 'error', '#982828': 'error', '#f4d7d7': 'error-bg', '#651b3e': 'error', '#f4d7e5': 'error-bg',
  '#0f7a52': 'ok', '#083d29': 'ok', '#0b5c3e': 'ok', '#cfe4dc': 'ok-bg', '#0b4144': 'info', '#d0e6e7': 'info-bg', '#d2e2f1': 'info-bg',
  '#2a1950': 'visited', '#ddd6ec': 'surface', '#7a3c1c': 'warn', '#fde4d7': 'warn-bg', '#00ffe0': 'focus',
}

/// A value's colours as tokens. `var(--govuk-x,#abc)` loses its fallback; text on a filled button stays its own token.
function coloured(property, value) {
  const named = value.replace(/var\((--govuk-[a-z-]+)(?:,[^()]*)?\)/g, (whole, name) => {
    if (!NAMED[name]) throw new Error(`css.mjs: ${name} has no token`)
    return `var(--w-${NAMED[name]})`
  })
  return named.replace(/#[0-9a-f]{3,8}\b/gi, (hex) => {
    const token = property === 'color' && hex.toLowerCase() === '#fff' ? 'on-accent' : COLOURS[hex.toLowerCase()]
    if (!token) throw new Error(`css.mjs: colour ${hex} of ${property} has no token`)
    return `var(--w-${token})`
  })
}

const SIDES = { left: 'inline-start', right: 'inline-end', top: 'block-start', bottom: 'block-end' }
const CORNERS = { 'top-left': 'start-start', 'top-right': 'start-end', 'bottom-left': 'end-start', 'bottom-right': 'end-end' }

/// One declaration as logical ones. Vertical sides stay: no writing mode of ours turns them.
function logical([property, value]) {
  let found = property.match(/^(margin|padding|border)-(left|right)(.*)$/)
  if (found) return [[`${found[1]}-${SIDES[found[2]]}${found[3]}`, value]]
  if (property === 'left' || property === 'right') return [[`inset-${SIDES[property]}`, value]]
  found = property.match(/^border-(top|bottom)-(left|right)-radius$/)
  if (found) return [[`border-${CORNERS[`${found[1]}-${found[2]}`]}-radius`, value]]
  if (['text-align', 'float', 'clear'].includes(property)) {
    const side = property === 'text-align' ? { left: 'start', right: 'end' } : { left: 'inline-start', right: 'inline-end' }
    return [[property, side[value] ?? value]]
  }
  if (['margin', 'padding', 'border-width', 'border-style', 'border-color'].includes(property)) {
    const [top, right, bottom, left] = split_top(value.replace(/!important$/, ''), ' ')
    if (left === undefined || left === right) return [[property, value]]
    const [name, what] = property.split('-')
    const end = what ? `-${what}` : ''
    return [[`${name}-block${end}`, `${top} ${bottom}`], [`${name}-inline${end}`, `${left} ${right}`]]
  }
  return [[property, value]]
}

function adapted_declaration([property, value]) {
  if (property.startsWith('-webkit-') && !['-webkit-appearance', '-webkit-text-size-adjust'].includes(property)) return []
  if (property.startsWith('-moz-') || property.startsWith('-ms-')) return []
  if (property === 'font-family') return [[property, /monospace/.test(value) ? 'var(--w-mono)' : 'var(--w-font)']]
  if (property.startsWith('--govuk')) return []
  return logical([property, coloured(property, value)])
}

function kept_selector(selector) {
  if (UNUSED.test(selector)) return false
  return !selector.includes('govuk-\\!-') || OVERRIDES_KEPT.test(selector.replaceAll('\\', ''))
}

function adapted(nodes) {
  return nodes.flatMap((node) => {
    if (node.at) {
      if (DROPPED_AT.test(node.at)) return []
      const inside = adapted(node.nodes)
      if (inside.length === 0) return []
      return UNWRAPPED_AT.test(node.at) ? inside : [{ at: node.at, nodes: inside }]
    }
    const selectors = split_top(node.selector, ',').filter(kept_selector)
    const declarations = node.declarations.flatMap(adapted_declaration)
    return selectors.length && declarations.length ? [{ selector: selectors.join(','), declarations }] : []
  })
}

/// Nothing of the original may be left that would break dark mode or a right-to-left page.
function check(css) {
  const left = css.match(/#[0-9a-f]{3,8}\b|--govuk|GDS|[;{](margin|padding|border|inset)?-?(left|right):[^;}]*/i)
  if (left) throw new Error(`css.mjs: "${left[0]}" is left in the adapted CSS`)
  return css
}

export const govuk = (source) => check(print(adapted(parse(source))))
