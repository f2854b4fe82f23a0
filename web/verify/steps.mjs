// The list of a check's steps, each waiting, running n of m, yes, no or not checked, and what is spoken about them.
import { count, el } from './dom.mjs'
import { answer, t } from './words.mjs'

// Rules of the counted log, section 5, in the order of the verdict's `rules`; 0 is the download. Their names are texts of
// the page: step_0 ... step_8.
const RULES = 8
const READING = [1, 3, 4] // what the one reading of the log is for
export const STEPS = RULES + 1

export class Steps {
  constructor(say) {
    this.say = say
    this.spoken = -1
    this.places = Array.from({ length: STEPS }, (_, step) => ({ name: t(`step_${step}`), state: el('span', { class: 'w-step-state' }, t('waiting')) }))
    this.list = el('ol', { class: 'w-steps', start: 0 }, ...this.places.map(({ name, state }) => el('li', { 'data-state': 'waiting' }, el('span', { class: 'w-step-name' }, name), state)))
  }

  set(step, state, words = answer(state)) {
    this.list.children[step].dataset.state = state
    this.places[step].state.textContent = words
  }

  download({ done, total }) {
    this.set(0, done < total ? 'running' : 'yes', done < total ? t('running_files', { done: count(done), all: count(total) }) : answer('yes'))
    this.speak(0, done, total)
  }

  reading({ done, total }) {
    for (const rule of READING) this.set(rule, 'running', t('running_entries', { done: count(done), all: count(total) }))
    this.speak(1, done, total)
  }

  /** At the beginning of a step and each tenth part of it. */
  speak(step, done, total) {
    const tenth = Math.floor((done / Math.max(total, 1)) * 10)
    if (step * 11 + tenth <= this.spoken) return
    this.spoken = step * 11 + tenth
    this.say(t('percent', { step: this.places[step].name, n: tenth * 10 }))
  }

  /** Answers of the verdict; gives how many steps were completed. */
  finish(verdict, missing) {
    if (missing.length > 0) this.set(0, 'not checked')
    let completed = missing.length > 0 ? 0 : 1
    for (const [rule, said] of Object.entries(verdict.rules)) {
      this.set(Number(rule), said, answer(said) + this.reason(verdict, rule, said))
      if (said !== 'not checked') completed += 1
    }
    return completed
  }

  reason(verdict, rule, said) {
    if (said !== 'not checked') return ''
    if (rule === '7' && verdict.witnesses_of === 0) return t('no_witness_asked')
    if (rule === '8' && verdict.periods.length === 1) return t('one_period')
    return ''
  }

  stop() {
    for (const [step, item] of [...this.list.children].entries()) if (!/^(yes|no)$/.test(item.dataset.state)) this.set(step, 'not checked', t('not_checked_stopped'))
  }
}
