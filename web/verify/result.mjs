// What a verdict means, in sentences: what was shown, what was not, what failed, what was missing.
import { copyButton, count, el, listOf, size } from './dom.mjs'
import { STEPS } from './steps.mjs'

const NEVER = [
  'That a request was never kept out of the log: only its sender can know, from a missing receipt.',
  'That requests were not invented.',
  'That the decision was right.',
  'That the data given was what is listed.',
  "That this page's own code is honest: it came from the same provider. Use another copy of it to remove this doubt.",
  'Figures in bands, or from before the log began: they stand apart in the report, and no check covers them.',
]
const FAILURES_SHOWN = 200 // the rest is counted

const span = (periods) => (periods.length ? `${periods[0].period.slice(0, 10)} to ${periods.at(-1).period.slice(-10)}` : 'the period')

/** Sum of one total over the periods, of a country or of all. */
export const sum = (periods, name, country = 'all') => periods.reduce((all, period) => all + (period.totals[name]?.[country] ?? 0), 0)

/** "2024-01-01 to 2024-09-30, United States: fulfilled 14, users affected 108": each period, then all together. */
export function figures(verdict, country, words) {
  const line = (label, periods) => `${label}, ${words}: fulfilled ${count(sum(periods, 'fulfilled', country))}, users affected ${count(sum(periods, 'users_affected', country))}`
  const lines = verdict.periods.map((period) => line(span([period]), [period]))
  return verdict.periods.length > 1 ? [...lines, line(span(verdict.periods), verdict.periods)] : lines
}

function shown(verdict, trust, seen) {
  const is = (rule) => verdict.rules[rule] === 'yes'
  const p = verdict.periods
  const witnesses = trust.witnesses.length ? `witnesses ${trust.witnesses.join(', ')}; quorum ${trust.quorum}; ${verdict.witnesses} of ${verdict.witnesses_of} signed` : 'it names no witness'
  return [
    is(1) && `The log's signatures meet the trust policy shown here (log ${trust.logs.join(', ')}; ${witnesses}).`,
    is(1) && `All ${count(verdict.size)} entries of the log give the signed root.`,
    is(3) && 'Every entry of the period was recomputed; none is unaccounted for.',
    is(5) && `Each total equals the sum of the opened rows: ${count(sum(p, 'requests'))} requests received, ${count(sum(p, 'fulfilled'))} fulfilled, ${count(sum(p, 'users_affected'))} users affected.`,
    is(6) && 'The hash of each report is in the log.',
    is(7) && 'The period was closed within the stated delay, as witnesses saw it.',
    is(1) && verdict.older_checkpoint && `The log only grew since the checkpoint that this browser saw on ${seen}.`,
    verdict.held > 0 && `${count(verdict.held)} requests are shown without country.`,
  ].filter(Boolean)
}

function notShown(verdict) {
  const open = [
    verdict.rules[7] !== 'yes' && 'When the period was closed: only witnesses could show it.',
    verdict.split_view_possible && 'That everybody sees the same log: the provider could show others another one.',
    verdict.test_log && 'Anything about real people: this is a TEST LOG, its times and witnesses may be simulated.',
    !verdict.older_checkpoint && 'That the log only grew: no older checkpoint was at hand. This browser keeps today\'s for the next time.',
  ]
  return [...open.filter(Boolean), ...NEVER]
}

const lists = (verdict, trust, seen) => [
  el('h3', {}, 'Shown'), listOf(shown(verdict, trust, seen)),
  el('h3', {}, 'Not shown, whatever the result'), listOf(notShown(verdict)),
  ...(verdict.notes.length ? [el('h3', {}, 'Notes'), listOf(verdict.notes)] : []),
]

function whole(verdict, trust, seen, spoken) {
  const by = verdict.witnesses_of > 0 ? `, as seen by ${verdict.witnesses} of ${verdict.witnesses_of} witnesses at ${verdict.quorum_time}.` : '. The trust policy names no witness.'
  return [el('p', { class: 'w-answer' }, `Every figure of ${span(verdict.periods)} follows from the public log${by}`), el('h3', {}, 'Figures as recomputed here'), listOf(spoken), ...lists(verdict, trust, seen)]
}

const failureLine = (one) => `${one.rule ? `step ${one.rule}` : ''}${one.index === null ? '' : `, index ${one.index}`}: ${one.text}`

function broken(verdict, contact) {
  const failedSteps = Object.values(verdict.rules).filter((answer) => answer === 'no').length
  const first = verdict.failures.find((one) => one.index !== null) ?? verdict.failures[0]
  const at = first.index === null ? 'The first' : `The first at entry ${count(first.index)}`
  const all = verdict.failures.map(failureLine)
  return [
    el('p', { class: 'w-answer' }, el('strong', {}, 'These figures do not match the log.')),
    el('p', {}, `${failedSteps} of ${Object.keys(verdict.rules).length} checks failed. ${at}: ${first.text}.`),
    el('p', {}, `Keep this page (save it), tell ${contact} and a witness. It can be a mistake or a change made later; this check cannot tell which.`),
    el('h3', {}, `What failed (${count(verdict.failures.length)})`),
    el('ol', { class: 'w-failures' }, ...all.slice(0, FAILURES_SHOWN).map((line) => el('li', {}, el('code', {}, line)))),
    copyButton('Copy the failures', () => all.join('\n')),
    ...(verdict.not_checked.length ? [el('h3', {}, 'What could not be checked'), listOf(verdict.not_checked)] : []),
    el('h3', {}, 'Not shown, whatever the result'), listOf(notShown(verdict)),
  ]
}

function unfinished(verdict, missing, completed) {
  const file = missing[0] ?? verdict.not_checked[0] ?? 'A file'
  return [
    el('p', { class: 'w-answer' }, el('strong', {}, 'Not checked to the end.')),
    el('p', {}, `${missing[0] ? `${file} could not be loaded` : file}, so nothing is shown to be right or wrong. ${completed} of ${STEPS} steps were completed.`),
    listOf(verdict.not_checked),
    el('p', {}, missing.length ? 'What was fetched is kept: start again, and only the rest is downloaded.' : ''),
  ]
}

/** Elements for the result, and its first sentence for those who listen. */
export function result({ verdict, missing, bytes, fromCache }, { trust, seen, contact, completed, spoken }) {
  const fetched = el('p', { class: 'w-small' }, `Read: ${size(bytes)}${fromCache ? `; ${count(fromCache)} files were kept from an interrupted check` : ''}.`)
  if (verdict.answer === 'verified') return [...whole(verdict, trust, seen, spoken), fetched]
  if (verdict.answer === 'fails') return broken(verdict, contact)
  return [...unfinished(verdict, missing, completed), fetched]
}
