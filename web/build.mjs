// Makes build/web: style.css, fonts/, one module for each web/**/*.entry.mjs, and assets.txt, the list of what a site copies.
// node web/build.mjs MODULES OUT: MODULES is the node_modules folder that scripts/web.sh installed.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { govuk } from './css.mjs'
import { parse, print } from './css_tree.mjs'
import { faces } from './fonts.mjs'

const CSS_BUDGET = 22_000 // bytes after gzip, all three faces (design: faces.md 8)
const JS_BUDGET = 25_000 // bytes after gzip, each page
const PLACED = ['tokens.css', 'style.css', 'forms.css', 'print.css'] // every other sheet of web/ stands between the forms and print
const TARGET = ['chrome110', 'firefox110', 'safari16.4']

const web = path.dirname(fileURLToPath(import.meta.url))
const [modules, out] = process.argv.slice(2).map((one) => path.resolve(one))
const esbuild = createRequire(path.join(modules, 'x.js'))('esbuild')

const read = (file) => fs.readFileSync(path.join(web, file), 'utf8')
const zipped = (file) => zlib.gzipSync(fs.readFileSync(file), { level: 9 }).length
const made = []

function write(name, bytes) {
  fs.mkdirSync(path.dirname(path.join(out, name)), { recursive: true })
  fs.writeFileSync(path.join(out, name), bytes)
  made.push(name)
}

function within(name, budget) {
  const size = zipped(path.join(out, name))
  console.log(`${name}: ${size} bytes gzipped (budget ${budget})`)
  if (size > budget) throw new Error(`${name} is over its budget`)
}

/// The dark tokens under the system's setting, unless the reader chose light, and under the reader's own choice.
function tokens() {
  const nodes = parse(read('tokens.css'))
  const dark = nodes.find((node) => node.at?.includes('prefers-color-scheme:dark'))
  const { declarations } = dark.nodes[0]
  dark.nodes = [{ selector: ':root:not([data-theme=light])', declarations }]
  const chosen = [
    { selector: ':root[data-theme=dark]', declarations: [...declarations, ['color-scheme', 'dark']] },
    { selector: ':root[data-theme=light]', declarations: [['color-scheme', 'light']] },
  ]
  return print([...nodes.filter((node) => !node.at || node === dark), ...chosen, ...nodes.filter((node) => node.at && node !== dark)])
}

function stylesheet() {
  const forms = govuk(fs.readFileSync(path.join(modules, 'govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8'))
  const fonts = faces(modules)
  for (const [name, file] of fonts.files) write(name, fs.readFileSync(file))
  const sheets = fs.readdirSync(web).filter((name) => name.endsWith('.css') && !PLACED.includes(name))
  const parts = [tokens(), fonts.css, forms, ...['style.css', 'forms.css', ...sheets.sort(), 'print.css'].map(read)]
  write('style.css', esbuild.transformSync(parts.join('\n'), { loader: 'css', minify: true, target: TARGET }).code)
  within('style.css', CSS_BUDGET)
}

function entries(folder = web) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((one) => {
    const at = path.join(folder, one.name)
    if (one.isDirectory()) return one.name === 'node_modules' ? [] : entries(at)
    return one.name.endsWith('.entry.mjs') ? [at] : []
  })
}

async function scripts() {
  for (const entry of entries().sort()) {
    const name = path.basename(entry, '.entry.mjs') + '.js'
    await esbuild.build({
      entryPoints: [entry], outfile: path.join(out, name), bundle: true, minify: true, target: TARGET, charset: 'utf8', legalComments: 'none',
      format: name === 'theme.js' ? 'iife' : 'esm', // theme.js runs before the first paint, which a module cannot
      nodePaths: [modules], logLevel: 'warning',
    })
    made.push(name)
    within(name, JS_BUDGET)
  }
}

/// The verifier in WebAssembly (cmake/wasm.cmake), where it was built.
function verifier() {
  const module = path.join(web, '../build/wasm/verify.wasm')
  if (fs.existsSync(module)) write('verify.wasm', fs.readFileSync(module))
}

stylesheet()
write('favicon.svg', read('favicon.svg'))
await scripts()
verifier()
fs.writeFileSync(path.join(out, 'assets.txt'), made.sort().join('\n') + '\n')
