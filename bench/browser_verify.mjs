// The check of /verify/ in chromium beside `writ verify` on the same log, in the same run: how much longer the page takes, and
// for how long it does not answer its reader. node bench/browser_verify.mjs [ENTRIES]
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { CHECK, ROOT, WRIT, openBrowser, scratch, serveFolders } from '../tests/browser/support.mjs'

const entries = Number(process.argv[2] ?? 200_000)
const BLOCKED_MS_MAX = 100 // a reader feels that a page does not answer
const folder = path.join(scratch(), 'log')
const bench = path.join(process.env.WRIT_BUILD ?? path.join(ROOT, 'build/release'), 'bench_verify')
execFileSync(bench, [String(entries), folder], { stdio: 'ignore' })

const started = performance.now()
const native = spawnSync(WRIT, ['verify', path.join(folder, 'bundle'), '--log', path.join(folder, 'log'), '--policy', path.join(folder, 'policy.txt')], { stdio: 'ignore' })
const nativeMs = performance.now() - started
if (native.status !== 0) throw new Error(`writ verify ended with ${native.status}`)

const report = JSON.parse(fs.readFileSync(path.join(folder, 'bundle/report.json')))
const bytes = fs.readdirSync(path.join(folder, 'bundle')).reduce((all, one) => all + fs.statSync(path.join(folder, 'bundle', one)).size, 0)
const periods = JSON.stringify([{ name: 'bundle', label: '2024', bytes, close: report.close_index }]).replaceAll('"', '&quot;')
const html = fs.readFileSync(path.join(CHECK, 'site/verify/index.html'), 'utf8').replace(/data-periods="[^"]*"/, `data-periods="${periods}"`)
const server = await serveFolders({ '/': [path.join(CHECK, 'site'), folder], '/bundles/': folder }, (at, response) => at === '/verify/' && response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html))

const browser = await openBrowser()
const page = await browser.newPage()
await page.goto(`${server.url}/verify/`)
const said = await page.innerText('[data-part=bytes]')
const { ms, reading, blocked, idle, longest } = await page.evaluate(async () => {
  let blockedMs = 0
  let longTaskMs = 0 // the longest of the page's own tasks, as the browser counts them; those under 50 ms are none
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (longTaskMs = Math.max(longTaskMs, one.duration)))).observe({ type: 'longtask' })
  let last = performance.now()
  const timer = setInterval(() => {
    blockedMs = Math.max(blockedMs, performance.now() - last - 10)
    last = performance.now()
  }, 10)
  // What the machine itself does to a page that has nothing to do.
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const idleMs = blockedMs
  blockedMs = longTaskMs = 0
  const start = performance.now()
  let read = 0
  document.querySelector('[data-part=start]').click()
  while (!document.querySelector('.w-answer')) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (!read && document.querySelector('.w-steps li[data-state=yes]')) read = performance.now()
  }
  clearInterval(timer)
  return { ms: performance.now() - start, reading: performance.now() - read, blocked: blockedMs, idle: idleMs, longest: longTaskMs }
})
const answer = await page.innerText('.w-answer')
await browser.close()
await server.stop()
console.log(`entries               ${entries}\n${said}\n${answer}`)
console.log(`writ verify           ${nativeMs.toFixed(0)} ms`)
console.log(`page, all             ${ms.toFixed(0)} ms   ratio ${(ms / nativeMs).toFixed(1)}`)
console.log(`page, after download  ${reading.toFixed(0)} ms   ratio ${(reading / nativeMs).toFixed(1)}`)
console.log(`page does not answer  ${blocked.toFixed(0)} ms at most (goal: under ${BLOCKED_MS_MAX}; with nothing to do ${idle.toFixed(0)} ms)`)
console.log(`longest task of it    ${longest ? `${longest.toFixed(0)} ms` : 'under 50 ms'}`)
process.exit(answer.startsWith('Every figure') && blocked < BLOCKED_MS_MAX ? 0 : 1)
