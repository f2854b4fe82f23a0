// The page /receipt/: reads the files of a receipt, or the proof that a notified user got, and answers in statements. What
// the reader gives never leaves the page: code and trust policy are fetched before there is anything to give, and of
// reports only whole public files.
import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex } from '@noble/hashes/utils'
import { el, whyNot } from './dom.mjs'
import { load, memoryFiles } from './host.mjs'
import { answer, t, told } from './words.mjs'

const FILES = ['promise', 'promise.opening.json', 'receipt.tlog-proof', 'receipt.opening.json']
const FILE_BYTES_MAX = 1 << 26 // a package may be large; the files of a receipt have a few kilobytes
const ANSWERS = { verified: 'receipt_holds', fails: 'receipt_fails', 'not checked': 'unfinished' } // texts of the page
const POSITIONS = ['country', 'instrument', 'offence', 'data', 'emergency', 'timing', 'selectors'] // position_<...>

const place = document.getElementById('receipt-checker')
const root = new URL(place.dataset.root, location.href)
const given = {} // name of a file of the receipt -> Uint8Array
const live = el('p', { role: 'status', 'aria-live': 'polite', class: 'w-live' })
/// What stands in the result for those who see it.
function speakOnly(words) {
  live.textContent = words
  live.className = 'govuk-visually-hidden'
}
const hash = (bytes) => bytesToHex(sha256(bytes))
const encode = (text) => new TextEncoder().encode(text)

async function publicFile(name) {
  const response = await fetch(new URL(name, root), { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' })
  if (!response.ok) throw new Error(t('not_loaded', { file: name }))
  return new Uint8Array(await response.arrayBuffer())
}

/// The part before the domain as it was verified, the domain in lower case.
function hashOfAddress(address) {
  const at = address.lastIndexOf('@')
  return hash(encode(address.slice(0, at + 1) + address.slice(at + 1).replace(/[A-Z]/g, (c) => c.toLowerCase())))
}

/// Of one file its hash; of several the hash over their hex hashes, each with LF, in order.
async function hashOfFiles(files) {
  const hashes = await Promise.all([...files].map(async (file) => hash(new Uint8Array(await file.arrayBuffer()))))
  return hashes.length === 1 ? hashes[0] : hash(encode(hashes.map((one) => `${one}\n`).join('')))
}

function field(id, label, hint, attributes = {}, tag = 'input') {
  const input = el(tag, { id, class: tag === 'input' ? 'govuk-input' : 'govuk-textarea', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': hint ? `${id}-hint` : undefined, ...attributes })
  return el('div', { class: 'govuk-form-group' }, el('label', { for: id, class: 'govuk-label' }, label), hint ? el('p', { id: `${id}-hint`, class: 'govuk-hint' }, hint) : null, input)
}
const value = (id) => document.getElementById(id).value.trim()
const filesOf = (id) => document.getElementById(id).files

async function take(files) {
  const unknown = []
  for (const file of files) {
    const name = FILES.find((one) => file.name === one || file.name.replace(/ ?\(\d+\)/, '') === one)
    if (!name || file.size > FILE_BYTES_MAX) unknown.push(file.name)
    else given[name] = new Uint8Array(await file.arrayBuffer())
  }
  sayGiven(unknown)
}

function sayGiven(unknown = []) {
  live.className = 'w-live'
  const have = FILES.filter((name) => given[name])
  const read = have.length ? t('files_read', { files: have.join(', ') }) : t('no_file')
  live.textContent = unknown.length ? `${read} ${t('not_of_receipt', { files: unknown.join(', '), names: FILES.join(', ') })}` : read
}

function dropZone() {
  const input = el('input', { type: 'file', multiple: true, id: 'files', class: 'govuk-file-upload', onchange: () => take(input.files) })
  const zone = el('div', { class: 'w-drop', ondragover: (event) => event.preventDefault(), ondrop: (event) => {
    event.preventDefault()
    take(event.dataTransfer.files)
  } },
    el('label', { for: 'files', class: 'govuk-label' }, t('receipt_files')),
    el('p', { class: 'govuk-hint' }, t('choose_files', { names: FILES.join(', ') })), input)
  const pastes = FILES.map((name, i) => field(`paste-${i}`, name, '', { rows: 3, oninput: (event) => {
    if (event.target.value) given[name] = encode(event.target.value)
    else delete given[name]
    sayGiven()
  } }, 'textarea'))
  return [zone, el('details', {}, el('summary', {}, t('paste')), ...pastes)]
}

const own = () => el('details', {}, el('summary', {}, t('what_you_sent')),
  field('address', t('your_address'), t('your_address_hint'), { type: 'email' }),
  field('nonce', t('your_nonce'), t('your_nonce_hint')),
  el('div', { class: 'govuk-form-group' }, el('label', { for: 'sent', class: 'govuk-label' }, t('your_files')), el('input', { type: 'file', id: 'sent', multiple: true, class: 'govuk-file-upload' })),
  el('h3', {}, t('later_event')),
  el('div', { class: 'govuk-form-group' }, el('label', { for: 'request', class: 'govuk-label' }, t('request_opening')), el('input', { type: 'file', id: 'request', class: 'govuk-file-upload' })),
  el('div', { class: 'govuk-form-group' }, el('label', { for: 'package', class: 'govuk-label' }, t('your_package')), el('input', { type: 'file', id: 'package', class: 'govuk-file-upload' })),
  field('accounts', t('new_accounts'), '', { inputmode: 'numeric', pattern: '[0-9]*' }))

function statements(verdict) {
  const mark = { yes: 'yes', no: 'no', 'not checked': 'open' }
  return el('ul', { class: 'w-proof' }, ...verdict.statements.map((one) =>
    el('li', {}, el('span', { class: `w-proof__answer w-proof__answer--${mark[one.answer]}` }, answer(one.answer)), el('span', {}, told(one.name), one.why ? el('span', { class: 'w-small' }, ': ', told(one.why)) : ''))))
}

/// What the entry says in public, to compare by eye with what was sent.
function publicPart() {
  try {
    const { values } = JSON.parse(new TextDecoder().decode(given['receipt.opening.json'] ?? given['promise.opening.json']))
    if (values[8] !== 'request') return null
    return el('section', {}, el('h3', {}, t('entry_says')), el('dl', { class: 'w-list' }, ...POSITIONS.flatMap((name, i) => [el('dt', {}, t(`position_${name}`)), el('dd', {}, values[9 + i] ? el('bdi', {}, values[9 + i]) : t('position_none'))])))
  } catch {
    return null // the statements say what is wrong with it
  }
}

async function receiptVerdict(module, policy) {
  const verifier = await load(module, memoryFiles([given]))
  const one = (id) => (filesOf(id).length ? hashOfFiles(filesOf(id)) : null)
  const request = filesOf('request')[0]
  return verifier.receipt({
    policy, requester: value('address') ? hashOfAddress(value('address')) : null, nonce: value('nonce') || null, document: await one('sent'),
    request: request ? await request.text() : null, packageHash: await one('package'), accounts: value('accounts') || null,
  })
}

async function noticeVerdict(module, policy) {
  const sources = [{}]
  for (const name of place.dataset.bundles.split(' ').filter(Boolean)) {
    const [report, openings] = await Promise.all(['report.json', 'openings.jsonl'].map((file) => publicFile(`bundles/${name}/${file}`)))
    sources.push({ 'report.json': report, 'openings.jsonl': openings })
  }
  const verifier = await load(module, memoryFiles(sources))
  return verifier.notice({ policy, proof: new TextDecoder().decode(given['receipt.tlog-proof']), bundles: sources.length - 1 })
}

function show(...children) {
  const result = place.querySelector('[data-part=result]')
  result.replaceChildren(...children.filter(Boolean))
  result.scrollIntoView({ block: 'nearest' })
}

async function check(fetched) {
  try {
    if (Object.keys(given).length === 0) return sayGiven()
    const { module, policy } = await fetched
    const isNotice = !given['receipt.opening.json'] && !given['promise.opening.json'] && given['receipt.tlog-proof']
    const verdict = await (isNotice ? noticeVerdict : receiptVerdict)(module, policy)
    show(el('h3', {}, t('found')), el('p', { class: 'w-answer' }, t(ANSWERS[verdict.answer])), statements(verdict), isNotice ? null : publicPart())
    speakOnly(t(ANSWERS[verdict.answer]))
  } catch (error) {
    show(el('p', { class: 'w-answer' }, t('unfinished')), el('p', {}, t('same_by_command', { why: error.message })))
    speakOnly(t('unfinished'))
  }
}

function build() {
  const fetched = Promise.all([publicFile('verify.wasm').then((bytes) => WebAssembly.compile(bytes)), publicFile('policy.txt')])
    .then(([module, policy]) => ({ module, policy: new TextDecoder().decode(policy) }))
  fetched.catch(() => {}) // said when the reader asks for a check
  place.replaceChildren(el('h2', {}, t('in_this_browser')), ...dropZone(), own(),
    el('p', {}, el('button', { type: 'button', class: 'govuk-button', onclick: () => check(fetched) }, t('check'))), live, el('div', { 'data-part': 'result' }))
}

const reason = whyNot()
if (reason) place.replaceChildren(el('p', { class: 'w-note' }, t(reason)), el('p', {}, el('a', { href: '#command' }, t('use_command'))))
else build()
place.hidden = false
