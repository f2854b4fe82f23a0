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

/// What stands there until a font has come: a font of the reader's system, drawn so large that a line takes the same room, so
/// that nothing moves when the font is there. Measured on a paragraph of this site, in per cent (Arimo, Gelasio and Tinos have
/// the widths of Arial, Georgia and Times).
const MEANWHILE = [
  { family: 'Writ Sans A', local: ['Arial', 'Liberation Sans', 'Helvetica', 'Arimo'], size: { 400: 92.8, 600: 89 } },
  { family: 'Writ Sans D', local: ['DejaVu Sans'], size: { 400: 82, 600: 74.5 } },
  { family: 'Writ Serif G', local: ['Georgia', 'Gelasio'], size: { 400: 106.6, 600: 93.2 } },
  { family: 'Writ Serif T', local: ['Times New Roman', 'Liberation Serif', 'Times', 'Tinos'], size: { 400: 116.3, 600: 111.4 } },
  { family: 'Writ Serif D', local: ['DejaVu Serif'], size: { 400: 92, 600: 85.5 } },
]
const BOLD = { 'DejaVu Sans': 'DejaVu Sans Bold', 'DejaVu Serif': 'DejaVu Serif Bold', Helvetica: 'Helvetica Bold', Arial: 'Arial Bold' }

const meanwhile = () => MEANWHILE.flatMap(({ family, local, size }) => Object.entries(size).map(([weight, percent]) => {
  const names = local.map((name) => `local("${weight === '600' ? BOLD[name] ?? `${name} Bold` : name}")`).join(',')
  return `@font-face{font-family:"${family}";font-weight:${weight === '600' ? '600 900' : '100 500'};src:${names};size-adjust:${percent}%;unicode-range:U+20-24F,U+2010-2027}\n`
})).join('')

/// { css, files: [[name below build/web, file]] }. The packages say which range each of their files covers.
export function faces(modules) {
  let css = meanwhile()
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
