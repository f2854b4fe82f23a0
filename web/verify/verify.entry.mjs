// The page /verify/: chooses, starts and stops the worker, shows its steps and the verdict. Nothing is uploaded.
import { copyButton, count, el, size, whyNot } from './dom.mjs'
import { figures, result } from './result.mjs'
import { Steps } from './steps.mjs'
import { t } from './words.mjs'

const ENTRY_BYTES = 68 // an entry with its length, its hash, and its share of the hashes above
const MARKS = { fails: 'mark_fails', 'not checked': 'mark_not_checked' } // texts of the page

const checker = document.getElementById('checker')
const periods = JSON.parse(checker.dataset.periods) // [{name, label, bytes, close}]
const root = new URL(checker.dataset.root, location.href)
const part = (name) => checker.querySelector(`[data-part=${name}]`)
const live = el('p', { role: 'status', 'aria-live': 'polite', class: 'w-live' })
const say = (text) => {
  live.className = 'w-live'
  live.textContent = text
}
/// What stands in the result for those who see it.
const speakOnly = (text) => {
  say(text)
  live.className = 'govuk-visually-hidden'
}

let worker = null
let steps = null

const chosen = () => checker.querySelector('input[name=period]:checked').value
const chosenPeriods = () => (chosen() === 'all' ? periods : periods.filter((one) => one.name === chosen()))

/// Bytes of the bundles, and about those of the log, which is always read whole.
const bytesOf = (some) => some.reduce((all, one) => all + one.bytes, 0) + (Math.max(...periods.map((one) => one.close)) + 1) * ENTRY_BYTES

function chooser() {
  const radio = (value, words, checked) =>
    el('div', { class: 'w-choice' }, el('input', { type: 'radio', name: 'period', id: `period-${value}`, value, checked, onchange: sayBytes }), el('label', { for: `period-${value}` }, words))
  return el('fieldset', {}, el('legend', {}, t('which_period')), radio('all', t('all_periods', { n: count(periods.length) }), true), ...periods.toReversed().map((one) => radio(one.name, one.label, false)))
}

function countries() {
  const options = JSON.parse(checker.dataset.countries).map(([code, name]) => el('option', { value: code }, name))
  return el('p', {}, el('label', { for: 'spoken-country' }, t('say_figures'), ' '), el('select', { id: 'spoken-country' }, el('option', { value: 'all' }, t('all_countries')), ...options))
}

function sayBytes() {
  part('bytes').textContent = t('bytes', { size: size(bytesOf(chosenPeriods())) })
}

const storeKey = (log) => `writ-checkpoint ${log}`
function older(log) {
  try {
    return JSON.parse(localStorage.getItem(storeKey(log))) ?? {}
  } catch {
    return {} // no storage here
  }
}
function remember(log, checkpoint) {
  try {
    localStorage.setItem(storeKey(log), JSON.stringify({ checkpoint, seen: new Date().toISOString().slice(0, 10) }))
  } catch {
    // private window: the next check has no older checkpoint
  }
}

const ownJob = () => ({
  log: new URL('log/', root).href, policy: new URL('policy.txt', root).href, all: chosen() === 'all',
  bundles: chosenPeriods().map((one) => ({ name: one.name, url: new URL(`bundles/${one.name}/`, root).href })),
})

/** The log and reports that another site lists at /.well-known/writ.json. */
async function jobOf(address) {
  const site = new URL(address.endsWith('/') ? address : `${address}/`)
  const list = new URL('.well-known/writ.json', site)
  const response = await fetch(list, { cache: 'no-store', referrerPolicy: 'no-referrer' })
  if (!response.ok) throw new Error(t('not_loaded', { file: list.href }))
  const { logs } = await response.json()
  const [log] = logs
  const folder = (one) => new URL(one.endsWith('/') ? one : `${one}/`, list).href
  return { log: folder(log.log), policy: new URL(log.policy, list).href, all: true, bundles: log.reports.map((one) => ({ name: one.period, url: folder(one.bundle) })) }
}

function start(job) {
  stop()
  const kept = older(job.log)
  let trust = { logs: [], witnesses: [], quorum: 'none' }
  steps = new Steps(say)
  part('steps').replaceChildren(steps.list)
  part('result').replaceChildren()
  part('result').className = ''
  mark('')
  part('stop').hidden = false
  worker = new Worker(new URL('verify_worker.js', import.meta.url), { type: 'module' })
  worker.onerror = (event) => failed(t('no_start', { why: event.message ?? t('no_worker') }))
  worker.onmessage = ({ data }) => {
    if (data.type === 'download') steps.download(data)
    else if (data.type === 'progress') steps.reading(data)
    else if (data.type === 'trust') showTrust((trust = data.trust))
    else if (data.type === 'verdict') finish(data, job, trust, kept.seen)
    else failed(data.why)
  }
  const { policyText } = checker.dataset
  worker.postMessage({ ...job, policyText: policyText || undefined, oldCheckpoint: kept.checkpoint, now: Math.floor(Date.now() / 1000) })
  part('stop').focus()
}

function showTrust(trust) {
  const witnesses = trust.witnesses?.length ? t('witnesses', { names: trust.witnesses.join(', ') }) : t('no_witnesses')
  const words = trust.unusable ? t('trust_unusable', { why: trust.unusable }) : t('trust', { logs: trust.logs.join(', '), witnesses, quorum: trust.quorum })
  part('trust').textContent = words
}

function finish(data, job, trust, seen) {
  const completed = steps.finish(data.verdict, data.missing)
  const country = document.getElementById('spoken-country')
  const spoken = data.verdict.answer === 'verified' ? figures(data.verdict, country.value, country.selectedOptions[0].textContent) : []
  end()
  part('result').className = `w-result w-result-${data.verdict.answer.replace(' ', '-')}`
  part('result').replaceChildren(...result(data, { trust, seen, contact: checker.dataset.contact, completed, spoken }).filter(Boolean))
  mark(MARKS[data.verdict.answer] ? t(MARKS[data.verdict.answer]) : '')
  if (data.verdict.answer === 'verified') remember(job.log, data.checkpoint)
  speakOnly([part('result').querySelector('.w-answer').textContent, ...spoken].join('; '))
}

/// The published figures stay where they are, with what was found about them.
function mark(words) {
  for (const place of document.querySelectorAll('[data-part=published-mark]')) place.textContent = words
}

function failed(why) {
  steps.stop()
  end()
  part('result').className = 'w-result w-result-not-checked'
  part('result').replaceChildren(el('p', { class: 'w-answer' }, el('strong', {}, t('unfinished'))), el('p', {}, t('same_by_command', { why })))
  speakOnly(t('unfinished'))
}

function end() {
  worker?.terminate()
  worker = null
  part('stop').hidden = true
}

function stop() {
  if (!worker) return
  end()
  steps.stop()
  part('result').className = 'w-result w-result-not-checked'
  part('result').replaceChildren(el('p', { class: 'w-answer' }, el('strong', {}, t('stopped'))), el('p', {}, t('stopped_kept')))
  speakOnly(t('stopped'))
  part('start').focus()
}

function otherCopy() {
  const address = el('input', { type: 'url', id: 'other-address', inputmode: 'url', autocomplete: 'off', spellcheck: 'false', placeholder: 'https://transparency.example.org/' })
  const error = el('p', { class: 'w-error-words', role: 'alert' })
  const go = async (event) => {
    event.preventDefault()
    error.textContent = ''
    try {
      start(await jobOf(address.value))
    } catch (problem) {
      error.textContent = t('no_log', { why: problem.message })
      address.focus()
    }
  }
  return el('div', { 'data-part': 'other', hidden: true },
    el('h3', { tabindex: '-1' }, t('other_copy')),
    el('p', {}, t('other_why')),
    el('pre', {}, root.href), copyButton(t('copy_address'), t('copied'), () => root.href),
    el('form', { onsubmit: go }, el('p', {}, el('label', { for: 'other-address' }, t('other_address'))), error, address, ' ', el('button', { type: 'submit', class: 'govuk-button govuk-button--secondary' }, t('check_site'))))
}

function build() {
  const other = otherCopy()
  checker.replaceChildren(
    chooser(), countries(), el('p', { 'data-part': 'bytes' }),
    el('p', { class: 'govuk-button-group' },
      el('button', { type: 'button', class: 'govuk-button', 'data-part': 'start', onclick: () => start(ownJob()) }, t('check_period')), ' ',
      el('button', { type: 'button', class: 'govuk-button govuk-button--secondary', 'aria-expanded': 'false', onclick: (event) => {
        other.hidden = !other.hidden
        event.target.setAttribute('aria-expanded', String(!other.hidden))
      } }, t('check_other')), ' ',
      el('a', { href: '#command', class: 'govuk-button govuk-button--secondary' }, t('use_command'))),
    other, el('p', { 'data-part': 'trust', class: 'w-small' }, t('trust_later')),
    live, el('div', { 'data-part': 'steps' }),
    el('p', {}, el('button', { type: 'button', class: 'govuk-button govuk-button--secondary', 'data-part': 'stop', hidden: true, onclick: stop }, t('stop'))),
    el('div', { 'data-part': 'result' }))
  sayBytes()
}

const reason = whyNot()
if (periods.length === 0) checker.replaceChildren(el('p', {}, t('no_period')))
else if (reason) checker.replaceChildren(el('p', { class: 'w-note' }, t(reason)), el('p', {}, el('a', { href: '#command' }, t('use_command'))))
else build()
checker.hidden = false
