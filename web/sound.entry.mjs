// A tone for an emergency that arrives while a page of the desk is open (design: faces.md 5, 3). Only whoever switched it on
// has the part #w-sound. No file is played: two short notes, made here.
const EVERY_MS = 20_000
const NOTES = [{ at: 0, hertz: 660 }, { at: 0.25, hertz: 880 }, { at: 1, hertz: 660 }, { at: 1.25, hertz: 880 }] // seconds
const NOTE_S = 0.2
const LOUDNESS = 0.2 // of what the machine can; its own volume counts on top
const HEARD = 'writ-emergencies-heard' // how many had arrived when last rung: one tab of several rings

const part = document.getElementById('w-sound')
const title = document.title
let audio = null

/// Resolves to whether it can be heard: browsers keep sound back until somebody did something on the page.
async function ring() {
  audio ??= new AudioContext()
  if (audio.state !== 'running') await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, 500))])
  if (audio.state !== 'running') return false
  for (const note of NOTES) {
    const voice = audio.createOscillator()
    const volume = audio.createGain()
    const from = audio.currentTime + note.at
    voice.frequency.value = note.hertz
    volume.gain.setValueAtTime(0, from)
    volume.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02) // without the ramps it clicks
    volume.gain.linearRampToValueAtTime(0, from + NOTE_S)
    voice.connect(volume).connect(audio.destination)
    voice.start(from)
    voice.stop(from + NOTE_S)
  }
  return true
}

function say(words, link) {
  part.textContent = words
  if (!link) return
  const to = document.createElement('a')
  to.href = '/desk/inbox/emergency'
  to.textContent = link
  part.append(' ', to)
}

async function tell(waiting) {
  document.title = `(${waiting}!) ${title.replace(/^\(\d+!\) /, '')}`
  say(part.dataset.new, part.dataset.open)
  if (await ring()) return
  say(`${part.dataset.new} ${part.dataset.silent}`, part.dataset.open)
  for (const kind of ['keydown', 'pointerdown']) document.addEventListener(kind, ring, { once: true })
}

/// True if these are more than any tab of this browser has rung for. Fewer: another deployment, or a restored one.
function isNews(arrived) {
  const heard = localStorage.getItem(HEARD)
  localStorage.setItem(HEARD, String(arrived))
  return heard !== null && arrived > Number(heard)
}

async function look() {
  const answer = await fetch('/desk/emergencies/arrived', { cache: 'no-store', redirect: 'error' })
  if (!answer.ok) throw new Error(String(answer.status))
  const { arrived, waiting } = await answer.json()
  if (isNews(arrived)) await tell(waiting)
}

/// One answer that fails can be a restart; twice in a row, and the person is told that nothing will be heard.
function keepLooking() {
  let failed = 0
  setInterval(() => {
    look().then(() => (failed = 0), () => ++failed === 2 && say(part.dataset.lost))
  }, EVERY_MS)
}

if (part) {
  if (isNews(Number(part.dataset.arrived))) tell(Number(part.dataset.waiting))
  keepLooking()
}
const hear = document.getElementById('w-sound-try')
if (hear) {
  hear.hidden = false
  hear.addEventListener('click', ring)
}
