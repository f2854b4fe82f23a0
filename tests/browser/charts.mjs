// 36: every chart of the exported site, over the wire: its .csv, .json and .svg, and the table of its page. Charts of one
// kind have the same columns.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'

const OWN_COLUMNS = 'country,period_first,period_last,days,fulfilled,users_affected,status,label'
const OTHERS_COLUMNS = 'platform,country,period_start,period_end,measure,low,high,status,source_file,source_line'
const BAR_PX = 74 // of the highest bar of a panel
const SURGE_COLUMNS = 'country,period_start,period_end,days,requests_fulfilled,users,derived,source_file,source_line,attribution'

const asked = async (site, at) => {
  const response = await fetch(`${site.url}/${at}`)
  assert.equal(response.status, 200, at)
  return response.text()
}

/// Paths of the charts without their endings; drawings lie beside the folder of their page.
const charts = (site, under) =>
  fs.readdirSync(path.join(site.folder, 'site', under))
    .filter((name) => name.endsWith('.svg') && name !== 'favicon.svg')
    .map((name) => path.posix.join(under, name.slice(0, -'.svg'.length)))

/// Rows of a table as texts of cells; the pages have no table inside a table.
function rowsOf(html, id) {
  const table = html.match(new RegExp(`<table id="${id}"[\\s\\S]*?</table>`))?.[0] ?? assert.fail(`no table ${id}`)
  const rows = table.slice(table.indexOf('<tbody>')).split('<tr').slice(1)
  return rows.map((row) => row.split(/<t[hd][^>]*>/).slice(1).map((cell) => cell.replaceAll(/<[^>]*>/g, '').trim()))
}

/// A CSV as objects; only the last columns of these files are quoted, and no value spans lines.
function recordsOf(csv, columns) {
  const [head, ...lines] = csv.trim().split('\n')
  assert.equal(head, columns)
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])))
}

const plain = (text) => text.replaceAll(',', '')
const shown = (record) => (record.status === 'not_reported' ? 'not reported' : record.low === record.high ? record.low : `${record.low}–${record.high}`)
const withSource = (record) => `${record.source_file}:${record.source_line} ${shown(record)}`

/// The page joins gaps of one source in one row; every figure stands there for itself.
const joined = (lines) => [...lines.filter((line) => !line.endsWith('not reported')), ...new Set(lines.filter((line) => line.endsWith('not reported')))].sort()

/// One parser for all drawings: a file that is no XML names itself.
async function assertDrawings(browser, files) {
  const page = await browser.newPage()
  const broken = await page.evaluate((all) => all.filter(([, text]) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
    return parsed.querySelector('parsererror') || parsed.documentElement.tagName !== 'svg' || !parsed.querySelector('text')
  }).map(([name]) => name), files)
  assert.deepEqual(broken, [])
  await page.close()
}

/// The provider's own charts: the same figures in page, CSV, JSON and drawing.
export async function assertOwnCharts(site, browser) {
  const stems = [...charts(site, ''), ...charts(site, 'countries')]
  assert.ok(stems.includes('periods') && stems.includes('countries/usa') && stems.length > 20, stems.join(' '))
  const drawings = []
  for (const stem of stems) {
    const records = recordsOf(await asked(site, `${stem}.csv`), OWN_COLUMNS)
    const figures = records.map((one) => [one.days, one.fulfilled, one.users_affected])
    const json = JSON.parse(await asked(site, `${stem}.json`))
    assert.deepEqual(json.periods.map((one) => [one.days, one.fulfilled ?? '', one.users_affected ?? ''].map(String)), figures, stem)
    const page = await asked(site, stem === 'periods' ? 'reports/' : `${stem}/`)
    const rows = rowsOf(page, 'chart-table').slice(0, records.length)  // sums of years stand after the periods
    assert.deepEqual(rows.map((row) => [row[1], row[2], row[4]].map((cell) => (cell === 'not reported' ? '' : plain(cell)))), figures, stem)
    const drawn = await asked(site, `${stem}.svg`)
    const printed = [...drawn.matchAll(/<text[^>]*>([^<]*)</g)].map((one) => plain(one[1]))
    for (const value of figures.flatMap(([, ...counts]) => counts).filter(Boolean)) assert.ok(printed.includes(value), `${value} is not printed in ${stem}.svg`)
    drawings.push([stem, drawn])
  }
  await assertDrawings(browser, drawings)
}

const days = ({ period_start: first, period_end: last }) => (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1
/// "M8 41.2h10": all numbers of an element's attributes by name.
const numbers = (element) => Object.fromEntries([...element.matchAll(/ (x|y|width|height)="([\d.-]+)"/g)].map(([, name, value]) => [name, Number(value)]))

/// The bars of a drawing are the figures of its CSV: each names one, is as wide as its days, as high as its rate against
/// the highest of its panel, and looks like what its figure is: exact, a band, open above or not reported.
function assertBars(stem, drawn, records) {
  const bars = [...drawn.matchAll(/<g data-platform="([^"]*)" data-measure="([^"]*)" data-period="([^"]*)\/([^"]*)" data-status="([^"]*)">(.*?)<\/g>/g)].map(([, platform, measure, first, last, status, inside]) => {
    const record = records.find((one) => one.platform === platform && one.measure === measure && one.period_start === first && one.period_end === last && one.status === status)
    assert.ok(record, `${stem}.svg has a bar of ${platform} ${measure} ${first} that its CSV has not`)
    return { panel: `${platform} ${measure}`, record, days: days(record), shapes: inside.match(/<(?:rect|path)[^>]*>/g) }
  })
  assert.ok(bars.length > 0, stem)
  const rate = (bar, end) => (Number(bar.record[end] || bar.record.low) / bar.days) * 30
  for (const bar of bars) {
    const [first, second] = bar.shapes
    const top = Math.max(...bars.filter((one) => one.panel === bar.panel).map((one) => rate(one, 'high')))
    const scale = top > 0 ? BAR_PX / top : 0
    const is = `${stem} ${bar.panel} ${bar.record.period_start}`
    if (bar.record.status === 'not_reported') {
      assert.match(first, /fill="none".*stroke-dasharray/, `${is}: an empty outline`)
      continue
    }
    assert.doesNotMatch(first, /stroke-dasharray/, is)
    assert.ok(Math.abs(numbers(first).height - Math.max(1, rate(bar, 'low') * scale)) < 0.2, `${is}: ${numbers(first).height} px for ${rate(bar, 'low')} of ${top}`)
    if (bar.record.high === '') assert.match(second, /stroke-dasharray/, `${is}: open above`)
    else if (bar.record.high !== bar.record.low && rate(bar, 'high') * scale > 1) assert.match(second, /<rect.*fill="none".*stroke=/, `${is}: the band is hollow`)
    else assert.equal(second, undefined, is)
  }
  const wide = bars.filter((bar) => numbers(bar.shapes[0]).width > 4)
  for (const bar of wide) {
    const perDay = (numbers(bar.shapes[0]).width + 1) / bar.days
    assert.ok(Math.abs(perDay - (numbers(wide[0].shapes[0]).width + 1) / wide[0].days) < 0.02 * perDay + 0.005, `${stem}: widths are as the days`)
  }
  return bars
}

/// Charts of other platforms: the same figures, bands and gaps in page, CSV and JSON, each with its source.
export async function assertOthersCharts(site, browser) {
  const stems = ['requests-received', 'requests-fulfilled', 'accounts'].flatMap((measure) => charts(site, `others/${measure}`))
  assert.ok(stems.length > 100, `${stems.length}`)
  const drawings = []
  const seen = new Set()
  for (const stem of stems) {
    const figures = recordsOf(await asked(site, `${stem}.csv`), OTHERS_COLUMNS).map(withSource)
    const json = JSON.parse(await asked(site, `${stem}.json`))
    assert.deepEqual(json.figures.map((one) => withSource({ ...one, low: String(one.low), high: String(one.high) })), figures, stem)
    const rows = rowsOf(await asked(site, `${stem}/`), 'figures')
    assert.deepEqual(joined(rows.map((row) => `${row[6].split(' ')[0]} ${plain(row[4]).replace(/ *\(?band\)?$/, '')}`)), joined(figures), stem)
    const drawn = await asked(site, `${stem}.svg`)
    for (const bar of assertBars(stem, drawn, recordsOf(await asked(site, `${stem}.csv`), OTHERS_COLUMNS))) seen.add(bar.record.high === '' && bar.record.status === 'banded' ? 'open' : bar.record.status)
    drawings.push([stem, drawn])
  }
  assert.ok(seen.has('reported') && seen.has('not_reported') && seen.has('banded'), [...seen].join())
  await assertDrawings(browser, drawings)
}

/// The chart of the surge, of which the drawing prints each count.
export async function assertSurgeChart(site, browser) {
  const records = recordsOf(await asked(site, 'others/surge.csv'), SURGE_COLUMNS)
  assert.ok(records.length >= 2)
  const rows = rowsOf(await asked(site, 'others/surge/'), 'periods').map((row) => [row[1], row[2], row[4]].map(plain).join(' '))
  for (const one of records) assert.ok(rows.includes([one.days, one.requests_fulfilled, one.users].join(' ')), JSON.stringify(one))
  const { before, after } = JSON.parse(await asked(site, 'others/surge.json')).country
  assert.deepEqual([before, after].map((one) => [one.days, one.requests].map(String)), records.slice(0, 2).map((one) => [one.days, one.requests_fulfilled]))
  const drawn = await asked(site, 'others/surge.svg')
  for (const one of records) for (const value of [one.requests_fulfilled, one.users]) assert.match(plain(drawn), new RegExp(`>[^<]*\\b${value}\\b`))
  await assertDrawings(browser, [['others/surge', drawn]])
}
