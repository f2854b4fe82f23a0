// The list of a check's steps, each waiting, running n of m, yes, no or not checked, and what is spoken about them.
import { count, el } from './dom.mjs'

// Rules of the counted log, section 5, in the order of the verdict's `rules`.
const RULES = [
  "The log's signatures meet the trust policy, and its files give the signed root",
  'The periods follow each other, from one close to the next',
  'Every entry of the period is accounted for: opened, or a dummy that its key makes again',
  'Decisions, packages and notices each name an entry of the right kind',
  'Every total equals the sum of the opened rows',
  'The hash of the report is itself in the log',
  'The period was closed at the time stated, as witnesses saw it',
  'Several periods are whole and in order',
]
const DOWNLOAD = 'Download the log and the opened rows'
const READING = [1, 3, 4] // what the one reading of the log is for
export const STEPS = RULES.length + 1

export class Steps {
  constructor(say) {
    this.say = say
    this.spoken = -1
    this.places = [DOWNLOAD, ...RULES].map((name) => ({ name, state: el('span', { class: 'w-step-state' }, 'waiting') }))
    this.list = el('ol', { class: 'w-steps', start: 0 }, ...this.places.map(({ name, state }) => el('li', { 'data-state': 'waiting' }, el('span', { class: 'w-step-name' }, name), state)))
  }

  set(step, state, words = state) {
    this.list.children[step].dataset.state = state
    this.places[step].state.textContent = words
  }

  download({ done, total }) {
    this.set(0, done < total ? 'running' : 'yes', done < total ? `running: ${count(done)} of ${count(total)} files` : 'yes')
    this.speak(0, done, total)
  }

  reading({ done, total }) {
    for (const rule of READING) this.set(rule, 'running', `running: ${count(done)} of ${count(total)} entries`)
    this.speak(1, done, total)
  }

  /** At the beginning of a step and each tenth part of it. */
  speak(step, done, total) {
    const tenth = Math.floor((done / Math.max(total, 1)) * 10)
    if (step * 11 + tenth <= this.spoken) return
    this.spoken = step * 11 + tenth
    this.say(`${this.places[step].name}: ${tenth * 10} %`)
  }

  /** Answers of the verdict; gives how many steps were completed. */
  finish(verdict, missing) {
    if (missing.length > 0) this.set(0, 'not checked')
    let completed = missing.length > 0 ? 0 : 1
    for (const [rule, answer] of Object.entries(verdict.rules)) {
      this.set(Number(rule), answer, answer + this.reason(verdict, rule, answer))
      if (answer !== 'not checked') completed += 1
    }
    return completed
  }

  reason(verdict, rule, answer) {
    if (answer !== 'not checked') return ''
    if (rule === '7' && verdict.witnesses_of === 0) return ': the trust policy asks for no witness'
    if (rule === '8' && verdict.periods.length === 1) return ': one period was chosen'
    return ''
  }

  stop() {
    for (const [step, { state }] of this.places.entries()) if (!/^(yes|no)$/.test(state.textContent)) this.set(step, 'not checked', 'not checked: stopped')
  }
}
