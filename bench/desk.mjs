// The desk with many open cases (design: faces.md 9, check 11): answers of the server, weight of a page, keys, the frozen list
// of a bulk act. Times beside their budgets; sizes and counts decide how it ends.  node bench/desk.mjs [CASES]
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { CHECK, WRIT, copied, openBrowser, scratch, serve, signIn } from '../tests/browser/support.mjs'

const cases = Number(process.argv[2] ?? 10_000)
const RUNS = 40
const BUDGET = { firstByteMs: 150, pageBytes: 90_000, keyMs: 50, rows: 50 }
const HELD_MS = 5_000
const wrong = []
const must = (good, words) => good || wrong.push(words)

/// A copy of the finished deployment with so many more cases, sent as one batch by an agency's own software.
function filled() {
  const folder = path.join(scratch(), 'filled')
  copied(CHECK, folder)
  const like = JSON.parse(fs.readFileSync(path.join(CHECK, 'requests.jsonl'), 'utf8').split('\n')[0])
  const lines = Array.from({ length: cases }, (_, at) => JSON.stringify({
    schema: like.schema, country: 'US', instrument: ['court_order', 'search_warrant', 'subpoena'][at % 3], offence: 'fraud', data_sought: ['ip_address', 'phone_number'],
    selectors: [{ kind: 'user_id', value: `@someone.${at}:messenger.example` }], agency: 'TEST Police of United States', officer: 'test-officer-1@us.police.example',
    file_number: `F-${at}`, nonce: randomBytes(32).toString('hex'),
  }))
  const file = path.join(folder, 'many.jsonl')
  fs.writeFileSync(file, lines.join('\n') + '\n')
  execFileSync(WRIT, ['request', 'submit', folder, file, '--token-file', path.join(folder, 'state/tokens/officer-us-1')], { stdio: ['ignore', 'ignore', 'inherit'] })
  return folder
}

async function answered(url, cookie) {
  const start = performance.now()
  const response = await fetch(url, { headers: { cookie } })
  const firstByte = performance.now() - start
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`)
  return { firstByte, text }
}

const site = await serve(filled())
const browser = await openBrowser()
const page = await browser.newPage()
await signIn(page, site, 'desk', 'intake@writ.example')
const cookie = (await page.context().cookies()).map((one) => `${one.name}=${one.value}`).join('; ')

const first = (await answered(`${site.url}/desk/inbox/verify`, cookie)).text
const next = first.match(/href="(\/desk\/inbox\/verify\?after=[^"]*)"/)?.[1].replaceAll('&amp;', '&')
must(next, 'the first page leads to no second one')
for (const [what, at] of [['open', '/desk/inbox/verify'], ['next page', next], ['filter', '/desk/inbox/verify?instrument=subpoena&authority=police'], ['every case', '/desk/inbox/all']]) {
  const times = []
  let text
  for (let run = 0; run < RUNS; run++) {
    const answer = await answered(site.url + at, cookie)
    times.push(answer.firstByte)
    text = answer.text
  }
  times.sort((a, b) => a - b)
  const bytes = zlib.gzipSync(text).length
  const rows = text.match(/<tr data-ref=/g)?.length ?? 0
  console.log(`${what.padEnd(12)} first byte p95 ${times[Math.floor(RUNS * 0.95)].toFixed(0)} ms, median ${times[RUNS / 2].toFixed(0)} (budget ${BUDGET.firstByteMs}); ${bytes} bytes compressed (budget ${BUDGET.pageBytes}); ${rows} rows`)
  must(bytes <= BUDGET.pageBytes, `${what}: ${bytes} bytes`)
  must(rows === BUDGET.rows, `${what}: ${rows} rows`)
}

await page.goto(`${site.url}/desk/inbox/verify`)
await page.evaluate(() => {
  globalThis.took = []
  let pressed = 0
  document.addEventListener('keydown', () => (pressed = performance.now()), true)
  document.addEventListener('focusin', () => requestAnimationFrame(() => took.push(performance.now() - pressed)))
})
for (const until = performance.now() + HELD_MS; performance.now() < until; ) await page.keyboard.press('j')
const took = (await page.evaluate(() => globalThis.took)).sort((a, b) => a - b)
console.log(`key to focus ${took.at(-1).toFixed(1)} ms at most, median ${took[took.length >> 1].toFixed(1)} (budget ${BUDGET.keyMs}), ${took.length} moves`)
must(took.length === BUDGET.rows, `${took.length} moves of the focus over ${BUDGET.rows} rows`)

// All that match, as they are at this moment: the number on the page that asks is the number of the list.
await page.goto(`${site.url}/desk/inbox/verify?instrument=subpoena`)
const matching = Math.floor(cases / 3)
await page.selectOption('select[name=act]', 'assign')
await page.check('#everything')
const started = performance.now()
await Promise.all([page.waitForNavigation(), page.click('button:has-text("Go on to confirm")')])
const words = (await page.textContent('main')).replaceAll(',', '')
console.log(`all that match: the page that asks came after ${(performance.now() - started).toFixed(0)} ms`)
must(words.includes(String(matching)), `no ${matching} on the page that asks: ${words.slice(0, 200)}`)
await browser.close()
await site.stop()
wrong.forEach((words) => console.log(`wrong: ${words}`))
process.exit(wrong.length === 0 ? 0 : 1)
