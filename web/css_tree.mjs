// Reads and writes the CSS that web/css.mjs adapts: minified, without comments, at-rules nested at will.

/// Parts between separators that stand outside brackets and quotes.
export function split_top(text, separator) {
  const parts = ['']
  let depth = 0
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '\\') {
      parts[parts.length - 1] += c + (text[++i] ?? '')
      continue
    }
    if (quote) quote = c === quote ? '' : quote
    else if (c === '"' || c === "'") quote = c
    else if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
    if (c === separator && depth === 0 && !quote) parts.push('')
    else parts[parts.length - 1] += c
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/// Index of the bracket that closes the one before `from`.
function closing(css, from) {
  let depth = 1
  let quote = ''
  for (let i = from; i < css.length; i++) {
    const c = css[i]
    if (c === '\\') i++
    else if (quote) quote = c === quote ? '' : quote
    else if (c === '"' || c === "'") quote = c
    else if (c === '{') depth++
    else if (c === '}' && --depth === 0) return i
  }
  throw new Error('css_tree.mjs: a bracket is not closed')
}

function declarations_of(text) {
  return split_top(text, ';').map((one) => {
    const colon = one.indexOf(':')
    return [one.slice(0, colon).trim(), one.slice(colon + 1).trim()]
  })
}

/// A list of { selector, declarations: [[property, value]] } and { at, nodes }; comments are dropped.
export function parse(source) {
  const css = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@charset[^;]*;/, '')
  const nodes = []
  let at = 0
  while (at < css.length) {
    const open = css.indexOf('{', at)
    if (open < 0) break
    const head = css.slice(at, open).trim()
    const close = closing(css, open + 1)
    const inside = css.slice(open + 1, close)
    if (/^@(media|supports)/.test(head)) nodes.push({ at: head, nodes: parse(inside) })
    else if (head.startsWith('@')) nodes.push({ at: head, nodes: [{ selector: '', declarations: declarations_of(inside) }] })
    else nodes.push({ selector: head, declarations: declarations_of(inside) })
    at = close + 1
  }
  return nodes
}

export function print(nodes) {
  return nodes
    .map((node) => (node.at ? `${node.at}{${print(node.nodes)}}` : `${node.selector}{${node.declarations.map((d) => d.join(':')).join(';')}}`))
    .join('\n')
}
