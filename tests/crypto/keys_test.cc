#include "crypto/keys.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "crypto/native_host.h"
#include "store/db.h"

namespace writ::crypto {
namespace {

struct Folder {
  base::Path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "writ-keys-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

std::string bytes_of(const base::Path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

base::Hash master() {
  base::Hash key{};
  key.fill(7);
  return key;
}

TEST_CASE("a sealed text opens only with its key, its name and every byte") {
  base::OsRandom random;
  const std::string sealed = seal(master(), "secret", "log.key", random);
  CHECK(sealed.size() == 24 + 6 + 16);
  CHECK(unseal(master(), sealed, "log.key").value() == "secret");
  CHECK(unseal(master(), sealed, "promise.key").error().code == base::Errc::corrupt);
  CHECK_FALSE(unseal(base::Hash{}, sealed, "log.key"));
  CHECK_FALSE(unseal(master(), sealed.substr(0, 39), "log.key"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    CHECK_FALSE(unseal(master(), altered, "log.key"));
  }
  CHECK(seal(master(), "secret", "log.key", random) != sealed);
}

TEST_CASE("a key of the ring is found again after a restart and is gone from every byte of the store once destroyed") {
  const Folder folder;
  base::OsRandom random;
  const base::Path path = folder.path / "keys.db";
  base::Hash key{};
  std::string wrapped;
  {
    auto ring = open_key_ring(path, master(), random).value();
    key = ring->create("case/1").value();
    REQUIRE(ring->create("case/2"));
    CHECK(ring->create("case/1").error().code == base::Errc::conflict);
  }
  {
    auto db = writ::store::Db::open(path).value();
    wrapped = db.text("SELECT wrapped FROM ring_key WHERE name = 'case/1'").value().value();
  }
  REQUIRE(wrapped.size() == 24 + 32 + 16);
  REQUIRE(bytes_of(path).find(wrapped) != std::string::npos);
  CHECK(bytes_of(path).find(std::string(base::text(key))) == std::string::npos);
  auto ring = open_key_ring(path, master(), random).value();
  CHECK(ring->find("case/1").value() == key);
  REQUIRE(ring->destroy("case/1"));
  CHECK(ring->find("case/1").error().code == base::Errc::not_found);
  CHECK(ring->destroy("case/1").error().code == base::Errc::not_found);
  CHECK(ring->find("case/2"));
  for (const auto& file : std::filesystem::directory_iterator(folder.path)) {
    CHECK_MESSAGE(bytes_of(file.path()).find(wrapped) == std::string::npos, file.path().string());
    CHECK((std::filesystem::status(file.path()).permissions() & static_cast<std::filesystem::perms>(077)) ==
          std::filesystem::perms::none);
  }
}

TEST_CASE("a key ring opened under another master key gives no key") {
  const Folder folder;
  base::OsRandom random;
  REQUIRE(open_key_ring(folder.path / "keys.db", master(), random).value()->create("seeds/0"));
  auto ring = open_key_ring(folder.path / "keys.db", base::Hash{}, random).value();
  CHECK(ring->find("seeds/0").error().code == base::Errc::corrupt);
}

TEST_CASE("the key folder is made 0700 with files of 0600 and is refused when it is wider") {
  const Folder folder;
  base::OsRandom random;
  const base::Path path = folder.path / "keys";
  auto keys = KeyFolder::open(path, master()).value();
  REQUIRE(keys.write("log.key", std::string(32, 'k'), random));
  CHECK(keys.write("log.key", "x", random).error().code == base::Errc::conflict);
  CHECK(keys.has("log.key"));
  CHECK_FALSE(keys.has("promise.key"));
  CHECK(keys.read("promise.key").error().code == base::Errc::not_found);
  CHECK(keys.read("../keys.db").error().code == base::Errc::invalid);
  CHECK(std::filesystem::status(path / "log.key").permissions() == static_cast<std::filesystem::perms>(0600));
  CHECK(std::distance(std::filesystem::directory_iterator(path), {}) == 1);

  std::filesystem::permissions(path / "log.key", static_cast<std::filesystem::perms>(0640));
  const auto wide_file = keys.read("log.key");
  CHECK(wide_file.error().code == base::Errc::denied);
  CHECK(wide_file.error().value == "0640");
  std::filesystem::permissions(path / "log.key", static_cast<std::filesystem::perms>(0600));
  CHECK(keys.read("log.key").value() == std::string(32, 'k'));

  std::filesystem::permissions(path, static_cast<std::filesystem::perms>(0750));
  CHECK(KeyFolder::open(path, master()).error().code == base::Errc::denied);
}

TEST_CASE("a sealed key does not open under another name or another master key") {
  const Folder folder;
  base::OsRandom random;
  auto keys = KeyFolder::open(folder.path, master()).value();
  REQUIRE(keys.write("log.key", std::string(32, 'k'), random));
  std::filesystem::copy(folder.path / "log.key", folder.path / "promise.key");
  CHECK(keys.signing_key("log.key"));
  CHECK(keys.signing_key("promise.key").error().code == base::Errc::corrupt);
  CHECK(KeyFolder::open(folder.path, base::Hash{}).value().read("log.key").error().code == base::Errc::corrupt);
  REQUIRE(keys.write("short.key", "short", random));
  CHECK(keys.signing_key("short.key").error().rule == "an Ed25519 seed is 32 bytes");
}

TEST_CASE("a signing key reproduces RFC 8032 section 7.1 test 2") {
  const auto key =
      SigningKey::from_seed(*base::hash_from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
          .value();
  CHECK(base::to_hex(key.public_key()) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const std::string signature = key.sign("\x72");
  CHECK(base::to_hex(base::view(signature)) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(NativeHost().ed25519_verify(key.public_key(), base::view("\x72"), base::view(signature)));
}

TEST_CASE("the master key is 32 bytes or 64 hex digits in a file that nobody else may read") {
  const Folder folder;
  const base::Path path = folder.path / "master";
  const auto put = [&](std::string_view content, unsigned mode) {
    std::ofstream(path, std::ios::binary) << content;
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    return read_master_key(path);
  };
  ::unsetenv("CREDENTIALS_DIRECTORY");
  CHECK(put(std::string(32, '\x07'), 0600).value() == master());
  CHECK(put(base::to_hex(master()) + "\n", 0600).value() == master());
  CHECK(put(base::to_hex(master()), 0644).error().code == base::Errc::denied);
  const auto wrong = put("hunter2", 0600);
  CHECK(wrong.error().code == base::Errc::invalid);
  CHECK(wrong.error().message().find("hunter2") == std::string::npos);
  CHECK(read_master_key(folder.path / "none").error().code == base::Errc::not_found);
}

TEST_CASE("a credential of the service manager goes before the file") {
  const Folder folder;
  std::ofstream(folder.path / "writ-master") << base::to_hex(master());
  std::filesystem::permissions(folder.path / "writ-master", static_cast<std::filesystem::perms>(0400));
  ::setenv("CREDENTIALS_DIRECTORY", folder.path.c_str(), 1);
  CHECK(read_master_key("/nowhere").value() == master());
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

}  // namespace
}  // namespace writ::crypto
