// What a verdict means, in sentences: what was shown, what was not, what failed, what was missing.
import { copyButton, count, el, listOf, size } from './dom.mjs'
import { STEPS } from './steps.mjs'
import { t, told } from './words.mjs'

const NEVER = ['never_left_out', 'never_invented', 'never_right', 'never_given', 'never_page', 'never_bands']
const FAILURES_SHOWN = 200 // the rest is counted

const span = (periods) => (periods.length ? t('span', { first: periods[0].period.slice(0, 10), last: periods.at(-1).period.slice(-10) }) : t('the_period'))

/** Sum of one total over the periods, of a country or of all. */
export const sum = (periods, name, country = 'all') => periods.reduce((all, period) => all + (period.totals[name]?.[country] ?? 0), 0)

/** "2024-01-01 to 2024-09-30, United States: fulfilled 14, users affected 108": each period, then all together. */
export function figures(verdict, country, words) {
  const line = (label, periods) => t('figures', { span: label, country: words, fulfilled: count(sum(periods, 'fulfilled', country)), users: count(sum(periods, 'users_affected', country)) })
  const lines = verdict.periods.map((period) => line(span([period]), [period]))
  return verdict.periods.length > 1 ? [...lines, line(span(verdict.periods), verdict.periods)] : lines
}

function shown(verdict, trust, seen) {
  const is = (rule) => verdict.rules[rule] === 'yes'
  const p = verdict.periods
  const witnesses = trust.witnesses.length ? t('signed_by', { witnesses: trust.witnesses.join(', '), quorum: trust.quorum, signed: verdict.witnesses, all: verdict.witnesses_of }) : t('names_no_witness')
  return [
    is(1) && t('shown_signatures', { logs: trust.logs.join(', '), witnesses }),
    is(1) && t('shown_root', { n: count(verdict.size) }),
    is(3) && t('shown_entries'),
    is(5) && t('shown_totals', { requests: count(sum(p, 'requests')), fulfilled: count(sum(p, 'fulfilled')), users: count(sum(p, 'users_affected')) }),
    is(6) && t('shown_hash'),
    is(7) && t('shown_time'),
    is(1) && verdict.older_checkpoint && t('shown_growth', { day: seen }),
    verdict.held > 0 && t('shown_held', { n: count(verdict.held) }),
  ].filter(Boolean)
}

function notShown(verdict) {
  const open = [
    verdict.rules[7] !== 'yes' && 'not_time',
    verdict.split_view_possible && 'not_one_view',
    verdict.test_log && 'not_real',
    !verdict.older_checkpoint && 'not_growth',
  ]
  return [...open.filter(Boolean), ...NEVER].map((name) => t(name))
}

const lists = (verdict, trust, seen) => [
  el('h3', {}, t('shown')), listOf(shown(verdict, trust, seen)),
  el('h3', {}, t('not_shown')), listOf(notShown(verdict)),
  ...(verdict.notes.length ? [el('h3', {}, t('notes')), listOf(verdict.notes.map(told))] : []),
]

function whole(verdict, trust, seen, spoken) {
  const words = verdict.witnesses_of > 0
    ? t('follows_seen', { span: span(verdict.periods), seen: verdict.witnesses, all: verdict.witnesses_of, time: verdict.quorum_time })
    : t('follows_unseen', { span: span(verdict.periods) })
  return [el('p', { class: 'w-answer' }, words), el('h3', {}, t('recomputed')), listOf(spoken), ...lists(verdict, trust, seen)]
}

/// Where it is, as text to copy; what it is, in the page's language.
const failurePlace = (one) => [one.rule ? t('at_step', { n: one.rule }) : '', one.index === null ? '' : t('at_index', { n: one.index })].filter(Boolean).join(', ')

function broken(verdict, contact) {
  const failedSteps = Object.values(verdict.rules).filter((said) => said === 'no').length
  const first = verdict.failures.find((one) => one.index !== null) ?? verdict.failures[0]
  const at = first.index === null ? t('first_failure') : t('first_failure_at', { n: count(first.index) })
  const line = (one) => `${failurePlace(one)}: ${one.text}`
  return [
    el('p', { class: 'w-answer' }, el('strong', {}, t('do_not_match'))),
    el('p', {}, t('checks_failed', { n: failedSteps, all: Object.keys(verdict.rules).length }), ' ', at, ' ', told(first.text), '.'),
    el('p', {}, t('keep_this', { contact })),
    el('h3', {}, t('what_failed', { n: count(verdict.failures.length) })),
    el('ol', { class: 'w-failures' }, ...verdict.failures.slice(0, FAILURES_SHOWN).map((one) => el('li', {}, el('code', {}, failurePlace(one), ': ', told(one.text))))),
    copyButton(t('copy_failures'), t('copied'), () => verdict.failures.map(line).join('\n')),
    ...(verdict.not_checked.length ? [el('h3', {}, t('could_not_check')), listOf(verdict.not_checked.map(told))] : []),
    el('h3', {}, t('not_shown')), listOf(notShown(verdict)),
  ]
}

function unfinished(verdict, missing, completed) {
  const why = missing[0] ? t('not_loaded', { file: missing[0] }) : verdict.not_checked[0] ? told(verdict.not_checked[0]) : t('a_file')
  return [
    el('p', { class: 'w-answer' }, el('strong', {}, t('unfinished'))),
    el('p', {}, why, t('nothing_shown', { n: completed, all: STEPS })),
    listOf(verdict.not_checked.map(told)),
    el('p', {}, missing.length ? t('kept') : ''),
  ]
}

/** Elements for the result, and its first sentence for those who listen. */
export function result({ verdict, missing, bytes, fromCache }, { trust, seen, contact, completed, spoken }) {
  const fetched = el('p', { class: 'w-small' }, fromCache ? t('read_cached', { size: size(bytes), n: count(fromCache) }) : t('read', { size: size(bytes) }))
  if (verdict.answer === 'verified') return [...whole(verdict, trust, seen, spoken), fetched]
  if (verdict.answer === 'fails') return broken(verdict, contact)
  return [...unfinished(verdict, missing, completed), fetched]
}
