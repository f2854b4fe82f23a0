// Which font files a page may load. Each is limited by unicode-range: an English page loads the Latin ones only, and the
// Arabic ones load where Arabic letters stand. Chinese uses the fonts of the reader's system.
import fs from 'node:fs'
import path from 'node:path'

const WANTED = [
  { family: 'Source Sans 3', module: '@fontsource-variable/source-sans-3', sheet: 'index.css', subsets: /-(latin|latin-ext|cyrillic|greek)-wght-normal$/ },
  { family: 'Source Serif 4', module: '@fontsource-variable/source-serif-4', sheet: 'index.css', subsets: /-(latin|latin-ext|cyrillic|greek)-wght-normal$/ },
  { family: 'IBM Plex Mono', module: '@fontsource/ibm-plex-mono', sheet: '400.css', subsets: /-latin-400-normal$/ },
  { family: 'IBM Plex Sans Arabic', module: '@fontsource/ibm-plex-sans-arabic', sheet: '400.css', subsets: /-arabic-400-normal$/ },
  { family: 'IBM Plex Sans Arabic', module: '@fontsource/ibm-plex-sans-arabic', sheet: '600.css', subsets: /-arabic-600-normal$/ },
]

/// { css, files: [[name below build/web, file]] }. The packages say which range each of their files covers.
export function faces(modules) {
  let css = ''
  const files = []
  for (const { family, module, sheet, subsets } of WANTED) {
    const folder = path.join(modules, module)
    const text = fs.readFileSync(path.join(folder, sheet), 'utf8')
    for (const [, name, body] of text.matchAll(/\/\* ([a-z0-9-]+) \*\/\s*@font-face \{([^}]*)\}/g)) {
      if (!subsets.test(name)) continue
      const weight = body.match(/font-weight: ([^;]+);/)[1]
      const range = body.match(/unicode-range: ([^;]+);/)[1]
      const own = `fonts/${name}.woff2`
      css += `@font-face{font-family:"${family}";font-style:normal;font-display:swap;font-weight:${weight};src:url(${own}) format("woff2");unicode-range:${range}}\n`
      files.push([own, path.join(folder, 'files', `${name}.woff2`)])
    }
  }
  return { css, files }
}
