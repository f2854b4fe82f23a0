// What the tests of pages share: Writ's server on a copy of a finished deployment, Debian's chromium, axe, sizes of pages,
// modules of web/ as Node can load them. Needs what scripts/web.sh installs; $WRIT and $WRIT_CHECK as every test.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
export const WRIT = process.env.WRIT ?? path.join(ROOT, 'build/release/writ')
export const CHECK = process.env.WRIT_CHECK ?? path.join(ROOT, 'build/check')
/// `./test --full`: every language, theme and state instead of one of each.
export const FULL = process.env.WRIT_FULL === '1'
const MODULES = path.join(ROOT, 'build/npm/node_modules')
const required = createRequire(path.join(MODULES, 'x.js'))
const CHROMIUM = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const START_MS_MAX = 60_000

/// A module of web/ with its npm imports bundled in.
export async function moduleOf(file) {
  const out = path.join(ROOT, 'build/test-web', path.basename(file))
  await required('esbuild').build({ entryPoints: [path.join(ROOT, file)], outfile: out, bundle: true, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], nodePaths: [MODULES], logLevel: 'warning' })
  return import(`${pathToFileURL(out)}?${Date.now()}`)
}

/// A folder that is gone when the process ends.
export function scratch() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'writ-browser-'))
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/// A copy to work on. Without the receipts and packages of its year, which are most of it and which no page asks for.
export function copied(deployment, folder) {
  const left = ['receipts', 'packages'].map((one) => path.join(deployment, one))
  fs.cpSync(deployment, folder, { recursive: true, preserveTimestamps: true, filter: (from) => !left.includes(from) })
}

/// `writ serve` on a copy of the deployment: {url, folder, stop(), log()}, the last what it said on its error output. Its clock goes on from the demo's.
export async function serve(deployment = CHECK) {
  const folder = path.join(scratch(), 'deployment')
  copied(deployment, folder)
  const child = spawn(WRIT, ['serve', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  process.on('exit', () => child.kill())
  let log = ''
  child.stderr.on('data', (piece) => (process.stderr.write(piece), log += piece))
  const url = await new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => reject(new Error(`writ serve said no address: ${said}`)), START_MS_MAX)
    child.stdout.on('data', (piece) => {
      said += piece
      const found = said.match(/http:\/\/[\d.]+:\d+/)
      if (found && said.includes('Ctrl-C')) resolve((clearTimeout(late), found[0]))
    })
    child.on('exit', (code) => reject(new Error(`writ serve ended with ${code}: ${said}`)))
  })
  return { url, folder, stop: () => ended(child), log: () => log }
}

const ended = (child) => new Promise((resolve) => (child.removeAllListeners('exit'), child.on('exit', resolve), child.kill()))

const sessions = new Map()
const codesGiven = new Map()
const CODE_STEP_S = 30

/// Password and secret of one of the demo's people.
function credentials(site, email) {
  const line = fs.readFileSync(path.join(site.folder, 'state/tokens/sign-in'), 'utf8').split('\n').find((one) => one.startsWith(`${email}\t`))
  if (!line) throw new Error(`the demo has no ${email}`)
  const [, password, secret] = line.split('\t')
  return { password, secret }
}

/// A one-time code (RFC 6238) that counts now and was not given before: each is good once. The half minute that
/// follows counts too, so that one that ends meanwhile does no harm.
export async function codeOf(site, email) {
  const now = () => Math.floor(Date.now() / 1000 / CODE_STEP_S)
  const step = Math.max(now(), (codesGiven.get(site.folder + email) ?? 0) + 1)
  while (step > now() + 1) await new Promise((resolve) => setTimeout(resolve, 500))
  codesGiven.set(site.folder + email, step)
  return codeFrom(credentials(site, email).secret, step)
}

/// The code of a secret in base32 (RFC 6238), of now unless a step is given.
export function codeFrom(secret, step = Math.floor(Date.now() / 1000 / CODE_STEP_S)) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', base32(secret)).update(counter).digest()
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0')
}

function base32(text) {
  const bits = [...text].map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g).map((one) => parseInt(one, 2)))
}

/// One of the demo's people signs in to a face ('desk', 'portal') with password and one-time code, as people without
/// passkeys do. `afresh`: a session of its own, also if this person has one.
export async function signIn(page, site, face, email, { afresh = false } = {}) {
  const known = afresh ? undefined : sessions.get(site.folder + email)  // a second page goes on with the first one's session
  if (known) {
    await page.context().addCookies(known)
    await page.goto(`${site.url}/${face}/`)
    return
  }
  await page.goto(`${site.url}/${face}/`)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', credentials(site, email).password)
  await page.fill('input[name=code]', await codeOf(site, email))
  await page.click('button:has-text("Sign in"):not([type=button])')
  await page.waitForSelector('h1')
  if (!new URL(page.url()).pathname.startsWith(`/${face}/`) || (await page.$('input[name=password]'))) throw new Error(`${email} is not signed in`)
  sessions.set(site.folder + email, await page.context().cookies())
}

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.woff2': 'font/woff2' }

/// Folders as a plain web server gives them, each path of `mounts` ('/', '/log/') to the folders that are asked one after
/// the other; `answer(path, response)` may answer first and then returns true. {url, asked, stop()}.
export async function serveFolders(mounts, answer = () => false) {
  const asked = []
  const server = http.createServer((request, response) => {
    const at = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    asked.push(at)
    if (answer(at, response)) return
    const prefix = Object.keys(mounts).sort((a, b) => b.length - a.length).find((one) => at.startsWith(one))
    const name = at.slice(prefix.length) + (at.endsWith('/') ? 'index.html' : '')
    const file = [mounts[prefix]].flat().map((folder) => path.join(folder, name)).find((one) => fs.existsSync(one) && fs.statSync(one).isFile())
    if (!file) return response.writeHead(404).end('not there')
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'access-control-allow-origin': '*' })
    fs.createReadStream(file).pipe(response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, asked, stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))) }
}

/// Chromium; end it with close(). Pages: `browser.newPage({colorScheme, viewport, javaScriptEnabled, locale})`.
export const openBrowser = () => required('playwright-core').chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM })

/// Errors of a page's console and of its scripts, as they come; that there is no favicon.ico is none.
export function errorsOf(page) {
  const errors = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && !message.location().url.endsWith('/favicon.ico') && errors.push(message.text()))
  return errors
}

/// Violations of WCAG 2.2 A and AA, each as one line.
export async function axe(page) {
  await page.evaluate(fs.readFileSync(path.join(MODULES, 'axe-core/axe.min.js'), 'utf8'))
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }))
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)
}

/// What is wider than the window and so makes the page scroll sideways; regions that scroll by themselves do not count.
export const tooWide = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    return [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1).slice(0, 5).map((one) => `${one.tagName}.${one.className}`)
  })
