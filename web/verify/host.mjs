// The verifier's module (src/wasm) with what it needs from JavaScript: files, Ed25519, Unicode. Runs in a worker and in Node.
import { verifies } from './ed25519.mjs'

const encoder = new TextEncoder()
const decoder = new TextDecoder()
export const NOT_THERE = -1
export const NOT_FETCHED = -2

function isNfc(bytes) {
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return false
  }
  return text === text.normalize('NFC')
}

/** Standard error goes nowhere: a bug ends in a trap, which the caller sees. */
const wasi = (memory) => ({
  fd_close: () => 0,
  fd_seek: () => 70, // ESPIPE
  fd_write: (_, vectors, count, written) => {
    const view = new DataView(memory().buffer)
    let bytes = 0
    for (let i = 0; i < count; i++) bytes += view.getUint32(vectors + 8 * i + 4, true)
    view.setUint32(written, bytes, true)
    return 0
  },
})

/**
 * `files.size(source, name)` gives bytes, NOT_THERE or NOT_FETCHED; `files.read(source, name, offset, target)` fills as
 * much of the Uint8Array as there is and returns how much. Source 0 is the log or the receipt, the bundles follow.
 */
export async function load(module, files, onProgress = () => {}) {
  let instance
  const memory = () => instance.exports.memory
  const bytes = (at, size) => new Uint8Array(memory().buffer, at, size)
  const text = (at, size) => decoder.decode(bytes(at, size))
  instance = await WebAssembly.instantiate(module, {
    page: {
      file_size: (source, name, size) => files.size(source, text(name, size)),
      file_read: (source, name, size, offset, out, room) => files.read(source, text(name, size), offset, bytes(out, room)),
      ed25519_verify: (key, message, size, signature) =>
        Number(verifies(bytes(key, 32).slice(), bytes(message, size).slice(), bytes(signature, 64).slice())),
      is_nfc: (at, size) => Number(isNfc(bytes(at, size).slice())),
      progress: onProgress,
    },
    wasi_snapshot_preview1: wasi(memory),
  })
  const { exports } = instance
  exports._initialize()

  /** Calls an export with numbered texts; null and undefined are not given. */
  const call = (name, texts, ...numbers) => {
    texts.forEach((one, number) => {
      if (one === null || one === undefined) return
      const encoded = typeof one === 'string' ? encoder.encode(one) : one
      const at = exports.writ_text(number, encoded.length)
      bytes(at, encoded.length).set(encoded)
    })
    exports[name](...numbers)
    return text(exports.writ_answer(), exports.writ_answer_size())
  }

  return {
    /** Names of all files of the log of this checkpoint; empty if it is none. */
    logFiles: (checkpoint) => call('writ_log_files', [checkpoint]).split('\n').filter(Boolean),
    verify: ({ policy, oldCheckpoint, bundles, all, now }) =>
      JSON.parse(call('writ_verify', [policy, oldCheckpoint], bundles, all ? 1 : 0, now)),
    receipt: ({ policy, requester, nonce, document, sent, request, packageHash, accounts, mergeDelay = 172800 }) =>
      JSON.parse(call('writ_receipt', [policy, requester, nonce, document, sent, request, packageHash, accounts], mergeDelay)),
    notice: ({ policy, proof, bundles }) => JSON.parse(call('writ_notice', [policy, proof], bundles)),
    /** {logs, witnesses, quorum} or {unusable}. */
    trust: (policy) => {
      const found = { logs: [], witnesses: [], quorum: 'none' }
      for (const line of call('writ_trust', [policy]).split('\n').filter(Boolean)) {
        const [word, rest] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]
        if (word === 'log') found.logs.push(rest)
        else if (word === 'witness') found.witnesses.push(rest)
        else found[word] = rest
      }
      return found
    },
  }
}

/** Files in memory, for small things: [{name: Uint8Array}] by source. */
export function memoryFiles(sources) {
  const at = (source, name) => (sources[source] && Object.hasOwn(sources[source], name) ? sources[source][name] : undefined)
  return {
    size: (source, name) => at(source, name)?.length ?? NOT_THERE,
    read: (source, name, offset, target) => {
      const piece = at(source, name).subarray(offset, offset + target.length)
      target.set(piece)
      return piece.length
    },
  }
}
