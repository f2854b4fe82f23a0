#include "crypto/openpgp.h"

#include <fcntl.h>
#include <rnp/rnp.h>
#include <rnp/rnp_err.h>
#include <unistd.h>

#include <limits>
#include <memory>

#include "base/bytes.h"
#include "crypto/quiet.h"

namespace writ::crypto {

namespace {

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* object) const {
    destroy(object);
  }
};
template <class Handle, auto destroy>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Destroy<destroy>>;

using Ffi = Owned<rnp_ffi_t, rnp_ffi_destroy>;
using Input = Owned<rnp_input_t, rnp_input_destroy>;
using Output = Owned<rnp_output_t, rnp_output_destroy>;
using KeyHandle = Owned<rnp_key_handle_t, rnp_key_handle_destroy>;
using GenerateOp = Owned<rnp_op_generate_t, rnp_op_generate_destroy>;
using EncryptOp = Owned<rnp_op_encrypt_t, rnp_op_encrypt_destroy>;
using Iterator = Owned<rnp_identifier_iterator_t, rnp_identifier_iterator_destroy>;

/// RNP's pattern: a function that fills a handle and returns a code.
template <class OwnedHandle, class Call>
OwnedHandle made(Call call) {
  typename OwnedHandle::pointer handle = nullptr;
  return OwnedHandle(call(&handle) == RNP_SUCCESS ? handle : nullptr);
}

std::unexpected<base::Error> failure(std::string field, std::string value, std::string rule, rnp_result_t code) {
  return base::invalid(std::move(field), std::move(value), std::move(rule) + " (" + rnp_result_to_string(code) + ")");
}

/// Part of RNP logs to this descriptor, which the engine owns from here on; the rest goes to standard error wherever
/// the library was built with its debug log (Debian's was), so noisy calls are made quietly().
Ffi quiet_engine() {
  Ffi ffi = made<Ffi>([](rnp_ffi_t* out) { return rnp_ffi_create(out, "GPG", "GPG"); });
  CHECK_INVARIANT(ffi != nullptr);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0 && rnp_ffi_set_log_fd(ffi.get(), nowhere) != RNP_SUCCESS) ::close(nowhere);
  return ffi;
}

rnp_result_t load_keys(const Ffi& ffi, const Input& input, std::uint32_t which) {
  return quietly([&] { return rnp_load_keys(ffi.get(), "GPG", input.get(), which); });
}

/// RNP checks validity of keys and signatures at this time instead of the machine's.
Ffi engine_at(base::Time at) {
  Ffi ffi = quiet_engine();
  CHECK_INVARIANT(rnp_set_timestamp(ffi.get(), static_cast<std::uint64_t>(base::unix_seconds(at))) == RNP_SUCCESS);
  return ffi;
}

Input read_from(std::string_view bytes) {
  const base::ByteView view = base::view(bytes);
  return made<Input>([&](rnp_input_t* out) { return rnp_input_from_memory(out, view.data(), view.size(), false); });
}

Output write_to_memory() {
  return made<Output>([](rnp_output_t* out) { return rnp_output_to_memory(out, 0); });
}

std::string taken_from(const Output& output) {
  std::uint8_t* data = nullptr;
  std::size_t size = 0;
  if (rnp_output_memory_get_buf(output.get(), &data, &size, false) != RNP_SUCCESS) return {};
  return std::string(base::text({data, size}));
}

std::string fingerprint_of(const KeyHandle& key) {
  char* text = nullptr;
  if (rnp_key_get_fprint(key.get(), &text) != RNP_SUCCESS) return {};
  std::string fingerprint = text;
  rnp_buffer_destroy(text);
  return fingerprint;
}

/// The first primary key that was loaded.
KeyHandle first_key(const Ffi& ffi) {
  const Iterator iterator = made<Iterator>(
      [&](rnp_identifier_iterator_t* out) { return rnp_identifier_iterator_create(ffi.get(), out, "fingerprint"); });
  const char* fingerprint = nullptr;
  while (iterator && rnp_identifier_iterator_next(iterator.get(), &fingerprint) == RNP_SUCCESS &&
         fingerprint != nullptr) {
    KeyHandle key = made<KeyHandle>(
        [&](rnp_key_handle_t* out) { return rnp_locate_key(ffi.get(), "fingerprint", fingerprint, out); });
    bool primary = false;
    if (key && rnp_key_is_primary(key.get(), &primary) == RNP_SUCCESS && primary) return key;
  }
  return nullptr;
}

/// For errors: the line that says what kind of armour it is, else the size alone. A file given by mistake may hold
/// anything.
std::string key_kind_shown(std::string_view key) {
  const std::string_view line = key.substr(0, key.find('\n'));
  constexpr std::size_t line_bytes_max = 64;
  if (line.starts_with("-----BEGIN ") && line.size() <= line_bytes_max) return std::string(line);
  return std::to_string(key.size()) + " bytes";
}

/// Why a key that RNP will not encrypt to is refused, in the officer's words.
base::Result<> check_recipient(const KeyHandle& key, base::Time at) {
  const std::string fingerprint = fingerprint_of(key);
  const auto now = static_cast<std::uint64_t>(base::unix_seconds(at));
  std::uint32_t created = 0;
  bool revoked = false;
  std::uint64_t valid_till = 0;
  quietly([&] { return rnp_key_get_creation(key.get(), &created); });
  quietly([&] { return rnp_key_is_revoked(key.get(), &revoked); });
  quietly([&] { return rnp_key_valid_till64(key.get(), &valid_till); });
  if (created > now) return base::invalid("public_key", fingerprint, "was made after " + base::format_time(at));
  if (revoked) return base::invalid("public_key", fingerprint, "is revoked");
  if (valid_till != 0 && valid_till < now) {
    return base::invalid("public_key", fingerprint, "is expired at " + base::format_time(at));
  }
  bool valid = false;
  quietly([&] { return rnp_key_is_valid(key.get(), &valid); });
  if (!valid) return base::invalid("public_key", fingerprint, "its own signatures do not verify");
  const KeyHandle part = made<KeyHandle>([&](rnp_key_handle_t* out) {
    return quietly([&] { return rnp_key_get_default_key(key.get(), "encrypt", 0, out); });
  });
  if (!part) return base::invalid("public_key", fingerprint, "has no valid part for encryption");
  return {};
}

base::Result<std::string> exported(const KeyHandle& key, std::uint32_t what) {
  const Output out = write_to_memory();
  const rnp_result_t code =
      rnp_key_export(key.get(), out.get(), what | RNP_KEY_EXPORT_ARMORED | RNP_KEY_EXPORT_SUBKEYS);
  if (code != RNP_SUCCESS) return failure("key", fingerprint_of(key), "could not be written", code);
  return taken_from(out);
}

base::Result<KeyHandle> executed(const GenerateOp& op, const std::string& user_id) {
  const rnp_result_t code = rnp_op_generate_execute(op.get());
  if (code != RNP_SUCCESS) return failure("user_id", user_id, "no key could be made for it", code);
  return made<KeyHandle>([&](rnp_key_handle_t* out) { return rnp_op_generate_get_key(op.get(), out); });
}

}  // namespace

base::Result<PgpKeyPair> pgp_generate(const PgpKeyRequest& request) {
  const std::int64_t lifetime = (request.expires - request.created).count();
  if (lifetime <= 0 || lifetime > std::numeric_limits<std::uint32_t>::max()) {
    return base::invalid("expires", base::format_time(request.expires), "must be after `created`, within 2^32 seconds");
  }
  const Ffi ffi = engine_at(request.created);
  const GenerateOp primary =
      made<GenerateOp>([&](rnp_op_generate_t* out) { return rnp_op_generate_create(out, ffi.get(), "EDDSA"); });
  CHECK_INVARIANT(primary != nullptr);
  rnp_op_generate_set_userid(primary.get(), request.user_id.c_str());
  rnp_op_generate_set_expiration(primary.get(), static_cast<std::uint32_t>(lifetime));
  rnp_op_generate_add_pref_cipher(primary.get(), "AES256");
  rnp_op_generate_add_pref_hash(primary.get(), "SHA256");
  TRY(const KeyHandle key, executed(primary, request.user_id));

  const GenerateOp subkey = made<GenerateOp>(
      [&](rnp_op_generate_t* out) { return rnp_op_generate_subkey_create(out, ffi.get(), key.get(), "ECDH"); });
  CHECK_INVARIANT(subkey != nullptr);
  rnp_op_generate_set_curve(subkey.get(), "Curve25519");
  rnp_op_generate_set_expiration(subkey.get(), static_cast<std::uint32_t>(lifetime));
  TRY(const KeyHandle part, executed(subkey, request.user_id));

  PgpKeyPair pair;
  TRY(pair.public_key, exported(key, RNP_KEY_EXPORT_PUBLIC));
  TRY(pair.secret_key, exported(key, RNP_KEY_EXPORT_SECRET));
  return pair;
}

base::Result<std::string> pgp_encrypt(std::string_view content, std::string_view public_key, const std::string& name,
                                      base::Time at) {
  const Ffi ffi = engine_at(at);
  const Input key_input = read_from(public_key);
  if (key_input) load_keys(ffi, key_input, RNP_LOAD_SAVE_PUBLIC_KEYS);
  const KeyHandle key = first_key(ffi);
  if (!key) {
    return base::invalid("public_key", key_kind_shown(public_key), "must be an OpenPGP key");
  }
  TRY_VOID(check_recipient(key, at));
  if (content.empty()) return base::invalid("content", "", "has at least one byte");

  const Input in = read_from(content);
  const Output out = write_to_memory();
  const EncryptOp op = made<EncryptOp>(
      [&](rnp_op_encrypt_t* handle) { return rnp_op_encrypt_create(handle, ffi.get(), in.get(), out.get()); });
  CHECK_INVARIANT(op != nullptr);
  const auto mtime = static_cast<std::uint32_t>(base::unix_seconds(at));
  rnp_result_t code = rnp_op_encrypt_add_recipient(op.get(), key.get());
  if (code == RNP_SUCCESS) code = rnp_op_encrypt_set_cipher(op.get(), "AES256");
  if (code == RNP_SUCCESS) code = rnp_op_encrypt_set_aead(op.get(), "None");  // GnuPG 2.2 opens no OCB packet
  if (code == RNP_SUCCESS) code = rnp_op_encrypt_set_compression(op.get(), "Uncompressed", 0);
  if (code == RNP_SUCCESS) code = rnp_op_encrypt_set_file_name(op.get(), name.c_str());
  if (code == RNP_SUCCESS) code = rnp_op_encrypt_set_file_mtime(op.get(), mtime);
  if (code == RNP_SUCCESS) code = quietly([&] { return rnp_op_encrypt_execute(op.get()); });
  if (code != RNP_SUCCESS) return failure("public_key", fingerprint_of(key), "could not encrypt to this key", code);
  return taken_from(out);
}

PgpKeyCount pgp_count_keys(std::string_view keys) {
  const Ffi ffi = quiet_engine();
  const Input input = read_from(keys);
  PgpKeyCount count;
  if (!input) return count;  // RNP reads no empty memory
  load_keys(ffi, input, RNP_LOAD_SAVE_PUBLIC_KEYS | RNP_LOAD_SAVE_SECRET_KEYS);
  const Iterator iterator = made<Iterator>(
      [&](rnp_identifier_iterator_t* out) { return rnp_identifier_iterator_create(ffi.get(), out, "fingerprint"); });
  const char* fingerprint = nullptr;
  while (iterator && rnp_identifier_iterator_next(iterator.get(), &fingerprint) == RNP_SUCCESS &&
         fingerprint != nullptr) {
    const KeyHandle key = made<KeyHandle>(
        [&](rnp_key_handle_t* out) { return rnp_locate_key(ffi.get(), "fingerprint", fingerprint, out); });
    bool primary = false;
    bool secret = false;
    if (key && rnp_key_is_primary(key.get(), &primary) == RNP_SUCCESS && primary) ++count.primary;
    if (key && rnp_key_have_secret(key.get(), &secret) == RNP_SUCCESS && secret) ++count.secret;
  }
  return count;
}

base::Result<std::string> pgp_decrypt(std::string_view message, std::string_view secret_key) {
  const Ffi ffi = quiet_engine();
  const Input key_input = read_from(secret_key);
  if (!key_input) return base::invalid("secret_key", "", "must be an OpenPGP secret key");
  load_keys(ffi, key_input, RNP_LOAD_SAVE_PUBLIC_KEYS | RNP_LOAD_SAVE_SECRET_KEYS);
  const Input in = read_from(message);
  const Output out = write_to_memory();
  const rnp_result_t code = quietly([&] { return rnp_decrypt(ffi.get(), in.get(), out.get()); });
  if (code != RNP_SUCCESS) return failure("package", "", "was not sealed to this key or was altered", code);
  return taken_from(out);
}

}  // namespace writ::crypto
