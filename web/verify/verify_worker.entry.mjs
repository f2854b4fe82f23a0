// The check in a worker of its own: fetch, recompute, answer. The page shows what comes; to stop it ends this worker.
import { Downloads } from './downloads.mjs'
import { load, memoryFiles } from './host.mjs'

const BUNDLE_FILES = ['report.json', 'openings.jsonl', 'references.jsonl', 'dummies.key', 'before.checkpoint', 'close.tlog-proof', 'report.opening.json', 'report.tlog-proof']
const TELL_EVERY_MS = 40

/// At most every 40 ms, and always the last.
function seldom(type, isLast) {
  let told = 0
  return (message) => {
    if (!isLast(message) && performance.now() - told < TELL_EVERY_MS) return
    told = performance.now()
    self.postMessage({ type, ...message })
  }
}

async function wasm() {
  const response = await fetch(new URL('verify.wasm', import.meta.url))
  if (!response.ok) throw new Error(`verify.wasm: ${response.status}`)
  return WebAssembly.compile(await response.arrayBuffer())
}

/** {log, policy, bundles: [{name, url}], all, now, oldCheckpoint, policyText}: addresses of folders end in a slash. */
async function check(job) {
  const module = await wasm()
  const downloads = new Downloads({ cached: true, onProgress: seldom('download', ({ done, total }) => done === total) })
  const wanted = [{ source: 0, name: 'checkpoint', url: `${job.log}checkpoint` }]
  if (!job.policyText) wanted.push({ source: 'own', name: 'policy', url: job.policy })
  for (const [i, bundle] of job.bundles.entries())
    for (const name of BUNDLE_FILES) wanted.push({ source: i + 1, name, url: bundle.url + name })
  // The checkpoint is never taken from an interrupted check: the log may have grown.
  const fresh = new Downloads()
  await fresh.fetchAll(wanted.splice(0, 1))
  downloads.failed.push(...fresh.failed)
  downloads.kept.set('0/checkpoint', fresh.kept.get('0/checkpoint'))
  const checkpoint = fresh.text(0, 'checkpoint')
  const names = (await load(module, memoryFiles([]))).logFiles(checkpoint ?? '')
  await downloads.fetchAll([...wanted, ...names.map((name) => ({ source: 0, name, url: job.log + name }))])

  const policy = job.policyText ?? downloads.text('own', 'policy') ?? ''
  const onProgress = seldom('progress', ({ done, total }) => done === total)
  const verifier = await load(module, downloads.files(), (done, total) => onProgress({ done, total }))
  self.postMessage({ type: 'trust', trust: verifier.trust(policy) })
  const verdict = verifier.verify({ policy, oldCheckpoint: job.oldCheckpoint, bundles: job.bundles.length, all: job.all, now: job.now })
  if (downloads.failed.length === 0) await Downloads.forget()
  self.postMessage({ type: 'verdict', verdict, checkpoint, missing: downloads.failed, bytes: downloads.bytes, fromCache: downloads.fromCache })
}

self.onmessage = ({ data }) => check(data).catch((error) => self.postMessage({ type: 'failed', why: String(error?.message ?? error) }))
