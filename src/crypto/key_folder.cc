#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "crypto/keys.h"
#include "crypto/private_file.h"

namespace writ::crypto {

namespace {

base::Result<> check_name(std::string_view name) {
  const bool plain =
      !name.empty() && name.size() <= 64 && name.front() != '.' && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
      });
  if (plain) return {};
  return base::invalid("key name", std::string(name), "1 to 64 of [a-z0-9._-], not beginning with a dot");
}

base::Result<base::Hash> parse_master_key(const base::Path& path, std::string_view content) {
  base::Hash key{};
  if (content.size() == key.size()) {
    std::memcpy(key.data(), content.data(), key.size());
    return key;
  }
  if (content.size() == 2 * key.size() + 1 && content.back() == '\n') content.remove_suffix(1);
  if (const auto parsed = base::hash_from_hex(content)) return *parsed;
  // The content is a secret: its size is all that the error may say.
  return base::invalid(path.string(), std::to_string(content.size()) + " bytes",
                       "the master key is 32 bytes or 64 lower-case hex digits");
}

}  // namespace

base::Result<KeyFolder> KeyFolder::open(const base::Path& folder, const base::Hash& master_key) {
  TRY_VOID(make_private_folder(folder));
  return KeyFolder(folder, master_key);
}

base::Result<std::string> KeyFolder::read(std::string_view name) const {
  TRY_VOID(check_name(name));
  TRY(const std::string sealed, read_private(folder_ / name));
  return unseal(master_key_, sealed, name);
}

base::Result<> KeyFolder::write(std::string_view name, std::string_view secret, base::Random& random) {
  TRY_VOID(check_name(name));
  return write_private(folder_ / name, seal(master_key_, secret, name, random));
}

base::Result<SigningKey> KeyFolder::signing_key(std::string_view name) const {
  TRY(std::string secret, read(name));
  base::Hash seed{};
  const std::size_t size = secret.size();
  if (size == seed.size()) std::memcpy(seed.data(), secret.data(), seed.size());
  sodium_memzero(secret.data(), size);
  if (size != seed.size()) {
    return base::fail(base::Errc::corrupt, std::string(name), std::to_string(size) + " bytes",
                      "an Ed25519 seed is 32 bytes");
  }
  auto key = SigningKey::from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

bool KeyFolder::has(std::string_view name) const {
  std::error_code error;
  return check_name(name).has_value() && std::filesystem::exists(folder_ / name, error);
}

base::Result<base::Hash> read_master_key(const base::Path& file) {
  base::Path path = file;
  if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY"); credentials != nullptr) {
    const base::Path given = base::Path(credentials) / "writ-master";
    std::error_code error;
    if (std::filesystem::exists(given, error)) path = given;
  }
  TRY(std::string content, read_private(path));
  auto key = parse_master_key(path, content);
  sodium_memzero(content.data(), content.size());
  return key;
}

}  // namespace writ::crypto
