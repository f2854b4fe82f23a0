// Ed25519 as libsodium checks it natively (docs/decisions/0311-ed25519.md): S below the order, A and R canonical and not
// of low order, [S]B = R + [k]A without the cofactor. The points are noble's; its own `verify` takes more.
import { Point } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2'

const ORDER = Point.CURVE().n

function number(littleEndian) {
  let value = 0n
  for (let i = littleEndian.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(littleEndian[i])
  return value
}

/** All Uint8Array: key 32 bytes, signature 64. */
export function verifies(key, message, signature) {
  const r = signature.subarray(0, 32)
  const s = number(signature.subarray(32))
  if (s >= ORDER) return false
  let a
  try {
    a = Point.fromBytes(key, false)
  } catch {
    return false // no point, or not its canonical form
  }
  if (a.isSmallOrder()) return false
  const hashed = new Uint8Array(64 + message.length)
  hashed.set(r)
  hashed.set(key, 32)
  hashed.set(message, 64)
  const k = number(sha512(hashed)) % ORDER
  const expected = Point.BASE.multiply(s, false).add(a.multiply(k, false).negate())
  if (expected.isSmallOrder()) return false
  const bytes = expected.toBytes()
  return bytes.every((byte, i) => byte === r[i])
}
